"""A report as a tagged PDF that conforms to PDF/UA-1: it can be read aloud, navigated and printed.

The layout is in `document.typ`; it gets the report as data and never as text of its own language. The compiler refuses
to write what does not conform: a picture without words, a heading that skips a level, a letter that no font has.
The same report gives the same bytes: fonts are our own, and the date in the file is the report's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from importlib.resources import as_file, files
from typing import Any

import typst

from lineofsight.reports import origins, wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Chart,
    Facts,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Strong,
    Table,
    Text,
    words,
)
from lineofsight.reports.document_chart import chart_svg, points_table
from lineofsight.reports.document_html import dates
from lineofsight.reports.document_text import edited, lines_of, printable
from lineofsight.reports.table_widths import column_widths
from lineofsight.reports.typeface import FOLDER, in_its_letters

#: A table with more columns than this stands on a page of its own, turned.
MOST_UPRIGHT = 8
#: A word longer than this may be broken at every so many letters, as it could be wider than its line or its cell.
LONGEST_WORD, LONGEST_WORD_OF_A_CELL, EVERY = 40, 24, 8
#: The room for a table on a page that stands and on one that is turned, and what a cell of it needs: in points.
UPRIGHT, TURNED = 170 * 72 / 25.4, 267 * 72 / 25.4
CELL_SIZE, CELL_SIDES = 10, 2 * 1.4 * 72 / 25.4
#: A row whose cells have no more letters than this stands on one page.
LONGEST_WHOLE = 400
BREAK = "\u200b"


def pdf(report: Report) -> bytes:
    """The report as a PDF. The same report gives the same bytes."""
    source = (files("lineofsight.reports") / "document.typ").read_bytes()
    made_at = dt.datetime.combine(report.made_on, dt.time(), dt.UTC)
    with as_file(FOLDER) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        written = typst.compile(
            source,
            format="pdf",
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"report": json.dumps(laid_out(report))},
            pdf_standards=["ua-1"],
            timestamp=made_at,
        )
    assert isinstance(written, bytes)
    return written


def laid_out(report: Report) -> dict[str, Any]:
    """The report as the layout takes it: plain data, in letters that the fonts have."""
    report = in_its_letters(printable(report))
    return {
        "document_title": f"{report.title}, {report.subtitle}",
        "title": _broken(report.title),
        "short_title": _broken(_short(report.title)),
        "subtitle": _broken(report.subtitle),
        "whose": report.council,
        "council": _broken(_short(report.council)),
        "dates": dates(report),
        "warning": f"This is {wording.MADE_UP}" if report.made_up else "",
        "foot": wording.MADE_UP[:1].upper() + wording.MADE_UP[1:] if report.made_up else "",
        "sections": list(_sections(origins.whole(report))),
    }


def _sections(report: Report) -> Iterator[dict[str, Any]]:
    level = 1
    for section in report.sections:
        level = min(section.level, level + 1)  # a heading never skips a level
        yield {
            "title": _broken(section.title),
            "level": level,
            "wide": _is_wide(section),
            "blocks": [_block(block, TURNED if _is_wide(section) else UPRIGHT) for block in section.blocks],
        }


def _is_wide(section: Section) -> bool:
    return any(isinstance(block, Table) and len(block.columns) > MOST_UPRIGHT for block in section.blocks)


def _block(block: Block, room: float) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"is": "paragraph", "manner": block.manner, "runs": _said(block)}
        case Bullets():
            return {"is": "bullets", "numbered": block.numbered, "items": [_said(item) for item in block.items]}
        case Quote():
            lines = [_broken(line) for line in lines_of(block.text)]
            return {"is": "quote", "lines": lines, "source": _broken(block.source)}
        case Facts():
            rows = [{"name": _broken(name), "runs": _runs(text)} for name, text in block.rows]
            return {"is": "facts", "rows": rows}
        case Table():
            return _table(block, room)
        case Chart():
            return {
                "is": "chart",
                "title": _broken(block.title),
                "alternative": block.alternative,
                "said": _broken(block.alternative),
                "svg": chart_svg(block).replace("arial, sans-serif", "Liberation Sans"),
                "width": 100,
                "points": _table(points_table(block), room),
            }


def _said(paragraph: Paragraph) -> list[dict[str, str]]:
    runs = _runs(paragraph.text)
    if paragraph.edited_by:
        runs.append({"is": "edited", "text": _broken(edited(paragraph))})
    return runs


def _runs(text: Text, longest: int = LONGEST_WORD) -> list[dict[str, str]]:
    runs = []
    for run in text:
        kind = "strong" if isinstance(run, Strong) else "number" if isinstance(run, Number) else "text"
        text_of_it = run if isinstance(run, str) else run.text
        runs.append({"is": kind, "text": _broken(text_of_it, longest)})
    return runs


def _table(table: Table, room: float) -> dict[str, Any]:
    widths = column_widths(table, room, CELL_SIZE, CELL_SIDES)
    columns = [
        {"title": _broken(column.title, LONGEST_WORD_OF_A_CELL), "numbers": column.numbers, "width": width}
        for column, width in zip(table.columns, widths, strict=True)
    ]
    rows = [
        {
            "cells": [{"runs": _runs(cell.text, LONGEST_WORD_OF_A_CELL), "rating": cell.rating} for cell in row],
            "breakable": max((len(words(cell.text)) for cell in row), default=0) > LONGEST_WHOLE,
        }
        for row in table.rows
    ]
    groups = [{"at": place, "title": _broken(title)} for place, title in table.groups]
    return {
        "is": "table",
        "caption": _broken(table.caption),
        "columns": columns,
        "rows": rows,
        "groups": groups,
        "note": _broken(table.note),
    }


def _short(text: str) -> str:
    """A text for the head of a page, which has one line for it."""
    return text if len(text) < 60 else f"{text[:57].rstrip()}…"


def _broken(text: str, longest: int = LONGEST_WORD) -> str:
    """The text with places at which a very long word may be broken, that are not seen."""
    return " ".join(
        word if len(word) <= longest else BREAK.join(word[at : at + EVERY] for at in range(0, len(word), EVERY))
        for word in text.split(" ")
    )
