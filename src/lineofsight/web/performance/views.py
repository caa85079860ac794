"""The first page, which is the highlight report, and the page of one indicator. Figures are built in other rooms."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month
from lineofsight.indicators.benchmarking import attribution, benchmarks_of, measures_of
from lineofsight.indicators.book import Book
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition
from lineofsight.indicators.figures import Figure
from lineofsight.prepared.caseloads import SAFETY, safety_counts
from lineofsight.prepared.figures import breakdown_for, dimensions_for, distortions_of, months_offered
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.build import shown_of
from lineofsight.reports.highlight_table import Links
from lineofsight.reports.icons import ASSURANCE_WORDS, WORDS, assurance_icon, variation_icon
from lineofsight.reports.model import HighlightReport
from lineofsight.statistics.carry_over import carries_over
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may
from lineofsight.web.performance.commentary import commentaries_for, publication_in_force, waiting
from lineofsight.web.performance.reading import (
    chart_served,
    funnel_served,
    report_body_served,
    report_served,
    row_served,
    series_served,
)
from lineofsight.web.performance.views_files import FILES
from lineofsight.web.seen import Seen, seen_by
from lineofsight.web.serving import Served

#: What stands for the extract date among the months to choose from.
NOW = "now"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The highlight report of the latest month, of `?month=2023-03`, or of the extract date (`?month=now`).

    400 where that is no month, 404 where it can't be reported; where nothing is loaded a page says what to do.
    """
    asked = request.GET.get("month", "")
    try:
        month = Month.read(asked) if asked and asked != NOW else None
    except ValueError:
        sentence = "That is not a month. Write it as year and month, for example 2023-03."
        return _refused(request, "There is a problem with the month", sentence, status=400)
    try:
        with seen_by(request) as seen:
            return _report_page(request, seen, month, now=asked == NOW)
    except Refused as refusal:
        return _refused(request, "There is nothing to report yet", str(refusal), status=200)


def _report_page(request: HttpRequest, seen: Seen, month: Month | None, *, now: bool) -> HttpResponse:
    months = months_offered(seen.counted)
    if month is not None and month not in months:
        sentence = f"{wording.month_name(month)} can't be reported from the records that are loaded."
        return _refused(request, "There is no report for that month", sentence, status=404, months=months)
    now = now or (month is None and bool(seen.counted.snapshot.limits.get("latest_only"))) or not months
    report = report_served(seen.served, seen.counted, month or (months[0] if months else _month_now(seen)), now=now)
    role = seen.user.role
    links = links_for(role, report, seen.counted.book)
    body = report_body_served(seen.served, report, role, links)
    safety = safety_counts(seen.counted, seen.scope) if may(role, "surgery:safety") else {}
    return render(
        request,
        "performance/highlight.html",
        {
            "section": "performance",
            "heading": wording.heading(report),
            "months": choices(months, report.month, report),
            "provenance": wording.provenance(report),
            "report": mark_safe(body),  # its builder escapes every text
            # its builder escapes every text
            "safety": [(name, SAFETY[name][0], count) for name, count in safety.items()],
            "publication": publication_in_force(report.month) if report.ended else None,
            "waiting": waiting(report.month, report) if report.ended and may(role, "performance:publish") else (),
            "month": report.month,
            "ended": report.ended,
            "files": [(suffix, title) for suffix, (title, _) in FILES.items()],
            "of": str(report.month) if report.ended else NOW,
        },
    )


def _month_now(seen: Seen) -> Month:
    return Month.of(seen.counted.snapshot.extracted_on)


def links_for(role: str, report: HighlightReport, book: Book) -> Links:
    """Where the report's figures lead for a role: to the indicators, and to the children where it may see some."""

    def indicator(ref: str) -> str:
        return reverse("performance:indicator", args=[ref]) + (f"?month={report.month}" if report.ended else "")

    def children(ref: str, on: dt.date, met: bool | None, trend: bool) -> str:
        month, definition = Month.of(on), book.latest("indicator", ref)
        asked = {"month": str(month) if month.end == on else NOW, "met": {True: "yes", False: "no", None: ""}[met]}
        if trend and definition.trend != definition.shown:
            asked["window"] = definition.trend
        return f"{reverse('surgery:children', args=[ref])}?{urlencode(asked)}"

    return Links(
        indicator if may(role, "performance:indicator") else None,
        children if may(role, "surgery:children") else None,
    )


@require_safe
def indicator(request: HttpRequest, ref: str) -> HttpResponse:
    """One indicator: its chart, table, one breakdown (`?by=team`), benchmarks, rule, history and commentary."""
    try:
        month = Month.read(request.GET["month"]) if request.GET.get("month") else None
    except ValueError:
        raise Http404 from None
    try:
        with seen_by(request) as seen:
            return _indicator_page(request, seen, ref, month)
    except Refused as refusal:
        return _refused(request, ref, str(refusal), status=200)


