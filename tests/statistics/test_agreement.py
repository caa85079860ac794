"""Agreement: the numbers of others, the same from another definition, and no figure where there is none."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics.agreement import (
    NO_PAIRS,
    NO_VARIATION,
    Label,
    Value,
    agreement,
    bias_by,
    label,
    ordinal_alpha,
)
from tests.statistics.grades import pairs, pairs_of, ratings_of

#: Gwet (2014): two abstractors, 100 women; and two ways of diagnosis, 223 patients.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
DIAGNOSES = [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]]

# Numbers of others ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "kappa", "ac2"),
    [(ABSTRACTORS, 0.892, 0.940), (DIAGNOSES, 0.383, 0.299)],
    ids=["abstractors", "diagnoses"],
)
def test_kappa_and_ac2_as_gwet_has_them(table: list[list[int]], kappa: float, ac2: float) -> None:
    """Gwet (2014), Handbook of Inter-Rater Reliability; values with quadratic weights from the tests of irrCAC."""
    said = agreement(pairs_of(table), grades=len(table), times=0)
    assert said.table == tuple(tuple(row) for row in table)
    assert said.kappa.value == pytest.approx(kappa, abs=5e-4)
    assert said.ac2.value == pytest.approx(ac2, abs=5e-4)


@pytest.mark.parametrize(
    ("table", "kappa", "ac2", "alpha"),
    [
        (ABSTRACTORS, 0.892156862745098, 0.9402368793, 0.8340076701821668),
        (DIAGNOSES, 0.3831859441349489, 0.2985729967, 0.37329228321205643),
        (
            [[24, 2, 1, 0], [21, 54, 12, 1], [0, 23, 37, 9], [0, 0, 6, 10]],
            0.732902459935369,
            0.8668350865,
            0.728219191571744,
        ),
        (
            [[5, 0, 0, 0], [11, 13, 3, 1], [2, 4, 14, 3], [0, 0, 1, 3]],
            0.6453407510431155,
            0.8082346306,
            0.6556442897064954,
        ),
        (
            [[2, 2, 1, 0], [5, 15, 5, 0], [0, 11, 14, 4], [0, 0, 0, 1]],
            0.5235655737704918,
            0.8555713731,
            0.5188976588353784,
        ),
    ],
)
def test_kappa_ac2_and_alpha_as_other_programs_have_them(
    table: list[list[int]], kappa: float, ac2: float, alpha: float
) -> None:
    """Kappa by scikit-learn 1.9.1, AC2 by irrCAC 0.4.4, ordinal alpha by krippendorff 0.9.0, once, by hand."""
    graded = pairs_of(table)
    said = agreement(graded, grades=len(table), times=0)
    assert said.kappa.value == pytest.approx(kappa, abs=1e-12)
    assert said.ac2.value == pytest.approx(ac2, abs=1e-9)
    rated = ordinal_alpha([{"a": one, "b": other} for one, other in graded], grades=len(table), times=0)
    assert rated.alpha.value == pytest.approx(alpha, abs=1e-12)


def test_ordinal_alpha_of_krippendorffs_four_observers() -> None:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability: 12 units, missing data, alpha ordinal 0.815."""
    units = ratings_of(
        ["1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - 3", "- 3 3 3 2 3 4 2 2 5 1 -", "1 2 3 3 2 4 4 1 2 5 1 -"]
    )
    said = ordinal_alpha(units, grades=5, times=0)
    assert (said.n, said.ratings) == (11, 40)  # the twelfth was rated by one
    assert said.alpha.value == pytest.approx(0.815, abs=5e-4)


def test_ordinal_alpha_of_five_who_read_the_news() -> None:
    """Hayes and Krippendorff (2007), Communication Methods and Measures 1, 77-89, table 1: alpha ordinal 0.7598."""
    units = ratings_of(
        [
            "1 1 2 - 0 0 1 1 2 2 - 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
            "1 1 3 0 0 0 0 - 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
            "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 - 3 0 - 1 0 1 2 2 0 2 - 2 2 3 2 - 2 1",
            "- 1 3 - - - - 0 - 1 0 0 2 2 - - - 3 1 - 1 0 3 0 2 1 1 2 2 - - 1 2 2 - - - 1 2 -",
            "2 - - 0 0 0 1 - 2 - - - - 3 1 1 2 - - 0 - 0 - - 2 - 0 - - 2 0 - 2 - 2 2 2 2 - 1",
        ],
        lowest=0,
    )
    assert (len(units), sum(len(unit) for unit in units)) == (40, 159)
    assert ordinal_alpha(units, times=0).alpha.value == pytest.approx(0.7598, abs=5e-5)


