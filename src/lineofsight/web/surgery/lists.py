"""The children behind a figure: as a page that can be filtered, sorted and grouped, and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lineofsight.calendar import Month
from lineofsight.indicators.children import window_of
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.lists import GROUPS, NO_TEAM, NO_WORKER, SORTS, Listing, Row, Wanted, children_listed
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.seen import PER_PAGE, Seen, here, page_asked, page_of, seen_by
from lineofsight.web.workbooks import workbook

NOW = "now"
MET = (("no", "Not met"), ("yes", "Met"), ("", "All"))
SORT_NAMES = {
    "overdue": "Days overdue",
    "due": "Due",
    "started": "Clock start",
    "last": "Last event",
    "name": "Name",
    "team": "Team",
    "worker": "Worker",
}
REACHES = ("7", "14", "28")


@dataclass(frozen=True)
class AskedFor:
    """The list that an address asks for."""

    definition: Definition
    on: dt.date
    when: str
    window: str
    wanted: Wanted

    @property
    def moment(self) -> str:
        month = Month.of(self.on)
        return wording.month_name(month) if month.end == self.on else f"as at {wording.day(self.on)}"

    @property
    def in_words(self) -> str:
        """The filter in a sentence, as the export and the access log keep it."""
        wanted = self.wanted
        parts = [WINDOW_TITLES[self.window].lower(), self.moment]
        if wanted.met is not None:
            parts.append("met" if wanted.met else "not met")
        if wanted.overdue:
            parts.append("overdue")
        if wanted.due_within is not None:
            parts.append(f"due within {wanted.due_within} days")
        parts += [f"team {wanted.team}"] if wanted.team else []
        parts += [f"worker {wanted.worker}"] if wanted.worker else []
        return ", ".join(parts)


def asked_for(request: HttpRequest, counted: Counted, ref: str) -> AskedFor:
    """Reads the list that is asked for; 404 where there is no such indicator, month or window."""
    if ref not in counted.book.named("indicator"):
        raise Http404
    definition = counted.book.latest("indicator", ref)
    asked = request.POST if request.method == "POST" else request.GET
    when = asked.get("month", "")
    on = _day(counted, when)
    try:
        window = window_of(definition, asked.get("window") or None)
    except Refused:
        raise Http404 from None
    met = {"yes": True, "no": False}.get(asked.get("met", "no" if definition.better else ""))
    if definition.better == "lower" and "met" not in asked:
        met = True
    within = asked.get("within", "")
    sort, group = asked.get("sort", "overdue"), asked.get("group", "")
    wanted = Wanted(
        met=met,
        overdue=asked.get("overdue") == "yes",
        due_within=int(within) if within in REACHES else None,
        team=asked.get("team", "")[:100],
        worker=asked.get("worker", "")[:100],
        sort=sort if sort in SORTS else "overdue",
        group=group if group in GROUPS else "",
    )
    return AskedFor(definition, on, when, window, wanted)


def _day(counted: Counted, when: str) -> dt.date:
    if when == NOW or not when:
        month_ends = [day for day in counted.dates if Month.of(day).end == day]
        on = counted.now if when == NOW else month_ends[-1] if month_ends else counted.now
    else:
        try:
            on = Month.read(when).end
        except ValueError:
            raise Http404 from None
    if on is None or on not in counted.dates:
        raise Http404
    return on


@require_safe
def children(request: HttpRequest, ref: str) -> HttpResponse:
    """The children behind a figure, 50 on a page, who are not met and longest overdue first."""
    with seen_by(request) as seen:
        asked = asked_for(request, seen.counted, ref)
        number = page_asked(request)
        try:
            listing = _listed(seen, asked, first=(number - 1) * PER_PAGE, most=PER_PAGE)
        except Refused as refusal:
            return _without_children(request, seen, asked, str(refusal))
        page = page_of(with_groups(listing.rows, asked.wanted.group), number, listing.found)
        if page.number != number:  # beyond the last page
            listing = _listed(seen, asked, first=(page.number - 1) * PER_PAGE, most=PER_PAGE)
            page.object_list = with_groups(listing.rows, asked.wanted.group)
        _record(request, seen, asked, listing.rows, Access.How.VIEW)
    return render(
        request,
        "surgery/children.html",
        {
            "section": "performance",
            "asked": asked,
            "definition": asked.definition,
            "listing": listing,
            "page": page,
            "here": here(request),
            "met": MET,
            "chosen_met": {True: "yes", False: "no", None: ""}[asked.wanted.met],
            "sorts": SORT_NAMES.items(),
            "reaches": REACHES,
            "windows": [(name, WINDOW_TITLES[name]) for name in asked.definition.windows],
        },
    )


@require_POST
def export(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole list that is on the page, as a marked workbook."""
    with seen_by(request) as seen:
        asked = asked_for(request, seen.counted, ref)
        try:
            listing = _listed(seen, asked, first=0, most=None)
        except Refused as refusal:
            return _without_children(request, seen, asked, str(refusal))
        _record(request, seen, asked, listing.rows, Access.How.EXPORT)
    return workbook(
        seen,
        name=f"{ref} {asked.when or Month.of(asked.on)}",
        title=f"{ref} {asked.definition.title}: children",
        facts=[
            ("Figure", f"{ref} {asked.definition.title}"),
            ("Shown", asked.in_words),
            ("Definition from", str(asked.definition.valid_from)),
            ("Rows behind the figure", f"{listing.in_figure:,}"),
            ("Restricted records left out", f"{listing.restricted:,}"),
            ("Outside your scope, left out", f"{listing.elsewhere:,}"),
        ],
        columns=EXPORTED,
        rows=[exported(row) for row in listing.rows],
        group={"team": "Team", "worker": "Worker"}.get(asked.wanted.group),
    )


