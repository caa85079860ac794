"""Pages of the lists that show children: rows behind the counts, and the workbook."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.annex_a.kept_run import children_in, kept_sheets, kept_title
from lineofsight.annex_a.ods import write_ods
from lineofsight.annex_a.xlsx import write_xlsx
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.inspection.lists.children import KINDS, behind, choices
from lineofsight.web.inspection.lists.forms import DownloadForm
from lineofsight.web.inspection.lists.pages import called, list_crumbs, the_known, the_list, the_run
from lineofsight.web.inspection.pages import said_why
from lineofsight.web.seen import PER_PAGE, here, page_asked, page_of, seen_by
from lineofsight.web.workbooks import XLSX

ODS = "application/vnd.oasis.opendocument.spreadsheet"
WRITERS = {"xlsx": (write_xlsx, XLSX), "ods": (write_ods, ODS)}


@require_safe
@said_why
def run_list_children(request: HttpRequest, run_id: str, number: int, what: str) -> HttpResponse:
    """The rows behind a count of a list, those of children whom the person may see, 50 on a page."""
    kind = KINDS.get(what)
    if kind is None:
        raise Http404
    run, _, found = the_list(run_id, number)
    asked = {heading: request.GET.get(_name(heading), "")[:200] for heading in kind.filters}
    with seen_by(request) as seen:
        rows = behind(seen, run, number, kind, asked)
        page = page_of((), page_asked(request), rows.found)
        lines = rows.lines[(page.number - 1) * PER_PAGE : page.number * PER_PAGE]
        page.object_list = lines
        every = behind(seen, run, number, kind, {}) if any(asked.values()) else rows
        record_access(
            request,
            (line.id for line in lines if line.id),
            what=f"Annex A, run {run.id}, List {number}: {kind.title.lower()}",
            why=seen.scope.why,
            snapshot=seen.snapshot,
        )
    shown = {
        "section": "inspection",
        "heading": kind.title,
        "crumbs": list_crumbs(run, number),
        "caption": f"List {number}, {found.title}, {called(run)}",
        "kind": kind,
        "rows": rows,
        "page": page,
        "here": here(request),
        "filters": [
            (_name(heading), heading, choices(every, kind, heading), asked[heading]) for heading in kind.filters
        ],
    }
    return render(request, "inspection/list_children.html", shown)


@require_POST
@said_why
def download_lists(request: HttpRequest, run_id: str) -> HttpResponse:
    """The workbook of a run, from what the run keeps; rows of restricted records only for who is named for them."""
    run = the_run(run_id)
    the_known(run)
    form = DownloadForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose a format and which sheets.")
    lists_alone, ending = form.cleaned_data["which"] == "lists", form.cleaned_data["file_format"]
    with seen_by(request) as seen:
        if not seen.scope.everybody:
            raise Refused("The workbook holds all children: it is taken by those alone who see them all.")
        there = children_in(run, lists_alone=lists_alone)
        former = seen.served.former_ids
        hidden = {child for child in there if {child, former.get(child, child)} & seen.scope.hidden}
        title, made_at = kept_title(run)
        writer, kind = WRITERS[ending]
        scratch = Home(settings.LINEOFSIGHT_HOME).cache / "exports"
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            file = Path(folder) / f"annex-a.{ending}"
            made = kept_sheets(run, lists_alone=lists_alone, without=hidden)
            writer(file, made, title=title, made_at=made_at)
            text = file.read_bytes()
        record_access(
            request,
            sorted(there - hidden),
            what=f"Annex A, run {run.id}: {'lists alone' if lists_alone else 'all sheets'}, {ending}",
            why=seen.scope.why,
            how=Access.How.EXPORT,
            snapshot=run.snapshot,
        )
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="annex-a-{run.id}{"" if lists_alone else "-all"}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _name(heading: str) -> str:
    """The name of a filter in an address."""
    return re.sub(r"[^a-z]+", "_", heading.lower())