def _indicator_page(request: HttpRequest, seen: Seen, ref: str, month: Month | None) -> HttpResponse:
    counted, served = seen.counted, seen.served
    months = months_offered(counted)
    if ref not in counted.book.named("indicator") or (month is not None and month not in months):
        raise Http404
    month = month or (months[0] if months else _month_now(seen))
    now = month.end > counted.snapshot.extracted_on
    as_at = min(month.end, counted.snapshot.extracted_on)
    report = report_served(served, counted, month, now=now)
    row = next((row for row in report.rows if row.ref == ref), None) or row_served(served, counted, ref, month, now=now)
    definition = counted.book.at("indicator", ref, month)
    series = series_served(served, counted, ref, month)
    dimensions = dimensions_for(counted, definition)
    by = request.GET.get("by", "")
    by = by if by in dict(dimensions) else dimensions[0][0] if dimensions else ""
    breakdown = breakdown_for(counted, definition, as_at, by) if by else None
    user = request.user
    assert isinstance(user, User)
    points = series.control.points if series.control else [None] * len(series.months)
    return render(
        request,
        "performance/indicator.html",
        {
            "section": "performance",
            "heading": f"{ref} {definition.title}",
            "definition": definition,
            "row": row,
            "month": month,
            "month_name": wording.month_name(month),
            "months": choices(months, month),
            "period": WINDOW_TITLES[definition.shown],
            "trend": WINDOW_TITLES[definition.trend],
            "current": wording.figure(row.current, row.unit) if row else "",
            "of_how_many": wording.of_how_many(row.current, row.unit, row.measured_in) if row else "",
            "meaning": wording.rating_meaning(row) if row else "",
            "reach": wording.reach(row) if row else "",
            "changes": wording.changes(row, month) if row else "",
            "variation": mark_safe(variation_icon(row.signals.variation)) if row else "",
            "variation_words": WORDS[row.signals.variation] if row and row.signals.variation else "",
            "assurance": mark_safe(assurance_icon(row.signals.assurance)) if row and row.minimum else "",
            "assurance_words": ASSURANCE_WORDS[row.signals.assurance] if row and row.signals.assurance else "",
            "limits": series.control is not None,
            "carries_over": series.control is not None and carries_over(series.values),
            "chart": mark_safe(chart_served(served, counted, ref, month)),
            "table": [
                (
                    each,
                    parts_of(definition, figure),
                    wording.number(figure.value, definition.unit)
                    if figure and figure.value is not None
                    else figure.note
                    if figure
                    else "no data",
                    point,
                )
                for each, figure, point in reversed(list(zip(series.months, series.figures, points, strict=True)))
            ],
            "dimensions": dimensions,
            "by": by,
            "breakdown": breakdown,
            "members": [
                (
                    member,
                    parts_of(definition, member.figure),
                    wording.number(member.figure.value, definition.unit)
                    if member.figure.value is not None
                    else wording.NO_CASES,
                )
                for member in (breakdown.members if breakdown else ())
            ],
            "with_parts": definition.unit != "count",
            "with_intervals": breakdown is not None and any(member.interval for member in breakdown.members),
            "funnel": mark_safe(funnel_served(served, counted, ref, month, by) or "") if by else "",
            **_elsewhere(served, ref),
            "versions": counted.book.indicator(ref),
            "distortions": [
                (
                    each,
                    wording.number(each.low, definition.unit) if each.low is not None else "no cases",
                    wording.number(each.high, definition.unit) if each.high is not None else "no cases",
                )
                for each in distortions_of(counted, ref, as_at, definition.shown)
            ],
            "commentary": commentaries_for(user, month).filter(ref=ref).first(),
            "publication": publication_in_force(month),
            "children": may(user.role, "surgery:children") and not definition.is_rate and definition.of_children,
        },
    )


def parts_of(definition: Definition, figure: Figure | None) -> tuple[str, ...]:
    """What a figure is counted from, as its table has columns: of a median how many, of a count the number."""
    if figure is None or figure.numerator is None:
        return ("",) if definition.unit in ("count", "median") else ("", "")
    if definition.unit == "count":
        return (wording.count(figure.numerator),)
    numerator, denominator = wording.parts(shown_of(figure, definition.scale), definition.unit)
    return (denominator,) if definition.unit == "median" else (numerator, denominator)


def _elsewhere(served: Served, ref: str) -> dict[str, object]:
    """What is published elsewhere beside an indicator; beside a count, what is published of its rate."""
    book, home = served.council.book, served.council.home
    rates = [name for name in book.named("indicator") if book.latest("indicator", name).header.get("rate_of") == ref]
    about = rates[0] if rates else ref
    return {
        "benchmarks": benchmarks_of(about, book=book, own=home.benchmarks, neighbours=home.neighbours),
        "benchmark_ref": about,
        "measures": measures_of(about, book),
        "attribution": attribution(),
    }


def _refused(
    request: HttpRequest, heading: str, sentence: str, *, status: int, months: tuple[Month, ...] = ()
) -> HttpResponse:
    """A page with one sentence that says what is wrong and what would mend it."""
    shown = {"section": "performance", "heading": heading, "sentence": sentence, "months": choices(months, None)}
    return render(request, "performance/refused.html", shown, status=status)


def choices(
    months: tuple[Month, ...], chosen: Month | None, report: HighlightReport | None = None
) -> list[dict[str, object]]:
    """The months to choose from, latest first, after the extract date where no month ended on it."""
    now: list[dict[str, object]] = []
    if report is not None and Month.of(report.extracted_on).end != report.extracted_on:
        name = f"As at {wording.day(report.extracted_on)}, when the records were extracted"
        now = [{"value": NOW, "name": name, "chosen": not report.ended}]
    return now + [
        {"value": str(month), "name": wording.month_name(month), "chosen": month == chosen}
        for month in sorted(months, reverse=True)
    ]
