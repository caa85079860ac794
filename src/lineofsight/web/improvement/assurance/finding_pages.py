"""The page of one finding with the chain of what followed it, and a form for each step of the chain."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.actions.owners import Owners, written
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.audits.rules import theme_title
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance import findings as work
from lineofsight.web.improvement.assurance.forms import AnswerForm, CorrectForm, VerdictForm
from lineofsight.web.improvement.assurance.reading import chains_of
from lineofsight.web.improvement.assurance.source_pages import Crumbs, source_crumbs
from lineofsight.web.improvement.forms import BecauseForm
from lineofsight.web.improvement.models import Finding, FindingResponse
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.running import check_improves, improves

POSTED = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@said_why
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: what it says, what was decided, what is done, what shows it, and what was found later."""
    one: Finding = one_of(Finding, pk)
    chain = chains_of(Finding.objects.filter(pk=one.pk))[0]
    shown = {
        "section": "improvement",
        "heading": f"{one.get_kind_display()} {one.pk}",
        "crumbs": source_crumbs(one.source),
        "chain": chain,
        "finding": chain.finding,
        "theme": theme_title(one.area) if one.area else "",
        "replaces": one.replaces.select_related("finding", "made_by").first(),
        "overdue": chain.overdue(today()),
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/finding.html", shown)


@POSTED
@said_why
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a finding as it should have been in the place of this one."""
    check_improves(asker(request))
    one: Finding = one_of(Finding, pk)
    first = {name: getattr(one, name) for name in ("kind", "text", "paragraph", "area")}
    form = CorrectForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            made = work.correct_finding(by=asker(request), finding=one, **form.cleaned_data)
            messages.success(request, "The finding is corrected: what was written before stays to be read.")
            return redirect("improvement:finding", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Correct this finding", form, "Correct it", crumbs=_crumbs(one))


@POSTED
@said_why
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a finding should not stand there at all."""
    check_improves(asker(request))
    one: Finding = one_of(Finding, pk)
    form = BecauseForm(request.POST or None)
    if form.is_valid():
        try:
            work.strike_finding(by=asker(request), finding=one, because=form.cleaned_data["because"])
            messages.success(request, "The finding is marked as a mistake: it stays to be read.")
            return redirect("improvement:source", one.source_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Finding", one.text)]
    heading = "It should not stand there"
    return form_page(request, heading, form, "Mark it as a mistake", crumbs=_crumbs(one), facts=facts, warning=True)


@POSTED
@said_why
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what the council does about a finding."""
    check_improves(asker(request))
    one: Finding = one_of(Finding, pk)
    row: FindingResponse | None = getattr(one, "response", None)
    if row is None:
        raise Refused("This finding asks for nothing, so that it needs no answer.")
    first: dict[str, Any] = {"reason": row.reason, "owner": written(row.owner) if row.owner else row.owner_name}
    if row.decision != FindingResponse.Decision.WAITING:
        first["decision"] = row.decision
    form = AnswerForm(request.POST or None, initial=first | version_of(row))
    owners = Owners()
    form.fields["owner"].owners = owners  # type: ignore[attr-defined]
    if form.is_valid():
        said = dict(form.cleaned_data)
        owner, owner_name = said.pop("owner") or (None, "")
        try:
            work.respond(
                by=asker(request), finding=one, owner=owner, owner_name=owner_name, seen=said.pop("version"), **said
            )
            messages.success(request, "The answer is recorded.")
            return redirect("improvement:finding", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Finding", one.text)]
    return form_page(
        request, "What is done about it", form, "Record it", crumbs=_crumbs(one), facts=facts, owners=owners
    )


@POSTED
@said_why
def judge_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Records what a later source says of a finding."""
    check_improves(asker(request))
    one: Finding = one_of(Finding, pk)
    form = VerdictForm(request.POST or None, finding=one)
    if form.is_valid():
        try:
            work.add_verdict(by=asker(request), finding=one, **form.cleaned_data)
            messages.success(request, "The later verdict is recorded.")
            return redirect("improvement:finding", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Finding", one.text)]
    return form_page(request, "A later verdict", form, "Record it", crumbs=_crumbs(one), facts=facts)


def _crumbs(finding: Finding) -> Crumbs:
    called = f"{finding.get_kind_display()} {finding.pk}"
    return [*source_crumbs(finding.source), (reverse("improvement:finding", args=[finding.pk]), called)]
