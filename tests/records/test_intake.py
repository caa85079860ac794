"""From the text of an extract to typed rows: nothing is lost, nothing is guessed, and every place is named."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineofsight.problems import Refused
from lineofsight.records.intake import Intake, Taken
from lineofsight.sources.ssd_files import opened

EXTRACTED_ON = dt.date(2023, 3, 31)
HEADER = "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen\n"


@dataclass
class Result:
    taken: Taken
    rows: list[dict[str, Any]]
    quarantine: list[dict[str, Any]]
    aside: list[dict[str, Any]]

    @property
    def reasons(self) -> dict[int, str]:
        return {row["file_row"]: row["reason"] for row in self.quarantine}


def take(written: str | bytes, table: str = "ssd_cin_visits", spellings: Any = None) -> Result:
    """Reads one table's CSV file as a load does."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table}.csv"
        path.write_bytes(written.encode() if isinstance(written, str) else written)
        database = duckdb.connect()
        database.execute("set threads = 2")

        def rows_of(name: str) -> list[dict[str, Any]]:
            tables = "select count(*) from information_schema.tables where table_name = ?"
            there = database.execute(tables, [name]).fetchone()
            if there != (1,):
                return []
            found = database.execute(f"from {name}")
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        with opened(Path(folder), scratch=Path(folder)) as extract:
            intake = Intake(database, extracted_on=EXTRACTED_ON, spellings=spellings or {})
            taken = intake.take(extract.files[0])
            result = Result(taken, rows_of(f"typed_{table}"), rows_of(f"quarantine_{table}"), rows_of(f"aside_{table}"))
        database.close()
    assert taken.accepted + taken.quarantined == taken.read
    assert (len(result.rows), len(result.quarantine)) == (taken.accepted, taken.quarantined)
    return result


GOOD = "a,P1,2023-03-01,Y\n"


def test_a_good_row_is_accepted_with_its_types() -> None:
    result = take(HEADER + GOOD)
    assert (result.taken.read, result.taken.accepted, result.taken.quarantined) == (1, 1, 0)
    assert result.rows[0]["cinv_cin_visit_date"] == dt.date(2023, 3, 1)
    assert result.rows[0]["cinv_cin_visit_seen"] is True


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b,P2,31/02/2023,Y", "cinv_cin_visit_date can't be read as a date"),
        ("b,P2,2023-03-02,perhaps", "cinv_cin_visit_seen can't be read as yes or no"),
        (
            "b,P2,soon,perhaps",
            "cinv_cin_visit_date can't be read as a date; cinv_cin_visit_seen can't be read as yes or no",
        ),
        (",P2,2023-03-02,Y", "cinv_cin_visit_id is empty"),
        ("NULL,P2,2023-03-02,Y", "cinv_cin_visit_id is empty"),
        ("a,P1,2023-03-02,Y", "cinv_cin_visit_id is already taken by an earlier row"),
        ("b,P2", "is not a row of this file: missing columns"),
        ("b,P2,2023-03-02,Y,more", "is not a row of this file: too many columns"),
        ('b,"P2"x,2023-03-02,Y', "is not a row of this file: unquoted value"),
        (",,,", "cinv_cin_visit_id is empty"),
    ],
)
def test_a_row_that_cannot_be_used_goes_to_quarantine_with_its_place_and_reason(row: str, reason: str) -> None:
    result = take(HEADER + GOOD + row + "\nc,P3,2023-03-03,N\n")
    assert result.reasons == {3: reason}
    assert [kept["cinv_person_id"] for kept in result.rows] == ["P1", "P3"]


def test_quarantine_keeps_every_cell_as_it_was_written() -> None:
    [row] = take(HEADER.strip() + ",Their own\n" + "b,P2, 31/02/2023 ,Y,a note\n").quarantine
    assert row["cinv_cin_visit_date"] == " 31/02/2023 "
    assert row["Their own"] == "a note"


