"""A long report as a workbook: a sheet for each section, with its words, tables and charts one below the other.

`document_xlsx.py` gives each table a sheet of its own, which is what an analyst wants of a short report; of a report
with a hundred tables nobody finds anything in it.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

from lineofsight.reports.document import Block, Chart, Report, Section, Table
from lineofsight.reports.document_text import printable
from lineofsight.reports.document_xlsx import BAND, LONGEST_CELL, REPORT, SIZE, Workbook, height_of

#: Columns: the first for what a row is of, the others for figures; a line of words goes over all of them.
FIRST, OTHERS, COLUMNS = 62, 12, 14
CHARACTERS = 190
LONGEST_NAME = 31


def sections_xlsx(report: Report) -> bytes:
    """The report as a workbook with a sheet for each section. The same report gives the same bytes."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what the library can't write it only warns of, and leaves out
        _Sections(printable(report), made).write()
    return made.getvalue()


class _Sections(Workbook):
    """The workbook while it is written. The first sheet holds the title, the first section and the contents."""

    def __init__(self, report: Report, to: io.BytesIO) -> None:
        super().__init__(report, to)
        self._names: set[str] = set()

    def _begin(self, name: str) -> None:
        super()._begin(name)
        self._names.add(name.casefold())
        widths = {0: float(FIRST)} | dict.fromkeys(range(1, COLUMNS), float(OTHERS))
        self._page(self.sheet, widths, upright=False)

    def _line(self, text: str, **properties: Any) -> None:
        size = properties.get("font_size", SIZE)
        self.sheet.set_row(self.row, height_of(text, int(CHARACTERS * SIZE / size), size * 1.36))
        style = self.format(text_wrap=True, **{"valign": "top", **properties})
        self.sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", style)
        self.sheet.write_string(self.row, 0, text[:LONGEST_CELL], style)
        self.row += 1

    def _section(self, section: Section) -> None:
        if section.level <= 2 and section is not self.report.sections[0]:
            self._begin(self._name_of(section.title))
        super()._section(section)

    def _block(self, block: Block) -> None:
        match block:
            case Table():
                self._caption(block.caption)
                widths = {0: float(FIRST)} | dict.fromkeys(range(1, len(block.columns)), float(OTHERS))
                self.row = self._cells(self.sheet, block, self.row, widths) + 1
            case Chart():
                self._caption(block.title)
                self._line(block.alternative)
                self.row = self._draw(self.sheet, block, self.row) + 1
            case _:
                super()._block(block)

    def _caption(self, text: str) -> None:
        self.row += 1
        self._line(text, bold=True, font_color=BAND)

    def _name_of(self, title: str) -> str:
        """The name of a section's sheet: as its title, without what a workbook doesn't take, and once."""
        plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:LONGEST_NAME].strip() or REPORT
        name, number = plain, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: LONGEST_NAME - 4]} ({number})"
        return name
