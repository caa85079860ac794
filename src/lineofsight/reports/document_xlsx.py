"""A report as a workbook: its words on one sheet, each table and chart on a sheet of its own, figures as numbers.

A cell holds the figure as it is printed, not the exact one (`printed.py` says why), in a format that shows what the
other renderings print. Every text is a text, whatever it looks like.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
from fractions import Fraction
from math import ceil
from typing import Any

import xlsxwriter

from lineofsight.reports import origins, wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Facts,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Table,
    Text,
    words,
)
from lineofsight.reports.document_chart import COLOURS, points_table, value_of
from lineofsight.reports.document_html import dates
from lineofsight.reports.document_text import as_property, lines_of, printable, said
from lineofsight.reports.drawing import round_axis
from lineofsight.reports.printed import Printed, printed

REPORT, ORIGINS = "Report", "Where figures come from"
INK, MUTED, BAND, GROUP, EDGE = "#0B0C0C", "#484949", "#1D3557", "#E8EDF3", "#B1B4B6"
RATINGS = {
    "green": ("#00703C", "#FFFFFF"),
    "amber": ("#FFBF47", "#0B0C0C"),
    "red": ("#B10E1E", "#FFFFFF"),
    "blue": ("#1D70B8", "#FFFFFF"),
    "grey": ("#505A5F", "#FFFFFF"),
}
FONT, SIZE, LINE = "Arial", 11, 15
A4 = 9
WIDTH, CHARACTERS = 88, 90
LONGEST_CELL, LONGEST_FORMAT, TALLEST = 32_000, 60, 405
DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "long_dash_dot")
MARKS = ("circle", "square", "diamond", "triangle")


def xlsx(report: Report) -> bytes:
    """The report as a workbook. The same report gives the same bytes."""
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what XlsxWriter can't write it only warns of, and leaves out
        Workbook(printable(report), made).write()
    return made.getvalue()


class Workbook:
    """One workbook while it is written."""

    def __init__(self, report: Report, to: io.BytesIO) -> None:
        self.report = report
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = xlsxwriter.Workbook(to, options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheet: Any = None
        self.row = 0
        self.tables = self.charts = 0

    def write(self) -> None:
        report = self.report
        self.file.set_properties(
            {
                "title": as_property(f"{report.title}, {report.subtitle}"),
                "subject": as_property(report.subtitle),
                "author": as_property(report.council),
                "keywords": report.kind,
                "created": dt.datetime.combine(report.made_on, dt.time(), dt.UTC),
            }
        )
        self._begin(REPORT)
        self._line(report.title, bold=True, font_size=18, font_color=BAND)
        self._line(report.subtitle, font_size=13)
        if report.council:
            self._line(report.council)
        self._line(dates(report))
        if report.made_up:
            self._line(f"This is {wording.MADE_UP}", bold=True)
        for section in report.sections:
            self._section(section)
        if origins.distinct(report) or report.provenance:
            self._heading(origins.HEADING, 2)
            if origins.distinct(report):
                self._line(f"The sheet “{ORIGINS}” has every figure once.")
            for sentence in report.provenance:
                self._line(sentence)
        if origins.distinct(report):
            self._origins()
        self.file.close()

    def _begin(self, name: str) -> None:
        """A new sheet of words, from its first row on."""
        self.sheet = self.file.add_worksheet(name)
        self.row = 0
        self._page(self.sheet, {0: WIDTH}, upright=True)

    def format(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        complete = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(complete.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(complete)
        return self._formats[key]

    def _page(self, sheet: Any, widths: dict[int, float], *, upright: bool) -> None:
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        if not upright:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        made_up = wording.MADE_UP if self.report.made_up else ""
        foot = ": ".join(filter(None, (self.report.council, made_up)))[:100]
        sheet.set_footer(f'&L&"{FONT}"&8{foot.replace("&", "&&")}'[:200] + f'&R&"{FONT}"&8Page &P of &N')
        for column, width in widths.items():
            sheet.set_column(column, column, width)

    def _line(self, text: str, **properties: Any) -> None:
        """A paragraph below the one before, high enough for its lines."""
        size = properties.get("font_size", SIZE)
        self.sheet.set_row(self.row, height_of(text, int(CHARACTERS * SIZE / size), size * 1.36))
        style = self.format(text_wrap=True, **{"valign": "top", **properties})
        self.sheet.write_string(self.row, 0, text[:LONGEST_CELL], style)
        self.row += 1

    def _heading(self, title: str, level: int) -> None:
        self.row += 1
        self._line(title, bold=True, font_size=14 if level < 3 else 12, font_color=BAND)

    def _section(self, section: Section) -> None:
        self._heading(section.title, section.level)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                looks: dict[str, dict[str, Any]] = {"note": {"font_color": MUTED}, "warning": {"bold": True}}
                self._line(said(block), **looks.get(block.manner, {}))
            case Bullets():
                for place, item in enumerate(block.items, start=1):
                    self._line(f"{f'{place}.' if block.numbered else '•'} {said(item)}", indent=1)
            case Quote():
                self._line("“" + "\n".join(lines_of(block.text)) + "”", indent=2)
                self._line(block.source, indent=2, font_color=MUTED)
            case Facts():
                for name, text in block.rows:
                    self._line(f"{name}: {words(text)}")
            case Table():
                self.tables += 1
                sheet = self.file.add_worksheet(f"Table {self.tables}")
                self._line(f"{block.caption}: sheet “{sheet.get_name()}”")
                self._table(sheet, block)
            case Chart():
                self.charts += 1
                sheet = self.file.add_worksheet(f"Chart {self.charts}")
                self._line(f"{block.title}: sheet “{sheet.get_name()}”. {block.alternative}")
                self._chart(sheet, block)

    def _table(self, sheet: Any, table: Table) -> int:
        """The table below its caption; the row below it."""
        last = len(table.columns) - 1
        widths = {place: _width(table, place) for place in range(len(table.columns))}
        self._page(sheet, widths, upright=last < 6)
        sheet.write_string(0, 0, table.caption, self.format(bold=True, font_size=14, font_color=BAND))
        sheet.freeze_panes(3, 1)
        sheet.repeat_rows(2)
        return self._cells(sheet, table, 2, widths)

    def _cells(self, sheet: Any, table: Table, row: int, widths: dict[int, float]) -> int:
        """The heads of a table, its rows and its note, from a row on; the row below it."""
        last = len(table.columns) - 1
        self._heads(sheet, row, table.columns)
        row, starts = row + 1, dict(table.groups)
        for place, cells in enumerate(table.rows):
            if place in starts:
                band = self.format(bold=True, bg_color=GROUP, bottom=1, bottom_color=EDGE)
                for column in range(last + 1):
                    sheet.write_blank(row, column, None, band)
                sheet.write_string(row, 0, starts[place], band)
                row += 1
            sheet.set_row(row, max(height_of(words(cell.text), int(widths[at])) for at, cell in enumerate(cells)))
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell, right=table.columns[column].numbers)
            row += 1
        if not table.rows:
            sheet.write_string(row, 0, "Nothing to show.", self.format())
            row += 1
        if table.note:
            sheet.write_string(row + 1, 0, table.note[:LONGEST_CELL], self.format(font_color=MUTED))
            row += 2
        return row

    def _heads(self, sheet: Any, row: int, columns: tuple[Column, ...]) -> None:
        for place, column in enumerate(columns):
            style = {"bold": True, "bg_color": BAND, "font_color": "#FFFFFF", "text_wrap": True, "valign": "bottom"}
            style |= {"align": "right"} if column.numbers else {"align": "left", "indent": 1 if place else 0}
            sheet.write_string(row, place, column.title, self.format(**style))

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, *, right: bool) -> None:
        style: dict[str, Any] = {"bottom": 1, "bottom_color": EDGE, "text_wrap": True}
        if right:
            style["align"] = "right"
        elif column:
            style["indent"] = 1
        if cell.rating in RATINGS and words(cell.text).strip():
            fill, ink = RATINGS[cell.rating]
            style |= {"bold": True, "bg_color": fill, "font_color": ink}
        found = _only_figure(cell.text)
        if found is None:
            sheet.write_string(row, column, words(cell.text)[:LONGEST_CELL], self.format(**style))
        else:
            number, form = found
            sheet.write_number(row, column, number, self.format(**style, num_format=form))

    def _chart(self, sheet: Any, chart: Chart) -> None:
        """The table of a chart's points, what is drawn of them, and the drawing."""
        self._draw(sheet, chart, self._table(sheet, points_table(chart)) + 2)

    def _draw(self, sheet: Any, chart: Chart, below: int) -> int:
        """What a chart is drawn of, from a row on, and the drawing; the row below it."""
        if not chart.labels or not chart.lines:
            return below
        is_bar = chart.kind == "bar"
        drawn = self.file.add_chart({"type": "bar" if is_bar else "line"})
        places = self._drawn_from(sheet, chart, below)
        name, last = sheet.get_name(), len(chart.labels)
        for place, (title, row) in enumerate(places):
            look = _look(place, bars=is_bar) if place < len(chart.lines) else _look_of_level(place - len(chart.lines))
            drawn.add_series(
                {
                    "name": _safe(title),
                    "categories": [name, below, 1, below, last],
                    "values": [name, row, 1, row, last],
                    **look,
                }
            )
        drawn.set_title({"name": _safe(chart.title), "overlay": False, "name_font": {"name": FONT, "size": 12}})
        _axes(drawn, chart, is_bar=is_bar)
        drawn.show_blanks_as("gap")
        drawn.set_size({"width": 900, "height": 380})
        words_of_it = {"description": f"{chart.title}. {chart.alternative}"}
        sheet.insert_chart(below + len(places) + 2, 0, drawn, words_of_it)
        return below + len(places) + 2 + ceil(380 / (LINE * 4 / 3))

    def _drawn_from(self, sheet: Any, chart: Chart, row: int) -> list[tuple[str, int]]:
        """Numbers alone, and nothing where there is none: a word would be drawn as zero. Their titles and rows."""
        muted = self.format(font_color=MUTED)
        form = self.format(num_format=_plain_format(chart.unit), font_color=MUTED)
        sheet.write_string(row, 0, "The chart is drawn from", muted)
        for column, label in enumerate(chart.labels, start=1):
            sheet.write_string(row, column, label, self.format(font_color=MUTED, align="right"))
        series = [(each.title, [value_of(point) for point in each.points]) for each in chart.lines]
        if chart.kind != "bar":
            series += [
                (f"{title[:1].upper()}{title[1:]}", [value] * len(chart.labels)) for title, value in chart.levels
            ]
        places = []
        for title, values in series:
            row += 1
            places.append((title, row))
            sheet.write_string(row, 0, title, muted)
            for column, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, column, _scaled(value, chart.unit), form)
        return places

    def _origins(self) -> None:
        """Every figure once, one row for each, to be filtered."""
        sheet = self.file.add_worksheet(ORIGINS)
        titles = ("Figure", "What it counts", "Over", "As at", "Records", "Rule")
        self._page(sheet, {0: 16, 1: 70, 2: 22, 3: 14, 4: 18, 5: 34}, upright=False)
        self._heads(sheet, 0, tuple(Column(title, numbers=title == "Figure") for title in titles))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        found = origins.distinct(self.report)
        day = self.format(num_format="d mmm yyyy", align="left")
        for row, number in enumerate(found, start=1):
            self._cell(sheet, row, 0, Cell((number,)), right=True)
            for column, text in ((1, number.what), (2, number.window), (4, number.snapshot), (5, number.definition)):
                sheet.write_string(row, column, text[:LONGEST_CELL], self.format(text_wrap=True))
            sheet.write_datetime(row, 3, dt.datetime.combine(number.as_at, dt.time()), day)
        sheet.autofilter(0, 0, len(found), len(titles) - 1)


