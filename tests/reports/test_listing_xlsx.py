"""Lists as workbooks, read back: marked, filtered, true to what was in each row, and nothing in them a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import stat
import time
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lineofsight.problems import Refused
from lineofsight.reports import listing_xlsx
from lineofsight.reports.listing_xlsx import (
    ABOUT,
    LONGEST_CELL,
    MARKING,
    NO_ROWS,
    Column,
    Listing,
    looks_like_a_formula,
    without_formula,
    write_listing,
    write_listing_csv,
)

COLUMNS = (
    Column("Child", width=14),
    Column("Team", width=26),
    Column("Due on", "date"),
    Column("Days overdue", "number"),
    Column("Met", "yes_no"),
)
ROWS = [
    ("000123", "Team One", dt.date(2023, 3, 31), 12, False),
    ("000124", "Team One", None, None, True),
    ("000125", "Team Two", dt.date(2023, 4, 1), 0, None),
]
FACTS = (
    ("As at", "31 March 2023"),
    ("Snapshot", "2023-03-31.1"),
    ("Exported by", "A. Manager"),
    ("Filter", "not met, Team One & Team Two"),
    ("Restricted", "2 rows are left out"),
)
HOSTILE = [
    "=1+1", "=cmd|' /C calc'!A0", "+44 1632 960001", "-V3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1",
    "http://x.example/?q=1", "mailto:a@b.example", "internal:List!A1", "{=1}", "'=1", "#REF!", "TRUE", "1e5", "007",
    "2023-03-31", "3/4", "<r><t>x</t></r>", "<r><v>1</v></r></is></c><c><f>1+1</f></c>", "&amp;<b>", "_x000D_",
    "a\x00b\x07c", "Zoë 𝒵 ‮abc", "\ud800", "\ufffe", " leads and trails ", "line\nline", '"quoted", and', "x" * 40_000,
]  # fmt: skip
HEAD = 5  # the row of the head, as a spreadsheet counts


def moment(*parts: int) -> dt.datetime:
    """A moment as a workbook has it: without a zone."""
    return dt.datetime(*parts, tzinfo=None)  # type: ignore[arg-type, misc]  # noqa: DTZ001


def listing(rows: Iterable[Sequence[Any]] = ROWS, **other: Any) -> Listing:
    return Listing(**{"title": "Visits that are overdue", "columns": COLUMNS, "rows": rows, "facts": FACTS} | other)


def opened(to: Path | io.BytesIO) -> Workbook:
    return openpyxl.load_workbook(to)


def written(a_list: Listing) -> Workbook:
    stream = io.BytesIO()
    write_listing(stream, a_list)
    stream.seek(0)
    return opened(stream)


def table(sheet: Worksheet, head: int = HEAD) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=head, values_only=True))


def about(book: Workbook) -> dict[Any, Any]:
    return {row[0]: row[1] for row in table(book[ABOUT], HEAD + 1)}


def as_csv(a_list: Listing) -> list[list[str]]:
    stream = io.BytesIO()
    write_listing_csv(stream, a_list)
    return list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))


def test_a_list_has_its_rows_with_real_dates_numbers_and_ids_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert write_listing(path, listing()) == 3
    assert table(opened(path)["List"]) == [
        ("Child", "Team", "Due on", "Days overdue", "Met"),
        ("000123", "Team One", moment(2023, 3, 31), 12, "no"),
        ("000124", "Team One", None, None, "yes"),
        ("000125", "Team Two", moment(2023, 4, 1), 0, None),
    ]
    assert opened(path)["List"]["C6"].number_format == "dd/mm/yyyy"
    assert opened(path)["List"]["A6"].number_format == "@", "a text also once it is edited"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["list.xlsx"], "nothing is left beside it"


def test_each_sheet_is_marked_in_its_first_row_and_on_each_printed_page() -> None:
    for marking in (MARKING, "2 OFFICIAL & SENSITIVE, " + "&" * 300):
        book = written(listing(marking=marking))
        assert book.sheetnames == ["List", ABOUT]
        for name in book.sheetnames:
            sheet = book[name]
            assert sheet["A1"].value == marking
            for part in (sheet.oddHeader.center.text, sheet.oddFooter.center.text):
                assert part and marking.replace("&", "&&").startswith(part) and part.count("&") % 2 == 0
            assert sheet.oddHeader.center.size == 10
            assert sheet.oddFooter.right.text == "Page &P of &N"
            assert sheet["A2"].value == "Visits that are overdue"


def test_the_head_is_frozen_filtered_and_printed_on_each_page_which_is_as_wide_as_the_list() -> None:
    sheet = written(listing())["List"]
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.auto_filter.ref == f"A{HEAD}:E{HEAD + 3}"
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(page.fitToWidth or 1), int(page.fitToHeight)) == (1, 0), "one page wide, as many as it takes high"
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABCDE"] == [15, 27, 13, 12, 9]


def test_what_the_list_is_stands_on_a_sheet_of_its_own_with_the_rows_counted() -> None:
    book = written(listing())
    assert about(book) == {**dict(FACTS), "Rows in the list": "3", "Protective marking": MARKING}
    assert book["List"]["A3"].value == "; ".join(f"{label}: {text}" for label, text in FACTS)
    long = written(listing(facts=[*FACTS, ("Definition", "x" * 500)]))
    assert long["List"]["A3"].value.endswith(f"; more on the sheet {ABOUT}")
    assert about(long)["Definition"] == "x" * 500


def test_the_properties_have_the_marking_and_name_no_user_of_this_machine() -> None:
    book = written(listing(exported_at=dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)))
    properties = book.properties
    assert (properties.title, properties.creator) == ("Visits that are overdue", "Line of Sight")
    assert properties.lastModifiedBy in (None, "Line of Sight")
    assert properties.category == properties.keywords == properties.subject == MARKING
    assert properties.created == moment(2026, 11, 23, 9, 30)
    assert book.custom_doc_props["Protective marking"].value == MARKING
    assert "As at: 31 March 2023; Snapshot: 2023-03-31.1" in str(properties.description)


def test_no_text_is_a_formula_a_link_or_anything_but_itself(tmp_path: Path) -> None:
    """Wherever it comes from: a cell, a heading, a title, a fact, a group, or the marking."""
    path = tmp_path / "list.xlsx"
    columns = (Column("Child"), Column("=Team"), *(Column(name) for name in HOSTILE[:4]))
    rows = [(text,) * 6 for text in HOSTILE]
    facts = [(text, text) for text in HOSTILE]
    write_listing(path, Listing("=1+1", columns, rows, facts, marking="=OFFICIAL & <b>", group="=Team"))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            assert "<f>" not in text and "<hyperlink" not in text and "<rPr>" not in text.partition("<fonts")[0], name
    book = opened(path)
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    cells = [row[0] for row in table(book["List"])[1:]]
    for text, cell in zip(HOSTILE, cells, strict=True):
        if text in ("\ud800", "\ufffe"):
            assert cell == "\ufffd"
        elif text.startswith("<r>"):
            assert cell == f"{text} " or cell == text
        elif len(text) > LONGEST_CELL:
            assert cell == f"{text[:LONGEST_CELL]} ..."
        else:
            assert as_excel_reads(cell) == text.replace("\r", "\n" if "\r\n" in text else "\r")
    for row in book["List"].iter_rows(min_row=HEAD + 1, max_col=1):
        text = str(row[0].value)
        assert row[0].quotePrefix == looks_like_a_formula(as_excel_reads(text)), text
        assert row[0].number_format == "@"


def as_excel_reads(text: str) -> str:
    """Excel writes what XML can't hold as _xHHHH_ and reads it so; openpyxl leaves it."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_numbers_dates_and_flags_are_what_they_are_and_else_texts() -> None:
    columns = (Column("n", "number"), Column("d", "date"), Column("y", "yes_no"), Column("t"))
    rows = [
        (1234567, moment(2023, 3, 31, 9, 5), "yes", 12),
        (Fraction(1, 4), "2023-03-31", True, True),
        (Decimal("2.50"), "31 March", False, dt.date(2023, 3, 31)),
        (float("nan"), dt.date(1850, 1, 2), "", ""),
        (10**20, dt.datetime(2023, 7, 1, 8, 0, tzinfo=dt.UTC), None, None),
        ("12 =x", moment(2023, 3, 31), "not known", "0"),
        (Decimal("NaN"), "", 1, 0.5),
        (-3, dt.date(9999, 12, 31), 0, "-3"),
    ]
    assert table(written(listing(rows, columns=columns))["List"])[1:] == [
        (1234567, moment(2023, 3, 31, 9, 5), "yes", "12"),
        (0.25, moment(2023, 3, 31), "yes", "yes"),
        (2.5, "31 March", "no", "2023-03-31"),
        (None, "1850-01-02", None, None),
        ("1" + "0" * 20, moment(2023, 7, 1, 9, 0), None, None),
        ("12 =x", moment(2023, 3, 31), "not known", "0"),
        (None, None, "1", "0.5"),
        (-3, moment(9999, 12, 31), "0", "-3"),
    ]
    assert as_csv(listing(rows, columns=columns))[1:] == [
        ["1234567", "2023-03-31 09:05:00", "yes", "12", MARKING],
        ["0.25", "2023-03-31", "yes", "yes", MARKING],
        ["2.5", "31 March", "no", "2023-03-31", MARKING],
        ["", "1850-01-02", "", "", MARKING],
        ["1" + "0" * 20, "2023-07-01 09:00:00", "", "", MARKING],
        ["12 =x", "2023-03-31", "not known", "0", MARKING],
        ["", "", "1", "0.5", MARKING],
        ["-3", "9999-12-31", "0", "'-3", MARKING],
    ]


