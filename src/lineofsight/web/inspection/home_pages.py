"""The first page of inspection: would we be ready if Ofsted rang today?"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.web.accounts.models import User
from lineofsight.web.clock import now, today
from lineofsight.web.improvement.models import Board, Meeting
from lineofsight.web.inspection.documents.readiness import readiness
from lineofsight.web.inspection.lists.reading import standing_of
from lineofsight.web.inspection.models import Rehearsal, Visit, VisitStep
from lineofsight.web.inspection.pages import asker, said_why
from lineofsight.web.inspection.questions.reading import counts
from lineofsight.web.inspection.rehearsal.reading import per_cent
from lineofsight.web.inspection.running import prepares
from lineofsight.web.inspection.visits.expecting import expected_next
from lineofsight.web.inspection.visits.parts_keeping import filled_parts
from lineofsight.web.inspection.visits.reading import line_of, progress
from lineofsight.web.inspection.visits.steps import RUNS

#: How many days ahead steps are shown.
AHEAD = 7


@require_safe
@said_why
def home(request: HttpRequest) -> HttpResponse:
    """The visit that is expected or under way, readiness by area, what falls due, and what one has to do oneself."""
    on, user = today(), asker(request)
    steps = VisitStep.objects.filter(visit__state__in=RUNS, state=VisitStep.State.OPEN).select_related("visit", "owner")
    visits = list(Visit.objects.filter(state__in=(Visit.State.CALLED, Visit.State.FED_BACK)))
    rehearsals = list(Rehearsal.objects.all()[:6])
    parts, standing = filled_parts(), standing_of()
    made = [each for each in standing.lists if each.made] if standing else []
    shown = {
        "section": "inspection",
        "heading": "Inspection",
        "running": [(visit, progress(visit.steps.all(), on), counts(visit, now())) for visit in visits],
        "expected": Visit.objects.filter(state=Visit.State.EXPECTED),
        "next": expected_next(),
        "mine": [line_of(step, on, user) for step in _mine(steps, user)],
        "due": [line_of(step, on, user) for step in _due(steps, on)],
        "lists": standing,
        "made": made,
        "mend": sum(each.to_mend for each in made),
        "recognised": sum(each.is_recognised for each in made),
        "documents": readiness(on).total,
        "rehearsals": [(each, per_cent(each)) for each in rehearsals],
        "parts": len(parts),
        "without": sum(not each.whose or not each.deputy_is for each in parts),
        "meeting": Meeting.objects.filter(
            board__kind=Board.Kind.INSPECTION, state=Meeting.State.PLANNED, held_on__gte=on
        ).last(),
        "may_change": prepares(user),
    }
    return render(request, "inspection/home.html", shown)


def _mine(steps: QuerySet[VisitStep], user: User) -> QuerySet[VisitStep]:
    return steps.filter(Q(owner=user) | Q(deputy=user), forecast=False)


def _due(steps: QuerySet[VisitStep], on: dt.date) -> QuerySet[VisitStep]:
    return steps.filter(due_on__lte=on + dt.timedelta(days=AHEAD), forecast=False)
