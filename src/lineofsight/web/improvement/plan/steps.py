"""The states of an action of the plan and the steps between them: one table, for checks, pages, tests and the docs."""

from __future__ import annotations

from lineofsight.web.improvement.models import PlanAction
from lineofsight.web.steps import steps_of

State = PlanAction.State

_KEEPS = "who keeps the plan"

PLAN_STEPS = steps_of(
    ("agree", "Agree", "agreed an action of the plan", [State.OPENED], [State.AGREED],
     f"{_KEEPS}, once it has an owner, an outcome and says what success looks like"),
    ("propose", "Propose as complete", "proposed an action of the plan as complete", [State.AGREED, State.REVIEW],
     [State.PROPOSED], f"its owner or {_KEEPS}, with data and other evidence and no open milestone"),
    ("take_back", "Take the proposal back", "took back that an action of the plan is complete", [State.PROPOSED],
     [State.AGREED, State.REVIEW], f"its owner or {_KEEPS}, with a reason"),
    ("accept", "Accept", "accepted an action of the plan", [State.PROPOSED], [State.COMPLETE],
     "the plan's board, by a decision of a meeting since it was proposed, which neither its owner nor who proposed it "
     "writes down"),
    ("send_back", "Send back", "sent back an action of the plan", [State.PROPOSED], [State.AGREED, State.REVIEW],
     "the plan's board, by a decision of a meeting since it was proposed"),
    ("reopen", "Reopen for review", "reopened an action of the plan", [State.COMPLETE], [State.REVIEW],
     f"{_KEEPS}, with a reason; by itself where a linked measure worsens within the months that it is watched"),
    ("resume", "Work on it again", "began work on an action of the plan again", [State.REVIEW], [State.AGREED],
     f"{_KEEPS}, with a reason"),
    ("withdraw", "Withdraw", "withdrew an action of the plan",
     [State.OPENED, State.AGREED, State.PROPOSED, State.REVIEW], [State.WITHDRAWN], f"{_KEEPS}, with a reason"),
    ("bring_back", "Bring it back", "brought back an action of the plan", [State.WITHDRAWN], [State.OPENED],
     f"{_KEEPS}, with a reason"),
)  # fmt: skip

#: Steps that an action's owner may take too, and those that a board alone takes, by a decision.
OWNER_MAY = frozenset({"propose", "take_back"})
BOARD_DECIDES = frozenset({"accept", "send_back"})

#: An action on which work goes on: it can be changed, moved, and have milestones.
LIVE = frozenset({State.OPENED, State.AGREED, State.PROPOSED, State.REVIEW})
