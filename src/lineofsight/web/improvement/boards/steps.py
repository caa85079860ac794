"""The states of a meeting and the steps between them."""

from __future__ import annotations

from lineofsight.web.improvement.models import Meeting
from lineofsight.web.steps import steps_of

State = Meeting.State

MEETING_STEPS = steps_of(
    ("hold", "It was held", "recorded that a meeting was held", [State.PLANNED], [State.HELD],
     "who keeps the plan, on its day or later"),
    ("agree_record", "Agree the record", "agreed the record of a meeting", [State.HELD], [State.RECORDED],
     "who keeps the plan"),
    ("correct", "Correct the record", "opened the record of a meeting", [State.RECORDED], [State.HELD],
     "who keeps the plan, with a reason"),
    ("cancel", "Cancel", "cancelled a meeting", [State.PLANNED], [State.CANCELLED],
     "who keeps the plan, with a reason"),
)  # fmt: skip

#: A meeting that took place: what was said and decided can be written down.
TOOK_PLACE = frozenset({State.HELD, State.RECORDED})
