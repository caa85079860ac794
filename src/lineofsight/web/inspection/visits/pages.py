"""Pages of visits: what is expected and was, one visit with its timeline, and a form for each thing that happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.addressed import one_of, version_of, version_sent
from lineofsight.web.clock import now, today
from lineofsight.web.forms import Form
from lineofsight.web.improvement.assurance.frameworks import framework
from lineofsight.web.improvement.forms import BecauseForm
from lineofsight.web.inspection.models import Visit
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.inspection.visits import keeping, publishing
from lineofsight.web.inspection.visits.confidential import may_know
from lineofsight.web.inspection.visits.expecting import expected_next, history
from lineofsight.web.inspection.visits.forms import CallForm, DaysForm, ExpectForm, PublishForm, ReceivedForm
from lineofsight.web.inspection.visits.ics import calendar_file
from lineofsight.web.inspection.visits.kinds import kind, kinds
from lineofsight.web.inspection.visits.parts_keeping import filled_parts
from lineofsight.web.inspection.visits.reading import progress, timeline
from lineofsight.web.inspection.visits.steps import RUNS

ADDRESS = "inspection:visit"
Crumbs = list[tuple[str, str]]


def visits_crumb() -> Crumbs:
    return [(reverse("inspection:visits"), "Visits")]


def visit_crumbs(visit: Visit) -> Crumbs:
    return [*visits_crumb(), (reverse(ADDRESS, args=[visit.pk]), visit.title)]


@require_safe
@said_why
def visits(request: HttpRequest) -> HttpResponse:
    """What is expected, what is under way, what was; the judgements so far, and when the next may come."""
    titles = {code: each.title for code, each in kinds().items()}
    rows = [(visit, titles.get(visit.kind, visit.kind)) for visit in Visit.objects.all()]
    state = Visit.State
    shown = {
        "section": "inspection",
        "heading": "Visits",
        "crumbs": [],
        "expected": [row for row in rows if row[0].state == state.EXPECTED],
        "running": [row for row in rows if row[0].under_way],
        "past": [row for row in rows if row[0].state in (state.PUBLISHED, state.CLOSED, state.CANCELLED)],
        "history": history(),
        "next": expected_next(),
        "today": today(),
        "kinds": kinds().values(),
        "without": [each for each in filled_parts() if not each.whose],
        "may_change": prepares(asker(request)),
    }
    return render(request, "inspection/visits.html", shown)


@require_safe
@said_why
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: its days, what is to be done by whom on which day, and what can happen next."""
    one: Visit = one_of(Visit, pk)
    on, user = today(), asker(request)
    shown = {
        "section": "inspection",
        "heading": one.title,
        "crumbs": visits_crumb(),
        "visit": one,
        "kind": kind(one.kind),
        "framework": framework(one.framework) if one.framework else None,
        "days": keeping.days_of_visit(one) if one.called_on else None,
        "phases": timeline(one, on, user),
        "progress": progress(one.steps.all(), on),
        "today": on,
        "runs": one.state in RUNS,
        "knows": may_know(user, one),
        "may_change": prepares(user),
        "version": one.version,
    }
    return render(request, "inspection/visit.html", shown)


@require_safe
@said_why
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The timeline as a calendar file."""
    one: Visit = one_of(Visit, pk)
    if one.called_on is None:
        raise Refused("It has no days yet: the call has not come.")
    answer = HttpResponse(calendar_file(one, now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(one.title) or "visit"}.ics"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@POSTED
@said_why
def expect(request: HttpRequest) -> HttpResponse:
    """Adds a visit that is expected, with its window: the one of the rules, until somebody knows better."""
    check_prepares(asker(request))
    rules = expected_next()
    first: dict[str, Any] = {}
    if rules is not None:
        first = {"window_from": rules.window_from, "window_until": rules.window_until}
        first |= {"kind_code": rules.kind.code} if rules.kind else {}
    form = ExpectForm(request.POST or None, initial=first)
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            made = keeping.expect_visit(by=asker(request), **said)
            return redirect(ADDRESS, made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Expect a visit", form, "Keep it", crumbs=visits_crumb())


@POSTED
@said_why
def change_expected(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what is expected."""
    one: Visit = one_of(Visit, pk)
    first = {name: getattr(one, name) for name in ("title", "theme", "window_from", "window_until")}
    first |= {"kind_code": one.kind, "because": one.expected_because} | version_of(one)
    form = ExpectForm(request.POST or None, initial=first)
    return _step(request, one, form, "Change what is expected", "Keep it", keeping.change_expected)


