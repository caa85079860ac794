"""Children for programs: those behind a figure as far as the token's owner may see them, and what falls due.

Who was shown is written down, child by child, before anything is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Path, Query, Router, Schema

from lineofsight.calendar import Month
from lineofsight.indicators.children import COLUMNS, rows_behind, window_of
from lineofsight.indicators.definitions import WINDOW_TITLES
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, everybody_for
from lineofsight.prepared.work import Filter, kinds_of_work, work_due
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.api.answers import PageAnswer, Paged, all_as_csv, check_understood, page_of_json, wants_csv
from lineofsight.web.api.entry import reader_of
from lineofsight.web.api.figures import MONTH_OR_NOW, Window
from lineofsight.web.api.problems import Problem
from lineofsight.web.seen import Seen, seen_by

Ref = Annotated[str, Field(description="an indicator of the book", examples=["3.3", "2.1"])]


class ChildrenAsked(Paged):
    """Which rows behind a figure: without a month, of the latest that ended; without a window, of the report's."""

    month: str | None = Field(None, pattern=MONTH_OR_NOW, description="one month, as 2023-03, or now: the extract date")
    window: Window | None = Field(None, description="a window that the indicator declares")
    met: Literal["yes", "no"] | None = Field(None, description="in the numerator, or not")
    overdue: Literal["yes"] | None = Field(None, description="yes: past their due date alone")
    due_within: int | None = Field(None, ge=0, le=3660, description="falling due within so many days of the date")
    team: str = Field("", max_length=100, description="of a team, as the column `team` has it")


class ChildRow(Schema):
    """A child, or an event of a child, behind a figure. `team` and `worker`: those of the day that counts.

    `kind`: what the indicator splits its rows by; `amount`: what it measures of each, in the parts of its scale.
    """

    ref: str
    month: str
    window: str
    person_id: str
    event_id: str | None
    met: bool
    clock_start: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None
    days_overdue: int | None
    team: str
    worker: str
    kind: str | None
    amount: int | None


class ChildrenAnswer(PageAnswer):
    """`figure` rows stand behind the figure (the denominator): `seen` can be read with this token, `restricted` and
    `elsewhere` (outside the owner's scope) can't, and the three add up. `total`: those seen that match what was asked.
    """

    figure: int
    seen: int
    restricted: int
    elsewhere: int
    rows: list[ChildRow]


router = Router()


@router.get(
    "/figures/{ref}/children",
    response=ChildrenAnswer,
    url_name="children",
    operation_id="children",
    summary="Children behind a figure",
)
def children(request: HttpRequest, ref: Path[Ref], asked: Query[ChildrenAsked]) -> HttpResponseBase:
    """The rows behind a figure, the longest overdue first. Each child that is read is written down in the log."""
    reader_of(request, "api:children")
    check_understood(request, asked)
    as_csv = wants_csv(request, asked)
    with seen_by(request) as seen:
        counted = seen.counted
        if ref not in counted.book.named("indicator"):
            raise Problem(404, f"There is no such indicator: the book has {', '.join(counted.book.named('indicator'))}")
        on = _day(counted, asked.month)
        try:
            window = window_of(counted.book.latest("indicator", ref), asked.window)
            listed, values = _listed(seen, ref, on, window)
        except Refused as refusal:
            raise Problem(404, str(refusal)) from None
        matches, values = _matches(asked, on, values)
        figure, restricted, elsewhere, total = counted.database.execute(
            f"{listed} select count(*), count(*) filter (in_scope and restricted), count(*) filter (not in_scope), "
            f"count(*) filter ({SEEN} and {matches}) from listed",
            values,
        ).fetchone() or (0, 0, 0, 0)
        page = "" if as_csv else f" limit {asked.limit} offset {asked.offset}"
        month = str(Month.of(on)) if Month.of(on).end == on else str(on)
        rows = counted.database.execute(
            f"{listed} select $ref, $month, $window, person_id, event_id, met, clock_start, due_on, done_on, "
            f"days_overdue, team, worker, kind, amount from listed where {SEEN} and {matches} "
            f"order by days_overdue desc nulls last, due_on nulls last, person_id, event_id{page}",
            values | {"ref": ref, "month": month, "window": window},
        ).fetchall()
        _record(request, seen, [row[3] for row in rows], f"Children behind {ref}: {_in_words(asked, month, window)}")
    left_out = {"figure": figure, "seen": figure - restricted - elsewhere}
    left_out |= {"restricted": restricted, "elsewhere": elsewhere}
    return _answer(request, asked, as_csv, "children", COLUMNS, rows, total, seen, left_out)


def _listed(seen: Seen, ref: str, on: dt.date, window: str) -> tuple[str, dict[str, Any]]:
    """The rows behind a figure, each with whether the reader may see it."""
    everybody, values = everybody_for(seen.scope)
    return (
        f"with behind as ({rows_behind(seen.counted, ref, on, window)}), everybody_seen as ({everybody}), "
        "listed as (select behind.*, in_scope, restricted from behind "
        "join everybody_seen on everybody_seen.person_key = behind.person_key)"
    ), values


