"""Writes the sheets of Annex A as an OpenDocument spreadsheet, the form in which Ofsted publishes its template.

A zip of XML, written sheet by sheet and row by row. The libraries for it are either no longer looked after or build the
whole document in memory first; what is needed of the form is a page long.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lineofsight.annex_a.kept_whole import whole
from lineofsight.annex_a.sheet import MARKING, MOST_ROWS, Sheet
from lineofsight.reports.listing_xlsx import BAND, EDGE, FIRST_DAY, FONT, INK, SIZE

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        *(("fo", "xsl-fo-compatible"), ("number", "datastyle"), ("meta", "meta")),
    )
)
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES = (
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
    '<number:percentage-style style:name="share">'
    '<number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    "<number:text>%</number:text></number:percentage-style>"
)


def write_ods(to: Path, sheets: Iterable[Sheet], *, title: str, made_at: dt.datetime) -> None:
    """Writes a spreadsheet that its owner alone can read; refused where it can't be written."""
    with whole(to) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)  # first and not packed, as the form wants it
        parts = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
            for name, kind in (("/", MIMETYPE), ("content.xml", "text/xml"), ("meta.xml", "text/xml"))
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f'{_HEADER}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            f'manifest:version="1.2">{parts}</manifest:manifest>',
        )
        archive.writestr(
            "meta.xml",
            f'{_HEADER}<office:document-meta {_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'office:version="1.2"><office:meta><meta:generator>Line of Sight</meta:generator><dc:title>{_text(title)}'
            f"</dc:title><dc:subject>{_text(MARKING)}</dc:subject><meta:creation-date>{made_at:%Y-%m-%dT%H:%M:%S}"
            "</meta:creation-date></office:meta></office:document-meta>",
        )
        with archive.open("content.xml", "w", force_zip64=True) as content:
            for piece in _content(sheets):
                content.write(piece.encode())


def _content(sheets: Iterable[Sheet]) -> Iterator[str]:
    yield f'{_HEADER}<office:document-content {_NAMESPACES} office:version="1.2">'
    yield f"<office:automatic-styles>{_STYLES}{_cell_styles()}{_column_styles()}</office:automatic-styles>"
    yield "<office:body><office:spreadsheet>"
    for sheet in sheets:
        yield from _sheet(sheet)
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell_styles() -> str:
    base = f'style:font-name="{FONT}" fo:font-size="{SIZE}pt" fo:color="{INK}"'
    edge = f'fo:border-top="0.5pt solid {EDGE}"'
    cell = '<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap" ' + edge + "/>"

    def style(name: str, cells: str, text: str, shown: str = "") -> str:
        data = f' style:data-style-name="{shown}"' if shown else ""
        return (
            f'<style:style style:name="{name}" style:family="table-cell"{data}>{cells}'
            f"<style:text-properties {text}/></style:style>"
        )

    band = f'<style:table-cell-properties fo:background-color="{BAND}" fo:wrap-option="wrap"/>'
    return "".join(
        (
            style("title", "", base.replace(f"{SIZE}pt", "16pt") + ' fo:font-weight="bold"'),
            style("line", "", base),
            style("head", band, base.replace(INK, "#FFFFFF") + ' fo:font-weight="bold"'),
            style("text", cell, base),
            style("number", cell, base),
            style("date", cell, base, "day"),
            style("percent", cell, base, "share"),
        )
    )


def _column_styles() -> str:
    """A style for each width, in whole characters."""
    return "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for width in range(1, 121)
    )


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for column in sheet.columns or ():
        yield f'<table:table-column table:style-name="w{int(column.width)}"/>'
    if not sheet.columns:
        yield '<table:table-column table:style-name="w120"/>'
    for place, line in enumerate(sheet.above):
        yield _line([_string(line, "line" if place else "title")])
    if sheet.columns:
        if sheet.above:
            yield "<table:table-row><table:table-cell/></table:table-row>"
        heads = _line([_string(column.heading, "head") for column in sheet.columns])
        yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
        kinds = [column.kind for column in sheet.columns]
        empty = True
        for row in islice(sheet.rows, MOST_ROWS):
            empty = False
            yield _line([_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)])
        if empty and sheet.above:
            yield _line([_string("There are none.", "line")])
    yield "</table:table>"


def _line(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(cell: Any, kind: str) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, dt.date) and cell >= FIRST_DAY:
        return (
            '<table:table-cell table:style-name="date" office:value-type="date" '
            f'office:date-value="{cell.isoformat()}">'
            f"<text:p>{cell:%d/%m/%Y}</text:p></table:table-cell>"
        )
    if isinstance(cell, Fraction):
        return (
            '<table:table-cell table:style-name="percent" office:value-type="percentage" '
            f'office:value="{float(cell)!r}">'
            f"<text:p>{float(cell):.1%}</text:p></table:table-cell>"
        )
    if isinstance(cell, int) and not isinstance(cell, bool):
        return (
            f'<table:table-cell table:style-name="number" office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    return _string(str(cell), "text")


def _string(text: str, style: str) -> str:
    lines = "".join(f"<text:p>{_text(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'


def _text(text: str) -> str:
    """A text as XML has it: spaces in a row would be made one."""
    safe = escape(_NOT_IN_XML.sub("\ufffd", text))
    safe = safe.replace("\t", "<text:tab/>")
    spaced = re.sub(r" {2,}", lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', safe)
    return re.sub(r"^ ", '<text:s text:c="1"/>', spaced)
