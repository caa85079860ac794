"""Rehearsals are kept as they were found: what is mended since is in the next one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.changing import said
from lineofsight.web.clock import today
from lineofsight.web.inspection.models import Rehearsal, RehearsalPoint
from lineofsight.web.inspection.rehearsal.looking import look
from lineofsight.web.inspection.running import check_prepares
from lineofsight.web.inspection.visits.kinds import kind

REHEARSED = "rehearsed an inspection"


def rehearse(*, by: User, kind_code: str) -> Rehearsal:
    """Makes believe that the call comes today, and keeps what would be late, missing or invalid."""
    check_prepares(by)
    of = kind(kind_code)
    if not of.holds_on(today()):
        raise Refused(f"“{of.title}” does not hold today: see its file.")
    looked = look(of, today())
    with transaction.atomic():
        made = Rehearsal.objects.create(
            kind=of.code, called_on=looked.days.called_on, earned=looked.earned, points=len(looked.points),
            snapshot=looked.snapshot, run=looked.run, made_by=by,
        )  # fmt: skip
        RehearsalPoint.objects.bulk_create(
            RehearsalPoint(
                rehearsal=made, area=each.area, code=each.code[:60], title=each.title[:200], earned=each.earned,
                outcome=each.outcome, found=each.found, page=each.page, place=place,
            )
            for place, each in enumerate(looked.points, 1)
        )  # fmt: skip
        record_change(by=by, did=REHEARSED, subject=str(made.pk), kind=of.code, earned=made.earned, points=made.points)
    return made


def agree_to_do(
    *,
    by: User,
    rehearsal: Rehearsal,
    text: str,
    owner: User | None,
    owner_name: str,
    due_on: dt.date,
    closes_with: str = "",
) -> Action:
    """Agrees an action after a rehearsal, in the one register."""
    check_prepares(by)
    return add_action(
        by=by, text=said(text, "Say what is to be done."), owner=owner, owner_name=owner_name, due_on=due_on,
        closes_with=closes_with, source=Action.Source.INSPECTION, source_id=rehearsal.pk,
    )  # fmt: skip