@POSTED
@said_why
def call(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The call has come: of a visit that was expected, or of one that was not."""
    check_prepares(asker(request))
    one: Visit | None = one_of(Visit, pk) if pk is not None else None
    first: dict[str, Any] = {"called_on": today()}
    if one is not None:
        first |= {"kind_code": one.kind, "theme": one.theme} | version_of(one)
    form = CallForm(request.POST or None, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        try:
            made = keeping.take_call(by=asker(request), visit=one, seen=seen, **said)
            messages.success(request, "The timeline is made. Write down first what the lead inspector said.")
            return redirect(ADDRESS, made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = visit_crumbs(one) if one is not None else visits_crumb()
    return form_page(request, "The call has come", form, "Make the timeline", crumbs=crumbs)


@POSTED
@said_why
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the days of a visit that runs."""
    one: Visit = one_of(Visit, pk)
    first = {name: getattr(one, name) for name in ("called_on", "on_site_on", "on_site_until")} | version_of(one)
    return _step(request, one, DaysForm(request.POST or None, initial=first), "Change its days", "Change them",
                 keeping.move_visit)  # fmt: skip


@POSTED
@said_why
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The final report came."""
    one: Visit = one_of(Visit, pk)
    first = {"received_on": today()} | version_of(one)
    return _step(request, one, ReceivedForm(request.POST or None, initial=first), "The report came", "Keep the day",
                 keeping.receive_report)  # fmt: skip


@POSTED
@said_why
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    one: Visit = one_of(Visit, pk)
    form = BecauseForm(request.POST or None, initial=version_of(one))
    return _step(request, one, form, "It does not take place", "Keep that", keeping.cancel_visit)


@POSTED
@said_why
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The report is published: it goes into the register of assurance."""
    check_prepares(asker(request))
    one: Visit = one_of(Visit, pk)
    of = framework(one.framework) if one.framework else None
    form = PublishForm(request.POST or None, framework=of, initial={"published_on": today()} | version_of(one))
    if form.is_valid():
        said = form.cleaned_data
        try:
            publishing.publish(
                by=asker(request), visit=one, published_on=said["published_on"], outcome=said["outcome"],
                grades=form.grades, seen=said["version"],
            )  # fmt: skip
            messages.success(request, "It is in the register of assurance. Add there what it recommends.")
            return redirect(ADDRESS, one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "It is published", form, "Keep it", crumbs=visit_crumbs(one))


@require_POST
@said_why
def end_on_site(request: HttpRequest, pk: int) -> HttpResponse:
    """The visit has ended."""
    return _pressed(
        request, one_of(Visit, pk), keeping.end_on_site, "Kept. What was said stays with those who may know."
    )


@require_POST
@said_why
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a visit."""
    return _pressed(request, one_of(Visit, pk), keeping.close_visit, "The visit is closed.")


def _step(
    request: HttpRequest, one: Visit, form: Form, heading: str, button: str, change: Callable[..., object]
) -> HttpResponse:
    check_prepares(asker(request))
    if form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        try:
            change(by=asker(request), visit=one, seen=seen, **said)
            return redirect(ADDRESS, one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = []
    if one.on_site_on is not None and one.on_site_until is not None:
        facts = [("On site", f"{wording.day(one.on_site_on)} to {wording.day(one.on_site_until)}")]
    return form_page(request, heading, form, button, crumbs=visit_crumbs(one), facts=facts)


def _pressed(request: HttpRequest, one: Visit, change: Callable[..., object], done: str) -> HttpResponse:
    """What one press does, and back to the visit."""
    change(by=asker(request), visit=one, seen=version_sent(request))
    messages.success(request, done)
    return redirect(ADDRESS, one.pk)
