"""A report as a presentation: its parts as slides, with tables and charts that can be edited there.

Every slide has a title of its own, a number, and notes that say where its figures come from. Nothing runs over
(`slides.py` measures it); every chart and table says in words what it is.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from copy import deepcopy
from fractions import Fraction
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from lineofsight.reports import origins, wording
from lineofsight.reports.document import Chart, Number, Report, Run, Strong, Text, words
from lineofsight.reports.document_chart import value_of
from lineofsight.reports.document_html import dates
from lineofsight.reports.document_text import as_property, printable
from lineofsight.reports.drawing import plain, round_axis
from lineofsight.reports.settled import settled
from lineofsight.reports.slides import (
    AFTER,
    BODY,
    CELL_ENDS,
    CELL_SIDES,
    HIGH,
    INDENT,
    LEFT,
    LINE,
    NOTE,
    ROOM,
    SMALL,
    TOP,
    WIDE,
    Drawn,
    Rows,
    Said,
    Slide,
    Words,
    slides_of,
    title_lines,
)

FONT = "Arial"


def _rgb(written: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(written))  # type: ignore[no-untyped-call]


INK, MUTED, BAND, WHITE = (_rgb(each) for each in ("0B0C0C", "484949", "1D3557", "FFFFFF"))
GROUP, PAPER = _rgb("E8EDF3"), _rgb("FFFFFF")
RATINGS = {
    "green": (_rgb("00703C"), WHITE),
    "amber": (_rgb("FFBF47"), INK),
    "red": (_rgb("B10E1E"), WHITE),
    "blue": (_rgb("1D70B8"), WHITE),
    "grey": (_rgb("505A5F"), WHITE),
}
COLOURS = ("1D3557", "BF4D00", "1D70B8", "4C2C92", "00703C", "505A5F")
DASHES = (DASH.SOLID, DASH.DASH, DASH.ROUND_DOT, DASH.LONG_DASH, DASH.DASH_DOT, DASH.LONG_DASH_DOT)
MARKS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE)
LEVELS = (DASH.DASH, DASH.LONG_DASH_DOT)
#: So many points of one line have their figures written beside them.
MOST_WITH_FIGURES = 8


def pptx(report: Report) -> bytes:
    """The report as a presentation. The same report gives the same bytes."""
    return _Deck(origins.whole(printable(report))).written()


class _Deck:
    """One presentation while it is written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Pt(WIDE), Pt(HIGH)
        _lay_out(self.file)
        made = dt.datetime.combine(report.made_on, dt.time())
        core = self.file.core_properties
        core.title, core.language = as_property(f"{report.title}, {report.subtitle}"), "en-GB"
        core.author = core.last_modified_by = as_property(report.council)
        core.subject, core.keywords = as_property(report.subtitle), report.kind
        core.created = core.modified = made
        core.revision = 1

    def written(self) -> bytes:
        self._first()
        for section in self.report.sections:
            for slide in slides_of(section):
                self._slide(slide)
        made = io.BytesIO()
        self.file.save(made)
        return settled(made.getvalue(), self.report.made_on)

    def _first(self) -> None:
        slide = self.file.slides.add_slide(self.file.slide_layouts[0])
        _write_title(slide, self.report.title, 36)
        body = slide.placeholders[1]
        lines: list[Text] = [(self.report.subtitle,), (Strong(self.report.council),), (dates(self.report),)]
        if self.report.made_up:
            lines.append((f"This is {wording.MADE_UP}",))
        for place, line in enumerate(lines):
            paragraph = body.text_frame.paragraphs[0] if place == 0 else body.text_frame.add_paragraph()
            _write(paragraph, line, 20, INK)
        self._foot(slide)

    def _slide(self, slide: Slide) -> None:
        layout = self.file.slide_layouts[1 if isinstance(slide, Words) else 5]
        made = self.file.slides.add_slide(layout)
        lines, size = title_lines(slide.title)
        _write_title(made, " ".join(lines), size)
        part: object
        match slide:
            case Words():
                self._words(made, slide)
                part = tuple(said.text for said in slide.paragraphs)
            case Rows():
                _table(made, slide)
                part = slide.table.rows
            case Drawn():
                _chart(made, slide.chart)
                part = slide.chart
        self._foot(made)
        self._notes(made, slide, part, cut=" ".join(lines) != slide.title)

    def _words(self, slide: Any, given: Words) -> None:
        frame = slide.placeholders[1].text_frame
        for place, said in enumerate(given.paragraphs):
            _paragraph(frame.paragraphs[0] if place == 0 else frame.add_paragraph(), said)

    def _foot(self, slide: Any) -> None:
        """The council, that the figures are made up, and the number of the slide: as the layout has their places."""
        foot = ": ".join(filter(None, (self.report.council, wording.MADE_UP if self.report.made_up else "")))
        for shape in slide.slide_layout.placeholders:
            kind = shape.element.ph.get("type")
            if kind not in ("ftr", "sldNum"):
                continue
            copied = deepcopy(shape.element)
            slide.shapes._spTree.append(copied)
            if kind == "ftr":
                made = slide.shapes[-1].text_frame
                _write(made.paragraphs[0], (foot,), 12, MUTED)
            for properties in copied.iter(qn("a:rPr")):
                if properties.getparent().tag == qn("a:fld"):
                    _colour(properties, MUTED)

    def _notes(self, slide: Any, given: Slide, part: object, *, cut: bool) -> None:
        said = [given.title] if cut else []
        if isinstance(given, Drawn):
            said.append(given.chart.alternative)
        found = origins.origins(part)
        if found:
            said.append("Figures on this slide:")
        for origin in found:
            figures = "; ".join(f"{number.text} as at {wording.day(number.as_at)}" for number in origin.figures)
            said.append(f"{origin.title}: {figures}. Records {origin.snapshot}, rule {origin.definition}.")
        said += [f"As at {wording.day(self.report.as_at)}."] if not found else []
        slide.notes_slide.notes_text_frame.text = "\n".join(said)


