"""Counts by the book: from a snapshot's records to the evidence behind every figure, all dates at once.

Each definition runs once for all dates. The evidence (a row for each child, event or young person, whether it is in
the numerator, and its clock) is kept; figures, breakdowns and lists of children are all counted from it.

    records (only the columns that are read) -> cohorts -> evidence -> characteristics on those days -> figures

Definitions run in a connection that is locked after the records are in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lineofsight.calendar import Month, WorkingCalendar, financial_year_start, months_before
from lineofsight.indicators.availability import FAR, LONG_AGO, Availability, Stretch
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads, lock
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.tables import record_columns
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot

STATE_COLUMNS = ("as_at", "person_id", "met", "clock_start", "due_on", "done_on")
EVENT_COLUMNS = (
    *("event_date", "counts_from", "person_id", "event_id"),
    *("met", "clock_start", "due_on", "done_on"),
)
_TYPES = {
    "as_at": "date",
    "event_date": "date",
    "counts_from": "date",
    "person_id": "integer",
    "event_id": "varchar",
    "met": "boolean",
    "clock_start": "date",
    "due_on": "date",
    "done_on": "date",
}
#: The calendar must reach this far past the latest date: a due date 45 working days on lies within it.
DAYS_AHEAD = 100


@dataclass(frozen=True)
class Counted:
    """The evidence of a set of indicators on one snapshot, in a locked database.

    `database` holds `as_at`, a table for each cohort, and for each indicator in `evidence` a table of that name
    with STATE_COLUMNS or EVENT_COLUMNS. `dates` are the as-at dates, oldest first; `now` is the extract date
    where it was asked for. `stretches` says for each indicator and breakdown which version holds when, and what is
    missing.
    """

    database: duckdb.DuckDBPyConnection
    book: Book
    snapshot: Snapshot
    availability: Availability
    dates: tuple[dt.date, ...]
    now: dt.date | None
    evidence: Mapping[str, str]
    stretches: Mapping[tuple[Kind, str], Sequence[Stretch]]

    def lacks(self, kind: Kind, name: str, on: dt.date) -> str:
        return next((s.lacks for s in self.stretches[kind, name] if s.first <= on <= s.last), "")


def count(
    snapshot: Snapshot,
    book: Book,
    reads: Mapping[Definition, Reads],
    calendar: WorkingCalendar,
    *,
    months: Iterable[Month] = (),
    now: bool = False,
    refs: Iterable[str] | None = None,
    breakdowns: Iterable[str] = (),
    scratch: Path | None = None,
) -> Counted:
    """Counts indicators (all, or `refs`) at the ends of months, and at the extract date if `now`.

    `breakdowns`: the names of those that figures or lists will be asked for. `scratch`: a private folder for what
    doesn't fit into memory; without it a count that doesn't fit is refused. Refused for a month that ends after
    the extract date, or a date that the calendar doesn't know.
    """
    months = sorted(set(months))
    late = next((month for month in months if month.end > snapshot.extracted_on), None)
    if late:
        latest = Month.latest_ended(snapshot.extracted_on)
        raise Refused(
            f"{late} had not ended when the extract was taken ({snapshot.extracted_on}): the latest month is {latest}"
        )
    dates = sorted({*(month.end for month in months), *([snapshot.extracted_on] if now else [])})
    if not dates:
        raise Refused("There is no month to count: name one, for example --month 2023-03")
    calendar.check(dates[0])
    calendar.check(dates[-1] + dt.timedelta(days=DAYS_AHEAD))
    availability = Availability(book, reads, snapshot)
    chosen = list(book.named("indicator") if refs is None else refs)
    for ref in chosen:
        book.indicator(ref)
    chosen += [
        version.header["rate_of"]
        for ref in chosen
        for version in book.indicator(ref)
        if version.is_rate and version.header["rate_of"] not in chosen
    ]
    wanted: list[tuple[Kind, str]] = [("indicator", ref) for ref in dict.fromkeys(chosen)]
    wanted += [("breakdown", name) for name in breakdowns]
    cohorts = _cohorts_in_order(availability, wanted)
    everything: list[tuple[Kind, str]] = [("cohort", name) for name in cohorts]
    everything += wanted
    stretches = {(kind, name): availability.stretches(kind, name, dates) for kind, name in everything}
    database = duckdb.connect()
    if scratch is not None:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        database.execute(f"set temp_directory = '{_quoted(scratch)}'")
    _lay_records(database, availability, everything)
    _lay_dates(database, dates)
    _lay_calendar(database, calendar)
    if breakdowns:
        database.execute(f"create table people as from read_parquet('{_quoted(snapshot.people)}')")
    lock(database)
    _lay_windows(database)
    at_dates = [name for name in cohorts if book.latest("cohort", name).header.get("grain") is None]
    for name in at_dates:
        _lay_cohort(database, availability, name, stretches["cohort", name])
    evidence = {
        ref: _lay_evidence(database, availability, number, ref, stretches["indicator", ref], dates)
        for number, (kind, ref) in enumerate(wanted)
        if kind == "indicator" and not book.latest("indicator", ref).is_rate
    }
    if any(definition.own for definition in book.all()):
        _refuse_counting_twice(database, book, evidence)
    _lay_rates(database, availability, [ref for kind, ref in wanted if kind == "indicator"], stretches)
    if breakdowns:
        _lay_characteristics(database, availability, evidence, cohorts, list(breakdowns), stretches)
    return Counted(
        database=database,
        book=book,
        snapshot=snapshot,
        availability=availability,
        dates=tuple(dates),
        now=snapshot.extracted_on if now else None,
        evidence=evidence,
        stretches=stretches,
    )


def _cohorts_in_order(availability: Availability, wanted: Iterable[tuple[Kind, str]]) -> list[str]:
    """The cohorts that definitions build on, each after those that it builds on itself."""
    order: list[str] = []

    def settle(kind: Kind, name: str) -> None:
        for version in availability.book.versions[kind, name]:
            for needed in availability.reads[version].builds_on:
                if needed in availability.cohorts and needed not in order:
                    settle("cohort", needed)
                    order.append(needed)

    for kind, name in wanted:
        settle(kind, name)
    return order


def _lay_records(
    database: duckdb.DuckDBPyConnection, availability: Availability, names: Iterable[tuple[Kind, str]]
) -> None:
    """Puts the columns that are read into the database; what the extract lacks is there, and empty."""
    needed: dict[str, set[str]] = {}
    for kind, name in names:
        for version in availability.book.versions[kind, name]:
            for table, read in availability.reads[version].tables.items():
                needed.setdefault(table, set()).update(read)
    snapshot = availability.snapshot
    for table, columns in needed.items():
        types = record_columns(table)
        there = snapshot.columns(table)
        picked = ", ".join(
            column if column in there else f"cast(null as {types[column]}) as {column}" for column in sorted(columns)
        )
        source = f"from read_parquet('{_quoted(snapshot.parquet(table))}')" if there else "limit 0"
        database.execute(f"create table {table} as select {picked or '1 as nothing'} {source}")
        if table in availability.stand_ins:
            _add_stand_in(database, availability, table, sorted(columns))


def _add_stand_in(
    database: duckdb.DuckDBPyConnection, availability: Availability, table: str, columns: Sequence[str]
) -> None:
    """Adds the people of the table of the present who have no row in the table of history."""
    present = availability.stand_ins[table]
    source = present.table.stands_in
    assert source is not None
    person = next(name for name, column in present.table.columns.items() if column.is_person)
    there = availability.snapshot.columns(source.table)
    if source.columns[person] not in there or person not in columns:
        return
    types = record_columns(table)

    def picked(column: str) -> str:
        if column == source.from_column:
            return f"date '{present.covers_from}' as {column}"
        other = source.columns.get(column)
        return f"{other if other in there else f'cast(null as {types[column]})'} as {column}"

    parquet = _quoted(availability.snapshot.parquet(source.table))
    database.execute(
        f"insert into {table} by name select {', '.join(picked(column) for column in columns)} "
        f"from read_parquet('{parquet}') "
        f"where {source.columns[person]} not in (select {person} from {table} where {person} is not null)"
    )


def _lay_dates(database: duckdb.DuckDBPyConnection, dates: Sequence[dt.date]) -> None:
    database.execute(
        "create table as_at as select cast(day as date) as as_at, "
        "cast(date_trunc('month', day) as date) as month_start, "
        "cast(make_date(case when month(day) < 4 then year(day) - 1 else year(day) end, 4, 1) as date) as year_start, "
        "year(day) as year_number, month(day) * 100 + day(day) as month_and_day, cast(0 as integer) as working_days "
        "from (select unnest($dates) as day) as days order by 1",
        {"dates": list(dates)},
    )


def _lay_calendar(database: duckdb.DuckDBPyConnection, calendar: WorkingCalendar) -> None:
    holidays = ", ".join(f"date '{day}'" for day in calendar.bank_holidays)
    database.execute(
        "create table calendar as select day, cast(sum(case when isodow(day) < 6 "
        f"and day not in ({holidays}) then 1 else 0 end) over (order by day) as integer) as working_days "
        f"from (select cast(unnest(generate_series(date '{calendar.first}', date '{calendar.last}', "
        "interval 1 day)) as date) as day) as days"
    )
    database.execute(
        "create table working_days as select working_days as number, min(day) as first_day, max(day) as last_day "
        "from calendar group by 1"
    )
    database.execute(
        "update as_at set working_days = calendar.working_days from calendar where calendar.day = as_at.as_at"
    )


def _lay_windows(database: duckdb.DuckDBPyConnection) -> None:
    """The first day of each window at each date."""
    database.execute(
        "create table windows as "
        "select as_at, 'snapshot' as time_window, as_at as first_day from as_at "
        "union all select as_at, 'month', month_start from as_at "
        "union all select as_at, 'ytd', year_start from as_at "
        "union all select as_at, 'rolling_year', cast(as_at - interval 12 month as date) + 1 from as_at"
    )


def _versions(stretches: Sequence[Stretch]) -> list[tuple[Definition, list[Stretch]]]:
    """Each version that can be computed, with the stretches of dates on which it holds."""
    found: dict[Definition, list[Stretch]] = {}
    for stretch in stretches:
        if not stretch.lacks:
            found.setdefault(stretch.version, []).append(stretch)
    return list(found.items())


def _lay_cohort(
    database: duckdb.DuckDBPyConnection, availability: Availability, name: str, stretches: Sequence[Stretch]
) -> None:
    first = availability.book.versions["cohort", name][0]
    columns = availability.reads[first].columns
    selects = []
    for version, held in _versions(stretches):
        dates = " or ".join(f"as_at between date '{s.first}' and date '{s.last}'" for s in held)
        alone = len(held) == 1 and len(stretches) == 1
        where = "" if alone else f" where {dates}"
        selects.append(f"select {', '.join(columns)} from ({version.runnable()}) as definition{where}")
    empty = "select " + ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items()) + " limit 0"
    _run(database, first, f"create table {name} as {' union all '.join(selects) or empty}")


def _lay_evidence(
    database: duckdb.DuckDBPyConnection,
    availability: Availability,
    number: int,
    ref: str,
    stretches: Sequence[Stretch],
    dates: Sequence[dt.date],
) -> str:
    """Runs an indicator's versions into a table of evidence; the table's name."""
    table = f"evidence_{number}"
    latest = availability.book.latest("indicator", ref)
    if latest.is_event:
        selects = _event_selects(availability, ref, dates)
        columns: Sequence[str] = EVENT_COLUMNS
    else:
        columns = STATE_COLUMNS
        selects = [
            f"select {_picked(availability.reads[version].columns, columns)} from ({version.runnable()}) as definition"
            + (
                ""
                if len(held) == 1 and len(stretches) == 1
                else " where " + " or ".join(f"as_at between date '{s.first}' and date '{s.last}'" for s in held)
            )
            for version, held in _versions(stretches)
        ]
    empty = "select " + ", ".join(f"cast(null as {_TYPES[c]}) as {c}" for c in columns) + " limit 0"
    _run(database, latest, f"create table {table} as {' union all '.join(selects) or empty}")
    return table


def _refuse_counting_twice(database: duckdb.DuckDBPyConnection, book: Book, evidence: Mapping[str, str]) -> None:
    """Refuses a definition of a council's own, or one that builds on it, that gives a child or an event twice."""
    for ref, table in evidence.items():
        latest = book.latest("indicator", ref)
        key = "event_id" if latest.is_event else "as_at, person_id"
        twice = database.execute(f"select 1 from {table} group by {key} having count(*) > 1 limit 1").fetchone()
        if twice:
            what = "an event" if latest.is_event else "a child at a date"
            raise Refused(
                f"{latest.file.name}: {ref} gives {what} more than once, and would count it as often: a join matches "
                f"several rows. Group by {key} in the definition, or in the cohort that it builds on"
            )


