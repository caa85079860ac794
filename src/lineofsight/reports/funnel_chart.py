"""The members of a breakdown by size and percentage, in a funnel of what chance alone would give; drawn as SVG.

A small team's percentage swings widely by chance, a large one's hardly. The funnel shows how far: a member inside it
is no different from the whole, however high or low it looks. Only members outside the outer limits are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.reports.drawing import (
    LINE,
    SIZE,
    Axis,
    Box,
    at,
    line,
    picture,
    plain,
    round_axis,
    shortened,
    spread,
    writing,
)
from lineofsight.reports.drawing import width as text_width
from lineofsight.reports.icons import marker
from lineofsight.reports.markup import Markup, tag
from lineofsight.reports.wording import count, number
from lineofsight.statistics.intervals import FAR, USUAL, differs, funnel_limits, wilson
from lineofsight.statistics.process_control import Kind

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT = 66, 540
TOP, BOTTOM = 36, 270
INSET = 8
#: A member of fewer cases is drawn hollow: one case is more than 10 percentage points.
FEW = 10
DASHES = {FAR: None, USUAL: "2 4"}
STEPS = 80


@dataclass(frozen=True)
class Member:
    """One member of a breakdown, or the whole: its name and how many of its cases are met."""

    name: str
    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction:
        """In per cent. Only of members that have cases."""
        return Fraction(100 * self.numerator, self.denominator)


@dataclass(frozen=True)
class _Scene:
    members: tuple[Member, ...]
    whole: Member
    better: str
    across: Axis
    up: Axis

    def x(self, cases: float) -> float:
        return LEFT + INSET + self.across.share(cases) * (RIGHT - LEFT - 2 * INSET)

    def y(self, value: Fraction | float) -> float:
        return BOTTOM - self.up.share(value) * (BOTTOM - TOP)

    @property
    def share(self) -> Fraction:
        return self.whole.value / 100

    def kind(self, member: Member) -> Kind:
        """Whether a member differs from the whole beyond 99.8%, and whether that is good."""
        side = differs(member.numerator, member.denominator, self.share)
        if not side:
            return Kind.COMMON
        if not self.better:
            return Kind.NEUTRAL_UP if side == "higher" else Kind.NEUTRAL_DOWN
        return Kind.IMPROVEMENT if side == self.better else Kind.CONCERN


def funnel_chart(
    members: Sequence[Member], whole: Member, title: str, *, better: str = "", cases: str = "children"
) -> Markup:
    """The members around the whole's percentage with its 95% and 99.8% limits, as a picture of 720 by 360.

    Limits: exact binomial (`intervals.funnel_limits`). A member outside the 99.8% limits is marked by shape and colour
    and named; with 20 members chance alone puts one outside the 95% limits, so that is no reason to name it. Members
    of fewer than 10 cases are hollow; members without cases are not drawn, and the words name them.

    What may not be published (small numbers, say) must be left out before: the picture and its words tell every
    member's numerator and denominator. ValueError where `better` is not "higher", "lower" or "".
    """
    if better not in ("higher", "lower", ""):
        raise ValueError(f"better is {better!r}: it must be higher, lower or empty")
    words = funnel_chart_words(members, whole, better=better, cases=cases)
    scene = _scene(members, whole, better)
    if scene is None:
        empty = writing((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2, "No cases", "middle")
        return picture("los-funnel-chart", title, words, (WIDTH, HEIGHT), empty)
    curves = list(_curves(scene))
    return picture(
        "los-funnel-chart",
        title,
        words,
        (WIDTH, HEIGHT),
        writing(8, 16, _note(scene)),
        *_grid(scene, cases),
        *_limits(scene, curves),
        *_line_labels(scene),
        *_members(scene, cases),
        *_names(scene, [point for _, points in curves for point in points]),
        *_legend(scene, cases),
    )


def funnel_chart_words(members: Sequence[Member], whole: Member, *, better: str = "", cases: str = "children") -> str:
    """What the chart shows, in sentences: the whole, who differs from it, how many don't, and who has no cases."""
    scene = _scene(members, whole, better)
    if scene is None:
        return "No cases."
    different = [member for member in scene.members if scene.kind(member) is not Kind.COMMON]
    said = [f"{whole.name} {_figure(whole, cases)}."]
    for member in different:
        said.append(f"{member.name} differs by more than chance: {_figure(member, cases)}, {_side(scene, member)}.")
    rest = len(scene.members) - len(different)
    said.append(
        f"{rest} of {len(scene.members)} {'is' if rest == 1 else 'are'} within the 99.8% limits."
        if different
        else f"All within the 99.8% limits ({len(scene.members)}): no different from the whole."
    )
    few = sum(1 for member in scene.members if member.denominator < FEW)
    if few:
        have = "has" if few == 1 else "have"
        said.append(f"{few} {have} fewer than {FEW} {cases}: one is more than 10 percentage points there.")
    nobody = [member.name for member in members if member.denominator == 0]
    if nobody:
        said.append(f"No cases: {', '.join(nobody)}.")
    return " ".join(said)


