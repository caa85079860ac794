"""The register of actions: each change to it is one function, which records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.steps import ADDED, DID, MANAGERS, STEPS, Step

NOT_SAID_WHAT, NOT_SAID_WHO = "Say what is to be done.", "Say who does it."
CHANGED_MEANWHILE = "Somebody else has changed this action since you opened it: read it again before you change it."


#: Told of every change to an action, within its transaction, with `action` and `by`: who agreed it may have to follow.
#: The register itself knows nobody.
action_changed = Signal()


# Who may


def check_can_add(user: User) -> None:
    """Refused where this person's role agrees no actions."""
    if user.role not in MANAGERS:
        raise Refused("Actions are agreed by managers, analysts and quality assurance.")


def can_add(user: User) -> bool:
    return _holds(check_can_add, user)


def check_can_mark_done(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't say that an action is done: its owner can, and managers."""
    _check("mark_done", user, action)


def check_can_verify(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't verify: never its owner, nor who said that it is done."""
    _check("verify", user, action)


def check_can_reopen(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't reopen an action."""
    _check("reopen", user, action)


def check_can_change_due(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't give an action another day."""
    _check("change_due", user, action)


def check_can_withdraw(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't withdraw an action: nobody who is or was its owner."""
    _check("withdraw", user, action)


def check_can_reassign(user: User, action: Action) -> None:
    """Refused, with the reason, where this person can't give an action to somebody else."""
    _check("reassign", user, action)


def can_mark_done(user: User, action: Action) -> bool:
    return _holds(check_can_mark_done, user, action)


def can_verify(user: User, action: Action) -> bool:
    return _holds(check_can_verify, user, action)


def can_reopen(user: User, action: Action) -> bool:
    return _holds(check_can_reopen, user, action)


def can_change_due(user: User, action: Action) -> bool:
    return _holds(check_can_change_due, user, action)


def can_withdraw(user: User, action: Action) -> bool:
    return _holds(check_can_withdraw, user, action)


def can_reassign(user: User, action: Action) -> bool:
    return _holds(check_can_reassign, user, action)


def steps_for(user: User, action: Action) -> list[Step]:
    """The steps that a person may take with an action as it is."""
    return [step for name, step in STEPS.items() if _holds(_check, name, user, action)]


def _check(name: str, user: User, action: Action) -> None:
    step = STEPS[name]
    if action.state not in step.comes_from:
        raise Refused(f"This action is {action.get_state_display().lower()}: {step.title.lower()} is not possible.")
    is_owner = action.owner_id == user.pk
    if step.owner_may_not and is_owner:
        raise Refused("It is your own action: somebody else must do that.")
    if step.no_owner_may and _was_owner(user, action):
        raise Refused("It was your own action before: somebody else must do that.")
    if step.owner_may_not and action.done_by_id == user.pk:
        raise Refused("You said that it is done: somebody else must verify it.")
    if not (user.role in MANAGERS or (step.owner_may and is_owner)):
        raise Refused(f"That is for {step.who}.")


def _was_owner(user: User, action: Action) -> bool:
    """Whether somebody had an action before it was given to another, by its history."""
    given = Change.objects.filter(did=STEPS["reassign"].did, subject=str(action.pk)).values_list("detail", flat=True)
    return any(
        # Where the history is from before it kept ids, it has names alone.
        detail["owner_id"][0] == str(user.pk) if "owner_id" in detail else detail.get("owner", [""])[0] == user.name
        for detail in given
    )


def _holds(check: Callable[..., None], *of: Any) -> bool:
    try:
        check(*of)
    except Refused:
        return False
    return True


# Changes


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
    allowed: bool = False,
) -> Action:
    """Adds something that somebody has agreed to do by a day. Refused without a text or anybody who does it.

    `allowed`: the caller has checked by its own rule that this person may agree it there (an auditor, in their audit).
    """
    if not allowed:
        check_can_add(by)
    if not text.strip():
        raise Refused(NOT_SAID_WHAT)
    _check_owner(owner, owner_name)
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
            did=ADDED,
            subject=str(action.pk),
            person_id=person_id,
            text=action.text,
            owner=action.whose,
            due_on=str(due_on),
            source=str(source),
            ref=ref,
        )
        action_changed.send(Action, action=action, by=by)
    return action


def mark_done(*, by: User, action: Action, evidence: str, seen: int | None = None) -> Action:
    """Says that an action is done, and what shows it. Somebody else verifies it."""
    said = _said(evidence, "Say what shows that it is done.")
    facts = {"evidence": said, "done_at": timezone.now(), "done_by": by}
    return _take("mark_done", by, action, seen, facts, evidence=said)


def verify(*, by: User, action: Action, seen: int | None = None) -> Action:
    """Says that what was done is done. Refused to its owner, and to whoever said that it is done."""
    return _take("verify", by, action, seen, {"verified_at": timezone.now(), "verified_by": by})


def reopen(*, by: User, action: Action, because: str, seen: int | None = None) -> Action:
    """Opens an action that was done, verified or withdrawn; what was said to show it stays in its history."""
    said = _said(because, "Say why it is reopened.")
    facts = {"evidence": "", "done_at": None, "done_by": None, "verified_at": None, "verified_by": None}
    return _take("reopen", by, action, seen, facts, because=said)


def change_due(*, by: User, action: Action, due_on: dt.date, because: str, seen: int | None = None) -> Action:
    """Gives an action another day. The day that was agreed first stays beside it."""
    said = _said(because, "Say why the day changes.")

    def check(now: Action) -> None:
        if now.due_on == due_on:
            raise Refused("That is the day that it has already.")

    return _take("change_due", by, action, seen, {"due_on": due_on}, check=check, because=said)


def withdraw(*, by: User, action: Action, because: str, seen: int | None = None) -> Action:
    """Takes an action back: it is not to be done any more."""
    return _take("withdraw", by, action, seen, {}, because=_said(because, "Say why it is withdrawn."))


def reassign(
    *,
    by: User,
    action: Action,
    owner: User | None = None,
    owner_name: str = "",
    because: str,
    seen: int | None = None,
) -> Action:
    """Gives an action to somebody else: somebody who uses the site, or a name."""
    said = _said(because, "Say why somebody else does it.")
    _check_owner(owner, owner_name)
    facts: dict[str, Any] = {"owner": owner, "owner_name": "" if owner else owner_name.strip()}
    return _take("reassign", by, action, seen, facts, because=said)


def _check_owner(owner: User | None, owner_name: str) -> None:
    if owner is None and not owner_name.strip():
        raise Refused(NOT_SAID_WHO)
    if owner is not None and not owner.is_active:
        raise Refused(f"{owner.name} does not use this site any more: choose somebody else.")


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _take(
    name: str,
    by: User,
    action: Action,
    seen: int | None,
    facts: dict[str, Any],
    *,
    check: Callable[[Action], None] | None = None,
    **detail: Any,
) -> Action:
    """Takes a step of the table: checked, changed and recorded at once, or not at all."""
    step = STEPS[name]
    with transaction.atomic():
        now = Action.objects.select_for_update().get(pk=action.pk)
        _check(name, by, now)
        if seen is not None and now.version != seen:
            raise Refused(CHANGED_MEANWHILE)
        if check is not None:
            check(now)
        before = _facts(now)
        for field, value in facts.items():
            setattr(now, field, value)
        now.state = step.leads_to or now.state
        now.version += 1
        now.save()
        changed = {key: [was, is_now] for (key, was), is_now in zip(before.items(), _facts(now).values(), strict=True)}
        record_change(
            by=by,
            did=step.did,
            subject=str(now.pk),
            person_id=now.person_id,
            **{key: pair for key, pair in changed.items() if pair[0] != pair[1]},
            **detail,
        )
        action_changed.send(Action, action=now, by=by)
    return now


def _facts(action: Action) -> dict[str, str]:
    owner_id = str(action.owner_id or "")
    return {"state": str(action.state), "owner": action.whose, "owner_id": owner_id, "due_on": str(action.due_on)}


# Asking


def open_actions(*, owner: User | None = None, today: dt.date | None = None) -> QuerySet[Action]:
    """Actions that are still to be done: of one person, or all; with `today`, those alone whose day has passed."""
    found = Action.objects.filter(state=Action.State.OPEN).select_related("owner")
    if owner is not None:
        found = found.filter(owner=owner)
    return found.filter(overdue(today)) if today is not None else found


def overdue(today: dt.date) -> Q:
    """Open, and the day has passed: what is due today is not overdue."""
    return Q(state=Action.State.OPEN, due_on__lt=today)


def history_of(action: Action) -> list[Change]:
    """What happened to an action, the first step first."""
    found = Change.objects.filter(did__in=tuple(DID), subject=str(action.pk)).select_related("user")
    return list(found.order_by("pk"))
