"""The slides: everything has room, everything has words, and charts and tables can be edited."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import openpyxl
import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from lineofsight.reports.document import Section, Table
from lineofsight.reports.document_pptx import pptx
from lineofsight.reports.slides import BODY, ROOM, TOP, Rows, Words, slides_of
from lineofsight.reports.typeface import FOLDER
from tests.reports import sample_document
from tests.reports.test_document_pdf import EVERY

EACH = pytest.mark.parametrize("name", EVERY)


@cache
def written(name: str) -> bytes:
    return pptx(EVERY[name])


def opened(name: str) -> Any:
    return Presentation(io.BytesIO(written(name)))


def shapes(name: str) -> Iterator[tuple[Any, Any]]:
    for slide in opened(name).slides:
        for shape in slide.shapes:
            yield slide, shape


@EACH
def test_every_slide_has_a_title_of_its_own_and_a_number(name: str) -> None:
    file = opened(name)
    titles = [slide.shapes.title.text_frame.text for slide in file.slides]
    assert all(title.strip() for title in titles)
    if name != "hostile":  # there two parts have one name
        assert len(set(titles)) == len(titles)
    for slide in file.slides:
        fields = [
            each.get("type")
            for each in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}fld")
        ]
        assert fields == ["slidenum"]
    assert (file.slide_width, file.slide_height) == (Pt(960), Pt(540))


@EACH
def test_everything_lies_on_its_slide(name: str) -> None:
    file = opened(name)
    for slide, shape in shapes(name):
        assert shape.left >= 0 and shape.left + shape.width <= file.slide_width, slide.shapes.title.text_frame.text
        assert shape.top >= 0 and shape.top + shape.height <= file.slide_height


def room(text: str, size: float, wide: float, face: str = "Regular") -> float:
    """How high a wrapped text is, by another way to measure it than the one under test: the font as Pillow reads it."""
    font = ImageFont.truetype(io.BytesIO((FOLDER / f"LiberationSans-{face}.ttf").read_bytes()), 100)
    lines, used = 1, 0.0
    for word in text.split(" "):
        long = font.getlength(f"{word} ") * size / 100
        if used and used + font.getlength(word) * size / 100 > wide:
            lines, used = lines + 1, 0.0
        used += long
        while used > wide + size:
            lines, used = lines + 1, used - wide
    return lines * size * 1.2


@EACH
def test_text_has_the_room_that_it_takes(name: str) -> None:
    for slide, shape in shapes(name):
        if not shape.has_text_frame:
            continue
        sizes = [run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
        if shape.is_placeholder and shape.placeholder_format.idx == 1 and slide.slide_layout.name != "Title Slide":
            assert min(sizes, default=16) >= 16
            high = sum(
                room(paragraph.text, paragraph.runs[0].font.size.pt, ROOM - 16 - 22) + 8
                for paragraph in shape.text_frame.paragraphs
                if paragraph.runs
            )
            assert high <= shape.height.pt + 10, (slide.shapes.title.text_frame.text, high)
        assert min(sizes, default=12) >= 12


@EACH
def test_a_table_has_the_room_that_it_takes(name: str) -> None:
    for _, shape in shapes(name):
        if not shape.has_table:
            continue
        widths = [column.width.pt for column in shape.table.columns]
        high = 0.0
        for row in shape.table.rows:
            tallest = 0.0
            for cell, wide in zip(row.cells, widths, strict=True):
                runs = cell.text_frame.paragraphs[0].runs
                if cell.is_spanned or not runs:
                    continue
                assert runs[0].font.size.pt >= 12
                wide = ROOM if cell.is_merge_origin else wide
                face = "Bold" if runs[0].font.bold else "Regular"
                tallest = max(tallest, room(cell.text, runs[0].font.size.pt, wide - 10, face) + 7)
            high += max(tallest, row.height.pt)
        assert TOP + high <= 540 - 40, shape.table.cell(0, 0).text
        assert abs(sum(widths) - ROOM) < 1


@EACH
def test_tables_and_charts_say_in_words_what_they_are(name: str) -> None:
    described = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for _, shape in shapes(name)
        if shape.has_table or shape.has_chart
    ]
    assert described and all(described)
    assert not [shape for _, shape in shapes(name) if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]


def test_charts_can_be_edited_and_targets_are_series() -> None:
    charts = [shape.chart for _, shape in shapes("all blocks") if shape.has_chart]
    lines, bars = charts
    given = sample_document.lines()
    assert [series.name for series in lines.plots[0].series] == [
        *(line.title for line in given.lines),
        "Minimum target 85%",
        "Upper target 90%",
    ]
    assert list(lines.plots[0].categories) == list(given.labels)
    assert lines.plots[0].series[1].values == (0.7, 0.715, None, 0.73, 0.75, 0.76)
    assert bars.plots[0].series[0].values == (410, 1276, 98, None)
    book = openpyxl.load_workbook(io.BytesIO(lines.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in book.active["B"]][1:] == [0.86, 0.841, 0.72, 0.875, 0.885, 0.84]


def test_a_long_table_goes_on_with_its_headings_and_its_group() -> None:
    section = Section("Measures", (sample_document.measures(60),))
    slides = slides_of(section)
    assert len(slides) > 3 and all(isinstance(slide, Rows) for slide in slides)
    rows = [row for slide in slides if isinstance(slide, Rows) for row in slide.table.rows]
    assert tuple(rows) == sample_document.measures(60).rows
    assert slides[1].table.groups[0] == (0, "Visits (continued)")  # type: ignore[union-attr]
    assert slides[0].title == f"Measures in March 2023 (1 of {len(slides)})"
    tables = [shape.table for _, shape in shapes("long") if shape.has_table]
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert heads.count(["Measure", "Current", "Out of", "Target", "Rating"]) > 3
    assert all(table.first_row for table in tables)


def test_a_paragraph_longer_than_a_slide_loses_no_word() -> None:
    from lineofsight.reports.document import Bullets, Paragraph, words

    text = " ".join(f"word{place}" for place in range(900))
    slides = slides_of(Section("Long", (Bullets((Paragraph((text, sample_document.HIDDEN)),)),)))
    assert len(slides) > 2
    said = [said for slide in slides if isinstance(slide, Words) for said in slide.paragraphs]
    assert "".join(words(each.text) for each in said) == f"{text}fewer than 5"
    assert [each.first for each in said] == [True, *[False] * (len(said) - 1)]


def test_a_cell_longer_than_a_slide_goes_on_in_the_next_row() -> None:
    from lineofsight.reports.document import Cell, Column, words

    text = " ".join(f"word{place}" for place in range(600))
    table = Table("Long", (Column("What"), Column("More")), ((Cell(("Here",)), Cell((text,))),))
    slides = slides_of(Section("Long", (table,)))
    rows = [row for slide in slides if isinstance(slide, Rows) for row in slide.table.rows]
    assert len(rows) > 1 and "".join(words(row[1].text) for row in rows) == text
    for slide in slides:
        assert sum(slide.heights) <= BODY  # type: ignore[union-attr]


def test_notes_say_where_the_figures_of_a_slide_come_from() -> None:
    notes = {slide.shapes.title.text_frame.text: slide.notes_slide.notes_text_frame.text
             for slide in opened("all blocks").slides if slide.has_notes_slide}  # fmt: skip
    said = notes["Key numbers"]
    assert re.search(
        r"1\.2 children in need: 738 as at 31 March 2023\. Records 2023-03-31\.1, rule 1\.2 from 2022", said
    )
    assert sample_document.lines().alternative in notes["Charts: Visits and children seen alone"]


def test_its_properties_and_language() -> None:
    file = opened("all blocks")
    assert file.core_properties.title == "Improvements in children's services, Report to members, March 2023"
    languages = {run.font.language_id for _, shape in shapes("all blocks") if shape.has_text_frame
                 for paragraph in shape.text_frame.paragraphs for run in paragraph.runs}  # fmt: skip
    assert [str(each) for each in languages] == ["ENGLISH_UK (2057)"]
