"""The highlight report as a workbook: the table on one landscape page with native trend lines, and real numbers."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.sparkline import scale

REPORT, KEY_NUMBERS, ABOUT, FIGURES = "Highlight report", "Key numbers", "About", "Figures"
MARKING = "OFFICIAL"
INK, MUTED, BAND, GROUP, EDGE = "#0B0C0C", "#484949", "#1D3557", "#E8EDF3", "#B1B4B6"
RATINGS = {"green": ("#00703C", "#FFFFFF"), "amber": ("#FFBF47", "#0B0C0C"), "red": ("#B10E1E", "#FFFFFF")}
FONT, SIZE, LINE = "Arial", 11, 15
A4 = 9

REF, MEASURE, PREVIOUS, NUM, DENOM, CURRENT, PERIOD, FIRST_MONTH = range(8)
WIDTHS = {REF: 7, MEASURE: 45, PREVIOUS: 8.6, NUM: 8.6, DENOM: 8.6, CURRENT: 9, PERIOD: 13}


def write_highlight(report: HighlightReport, path: Path, *, marking: str = MARKING) -> None:
    """Writes the workbook: the report, its key numbers, what its words mean, and its figures as a plain table.

    `marking` is the protective marking on each sheet and each printed page. The same report gives the same bytes.
    Refused where the file can't be written.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what XlsxWriter can't draw it only warns of, and leaves out
        book = _Book(report, path, marking)
        book.write()


