"""What stands beside a rating: how the figure has moved, how far it is from the targets, and what the series says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from lineofsight.calendar import Month, financial_year_start, months_to
from lineofsight.indicators.definitions import Definition, Target
from lineofsight.indicators.figures import Figure
from lineofsight.statistics.carry_over import carries_over
from lineofsight.statistics.process_control import (
    Assurance,
    Kind,
    ProcessControl,
    Rebase,
    may_have_limits,
    process_control,
)

#: A series begins with the financial year that began so many years before the one that holds its last month: so its
#: limits stand still within a year.
YEARS_BEFORE = 3

Key = tuple[str, dt.date, str]


@dataclass(frozen=True)
class Signals:
    """`since_month` and `since_year`: the change, in the indicator's unit, of the last month of the trend against the
    month before and the same month of the year before. `to_amber`, `to_green`: how many more of the denominator would
    have to be in time (for a measure where low is good: out of the numerator); 0 where it is reached, None without a
    target or where it can't be. `variation`, `assurance`: of the trend's series against its minimum target.
    `carries_over`: neighbouring months are more alike than chance would make them, so that its limits are narrow.
    """

    since_month: Fraction | None = None
    since_year: Fraction | None = None
    to_amber: int | None = None
    to_green: int | None = None
    variation: Kind | None = None
    assurance: Assurance | None = None
    is_trial: bool = False
    carries_over: bool = False


@dataclass(frozen=True)
class Series:
    """The figures of an indicator month by month, oldest first, and what process control says of them.

    `control` is None where the window may have no limits (year to date, rolling year).
    """

    months: tuple[Month, ...]
    figures: tuple[Figure | None, ...]
    control: ProcessControl | None

    @property
    def values(self) -> tuple[Fraction | None, ...]:
        return tuple(figure.value if figure is not None else None for figure in self.figures)


def first_of_series(month: Month) -> Month:
    """The month with which the series of a month begins.

    >>> str(first_of_series(Month(2023, 3))), str(first_of_series(Month(2023, 4)))
    ('2019-04', '2020-04')
    """
    return Month.of(financial_year_start(month.end)).minus(12 * YEARS_BEFORE)


def months_of_series(month: Month) -> tuple[Month, ...]:
    """All months of the series that ends with a month: 37 to 48 of them."""
    first = first_of_series(month)
    return tuple(months_to(month, (month.year - first.year) * 12 + month.month - first.month + 1))


def series_of(
    definition: Definition,
    figures: Mapping[Key, Figure],
    month: Month,
    *,
    rebases: Mapping[Month, str] | None = None,
    as_at: dt.date | None = None,
) -> Series:
    """The series of an indicator in the window of its trend, to a month.

    Months before the first that has any case are left out: the records don't reach so far. `as_at`: the day that the
    last month is counted at, where it had not ended. `rebases`: months from which limits are set anew, and why.
    """
    months = list(months_of_series(month))
    found = [figures.get((definition.name, _day(each, month, as_at), definition.trend)) for each in months]
    while found and not _has_cases(found[0]):
        del months[0], found[0]
    if not may_have_limits(definition.trend) or not found:
        return Series(tuple(months), tuple(found), None)
    target = definition.target_at(month)
    percent = definition.unit == "percent"
    control = process_control(
        [None if figure is None else figure.value for figure in found],
        better=definition.better,
        target=Fraction(target.minimum) if target else None,
        rebases=[
            Rebase(months.index(since), reason)
            for since, reason in sorted((rebases or {}).items())
            if since in months and since != months[0]
        ],
        lowest=Fraction(0),
        highest=Fraction(100) if percent else None,
    )
    return Series(tuple(months), tuple(found), control)


def _day(each: Month, last: Month, as_at: dt.date | None) -> dt.date:
    return as_at if as_at is not None and each == last else each.end


def _has_cases(figure: Figure | None) -> bool:
    return figure is not None and bool(figure.numerator if figure.denominator is None else figure.denominator)


def signals_of(definition: Definition, current: Figure, series: Series, month: Month) -> Signals:
    """What stands beside the rating of a month. `current`: its figure in the window that the report shows."""
    values = dict(zip(series.months, series.values, strict=True))
    target = definition.target_at(month)
    amber, green = to_reach(definition, current, target)
    control = series.control
    return Signals(
        since_month=_change(values, month, month.minus(1)),
        since_year=_change(values, month, month.minus(12)),
        to_amber=amber,
        to_green=green,
        variation=control.variation if control else None,
        assurance=control.assurance if control else None,
        is_trial=control.is_trial if control else False,
        carries_over=control is not None and carries_over(series.values),
    )


def _change(values: Mapping[Month, Fraction | None], month: Month, before: Month) -> Fraction | None:
    now, then = values.get(month), values.get(before)
    return None if now is None or then is None else now - then


def to_reach(definition: Definition, figure: Figure, target: Target | None) -> tuple[int | None, int | None]:
    """How many more of the same denominator would have to be in time for amber, and for green; exact.

    620 of 738 with a minimum of 85: 85 x 738 / 100 = 627.3, so 628 are needed: 8 more. Where low is good: how many
    fewer would have to be in the numerator.
    """
    if target is None or definition.unit != "percent" or not figure.denominator or figure.numerator is None:
        return None, None
    return (
        _more(figure.numerator, figure.denominator, Fraction(target.minimum), definition.better),
        _more(figure.numerator, figure.denominator, Fraction(target.upper), definition.better),
    )


def _more(numerator: int, denominator: int, target: Fraction, better: str) -> int | None:
    bound = target * denominator / 100
    if better == "lower":
        return max(numerator - floor(bound), 0)
    needed = ceil(bound)
    return max(needed - numerator, 0) if needed <= denominator else None
