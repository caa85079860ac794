"""Counts by the book: from a snapshot's records to the evidence behind every figure, all dates at once.

Each definition runs once for all dates. The evidence (a row for each child, event or young person, whether it is in
the numerator, and its clock) is kept; figures, breakdowns and lists of children are all counted from it.

    records (only the columns that are read) -> cohorts -> evidence -> characteristics on those days -> figures

Definitions run in a connection that is locked after the records are in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import duckdb

from lineofsight.calendar import Month, WorkingCalendar, financial_year_start, months_before
from lineofsight.indicators.availability import FAR, LONG_AGO, Availability, Stretch
from lineofsight.indicators.book import Book
from lineofsight.indicators.characteristics import lay_characteristics
from lineofsight.indicators.checks import Reads, lock
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.laying import lay_calendar, lay_dates, lay_records, lay_windows, quoted
from lineofsight.indicators.running import computable, run_definition
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot

STATE_COLUMNS = ("as_at", "person_id", "met", "clock_start", "due_on", "done_on", "kind", "amount", "out_of")
EVENT_COLUMNS = (
    *("event_date", "counts_from", "person_id", "event_id"),
    *("met", "clock_start", "due_on", "done_on", "kind", "amount", "out_of"),
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
    "kind": "varchar",
    "amount": "bigint",
    "out_of": "bigint",
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

    def lacks(self, kind: Kind, name: str, on: dt.date, window: str | None = None) -> str:
        """What a definition can't be computed without at a date (in a window); empty where nothing is missing."""
        lack = next((s.lacks for s in self.stretches[kind, name] if s.first <= on <= s.last), "")
        if lack or window is None or not self.snapshot.limits:
            return lack
        row = self.database.execute(
            "select first_day from windows where as_at = $on and time_window = $window", {"on": on, "window": window}
        ).fetchone()
        return self.availability.window_lacks(name, on, row[0]) if row else ""


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
    beside: Iterable[str] = (),
    scratch: Path | None = None,
    into: Path | None = None,
) -> Counted:
    """Counts indicators (all, or `refs`) at the ends of months, and at the extract date if `now`.

    `breakdowns`: the names of those that figures or lists will be asked for. `beside`: cohorts that are wanted for
    themselves, whether or not an indicator builds on them. `scratch`: a private folder for what
    doesn't fit into memory; without it a count that doesn't fit is refused. `into`: a file that doesn't exist yet, to
    count in rather than in memory. Refused for a month that ends after the extract date, or a date that the calendar
    doesn't know.
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
    wanted += [("cohort", name) for name in beside]
    cohorts = _cohorts_in_order(availability, wanted)
    everything: list[tuple[Kind, str]] = [("cohort", name) for name in cohorts]
    everything += [each for each in wanted if each not in everything]
    stretches = {(kind, name): availability.stretches(kind, name, dates) for kind, name in everything}
    database = duckdb.connect() if into is None else duckdb.connect(str(into))
    if scratch is not None:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        of_its_own = scratch / uuid4().hex  # two counts at once must not share it; the database makes and removes it
        database.execute(f"set temp_directory = '{quoted(of_its_own)}'")
    lay_records(database, availability, everything)
    lay_dates(database, dates)
    lay_calendar(database, calendar)
    if breakdowns:
        database.execute(f"create table people as from read_parquet('{quoted(snapshot.people)}')")
    lock(database)
    lay_windows(database)
    for name in cohorts:
        match book.latest("cohort", name).grain:
            case "as_at":
                _lay_cohort(database, availability, name, stretches["cohort", name])
            case "event":
                _lay_cohort_of_events(database, availability, name, dates[-1])
    evidence = {
        ref: _lay_evidence(database, availability, number, ref, stretches["indicator", ref], dates)
        for number, (kind, ref) in enumerate(wanted)
        if kind == "indicator" and not book.latest("indicator", ref).is_rate
    }
    if any(definition.own for definition in book.all()):
        _refuse_counting_twice(database, book, evidence)
    _lay_rates(database, availability, [ref for kind, ref in wanted if kind == "indicator"], stretches)
    if breakdowns:
        lay_characteristics(database, availability, evidence, cohorts, list(breakdowns), stretches)
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
        if kind == "cohort" and name not in order:
            order.append(name)
    return order


def _lay_cohort(
    database: duckdb.DuckDBPyConnection, availability: Availability, name: str, stretches: Sequence[Stretch]
) -> None:
    first = availability.book.versions["cohort", name][0]
    columns = availability.reads[first].columns
    selects = []
    for version, held in computable(stretches):
        dates = " or ".join(f"as_at between date '{s.first}' and date '{s.last}'" for s in held)
        alone = len(held) == 1 and len(stretches) == 1
        where = "" if alone else f" where {dates}"
        selects.append(f"select {', '.join(columns)} from ({version.runnable()}) as definition{where}")
    empty = "select " + ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items()) + " limit 0"
    run_definition(database, first, f"create table {name} as {' union all '.join(selects) or empty}")


def _lay_cohort_of_events(
    database: duckdb.DuckDBPyConnection, availability: Availability, name: str, last_date: dt.date
) -> None:
    """Lays rows with a day of their own, each by the version of that day; all there are, however long ago."""
    first = availability.book.versions["cohort", name][0]
    columns = availability.reads[first].columns
    selects = [
        f"select {', '.join(columns)} from ({version.runnable()}) as definition "
        f"where event_date between date '{since}' and date '{until}'"
        for version, since, until in _by_day(availability, "cohort", name, last_date)
    ]
    empty = "select " + ", ".join(f"cast(null as {kind}) as {column}" for column, kind in columns.items()) + " limit 0"
    run_definition(database, first, f"create table {name} as {' union all '.join(selects) or empty}")


def _by_day(
    availability: Availability, kind: Kind, name: str, last_date: dt.date
) -> Iterator[tuple[Definition, dt.date, dt.date]]:
    """The versions that can be computed, each with the days of events that it judges; the first reaches back."""
    versions = availability.book.versions[kind, name]
    starts = [LONG_AGO, *(version.valid_from.start for version in versions[1:])]
    ends = [*(version.valid_from.start - dt.timedelta(days=1) for version in versions[1:]), FAR]
    for version, start, end in zip(versions, starts, ends, strict=True):
        if version.valid_to is not None:  # what is retired still counts in the months that it held in
            end = min(end, version.valid_to.end)
        last = min(end, max(start, last_date))
        computable_to = availability.computable_to(kind, name, start, last)
        if computable_to is not None:
            # What came after the last date is there too: an event of before may have been settled by it.
            yield version, start, end if computable_to == last else computable_to


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
            for version, held in computable(stretches)
        ]
    empty = "select " + ", ".join(f"cast(null as {_TYPES[c]}) as {c}" for c in columns) + " limit 0"
    run_definition(database, latest, f"create table {table} as {' union all '.join(selects) or empty}")
    return table


def _refuse_counting_twice(database: duckdb.DuckDBPyConnection, book: Book, evidence: Mapping[str, str]) -> None:
    """Refuses a definition of a council's own, or one that builds on it, that gives a child or an event twice."""
    for ref, table in evidence.items():
        latest = book.latest("indicator", ref)
        if not latest.of_children and not latest.is_event:
            continue
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
    earliest = min(months_before(dates[0], 12), financial_year_start(dates[0]))
    return [
        f"select {_picked(availability.reads[version].columns, EVENT_COLUMNS)} "
        f"from ({version.runnable()}) as definition "
        f"where event_date between date '{max(start, earliest)}' and date '{min(end, dates[-1])}'"
        for version, start, end in _by_day(availability, "indicator", ref, dates[-1])
        if end >= earliest
    ]


def _picked(returned: Mapping[str, str], columns: Iterable[str]) -> str:
    """The evidence's columns from what a definition returns: dates as dates, flags never empty."""

    def picked(column: str) -> str:
        if column not in returned:
            return f"cast(null as {_TYPES[column]}) as {column}"
        if column == "met":
            return "coalesce(met, false) as met"
        kind = _TYPES[column]
        if kind in ("date", "bigint") and returned[column] != kind.upper():
            return f"cast({column} as {kind}) as {column}"
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
        for version, held in computable(stretches["indicator", ref]):
            if not version.is_rate:
                continue
            note = "note" if "note" in availability.reads[version].columns else "cast(null as varchar)"
            dates = " or ".join(f"as_at between date '{s.first}' and date '{s.last}'" for s in held)
            run_definition(
                database,
                version,
                f"insert into rate_denominators select '{ref}', as_at, denominator, {note} "
                f"from ({version.runnable()}) as definition where {dates}",
            )
