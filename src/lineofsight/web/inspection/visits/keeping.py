"""Visits: expected, called, ended, published, closed. Each change is one function, which records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance.frameworks import framework_on
from lineofsight.web.inspection.models import Part, Visit, VisitStep
from lineofsight.web.inspection.running import check_prepares
from lineofsight.web.inspection.visits.kinds import VisitKind, kind
from lineofsight.web.inspection.visits.steps import VISIT_STEPS
from lineofsight.web.inspection.visits.timeline import Days, Planned, council_calendar, days_of, planned

EXPECTED, CHANGED = "added an expected visit", "changed an expected visit"
State = Visit.State


def expect_visit(
    *,
    by: User,
    kind_code: str,
    window_from: dt.date,
    window_until: dt.date,
    because: str,
    title: str = "",
    theme: str = "",
) -> Visit:
    """Adds a visit that is expected within a window. Refused without a reason: which kind comes is no law."""
    check_prepares(by)
    of = kind(kind_code)
    because = _checked_window(window_from, window_until, because)
    with transaction.atomic():
        made = Visit.objects.create(
            kind=of.code, title=title.strip() or of.title, theme=theme.strip(), window_from=window_from,
            window_until=window_until, expected_because=because, made_by=by,
        )  # fmt: skip
        record_change(by=by, did=EXPECTED, subject=str(made.pk), kind=of.code, window=_span(window_from, window_until))
    return made


def change_expected(
    *,
    by: User,
    visit: Visit,
    kind_code: str,
    window_from: dt.date,
    window_until: dt.date,
    because: str,
    title: str = "",
    theme: str = "",
    seen: int | None = None,
) -> Visit:
    """Changes what is expected, with the reason."""
    check_prepares(by)
    of = kind(kind_code)
    because = _checked_window(window_from, window_until, because)
    with transaction.atomic():
        one: Visit = locked(visit, seen)
        if one.state != State.EXPECTED:
            raise Refused("It isn't expected any more: its days are changed instead.")
        was = {"kind": one.kind, "window": _span(one.window_from, one.window_until)}
        one.kind, one.title, one.theme = of.code, title.strip() or of.title, theme.strip()
        one.window_from, one.window_until, one.expected_because = window_from, window_until, because
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(one.pk), was=was, kind=of.code,
                      window=_span(window_from, window_until))  # fmt: skip
    return one


def take_call(
    *,
    by: User,
    kind_code: str,
    called_on: dt.date,
    visit: Visit | None = None,
    on_site_on: dt.date | None = None,
    on_site_until: dt.date | None = None,
    title: str = "",
    theme: str = "",
    seen: int | None = None,
) -> Visit:
    """The call has come: gives the visit its days and makes its timeline. `visit`: the one that was expected.

    Refused where a visit of the same kind is under way, or its days can't be.
    """
    check_prepares(by)
    of = kind(kind_code)
    _check_holds(of, called_on)
    days = days_of(of, council_calendar(), called_on, on_site_on=on_site_on, on_site_until=on_site_until)
    try:
        with transaction.atomic():
            one: Visit = locked(visit, seen) if visit is not None else Visit(made_by=by, version=0)
            step = check_step(VISIT_STEPS, "take_call", one.state, one.get_state_display())
            one.kind, one.theme = of.code, theme.strip() or one.theme
            one.title = title.strip() or f"{of.title}, {_month(days.on_site_on)}"
            one.framework = framework_on(days.on_site_on).code if of.graded else ""
            one.called_on, one.on_site_on, one.on_site_until = called_on, days.on_site_on, days.on_site_until
            one.state = State.CALLED
            keep(one)
            _make_steps(one, planned(of, days, council_calendar()))
            record_change(by=by, did=step.did, subject=str(one.pk), kind=of.code, called_on=str(called_on),
                          on_site=_span(days.on_site_on, days.on_site_until))  # fmt: skip
    except IntegrityError:  # one of a kind is under way at a time
        there = Visit.objects.filter(kind=of.code, state=State.CALLED).first()
        if there is None:
            raise
        raise Refused(f"“{there.title}” is under way: end it, or say that it does not take place.") from None
    return one


def move_visit(
    *, by: User, visit: Visit, called_on: dt.date, on_site_on: dt.date, on_site_until: dt.date, seen: int | None = None
) -> Visit:
    """Changes the days of a visit that runs. Open steps whose days nobody changed by hand move with it."""
    check_prepares(by)
    _check_past(called_on, "The call came")
    with transaction.atomic():
        one: Visit = locked(visit, seen)
        step = check_step(VISIT_STEPS, "move", one.state, one.get_state_display())
        was = _span(one.on_site_on, one.on_site_until)
        one.called_on, one.on_site_on, one.on_site_until = called_on, on_site_on, on_site_until
        if one.framework and (holds := framework_on(on_site_on).code) != one.framework:
            if one.state != State.CALLED:
                raise Refused("Another framework holds on that day: after a visit its first day can't be moved there.")
            one.framework = holds
        re_date(one)
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), was=was, now=_span(on_site_on, on_site_until))
    return one


def end_on_site(*, by: User, visit: Visit, seen: int | None = None) -> Visit:
    """Records that inspectors have left. What they said may be written down for those who are named."""

    def check(one: Visit) -> None:
        assert one.on_site_on is not None
        if today() < one.on_site_on:
            raise Refused(f"Inspectors come on {wording.day(one.on_site_on)}: it can't have ended.")

    return _step(by, visit, "end_on_site", seen, check=check, state=State.FED_BACK)


def receive_report(*, by: User, visit: Visit, received_on: dt.date, seen: int | None = None) -> Visit:
    """Records the day on which the final report came: what the law asks is counted from there."""
    _check_past(received_on, "The report came")

    def check(one: Visit) -> None:
        assert one.on_site_until is not None
        if received_on < one.on_site_until:
            raise Refused(f"Inspectors were here until {wording.day(one.on_site_until)}: no report came before.")

    with transaction.atomic():
        one = _step(by, visit, "receive", seen, check=check, received_on=received_on)
        re_date(one)
    return one


def close_visit(*, by: User, visit: Visit, seen: int | None = None) -> Visit:
    """Closes a visit, when each of its steps is done or not needed."""

    def check(one: Visit) -> None:
        still = one.steps.filter(state=VisitStep.State.OPEN).count()
        if still:
            raise Refused(f"{still} of its steps {'is' if still == 1 else 'are'} still open.")

    return _step(by, visit, "close", seen, check=check, state=State.CLOSED)


def cancel_visit(*, by: User, visit: Visit, because: str, seen: int | None = None) -> Visit:
    """Records that a visit does not take place. Its timeline stays as it was."""
    because = said(because, "Say why it does not take place.")
    with transaction.atomic():
        one = _step(by, visit, "cancel", seen, cancelled_because=because, state=State.CANCELLED)
        one.confidants.all().delete()
    return one


def _step(
    by: User,
    visit: Visit,
    name: str,
    seen: int | None,
    *,
    check: Callable[[Visit], None] = lambda one: None,
    **changed: Any,
) -> Visit:
    check_prepares(by)
    with transaction.atomic():
        one: Visit = locked(visit, seen)
        step = check_step(VISIT_STEPS, name, one.state, one.get_state_display())
        check(one)
        for field, value in changed.items():
            setattr(one, field, value)
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), **{key: str(value) for key, value in changed.items()})
    return one


# The timeline


def days_of_visit(visit: Visit) -> Days:
    """The days of a visit that was called, as known or forecast."""
    assert visit.called_on is not None
    return days_of(
        kind(visit.kind), council_calendar(), visit.called_on, on_site_on=visit.on_site_on,
        on_site_until=visit.on_site_until, published_on=visit.published_on, received_on=visit.received_on,
    )  # fmt: skip


def _planned_of(visit: Visit) -> list[Planned]:
    return planned(kind(visit.kind), days_of_visit(visit), council_calendar())


def re_date(visit: Visit) -> None:
    """Gives open steps the days that the visit's days lead to, and makes those whose day is known only now."""
    planned_now = {each.code: each for each in _planned_of(visit)}
    there = {step.code: step for step in visit.steps.all()}
    _make_steps(visit, [each for code, each in planned_now.items() if code not in there])
    for code, step in there.items():
        if step.state != VisitStep.State.OPEN or step.moved:
            continue
        now = planned_now.get(code)
        if now is None:  # a day on site that the visit has no more
            step.state, step.note = VisitStep.State.NOT_NEEDED, "The visit has other days."
        elif (step.due_on, step.forecast) != (now.due_on, now.forecast):
            step.due_on, step.forecast = now.due_on, now.forecast
        else:
            continue
        keep(step)