class _Book:
    """One workbook while it is written: the report, the sheets and the formats that they share."""

    def __init__(self, report: HighlightReport, path: Path, marking: str) -> None:
        self.report, self.path, self.marking = report, path, marking
        self.notes = wording.Notes.of(report)
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(str(path), options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.trend = FIRST_MONTH + len(report.months)
        self.minimum, self.upper, self.rating = self.trend + 1, self.trend + 2, self.trend + 3

    def write(self) -> None:
        self.file.set_properties(
            {
                "title": wording.heading(self.report),
                "subject": "Children's social care performance",
                "author": "Line of Sight",
                "company": "",
                "comments": wording.provenance(self.report),
                "category": self.marking,
                "created": dt.datetime.combine(self.report.extracted_on, dt.time(), dt.UTC),
            }
        )
        sheets = [self.file.add_worksheet(name) for name in (REPORT, KEY_NUMBERS, ABOUT, FIGURES)]
        self._report(sheets[0])
        self._key_numbers(sheets[1])
        self._about(sheets[2])
        self._figures(sheets[3])
        try:
            self.file.close()
        except FileCreateError as error:
            raise Refused(
                f"{self.path}: can't be written ({error}): close it where it is open, or choose another place"
            ) from None

    def format(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        complete = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(complete.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(complete)
        return self._formats[key]

    def _page(self, sheet: Any, widths: dict[int, float], *, portrait: bool = False) -> None:
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        if not portrait:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1)
        marking = self.marking.replace("&", "&&")
        sheet.set_header(f'&C&"{FONT},Bold"&10{marking}'[:255])
        foot = wording.provenance(self.report).replace("&", "&&")
        sheet.set_footer(f'&L&"{FONT}"&8{foot}'[:230] + '&R&"Arial"&8Page &P of &N')
        for column, width in widths.items():
            sheet.set_column(column, column, width)

    def _top(self, sheet: Any, title: str, paragraphs: list[str], last: int, characters: int) -> int:
        """Title, marking and paragraphs above a sheet's table; the row below them."""
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=18))
        if last > 4:
            sheet.write_string(0, last, self.marking, self.format(bold=True, align="right"))
        else:
            paragraphs = [self.marking, *paragraphs]
        for row, text in enumerate(paragraphs, start=1):
            bold = text == self.marking
            self._across(sheet, row, last, text, characters, bold=bold)
        return len(paragraphs) + 2

    def _across(self, sheet: Any, row: int, last: int, text: str, characters: int, **properties: Any) -> None:
        """A paragraph over all columns, high enough for its lines."""
        style = self.format(text_wrap=True, **properties)
        sheet.set_row(row, _height(text, characters))
        sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)

    def _report(self, sheet: Any) -> None:
        report = self.report
        widths = {
            **WIDTHS,
            **{FIRST_MONTH + place: 8.6 for place in range(len(report.months))},
            self.trend: 16,
            self.minimum: 8,
            self.upper: 8,
            self.rating: 10,
        }
        self._page(sheet, widths)
        characters = int(sum(widths.values()) * 1.05)
        top = self._top(
            sheet,
            wording.heading(report),
            [wording.ratings_explained(report), wording.provenance(report)],
            self.rating,
            characters,
        )
        self._head(sheet, top)
        sheet.freeze_panes(top + 2, MEASURE + 1)
        sheet.repeat_rows(top, top + 1)
        row, line = top + 2, 1
        for name, rows in report.groups:
            sheet.set_row(row, 20)
            band = self.format(bold=True, bg_color=GROUP, bottom=1, bottom_color=EDGE)
            for column in range(self.rating + 1):
                sheet.write_blank(row, column, None, band)
            sheet.write_string(row, REF, name, band)
            row += 1
            for each in rows:
                self._row(sheet, row, each, line)
                row, line = row + 1, line + 1
        row += 1
        for note in self.notes.listed:
            self._across(sheet, row, self.rating, f"[{note.number}] {note.sentence}", characters)
            row += 1
        legend = (
            "Green: the upper target is met. Amber: the minimum is met, the upper target is not. Red: the minimum is "
            "not met. Figures that cover a snapshot are counted on the last day of the month. "
            "The sheet About explains every word."
        )
        self._across(sheet, row, self.rating, legend, characters, font_color=MUTED)
        sheet.print_area(0, 0, row, self.rating)
        sheet.set_selection(top + 3, REF, top + 3, REF)

    def _head(self, sheet: Any, top: int) -> None:
        style = {"bold": True, "bg_color": BAND, "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        style |= {"border_color": "#FFFFFF"}
        left, middle = self.format(**style, align="left"), self.format(**style, align="center")
        sheet.set_row(top, 20)
        sheet.set_row(top + 1, 20)

        def tall(column: int, text: str, how: Any) -> None:
            sheet.merge_range(top, column, top + 1, column, "", how)
            sheet.write_string(top, column, text, how)

        def wide(first: int, last: int, text: str) -> None:
            sheet.merge_range(top, first, top, last, "", middle)
            sheet.write_string(top, first, text, middle)

        tall(REF, "Ref", left)
        tall(MEASURE, "Performance measure", left)
        tall(PREVIOUS, self.report.previous_label, middle)
        wide(NUM, PERIOD, "Current performance")
        for column, text in ((NUM, "Num"), (DENOM, "Denom"), (CURRENT, "Current"), (PERIOD, "Period")):
            sheet.write_string(top + 1, column, text, middle)
        wide(FIRST_MONTH, self.trend - 1, "Six month trend")
        for place, label in enumerate(self.report.labels):
            sheet.write_string(top + 1, FIRST_MONTH + place, label, middle)
        tall(self.trend, "Trend line", middle)
        wide(self.minimum, self.upper, "Target")
        sheet.write_string(top + 1, self.minimum, "Min", middle)
        sheet.write_string(top + 1, self.upper, "Upper", middle)
        tall(self.rating, "Rating", middle)

    def _row(self, sheet: Any, at: int, row: Row, line: int) -> None:
        """One measure; `line` is its row in the sheet of figures, from which its trend line is drawn."""
        edge = {"bottom": 1, "bottom_color": EDGE}
        text, right = self.format(**edge, text_wrap=True), self.format(**edge, align="right")
        measure = wording.measure(row)
        sheet.set_row(at, max(_height(measure, 51), 28))
        sheet.write_string(at, REF, row.ref, text)
        sheet.write_string(at, MEASURE, measure, text)
        self._figure(sheet, at, PREVIOUS, row.previous, row.unit, edge)
        counted = (row.current.numerator, row.current.denominator)
        for column, number, written in zip((NUM, DENOM), counted, wording.parts(row.current, row.unit), strict=True):
            if row.unit == "count" or number is None:
                sheet.write_string(at, column, written, right)
            else:
                sheet.write_number(at, column, number, self.format(**edge, num_format="#,##0"))
        self._figure(sheet, at, CURRENT, row.current, row.unit, {**edge, "bold": True})
        sheet.write_string(at, PERIOD, wording.period(row), self.format(**edge, align="center"))
        for place, shown in enumerate(row.trend):
            self._figure(sheet, at, FIRST_MONTH + place, shown, row.unit, edge)
        sheet.write_blank(at, self.trend, None, text)
        self._trend_line(sheet, at, row, line)
        for column, target in ((self.minimum, row.minimum), (self.upper, row.upper)):
            self._target(sheet, at, column, target, row.unit, edge)
        self._rating(sheet, at, row, edge)

    def _figure(self, sheet: Any, at: int, column: int, shown: Shown, unit: str, how: dict[str, Any]) -> None:
        marks = self.notes.marks(shown)
        if shown.value is None:
            text = wording.marked(wording.figure(shown, unit), marks)
            style = self.format(**how, align="right", italic=True, font_size=10, text_wrap=True)
            sheet.write_string(at, column, text, style)
            return
        style = self.format(**how, num_format=_number_format(unit, marks))
        sheet.write_number(at, column, _cell(shown.value, unit), style)

    def _target(self, sheet: Any, at: int, column: int, target: str | None, unit: str, how: dict[str, Any]) -> None:
        if target and re.fullmatch(r"\d+(\.\d+)?%?", target):
            decimals = len(target.rstrip("%").partition(".")[2])
            number = "0" + ("." + "0" * decimals if decimals else "")
            style = self.format(**how, align="center", num_format=number + ("%" if unit == "percent" else ""))
            sheet.write_number(at, column, _cell(Fraction(target.rstrip("%")), unit), style)
        else:
            sheet.write_string(at, column, target or "", self.format(**how, align="center"))

    def _rating(self, sheet: Any, at: int, row: Row, how: dict[str, Any]) -> None:
        if row.rating not in RATINGS:
            sheet.write_string(at, self.rating, wording.rating(row), self.format(**how, align="center"))
            return
        fill, ink = RATINGS[row.rating]
        style = self.format(**how, align="center", bold=True, bg_color=fill, font_color=ink)
        text = wording.marked(wording.rating(row), self.notes.rating_marks(row))
        sheet.write_string(at, self.rating, text, style)

    def _trend_line(self, sheet: Any, at: int, row: Row, line: int) -> None:
        values = [shown.value for shown in row.trend]
        if all(value is None for value in values):
            return
        low, high = scale(values, row.unit)
        first = len(_FIGURES_BEFORE)
        sheet.add_sparkline(
            at,
            self.trend,
            {
                "range": f"{FIGURES}!{_range(line, first, first + len(values) - 1)}",
                "min": _cell(low, row.unit),
                "max": _cell(high, row.unit),
                "empty_cells": "gaps",
                "series_color": BAND,
                "weight": 1.75,
                "last_point": True,
                "last_color": BAND,
            },
        )

    def _key_numbers(self, sheet: Any) -> None:
        self._page(sheet, {0: 46, 1: 14, 2: 30, 3: 50}, portrait=False)
        report = self.report
        top = self._top(sheet, f"{KEY_NUMBERS}, {wording.moment(report)}", [], 3, 130)
        self._table_head(sheet, top, ("Children", "Number", "Rate per 10,000 aged 0 to 17", "Note"), numbers=(1, 2))
        text = self.format(bottom=1, bottom_color=EDGE, text_wrap=True)
        noted_in = self.format(bottom=1, bottom_color=EDGE, text_wrap=True, indent=2)
        edge = {"bottom": 1, "bottom_color": EDGE}
        row = top + 1
        for key in report.key_numbers:
            noted = [key.shown.note, key.rate.note if key.rate else ""]
            note = "; ".join(filter(None, dict.fromkeys(noted)))
            sheet.set_row(row, max(24, _height(note, 48)))
            sheet.write_string(row, 0, key.label, text)
            self._figure(sheet, row, 1, key.shown, "count", {**edge, "bold": True})
            if key.rate:
                self._figure(sheet, row, 2, key.rate, "rate", edge)
            else:
                sheet.write_blank(row, 2, None, text)
            sheet.write_string(row, 3, note, noted_in)
            row += 1
        row += 1
        sheet.write_string(row, 0, "How the open cases add up", self.format(bold=True, font_size=14))
        self._across(sheet, row + 1, 3, wording.reconciliation(report), 130)
        row += 3
        found = report.reconciliation
        if found.parts:
            self._table_head(sheet, row, ("Each open case once", "Number"), numbers=(1,))
            for label, how_many in (*found.parts, ("Open cases", found.open_cases or 0)):
                row += 1
                last = label == "Open cases"
                sheet.set_row(row, 22)
                sheet.write_string(row, 0, label[:1].upper() + label[1:], self.format(**edge, bold=last))
                sheet.write_number(row, 1, how_many, self.format(**edge, bold=last, num_format="#,##0"))
            row += 2
        if wording.allocation(report):
            self._across(sheet, row, 3, wording.allocation(report), 130)

    def _about(self, sheet: Any) -> None:
        self._page(sheet, {0: 30, 1: 110}, portrait=False)
        report = self.report
        top = self._top(sheet, "About this report", [wording.provenance(report)], 1, 130)
        self._table_head(sheet, top, ("Word or sign", "What it means"))
        meanings = [
            ("Ref", "The measure's reference in the council's book of definitions."),
            *wording.explanations(report),
            (
                "As at",
                f"The figures describe {wording.day(report.as_at)}. The records were extracted on "
                f"{wording.day(report.extracted_on)}.",
            ),
            (
                "Snapshot and definitions",
                f"{report.snapshot}; {report.book}. The same two give the same figures again.",
            ),
            ("The sheet Figures", "The same figures unrounded, one row for each measure, as a plain table."),
            *((f"Note [{note.number}]", note.sentence) for note in self.notes.listed),
        ]
        style = {"bottom": 1, "bottom_color": EDGE, "text_wrap": True, "valign": "top"}
        for row, (word, meaning) in enumerate(meanings, start=top + 1):
            sheet.set_row(row, max(_height(meaning, 118), _height(word, 28)) + 5)
            sheet.write_string(row, 0, word, self.format(**style, bold=True))
            sheet.write_string(row, 1, meaning, self.format(**style))

    def _figures(self, sheet: Any) -> None:
        """A plain table, one row for each measure: empty where there is no figure, so that a trend line has a gap."""
        header = (*_FIGURES_BEFORE, *self.report.labels)
        self._page(sheet, {0: 24, 1: 8, 2: 52, **dict.fromkeys(range(3, len(header)), 13)})
        self._table_head(sheet, 0, header)
        line = 0
        for name, rows in self.report.groups:
            for each in rows:
                line += 1
                for column, text in enumerate((name, each.ref, each.title, each.unit)):
                    sheet.write_string(line, column, text, self.format())
                counted = each.unit != "count"
                for column, number in enumerate((each.current.numerator, each.current.denominator), start=4):
                    if counted and number is not None:
                        sheet.write_number(line, column, number, self.format(num_format="#,##0"))
                for column, shown in enumerate((each.current, each.previous, *each.trend), start=6):
                    if shown.value is not None:
                        style = self.format(num_format={"percent": "0.00%", "count": "#,##0"}.get(each.unit, "0.00"))
                        sheet.write_number(line, column, _cell(shown.value, each.unit), style)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, line, len(header) - 1)

    def _table_head(self, sheet: Any, row: int, texts: tuple[str, ...], numbers: tuple[int, ...] = ()) -> None:
        """Headings of a plain table; those of the columns in `numbers` stand to the right, as their figures do."""
        style = {"bold": True, "bg_color": BAND, "font_color": "#FFFFFF", "text_wrap": True}
        sheet.set_row(row, 22)
        for column, text in enumerate(texts):
            how = {"align": "right"} if column in numbers else {"indent": 2} if text == "Note" else {}
            sheet.write_string(row, column, text, self.format(**style, **how))


_FIGURES_BEFORE = (*("Group", "Ref", "Measure", "Unit", "Num", "Denom"), *("Current", "Previous year"))


def _cell(value: Fraction, unit: str) -> float:
    """The value as a workbook holds it: percentages as parts of one, so that 84.0% is 0.84."""
    return float(value / 100 if unit == "percent" else value)


def _number_format(unit: str, marks: tuple[int, ...]) -> str:
    """How a figure is shown; the numbers of its notes are part of the format, so that the cell stays a number."""
    shown = {"percent": "0.0%", "count": "#,##0"}.get(unit, "#,##0.0")
    return shown + "".join(f'" [{mark}]"' for mark in marks)


def _range(row: int, first: int, last: int) -> str:
    return xlsxwriter.utility.xl_range_abs(row, first, row, last)  # type: ignore[no-any-return]


def _height(text: str, characters: int) -> int:
    """How high a row must be for a wrapped text, in points."""
    return LINE * max(1, sum(ceil(len(line) / characters) or 1 for line in text.split("\n"))) + 4
