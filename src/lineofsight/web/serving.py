"""Which prepared file the pages are read from: the one for what is loaded now, or the one before while that is made.

Readers never wait for a load: until a new snapshot (or a changed definition) is worked out, pages show the one before,
with its date.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.keeping import open_kept
from lineofsight.morning import latest_attempt
from lineofsight.prepared.making import file_of, key_of
from lineofsight.problems import Refused
from lineofsight.records.people import recorded_changes

#: How often it is looked whether something else serves, and how long a first page waits for it, in seconds.
LOOK_EVERY = 1.0
WAIT_AT_MOST = 180
#: How far what is worked out steps back behind the pages (as the command nice has it).
GENTLY = 10


@dataclass(frozen=True)
class Served:
    """What pages are read from: a council's snapshot and book, and the count that was prepared of them."""

    council: Council
    counted: Counted
    key: str
    former_ids: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def reading(self) -> Iterator[Counted]:
        """The count on a connection of its own: one for each thread at a time."""
        with self.counted.database.cursor() as cursor:
            yield replace(self.counted, database=cursor)


@dataclass
class _State:
    served: Served | None = None
    signature: object = None
    looked_at: float = -LOOK_EVERY
    making: subprocess.Popen[bytes] | None = None
    made_for: object = None
    refused: str = ""


_lock = threading.RLock()
_states: dict[Path, _State] = {}


def serving() -> Served:
    """What serves now. Refused where nothing is loaded, or it can't be worked out and nothing was before."""
    home = Home(settings.LINEOFSIGHT_HOME)
    state = _states.setdefault(home.path, _State())
    if state.served is not None and time.monotonic() - state.looked_at < LOOK_EVERY:
        return state.served
    if not _lock.acquire(blocking=state.served is None):
        return state.served  # type: ignore[return-value]  # another thread looks: this page does not wait for it
    try:
        _look(home, state)
        if state.served is None and state.making is not None:
            state.making.wait(WAIT_AT_MOST)
            state.signature = None
            _look(home, state)
        state.looked_at = time.monotonic()
        if state.served is None:
            raise Refused(state.refused or "What is loaded is being worked out: try again in a minute")
        return state.served
    finally:
        _lock.release()


def problem() -> str:
    """Why what was loaded last isn't what the pages show; empty where it is."""
    state = _states.get(Home(settings.LINEOFSIGHT_HOME).path)
    return state.refused if state and state.served is not None else ""


def _look(home: Home, state: _State) -> None:
    signature = _signature(home)
    done = state.making is not None and state.making.poll() is not None
    if signature == state.signature and not done:
        return
    try:
        council = Council(home)
        key = key_of(council, dt.date.today())  # noqa: DTZ011 - the day where the council is
    except Refused as refusal:
        state.refused, state.signature = str(refusal), signature
        return
    if state.served is not None and state.served.key == key:
        state.signature, state.refused, state.making = signature, "", None
        return
    file = file_of(council, key)
    if file.is_file():
        counted = open_kept(file, council.book, council.reads, council.snapshot)
        state.served = Served(council, counted, key, _former_ids(council))
        state.signature, state.refused, state.making = signature, "", None
    elif done and state.making is not None and state.made_for == signature:
        said = (state.making.stderr.read() if state.making.stderr else b"").decode(errors="replace").strip()
        state.refused = said.splitlines()[-1].removeprefix("lineofsight: ") if said else "It could not be worked out"
        state.making, state.signature = None, signature
    elif state.making is None or done:  # done: something else was loaded in the meantime
        state.making = subprocess.Popen(
            [sys.executable, "-m", "lineofsight", "prepare"],
            env={**os.environ, "LINEOFSIGHT_HOME": str(home.path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        state.signature = state.made_for = signature
        if state.served is not None:
            _give_way(state.making.pid)


def _give_way(process: int) -> None:
    """While pages are read, what works out the next ones leaves the processors to them."""
    with suppress(OSError, AttributeError):  # Windows has no such thing
        os.setpriority(os.PRIO_PROCESS, process, GENTLY)


def _former_ids(council: Council) -> dict[str, str]:
    """Ids that were merged or changed at source, each with the id of the same person now.

    Those of the snapshot, and those of loads before it: a restriction, an action or a discussion that names a former id
    must follow the child also when an extract no longer says so.
    """
    changes = recorded_changes(council.home.people_changed)
    former = {change["old_id"]: change["new_id"] for change in changes} | council.snapshot.former_ids()

    def last(person: str) -> str:
        seen = {person}
        while (after := former.get(person)) is not None and after not in seen:
            seen.add(after)
            person = after
        return person

    return {old: last(old) for old in former}


def _signature(home: Home) -> object:
    """Changes whenever a file changes that a prepared file depends on; the names and times of a few dozen files."""
    folders = (home.book, home.checks, home.chronology)
    files = [home.snapshots / "current", home.bank_holidays, home.accepted_findings, home.people_changed]
    files += [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return dt.date.today(), tuple(_stamp(file) for file in files)  # noqa: DTZ011 - the day where the council is


def _stamp(file: Path) -> tuple[str, int, int, int]:
    try:
        facts = file.stat()
    except OSError:
        return str(file), 0, 0, 0
    return str(file), facts.st_mtime_ns, facts.st_size, facts.st_ino


def shows_demonstration() -> bool:
    """Whether what is loaded, and what pages show, is the made-up council; not where nothing is loaded.

    Nobody waits here until something is worked out: the sign-in page asks.
    """
    home = Home(settings.LINEOFSIGHT_HOME)
    state = _states.get(home.path)
    served = state.served if state else None
    if served is not None and not served.council.snapshot.made_up:
        return False
    snapshots = Council(home).snapshots
    if served is not None and snapshots.current_id() == served.council.snapshot.id:
        return True
    try:
        return snapshots.current().made_up
    except Refused:
        return False


@dataclass(frozen=True)
class DataNotice:
    """What each page says of its data: the day it describes, how old it is, and what went wrong with the last load."""

    council: str
    as_at: dt.date | None
    snapshot: str
    made_up: bool
    days_old: int
    is_old: bool
    problem: str


def data_notice(today: dt.date | None = None) -> DataNotice:
    now = today or dt.date.today()  # noqa: DTZ011 - the day where the council is
    home = Home(settings.LINEOFSIGHT_HOME)
    attempt = latest_attempt(home)
    wrong = attempt.banner if attempt is not None else ""
    try:
        snapshot = serving().council.snapshot
    except Refused as refusal:
        return DataNotice("", None, "", False, 0, False, wrong or str(refusal))
    days = (now - snapshot.extracted_on).days
    stale = days > settings.LINEOFSIGHT_SITE.stale_after_days and not snapshot.made_up
    return DataNotice(
        snapshot.council, snapshot.extracted_on, snapshot.id, snapshot.made_up, days, stale, wrong or problem()
    )
