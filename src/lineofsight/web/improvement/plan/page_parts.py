"""What the pages of the plan share: a reader with or without figures, breadcrumbs, and a form that makes one change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.actions.pages import measures_of as refs_of
from lineofsight.web.addressed import one_of
from lineofsight.web.forms import Form
from lineofsight.web.improvement.models import Plan, PlanAction
from lineofsight.web.improvement.pages import form_page
from lineofsight.web.seen import Seen, seen_by
from lineofsight.web.serving import serving

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]
Choices = list[tuple[str, str]]


@contextmanager
def reading(request: HttpRequest) -> Iterator[Seen | None]:
    """The count that serves; None where nothing is loaded: the plan can be read and kept without figures."""
    try:
        serving()
    except Refused:
        yield None
        return
    with seen_by(request) as seen:
        yield seen


def plans_crumb() -> Crumbs:
    return [(reverse("improvement:plans"), "Plans")]


def plan_crumbs(plan: Plan) -> Crumbs:
    return [*plans_crumb(), (reverse("improvement:plan", args=[plan.pk]), plan.title)]


def action_crumbs(action: PlanAction) -> Crumbs:
    page = reverse("improvement:plan_action", args=[action.pk])
    return [*plan_crumbs(action.outcome.theme.plan), (page, action.number)]


def the_action(pk: int) -> PlanAction:
    """An action by its number; 404 where there is none."""
    found: PlanAction = one_of(PlanAction, pk)
    return found


def months_of(seen: Seen | None) -> Choices:
    """The months whose figures can be taken, the latest first."""
    offered = months_offered(seen.counted) if seen is not None else ()
    return [(str(month), wording.month_name(month)) for month in sorted(offered, reverse=True)]


def measures_offered(seen: Seen | None) -> Choices:
    """Every measure of the book; none where nothing serves."""
    return refs_of(seen) if seen is not None else []


def changing_form(
    request: HttpRequest,
    form: Form,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], object],
    *,
    to: tuple[str, int],
    crumbs: Crumbs,
    **more: Any,
) -> HttpResponse:
    """A form that makes one change: `words` are its heading, its button, and what is said once it is done.

    `to`: the page that follows, by name and number; an answer of `do` that is a pair takes its place.
    """
    heading, button, done = words
    if form.is_valid():
        try:
            made = do(dict(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            name, pk = made if isinstance(made, tuple) else to
            return redirect(name, pk)
    return form_page(request, heading, form, button, crumbs=crumbs, **more)