def _matches(asked: ChildrenAsked, on: dt.date, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    conditions = ["true"]
    if asked.met is not None:
        conditions.append("met" if asked.met == "yes" else "not met")
    if asked.overdue:
        conditions.append("days_overdue > 0")
    if asked.due_within is not None:
        conditions.append(f"due_on between date '{on}' and date '{on}' + {int(asked.due_within)}")
    if asked.team:
        conditions.append("team = $team")
        values = values | {"team": asked.team}
    return " and ".join(conditions), values


def _day(counted: Counted, when: str | None) -> dt.date:
    ends = [day for day in counted.dates if Month.of(day).end == day]
    on: dt.date | None
    if when is None:
        on = ends[-1] if ends else counted.now
    elif when == "now":
        on = counted.now
    else:
        try:
            on = Month.read(when).end
        except ValueError:
            on = None
    if on is None or on not in counted.dates:
        kept = f"from {Month.of(ends[0])} to {Month.of(ends[-1])}" if ends else "now alone"
        raise Problem(404, f"There are no figures of this month: those that are kept are {kept}")
    return on


def _in_words(asked: ChildrenAsked, month: str, window: str) -> str:
    parts = [WINDOW_TITLES[window].lower(), month]
    parts += [{"yes": "met", "no": "not met"}[asked.met]] if asked.met else []
    parts += ["overdue"] if asked.overdue else []
    parts += [f"due within {asked.due_within} days"] if asked.due_within is not None else []
    parts += [f"team {asked.team}"] if asked.team else []
    return ", ".join(parts)


class DueAsked(Paged):
    """Which work: without `due`, what is overdue and what falls due in the next 28 days."""

    kind: str = Field("", max_length=100, description="one kind of work, as the column `kind` has it")
    team: str = Field("", max_length=100, description="a team's id, or none")
    worker: str = Field("", max_length=100, description="a worker's id, or none")
    due: Literal["overdue", "7", "14", "28"] | None = Field(None, description="overdue, or within so many days")


class DueRow(Schema):
    """Something that is due for a child. `team` and `worker`: who is allocated now."""

    kind: str
    what: str
    group: str
    ref: str
    person_id: str
    event_id: str | None
    clock_start: dt.date | None
    due_on: dt.date
    days_overdue: int
    team_id: str | None
    team: str | None
    worker_id: str | None
    worker: str | None


DUE_COLUMNS = tuple(DueRow.model_fields)


class DueAnswer(PageAnswer):
    """`restricted`: duties, overdue or within 28 days, of restricted children in scope; not among the rows."""

    restricted: int
    rows: list[DueRow]


@router.get("/due", response=DueAnswer, url_name="due", operation_id="due", summary="What falls due")
def due(request: HttpRequest, asked: Query[DueAsked]) -> HttpResponseBase:
    """What is overdue and falls due at the extract date, the longest overdue first. Each child is written down."""
    reader_of(request, "api:due")
    check_understood(request, asked)
    as_csv = wants_csv(request, asked)
    wanted = Filter(kind=asked.kind, team=asked.team, worker=asked.worker, due=asked.due or "")
    with seen_by(request) as seen:
        first, most = (0, None) if as_csv else (asked.offset, asked.limit)
        found, total = work_due(seen.counted, seen.scope, wanted, first=first, most=most)
        restricted = sum(kind.restricted for kind in kinds_of_work(seen.counted, seen.scope, wanted))
        rows = [
            (
                *(one.kind, one.what, one.group, one.ref, one.id, one.event_id, one.clock_start, one.due_on),
                *(one.days_overdue, one.team_id, one.team, one.worker_id, one.worker),
            )
            for one in found
        ]
        named = [
            f"{name} {value}" for name in ("kind", "team", "worker", "due") if (value := getattr(asked, name) or "")
        ]
        _record(request, seen, [one.id for one in found], ", ".join(["What falls due", *named]))
    return _answer(request, asked, as_csv, "due", DUE_COLUMNS, rows, total, seen, {"restricted": restricted})


def _record(request: HttpRequest, seen: Seen, people: Sequence[str], what: str) -> None:
    record_access(request, people, what=what, why=seen.scope.why, how=Access.How.INTERFACE, snapshot=seen.snapshot)


def _answer(
    request: HttpRequest,
    asked: Paged,
    as_csv: bool,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    total: int,
    seen: Seen,
    left_out: dict[str, int],
) -> HttpResponseBase:
    """The rows, and beside them (CSV: in headers) what there is that isn't among them."""
    if as_csv:
        answer: HttpResponseBase = all_as_csv(name, columns, rows)
        for what, number in left_out.items():
            answer[f"Rows-{what.title()}"] = str(number)
        return answer
    facts = {"snapshot": seen.snapshot, "extracted_on": str(seen.counted.snapshot.extracted_on), "total": total}
    facts |= {"limit": asked.limit, "offset": asked.offset, **left_out}
    return page_of_json(request, columns, rows, facts)  # type: ignore[no-any-return]
