"""What every change to people's work needs: the row locked, its version as seen, the rule and the step checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import models

from lineofsight.problems import Refused
from lineofsight.web.steps import Step

CHANGED_MEANWHILE = "Somebody else has changed this since you opened it: read it again before you change it."

Row = TypeVar("Row", bound=models.Model)


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
