"""The steps of a visit: done, left out, opened again, given to somebody else or another day, added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.inspection.models import Visit, VisitStep
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.inspection.visits.kinds import PHASES
from lineofsight.web.inspection.visits.parts_keeping import NOBODY, Somebody
from lineofsight.web.inspection.visits.steps import RUNS, STEP_STEPS

ADDED, CHANGED = "added a step of a visit", "changed a step of a visit"
State = VisitStep.State


def check_can_finish(user: User, step: VisitStep) -> None:
    """Refused where this person neither prepares inspections nor has the step to do."""
    if not prepares(user) and user.pk not in (step.owner_id, step.deputy_id):
        raise Refused("That is for those who prepare inspections, and for who has the step to do.")


def finish(*, by: User, step: VisitStep, note: str = "", seen: int | None = None) -> VisitStep:
    """Records that a step is done, today."""
    check_can_finish(by, step)
    return _change(by, step, "finish", seen, state=State.DONE, note=note.strip(), done_on=today(), done_by=by)


def leave_out(*, by: User, step: VisitStep, note: str, seen: int | None = None) -> VisitStep:
    """Says that a step is not needed, and why."""
    check_prepares(by)
    note = said(note, "Say why it is not needed.")
    return _change(by, step, "leave_out", seen, state=State.NOT_NEEDED, note=note)


def open_again(*, by: User, step: VisitStep, seen: int | None = None) -> VisitStep:
    """Opens a step that was done or left out."""
    check_prepares(by)
    return _change(by, step, "open_again", seen, state=State.OPEN, done_on=None, done_by=None)


def change_step(
    *,
    by: User,
    step: VisitStep,
    owner: Somebody,
    deputy: Somebody = NOBODY,
    due_on: dt.date,
    due_at: str = "",
    note: str = "",
    seen: int | None = None,
) -> VisitStep:
    """Gives a step to somebody, or another day or time. One whose day is changed no longer moves with the visit."""
    check_prepares(by)
    if deputy != NOBODY and (deputy == owner or (deputy[0] is not None and deputy[0] == owner[0])):
        raise Refused("The deputy must be somebody else.")
    if due_on.year > 2100:
        raise Refused(f"{wording.day(due_on)} is too far away.")
    with transaction.atomic():
        one: VisitStep = locked(step, seen)
        _check_runs(one.visit)
        was = {"owner": one.whose, "deputy": one.deputy_is, "due_on": str(one.due_on)}
        if due_on != one.due_on:
            one.due_on, one.moved, one.forecast = due_on, True, False
        one.owner, one.owner_name = owner
        one.deputy, one.deputy_name = deputy
        one.due_at, one.note = due_at.strip(), note.strip()
        keep(one)
        record_change(by=by, did=CHANGED, subject=f"{one.visit_id}: {one.code}", was=was, owner=one.whose,
                      deputy=one.deputy_is, due_on=str(due_on))  # fmt: skip
    return one


def add_step(
    *,
    by: User,
    visit: Visit,
    title: str,
    phase: str,
    due_on: dt.date,
    owner: Somebody,
    deputy: Somebody = NOBODY,
    what: str = "",
    due_at: str = "",
) -> VisitStep:
    """Adds a step of the council's own to a visit that runs."""
    check_prepares(by)
    title = said(title, "Say what is to be done.")
    if phase not in PHASES:
        raise Refused("Choose a part of the visit.")
    with transaction.atomic():
        one: Visit = locked(visit)
        _check_runs(one)
        place = (one.steps.aggregate(last=Max("place"))["last"] or 0) + 1
        made = VisitStep.objects.create(
            visit=one, code=f"own-{place}", phase=phase, title=title, what=what.strip(), owner=owner[0],
            owner_name=owner[1], deputy=deputy[0], deputy_name=deputy[1], due_on=due_on, original_due_on=due_on,
            due_at=due_at.strip(), moved=True, place=place, basis="Added by the council",
        )  # fmt: skip
        record_change(by=by, did=ADDED, subject=f"{one.pk}: {made.code}", title=title, due_on=str(due_on))
    return made


def _change(by: User, step: VisitStep, name: str, seen: int | None, **changed: Any) -> VisitStep:
    with transaction.atomic():
        one: VisitStep = locked(step, seen)
        _check_runs(one.visit)
        taken = check_step(STEP_STEPS, name, one.state, one.get_state_display())
        for field, value in changed.items():
            setattr(one, field, value)
        keep(one)
        record_change(by=by, did=taken.did, subject=f"{one.visit_id}: {one.code}", note=changed.get("note", ""))
    return one


def _check_runs(visit: Visit) -> None:
    if visit.state not in RUNS:
        raise Refused(f"The visit stands at “{visit.get_state_display()}”: its steps stay as they are.")


#: What can be done with a step, by the name of the step in the table.
TAKEN: dict[str, Callable[..., VisitStep]] = {"finish": finish, "leave_out": leave_out, "open_again": open_again}
