"""Process control: baselines, trial limits, rebases, gaps, series that hardly vary, assurance, what always holds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.statistics.process_control import (
    Assurance,
    Kind,
    Rebase,
    may_have_limits,
    process_control,
)
from lineofsight.statistics.process_limits import Values
from lineofsight.statistics.special_causes import Rule
from tests.statistics.months import STEADY, after, kinds, series

# Baseline, trial limits, rebases


def test_the_first_twelve_fix_the_limits() -> None:
    found = after("60 61 59 60")
    assert {point.mean for point in found.points} == {Fraction(50)}
    assert not found.is_trial
    longer = process_control(series(f"{STEADY} 60 61 59 60"), baseline=16)
    assert longer.points[0].mean == Fraction(12 * 50 + 60 + 61 + 59 + 60, 16)


@pytest.mark.parametrize(("figures", "trial"), [(11, True), (12, False), (13, False)])
def test_limits_of_fewer_than_twelve_are_on_trial(figures: int, trial: bool) -> None:
    assert process_control(series(STEADY + " 49")[:figures]).is_trial is trial


@pytest.mark.parametrize(("figures", "said"), [(6, False), (7, True)])
def test_nothing_is_said_of_fewer_than_seven(figures: int, said: bool) -> None:
    found = process_control(series(STEADY)[:figures], better="higher", target=Fraction(10))
    assert (found.points[-1].upper is not None) is said
    assert (found.variation is not None) is said
    assert (found.assurance is not None) is said


def test_rebasing_sets_limits_anew_and_no_run_goes_across() -> None:
    months = "59 61 59 61 59 61 59 61"
    without = after(months)
    assert kinds(without, 8) == "i" * 8
    found = after(months, rebases=[Rebase(12, "a new front door from April")])
    assert kinds(found, 8) == "." * 8
    assert (found.points[11].mean, found.points[12].mean) == (50, 60)
    assert found.is_trial  # eight figures
    too_few = after("59 61 59", rebases=[Rebase(12, "a new front door from April")])
    assert kinds(too_few, 3) == "---"


def test_a_run_ends_at_a_rebase() -> None:
    values = series(STEADY + " 49.5" * 6 + " 49.5" + " 49 50" * 4)
    assert kinds(process_control(values[:19], better="higher"), 7) == "c" * 7
    found = process_control(values, better="higher", rebases=[Rebase(18, "moved")])
    assert [point.kind for point in found.points[12:18]] == [Kind.COMMON] * 6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"better": "up"}, "higher, lower or empty"),
        ({"baseline": 6}, "too short"),
        ({"rebases": [Rebase(3, " ")]}, "reason"),
        ({"rebases": [Rebase(0, "x")]}, "within the series"),
        ({"rebases": [Rebase(12, "x")]}, "within the series"),
        ({"rebases": [Rebase(5, "x"), Rebase(5, "y")]}, "within the series"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        process_control(series(STEADY), **options)  # type: ignore[arg-type]


# Gaps


def test_a_last_month_without_a_figure_has_no_variation_and_keeps_its_assurance() -> None:
    found = after("60 -", target=Fraction(40))
    assert found.variation is None
    assert found.assurance is Assurance.PASS


def test_the_baseline_is_twelve_figures_not_twelve_months() -> None:
    found = process_control(series("- 49 51 - 49 51 49 51 49 51 49 51 49 51 80"), better="higher")
    assert found.points[-1].mean == 50
    assert found.variation is Kind.IMPROVEMENT


def test_a_series_full_of_gaps_has_a_mean_and_no_limits() -> None:
    found = process_control(series("49 - 51 " * 5 + "90"), better="higher", target=Fraction(80))
    assert found.points[0].mean is not None
    assert found.points[0].upper is None
    assert (found.variation, found.assurance) == (Kind.COMMON, None)


# Series that hardly vary


def test_a_constant_series_has_its_mean_as_limits_and_no_signal() -> None:
    found = process_control(series("100 " * 24), better="higher", target=Fraction(95))
    assert kinds(found, 24) == "." * 24
    assert (found.points[0].lower, found.points[0].upper) == (100, 100)
    assert found.assurance is Assurance.PASS


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", 100, Assurance.PASS),
        ("higher", 99, Assurance.PASS),
        ("higher", 101, Assurance.FAIL),
        ("lower", 100, Assurance.PASS),
        ("lower", 99, Assurance.FAIL),
    ],
)
def test_a_constant_series_meets_its_target_always_or_never(better: str, target: int, assurance: Assurance) -> None:
    assert process_control(series("100 " * 8), better=better, target=Fraction(target)).assurance is assurance


def test_a_constant_baseline_that_later_varies_has_no_limits_but_runs() -> None:
    found = process_control(series("100 " * 12 + "99.5"), better="higher", target=Fraction(95))
    assert found.points[-1].lower is None
    assert (found.variation, found.assurance) == (Kind.COMMON, None)
    found = process_control(series("100 " * 12 + "99.5 99 99.5 99 99.5 99 99.5"), better="higher")
    assert found.variation is Kind.CONCERN
    assert found.points[-1].rules == (Rule.SHIFT,)


@pytest.mark.parametrize(
    "months",
    [
        # one child late in one month: the other months are above the mean, and are no improvement
        "100 100 100 100 100 100 100 100 100 100 100 99.4 100 100 100 100 100 100 100 100",
        # a team of six: one child each time
        "100 100 100 83 100 100 100 100 83 100 100 100 83",
    ],
)
def test_a_series_that_hardly_varies_makes_no_news_of_one_child(months: str) -> None:
    found = process_control(series(months), better="higher", target=Fraction(95))
    assert {point.kind for point in found.points} == {Kind.COMMON}
    assert found.points[0].lower is None
    assert not found.is_trial
    assert found.assurance is None


@pytest.mark.parametrize(("months", "limits"), [("50 50 51 51 50 50 51", False), ("50 50 51 51 50 51 50", True)])
def test_hardly_varying_is_at_least_half_as_the_month_before(months: str, limits: bool) -> None:
    """Moving ranges 0 1 0 1 0 1: three of six are 0; and 0 1 0 1 1 1: two of six."""
    assert (process_control(series(months)).points[0].lower is not None) is limits


# Assurance


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        ("higher", "44.67", Assurance.PASS),
        ("higher", "44.68", Assurance.HIT_AND_MISS),
        ("higher", "50", Assurance.HIT_AND_MISS),
        ("higher", "55.32", Assurance.HIT_AND_MISS),
        ("higher", "55.33", Assurance.FAIL),
        ("lower", "44.67", Assurance.FAIL),
        ("lower", "50", Assurance.HIT_AND_MISS),
        ("lower", "55.33", Assurance.PASS),
        ("", "55.33", None),
    ],
)
def test_assurance(better: str, target: str, assurance: Assurance | None) -> None:
    assert process_control(series(STEADY), better=better, target=Fraction(target)).assurance is assurance


def test_assurance_is_of_the_limits_that_hold_now() -> None:
    values = series(STEADY + " 59 61 59 61 59 61 59")
    assert process_control(values, better="higher", target=Fraction(50)).assurance is Assurance.HIT_AND_MISS
    found = process_control(values, better="higher", target=Fraction(50), rebases=[Rebase(12, "moved")])
    assert found.assurance is Assurance.PASS


def test_without_a_target_there_is_no_assurance() -> None:
    assert process_control(series(STEADY), better="higher").assurance is None


# Drawing


def test_drawn_limits_stay_within_what_a_percentage_can_be() -> None:
    values = series("98 100 98 100 98 100 98 100 98 100 98 100")
    found = process_control(values, better="higher", lowest=Fraction(0), highest=Fraction(100))
    assert found.points[0].upper == Fraction("104.32")
    assert found.points[0].drawn_upper == 100
    assert found.points[0].drawn_lower == found.points[0].lower == Fraction("93.68")


def test_which_windows_may_have_limits() -> None:
    assert [may_have_limits(window) for window in ("snapshot", "month", "ytd", "rolling_year")] == [1, 1, 0, 0]


# What holds for any series

figures = st.one_of(st.none(), st.integers(0, 100).map(Fraction))
any_series = st.lists(figures, max_size=40)


@given(any_series, st.sampled_from(["higher", "lower", ""]))
def test_every_month_is_answered_and_a_gap_is_never_a_signal(values: Values, better: str) -> None:
    found = process_control(values, better=better)
    assert [point.value for point in found.points] == list(values)
    for point in found.points:
        assert point.value is not None or (point.kind is None and not point.signals)
        assert (point.kind in (None, Kind.COMMON)) == (not point.signals)
        if point.lower is not None:
            assert point.upper is not None and point.mean is not None
            assert point.lower <= point.mean <= point.upper


@given(any_series)
def test_turned_upside_down_good_and_bad_change_places(values: Values) -> None:
    turned = [None if value is None else 100 - value for value in values]
    high = process_control(values, better="higher", target=Fraction(60))
    low = process_control(turned, better="lower", target=Fraction(40))
    assert [point.kind for point in high.points] == [point.kind for point in low.points]
    assert high.assurance == low.assurance


@given(any_series, st.integers(-50, 50), st.integers(1, 9))
def test_units_make_no_difference(values: Values, shift: int, factor: int) -> None:
    moved = [None if value is None else value * factor + shift for value in values]
    before = process_control(values, better="higher", target=Fraction(60))
    now = process_control(moved, better="higher", target=Fraction(60 * factor + shift))
    assert [point.signals for point in before.points] == [point.signals for point in now.points]
    assert before.assurance == now.assurance


@given(st.lists(st.integers(0, 100).map(Fraction), min_size=12, max_size=30), any_series)
def test_later_months_do_not_move_fixed_limits(first: Values, later: Values) -> None:
    limits = process_control(first).points[0]
    longer = process_control([*first, *later]).points[0]
    assert limits.mean == longer.mean
    assert limits.upper in (longer.upper, limits.mean)  # or the baseline never varied, and later months do
