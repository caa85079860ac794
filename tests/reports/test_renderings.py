"""One report, five files: every figure is read back out of each of them, the same and in the same order."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import openpyxl
import pytest
from docx import Document

from lineofsight.problems import Refused
from lineofsight.reports import origins
from lineofsight.reports.document import Cell, Column, Number, Paragraph, Report, Section, Table, numbers_in
from lineofsight.reports.highlight_document import highlight_document
from lineofsight.reports.printed import printed
from lineofsight.reports.renderings import RENDERINGS, written
from tests.reports import sample, sample_document
from tests.reports.read_files import READERS, missing, plain

MADE_ON = dt.date(2023, 4, 12)
REPORTS = {
    "all blocks": sample_document.sample(),
    "highlight": highlight_document(sample.highlight(), MADE_ON, charts=True),
    "gaps": highlight_document(sample.with_gaps(), MADE_ON, charts=True),
    "just below": highlight_document(sample.just_below(), MADE_ON),
}
EACH = pytest.mark.parametrize("suffix", RENDERINGS)
ALL = pytest.mark.parametrize("name", REPORTS)


@EACH
@ALL
def test_every_figure_is_read_back_in_its_place(name: str, suffix: str) -> None:
    report = REPORTS[name]
    numbers = list(numbers_in(report))
    assert len(numbers) > 30
    if suffix == "pptx":  # a chart there has its figures as data, in which what is no number is a gap
        charted = {id(number) for number in numbers_in_charts(report) if printed(number) is None}
        numbers = [number for number in numbers if id(number) not in charted]
    texts = READERS[suffix](written(report, suffix))
    assert missing(texts, numbers) == []


@EACH
def test_the_reader_of_files_would_notice(suffix: str) -> None:
    report = REPORTS["all blocks"]
    texts = READERS[suffix](written(report, suffix))
    numbers = list(numbers_in(report))
    other = replace(numbers[3], text="84.1%")
    assert missing(texts, [*numbers[:3], replace(other, text="83.9%"), *numbers[4:]]) != []
    assert missing(texts, [*numbers[:6], replace(numbers[6], text="12.5"), *numbers[7:]]) != []


@EACH
@ALL
def test_it_ends_with_where_every_figure_comes_from(name: str, suffix: str) -> None:
    report = REPORTS[name]
    texts = [plain(text) for text in READERS[suffix](written(report, suffix))]
    start = max(place for place, text in enumerate(texts) if text.startswith(origins.HEADING))
    if suffix == "pptx":
        start = min(place for place, text in enumerate(texts) if text.startswith(origins.HEADING))
    ending = "\n".join(texts[start:])
    for number in origins.distinct(report):
        assert plain(number.text) in ending
        assert plain(number.snapshot) in ending and plain(number.definition) in ending
    assert all(plain(sentence) in ending for sentence in report.provenance)
    assert "31 Mar 2023" in ending or "2023-03-31" in ending


def numbers_in_charts(report: Report) -> list[Number]:
    from lineofsight.reports.document import Chart

    charts = (block for section in report.sections for block in section.blocks if isinstance(block, Chart))
    return [number for chart in charts for number in numbers_in(chart)]


class Figures(HTMLParser):
    """The figures of a page: what is marked as one, with its value for programs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if dict(attrs).get("class") == "los-figure":
            self.inside = True
            self.found.append(("", dict(attrs).get("value")))

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            text, value = self.found[-1]
            self.found[-1] = (text + data, value)


@ALL
def test_on_the_page_exactly_the_figures_are_marked_with_the_value_that_is_printed(name: str) -> None:
    report = REPORTS[name]
    read = Figures()
    read.feed(written(report, "html").decode())
    expected = list(numbers_in(origins.whole(report)))
    assert [text for text, _ in read.found] == [number.text for number in expected]
    for (text, value), number in zip(read.found, expected, strict=True):
        if number.value is None or number.hidden:
            assert value is None
        else:
            assert value is not None and Fraction(value) == Fraction(re.sub("[%,]", "", text))


@ALL
def test_in_a_document_every_figure_is_in_the_style_of_figures(name: str) -> None:
    report = REPORTS[name]
    file = Document(io.BytesIO(written(report, "docx")))
    styled = [
        "".join(text.text or "" for text in run.iter("{*}t"))
        for run in file.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}r")
        if any(style.values()[0] == "Figure" for style in run.iter("{*}rStyle"))
    ]
    assert styled == [number.text for number in numbers_in(origins.whole(report)) if number.text]


@ALL
def test_in_a_workbook_a_figure_of_a_table_is_a_number_of_the_value_that_is_printed(name: str) -> None:
    report = REPORTS[name]
    book = openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    for place, table in enumerate(tables, start=1):
        sheet = book[f"Table {place}"]
        starts = dict(table.groups)
        row = 4
        for at, cells in enumerate(table.rows):
            row += at in starts
            for column, cell in enumerate(cells, start=1):
                _check_cell(sheet.cell(row, column), cell)
            row += 1
    every = book["Where figures come from"]
    for row, number in enumerate(origins.distinct(report), start=2):
        _check_cell(every.cell(row, 1), Cell((number,)))
        assert every.cell(row, 2).value == number.what and every.cell(row, 6).value == number.definition
        assert every.cell(row, 4).value.date() == number.as_at


