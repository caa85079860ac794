"""The page of the highlight report. Thin: the report is built, worded and marked up in the room of the reports."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import build, html, wording
from lineofsight.reports.model import HighlightReport

#: What stands for the extract date among the months to choose from.
NOW = "now"


@require_safe
def highlight(request: HttpRequest) -> HttpResponse:
    """The highlight report of the latest month, of `?month=2023-03`, or of the extract date (`?month=now`).

    400 where that is no month, 404 where it can't be reported; where nothing is loaded a page says what to do.
    """
    home: Path = settings.LINEOFSIGHT_HOME
    asked = request.GET.get("month")
    try:
        month = Month.read(asked) if asked and asked != NOW else None
    except ValueError:
        sentence = "That is not a month. Write it as year and month, for example 2023-03."
        return _refused(request, "There is a problem with the month", sentence, status=400)
    try:
        months = build.available_months(home)
    except Refused as refusal:
        return _refused(request, "There is nothing to report yet", str(refusal), status=200)
    if month and month not in months:
        sentence = f"{wording.month_name(month)} can't be reported from the records that are loaded."
        return _refused(request, "There is no report for that month", sentence, status=404, months=months)
    try:
        report = build.highlight_report(home, month, now=asked == NOW)
    except Refused as refusal:
        return _refused(request, "The report can't be made", str(refusal), status=404 if month else 200)
    return render(
        request,
        "performance/highlight.html",
        {
            "heading": wording.heading(report),
            "months": _choices(months, report.month, report),
            "provenance": wording.provenance(report),
            "made_up": report.made_up,
            "report": mark_safe(html.body(report)),  # its builder escapes every text
        },
    )


def _refused(
    request: HttpRequest, heading: str, sentence: str, *, status: int, months: tuple[Month, ...] = ()
) -> HttpResponse:
    """A page with one sentence that says what is wrong and what would mend it."""
    shown = {"heading": heading, "sentence": sentence, "months": _choices(months, None)}
    return render(request, "performance/refused.html", shown, status=status)


def _choices(
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
