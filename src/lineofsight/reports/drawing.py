"""What every chart needs before it is drawn: an axis with round numbers, and labels that don't collide or stick out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from lineofsight.reports.markup import Markup, tag
from lineofsight.reports.sparkline import scale
from lineofsight.reports.wording import number

#: The size of all writing in a chart, in units of the drawing: 12 points when it is shown at its own size.
SIZE = 16
#: The least distance between two lines of writing.
LINE = 19
#: What a figure can be at all, by unit.
LOWEST, HIGHEST = Fraction(0), {"percent": Fraction(100)}

_NARROW, _WIDE = set("ijl.,:;'|!()[]ftrI -/"), set("mwMWQO%@")


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with a tick at each round number."""

    low: Fraction
    high: Fraction
    ticks: tuple[Fraction, ...]

    def share(self, value: Fraction | float) -> float:
        """How far up the axis a value lies: 0 at its low end, 1 at its high end."""
        return float((Fraction(value) - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def round_axis(values: Sequence[Fraction | None], unit: str, ticks: int = 5) -> Axis:
    """The axis that holds all values, with about so many steps of 1, 2 or 5 times a power of ten.

    It covers at least 10 percentage points, or a fifth of the largest number, as a trend line does
    (`sparkline.scale`), so that a small change looks small. It doesn't go beyond what a figure can be, and it
    starts at zero only where the figures are near it: the chart says so.

    >>> axis = round_axis([Fraction(72), Fraction("88.5")], "percent")
    >>> [int(tick) for tick in axis.ticks]
    [70, 75, 80, 85, 90]
    """
    low, high = scale(values, unit)
    step = _round_step((high - low) / ticks)
    step = max(step, Fraction(1) if unit == "count" else Fraction(1, 10))  # what a label can tell apart
    low = max(floor(low / step) * step, LOWEST)
    high = max(ceil(high / step) * step, low + step)
    high = min(high, HIGHEST.get(unit, high))
    low = min(low, high - step)
    return Axis(low, high, tuple(low + step * place for place in range(int((high - low) / step) + 1)))


def _round_step(step: Fraction) -> Fraction:
    power = Fraction(1)
    while power * 10 <= step:
        power *= 10
    while power > step:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)


def tick_label(tick: Fraction, unit: str) -> str:
    """A round number as the axis writes it: 85%, 1,200, 0.5."""
    return plain(tick, unit)


def plain(value: Fraction, unit: str) -> str:
    """A figure in its unit, without a decimal that says nothing: 85%, 96.5%, 33.3.

    >>> plain(Fraction(85), "percent"), plain(Fraction("96.5"), "percent"), plain(Fraction(1200), "rate")
    ('85%', '96.5%', '1,200')
    """
    written = number(value, unit)
    return written.replace(".0%", "%").removesuffix(".0")


def width(text: str) -> float:
    """At most how wide a text is drawn, in units of the drawing: for a wide font, because none is known here."""
    return SIZE * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.42
    if letter in _WIDE or ord(letter) > 0x2FF:
        return 1.05
    return 0.78 if letter.isupper() else 0.65


def shortened(text: str, room: float) -> str:
    """A text cut to the room that it has, with an ellipsis where it was cut.

    >>> shortened("Family support team north east", 120)
    'Family sup…'
    """
    if width(text) <= room:
        return text
    while text and width(text + "…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


def spread(places: Sequence[float], low: float, high: float, least: float = LINE) -> list[float]:
    """The places moved apart to at least `least`, each as near to where it was as the order allows, in low to high.

    >>> spread([50, 52, 90], 0, 100, 10)
    [46.0, 56.0, 90]
    >>> spread([98, 99], 0, 100, 10)
    [90.0, 100.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[tuple[float, list[int]]] = []  # the middle of each group of labels that stand close, and its members
    for index in order:
        groups.append((places[index], [index]))
        while True:
            middle, members = groups[-1]
            reach = least * (len(members) - 1) / 2
            middle = min(max(middle, low + reach), high - reach)
            groups[-1] = (middle, members)
            if len(groups) < 2:
                break
            before, others = groups[-2]
            if middle - reach - (before + least * (len(others) - 1) / 2) >= least:
                break
            merged = others + members
            groups[-2:] = [(sum(places[member] for member in merged) / len(merged), merged)]
    found = list(places)
    for middle, members in groups:
        for place, member in enumerate(members):
            found[member] = middle + least * (place - (len(members) - 1) / 2) if len(members) > 1 else middle
    return found


def at(length: float) -> str:
    """A coordinate to a tenth.

    >>> at(12.04), at(7.25)
    ('12', '7.2')
    """
    return f"{length:.1f}".removesuffix(".0")


def writing(x: float, y: float, text: str, anchor: str = "start", weight: str | None = None) -> Markup:
    """A line of text in the drawing; `y` is its baseline."""
    return tag("text", text, x=at(x), y=at(y), text_anchor=anchor, font_weight=weight)


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    dash: str | None = None,
    thick: float = 1.5,
    class_: str | None = None,
) -> Markup:
    """A straight line in the colour of the text."""
    return tag(
        "line",
        x1=at(x1),
        y1=at(y1),
        x2=at(x2),
        y2=at(y2),
        stroke="currentColor",
        stroke_width=at(thick),
        stroke_dasharray=dash,
        class_=class_,
    )


def picture(kind: str, title: str, words: str, size: tuple[int, int], *drawn: Markup | None) -> Markup:
    """The whole drawing as a named picture: what it shows stands in its label, in words, for those who don't see it.

    Only presentation attributes and classes: it works under a strict content security policy and in print.
    """
    wide, high = size
    return tag(
        "svg",
        tag("title", title),
        tag("desc", words),
        *drawn,
        class_=kind,
        role="img",
        aria_label=f"{title}. {words}",
        viewBox=f"0 0 {wide} {high}",
        width=wide,
        height=high,
        focusable="false",
        xmlns="http://www.w3.org/2000/svg",
        font_family="arial, sans-serif",
        font_size=SIZE,
        fill="currentColor",
    )
