"""Pages of the book: every definition, one in full with its history and who builds on it, and its file."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition, Kind
from lineofsight.indicators.explain import FIELDS
from lineofsight.reports import wording
from lineofsight.web.performance.models import Proposal
from lineofsight.web.performance.pages import refusals_are_pages
from lineofsight.web.performance.proposals import STARTS, proposals_about
from lineofsight.web.serving import serving

KINDS: dict[str, tuple[str, str]] = {
    "indicator": ("Indicators", "What is counted, out of whom."),
    "cohort": ("Cohorts", "Who is meant: other definitions build on them."),
    "breakdown": ("Breakdowns", "By what figures are told apart."),
    "rating": ("Ratings", "What makes a figure green, amber or red."),
}
WORDS = {"indicator": "Indicator", "cohort": "Cohort", "breakdown": "Breakdown", "rating": "Rating"}


@require_safe
@refusals_are_pages("The book")
def book(request: HttpRequest) -> HttpResponse:
    """Every definition by its kind, the council's own marked."""
    council = serving().council
    month = council.latest_month
    open_ones = Proposal.objects.filter(state__in=(Proposal.State.DRAFT, Proposal.State.PROPOSED))
    shown = {
        "heading": "The book",
        "section": "book",
        "kinds": [
            {
                "kind": kind,
                "title": title,
                "what": what,
                "rows": [_row(council.book, kind, name, month) for name in names],
            }
            for kind, (title, what) in KINDS.items()
            if (names := council.book.named(cast(Kind, kind)))
        ],
        "own": sum(definition.own for definition in council.book.all()),
        "open": open_ones.count(),
        "waiting": open_ones.filter(state=Proposal.State.PROPOSED).count(),
    }
    return render(request, "performance/book.html", shown)


@require_safe
@refusals_are_pages("The book")
def definition(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One definition: in words, its targets, settings, rule and history, what builds on it, and what is proposed."""
    council = serving().council
    versions = versions_or_404(council.book, kind, name)
    latest = versions[-1]
    shown = {
        "heading": f"{name} {latest.title}" if kind == "indicator" else latest.title,
        "section": "book",
        "kind": kind,
        "word": WORDS[kind],
        "name": name,
        "definition": latest,
        "facts": _facts(latest),
        "targets": [(target, _said(target.minimum, latest), _said(target.upper, latest)) for target in latest.targets],
        "settings": _settings(versions),
        "versions": [_version(one) for one in reversed(versions)],
        "sql": latest.sql.rstrip(),
        "builds_on": _builds_on(council, latest),
        "used_by": used_by(council.book, council.reads, latest),
        "proposals": proposals_about(kind, name),
        "starts": [(start, words) for start, words in STARTS.items() if _can_start(start, latest)],
    }
    return render(request, "performance/definition.html", shown)


@require_safe
@refusals_are_pages("The book")
def definition_file(request: HttpRequest, kind: str, name: str, since: str) -> HttpResponse:
    """The file of one version, as the folder holds it."""
    found = next(
        (one for one in versions_or_404(serving().council.book, kind, name) if str(one.valid_from) == since), None
    )
    if found is None or not found.file.is_file():
        raise Http404
    return file_response(found.file.name, found.file.read_bytes())


def file_response(name: str, text: bytes) -> HttpResponse:
    """A definition's file to be kept. Its name has nothing in it that a header could take for something else."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


def versions_or_404(book: Book, kind: str, name: str) -> tuple[Definition, ...]:
    found = book.versions.get((cast(Kind, kind), name))
    if not found:
        raise Http404
    return found


def used_by(book: Book, reads: dict[Definition, Reads], one: Definition) -> list[Definition]:
    """The definitions in force that build on this one: on a cohort, on a count, or on a rating rule."""
    found = []
    for kind, name in book.versions:
        other = book.latest(kind, name)
        by_cohort = one.kind == "cohort" and one.name in reads[other].builds_on
        by_count = one.kind == "indicator" and other.header.get("rate_of") == one.name
        by_rating = one.kind == "rating" and other.kind == "indicator" and other.header.get("rating") == one.name
        if by_cohort or by_count or by_rating:
            found.append(other)
    return found


def _builds_on(council: Council, one: Definition) -> list[Definition]:
    names = [name for name in council.reads[one].builds_on if ("cohort", name) in council.book.versions]
    return [council.book.latest("cohort", name) for name in names]


def _can_start(start: str, latest: Definition) -> bool:
    if start == "target":
        return latest.kind == "indicator" and bool(latest.header.get("rating"))
    if start == "setting":
        return bool(latest.settings)
    return start == "rule"


def _row(book: Book, kind: str, name: str, month: Month) -> dict[str, Any]:
    versions = book.versions[cast(Kind, kind), name]
    latest = versions[-1]
    target = latest.target_at(month) or (latest.targets[-1] if latest.targets else None)
    return {
        "name": name,
        "title": latest.title,
        "group": latest.group,
        "target": f"{_said(target.minimum, latest)} and {_said(target.upper, latest)}" if target else "",
        "own": sum(version.own for version in versions),
        "valid_from": wording.month_name(latest.valid_from),
    }


def _facts(latest: Definition) -> list[tuple[str, str]]:
    facts = [
        (title, wording.day(value) if field in ("reviewed_on", "next_review") and hasattr(value, "year") else text)
        for field, title in FIELDS
        if (value := latest.header.get(field)) and (text := latest.text(field))
    ]
    if latest.windows:
        facts.append(("Counted for", ", ".join(WINDOW_TITLES[window].lower() for window in latest.windows)))
        shown, trend = (WINDOW_TITLES[window].lower() for window in (latest.shown, latest.trend))
        facts.append(("In the report", f"current: {shown}; trend: {trend}"))
    if latest.better:
        facts.append(("Which way is good", "High is good" if latest.better == "higher" else "Low is good"))
    return facts


def _said(target: str, latest: Definition) -> str:
    return wording.target(target, latest.unit)


def _settings(versions: tuple[Definition, ...]) -> list[tuple[str, str, Any]]:
    """Each setting with the month from which it has its value."""
    return [
        (wording.month_name(version.valid_from), name, value)
        for version in versions
        if version is versions[0] or "settings" in version.changed
        for name, value in version.settings.items()
    ]


def _version(one: Definition) -> dict[str, Any]:
    return {
        "since": str(one.valid_from),
        "from": wording.month_name(one.valid_from),
        "to": wording.month_name(one.valid_to) if one.valid_to else "",
        "own": one.own,
        "file": one.file.name,
        "changes": one.header.get("change_log", ()),
    }
