"""Opens and loads returns as the command does, and looks at what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import duckdb

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.extracts import Extract

Row = dict[str, Any]


class Source(Protocol):
    def opened(self, path: Path, *, scratch: Path) -> AbstractContextManager[Extract]: ...


def read(source: Source, path: Path, scratch: Path) -> Extract:
    """What a source says of a path; its files are gone when it is handed on."""
    scratch.mkdir(exist_ok=True)
    with source.opened(path, scratch=scratch) as extract:
        return extract


def load(source: Source, home: Home, path: Path, extracted_on: dt.date | None = None) -> Snapshot:
    home.create()
    with source.opened(path, scratch=home.path) as extract:
        on = extracted_on or extract.extracted_on
        assert on is not None
        incoming = Incoming(
            files=extract.files,
            source=extract.name,
            extracted_on=on,
            kind=extract.kind,
            layouts=extract.layouts,
            fills=extract.fills,
            limits=extract.limits.written(),
            inputs=extract.inputs,
            left_aside=extract.left_aside,
        )
        return Snapshots(home.snapshots).load(incoming, now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def rows(snapshot: Snapshot, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a case-record table, people by their own ids, in the order of the columns asked for."""
    person = {name for name in columns if name.endswith("person_id")}
    picked = ", ".join(
        f"(select person_id from read_parquet('{snapshot.people}') where person_key = kept.{name})"
        if name in person
        else f"kept.{name}"
        for name in columns
    )
    return duckdb.execute(
        f"select {picked} from read_parquet('{snapshot.parquet(table)}') as kept order by all"
    ).fetchall()


def nothing_is_lost(snapshot: Snapshot) -> None:
    """Accepted + quarantined = read, of each list."""
    for name, facts in snapshot.files.items():
        assert facts["accepted"] + facts["quarantined"] == facts["read"], name


def counted(home: Home, months: Iterable[str]) -> dict[tuple[str, str, str], Figure]:
    """Figures by indicator, month and window, without their split into kinds."""
    database = Council(home).count([Month.read(month) for month in months])
    lay_figures(database)
    found = [figure for figure in figures(database) if not figure.dimension]
    return {(figure.ref, f"{figure.as_at:%Y-%m}", figure.window): figure for figure in found}
