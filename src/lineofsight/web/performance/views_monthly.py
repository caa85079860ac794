"""The monthly report on the site: its contents, a page for each section, groups of children, and the files."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month, months_before
from lineofsight.indicators.benchmarking import attribution
from lineofsight.prepared.figures import months_offered
from lineofsight.reports import html, wording
from lineofsight.reports.document import Section
from lineofsight.reports.document_html import fragment
from lineofsight.reports.equality import BREAKDOWNS, breakdowns_there
from lineofsight.reports.equality_document import equality_blocks
from lineofsight.reports.highlight_table import table
from lineofsight.reports.monthly import MonthlyReport, MonthlySection
from lineofsight.reports.monthly_document import (
    BESIDE,
    BY_KIND,
    CANNOT,
    TITLE,
    document_of,
    in_short,
    monthly_document,
    of_section,
    parts_of,
    told_of,
)
from lineofsight.reports.numbers import versions_of
from lineofsight.reports.renderings import RENDERINGS, written
from lineofsight.reports.sections_xlsx import sections_xlsx
from lineofsight.reports.sentences import phrases_of
from lineofsight.statistics.process_control import Kind
from lineofsight.web.accounts.table import may
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.audits.telling import Shares
from lineofsight.web.audits.voices import voices
from lineofsight.web.clock import today
from lineofsight.web.performance.reading import chart_served, monthly_served
from lineofsight.web.performance.views import NOW, choices, links_for
from lineofsight.web.seen import Seen, seen_by

#: The endings that the page offers. Of a hundred pages a document to edit takes minutes to write, and slides would be
#: some hundred: the highlight report has those.
FILES = {suffix: RENDERINGS[suffix] for suffix in ("pdf", "xlsx", "html")}
#: The section that asks what children and carers say: what audits heard stands with it.
EXPERIENCE = "Experience"


@require_safe
@refusals_said(TITLE, "performance")
def monthly(request: HttpRequest) -> HttpResponse:
    """What the month tells in short, and the sections; of the latest month, or `?month=2023-03`."""
    with seen_by(request) as seen:
        month, now = _month(request, seen)
        report = monthly_served(seen.served, seen.counted, month, now=now)
        versions = versions_of(seen.counted.book, report.month)
        phrases = phrases_of(seen.served.council.home.sentences)
    return render(
        request,
        "performance/monthly.html",
        _shared(seen, report, now)
        | {
            "heading": f"{TITLE}, {wording.moment(report.whole)}",
            "in_short": _fragment(report, in_short(report, versions, phrases)),
            "rows": [_contents_row(section) for section in report.sections],
            "files": [(suffix, each.title) for suffix, each in FILES.items()],
            "of": NOW if now else str(report.month),
        },
    )


@require_safe
@refusals_said(TITLE, "performance")
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """One section: what its figures tell, figures, charts, splits, whom to ask about, what is published elsewhere."""
    with seen_by(request) as seen:
        month, now = _month(request, seen)
        report = monthly_served(seen.served, seen.counted, month, now=now)
        found = report.section(slug)
        if found is None:
            raise Http404
        book = seen.counted.book
        versions = versions_of(book, report.month)
        phrases = phrases_of(seen.served.council.home.sentences)
        charts = [
            (row, mark_safe(chart_served(seen.served, seen.counted, row.ref, report.month)))  # escaped by its builder
            for row in found.rows
        ]
    alone = of_section(report, found)
    links = links_for(seen.user.role, report.whole, book)
    told = told_of(report, found, versions, phrases)
    return render(
        request,
        "performance/monthly_section.html",
        _shared(seen, report, now)
        | {
            "heading": f"{found.title}, {wording.moment(report.whole)}",
            "this": found,
            "told": _fragment(report, Section("What our data tells us", told)),
            "table": mark_safe(table(alone, links)),
            "notes": mark_safe(html.notes(alone)),
            "charts": charts,
            "exceptions": [(one, _children(seen, report, one.ref, met=one.met)) for one in found.exceptions],
            "below": _fragment(report, *parts_of(report, found, versions, (BY_KIND, BESIDE, CANNOT)), first=2),
            "attribution": attribution() if found.comparisons else "",
            "voices": _voices(seen, report, found),
        },
    )


@require_safe
@refusals_said("Groups of children", "performance")
def equality(request: HttpRequest, name: str) -> HttpResponse:
    """Every indicator by one breakdown of children, with intervals; few children are hidden."""
    with seen_by(request) as seen:
        month, now = _month(request, seen)
        if name not in dict(breakdowns_there(seen.counted)):
            raise Http404
        report = monthly_served(seen.served, seen.counted, month, now=now, groups=(name,))
    found = report.equality.table(name)
    assert found is not None
    part = Section(f"By {found.title.lower()}", tuple(equality_blocks(found, everything=True)))
    return render(
        request,
        "performance/monthly_equality.html",
        _shared(seen, report, now)
        | {
            "heading": f"Groups of children by {found.title.lower()}, {wording.moment(report.whole)}",
            "this": found,
            "body": _fragment(report, part),
        },
    )


@require_safe
@refusals_said(TITLE, "performance")
def monthly_file(request: HttpRequest, month: str, suffix: str) -> HttpResponse:
    """The monthly report as a file; of a month (2023-03) or of the extract date ("now"). 404 where there is none."""
    if suffix not in FILES:
        raise Http404
    with seen_by(request) as seen:
        asked, now = _asked(seen, month)
        report = monthly_served(seen.served, seen.counted, asked, now=now, groups=BREAKDOWNS)
        versions = versions_of(seen.counted.book, report.month)
        phrases = phrases_of(seen.served.council.home.sentences)
    document = monthly_document(report, today(), versions, phrases=phrases, attribution=attribution())
    content = sections_xlsx(document) if suffix == "xlsx" else written(document, suffix)
    response = HttpResponse(content, content_type=FILES[suffix].content_type)
    name = f"monthly-report-{wording.moment(report.whole).replace(' ', '-')}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _fragment(report: MonthlyReport, *sections: Section, first: int = 1) -> SafeString:
    """Sections of the report as they stand on a page; `first`: the number of the first, where it has several parts."""
    return mark_safe(fragment(document_of(report, today(), sections), first))  # its builder escapes every text


def _month(request: HttpRequest, seen: Seen) -> tuple[Month, bool]:
    """The month that is asked for, and whether it is the extract date; 404 where it can't be reported."""
    return _asked(seen, request.GET.get("month", ""))


