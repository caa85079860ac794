"""Who works with how many children, what is due with them, and the children whom nobody works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.child import _FOUND, Found
from lineofsight.prepared.seeing import SEEN, Reader, everybody_for
from lineofsight.prepared.work import REACHES


@dataclass(frozen=True)
class Caseload:
    """A team or a worker: open cases, restricted ones among them, and how much work is overdue and to come.

    `within` is how much falls due in each of `work.REACHES`. Work of restricted children is counted, not listed.
    """

    id: str
    name: str
    team_id: str
    team: str
    children: int
    restricted: int
    workers: int
    overdue: int
    children_overdue: int
    within: tuple[int, ...]

    @property
    def each(self) -> float:
        """Open cases for each worker who has any."""
        return self.children / self.workers if self.workers else 0.0


def caseloads(counted: Counted, reader: Reader, by: str, *, team: str = "", worker: str = "") -> list[Caseload]:
    """The caseloads of teams or workers (`by` is "team" or "worker"), of the children in a reader's scope.

    A worker who holds children in two teams has a row in each.
    """
    everybody, values = everybody_for(reader)
    group, name = ("team_id", "team") if by == "team" else ("worker_id, team_id", "worker")
    within = ", ".join(f"cast(sum(within_{days}) as integer)" for days in REACHES)
    conditions = ["in_scope", "is_open", "worker_id is not null" if by == "worker" else "team_id is not null"]
    for column, value in (("team_id", team), ("worker_id", worker)):
        if value:
            conditions.append(f"{column} = ${column}")
            values = values | {column: value}
    rows = counted.database.execute(
        f"select {'team_id' if by == 'team' else 'worker_id'}, any_value({name}), coalesce(any_value(team_id), ''), "
        "coalesce(any_value(team), ''), count(*), count(*) filter (restricted), count(distinct worker_id), "
        f"cast(sum(overdue) as integer), count(*) filter (overdue > 0), {within} from ({everybody}) as everybody_seen "
        f"where {' and '.join(conditions)} group by {group} order by 4, 2, 1",
        values,
    ).fetchall()
    names = ("id", "name", "team_id", "team", "children", "restricted", "workers", "overdue", "children_overdue")
    return [Caseload(**dict(zip(names, row, strict=False)), within=tuple(row[9:])) for row in rows]


def children_of(counted: Counted, reader: Reader, *, team: str = "", worker: str = "") -> tuple[list[Found], int]:
    """The open cases of a team or worker that a reader may see, and how many more are restricted."""
    column, value = ("team_id", team) if team else ("worker_id", worker)
    return _people(counted, reader, f"is_open and {column} = $value", {"value": value})


#: The safety list: children who may be in nobody's sight. What, why it matters, and the condition.
SAFETY = {
    "no-worker": (
        "Open cases with no allocated worker",
        "Nobody is named for these children today: allocate each of them, or close what is not open.",
        "is_open and worker_id is null and team_id is null",
        ("open_cases",),
    ),
    "no-cohort": (
        "Open cases in no cohort",
        "These children are open, and neither in need, on a plan, in our care nor care leavers: no visit or review "
        "of theirs is in any figure but management oversight. Each should be in assessment, stepping down, or have "
        "another reason to be open.",
        "person_key in (select person_id from open_elsewhere where as_at = $now)",
        ("open_elsewhere",),
    ),
}


def safety_counts(counted: Counted, reader: Reader) -> dict[str, int | None]:
    """How many children each safety list holds, in the reader's scope; None where it can't be told."""
    told = [name for name in SAFETY if _can_be_told(counted, name)]
    if not told:
        return dict.fromkeys(SAFETY)
    everybody, values = everybody_for(reader)
    counts = ", ".join(f"count(*) filter ({SAFETY[name][2]})" for name in told)
    row = counted.database.execute(
        f"with everybody_seen as ({everybody}) select {counts} from everybody_seen where in_scope",
        values | ({"now": counted.now} if "$now" in counts else {}),
    ).fetchone()
    assert row is not None
    found = dict(zip(told, row, strict=True))
    return {name: found.get(name) for name in SAFETY}


def _can_be_told(counted: Counted, name: str) -> bool:
    return counted.now is not None and not any(
        counted.lacks("cohort", cohort, counted.now) for cohort in SAFETY[name][3]
    )


def safety_list(
    counted: Counted, reader: Reader, name: str, *, first: int = 0, most: int | None = None
) -> tuple[list[Found], int]:
    """The children of a safety list whom a reader may see, and how many more are restricted."""
    condition = SAFETY[name][2]
    values: dict[str, Any] = {"now": counted.now} if "$now" in condition else {}
    return _people(counted, reader, condition, values, first=first, most=most)


def _people(
    counted: Counted, reader: Reader, condition: str, more: dict[str, Any], *, first: int = 0, most: int | None = None
) -> tuple[list[Found], int]:
    everybody, values = everybody_for(reader)
    page = f" limit {int(most)} offset {int(first)}" if most is not None else ""
    listed = f"with everybody_seen as ({everybody}) "
    restricted = 0
    if reader.hidden:
        row = counted.database.execute(
            f"{listed} select count(*) from everybody_seen where in_scope and restricted and {condition}", values | more
        ).fetchone()
        restricted = int(row[0]) if row else 0
    rows = counted.database.execute(
        f"{listed} select {_FOUND} from everybody_seen where {SEEN} and {condition} "
        f"order by team nulls first, worker nulls first, name, id{page}",
        values | more,
    ).fetchall()
    return [Found(*one) for one in rows], restricted
