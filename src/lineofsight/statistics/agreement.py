"""How far two who grade the same cases agree, by how much one is kinder, and how sure that is with so few cases.

Grades are ordered and coded 1 to k, the best last (1 inadequate, 2 requires improvement, 3 good, 4 outstanding). Only
grades that were given without sight of the other's say anything here. What is given back is an estimate, as a float,
to be read and drawn: nothing should be compared for equality.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from lineofsight.statistics.intervals import wilson

if TYPE_CHECKING:
    from lineofsight.statistics.resampling import Figures

#: The grades of auditor and moderator for one case, in this order.
Pair = tuple[int, int]

#: Inadequate, requires improvement, good, outstanding; the line that matters runs below good.
GRADES, LINE = 4, 3
RESAMPLES, SEED = 2_000, 2_023
#: With fewer cases than this there is no interval from resampling: it would be far too narrow.
LEAST_CASES = 20
#: No interval where a figure is not defined in more than this share of the resamples.
MOST_LEFT_OUT = 0.2
#: With fewer pairs than this a kappa gets no label: it could as well be in another band, or two.
LABELLED_FROM = 40
#: The 97.5th percentile of Student's t with 1 to 9 degrees of freedom; for more there is a series.
T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)

NO_PAIRS = "can't be calculated: no pairs"
NO_VARIATION = "can't be calculated: no variation"

#: Up to which kappa each label goes (Landis and Koch 1977).
BANDS = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"), (1.0, "almost perfect"))


@dataclass(frozen=True)
class Value:
    """A figure with its interval of 95%. `why_not` says why there is no figure, or why there is no interval.

    `left_out`: the share of resamples in which the figure can't be calculated, and which the interval leaves out.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    why_not: str = ""
    left_out: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """What pairs of grades say about two raters. `n`: how many pairs. `table`: rows auditor, columns moderator.

    `kappa`: quadratic-weighted kappa, at most 1. `ac2`: Gwet's AC2 with the same weights, at most 1, as a check where
    most cases have one grade. `exact`, `within_one`, `crossing`: shares, 0 to 1, of pairs that agree, that are at most
    one grade apart, and of which one is below the line and the other not. `bias`: the mean of moderator less auditor,
    in grades: below 0 where auditors are kinder than moderators.
    """

    n: int
    table: tuple[tuple[int, ...], ...]
    kappa: Value
    ac2: Value
    exact: Value
    within_one: Value
    crossing: Value
    bias: Value


