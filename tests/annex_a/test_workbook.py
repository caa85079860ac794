"""The workbook: lists as the layout has them, and nothing else that a reader could take for a list."""

from __future__ import annotations

import datetime as dt
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from odf import opendocument, table, teletype

from lineofsight.annex_a.for_the_council import comes_to
from lineofsight.annex_a.layouts import shipped_layouts
from lineofsight.annex_a.ods import write_ods
from lineofsight.annex_a.producing import Produced, produce
from lineofsight.annex_a.reconciling import Line
from lineofsight.annex_a.sheet import MARKING, Sheet, SheetColumn
from lineofsight.annex_a.workbook import MADE_UP, sheets, title_of
from lineofsight.annex_a.xlsx import write_xlsx
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.loading import load
from lineofsight.problems import Refused
from lineofsight.progress import steps
from tests.annex_a.conftest import NOW
from tests.annex_a.councils import ON, a_council, children, rows
from tests.annex_a.read_back import lists_of
from tests.annex_a.test_laying import plan

WRITERS = {"xlsx": write_xlsx, "ods": write_ods}
NAMES = [
    *("About", *(f"List {number}" for number in range(1, 12)), "Validation", "By team", "To mend"),
    *("Scorecard", "Differences", "Last run", "Changes"),
]


@pytest.fixture(scope="module")
def written(produced: Produced, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demonstration's workbook, as xlsx and as ods."""
    folder = tmp_path_factory.mktemp("written")
    paths = {}
    for kind, write in WRITERS.items():
        paths[kind] = folder / f"annex_a.{kind}"
        write(paths[kind], sheets(produced), title=title_of(produced), made_at=NOW)
    return paths


@pytest.mark.parametrize("kind", WRITERS)
def test_read_back_it_gives_the_same_rows(
    kind: str, written: dict[str, Path], produced: Produced, tmp_path: Path
) -> None:
    on, lists, left_aside = lists_of(written[kind], tmp_path / "scratch")
    assert on == produced.on
    assert sorted(lists) == [made.number for made in produced.laid.made] == list(range(1, 11))
    # What is no list, and the list that could not be made, are no empty lists.
    assert sorted(left_aside) == sorted(set(NAMES) - {f"List {number}" for number in lists})
    for made in produced.laid.made:
        columns, found = lists[made.number]
        assert columns == [column.name for column in made.layout.columns]
        ours = produced.laid.database.execute(f"select {', '.join(columns)} from {made.table} order by place")
        assert found == ours.fetchall()


def test_loaded_as_a_snapshot_it_gives_the_same_children(
    written: dict[str, Path], produced: Produced, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    load(home, str(written["xlsx"]), extracted_on=None, now=NOW, showing=steps)
    again = produce(Council(home), ON, "2024", now=NOW)
    for number in (1, 2, 3, 4, 7, 8, 9, 10):
        assert children(again.laid, number) == children(produced.laid, number)
    lines = {line.ref: line for line in again.reconciliation.lines}
    assert (lines["1.3"].rows, lines["1.3"].counted) == (214, 214)
    assert (lines["1.4"].rows, lines["1.4"].counted) == (301, 301)
    # The workbook goes six months back: what happened in the twelve before is not counted from it.
    lacks = {made.number: made.lacks for made in again.laid.lists}
    assert "since" in lacks[3]["referrals_in_12_months"]
    assert "only a part of" in lacks[7]["previous_plans"]
    assert all(row["previous_plans"] is None for row in rows(again.laid, 7))
    earlier = produce(Council(home), dt.date(2023, 2, 28), "2024", now=NOW)
    cannot = {made.number: made.cannot for made in earlier.laid.lists}
    assert cannot[7].endswith("in ssd_cp_plans, so it serves 2023-03-31 alone")


def test_the_lists_have_their_headings_in_the_first_row_and_values_as_the_layout_writes_them(
    written: dict[str, Path],
) -> None:
    book = openpyxl.load_workbook(written["xlsx"], read_only=True)
    assert book.sheetnames == NAMES
    layout = shipped_layouts()["2024"]
    for number in range(1, 11):
        of_list = layout.of(number)
        found = list(book[f"List {number}"].iter_rows(values_only=True))
        assert found[0] == tuple(column.heading for column in of_list.columns)
        for place, column in enumerate(of_list.columns):
            cells = {row[place] for row in found[1:]} - {None}
            if column.values:
                assert cells <= set(column.values.values())
            if column.type == "date":
                assert {type(cell) for cell in cells} <= {dt.datetime}
            if column.type == "int":
                assert {type(cell) for cell in cells} <= {int}


def test_a_list_that_could_not_be_made_says_so_on_its_sheet_and_on_the_first(home: Home, tmp_path: Path) -> None:
    small = produce(a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]}), ON, "2024", now=NOW)
    path = tmp_path / "small.xlsx"
    write_xlsx(path, sheets(small), title=title_of(small), made_at=NOW)
    book = openpyxl.load_workbook(path, read_only=True)
    assert [row[0] for row in book["List 10"].iter_rows(values_only=True)] == [
        "List 10, Adoption, could not be made: the snapshot holds no ssd_permanence",
        "This is not an empty list.",
    ]
    of_lists = {str(row[0]): row for row in book["About"].iter_rows(values_only=True)}
    assert str(of_lists["10: Adoption"][2]).startswith("COULD NOT BE MADE")
    assert "Date of Last Dental Check: the snapshot holds no ssd_cla_health" in str(of_lists["8: Children in care"][5])
    on, lists, left_aside = lists_of(path, tmp_path / "scratch")
    assert on == ON and 10 not in lists and "List 10" in left_aside


