"""Writes the sheets of Annex A as a workbook for Excel.

Texts are texts, whatever they look like: ids keep their leading zeros, and none becomes a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from textwrap import wrap
from typing import Any

import xlsxwriter

from lineofsight.annex_a.kept_whole import whole
from lineofsight.annex_a.sheet import MARKING, MOST_ROWS, Sheet
from lineofsight.reports.listing_xlsx import A4, BAND, EDGE, FIRST_DAY, FONT, INK, SIZE, looks_like_a_formula

MOST_FROZEN = 8  # rows that stay in sight above a table
LINE = 13.5  # points of a line of text
_FORMATS = {"date": "dd/mm/yyyy", "number": "0", "percent": "0.0%", "text": "@"}


def write_xlsx(to: Path, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Writes a workbook that its owner alone can read; refused where it can't be written."""
    with whole(to) as file, warnings.catch_warnings():
        warnings.filterwarnings("error", module=r"xlsxwriter\b")  # what it can't write it only warns of
        options = {
            "constant_memory": True,
            "tmpdir": str(file.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = xlsxwriter.Workbook(str(file), options)
        try:
            book.set_properties(
                {
                    "title": title,
                    "author": "Line of Sight",
                    "category": MARKING,
                    "keywords": MARKING,
                    "created": made_at.astimezone(dt.UTC),
                }
            )
            writer = _Writer(book)
            for sheet in sheets:
                writer.write(sheet, title)
        finally:
            book.close()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        plain = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"}
        edge = {"top": 1, "top_color": EDGE}
        self.title = book.add_format({**plain, "bold": True, "font_size": 16})
        self.line = book.add_format({**plain, "num_format": "@"})
        head = {"bold": True, "bg_color": BAND, "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        self.head = book.add_format({**plain, **head, "num_format": "@"})
        self.cells = {
            (kind, ours): book.add_format(
                {
                    **plain,
                    **edge,
                    "num_format": shown if kind != "number" or not ours else "#,##0",
                    **({"align": "left"} if kind == "date" else {}),
                    **({"text_wrap": True} if ours and kind == "text" else {}),
                }
            )
            for kind, shown in _FORMATS.items()
            for ours in (True, False)
        }
        self.formula = book.add_format({**plain, **edge, "num_format": "@", "quote_prefix": True})

    def write(self, sheet: Sheet, title: str) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.hide_gridlines(2)
        page.set_paper(A4)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        page.set_header(f'&C&10&"{FONT},Bold"{MARKING}')
        foot = title.replace("&", "&&")[:90]
        page.set_footer(f'&L&8&"{FONT}"{foot}, {sheet.name}&R&8&"{FONT}"Page &P of &N')
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
        for at, line in enumerate(sheet.above):
            page.write_string(at, 0, line, self.line if at else self.title)
        if not sheet.columns:
            return
        head = len(sheet.above) + 1 if sheet.above else 0
        page.set_row(head, _height(sheet))
        for place, column in enumerate(sheet.columns):
            page.write_string(head, place, column.heading, self.head)
        if head <= MOST_FROZEN:
            page.freeze_panes(head + 1, 1 if sheet.is_list else 0)
            page.repeat_rows(head)
        at = head
        for row in sheet.rows:
            if at - head >= MOST_ROWS:
                page.write_string(at + 1, 0, "There are more rows than a sheet holds.", self.line)
                break
            at += 1
            self._row(page, at, row, sheet)
        if at == head and sheet.above:
            page.write_string(at + 1, 0, "There are none.", self.line)
        if head <= MOST_FROZEN:
            page.autofilter(head, 0, max(at, head + 1), len(sheet.columns) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{at + 1}"})

    def _row(self, page: Any, at: int, row: Iterable[Any], sheet: Sheet) -> None:
        ours = not sheet.is_list
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            how = self.cells[column.kind, ours]
            if cell is None or cell == "":
                if ours:
                    page.write_blank(at, place, None, how)
            elif isinstance(cell, dt.date) and cell >= FIRST_DAY:
                page.write_datetime(at, place, cell, how)
            elif isinstance(cell, Fraction):
                page.write_number(at, place, float(cell), how)
            elif isinstance(cell, int) and not isinstance(cell, bool):
                page.write_number(at, place, cell, how)
            else:
                self._text(page, at, place, str(cell), ours)

    def _text(self, page: Any, at: int, place: int, text: str, ours: bool) -> None:
        plain = text[0].isalnum() or not looks_like_a_formula(text)  # the first is quicker, and true of most
        how = self.cells["text", ours] if plain else self.formula
        page.write_string(at, place, text[:32_000], how)


def _height(sheet: Sheet) -> float:
    """How tall the headings are, each wrapped in the width of its column."""
    lines = max(len(wrap(column.heading, max(int(column.width) - 2, 6))) for column in sheet.columns)
    return LINE * lines + 6
