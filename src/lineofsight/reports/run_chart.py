"""A series of months as a run chart: its figures, mean, process limits and targets, drawn on the server as SVG.

The same drawing stands on a page and in a document. Every line is labelled where it ends and has dashes of its own; the
marks of special months have shapes of their own. The label of the picture says all of it in words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import ceil

from lineofsight.calendar import Month
from lineofsight.reports.drawing import (
    LINE,
    Axis,
    at,
    line,
    picture,
    plain,
    round_axis,
    spread,
    writing,
)
from lineofsight.reports.drawing import width as text_width
from lineofsight.reports.icons import SHORT_WORDS, marker
from lineofsight.reports.markup import Markup, tag, together
from lineofsight.reports.wording import month_name, number
from lineofsight.statistics.process_control import Kind, Point, ProcessControl

Values = Sequence[Fraction | None]

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT = 68, 520  # where the months stand; writing on either side
TOP, BOTTOM = 44, 230
INSET = 8
SHOWN = 36
#: How far apart the names of months, and of years, must stand.
MONTH_ROOM, YEAR_ROOM = 36, 48
#: How lines are dashed, so that none is told by its colour alone.
DASHES = {"mean": None, "limit": "2 4", "minimum": "9 5", "upper": "14 4 3 4"}
BAND = "#e4e7e8"


@dataclass(frozen=True)
class _Scene:
    """What is drawn: the months that are shown, and where they stand."""

    months: tuple[Month, ...]
    values: tuple[Fraction | None, ...]
    points: tuple[Point, ...]
    unit: str
    axis: Axis

    def x(self, place: float) -> float:
        room = RIGHT - LEFT - 2 * INSET
        last = len(self.months) - 1
        return LEFT + INSET + (room * place / last if last else room / 2)

    def y(self, value: Fraction) -> float:
        return BOTTOM - self.axis.share(value) * (BOTTOM - TOP)


def run_chart(
    months: Sequence[Month],
    values: Values,
    unit: str,
    title: str,
    *,
    control: ProcessControl | None = None,
    minimum: Fraction | None = None,
    upper: Fraction | None = None,
    shown: int = SHOWN,
) -> Markup:
    """The last `shown` months of a series as a picture of 720 by 320.

    `months` and `values`: the whole series, oldest first, in its unit (percent, count, rate); None is a gap.
    `control`: what process control says of the same whole series; without it (year to date, rolling year) the
    figures and targets are drawn alone. Limits beyond 0 or 100 per cent are drawn as the edge of the band, without
    a line, because no figure could cross them. `minimum` and `upper` are the indicator's targets.

    On a narrow screen the picture keeps its size, so that its writing stays readable: put it in a region that scrolls.
    ValueError where the series don't have the same length.
    """
    scene = _scene(months, values, unit, control, (minimum, upper), shown)
    words = run_chart_words(months, values, unit, control=control, minimum=minimum, upper=upper, shown=shown)
    figures = [value for value in scene.values if value is not None]
    if not figures:
        empty = writing((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2, "No figures in these months", "middle")
        return picture("los-run-chart", title, words, (WIDTH, HEIGHT), empty)
    rebases = [
        (rebase.at - (len(values) - len(scene.months)), chr(ord("A") + place % 26))
        for place, rebase in enumerate(control.rebases if control else ())
    ]
    return picture(
        "los-run-chart",
        title,
        words,
        (WIDTH, HEIGHT),
        writing(8, 16, _note(scene.axis, unit, control)),
        *_grid(scene),
        *_limits(scene),
        *_rebases(scene, [(place, letter) for place, letter in rebases if place > 0]),
        *_targets(scene, minimum, upper),
        *_figures(scene),
        *_labels(scene, minimum, upper),
        *_month_labels(scene),
        *_legend(scene),
    )


def run_chart_words(
    months: Sequence[Month],
    values: Values,
    unit: str,
    *,
    control: ProcessControl | None = None,
    minimum: Fraction | None = None,
    upper: Fraction | None = None,
    shown: int = SHOWN,
) -> str:
    """What the chart shows, in sentences: for those who don't see it, and as its text beside it."""
    scene = _scene(months, values, unit, control, (minimum, upper), shown)
    known = [(value, month) for month, value in zip(scene.months, scene.values, strict=True) if value is not None]
    if not known:
        return "No figures in these months."
    low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    said = [
        f"{_counted(len(scene.months), 'month')}, {month_name(scene.months[0])} to {month_name(scene.months[-1])}.",
        f"Latest figure {number(known[-1][0], unit)} in {month_name(known[-1][1])}; "
        f"lowest {number(low[0], unit)} in {month_name(low[1])}, highest {number(high[0], unit)} in "
        f"{month_name(high[1])}.",
    ]
    gaps = [month_name(month) for month, value in zip(scene.months, scene.values, strict=True) if value is None]
    if gaps:
        said.append(f"No figure in {_listed(gaps)}.")
    if minimum is not None:
        said.append(f"Minimum target {plain(minimum, unit)}.")
    if upper is not None:
        said.append(f"Upper target {plain(upper, unit)}.")
    said += _limits_in_words(scene, control)
    for place, rebase in enumerate(control.rebases if control else ()):
        said.append(
            f"{chr(ord('A') + place % 26)}: limits set anew from {month_name(months[rebase.at])}: "
            f"{rebase.reason.rstrip('.')}."
        )
    for kind, named in _special(scene):
        said.append(f"{SHORT_WORDS[kind]}: {named}.")
    return " ".join(said)


