"""A made-up plan for tests: a board, one theme, one outcome, and actions under it in any state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.boards import meeting as meetings
from lineofsight.web.improvement.models import Board, Decision, Outcome, Plan, PlanAction
from lineofsight.web.improvement.plan import evidence, keeping
from lineofsight.web.improvement.plan.changes import ActionFacts, open_action
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving
from tests.web.conftest import add_person

DAY = dt.date(2023, 3, 1)
DUE = dt.date(2023, 6, 30)


def add_board(by: User, title: str = "Made-up board") -> Board:
    board = boards.add_board(by=by, title=title, short=title)
    boards.add_member(by=by, board=board, name=f"Ash Kestrel of {title}", part="chair", from_on=dt.date(2020, 4, 1))
    return board


def add_plan(by: User, board: Board | None = None, title: str = "Made-up plan") -> Plan:
    return keeping.add_plan(
        by=by, title=title, board=board or add_board(by, f"Board of {title}"), starts_on=dt.date(2022, 4, 1)
    )


def add_outcome(by: User, plan: Plan, text: str = "Children are seen by somebody they know.") -> Outcome:
    theme = keeping.add_theme(by=by, plan=plan, title=f"Theme of {text}")
    return keeping.add_outcome(by=by, theme=theme, text=text)


def add_action(
    by: User, outcome: Outcome, *, owner: User | None = None, agreed: bool = True, **facts: Any
) -> PlanAction:
    due_on = facts.pop("due_on", DUE)
    facts = {"title": "Visits are planned in supervision", "success": "Nine of ten are seen in time"} | facts
    if owner is None:
        facts.setdefault("owner_name", "Teasel Merlin")
    return open_action(by=by, outcome=outcome, facts=ActionFacts(owner=owner, **facts), due_on=due_on, agreed=agreed)


def set_state(action: PlanAction, state: str) -> PlanAction:
    """An action as it would stand in a state, however it came there."""
    PlanAction.objects.filter(pk=action.pk).update(state=state)
    action.refresh_from_db()
    return action


def add_both_sorts(by: User, action: PlanAction) -> None:
    """Evidence in data and other than data. The figure is written, not counted: no records serve here."""
    evidence._add(
        by=by, action=action, kind="data", text="3.3: 91.0%", dated_on=DAY, ref="3.3", month="2023-02",
        figure={"text": "91.0%", "numerator": 91, "denominator": 100, "title": "Visits"}, snapshot="made-up",
        definition="3.3 from 2022-04",
    )  # fmt: skip
    evidence.add_evidence(
        by=by, action=action, kind="voice", text="Children say that they know who comes.", dated_on=DAY
    )


def decide(by: User, board: Board, action: PlanAction, kind: str, day: dt.date = DAY) -> Decision:
    """A decision of a meeting that was held, recorded by itself: nothing has followed from it yet."""
    meeting = board.meetings.filter(held_on=day).first()
    if meeting is None:
        meeting = meetings.hold(by=by, meeting=boards.plan_meetings(by=by, board=board, days=[day])[0])
    about = f"plan_action:{action.pk}"
    return Decision.objects.create(meeting=meeting, kind=kind, text="The board has decided.", about=about, made_by=by)


def somebody(role: str, name: str) -> User:
    return User.objects.filter(username=name).first() or add_person(role, name=name)


@contextmanager
def seen_as(user: User) -> Iterator[Seen]:
    """What serves, as somebody reads it."""
    served = serving()
    with served.reading() as counted:
        yield Seen(served, counted, user, scope_of(user, served.former_ids))
