"""Which reporting months there are, when they end, and the dates that a window is counted from."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Month:
    """A reporting month, written 2023-03. It ends on its last calendar day.

    >>> Month.read("2023-03").end
    datetime.date(2023, 3, 31)
    """

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """The month that `text` names as YYYY-MM; ValueError with what would mend it."""
        if not re.fullmatch(r"(19|20)[0-9][0-9]-(0[1-9]|1[0-2])", text):
            raise ValueError(f"{text!r} is not a month: write it as year and month, for example 2023-03")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def latest_ended(cls, on: dt.date) -> Month:
        """The latest month that ends on or before a day: an extract of 3 April serves the March report.

        >>> str(Month.latest_ended(dt.date(2023, 4, 3)))
        '2023-03'
        """
        month = cls.of(on)
        return month if month.end == on else month.minus(1)

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def end(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def label(self) -> str:
        """As the highlight report heads its columns: Mar 23."""
        return f"{calendar.month_abbr[self.month]} {self.year % 100:02d}"

    def minus(self, months: int) -> Month:
        count = self.year * 12 + self.month - 1 - months
        return Month(count // 12, count % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months_to(latest: Month, count: int) -> tuple[Month, ...]:
    """The `count` months that end with `latest`, oldest first."""
    return tuple(latest.minus(back) for back in range(count - 1, -1, -1))


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day `months` months earlier, or the last day of that month where it doesn't exist.

    >>> months_before(dt.date(2023, 5, 31), 3)
    datetime.date(2023, 2, 28)
    """
    month = Month.of(day).minus(months)
    return dt.date(month.year, month.month, min(day.day, month.end.day))


def financial_year_start(day: dt.date) -> dt.date:
    """The 1 April that begins the financial year of a day."""
    return dt.date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def previous_year_end(day: dt.date) -> dt.date:
    """The 31 March before the financial year of a day: what the report's "previous year" is counted at."""
    return financial_year_start(day) - dt.timedelta(days=1)
