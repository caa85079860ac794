"""What a series says of an action: worse since it was accepted, or back and staying back. Series are drawn by month."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lineofsight.calendar import Month, months_to
from lineofsight.indicators.figures import Figure
from lineofsight.reports.signals import Series
from lineofsight.statistics.process_control import process_control
from lineofsight.web.improvement.plan.watching import months_back, reaches, worse_months, worsened_after, worsens_now

LAST = Month(2023, 3)
#: Twenty months that go up and down a little around 90: no special cause in them.
STEADY = [90, 92, 89, 91, 88, 91, 90, 92, 88, 90, 91, 89, 92, 90, 88, 91, 89, 90, 92, 89]


def series(values: list[int], better: str = "higher") -> Series:
    months = months_to(LAST, len(values))
    figures = tuple(
        Figure("3.3", m.end, "month", "", "", v, 100, 100, "", "") for m, v in zip(months, values, strict=True)
    )
    return Series(months, figures, process_control([Fraction(v) for v in values], better=better))


def test_a_steady_series_says_nothing() -> None:
    assert worse_months(series(STEADY)) == [] and worsens_now(series(STEADY)) is None


def test_a_month_outside_the_limits_worsens_on_the_bad_side_alone() -> None:
    low, high = series([*STEADY, 60]), series([*STEADY, 60], better="lower")
    found = worsens_now(low)
    assert found is not None and found.month == LAST
    assert found.words("percent").startswith("60.0% in March 2023, where 90.1% is usual: outside the limits")
    assert worse_months(high) == [] and worse_months(series([*STEADY, 60], better="")) == []


@pytest.mark.parametrize(
    ("accepted_on", "watch_months", "found"),
    [
        (dt.date(2023, 3, 30), 6, True),  # March ends the day after
        (dt.date(2023, 3, 31), 6, False),  # March is over
        (dt.date(2022, 12, 13), 3, True),  # three months later is March
        (dt.date(2022, 12, 13), 2, False),  # the watch is over with February
        (dt.date(2022, 9, 30), 6, True),
        (dt.date(2022, 8, 31), 6, False),
        (dt.date(2023, 4, 18), 6, False),  # accepted afterwards: the board knew
    ],
)
def test_worse_counts_within_the_watch_alone(accepted_on: dt.date, watch_months: int, found: bool) -> None:
    worse = worsened_after(series([*STEADY, 60]), accepted_on, watch_months)
    assert (worse is not None) is found


def test_a_worse_month_that_has_passed_still_counts_within_the_watch() -> None:
    dipped = series([*STEADY, 60, 91, 90])
    assert worsens_now(dipped) is None
    worse = worsened_after(dipped, dt.date(2022, 12, 13), 6)
    assert worse is not None and worse.month == Month(2023, 1)


#: values of October to March | target | better | opened of | months back
BACK = """
80 84 86 91 90 92 | 90 | higher |         | 91 90 92
80 84 86 91 89 92 | 90 | higher |         |
80 84 86 91 -  92 | 90 | higher |         |
80 84 86 91 90 92 | 90 | higher | 2022-12 | 91 90 92
80 84 86 91 90 92 | 90 | higher | 2023-01 |
80 84 86 91 90 92 | -  | higher |         |
80 84 86 91 90 92 | 90 | -      |         |
9  8  7  5  4  5  | 5  | lower  |         | 5 4 5
9  8  7  5  4  6  | 5  | lower  |         |
"""


@pytest.mark.parametrize("line", BACK.strip().splitlines())
def test_a_measure_is_back_when_the_last_months_all_reach_the_target(line: str) -> None:
    values, target, better, since, expected = (cell.strip() for cell in line.split("|"))
    read = [None if each == "-" else Fraction(each) for each in values.split()]
    found = months_back(
        zip(months_to(LAST, len(read)), read, strict=True),
        target=None if target == "-" else Fraction(target),
        better="" if better == "-" else better,
        months=3,
        since=Month.read(since) if since else None,
    )
    assert [int(value) for _, value in found] == [int(each) for each in expected.split()]
    assert [month for month, _ in found] == (list(months_to(LAST, 3)) if expected else [])


def test_a_target_is_exact() -> None:
    assert reaches(Fraction(9, 10), Fraction("0.9"), "higher") and not reaches(
        Fraction(89999, 1000), Fraction(90), "higher"
    )


def test_with_no_months_to_watch_nothing_reopens_by_itself() -> None:
    dipped = series([*STEADY, 60])
    last = dipped.months[-1]
    assert worsened_after(dipped, last.start, 6) is not None
    assert worsened_after(dipped, last.start, 0) is None
