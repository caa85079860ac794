"""Whether a percentage is worse than another by more than chance would make it."""

from __future__ import annotations

from math import sqrt

from lineofsight.reports.model import Shown
from lineofsight.statistics.intervals import Interval, wilson


def difference(now: tuple[int, int], before: tuple[int, int]) -> Interval | None:
    """The 95% interval of how much a percentage is above another, in points; None of no cases.

    Newcombe's score interval for the difference of independent proportions, without a correction for continuity:
    with d = p1 - p2 and Wilson's intervals (l1, u1) and (l2, u2), from d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to
    d + sqrt((u1 - p1)^2 + (p2 - l2)^2). Many children are in both figures, so that the true interval is narrower.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    >>> interval = difference((56, 70), (48, 80))
    >>> round(interval.lower, 2), round(interval.upper, 2)
    (5.24, 33.39)
    """
    one, other = wilson(*now), wilson(*before)
    if one is None or other is None:
        return None
    p, q = 100 * now[0] / now[1], 100 * before[0] / before[1]
    return Interval(
        p - q - sqrt((p - one.lower) ** 2 + (other.upper - q) ** 2),
        p - q + sqrt((one.upper - p) ** 2 + (q - other.lower) ** 2),
    )


def worse(now: Shown, before: Shown, better: str) -> bool:
    """Whether a percentage is worse than it was by more than chance; False where the parts of either aren't known."""
    if not better or None in (now.numerator, now.denominator, before.numerator, before.denominator):
        return False
    found = difference((now.numerator or 0, now.denominator or 0), (before.numerator or 0, before.denominator or 0))
    if found is None:
        return False
    return found.upper < 0 if better == "higher" else found.lower > 0
