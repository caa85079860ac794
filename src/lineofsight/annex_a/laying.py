"""Lays the eleven lists into a database: from the records of a snapshot, as at a day, in a connection that is locked.

For each list that can be made a table `list_7`: `place` (its row), `person_id` (the child's number in the snapshot),
`record`, the columns of the layout with codes as the records have them, and whom the row is with: `in_team` and
`with_worker`, which are empty where nobody holds the child.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import duckdb

from lineofsight.annex_a.layouts import Layout, LayoutColumn, ListLayout
from lineofsight.annex_a.own import check_own_rules
from lineofsight.annex_a.rules import ListRule
from lineofsight.annex_a.there import There
from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads, lock
from lineofsight.indicators.definitions import Definition
from lineofsight.indicators.laying import lay_dates, lay_records, quoted
from lineofsight.indicators.running import run_definition

ALLOCATED, NAMES = "allocated_worker", "names_of_teams_and_workers"
SQL_TYPES = {"text": "varchar", "date": "date", "int": "integer"}
#: What `children` says, for lists whose own select doesn't.
OF_A_CHILD = ("gender", "ethnicity", "date_of_birth", "age", "disability")
_NAMES_READ = {
    "ssd_department": ("dept_team_id", "dept_team_name"),
    "ssd_professionals": ("prof_professional_id", "prof_professional_name"),
}


@dataclass(frozen=True)
class Made:
    """What became of a list. `cannot`: why it could not be made; empty where it was, with `rows` rows.

    `lacks`: column to why the snapshot can't fill it. `cautions`: what the list was made without.
    """

    layout: ListLayout
    rule: ListRule
    cannot: str = ""
    rows: int = 0
    lacks: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return self.layout.number

    @property
    def table(self) -> str:
        return self.rule.name


@dataclass(frozen=True)
class Laid:
    """The lists as at a day, in a locked database."""

    database: duckdb.DuckDBPyConnection
    on: dt.date
    lists: tuple[Made, ...]

    @property
    def made(self) -> tuple[Made, ...]:
        """The lists that could be made."""
        return tuple(each for each in self.lists if not each.cannot)


def lay_lists(
    council: Council, on: dt.date, layout: Layout, rules: Mapping[int, ListRule], *, folders: Sequence[Path] = ()
) -> Laid:
    """The lists of a council's snapshot as at a day. `folders`: those that the database may still read and write.

    Refused where a council's own rule can't be used, or a rule fails on the records.
    """
    check_own_rules(rules.values(), council.home.cache)
    cohort = council.book.at("cohort", ALLOCATED, Month.of(on))
    definitions = {number: rule.definition(layout.of(number).months if number else 0) for number, rule in rules.items()}
    names = Definition("cohort", NAMES, Path(__file__), {"title": NAMES}, "", 1, Month.of(on))
    reads = {definition: Reads(rules[number].reads, (), {}) for number, definition in definitions.items()}
    reads |= {cohort: council.reads[cohort], names: Reads(_NAMES_READ, (), {})}
    book = Book({("cohort", definition.name): (definition,) for definition in reads})
    availability = Availability(book, reads, council.snapshot)
    database = _database(council, on, availability, folders)
    there, no_worker = There(availability, on), availability.lacks("cohort", ALLOCATED, on)
    _lay_allocated(database, "allocated", cohort, no_worker)
    run_definition(database, definitions[0], f"create table children as {definitions[0].runnable()}")
    of_children = there.lacking(rules[0])
    if no_worker:
        of_children |= {"allocated_team": no_worker, "allocated_worker": no_worker}
    lists = []
    for each in layout.lists:
        rule = rules[each.number]
        made = Made(each, rule, cannot=rule.cannot or there.cannot(rule, each.months))
        if not made.cannot:
            definition = definitions[each.number]
            run_definition(database, definition, f"create or replace table rows_of_list as {definition.runnable()}")
            returned = frozenset(name for name, *_ in database.execute("describe rows_of_list").fetchall())
            if "held_on" in returned:
                _lay_held(database, cohort, no_worker)
            made = _lay_list(database, made, returned, there, of_children)
        lists.append(made)
    return Laid(database, on, tuple(lists))


def _database(
    council: Council, on: dt.date, availability: Availability, folders: Iterable[Path]
) -> duckdb.DuckDBPyConnection:
    """A locked database with the records that the rules read, the day, and the names of teams and workers."""
    database = duckdb.connect()
    scratch = council.home.cache / "spilled"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    database.execute(f"set temp_directory = '{quoted(scratch / uuid4().hex)}'")
    if folders:
        allowed = ", ".join(f"'{quoted(folder)}/'" for folder in folders)
        database.execute(f"set allowed_directories = [{allowed}]")
    lay_records(database, availability, list(availability.book.versions))
    lay_dates(database, [on])
    database.execute(f"create table people as from read_parquet('{quoted(council.snapshot.people)}')")
    lock(database)
    database.execute(
        "create table person_days as select people.person_key as person_id, as_at.as_at as day "
        "from people cross join as_at"
    )
    for table, (key, name) in _NAMES_READ.items():
        database.execute(
            f"create table names_{table} as select {key} as id, min({name}) as name from {table} "
            f"where {key} is not null group by {key}"
        )
    return database


def _lay_allocated(database: duckdb.DuckDBPyConnection, table: str, cohort: Definition, lacks: str) -> None:
    """The worker and team of each child on each of `person_days`, as the book finds them: ids, and names if any."""
    nobody = "select cast(null as integer) as person_id, null as day, null as team_id, null as worker_id limit 0"
    run_definition(
        database,
        cohort,
        f"create or replace table {table} as select found.person_id, cast(found.day as date) as day, "
        "cast(found.team_id as varchar) as team_id, cast(found.worker_id as varchar) as worker_id, "
        "coalesce(teams.name, found.team_id) as team, coalesce(workers.name, found.worker_id) as worker "
        f"from ({nobody if lacks else cohort.runnable()}) as found "
        "left join names_ssd_department as teams on teams.id = found.team_id "
        "left join names_ssd_professionals as workers on workers.id = found.worker_id",
    )


def _lay_held(database: duckdb.DuckDBPyConnection, cohort: Definition, lacks: str) -> None:
    """Who held each child of the list on the day that its row says: the last one, for what has ended."""
    database.execute(
        "create or replace table person_days as select distinct person_id, cast(held_on as date) as day "
        "from rows_of_list where person_id is not null and held_on is not null"
    )
    _lay_allocated(database, "held", cohort, lacks)


def _lay_list(
    database: duckdb.DuckDBPyConnection,
    made: Made,
    returned: frozenset[str],
    there: There,
    of_children: Mapping[str, str],
) -> Made:
    rule, layout = made.rule, made.layout
    values = {
        "child_unique_id": "people.person_id",
        **{name: f"children.{name}" for name in OF_A_CHILD},
        "allocated_team": "coalesce(teams.name, rows.team_id)" if "team_id" in returned else "held.team",
        "allocated_worker": "coalesce(workers.name, rows.worker_id)" if "worker_id" in returned else "held.worker",
        **{name: f"rows.{name}" for name in returned},
    }
    said = {name for name, id_ in (("allocated_team", "team_id"), ("allocated_worker", "worker_id")) if id_ in returned}
    lacks = {name: why for name, why in of_children.items() if name not in returned | said}
    lacks |= {**there.lacking(rule), **rule.not_held}
    lacks |= {
        column.name: f"the rule of List {rule.number} doesn't give it"
        for column in layout.columns
        if column.name not in values and column.name not in lacks
    }
    lacks = {column.name: lacks[column.name] for column in layout.columns if column.name in lacks}
    picked = ", ".join(_picked(column, lacks, values) for column in layout.columns)
    order = ", ".join([*(name for name in rule.order if layout.column(name)), "person_of_row", "record"])
    held, held_on = ("held", "cast(rows.held_on as date)") if "held_on" in returned else ("allocated", "held.day")
    by_team = "rows.team_id" if "team_id" in returned else "null"
    by_worker = "rows.worker_id" if "worker_id" in returned else "null"
    database.execute(
        f"create table {rule.name} as select cast(row_number() over (order by {order}) as integer) as place, "
        "* exclude (person_of_row) from ("
        "select rows.person_id, cast(rows.record as varchar) as record, people.person_id as person_of_row, "
        f"{picked}, coalesce({values['allocated_team']}, allocated.team) as in_team, "
        f"coalesce({values['allocated_worker']}, allocated.worker) as with_worker "
        "from rows_of_list as rows "
        "left join people on people.person_key = rows.person_id "
        "left join children on children.person_id = rows.person_id "
        f"left join {held} as held on held.person_id = rows.person_id and held.day = {held_on} "
        "left join allocated on allocated.person_id = rows.person_id "
        f"left join names_ssd_department as teams on teams.id = {by_team} "
        f"left join names_ssd_professionals as workers on workers.id = {by_worker}) as listed",
    )
    row = database.execute(f"select count(*) from {rule.name}").fetchone()
    assert row is not None
    return Made(layout, rule, rows=int(row[0]), lacks=lacks, cautions=there.cautions(rule))


def _picked(column: LayoutColumn, lacks: Mapping[str, str], values: Mapping[str, str]) -> str:
    value = "null" if column.name in lacks else values[column.name]
    return f"cast({value} as {SQL_TYPES[column.type]}) as {column.name}"
