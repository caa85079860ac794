"""Puts right what suppliers' SSD extracts leave out or misuse, before a snapshot is kept; nothing is guessed.

Each file beside this one is one repair: a header that says what it puts right, why and where that is known from,
and a select on the rows that were accepted. Its kind says what becomes of what the select returns:

    fills       file_row, value   for a column that is absent, or empty in every row
    corrects    file_row, value   in place of what stands there, which is kept aside
    withdraws   file_row, sure    the row goes to quarantine with the header's reason
    empties     file_row          the cell of `repaired_column` in `repaired_table` is taken as empty

Where a select gives two values for one row, or says that it isn't sure, the row stays as it is and is counted as
not settled. A select may read any table named in `needs` by its own name, and by `read_TABLE` all rows of it that
were read, those in quarantine too: whoever else stands under an id makes it doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import duckdb

from lineofsight.records.descriptions import Column, describe, heading
from lineofsight.records.headed import split, text_of, with_settings
from lineofsight.records.intake import UNKNOWN_CODE, Taken, replace_rows, withdraw
from lineofsight.records.reading import SQL_TYPES
from lineofsight.records.reading import text_of as cell_of

FOLDER = Path(__file__).parent
Kind = Literal["fills", "corrects", "withdraws", "empties"]
#: What the report says was done to so many cells or rows.
DONE = {
    "fills": "filled",
    "corrects": "put right",
    "withdraws": "put in quarantine",
    "empties": "taken as empty",
    "splits": "given the child's id beside their own",
    "leaves": "left as text",
}

_Headings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Repair:
    """One repair, as its file describes it.

    `needs`: columns without which, or with nothing in them, it doesn't apply. `reads`: columns that it reads beside
    those, which may be empty.
    """

    file: Path
    kind: Kind
    title: str
    why: str
    source: str
    columns: tuple[tuple[str, str], ...]  # (table, column) that it fills, corrects or empties; or (table, "")
    needs: tuple[tuple[str, str], ...]
    reads: tuple[tuple[str, str], ...]
    sql: str
    sql_line: int
    reason: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    def runnable(self, table: str = "", column: str = "") -> str:
        """The select with its settings written in, and for a table and column where it is for several."""
        return with_settings(self).replace("repaired_table", table).replace("repaired_column", column)


@dataclass(frozen=True)
class Repaired:
    """What a repair did: how many cells or rows it touched, and how many it couldn't settle and left as they were."""

    repair: str
    kind: str
    title: str
    table: str
    column: str
    count: int
    not_settled: int = 0

    def facts(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        return asdict(self)

    def line(self) -> str:
        """What the load's report says of it.

        >>> Repaired("40", "empties", "Placeholders", "ssd_sdq_scores", "csdq_sdq_reason", 1, 0).line()
        'ssd_sdq_scores.csdq_sdq_reason: 1 cell taken as empty (Placeholders)'
        """
        noun = "row" if self.kind == "withdraws" else "cell"
        what = f"{self.table}.{self.column}" if self.column else self.table
        counted = f"{self.count:,} {noun if self.count == 1 else noun + 's'} {DONE[self.kind]}"
        left = f"; {self.not_settled:,} not settled, left as they are" if self.not_settled else ""
        return f"{what}: {counted} ({self.title}){left}"


@cache
def read_repairs(folder: Path = FOLDER) -> tuple[Repair, ...]:
    """All repairs, in the order in which they run, that of their files' names."""
    return tuple(_read(file) for file in sorted(folder.glob("*.sql")))


def _read(file: Path) -> Repair:
    header, sql, line = split(file, text_of(file))
    kind = header.pop("kind")
    if kind not in get_args(Kind):
        raise ValueError(f"{file.name}: kind is one of {', '.join(get_args(Kind))}")
    table, column = header.pop("table", ""), header.pop("column", "")
    columns = [f"{table}.{column}"] if table else header.pop("columns")
    return Repair(
        file=file,
        kind=kind,
        columns=tuple(_named(one) for one in columns),
        needs=tuple(_named(one) for one in header.pop("needs", ())),
        reads=tuple(_named(one) for one in header.pop("reads", ())),
        sql=sql,
        sql_line=line,
        **header,
    )


def _named(column: str) -> tuple[str, str]:
    table, _, name = column.partition(".")
    assert not name or name in describe(table).columns, column
    return table, name


def keys_filled() -> frozenset[str]:
    """Tables whose key a repair fills where no row has one."""
    filled = {column for repair in read_repairs() if repair.kind == "fills" for column in repair.columns}
    return frozenset(table for table, column in filled if column == describe(table).key)


def apply(
    connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken], *, headings: _Headings | None = None
) -> list[Repaired]:
    """Runs every repair that applies to the tables `typed_<table>` of a connection, and says what each did.

    `taken`, by table, is brought up to date with them. `headings` are the council's own, by table, from which rows
    in quarantine are read too. A repair that touched nothing and left nothing open isn't listed.
    """
    done: list[Repaired] = []
    for repair in read_repairs():
        if not all(_has(taken, *column) for column in repair.needs):
            continue
        if not all(table in taken and column in taken[table].kept for table, column in repair.reads):
            continue
        for table, column in repair.columns:
            if table not in taken or not taken[table].accepted:
                continue
            count, not_settled = _RUN[repair.kind](_Run(connection, taken, headings or {}, repair, table, column))
            if count or not_settled:
                name = repair.file.stem
                done.append(Repaired(name, repair.kind, repair.title, table, column, count, not_settled))
    # Last: the repairs before it match rows by the ids that they came with.
    done += _split_shared_ids(connection, taken)
    done += _texts_that_are_not_json(connection, taken)
    return done


