"""Reads the words of a rendering back out of its file, in the order in which somebody reads them.

Each text is one cell or one paragraph; a figure that is a number in the file is written as its format shows it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import openpyxl
from docx import Document
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from lineofsight.reports.document import Number
from tests.reports.read_pdf import read


def shown(value: float, form: str) -> str:
    """A number as a spreadsheet shows it in a format: the few kinds that reports use."""
    before, digits, after = re.fullmatch(r'(?:"([^"]*)")?([#0,.%]+)(?:"([^"]*)")?', form).groups()  # type: ignore[union-attr]
    percent = digits.endswith("%")
    decimals = len(digits.rstrip("%").partition(".")[2])
    exact = Decimal(repr(value)) * (100 if percent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    written = f"{rounded:,}" if "," in digits else f"{rounded}"
    return f"{before or ''}{written}{'%' if percent else ''}{after or ''}"


def texts_of_html(data: bytes) -> list[str]:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []
            self.skipped = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.skipped += tag in ("svg", "style", "nav", "title")
            if tag in ("p", "td", "th", "li", "h1", "h2", "h3", "h4", "dt", "dd", "caption", "figcaption"):
                self.found.append("")

        def handle_endtag(self, tag: str) -> None:
            self.skipped -= tag in ("svg", "style", "nav", "title")

        def handle_data(self, data: str) -> None:
            if not self.skipped and self.found:
                self.found[-1] += data

    reader = Reader()
    reader.feed(data.decode())
    return reader.found


def texts_of_pdf(data: bytes) -> list[str]:
    found = []
    for element in read(data).root.all("H1", "H2", "H3", "P", "LBody", "Lbl", "TH", "TD", "Caption"):
        found.append(element.text())
    return found


def texts_of_docx(data: bytes) -> list[str]:
    file = Document(io.BytesIO(data))
    found = []
    for part in file.element.body.iterchildren():
        if part.tag.endswith("}p"):
            found.append(WordParagraph(part, file).text)
        elif part.tag.endswith("}tbl"):
            for row in WordTable(part, file).rows:
                cells = {id(cell._tc): cell.text for cell in row.cells}  # a merged cell stands there once
                found += list(cells.values())
    return found


def texts_of_pptx(data: bytes) -> list[str]:
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.is_placeholder and shape.placeholder_format.type in (
                PP_PLACEHOLDER.FOOTER,
                PP_PLACEHOLDER.SLIDE_NUMBER,
            ):
                continue
            if shape.has_text_frame:
                found += [paragraph.text for paragraph in shape.text_frame.paragraphs]
            elif shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells if not cell.is_spanned]
            elif shape.has_chart:
                found += list(_chart(shape.chart))
    return found


def _chart(chart: Any) -> Iterator[str]:
    for series in chart.plots[0].series:
        if series._element.tx is not None:
            yield series.name
        form = next(series._element.val.iter("{*}formatCode")).text
        for value in series.values:
            yield "" if value is None else shown(value, form)


def texts_of_xlsx(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = []
    for (line,) in book["Report"].iter_rows(values_only=True):
        found.append(str(line or ""))
        if named := re.search(r"sheet “((?:Table|Chart) \d+)”", str(line)):
            found += list(_sheet(book[named[1]]))
    every = "Where figures come from"
    return found + list(_sheet(book[every]) if every in book.sheetnames else [])


def _sheet(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "The chart is drawn from":
                return
            if isinstance(cell.value, int | float):
                yield shown(float(cell.value), cell.number_format)
            elif cell.value is not None:
                yield str(cell.value)


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "html": texts_of_html,
    "pdf": texts_of_pdf,
    "docx": texts_of_docx,
    "pptx": texts_of_pptx,
    "xlsx": texts_of_xlsx,
}


def plain(text: str) -> str:
    """Without what differs between files and isn't said: how blanks are written."""
    return " ".join(text.split())


def missing(texts: list[str], numbers: list[Number]) -> list[str]:
    """The figures that are not found in the texts, each after the one before it."""
    whole = "\n".join(plain(text) for text in texts)
    at, not_found = 0, []
    for number in numbers:
        found = re.compile(rf"(?<![\d.,]){re.escape(plain(number.text))}(?![\d%]|[.,]\d)").search(whole, at)
        if found is None:
            not_found.append(f"{number.text} ({number.what})")
        else:
            at = found.end()
    return not_found


def half(value: Fraction, decimals: int) -> Fraction:
    """Rounded half up, on the exact value."""
    step = Fraction(1, 10**decimals)
    return (value / step + Fraction(1, 2)).__floor__() * step
