"""What each child in the evidence was on each day that it asks about: the members of every breakdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from lineofsight.indicators.availability import Availability, Stretch
from lineofsight.indicators.definitions import Kind
from lineofsight.indicators.running import computable, run_definition


def lay_characteristics(
    database: duckdb.DuckDBPyConnection,
    availability: Availability,
    evidence: Mapping[str, str],
    cohorts: Iterable[str],
    breakdowns: Sequence[str],
    stretches: Mapping[tuple[Kind, str], Sequence[Stretch]],
) -> None:
    """What each child in the evidence was on each day that it asks about.

    `characteristics(person_id, day, b0, b1, ...)`: for each breakdown the number of its member, 0 = not known;
    `members_<n>(code, member)` names them.
    """
    book = availability.book
    _lay_person_days(database, availability, evidence)
    for name in cohorts:
        if book.latest("cohort", name).grain == "child and day":
            _lay_cohort_of_days(database, availability, name, stretches["cohort", name])
    joins, columns = [], []
    for number, name in enumerate(breakdowns):
        versions = computable(stretches["breakdown", name])
        daily = book.latest("breakdown", name).header["per"] == "child and day"
        keys = "person_id, day" if daily else "person_id"
        selects = [
            f"select {keys}, member from ({version.runnable()}) as definition where member is not null"
            + _between(held, stretches["breakdown", name], "day" if daily else None)
            for version, held in versions
        ]
        empty = "select 0 as person_id, date '1900-01-01' as day, '' as member limit 0"
        union = " union all ".join(selects) or (empty if daily else "select 0 as person_id, '' as member limit 0")
        latest = book.latest("breakdown", name)
        one_each = f"select {keys}, max(cast(member as varchar)) as member from ({union}) as found group by {keys}"
        run_definition(database, latest, f"create table found_{number} as {one_each if latest.own else union}")
        database.execute(
            f"create table members_{number} as select cast(row_number() over (order by member) as usmallint) as code, "
            f"member from (select distinct member from found_{number}) as found"
        )
        on_day = f" and found_{number}.day = person_days.day" if daily else ""
        joins.append(
            f"left join (select {keys}, code from found_{number} join members_{number} using (member)) "
            f"as found_{number} "
            f"on found_{number}.person_id = person_days.person_id{on_day}"
        )
        columns.append(f"coalesce(found_{number}.code, 0) as b{number}")
    database.execute(
        f"create table characteristics as select person_days.person_id, person_days.day, {', '.join(columns)} "
        f"from person_days {' '.join(joins)}"
    )
    for number in range(len(breakdowns)):
        database.execute(f"drop table found_{number}")


def _lay_person_days(
    database: duckdb.DuckDBPyConnection, availability: Availability, evidence: Mapping[str, str]
) -> None:
    """The table `person_days`: each child and day that evidence is about, once.

    The as-at dates of a child are gathered as the bits of a whole number, 60 dates in each: much cheaper than
    telling equal pairs apart.
    """
    book = availability.book
    states = [table for ref, table in evidence.items() if not book.latest("indicator", ref).is_event]
    events = [table for ref, table in evidence.items() if book.latest("indicator", ref).is_event]
    database.execute(
        "create table dates as select as_at as day, cast((row_number() over (order by as_at) - 1) // 60 as integer) "
        "as part, cast((row_number() over (order by as_at) - 1) % 60 as integer) as bit from as_at"
    )
    union = " union all ".join(f"select person_id, as_at from {table}" for table in states)
    gathered = (
        "select rows.person_id, dates.part, bit_or(cast(1 as ubigint) << dates.bit) as bits "
        f"from ({union}) as rows join dates on dates.day = rows.as_at "
        "where rows.person_id is not null group by rows.person_id, dates.part"
    )
    days = [
        f"select gathered.person_id, dates.day from ({gathered}) as gathered "
        "join dates on dates.part = gathered.part where (gathered.bits >> dates.bit) & 1 = 1"
    ]
    days += [f"select person_id, event_date as day from {table} where person_id is not null" for table in events]
    if not states:
        del days[0]
    if days:
        database.execute(
            f"create table person_days as select distinct person_id, day from ({' union all '.join(days)}) as d"
        )
    else:
        database.execute("create table person_days (person_id integer, day date)")


def _lay_cohort_of_days(
    database: duckdb.DuckDBPyConnection, availability: Availability, name: str, stretches: Sequence[Stretch]
) -> None:
    first = availability.book.versions["cohort", name][0]
    columns = availability.reads[first].columns
    selects = [
        f"select {', '.join(columns)} from ({version.runnable()}) as definition where true"
        + _between(held, stretches, "day")
        for version, held in computable(stretches)
    ]
    empty = "select " + ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items()) + " limit 0"
    run_definition(database, first, f"create table {name} as {' union all '.join(selects) or empty}")


def _between(held: Sequence[Stretch], stretches: Sequence[Stretch], day: str | None) -> str:
    """The condition that a day lies in the stretches of a version; the first reaches back to all earlier days."""
    if day is None or len(stretches) == 1:
        return ""
    first = min(stretch.first for stretch in stretches)
    return (
        " and ("
        + " or ".join(
            f"{day} <= date '{s.last}'" if s.first == first else f"{day} between date '{s.first}' and date '{s.last}'"
            for s in held
        )
        + ")"
    )
