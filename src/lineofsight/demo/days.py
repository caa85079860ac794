"""Which days the demonstration council lives through: month ends, working days and dates as plain numbers.

Days are ordinals (`datetime.date.toordinal`) while lives are built, because a council lives some millions of
day comparisons. Months are numbered from 0 (31 March 2019) to 48 (31 March 2023): `ENDS[m]` is the last day of
month m, and month m holds the days later than `ENDS[m - 1]`.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random

from lineofsight.calendar import Month, england, months_before

LAST = 48
ENDS: tuple[int, ...] = tuple(Month(2023, 3).minus(LAST - m).end.toordinal() for m in range(LAST + 1))
EXTRACT = ENDS[LAST]
CUTOFF = EXTRACT - 56  # a case opened later than this is one of the last eight weeks

_FIRST = dt.date(1998, 1, 1).toordinal()
_FINAL = dt.date(2024, 12, 31).toordinal()


@cache
def _working() -> tuple[list[bool], list[int]]:
    calendar = england()
    is_working = [calendar.is_working_day(dt.date.fromordinal(n)) for n in range(_FIRST, _FINAL + 1)]
    running, total = [], 0
    for working in is_working:
        total += working
        running.append(total)
    return is_working, running


def day(year: int, month: int, number: int) -> int:
    """A date as an ordinal."""
    return dt.date(year, month, number).toordinal()


@cache
def iso(ordinal: int) -> str:
    """An ordinal as it is written in the extract: 2023-03-31."""
    return dt.date.fromordinal(ordinal).isoformat()


def day_of_month(ordinal: int) -> int:
    return dt.date.fromordinal(ordinal).day


def is_working(ordinal: int) -> bool:
    return _working()[0][ordinal - _FIRST]


def working_between(after: int, to: int) -> int:
    """Working days after `after` up to and including `to`."""
    running = _working()[1]
    return running[to - _FIRST] - running[after - _FIRST]


def working_after(ordinal: int, number: int) -> int:
    """The `number`-th working day after a day."""
    at = ordinal
    while number > 0:
        at += 1
        number -= is_working(at)
    return at


def working_on_or_before(ordinal: int) -> int:
    while not is_working(ordinal):
        ordinal -= 1
    return ordinal


def working_on_or_after(ordinal: int) -> int:
    while not is_working(ordinal):
        ordinal += 1
    return ordinal


def pick_day(rng: Random, first: int, last: int) -> int:
    """A working day from `first` to `last`; any day where there is no working day between them."""
    if last < first:
        raise ValueError(f"no day between {iso(first)} and {iso(last)}")
    found = rng.randint(first, last)
    if is_working(found):
        return found
    for step in range(1, 6):
        if found + step <= last and is_working(found + step):
            return found + step
        if found - step >= first and is_working(found - step):
            return found - step
    return found


@cache
def before(ordinal: int, months: int) -> int:
    """The same day of the month `months` months earlier, or its last day."""
    return months_before(dt.date.fromordinal(ordinal), months).toordinal()


@cache
def later(ordinal: int, months: int) -> int:
    """The same day of the month `months` months later, or its last day."""
    date = dt.date.fromordinal(ordinal)
    month = Month.of(date).minus(-months)
    return dt.date(month.year, month.month, min(date.day, month.end.day)).toordinal()


@cache
def birthday(born: int, age: int) -> int:
    """The day on which someone reaches an age; 1 March for those born on 29 February."""
    date = dt.date.fromordinal(born)
    if (date.month, date.day) == (2, 29):
        return dt.date(date.year + age, 3, 1).toordinal()
    return date.replace(year=date.year + age).toordinal()


def age_at(born: int, ordinal: int) -> int:
    """Age in whole years."""
    years = (ordinal - born) // 366
    while birthday(born, years + 1) <= ordinal:
        years += 1
    return years


def month_of(ordinal: int) -> int:
    """The number of the month that holds a day; 0 for all days up to 31 March 2019."""
    if ordinal <= ENDS[0]:
        return 0
    low = (ordinal - ENDS[0]) // 31
    while ENDS[low] < ordinal:
        low += 1
    return low
