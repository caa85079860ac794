"""The states of a visit and of its steps, and what leads from one to another."""

from __future__ import annotations

from lineofsight.web.inspection.models import Visit, VisitStep
from lineofsight.web.steps import steps_of

State = Visit.State
WHO = "who prepares inspections"

VISIT_STEPS = steps_of(
    ("take_call", "The call has come", "recorded the call of a visit", [State.EXPECTED], [State.CALLED], WHO),
    ("move", "Change its days", "changed the days of a visit", [State.CALLED, State.FED_BACK],
     [State.CALLED, State.FED_BACK], WHO),
    ("end_on_site", "The visit has ended", "recorded that a visit ended", [State.CALLED], [State.FED_BACK],
     f"{WHO}, from its first day on"),
    ("receive", "The report came", "recorded that the report of a visit came", [State.FED_BACK], [State.FED_BACK], WHO),
    ("publish", "It is published", "recorded that a visit was published", [State.FED_BACK], [State.PUBLISHED], WHO),
    ("close", "Close it", "closed a visit", [State.PUBLISHED], [State.CLOSED],
     f"{WHO}, where every step is done or not needed"),
    ("cancel", "It does not take place", "recorded that a visit does not take place", [State.EXPECTED, State.CALLED],
     [State.CANCELLED], f"{WHO}, with a reason"),
)  # fmt: skip

Done = VisitStep.State
STEP_STEPS = steps_of(
    ("finish", "Done", "did a step of a visit", [Done.OPEN], [Done.DONE], f"{WHO}, and its owner or deputy"),
    ("leave_out", "Not needed", "left out a step of a visit", [Done.OPEN], [Done.NOT_NEEDED],
     f"{WHO}, with a reason"),
    ("open_again", "Open again", "opened a step of a visit again", [Done.DONE, Done.NOT_NEEDED], [Done.OPEN], WHO),
)  # fmt: skip

#: States in which what is to be done by a day can change.
RUNS = frozenset({State.CALLED, State.FED_BACK, State.PUBLISHED})
