"""Which months differ from ordinary variation: the four rules of Making Data Count, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from lineofsight.statistics.process_limits import Limits, Values

#: How many months in a row make a shift or a trend.
RUN = 7


class Rule(StrEnum):
    """Why a month differs. The order is that of precedence: the first that holds decides what the month is called."""

    OUTSIDE = "outside the limits"
    TREND = "seven months in a row in one direction"
    TWO_OF_THREE = "two of three months close to a limit"
    SHIFT = "seven months in a row on one side of the mean"


@dataclass(frozen=True)
class Signal:
    """A rule that holds for a month, and which way: 1 is up or above, -1 is down or below."""

    rule: Rule
    direction: int


def signals_in(stretch: Values, limits: Limits) -> list[tuple[Signal, ...]]:
    """For each month the rules that hold, in their order of precedence."""
    found: list[dict[Rule, int]] = [{} for _ in stretch]
    for start, figures in _without_gaps(stretch):
        for rule, directions in (
            (Rule.OUTSIDE, _outside(figures, limits)),
            (Rule.TREND, _trend(figures)),
            (Rule.TWO_OF_THREE, _two_of_three(figures, limits)),
            (Rule.SHIFT, _shift(figures, limits)),
        ):
            for place, direction in enumerate(directions, start=start):
                if direction:
                    found[place][rule] = direction
    return [tuple(Signal(rule, direction) for rule, direction in rules.items()) for rules in found]


def _without_gaps(stretch: Values) -> Iterator[tuple[int, list[Fraction]]]:
    """The runs of months that all have a figure, each with the index of its first month."""
    figures: list[Fraction] = []
    for place, value in enumerate((*stretch, None)):
        if value is not None:
            figures.append(value)
        elif figures:
            yield place - len(figures), figures
            figures = []


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _outside(figures: Sequence[Fraction], limits: Limits) -> list[int]:
    """A month above the upper limit, or below the lower; on the limit is inside."""
    if limits.lower is None or limits.upper is None:
        return [0] * len(figures)
    return [(figure > limits.upper) - (figure < limits.lower) for figure in figures]


def _trend(figures: Sequence[Fraction]) -> list[int]:
    """Seven months each above the one before, or each below: all seven.

    A month that ends one trend and begins the next, as a peak does, belongs to the next.
    """
    found = [0] * len(figures)
    steps = [_sign(later - earlier) for earlier, later in pairwise(figures)]
    for start in range(len(figures) - RUN + 1):
        run = set(steps[start : start + RUN - 1])
        if len(run) == 1 and run != {0}:
            found[start : start + RUN] = [steps[start]] * RUN
    return found


def _two_of_three(figures: Sequence[Fraction], limits: Limits) -> list[int]:
    """Three months on one side of the mean of which at least two lie between the near limit and the limit: those."""
    found = [0] * len(figures)
    if limits.near_lower is None or limits.near_upper is None:
        return found
    outside = _outside(figures, limits)
    close = [
        not out and not limits.near_lower <= figure <= limits.near_upper
        for out, figure in zip(outside, figures, strict=True)
    ]
    sides = [_sign(figure - limits.mean) for figure in figures]
    for start in range(len(figures) - 2):
        three = range(start, start + 3)
        if len({sides[place] for place in three}) == 1 and sum(close[place] for place in three) >= 2:
            for place in three:
                found[place] = sides[place] if close[place] else found[place]
    return found


def _shift(figures: Sequence[Fraction], limits: Limits) -> list[int]:
    """Seven months above the mean, or below it: all seven.

    A month exactly on the mean is on neither side; nor is one at the value where a baseline stands that hardly varies.
    """
    found = [0] * len(figures)
    sides = [0 if figure == limits.standing else _sign(figure - limits.mean) for figure in figures]
    for start in range(len(figures) - RUN + 1):
        run = set(sides[start : start + RUN])
        if len(run) == 1 and run != {0}:
            found[start : start + RUN] = [sides[start]] * RUN
    return found
