"""Each of the four rules at its edge, their precedence, and gaps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineofsight.statistics.process_control import Kind, process_control
from lineofsight.statistics.special_causes import Rule
from tests.statistics.months import NEAR_UPPER, STEADY, after, kinds, series


def test_steady_months_are_common_cause() -> None:
    found = process_control(series(STEADY), better="higher")
    assert kinds(found, 12) == "." * 12
    assert found.points[0].mean == 50
    assert (found.points[0].lower, found.points[0].upper) == (Fraction("44.68"), Fraction("55.32"))
    assert str(found.points[0].near_upper) == NEAR_UPPER
    assert found.variation is Kind.COMMON


@pytest.mark.parametrize(
    ("figure", "kind"), [("55.32", "."), ("55.33", "i"), ("44.68", "."), ("44.67", "c")], ids=lambda text: text
)
def test_outside_the_limits_and_not_on_them(figure: str, kind: str) -> None:
    found = after(figure)
    assert kinds(found, 1) == kind
    assert found.points[-1].rules == ((Rule.OUTSIDE,) if kind != "." else ())


@pytest.mark.parametrize(
    ("months", "kind"),
    [
        ("49.5 " * 6 + "50.5", "......."),
        ("49.5 " * 7, "ccccccc"),
        ("49.5 " * 8, "cccccccc"),
        ("49.5 " * 3 + "50 " + "49.5 " * 3, "......."),  # on the mean is on neither side
        ("50.5 " * 6, "iiiiii"),  # the seventh is the last of the baseline, 51
        ("50.5 " * 5, "....."),
    ],
)
def test_shift(months: str, kind: str) -> None:
    found = after(months)
    assert kinds(found, len(kind)) == kind
    if kind[-1] != ".":
        assert found.points[-1].rules == (Rule.SHIFT,)


def test_a_shift_reaches_back_to_its_first_month() -> None:
    assert kinds(after("50.5 " * 6), 8) == ".iiiiiii"


@pytest.mark.parametrize(
    ("months", "kind"),
    [
        ("47 48 49 50 51 52 53", "iiiiiii"),  # six steps up
        ("47 48 49 50 51 52 52", "......."),  # five steps up and one that is level
        ("48 49 50 51 52 53", "......"),  # 51 before it: six months, five steps
        ("50 49 48 47 46 45", "cccccc"),  # with the 51 before it: seven
        ("53 52 51 50 49 48 47", "ccccccc"),
    ],
)
def test_trend(months: str, kind: str) -> None:
    assert kinds(after(months), len(kind)) == kind


def test_a_trend_is_what_it_is_on_either_side_of_the_mean() -> None:
    """Below the mean and rising: an improvement, as in version 0.2.2 of the R package (its issues 167 and 171)."""
    found = after("47 48 49 49.2 49.4 49.6 49.8")
    assert found.points[-1].rules == (Rule.TREND, Rule.SHIFT)
    assert [signal.direction for signal in found.points[-1].signals] == [1, -1]
    assert found.variation is Kind.IMPROVEMENT


def test_a_peak_belongs_to_the_trend_that_follows_it() -> None:
    found = after("47 48 49 50 51 52 53 52.5 51 50 49 48 47")
    assert kinds(found, 13) == "iiiiii" + "ccccccc"


def test_two_trends_that_touch_keep_their_own_directions() -> None:
    """The R package takes the last month of the first trend by the step to the second: up, then up, but called down."""
    found = after("47 48 49 50 51 52 53 47 48 49 50 51 52 53")
    assert kinds(found, 14) == "i" * 14


@pytest.mark.parametrize(
    ("months", "kind"),
    [
        ("54 50.5 54", "i.i"),
        ("54 54 50.5", "ii."),
        ("50.5 54 54", ".ii"),
        ("54 54 54", "iii"),
        ("54 49.5 54", "..."),  # the third month is on the other side
        ("54 50 54", "..."),  # or on the mean
        ("54 46 54", "..."),
        ("54 50.5 50.5 54", "...."),  # two of four
        ("54 56", ".i"),  # outside is not close to the limit: only the first rule
        ("46 49.5 46", "c.c"),
        (f"{NEAR_UPPER} 50.5 54", "..."),  # on the near limit is not beyond it
        ("55.32 50.5 54", "i.i"),  # on the limit is close to it
    ],
)
def test_two_of_three(months: str, kind: str) -> None:
    # 50 in between, so that the baseline's last month, 51, makes no third
    found = after(f"50 {months}")
    assert kinds(found, len(kind)) == kind


def test_the_first_two_months_are_no_two_of_three() -> None:
    values = series("54 54 46 " + STEADY)
    assert Rule.TWO_OF_THREE not in {rule for point in process_control(values).points for rule in point.rules}


def test_precedence() -> None:
    """Outside, then trend, then two of three, then shift; all that hold are kept."""
    found = after("50.5 51.5 52 52.5 53 54 56")
    last, before = found.points[-1], found.points[-2]
    assert last.rules == (Rule.OUTSIDE, Rule.TREND, Rule.SHIFT)
    assert before.rules == (Rule.TREND, Rule.SHIFT)  # 54 is close to the limit, and 53 is not, and 56 is outside it
    found = after("50.5 50.6 50.5 50.6 50.5 54 54")
    assert found.points[-1].rules == (Rule.TWO_OF_THREE, Rule.SHIFT)


def test_a_falling_month_above_the_limit_is_above_it() -> None:
    found = after("62 61 60 59 58 57 56")
    assert found.points[-1].rules[:2] == (Rule.OUTSIDE, Rule.TREND)
    assert found.variation is Kind.IMPROVEMENT


@pytest.mark.parametrize(
    ("better", "up", "down"),
    [("higher", "i", "c"), ("lower", "c", "i"), ("", "u", "d")],
    ids=["high", "low", "neither"],
)
def test_which_way_is_good(better: str, up: str, down: str) -> None:
    assert kinds(after("60", better), 1) == up
    assert kinds(after("40", better), 1) == down


@pytest.mark.parametrize(
    ("months", "kind"),
    [
        ("49.5 49.5 49.5 - 49.5 49.5 49.5 49.5", "...-...."),  # seven below, not in a row
        ("47 48 49 - 50 51 52 53", "...-...."),
        ("50 54 - 54 50.5", "..-.."),
        ("- 60", "-i"),
    ],
)
def test_no_run_goes_across_a_gap(months: str, kind: str) -> None:
    assert kinds(after(months), len(kind)) == kind
