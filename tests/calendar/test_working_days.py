"""Which days are working days in England, and how many lie between two days."""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.calendar import BeyondTheCalendar, WorkingCalendar, england
from lineofsight.calendar.working_days import SHIPPED, read_bank_holidays

ENGLAND = england()
WELL_WITHIN = st.dates(ENGLAND.first + dt.timedelta(days=400), ENGLAND.last - dt.timedelta(days=400))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("after", "to", "number"),
    [
        # The day of the event is day 0; weekends don't count.
        ("2023-03-10", "2023-03-10", 0),
        ("2023-03-10", "2023-03-11", 0),  # Friday to Saturday
        ("2023-03-10", "2023-03-12", 0),  # to Sunday
        ("2023-03-10", "2023-03-13", 1),  # to Monday
        ("2023-03-11", "2023-03-13", 1),  # from Saturday: Monday is the first
        ("2023-03-13", "2023-03-20", 5),
        ("2023-03-13", "2023-03-10", -1),  # decided before it was received
        # Easter 2023: Good Friday 7 April, Monday 10 April
        ("2023-04-06", "2023-04-10", 0),
        ("2023-04-06", "2023-04-11", 1),
        # Christmas 2021: 25 and 26 December are Saturday and Sunday, so Monday and Tuesday stand in for them
        ("2021-12-24", "2021-12-28", 0),
        ("2021-12-24", "2021-12-29", 1),
        ("2021-12-24", "2022-01-03", 3),  # 29, 30, 31 December; New Year's Day is a Saturday, Monday stands in
        ("2021-12-24", "2022-01-04", 4),
        # Christmas 2022: Sunday 25, so Tuesday 27 stands in
        ("2022-12-23", "2022-12-27", 0),
        ("2022-12-23", "2022-12-28", 1),
        ("2022-12-23", "2023-01-02", 3),
        ("2022-12-23", "2023-01-03", 4),
        # 29 February, a Thursday
        ("2024-02-28", "2024-02-29", 1),
        ("2024-02-28", "2024-03-01", 2),
        # A month's end on a Friday, and the next month's first on Saturday
        ("2023-03-30", "2023-03-31", 1),
        ("2023-03-31", "2023-04-01", 0),
    ],
)
def test_working_days_between(after: str, to: str, number: int) -> None:
    assert ENGLAND.between(day(after), day(to)) == number


@pytest.mark.parametrize(
    "one_off",
    [
        "2002-06-03",  # Golden Jubilee
        "2002-06-04",
        "2011-04-29",  # royal wedding
        "2012-06-04",
        "2012-06-05",  # Diamond Jubilee
        "2020-05-08",  # VE day: the May holiday moved to Friday
        "2022-06-02",
        "2022-06-03",  # Platinum Jubilee
        "2022-09-19",  # state funeral
        "2023-05-08",  # coronation
    ],
)
def test_the_one_off_holidays_are_not_working_days(one_off: str) -> None:
    assert day(one_off).weekday() < 5
    assert not ENGLAND.is_working_day(day(one_off))


@pytest.mark.parametrize("worked", ["2020-05-04", "2022-05-30", "2012-05-28", "2023-05-09", "2022-09-20"])
def test_days_whose_holiday_was_moved_are_working_days(worked: str) -> None:
    assert ENGLAND.is_working_day(day(worked))


def test_day_45_is_in_time_and_day_46_is_not() -> None:
    start = day("2023-01-27")
    # 9 weeks of 5 days, no holiday between: 27 January + 63 days is 31 March
    assert ENGLAND.between(start, day("2023-03-31")) == 45
    assert ENGLAND.last_day_within(start, 45) == day("2023-04-02")  # the Sunday after it still has 45
    assert ENGLAND.between(start, day("2023-04-03")) == 46
    # Easter, the coronation and the May holidays on the way: April has 20 - 2, May 23 - 3, and 7 in June are 45
    assert ENGLAND.between(day("2023-03-31"), day("2023-06-09")) == 45
    assert ENGLAND.between(day("2023-03-31"), day("2023-06-12")) == 46