def _look(place: int, *, bars: bool) -> dict[str, Any]:
    colour = COLOURS[place % len(COLOURS)]
    if bars:
        return {"fill": {"color": colour}, "gap": 60, "data_labels": {"value": True}}
    return {
        "line": {"color": colour, "width": 2.5, "dash_type": DASHES[place % len(DASHES)]},
        "marker": {
            "type": MARKS[place % len(MARKS)],
            "size": 8,
            "fill": {"color": colour},
            "border": {"color": colour},
        },
    }


def _look_of_level(place: int) -> dict[str, Any]:
    line = {"color": MUTED, "width": 1.5, "dash_type": "dash" if place % 2 == 0 else "long_dash_dot"}
    return {"line": line, "marker": {"type": "none"}}


def _axes(drawn: Any, chart: Chart, *, is_bar: bool) -> None:
    small = {"name": FONT, "size": 10}
    values: dict[str, Any] = {"num_font": small, "num_format": _plain_format(chart.unit)}
    values["major_gridlines"] = {"visible": True, "line": {"color": "#D5D8DA"}}
    labels: dict[str, Any] = {"num_font": small, "label_position": "low"}
    if is_bar:
        drawn.set_x_axis(values | {"min": 0, "label_position": "high"})
        drawn.set_y_axis(labels | {"reverse": True})
        drawn.set_legend({"none": True})
        return
    points = [value_of(point) for each in chart.lines for point in each.points]
    scale = round_axis([*points, *(value for _, value in chart.levels)], chart.unit)
    drawn.set_y_axis(values | {"min": _scaled(scale.low, chart.unit), "max": _scaled(scale.high, chart.unit)})
    drawn.set_x_axis(labels)
    drawn.set_legend({"position": "bottom", "font": small})


