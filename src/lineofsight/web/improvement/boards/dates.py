"""The days of a series of meetings."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator

from lineofsight.problems import Refused
from lineofsight.reports import wording

LAST_YEAR = 2100

#: How a series goes on: a title, and weeks (above 0) or months (below 0) between two meetings; 0 for one meeting.
REPEATS = {
    "once": ("No other meeting", 0),
    "weekly": ("Every week", 1),
    "fortnightly": ("Every 2 weeks", 2),
    "four_weekly": ("Every 4 weeks", 4),
    "six_weekly": ("Every 6 weeks", 6),
    "monthly": ("Every month, on the same weekday of the month", -1),
    "two_monthly": ("Every 2 months, on the same weekday of the month", -2),
    "quarterly": ("Every 3 months, on the same weekday of the month", -3),
}


def days_of_series(first: dt.date, repeats: str, until: dt.date | None) -> list[dt.date]:
    """The days from the first to the last that is not after `until`. Refused without an end, or one that is too far.

    By months a series keeps to the weekday: the third Tuesday stays the third Tuesday; a fifth becomes the last.

    >>> [str(day) for day in days_of_series(dt.date(2023, 1, 31), "monthly", dt.date(2023, 4, 30))]
    ['2023-01-31', '2023-02-28', '2023-03-28', '2023-04-25']
    """
    if max(first, until or first).year > LAST_YEAR:
        raise Refused(f"{wording.day(max(first, until or first))} is too far away.")
    step = REPEATS[repeats][1]
    if not step:
        return [first]
    if until is None:
        raise Refused("Say until when the series goes on.")
    if until < first:
        raise Refused("The series would end before it begins.")
    if (until - first).days > 3 * 366:
        raise Refused("Plan at most three years at once.")
    if step > 0:
        return [first + dt.timedelta(weeks=step * n) for n in range((until - first).days // (7 * step) + 1)]
    return [day for day in _by_months(first, -step, until) if day <= until]


def _by_months(first: dt.date, every: int, until: dt.date) -> Iterator[dt.date]:
    which = (first.day - 1) // 7  # 0 is the first such weekday of its month
    year, month = first.year, first.month
    while dt.date(year, month, 1) <= until:
        begins, length = dt.date(year, month, 1), monthrange(year, month)[1]
        day = 1 + (first.weekday() - begins.weekday()) % 7 + 7 * which
        yield dt.date(year, month, day if day <= length else day - 7)
        year, month = year + (month + every - 1) // 12, (month + every - 1) % 12 + 1