EXPORTED = (
    *(Column("Id"), Column("Name", width=26), Column("Born", "date"), Column("Event"), Column("Met", "yes_no")),
    *(Column("Clock start", "date"), Column("Due", "date"), Column("Days overdue", "number")),
    *(Column("Last event", "date"), Column("Team", width=26), Column("Worker", width=26)),
)


def exported(row: Row) -> tuple[object, ...]:
    return (
        *(row.id, row.name, row.born_on, row.event_id, row.met, row.clock_start, row.due_on, row.days_overdue),
        *(row.done_on, row.team or NO_TEAM, row.worker or NO_WORKER),
    )


def with_groups(rows: Sequence[Row], group: str) -> list[tuple[str, Row]]:
    """Each row with the heading that stands above it; empty where it is the same as of the row before."""
    found, before = [], None
    for row in rows:
        heading = {"team": row.team or NO_TEAM, "worker": row.worker or NO_WORKER}.get(group, "")
        found.append((heading if heading != before else "", row))
        before = heading
    return found


def _listed(seen: Seen, asked: AskedFor, *, first: int, most: int | None) -> Listing:
    return children_listed(
        seen.counted, asked.definition.name, asked.on, asked.window, seen.scope, asked.wanted, first=first, most=most
    )


def _record(request: HttpRequest, seen: Seen, asked: AskedFor, rows: Sequence[Row], how: Access.How) -> None:
    record_access(
        request,
        (row.id for row in rows),
        what=f"Children behind {asked.definition.name}: {asked.in_words}",
        why=seen.scope.why,
        how=how,
        snapshot=seen.snapshot,
    )


def _without_children(request: HttpRequest, seen: Seen, asked: AskedFor, sentence: str) -> HttpResponse:
    record_access(
        request, (), what=f"Children behind {asked.definition.name}", why=seen.scope.why, snapshot=seen.snapshot
    )
    shown = {"heading": f"{asked.definition.name} {asked.definition.title}", "sentence": sentence}
    return render(request, "performance/refused.html", shown, status=200)
