"""Whatever happens in whatever order: no audit closes with an open action, nobody audits their own, nothing is lost."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User, UserTeam
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.actions import register
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import allocating, auditing, cycles, moderating, unsafe
from lineofsight.web.audits.models import Audit, Cycle, Saved, Sheet, UnsafeNow
from lineofsight.web.audits.steps import AUDIT_STEPS, CYCLE_STEPS, UNSAFE_OPEN, UNSAFE_STEPS
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving
from lineofsight.web.steps import diagram, table
from tests.web.audits.conftest import DAY, People, fill, seen_for

State = Audit.State
EVENTS = (
    *(
        "give_to",
        "write",
        "write",
        "write",
        "give",
        "give",
        "agree",
        "done",
        "verify",
        "reopen",
        "withdraw",
        "moderate",
    ),
    *("hand_back", "decide", "ask", "replace", "take_out", "unsafe", "step", "take_back"),
)


def one_of(dice: random.Random, rows: Any) -> Any:
    found = list(rows)
    return dice.choice(found) if found else None


def happen(event: str, by: User, audit: Audit, grade: str, dice: random.Random, seen: Seen) -> None:
    """One event, by anybody: allowed or not."""
    sheet = one_of(dice, audit.sheets.exclude(state=Sheet.State.WITHDRAWN).order_by("pk"))
    action = one_of(dice, auditing.actions_of(audit).order_by("pk"))
    found = audit.unsafe.first()
    if event == "give_to":
        to = one_of(dice, User.objects.filter(auditor__isnull=False).order_by("pk"))
        allocating.give_case(by=by, audit=audit, to=to, seen=seen, because="Words")
    elif event == "write" and sheet and sheet.writer and sheet.state in (Sheet.State.WAITING, Sheet.State.OPEN):
        fill(sheet, grade)
    elif event == "give" and sheet and sheet.purpose == Sheet.Purpose.AUDIT:
        auditing.give_audit(by=by if dice.random() < 0.2 else sheet.writer or by, sheet=sheet, seen=seen)
    elif event == "moderate" and sheet:
        moderating.give_reading(by=by if dice.random() < 0.2 else sheet.writer or by, sheet=sheet)
    elif event == "hand_back" and sheet:
        moderating.hand_back(by=sheet.writer or by, sheet=sheet, because="Words")
    elif event == "agree":
        owner = one_of(dice, User.objects.order_by("pk"))
        auditing.agree_action(by=by, audit=audit, text="Words", due_on=DAY, closes_with="Words", owner=owner)
    elif event == "done" and action:
        register.mark_done(by=by, action=action, evidence="Words")
    elif event == "verify" and action:
        register.verify(by=by, action=action)
    elif event in ("reopen", "withdraw") and action:
        getattr(register, event)(by=by, action=action, because="Words")
    elif event == "decide":
        moderating.decide(by=by, audit=audit, members="Words", grade=grade, reasons="Words")
    elif event == "ask":
        moderating.ask_for_moderation(by=by, audit=audit, seen=seen, because="Words")
    elif event == "replace":
        cycles.replace_case(by=by, audit=audit, because="Words", seen=seen)
    elif event == "take_out":
        cycles.take_out(by=by, audit=audit, because="Words")
    elif event == "unsafe":
        unsafe.raise_unsafe(by=by, audit=audit, why="Words", calendar=serving().council.calendar)
    elif event in ("step", "take_back") and found:
        name = "take_back" if event == "take_back" else dice.choice([name for name in UNSAFE_STEPS if name != event])
        unsafe.take_step(by=by, unsafe=found, name=name, words="Words", scope=scope_of(by))


def holds_always(audits: list[int], words: dict[tuple[int, str], int]) -> None:
    """What no order of events may break."""
    teams = {(user, team) for user, team in UserTeam.objects.values_list("user_id", "team_id")}
    for audit in Audit.objects.filter(pk__in=audits):
        waits = auditing.actions_of(audit).filter(state__in=auditing.NOT_SETTLED).exists()
        waits_unsafe = audit.unsafe.filter(state__in=UNSAFE_OPEN).exists()
        if audit.state == State.CLOSED:
            assert not waits and not waits_unsafe
        if audit.state == State.ACTIONS:
            assert waits or waits_unsafe
        assert bool(audit.grade) == audit.is_graded
        if audit.auditor_id:
            assert (audit.auditor_id, audit.team_id) not in teams
        for sheet in audit.sheets.exclude(state=Sheet.State.WITHDRAWN).exclude(purpose=Sheet.Purpose.PANEL):
            if sheet.writer_id and sheet.purpose != Sheet.Purpose.AUDIT:
                assert sheet.writer_id != audit.auditor_id and (sheet.writer_id, audit.team_id) not in teams
    for action in Action.objects.filter(source=Action.Source.AUDIT):
        if action.state == Action.State.VERIFIED:
            assert action.verified_by_id not in (action.owner_id, action.done_by_id)
    for (sheet_id, key), many in words.items():
        assert Saved.objects.filter(sheet_id=sheet_id, key=key).count() >= many
    for sheet_id, key in Saved.objects.values_list("sheet_id", "key").distinct():
        words[sheet_id, key] = Saved.objects.filter(sheet_id=sheet_id, key=key).count()


@settings(
    max_examples=300 if os.environ.get("FUZZ") else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_no_order_of_events_breaks_what_must_hold(people: People, running: Cycle, seed: int) -> None:
    dice = random.Random(seed)
    audits = list(Audit.objects.filter(cycle=running).values_list("pk", flat=True))[:2]
    words: dict[tuple[int, str], int] = {}
    taken = 0
    with transaction.atomic(), seen_for(people.lead) as seen:
        for _ in range(40):
            audit = Audit.objects.get(pk=dice.choice(audits))
            everybody = [people.lead, people.director, people.moderator, *people.auditors]
            by = audit.auditor if audit.auditor and dice.random() < 0.5 else dice.choice(everybody)
            grade = dice.choice(("outstanding", "good", "requires_improvement", "inadequate"))
            try:
                happen(dice.choice(EVENTS), by, audit, grade, dice, seen)
                taken += 1
            except Refused:
                pass
            holds_always(audits, words)
            audits = list(Audit.objects.filter(cycle=running, pk__in=audits).values_list("pk", flat=True))
        transaction.set_rollback(True)
    assert taken > 5


@pytest.mark.parametrize(
    ("steps", "states", "first"),
    [
        (AUDIT_STEPS, Audit.State, "sampled"),
        (CYCLE_STEPS, Cycle.State, "planned"),
        (UNSAFE_STEPS, UnsafeNow.State, "raised"),
    ],
)
def test_every_state_is_reached_and_left_but_the_last(steps: object, states: object, first: str) -> None:
    reached = {to for step in steps.values() for to in step.leads_to} | {first}  # type: ignore[attr-defined]
    assert reached == set(states.values)  # type: ignore[attr-defined]
    assert diagram(steps, states, first).startswith("stateDiagram-v2")  # type: ignore[arg-type]
    assert table(steps, states).count("\n") == len(steps) + 1  # type: ignore[arg-type]
