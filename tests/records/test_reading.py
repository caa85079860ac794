"""How a cell of text becomes a date, a flag, a number, an identifier or a code; and which cells can't."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lineofsight.records.descriptions import Column, ColumnType, describe
from lineofsight.records.reading import after_extract, cannot_be_read, code_of, codes_for, read_as, text_of

DATABASE = duckdb.connect()
UNREADABLE = "can't be read"


def read(kind: ColumnType, cell: str | None, name: str = "column") -> Any:
    """What a cell is read as: a value, None where it is empty, UNREADABLE where it is neither."""
    column = Column(name, kind, "")
    value = f"({read_as(column, 'x')})"
    row = DATABASE.execute(
        f"select {value}, coalesce({cannot_be_read(column, 'x', value)}, false) "
        f"from (select {text_of(column, 'cell')} as x from (select cast($cell as varchar) as cell))",
        {"cell": cell},
    ).fetchone()
    assert row is not None
    if row[1]:
        assert row[0] is None
        return UNREADABLE
    return row[0]


THE_DAY = dt.date(2023, 3, 4)

DATES = {
    "2023-03-04": THE_DAY,
    "  2023-03-04\t": THE_DAY,
    "\u00a02023-03-04\u00a0": THE_DAY,  # the blanks that come with a table pasted from a page
    "2023-03-04 00:00:00": THE_DAY,
    "2023-03-04T23:59:59": THE_DAY,
    "2023-03-04 23:59:59.9999999": THE_DAY,  # SQL Server writes seven digits
    "2023-03-04T10:00:00Z": THE_DAY,
    "2023-03-04T00:30:00+01:00": THE_DAY,  # the day as it is written, not Greenwich's
    "2023-03-04 00:30:00+01": THE_DAY,
    "04/03/2023": THE_DAY,  # day first, never month first
    "4/3/2023": THE_DAY,
    "04/03/2023 13:05": THE_DAY,
    "04/03/2023 1:05 PM": THE_DAY,
    "29/02/2024": dt.date(2024, 2, 29),
    "2024-02-29": dt.date(2024, 2, 29),
    "9999-12-31": dt.date(9999, 12, 31),  # open ends, as some systems write them
    "1900-01-02": dt.date(1900, 1, 2),
    # Empty
    "": None,
    "   ": None,
    "NULL": None,
    "1900-01-01": None,
    "1900-01-01 00:00:00": None,
    "1900-01-01T12:00:00": None,
    "01/01/1900": None,
    "1/1/1900": None,
    "1/01/1900": None,
    "01/1/1900 00:00": None,
    # Neither
    "31/02/2023": UNREADABLE,
    "2023-02-31": UNREADABLE,
    "29/02/2023": UNREADABLE,
    "03/31/2023": UNREADABLE,  # month first, with a month that there is not
    "2023-13-01": UNREADABLE,
    "04/03/23": UNREADABLE,  # two digits could be either century
    "04-03-2023": UNREADABLE,
    "4 March 2023": UNREADABLE,
    "2023-3-4": UNREADABLE,
    "20230304": UNREADABLE,
    "2023-03": UNREADABLE,
    "2023": UNREADABLE,
    "44989": UNREADABLE,  # Excel's number of a day
    "2023-03-04x": UNREADABLE,
    "2023-03-04 about noon": UNREADABLE,
    "1900-01-01x": UNREADABLE,
    "04/03/2023?": UNREADABLE,
    "2023-03-04 (BC)": UNREADABLE,
    "-203-03-04": UNREADABLE,
    "0203-03-04": UNREADABLE,  # a slip of the hand: no record is about the year 203
    "04/03/0203": UNREADABLE,
    "1899-12-31": UNREADABLE,
    "infinity": UNREADABLE,
    "epoch": UNREADABLE,
    "today": UNREADABLE,
    "null": UNREADABLE,
    "unknown": UNREADABLE,
}


@pytest.mark.parametrize(("cell", "value"), DATES.items())
def test_a_date(cell: str, value: object) -> None:
    assert read("date", cell) == value


@pytest.mark.parametrize(("cell", "value"), DATES.items())
def test_a_moment_falls_on_the_same_day_as_a_date(cell: str, value: object) -> None:
    found = read("datetime", cell)
    assert (found.date() if isinstance(found, dt.datetime) else found) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2023-03-04 13:05", dt.datetime.fromisoformat("2023-03-04 13:05")),
        ("2023-03-04T13:05:59.123", dt.datetime.fromisoformat("2023-03-04 13:05:59")),
        ("04/03/2023 1:05 PM", dt.datetime.fromisoformat("2023-03-04 13:05")),
        ("04/03/2023 12:00 AM", dt.datetime.fromisoformat("2023-03-04 00:00")),
        ("2023-03-04 25:00", UNREADABLE),
    ],
)
def test_a_moment_keeps_its_clock(cell: str, value: object) -> None:
    assert read("datetime", cell) == value


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("Y", "y", "Yes", "TRUE", "true", "T", "1", " y ", "1.0"), True),
        (("N", "n", "No", "FALSE", "false", "F", "0", "0.0"), False),
        (("", " ", "NULL", None), None),
        (("x", "2", "-1", "Y?", "maybe", "null", "N/A", "10"), UNREADABLE),
    ],
)
def test_a_flag(cells: tuple[str | None, ...], value: object) -> None:
    assert [read("bool", cell) for cell in cells] == [value] * len(cells)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("int", "64290", 64290),
        ("int", "64290.0", 64290),
        ("int", "-3", -3),
        ("int", "1e3", 1000),
        ("float", "0.8", 0.8),
        ("float", ".5", 0.5),
        ("int", "", None),
        ("int", "NULL", None),
        *((kind, cell, UNREADABLE) for kind in ("int", "float") for cell in ("inf", "-inf", "nan", "1e400")),
        *((kind, cell, UNREADABLE) for kind in ("int", "float") for cell in ("1,000", "1_000", "0x1F", "ten", "5%")),
        ("int", "12.7", UNREADABLE),  # never rounded behind anyone's back
        ("int", "1e30", UNREADABLE),
    ],
)
def test_a_number(kind: ColumnType, cell: str, value: object) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("123", "123"),
        ("123.0", "123"),  # a data frame with an empty cell in the column makes a fraction of every identifier
        ("123.00", "123"),
        (" 123 ", "123"),
        ("00123", "00123"),  # leading zeros are part of it
        ("0.0", "0"),
        ("12.05", "12.05"),
        ("A12.0", "A12.0"),
        ("1.2.0", "1.2.0"),
        ("NULL", None),
    ],
)
def test_an_identifier(cell: str, value: str | None) -> None:
    assert read("text", cell, "clae_cla_id") == value


def test_a_text_that_is_no_identifier_stays_as_it_is_written() -> None:
    assert read("text", "123.0", "invo_professional_team") == "123.0"
    assert describe("ssd_cin_visits").columns["cinv_person_id"].is_identifier
    assert describe("ssd_cla_episodes").columns["clae_cla_id"].is_identifier
    assert not describe("ssd_involvements").columns["invo_professional_role_id"].is_identifier  # a code


@given(cell=st.one_of(st.text(max_size=30), st.from_regex(r"[0-9/:T -]{6,20}", fullmatch=True)))
@example("'); drop table x; --")
@example("\x00")
def test_no_cell_makes_the_reading_fail(cell: str) -> None:
    for kind in ("date", "datetime", "bool", "int", "float", "text"):
        value = read(kind, cell)  # type: ignore[arg-type]
        if isinstance(value, dt.date):
            assert value.year >= 1900


@given(day=st.dates(dt.date(1900, 1, 2), dt.date(2099, 12, 31)))
def test_every_day_reads_the_same_in_either_order(day: dt.date) -> None:
    assert read("date", day.isoformat()) == day
    assert read("date", f"{day:%d/%m/%Y}") == day
    assert read("date", f"{day.day}/{day.month}/{day.year}") == day
    assert read("datetime", f"{day:%d/%m/%Y} 23:59") == dt.datetime.combine(day, dt.time(23, 59))


@pytest.mark.parametrize(
    ("cell", "after"),
    [("2023-03-31 23:59:59", False), ("2023-04-01 00:00:00", True), ("1900-01-01", False), ("rubbish", False)],
)
def test_the_extract_date_is_taken_at_the_end_of_that_day(cell: str, after: bool) -> None:
    for kind in ("date", "datetime"):
        column = Column("x", kind, "", happened=True)  # type: ignore[arg-type]
        condition = after_extract(column, f"({read_as(column, 'x')})", dt.date(2023, 3, 31))
        assert DATABASE.execute(f"select {condition} from (select $cell as x)", {"cell": cell}).fetchone() == (after,)


LEGAL = describe("ssd_legal_status").columns["lega_legal_status"]
GENDER = describe("ssd_person").columns["pers_gender"]


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        (LEGAL, "V3", "V3"),
        (LEGAL, "v3", "V3"),
        (LEGAL, "V3 - short breaks", "V3"),
        (LEGAL, "v3: anything at all", "V3"),
        (LEGAL, "V3/V4", "V3"),
        (LEGAL, "V3_short", "V3"),
        (LEGAL, LEGAL.codes["V3"], "V3"),  # its label
        (LEGAL, LEGAL.codes["V3"].upper(), "V3"),
        (LEGAL, "V33", None),  # no separator: another word
        (LEGAL, "XV3", None),
        (LEGAL, "(V3)", "V3"),
        (LEGAL, "short break", None),
        (LEGAL, "", None),
        (GENDER, "Female", "02"),
        (GENDER, "f", "02"),
        (GENDER, "02 Woman or girl", "02"),
        (GENDER, "2", "02"),
    ],
)
def test_a_code(column: Column, written: str, code: str | None) -> None:
    assert code_of(column, written, {}) == code


def test_the_councils_own_spelling_wins() -> None:
    assert code_of(LEGAL, "Respite", {}) is None
    assert code_of(LEGAL, "respite", {"Respite": "V4"}) == "V4"
    assert code_of(LEGAL, "V3", {"v3": "V4"}) == "V4"


def test_only_what_is_spelt_otherwise_is_written_anew() -> None:
    instead, unknown = codes_for(LEGAL, ["V3", "v3", "V4 - long", "Respite", "Nonsense"], {"Respite": "V4"})
    assert instead == {"v3": "V3", "V4 - long": "V4", "Respite": "V4"}
    assert unknown == ["Nonsense"]
