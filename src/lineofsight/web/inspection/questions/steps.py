"""The states of a question of inspectors, and the steps between them."""

from __future__ import annotations

from lineofsight.web.inspection.models import Question
from lineofsight.web.steps import steps_of

State = Question.State

QUESTION_STEPS = steps_of(
    ("answer", "Answer it", "answered a question of inspectors", [State.OPEN], [State.ANSWERED],
     "who prepares, or its owner"),
    ("answer_further", "Give a further answer", "gave a further answer to inspectors", [State.ANSWERED],
     [State.ANSWERED], "who prepares, or its owner"),
    ("withdraw", "Withdraw it", "withdrew a question of inspectors", [State.OPEN, State.ANSWERED], [State.WITHDRAWN],
     "who prepares, with a reason"),
    ("reopen", "Open it again", "opened a question of inspectors again", [State.ANSWERED, State.WITHDRAWN],
     [State.OPEN], "who prepares, with a reason"),
)  # fmt: skip
