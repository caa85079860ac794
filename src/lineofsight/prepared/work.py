"""What falls due, as a page lists it: by kind of work, by team and worker, overdue first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, Reader, everybody_for

#: How far the forward look reaches, in days from the extract date, which is day 0.
REACHES = (7, 14, 28)
#: Overdue work of children whose case has been closed is a recording fault, and not listed.
_DUE = {"overdue": "due_on < $now", **{str(days): f"due_on between $now and $now + {days}" for days in REACHES}}


@dataclass(frozen=True)
class Work:
    """Something that is due for a child. `days_overdue` is 0 where it isn't past its day."""

    place: int
    kind: str
    what: str
    group: str
    ref: str
    person_key: int
    id: str
    name: str
    event_id: str | None
    clock_start: dt.date | None
    due_on: dt.date
    days_overdue: int
    team_id: str | None
    team: str | None
    worker_id: str | None
    worker: str | None


@dataclass(frozen=True)
class Kind:
    """How much work of one kind is overdue, and falls due within each reach (each includes the one before)."""

    kind: str
    what: str
    group: str
    ref: str
    overdue: int
    within: tuple[int, ...]
    restricted: int


@dataclass(frozen=True)
class Lacking:
    what: str
    lacks: str


@dataclass(frozen=True)
class Filter:
    """Which work: of a kind, a group, a team, a worker, a child; overdue, or due within a reach (or overdue)."""

    kind: str = ""
    group: str = ""
    team: str = ""
    worker: str = ""
    child: str = ""
    due: str = ""  # "overdue", "7", "14", "28"; empty is overdue and the longest reach


def kinds_of_work(counted: Counted, reader: Reader, wanted: Filter | None = None) -> list[Kind]:
    """How much of each kind of work is overdue and to come, of the children that a reader may see."""
    everybody, values = everybody_for(reader, "work")
    where, values = _conditions(wanted or Filter(), values)
    counts = ", ".join(f"count(*) filter (not restricted and {_DUE[str(days)]})" for days in REACHES)
    rows = counted.database.execute(
        f"with everybody_seen as ({everybody}) "
        f"select kind, what, grouping, ref, count(*) filter (not restricted and {_DUE['overdue']}), {counts}, "
        f"count(*) filter (restricted and due_on <= $now + {REACHES[-1]}) "
        "from everybody_seen "
        f"where in_scope and {where} group by place, kind, what, grouping, ref order by place",
        values | {"now": counted.now},
    ).fetchall()
    names = ("kind", "what", "group", "ref", "overdue")
    return [Kind(**dict(zip(names, row, strict=False)), within=tuple(row[5:-1]), restricted=row[-1]) for row in rows]


def lacking_work(counted: Counted) -> list[Lacking]:
    """Kinds of work that can't be listed, and what they need."""
    rows = counted.database.execute("select what, lacks from forward_lacks order by rowid").fetchall()
    return [Lacking(*row) for row in rows]


def work_due(
    counted: Counted,
    reader: Reader,
    wanted: Filter | None = None,
    *,
    first: int = 0,
    most: int | None = 50,
    order: str = "due",
) -> tuple[list[Work], int]:
    """The work that a reader may see, the longest overdue first, and how many rows there are in all."""
    wanted = wanted or Filter()
    everybody, values = everybody_for(reader, "work")
    where, values = _conditions(wanted, values)
    due = _DUE.get(wanted.due, f"due_on <= $now + {REACHES[-1]}")
    values = values | {"now": counted.now}
    listed = f"from ({everybody}) as everybody_seen where {SEEN} and {due} and {where}"
    orders = {"due": "due_on", "team": "team nulls first, due_on", "worker": "worker nulls first, due_on"}
    page = f" limit {int(most)} offset {int(first)}" if most is not None else ""
    rows = counted.database.execute(
        f"select place, kind, what, grouping, ref, person_key, id, name, event_id, clock_start, due_on, "
        "greatest($now - due_on, 0) as days_overdue, team_id, team, worker_id, worker, count(*) over () "
        f"{listed} order by {orders.get(order, 'due_on')}, place, id, event_id{page}",
        values,
    ).fetchall()
    if rows or (first == 0 and most != 0):
        return [Work(*row[:-1]) for row in rows], rows[0][-1] if rows else 0
    total = counted.database.execute(f"select count(*) {listed}", values).fetchone()
    return [], total[0] if total else 0


def choices_of_work(counted: Counted, reader: Reader) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """The teams and workers that a reader's work can be filtered by, each with its name."""
    everybody, values = everybody_for(reader)
    pairs = ", ".join(
        f"list(distinct struct_pack(id := {name}_id, name := {name})) filter ({name}_id is not null)"
        for name in ("team", "worker")
    )
    row = counted.database.execute(
        f"with everybody_seen as ({everybody}) select {pairs} from everybody_seen where {SEEN}", values
    ).fetchone()
    teams, workers = ([(one["id"], one["name"]) for one in found or ()] for found in row or (None, None))
    return sorted(teams, key=_by_name), sorted(workers, key=_by_name)


def _by_name(choice: tuple[str, str]) -> tuple[str, str]:
    return choice[1] or "", choice[0]


def _conditions(wanted: Filter, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    conditions, found = ["true"], dict(values)
    columns = {"kind": "kind", "group": "grouping", "team": "team_id", "worker": "worker_id", "child": "id"}
    for name, column in columns.items():
        value = getattr(wanted, name)
        if value == "none" and name in ("team", "worker"):
            conditions.append(f"{column} is null")
        elif value:
            conditions.append(f"{column} = ${name}")
            found[name] = value
    return " and ".join(conditions), found