def test_the_nth_working_day_after_a_day() -> None:
    assert ENGLAND.working_day_after(day("2022-12-23"), 1) == day("2022-12-28")
    assert ENGLAND.working_day_after(day("2022-12-24"), 1) == day("2022-12-28")
    assert ENGLAND.working_day_after(day("2023-03-31"), 20) == day("2023-05-03")  # April has 18, and 1 May is none
    assert ENGLAND.working_day_after(day("2023-04-10"), 0) == day("2023-04-06")  # the latest up to Easter Monday


@pytest.mark.parametrize("beyond", [ENGLAND.first - dt.timedelta(days=1), ENGLAND.last + dt.timedelta(days=1)])
def test_a_day_outside_the_known_years_is_an_error_and_not_a_guess(beyond: dt.date) -> None:
    for ask in (
        lambda: ENGLAND.is_working_day(beyond),
        lambda: ENGLAND.between(day("2023-03-31"), beyond),
        lambda: ENGLAND.between(beyond, day("2023-03-31")),
        lambda: ENGLAND.working_day_after(beyond, 1),
    ):
        with pytest.raises(BeyondTheCalendar, match=r"add that year to bank_holidays\.csv"):
            ask()


def test_the_first_and_the_last_day_are_known() -> None:
    assert not ENGLAND.is_working_day(ENGLAND.first)  # New Year's Day
    assert ENGLAND.count_to(ENGLAND.last) > 0


def test_a_due_date_past_the_last_year_is_an_error() -> None:
    with pytest.raises(BeyondTheCalendar):
        ENGLAND.working_day_after(ENGLAND.last, 1)
    with pytest.raises(BeyondTheCalendar):
        ENGLAND.last_day_within(ENGLAND.last - dt.timedelta(days=30), 45)


def test_a_working_day_before_the_first_year_is_an_error() -> None:
    # An index below zero would otherwise wrap around to the calendar's very last day
    with pytest.raises(BeyondTheCalendar):
        ENGLAND.working_day_after(ENGLAND.first, 0)
    with pytest.raises(BeyondTheCalendar):
        ENGLAND.working_day_after(day("1990-01-03"), -5)


@given(a=WELL_WITHIN, b=WELL_WITHIN, c=WELL_WITHIN)
def test_working_days_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    assert ENGLAND.between(a, b) + ENGLAND.between(b, c) == ENGLAND.between(a, c)
    assert ENGLAND.between(a, b) == -ENGLAND.between(b, a)


@given(start=WELL_WITHIN, number=st.integers(1, 200))
def test_the_nth_working_day_is_a_working_day_that_many_later(start: dt.date, number: int) -> None:
    found = ENGLAND.working_day_after(start, number)
    assert ENGLAND.is_working_day(found)
    assert ENGLAND.between(start, found) == number
    assert ENGLAND.between(start, found - dt.timedelta(days=1)) == number - 1


@given(start=WELL_WITHIN, number=st.integers(0, 200))
def test_the_last_day_within_is_the_last(start: dt.date, number: int) -> None:
    last = ENGLAND.last_day_within(start, number)
    assert last >= start
    assert ENGLAND.between(start, last) == number
    assert ENGLAND.between(start, last + dt.timedelta(days=1)) == number + 1


@given(on=WELL_WITHIN)
def test_a_day_counts_if_it_is_monday_to_friday_and_no_bank_holiday(on: dt.date) -> None:
    counted = ENGLAND.between(on - dt.timedelta(days=1), on)
    assert counted == (on.weekday() < 5 and on not in ENGLAND.bank_holidays)


# The shipped table against the libraries that it comes from


def working_days_off(days: set[dt.date]) -> set[dt.date]:
    return {on for on in days if on.weekday() < 5}


def test_the_shipped_table_is_GOV_UKs_for_every_year_that_it_states() -> None:
    stated = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    gov_uk = {holiday["date"] for holiday in stated}
    first = min(gov_uk).year
    assert {on for on in ENGLAND.bank_holidays if on.year >= first} == gov_uk
    assert ENGLAND.last == dt.date(max(gov_uk).year, 12, 31)


def test_two_libraries_agree_on_every_working_day_from_2012_on() -> None:
    by_rule = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, ENGLAND.last.year + 1))
    ours = {on for on in ENGLAND.bank_holidays if on.year >= 2012}
    assert working_days_off(ours) == working_days_off(set(by_rule))