@pytest.mark.parametrize(
    ("table", "kappa", "ac2"),
    [(ABSTRACTORS, (0.822, 0.962), (0.905, 0.976)), (DIAGNOSES, (0.254, 0.513), (0.150, 0.447))],
    ids=["abstractors", "diagnoses"],
)
def test_intervals_of_many_pairs_are_near_those_by_formula(
    table: list[list[int]], kappa: tuple[float, float], ac2: tuple[float, float]
) -> None:
    """The limits that irrCAC has from Gwet's standard errors; those are symmetrical, percentiles are not."""
    said = agreement(pairs_of(table), grades=len(table))
    for value, limits in ((said.kappa, kappa), (said.ac2, ac2)):
        assert (value.low, value.high) == pytest.approx(limits, abs=0.03)
        assert value.why_not == ""


# By another definition ------------------------------------------------------------------------------------------------


def concordance(graded: Sequence[tuple[int, int]]) -> float:
    """Lin's concordance: 2 covariance / (variance + variance + squared difference of means), of whole populations."""
    ones, others = [one for one, _ in graded], [other for _, other in graded]
    mean, mean_of_others = fmean(ones), fmean(others)
    together = fmean((one - mean) * (other - mean_of_others) for one, other in graded)
    apart = fmean((one - mean) ** 2 for one in ones) + fmean((other - mean_of_others) ** 2 for other in others)
    return 2 * together / (apart + (mean - mean_of_others) ** 2)


@settings(max_examples=40)
@given(pairs)
def test_quadratic_kappa_is_the_concordance_of_the_grades(graded: list[tuple[int, int]]) -> None:
    """Fleiss and Cohen (1973): with squared differences kappa is an intraclass correlation. No table is made here."""
    kappa = agreement(graded, times=0).kappa
    if len({grade for pair in graded for grade in pair}) == 1:
        assert kappa == Value(None, why_not=NO_VARIATION)
    else:
        assert kappa.value == pytest.approx(concordance(graded), abs=1e-12)


@settings(max_examples=40)
@given(pairs)
def test_ac2_is_its_definition_pair_by_pair(graded: list[tuple[int, int]]) -> None:
    def weight(one: int, other: int) -> Fraction:
        return 1 - Fraction((one - other) ** 2, 9)

    n, grades = len(graded), range(1, 5)
    agreed = sum((weight(*pair) for pair in graded), Fraction(0)) / n
    shares = [Fraction(sum((one == grade) + (other == grade) for one, other in graded), 2 * n) for grade in grades]
    all_weights = sum((weight(one, other) for one in grades for other in grades), Fraction(0))
    chance = all_weights / 12 * sum(share * (1 - share) for share in shares)
    ac2 = agreement(graded, times=0).ac2
    if max(shares) == 1:
        assert ac2 == Value(None, why_not=NO_VARIATION)
    else:
        assert ac2.value == pytest.approx(float((agreed - chance) / (1 - chance)), abs=1e-12)


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4)), max_size=15))
def test_ordinal_alpha_is_its_definition_rating_by_rating(units: list[Mapping[str, int]]) -> None:
    """Observed over expected difference of two ratings, where grades are as far apart as their mean ranks."""
    said = ordinal_alpha(units, times=0)
    rated = [list(unit.values()) for unit in units if len(unit) >= 2]
    given_ = sorted(grade for unit in rated for grade in unit)
    assert (said.n, said.ratings) == (len(rated), len(given_))
    if len(set(given_)) < 2:
        assert said.alpha == Value(None, why_not=NO_VARIATION if given_ else NO_PAIRS)
        return
    ranks = {grade: fmean(place for place, other in enumerate(given_) if other == grade) for grade in given_}

    def apart(grades: Sequence[int]) -> float:
        return sum((ranks[one] - ranks[other]) ** 2 for one in grades for other in grades)

    observed = sum(apart(unit) / (len(unit) - 1) for unit in rated) / len(given_)
    expected = apart(given_) / (len(given_) * (len(given_) - 1))
    assert said.alpha.value == pytest.approx(1 - observed / expected, abs=1e-12)


