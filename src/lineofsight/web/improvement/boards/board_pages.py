"""Pages of boards: the list with the calendar of meetings, one board, and forms for what changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.clock import today
from lineofsight.web.improvement.boards import keeping
from lineofsight.web.improvement.boards.forms import BoardForm, EndForm, MemberForm, SeriesForm
from lineofsight.web.improvement.models import Board, Meeting, Member
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.running import check_improves, improves

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]


def boards_crumb() -> Crumbs:
    return [(reverse("improvement:boards"), "Boards and meetings")]


def board_crumbs(board: Board) -> Crumbs:
    return [*boards_crumb(), (reverse("improvement:board", args=[board.pk]), board.called)]


@require_safe
@said_why
def boards(request: HttpRequest) -> HttpResponse:
    """The boards with their chairs, and when they meet: the next meetings, and the last that were held."""
    now = today()
    rows = [
        (board, keeping.chair_of(board, now), board.meetings.filter(held_on__gte=now, state="planned").last())
        for board in Board.objects.filter(ended_on=None).select_related("reports_to")
    ]
    meetings = Meeting.objects.select_related("board")
    shown = {
        "section": "improvement",
        "heading": "Boards and meetings",
        "crumbs": [],
        "boards": rows,
        "coming": meetings.filter(held_on__gte=now, state=Meeting.State.PLANNED).order_by("held_on", "pk")[:40],
        "late": meetings.filter(held_on__lt=now, state=Meeting.State.PLANNED).order_by("held_on"),
        "unwritten": meetings.filter(state=Meeting.State.HELD).order_by("held_on"),
        "past": meetings.filter(state=Meeting.State.RECORDED)[:12],
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/boards.html", shown)


@require_safe
@said_why
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One board: what it is for, who is on it, its meetings, and the plans that it monitors."""
    one: Board = one_of(Board, pk)
    now = today()
    on_it = keeping.members_on(one, now)
    there = {member.pk for member in on_it}
    shown = {
        "section": "improvement",
        "heading": one.title,
        "crumbs": boards_crumb(),
        "board": one,
        "members": on_it,
        "others": [member for member in one.members.select_related("user") if member.pk not in there],
        "coming": one.meetings.filter(held_on__gte=now).exclude(state="cancelled").order_by("held_on"),
        "past": one.meetings.filter(held_on__lt=now).exclude(state="cancelled")[:24],
        "plans": one.plans.filter(closed_at=None),
        "below": one.below.filter(ended_on=None),
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/board.html", shown)


@POSTED
@said_why
def add_board(request: HttpRequest) -> HttpResponse:
    """Adds a board."""
    check_improves(asker(request))
    form = BoardForm(request.POST or None)
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = keeping.add_board(by=asker(request), **facts)
            messages.success(request, "The board is added.")
            return redirect("improvement:board", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a board", form, "Add it", crumbs=boards_crumb())


@POSTED
@said_why
def change_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what is known of a board."""
    check_improves(asker(request))
    one: Board = one_of(Board, pk)
    names = ("title", "short", "kind", "every", "terms", "reports_to")
    form = BoardForm(
        request.POST or None, board=one, initial={name: getattr(one, name) for name in names} | version_of(one)
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            keeping.change_board(by=asker(request), board=one, seen=facts.pop("version"), **facts)
            messages.success(request, "The board is changed.")
            return redirect("improvement:board", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Change this board", form, "Change it", crumbs=board_crumbs(one))


@POSTED
@said_why
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds somebody to a board."""
    check_improves(asker(request))
    one: Board = one_of(Board, pk)
    form = MemberForm(request.POST or None, initial={"from_on": today()})
    owners = _offer_people(form)
    if form.is_valid():
        facts: dict[str, Any] = dict(form.cleaned_data)
        facts["user"], facts["name"] = facts.pop("who")
        try:
            made = keeping.add_member(by=asker(request), board=one, **facts)
            messages.success(request, f"{made.who} is on the board.")
            return redirect("improvement:board", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a member", form, "Add them", crumbs=board_crumbs(one), owners=owners)


@POSTED
@said_why
def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a membership."""
    check_improves(asker(request))
    member: Member = one_of(Member, pk)
    form = EndForm(request.POST or None, initial={"until_on": today()})
    if form.is_valid():
        try:
            keeping.end_member(by=asker(request), member=member, until_on=form.cleaned_data["until_on"])
            messages.success(request, f"{member.who} leaves the board.")
            return redirect("improvement:board", member.board_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    heading = f"End the membership of {member.who}"
    return form_page(request, heading, form, "End it", crumbs=board_crumbs(member.board), caption=member.board.title)


@POSTED
@said_why
def plan_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """Plans one meeting of a board, or a series."""
    check_improves(asker(request))
    one: Board = one_of(Board, pk)
    form = SeriesForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = keeping.plan_meetings(
                by=asker(request), board=one, days=form.days, at=said["at"], where=said["where"]
            )
            messages.success(
                request, "The meeting is planned." if len(made) == 1 else f"{len(made)} meetings are planned."
            )
            if len(made) == 1:
                return redirect("improvement:meeting", made[0].pk)
            return redirect("improvement:board", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Plan meetings", form, "Plan them", crumbs=board_crumbs(one), caption=one.title)


def _offer_people(form: Any, name: str = "who") -> Owners:
    owners = Owners()
    form.fields[name].owners = owners
    return owners
