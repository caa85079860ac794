"""What an action's owner says of it: whether it is on track, how it is brought back, what has changed for children."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import PlanAction, PlanUpdate
from lineofsight.web.improvement.plan.evidence import MUST_BE_SHOWN, lacking
from lineofsight.web.improvement.plan.who import check_works_on
from lineofsight.web.improvement.rules import setting

Said, Confidence, Impact = PlanUpdate.Said, PlanUpdate.Confidence, PlanAction.Impact
UPDATED = "gave an update of an action of the plan"


def update(
    *,
    by: User,
    action: PlanAction,
    how: str,
    text: str,
    confidence: str,
    impact: str,
    recovery: str = "",
    no_recovery: bool = False,
    seen: int | None = None,
) -> PlanUpdate:
    """Says how an action goes; the next update is due some weeks later. An update is never changed.

    `how`: on track, at risk or off track. Of the last two it is said how it is brought back, or, with `no_recovery`,
    that nobody knows yet. Refused where it says neither, or an impact that evidence does not bear.
    """
    if how not in Said.values or confidence not in Confidence.values or impact not in Impact.values:
        raise Refused("Say how it goes, how sure you are, and what it has changed.")
    text = said(text, "Say what was done since the last update, and what is next.")
    recovery = recovery.strip() if how != Said.ON_TRACK else ""
    if how != Said.ON_TRACK and not recovery and not no_recovery:
        raise Refused("Say how it is brought back on track; or that there is no way back yet.")
    if recovery and no_recovery:
        raise Refused("Say either how it is brought back or that there is no way back yet.")
    with transaction.atomic():
        one: PlanAction = locked(action, seen)
        check_works_on(by, one)
        if one.state == PlanAction.State.WITHDRAWN:
            raise Refused("This action was withdrawn: bring it back first.")
        check_impact(one, impact)
        day = today()
        made = PlanUpdate.objects.create(
            action=one, said=how, text=text, recovery=recovery, confidence=confidence, impact=impact, made_on=day,
            made_by=by,
        )  # fmt: skip
        was, one.impact = one.impact, impact
        one.next_update_on = next_update_after(day)
        keep(one)
        changed = [str(was), impact] if was != impact else []
        record_change(by=by, did=UPDATED, subject=str(one.pk), said=how, text=text, recovery=recovery, impact=changed)
    return made


def next_update_after(day: dt.date) -> dt.date:
    """By when an action needs its next update."""
    return day + dt.timedelta(weeks=int(setting("update_weeks")))


def check_impact(action: PlanAction, impact: str) -> None:
    """Refused where an impact is said to be shown and evidence in data, or other than data, is missing."""
    lacks = lacking(action.evidence.all()) if impact in MUST_BE_SHOWN else ()
    if lacks:
        raise Refused(
            f"The impact can't be “{Impact(impact).label.lower()}” yet: there is no {' and no '.join(lacks)}."
        )
