"""The children behind a figure: each row of its evidence with the clock, the team and the worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import MEASURED, Definition
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import NOT_KNOWN
from lineofsight.problems import Refused

#: The breakdowns that a list of children shows: `count` must have been asked for them, in this order.
LISTED_WITH = ("team", "worker")
COLUMNS = (
    *("ref", "month", "window", "person_id", "event_id", "met", "clock_start"),
    *("due_on", "done_on", "days_overdue", "team", "worker", "kind", "amount"),
)


@dataclass(frozen=True)
class Asked:
    """Which children of a figure: `met` in the numerator or not, overdue, or due within days of the date."""

    met: bool | None = None
    overdue: bool = False
    due_within: int | None = None


def window_of(definition: Definition, window: str | None) -> str:
    """The window asked for, or the one that the report shows; refused where it isn't declared."""
    if window is None:
        return definition.shown
    if window not in definition.windows:
        raise Refused(f"{definition.name} has no window {window!r}: it declares {', '.join(definition.windows)}")
    return window


def children_behind(
    counted: Counted, ref: str, on: dt.date, window: str, asked: Asked | None = None
) -> list[tuple[object, ...]]:
    """The rows behind a figure (COLUMNS), the longest overdue first.

    All rows are the denominator, those with `met` the numerator. `days_overdue` is the calendar days past `due_on`
    (0 where it is not past; empty where there is no clock). Overdue means past its due date: an event that was
    done late is overdue by the days that it was late. Refused where the figure has no data.
    """
    asked = asked or Asked()
    at = f"date '{on}'"
    conditions = ["true"]
    if asked.met is not None:
        conditions.append("met" if asked.met else "not met")
    if asked.overdue:
        conditions.append("days_overdue > 0")
    if asked.due_within is not None:
        conditions.append(f"due_on between {at} and {at} + {int(asked.due_within)}")
    return counted.database.execute(
        f"with listed as ({rows_behind(counted, ref, on, window)}) "
        f"select '{ref}', '{Month.of(on) if Month.of(on).end == on else on}', '{window}', person_id, event_id, met, "
        "clock_start, due_on, done_on, days_overdue, team, worker, kind, amount from listed "
        f"where {' and '.join(conditions)} "
        "order by days_overdue desc nulls last, due_on nulls last, person_id, event_id"
    ).fetchall()


def check_has_children(counted: Counted, ref: str, on: dt.date, window: str) -> None:
    """Refused where no children stand behind a figure: a rate, or a figure that has no data."""
    latest = counted.book.latest("indicator", ref)
    if latest.is_rate:
        raise Refused(f"{ref} is a rate: ask for the children behind {latest.header['rate_of']}")
    if not latest.of_children:
        raise Refused(f"{ref} counts no children: there is nobody to list")
    if lack := counted.lacks("indicator", ref, on, window):
        raise Refused(f"{ref} has {lack}" if lack.startswith("no data") else f"{ref} is {lack}")


@dataclass(frozen=True)
class OfOneChild:
    """What a child adds to a figure of one member: the amounts of its rows, or else 1 for each that is met and 0."""

    parts: tuple[int, ...]

    @property
    def part(self) -> int:
        return sum(self.parts)

    @property
    def rows(self) -> int:
        return len(self.parts)


def by_child(counted: Counted, ref: str, on: dt.date, window: str, breakdown: str) -> dict[str, list[OfOneChild]]:
    """What each child adds to the figures of an indicator by a breakdown that `count` was asked for, by member.

    Where the definition measures something, rows without an amount are left out.
    """
    place = [name for kind, name in counted.stretches if kind == "breakdown"].index(breakdown)
    measured = counted.book.latest("indicator", ref).unit in MEASURED
    found: dict[str, list[OfOneChild]] = {}
    rows = counted.database.execute(
        f"select coalesce(members_{place}.member, '{NOT_KNOWN}'), "
        f"list({'amount' if measured else 'case when met then 1 else 0 end'}) "
        f"from ({_rows(counted, ref, on, window)}) as rows left join characteristics "
        "on characteristics.person_id = rows.person_id and characteristics.day = rows.on_day "
        f"left join members_{place} on members_{place}.code = characteristics.b{place} "
        f"where {'amount is not null' if measured else 'true'} group by rows.person_id, 1 order by 1, rows.person_id"
    ).fetchall()
    for member, parts in rows:
        found.setdefault(member, []).append(OfOneChild(tuple(int(part) for part in parts)))
    return found


def rows_behind(counted: Counted, ref: str, on: dt.date, window: str) -> str:
    """The select of all rows behind a figure, to be filtered, sorted and paged. Refused where there are none.

    `person_key` (a whole number, of this snapshot), `person_id`, `event_id`, `met`, `clock_start`, `due_on`, `done_on`,
    `days_overdue`, the `team` and `worker` of that day, and the row's `kind`, `amount` and `out_of`.
    """
    check_has_children(counted, ref, on, window)
    return (
        f"with rows as ({_rows(counted, ref, on, window)}) "
        "select rows.person_id as person_key, people.person_id, rows.event_id, rows.met, rows.clock_start, "
        "rows.due_on, rows.done_on, "
        "case when rows.due_on is not null then greatest(rows.measured_on - rows.due_on, 0) end as days_overdue, "
        "coalesce(teams.member, 'not known') as team, coalesce(workers.member, 'not known') as worker, "
        "rows.kind, rows.amount, rows.out_of "
        "from rows left join people on people.person_key = rows.person_id "
        "left join characteristics on characteristics.person_id = rows.person_id and characteristics.day = rows.on_day "
        "left join members_0 as teams on teams.code = characteristics.b0 "
        "left join members_1 as workers on workers.code = characteristics.b1"
    )


def _rows(counted: Counted, ref: str, on: dt.date, window: str) -> str:
    """The select of the evidence that a figure is counted from."""
    latest = counted.book.latest("indicator", ref)
    table = counted.evidence[ref]
    at = f"date '{on}'"
    if latest.is_event:
        return (
            f"select evidence.*, evidence.event_date as on_day, "
            f"least(coalesce(evidence.done_on, {at}), {at}) as measured_on from {table} as evidence "
            f"join windows on windows.as_at = {at} and windows.time_window = '{window}' "
            f"and evidence.event_date >= windows.first_day and evidence.event_date <= windows.as_at "
            f"and coalesce(evidence.counts_from, evidence.event_date) <= windows.as_at"
        )
    return (
        f"select evidence.*, cast(null as varchar) as event_id, evidence.as_at as on_day, {at} as measured_on "
        f"from {table} as evidence where evidence.as_at = {at}"
    )
