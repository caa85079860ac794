"""Figures from a prepared file: the same report as the command's, series with limits, breakdowns with intervals."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.figures import (
    breakdown_for,
    dimensions_of,
    distortions_of,
    months_offered,
    report_for,
    series_for,
)
from lineofsight.reports.build import highlight_report
from lineofsight.reports.signals import first_of_series, months_of_series

MARCH = Month(2023, 3)


@pytest.mark.parametrize("month", [MARCH, Month(2022, 11), Month(2022, 4)])
def test_the_report_is_the_one_that_the_command_builds(kept: Counted, demonstration: Home, month: Month) -> None:
    assert report_for(kept, month) == highlight_report(demonstration.path, month)


def test_months_are_offered_that_have_a_year_before_them(kept: Counted) -> None:
    months = months_offered(kept)
    assert months[0] == MARCH and len(months) == 36
    assert months[-1].minus(11).end in kept.dates


def test_a_series_begins_with_a_financial_year_so_that_its_limits_stand_still() -> None:
    assert {str(first_of_series(Month(2022, month))) for month in range(4, 13)} == {"2019-04"}
    assert [len(months_of_series(month)) for month in (Month(2022, 4), MARCH)] == [37, 48]


def test_series_and_limits(kept: Counted) -> None:
    series = series_for(kept, "3.3", MARCH)
    assert series.months[-1] == MARCH and len(series.months) == 48
    assert series.values[-1] == Fraction(62000, 738)
    assert series.control is not None and series.control.points[0].lower is not None
    assert series_for(kept, "5.18", MARCH).control is None  # a rolling year
    yearly = series_for(kept, "2.1", MARCH)
    assert yearly.figures[-1] is not None and yearly.figures[-1].window == "month"
    rebased = series_for(kept, "3.3", MARCH, {Month(2021, 4): "a new recording rule"})
    assert rebased.control is not None and rebased.control.rebases[0].reason == "a new recording rule"


def test_a_breakdown_adds_up_and_small_groups_are_not_news(kept: Counted) -> None:
    definition = kept.book.at("indicator", "3.3", MARCH)
    for name, _ in dimensions_of(kept):
        found = breakdown_for(kept, definition, MARCH.end, name)
        assert found.whole is not None
        assert sum(member.figure.numerator or 0 for member in found.members) == 620
        assert sum(member.figure.denominator or 0 for member in found.members) == 738
        for member in found.members:
            value = member.figure.value
            if value is not None and member.interval is not None:
                assert member.interval.lower <= value <= member.interval.upper
            if (member.figure.denominator or 0) < 5:
                assert member.differs == ""
    teams = breakdown_for(kept, definition, MARCH.end, "team")
    assert all(member.name != member.code for member in teams.members)


def test_what_distorts_a_figure_has_a_rule_and_a_range(kept: Counted) -> None:
    found = distortions_of(kept, "3.3", MARCH.end, "snapshot")
    assert found
    for one in found:
        assert one.title and one.findings > 0 and one.low is not None and one.high is not None
        assert one.low <= Fraction(62000, 738) <= one.high
    assert distortions_of(kept, "3.3", dt.date(2000, 1, 31), "snapshot") == []
