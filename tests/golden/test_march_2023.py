"""The demonstration council's case records give the published report of March 2023, cell by cell.

The table beside this file is the published one. It is test data: nothing else reads it. Six percentages of it can't
be reached by a whole number of children in a cohort of the published size; the closest fraction stands here instead.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.reports.build import highlight_report
from lineofsight.reports.model import HighlightReport, Row, Shown

PUBLISHED = Path(__file__).parent / "highlight_indicators_2023-03.csv"
MONTHS = ("2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03")

#: No whole number of the month's children gives the published percentage: these are the closest.
CLOSEST = {
    ("5.10", "2022-10"): Fraction(100 * 41, 304),
    ("5.10", "2022-12"): Fraction(100 * 42, 297),
    ("5.10", "2023-01"): Fraction(100 * 57, 285),
    ("5.10", "2023-02"): Fraction(100 * 83, 291),
    ("5.11", "2022-12"): Fraction(100 * 264, 297),
    ("5.11", "2023-01"): Fraction(100 * 246, 285),
}
GREEN = {"2.1", "4.7.2", "5.18", "6.1", "6.2", "6.3"}
AMBER = {"3.1", "3.2", "4.8", "5.11"}
RED = {"1.1", "2.10a", "3.3", "5.10"}

with PUBLISHED.open(encoding="utf-8") as file:
    TABLE = {row["ref"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def report(demonstration: Home) -> HighlightReport:
    return highlight_report(demonstration.path, Month(2023, 3))


def row_of(report: HighlightReport, ref: str) -> Row:
    return next(row for row in report.rows if row.ref == ref)


def printed(shown: Shown, published: str) -> str:
    """The figure as the published cell prints it: with as many decimals, rounded half up."""
    assert shown.value is not None, shown.note
    places = Decimal(1).scaleb(-len(published.partition(".")[2]))
    exact = Decimal(shown.value.numerator) / Decimal(shown.value.denominator)
    return str(exact.quantize(places, ROUND_HALF_UP))


def test_the_report_has_the_17_in_their_order(report: HighlightReport) -> None:
    assert [row.ref for row in report.rows] == list(TABLE)
    assert len(TABLE) == 17


@pytest.mark.parametrize("ref", TABLE)
def test_numerator_and_denominator(report: HighlightReport, ref: str) -> None:
    current, published = row_of(report, ref).current, TABLE[ref]
    if published["numerator"]:
        assert (current.numerator, current.denominator) == (int(published["numerator"]), int(published["denominator"]))
    else:
        assert (current.numerator, current.denominator) == (int(published["current"]), None)


@pytest.mark.parametrize("ref", TABLE)
def test_current_value_and_period(report: HighlightReport, ref: str) -> None:
    row, published = row_of(report, ref), TABLE[ref]
    assert printed(row.current, published["current"]) == published["current"]
    assert row.period.lower() == {"YTD": "year to date"}.get(published["period"], published["period"].lower())


@pytest.mark.parametrize("ref", TABLE)
def test_previous_year(report: HighlightReport, ref: str) -> None:
    assert report.previous_label == "2021/22"
    assert (
        printed(row_of(report, ref).previous, TABLE[ref]["previous_year_2021_22"])
        == (TABLE[ref]["previous_year_2021_22"])
    )


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("ref", TABLE)
def test_six_month_trend(report: HighlightReport, ref: str, month: str) -> None:
    shown = row_of(report, ref).trend[MONTHS.index(month)]
    if (ref, month) in CLOSEST:
        assert shown.value == CLOSEST[ref, month]
    else:
        assert printed(shown, TABLE[ref][month]) == TABLE[ref][month]


def test_the_closest_fractions_are_needed_and_are_the_closest() -> None:
    for (ref, month), closest in CLOSEST.items():
        children = int(TABLE["1.4"][month])
        published = Fraction(TABLE[ref][month])
        possible = [Fraction(100 * count, children) for count in range(children + 1)]
        assert min(possible, key=lambda value: abs(value - published)) == closest
        assert all(printed(Shown(value), TABLE[ref][month]) != TABLE[ref][month] for value in possible)


@pytest.mark.parametrize("ref", TABLE)
def test_targets(report: HighlightReport, ref: str) -> None:
    row, published = row_of(report, ref), TABLE[ref]
    assert (row.minimum or "", row.upper or "") == (published["target_min"], published["target_upper"])
    assert row.better == published["better"]


def test_ratings_six_green_four_amber_four_red(report: HighlightReport) -> None:
    assert {row.ref for row in report.rated("green")} == GREEN
    assert {row.ref for row in report.rated("amber")} == AMBER
    assert {row.ref for row in report.rated("red")} == RED
    assert {row.ref for row in report.rated("")} == {"1.2", "1.3", "1.4"}


def test_three_of_the_reds_are_within_one_percentage_point_of_the_minimum(report: HighlightReport) -> None:
    short = {row.ref: Fraction(row.minimum or 0) - (row.current.value or 0) for row in report.rated("red")}
    near = {ref: round(float(gap), 2) for ref, gap in short.items() if 0 < gap < 1}
    assert near == {"1.1": 0.49, "2.10a": 0.26, "3.3": 0.99}


def test_allocated_children_reconcile_to_the_cohorts(report: HighlightReport) -> None:
    reconciliation = report.reconciliation
    assert (reconciliation.open_cases, reconciliation.allocated) == (2503, 2503)
    assert (reconciliation.allocated_not_open, reconciliation.open_not_allocated) == (0, 0)
    assert dict(reconciliation.parts) == {
        "children in need": 738,
        "on a child protection plan": 214,
        "in our care": 301,
        "care leavers": 269,
        "open elsewhere": 2503 - 738 - 214 - 301 - 269,
    }


def test_rates_per_10000(report: HighlightReport) -> None:
    rates = {number.ref: number.rate for number in report.key_numbers if number.rate}
    assert printed(rates["1.3"], "33.3") == "33.3"
    assert printed(rates["1.4"], "46.8") == "46.8"
    assert rates["1.3"].denominator == 64_290


def test_206_cases_were_opened_in_the_last_eight_weeks(report: HighlightReport) -> None:
    assert report.reconciliation.open_cases is not None
    denominator = row_of(report, "1.1").current.denominator
    assert denominator is not None
    assert report.reconciliation.open_cases - denominator == 206
