"""What a series of figures says of an action: whether its measure has worsened since, or is back to stay. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.calendar import Month
from lineofsight.reports import wording
from lineofsight.reports.signals import Series
from lineofsight.statistics.process_control import Kind, Point


@dataclass(frozen=True)
class Worse:
    """A month that differs for the worse by more than chance: its value, what was usual, and by which rules."""

    month: Month
    point: Point

    def words(self, unit: str) -> str:
        """ "71.2% in March 2023, where 80.1% is usual: outside the limits"."""
        value, mean = self.point.value, self.point.mean
        found = f"{wording.number(value, unit)} in {wording.month_name(self.month)}" if value is not None else ""
        usual = f", where {wording.number(mean, 'percent' if unit == 'percent' else 'rate')} is usual" if mean else ""
        return f"{found}{usual}: {', '.join(str(rule) for rule in self.point.rules)}"


def worse_months(series: Series) -> list[Worse]:
    """The months that worsen by special cause, oldest first; none where the series has no limits or no good side."""
    if series.control is None:
        return []
    both = zip(series.months, series.control.points, strict=True)
    return [Worse(month, point) for month, point in both if point.kind == Kind.CONCERN]


def worsens_now(series: Series) -> Worse | None:
    """The last month of the series, where it worsens by special cause."""
    found = worse_months(series)
    return found[-1] if found and found[-1].month == series.months[-1] else None


def worsened_after(series: Series, accepted_on: dt.date, watch_months: int) -> Worse | None:
    """The last month that worsens by special cause after a day, and ends within some months of it.

    A month counts that ended after the day: accepted on 13 December, December's own is the first that is watched.
    """
    if watch_months < 1:
        return None
    last = _months_later(accepted_on, watch_months)
    found = [each for each in worse_months(series) if accepted_on < each.month.end <= last]
    return found[-1] if found else None


def _months_later(day: dt.date, months: int) -> dt.date:
    """The end of the month that lies some months after a day's: six months after 13 December is all of June."""
    return Month.of(day).minus(-months).end


def reaches(value: Fraction, target: Fraction, better: str) -> bool:
    """Whether a figure is at its target or better.

    >>> reaches(Fraction(90), Fraction(90), "higher"), reaches(Fraction(6), Fraction(5), "lower")
    (True, False)
    """
    return value <= target if better == "lower" else value >= target


def months_back(
    pairs: Iterable[tuple[Month, Fraction | None]],
    *,
    target: Fraction | None,
    better: str,
    months: int,
    since: Month | None = None,
) -> list[tuple[Month, Fraction]]:
    """The last months, where each of them reached the target; empty where one did not, or has no figure.

    `pairs`: each month of the series with its figure, oldest first. `since`: the month of which an action was opened:
    only later ones count, or what was never off its target would be back at once.
    """
    if target is None or better not in ("higher", "lower") or months < 1:
        return []
    last = [(month, value) for month, value in pairs if since is None or month > since][-months:]
    good = [(month, value) for month, value in last if value is not None and reaches(value, target, better)]
    return good if len(good) == months else []