def _event_selects(availability: Availability, ref: str, dates: Sequence[dt.date]) -> list[str]:
    """Each event is judged by the rule of the month in which it happened."""
    versions = availability.book.versions["indicator", ref]
    earliest = min(months_before(dates[0], 12), financial_year_start(dates[0]))
    starts = [LONG_AGO, *(version.valid_from.start for version in versions[1:])]
    ends = [*(version.valid_from.start - dt.timedelta(days=1) for version in versions[1:]), FAR]
    selects = []
    for version, start, end in zip(versions, starts, ends, strict=True):
        first, last = max(start, earliest), min(end, dates[-1])
        if first > last or availability.lacks("indicator", ref, last):
            continue
        selects.append(
            f"select {_picked(availability.reads[version].columns, EVENT_COLUMNS)} "
            f"from ({version.runnable()}) as definition "
            f"where event_date between date '{first}' and date '{last}'"
        )
    return selects


def _picked(returned: Mapping[str, str], columns: Iterable[str]) -> str:
    """The evidence's columns from what a definition returns: dates as dates, flags never empty."""

    def picked(column: str) -> str:
        if column not in returned:
            return f"cast(null as {_TYPES[column]}) as {column}"
        if column == "met":
            return "coalesce(met, false) as met"
        if _TYPES[column] == "date" and returned[column] != "DATE":
            return f"cast({column} as date) as {column}"
        return column

    return ", ".join(picked(column) for column in columns)