def test_the_first_sheet_says_what_it_is(written: dict[str, Path], produced: Produced) -> None:
    book = openpyxl.load_workbook(written["xlsx"], read_only=True)
    found = list(book["About"].iter_rows(values_only=True))
    said = "\n".join(str(row[0]) for row in found)
    for fact in (
        "Annex A: Demonstration Borough, 31/03/2023",
        MADE_UP,
        MARKING,
        "Data as at 31/03/2023",
        "Layout 2024: Annex A since 2024",
        f"Made from snapshot {produced.snapshot.id}",
        "Produced at 23/11/2026 09:30 (UTC), run 2023-03-31.1",
        "448 cells to mend, 99.",
    ):
        assert fact in said
    of_lists = {str(row[0]): row for row in found if re.match(r"\d+: ", str(row[0]))}
    assert len(of_lists) == 11
    assert of_lists["7: Child protection"][1] == 377
    assert int(str(of_lists["10: Adoption"][1])) > 10
    assert str(of_lists["11: Adopters"][2]).startswith("COULD NOT BE MADE")


def test_of_the_sheets_that_are_for_the_council(written: dict[str, Path], produced: Produced) -> None:
    book = openpyxl.load_workbook(written["xlsx"], read_only=True)

    def below(name: str, heading: str) -> list[tuple[object, ...]]:
        found = list(book[name].iter_rows(values_only=True))
        head = next(n for n, row in enumerate(found) if row[0] == heading)
        return found[head + 1 :]

    assert len(below("To mend", "List")) == 448
    assert sum(int(str(row[5])) for row in below("By team", "List")) == 448
    assert len(below("Differences", "List")) == 16 + 347 + 244
    line = next(row for row in below("Scorecard", "List") if row[3] == "1.3")
    assert line[2:9] == (214, "1.3", 214, 0, 0, 0, 0)
    assert line[9] == "List 7 has 214 and indicator 1.3 says 214"
    states = below("Validation", "List")
    assert len(states) == sum(len(made.layout.columns) for made in produced.laid.made)
    status = next(row for row in states if row[1] == "Case Status")
    assert status[2:7] == ("always", 2944, 2944, 448, 0) and status[7] == pytest.approx(0.847)
    # A cell to mend stands where the sheet of its list says.
    mend = below("To mend", "List")[0]
    of_list = list(
        book[f"List {mend[0]}"].iter_rows(min_row=int(str(mend[1])), max_row=int(str(mend[1])), values_only=True)
    )
    assert of_list[0][0] == mend[2]
    assert of_list[0][NUMBER_OF_STATUS] is None


