"""Which days are working days in England, and how many lie between two days.

A working day is Monday to Friday and not a bank holiday in England. The day of the event is day 0: one working
day after Friday 6 April 2023's week is Tuesday 11 April, past Good Friday and Easter Monday.

The bank holidays are a dated table (`bank_holidays_england.csv`: GOV.UK's list as far as it goes, by rule before
that). It ends, and a day after its last year is an error, never a guess. A council adds a year, or a day, with a
file of the same three columns in its own folder.
"""

from __future__ import annotations

import bisect
import csv
import datetime as dt
from collections import Counter
from functools import lru_cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "bank_holidays_england.csv"
EACH_YEAR = 8  # bank holidays in England, at least, since 1978: a year with fewer is not yet known


class BeyondTheCalendar(ValueError):  # noqa: N818  (it is not a fault of the program)
    """A day lies outside the years whose bank holidays are known."""


class WorkingCalendar:
    """The working days of the years whose bank holidays are known.

    `first` and `last` are the first and last day known. `bank_holidays` maps each day to its name.

    >>> england().between(dt.date(2023, 4, 6), dt.date(2023, 4, 11))   # Maundy Thursday to Tuesday
    1
    """

    def __init__(self, bank_holidays: dict[dt.date, str]) -> None:
        self.bank_holidays = dict(sorted(bank_holidays.items()))
        count = Counter(day.year for day in self.bank_holidays)
        years = count.keys()
        short = next((year for year in range(min(years), max(years) + 1) if count[year] < EACH_YEAR), None)
        if short is not None:
            raise ValueError(
                f"The table of bank holidays has {count[short] or 'none'} for {short}, and England has at least "
                f"{EACH_YEAR} each year: add that year's to bank_holidays.csv in the council's folder"
            )
        self.first = dt.date(min(years), 1, 1)
        self.last = dt.date(max(years), 12, 31)
        day_count = (self.last - self.first).days + 1
        all_days = (self.first + dt.timedelta(days=n) for n in range(day_count))
        self._working = [day for day in all_days if day.weekday() < 5 and day not in self.bank_holidays]

    def check(self, day: dt.date) -> None:
        """Raises BeyondTheCalendar if the bank holidays of the year of `day` aren't known."""
        if not self.first <= day <= self.last:
            raise BeyondTheCalendar(
                f"{day:%d %B %Y} is outside the years whose bank holidays are known "
                f"({self.first.year} to {self.last.year}): add that year to bank_holidays.csv in the council's folder"
            )

    def is_working_day(self, day: dt.date) -> bool:
        self.check(day)
        return day.weekday() < 5 and day not in self.bank_holidays

    def count_to(self, day: dt.date) -> int:
        """Working days from the calendar's first day up to and including `day`: the running count."""
        self.check(day)
        return bisect.bisect_right(self._working, day)

    def between(self, after: dt.date, to: dt.date) -> int:
        """Working days after `after`, up to and including `to` (negative where `to` is earlier)."""
        return self.count_to(to) - self.count_to(after)

    def working_day_after(self, day: dt.date, number: int) -> dt.date:
        """The `number`-th working day after a day (0: the latest working day up to it).

        >>> england().working_day_after(dt.date(2022, 12, 23), 1)
        datetime.date(2022, 12, 28)
        """
        at = self.count_to(day) + number - 1
        if at < 0:
            self.check(self.first - dt.timedelta(days=1))
        if at >= len(self._working):
            self.check(self.last + dt.timedelta(days=1))
        return self._working[at]

    def last_day_within(self, day: dt.date, number: int) -> dt.date:
        """The last calendar day that is at most `number` working days after a day."""
        return self.working_day_after(day, number + 1) - dt.timedelta(days=1)


def read_bank_holidays(path: Path) -> dict[dt.date, str]:
    """Day and name from a CSV with the columns day (ISO) and name; ValueError names the file and its line."""
    holidays: dict[dt.date, str] = {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        if not {"day", "name"} <= set(reader.fieldnames or ()):
            raise ValueError(f"{path.name}, line 1: needs the columns day and name")
        for row in reader:
            try:
                holidays[dt.date.fromisoformat((row["day"] or "").strip())] = (row["name"] or "").strip()
            except ValueError:
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: the day must be a date like 2029-12-25"
                ) from None
    return holidays


def england(council_file: Path | None = None) -> WorkingCalendar:
    """England's working days, with the days that a council's own file adds. ValueError where that can't be read."""
    if council_file is None or not council_file.exists():
        return _england(None, 0)
    return _england(council_file, council_file.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _england(council_file: Path | None, _changed_at: int) -> WorkingCalendar:
    holidays = read_bank_holidays(SHIPPED)
    if council_file is not None:
        try:
            holidays |= read_bank_holidays(council_file)
        except UnicodeDecodeError:
            raise ValueError(f"{council_file.name}: is not UTF-8. Save it as 'CSV UTF-8 (comma delimited)'") from None
    return WorkingCalendar(holidays)