def _scene(
    months: Sequence[Month],
    values: Values,
    unit: str,
    control: ProcessControl | None,
    targets: Sequence[Fraction | None],
    shown: int,
) -> _Scene:
    if len(months) != len(values) or (control is not None and len(control.points) != len(values)):
        raise ValueError("months, figures and process control must be of one and the same series")
    start = max(0, len(months) - shown)
    points = control.points[start:] if control else ()
    drawn = [limit for point in points for limit in (point.mean, point.drawn_lower, point.drawn_upper)]
    axis = round_axis([*values[start:], *drawn, *targets], unit)
    return _Scene(tuple(months[start:]), tuple(values[start:]), points, unit, axis)


def _note(axis: Axis, unit: str, control: ProcessControl | None) -> str:
    """What the axis is, said where the eye begins."""
    of = {
        "percent": "Per cent",
        "count": "Number",
        "rate": "Per 10,000 aged 0 to 17",
        "median": "Median",
        "mean": "Mean",
    }.get(unit, unit)
    starts = f"Axis starts at {plain(axis.low, unit)}, not zero." if axis.low else "Axis starts at zero."
    return f"{of}. {starts}{' Trial limits.' if control and control.is_trial else ''}"


def _grid(scene: _Scene) -> Iterator[Markup]:
    for tick in scene.axis.ticks:
        y = scene.y(tick)
        yield tag("line", x1=LEFT, y1=at(y), x2=RIGHT, y2=at(y), stroke="#b1b4b6", stroke_width="0.5")
        yield writing(LEFT - 8, y + 5.5, plain(tick, scene.unit), "end")


def _stretches(scene: _Scene) -> Iterator[tuple[float, float, Point]]:
    """The months that share their limits: from and to which x, and one of them. Half a month on either side."""
    place = 0
    for _, group in groupby(scene.points, key=lambda point: (point.mean, point.lower, point.upper)):
        members = list(group)
        first = scene.x(0) - INSET if place == 0 else scene.x(place - 0.5)
        place += len(members)
        last = RIGHT if place == len(scene.points) else scene.x(place - 0.5)
        yield first, last, members[0]


def _limits(scene: _Scene) -> Iterator[Markup]:
    for first, last, point in _stretches(scene):
        if point.mean is None:
            continue
        mean = scene.y(point.mean)
        if point.drawn_lower is not None and point.drawn_upper is not None and point.drawn_lower != point.drawn_upper:
            top, bottom = scene.y(point.drawn_upper), scene.y(point.drawn_lower)
            yield tag("rect", x=at(first), y=at(top), width=at(last - first), height=at(bottom - top), fill=BAND)
            for limit in _crossable(point):
                y = scene.y(limit)
                yield line(first, y, last, y, dash=DASHES["limit"], class_="los-run-chart__limit")
        yield line(first, mean, last, mean, dash=DASHES["mean"], thick=1, class_="los-run-chart__mean")


def _crossable(point: Point) -> list[Fraction]:
    """The limits that a figure can lie beyond."""
    pairs = ((point.lower, point.drawn_lower), (point.upper, point.drawn_upper))
    return [limit for limit, drawn in pairs if limit is not None and limit == drawn and point.lower != point.upper]


def _rebases(scene: _Scene, rebases: Sequence[tuple[int, str]]) -> Iterator[Markup]:
    for place, letter in rebases:
        x = scene.x(place - 0.5)
        yield line(x, TOP - 6, x, BOTTOM, dash="1 3", thick=1, class_="los-run-chart__rebase")
        yield writing(x, TOP - 9, letter, "middle", "bold")


def _targets(scene: _Scene, minimum: Fraction | None, upper: Fraction | None) -> Iterator[Markup]:
    for name, value in (("minimum", minimum), ("upper", upper)):
        if value is not None:
            y = scene.y(value)
            yield line(LEFT, y, RIGHT, y, dash=DASHES[name], class_=f"los-run-chart__{name}")


