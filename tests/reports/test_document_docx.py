"""The document that people edit: what a screen reader and Word itself find in it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from lineofsight.reports.document import Bullets, Paragraph, Section
from lineofsight.reports.document_docx import docx
from tests.reports import sample_document
from tests.reports.test_document_pdf import EVERY

EACH = pytest.mark.parametrize("name", EVERY)


@cache
def written(name: str) -> bytes:
    return docx(EVERY[name])


def opened(name: str) -> Any:
    return Document(io.BytesIO(written(name)))


def test_headings_are_headings() -> None:
    headings = [
        (p.style.name, p.text) for p in opened("all blocks").paragraphs if p.style.name.startswith(("Head", "T"))
    ]
    assert headings[0] == ("Title", "Improvements in children's services")
    assert headings[1:5] == [
        ("Heading 1", "Key numbers"),
        ("Heading 1", "What our data tells us"),
        ("Heading 1", "Measures"),
        ("Heading 2", "Charts"),
    ]
    assert headings[5] == ("Heading 3", "Visits and children seen alone")


@EACH
def test_no_level_of_heading_is_skipped(name: str) -> None:
    level = 0
    for paragraph in opened(name).paragraphs:
        if paragraph.style.name.startswith("Heading"):
            now = int(paragraph.style.name[-1])
            assert now <= level + 1, paragraph.text
            level = now


@EACH
def test_every_table_has_headings_that_are_repeated_and_words(name: str) -> None:
    tables = opened(name).tables
    assert tables
    for table in tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblCaption")).get(qn("w:val"))
        assert properties.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"


def test_a_chart_is_its_words_and_a_table_of_its_points() -> None:
    table = opened("all blocks").tables[1]
    given = sample_document.lines()
    assert [cell.text for cell in table.rows[0].cells] == ["Figure", *given.labels]
    assert [cell.text for cell in table.rows[2].cells][1:] == ["70.0%", "71.5%", "no figure", "73.0%", "75.0%", "76.0%"]
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == given.alternative
    assert not opened("all blocks").inline_shapes


def test_each_numbered_list_begins_at_one() -> None:
    numbered = Bullets((Paragraph(("One",)), Paragraph(("Two",))), numbered=True)
    file = Document(io.BytesIO(docx(replace(sample_document.sample(), sections=(Section("L", (numbered, numbered)),)))))
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    overrides = [
        each.find(qn("w:lvlOverride")) for each in file.part.numbering_part.element.num_lst if each.numId in numbers
    ]
    assert len(overrides) == 2 and all(each.find(qn("w:startOverride")).get(qn("w:val")) == "1" for each in overrides)


def test_wide_tables_lie_on_turned_pages_with_page_numbers_on_all() -> None:
    sections = opened("all blocks").sections
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    for section in sections:
        codes = [each.text.strip() for each in section.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert "Example Borough" in section.header.paragraphs[0].text


def test_language_title_and_no_pale_colours() -> None:
    file = opened("all blocks")
    assert file.core_properties.title == "Improvements in children's services, Report to members, March 2023"
    assert file.core_properties.language == "en-GB" and file.core_properties.author == "Example Borough"
    defaults = file.styles.element.find(qn("w:docDefaults"))
    assert [each.get(qn("w:val")) for each in defaults.iter(qn("w:lang"))] == ["en-GB"]
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        assert str(file.styles[name].font.color.rgb) == "1D3557" and file.styles[name].font.name == "Arial"


@EACH
def test_it_fetches_nothing_and_runs_nothing(name: str) -> None:
    file = opened(name)
    relations = [each for part in file.part.package.iter_parts() for each in part.rels.values() if each.is_external]
    assert relations == []
    allowed = {"PAGE", "NUMPAGES"}
    assert {each.text.strip() for each in file.element.body.iter(qn("w:instrText"))} <= allowed