def _lay_rates(
    database: duckdb.DuckDBPyConnection,
    availability: Availability,
    refs: Iterable[str],
    stretches: Mapping[tuple[Kind, str], Sequence[Stretch]],
) -> None:
    """The denominators of rates: `rate_denominators(ref, as_at, denominator, note)`."""
    database.execute("create table rate_denominators (ref varchar, as_at date, denominator bigint, note varchar)")
    for ref in refs:
        for version, held in _versions(stretches["indicator", ref]):
            if not version.is_rate:
                continue
            note = "note" if "note" in availability.reads[version].columns else "cast(null as varchar)"
            dates = " or ".join(f"as_at between date '{s.first}' and date '{s.last}'" for s in held)
            _run(
                database,
                version,
                f"insert into rate_denominators select '{ref}', as_at, denominator, {note} "
                f"from ({version.runnable()}) as definition where {dates}",
            )


def _lay_characteristics(
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
        if book.latest("cohort", name).header.get("grain") is not None:
            _lay_cohort_of_days(database, availability, name, stretches["cohort", name])
    joins, columns = [], []
    for number, name in enumerate(breakdowns):
        versions = _versions(stretches["breakdown", name])
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
        _run(database, latest, f"create table found_{number} as {one_each if latest.own else union}")
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
        for version, held in _versions(stretches)
    ]
    empty = "select " + ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items()) + " limit 0"
    _run(database, first, f"create table {name} as {' union all '.join(selects) or empty}")


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


def _run(database: duckdb.DuckDBPyConnection, definition: Definition, sql: str) -> None:
    """Runs a definition's select; a failure on the data is the definition's, and names no data."""
    try:
        database.execute(sql)
    except duckdb.Error as error:
        what = type(error).__name__
        raise Refused(
            f"{definition.file.name}: the definition of {definition.name} failed on this snapshot ({what}): "
            f"check its divisions and casts, and use try_cast where a value may not fit"
        ) from None


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
