"""What stands beside a rating: change, distance from the targets, variation and assurance."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lineofsight.calendar import Month, months_to
from lineofsight.indicators.book import read_book
from lineofsight.indicators.definitions import Definition, Target
from lineofsight.indicators.figures import Figure
from lineofsight.reports import wording
from lineofsight.reports.model import Row, Shown
from lineofsight.reports.signals import Signals, series_of, signals_of, to_reach
from lineofsight.statistics.process_control import Kind

MARCH = Month(2023, 3)


def figure(ref: str, on: dt.date, numerator: int | None, denominator: int | None, window: str = "snapshot") -> Figure:
    return Figure(ref, on, window, "", "", numerator, denominator, 100, "", "")


def indicator(ref: str) -> Definition:
    return read_book().latest("indicator", ref)


@pytest.mark.parametrize(
    ("ref", "numerator", "denominator", "minimum", "upper", "amber", "green"),
    [
        # 85% of 738 is 627.3: 628, so 8 more; 90% is 664.2: 665, so 45 more.
        ("3.3", 620, 738, "85", "90", 628 - 620, 665 - 620),
        # 90% of 2,297 is 2,067.3: 2,068; 95% is 2,182.15: 2,183.
        ("1.1", 2056, 2297, "90", "95", 2068 - 2056, 2183 - 2056),
        # 96.5% of 145 is 139.925: 140 are there; 98.5% is 142.825: 143.
        ("4.8", 140, 145, "96.5", "98.5", 0, 143 - 140),
        # Low is good: at most 10% of 301, 30.1, so 30: 59 fewer; at most 5%, 15.05, so 15: 74 fewer.
        ("5.10", 89, 301, "10", "5", 89 - 30, 89 - 15),
        # Exactly on the target needs nobody more: 57 of 100 at 57%, where floating point says otherwise.
        ("3.3", 57, 100, "57", "58", 0, 1),
        # All of them, and no more than all.
        ("5.18", 345, 346, "95", "100", 0, 1),
        ("3.3", 0, 0, "85", "90", None, None),
    ],
)
def test_how_many_more_is_exact(
    ref: str, numerator: int, denominator: int, minimum: str, upper: str, amber: int | None, green: int | None
) -> None:
    target = Target(Month(2019, 4), minimum, upper)
    assert to_reach(indicator(ref), figure(ref, MARCH.end, numerator, denominator), target) == (amber, green)


def test_that_many_more_is_the_next_rating_and_one_fewer_is_not() -> None:
    target = Target(Month(2019, 4), "85", "90")
    for numerator in range(0, 739, 37):
        amber, green = to_reach(indicator("3.3"), figure("3.3", MARCH.end, numerator, 738), target)
        assert amber is not None and green is not None
        for more, aim in ((amber, 85), (green, 90)):
            assert Fraction(100 * (numerator + more), 738) >= aim
            assert more == 0 or Fraction(100 * (numerator + more - 1), 738) < aim


def test_no_target_no_distance() -> None:
    assert to_reach(indicator("1.2"), figure("1.2", MARCH.end, 738, None), None) == (None, None)


def series(ref: str, counts: list[int | None], of: int = 100) -> dict[tuple[str, dt.date, str], Figure]:
    definition = indicator(ref)
    months = months_to(MARCH, len(counts))
    return {
        (ref, month.end, definition.trend): figure(ref, month.end, count, of, definition.trend)
        for month, count in zip(months, counts, strict=True)
        if count is not None
    }


def test_changes_are_against_the_month_before_and_the_same_month_of_last_year() -> None:
    found = series("3.3", [80] + [85] * 10 + [88, 84])
    definition = indicator("3.3")
    current = found["3.3", MARCH.end, "snapshot"]
    signals = signals_of(definition, current, series_of(definition, found, MARCH), MARCH)
    assert (signals.since_month, signals.since_year) == (84 - 88, 84 - 80)


def test_a_month_without_a_figure_has_no_change() -> None:
    found = series("3.3", [80] + [85] * 10 + [None, 84])
    definition = indicator("3.3")
    current = found["3.3", MARCH.end, "snapshot"]
    signals = signals_of(definition, current, series_of(definition, found, MARCH), MARCH)
    assert (signals.since_month, signals.since_year) == (None, 4)


def test_a_fall_out_of_the_usual_is_a_concern_and_the_rolling_year_has_no_signs() -> None:
    steady = [85, 86, 84, 85, 87, 85, 84, 86, 85, 84, 86, 85]
    found = series("3.3", [*steady, 60])
    definition = indicator("3.3")
    known = series_of(definition, found, MARCH)
    assert signals_of(definition, found["3.3", MARCH.end, "snapshot"], known, MARCH).variation is Kind.CONCERN
    yearly = indicator("5.18")
    assert yearly.trend == "rolling_year"
    assert series_of(yearly, series("5.18", [*steady, 60]), MARCH).control is None


def test_months_before_the_records_begin_are_left_out_not_zero() -> None:
    found = series("1.2", [0, 0, 0, 700, 710, 705], of=1)
    counts = {key: figure("1.2", key[1], each.numerator, None) for key, each in found.items()}
    known = series_of(indicator("1.2"), counts, MARCH)
    assert [str(month) for month in known.months] == ["2023-01", "2023-02", "2023-03"]


@pytest.mark.parametrize(
    ("rating", "better", "amber", "green", "says"),
    [
        ("red", "higher", 8, 45, "8 more to reach amber, 45 to reach green"),
        ("amber", "higher", 0, 1_028, "1,028 more to reach green"),
        ("red", "lower", 59, 74, "59 fewer to reach amber, 74 to reach green"),
        ("green", "higher", 0, 0, ""),
        ("", "", None, None, ""),
    ],
)
def test_the_distance_in_words(rating: str, better: str, amber: int | None, green: int | None, says: str) -> None:
    row = Row(
        ref="x",
        title="x",
        unit="percent",
        better=better,
        period="Snapshot",
        previous=Shown(None),
        current=Shown(Fraction(84), 84, 100),
        trend=(),
        minimum="85",
        upper="90",
        rating=rating,
        signals=Signals(to_amber=amber, to_green=green, since_month=Fraction(-451, 100), since_year=Fraction(0)),
    )
    assert wording.reach(row) == says
    assert wording.changes(row, MARCH) == "down 4.5 points on February 2023, no change from March 2022"
