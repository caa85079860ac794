"""A child who was found unsafe now: told, answered, planned, signed off, each by its day. Apart from any grade."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction

from lineofsight.calendar.working_days import WorkingCalendar
from lineofsight.prepared.meeting import people_seen
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.audits import rules
from lineofsight.web.audits.auditing import settle
from lineofsight.web.audits.models import Audit, Sheet, UnsafeNow
from lineofsight.web.audits.running import HEADS, runs_audits
from lineofsight.web.audits.steps import RAISED, UNSAFE_OPEN, UNSAFE_STEPS
from lineofsight.web.changing import check_step, holds, keep, locked, said
from lineofsight.web.clock import day_of, now
from lineofsight.web.seen import Seen
from lineofsight.web.steps import Step

State = UnsafeNow.State
#: Who answers for a child's team or service.
ANSWERS = frozenset({Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
#: Which day each state waits for.
WAITS_FOR = {State.RAISED: "tell_by", State.TOLD: "answer_by", State.ANSWERED: "plan_by", State.PLANNED: "sign_by"}


def check_can_raise(user: User, audit: Audit) -> None:
    """Refused where this person can't say that the child is unsafe now: whoever reads the case can, at any time."""
    if audit.state == Audit.State.SAMPLED:
        raise Refused("Nobody audits this case yet.")
    writes = Sheet.objects.filter(audit=audit, writer=user).exists()
    if not (writes or runs_audits(user)):
        raise Refused("That is for who audits or moderates the case, or runs the audits.")


def raise_unsafe(*, by: User, audit: Audit, why: str, calendar: WorkingCalendar) -> UnsafeNow:
    """Says that a child may not be safe today, and starts the clocks."""
    check_can_raise(by, audit)
    why = said(why, "Say what makes you think that the child is not safe today.")
    with transaction.atomic():
        one = locked(audit)
        if one.unsafe.filter(state__in=UNSAFE_OPEN).exists():
            raise Refused("That was said already, and waits: see its steps.")
        at = now()
        day = day_of(at)
        found = UnsafeNow.objects.create(
            audit=one,
            why=why,
            raised_by=by,
            raised_at=at,
            tell_by=_due(calendar, day, "unsafe_tell"),
            answer_by=_due(calendar, day, "unsafe_answer"),
            plan_by=_due(calendar, day, "unsafe_plan"),
            sign_by=_due(calendar, day, "unsafe_sign_off"),
        )
        record_change(by=by, did=RAISED, subject=str(one.pk), person_id=one.person_id, why=why)
        settle(by=by, audit=one)
    return found


def _due(calendar: WorkingCalendar, day: dt.date, rule: str) -> dt.date:
    days = int(rules.setting(rule))
    return calendar.working_day_after(day, days) if days else day


