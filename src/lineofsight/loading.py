"""Loads what a council hands over as a new snapshot: from the source, by the council's own names, into records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import duckdb

from lineofsight.council import Council
from lineofsight.home import VARIABLE, Home
from lineofsight.problems import Refused
from lineofsight.progress import Progress
from lineofsight.records.intake import Taken
from lineofsight.records.mappings import Mappings, read_mappings, table_name
from lineofsight.records.people import read_own_list, record_changes
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.records.teams import apply_teams
from lineofsight.records.unmapped import Unmapped, unmapped, write_to_fill_in
from lineofsight.sources.extracts import Extract, Names
from lineofsight.sources.opening import all_layouts, is_database, opened
from lineofsight.sources.ssd_repairs import repairs


@dataclass(frozen=True)
class Loaded:
    """A new snapshot, and what its source had to say beside it."""

    snapshot: Snapshot
    notes: tuple[str, ...]
    left_aside: tuple[str, ...]
    not_mapped: tuple[str, ...]


def load(
    home: Home,
    what: str,
    *,
    extracted_on: dt.date | None,
    kind: str | None = None,
    now: dt.datetime,
    showing: Callable[[str, int | None], AbstractContextManager[Progress]],
) -> Loaded:
    """Loads a path or database URL into a home, and makes it what serves.

    `showing(title, count)` gives a function to call with the name of each of so many steps (None where it isn't known
    how many), and with rows. Refused where the source is,
    where no extract date is known or it lies in the future; nothing that is there changes then.
    """
    mappings = read_mappings(home.mappings, layouts=all_layouts() if home.mappings.is_file() else ())
    merges = read_own_list(home.merged_people)
    if is_database(what) and extracted_on is None:
        raise Refused("A database doesn't say which day it describes: add --extracted-on DATE")
    home.create()
    with ExitStack() as open_until_loaded:
        with showing("Reading", None) if is_database(what) else nullcontext(_silently) as reading:
            source = opened(
                what,
                scratch=home.path,
                kind=kind,
                names=Names(mappings.tables, mappings.columns),
                extracted_on=extracted_on,
                progress=_since_the_last(reading),
            )
            extract = open_until_loaded.enter_context(source)
        if home.made_up_work.exists() and not extract.made_up:
            raise Refused(
                "This home folder holds the demonstration, with made-up audits and actions: load records of real people"
                f" into a folder of their own, and name that in {VARIABLE}"
            )
        on = _extract_date(extract, what, extracted_on, now)
        Council(home).calendar.check(on)
        mending = _Mending(home, extract, mappings, on)
        incoming = Incoming(
            files=extract.files,
            source=extract.name,
            extracted_on=on,
            kind=extract.kind,
            layouts=extract.layouts,
            fills=extract.fills,
            limits=extract.limits.written() if extract.limits.source else {},
            repair=mending,
            keyless=repairs.keys_filled() if extract.kind == "ssd" else (),
            spellings=mappings.codes,
            left_codes={column: frozenset(left) for column, left in mappings.left_codes().items()},
            headings=mappings.columns,
            former_id_types=mappings.merged_identifier_types,
            merges=merges,
            inputs=extract.inputs,
            left_aside=extract.left_aside,
            council=extract.council,
            made_up=extract.made_up,
            version=version("lineofsight"),
        )
        with showing("Loading", 2 * len(extract.files) + (2 if extract.fills else 1)) as progress:
            snapshot = Snapshots(home.snapshots).load(incoming, now=now, progress=progress)
    merged = snapshot.merged()
    record_changes(
        home.people_changed,
        former={old: new for old, new, _ in merged},
        sources={old: source for old, _, source in merged},
        snapshot=snapshot.id,
        at=now.isoformat(timespec="seconds"),
    )
    write_to_fill_in(mending.unmapped, home.mappings_to_fill_in, f"the load of {snapshot.id}")
    return Loaded(
        snapshot,
        extract.notes,
        tuple(name for name in extract.left_aside if ("tables", table_name(name)) not in mappings.left),
        tuple(mending.unmapped.lines(home.mappings_to_fill_in.name)),
    )


def _silently(_: str = "", *, rows: int = 0) -> None:
    """Shows no progress."""


def _since_the_last(progress: Progress) -> Callable[[str, int], None]:
    """Tells of the rows of a table since the last time, where a source says how many there were so far."""
    before: dict[str, int] = {}

    def tell(table: str, rows: int) -> None:
        if table not in before:
            progress(f"reading {table}")
        progress(rows=rows - before.get(table, 0))
        before[table] = rows

    return tell


@dataclass
class _Mending:
    """Puts right, before records are kept, what a supplier leaves out and what the council calls otherwise."""

    home: Home
    extract: Extract
    mappings: Mappings
    extracted_on: dt.date
    unmapped: Unmapped = field(default_factory=Unmapped)

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Taken], lists: Mapping[str, Taken]
    ) -> list[dict[str, Any]]:
        ssd = self.extract.kind == "ssd"
        done = repairs.apply(connection, tables, headings=self.mappings.columns) if ssd else []
        apply_teams(connection, tables, self.mappings.teams)
        sent = list((lists or tables).values())
        self.unmapped = unmapped(connection, sent, self.mappings, left_aside=self.extract.left_aside)
        return [{"line": one.line(), **one.facts()} for one in done]


def _extract_date(extract: Extract, what: str, given: dt.date | None, now: dt.datetime) -> dt.date:
    on = given or extract.extracted_on
    if on is None:
        manifest = ', or a manifest.json with {"extracted_on": "2023-03-31"}' if extract.kind == "ssd" else ""
        raise Refused(f"{extract.name}: it doesn't say which day it was taken: add --extracted-on DATE{manifest}")
    if on > now.date() + dt.timedelta(days=1):
        raise Refused(f"{extract.name}: the extract date {on} lies in the future: give the day on which it was taken")
    return on
