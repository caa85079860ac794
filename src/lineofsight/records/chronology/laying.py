"""Lays the chronology of everybody into a database, in bulk: a row for each event, by child and day.

    the snapshot's files ─► views in which nothing is missing ─┐
    events/*.sql, one select for each kind of event ───────────┴─► chronology, chronology_kinds

`chronology`: `person_id` (the child's number in the snapshot), `on_day`, `until_day` (empty for what is of one day, and
for what has not ended), `lasts` (whether it is of more than a day, so that one without an `until_day` goes on),
`kind`, `title`, `grouping` and `what` (what happened, as a fragment of a sentence; never empty of itself, but '' where
there is nothing to say), `worker` and `team` (ids, where the row names them), and where it stands: `table_name`,
`record` (its key), `file_row`, and `file` where a list of another name filled the table.
`chronology_kinds`: each kind, with its title, group, lane, place among the groups and in a day, and what it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.records.chronology.kinds import EventKind, in_order_of_groups, read_kinds
from lineofsight.records.chronology.own import RETURNS, own_events
from lineofsight.records.chronology.shown import ORIGIN, Shown, text
from lineofsight.records.snapshots import Snapshot

#: What a kind's select returns as it runs, whatever it returns itself: with its place and names.
_RUNS_AS = {"place": "smallint", "kind": "varchar", "title": "varchar", "grouping": "varchar", "source": "varchar"} | {
    **RETURNS
}
_EMPTY = f"select {', '.join(f'cast(null as {kind}) as {name}' for name, kind in _RUNS_AS.items())} where false"


def lay_chronology(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, own: Path | None = None) -> None:
    """Makes the tables `chronology` and `chronology_kinds` of a snapshot's records, for everybody.

    `own`: a folder of a council's own kinds of event, which add to the shipped ones or take their place. The
    connection must not be locked yet. Raises Refused, with the file and line, where one of those can't be used.

    >>> lay_chronology(database, snapshot)
    >>> database.execute("select on_day, title, what from chronology where person_id = 7").fetchall()
    [(datetime.date(2023, 3, 1), 'Child in need visit', 'Seen, seen alone'), ...]
    """
    kinds = read_kinds(own)
    selects = {kind.name: _select(kind, number, snapshot) for number, kind in enumerate(kinds)}
    # a kind that reads no table of the extract finds nothing, and planning it takes longer than that
    shipped = [kind for kind in kinds if not kind.own and any(map(snapshot.columns, kind.tables))]
    place = database.execute("select current_database(), current_schema()").fetchone()
    assert place is not None
    into = ".".join(f'"{name}"' for name in place)
    with database.cursor() as cursor:
        shown = Shown(cursor, snapshot)
        tables = {table for kind in shipped for table in kind.tables}
        shown.show(tables)
        shown.lay_beside(tables)
        parts = [_EMPTY, *(selects[kind.name] for kind in shipped)]
        if own_kinds := [kind for kind in kinds if kind.own]:
            complete = {kind.name: f"{_EMPTY} union all by name {selects[kind.name]}" for kind in own_kinds}
            parts.append(_lay_own(cursor, own_events(snapshot, own_kinds, complete, shown.files)))
        _lay_kinds(cursor, kinds, into)
        cursor.execute(
            f"create or replace table {into}.chronology as "
            "select person_id, cast(on_day as date) as on_day, cast(until_day as date) as until_day, "
            "coalesce(lasts, false) as lasts, kind, title, grouping, coalesce(what, '') as what, worker, team, "
            "coalesce(table_name, source) as table_name, record, "
            f"cast(file_row & {(1 << ORIGIN) - 1} as integer) as file_row, {_file(shown.files)} as file "
            f"from ({' union all by name '.join(parts)}) as events "
            "where person_id is not null and on_day is not null "
            "order by person_id, cast(on_day as date), place, events.file_row"
        )


def _select(kind: EventKind, number: int, snapshot: Snapshot) -> str:
    """A kind's select with its place and names; where the extract lacks the end of what lasts, how long isn't said."""
    known = not kind.ends or kind.ends in snapshot.columns(kind.source)
    lasts = "" if known else " replace (false as lasts)"
    named = {"kind": kind.name, "title": kind.title, "grouping": kind.group, "source": kind.source}
    names = ", ".join(f"{text(value)} as {name}" for name, value in named.items())
    return f"select cast({number} as smallint) as place, {names}, *{lasts} from ({kind.runnable()}) as event"


def _lay_own(cursor: duckdb.DuckDBPyConnection, found: Mapping[str, list[Any]]) -> str:
    """Lays what a council's own kinds found into `own_rows`; the select of it."""
    cursor.execute(f"create temp table own_rows as {_EMPTY}")
    if found:
        given = ", ".join(f"unnest(cast(${name} as {_RUNS_AS[name]}[])) as {name}" for name in found)
        cursor.execute(f"insert into own_rows by name select {given}", found)
    return "select * from own_rows"


def _file(files: Sequence[str | None]) -> str:
    """The expression of the list in which a row stands; empty where it is the table's own file."""
    cases = " ".join(f"when {number} then {text(name)}" for number, name in enumerate(files) if number)
    return f"case events.file_row >> {ORIGIN} {cases} end" if cases else "cast(null as varchar)"


def _lay_kinds(cursor: duckdb.DuckDBPyConnection, kinds: Sequence[EventKind], into: str) -> None:
    groups = in_order_of_groups(kinds)
    rows = ", ".join(
        f"({number}, {text(kind.name)}, {text(kind.title)}, {text(kind.group)}, {groups.index(kind.group)}, "
        f"{text(kind.lane)}, {text(kind.source)}, {text(kind.about)}, {str(kind.own).lower()})"
        for number, kind in enumerate(kinds)
    )
    columns = "place, kind, title, grouping, group_place, lane, source, about, own"
    cursor.execute(
        f"create or replace table {into}.chronology_kinds as select * from (values {rows}) as kinds({columns})"
    )
