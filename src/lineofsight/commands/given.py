"""What is given to a command, read: months, dates and numbers. Each is refused in one line where it is none."""

from __future__ import annotations

import datetime as dt

from lineofsight.calendar import Month
from lineofsight.problems import Refused


def month(text: str) -> Month:
    try:
        return Month.read(text)
    except ValueError as error:
        raise Refused(str(error)) from None


def date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{text!r} is not a date: write it as 2023-03-31") from None


def positive(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise Refused(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise Refused(f"{text!r} is not a whole number of days, 0 to 9999")
    return int(text)
