"""Pages of what inspectors said before it is published. For whoever may not know, they are not there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts.roles import Role
from lineofsight.web.addressed import one_of
from lineofsight.web.improvement.assurance.frameworks import Framework, framework, grade_title
from lineofsight.web.inspection.models import Confidant, Visit
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.visits import confidential
from lineofsight.web.inspection.visits.forms import ConfidantForm, SaidForm
from lineofsight.web.inspection.visits.pages import visit_crumbs


def _known(request: HttpRequest, pk: int) -> Visit:
    one: Visit = one_of(Visit, pk)
    if not confidential.may_know(asker(request), one):
        raise Http404
    return one


@require_safe
@said_why
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """What inspectors said, who may know it. Each look is recorded."""
    one = _known(request, pk)
    user = asker(request)
    confidential.record_look(by=user, visit=one)
    shown = {
        "section": "inspection",
        "heading": "What inspectors said",
        "crumbs": visit_crumbs(one),
        "visit": one,
        "judgements": [(each, grade_title(each.grade)) for each in one.provisional.select_related("made_by")],
        "confidants": one.confidants.select_related("user", "added_by"),
        "is_director": user.role == Role.DIRECTOR,
        "may_write": one.state == Visit.State.FED_BACK and bool(one.framework),
    }
    answer = render(request, "inspection/said.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@POSTED
@said_why
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down what inspectors said. The form shows what is written down already: that look is recorded too."""
    one, user = _known(request, pk), asker(request)
    of = framework(one.framework) if one.framework else None
    form = SaidForm(request.POST or None, framework=of, initial=_written(one, of))
    if form.is_valid():
        told = form.cleaned_data
        try:
            confidential.write_said(by=user, visit=one, grades=form.grades, note=told["note"], seen=told["version"])
            return redirect("inspection:said", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    confidential.record_look(by=user, visit=one)
    return form_page(request, "Write down what was said", form, "Keep it", crumbs=visit_crumbs(one))


def _written(visit: Visit, of: Framework | None) -> dict[str, object]:
    """What is written down already, as the form holds it, with its version."""
    codes = {each.title: each.code for each in of.judgements} if of else {}
    version = confidential.version_of_said(visit)
    there = visit.provisional.all()
    grades = {f"grade-{codes[each.judgement]}": each.grade for each in there if each.judgement in codes}
    return {**grades, "note": there[0].note if there else "", "version": version}


@POSTED
@said_why
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """The director names somebody who may know."""
    one = _known(request, pk)
    form = ConfidantForm(request.POST or None)
    if form.is_valid():
        try:
            confidential.name_confidant(by=asker(request), visit=one, user=form.cleaned_data["user"])
            return redirect("inspection:said", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Name who may know", form, "Name them", crumbs=visit_crumbs(one))


@require_POST
@said_why
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The director takes somebody off."""
    confidant: Confidant = one_of(Confidant, pk)
    visit = _known(request, confidant.visit_id)
    confidential.take_off_confidant(by=asker(request), confidant=confidant)
    messages.success(request, "They may know no longer. What they have seen they have seen.")
    return redirect("inspection:said", visit.pk)
