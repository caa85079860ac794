"""Teams and workers: caseloads, what is due and overdue, and the children whom nobody works with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.prepared.caseloads import SAFETY, caseloads, children_of, safety_counts, safety_list
from lineofsight.prepared.work import REACHES, Filter, kinds_of_work, work_due
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.seen import PER_PAGE, here, page_asked, page_of, seen_by

#: Work that a team's or worker's page lists; the rest is a link away.
MOST_WORK = 25


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Each team with its caseload and what is due; no child is named."""
    with seen_by(request) as seen:
        rows = caseloads(seen.counted, seen.scope, "team")
        safety = safety_counts(seen.counted, seen.scope)
    return render(
        request,
        "surgery/teams.html",
        {
            "section": "teams",
            "heading": "Teams and workers",
            "rows": rows,
            "reaches": REACHES,
            "safety": [(name, SAFETY[name][0], count) for name, count in safety.items()],
            "now": seen.counted.now,
        },
    )


@require_safe
def team(request: HttpRequest, team_id: str) -> HttpResponse:
    """A team: its workers' caseloads, what is overdue and due with its children, and the children."""
    with seen_by(request) as seen:
        found = caseloads(seen.counted, seen.scope, "team", team=team_id)
        if not found:
            raise Http404
        workers = caseloads(seen.counted, seen.scope, "worker", team=team_id)
        return _page(request, seen, found[0].name, "Team", Filter(team=team_id), found[0], workers)


@require_safe
def worker(request: HttpRequest, worker_id: str) -> HttpResponse:
    """A worker: caseload, what is overdue and due, and the children."""
    with seen_by(request) as seen:
        found = caseloads(seen.counted, seen.scope, "worker", worker=worker_id)
        if not found:
            raise Http404
        return _page(request, seen, found[0].name, "Worker", Filter(worker=worker_id), found[0], found)


def _page(request, seen, name, kind, wanted, caseload, workers) -> HttpResponse:  # type: ignore[no-untyped-def]
    rows, due = work_due(seen.counted, seen.scope, wanted, most=MOST_WORK)
    people, restricted = children_of(seen.counted, seen.scope, team=wanted.team, worker=wanted.worker)
    kinds = [each for each in kinds_of_work(seen.counted, seen.scope, wanted) if each.overdue or any(each.within)]
    record_access(
        request,
        [*(row.id for row in rows), *(child.id for child in people)],
        what=f"{kind} {wanted.team or wanted.worker}: caseload and what is due",
        why=seen.scope.why,
        snapshot=seen.snapshot,
    )
    return render(
        request,
        "surgery/caseload.html",
        {
            "section": "teams",
            "heading": f"{kind}: {name}",
            "kind": kind,
            "name": name,
            "wanted": wanted,
            "caseload": caseload,
            "workers": workers,
            "rows": rows,
            "due": due,
            "kinds": kinds,
            "people": people,
            "restricted": restricted,
            "reaches": REACHES,
            "now": seen.counted.now,
        },
    )


@require_safe
def safety(request: HttpRequest, name: str) -> HttpResponse:
    """Children who may be in nobody's sight: without an allocated worker, or open and in no cohort."""
    if name not in SAFETY:
        raise Http404
    title, why, _, _ = SAFETY[name]
    number = page_asked(request)
    with seen_by(request) as seen:
        count = safety_counts(seen.counted, seen.scope)[name]
        people, restricted = (
            ([], 0)
            if count is None
            else safety_list(seen.counted, seen.scope, name, first=(number - 1) * PER_PAGE, most=PER_PAGE)
        )
        record_access(
            request,
            (child.id for child in people),
            what=f"Safety list: {title}",
            why=seen.scope.why,
            snapshot=seen.snapshot,
        )
    return render(
        request,
        "surgery/safety.html",
        {
            "section": "teams",
            "heading": title,
            "why": why,
            "count": count,
            "page": page_of(people, number, (count or 0) - restricted),
            "restricted": restricted,
            "here": here(request),
        },
    )
