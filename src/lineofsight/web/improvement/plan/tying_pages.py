"""Forms for what an action rests on and is tied to: evidence, milestones, measures, audits, findings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lineofsight.problems import Refused
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of
from lineofsight.web.audits.findings_reading import section_titles
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Finding, LinkedIndicator, LinkedQuestion, PlanEvidence
from lineofsight.web.improvement.pages import asker, said_why
from lineofsight.web.improvement.plan import evidence, links
from lineofsight.web.improvement.plan.action_pages import ACTION, action_form
from lineofsight.web.improvement.plan.forms import (
    BecauseForm,
    DataForm,
    EvidenceForm,
    FindingForm,
    MeasureForm,
    MilestoneForm,
    QuestionForm,
)
from lineofsight.web.improvement.plan.page_parts import POSTED, measures_offered, months_of, reading, the_action
from lineofsight.web.improvement.plan.who import check_works_on
from lineofsight.web.improvement.running import check_improves

NOTHING_LOADED = "No records are loaded: there are no figures to choose from."


@POSTED
@said_why
def add_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a figure as evidence, frozen as it is now."""
    one = the_action(pk)
    check_works_on(asker(request), one)
    with reading(request) as seen:
        if seen is None:
            raise Refused(NOTHING_LOADED)
        first = [link.ref for link in one.indicators.all()]
        refs = sorted(measures_offered(seen), key=lambda each: each[0] not in first)
        form = DataForm(request.POST or None, refs=refs, months=months_of(seen))
        return action_form(
            request,
            one,
            form,
            ("Add a figure as evidence", "Add it", "The figure is kept as it is now."),
            lambda said: evidence.add_data_evidence(by=asker(request), seen=seen, action=one, **said),
        )


@POSTED
@said_why
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds evidence other than data."""
    one = the_action(pk)
    check_works_on(asker(request), one)
    return action_form(
        request,
        one,
        EvidenceForm(request.POST or None, initial={"dated_on": today()}),
        ("Add evidence", "Add it", "The evidence is added."),
        lambda said: evidence.add_evidence(by=asker(request), action=one, **said),
    )


@POSTED
@said_why
def take_back_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that evidence does not hold."""
    item: PlanEvidence = one_of(PlanEvidence, pk)
    check_works_on(asker(request), item.action)
    form = BecauseForm(request.POST or None)
    return action_form(
        request,
        item.action,
        form,
        ("Take back this evidence", "Take it back", "It stays to be read, and counts no more."),
        lambda said: evidence.take_back_evidence(by=asker(request), evidence=item, because=said["because"]),
        facts=[("Evidence", item.text)],
        warning=True,
    )


@POSTED
@said_why
def add_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees a milestone: it stands in the register of actions."""
    check_improves(asker(request))
    one = the_action(pk)
    form = MilestoneForm(request.POST or None)
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]

    def do(said: dict[str, Any]) -> object:
        said["owner"], said["owner_name"] = said["owner"]
        return links.agree_milestone(by=asker(request), action=one, **said)

    words = ("Agree a milestone", "Put it into the register", "The milestone stands in the register of actions.")
    return action_form(request, one, form, words, do, owners=owners)


@POSTED
@said_why
def tie_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Ties an action to a measure."""
    check_improves(asker(request))
    one = the_action(pk)
    with reading(request) as seen:
        if seen is None:
            raise Refused(NOTHING_LOADED)
        form = MeasureForm(request.POST or None, refs=measures_offered(seen), months=months_of(seen))
        return action_form(
            request,
            one,
            form,
            ("Tie it to a measure", "Tie it", "The plan follows this measure from now on."),
            lambda said: links.link_indicator(by=asker(request), action=one, book=seen.counted.book, **said),
        )


@POSTED
@said_why
def tie_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ties an action to what audits ask of the same."""
    check_improves(asker(request))
    one = the_action(pk)
    form = QuestionForm(request.POST or None, sections=section_titles().items())
    return action_form(
        request,
        one,
        form,
        ("Tie it to what audits ask", "Tie it", "What audits find of it stands beside the action."),
        lambda said: links.link_question(by=asker(request), action=one, **form.link),
    )


@POSTED
@said_why
def tie_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Ties an action to a finding that it answers."""
    check_improves(asker(request))
    one = the_action(pk)
    form = FindingForm(request.POST or None, action=one)
    return action_form(
        request,
        one,
        form,
        ("Tie it to a finding", "Tie it", "The action answers this finding."),
        lambda said: links.link_finding(by=asker(request), action=one, finding=said["finding"]),
    )


@require_POST
@said_why
def untie_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Unties an action from a measure."""
    link: LinkedIndicator = one_of(LinkedIndicator, pk)
    links.unlink_indicator(by=asker(request), link=link)
    return _untied(request, link.action_id)


@require_POST
@said_why
def untie_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Unties an action from what audits ask."""
    link: LinkedQuestion = one_of(LinkedQuestion, pk)
    links.unlink_question(by=asker(request), link=link)
    return _untied(request, link.action_id)


@require_POST
@said_why
def untie_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Unties an action from the finding that is sent."""
    one = the_action(pk)
    sent = request.POST.get("finding", "")
    finding: Finding = one_of(Finding, int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 16 else 0)
    links.unlink_finding(by=asker(request), action=one, finding=finding)
    return _untied(request, one.pk)


def _untied(request: HttpRequest, pk: int) -> HttpResponse:
    messages.success(request, "They are untied.")
    return redirect(ACTION, pk)