def test_an_empty_list_says_so() -> None:
    book = written(listing(iter(())))
    assert table(book["List"])[1][0] == NO_ROWS
    assert book["List"].auto_filter.ref is None
    assert about(book)["Rows in the list"] == "0"
    assert as_csv(listing(())) == [["Child", "Team", "Due on", "Days overdue", "Met", "marking"]]


def test_a_group_comes_first_its_rows_are_parted_and_counted() -> None:
    book = written(listing([*ROWS, ("000126", None, None, None, None)], group="Team"))
    rows = table(book["List"])
    assert rows[0][:2] == ("Team", "Child") and rows[1][:2] == ("Team One", "000123")
    borders = [book["List"].cell(HEAD + n, 1).border.top.style for n in range(1, 5)]
    assert borders == ["thin", "thin", "medium", "medium"]
    facts = about(book)
    assert [facts[f"Team: {team}"] for team in ("Team One", "Team Two", "not known")] == ["2", "1", "1"]
    assert as_csv(listing(group="Team"))[1][:2] == ["Team One", "000123"]


def test_more_groups_than_anybody_reads_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_xlsx, "MOST_GROUPS", 2)
    rows = [(f"c{n}", f"Team {n}", None, None, None) for n in range(5)]
    facts = about(written(listing(rows, group="Team")))
    assert (facts["Team: Team 1"], facts["Team: 3 others"]) == ("1", "3")


