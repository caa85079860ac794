"""The risk register: what a risk is, whose register it stands in, its reviews, its end. Each change records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Board, Risk
from lineofsight.web.improvement.risks.scoring import Pair, check_scores, write_scores
from lineofsight.web.improvement.risks.steps import LEVELS, RISK_STEPS, State
from lineofsight.web.improvement.running import check_improves

ADDED, CHANGED, REVIEWED = "added a risk", "changed a risk", "reviewed a risk"
ESCALATED, DEESCALATED = "escalated a risk", "took a risk down a register"
FIRST = "Judged when it was added"


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a risk: the fields of `Risk`. `owner` or `owner_name`: one name."""

    title: str
    cause: str
    event: str
    consequence: str
    board: Board | None = None
    owner: User | None = None
    owner_name: str = ""


def add_risk(
    *, by: User, facts: RiskFacts, review_on: dt.date, scores: Mapping[str, Pair], because: str = "",
    level: str = Risk.Level.SERVICE,
) -> Risk:  # fmt: skip
    """Adds a risk with its three scores. Refused where a part of its sentence, or its owner, is missing."""
    check_improves(by)
    facts = _checked(facts)
    _check_review(review_on)
    check_scores(scores, because)
    if level not in Risk.Level.values:
        raise Refused("Choose whose register it stands in.")
    with transaction.atomic():
        if Risk.objects.filter(title__iexact=facts.title, state=State.OPEN).exists():
            raise Refused("A risk of that name is open already.")
        made = Risk.objects.create(made_by=by, review_on=review_on, level=level, **_fields(facts))
        write_scores(by, made, scores, because.strip() or FIRST)
        record_change(by=by, did=ADDED, subject=str(made.pk), title=made.title, owner=made.whose)
    return made


def change_risk(*, by: User, risk: Risk, facts: RiskFacts, seen: int | None = None) -> Risk:
    """Changes what a risk is or who owns it. How it is scored is changed by scoring it again."""
    check_improves(by)
    facts = _checked(facts)
    with transaction.atomic():
        one = _open(risk, seen)
        before = {**_words(one), "owner": one.whose}
        for name, value in _fields(facts).items():
            setattr(one, name, value)
        after = {**_words(one), "owner": one.whose}
        changed: dict[str, Any] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        if not changed:
            return one
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(one.pk), **changed)
    return one


def review(*, by: User, risk: Risk, note: str, review_on: dt.date, seen: int | None = None) -> Risk:
    """Records that a risk was looked at, what was said, and when it is looked at next."""
    check_improves(by)
    note = said(note, "Say what the review found.")
    _check_review(review_on)
    with transaction.atomic():
        one = _open(risk, seen)
        was, one.review_on = one.review_on, review_on
        keep(one)
        record_change(by=by, did=REVIEWED, subject=str(one.pk), note=note, next_review=[str(was), str(review_on)])
    return one


def escalate(*, by: User, risk: Risk, because: str, seen: int | None = None) -> Risk:
    """Takes a risk up one register: from the service to the directorate, from there to the council as a whole."""
    return _to_level(by, risk, because, seen, up=True)


def deescalate(*, by: User, risk: Risk, because: str, seen: int | None = None) -> Risk:
    """Takes a risk down one register."""
    return _to_level(by, risk, because, seen, up=False)


def level_beside(risk: Risk, *, up: bool) -> Risk.Level | None:
    """The register above or below the one that a risk stands in; None at the end."""
    place = LEVELS.index(Risk.Level(risk.level)) + (1 if up else -1)
    return LEVELS[place] if 0 <= place < len(LEVELS) else None


def close(*, by: User, risk: Risk, because: str, seen: int | None = None) -> Risk:
    """Closes a risk: it stays to be read, with the reason."""
    return _step("close", by, risk, said(because, "Say why it is no risk any more."), seen)


def reopen(*, by: User, risk: Risk, because: str, seen: int | None = None) -> Risk:
    """Opens a risk again. It is reviewed today: nobody has looked at it since it was closed."""
    return _step("reopen", by, risk, said(because, "Say why it is a risk again."), seen)


def _step(name: str, by: User, risk: Risk, because: str, seen: int | None) -> Risk:
    check_improves(by)
    with transaction.atomic():
        one: Risk = locked(risk, seen)
        step = check_step(RISK_STEPS, name, one.state, one.get_state_display())
        one.state = step.leads_to[0]
        if name == "close":
            one.closed_because = because
        else:
            one.closed_because, one.review_on = "", today()
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), because=because)
    return one


def _to_level(by: User, risk: Risk, because: str, seen: int | None, *, up: bool) -> Risk:
    check_improves(by)
    because = said(because, "Say why it goes up." if up else "Say why it can go down.")
    with transaction.atomic():
        one = _open(risk, seen)
        level = level_beside(one, up=up)
        if level is None:
            raise Refused(f"It stands in the {'highest' if up else 'lowest'} register already.")
        was, one.level, one.escalated_because = one.get_level_display(), level.value, because
        keep(one)
        record_change(
            by=by, did=ESCALATED if up else DEESCALATED, subject=str(one.pk), level=[was, one.get_level_display()],
            because=because,
        )  # fmt: skip
    return one


def _open(risk: Risk, seen: int | None = None) -> Risk:
    one: Risk = locked(risk, seen)
    if one.state != State.OPEN:
        raise Refused("This risk is closed: open it again before it is changed.")
    return one


def _check_review(day: dt.date) -> None:
    if day <= today():
        raise Refused("The next review is on a day to come.")


def _checked(facts: RiskFacts) -> RiskFacts:
    title = said(facts.title, "Say what the risk is called.")
    cause = said(facts.cause, "Say because of what it may happen.")
    event = said(facts.event, "Say what may happen.")
    consequence = said(facts.consequence, "Say what would follow for children.")
    if facts.owner is None and not facts.owner_name.strip():
        raise Refused("Say who owns it: one name.")
    if facts.board is not None and facts.board.ended_on is not None:
        raise Refused(f"The {facts.board.called} has ended: choose a board that meets.")
    name = "" if facts.owner else facts.owner_name.strip()
    return RiskFacts(title, cause, event, consequence, facts.board, facts.owner, name)


def _words(risk: Risk) -> dict[str, str]:
    """What a risk says, as the record of changes has it."""
    found = {name: str(getattr(risk, name)) for name in ("title", "cause", "event", "consequence")}
    return {**found, "board": risk.board.called if risk.board else ""}


def _fields(facts: RiskFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in RiskFacts.__dataclass_fields__}