@dataclass(frozen=True)
class _Run:
    """One repair on one table."""

    connection: duckdb.DuckDBPyConnection
    taken: Mapping[str, Taken]
    headings: _Headings
    repair: Repair
    table: str
    column: str

    @property
    def of(self) -> Taken:
        return self.taken[self.table]

    @property
    def described(self) -> Column:
        return self.of.layout.columns[self.column]

    def rows(self) -> str:
        """The repair's select, on the tables that it may read."""
        select = self.repair.runnable(self.table, self.column)
        tables = sorted({self.table, *(table for table, _ in (*self.repair.needs, *self.repair.reads))})
        parts = [f"{table} as (select * from typed_{table})" for table in tables]
        parts += [f"read_{table} as ({self._read(table)})" for table in tables if f"read_{table}" in select]
        return f"with {', '.join(parts)} select * from ({select}) as repair"

    def _read(self, table: str) -> str:
        """The needed texts of all rows of a table that were read, in quarantine or not."""
        taken = self.taken[table]
        described = taken.layout.columns
        names = [name for of, name in self.repair.needs if of == table and described[name].type == "text"]
        accepted = f"select {', '.join(names)} from typed_{table}"
        if not taken.quarantined:
            return accepted
        there = [row[0] for row in self.connection.execute(f"describe quarantine_{table}").fetchall()]
        council = {heading(written): name for written, name in self.headings.get(table, {}).items()}
        columns = []
        for name in names:
            spelt = {heading(other) for other in (name, *described[name].spelt)}
            cells = [
                f"cast({_identifier(one)} as varchar)"
                for one in there
                if heading(one) in spelt or council.get(heading(one)) == name
            ]
            written = f"coalesce({', '.join(cells)}, null)" if cells else "cast(null as varchar)"
            columns.append(f"{cell_of(described[name], written)} as {name}")
        return f"{accepted} union all select {', '.join(columns)} from quarantine_{table}"

    def settled(self) -> tuple[str, int, int]:
        """A table of one value for each row that has exactly one; how many, and how many rows have several."""
        name = f"settled_{self.table}"
        self.connection.execute(
            f"create or replace temp table {name} as select file_row, min(value) as value, "
            f"count(distinct value) as answers from ({self.rows()}) as found where value is not null group by file_row"
        )
        one, several = _one(
            self.connection,
            f"select count(*) filter (answers = 1), count(*) filter (answers > 1) from {name}",
        )
        return f"(select file_row, value from {name} where answers = 1)", one, several

    def put(self, values: str, *, instead: bool) -> None:
        """Puts values into the column, which the table may not have yet."""
        kept = self.column in self.of.kept
        value = f"cast(settled.value as {SQL_TYPES[self.described.type]})"
        if instead:
            value = f"coalesce({value}, rows.{self.column})"
        columns = f"rows.* replace ({value} as {self.column})" if kept else f"rows.*, {value} as {self.column}"
        replace_rows(
            self.connection,
            self.table,
            f"select {columns} from typed_{self.table} as rows left join {values} as settled "
            f"on settled.file_row = rows.file_row order by rows.file_row",
        )


def _fill(run: _Run) -> tuple[int, int]:
    taken = run.of
    if run.column in taken.kept and run.column not in taken.empty_columns:
        return 0, 0
    values, count, _ = run.settled()
    if count:
        run.put(values, instead=False)
        _now_kept(taken, run.column)
    return count, taken.accepted - count


def _correct(run: _Run) -> tuple[int, int]:
    taken = run.of
    if run.column not in taken.kept:
        return 0, 0
    values, count, several = run.settled()
    if count:
        _keep_aside(run, values)
        taken.set_aside.setdefault(run.repair.reason, {})[run.column] = count
        run.put(values, instead=True)
    return count, several


def _keep_aside(run: _Run, values: str) -> None:
    aside = f"aside_{run.table}"
    run.connection.execute(
        f"create table if not exists {aside} (file_row bigint, column_name varchar, kind varchar, written varchar)"
    )
    run.connection.execute(
        f"insert into {aside} by name select rows.file_row, {_text(run.column)} as column_name, "
        f"{_text(run.repair.reason)} as kind, cast(rows.{run.column} as varchar) as written "
        f"from typed_{run.table} as rows join {values} as settled on settled.file_row = rows.file_row"
    )


