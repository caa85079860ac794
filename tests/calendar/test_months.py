"""Which months there are, when they end and what their windows are counted from."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.calendar import Month, financial_year_start, months_before, months_to, previous_year_end

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("month", "end"),
    [
        ("2023-01", dt.date(2023, 1, 31)),
        ("2023-02", dt.date(2023, 2, 28)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2000-02", dt.date(2000, 2, 29)),
        ("2023-04", dt.date(2023, 4, 30)),
        ("2023-12", dt.date(2023, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_calendar_day(month: str, end: dt.date) -> None:
    assert Month.read(month).end == end


@pytest.mark.parametrize(
    "text",
    [
        *("", "2023", "2023-3", "2023-00", "2023-13", "23-03", "2023/03", "2023-03-31", "March 2023"),
        *(" 2023-03", "2023-03\n", "1899-12", "2100-01", "20２3-03", "-023-03"),
    ],
)
def test_what_is_not_a_month_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write it as year and month, for example 2023-03"):
        Month.read(text)


@pytest.mark.parametrize(
    ("on", "latest"),
    [
        (dt.date(2023, 4, 3), "2023-03"),  # an extract of 3 April serves the March report
        (dt.date(2023, 3, 31), "2023-03"),  # so does one taken at the end of the last day itself
        (dt.date(2023, 3, 30), "2023-02"),
        (dt.date(2024, 2, 28), "2024-01"),  # a leap year's February has not ended on the 28th
        (dt.date(2024, 2, 29), "2024-02"),
        (dt.date(2023, 1, 1), "2022-12"),
    ],
)
def test_the_latest_month_is_the_one_that_ended_on_or_before_the_day(on: dt.date, latest: str) -> None:
    assert str(Month.latest_ended(on)) == latest


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2023, 5, 31), 3, dt.date(2023, 2, 28)),  # no 31 February: its last day
        (dt.date(2024, 5, 31), 3, dt.date(2024, 2, 29)),
        (dt.date(2024, 5, 29), 3, dt.date(2024, 2, 29)),
        (dt.date(2023, 3, 31), 1, dt.date(2023, 2, 28)),
        (dt.date(2023, 2, 28), 1, dt.date(2023, 1, 28)),  # windows subtract: they don't stick to the month's end
        (dt.date(2024, 2, 29), 12, dt.date(2023, 2, 28)),
        (dt.date(2023, 1, 15), 1, dt.date(2022, 12, 15)),
        (dt.date(2023, 3, 31), 0, dt.date(2023, 3, 31)),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_last_of_the_month(day: dt.date, months: int, before: dt.date) -> None:
    assert months_before(day, months) == before


@pytest.mark.parametrize(
    ("day", "start", "previous"),
    [
        (dt.date(2023, 3, 31), dt.date(2022, 4, 1), dt.date(2022, 3, 31)),
        (dt.date(2023, 4, 1), dt.date(2023, 4, 1), dt.date(2023, 3, 31)),
        (dt.date(2023, 12, 31), dt.date(2023, 4, 1), dt.date(2023, 3, 31)),
    ],
)
def test_the_financial_year_begins_on_1_april(day: dt.date, start: dt.date, previous: dt.date) -> None:
    assert financial_year_start(day) == start
    assert previous_year_end(day) == previous


def test_six_months_to_march_cross_the_new_year() -> None:
    months = months_to(Month(2023, 3), 6)
    assert [str(month) for month in months] == ["2022-10", "2022-11", "2022-12", "2023-01", "2023-02", "2023-03"]
    assert [month.label for month in months][-1] == "Mar 23"


@given(day=DAYS)
def test_every_day_lies_in_its_month_and_the_latest_ended_month_is_over(day: dt.date) -> None:
    month = Month.of(day)
    assert month.start <= day <= month.end
    assert Month.read(str(month)) == month
    latest = Month.latest_ended(day)
    assert latest.end <= day < latest.minus(-2).end


@given(day=DAYS, months=st.integers(0, 240))
def test_months_before_goes_back_exactly_that_many_months(day: dt.date, months: int) -> None:
    before = months_before(day, months)
    assert Month.of(before) == Month.of(day).minus(months)
    assert before.day == day.day or (before.day < day.day and before == Month.of(before).end)
