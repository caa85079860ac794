"""The children behind a figure, as a page or a workbook lists them: filtered, sorted, grouped, and never more than
the reader may see. What is left out is counted, so that rows + restricted + elsewhere = the figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lineofsight.indicators.children import check_has_children
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, Reader, everybody_for

COLUMNS = (
    *("person_key", "id", "name", "born_on", "event_id", "met", "clock_start", "due_on", "done_on"),
    *("days_overdue", "team_id", "team", "worker_id", "worker"),
)
#: What a list can be sorted by, each with the columns that decide.
SORTS: Mapping[str, str] = {
    "overdue": "days_overdue desc nulls last, due_on nulls last",
    "due": "due_on nulls last",
    "started": "clock_start nulls last",
    "last": "done_on nulls first",
    "name": "name, id",
    "team": "team nulls last, worker nulls last",
    "worker": "worker nulls last",
}
GROUPS = ("team", "worker")
NO_TEAM, NO_WORKER = "No team", "No allocated worker"


@dataclass(frozen=True)
class Wanted:
    """Which rows of a list: in the numerator or not, overdue, due within days, of a team, of a worker; and how."""

    met: bool | None = None
    overdue: bool = False
    due_within: int | None = None
    team: str = ""
    worker: str = ""
    sort: str = "overdue"
    group: str = ""


@dataclass(frozen=True)
class Row:
    """A child (or an event of a child) behind a figure. `team` and `worker`: those of the child now."""

    person_key: int
    id: str
    name: str
    born_on: dt.date | None
    event_id: str | None
    met: bool
    clock_start: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None
    days_overdue: int | None
    team_id: str | None
    team: str | None
    worker_id: str | None
    worker: str | None


@dataclass(frozen=True)
class Listing:
    """A page of a list. `rows` of `found` rows that match; of the whole figure `in_figure` rows, `restricted` of them
    not shown to this reader, and `elsewhere` outside the reader's scope. `teams` and `workers`: what can be chosen.
    """

    rows: tuple[Row, ...]
    found: int
    in_figure: int
    restricted: int
    elsewhere: int
    teams: tuple[tuple[str, str], ...] = ()
    workers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def seen(self) -> int:
        return self.in_figure - self.restricted - self.elsewhere


def children_listed(
    counted: Counted,
    ref: str,
    on: dt.date,
    window: str,
    reader: Reader,
    wanted: Wanted | None = None,
    *,
    first: int = 0,
    most: int | None = 50,
) -> Listing:
    """The rows behind a figure that a reader may see: `most` of them from `first` on, or all.

    Refused (problems.Refused) where the figure has no data. `counted`: a prepared file's.
    """
    wanted = wanted or Wanted()
    everybody, values = everybody_for(reader)
    matches, values = _conditions(wanted, on, values)
    order = SORTS.get(wanted.sort, SORTS["overdue"])
    if wanted.group in GROUPS:
        order = f"{wanted.group} nulls first, {order}"
    order = f"{order}, id, event_id"
    page = f" limit {int(most)} offset {int(first)}" if most is not None else ""
    found = counted.database.execute(
        f"with behind as ({_behind(counted, ref, on, window)}), everybody_seen as ({everybody}), "
        "listed as materialized (select everybody_seen.person_key, id, name, born_on, team_id, team, worker_id, "
        "worker, in_scope, restricted, behind.event_id, behind.met, behind.clock_start, "
        "behind.due_on, behind.done_on, behind.days_overdue from behind "
        "join everybody_seen on everybody_seen.person_key = behind.person_key), "
        "facts as (select count(*), count(*) filter (in_scope and restricted), count(*) filter (not in_scope), "
        f"count(*) filter ({SEEN} and {matches}), "
        f"list(distinct struct_pack(id := team_id, name := team)) filter ({SEEN} and team_id is not null), "
        f"list(distinct struct_pack(id := worker_id, name := worker)) filter ({SEEN} and worker_id is not null) "
        "from listed), "
        f"page as (select {', '.join(COLUMNS)} from listed where {SEEN} and {matches} order by {order}{page}) "
        f"select facts.*, (select list(page order by {order}) from page) from facts",
        values,
    ).fetchone()
    assert found is not None
    in_figure, restricted, elsewhere, matching, teams, workers, rows = found
    return Listing(
        tuple(Row(**row) for row in rows or ()),
        *(matching, in_figure, restricted, elsewhere, _choices(teams), _choices(workers)),
    )


def _behind(counted: Counted, ref: str, on: dt.date, window: str) -> str:
    """The rows of `indicators.children.rows_behind` without the team and the worker of that day, which a page does not
    show: to join these costs more than all the rest. A test holds the two against each other.
    """
    check_has_children(counted, ref, on, window)
    table, at = counted.evidence[ref], f"date '{on}'"
    columns = "person_id as person_key, {event_id} as event_id, met, clock_start, due_on, done_on"
    overdue = "case when due_on is not null then greatest({measured} - due_on, 0) end as days_overdue"
    if not counted.book.latest("indicator", ref).is_event:
        return (
            f"select {columns.format(event_id='cast(null as varchar)')}, {overdue.format(measured=at)} "
            f"from {table} where as_at = {at}"
        )
    measured = f"least(coalesce(done_on, {at}), {at})"
    return (
        f"select {columns.format(event_id='event_id')}, {overdue.format(measured=measured)} from {table} "
        f"where event_date <= {at} and coalesce(counts_from, event_date) <= {at} and event_date >= "
        f"(select first_day from windows where as_at = {at} and time_window = '{window}')"
    )


def _choices(found: Sequence[Mapping[str, str]] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((one["id"], one["name"]) for one in found or ()), key=lambda one: (one[1] or "", one[0])))


def _conditions(wanted: Wanted, on: dt.date, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    conditions = ["true"]
    if wanted.met is not None:
        conditions.append("met" if wanted.met else "not met")
    if wanted.overdue:
        conditions.append("days_overdue > 0")
    if wanted.due_within is not None:
        conditions.append(f"due_on between date '{on}' and date '{on}' + {int(wanted.due_within)}")
    for name, value in (("team", wanted.team), ("worker", wanted.worker)):
        if value == "none":
            conditions.append(f"{name}_id is null")
        elif value:
            conditions.append(f"{name}_id = ${name}")
            values = {**values, name: value}
    return " and ".join(conditions), values
