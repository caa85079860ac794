"""What holds a risk down: controls, each with who would notice if it failed and how well we know that it works."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Control, Risk
from lineofsight.web.improvement.risks.steps import State
from lineofsight.web.improvement.running import check_improves

ADDED, CHANGED, ENDED = "added a control of a risk", "changed a control of a risk", "ended a control of a risk"


@dataclass(frozen=True)
class ControlFacts:
    """What is known of a control: the fields of `Control`."""

    text: str
    line: str
    assured: str = Control.Assured.NONE
    assured_on: dt.date | None = None
    assured_by: str = ""


def add_control(*, by: User, risk: Risk, facts: ControlFacts) -> Control:
    """Adds a control. Refused where it is called substantially assured without the day and what shows it."""
    check_improves(by)
    _check(facts)
    with transaction.atomic():
        one = _open(risk)
        made = Control.objects.create(risk=one, **_fields(facts))
        record_change(by=by, did=ADDED, subject=str(one.pk), **_words(made))
    return made


def change_control(*, by: User, control: Control, facts: ControlFacts, seen: int | None = None) -> Control:
    """Changes a control, or how well we know that it works."""
    check_improves(by)
    _check(facts)
    with transaction.atomic():
        risk = _open(control.risk)
        one = _running(control, seen)
        before = _words(one)
        for name, value in _fields(facts).items():
            setattr(one, name, value)
        now = _words(one)
        changed: dict[str, Any] = {name: [before[name], now[name]] for name in now if before[name] != now[name]}
        if not changed:
            return one
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(risk.pk), control=before["text"], **changed)
    return one


def end_control(*, by: User, control: Control, because: str, seen: int | None = None) -> Control:
    """Says that a control is not there any more. It stays to be read."""
    check_improves(by)
    because = said(because, "Say why it ends.")
    with transaction.atomic():
        risk = _open(control.risk)
        one = _running(control, seen)
        one.ended_on = today()
        keep(one)
        record_change(by=by, did=ENDED, subject=str(risk.pk), control=one.text, because=because)
    return one


def _open(risk: Risk) -> Risk:
    one: Risk = locked(risk)
    if one.state != State.OPEN:
        raise Refused("This risk is closed: open it again before its controls are changed.")
    return one


def _running(control: Control, seen: int | None) -> Control:
    one: Control = locked(control, seen)
    if one.ended_on is not None:
        raise Refused("This control has ended.")
    return one


def _check(facts: ControlFacts) -> None:
    said(facts.text, "Say what holds the risk down.")
    if facts.line not in Control.Line.values:
        raise Refused("Choose who would notice if it failed.")
    if facts.assured not in Control.Assured.values:
        raise Refused("Choose how well we know that it works.")
    if facts.assured_on is not None and facts.assured_on > today():
        raise Refused("It is assured by something that has been.")
    if facts.assured == Control.Assured.SUBSTANTIAL and not (facts.assured_on and facts.assured_by.strip()):
        raise Refused("Substantial assurance needs what shows it, and its day.")


def _words(control: Control) -> dict[str, str]:
    """What a control says, as the record of changes has it."""
    return {
        "text": control.text,
        "line": control.get_line_display(),
        "assured": control.get_assured_display(),
        "assured_on": str(control.assured_on or ""),
        "assured_by": control.assured_by,
    }


def _fields(facts: ControlFacts) -> dict[str, object]:
    found = {name: getattr(facts, name) for name in ControlFacts.__dataclass_fields__}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