@settings(max_examples=20)
@given(pairs, st.randoms(use_true_random=False))
def test_who_comes_first_and_in_which_order_makes_no_difference(
    graded: list[tuple[int, int]], chance: random.Random
) -> None:
    said = agreement(graded, times=50)
    assert agreement(chance.sample(graded, len(graded)), times=50) == said
    swapped = agreement([(other, one) for one, other in graded], times=0)
    upside_down = agreement([(5 - one, 5 - other) for one, other in graded], times=0)
    for other in (swapped, upside_down):
        assert other.kappa.value == pytest.approx(said.kappa.value)
        assert other.ac2.value == pytest.approx(said.ac2.value)
        assert other.bias.value == pytest.approx(-said.bias.value)
    assert said.n == len(graded) == sum(sum(row) for row in said.table)
    for value in (said.kappa, said.ac2, said.exact, said.within_one, said.crossing, said.bias):
        assert (value.low is None) == (value.high is None) == bool(value.why_not)
        assert value.low is None or value.high is None or value.low <= value.high


# Shares and bias ------------------------------------------------------------------------------------------------------


def test_shares_are_counted_cases_with_wilsons_interval() -> None:
    said = agreement([(3, 3), (3, 3), (3, 2), (2, 3), (4, 2), (1, 1)])
    # exact: 3-3 twice and 1-1; within one: all but 4-2; across the line below good: 3-2, 2-3, 4-2
    assert [said.exact.value, said.within_one.value, said.crossing.value] == [3 / 6, 5 / 6, 3 / 6]
    assert agreement([(3, 3), (3, 4), (2, 1)], line=4).crossing.value == pytest.approx(1 / 3)
    # 0 of 20 lies in 0 to 16.11 per cent (Newcombe 1998, table I); a bootstrap would say 0 to 0
    exact = agreement([(2, 3)] * 20).exact
    assert (exact.value, exact.low, exact.high) == (0, 0, pytest.approx(0.1611, abs=5e-5))


def test_bias_below_nothing_is_an_auditor_who_is_too_kind() -> None:
    said = bias_by({"north": [(3, 2), (3, 3), (4, 3), (2, 2)], "south": [(2, 3)], "west": []})
    # -1, 0, -1, 0: mean -0.5, squares about it 4 x 0.25, variance 1 / 3; 3.182 x sqrt(1 / 3 / 4) = 0.9186
    north = said["north"]
    assert (north.n, north.bias.value) == (4, -0.5)
    assert (north.bias.low, north.bias.high) == pytest.approx((-0.5 - 0.9186, -0.5 + 0.9186), abs=1e-4)
    assert (said["south"].n, said["south"].bias) == (1, Value(1, why_not="no interval: one pair"))
    assert (said["west"].n, said["west"].bias) == (0, Value(None, why_not=NO_PAIRS))
    assert list(said) == ["north", "south", "west"]


def test_bias_that_is_the_same_in_all_pairs_has_no_interval() -> None:
    assert agreement([(3, 2)] * 6).bias == Value(-1, why_not="no interval: all pairs differ alike")


def test_an_interval_of_bias_ends_where_grades_end() -> None:
    bias = bias_by({"north": [(1, 4), (1, 1)]})["north"].bias
    assert (bias.value, bias.low, bias.high) == (1.5, -3, 3)


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.706), (9, 2.262), (10, 2.228), (20, 2.086), (60, 2.0), (120, 1.98)])
def test_the_interval_of_bias_is_students(freedom: int, t: float) -> None:
    """Tables of Student's t, two-sided 95%, as in any textbook; half of 2 x n pairs differ by one grade."""
    n = freedom + 1
    graded = [(2, 2 + place % 2) for place in range(n)]
    bias = bias_by({"": graded}, grades=30)[""].bias
    ones = n // 2
    variance = ones * (n - ones) / n / (n - 1)
    assert bias.high is not None and bias.value is not None
    assert (bias.high - bias.value) / sqrt(variance / n) == pytest.approx(t, abs=6e-4)


def test_the_interval_of_a_few_pairs_holds_the_bias_that_made_them() -> None:
    """Of 400 auditors with six pairs and a true bias of -0.25, about 95 in 100 intervals hold it."""
    chance = random.Random(2023)
    groups = {
        str(place): [(3, 3 + chance.choice([-1, -1, 0, 1, 0, -1, 0, 0])) for _ in range(6)] for place in range(400)
    }
    found = [said.bias for said in bias_by(groups).values()]
    known = [bias for bias in found if bias.low is not None and bias.high is not None]
    assert len(known) > 380
    held = sum(bias.low <= -0.25 <= bias.high for bias in known if bias.low is not None and bias.high is not None)
    assert 0.93 < held / len(known) < 0.99


