"""The states of a risk and the steps between them; and whose register it stands in."""

from __future__ import annotations

from lineofsight.web.improvement.models import Risk
from lineofsight.web.steps import steps_of

State = Risk.State

RISK_STEPS = steps_of(
    ("close", "Close", "closed a risk", [State.OPEN], [State.CLOSED], "who keeps the plan, with a reason"),
    ("reopen", "Open again", "opened a risk again", [State.CLOSED], [State.OPEN], "who keeps the plan, with a reason"),
)

#: The registers, from the one nearest to the work upwards. A risk goes one step at a time.
LEVELS = (Risk.Level.SERVICE, Risk.Level.DIRECTORATE, Risk.Level.CORPORATE)
