"""How far figures can lie from the truth where cases come in clusters: several contacts, visits or episodes of a child.

Cases of one child resemble each other, so they tell less than as many cases of different children: intervals that take
them for independent are too narrow. Here a child is what was drawn. For figures in the middle of amounts there is an
interval of their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from lineofsight.statistics.intervals import USUAL, Interval, least_count, score_interval

#: Children from whom on the mean of their amounts is taken to be normally distributed.
FOR_A_MEAN = 30


def share_of_clusters(clusters: Sequence[tuple[int, int]], confidence: Fraction = USUAL) -> Interval | None:
    """The interval of a percentage of cases that come in clusters, in per cent; None of fewer than two clusters.

    `clusters`: of each child how many cases are met, and how many there are. Wilson's interval, of as many cases as
    would tell as much if they were independent: their number by the design effect, which is the variance of the ratio
    (linearised, with m / (m - 1)) by p (1 - p) / (n - 1), at least 1. Where all or no cases are met, that variance is
    0 and tells nothing: cases of one child are then taken to be one and the same, n^2 / sum of n_i^2.

    Sources: Kish (1965), Survey Sampling, chapters 6 and 8; Franco, Little, Louis and Slud (2019), Journal of Survey
    Statistics and Methodology 7, 334-364, where Wilson's with the effective sample does well.

    >>> interval = share_of_clusters([(0, 1)] * 8 + [(1, 1)] * 12)  # no clusters at all: Wilson's
    >>> round(interval.lower, 1), round(interval.upper, 1)
    (38.7, 78.1)
    >>> interval = share_of_clusters([(0, 2)] * 8 + [(2, 2)] * 12)  # each case twice tells no more
    >>> round(interval.lower, 1), round(interval.upper, 1)
    (38.4, 78.3)
    """
    held = [(met, cases) for met, cases in clusters if cases]
    if any(not 0 <= met <= cases for met, cases in held):
        raise ValueError("more cases of a cluster are met than there are")
    if len(held) < 2:
        return None
    everybody = sum(cases for _, cases in held)
    share = sum(met for met, _ in held) / everybody
    if share in (0, 1):
        return score_interval(share, everybody**2 / sum(cases**2 for _, cases in held), confidence)
    apart = sum((met - share * cases) ** 2 for met, cases in held)
    variance = len(held) / (len(held) - 1) * apart / everybody**2
    effect = max(1.0, variance / (share * (1 - share) / (everybody - 1)))
    return score_interval(share, everybody / effect, confidence)


def rate_of_clusters(counts: Sequence[int], population: int, confidence: Fraction = USUAL) -> Interval | None:
    """The interval of events per head, where one child may have several, as events by population; None of no events.

    `counts`: how many events each child has had who has had any. Byar's limits for the number of children, stretched
    by Dobson's method: total + sqrt(sum of c^2 / children) x (limit - children).

    Sources: Breslow and Day (1987), Statistical Methods in Cancer Research II, page 69; Dobson, Kuulasmaa, Eberle and
    Scherer (1991), Statistics in Medicine 10, 457-462. Public health in England uses both.

    >>> interval = rate_of_clusters([1] * 10, 1)  # Byar's limits of 10
    >>> round(interval.lower, 2), round(interval.upper, 2)
    (4.79, 18.39)
    """
    held = [count for count in counts if count]
    if not held or population < 1:
        return None
    z, children = NormalDist().inv_cdf(float((1 + confidence) / 2)), len(held)
    low = children * (1 - 1 / (9 * children) - z / (3 * sqrt(children))) ** 3
    above = children + 1
    high = above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3
    total, stretch = sum(held), sqrt(sum(count**2 for count in held) / children)
    lower = total + stretch * (max(0.0, low) - children)
    return Interval(max(0.0, lower) / population, (total + stretch * (high - children)) / population)


def mean_of_clusters(clusters: Sequence[tuple[int, int]], confidence: Fraction = USUAL) -> Interval | None:
    """The interval of a mean, in its unit; None of fewer than 30 children, whose mean may lie anywhere.

    `clusters`: of each child the sum of the amounts and how many there are. Normal, with the variance of the ratio as
    in `share_of_clusters`.

    >>> interval = mean_of_clusters([(10, 1)] * 20 + [(20, 1)] * 20)
    >>> round(interval.lower, 2), round(interval.upper, 2)
    (13.43, 16.57)
    """
    held = [(amount, cases) for amount, cases in clusters if cases]
    if len(held) < FOR_A_MEAN:
        return None
    everybody = sum(cases for _, cases in held)
    mean = sum(amount for amount, _ in held) / everybody
    apart = sum((amount - mean * cases) ** 2 for amount, cases in held)
    reach = NormalDist().inv_cdf(float((1 + confidence) / 2)) * sqrt(len(held) / (len(held) - 1) * apart / everybody**2)
    return Interval(mean - reach, mean + reach)


def median_between(amounts: Sequence[int], confidence: Fraction = USUAL) -> Interval | None:
    """The interval of a median, in its unit: two of the amounts; None of so few that no two lie around it so surely.

    With r the least count whose chance from below, of n throws of a coin, reaches half of what is left out: from the
    r-th lowest to the r-th highest. It takes nothing for granted of how the amounts are distributed. Fewer than 6
    amounts have no interval of 95%.

    Source: Thompson (1936), Annals of Mathematical Statistics 7, 122-128; Conover (1999), Practical Nonparametric
    Statistics, 3rd edition, section 3.2.

    >>> median_between(range(1, 21))
    Interval(lower=6.0, upper=15.0)
    >>> median_between(range(5)) is None
    True
    """
    if not amounts:
        return None
    rank = least_count(len(amounts), Fraction(1, 2), float((1 - confidence) / 2))
    if rank == 0:
        return None
    ordered = sorted(amounts)
    return Interval(float(ordered[rank - 1]), float(ordered[-rank]))


def beyond(interval: Interval | None, whole: float) -> str:
    """On which side of the whole an interval lies: "higher", "lower", or "" where it holds it.

    >>> beyond(Interval(2.0, 3.0), 4), beyond(Interval(2.0, 3.0), 2.5)
    ('lower', '')
    """
    if interval is None:
        return ""
    return "higher" if interval.lower > whole else "lower" if interval.upper < whole else ""