# Where there is no figure, no interval, no word -----------------------------------------------------------------------


def test_no_pairs_say_nothing() -> None:
    said = agreement([])
    for value in (said.kappa, said.ac2, said.exact, said.within_one, said.crossing, said.bias):
        assert value == Value(None, why_not=NO_PAIRS)
    assert said.n == 0
    assert ordinal_alpha([{}, {"a": 3}]).alpha == Value(None, why_not=NO_PAIRS)


def test_all_good_is_no_agreement_beyond_chance_and_no_lack_of_it() -> None:
    said = agreement([(3, 3)] * 60)
    assert said.kappa == said.ac2 == Value(None, why_not="can't be calculated: no variation")
    assert said.exact.value == 1
    assert ordinal_alpha([{"a": 3, "b": 3, "c": 3}] * 60).alpha == Value(None, why_not=NO_VARIATION)


def test_an_auditor_who_always_says_good_has_a_kappa_of_nothing() -> None:
    """It can be calculated and is 0: grades that never vary tell nothing about the moderator's."""
    assert agreement([(3, 2), (3, 3), (3, 4)], times=0).kappa.value == pytest.approx(0)


def test_resamples_without_a_figure_are_left_out_and_counted() -> None:
    # Drawing 40 of 38 + 2 with replacement gives the 38 only in (38 / 40) ^ 40 = 13% of resamples; of 39 + 1 in 36%
    some = agreement([(3, 3)] * 38 + [(2, 2), (2, 3)]).kappa
    assert some.left_out == pytest.approx(0.95**40, abs=0.03)
    assert some.low is not None and some.why_not == ""
    many = agreement([(3, 3)] * 39 + [(2, 3)]).kappa
    assert many.value == pytest.approx(0)
    assert many.left_out == pytest.approx(0.975**40, abs=0.03)
    assert (many.low, many.why_not) == (
        None,
        f"no interval: in {many.left_out:.0%} of the resamples it can't be calculated",
    )


def test_agreement_without_exception_has_no_interval() -> None:
    kappa = agreement([(2, 2), (3, 3)] * 20).kappa
    assert kappa == Value(1, why_not="no interval: it is the same in all resamples")


def test_few_pairs_have_a_figure_and_no_interval() -> None:
    graded = pairs_of(DIAGNOSES)[::12]
    assert len(graded) == 19
    kappa = agreement(graded).kappa
    assert kappa.value is not None
    assert (kappa.low, kappa.why_not) == (None, "no interval: fewer than 20 cases")


@pytest.mark.parametrize(
    ("kappa", "band"),
    [
        (-0.01, "poor"),
        (0.0, "slight"),
        (0.2, "slight"),
        (0.21, "fair"),
        (0.4, "fair"),
        (0.41, "moderate"),
        (0.61, "substantial"),
        (0.8, "substantial"),
        (0.81, "almost perfect"),
        (1.0, "almost perfect"),
    ],
)
def test_words_of_landis_and_koch(kappa: float, band: str) -> None:
    """Landis and Koch (1977), Biometrics 33, 159-174: 0 to .20, .21 to .40, .41 to .60, .61 to .80, .81 to 1."""
    assert label(kappa, 40) == Label(band)


def test_no_word_for_few_pairs_or_for_no_figure() -> None:
    assert label(0.9, 39) == Label(None, "no label: 39 pairs, and it takes 40")
    assert label(0.9, 1, needed=2) == Label(None, "no label: 1 pair, and it takes 2")
    assert label(None, 100) == Label(None, "no label without a figure")


def test_what_makes_no_sense_is_refused() -> None:
    for graded in ([(0, 3)], [(3, 5)]):
        with pytest.raises(ValueError, match="grades are 1 to 4"):
            agreement(graded)
        with pytest.raises(ValueError, match="grades are 1 to 4"):
            bias_by({"north": graded})
    with pytest.raises(ValueError, match="grades are 1 to 4"):
        ordinal_alpha([{"a": 5}])
    for line in (1, 5):
        with pytest.raises(ValueError, match="at least one grade must be below"):
            agreement([], line=line)
    with pytest.raises(ValueError, match="fewer than two"):
        ordinal_alpha([{"a": 1, "b": 1}], grades=1)
