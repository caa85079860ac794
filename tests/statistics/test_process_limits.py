"""Process limits: the numbers of others, and sums written out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineofsight.statistics.process_limits import natural_limits
from tests.statistics.months import series

#: rnorm(20) under set.seed(123): the data of NHSRplotthedots' own test of its limits.
NORMAL = (
    "-0.56047565 -0.23017749 1.55870831 0.07050839 0.12928774 1.71506499 0.46091621 -1.26506123 -0.68685285 "
    "-0.44566197 1.22408180 0.35981383 0.40077145 0.11068272 -0.55584113 1.78691314 0.49785048 -1.96661716 "
    "0.70135590 -0.47279141"
)


def test_the_limits_of_the_r_package() -> None:
    limits = natural_limits(series(NORMAL))
    assert limits and limits.lower is not None and limits.upper is not None
    assert float(limits.mean) == pytest.approx(0.1416238, abs=1e-7)
    assert float(limits.lower) == pytest.approx(-3.01138, abs=1e-5)
    assert float(limits.upper) == pytest.approx(3.294627, abs=1e-6)


def test_the_limits_of_the_r_package_with_an_odd_value_screened_out() -> None:
    values = series(NORMAL)
    values[14] = Fraction(10)
    limits = natural_limits(values)
    assert limits and limits.lower is not None and limits.upper is not None
    assert float(limits.mean) == pytest.approx(0.6694159, abs=1e-7)
    assert float(limits.lower) == pytest.approx(-2.383666, abs=1e-6)
    assert float(limits.upper) == pytest.approx(3.722497, abs=1e-6)


def test_the_example_of_the_page_of_deviations_of_the_r_package() -> None:
    limits = natural_limits(series("1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1"))
    assert limits
    # 9 ones, 8 twos and the 10; moving ranges 1 x 3, 8, 9, 1 x 12, mean 32 / 17; 8 and 9 are not below 3.267 x 32 / 17
    assert limits.mean == Fraction(9 * 1 + 8 * 2 + 10, 18)
    assert limits.moving_range == Fraction(3 + 12, 15)
    assert limits.upper == Fraction(35, 18) + Fraction("2.66")


def test_the_flow_rates_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: limits 45.8159 and 55.8041, by 3 / 1.128 unrounded."""
    limits = natural_limits(series("49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"))
    assert limits and limits.lower is not None and limits.upper is not None
    assert limits.mean == Fraction("50.81")
    assert limits.moving_range == Fraction("16.9") / 9  # 2.0 + 2.3 + 1.4 + 3.5 + 3.4 + 1.4 + 0.2 + 1.2 + 1.5
    assert float(limits.moving_range) == pytest.approx(1.8778, abs=5e-5)
    assert float(limits.lower) == pytest.approx(45.8159, abs=1e-3)
    assert float(limits.upper) == pytest.approx(55.8041, abs=1e-3)


def test_visits_of_the_highlight_report_of_march_2023() -> None:
    """3.3, October 2022 to March 2023: Christmas, at 72.0%, lies inside 65 to 102."""
    limits = natural_limits(series("86.0 84.1 72.0 87.5 88.5 84.0"))
    assert limits and limits.lower is not None and limits.upper is not None
    moving_range = (Fraction("1.9") + Fraction("12.1") + Fraction("15.5") + Fraction("1.0") + Fraction("4.5")) / 5
    assert limits.moving_range == moving_range == 7
    assert limits.lower == Fraction("502.1") / 6 - Fraction("2.66") * 7
    assert (round(limits.lower), round(limits.upper)) == (65, 102)


def test_a_gap_has_no_moving_range_and_is_not_filled_in() -> None:
    limits = natural_limits(series("10 12 - 20 22"))
    assert limits
    assert limits.mean == Fraction(10 + 12 + 20 + 22, 4)
    assert limits.moving_range == Fraction(2 + 2, 2)  # 12 to 20 is none
