"""Pages of all documents: at a glance and by section, over time, and as a workbook. None shows a child."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports.listing_xlsx import Column
from lineofsight.reports.sparkline import svg_sparkline
from lineofsight.web.actions.owners import Owners
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.inspection.documents import keeping
from lineofsight.web.inspection.documents.forms import DocumentForm, FilterForm
from lineofsight.web.inspection.documents.readiness import Past, State, ends_of_months, over_time, readiness
from lineofsight.web.inspection.documents.reading import by_section, chosen, documents_there
from lineofsight.web.inspection.models import Document
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.seen import here, seen_by
from lineofsight.web.workbooks import workbook

Crumbs = list[tuple[str, str]]


def documents_crumb() -> Crumbs:
    return [(reverse("inspection:documents"), "Documents")]


@require_safe
@said_why
def documents(request: HttpRequest) -> HttpResponse:
    """How ready the documents are at a glance, and each of them by section."""
    user, on = asker(request), today()
    form, found = _asked(request)
    ready = readiness(on)
    shown = {
        "section": "inspection",
        "heading": "Documents",
        "crumbs": [],
        "form": form,
        "here": here(request).rstrip("&?"),
        "total": ready.total,
        "tallies": [*ready.sections, ready.total],
        "states": State.labels,
        "sections": by_section(found, on),
        "found": len(found),
        "is_filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
        "today": on,
        "may_change": prepares(user),
    }
    return render(request, "inspection/documents.html", shown)


@require_POST
@said_why
def begin(request: HttpRequest) -> HttpResponse:
    """Adds the documents of the starter list that aren't there yet."""
    made = keeping.begin_with_starter_list(by=asker(request))
    messages.success(
        request,
        f"{len(made)} documents are added. Check each against the current framework, and say who owns it."
        if made
        else "All documents of the starter list are there already.",
    )
    return redirect("inspection:documents")


@POSTED
@said_why
def add(request: HttpRequest) -> HttpResponse:
    """Adds a document of the council's own."""
    check_prepares(asker(request))
    form = DocumentForm(request.POST or None)
    owners = offer_people(form)
    if form.is_valid():
        try:
            made = keeping.add_document(by=asker(request), facts=form.facts)
            messages.success(request, "The document is wanted from now on.")
            return redirect("inspection:document", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, "Add a document", form, "Add it", crumbs=documents_crumb(), owners=owners)


@require_safe
@said_why
def history(request: HttpRequest) -> HttpResponse:
    """How ready the documents were at the end of each month, and are today."""
    rows = over_time(ends_of_months(today()))
    while len(rows) > 2 and not rows[0].documents:
        rows = rows[1:]
    shown = {
        "section": "inspection",
        "heading": "Documents over time",
        "crumbs": documents_crumb(),
        "states": State.labels,
        "rows": [(row, [row.states[state] for state in State]) for row in rows],
        "sparkline": _sparkline(rows),
    }
    return render(request, "inspection/documents_over_time.html", shown)


def _sparkline(rows: list[Past]) -> str:
    shares = [None if row.per_cent is None else Fraction(row.per_cent) for row in rows]
    said = ", ".join(f"{row.on:%B %Y} {'none' if row.per_cent is None else f'{row.per_cent}%'}" for row in rows)
    return mark_safe(svg_sparkline(shares, "percent", f"Share of documents that is ready: {said}"))  # escapes its texts


COLUMNS = (
    *(Column("Section", width=24), Column("Document", width=44), Column("What is asked for", width=50)),
    *(Column("State", width=20), Column("Ready", "yes_no"), Column("Version", "number"), Column("As at", "date")),
    *(Column("Owner", width=24), Column("Deputy", width=24), Column("Due on working day", "number")),
    *(Column("Review by", "date"), Column("Still to be done", width=40), Column("By", "date")),
    *(Column("To worry about", width=50), Column("Confidentiality", width=18), Column("Asked for in", width=34)),
    *(Column("To be checked", "yes_no"), Column("Kept in", width=30)),
)


@require_POST
@said_why
def export(request: HttpRequest) -> HttpResponse:
    """The documents that the list shows, as a marked workbook: what they are and how they stand, not the files."""
    on = today()
    form, found = _asked(request)
    ready = readiness(on).total
    with seen_by(request) as seen:
        return workbook(
            seen,
            name=f"documents {on}",
            title="Documents for inspectors",
            facts=[
                ("Shown", in_words_of(form) or "All that are wanted"),
                ("Ready of all that are wanted", f"{ready.ready:,} of {ready.documents:,}"),
            ],
            columns=COLUMNS,
            group="Section",
            rows=[
                _exported(line.document, line.latest, line.ready, line.warnings)
                for section in by_section(found, on)
                for line in section.lines
            ],
        )


def in_words_of(form: Form) -> str:
    """What a filter asks for, as an export says it; empty where it asks for nothing."""
    if not form.is_valid():
        return ""
    chosen_of = {name: form.cleaned_data[name] for name in form.fields if form.cleaned_data[name]}
    return "; ".join(
        f"{form.fields[name].label}: {dict(form.fields[name].choices)[value]}"  # type: ignore[attr-defined]
        for name, value in chosen_of.items()
    )


def _exported(one: Document, latest: Any, ready: bool, warnings: tuple[str, ...]) -> tuple[object, ...]:
    return (
        *(one.section, one.title, one.asked, one.get_state_display(), ready, latest.number if latest else None),
        *(latest.as_at if latest else None, one.whose, one.deputy_is, one.due_day, one.review_by, one.plan),
        *(one.plan_on, " ".join(warnings), one.get_confidentiality_display(), one.framework_reference, one.unsure),
        one.source_system,
    )


def _asked(request: HttpRequest) -> tuple[FilterForm, list[Document]]:
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    return form, chosen(documents_there(), asked, asker(request), today())


def offer_people(form: Any) -> Owners:
    """Lets the fields of people in a form offer those who use the site."""
    owners = Owners()
    for name in ("owner", "deputy"):
        if name in form.fields:
            form.fields[name].owners = owners
    return owners
