"""Forms that shape a plan: the plan itself, its themes, its outcomes, and a new action under one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Outcome, Plan, Theme
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan import keeping
from lineofsight.web.improvement.plan.changes import open_action
from lineofsight.web.improvement.plan.forms import AboutForm, ActionForm, OutcomeForm, ThemeForm
from lineofsight.web.improvement.plan.page_parts import POSTED, changing_form, plan_crumbs, plans_crumb
from lineofsight.web.improvement.running import check_improves

PLAN = "improvement:plan"


@POSTED
@said_why
def add_plan(request: HttpRequest) -> HttpResponse:
    """Adds a plan."""
    check_improves(asker(request))
    form = AboutForm(request.POST or None, initial={"starts_on": today()})

    def do(said: dict[str, Any]) -> tuple[str, int]:
        said.pop("version")
        return PLAN, keeping.add_plan(by=asker(request), **said).pk

    words = ("Add a plan", "Add it", "The plan is added. Add its themes, and under each what is to become true.")
    return changing_form(request, form, words, do, to=(PLAN, 0), crumbs=plans_crumb())


@POSTED
@said_why
def change_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what a plan is."""
    check_improves(asker(request))
    one: Plan = one_of(Plan, pk)
    names = ("title", "about", "board", "starts_on", "ends_on")
    form = AboutForm(request.POST or None, initial={name: getattr(one, name) for name in names} | version_of(one))
    return changing_form(
        request,
        form,
        ("Change this plan", "Change it", "The plan is changed."),
        lambda said: keeping.change_plan(by=asker(request), plan=one, seen=said.pop("version"), **said),
        to=(PLAN, pk),
        crumbs=plan_crumbs(one),
    )


@require_POST
@said_why
def close_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a plan in which nothing goes on."""
    one: Plan = one_of(Plan, pk)
    keeping.close_plan(by=asker(request), plan=one)
    messages.success(request, "The plan is closed. It stays to be read.")
    return redirect(PLAN, pk)


@require_POST
@said_why
def open_plan_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a plan that was closed."""
    one: Plan = one_of(Plan, pk)
    keeping.open_plan_again(by=asker(request), plan=one)
    messages.success(request, "The plan is open again.")
    return redirect(PLAN, pk)


@POSTED
@said_why
def add_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a theme to a plan."""
    check_improves(asker(request))
    one: Plan = one_of(Plan, pk)
    form = ThemeForm(request.POST or None)
    del form.fields["place"]
    return changing_form(
        request,
        form,
        ("Add a theme", "Add it", "The theme is added."),
        lambda said: keeping.add_theme(by=asker(request), plan=one, title=said["title"]),
        to=(PLAN, pk),
        crumbs=plan_crumbs(one),
        caption=one.title,
    )


@POSTED
@said_why
def change_theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a theme, or moves it among the others."""
    check_improves(asker(request))
    one: Theme = one_of(Theme, pk)
    initial = {"title": one.title, "place": one.place} | version_of(one)
    return changing_form(
        request,
        ThemeForm(request.POST or None, initial=initial),
        ("Change this theme", "Change it", "The theme is changed."),
        lambda said: keeping.change_theme(by=asker(request), theme=one, seen=said.pop("version"), **said),
        to=(PLAN, one.plan_id),
        crumbs=plan_crumbs(one.plan),
        caption=one.plan.title,
    )


@POSTED
@said_why
def add_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds an outcome to a theme."""
    check_improves(asker(request))
    one: Theme = one_of(Theme, pk)
    form = OutcomeForm(request.POST or None)
    del form.fields["place"]
    return changing_form(
        request,
        form,
        ("Add an outcome for children", "Add it", "The outcome is added."),
        lambda said: keeping.add_outcome(by=asker(request), theme=one, text=said["text"]),
        to=(PLAN, one.plan_id),
        crumbs=plan_crumbs(one.plan),
        caption=one.title,
    )


@POSTED
@said_why
def change_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes an outcome's words, or its place."""
    check_improves(asker(request))
    one: Outcome = one_of(Outcome, pk)
    plan = one.theme.plan
    initial = {"text": one.text, "place": one.place} | version_of(one)
    return changing_form(
        request,
        OutcomeForm(request.POST or None, initial=initial),
        ("Change this outcome", "Change it", "The outcome is changed."),
        lambda said: keeping.change_outcome(by=asker(request), outcome=one, seen=said.pop("version"), **said),
        to=(PLAN, plan.pk),
        crumbs=plan_crumbs(plan),
        caption=one.theme.title,
    )


@POSTED
@said_why
def add_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens an action under an outcome."""
    check_improves(asker(request))
    one: Outcome = one_of(Outcome, pk)
    plan = one.theme.plan
    outcomes = Outcome.objects.filter(theme__plan=plan)
    form = ActionForm(request.POST or None, outcomes=outcomes, initial={"outcome": one, "starts_on": today()})
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> tuple[str, int]:
        made = open_action(
            by=asker(request), outcome=said["outcome"], facts=form.facts, due_on=said["due_on"], agreed=said["agreed"]
        )
        return "improvement:plan_action", made.pk

    words = ("Add an action", "Add it", "The action stands in the plan. Tie it to its measures, findings and audits.")
    return changing_form(
        request, form, words, do, to=(PLAN, plan.pk), crumbs=plan_crumbs(plan), caption=plan.title, owners=owners
    )
