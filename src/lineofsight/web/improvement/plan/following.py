"""The plan follows the figures: what worsens after it was complete is looked at again, what is back can be closed.

Once for each snapshot and book, by whoever opens the plan first, or by the command `follow_plan` behind the morning's
load. What it does it records, as done by nobody.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Followed, LinkedIndicator, PlanAction
from lineofsight.web.improvement.plan.changes import reopen
from lineofsight.web.improvement.plan.measures import Measure, back_of, figure_text, measures_of, target_of
from lineofsight.web.improvement.plan.opened import indicator_of
from lineofsight.web.improvement.plan.watching import Worse, worsened_after
from lineofsight.web.improvement.rules import setting
from lineofsight.web.seen import Seen
from lineofsight.web.serving import Served

State = PlanAction.State
PROPOSED_CLOSING = "proposed that an action of the plan can be closed"
WITHDREW_CLOSING = "withdrew that an action of the plan can be closed"


def follow(seen: Seen) -> bool:
    """Follows the records that serve, where nobody has yet: says whether it did. Safe where two ask at once."""
    return follow_records(seen.served, seen.counted)


def follow_records(served: Served, counted: Counted) -> bool:
    """As `follow`, without anybody who asks."""
    snapshot, book = counted.snapshot.id, counted.book.fingerprint
    if Followed.objects.filter(snapshot=snapshot, book=book).exists():
        return False
    with transaction.atomic():
        # Who comes second waits here for the first, and finds the row: then all is done.
        _, first = Followed.objects.get_or_create(snapshot=snapshot, book=book)
        if first:
            _follow(served, counted)
    return first


def _follow(served: Served, counted: Counted) -> None:
    there = PlanAction.objects.filter(outcome__theme__plan__closed_at=None).prefetch_related("indicators")
    complete = list(there.filter(state=State.COMPLETE, accepted_on__isnull=False, indicators__isnull=False).distinct())
    agreed = list(there.filter(state=State.AGREED))
    refs = {link.ref for action in (*complete, *agreed) for link in action.indicators.all()}
    refs |= {opened[0] for action in agreed if (opened := indicator_of(action))}
    measures = measures_of(served, counted, refs)
    for action in complete:
        _look_at_complete(counted, action, measures)
    for action in agreed:
        _look_at_agreed(action, measures)


# What was complete


def _look_at_complete(counted: Counted, action: PlanAction, measures: dict[str, Measure]) -> None:
    assert action.accepted_on is not None
    watch = int(setting("watch_months"))
    reasons = []
    for link in action.indicators.all():
        measure = measures.get(link.ref)
        worse = worsened_after(measure.series, action.accepted_on, watch) if measure else None
        if measure and worse:
            reasons.append(_worsened(measure, worse, Month.of(action.accepted_on)))
    if reasons:
        since = f"It was accepted on {wording.day(action.accepted_on)}. "
        with suppress(Refused):  # somebody has reopened it in the meantime
            reopen(by=None, action=action, because=since + " ".join(reasons))


def _worsened(measure: Measure, worse: Worse, accepted: Month) -> str:
    """ "3.3 Children visited in time worsens by special cause: 71.2% in March 2023, where 80.1% is usual: ..." """
    then = dict(zip(measure.series.months, measure.series.values, strict=True)).get(accepted)
    before = ""
    if then is not None and accepted != worse.month:
        before = f" In {wording.month_name(accepted)} it was {wording.number(then, measure.unit)}."
    words = worse.words(measure.unit)
    return f"{wording.named(measure.ref, measure.title)} worsens by special cause: {words}.{before}"


# What is back


def _look_at_agreed(action: PlanAction, measures: dict[str, Measure]) -> None:
    """Proposes that an action is closed whose measure is back and stays back; withdraws that where it is no more."""
    opened = indicator_of(action)
    because = _is_back(action, opened, measures) if opened else ""
    if bool(because) == bool(action.closing_proposed_because):
        return
    one: PlanAction = locked(action)
    if one.state != State.AGREED:
        return
    one.closing_proposed_on, one.closing_proposed_because = (today() if because else None), because
    keep(one)
    did = PROPOSED_CLOSING if because else WITHDREW_CLOSING
    record_change(by=None, did=did, subject=str(one.pk), because=because or "The measure is not back any more.")


def _is_back(action: PlanAction, opened: tuple[str, Month], measures: dict[str, Measure]) -> str:
    """Why an action can be closed, in a sentence with its figures; empty where it can't."""
    ref, since = opened
    measure = measures.get(ref)
    if measure is None:
        return ""
    link = next((each for each in action.indicators.all() if each.ref == ref), None) or LinkedIndicator(ref=ref)
    months = back_of(link, measure, since)
    target = target_of(link, measure)
    if not months or target is None:
        return ""
    figures = ", ".join(f"{wording.number(value, measure.unit)} in {wording.month_name(on)}" for on, value in months)
    often = "the last month" if len(months) == 1 else f"each of the last {len(months)} months"
    return (
        f"{ref} {measure.title} has reached its target of {wording.number(target, measure.unit)} in {often}: "
        f"{figures}. It stood at {figure_text(measure.figure, measure.unit)} ({measure.period.lower()}) at the end of "
        f"{wording.month_name(measure.month)}."
    )