@dataclass(frozen=True)
class Bias:
    """By how much moderators differ from auditors, on average, in grades; of `n` pairs."""

    n: int
    bias: Value


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha for ordered grades. `n`: units with two ratings or more; the others say nothing."""

    n: int
    ratings: int
    alpha: Value


@dataclass(frozen=True)
class Label:
    """A word for a kappa, or None and why there is none."""

    band: str | None
    why_not: str = ""


def agreement(
    pairs: Sequence[Pair], *, grades: int = GRADES, line: int = LINE, times: int = RESAMPLES, seed: int = SEED
) -> Agreement:
    """How far auditor and moderator agree, of the cases that both graded.

    `line`: the lowest grade above the line that `crossing` is about (3: good). Kappa and AC2 have percentile bootstrap
    intervals, from `times` resamples of the pairs: they depend on the seed and on the pairs, not on their order. Shares
    have Wilson's interval, bias that of Student's t. Kappa and AC2 can't be calculated where all have one grade.

    ValueError for fewer than two grades, a grade that is not 1 to `grades`, or a line that no grade is below.

    >>> said = agreement([(3, 3), (3, 2), (2, 2), (4, 4), (3, 3)], times=0)
    >>> said.exact.value, said.bias.value, said.crossing.value, round(said.kappa.value, 3)
    (0.8, -0.2, 0.2, 0.8)
    >>> agreement([(3, 3), (3, 3)]).kappa.why_not
    "can't be calculated: no variation"
    """
    if not 2 <= line <= grades:
        raise ValueError(f"a line at {line} of {grades} grades: at least one grade must be below it")
    table, n = _table(pairs, grades), len(pairs)
    from lineofsight.statistics import resampling  # numpy is slow to import: only who asks for this waits for it

    tables = resampling.resampled([count for row in table for count in row], times=times, seed=seed)
    stack = tables.reshape(-1, grades, grades)
    return Agreement(
        n=n,
        table=table,
        kappa=_value(resampling.kappas(stack), n),
        ac2=_value(resampling.ac2s(stack), n),
        exact=_share(sum(one == other for one, other in pairs), n),
        within_one=_share(sum(abs(one - other) <= 1 for one, other in pairs), n),
        crossing=_share(sum((one < line) != (other < line) for one, other in pairs), n),
        bias=_mean([other - one for one, other in pairs], grades),
    )


def bias_by(pairs: Mapping[str, Sequence[Pair]], *, grades: int = GRADES) -> dict[str, Bias]:
    """By how much moderators differ from auditors in each group (auditor, service, cycle), in the order given.

    Auditors have few pairs each. An interval that holds 0 says that nothing is known yet; and of 20 auditors who are
    all alike one has an interval that doesn't hold it, by chance. ValueError for a grade that is not 1 to `grades`.

    >>> bias_by({"north": [(3, 2), (3, 3), (2, 2)], "south": []})["north"].bias.value
    -0.3333333333333333
    """
    for graded in pairs.values():
        _check((grade for pair in graded for grade in pair), grades)
    return {
        group: Bias(len(graded), _mean([other - one for one, other in graded], grades))
        for group, graded in pairs.items()
    }


def ordinal_alpha(
    ratings: Sequence[Mapping[str, int]], *, grades: int = GRADES, times: int = RESAMPLES, seed: int = SEED
) -> Alpha:
    """How far any number of raters agree, where not each of them graded each case: Krippendorff's alpha for order.

    `ratings`: for each case the grade that each rater gave it, without those who did not grade it. A case that fewer
    than two graded counts for nothing. The interval is a percentile bootstrap of `times` resamples of the cases.
    ValueError for a grade that is not 1 to `grades`.

    >>> round(ordinal_alpha([{"a": 3, "b": 3}, {"a": 2, "b": 3, "c": 2}, {"a": 4}], times=0).alpha.value, 3)
    0.333
    """
    for unit in ratings:
        _check(unit.values(), grades)
    given = [tuple(Counter(unit.values())[grade] for grade in range(1, grades + 1)) for unit in ratings]
    kinds = Counter(kind for kind in given if sum(kind) >= 2)
    n, in_order = kinds.total(), sorted(kinds)
    rated = sum(sum(kind) * number for kind, number in kinds.items())
    if not n:
        return Alpha(0, 0, Value(None, why_not=NO_PAIRS))
    from lineofsight.statistics import resampling

    counts = resampling.resampled([kinds[kind] for kind in in_order], times=times, seed=seed)
    return Alpha(n, rated, _value(resampling.alphas(in_order, counts), n))


def label(kappa: float | None, n: int, needed: int = LABELLED_FROM) -> Label:
    """The word of Landis and Koch (1977) for a kappa of so many pairs: poor below 0, slight, fair, moderate, ...

    None with fewer pairs than are needed. With 40 pairs and a true kappa of 0.63, 95 of 100 results lie between 0.42
    and 0.80, with 20 between 0.31 and 0.84 (2,000 simulated sets of four grades): the word would be chance.

    Source: Landis and Koch (1977), Biometrics 33, 159-174. They call the bands arbitrary; so they are.

    >>> label(0.63, 60), label(0.63, 12)
    (Label(band='substantial', why_not=''), Label(band=None, why_not='no label: 12 pairs, and it takes 40'))
    """
    if kappa is None:
        return Label(None, "no label without a figure")
    if n < needed:
        return Label(None, f"no label: {n} {'pair' if n == 1 else 'pairs'}, and it takes {needed}")
    return Label("poor" if kappa < 0 else next(word for highest, word in BANDS if kappa <= highest))


def _check(given: Iterable[int], grades: int) -> None:
    if grades < 2:
        raise ValueError(f"{grades} grades: with fewer than two nobody can disagree")
    for grade in given:
        if not 1 <= grade <= grades:
            raise ValueError(f"a grade of {grade}: grades are 1 to {grades}")


def _table(pairs: Sequence[Pair], grades: int) -> tuple[tuple[int, ...], ...]:
    """How many pairs have each two grades: rows the first rater, columns the second."""
    counted = Counter(pairs)
    _check((grade for pair in counted for grade in pair), grades)
    places = range(1, grades + 1)
    return tuple(tuple(counted[one, other] for other in places) for one in places)


def _share(met: int, n: int) -> Value:
    interval = wilson(met, n)
    if interval is None:
        return Value(None, why_not=NO_PAIRS)
    return Value(met / n, interval.lower / 100, interval.upper / 100)


def _mean(differences: Sequence[int], grades: int) -> Value:
    """The mean of differences with the interval of Student's t: it holds with very few, where resampling doesn't."""
    n = len(differences)
    if not n:
        return Value(None, why_not=NO_PAIRS)
    mean = Fraction(sum(differences), n)
    if len(set(differences)) == 1:
        return Value(float(mean), why_not="no interval: all pairs differ alike" if n > 1 else "no interval: one pair")
    variance = sum(((difference - mean) ** 2 for difference in differences), Fraction(0)) / (n - 1)
    reach, furthest = _t(n - 1) * sqrt(variance / n), float(grades - 1)
    return Value(float(mean), max(-furthest, float(mean) - reach), min(furthest, float(mean) + reach))


def _t(freedom: int) -> float:
    """Student's t that 2.5% are above. From 10 degrees of freedom on by its series about the normal deviate.

    Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.5.
    """
    if freedom <= len(T):
        return T[freedom - 1]
    z = NormalDist().inv_cdf(0.975)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))


def _value(figures: Figures, n: int) -> Value:
    """The first of the figures, with the interval of those of the resamples that follow."""
    from lineofsight.statistics import resampling

    value = float(figures[0])
    if isnan(value):
        return Value(None, why_not=NO_VARIATION if n else NO_PAIRS)
    left_out = resampling.left_out(figures[1:])
    if n < LEAST_CASES:
        return Value(value, why_not=f"no interval: fewer than {LEAST_CASES} cases", left_out=left_out)
    if left_out > MOST_LEFT_OUT:
        why_not = f"no interval: in {left_out:.0%} of the resamples it can't be calculated"
        return Value(value, why_not=why_not, left_out=left_out)
    between = resampling.interval(figures[1:])
    if between is None:
        return Value(value, why_not="no interval: it is the same in all resamples", left_out=left_out)
    return Value(value, *between, left_out=left_out)
