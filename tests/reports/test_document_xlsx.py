"""The workbook: numbers are numbers, texts are texts, and charts are drawn from cells without words."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest

from lineofsight.reports import document_xlsx
from lineofsight.reports.document import Cell, Column, Section, Strong, Table
from lineofsight.reports.document_xlsx import xlsx
from tests.reports import sample_document
from tests.reports.read_files import shown
from tests.reports.test_document_pdf import EVERY

FILES = {name: xlsx(report) for name, report in EVERY.items()}
EACH = pytest.mark.parametrize("name", FILES)


def parts(name: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(FILES[name])) as archive:
        return {
            each: archive.read(each).decode("utf-8") for each in archive.namelist() if each.endswith(("xml", "rels"))
        }


@EACH
def test_no_cell_is_a_formula_or_a_link_and_nothing_is_fetched(name: str) -> None:
    for part, xml in parts(name).items():
        if "/worksheets/" in part:
            assert "<f>" not in xml and "<f " not in xml and "<hyperlink" not in xml, part
        assert 'TargetMode="External"' not in xml, part


def test_hostile_words_stay_texts_also_as_names_of_series() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FILES["hostile"]))
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert {"=1+1", "@SUM(A1)", "<script>alert(1)</script>"} <= values
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    charts = [xml for part, xml in parts("hostile").items() if "/charts/chart" in part]
    names = re.findall(r"<c:tx>.*?</c:tx>", "".join(charts), re.DOTALL)
    assert names and not any("<c:f>1+1" in each for each in names)


CELLS = [
    (("84.0%", Fraction(31000, 369)), ("", ""), 0.84, "0.0%"),
    (("2,503", Fraction(2503)), ("", ""), 2503, "#,##0"),
    (("145", Fraction(145)), ("", " reviews"), 145, '#,##0" reviews"'),
    (("33.3", Fraction(333, 10)), ("", " [1]"), 33.3, '#,##0.0" [1]"'),
    (("-4.5", Fraction(-9, 2)), ("", ""), -4.5, "#,##0.0"),
    (("1500", Fraction(1500)), ("", ""), 1500, "0"),
    (("about 10", Fraction(10)), ("", ""), 10, '"about "#,##0'),
]


@pytest.mark.parametrize(("figure", "around", "value", "form"), CELLS)
def test_a_figure_is_a_number_that_shows_what_is_printed(
    figure: tuple[str, Fraction], around: tuple[str, str], value: float, form: str
) -> None:
    text, exact = figure
    number = replace(sample_document.HIDDEN, text=text, value=exact, hidden=False)
    found = document_xlsx._only_figure((around[0], number, around[1]))
    assert found == (value, form)
    assert shown(*found) == f"{around[0]}{text}{around[1]}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fewer than 5", None),
        ("84.0%", Fraction(12)),
        ("5 of 145", Fraction(5)),
        ("no data", None),
        ("1.2.3", Fraction(1)),
    ],
)
def test_what_is_no_number_stays_a_text(text: str, value: Fraction | None) -> None:
    number = replace(sample_document.HIDDEN, text=text, value=value, hidden=False)
    assert document_xlsx._only_figure((number,)) is None
    assert document_xlsx._only_figure((number, number)) is None
    assert document_xlsx._only_figure((Strong("x"),)) is None


def test_a_chart_is_drawn_from_numbers_and_blanks() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FILES["all blocks"]))
    sheet = book["Chart 1"]
    start = next(row for row in range(1, 30) if sheet.cell(row, 1).value == "The chart is drawn from")
    drawn = [[cell.value for cell in row[1:7]] for row in sheet.iter_rows(start + 1, start + 4)]
    assert drawn[1] == [0.7, 0.715, None, 0.73, 0.75, 0.76]
    assert drawn[2:] == [[0.85] * 6, [0.9] * 6]
    xml = parts("all blocks")["xl/charts/chart1.xml"]
    assert re.findall(r"<c:val><c:numRef><c:f>'Chart 1'!\$B\$(\d+):\$G\$\d+", xml) == [
        str(start + n) for n in range(1, 5)
    ]
    assert "dispBlanksAs" not in xml  # then it is a gap
    drawing = parts("all blocks")["xl/drawings/drawing1.xml"]
    assert "Visits fell to 72.0% in December 2022" in drawing


def test_every_table_freezes_and_repeats_its_headings() -> None:
    for part, xml in parts("all blocks").items():
        if re.search(r"worksheets/sheet[2-9]\.xml", part):
            assert 'state="frozen"' in xml, part
    assert parts("all blocks")["xl/workbook.xml"].count("_xlnm.Print_Titles") >= 5


def test_warnings_of_the_writer_are_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def warn(*_: object) -> None:
        warnings.warn("Unknown parameter", stacklevel=2)

    monkeypatch.setattr(document_xlsx.Workbook, "_origins", warn)
    with pytest.raises(UserWarning):
        xlsx(sample_document.sample())


def test_a_text_longer_than_a_cell_is_cut_there_and_the_file_still_opens() -> None:
    long = "word " * 9000
    table = Table("Long", (Column("What"), Column("More")), ((Cell((long,)), Cell((long,))),))
    data = xlsx(replace(sample_document.sample(), sections=(Section("Long", (table,)),)))
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Table 1"]
    assert len(str(sheet["A4"].value)) == 32_000
