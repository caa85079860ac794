"""The eleven lists as a council would make them from its case records, so that both can be counted and compared.

The lists follow Ofsted's guidance: the last six months, a row for each child in Lists 6 and 9, no child in List 6 who
was only referred or is a care leaver. The statuses of List 6 stand in the order that D2I's script for councils has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import duckdb

from lineofsight.records.descriptions import describe, described
from lineofsight.records.reading import SQL_TYPES
from lineofsight.records.snapshots import Snapshot
from tests.sources.annex_a.workbooks import Cell, template

HERE = Path(__file__).parent


def lists_from(snapshot: Snapshot, on: dt.date, *, status_of_others: str = "") -> dict[int, list[list[Cell]]]:
    """For each list, its rows on a day, in the order of the template's columns.

    `status_of_others`: what List 6 says of an open case that is none of what a status can say. Ofsted's template has
    nothing for it; D2I's script writes "c) Child in need plan".
    """
    database = records_of(snapshot)
    database.execute(
        "create table extract as select cast($on as date) as extracted_on, $status as status_of_others, "
        "cast(cast($on as date) - interval 6 month as date) as six_months_ago, "
        "cast(cast($on as date) - interval 12 month as date) as a_year_ago",
        {"on": on, "status": status_of_others},
    )
    database.execute((HERE / "lists" / "common.sql").read_text(encoding="utf-8"))
    lists = {}
    for number in range(1, 11):
        found = database.execute((HERE / "lists" / f"list_{number:02d}.sql").read_text(encoding="utf-8"))
        assert len(found.description or ()) == len(template(number)), f"List {number}"
        lists[number] = [list(row) for row in found.fetchall()]
    return lists


def sheets_of(lists: Mapping[int, list[list[Cell]]]) -> dict[str, list[list[Cell]]]:
    """The lists as sheets of the template: a header and the rows."""
    return {f"List {number}": [list(template(number)), *rows] for number, rows in lists.items()}


def records_of(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A database with every described table, people by their own ids; what the snapshot lacks is empty."""
    database = duckdb.connect()
    database.execute(f"create table people as from read_parquet('{snapshot.people}')")
    for name in described():
        there = snapshot.columns(name)
        picked = []
        for column in describe(name).columns.values():
            if column.name not in there:
                picked.append(f"cast(null as {SQL_TYPES[column.type]}) as {column.name}")
            elif column.is_person:
                picked.append(f"(select person_id from people where person_key = kept.{column.name}) as {column.name}")
            else:
                picked.append(f"kept.{column.name}")
        rows = f"read_parquet('{snapshot.parquet(name)}') as kept" if there else "(select 1 limit 0) as kept"
        database.execute(f"create table {name} as select {', '.join(picked)} from {rows}")
    return database
