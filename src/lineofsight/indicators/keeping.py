"""Keeps a count in a file, so that it is counted once and read by many: what the web site shows.

The file is what a count in memory is, on disk: the same evidence, figures and characteristics, read by the same
functions. Any number of processes may have it open to read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from lineofsight.indicators.availability import Availability, Stretch
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.engine import Counted
from lineofsight.records.snapshots import Snapshot

#: What only the counting itself needs, beside the records: not kept.
_WORKING = ("counts", "declared", "event_days", "figures_to_rate", "to_rate", "dates", "person_days")


def finish_counting(counted: Counted) -> None:
    """Leaves in a count's file what is read from it: how to open it again, and not the records it was counted from."""
    database = counted.database
    database.execute(
        "create table kept_evidence as select unnest($refs) as ref, unnest($tables) as table_name",
        {"refs": list(counted.evidence), "tables": list(counted.evidence.values())},
    )
    database.execute("create table kept_stretches (kind varchar, name varchar)")
    database.executemany("insert into kept_stretches values (?, ?)", [list(key) for key in counted.stretches])
    database.execute("create table kept_now as select cast($now as date) as day", {"now": counted.now})
    book = counted.book
    of_events = {
        name for kind, name in counted.stretches if kind == "cohort" and book.latest(kind, name).grain == "event"
    }
    names = {name for (name,) in database.execute("select table_name from duckdb_tables()").fetchall()}
    for name in sorted(names):
        if name in of_events or name in _WORKING or name.startswith(("ssd_", "los_", "found_")):
            database.execute(f"drop table {name}")


def open_kept(
    file: Path, book: Book, reads: Mapping[Definition, Reads], snapshot: Snapshot, *, memory: str = "128MB"
) -> Counted:
    """The count that stands in a file, to be read; the book and the snapshot must be those that it was counted from."""
    database = duckdb.connect(
        str(file), read_only=True, config={"threads": 1, "memory_limit": memory, "enable_external_access": False}
    )
    dates = tuple(day for (day,) in database.execute("select as_at from as_at order by 1").fetchall())
    row = database.execute("select day from kept_now").fetchone()
    now: dt.date | None = row[0] if row else None
    evidence = dict(database.execute("select ref, table_name from kept_evidence order by rowid").fetchall())
    names: list[tuple[Kind, str]] = database.execute("select kind, name from kept_stretches order by rowid").fetchall()
    availability = Availability(book, reads, snapshot)
    return Counted(
        database=database,
        book=book,
        snapshot=snapshot,
        availability=availability,
        dates=dates,
        now=now,
        evidence=evidence,
        stretches=_stretches(availability, names, dates),
    )


def _stretches(
    availability: Availability, names: Iterable[tuple[Kind, str]], dates: Collection[dt.date]
) -> Mapping[tuple[Kind, str], Sequence[Stretch]]:
    return {(kind, name): availability.stretches(kind, name, dates) for kind, name in names}