def _check_cell(found: openpyxl.cell.Cell, cell: Cell) -> None:
    from tests.reports.read_files import shown

    text = "".join(run if isinstance(run, str) else run.text for run in cell.text)
    numbers = [run for run in cell.text if isinstance(run, Number) and run.value is not None]
    if len(numbers) == 1 and not numbers[0].hidden:
        assert isinstance(found.value, int | float), (text, found.value)
        assert shown(float(found.value), found.number_format) == text
        exact = Fraction(re.search(r"-?[\d,]+(\.\d+)?", numbers[0].text)[0].replace(",", ""))  # type: ignore[index]
        assert float(found.value) == float(exact / 100 if "%" in numbers[0].text else exact)
    else:
        assert (found.value or "") == text


def test_no_file_knows_a_figure_better_than_it_is_printed() -> None:
    """What is hidden was judged by what is printed: 84.0% can be shown where 84.0108% would tell of 310 in 369."""
    exact = Fraction(31000, 369)
    number = replace(sample_document.figure(exact, sample_document.VISITS), numerator=310, denominator=369)
    chart = replace(sample_document.lines(), lines=(replace(sample_document.lines().lines[0], points=(number,) * 6),))
    table = Table("One", (Column("What"), Column("Figure", numbers=True)), ((Cell(("Visits",)), Cell((number,))),))
    report = replace(
        sample_document.sample(), sections=(Section("One", (Paragraph(("It is ", number)), table, chart)),)
    )
    for suffix in RENDERINGS:
        whole = _unpacked(written(report, suffix))
        assert b"84.01" not in whole and b"0.8401" not in whole and b"369" not in whole.replace(b"93698", b""), suffix


def _unpacked(data: bytes) -> bytes:
    """Everything in a file: of an archive each part, also of archives in it."""
    if not data.startswith(b"PK"):
        from pypdf import PdfReader

        if not data.startswith(b"%PDF"):
            return re.sub(rb"<style>.*?</style>", b"", data, flags=re.DOTALL)
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).encode()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        parts = [(name, opened.read(name)) for name in opened.namelist()]
    kept = [
        part
        for name, part in parts
        if re.search(r"(slides/|charts/|notes|embeddings|sheet\d|shared|document\.xml)", name)
    ]
    return b"\n".join(_unpacked(part) if part.startswith(b"PK") else part for part in kept)


@EACH
def test_the_same_report_gives_the_same_bytes(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    report = REPORTS["all blocks"]
    first = written(report, suffix)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    import time

    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400 * 40)
    assert written(report, suffix) == first
    assert written(replace(report, made_on=dt.date(2023, 4, 13)), suffix) != first


@EACH
def test_who_changed_a_sentence_is_said_in_every_file(suffix: str) -> None:
    texts = [plain(text) for text in READERS[suffix](written(REPORTS["all blocks"], suffix))]
    marked = [text for text in texts if "edited by" in text]
    assert len(marked) == 1 and "Of them, 84.0% were visited in time (edited by Linden Wren)" in marked[0]


@EACH
def test_made_up_data_says_so_in_every_file(suffix: str) -> None:
    said = "no real child is in it"
    assert said in " ".join(READERS[suffix](written(REPORTS["all blocks"], suffix)))
    real = replace(REPORTS["all blocks"], made_up=False)
    assert said not in " ".join(READERS[suffix](written(real, suffix)))


@EACH
def test_words_that_try_to_be_something_else_are_words(suffix: str) -> None:
    texts = [plain(text) for text in READERS[suffix](written(sample_document.hostile(), suffix))]
    whole = "\n".join(texts)
    for words in ("<script>alert(1)</script>", "=1+1", "@SUM(A1)", '#set page(paper: "a0")', "&lt; &amp; ]]> -->",
                  "$x$ *bold* _it_ @ref // comment /* c */ \\ ` ``` #panic(1)", "{{ settings.KEY }}"):  # fmt: skip
        assert words in whole, words
    assert "שלום עולם" in whole or "םלוע םולש" in whole  # a PDF holds letters in the order in which they are drawn
    assert "\u202e" not in whole
    assert "w" * 300 in whole.replace("\n", "").replace(" ", "")


@EACH
def test_a_report_with_nothing_in_it_is_written(suffix: str) -> None:
    empty = replace(REPORTS["all blocks"], sections=(), provenance=(), council="", made_up=False)
    assert written(empty, suffix)
    bare = replace(empty, sections=(Section("Nothing", ()),), provenance=("From nowhere.",))
    assert "From nowhere." in READERS[suffix](written(bare, suffix))


def test_another_ending_is_refused() -> None:
    with pytest.raises(Refused, match="not written as 'odt'"):
        written(REPORTS["all blocks"], "odt")


def test_every_rendering_has_its_reader_and_a_content_type() -> None:
    assert set(RENDERINGS) == set(READERS)
    assert len({each.content_type for each in RENDERINGS.values()}) == len(RENDERINGS)