def test_of_rows_with_one_key_the_first_that_can_be_used_is_kept() -> None:
    result = take(HEADER + "a,P1,soon,Y\na,P1,2023-03-02,Y\na,P1,2023-03-03,N\n")
    assert [row["cinv_cin_visit_date"].day for row in result.rows] == [2]
    assert sorted(result.reasons) == [2, 4]


def test_keys_that_differ_only_in_a_fraction_are_one_key() -> None:
    result = take(HEADER + "7,P1,2023-03-01,Y\n7.0,P1,2023-03-02,Y\n")
    assert result.reasons == {3: "cinv_cin_visit_id is already taken by an earlier row"}


def test_one_id_for_two_children_loses_neither() -> None:
    """Suppliers write one id for what concerns brothers and sisters: a repair gives each child one of its own."""
    result = take(HEADER + "7,P1,2023-03-01,Y\n7,P2,2023-03-01,Y\n7,P2,2023-03-02,Y\n")
    assert [row["cinv_person_id"] for row in result.rows] == ["P1", "P2"]
    assert result.reasons == {4: "cinv_cin_visit_id is already taken by an earlier row"}


def test_an_id_that_is_taken_by_a_child_is_taken_for_a_row_of_nobody_too() -> None:
    result = take(HEADER + "7,P1,2023-03-01,Y\n7,,2023-03-02,Y\n8,,2023-03-02,Y\n")
    assert [row["cinv_person_id"] for row in result.rows] == ["P1", None]
    assert result.reasons == {3: "cinv_cin_visit_id is already taken by an earlier row"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_row_numbers_are_those_that_a_spreadsheet_shows(newline: str) -> None:
    """A cell may hold line breaks, and rows that are no rows still stand in the file."""
    rows = [
        HEADER.strip(),
        GOOD.strip(),  # 2
        "b,P2",  # 3 short
        'c,"P3' + newline + 'of two lines",2023-03-01,Y',  # 4, over two lines
        "d,P4,soon,Y",  # 5
        "e,P5,2023-03-01,Y,more",  # 6 long
        "f,P6",  # 7 short
        "g,P7,2023-03-01,perhaps",  # 8
        "h,P8,2023-03-01,Y",  # 9
        ",P9,2023-03-01,Y",  # 10
    ]
    result = take(newline.join(rows) + newline)
    assert sorted(result.reasons) == [3, 5, 6, 7, 8, 10]
    assert [row["cinv_cin_visit_id"] for row in result.rows] == ["a", "c", "h"]


def test_row_numbers_hold_far_down_a_long_file() -> None:
    rows = [f"k{n},P{n},2023-03-01,Y" if n % 9000 else f"k{n},P{n}" for n in range(1, 40_001)]
    rows[-1] = "last,P,soon,Y"
    result = take(HEADER + "\n".join(rows) + "\n")
    assert sorted(result.reasons) == [9001, 18001, 27001, 36001, 40001]


def test_blank_lines_hold_nothing_and_are_no_rows() -> None:
    assert take(HEADER + "\n" + GOOD + "\n\n").taken.read == 1


def test_a_byte_order_mark_quotes_and_blanks_in_the_header_do_not_hide_a_column() -> None:
    header = '﻿"cinv_cin_visit_id", CINV_PERSON_ID ,Cinv_Cin_Visit_Date,cinv_cin_visit_seen\n'
    result = take(header + GOOD)
    assert result.rows[0]["cinv_person_id"] == "P1"
    assert result.taken.not_described == ()


def test_columns_without_a_name_are_left_aside_even_beside_quarantine() -> None:
    """Excel writes a comma for every column that once held something."""
    result = take(HEADER.strip() + ",,\n" + "a,P1,2023-03-01,Y,,\nb,P2,soon,Y,x,y\n")
    assert (result.taken.accepted, result.taken.quarantined) == (1, 1)
    assert result.taken.not_described == ()


def test_columns_named_as_ours_in_quarantine_are_kept_beside_them() -> None:
    result = take(HEADER.strip() + ",reason,file_row,c1\n" + "b,P2,soon,Y,theirs,99,x\nc,P3\n")
    assert result.reasons == {
        2: "cinv_cin_visit_date can't be read as a date",
        3: "is not a row of this file: missing columns",
    }
    assert "theirs" in str(result.quarantine)


def test_missing_and_unknown_columns_are_named() -> None:
    result = take("cinv_person_id,their_own,cinv_cin_visit_date\nP1,x,2023-03-01\n")
    assert result.taken.kept == ("cinv_person_id", "cinv_cin_visit_date")
    assert "cinv_cin_visit_seen" in result.taken.missing
    assert result.taken.not_described == ("their_own",)


def test_required_columns_that_are_empty_in_every_row_are_named() -> None:
    assert "cinv_cin_visit_seen" in take(HEADER + "a,P1,2023-03-01,\nb,P2,2023-03-02,NULL\n").taken.empty_columns


def test_a_date_after_the_extract_of_what_happened_is_set_aside_and_the_row_is_kept() -> None:
    result = take(HEADER + "a,P1,2023-03-31,Y\nb,P2,2023-04-01,Y\n")
    assert [row["cinv_cin_visit_date"] for row in result.rows] == [dt.date(2023, 3, 31), None]
    assert result.taken.set_aside == {"after the extract date": {"cinv_cin_visit_date": 1}}
    [cell] = result.aside
    assert (cell["file_row"], cell["column_name"], cell["written"]) == (3, "cinv_cin_visit_date", "2023-04-01")


def test_a_planned_end_may_lie_in_the_future() -> None:
    result = take(
        "cinp_cin_plan_id,cinp_person_id,cinp_cin_plan_start_date,cinp_cin_plan_end_date\na,P1,2023-03-01,2023-06-30\n",
        "ssd_cin_plans",
    )
    assert result.rows[0]["cinp_cin_plan_end_date"] == dt.date(2023, 6, 30)
    assert not result.taken.set_aside


def test_a_cell_that_figures_do_not_read_is_set_aside_and_the_row_is_kept() -> None:
    result = take(HEADER.strip() + ",cinv_cin_visit_seen_alone\n" + "a,P1,2023-03-01,Y,perhaps\n")
    assert result.rows[0]["cinv_cin_visit_seen_alone"] is None
    assert result.taken.set_aside == {"can't be read": {"cinv_cin_visit_seen_alone": 1}}
    assert result.aside[0]["written"] == "perhaps"


LEGAL = "lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date\n"


def test_an_unknown_code_is_kept_counted_and_reported() -> None:
    rows = "a,P1,v3 - short breaks,2023-03-01\nb,P2,Respite,2023-03-01\nc,P3,V2,2023-03-01\nd,P4,Respite,2023-03-01\n"
    result = take(LEGAL + rows, "ssd_legal_status")
    assert result.taken.instead == {"lega_legal_status": {"v3 - short breaks": "V3"}}
    assert result.taken.set_aside == {"code not known": {"lega_legal_status": 2}}
    assert [row["lega_legal_status"] for row in result.rows].count("Respite") == 2


def test_the_councils_own_spelling_makes_a_code_known() -> None:
    result = take(LEGAL + "a,P1,Respite,2023-03-01\n", "ssd_legal_status", {"lega_legal_status": {"respite": "V4"}})
    assert result.taken.instead == {"lega_legal_status": {"Respite": "V4"}}
    assert not result.taken.set_aside


def test_a_header_alone_is_a_table_without_rows() -> None:
    result = take(HEADER)
    assert (result.taken.read, result.taken.accepted, result.taken.quarantined) == (0, 0, 0)
    assert result.taken.empty_columns == ()


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ((HEADER + GOOD + "b,Zoë,2023-03-01,Y\n").encode("latin-1"), "is not UTF-8"),
        (
            (HEADER + GOOD.replace("a,", "k{},") * 9000).encode() + "z,Zoë,2023-03-01,Y\n".encode("latin-1"),
            "row 9002: is not UTF-8",
        ),
        ((HEADER + GOOD).replace("\n", "\r\n") + "b,P2,2023-03-01,Y\n", "its lines don't all end in the same way"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused_as_a_whole(written: str | bytes, what: str) -> None:
    """To leave out the rows with an accent in them would leave out the same children every month."""
    with pytest.raises(Refused, match=what) as refusal:
        take(written)
    assert "ssd_cin_visits.csv" in str(refusal.value)
    assert "Zo" not in str(refusal.value)


# Nothing is lost: whatever a file holds, each person in it is found in the accepted rows or in quarantine

SECRET = "Hush"  # stands in every cell that is no identifier or date: no reason may repeat it
DATES = st.sampled_from(["2023-03-01", "01/03/2023", "2024-01-01", "31/02/2023", SECRET, "", "1900-01-01", "NULL"])
FLAGS = st.sampled_from(["Y", "n", "1", "", SECRET, "NULL"])
CELLS = st.sampled_from(["", SECRET, '"' + SECRET + '"', '"a ""b"" c"', '"two\nlines"', "\x00", " ", "ë"])
DEFECTS = ("none", "none", "short", "long", "opened", "quoted", "blank", "commas", "spaces", "taken", "empty", "nul")


@st.composite
def dirty_rows(draw: st.DrawFn) -> str:
    lines = []
    for number in range(draw(st.integers(0, 12))):
        person = f"p{number}q"
        cells = [f"k{number}", person, draw(DATES), draw(FLAGS), draw(CELLS)]
        match draw(st.sampled_from(DEFECTS)):
            case "short":
                cells = cells[: draw(st.integers(1, 4))]
            case "long":
                cells += [draw(CELLS)] * draw(st.integers(1, 3))
            case "opened":
                cells[draw(st.integers(0, 4))] = '"' + person
            case "quoted":
                cells[1] = f'"{person}"' + draw(st.sampled_from(["", "x", ' "', '""']))
            case "blank":
                lines.append("")
            case "commas":
                lines.append(",,,,")
            case "spaces":
                lines.append("   ")
            case "taken":
                cells[0] = "k0"
            case "empty":
                cells[0] = draw(st.sampled_from(["", " ", "NULL", '""']))
            case "nul":
                cells[draw(st.integers(0, 4))] += "\x00"
        lines.append(",".join(cells))
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))


