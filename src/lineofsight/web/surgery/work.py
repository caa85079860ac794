"""What falls due: how much of each kind of work, the forecast of the month's end, and the work itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.indicators.forward import Forecast, forecast, next_month_end
from lineofsight.prepared.lists import NO_TEAM, NO_WORKER
from lineofsight.prepared.work import (
    REACHES,
    Filter,
    Work,
    choices_of_work,
    kinds_of_work,
    lacking_work,
    work_due,
)
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.seen import PER_PAGE, Seen, here, page_asked, page_of, seen_by
from lineofsight.web.workbooks import workbook

DUE = (("", "Overdue and the next 28 days"), ("overdue", "Overdue"), *((str(n), f"Next {n} days") for n in REACHES))
ORDERS = (("due", "Due date"), ("team", "Team"), ("worker", "Worker"))


def _asked(request: HttpRequest) -> tuple[Filter, str]:
    asked = request.POST if request.method == "POST" else request.GET
    fields = {name: asked.get(name, "")[:100] for name in ("kind", "group", "team", "worker", "due")}
    order = asked.get("order", "due")
    return Filter(**fields), order if order in dict(ORDERS) else "due"


@require_safe
def forward(request: HttpRequest) -> HttpResponse:
    """How much is overdue and falls due in 7, 14 and 28 days, by kind of work, and what the month's end will be."""
    wanted, _ = _asked(request)
    with seen_by(request) as seen:
        kinds = kinds_of_work(seen.counted, seen.scope, wanted)
        teams, workers = choices_of_work(seen.counted, seen.scope)
        lacking = lacking_work(seen.counted)
        now = seen.counted.now
        assert now is not None
        month = next_month_end(now)
        of_teams = [wanted.team] if wanted.team else None if seen.scope.everybody else sorted(seen.scope.teams)
        forecasts = [
            (seen.counted.book.latest("indicator", ref), found)
            for ref in seen.counted.book.named("indicator")
            if not wanted.worker and (found := forecast(seen.counted, ref, month, of_teams)) is not None
        ]
        targets = {definition.name: definition.target_at(month) for definition, _ in forecasts}
    return render(
        request,
        "surgery/forward.html",
        {
            "section": "forward",
            "heading": "What falls due",
            "kinds": kinds,
            "reaches": REACHES,
            "lacking": lacking,
            "wanted": wanted,
            "teams": teams,
            "workers": workers,
            "now": now,
            "month": wording.month_name(month),
            "forecasts": [
                _forecast_row(definition.name, definition.title, definition.better, found, targets[definition.name])
                for definition, found in forecasts
            ],
        },
    )


def _forecast_row(ref: str, title: str, better: str, found: Forecast, target: object) -> dict[str, object]:
    def written(numerator: int) -> str:
        share = found.share(numerator)
        return "no cases" if share is None else f"{wording.number(share, 'percent')}"

    return {
        "ref": ref,
        "title": title,
        "better": better,
        "found": found,
        "now": written(found.numerator),
        "none": written(found.if_none),
        "all": written(found.if_all),
        "target": target,
    }


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The work itself, the longest overdue first."""
    wanted, order = _asked(request)
    number = page_asked(request)
    with seen_by(request) as seen:
        rows, found = work_due(
            seen.counted, seen.scope, wanted, first=(number - 1) * PER_PAGE, most=PER_PAGE, order=order
        )
        kinds = kinds_of_work(seen.counted, seen.scope)
        teams, workers = choices_of_work(seen.counted, seen.scope)
        restricted = sum(kind.restricted for kind in kinds_of_work(seen.counted, seen.scope, wanted))
        _record(request, seen, rows, wanted, Access.How.VIEW)
    return render(
        request,
        "surgery/work.html",
        {
            "section": "forward",
            "heading": "Work that falls due",
            "page": page_of(rows, number, found),
            "found": found,
            "here": here(request),
            "wanted": wanted,
            "order": order,
            "orders": ORDERS,
            "dues": DUE,
            "kinds": kinds,
            "teams": teams,
            "workers": workers,
            "restricted": restricted,
            "now": seen.counted.now,
        },
    )


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """All of the work that is on the page, as a marked workbook."""
    wanted, order = _asked(request)
    with seen_by(request) as seen:
        rows, _ = work_due(seen.counted, seen.scope, wanted, most=None, order=order)
        _record(request, seen, rows, wanted, Access.How.EXPORT)
    return workbook(
        seen,
        name="what falls due",
        title="What falls due",
        facts=[("Shown", _in_words(wanted))],
        columns=(
            *(Column("What", width=32), Column("Id"), Column("Name", width=26), Column("Clock start", "date")),
            *(Column("Due", "date"), Column("Days overdue", "number"), Column("Team", width=26)),
            Column("Worker", width=26),
        ),
        rows=[
            (
                *(row.what, row.id, row.name, row.clock_start, row.due_on, row.days_overdue),
                *(row.team or NO_TEAM, row.worker or NO_WORKER),
            )
            for row in rows
        ],
        group={"team": "Team", "worker": "Worker"}.get(order),
    )


def _in_words(wanted: Filter) -> str:
    parts = [dict(DUE).get(wanted.due, DUE[0][1]).lower()]
    parts += [f"{name} {value}" for name in ("kind", "group", "team", "worker") if (value := getattr(wanted, name))]
    return ", ".join(parts)


def _record(request: HttpRequest, seen: Seen, rows: list[Work], wanted: Filter, how: Access.How) -> None:
    record_access(
        request,
        (row.id for row in rows),
        what=f"What falls due: {_in_words(wanted)}",
        why=seen.scope.why,
        how=how,
        snapshot=seen.snapshot,
    )