NUMBER_OF_STATUS = 11  # the place of Case Status in List 6


def test_without_the_sheets_for_the_council(produced: Produced, tmp_path: Path) -> None:
    path = tmp_path / "lists.xlsx"
    write_xlsx(path, sheets(produced, lists_alone=True), title=title_of(produced), made_at=NOW)
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == NAMES[:12]
    said = "\n".join(str(cell) for row in book["About"].iter_rows(values_only=True) for cell in row if cell)
    assert "Data as at 31/03/2023" in said and "to mend" not in said and "guidance" not in said


def test_the_file_is_readable_by_its_owner_alone_and_marked_on_every_page(written: dict[str, Path]) -> None:
    assert {stat.S_IMODE(path.stat().st_mode) for path in written.values()} == {0o600}
    book = openpyxl.load_workbook(written["xlsx"])
    assert {MARKING in str(sheet.oddHeader.center.text) for sheet in book.worksheets} == {True}
    assert book.properties.keywords == MARKING


def test_the_ods_is_whole(written: dict[str, Path]) -> None:
    with zipfile.ZipFile(written["ods"]) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
    document = opendocument.load(str(written["ods"]))
    found = document.spreadsheet.getElementsByType(table.Table)
    assert [sheet.getAttribute("name") for sheet in found] == NAMES
    assert "Data as at 31/03/2023" in teletype.extractText(found[0])


@pytest.mark.parametrize("kind", WRITERS)
def test_texts_stay_texts_whatever_they_look_like(kind: str, tmp_path: Path) -> None:
    texts = ["0012", "=1+1", "-5", "@x", "<b>&", "two  spaces", " one before", "a\nb", "naïve\x01", "http://x.example"]
    path = tmp_path / f"texts.{kind}"
    sheet = Sheet("Texts", [SheetColumn("What")], [[text] for text in texts])
    WRITERS[kind](path, [sheet], title="Texts", made_at=NOW)
    from python_calamine import CalamineWorkbook

    found = [row[0] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]]
    assert (
        [text for text in found if text not in texts] == ["naïve\ufffd"] if kind == "ods" else found[8].startswith("na")
    )
    assert found[:8] == texts[:8] and found[9] == texts[9]


def test_a_file_that_can_t_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    there = tmp_path / "annex_a.xlsx"
    there.write_text("as it was", encoding="utf-8")

    def rows_that_break() -> Iterator[list[str]]:
        yield ["x"]
        raise Refused("the third row")

    with pytest.raises(Refused, match="the third row"):
        write_xlsx(there, [Sheet("S", [SheetColumn("H")], rows_that_break())], title="x", made_at=NOW)
    assert there.read_text(encoding="utf-8") == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["annex_a.xlsx"]
    with pytest.raises(Refused, match="can't be written"):
        write_ods(tmp_path / "nowhere" / "x.ods", [], title="x", made_at=NOW)


def test_what_a_line_comes_to() -> None:
    differs = "1.3 counts children."
    line = Line(7, "1.3", differs=differs, rows=5, counted=4, listed_alone=2, counted_alone=1, unexplained=1)
    assert comes_to(line) == (
        "List 7 has 5 and indicator 1.3 says 4: 2 in the list alone, 1 in the indicator alone, 1 of them not "
        "explained. 1.3 counts children."
    )


def test_a_council_of_little_has_sheets_that_say_there_are_none(home: Home, tmp_path: Path) -> None:
    small = produce(a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]}), ON, now=NOW)
    path = tmp_path / "small.xlsx"
    write_xlsx(path, sheets(small), title=title_of(small), made_at=NOW)
    book = openpyxl.load_workbook(path, read_only=True)
    assert small.layout.name == "2021"  # the layout of the day
    assert [row[0] for row in book["Last run"].iter_rows(values_only=True)][1] == "There was no run before this one."
    assert "There are none." in [row[0] for row in book["Differences"].iter_rows(values_only=True)]
    assert list(book["List 1"].iter_rows(values_only=True))[1:] == []