def _safe(title: str) -> str:
    """The name of a series or a chart as words: one that begins with = would be taken for a place in the workbook."""
    line = " ".join(title.split())[:250]
    return f" {line}" if line.startswith("=") else line


def _only_figure(text: Text) -> tuple[float, str] | None:
    """The number and the format of a cell that holds one figure, with a few words around it at most."""
    figures = [run for run in text if isinstance(run, Number)]
    if len(figures) != 1:
        return None
    found = printed(figures[0])
    if found is None:
        return None
    at = text.index(figures[0])
    before = words(text[:at]) + found.before
    after = found.after + words(text[at + 1 :])
    if len(before) + len(after) > LONGEST_FORMAT or any(each in before + after for each in '"\n'):
        return None
    return float(found.value / 100 if found.percent else found.value), _form(found, before, after)


def _form(found: Printed, before: str, after: str) -> str:
    digits = ("#,##0" if found.grouped else "0") + ("." + "0" * found.decimals if found.decimals else "")
    return f"{_literal(before)}{digits}{'%' if found.percent else ''}{_literal(after)}"


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _scaled(value: Fraction, unit: str) -> float:
    return float(value / 100 if unit == "percent" else value)


def _plain_format(unit: str) -> str:
    return {"percent": "0.0%", "count": "#,##0"}.get(unit, "#,##0.0")


def _width(table: Table, place: int) -> float:
    """As wide as the longest word or figure of a column needs, and the first as wide as can be read."""
    column = table.columns[place]
    texts = [words(row[place].text) for row in table.rows]
    longest = max((len(word) for text in (column.title, *texts) for word in text.split()), default=0)
    whole = max((len(text) for text in (column.title, *texts)), default=0)
    if column.numbers:
        return float(min(max(longest + 3, min(whole, 16) + 2, 9), 40))
    return float(min(max(whole + 2, 9), 60 if place == 0 else 44))


def height_of(text: str, characters: int, line: float = LINE) -> float:
    """How high a row must be for a wrapped text, in points."""
    many = sum(ceil(len(each) / max(characters, 1)) or 1 for each in text.split("\n"))
    return min(line * max(1, many) + 4, TALLEST)
