"""Loads what a council hands over as a new snapshot: from the source, by the council's own names, into records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import version

from lineofsight.council import Council, council_spellings
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.progress import Progress
from lineofsight.records.people import read_own_list, record_changes
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.extracts import Extract
from lineofsight.sources.opening import opened


@dataclass(frozen=True)
class Loaded:
    """A new snapshot, and what its source had to say beside it."""

    snapshot: Snapshot
    notes: tuple[str, ...]
    left_aside: tuple[str, ...]


def load(
    home: Home,
    what: str,
    *,
    extracted_on: dt.date | None,
    kind: str | None = None,
    now: dt.datetime,
    showing: Callable[[int], AbstractContextManager[Progress]],
) -> Loaded:
    """Loads a path or database URL into a home, and makes it what serves.

    `showing(count)` gives a function to call with the name of each of so many steps. Refused where the source is,
    where no extract date is known or it lies in the future; nothing that is there changes then.
    """
    spellings = council_spellings(home)
    merges = read_own_list(home.merged_people)
    home.create()
    with opened(what, scratch=home.path, kind=kind) as extract:
        on = _extract_date(extract, what, extracted_on, now)
        Council(home).calendar.check(on)
        incoming = Incoming(
            files=extract.files,
            source=extract.name,
            extracted_on=on,
            kind=extract.kind,
            layouts=extract.layouts,
            fills=extract.fills,
            limits=extract.limits.written() if extract.limits.source else {},
            spellings=spellings,
            merges=merges,
            inputs=extract.inputs,
            left_aside=extract.left_aside,
            council=extract.council,
            made_up=extract.made_up,
            version=version("lineofsight"),
        )
        with showing(2 * len(extract.files) + 2 if extract.fills else 2 * len(extract.files) + 1) as progress:
            snapshot = Snapshots(home.snapshots).load(incoming, now=now, progress=progress)
    merged = snapshot.merged()
    record_changes(
        home.people_changed,
        former={old: new for old, new, _ in merged},
        sources={old: source for old, _, source in merged},
        snapshot=snapshot.id,
        at=now.isoformat(timespec="seconds"),
    )
    return Loaded(snapshot, extract.notes, extract.left_aside)


def _extract_date(extract: Extract, what: str, given: dt.date | None, now: dt.datetime) -> dt.date:
    on = given or extract.extracted_on
    if on is None:
        manifest = ', or a manifest.json with {"extracted_on": "2023-03-31"}' if extract.kind == "ssd" else ""
        raise Refused(f"{extract.name}: it doesn't say which day it was taken: add --extracted-on DATE{manifest}")
    if on > now.date() + dt.timedelta(days=1):
        raise Refused(f"{extract.name}: the extract date {on} lies in the future: give the day on which it was taken")
    return on
