"""Between which limits the months of a series ordinarily lie: the mean and process limits of its baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import mode

Values = Sequence[Fraction | None]

#: Limits lie this many mean moving ranges from the mean: 3 / 1.128, as Making Data Count rounds it.
LIMIT = Fraction("2.66")
#: The near limits lie two thirds of the way to the limits.
NEAR = LIMIT * 2 / 3
#: A moving range of at least this many mean moving ranges is left out when the limits are set (Nelson 1982).
SCREEN = Fraction("3.267")
#: How many figures fix the limits; limits of fewer are trial limits.
BASELINE = 12
#: With fewer figures than this nothing is said: no limits, no signal, no assurance.
LEAST_FIGURES = 7
#: Limits need this many moving ranges, so that a series full of gaps gets none.
LEAST_MOVING_RANGES = 6


@dataclass(frozen=True)
class Limits:
    """The mean of a baseline and its natural process limits; the limits are None where none can be set.

    `standing`: the value that a baseline has most often, where it hardly varies: a month at it is no news.
    """

    mean: Fraction
    moving_range: Fraction | None = None
    lower: Fraction | None = None
    near_lower: Fraction | None = None
    near_upper: Fraction | None = None
    upper: Fraction | None = None
    standing: Fraction | None = None


def natural_limits(values: Values) -> Limits | None:
    """The mean of a series and its natural process limits: mean +/- 2.66 x mean moving range; None of no figures.

    A moving range is how much a figure differs from that of the month before; across a gap there is none. Moving
    ranges of 3.267 or more times their mean are left out once and the mean is taken again, so that one odd month
    doesn't widen the limits that should show it. No limits without a moving range; a series that never varies has
    its mean as both limits.

    Sources: Shewhart's individuals chart; screening: Nelson (1982), Journal of Quality Technology 14(3), 172-173.

    >>> limits = natural_limits([Fraction(n) for n in (10, 12, 11, 13)])
    >>> float(limits.mean), float(limits.lower), float(limits.upper)  # 11.5 +/- 2.66 x (2 + 1 + 2) / 3
    (11.5, 7.066666666666666, 15.933333333333334)
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    mean = sum(known, Fraction(0)) / len(known)
    ranges = moving_ranges(values)
    if not ranges:
        return Limits(mean)
    across = sum(ranges, Fraction(0)) / len(ranges)
    kept = [moved for moved in ranges if moved < SCREEN * across]
    across = sum(kept, Fraction(0)) / len(kept) if kept else across
    return Limits(
        mean, across, mean - LIMIT * across, mean - NEAR * across, mean + NEAR * across, mean + LIMIT * across
    )


def moving_ranges(values: Values) -> list[Fraction]:
    return [abs(later - earlier) for earlier, later in pairwise(values) if earlier is not None and later is not None]


def known_in(values: Values) -> list[Fraction]:
    return [value for value in values if value is not None]


def limits_of(stretch: Values, baseline: int) -> Limits | None:
    """The limits that the first figures of a stretch fix; None where there are too few figures.

    The limits themselves are missing (the mean is not) where there are too few moving ranges, or where the baseline
    hardly varies: at least half of its months are as the month before, so no variation was seen that limits could
    be made of. A stretch that never varies at all has its mean as limits.
    """
    known = known_in(stretch)
    if len(known) < LEAST_FIGURES:
        return None
    first: list[Fraction | None] = []
    for value in stretch:
        if len(known_in(first)) == baseline:
            break
        first.append(value)
    limits, ranges = natural_limits(first), moving_ranges(first)
    if limits is None or len(set(known)) == 1:
        return limits
    if 2 * ranges.count(Fraction(0)) >= len(ranges):
        return Limits(limits.mean, limits.moving_range, standing=mode(known_in(first)))
    if len(ranges) < LEAST_MOVING_RANGES:
        return Limits(limits.mean, limits.moving_range)
    return limits
