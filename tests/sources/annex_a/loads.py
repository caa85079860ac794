"""Loads a workbook as the command does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lineofsight.home import Home
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.annex_a import opened
from lineofsight.sources.extracts import Extract, Names


def load_workbook(home: Home, path: Path, on: dt.date, *, names: Names | None = None) -> tuple[Snapshot, Extract]:
    """The snapshot of a workbook, and the extract with what it had to say."""
    home.create()
    with opened(path, scratch=home.path, names=names, extracted_on=on) as extract:
        incoming = Incoming(
            extract.files,
            source=extract.name,
            extracted_on=on,
            kind=extract.kind,
            layouts=extract.layouts,
            fills=extract.fills,
            limits=extract.limits.written(),
            headings=names.columns if names else {},
            left_aside=extract.left_aside,
        )
        return Snapshots(home.snapshots).load(incoming, now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC)), extract