def _figures(scene: _Scene) -> Iterator[Markup]:
    """The line of the figures, broken at gaps, and the mark of each month with its figure as a tooltip."""
    kinds = [point.kind for point in scene.points] or [None] * len(scene.months)
    known = [(place, value) for place, value in enumerate(scene.values) if value is not None]
    for _, group in groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0]):
        corners = [f"{at(scene.x(place))},{at(scene.y(value))}" for _, (place, value) in group]
        if len(corners) > 1:
            yield tag(
                "polyline",
                points=" ".join(corners),
                fill="none",
                stroke="currentColor",
                stroke_width=2,
                stroke_linejoin="round",
                class_="los-run-chart__figures",
            )
    for place, value in known:
        kind = kinds[place] or Kind.COMMON
        said = f"{month_name(scene.months[place])}: {number(value, scene.unit)}"
        if kind is not Kind.COMMON:
            said += f", {SHORT_WORDS[kind].lower()}: {', '.join(scene.points[place].rules)}"
        mark = marker(kind, scene.x(place), scene.y(value), 3 if kind is Kind.COMMON else 6)
        yield tag("g", tag("title", said), mark, class_=f"los-run-chart__{kind.name.lower().replace('_', '-')}")


def _labels(scene: _Scene, minimum: Fraction | None, upper: Fraction | None) -> Iterator[Markup]:
    """What each line is, at its right end, joined to it by a line with the same dashes."""
    named: list[tuple[Fraction, str, str | None, str | None]] = []
    if scene.values[-1] is not None:
        named.append((scene.values[-1], f"Latest {number(scene.values[-1], scene.unit)}", None, "bold"))
    if upper is not None:
        named.append((upper, f"Target upper {plain(upper, scene.unit)}", DASHES["upper"], None))
    if minimum is not None:
        named.append((minimum, f"Target min {plain(minimum, scene.unit)}", DASHES["minimum"], None))
    if scene.points and (mean := scene.points[-1].mean) is not None:
        named.append((mean, f"Mean {number(mean, scene.unit)}", DASHES["mean"], None))
        named += [
            (limit, f"Limit {number(limit, scene.unit)}", DASHES["limit"], None)
            for limit in _crossable(scene.points[-1])
        ]
    places = [scene.y(value) for value, *_ in named]
    for y, moved, (_, text, dash, weight) in zip(places, spread(places, TOP, BOTTOM), named, strict=True):
        yield line(RIGHT, y, RIGHT + 18, moved, dash=dash, thick=1)
        yield writing(RIGHT + 22, moved + 5.5, text, weight=weight)


def _month_labels(scene: _Scene) -> Iterator[Markup]:
    """January, April, July and October, the year below the first and each January; fewer where they would collide."""
    each = scene.x(1) - scene.x(0) if len(scene.months) > 1 else float(RIGHT - LEFT)
    step = next((step for step in (1, 3, 6, 12) if step * each >= MONTH_ROOM), 0)
    years = ceil(YEAR_ROOM / (12 * each))
    labelled = [
        place
        for place, month in enumerate(scene.months)
        if (step and (month.month - 1) % step == 0) or (month.month == 1 and month.year % years == 0)
    ] or [0]
    for place in labelled:
        month, x = scene.months[place], scene.x(place)
        yield line(x, BOTTOM, x, BOTTOM + 5, thick=1)
        yield writing(x, BOTTOM + 23, calendar.month_abbr[month.month], "middle")
        januaries = [scene.x(later) for later in labelled if later > place and scene.months[later].month == 1]
        if month.month == 1 or (place == labelled[0] and all(later - x >= YEAR_ROOM for later in januaries)):
            yield writing(x, BOTTOM + 23 + LINE, str(month.year), "middle")


def _legend(scene: _Scene) -> Iterator[Markup]:
    """What the marks mean: only of those that are there."""
    x, y = 14.0, float(HEIGHT - 14)
    there = {point.kind for point in scene.points if point.kind is not None}
    for kind in Kind:
        if kind in there:
            yield together(marker(kind, x, y - 5, 6 if kind is not Kind.COMMON else 4))
            yield writing(x + 12, y, SHORT_WORDS[kind])
            x += 12 + text_width(SHORT_WORDS[kind]) + 20
    if None in scene.values:
        yield writing(x - 6, y, "Gap: no figure")


def _limits_in_words(scene: _Scene, control: ProcessControl | None) -> list[str]:
    if not scene.points or (mean := scene.points[-1].mean) is None:
        return ["No process limits."]
    last = scene.points[-1]
    limits = [number(limit, scene.unit) for limit in _crossable(last)]
    trial = ", on trial" if control and control.is_trial else ""
    if len(limits) == 2:
        said = f"process limits {limits[0]} to {limits[1]}{trial}"
    elif limits:
        side = "lower" if last.lower == last.drawn_lower else "upper"
        said = f"{side} process limit {limits[0]}{trial}"
    else:
        said = "no process limits"
    return [f"Mean {number(mean, scene.unit)}, {said}."]


def _special(scene: _Scene) -> Iterator[tuple[Kind, str]]:
    """The months of each special kind, runs of months as from and to."""
    for kind in Kind:
        if kind is Kind.COMMON:
            continue
        places = [place for place, point in enumerate(scene.points) if point.kind is kind]
        runs = []
        for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
            run = [month_name(scene.months[place]) for _, place in group]
            runs.append(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}")
        if runs:
            yield kind, _listed(runs)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _counted(how_many: int, what: str) -> str:
    return f"{how_many} {what}" if how_many == 1 else f"{how_many} {what}s"
