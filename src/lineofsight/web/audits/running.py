"""Who runs the audits, and what every change here needs: the row locked, its version as seen, the rule checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.audits.steps import Step

#: Who plans cycles, draws samples, gives cases to auditors and closes cycles.
RUNS_AUDITS = frozenset({Role.QUALITY, Role.DIRECTOR})
#: Who signs off what was unsafe and decides as a panel, beside those.
HEADS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR})
CHANGED_MEANWHILE = "Somebody else has changed this since you opened it: read it again before you change it."

Row = TypeVar("Row", bound=models.Model)


def runs_audits(user: User) -> bool:
    return user.role in RUNS_AUDITS


def check_runs_audits(user: User) -> None:
    """Refused where this person doesn't run the audits."""
    if not runs_audits(user):
        raise Refused("That is for those who run the audits: quality assurance and the director.")


def locked(row: Row, seen: int | None = None) -> Row:
    """The row as it is now, kept from others until the transaction ends. Refused where it was changed since `seen`."""
    now: Row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if seen is not None and getattr(now, "version", seen) != seen:
        raise Refused(CHANGED_MEANWHILE)
    return now


def keep(row: models.Model) -> None:
    """Saves a row with the next version."""
    row.version += 1  # type: ignore[attr-defined]
    row.save()


def check_step(steps: Mapping[str, Step], name: str, state: str, words: str) -> Step:
    """The step of a table, where it can be taken from this state. `words`: the state as people read it."""
    step = steps[name]
    if state not in step.comes_from:
        raise Refused(f"It stands at “{words}”: {step.title.lower()} is not possible.")
    return step


def holds(check: Callable[..., None], *of: Any) -> bool:
    """Whether a check lets through."""
    try:
        check(*of)
    except Refused:
        return False
    return True


def said(text: str, otherwise: str) -> str:
    """A text that must be said. Refused with the sentence where it is empty."""
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()
