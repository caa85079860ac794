"""How far a percentage of few cases can lie from the truth, and whether it differs from another by more than chance.

Shares are counted cases: `numerator` of `denominator`. What is given back is in per cent, as a float: an interval is
an estimate, to be read and drawn, never to be compared for equality. Only `differs` decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor, lgamma, log, log1p, sqrt
from statistics import NormalDist

#: The two funnels that are drawn: about 2 and 3 standard errors. Chance alone leaves them 1 time in 20, and 1 in 500.
USUAL, FAR = Fraction(95, 100), Fraction(998, 1000)


@dataclass(frozen=True)
class Interval:
    """From lower to upper, in per cent."""

    lower: float
    upper: float


def wilson(numerator: int, denominator: int, confidence: Fraction = USUAL) -> Interval | None:
    """Wilson's score interval for a percentage, in per cent; None of no cases. It is sound at 0 and at 100 too.

    With p = numerator / denominator and z the normal deviate (1.96 for 95%):
    (p + z^2 / 2n +/- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n), without a correction for continuity.

    Sources: Wilson (1927), Journal of the American Statistical Association 22, 209-212; method 3 of Newcombe (1998),
    Statistics in Medicine 17, 857-872, who recommends it; public health in England uses it for proportions.

    >>> interval = wilson(0, 20)
    >>> round(interval.lower, 2), round(interval.upper, 2)
    (0.0, 16.11)
    """
    _check(numerator, denominator)
    if denominator == 0:
        return None
    return score_interval(numerator / denominator, denominator, confidence)


def score_interval(share: float, cases: float, confidence: Fraction = USUAL) -> Interval:
    """Wilson's score interval for a share of as many cases, which need not be a whole number, in per cent."""
    z = NormalDist().inv_cdf(float((1 + confidence) / 2))
    shrink = z * z / cases
    middle = share + shrink / 2
    reach = z * sqrt(share * (1 - share) / cases + shrink / (4 * cases))
    lower = 0.0 if share == 0 else 100 * (middle - reach) / (1 + shrink)
    upper = 100.0 if share == 1 else 100 * (middle + reach) / (1 + shrink)
    return Interval(lower, upper)


def funnel_limits(denominator: int, overall_share: Fraction, confidence: Fraction = FAR) -> Interval:
    """Between which percentages a part with so many cases lies if it does as the whole does, in per cent.

    Exact binomial limits with Spiegelhalter's interpolation. With t = (1 - confidence) / 2 and F the cumulative
    binomial distribution of `denominator` cases at the overall share, r is the least count with F(r) >= t, and the
    lower limit is (r - (F(r) - t) / (F(r) - F(r - 1))) / denominator, at least 0. The upper limit is found in the
    same way from the cases that are not met, so that both are as strict: a count lies beyond a limit exactly when
    the chance of it or of a more extreme one is below t. (Spiegelhalter's upper limit counts from below: with one
    case and a share of a half, the one would lie beyond it.) Limits of a share of 0 or 1 are that share.

    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, appendix A.1.1. ValueError for a share outside
    0 to 1 or a denominator below 1.

    >>> limits = funnel_limits(40, Fraction(1, 2))
    >>> round(limits.lower, 1), round(limits.upper, 1)
    (24.6, 75.4)
    """
    _check_share(overall_share)
    if denominator < 1:
        raise ValueError(f"limits for {denominator} cases: at least 1 is needed")
    tail = float((1 - confidence) / 2)
    lower = _least(denominator, overall_share, tail)[1]
    upper = _least(denominator, 1 - overall_share, tail)[1]
    return Interval(100 * lower / denominator, 100 - 100 * upper / denominator)


def differs(numerator: int, denominator: int, overall_share: Fraction) -> str:
    """Whether a part differs from the whole by more than chance at 99.8%: "higher", "lower", or "".

    It does when a count as far out or further would come less than once in a thousand times, on that side, if the
    part did as the whole does (exact binomial). Chance then calls 1 part in 500 different that is not, or fewer.
    Nothing is said of no cases.

    Cases are taken to be independent: brothers and sisters who are seen on one visit are not, so a figure near
    the line deserves doubt. The part is also in the whole, which makes the largest parts seem less different.

    >>> differs(20, 60, Fraction(1, 2)), differs(3, 4, Fraction(95, 100))
    ('', '')
    >>> differs(17, 60, Fraction(1, 2))
    'lower'
    """
    _check(numerator, denominator)
    _check_share(overall_share)
    tail = float((1 - FAR) / 2)
    if denominator == 0:
        return ""
    if numerator < _least(denominator, overall_share, tail)[0]:
        return "lower"
    if denominator - numerator < _least(denominator, 1 - overall_share, tail)[0]:
        return "higher"
    return ""


def least_count(cases: int, share: Fraction, tail: float) -> int:
    """The least count of so many cases whose chance from below (of it or fewer) is `tail` or more."""
    return _least(cases, share, tail)[0]


def _check(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")


def _check_share(share: Fraction) -> None:
    if not 0 <= share <= 1:
        raise ValueError(f"an overall share of {share}: it must lie between 0 and 1")


def _chances(cases: int, share: float) -> Iterator[tuple[int, float]]:
    """Counts of so many cases and their binomial chances, from the first that matters.

    Ten standard deviations and thirty counts below the mean the chance of all counts together is below 1e-19
    (Bernstein's inequality): they are left out, so that a part of many thousand cases takes no longer than needed.
    """
    met, not_met = log(share), log1p(-share)
    whole = lgamma(cases + 1)
    mean = cases * share
    for count in range(max(0, floor(mean - 10 * sqrt(mean * (1 - share))) - 30), cases + 1):
        ways = whole - lgamma(count + 1) - lgamma(cases - count + 1)
        yield count, exp(ways + count * met + (cases - count) * not_met)


def _least(cases: int, share: Fraction, tail: float) -> tuple[int, float]:
    """The least count that is not rarer from below than `tail`, and the interpolated limit below it, at least 0."""
    if share in (0, 1):
        return int(share * cases), float(share * cases)
    below = 0.0
    for count, chance in _chances(cases, float(share)):
        if below + chance >= tail:
            return count, max(0.0, count - (below + chance - tail) / chance)
        below += chance
    return cases, float(cases)
