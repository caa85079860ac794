"""Intervals: published numbers, exact arithmetic written out, and the same verdict from the limits as from the test."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.statistics.intervals import FAR, USUAL, differs, funnel_limits, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_newcombe_published_it(numerator: int, denominator: int, lower: float, upper: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    interval = wilson(numerator, denominator)
    assert interval
    assert interval.lower / 100 == pytest.approx(lower, abs=5e-5)
    assert interval.upper / 100 == pytest.approx(upper, abs=5e-5)


def test_wilson_at_the_edges() -> None:
    assert wilson(0, 0) is None
    nothing, everything = wilson(0, 5), wilson(5, 5)
    assert nothing and everything
    assert (nothing.lower, everything.upper) == (0, 100)
    assert nothing.upper == pytest.approx(100 - everything.lower)
    with pytest.raises(ValueError, match="no share"):
        wilson(6, 5)


@given(st.integers(0, 400), st.integers(1, 400))
def test_wilson_holds_the_share_and_narrows_with_cases(numerator: int, more: int) -> None:
    denominator = numerator + more
    interval, ten_times = wilson(numerator, denominator), wilson(10 * numerator, 10 * denominator)
    assert interval and ten_times
    assert 0 <= interval.lower <= 100 * numerator / denominator + 1e-9
    assert 100 * numerator / denominator - 1e-9 <= interval.upper <= 100
    assert ten_times.upper - ten_times.lower < interval.upper - interval.lower


def at_most(count: int, cases: int, share: Fraction) -> Fraction:
    """The exact chance of at most so many: a sum of binomial terms in fractions."""
    return sum((comb(cases, k) * share**k * (1 - share) ** (cases - k) for k in range(count + 1)), start=Fraction(0))


def test_a_funnel_limit_worked_by_hand() -> None:
    # 10 cases, share 1/2, 95%: F(1) = 11/1024 < 0.025 <= F(2) = 56/1024; 2 - (56/1024 - 0.025) / (45/1024) = 1.3244...
    limits = funnel_limits(10, Fraction(1, 2), USUAL)
    r = 2 - (Fraction(1 + 10 + 45, 1024) - Fraction(25, 1000)) / Fraction(45, 1024)
    assert limits.lower == pytest.approx(float(100 * r / 10))
    assert limits.upper == pytest.approx(100 - limits.lower)


def test_small_numbers_do_not_stand_out() -> None:
    """Of 4 children 3 were seen, of 98% in the council: 8 in 100 such teams look so. Of 4, none: that is rarer."""
    assert 1 - Fraction(98, 100) ** 4 == pytest.approx(0.0776, abs=1e-4)
    assert differs(3, 4, Fraction(98, 100)) == ""
    assert differs(0, 4, Fraction(98, 100)) == "lower"
    assert differs(1, 1, Fraction(1, 2)) == ""
    assert differs(9, 9, Fraction(1, 2)) == ""  # 1 in 512
    assert differs(10, 10, Fraction(1, 2)) == "higher"  # 1 in 1,024
    assert differs(0, 0, Fraction(1, 2)) == ""


@pytest.mark.parametrize("share", [Fraction(0), Fraction(1)])
def test_limits_of_none_or_all(share: Fraction) -> None:
    limits = funnel_limits(7, share)
    assert limits.lower == limits.upper == 100 * share
    assert differs(7 * int(share), 7, share) == ""


def test_what_makes_no_sense_is_refused() -> None:
    for share in (Fraction(-1, 100), Fraction(101, 100)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            funnel_limits(5, share)
    with pytest.raises(ValueError, match="at least 1"):
        funnel_limits(0, Fraction(1, 2))
    with pytest.raises(ValueError, match="no share"):
        differs(3, 2, Fraction(1, 2))


shares = st.integers(0, 100).map(lambda per_cent: Fraction(per_cent, 100))


@given(st.integers(1, 60), shares, st.data())
def test_the_verdict_is_that_of_exact_arithmetic_and_of_the_drawn_limits(
    cases: int, share: Fraction, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, cases))
    lower = at_most(count, cases, share) < Fraction(1, 1000)
    higher = at_most(cases - count, cases, 1 - share) < Fraction(1, 1000)
    assert differs(count, cases, share) == ("lower" if lower else "higher" if higher else "")
    limits = funnel_limits(cases, share, FAR)
    value = 100 * count / cases
    assert lower == (value < limits.lower - 1e-9)
    assert higher == (value > limits.upper + 1e-9)


@given(st.integers(1, 20_000), shares)
def test_the_wider_funnel_holds_the_narrower_and_both_hold_the_whole(cases: int, share: Fraction) -> None:
    usual, far = funnel_limits(cases, share, USUAL), funnel_limits(cases, share, FAR)
    assert 0 <= far.lower <= usual.lower <= 100 * share <= usual.upper <= far.upper <= 100


@given(st.integers(500, 20_000), st.integers(10, 90))
def test_with_many_cases_the_limits_are_those_of_the_normal_curve(cases: int, per_cent: int) -> None:
    share = Fraction(per_cent, 100)
    reach = 3.0902 * 100 * (float(share * (1 - share)) / cases) ** 0.5
    limits = funnel_limits(cases, share)
    assert limits.upper == pytest.approx(per_cent + reach, abs=100 * 3 / cases)
    assert limits.lower == pytest.approx(per_cent - reach, abs=100 * 3 / cases)
