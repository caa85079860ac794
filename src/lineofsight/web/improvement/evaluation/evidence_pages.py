"""Forms for how we know it: a figure, what audits say, a finding from the register, or what people say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.problems import Refused
from lineofsight.web.addressed import one_of, version_sent
from lineofsight.web.forms import Form
from lineofsight.web.improvement.assurance.reading import findings_of
from lineofsight.web.improvement.evaluation import evidence as work
from lineofsight.web.improvement.evaluation.forms import AuditsForm, FigureForm, FindingForm, WordsForm
from lineofsight.web.improvement.evaluation.pages import evaluation_crumbs, the_claim
from lineofsight.web.improvement.models import AssuranceSource, Claim, ClaimEvidence, Finding
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.seen import seen_by

POSTED = require_http_methods(["GET", "HEAD", "POST"])


@POSTED
@said_why
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a figure, frozen as it is now."""
    claim = the_claim(request, pk)
    with seen_by(request) as seen:
        months = work.months_until(seen, claim.evaluation.as_at)
        if not months:
            raise Refused("No month had ended by the day of this self-evaluation.")
        form = FigureForm(request.POST or None, months=months)
        return _one_piece(
            request, claim, "Add a figure", form, lambda said: work.add_figure(
                by=asker(request), seen=seen, claim=claim, **said
            ),
        )  # fmt: skip


@POSTED
@said_why
def audits(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds what audits say of a theme."""
    claim = the_claim(request, pk)
    form = AuditsForm(request.POST or None)
    return _one_piece(
        request, claim, "Add what audits say", form,
        lambda said: work.add_audits(by=asker(request), claim=claim, **said),
    )  # fmt: skip


@POSTED
@said_why
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a finding of the assurance register, word for word."""
    claim = the_claim(request, pk)
    sources = AssuranceSource.objects.filter(held_on__lte=claim.evaluation.as_at)
    form = FindingForm(
        request.POST or None, findings=findings_of(sources).order_by("-source__held_on", "-source", "place")
    )
    return _one_piece(
        request, claim, "Add a finding", form,
        lambda said: work.add_finding(
            by=asker(request), claim=claim, finding=Finding.objects.get(pk=said["finding"])
        ),
    )  # fmt: skip


@POSTED
@said_why
def in_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds what people say, or what was observed."""
    claim = the_claim(request, pk)
    form = WordsForm(request.POST or None)
    return _one_piece(
        request, claim, "Add what people say", form,
        lambda said: work.add_words(by=asker(request), claim=claim, **said),
    )  # fmt: skip


@require_POST
@said_why
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the latest figure in the place of an older one."""
    one: ClaimEvidence = one_of(ClaimEvidence, pk)
    claim = the_claim(request, one.claim_id)
    with seen_by(request) as seen:
        work.renew_figure(by=asker(request), seen=seen, evidence=one)
    messages.success(request, "The figure is brought up to date.")
    return _back(claim)


@require_POST
@said_why
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a piece of evidence from a claim."""
    one: ClaimEvidence = one_of(ClaimEvidence, pk)
    claim = the_claim(request, one.claim_id)
    work.remove_evidence(by=asker(request), evidence=one, seen=version_sent(request))
    messages.success(request, "The evidence is taken out.")
    return _back(claim)


def _one_piece(
    request: HttpRequest, claim: Claim, heading: str, form: Form, add: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """A form that adds one piece of evidence, and leads back to its section."""
    if form.is_valid():
        try:
            add(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The evidence is added.")
            return _back(claim)
    facts = [("Claim", claim.text)]
    return form_page(request, heading, form, "Add it", crumbs=evaluation_crumbs(claim.evaluation), facts=facts)


def _back(claim: Claim) -> HttpResponse:
    return redirect(f"{reverse('improvement:evaluation', args=[claim.evaluation_id])}#{claim.section}")
