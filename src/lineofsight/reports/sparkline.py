"""A trend as a small line: in block characters for a terminal, in SVG for a page, and its scale for a workbook.

**The scale.** A line has no axis that a reader could check, so its height must not lie. It covers the range of the
figures, but never less than 10 percentage points for percentages, and never less than a fifth of the largest
figure for counts and rates; a smaller range is drawn in the middle of that height. So one percentage point is at most a
tenth of the height, and a series whose figures are all equal is a flat line half way up. The scale
does not start at zero. A month without a figure is a gap, never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from math import ceil

Values = Sequence[Fraction | None]

BLOCKS = "▁▂▃▄▅▆▇"  # seven, so that there is a middle
GAP = "·"
LEAST_POINTS = Fraction(10)
LEAST_SHARE = Fraction(1, 5)

WIDTH, HEIGHT, MARGIN = 100, 36, 5


def scale(values: Values, unit: str) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value of the line's height, by the rule above.

    >>> low, high = scale([Fraction(96), Fraction(98)], "percent")
    >>> int(low), int(high)
    (92, 102)
    """
    known = [value for value in values if value is not None]
    if not known:
        return Fraction(0), Fraction(1)
    low, high = min(known), max(known)
    least = LEAST_POINTS if unit == "percent" else max(abs(low), abs(high)) * LEAST_SHARE
    least = least or Fraction(1)
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    return low, high


def text_sparkline(values: Values, unit: str) -> str:
    """The series in block characters, one for each month; a month without a figure is a dot at mid-height.

    >>> text_sparkline([Fraction(72), None, Fraction(88)], "percent")
    '▁·▇'
    >>> text_sparkline([Fraction(100), Fraction(100)], "percent")
    '▄▄'
    """
    low, high = scale(values, unit)
    steps = len(BLOCKS) - 1
    return "".join(
        GAP if value is None else BLOCKS[ceil((value - low) / (high - low) * steps - Fraction(1, 2))]
        for value in values
    )


def svg_sparkline(values: Values, unit: str, label: str) -> str:
    """The series as an SVG picture, with the last figure marked by a dot.

    `label` says the whole series in words, for those who don't see it. Nothing is styled here but by presentation
    attributes and `currentColor`, so that it works under a strict content security policy, in print and in
    high-contrast colours. A figure that stands alone between two gaps is a small dot.
    """
    low, high = scale(values, unit)
    step = Fraction(WIDTH - 2 * MARGIN, max(len(values) - 1, 1))

    def point(place: int, value: Fraction) -> tuple[str, str]:
        x = MARGIN + place * step
        y = HEIGHT - MARGIN - (value - low) / (high - low) * (HEIGHT - 2 * MARGIN)
        return _short(x), _short(y)

    runs: list[list[tuple[str, str]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(point(place, value))
    drawn = []
    for run in runs:
        if len(run) > 1:
            corners = " ".join(f"{x},{y}" for x, y in run)
            drawn.append(
                f'<polyline points="{corners}" fill="none" stroke="currentColor" stroke-width="2" '
                'stroke-linejoin="round" stroke-linecap="round"/>'
            )
        elif run:
            drawn.append(f'<circle cx="{run[0][0]}" cy="{run[0][1]}" r="1.5" fill="currentColor"/>')
    if values and values[-1] is not None:
        x, y = point(len(values) - 1, values[-1])
        drawn.append(f'<circle class="los-sparkline__last" cx="{x}" cy="{y}" r="3.5" fill="currentColor"/>')
    return (
        f'<svg class="los-sparkline" role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" focusable="false">{"".join(drawn)}</svg>'
    )


def _short(length: Fraction) -> str:
    return f"{float(length):.1f}".removesuffix(".0")
