"""Every cell of the lists that is missing or breaks the layout: by list, column, team and worker.

A cell counts where it must be filled, or is. It is complete where it is filled with what the column admits. A column
that the snapshot can't fill at all is said once, and isn't held against a team.

`cells_to_mend` in the database has a row for each cell to mend; `cells_by_worker` has, for each list, team and worker,
the rows, the cells that count and those to mend.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb

from lineofsight.annex_a.laying import Laid, Made
from lineofsight.annex_a.layouts import LayoutColumn

MISSING, BREAKS = "missing", "breaks the layout"
CELLS = ("list", "row", "child", "column", "state", "what", "value", "team", "worker")


@dataclass(frozen=True)
class ColumnState:
    """How one column of a list stands. `rows` of the list, `counts` cells that must be filled or are.

    `lacks`: why no cell can be filled from the snapshot.
    """

    number: int
    column: LayoutColumn
    rows: int
    counts: int
    missing: int
    breaks: int
    lacks: str = ""

    @property
    def share_complete(self) -> Fraction | None:
        """Of the cells that count, those that need no mending; None where none counts."""
        return Fraction(self.counts - self.missing - self.breaks, self.counts) if self.counts else None


@dataclass(frozen=True)
class Group:
    """The cells of a list that a team and worker (empty: nobody) answer for."""

    number: int
    team: str
    worker: str
    rows: int
    counts: int
    to_mend: int

    @property
    def share_complete(self) -> Fraction | None:
        return Fraction(self.counts - self.to_mend, self.counts) if self.counts else None


@dataclass(frozen=True)
class Validation:
    """What is to mend in the lists of one day. `database` holds the cells themselves."""

    database: duckdb.DuckDBPyConnection
    columns: tuple[ColumnState, ...]
    groups: tuple[Group, ...]
    to_mend: int

    @property
    def counts(self) -> int:
        return sum(state.counts for state in self.columns)

    @property
    def share_complete(self) -> Fraction | None:
        """Of all cells that count, those that need no mending; what can't be filled is none of them."""
        wrong = sum(state.missing + state.breaks for state in self.columns)
        return Fraction(self.counts - wrong, self.counts) if self.counts else None

    def of(self, number: int) -> tuple[ColumnState, ...]:
        return tuple(state for state in self.columns if state.number == number)

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """The cells to mend (CELLS), list by list and row by row."""
        found = self.database.cursor().execute(
            "select cells.list, cells.place, people.person_id, cells.column_name, cells.state, cells.what, "
            "cells.value, cells.team, cells.worker from cells_to_mend as cells "
            "left join people on people.person_key = cells.person_id order by 1, 2, cells.nth"
        )
        while rows := found.fetchmany(10_000):
            yield from rows


def validate(laid: Laid) -> Validation:
    """What is to mend in the lists, in the tables `cells_to_mend` and `cells_by_worker`, and counted.

    >>> validate(laid).of(7)[7]
    ColumnState(number=7, column=<Initial Category of Abuse>, rows=377, counts=377, missing=0, breaks=0, lacks='')
    """
    database = laid.database
    database.execute(
        "create or replace table cells_to_mend (list integer, place integer, person_id integer, nth integer, "
        "column_name varchar, state varchar, what varchar, value varchar, team varchar, worker varchar)"
    )
    database.execute(
        "create or replace table cells_by_worker (list integer, team varchar, worker varchar, rows bigint, "
        "counts bigint, to_mend bigint)"
    )
    states: list[ColumnState] = []
    for made in laid.made:
        _lay_cells(database, made, laid.on)
        states += _states(database, made)
    groups = database.execute("select * from cells_by_worker order by all nulls last").fetchall()
    total = database.execute("select count(*) from cells_to_mend").fetchone()
    assert total is not None
    return Validation(
        database,
        tuple(states),
        tuple(Group(n, team or "", worker or "", *numbers) for n, team, worker, *numbers in groups),
        int(total[0]),
    )


