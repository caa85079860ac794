"""Pages of one meeting: agenda, pack, record, decisions, what was agreed to do; and a form for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of, version_of, version_sent
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.improvement.boards import keeping
from lineofsight.web.improvement.boards import meeting as work
from lineofsight.web.improvement.boards.board_pages import board_crumbs
from lineofsight.web.improvement.boards.forms import DecisionForm, ItemForm, MoveForm, SaidForm, ToDoForm
from lineofsight.web.improvement.boards.steps import TOOK_PLACE
from lineofsight.web.improvement.forms import BecauseForm
from lineofsight.web.improvement.models import AgendaItem, Attendance, Meeting, PlanAction, Risk
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.reporting.readers import packs_for
from lineofsight.web.improvement.running import check_improves, improves

POSTED = require_http_methods(["GET", "HEAD", "POST"])
ADDRESS = "improvement:meeting"


def _crumbs(meeting: Meeting) -> list[tuple[str, str]]:
    return [*board_crumbs(meeting.board), (reverse(ADDRESS, args=[meeting.pk]), wording.day(meeting.held_on))]


@require_safe
@said_why
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: what is on its agenda, its packs, who was there, what was said, decided and agreed to do."""
    one: Meeting = one_of(Meeting, pk)
    decisions = list(one.decisions.select_related("item", "made_by"))
    under: dict[int | None, list[object]] = {}
    for decision in decisions:
        under.setdefault(decision.item_id, []).append(decision)
    packs = packs_for(asker(request)).filter(report__meeting=one)
    now = today()
    shown = {
        "section": "improvement",
        "heading": f"{one.board.title}, {wording.day(one.held_on)}",
        "crumbs": board_crumbs(one.board),
        "meeting": one,
        "items": [(item, under.get(item.pk, [])) for item in one.agenda.all()],
        "other_decisions": under.get(None, []),
        "places": work.places_of(one),
        "there": Attendance.There.choices,
        "actions": [(action, action.is_overdue(now)) for action in work.actions_of_meeting(one).order_by("due_on")],
        "before": work.meeting_before(one),
        "to_report": [(action, action.is_overdue(now)) for action in work.actions_to_report(one)],
        "publications": list(packs.select_related("made_by")),
        "planned": one.state == Meeting.State.PLANNED,
        "writing": one.state == Meeting.State.HELD,
        "took_place": one.state in TOOK_PLACE,
        "day_came": one.held_on <= now,
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/meeting.html", shown)


def _post(request: HttpRequest, pk: int, do: Callable[[Meeting], object], done: str) -> HttpResponse:
    """A change that needs no form: done, and back on the page of the meeting with a sentence."""
    one: Meeting = one_of(Meeting, pk)
    do(one)
    messages.success(request, done)
    return redirect(ADDRESS, one.pk)


@require_POST
@said_why
def standing_items(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the standing items on the agenda."""
    return _post(
        request, pk, lambda one: work.add_standing_items(by=asker(request), meeting=one), "The agenda is begun."
    )


@require_POST
@said_why
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that the meeting was held: its record can be written."""
    return _post(
        request,
        pk,
        lambda one: work.hold(by=asker(request), meeting=one, seen=version_sent(request)),
        "Write down who was there, what was said and what was decided.",
    )


@require_POST
@said_why
def agree_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees the record."""
    return _post(
        request,
        pk,
        lambda one: work.agree_record(by=asker(request), meeting=one, seen=version_sent(request)),
        "The record is agreed.",
    )


@require_POST
@said_why
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes who was there."""
    there = {
        int(name.removeprefix("there-")): str(value)
        for name, value in request.POST.items()
        if name.startswith("there-") and name.removeprefix("there-").isdecimal() and value and len(name) < 18
    }
    return _post(
        request,
        pk,
        lambda one: work.write_attendance(by=asker(request), meeting=one, there=there),
        "It is written down who was there.",
    )


def _form(
    request: HttpRequest,
    one: Meeting,
    form: Form,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], object],
    **more: Any,
) -> HttpResponse:
    """A form of a meeting: `words` are its heading, its button, and what is said once it is done."""
    heading, button, done = words
    if form.is_valid():
        try:
            do(dict(form.cleaned_data))
            messages.success(request, done)
            return redirect(ADDRESS, one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    caption = f"{one.board.called}, {wording.day(one.held_on)}"
    return form_page(request, heading, form, button, crumbs=_crumbs(one), caption=caption, **more)


@POSTED
@said_why
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a planned meeting another day, time or place."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    initial = {"held_on": one.held_on, "at": one.at, "where": one.where} | version_of(one)
    return _form(
        request,
        one,
        MoveForm(request.POST or None, initial=initial),
        ("Change the day, time or place", "Change it", "The meeting is changed."),
        lambda said: keeping.move_meeting(by=asker(request), meeting=one, seen=said.pop("version"), **said),
    )


@POSTED
@said_why
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancels a meeting."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    return _form(
        request,
        one,
        BecauseForm(request.POST or None, initial=version_of(one)),
        ("Cancel this meeting", "Cancel it", "The meeting is cancelled."),
        lambda said: keeping.cancel_meeting(
            by=asker(request), meeting=one, because=said["because"], seen=said["version"]
        ),
        warning=True,
    )


