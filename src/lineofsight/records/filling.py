"""Makes case records of what a source's lists hold: one select for each table, on the rows that were accepted.

A list's row may stand for several records (a child, a plan, a visit), and a record for several rows. Each record keeps
the list and the row that it comes from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table, describe
from lineofsight.records.intake import Taken, kept_value
from lineofsight.records.reading import SQL_TYPES

#: A value of each type that stands in no record: what comes of it comes of a column that the lists lack.
_MARKS = {
    "text": "'absent'",
    "date": "date '1901-01-01'",
    "datetime": "timestamp '1901-01-01'",
    "bool": "true",
    "int": "1",
    "float": "1.0",
}


@dataclass(frozen=True)
class Fill:
    """How rows of a source's lists become rows of a case-record table: one select.

    It reads the accepted rows of the lists by their names, each with `file` and `file_row` beside its own columns
    (those that the sender left out are empty), and the table `extract` (one row: `extracted_on`). It names its
    columns as the table does and adds `file` and `file_row`.
    """

    table: str
    select: str
    path: Path | None = None


def fill(
    connection: duckdb.DuckDBPyConnection,
    fills: Iterable[Fill],
    layouts: Iterable[Table],
    lists: Mapping[str, Taken],
    extracted_on: dt.date,
) -> list[Taken]:
    """Runs all fills into `base_<table>` and `typed_<table>`; what became of each table that has rows.

    `lists`: what was taken of each list, by its layout's name. A column that comes of one which the lists lack
    counts as missing, not as empty.
    """
    connection.execute(f"create or replace table extract as select date '{extracted_on}' as extracted_on")
    layouts = list(layouts)
    _show_lists(connection, layouts, lists, marked=False)
    selects: dict[str, list[str]] = {}
    for one in fills:
        selects.setdefault(one.table, []).append(one.select.strip().rstrip(";"))

    def run(table: str) -> Taken:
        query = " union all by name ".join(f"select * from ({part}) as part" for part in selects[table])
        with connection.cursor() as cursor:
            return _fill_table(cursor, table, query, _lists_read(lists, selects[table]))

    with ThreadPoolExecutor(max_workers=2) as workers:  # most of a fill's time is planning it, on one core
        filled = [taken for taken in workers.map(run, selects) if taken.read]
    _find_missing(connection, layouts, lists, selects, filled)
    return filled


def _lists_read(lists: Iterable[str], parts: Iterable[str]) -> list[str]:
    return [name for name in lists if any(re.search(rf"\b{re.escape(name)}\b", part) for part in parts)]


def _fill_table(connection: duckdb.DuckDBPyConnection, table: str, query: str, lists: Sequence[str]) -> Taken:
    described = describe(table)
    given = [row[0] for row in connection.execute(f"describe {query}").fetchall()]
    kept = [name for name in given if name in described.columns]
    columns = [f"cast({name} as {SQL_TYPES[described.columns[name].type]}) as {name}" for name in kept]
    connection.execute(
        f"create or replace table base_{table} as select {', '.join(columns)}, cast(file as varchar) as file, "
        f"cast(file_row as integer) as file_row from ({query}) as filled order by file, file_row"
    )
    connection.execute(f"create or replace view typed_{table} as select * from base_{table}")
    counts = connection.execute(
        f"select count(*), count(distinct {described.key}), {', '.join(f'count({name})' for name in kept)} "
        f"from base_{table}"
    ).fetchone()
    assert counts is not None
    rows, keys, *full = counts
    if rows != keys:
        raise Refused(
            f"{', '.join(lists)}: what fills {table} gives a key twice, or none ({rows:,} rows, {keys:,} keys). That "
            f"is a fault of Line of Sight and not of the file: report it"
        )
    return Taken(
        table=table,
        layout=described,
        sent=", ".join(lists),
        read=rows,
        accepted=rows,
        quarantined=0,
        kept=tuple(kept),
        missing=tuple(name for name in described.columns if name not in kept),
        not_described=(),
        filled_from=tuple(lists),
        empty_columns=tuple(name for name, count in zip(kept, full, strict=True) if not count),
    )


def _show_lists(
    connection: duckdb.DuckDBPyConnection, layouts: Iterable[Table], lists: Mapping[str, Taken], *, marked: bool
) -> None:
    for layout in layouts:
        taken = lists.get(layout.name)
        columns = []
        for name, column in layout.columns.items():
            if taken and name in taken.kept:
                columns.append(f"{kept_value(column, taken.instead.get(name, {}))} as {name}")
            else:
                value = _MARKS[column.type] if marked and taken else "null"
                columns.append(f"cast({value} as {SQL_TYPES[column.type]}) as {name}")
        rows = f"typed_{layout.name}" if taken else "(select 0 as file_row limit 0) as nothing"
        sent = (taken.sent if taken else "").replace("'", "''")
        columns += [f"'{sent}' as file", "file_row"]
        connection.execute(f"create or replace view {layout.name} as select {', '.join(columns)} from {rows}")


def _find_missing(
    connection: duckdb.DuckDBPyConnection,
    layouts: Sequence[Table],
    lists: Mapping[str, Taken],
    selects: Mapping[str, Sequence[str]],
    filled: Sequence[Taken],
) -> None:
    """Moves columns from kept to missing that are empty because the lists lack what they come of.

    The fills run once more with a mark in each such column: where the mark arrives, the column came of it.
    """
    absent = {column for taken in lists.values() for column in taken.missing}
    doubtful = [
        taken
        for taken in filled
        if taken.empty_columns and any(column in part for part in selects[taken.table] for column in absent)
    ]
    if not doubtful:
        return
    _show_lists(connection, layouts, lists, marked=True)
    for taken in doubtful:
        query = " union all by name ".join(f"select * from ({part}) as part" for part in selects[taken.table])
        full = connection.execute(
            f"select {', '.join(f'count({name})' for name in taken.empty_columns)} from ({query}) as filled"
        ).fetchone()
        assert full is not None
        gone = {name for name, count in zip(taken.empty_columns, full, strict=True) if count}
        taken.kept = tuple(name for name in taken.kept if name not in gone)
        taken.empty_columns = tuple(name for name in taken.empty_columns if name not in gone)
        taken.missing = tuple(name for name in taken.layout.columns if name not in taken.kept)
    _show_lists(connection, layouts, lists, marked=False)
