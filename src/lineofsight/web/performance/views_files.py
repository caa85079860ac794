"""The highlight report as a file to save: workbook, PDF, slides, document or CSV."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.prepared.figures import months_offered
from lineofsight.reports import wording
from lineofsight.reports.highlight_files import write_highlight
from lineofsight.reports.numbers import versions_of
from lineofsight.reports.renderings import RENDERINGS
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.clock import today
from lineofsight.web.performance.reading import report_served
from lineofsight.web.seen import seen_by

#: The endings that the page offers, with what each is called and what it is to a browser.
FILES = {
    "pdf": ("accessible PDF", RENDERINGS["pdf"].content_type),
    "pptx": ("slides (PowerPoint)", RENDERINGS["pptx"].content_type),
    "docx": ("document (Word)", RENDERINGS["docx"].content_type),
    "xlsx": ("workbook (Excel)", RENDERINGS["xlsx"].content_type),
    "csv": ("figures alone (CSV)", "text/csv; charset=utf-8"),
}
NOW = "now"


@require_safe
@refusals_said("The highlight report", "performance")
def report_file(request: HttpRequest, month: str, suffix: str) -> HttpResponse:
    """The highlight report of a month (2023-03), or of the extract date ("now"). 404 where it can't be reported."""
    if suffix not in FILES:
        raise Http404
    with seen_by(request) as seen:
        months = months_offered(seen.counted)
        if month == NOW:
            asked = Month.of(seen.counted.snapshot.extracted_on)
        else:
            try:
                asked = Month.read(month)
            except ValueError:
                raise Http404 from None
            if asked not in months:
                raise Http404
        report = report_served(seen.served, seen.counted, asked, now=month == NOW)
        versions = versions_of(seen.counted.book, asked)
    scratch = Home(settings.LINEOFSIGHT_HOME).cache / "exports"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        file = Path(folder) / f"report.{suffix}"
        write_highlight(report, file, made_on=today(), versions=versions)
        content = file.read_bytes()
    response = HttpResponse(content, content_type=FILES[suffix][1])
    name = f"highlight-report-{wording.moment(report).replace(' ', '-')}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
