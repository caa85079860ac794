"""The press of a button beside a measure, a theme, a finding or a risk: an action is opened, or it is asked where."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lineofsight.problems import Refused
from lineofsight.web.addressed import one_of
from lineofsight.web.improvement.models import Outcome, Plan
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan.changes import UNPLACED
from lineofsight.web.improvement.plan.forms import PlaceForm
from lineofsight.web.improvement.plan.opened import Opens
from lineofsight.web.improvement.plan.opening import open_from, subject_of
from lineofsight.web.improvement.plan.page_parts import plans_crumb, reading
from lineofsight.web.improvement.plan.reading import open_plans


@require_POST
@said_why
def open_action(request: HttpRequest) -> HttpResponse:
    """Opens an action from what `from` says, and leads to it; to the one that is open, where there is one.

    Where several plans are open, and not one outcome alone has actions about the same, a page asks where it goes.
    """
    opens = Opens.read(request.POST.get("from", ""))
    asked = "place" in request.POST
    form = PlaceForm(request.POST if asked else None, places=_places())
    outcome, plan = _place(form.cleaned_data["place"]) if form.is_valid() else (None, None)
    with reading(request) as seen:
        subject = subject_of(seen, opens)
        if not form.is_bound or form.is_valid():
            found = open_from(by=asker(request), seen=seen, opens=opens, outcome=outcome, plan=plan)
            if found is not None:
                action, is_new = found
                messages.success(request, _OPENED if is_new else "An action is open for this already: it is this one.")
                return redirect("improvement:plan_action", action.pk)
    if not open_plans().exists():
        raise Refused("No plan is open: add a plan first, then open an action in it.")
    shown = {"section": "improvement", "heading": "Where does this action go?", "crumbs": plans_crumb(), "form": form}
    shown |= {"opens": opens, "subject": subject}
    return render(request, "improvement/plan_where.html", shown, status=422 if form.is_bound else 200)


_OPENED = "The action is opened, and its evidence is with it. Say what success looks like, and agree it."


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Where an action can go: of each open plan its outcomes, and to be placed later."""
    found = []
    for plan in open_plans():
        outcomes = Outcome.objects.filter(theme__plan=plan).exclude(text=UNPLACED).select_related("theme")
        places = [(f"outcome:{one.pk}", f"{one.theme.title}: {one.text}") for one in outcomes]
        found.append((plan.title, [(f"plan:{plan.pk}", f"{plan.title}: to be placed later"), *places]))
    return found


def _place(chosen: str) -> tuple[Outcome | None, Plan | None]:
    kind, _, pk = chosen.partition(":")
    return (one_of(Outcome, int(pk)), None) if kind == "outcome" else (None, one_of(Plan, int(pk)))