def _withdraw(run: _Run) -> tuple[int, int]:
    name = f"found_{run.table}"
    run.connection.execute(
        f"create or replace temp table {name} as select file_row, bool_and(sure) as sure from ({run.rows()}) as found "
        f"group by file_row"
    )
    sure, doubtful = _one(run.connection, f"select count(*) filter (sure), count(*) filter (not sure) from {name}")
    if sure:
        withdraw(run.connection, run.of, f"select file_row from {name} where sure", run.repair.reason)
    run.connection.execute(f"drop table {name}")
    return sure, doubtful


def _empty(run: _Run) -> tuple[int, int]:
    taken = run.of
    if run.column not in taken.kept or run.column in taken.empty_columns:
        return 0, 0
    rows = run.rows()
    count, filled = _one(
        run.connection,
        f"select (select count(*) from ({rows}) as found), count({run.column}) from typed_{run.table}",
    )
    if count:
        replace_rows(
            run.connection,
            run.table,
            f"select rows.* replace (case when file_row in (select file_row from ({rows}) as found) then null "
            f"else {run.column} end as {run.column}) from typed_{run.table} as rows order by file_row",
        )
        _no_longer_unknown(taken, run.column, count)
        if count == filled:
            taken.empty_columns = _in_order(taken, {*taken.empty_columns, run.column})
    return count, 0


_RUN = {"fills": _fill, "corrects": _correct, "withdraws": _withdraw, "empties": _empty}


def _now_kept(taken: Taken, column: str) -> None:
    taken.kept = _in_order(taken, {*taken.kept, column})
    taken.missing = tuple(name for name in taken.missing if name != column)
    taken.empty_columns = tuple(name for name in taken.empty_columns if name != column)


def _no_longer_unknown(taken: Taken, column: str, cells: int) -> None:
    unknown = taken.set_aside.get(UNKNOWN_CODE, {})
    if column in unknown:
        unknown[column] -= cells
        if unknown[column] <= 0:
            del unknown[column]
        if not unknown:
            del taken.set_aside[UNKNOWN_CODE]


def _in_order(taken: Taken, columns: set[str]) -> tuple[str, ...]:
    return tuple(name for name in taken.layout.columns if name in columns)


def _has(taken: Mapping[str, Taken], table: str, column: str) -> bool:
    """Whether the extract has the column, with something in it."""
    one = taken.get(table)
    return one is not None and column in one.kept and column not in one.empty_columns


def _split_shared_ids(connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken]) -> Iterator[Repaired]:
    """Gives each child a record's id of their own where brothers and sisters share one, and what refers to it.

    In Mosaic a referral, a conference or a visit is one step of work for a group of children: each child has a row,
    and all have the same id. A shared id 55 of the child P1 becomes P1-55; an id that only one child has stays.
    """
    for table, of in taken.items():
        key, person = of.layout.key, _person_column(of)
        if key not in of.kept or person is None:
            continue
        (repeated,) = _one(connection, f"select count({key}) - count(distinct {key}) from typed_{table}")
        if not repeated:
            continue
        connection.execute(
            f"create or replace temp table shared_ids as select distinct {person} as person_id, {key} as id "
            f"from typed_{table} where {person} is not null and {key} in "
            f"(select {key} from typed_{table} group by {key} having count(distinct {person}) > 1)"
        )
        title = "brothers and sisters share an id"
        count = _split(connection, table, key, person)
        if count:
            yield Repaired("shared ids", "splits", title, table, key, count)
        for other, refers in taken.items():
            for name, column in refers.layout.columns.items():
                child = _person_column(refers)
                if column.refers_to == f"{table}.{key}" and name in refers.kept and child is not None:
                    count = _split(connection, other, name, child)
                    if count:
                        yield Repaired("shared ids", "splits", title, other, name, count)


def _split(connection: duckdb.DuckDBPyConnection, table: str, column: str, person: str) -> int:
    """Writes the child's id before a shared id of theirs; in how many cells."""
    shared = f"left join shared_ids on shared_ids.id = rows.{column} and shared_ids.person_id = rows.{person}"
    (count,) = _one(connection, f"select count(shared_ids.id) from typed_{table} as rows {shared}")
    if count:
        own = f"case when shared_ids.id is null then rows.{column} else rows.{person} || '-' || rows.{column} end"
        replace_rows(
            connection,
            table,
            f"select rows.* replace ({own} as {column}) from typed_{table} as rows {shared} order by rows.file_row",
        )
    return int(count)


def _person_column(of: Taken) -> str | None:
    """The column that says whose row it is: the first of people that isn't the table's key."""
    people = (name for name, column in of.layout.columns.items() if column.is_person and name != of.layout.key)
    return next((name for name in people if name in of.kept), None)


def _texts_that_are_not_json(connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken]) -> Iterator[Repaired]:
    """Counts texts in `*_json` columns that are no JSON, such as lists with commas between: they stay as they are."""
    for table, of in taken.items():
        for column in of.kept:
            if column.endswith("_json") and column not in of.empty_columns:
                (count,) = _one(connection, f"select count(*) filter (not json_valid({column})) from typed_{table}")
                if count:
                    yield Repaired("not JSON", "leaves", "not JSON", table, column, count)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
