"""A council's own kinds of event: whether a select can be used, and running it where it can do no harm.

Each is read as a tree, of which only what is on the list is admitted; the database must understand it on empty tables;
and it runs in a database of its own, which is locked once the records are in it. Shipped kinds are held to the same
by tests, since reading SQL as a tree takes a second for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.chronology.kinds import EventKind
from lineofsight.records.chronology.shown import BESIDE, Shown, all_tables
from lineofsight.records.headed import SelectRefused
from lineofsight.records.selects import (
    check_functions,
    check_shape,
    check_tables,
    columns_read,
    empty_database,
    lock,
    parsed,
    understood,
)
from lineofsight.records.snapshots import Snapshot

#: What a select returns, and as what: the first three always.
RETURNS: Mapping[str, str] = {
    "person_id": "integer",
    "on_day": "date",
    "file_row": "bigint",
    "until_day": "date",
    "lasts": "boolean",
    "what": "varchar",
    "record": "varchar",
    "worker": "varchar",
    "team": "varchar",
    "table_name": "varchar",
}
MUST = tuple(RETURNS)[:3]
_MAY_BE = {"on_day": ("DATE", "TIMESTAMP"), "until_day": ("DATE", "TIMESTAMP")}


def check_kinds(kinds: Iterable[EventKind]) -> dict[str, dict[str, tuple[str, ...]]]:
    """What each kind reads, by its name: table -> columns. Raises SelectRefused where one can't be used."""
    known = all_tables()
    with empty_database(known) as database:
        return {kind.name: _check(kind, known, database) for kind in kinds}


def _check(
    kind: EventKind, known: Mapping[str, Mapping[str, str]], database: duckdb.DuckDBPyConnection
) -> dict[str, tuple[str, ...]]:
    tree = parsed(kind)
    check_shape(kind, tree, "kind of event")
    check_tables(kind, tree, set(known), "table")
    check_functions(kind, tree, "kind of event")
    _check_returned(kind, understood(kind, database))
    tables, _ = columns_read(kind, tree, known, BESIDE, "table")
    return tables


def _check_returned(kind: EventKind, columns: Mapping[str, str]) -> None:
    def refuse(what: str) -> None:
        raise SelectRefused(kind.file, kind.sql_line, what)

    must, may = ", ".join(MUST), ", ".join(name for name in RETURNS if name not in MUST)
    if missing := [name for name in MUST if name not in columns]:
        refuse(f"the select doesn't return {', '.join(missing)}: it must return {must} and may return {may}")
    if extra := sorted(set(columns).difference(RETURNS)):
        refuse(f"the select returns {', '.join(extra)}, which has no meaning: remove it")
    if kind.ends and not {"lasts", "until_day"} <= set(columns):
        refuse("the header says what it ends by, so the select must return lasts and until_day: add them")
    for name, found in columns.items():
        if found not in (RETURNS[name].upper(), *_MAY_BE.get(name, ()), '"NULL"'):
            refuse(f"{name} is {found.lower()}: it must be {RETURNS[name]}, as in cast(... as {RETURNS[name]})")


def own_events(
    snapshot: Snapshot, kinds: Sequence[EventKind], selects: Mapping[str, str], files: list[str | None]
) -> dict[str, list[Any]]:
    """The events that a council's own kinds find: each column of theirs as a list.

    `selects`: by the kind's name, its select as it runs. `files`: the lists that rows stand in, to which it adds.
    Raises Refused where a select can't be used, or fails on the records.
    """
    reads = check_kinds(kinds)
    tables = {table for read in reads.values() for table in read}
    with duckdb.connect() as database:
        shown = Shown(database, snapshot, files)
        shown.show(tables, copied=True)
        shown.lay_beside(tables)
        lock(database)
        found: dict[str, list[Any]] = {}
        for kind in kinds:
            try:
                cursor = database.execute(selects[kind.name])
                names = [column[0] for column in cursor.description or ()]
                columns = zip(*cursor.fetchall(), strict=True)
            except duckdb.Error as error:
                raise Refused(
                    f"{kind.file.name}: the event {kind.name} failed on this snapshot ({type(error).__name__}): check "
                    f"its casts and divisions, and use try_cast where a value may not fit"
                ) from None
            for name, values in zip(names, columns, strict=False):
                found.setdefault(name, []).extend(values)
        return found
