"""A chart of a report as a drawing, and its points as a table: for the page and the PDF, which hold no data behind it.

Lines are told apart by their dashes and the shape of their marks, not by colour alone; each value of a bar stands at
its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from lineofsight.reports import wording
from lineofsight.reports.document import Cell, Chart, Column, Line, Number, Table
from lineofsight.reports.document_text import NO_FIGURE
from lineofsight.reports.drawing import Axis, at, line, picture, plain, round_axis, shortened, spread, writing
from lineofsight.reports.drawing import width as text_width
from lineofsight.reports.markup import Markup, tag
from lineofsight.reports.printed import printed

WIDTH = 720
#: Of lines: where the months stand, with writing on either side.
LEFT, RIGHT, TOP, BOTTOM, INSET = 68, 480, 44, 240, 12
#: Of bars: where they begin and end, and how high each is with the room around it.
BARS_FROM, BARS_TO, BAR, STEP = 250, 610, 20, 32
#: Each at least 3 to 1 against white and against its neighbours, also in shades of grey.
COLOURS = ("#1d3557", "#bf4d00", "#1d70b8", "#4c2c92", "#00703c", "#505a5f")
DASHES = (None, "7 4", "2 3", "12 4 2 4", "1 5", "9 2")
LEVELS = ("9 5", "14 4 3 4")
#: So many points are written in a row below each other's months; more are written one below the other.
MOST_IN_A_ROW = 12
_UNITS = {"percent": "Per cent", "count": "Number", "rate": "Per 10,000"}


def chart_svg(chart: Chart) -> Markup:
    """The chart as a picture with its title and its alternative text."""
    drawn, height = (_bars(chart) if chart.kind == "bar" else _lines(chart)) if _values(chart) else ([_nothing()], 90)
    return picture("los-chart", chart.title, chart.alternative, (WIDTH, height), *drawn)


def points_table(chart: Chart) -> Table:
    """The points of a chart: a row for each line; or one for each bar or month, where there are many."""
    caption = f"{chart.title}: the figures"
    note = " ".join(f"{wording.capital(words)}: {plain(value, chart.unit)}." for words, value in chart.levels)
    if chart.kind == "line" and len(chart.labels) <= MOST_IN_A_ROW:
        columns = (Column("Figure", width=3), *(Column(label, numbers=True) for label in chart.labels))
        rows = tuple((Cell((each.title,)), *(_cell(point) for point in each.points)) for each in chart.lines)
        return Table(caption, columns, rows, note=note)
    columns = (Column("", width=3), *(Column(each.title, numbers=True, width=2) for each in chart.lines))
    rows = tuple(
        (Cell((label,)), *(_cell(each.points[place]) for each in chart.lines))
        for place, label in enumerate(chart.labels)
    )
    return Table(caption, (Column("Month" if chart.kind == "line" else "Of", width=3), *columns[1:]), rows, note=note)


def value_of(point: Number | None) -> Fraction | None:
    """Where a point stands: as it is printed; None for a gap."""
    if point is None:
        return None
    found = printed(point)
    return found.value if found else None


def _cell(point: Number | None) -> Cell:
    return Cell((NO_FIGURE,) if point is None else (point,))


def _values(chart: Chart) -> list[Fraction]:
    found = (value_of(point) for each in chart.lines for point in each.points)
    return [value for value in found if value is not None]


def _nothing() -> Markup:
    return writing(WIDTH / 2, 50, "No figures to draw", "middle")


def _lines(chart: Chart) -> tuple[list[Markup], int]:
    axis = round_axis([*_values(chart), *(value for _, value in chart.levels)], chart.unit)
    drawn = [
        writing(8, 16, _note(chart, axis)),
        *_grid(chart, axis),
        *_months(chart),
        *(mark for place in range(len(chart.lines)) for mark in _series(chart, axis, place)),
        *_ends(chart, axis),
    ]
    height = BOTTOM + 56
    if len(chart.lines) > 1 or _has_gaps(chart):
        for place, each in enumerate(chart.lines):
            drawn += _key(place, shortened(each.title, WIDTH - 90), height)
            height += 24
        if _has_gaps(chart):
            drawn.append(writing(14, height, "Gap: no figure, or one that is too small to be shown"))
            height += 24
    return drawn, height


def _note(chart: Chart, axis: Axis) -> str:
    starts = f"Axis starts at {plain(axis.low, chart.unit)}, not zero." if axis.low else "Axis starts at zero."
    return f"{_UNITS.get(chart.unit, wording.capital(chart.unit))}. {starts}"


def _x(chart: Chart, place: float) -> float:
    last = len(chart.labels) - 1
    room = RIGHT - LEFT - 2 * INSET
    return LEFT + INSET + (room * place / last if last else room / 2)


def _y(axis: Axis, value: Fraction) -> float:
    return BOTTOM - axis.share(value) * (BOTTOM - TOP)


def _grid(chart: Chart, axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        y = _y(axis, tick)
        yield tag("line", x1=LEFT, y1=at(y), x2=RIGHT, y2=at(y), stroke="#b1b4b6", stroke_width="0.5")
        yield writing(LEFT - 8, y + 5.5, plain(tick, chart.unit), "end")


def _months(chart: Chart) -> Iterator[Markup]:
    """The labels below, as many as have room; the first and every so many."""
    widest = max(text_width(label) for label in chart.labels) + 10
    room = (RIGHT - LEFT - 2 * INSET) / max(len(chart.labels) - 1, 1)
    every = max(1, -int(-widest // room)) if len(chart.labels) > 1 else 1
    for place, label in enumerate(chart.labels):
        if place % every == 0:
            x = min(max(_x(chart, place), text_width(label) / 2), RIGHT + 60)
            yield line(_x(chart, place), BOTTOM, _x(chart, place), BOTTOM + 5, thick=1)
            yield writing(x, BOTTOM + 23, shortened(label, 2 * LEFT), "middle")


def _series(chart: Chart, axis: Axis, which: int) -> Iterator[Markup]:
    """One line, broken at its gaps, with a mark at each point that says its figure."""
    each, colour = chart.lines[which], COLOURS[which % len(COLOURS)]
    known = [(place, value) for place, point in enumerate(each.points) if (value := value_of(point)) is not None]
    for _, group in groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0]):
        corners = [f"{at(_x(chart, place))},{at(_y(axis, value))}" for _, (place, value) in group]
        if len(corners) > 1:
            yield tag(
                "polyline",
                points=" ".join(corners),
                fill="none",
                stroke=colour,
                stroke_width="2.5",
                stroke_linejoin="round",
                stroke_dasharray=DASHES[which % len(DASHES)],
            )
    for place, value in known:
        said = f"{each.title}, {chart.labels[place]}: {_text(each, place)}"
        yield tag("g", tag("title", said), _mark(which, _x(chart, place), _y(axis, value)))


def _text(each: Line, place: int) -> str:
    point = each.points[place]
    return NO_FIGURE if point is None else point.text


def _mark(which: int, x: float, y: float) -> Markup:
    """A circle, a square, a diamond or a triangle."""
    colour, reach = COLOURS[which % len(COLOURS)], 5
    if which % 4 == 0:
        return tag("circle", cx=at(x), cy=at(y), r=4, fill=colour)
    corners = {
        1: ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
        2: ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
        3: ((0, -1), (1, 0.9), (-1, 0.9)),
    }[which % 4]
    points = " ".join(f"{at(x + reach * right)},{at(y + reach * down)}" for right, down in corners)
    return tag("polygon", points=points, fill=colour)


def _ends(chart: Chart, axis: Axis) -> Iterator[Markup]:
    """What stands at the right of each line: its last figure; and of each target: its words and value."""
    named: list[tuple[Fraction, str, str | None, str | None]] = []
    for each in chart.lines:
        value = value_of(each.points[-1]) if each.points else None
        if value is not None:
            named.append((value, _text(each, len(each.points) - 1), None, "bold"))
    for place, (words, level) in enumerate(chart.levels):
        dashes = LEVELS[place % len(LEVELS)]
        written = plain(level, chart.unit)
        title = shortened(wording.capital(words), WIDTH - RIGHT - 34 - text_width(written))
        named.append((level, f"{title} {written}", dashes, None))
        y = _y(axis, level)
        yield line(LEFT, y, RIGHT, y, dash=dashes, class_="los-chart__level")
    places = [_y(axis, value) for value, *_ in named]
    for y, moved, (_, text, dash, weight) in zip(places, spread(places, TOP, BOTTOM), named, strict=True):
        yield line(RIGHT, y, RIGHT + 18, moved, dash=dash, thick=1)
        yield writing(RIGHT + 22, moved + 5.5, text, weight=weight)


def _key(place: int, title: str, y: float) -> Iterator[Markup]:
    yield tag(
        "line",
        x1=14,
        y1=at(y - 5),
        x2=54,
        y2=at(y - 5),
        stroke=COLOURS[place % len(COLOURS)],
        stroke_width="2.5",
        stroke_dasharray=DASHES[place % len(DASHES)],
    )
    yield _mark(place, 34, y - 5)
    yield writing(64, y, title)


def _has_gaps(chart: Chart) -> bool:
    return any(value_of(point) is None for each in chart.lines for point in each.points)


def _bars(chart: Chart) -> tuple[list[Markup], int]:
    """A bar for each label, from zero, one below the other; targets as lines across them."""
    series = chart.lines[0]
    largest = max([*_values(chart), *(value for _, value in chart.levels)])
    most = max(largest, Fraction(1, 10))
    top = 30 + 22 * len(chart.levels)
    bottom = top + STEP * len(chart.labels)

    def x(value: Fraction) -> float:
        return BARS_FROM + float(max(value, Fraction(0)) / most) * (BARS_TO - BARS_FROM)

    drawn = [writing(8, 16, f"{_UNITS.get(chart.unit, wording.capital(chart.unit))}. Bars start at zero.")]
    for place, label in enumerate(chart.labels):
        y = top + STEP * place
        value = value_of(series.points[place])
        drawn.append(writing(BARS_FROM - 10, y + BAR * 0.78, shortened(label, BARS_FROM - 20), "end"))
        if value is not None:
            drawn.append(tag("rect", x=BARS_FROM, y=at(y), width=at(x(value) - BARS_FROM), height=BAR, fill=COLOURS[0]))
        end = BARS_FROM if value is None else x(value)
        drawn.append(writing(end + 8, y + BAR * 0.78, shortened(_text(series, place), WIDTH - end - 10)))
    for place, (words, level) in enumerate(chart.levels):
        y = 38 + 22 * place
        dash = LEVELS[place % len(LEVELS)]
        drawn.append(line(x(level), y + 4, x(level), bottom, dash=dash, class_="los-chart__level"))
        said = shortened(f"{wording.capital(words)} {plain(level, chart.unit)}", WIDTH - 20)
        half = text_width(said) / 2
        drawn.append(writing(min(max(x(level), half), WIDTH - half), y, said, "middle"))
    drawn.append(line(BARS_FROM, top - 6, BARS_FROM, bottom, thick=1))
    return drawn, bottom + 12