@given(rows=dirty_rows(), bom=st.booleans(), newline=st.sampled_from(["\n", "\r\n"]))
@example(rows='k0,"p0q,2023-03-01,Y,\nk1,p1q,2023-03-01,Y,\nk2,"p2q",2023-03-01,Y,\n', bom=False, newline="\n")
@example(rows='k0,p0q,2023-03-01,Y,"\n', bom=False, newline="\n")
def test_nothing_is_lost(rows: str, bom: bool, newline: str) -> None:
    text = HEADER.strip() + ",note\n" + rows
    result = take((("﻿" if bom else "") + text.replace("\n", newline)).encode())
    found = " ".join(str(row["cinv_person_id"]) for row in result.rows) + repr(result.quarantine)
    lost = set(re.findall(r"p\d+q", rows)) - set(re.findall(r"p\d+q", found))
    assert not lost
    for row in result.quarantine:
        assert row["reason"]
        assert SECRET not in row["reason"]
        assert "p" + str(row["file_row"]) + "q" not in row["reason"]
    assert all(row["file_row"] >= 2 for row in (*result.quarantine, *result.aside))
    assert len({row["cinv_cin_visit_id"] for row in result.rows}) == len(result.rows)
    assert all(row["cinv_cin_visit_id"] for row in result.rows)
