"""From the day of the call to every day that follows: who does what by when, in working days of England.

    called_on ──► on_site_on ──► last day ──► published (forecast until known) ──► received ──► what the law asks

What is counted from a day that is not known, and can't be forecast, has no step yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from lineofsight.calendar import BeyondTheCalendar, WorkingCalendar
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.inspection.visits.kinds import StepRule, VisitKind

TUESDAY, FRIDAY = 1, 4


@dataclass(frozen=True)
class Days:
    """The days of a visit. `published_on` and `received_on` are None where they are neither known nor forecast."""

    called_on: dt.date
    on_site_on: dt.date
    on_site_until: dt.date
    published_on: dt.date | None = None
    received_on: dt.date | None = None
    forecast: frozenset[str] = frozenset()

    def anchor(self, name: str) -> dt.date | None:
        """The day that a step is counted from."""
        return {
            "call": self.called_on,
            "on_site": self.on_site_on,
            "last_day": self.on_site_until,
            "published": self.published_on,
            "received": self.received_on,
        }[name]


@dataclass(frozen=True)
class Planned:
    """A step with its day. `code` is that of the rule, with the day behind it where there is one for each day."""

    rule: StepRule
    code: str
    due_on: dt.date
    forecast: bool


def council_calendar() -> WorkingCalendar:
    """The council's working days. Refused where its own table of bank holidays can't be read."""
    return Council(Home(settings.LINEOFSIGHT_HOME)).calendar


def first_day_on_site(kind: VisitKind, called_on: dt.date, calendar: WorkingCalendar) -> dt.date:
    """When inspectors come after a call: the next Monday (the day after it, where that is a bank holiday), or as many
    working days later as the kind says.

    Calls come on a Monday, or on the Tuesday after a bank holiday. After one later in the week it is the Monday after
    the next, since the week off site comes first; the lead inspector's own day holds in any case.

    >>> first_day_on_site(short, dt.date(2025, 6, 2), england())
    datetime.date(2025, 6, 9)
    """
    if not kind.begins_on_monday:
        return calendar.working_day_after(called_on, kind.notice_working_days)
    monday = called_on + dt.timedelta(days=7 - called_on.weekday(), weeks=int(called_on.weekday() > TUESDAY))
    return monday if calendar.is_working_day(monday) else calendar.working_day_after(monday, 1)


def last_day_on_site(kind: VisitKind, on_site_on: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The Friday of the last week on site (the working day before it, where that is a bank holiday).

    Of a kind that says days: the last of as many working days.
    """
    if kind.days_on_site:
        return calendar.working_day_after(on_site_on, kind.days_on_site - 1)
    friday = on_site_on + dt.timedelta(days=FRIDAY - on_site_on.weekday(), weeks=kind.weeks_on_site - 1)
    return max(on_site_on, calendar.working_day_after(friday, 0))


def days_of(
    kind: VisitKind,
    calendar: WorkingCalendar,
    called_on: dt.date,
    *,
    on_site_on: dt.date | None = None,
    on_site_until: dt.date | None = None,
    published_on: dt.date | None = None,
    received_on: dt.date | None = None,
) -> Days:
    """All days of a visit: those that are given, and the others as the kind has them.

    A report that is published was received; until one of the two is known both are forecast, where the kind has a
    forecast. Refused where the days are in no order, or lie beyond the known bank holidays.
    """
    try:
        first = on_site_on or first_day_on_site(kind, called_on, calendar)
        if first < called_on:
            raise Refused("Inspectors can't be on site before the call.")
        calendar.check(first)
        last = on_site_until or last_day_on_site(kind, first, calendar)
        if last < first:
            raise Refused("The last day on site lies before the first.")
        calendar.check(last)
        forecast = set()
        if received_on is None and published_on is None and kind.forecast is not None:
            published_on = received_on = last + dt.timedelta(days=kind.forecast.calendar_days)
            forecast = {"published", "received"}
        elif received_on is None and published_on is not None:
            received_on = published_on
        elif published_on is None and received_on is not None and kind.forecast is not None:
            published_on = max(received_on, last + dt.timedelta(days=kind.forecast.calendar_days))
            forecast = {"published"}
    except BeyondTheCalendar as error:
        raise Refused(f"{error}.") from None
    for name, day in (("received", received_on), ("published", published_on)):
        if day is not None and day < first:
            raise Refused(f"The report can't be {name} before inspectors were on site.")
    return Days(called_on, first, last, published_on, received_on, frozenset(forecast))


def due_after_call(days: Days, number: int, calendar: WorkingCalendar) -> dt.date:
    """So many working days after the call, and the last working day before inspectors come at the latest."""
    due = calendar.working_day_after(days.called_on, number) if number else days.called_on
    if due < days.on_site_on:
        return due
    return max(days.called_on, calendar.working_day_after(days.on_site_on - dt.timedelta(days=1), 0))


def planned(kind: VisitKind, days: Days, calendar: WorkingCalendar) -> list[Planned]:
    """The steps of a visit with their days, in their order. Refused beyond the known bank holidays.

    What is to be done before inspectors come is due on the last working day before that at the latest: a bank holiday
    in the week of the call takes a day from it, and none from the inspection.
    """
    try:
        found = [each for rule in kind.steps for each in _planned(rule, days, calendar)]
    except BeyondTheCalendar as error:
        raise Refused(f"{error}.") from None
    places = {rule.code: place for place, rule in enumerate(kind.steps)}
    return sorted(found, key=lambda each: (each.due_on, places[each.rule.code]))


def _planned(rule: StepRule, days: Days, calendar: WorkingCalendar) -> Iterator[Planned]:
    anchor = days.anchor(rule.after)
    if anchor is None:
        return
    if rule.each:
        day = anchor
        while day <= days.on_site_until:
            if calendar.is_working_day(day):
                yield Planned(rule, f"{rule.code}-{day}", day, False)
            day += dt.timedelta(days=1)
        return
    if rule.after == "call" and rule.phase in ("call", "off_site") and rule.calendar_days is None:
        due = due_after_call(days, rule.day, calendar)
    elif rule.calendar_days is not None:
        due = anchor + dt.timedelta(days=rule.calendar_days)
    elif rule.day == 0:
        due = anchor
    else:
        due = calendar.working_day_after(anchor, rule.day)
    yield Planned(rule, rule.code, due, rule.after in days.forecast)