@POSTED
@said_why
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens an agreed record to correct it."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    return _form(
        request,
        one,
        BecauseForm(request.POST or None, initial=version_of(one)),
        ("Correct the record", "Open it again", "The record is open again."),
        lambda said: work.correct_record(by=asker(request), meeting=one, because=said["because"], seen=said["version"]),
    )


@POSTED
@said_why
def add_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts an item on the agenda."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    form = ItemForm(request.POST or None)
    del form.fields["place"]
    return _form(
        request,
        one,
        form,
        ("Add an item", "Add it", "The item is on the agenda."),
        lambda said: work.add_item(by=asker(request), meeting=one, **_without_version(said)),
    )


@POSTED
@said_why
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes an item of an agenda, or takes it off."""
    check_improves(asker(request))
    item: AgendaItem = one_of(AgendaItem, pk)
    names = ("title", "asked_for", "ask", "lead", "minutes", "place")
    form = ItemForm(request.POST or None, initial={name: getattr(item, name) for name in names} | version_of(item))
    form.fields["place"].required = True
    return _form(
        request,
        item.meeting,
        form,
        ("Change an item", "Change it", "The item is changed."),
        lambda said: work.change_item(by=asker(request), item=item, seen=said.pop("version"), **said),
    )


@require_POST
@said_why
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an item off the agenda."""
    item: AgendaItem = one_of(AgendaItem, pk)
    work.remove_item(by=asker(request), item=item, seen=version_sent(request))
    messages.success(request, "The item is off the agenda.")
    return redirect(ADDRESS, item.meeting_id)


@POSTED
@said_why
def write_said(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes what was said under an item."""
    check_improves(asker(request))
    item: AgendaItem = one_of(AgendaItem, pk)
    return _form(
        request,
        item.meeting,
        SaidForm(request.POST or None, initial={"text": item.said} | version_of(item)),
        (f"What was said: {item.title}", "Keep it", "It is written down."),
        lambda said: work.write_said(by=asker(request), item=item, text=said["text"], seen=said["version"]),
    )


@POSTED
@said_why
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a decision."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    item = request.GET.get("item", "")
    form = DecisionForm(
        request.POST or None,
        initial={
            "item": int(item) if item.isdecimal() and len(item) < 10 else None,
            "action": request.GET.get("action", ""),
            "kind": request.GET.get("kind", "other"),
        },
    )
    actions = PlanAction.objects.filter(outcome__theme__plan__board=one.board).exclude(state="withdrawn")
    form.offer_rows(one.agenda.all(), actions, Risk.objects.filter(state="open"))
    return _form(
        request,
        one,
        form,
        ("Record a decision", "Record it", "The decision is recorded."),
        lambda said: work.decide(by=asker(request), meeting=one, **said),
    )


@POSTED
@said_why
def to_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees that somebody does something by a day."""
    check_improves(asker(request))
    one: Meeting = one_of(Meeting, pk)
    form = ToDoForm(request.POST or None)
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> object:
        said["owner"], said["owner_name"] = said["owner"]
        return work.agree_to_do(by=asker(request), meeting=one, **said)

    words = ("Agree an action", "Put it into the register", "The action stands in the register.")
    return _form(request, one, form, words, do, owners=owners)


def _without_version(said: dict[str, Any]) -> dict[str, Any]:
    said.pop("version", None)
    return said