def _lay_out(file: Any) -> None:
    """Makes the library's own template wide, in our font, with room for a title of two lines."""
    master = file.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = re.sub(rb'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"'.encode(), theme.blob)
    for holder in (master, *file.slide_layouts):
        for shape in holder.placeholders:
            kind = shape.element.ph.get("type", "body")
            if kind == "title":
                _place(shape, LEFT, 22, ROOM, TOP - 28)
                shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            elif kind == "ftr":
                _place(shape, LEFT, HIGH - 40, ROOM - 110, 28)
            elif kind == "sldNum":
                _place(shape, WIDE - LEFT - 100, HIGH - 40, 100, 28)
                for paragraph in shape.text_frame.paragraphs:
                    for each in paragraph._p.iter(qn("a:rPr")):
                        each.set("sz", "1200")
            elif kind == "dt":
                shape.element.getparent().remove(shape.element)
            elif kind == "body" or shape.element.ph.get("idx") == "1":
                _place(shape, LEFT, TOP, ROOM, BODY + 12)
    first = file.slide_layouts[0]
    for shape in first.placeholders:
        kind = shape.element.ph.get("type")
        if kind == "ctrTitle":
            _place(shape, 60, 110, WIDE - 120, 150)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind == "subTitle":
            _place(shape, 60, 270, WIDE - 120, 180)


def _place(shape: Any, left: float, top: float, wide: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in (left, top, wide, high))


