"""Lays what rules read into a database: the columns of the case records, the extract date and the calendar.

Every table has `file_row` beside its columns: where the row stands. Several files may have filled one table, so it is
a number that holds the file too (`ORIGIN` bits above the row); a rule hands it on as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.records.checks.rules import Rule
from lineofsight.records.descriptions import Table, describe, described
from lineofsight.records.reading import SQL_TYPES
from lineofsight.records.snapshots import Snapshot

ORIGIN = 40  # bits for the row's number in its file
#: What is laid beside the records: table -> column -> type.
BESIDE: Mapping[str, Mapping[str, str]] = {
    # One row: the day on which the extract was taken, its parts, and the running count of working days up to it.
    "extract": {
        "extracted_on": "date",
        "year_number": "bigint",
        "month_and_day": "bigint",
        "working_days": "integer",
    },
    # A row for each day: the running count of working days up to and including it.
    "calendar": {"day": "date", "working_days": "integer"},
    # A row for each running count: the days that have it.
    "working_days": {"number": "integer", "first_day": "date", "last_day": "date"},
}
Reads = Mapping[str, Iterable[str]]


def tables() -> dict[str, dict[str, str]]:
    """Every table that a rule may read: column -> type, people as whole numbers."""
    records = {
        name: {
            **{
                column.name: "integer" if column.is_person else SQL_TYPES[column.type]
                for column in describe(name).columns.values()
            },
            "file_row": "bigint",
        }
        for name in described()
    }
    return records | {name: dict(columns) for name, columns in BESIDE.items()}


@dataclass
class Origins:
    """The files that rows stand in: number -> (table, file as the sender knows it)."""

    files: list[tuple[str, str]] = field(default_factory=list)

    def number(self, table: str, file: str) -> int:
        if (table, file) not in self.files:
            self.files.append((table, file))
        return self.files.index((table, file))


class Records:
    """The case records of one snapshot, as rules read them.

    A table of history that another stands in for (the care leavers' statuses) has the people of that other who have
    no row in it; their rows stand in the other's file.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.origins = Origins()

    def lacks(self, rule: Rule, reads: Reads) -> str:
        """What a rule can't be run without; empty where nothing is missing."""
        if_there = rule.reads_if_there
        for table, columns in reads.items():
            if table in BESIDE or table in if_there:
                continue
            if lack := self._lacks(rule, table, columns):
                return lack
        for table in rule.needs_all:
            if table in self.snapshot.limits.get("latest_only", ()):
                return f"needs all rows of {table}, and the source holds only the latest of each child"
            if since := self.snapshot.limits.get("since", {}).get(table):
                return f"needs all rows of {table}, and the source holds those since {since} only"
        for name in rule.needs_values:
            table, _, column = name.partition(".")
            if not self.snapshot.columns(table) and (stand_in := self._stand_in(table)) and stand_in.stands_in:
                table, column = stand_in.stands_in.table, stand_in.stands_in.columns.get(column, "")
            if column in self._facts(table).get("empty_columns", ()):
                return f"needs {table}.{column}, which is empty in every row"
        return ""

    def _lacks(self, rule: Rule, table: str, columns: Iterable[str]) -> str:
        there = self.snapshot.columns(table)
        stand_in = self._stand_in(table)
        if not there and not stand_in:
            if self._facts(table):
                return f"needs rows in {table}, which has none"
            return f"needs {table}.{next(iter(sorted(columns)), describe(table).key)}"
        needed = self._needed(rule, table, columns)
        missing = next((column for column in needed if there and column not in there), "")
        if missing:
            return f"needs {table}.{missing}"
        if not there and stand_in and stand_in.stands_in:
            other, mapped = stand_in.stands_in.table, stand_in.stands_in.columns
            for column in needed:
                if column in mapped and mapped[column] not in self.snapshot.columns(other):
                    return f"needs {other}.{mapped[column]}"
        return ""

    def _needed(self, rule: Rule, table: str, columns: Iterable[str]) -> list[str]:
        """The columns of a table that a rule doesn't do without.

        The key of the table that it is about only names the row, unless the key itself is at fault.
        """
        key = f"{rule.table}.{describe(rule.table).key}"
        names_the_row = {key} - set(rule.columns) - set(rule.needs_values)
        described_as = describe(table).columns
        return [
            column
            for column in sorted(columns)
            if column != "file_row"
            and not described_as[column].optional
            and f"{table}.{column}" not in rule.reads_if_there | names_the_row
        ]

    def _facts(self, table: str) -> Mapping[str, Any]:
        return self.snapshot.tables.get(table, {})

    def _stand_in(self, table: str) -> Table | None:
        """The table's description where another table of the snapshot stands in for it."""
        found = describe(table)
        if found.stands_in is None or not self.snapshot.columns(found.stands_in.table):
            return None
        person = next(name for name, column in found.columns.items() if column.is_person)
        there = found.stands_in.columns[person] in self.snapshot.columns(found.stands_in.table)
        return found if there else None

    def lay(self, database: duckdb.DuckDBPyConnection, reads: Mapping[str, Iterable[str]]) -> None:
        """Makes the tables, each with the columns that are read; what the extract lacks is there, and empty."""
        types = tables()
        for table, columns in sorted(reads.items()):
            wanted = sorted({*columns} - {"file_row"})
            there = self.snapshot.columns(table)
            picked = [name if name in there else f"cast(null as {types[table][name]}) as {name}" for name in wanted]
            if there:
                row = self._row_of(database, table)
                source = f"select {', '.join([*picked, f'{row} as file_row'])} from {self._scan(table)}"
            else:
                source = f"select {', '.join([*picked, 'cast(null as bigint) as file_row'])} limit 0"
            database.execute(f"create table {table} as {source}")
            if stand_in := self._stand_in(table):
                self._add_stand_in(database, stand_in, wanted)

    def _scan(self, table: str) -> str:
        path = str(self.snapshot.parquet(table)).replace("'", "''")
        return f"read_parquet('{path}')"

    def _row_of(self, database: duckdb.DuckDBPyConnection, table: str) -> str:
        """The expression of `file_row`: the row's number, and the file's above it."""
        have = {row[0] for row in database.execute(f"describe select * from {self._scan(table)}").fetchall()}
        # snapshots of before rows were numbered hold them in the order of the file
        row = "file_row" if "file_row" in have else "row_number() over () + 1"
        if "file" not in have:
            file = str(self._facts(table).get("sent") or table)
            return f"cast({row} as bigint) + {self.origins.number(table, file) << ORIGIN}"
        files = [r[0] for r in database.execute(f"select distinct file from {self._scan(table)} order by 1").fetchall()]
        cases = " ".join(
            f"when file = '{(file or '').replace(chr(39), chr(39) * 2)}' then {self.origins.number(table, file or '')}"
            for file in files
        )
        return f"cast({row} as bigint) + (cast(case {cases} else 0 end as bigint) << {ORIGIN})"

    def _add_stand_in(self, database: duckdb.DuckDBPyConnection, table: Table, wanted: Iterable[str]) -> None:
        source = table.stands_in
        assert source is not None
        there = self.snapshot.columns(source.table)
        person = next(name for name, column in table.columns.items() if column.is_person)
        types = tables()[table.name]

        def picked(column: str) -> str:
            if column == source.from_column:
                return f"date '{Month.latest_ended(self.snapshot.extracted_on).end}' as {column}"
            other = source.columns.get(column)
            return f"{other if other in there else f'cast(null as {types[column]})'} as {column}"

        columns = [*(picked(column) for column in wanted), f"{self._row_of(database, source.table)} as file_row"]
        already = ""
        if person in wanted:
            already = (
                f"where {source.columns[person]} not in (select {person} from {table.name} where {person} is not null)"
            )
        database.execute(
            f"insert into {table.name} by name select {', '.join(columns)} from {self._scan(source.table)} {already}"
        )


def lay_extract(database: duckdb.DuckDBPyConnection, calendar: WorkingCalendar, on: dt.date) -> None:
    """Lays the extract date and the working days: `extract`, `calendar` and `working_days`."""
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
    lay_day(database, on)


def lay_day(database: duckdb.DuckDBPyConnection, on: dt.date) -> None:
    """Lays the extract date: `extract`, from the calendar."""
    database.execute(
        "create or replace table extract as select day as extracted_on, cast(year(day) as bigint) as year_number, "
        "cast(month(day) * 100 + day(day) as bigint) as month_and_day, working_days "
        f"from calendar where day = date '{on}'"
    )