def script() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts" / "bank_holidays.py"
    spec = importlib.util.spec_from_file_location("bank_holidays_script", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_shipped_table_is_what_the_script_writes_now() -> None:
    with SHIPPED.open(newline="", encoding="utf-8") as file:
        shipped = [tuple(row) for row in csv.reader(file)][1:]
    assert shipped == [(str(on), name, source) for on, name, source in script().bank_holidays()]


# A council's own file


def year(number: int, *, days: int = 8) -> str:
    """The rows of a made-up year with so many bank holidays."""
    return "".join(f"{number}-0{n}-02,Holiday {n}\n" for n in range(1, days + 1))


def test_a_council_adds_a_year(tmp_path: Path) -> None:
    file = tmp_path / "bank_holidays.csv"
    after = ENGLAND.last.year + 1
    file.write_text("day,name\n" + year(after), encoding="utf-8")
    longer = england(file)
    assert longer.last == dt.date(after, 12, 31)
    assert not longer.is_working_day(dt.date(after, 1, 2))
    assert longer.between(day("2023-03-31"), day("2023-04-11")) == ENGLAND.between(day("2023-03-31"), day("2023-04-11"))


def test_a_council_adds_a_day(tmp_path: Path) -> None:
    file = tmp_path / "bank_holidays.csv"
    file.write_text("﻿day,name,source\n2023-03-14,Borough day,Cabinet\n", encoding="utf-8")
    assert not england(file).is_working_day(day("2023-03-14"))
    assert england(file).between(day("2023-03-13"), day("2023-03-15")) == 1
    assert ENGLAND.is_working_day(day("2023-03-14"))


def test_a_council_that_changes_its_file_need_not_start_the_program_again(tmp_path: Path) -> None:
    file = tmp_path / "bank_holidays.csv"
    file.write_text("day,name\n2023-03-14,Borough day\n", encoding="utf-8")
    assert not england(file).is_working_day(day("2023-03-14"))
    file.write_text("day,name\n2023-03-15,Borough day\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert england(file).is_working_day(day("2023-03-14"))


def test_without_a_councils_file_the_calendar_is_the_shipped_one(tmp_path: Path) -> None:
    assert england(tmp_path / "bank_holidays.csv") is ENGLAND


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (year(2031), "has none for 2029"),  # a gap: 2029 and 2030 are missing
        ("2029-01-01,New Year's Day\n", "has 1 for 2029"),  # one day doesn't make a year known
        (year(2029, days=7), "has 7 for 2029"),
        ("1889-12-25,Christmas Day\n", "has 1 for 1889"),  # a slip of the hand
        ("25/12/2029,Christmas Day\n", "line 2: the day must be a date like 2029-12-25"),
        ("2023-03-14,Borough day\nsoon,Another\n", "line 3: the day must be a date like 2029-12-25"),
        (",Nothing\n", "line 2: the day must be a date"),
    ],
)
def test_a_councils_file_that_cannot_be_right_is_refused(tmp_path: Path, rows: str, what: str) -> None:
    file = tmp_path / "bank_holidays.csv"
    file.write_text("day,name\n" + rows, encoding="utf-8")
    with pytest.raises(ValueError, match=what):
        england(file)


def test_a_councils_file_without_the_columns_or_not_UTF_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bank_holidays.csv"
    file.write_text("date,name\n2023-03-14,Borough day\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bank_holidays\.csv, line 1: needs the columns day and name"):
        england(file)
    file.write_bytes("day,name\n2023-03-14,Fête\n".encode("latin-1"))
    os.utime(file, ns=(1, 1))
    with pytest.raises(ValueError, match=r"bank_holidays\.csv: is not UTF-8"):
        england(file)


def test_the_shipped_table_may_be_given_as_a_councils_file_too(tmp_path: Path) -> None:
    shutil.copy(SHIPPED, tmp_path / "bank_holidays.csv")
    assert england(tmp_path / "bank_holidays.csv").bank_holidays.keys() == ENGLAND.bank_holidays.keys()
    assert WorkingCalendar(read_bank_holidays(SHIPPED)).first == dt.date(1990, 1, 1)