def _make_steps(visit: Visit, found: list[Planned]) -> None:
    parts = {part.code: part for part in Part.objects.select_related("owner", "deputy")}
    place = visit.steps.count()
    for nth, each in enumerate(found, place + 1):
        rule, part = each.rule, parts.get(each.rule.part, Part())
        VisitStep.objects.create(
            visit=visit, code=each.code, phase=rule.phase, title=rule.title, what=rule.what, part=rule.part,
            owner=part.owner, owner_name=part.owner_name, deputy=part.deputy, deputy_name=part.deputy_name,
            due_on=each.due_on, original_due_on=each.due_on, forecast=each.forecast, leads_to=rule.leads_to,
            basis=rule.basis, unsure=rule.unsure, place=nth,
        )  # fmt: skip


def _check_holds(of: VisitKind, on: dt.date) -> None:
    _check_past(on, "The call came")
    if not of.holds_on(on):
        raise Refused(f"“{of.title}” does not hold on {wording.day(on)}: see its file.")


def _check_past(day: dt.date, what: str) -> None:
    if day > today():
        raise Refused(f"{what} on a day that has not come yet.")


def _checked_window(first: dt.date, last: dt.date, because: str) -> str:
    if last < first:
        raise Refused("The window ends before it begins.")
    if last.year > 2100:
        raise Refused(f"{wording.day(last)} is too far away.")
    return said(because, "Say why it is expected then, and of this kind.")


def _span(first: dt.date | None, last: dt.date | None) -> str:
    return f"{first} to {last}"


def _month(day: dt.date) -> str:
    return f"{day:%B %Y}"