def _scene(members: Sequence[Member], whole: Member, better: str) -> _Scene | None:
    drawn = tuple(member for member in members if member.denominator > 0)
    if not drawn or whole.denominator == 0:
        return None
    sizes = [member.denominator for member in drawn]
    across = round_axis([Fraction(0), Fraction(max(sizes))], "count")
    values = [whole.value, *(member.value for member in drawn)]
    widest = funnel_limits(min(sizes), whole.value / 100)
    up = round_axis([*values, Fraction(widest.lower), Fraction(widest.upper)], "percent")
    return _Scene(drawn, whole, better, across, up)


def _figure(member: Member, cases: str) -> str:
    return f"{number(member.value, 'percent')} ({count(member.numerator)} of {count(member.denominator)} {cases})"


def _side(scene: _Scene, member: Member) -> str:
    side = "higher" if member.value > scene.whole.value else "lower"
    good = {Kind.IMPROVEMENT: ", which is better", Kind.CONCERN: ", which is worse"}.get(scene.kind(member), "")
    return f"{side} than the whole{good}"


def _note(scene: _Scene) -> str:
    low = scene.up.low
    return f"Per cent. Axis starts at {plain(low, 'percent')}, not zero." if low else "Per cent. Axis starts at zero."


def _grid(scene: _Scene, cases: str) -> Iterator[Markup]:
    for tick in scene.up.ticks:
        y = scene.y(tick)
        yield tag("line", x1=LEFT, y1=at(y), x2=RIGHT, y2=at(y), stroke="#b1b4b6", stroke_width="0.5")
        yield writing(LEFT - 8, y + 5.5, plain(tick, "percent"), "end")
    for tick in scene.across.ticks:
        x = scene.x(float(tick))
        yield line(x, BOTTOM, x, BOTTOM + 5, thick=1)
        yield writing(x, BOTTOM + 23, plain(tick, "count"), "middle")
    named = shortened(f"How many {cases} (out of)", RIGHT - LEFT)
    yield writing((LEFT + RIGHT) / 2, BOTTOM + 23 + LINE, named, "middle")


