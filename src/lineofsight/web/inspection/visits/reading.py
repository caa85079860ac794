"""What pages show of a visit: its steps by phase and day, what is late, how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may
from lineofsight.web.inspection.models import Visit, VisitStep
from lineofsight.web.inspection.visits.kinds import PHASES
from lineofsight.web.inspection.visits.timeline import council_calendar

#: Where a step is done: the page of each room, and how a link to it is called.
ROOMS = {
    "lists": ("inspection:lists", "Lists of Annex A"),
    "documents": ("inspection:documents", "Documents"),
    "audits": ("audits:home", "Audits"),
    "meetings": ("improvement:boards", "Boards and meetings"),
    "evaluation": ("improvement:evaluations", "Self-evaluation"),
}


@dataclass(frozen=True)
class Line:
    """A step on its day. `page` and `page_title`: where it is done, empty where the asker may not open it."""

    step: VisitStep
    late: bool
    page: str = ""
    page_title: str = ""


@dataclass(frozen=True)
class Day:
    """The steps that are due on one day. `working_day`: how many working days after the call; negative before it."""

    day: dt.date
    working_day: int | None
    lines: tuple[Line, ...]
    is_today: bool


@dataclass(frozen=True)
class Phase:
    code: str
    title: str
    days: tuple[Day, ...]


def timeline(visit: Visit, on: dt.date, user: User) -> list[Phase]:
    """The steps of a visit, phase by phase and day by day."""
    steps = list(visit.steps.select_related("owner", "deputy", "done_by"))
    phases = []
    for code, title in PHASES.items():
        days: dict[dt.date, list[Line]] = {}
        for step in steps:
            if step.phase == code:
                days.setdefault(step.due_on, []).append(line_of(step, on, user))
        if days:
            phases.append(
                Phase(
                    code,
                    title,
                    tuple(
                        Day(day, _working_day(visit, day), tuple(lines), day == on)
                        for day, lines in sorted(days.items())
                    ),
                )
            )
    return phases


def line_of(step: VisitStep, on: dt.date, user: User) -> Line:
    """A step as somebody sees it on a day."""
    late = step.state == VisitStep.State.OPEN and step.due_on < on and not step.forecast
    if step.leads_to == "questions" and may(user.role, "inspection:questions"):
        return Line(step, late, reverse("inspection:questions", args=[step.visit_id]), "Questions")
    name, title = ROOMS.get(step.leads_to, ("", ""))
    return Line(step, late, reverse(name), title) if name and may(user.role, name) else Line(step, late)


def progress(steps: Iterable[VisitStep], on: dt.date) -> dict[str, int]:
    """How many steps are done, open, late and not needed, and how many nobody has to do."""
    steps = list(steps)
    still = [step for step in steps if step.state == VisitStep.State.OPEN]
    return {
        "steps": len(steps),
        "done": sum(step.state == VisitStep.State.DONE for step in steps),
        "not_needed": sum(step.state == VisitStep.State.NOT_NEEDED for step in steps),
        "open": len(still),
        "late": sum(step.due_on < on and not step.forecast for step in still),
        "without_owner": sum(not step.whose for step in still),
    }


def _working_day(visit: Visit, day: dt.date) -> int | None:
    if visit.called_on is None:
        return None
    try:
        return council_calendar().between(visit.called_on, day)
    except ValueError:
        return None
