"""Pages of rehearsals: press the button, see what would be late, missing or invalid, open each point."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.improvement.boards.forms import ToDoForm
from lineofsight.web.inspection.models import Rehearsal, RehearsalPoint
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.rehearsal import keeping
from lineofsight.web.inspection.rehearsal.reading import areas_of, before, per_cent
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.inspection.visits.expecting import expected_next
from lineofsight.web.inspection.visits.kinds import kinds


class RehearseForm(Form):
    kind_code = forms.ChoiceField(label="Which call comes")

    def fill(self) -> None:
        self.offer("kind_code", [(code, each.title) for code, each in kinds().items() if each.holds_on(today())])


def rehearsals_crumb() -> list[tuple[str, str]]:
    return [(reverse("inspection:rehearsals"), "Rehearsals")]


@require_safe
@said_why
def rehearsals(request: HttpRequest) -> HttpResponse:
    """All rehearsals with their scores, and the button."""
    rules = expected_next()
    first = {"kind_code": rules.kind.code} if rules is not None and rules.kind is not None else {}
    titles = {code: each.title for code, each in kinds().items()}
    found = Rehearsal.objects.select_related("made_by")[:60]
    shown = {
        "section": "inspection",
        "heading": "Rehearsals",
        "crumbs": [],
        "form": RehearseForm(initial=first),
        "rows": [(each, titles.get(each.kind, each.kind), per_cent(each)) for each in found],
        "may_change": prepares(asker(request)),
    }
    return render(request, "inspection/rehearsals.html", shown)


@require_POST
@said_why
def rehearse(request: HttpRequest) -> HttpResponse:
    """The call is made believe, now."""
    form = RehearseForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose which call comes.")
    made = keeping.rehearse(by=asker(request), kind_code=form.cleaned_data["kind_code"])
    return redirect("inspection:rehearsal", made.pk)


@require_safe
@said_why
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """One rehearsal: the score, and every point that makes it up."""
    one: Rehearsal = one_of(Rehearsal, pk)
    was = before(one)
    known = kinds()
    actions = Action.objects.filter(source=Action.Source.INSPECTION, source_id=one.pk).order_by("due_on", "pk")
    shown = {
        "section": "inspection",
        "heading": f"Rehearsal of {wording.day(one.called_on)}",
        "crumbs": rehearsals_crumb(),
        "rehearsal": one,
        "kind": known[one.kind].title if one.kind in known else one.kind,
        "per_cent": per_cent(one),
        "before": was,
        "before_per_cent": per_cent(was) if was else None,
        "areas": areas_of(one),
        "outcomes": [
            (label, one.looked_at.filter(outcome=code).count()) for code, label in RehearsalPoint.Outcome.choices
        ],
        "actions": [(action, action.is_overdue(today())) for action in actions],
        "may_change": prepares(asker(request)),
    }
    return render(request, "inspection/rehearsal.html", shown)


@POSTED
@said_why
def to_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees an action after a rehearsal. `?point=` begins it with what was found."""
    check_prepares(asker(request))
    one: Rehearsal = one_of(Rehearsal, pk)
    number = request.GET.get("point", "")
    point = one.looked_at.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None
    first = {"text": f"{point.title}: {point.found}"} if point is not None else {}
    form = ToDoForm(request.POST or None, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        owner, owner_name = said.pop("owner")
        try:
            keeping.agree_to_do(by=asker(request), rehearsal=one, owner=owner, owner_name=owner_name, **said)
            messages.success(request, "The action is in the register.")
            return redirect("inspection:rehearsal", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = [*rehearsals_crumb(), (reverse("inspection:rehearsal", args=[one.pk]), wording.day(one.called_on))]
    return form_page(request, "Agree an action", form, "Put it in the register", crumbs=crumbs, owners=Owners())