def _lay_cells(database: duckdb.DuckDBPyConnection, made: Made, on: dt.date) -> None:
    table = made.table
    if made.layout.once:
        alike = ", ".join(made.layout.once)
        database.execute(
            f"create or replace temp table twice as select place from {table} "
            f"qualify count(*) over (partition by {alike}) > 1"
        )
    selects = [
        f"select {made.number}, place, person_id, {nth}, {_text(column.name)}, '{state}', {_text(what)}, "
        f"cast({column.name} as varchar), in_team, with_worker from {table} where {condition}"
        for nth, column in enumerate(made.layout.columns)
        if column.name not in made.lacks
        for state, what, condition in _faults(made, column, on)
    ]
    if selects:
        database.execute(f"insert into cells_to_mend {' union all '.join(selects)}")
    counted = " + ".join(
        f"cast({_counts(column)} as integer)" for column in made.layout.columns if column.name not in made.lacks
    )
    database.execute(
        "insert into cells_by_worker with found as ("
        "select place, count(distinct column_name) as cells from cells_to_mend "
        f"where list = {made.number} group by place) "
        f"select {made.number}, in_team, with_worker, count(*), sum({counted or '0'}), sum(coalesce(found.cells, 0)) "
        f"from {table} left join found using (place) group by in_team, with_worker"
    )


def _counts(column: LayoutColumn) -> str:
    """The condition that a cell must be filled, or is."""
    if column.required:
        return "true"
    filled = f"{column.name} is not null"
    return f"({filled} or {column.needed_with} is not null)" if column.needed_with else f"({filled})"


def _faults(made: Made, column: LayoutColumn, on: dt.date) -> Iterator[tuple[str, str, str]]:
    """(state, what is wrong, condition): at most one of each cell."""
    name = column.name
    if column.required:
        yield MISSING, "must be filled", f"{name} is null"
    elif column.needed_with:
        other = made.layout.column(column.needed_with)
        assert other is not None
        yield MISSING, f"must be filled where '{other.heading}' is", f"{name} is null and {other.name} is not null"
    breaks = list(_breaks(made, column, on))
    for place, (what, condition) in enumerate(breaks):
        before = "".join(f" and not coalesce({other}, false)" for _, other in breaks[:place])
        yield BREAKS, what, f"({condition}){before}"


def _breaks(made: Made, column: LayoutColumn, on: dt.date) -> Iterator[tuple[str, str]]:
    name = column.name
    if column.values:
        yield "is none of the values of the column", f"{name} not in ({', '.join(map(_text, column.values))})"
    if column.type == "date" and name != "date_of_birth":
        yield "is after the day of the list", f"{name} > date '{on}'"
    if column.type == "int":
        yield "is less than 0", f"{name} < 0"
    if column.not_before and column.not_before not in made.lacks:
        other = made.layout.column(column.not_before)
        assert other is not None
        yield f"is before '{other.heading}'", f"{name} < {other.name}"
    if name in made.layout.once:
        yield "stands in the list more than once", "place in (select place from twice)"


def _states(database: duckdb.DuckDBPyConnection, made: Made) -> Iterator[ColumnState]:
    fillable = [column for column in made.layout.columns if column.name not in made.lacks]
    sums = ", ".join(f"count(*) filter ({_counts(column)})" for column in fillable)
    row = database.execute(f"select {sums or '0'} from {made.table}").fetchone()
    assert row is not None
    counts = dict(zip((column.name for column in fillable), row, strict=False))
    found = {
        (name, state): cells
        for name, state, cells in database.execute(
            f"select column_name, state, count(*) from cells_to_mend where list = {made.number} group by all"
        ).fetchall()
    }
    for column in made.layout.columns:
        name = column.name
        yield ColumnState(
            number=made.number,
            column=column,
            rows=made.rows,
            counts=int(counts.get(name, 0)),
            missing=found.get((name, MISSING), 0),
            breaks=found.get((name, BREAKS), 0),
            lacks=made.lacks.get(name, ""),
        )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