def test_twenty_thousand_rows_are_streamed() -> None:
    """Read once, as they are written; none is kept in memory."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for n in range(20_000):
            yield f"{n:07}", f"Team {n % 9}", dt.date(2023, 3, 31), n, n % 2 == 0

    began, stream = time.monotonic(), io.BytesIO()
    assert write_listing(stream, listing(rows())) == 20_000
    assert time.monotonic() - began < 60
    stream.seek(0)
    sheet = openpyxl.load_workbook(stream, read_only=True)["List"]
    cells = list(sheet.iter_rows(min_row=HEAD + 1, values_only=True))
    assert len(cells) == 20_000
    assert cells[-1] == ("0019999", "Team 1", moment(2023, 3, 31), 19_999, "no")


def test_more_rows_than_a_sheet_holds_go_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_xlsx, "ROWS_OF_A_SHEET", 2)
    book = written(listing())
    assert book.sheetnames == ["List", "List 2", ABOUT]
    assert [len(table(book[name])) - 1 for name in book.sheetnames[:2]] == [2, 1]
    assert book["List 2"]["A1"].value == MARKING and book["List 2"].auto_filter.ref == f"A{HEAD}:E{HEAD + 1}"
    assert about(book)["Rows in the list"] == "3"
    exact = written(listing(ROWS[:2]))
    assert exact.sheetnames == ["List", ABOUT]


@pytest.mark.parametrize("write", [write_listing, write_listing_csv])
def test_rows_that_break_off_leave_what_was_there(tmp_path: Path, write: Any) -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        yield ROWS[0]
        raise LookupError("a row")

    path, stream = tmp_path / "list", io.BytesIO()
    path.write_text("before")
    for to in (path, stream):
        with pytest.raises(LookupError):
            write(to, listing(rows()))
    assert path.read_text() == "before" and stream.getvalue() == b""
    assert [entry.name for entry in tmp_path.iterdir()] == ["list"]


@pytest.mark.parametrize("write", [write_listing, write_listing_csv])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, write: Any) -> None:
    with pytest.raises(Refused, match=r"can't be written \(No such file or directory\)"):
        write(tmp_path / "nowhere" / "list", listing())
    (tmp_path / "folder").mkdir()
    with pytest.raises(Refused, match="can't be written"):
        write(tmp_path / "folder", listing())


def test_a_stream_is_made_in_the_folder_that_is_given(tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        seen.extend((entry.name[:6], stat.S_IMODE(entry.stat().st_mode)) for entry in tmp_path.iterdir())
        yield from ROWS

    write_listing(io.BytesIO(), listing(rows()), scratch=tmp_path)
    assert seen == [(".list-", 0o700)] and list(tmp_path.iterdir()) == []


def test_what_the_writer_only_warns_of_is_an_error_and_what_the_rows_warn_of_is_not() -> None:
    def rows() -> Iterator[tuple[Any, ...]]:
        warnings.warn("the rows are old", DeprecationWarning, stacklevel=1)
        yield from ROWS

    with pytest.warns(DeprecationWarning, match="the rows are old"):
        write_listing(io.BytesIO(), listing(rows()))
    too_wide = [Column(f"c{n}") for n in range(16_400)]
    with pytest.raises((ValueError, UserWarning)):
        write_listing(io.BytesIO(), Listing("x", too_wide, []))


@pytest.mark.parametrize(
    "other",
    [{"columns": ()}, {"columns": (Column("a"), Column("a"))}, {"group": "Nothing"}, {"marking": " "}],
)
def test_a_list_that_cannot_be_meant_is_an_error(other: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="list"):
        listing(**other)


@pytest.mark.parametrize("write", [write_listing, write_listing_csv])
def test_a_row_of_another_width_is_an_error(write: Any) -> None:
    with pytest.raises(ValueError, match="A row has 1 cells, and the list 5 columns"):
        write(io.BytesIO(), listing([("a",)]))


def test_the_same_list_gives_the_same_bytes() -> None:
    one, two = io.BytesIO(), io.BytesIO()
    for stream in (one, two):
        write_listing(stream, listing(exported_at=dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)))
    assert one.getvalue() == two.getvalue()


def test_a_csv_begins_with_a_mark_for_spreadsheets_and_each_row_has_the_marking(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert write_listing_csv(path, listing([("007", "Zoë's, team", dt.date(2023, 3, 31), 1, True)])) == 1
    assert (
        path.read_bytes()
        == (
            "\ufeffChild,Team,Due on,Days overdue,Met,marking\r\n"
            '007,"Zoë\'s, team",2023-03-31,1,yes,OFFICIAL-SENSITIVE\r\n'
        ).encode()
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_begins_a_formula_and_no_text_breaks_out_of_its_cell(text: str) -> None:
    rows = as_csv(Listing("x", (Column("a"), Column("b")), [(text, "after")], marking="=M"))
    assert len(rows) == 2 and rows[1][1:] == ["after", "'=M"]
    cell = rows[1][0]
    assert not looks_like_a_formula(cell)
    assert cell.removeprefix("'") == text.replace("\ud800", "?") or cell == text


def test_only_what_begins_a_formula_has_an_apostrophe() -> None:
    assert [without_formula(text) for text in ("a=1", "", "0", "É", "A-1", "(=1)")] == [
        "a=1",
        "",
        "0",
        "É",
        "A-1",
        "(=1)",
    ]
