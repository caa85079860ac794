"""Whether the months of a series carry over from one to the next, so that process limits would mislead."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

#: Fewer figures than this can't show it.
LEAST_FIGURES = 12
#: The normal deviate that separate months pass once in a hundred series.
DEVIATE = Fraction("2.326")


def carries_over(values: Sequence[Fraction | None]) -> bool:
    """Whether neighbouring months are more alike than separate months would be: then limits are too narrow.

    Limits come from how much a month differs from the one before. Of a number of children in care, or a state that
    looks back a year, most of one month's cases are in the next month too; moving ranges are then small, and ordinary
    months look special. A series that truly shifted or drifted looks the same: either way its signals need
    thought, not action.

    Von Neumann's ratio: the mean squared difference of neighbours over the variance, which is 2 on average for
    separate months, with variance 4 (n - 2) / (n^2 - 1). True where it lies more than 2.326 deviations below 2, as
    one in a hundred series of separate months does. Neighbours across a gap are not compared. False with fewer than
    12 figures, and of a constant series.

    Source: von Neumann (1941), Annals of Mathematical Statistics 12, 367-395; Bartels (1982), Journal of the American
    Statistical Association 77, 40-46.

    >>> carries_over([Fraction(n) for n in (10, 12, 9, 11, 13, 10, 12, 9, 11, 10, 13, 11)])
    False
    >>> carries_over([Fraction(n) for n in range(12)])
    True
    """
    known = [value for value in values if value is not None]
    steps = [(later - earlier) ** 2 for earlier, later in pairwise(values) if earlier is not None and later is not None]
    if len(known) < LEAST_FIGURES or not steps:
        return False
    count = len(known)
    mean = sum(known, Fraction(0)) / count
    variance = sum(((value - mean) ** 2 for value in known), Fraction(0)) / (count - 1)
    if variance == 0:
        return False
    short = 2 - sum(steps, Fraction(0)) / len(steps) / variance
    return short > 0 and short**2 > DEVIATE**2 * Fraction(4 * (count - 2), count**2 - 1)
