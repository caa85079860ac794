"""Pages of the assurance register: the list of sources, one source with what it found, and forms for what is added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.audits.rules import theme_title
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance import keeping
from lineofsight.web.improvement.assurance.findings import add_findings
from lineofsight.web.improvement.assurance.forms import (
    OUTSIDE,
    FilterForm,
    FindingsForm,
    GradeForm,
    GradesForm,
    SourceForm,
)
from lineofsight.web.improvement.assurance.frameworks import framework, grade_title
from lineofsight.web.improvement.assurance.keeping import SourceFacts
from lineofsight.web.improvement.assurance.reading import Chain, chains_of, decisions_overdue, lines, years
from lineofsight.web.improvement.models import AssuranceSource, Finding, Judgement
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.running import check_improves, improves

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]


def assurance_crumb() -> Crumbs:
    return [(reverse("improvement:assurance"), "Assurance")]


def source_crumbs(source: AssuranceSource) -> Crumbs:
    return [*assurance_crumb(), (reverse("improvement:source", args=[source.pk]), source.title)]


@require_safe
@said_why
def sources(request: HttpRequest) -> HttpResponse:
    """The sources of assurance, the latest first, and which findings wait for a decision after its day."""
    form = FilterForm(request.GET or None, years=years())
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    whose = asked.get("whose")
    found = lines(
        today(),
        kind=asked.get("kind", ""),
        year=int(asked["year"]) if asked.get("year") else None,
        external=None if not whose else whose == OUTSIDE,
        only_open=bool(asked.get("state")),
    )
    shown = {
        "section": "improvement",
        "heading": "Assurance",
        "crumbs": [],
        "form": form,
        "lines": found,
        "overdue": decisions_overdue(today()),
        "any": AssuranceSource.objects.exists(),
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/assurance.html", shown)


@require_safe
@said_why
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: its facts, its grades, and its findings word for word by kind, each with what became of it."""
    one: AssuranceSource = one_of(AssuranceSource, pk)
    chains = chains_of(Finding.objects.filter(source=one))
    shown = {
        "section": "improvement",
        "heading": one.title,
        "crumbs": assurance_crumb(),
        "source": one,
        "month": Month.read(one.month) if one.month else None,
        "framework": framework(one.framework) if one.framework else None,
        "grades": [(judgement, grade_title(judgement.grade)) for judgement in one.grades],
        "corrected": [
            (row, grade_title(row.grade), grade_title(row.corrected_by.grade))
            for row in one.judgements.exclude(corrected_by=None).select_related("corrected_by")
        ],
        "groups": by_kind(chains),
        "verdicts": one.verdicts.filter(finding__mistake=None).select_related("finding__source"),
        "today": today(),
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/source.html", shown)


def by_kind(chains: Iterable[Chain]) -> list[tuple[str, str, list[tuple[Chain, str, bool]]]]:
    """Findings in the groups of their kinds, those that ask last: each with its theme, and whether it is overdue."""
    groups = []
    chains, on = list(chains), today()
    for kind in Finding.Kind:
        rows = [
            (chain, theme_title(chain.finding.area) if chain.finding.area else "", chain.overdue(on))
            for chain in chains
            if chain.finding.kind == kind
        ]
        if rows:
            groups.append((kind.value, kind.label, rows))
    return groups


@POSTED
@said_why
def add_source(request: HttpRequest) -> HttpResponse:
    """Adds a source."""
    check_improves(asker(request))
    form = SourceForm(request.POST or None)
    if form.is_valid():
        try:
            made = keeping.add_source(by=asker(request), facts=_facts_of(form))
            messages.success(request, "The source is in the register.")
            return redirect("improvement:source", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a source", form, "Add it", crumbs=assurance_crumb())


@POSTED
@said_why
def change_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what is known of a source; what it found stays as it is."""
    check_improves(asker(request))
    one: AssuranceSource = one_of(AssuranceSource, pk)
    first = {name: getattr(one, name) for name in SourceFacts.__dataclass_fields__}
    form = SourceForm(request.POST or None, initial=first | version_of(one))
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            keeping.change_source(by=asker(request), source=one, facts=_facts_of(form), seen=version)
            messages.success(request, "The source is changed.")
            return redirect("improvement:source", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Change this source", form, "Change it", crumbs=source_crumbs(one))


@POSTED
@said_why
def grade_source(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the grades that a source gave."""
    check_improves(asker(request))
    one: AssuranceSource = one_of(AssuranceSource, pk)
    if not one.framework:
        raise Refused("Say by which framework it was held first: only those have grades.")
    of = framework(one.framework)
    graded = set(one.judgements.values_list("judgement", flat=True))
    if graded >= {each.title for each in of.judgements}:
        raise Refused("Each judgement has its grade already: correct one where it is wrong.")
    form = GradesForm(request.POST or None, framework=of, graded=graded, initial=version_of(one))
    if form.is_valid():
        try:
            keeping.add_judgements(by=asker(request), source=one, grades=form.grades, seen=form.cleaned_data["version"])
            messages.success(request, "The grades are recorded.")
            return redirect("improvement:source", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Framework", of.title), *([("To know", of.caveat)] if of.caveat else [])]
    heading = "Record the grades"
    return form_page(request, heading, form, "Record them", crumbs=source_crumbs(one), caption=one.title, facts=facts)


@POSTED
@said_why
def correct_grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a grade that was written down wrongly."""
    check_improves(asker(request))
    judgement: Judgement = one_of(Judgement, pk)
    source = judgement.source
    form = GradeForm(request.POST or None, framework=framework(source.framework), initial={"grade": judgement.grade})
    if form.is_valid():
        try:
            keeping.correct_judgement(by=asker(request), judgement=judgement, **form.cleaned_data)
            messages.success(request, "The grade is corrected.")
            return redirect("improvement:source", source.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("Judgement", judgement.judgement), ("Written down", grade_title(judgement.grade))]
    return form_page(request, "Correct a grade", form, "Correct it", crumbs=source_crumbs(source), facts=facts)


@POSTED
@said_why
def add_findings_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds findings of one kind, word for word."""
    check_improves(asker(request))
    one: AssuranceSource = one_of(AssuranceSource, pk)
    form = FindingsForm(request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "paragraph", "area")}
        try:
            made = add_findings(by=asker(request), source=one, texts=form.blocks, **said)
            many = "The finding is" if len(made) == 1 else f"{len(made)} findings are"
            messages.success(request, f"{many} in the register.")
            return redirect("improvement:source", one.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    facts = [("To know", "A finding is kept word for word, and can't be changed: where it is wrong, it is corrected.")]
    return form_page(
        request, "Add findings", form, "Add them", crumbs=source_crumbs(one), caption=one.title, facts=facts
    )


def _facts_of(form: SourceForm) -> SourceFacts:
    return SourceFacts(**{name: form.cleaned_data[name] for name in SourceFacts.__dataclass_fields__})