def _write_title(slide: Any, title: str, size: int) -> None:
    frame = slide.shapes.title.text_frame
    frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, True
    _write(frame.paragraphs[0], (title,), size, BAND, bold=True)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _write(paragraph: Any, text: Text, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    """A paragraph of runs: bold where the text says so, each figure in a run of its own."""
    for run in text:
        if not (run if isinstance(run, str) else run.text):
            continue
        made = paragraph.add_run()
        made.text = _one_line(run)
        made.font.size, made.font.name = Pt(size), FONT
        made.font.bold = bold or isinstance(run, Strong)
        made.font.color.rgb = colour
        made.font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK
    paragraph.alignment = paragraph.alignment or PP_ALIGN.LEFT


def _one_line(run: Run) -> str:
    return re.sub(r"[\n\r\t]", " ", run if isinstance(run, str) else run.text)


def _paragraph(paragraph: Any, said: Said) -> None:
    colour = MUTED if said.kind in ("note", "source") else INK
    _write(paragraph, said.text, said.size, colour, bold=said.kind == "warning")
    paragraph.space_after, paragraph.space_before, paragraph.line_spacing = Pt(AFTER), Pt(0), 1.0
    properties = paragraph._p.get_or_add_pPr()
    indented = said.kind in ("bullet", "number", "quote", "source")
    hangs = said.kind in ("bullet", "number")
    properties.set("marL", str(Pt(INDENT) if indented else 0))
    properties.set("indent", str(-Pt(INDENT) if hangs else 0))
    if hangs and said.first and said.kind == "bullet":
        mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
    elif hangs and said.first:
        mark = properties.makeelement(qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": str(said.number)})
    else:
        mark = properties.makeelement(qn("a:buNone"), {})
    properties.append(mark)


def _table(slide: Any, given: Rows) -> None:
    starts = dict(given.table.groups)
    many = 1 + max(len(given.table.rows), 1) + len(starts)
    high = sum(given.heights)
    frame = slide.shapes.add_table(many, len(given.widths), Pt(LEFT), Pt(TOP), Pt(ROOM), Pt(high))
    _in_words(frame, given.table.caption, f"Table: {given.title}. {len(given.table.rows)} rows.")
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for column, wide in zip(table.columns, given.widths, strict=True):
        column.width = Pt(wide)
    for row, height in zip(table.rows, given.heights, strict=False):
        row.height = Pt(height)
    right = [column.numbers for column in given.table.columns]
    for place, column in enumerate(given.table.columns):
        _cell(table.cell(0, place), (column.title,), given.size, right[place], fill=BAND, ink=WHITE, bold=True)
    at = 1
    for place, row in enumerate(given.table.rows):
        if place in starts:
            merged = table.cell(at, 0)
            merged.merge(table.cell(at, len(given.widths) - 1))
            _cell(merged, (starts[place],), given.size, False, fill=GROUP, ink=INK, bold=True)
            at += 1
        for column_place, cell in enumerate(row):
            fill, ink = RATINGS.get(cell.rating, (PAPER, INK)) if words(cell.text).strip() else (PAPER, INK)
            bold = cell.rating in RATINGS
            _cell(
                table.cell(at, column_place), cell.text, given.size, right[column_place], fill=fill, ink=ink, bold=bold
            )
        at += 1
    if not given.table.rows:
        table.cell(1, 0).merge(table.cell(1, len(given.widths) - 1))
        _cell(table.cell(1, 0), ("Nothing to show.",), given.size, False, fill=PAPER, ink=INK)
    if given.note:
        box = slide.shapes.add_textbox(Pt(LEFT), Pt(TOP + high + 4), Pt(ROOM), Pt(NOTE * LINE * 2))
        box.text_frame.word_wrap = True
        _write(box.text_frame.paragraphs[0], (given.note,), NOTE, MUTED)


def _cell(cell: Any, text: Text, size: int, right: bool, *, fill: RGBColor, ink: RGBColor, bold: bool = False) -> None:
    cell.margin_left = cell.margin_right = Pt(CELL_SIDES / 2)
    cell.margin_top = cell.margin_bottom = Pt(CELL_ENDS / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = fill
    paragraph = cell.text_frame.paragraphs[0]
    _write(paragraph, text, size, ink, bold=bold)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    borders = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT"):
        _border(borders, side, None)
    _border(borders, "lnB", "B1B4B6")


def _border(properties: Any, side: str, colour: str | None) -> None:
    """A border of a cell, or none. They stand before the fill, as the format wants them."""
    made = properties.makeelement(qn(f"a:{side}"), {"w": "9525" if colour else "0"})
    if colour:
        solid = made.makeelement(qn("a:solidFill"), {})
        solid.append(solid.makeelement(qn("a:srgbClr"), {"val": colour}))
        made.append(solid)
    else:
        made.append(made.makeelement(qn("a:noFill"), {}))
    properties.insert(len([each for each in properties if each.tag.startswith(qn("a:ln"))]), made)


def _colour(properties: Any, colour: RGBColor) -> None:
    """The colour of writing whose run the library doesn't know: a number that the program fills in."""
    solid = properties.makeelement(qn("a:solidFill"), {})
    solid.append(solid.makeelement(qn("a:srgbClr"), {"val": str(colour)}))
    properties.insert(0, solid)


def _in_words(frame: Any, title: str, description: str) -> None:
    """What a table or chart is, for whoever can't see it."""
    named = frame._element.nvGraphicFramePr.cNvPr
    named.set("descr", description)
    named.set("title", title)


def _chart(slide: Any, chart: Chart) -> None:
    bars = chart.kind == "bar"
    data: Any = CategoryChartData(number_format=_format(chart.unit))  # type: ignore[no-untyped-call]
    data.categories = [_one_line(label) for label in chart.labels]
    for each in chart.lines:
        data.add_series(_one_line(each.title), [_number(point, chart.unit) for point in each.points])
    if not bars:
        for title, value in chart.levels:
            data.add_series(_level(title, value, chart.unit), [float(_scaled(value, chart.unit))] * len(chart.labels))
    kind = XL_CHART_TYPE.BAR_CLUSTERED if bars else XL_CHART_TYPE.LINE_MARKERS
    note = _chart_note(chart)
    high = BODY - (SMALL * LINE * 2 + 6)
    frame = slide.shapes.add_chart(kind, Pt(LEFT), Pt(TOP), Pt(ROOM), Pt(high), data)
    _in_words(frame, chart.title, chart.alternative)
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size, drawn.font.name, drawn.font.color.rgb = Pt(SMALL), FONT, INK
    drawn.has_legend = not bars or len(chart.lines) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        drawn.legend.font.size = Pt(SMALL)
    _axes(drawn, chart, bars=bars)
    for place, series in enumerate(drawn.plots[0].series):
        _series(series, place, chart, bars=bars)
    plot = drawn.plots[0]
    if bars:
        plot.gap_width, plot.vary_by_categories = 60, False
    if bars or (len(chart.lines) == 1 and len(chart.labels) <= MOST_WITH_FIGURES):
        labels = plot.series[0].data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, _format(chart.unit), False
        labels.font.size, labels.font.bold = Pt(SMALL), True
        labels.position = XL_LABEL_POSITION.OUTSIDE_END if bars else XL_LABEL_POSITION.ABOVE
    box = slide.shapes.add_textbox(Pt(LEFT), Pt(TOP + high), Pt(ROOM), Pt(SMALL * LINE * 2))
    box.text_frame.word_wrap = True
    _write(box.text_frame.paragraphs[0], (note,), SMALL, MUTED)


def _axes(drawn: Any, chart: Chart, *, bars: bool) -> None:
    axis = drawn.value_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _axis_format(chart), False
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb("D5D8DA")
    if bars:
        axis.minimum_scale = 0
        drawn.category_axis.reverse_order = True
        axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    else:
        scale = _scale(chart)
        axis.minimum_scale, axis.maximum_scale = (float(_scaled(each, chart.unit)) for each in (scale.low, scale.high))
        axis.major_unit = float(_scaled(scale.ticks[1] - scale.ticks[0], chart.unit))
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _scale(chart: Chart) -> Any:
    values = [value_of(point) for each in chart.lines for point in each.points]
    return round_axis([*values, *(value for _, value in chart.levels)], chart.unit)


def _series(series: Any, place: int, chart: Chart, *, bars: bool) -> None:
    is_level = place >= len(chart.lines)
    colour = _rgb("484949" if is_level else COLOURS[place % len(COLOURS)])
    if bars:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        return
    series.smooth = False
    series.format.line.color.rgb = colour
    series.format.line.width = Pt(1.5 if is_level else 2.75)
    dashes = LEVELS[(place - len(chart.lines)) % len(LEVELS)] if is_level else DASHES[place % len(DASHES)]
    series.format.line.dash_style = dashes
    series.marker.style = XL_MARKER_STYLE.NONE if is_level else MARKS[place % len(MARKS)]
    if not is_level:
        series.marker.size = 9
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
        series.marker.format.line.color.rgb = colour


def _chart_note(chart: Chart) -> str:
    said = []
    if chart.kind == "bar":
        said += [_level(title, value, chart.unit) + "." for title, value in chart.levels]
    else:
        low = _scale(chart).low
        said.append(f"The axis starts at {plain(low, chart.unit)}, not zero." if low else "The axis starts at zero.")
    if any(value_of(point) is None for each in chart.lines for point in each.points):
        said.append("A gap is no figure, or one that is too small to be shown.")
    return " ".join(said)


def _level(title: str, value: Fraction, unit: str) -> str:
    return _one_line(f"{title[:1].upper()}{title[1:]} {plain(value, unit)}")


def _scaled(value: Fraction, unit: str) -> Fraction:
    return value / 100 if unit == "percent" else value


def _number(point: Number | None, unit: str) -> float | None:
    value = value_of(point)
    return None if value is None else float(_scaled(value, unit))


def _format(unit: str) -> str:
    return {"percent": "0.0%", "count": "#,##0"}.get(unit, "#,##0.0")


def _axis_format(chart: Chart) -> str:
    if chart.unit != "percent":
        return "#,##0" if chart.unit == "count" else "#,##0.0"
    whole = all(tick.denominator == 1 for tick in _scale(chart).ticks)
    return "0%" if whole else "0.0%"
