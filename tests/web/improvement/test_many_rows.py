"""Pages of hundreds of rows ask the database as often as pages of a few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.web.accounts.models import User
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.models import Outcome, PlanAction, PlanEvidence, PlanUpdate, Risk, RiskScore
from tests.web.improvement.plans import add_board, add_outcome, add_plan

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


def fill(lead: User, outcome: Outcome, many: int) -> None:
    """Actions with an update, evidence and a measure each; risks with their scores."""
    made = [
        PlanAction(
            outcome=outcome, title=f"Action {n}", success="s", owner=lead, due_on=DAY, original_due_on=DAY,
            next_update_on=DAY, state=("agreed", "proposed", "review", "complete")[n % 4], accepted_on=DAY,
        )
        for n in range(many)
    ]  # fmt: skip
    for action in PlanAction.objects.bulk_create(made):
        action.indicators.create(ref="3.3")
        PlanUpdate.objects.create(
            action=action, said="on_track", text="t", confidence="high", impact="none", made_on=DAY, made_by=lead
        )
        PlanEvidence.objects.create(action=action, kind="voice", text="t", dated_on=DAY, made_by=lead)
    for n in range(many):
        risk = Risk.objects.create(
            title=f"Risk {n}", cause="c", event="e", consequence="c", owner=lead, review_on=DAY, made_by=lead
        )
        for of in ("inherent", "current", "target"):
            RiskScore.objects.create(risk=risk, of=of, likelihood=4, impact=4, judged_on=DAY, made_by=lead)


ADDRESSES = (
    "",
    "plans/",
    "plans/{plan}/",
    "plans/mine/",
    "risks/",
    "boards/",
    "boards/{board}/",
    "boards/meetings/{meeting}/",
)


def test_no_page_asks_once_for_each_row(demo_site: object, signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    lead = User.objects.get(role="quality")
    board = add_board(lead)
    plan = add_plan(lead, board)
    meeting = boards.plan_meetings(by=lead, board=board, days=[dt.date(2023, 3, 30)])[0]
    outcome = add_outcome(lead, plan)
    names = {"plan": plan.pk, "board": board.pk, "meeting": meeting.pk}
    fill(lead, outcome, 8)
    few = {each: asked(client, each.format(**names)) for each in ADDRESSES}
    fill(lead, outcome, 60)
    for n in range(10):
        fill(lead, add_outcome(lead, add_plan(lead, board, f"Plan {n}"), f"Outcome {n}"), 2)
    boards.plan_meetings(by=lead, board=board, days=[DAY + dt.timedelta(days=n) for n in range(2, 20)])
    many = {each: asked(client, each.format(**names)) for each in ADDRESSES}
    assert {each: (few[each], many[each]) for each in ADDRESSES if many[each] > few[each] + 3} == {}


def asked(client: Client, address: str) -> int:
    client.get(f"/improvement/{address}")
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(f"/improvement/{address}").status_code == 200, address
    return len(found)
