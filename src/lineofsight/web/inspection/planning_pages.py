"""The planning meetings: who meets when, how ready we are, and what was agreed to do.

The group is a board like others (`improvement`), of the kind that plans for inspection: its agenda, its record and its
actions are kept there. What is shown here is held beside it.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.models import Action
from lineofsight.web.clock import today
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.models import Board, Meeting, Member
from lineofsight.web.inspection.documents.readiness import readiness
from lineofsight.web.inspection.models import Rehearsal
from lineofsight.web.inspection.pages import asker, said_why
from lineofsight.web.inspection.rehearsal.reading import areas_of, per_cent
from lineofsight.web.inspection.running import check_prepares, prepares


@require_safe
@said_why
def planning(request: HttpRequest) -> HttpResponse:
    """The planning group with its meetings, readiness now, and every action that it or a rehearsal agreed."""
    now = today()
    groups = Board.objects.filter(kind=Board.Kind.INSPECTION, ended_on=None)
    meetings = Meeting.objects.filter(board__in=groups).select_related("board")
    agreed = Action.objects.filter(
        Q(source=Action.Source.INSPECTION)
        | Q(source=Action.Source.MEETING, source_id__in=list(meetings.values_list("pk", flat=True)))
    ).select_related("owner")
    last = Rehearsal.objects.first()
    shown = {
        "section": "inspection",
        "heading": "Planning meetings",
        "crumbs": [],
        "groups": [(group, boards.chair_of(group, now)) for group in groups],
        "coming": meetings.filter(held_on__gte=now, state=Meeting.State.PLANNED).order_by("held_on", "pk"),
        "past": meetings.filter(held_on__lte=now).exclude(state__in=(Meeting.State.PLANNED, Meeting.State.CANCELLED)),
        "rehearsal": last,
        "per_cent": per_cent(last) if last else None,
        "areas": areas_of(last) if last else [],
        "documents": readiness(now).total,
        "open": [(action, action.is_overdue(now)) for action in agreed.filter(state=Action.State.OPEN)],
        "may_change": prepares(asker(request)),
    }
    return render(request, "inspection/planning.html", shown)


@require_POST
@said_why
def begin_planning(request: HttpRequest) -> HttpResponse:
    """Makes the planning group, chaired by the director of this site where there is one."""
    by = asker(request)
    check_prepares(by)
    if Board.objects.filter(kind=Board.Kind.INSPECTION, ended_on=None).exists():
        raise Refused("There is a planning group already.")
    made = boards.add_board(
        by=by, title="Inspection planning group", kind=Board.Kind.INSPECTION, every="monthly",
        terms="Prepares for inspections: lists, documents, people, and what is still to be done.",
    )  # fmt: skip
    director = User.objects.filter(role=Role.DIRECTOR, is_active=True).order_by("pk").first()
    if director is not None:
        boards.add_member(
            by=by, board=made, user=director, part=Member.Part.CHAIR, from_on=today(), job_title=director.job_title
        )
    return redirect("improvement:board", made.pk)
