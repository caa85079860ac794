"""The register of actions: each change to it is one function, which records itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action


def add_action(
    *,
    by: User,
    text: str,
    due_on: dt.date,
    owner: User | None = None,
    owner_name: str = "",
    source: str = Action.Source.OTHER,
    source_id: int | None = None,
    ref: str = "",
    person_id: str = "",
    team_id: str = "",
    worker_id: str = "",
    closes_with: str = "",
) -> Action:
    """Adds something that somebody has agreed to do by a day. Refused without a text or anybody who does it."""
    if not text.strip():
        raise Refused("Say what is to be done.")
    if owner is None and not owner_name.strip():
        raise Refused("Say who does it.")
    with transaction.atomic():
        action = Action.objects.create(
            text=text.strip(),
            owner=owner,
            owner_name="" if owner else owner_name.strip(),
            due_on=due_on,
            original_due_on=due_on,
            source=source,
            source_id=source_id,
            ref=ref,
            person_id=person_id,
            team_id=team_id,
            worker_id=worker_id,
            closes_with=closes_with.strip(),
            made_by=by,
        )
        record_change(
            by=by,
            did="added action",
            subject=str(action.pk),
            person_id=person_id,
            text=action.text,
            owner=action.whose,
            due_on=str(due_on),
            source=str(source),
            ref=ref,
        )
    return action
