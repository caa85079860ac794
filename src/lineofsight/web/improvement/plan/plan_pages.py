"""Pages of plans: the list, one plan with its themes, outcomes and rated actions, one's own actions, and the export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.addressed import one_of
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Plan, PlanAction
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan.following import follow
from lineofsight.web.improvement.plan.forms import FilterForm
from lineofsight.web.improvement.plan.page_parts import plans_crumb, reading
from lineofsight.web.improvement.plan.reading import Rated, actions_there, rated_actions, totals
from lineofsight.web.improvement.running import improves
from lineofsight.web.seen import seen_by
from lineofsight.web.workbooks import workbook

State = PlanAction.State


@require_safe
@said_why
def plans(request: HttpRequest) -> HttpResponse:
    """The plans, each with how many of its actions have each rating."""
    with reading(request) as seen:
        if seen is not None:
            follow(seen)
        every = list(Plan.objects.select_related("board"))
        rated = rated_actions(seen, actions_there().exclude(state=State.WITHDRAWN))
    rows = []
    for plan in every:
        of = [one for one in rated if one.action.outcome.theme.plan_id == plan.pk]
        rows.append((plan, len(of), totals(of)))
    me = asker(request)
    shown = {
        "section": "improvement",
        "heading": "Improvement plans",
        "crumbs": [],
        "open": [row for row in rows if row[0].closed_at is None],
        "closed": [row for row in rows if row[0].closed_at is not None],
        "mine": sum(one.action.owner_id == me.pk and one.rating != "blue" for one in rated),
        "may_change": improves(me),
    }
    return render(request, "improvement/plans.html", shown)


@require_safe
@said_why
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: themes, outcomes for children, and the actions under each with rating, delivery and impact."""
    one: Plan = one_of(Plan, pk)
    with reading(request) as seen:
        if seen is not None:
            follow(seen)
        rated = rated_actions(seen, actions_there().filter(outcome__theme__plan=one))
    form, chosen = _chosen(request, rated)
    shown = {
        "section": "improvement",
        "heading": one.title,
        "crumbs": plans_crumb(),
        "plan": one,
        "form": form,
        "totals": totals(rated),
        "themes": _themes(one, chosen, everything=not _is_filtered(form)),
        "shown": len(chosen),
        "all": sum(one.rating != "" for one in rated),
        "today": today(),
        "may_change": improves(asker(request)),
        "filtered": _is_filtered(form),
        "has_figures": seen is not None,
    }
    return render(request, "improvement/plan.html", shown)


def _chosen(request: HttpRequest, rated: Sequence[Rated]) -> tuple[FilterForm, list[Rated]]:
    """The actions that the filter chooses; all but those that were withdrawn where it chooses nothing."""
    asked = request.POST if request.method == "POST" else request.GET
    form = FilterForm(asked, owners=(one.action.whose for one in rated))
    form.full_clean()
    said = form.cleaned_data
    return form, [
        one
        for one in rated
        if (one.rating == said["rating"] if said.get("rating") else True)
        and (one.action.whose == said["owner"] if said.get("owner") else True)
        and (one.action.state == said["state"] if said.get("state") else one.action.state != State.WITHDRAWN)
    ]


def _is_filtered(form: FilterForm) -> bool:
    return any(form.cleaned_data.get(name) for name in form.fields)


def _themes(
    plan: Plan, chosen: Sequence[Rated], *, everything: bool
) -> list[tuple[Any, list[tuple[Any, list[Rated]]]]]:
    """Themes with their outcomes, each with its actions; of a filtered plan those alone that have some."""
    found = []
    for theme in plan.themes.prefetch_related("outcomes"):
        outcomes = []
        for outcome in theme.outcomes.all():
            of = [one for one in chosen if one.action.outcome_id == outcome.pk]
            if of or everything:
                outcomes.append((outcome, of))
        if outcomes or everything:
            found.append((theme, outcomes))
    return found


@require_safe
@said_why
def mine(request: HttpRequest) -> HttpResponse:
    """The actions that somebody owns, in all plans: what needs an update first."""
    me = asker(request)
    with reading(request) as seen:
        if seen is not None:
            follow(seen)
        actions = actions_there().filter(owner=me, outcome__theme__plan__closed_at=None)
        rated = rated_actions(seen, actions.exclude(state=State.WITHDRAWN).order_by("next_update_on", "pk"))
    goes_on = [one for one in rated if one.action.state != State.COMPLETE]
    shown = {
        "section": "improvement",
        "heading": "My actions of the plan",
        "crumbs": plans_crumb(),
        "rated": goes_on,
        "complete": [one for one in rated if one.action.state == State.COMPLETE],
        "today": today(),
    }
    return render(request, "improvement/plan_mine.html", shown)


COLUMNS = (
    *(Column("Number", width=9), Column("Theme", width=24), Column("Outcome", width=40), Column("Action", width=44)),
    *(Column("Rating", width=9), Column("Why", width=60), Column("Delivery", width=26), Column("Impact", width=12)),
    *(Column("Owner", width=22), Column("Sponsor", width=22), Column("Begins", "date"), Column("Due", "date")),
    *(Column("Due at first", "date"), Column("Times moved", "number"), Column("Last update", "date")),
    *(Column("What was said", width=50), Column("How it is brought back", width=40), Column("Next update", "date")),
    *(Column("What success looks like", width=40), Column("Measures", width=40), Column("Findings", width=50)),
    *(Column("Open milestones", "number"), Column("Accepted", "date")),
)


@require_POST
@said_why
def export_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The actions that the page shows, as a marked workbook."""
    one: Plan = one_of(Plan, pk)
    with seen_by(request) as seen:
        actions = actions_there().filter(outcome__theme__plan=one).prefetch_related("findings__source")
        order = actions.order_by("outcome__theme__place", "outcome__place", "due_on", "pk")
        form, chosen = _chosen(request, rated_actions(seen, order))
        chosen_words = [f"{field.label}: {form.cleaned_data[name]}" for name, field in form.fields.items()
                        if form.cleaned_data.get(name)]  # fmt: skip
        return workbook(
            seen,
            name=f"{one.title} {today()}",
            title=one.title,
            facts=[
                ("Board", one.board.title),
                ("Rated as at", f"{today():%d/%m/%Y}"),
                ("Shown", "; ".join(chosen_words) or "All but withdrawn"),
            ],
            columns=COLUMNS,
            rows=[exported(each) for each in chosen],
        )


def exported(one: Rated) -> tuple[object, ...]:
    """One action as a row of the workbook."""
    action, update = one.action, one.update
    return (
        *(action.number, action.outcome.theme.title, action.outcome.text, action.title),
        *(one.rating.capitalize() or "Withdrawn", " ".join(one.reasons), one.delivery, action.get_impact_display()),
        *(action.whose, action.sponsor, action.starts_on, action.due_on, action.original_due_on, action.times_moved),
        *((update.made_on, update.text, update.recovery) if update else (None, "", "")),
        *(action.next_update_on, action.success),
        "; ".join(f"{each.ref} {each.title}: {each.now}" for each in one.measures),
        "; ".join(f"{each.source.title}: “{each.text}”" for each in action.findings.all()),
        *(len(one.milestones), action.accepted_on),
    )