def _sizes(scene: _Scene) -> list[int]:
    """For how many cases the limits are worked out: from the smallest member's to the end of the axis."""
    first, last = min(member.denominator for member in scene.members), int(scene.across.high)
    even = {first + (last - first) * step // STEPS for step in range(STEPS + 1)}
    return sorted(even | set(range(first, min(first + 20, last))))


def _curves(scene: _Scene) -> Iterator[tuple[Fraction, list[tuple[float, float]]]]:
    """The four limits as points of the drawing."""
    sizes = _sizes(scene)
    for confidence in DASHES:
        limits = [(size, funnel_limits(size, scene.share, confidence)) for size in sizes]
        yield confidence, [(scene.x(size), scene.y(limit.lower)) for size, limit in limits]
        yield confidence, [(scene.x(size), scene.y(limit.upper)) for size, limit in limits]


def _limits(scene: _Scene, curves: Sequence[tuple[Fraction, list[tuple[float, float]]]]) -> Iterator[Markup]:
    for confidence, points in curves:
        yield tag(
            "polyline",
            points=" ".join(f"{at(x)},{at(y)}" for x, y in points),
            fill="none",
            stroke="currentColor",
            stroke_width="1.5",
            stroke_dasharray=DASHES[confidence],
            class_=f"los-funnel-chart__{'outer' if confidence == FAR else 'inner'}",
        )
    y = scene.y(scene.whole.value)
    yield line(LEFT, y, RIGHT - INSET, y, dash="9 5", thick=2, class_="los-funnel-chart__whole")


def _line_labels(scene: _Scene) -> Iterator[Markup]:
    last = int(scene.across.high)
    far, usual = (funnel_limits(last, scene.share, confidence) for confidence in (FAR, USUAL))
    named = [
        (far.upper, "99.8% limit", None),
        (usual.upper, "95% limit", DASHES[USUAL]),
        (float(scene.whole.value), f"{scene.whole.name} {number(scene.whole.value, 'percent')}", "9 5"),
        (usual.lower, "95% limit", DASHES[USUAL]),
        (far.lower, "99.8% limit", None),
    ]
    places = [scene.y(value) for value, *_ in named]
    start = RIGHT - INSET
    for y, moved, (_, text, dash) in zip(places, spread(places, TOP, BOTTOM), named, strict=True):
        yield line(start, y, RIGHT + 14, moved, dash=dash, thick=1)
        yield writing(RIGHT + 18, moved + 5.5, _fitted(text, WIDTH - RIGHT - 22))


def _fitted(text: str, room: float) -> str:
    """A name and its figure in the room that they have: the name gives way, never the figure."""
    name, _, figure = text.rpartition(" ")
    return text if text_width(text) <= room else f"{shortened(name, room - text_width(f' {figure}'))} {figure}"


def _reach(member: Member, kind: Kind) -> float:
    return 7 if kind is not Kind.COMMON else 5


def _members(scene: _Scene, cases: str) -> Iterator[Markup]:
    for member in scene.members:
        kind = scene.kind(member)
        interval = wilson(member.numerator, member.denominator)
        said = f"{member.name}: {_figure(member, cases)}"
        if interval is not None:
            said += f", 95% interval {interval.lower:.1f}% to {interval.upper:.1f}%"
        x, y = scene.x(member.denominator), scene.y(member.value)
        mark = marker(kind, x, y, _reach(member, kind), hollow=member.denominator < FEW)
        yield tag("g", tag("title", said), mark, class_=f"los-funnel-chart__{kind.name.lower().replace('_', '-')}")


def _names(scene: _Scene, curves: Sequence[tuple[float, float]]) -> Iterator[Markup]:
    """The names of the members that differ, where there is room: beside the mark, else further off with a line to it.

    Clear of the limits if that can be, else of the marks, always of the other names and of the edge. A name for
    which there is no room is left out of the picture; the words have it.
    """
    plot = Box(LEFT, TOP - 8, RIGHT, BOTTOM)
    whole = scene.y(scene.whole.value)
    lines = [*curves, *((float(x), whole) for x in range(LEFT, RIGHT, 8))]
    marks = [_around(scene, member) for member in scene.members]
    placed: list[Box] = []
    for member in sorted(scene.members, key=lambda each: (each.denominator, each.name)):
        if scene.kind(member) is Kind.COMMON:
            continue
        text = shortened(member.name, (RIGHT - LEFT) / 2)
        mark = _around(scene, member)
        room = [
            box
            for box in _candidates(mark, text)
            if box.within(plot) and not any(box.overlaps(other) for other in placed)
        ]
        clear = [box for box in room if not any(box.overlaps(other) for other in marks if other != mark)]
        free = (box for box in clear if not any(box.holds(x, y) for x, y in lines))
        box = next(free, next(iter(clear or room), None))
        if box is None:
            continue
        placed.append(box)
        if not _beside(box, mark):
            near = box.left if box.left >= mark.right else box.right
            middle, height = (mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2
            yield line(middle, height, near, (box.top + box.bottom) / 2, thick=1)
        yield writing(box.left + 2, box.bottom - 5, text)


def _around(scene: _Scene, member: Member) -> Box:
    x, y, reach = scene.x(member.denominator), scene.y(member.value), 7
    return Box(x - reach, y - reach, x + reach, y + reach)


def _candidates(mark: Box, text: str) -> Iterator[Box]:
    """Where a name may stand: right, left, above, below, then in steps away from the mark."""
    wide, high = text_width(text) + 4, SIZE + 2
    middle = (mark.top + mark.bottom - high) / 2
    centre = (mark.left + mark.right - wide) / 2
    yield _box(mark.right + 2, middle, wide, high)
    yield _box(mark.left - 2 - wide, middle, wide, high)
    yield _box(centre, mark.top - high - 1, wide, high)
    yield _box(centre, mark.bottom + 1, wide, high)
    for step in range(1, 14):
        for down in (-step * 10, step * 10):
            yield _box(mark.right + 14, middle + down, wide, high)
            yield _box(mark.left - 14 - wide, middle + down, wide, high)


def _box(left: float, top: float, wide: float, high: float) -> Box:
    return Box(left, top, left + wide, top + high)


def _beside(box: Box, mark: Box) -> bool:
    return box.overlaps(Box(mark.left - 4, mark.top - 4, mark.right + 4, mark.bottom + 4))


def _legend(scene: _Scene, cases: str) -> Iterator[Markup]:
    """What the marks mean: only of those that are there."""
    words = {
        Kind.IMPROVEMENT: "Better",
        Kind.CONCERN: "Worse",
        Kind.NEUTRAL_UP: "Higher",
        Kind.NEUTRAL_DOWN: "Lower",
        Kind.COMMON: "No different",
    }
    x, y = 14.0, float(HEIGHT - 14)
    there = {scene.kind(member) for member in scene.members}
    marks = [(kind, words[kind], False) for kind in Kind if kind in there]
    if any(member.denominator < FEW for member in scene.members):
        marks.append((Kind.COMMON, f"Under {FEW} {cases}", True))
    for kind, text, hollow in marks:
        shown = shortened(text, WIDTH - x - 14)
        if not shown:
            continue
        yield marker(kind, x, y - 5, 6 if kind is not Kind.COMMON else 5, hollow=hollow)
        yield writing(x + 12, y, shown)
        x += 12 + text_width(shown) + 20