def _asked(seen: Seen, text: str) -> tuple[Month, bool]:
    months = months_offered(seen.counted)
    present = Month.of(seen.counted.snapshot.extracted_on)
    latest_only = bool(seen.counted.snapshot.limits.get("latest_only"))
    if text == NOW or not months or (not text and latest_only):
        return present, True
    if not text:
        return months[0], False
    try:
        asked = Month.read(text)
    except ValueError:
        raise Http404 from None
    if asked not in months:
        raise Http404
    return asked, False


def _shared(seen: Seen, report: MonthlyReport, now: bool) -> dict[str, object]:
    """What all pages of the report show: the months, the sections, the groups."""
    months = months_offered(seen.counted)
    return {
        "section": "performance",
        "months": choices(months, None if now else report.month, report.whole),
        "query": urlencode({"month": NOW if now else str(report.month)}),
        "sections": [(each.slug, each.title) for each in report.sections],
        "groups": breakdowns_there(seen.counted),
        "provenance": wording.provenance(report.whole),
    }


def _contents_row(section: MonthlySection) -> dict[str, object]:
    rated = [row for row in section.rows if row.rating]
    changed = [row for row in section.rows if row.signals.variation and row.signals.variation is not Kind.COMMON]
    return {
        "slug": section.slug,
        "title": section.title,
        "measures": len(section.rows),
        "red": sum(1 for row in rated if row.rating == "red"),
        "changed": len(changed),
        "ask": sum(1 for _ in section.exceptions),
        "missing": sum(1 for row in section.rows if row.current.value is None),
    }


def _voices(seen: Seen, report: MonthlyReport, found: MonthlySection) -> tuple[Shares, ...]:
    """What audits of the last twelve months heard of children and families, where the reader may see audits."""
    if found.title != EXPERIENCE or not may(seen.user.role, "audits:findings"):
        return ()
    return voices(months_before(report.as_at, 12) + dt.timedelta(days=1), report.as_at)


def _children(seen: Seen, report: MonthlyReport, ref: str, *, met: bool) -> str:
    """The list of the children behind a figure, where the reader may see it."""
    if not may(seen.user.role, "surgery:children"):
        return ""
    month = str(report.month) if report.whole.ended else NOW
    return f"{reverse('surgery:children', args=[ref])}?{urlencode({'month': month, 'met': 'yes' if met else 'no'})}"
