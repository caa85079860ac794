"""Pages of self-evaluations: the list, one with its warnings, and forms for its frame, its claims and its agreement."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports.renderings import RENDERINGS
from lineofsight.web.addressed import one_of, version_of, version_sent
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance.frameworks import Judged, framework, framework_on
from lineofsight.web.improvement.evaluation import claims, keeping
from lineofsight.web.improvement.evaluation.forms import AgreeForm, BeginForm, ChangeForm, ClaimForm
from lineofsight.web.improvement.evaluation.keeping import can_agree, check_can_agree, sections_left_out
from lineofsight.web.improvement.evaluation.progress import progress_of
from lineofsight.web.improvement.evaluation.reading import evaluations_for, sections_of
from lineofsight.web.improvement.evaluation.report import report_of
from lineofsight.web.improvement.evaluation.steps import State
from lineofsight.web.improvement.models import Claim, SelfEvaluation
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.plan.page_parts import reading
from lineofsight.web.improvement.reporting.pages import as_file
from lineofsight.web.improvement.running import check_improves, improves
from lineofsight.web.seen import seen_by

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]


def evaluations_crumb() -> Crumbs:
    return [(reverse("improvement:evaluations"), "Self-evaluation")]


def evaluation_crumbs(evaluation: SelfEvaluation) -> Crumbs:
    return [*evaluations_crumb(), (reverse("improvement:evaluation", args=[evaluation.pk]), evaluation.title)]


@require_safe
@said_why
def evaluations(request: HttpRequest) -> HttpResponse:
    """The self-evaluations, the latest first; inspectors see those that are agreed."""
    found = evaluations_for(asker(request))
    shown = {
        "section": "improvement",
        "heading": "Self-evaluation",
        "crumbs": [],
        "evaluations": [(one, framework(one.framework).title) for one in found],
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/evaluations.html", shown)


@require_safe
@said_why
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """One self-evaluation by section: claims, how we know, and, while it is written, what the rules warn of."""
    one = the_evaluation(request, pk)
    is_draft = one.state == State.DRAFT
    with reading(request) as seen:
        sections = sections_of(one, seen)
    shown = {
        "section": "improvement",
        "heading": one.title,
        "crumbs": evaluations_crumb(),
        "evaluation": one,
        "framework": framework(one.framework),
        "sections": sections,
        "many": sum(section.many_warnings for section in sections) if is_draft else 0,
        "progress": progress_of(one),
        "renderings": [(suffix, rendering.title) for suffix, rendering in RENDERINGS.items()],
        "is_draft": is_draft,
        "may_change": is_draft and improves(asker(request)),
        "may_agree": is_draft and can_agree(asker(request)),
    }
    return render(request, "improvement/evaluation.html", shown)


@require_safe
@said_why
def file(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """A self-evaluation as a file."""
    one = the_evaluation(request, pk)
    if suffix not in RENDERINGS:
        raise Http404
    with seen_by(request) as seen:
        return as_file(report_of(one, seen), suffix, one.title)


@POSTED
@said_why
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a self-evaluation, empty or from another one."""
    check_improves(asker(request))
    last = SelfEvaluation.objects.first()
    first = {"as_at": today(), "framework": framework_on(today()).code, "copy_from": last}
    form = BeginForm(request.POST or None, initial=first)
    if form.is_valid():
        facts: dict[str, Any] = dict(form.cleaned_data)
        facts["framework_code"] = facts.pop("framework")
        try:
            made = keeping.begin_evaluation(by=asker(request), **facts)
            messages.success(request, _begun(facts["copy_from"], made))
            return redirect("improvement:evaluation", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Begin a self-evaluation", form, "Begin it", crumbs=evaluations_crumb())


@POSTED
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the title, day and context of a draft."""
    one = _draft(request, pk)
    first = {name: getattr(one, name) for name in ("title", "as_at", "context")}
    form = ChangeForm(request.POST or None, initial=first | version_of(one))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            keeping.change_evaluation(by=asker(request), evaluation=one, seen=facts.pop("version"), **facts)
            messages.success(request, "The self-evaluation is changed.")
            return redirect("improvement:evaluation", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Change its frame", form, "Change it", crumbs=evaluation_crumbs(one))


@POSTED
@said_why
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees a self-evaluation, after what the rules warn of has been read once more."""
    check_can_agree(asker(request))
    one = the_evaluation(request, pk)
    if one.state != State.DRAFT:
        raise Refused("This self-evaluation is agreed already.")
    form = AgreeForm(request.POST or None, initial=version_of(one))
    if form.is_valid():
        try:
            keeping.agree(by=asker(request), evaluation=one, seen=form.cleaned_data["version"])
            messages.success(request, "The self-evaluation is agreed. Inspectors can read it.")
            return redirect("improvement:evaluation", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    with reading(request) as seen:
        warned = [(each.judged.title, each.many_warnings) for each in sections_of(one, seen) if each.many_warnings]
    facts: list[tuple[str, object]] = [("From then on", "Nobody changes it, and inspectors can read it.")]
    facts += [(title, "1 warning" if many == 1 else f"{many} warnings") for title, many in warned]
    return form_page(
        request, "Agree this self-evaluation", form, "Agree it", crumbs=evaluation_crumbs(one), facts=facts
    )


@POSTED
@said_why
def add_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a claim to the section that `?section=` names."""
    one = _draft(request, pk)
    judged = _section(one, request.GET.get("section", ""))
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        facts.pop("version")
        try:
            claims.add_claim(by=asker(request), evaluation=one, section=judged.code, **facts)
            messages.success(request, "It is said. Add how we know it.")
            return _to_section(one, judged.code)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Say something", form, "Add it", crumbs=evaluation_crumbs(one), caption=judged.title)


@POSTED
@said_why
def change_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a claim."""
    claim = the_claim(request, pk)
    first = {name: getattr(claim, name) for name in ("kind", "text", "action")}
    form = ClaimForm(request.POST or None, initial=first | version_of(claim))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            claims.change_claim(by=asker(request), claim=claim, seen=facts.pop("version"), **facts)
            messages.success(request, "It is changed.")
            return _to_section(claim.evaluation, claim.section)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Change what is said", form, "Change it", crumbs=evaluation_crumbs(claim.evaluation))


@require_POST
@said_why
def remove_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a claim out of a draft, with its evidence."""
    claim = the_claim(request, pk)
    claims.remove_claim(by=asker(request), claim=claim, seen=version_sent(request))
    messages.success(request, "It is taken out.")
    return _to_section(claim.evaluation, claim.section)


def the_evaluation(request: HttpRequest, pk: int) -> SelfEvaluation:
    """A self-evaluation that the person who asks may read; 404 where there is none: the two look the same."""
    one: SelfEvaluation = one_of(SelfEvaluation, pk)
    if not evaluations_for(asker(request)).filter(pk=one.pk).exists():
        raise Http404
    return one


def the_claim(request: HttpRequest, pk: int) -> Claim:
    """A claim of a draft, for those who write it."""
    claim: Claim = one_of(Claim, pk)
    _draft(request, claim.evaluation_id)
    return claim


def _draft(request: HttpRequest, pk: int) -> SelfEvaluation:
    check_improves(asker(request))
    one = the_evaluation(request, pk)
    if one.state != State.DRAFT:
        raise Refused("This self-evaluation is agreed: it is not changed any more. Begin the next one from it.")
    return one


def _section(one: SelfEvaluation, code: str) -> Judged:
    found = next((each for each in framework(one.framework).sections if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _to_section(one: SelfEvaluation, code: str) -> HttpResponse:
    return redirect(f"{reverse('improvement:evaluation', args=[one.pk])}#{code}")


def _begun(copied: SelfEvaluation | None, made: SelfEvaluation) -> str:
    if copied is None:
        return "The self-evaluation is begun."
    left_out = sections_left_out(copied, framework(made.framework))
    if not left_out:
        return f"The self-evaluation is begun from “{copied.title}”."
    titles = {each.code: each.title for each in framework(copied.framework).sections}
    named = "; ".join(titles.get(code, code) for code in left_out)
    return f"The self-evaluation is begun from “{copied.title}”. Left out, as it has no such section: {named}."