def check_can_tell(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    """Refused where this person can't say that the managers were told."""
    _check("tell", unsafe)
    if user.pk != unsafe.raised_by_id and not runs_audits(user):
        raise Refused(f"That is for {UNSAFE_STEPS['tell'].who}.")


def check_can_answer(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    """Refused where this person doesn't answer for the child's team."""
    _check("answer", unsafe)
    _check_answers(user, unsafe, scope)


def check_can_plan(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    """Refused where this person doesn't answer for the child's team."""
    _check("plan", unsafe)
    _check_answers(user, unsafe, scope)


def check_can_sign_off(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    """Refused where this person can't sign off: a head of service or director who didn't write the plan."""
    _check("sign_off", unsafe)
    _check_head(user, unsafe, scope)
    if any(each["by"] == user.pk for each in unsafe.said if each["step"] == "plan"):
        raise Refused("You wrote the plan: somebody else signs it off.")


def check_can_take_back(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    """Refused where this person can't take it back: a head of service or director who didn't raise it."""
    _check("take_back", unsafe)
    _check_head(user, unsafe, scope)
    if unsafe.raised_by_id == user.pk:
        raise Refused("You raised it: somebody else takes it back.")


CHECKS = {
    "tell": check_can_tell,
    "answer": check_can_answer,
    "plan": check_can_plan,
    "sign_off": check_can_sign_off,
    "take_back": check_can_take_back,
}


def _check(name: str, unsafe: UnsafeNow) -> Step:
    return check_step(UNSAFE_STEPS, name, unsafe.state, unsafe.get_state_display())


def _check_answers(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    audit = unsafe.audit
    theirs = scope.everybody or audit.team_id in scope.teams or audit.service_id in scope.teams
    if user.role not in ANSWERS or not theirs:
        raise Refused("That is for a manager of the child's team or service.")


def _check_head(user: User, unsafe: UnsafeNow, scope: Scope) -> None:
    audit = unsafe.audit
    theirs = scope.everybody or audit.team_id in scope.teams or audit.service_id in scope.teams
    if user.role not in HEADS or not theirs:
        raise Refused("That is for a head of service, or the director.")


def steps_for(user: User, unsafe: UnsafeNow, scope: Scope) -> list[Step]:
    """The steps that a person may take now."""
    return [UNSAFE_STEPS[name] for name, check in CHECKS.items() if holds(check, user, unsafe, scope)]


def take_step(
    *, by: User, unsafe: UnsafeNow, name: str, words: str, scope: Scope, seen: int | None = None
) -> UnsafeNow:
    """Takes a step, with what is said at it. Both the words and who said them, when, stay."""
    words = said(words, "Say what was done.")
    with transaction.atomic():
        audit = locked(unsafe.audit)
        one = locked(unsafe, seen)
        CHECKS[name](by, one, scope)
        step = UNSAFE_STEPS[name]
        one.said = [*one.said, {"step": name, "by": by.pk, "name": by.name, "at": now().isoformat(), "words": words}]
        one.state = step.leads_to[0]
        keep(one)
        record_change(by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id, words=words)
        settle(by=by, audit=audit)
    return one


def due_of(unsafe: UnsafeNow) -> dt.date | None:
    """By which day the next step must be taken; None where it is over."""
    name = WAITS_FOR.get(State(unsafe.state))
    return getattr(unsafe, name) if name else None


def is_late(unsafe: UnsafeNow, today: dt.date) -> bool:
    due = due_of(unsafe)
    return due is not None and due < today


def open_unsafe(seen: Seen) -> list[UnsafeNow]:
    """What is not settled yet and a person answers for, by the child's team then or now, or has raised.

    Restricted children are left out.
    """
    scope, user = seen.scope, seen.user
    found = UnsafeNow.objects.filter(state__in=UNSAFE_OPEN).select_related("audit", "audit__cycle", "raised_by")
    rows = list(found.exclude(audit__person_id__in=scope.hidden))
    if scope.everybody:
        return rows
    now_theirs = set(people_seen(seen.counted, (one.audit.person_id for one in rows), scope, seen.served.former_ids))

    def theirs(one: UnsafeNow) -> bool:
        audit = one.audit
        return audit.person_id in now_theirs or bool({audit.team_id, audit.service_id} & scope.teams)

    return [one for one in rows if one.raised_by_id == user.pk or (user.role in ANSWERS and theirs(one))]


def scope_over(seen: Seen, audit: Audit) -> Scope:
    """A person's scope for the steps after a finding, with the team of then where the child is theirs now."""
    if audit.person_id in people_seen(seen.counted, [audit.person_id], seen.scope, seen.served.former_ids):
        return replace(seen.scope, teams=seen.scope.teams | {audit.team_id})
    return seen.scope


def happened(unsafe: UnsafeNow) -> list[dict[str, Any]]:
    """What was said at each step, the first first."""
    return [
        {**each, "title": UNSAFE_STEPS[each["step"]].title, "at": dt.datetime.fromisoformat(each["at"])}
        for each in unsafe.said
    ]
