"""Pages of the steps of a visit and of who does what: a form for each thing that happens."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.actions.owners import Owners, written
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.inspection.models import Visit, VisitStep
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.inspection.visits import steps_keeping
from lineofsight.web.inspection.visits.forms import AddStepForm, NoteForm, PartForm, StepForm
from lineofsight.web.inspection.visits.pages import ADDRESS, visit_crumbs, visits_crumb
from lineofsight.web.inspection.visits.parts_keeping import filled_parts, name_part
from lineofsight.web.inspection.visits.steps import STEP_STEPS


@POSTED
@said_why
def change_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Who does a step, and by when."""
    check_prepares(asker(request))
    one: VisitStep = one_of(VisitStep, pk)
    first: dict[str, object] = {"owner": _offered(one, "owner"), "deputy": _offered(one, "deputy")}
    first |= {"due_on": one.due_on, "due_at": one.due_at, "note": one.note, **version_of(one)}
    form = StepForm(request.POST or None, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        try:
            steps_keeping.change_step(
                by=asker(request), step=one, owner=form.who, deputy=form.other, due_on=said["due_on"],
                due_at=said["due_at"], note=said["note"], seen=said["version"],
            )  # fmt: skip
            return redirect(ADDRESS, one.visit_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, one, "Who does it, and by when", form, "Keep it")


@POSTED
@said_why
def take_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step is done, left out, or opened again."""
    if name not in STEP_STEPS:
        raise Http404
    one: VisitStep = one_of(VisitStep, pk)
    if name == "finish":
        steps_keeping.check_can_finish(asker(request), one)
    else:
        check_prepares(asker(request))
    form = NoteForm(request.POST or None, initial={"note": one.note} | version_of(one))
    if name == "open_again":
        del form.fields["note"]
    if form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        try:
            steps_keeping.TAKEN[name](by=asker(request), step=one, seen=seen, **said)
            return redirect(ADDRESS, one.visit_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, one, STEP_STEPS[name].title, form, STEP_STEPS[name].title)


@POSTED
@said_why
def add_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a step of the council's own."""
    check_prepares(asker(request))
    one: Visit = one_of(Visit, pk)
    form = AddStepForm(request.POST or None)
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key not in ("owner", "deputy")}
        try:
            steps_keeping.add_step(by=asker(request), visit=one, owner=form.who, deputy=form.other, **said)
            return redirect(ADDRESS, one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a step", form, "Add it", crumbs=visit_crumbs(one), owners=Owners())


@require_safe
@said_why
def parts(request: HttpRequest) -> HttpResponse:
    """Who does what in every visit."""
    shown = {
        "section": "inspection",
        "heading": "Who does what",
        "crumbs": visits_crumb(),
        "parts": filled_parts(),
        "may_change": prepares(asker(request)),
    }
    return render(request, "inspection/parts.html", shown)


@POSTED
@said_why
def change_part(request: HttpRequest, code: str) -> HttpResponse:
    """Names who does a part in every visit, and the deputy."""
    check_prepares(asker(request))
    one = next((each for each in filled_parts() if each.rule.code == code), None)
    if one is None:
        raise Http404
    first: dict[str, object] = {}
    if one.part is not None:
        first = {"owner": _offered(one.part, "owner"), "deputy": _offered(one.part, "deputy"), **version_of(one.part)}
    form = PartForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            name_part(
                by=asker(request), code=code, owner=form.who, deputy=form.other, seen=form.cleaned_data["version"]
            )
            messages.success(request, "Kept. Visits that run keep whom they have.")
            return redirect("inspection:parts")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = [*visits_crumb(), (reverse("inspection:parts"), "Who does what")]
    facts = [("What it is", one.rule.what)] if one.rule.what else []
    return form_page(request, one.rule.title, form, "Keep it", crumbs=crumbs, facts=facts, owners=Owners())


def _page(request: HttpRequest, one: VisitStep, heading: str, form: StepForm | NoteForm, button: str) -> HttpResponse:
    facts = [("What", one.title), ("Day", wording.day(one.due_on))]
    if one.basis:
        facts.append(("What says so", one.basis))
    owners = Owners() if "owner" in form.fields else None
    return form_page(request, heading, form, button, crumbs=visit_crumbs(one.visit), facts=facts, owners=owners)


def _offered(row: object, name: str) -> str:
    """Somebody as the field for them writes them."""
    user = getattr(row, name)
    return written(user) if user is not None else str(getattr(row, f"{name}_name"))
