"""The states of a self-evaluation and the step between them; and who agrees one."""

from __future__ import annotations

from lineofsight.web.accounts.roles import Role
from lineofsight.web.improvement.models import SelfEvaluation
from lineofsight.web.steps import steps_of

State = SelfEvaluation.State

#: Who answers for what the council says of itself.
AGREES = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR})

EVALUATION_STEPS = steps_of(
    ("agree", "Agree", "agreed a self-evaluation", [State.DRAFT], [State.AGREED], "a head of service or the director"),
)
