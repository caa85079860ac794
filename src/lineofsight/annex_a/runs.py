"""Keeps what was produced, run by run, and says what changed since the last: who joined a list, left it, or changed.

    annex_a/runs/
      2023-03-31.1/            a run: the day of the lists, and the how-manieth run of it
        manifest.json          snapshot, layout, rows of each list, and what they were made of
        list_07.parquet        the rows, with codes as the records have them
        known.json, sheets/    what is known of the lists, and the sheets of the workbook (`kept_run`)
      .making-*                a run under way, or one that was cut off: removed after a day
      .lock                    held while a run is kept: of two at once the second waits

A run that is made again of the same records by the same rules is the same run: it stays, and is compared with the one
before it. The files hold children's data, and are readable by their owner alone. Runs of the form before (1) have rows
alone: they are listed and compared with, and made again they are another run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from lineofsight.annex_a.laying import Laid, Made
from lineofsight.annex_a.layouts import Layout
from lineofsight.annex_a.rules import ListRule
from lineofsight.council import Council
from lineofsight.problems import Refused

try:
    import fcntl
except ImportError:  # there is none on Windows: who makes two runs there at once must keep them apart
    fcntl = None  # type: ignore[assignment]

FORM = 2
#: Forms of manifests that can be read: of 1 there are rows alone.
FORMS = (1, FORM)
CUT_OFF = 24 * 60 * 60  # seconds after which a run is no longer under way
JOINED, LEFT, CHANGED = "joined", "left", "changed"
CHANGES = ("list", "what", "child", "record", "column", "before", "now")
#: Columns that change with the day alone.
NOT_COMPARED = frozenset({"age"})
_ID = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d+)")


@dataclass(frozen=True)
class Run:
    """A run that is kept, as its manifest describes it. `of`: a hash of all that it was made from.

    `form`: which form it is kept in; before FORM it has its rows alone.
    """

    id: str
    folder: Path
    on: dt.date
    layout: str
    snapshot: str
    made_at: str
    of: str
    lists: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    form: int = FORM

    def parquet(self, number: int) -> Path:
        return self.folder / f"list_{number:02d}.parquet"

    def has(self, number: int) -> bool:
        """Whether the list could be made then."""
        return number in self.lists and not self.lists[number]["cannot"]


@dataclass(frozen=True)
class Change:
    """What became of one list since a run. `lacks`: why it can't be compared; empty where it is."""

    number: int
    rows_before: int = 0
    rows: int = 0
    joined: int = 0
    left: int = 0
    changed: int = 0
    lacks: str = ""


@dataclass(frozen=True)
class Comparison:
    """The lists beside those of the last run; `since` is None where there was none."""

    database: duckdb.DuckDBPyConnection
    since: Run | None
    lists: tuple[Change, ...] = ()

    def changes(self) -> Iterator[tuple[Any, ...]]:
        """Each row that joined or left a list, and each cell that changed (CHANGES); cells as codes."""
        if self.since is None:
            return
        found = self.database.cursor().execute(
            "select list, what, child, record, column_name, before, now from changes "
            "order by list, what, child, record, nth"
        )
        while rows := found.fetchmany(10_000):
            yield from rows


class Runs:
    """The runs that are kept of one council, below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def listed(self) -> list[Run]:
        """All runs that can be read, the latest made last."""
        if not self.folder.is_dir():
            return []
        found = [_read(entry) for entry in self.folder.iterdir() if _ID.fullmatch(entry.name)]
        return sorted((run for run in found if run is not None), key=lambda run: (run.made_at, _place(run.id)))

    def before(self, of: str) -> Run | None:
        """The last run that was made of something else."""
        return next((run for run in reversed(self.listed()) if run.of != of), None)

    def named(self, run_id: str) -> Run | None:
        """A run by its id; None where there is none, or what is asked for is no id."""
        return _read(self.folder / run_id) if _ID.fullmatch(run_id) else None

    def keep(
        self,
        laid: Laid,
        council: Council,
        layout: Layout,
        of: str,
        *,
        now: dt.datetime,
        also: Callable[[Run], None] = lambda run: None,
    ) -> Run:
        """Keeps a run; the one that stands last already where it was made of the same.

        `also` writes what else is kept into the folder of the run, which is still a draft then.
        """
        with self._alone(), self._making() as draft:
            kept = self.listed()
            if kept and kept[-1].of == of and kept[-1].form == FORM:
                return kept[-1]
            for made in laid.made:
                _write_rows(laid, made, draft / f"list_{made.number:02d}.parquet")
            number = 1 + max((_place(run.id)[1] for run in kept if run.on == laid.on), default=0)
            while (self.folder / f"{laid.on}.{number}").exists():
                number += 1
            snapshot = council.snapshot
            manifest = {
                "form": FORM,
                "id": f"{laid.on}.{number}",
                "on": str(laid.on),
                "layout": layout.name,
                "snapshot": snapshot.id,
                "snapshot_hash": snapshot.hash,
                "council": snapshot.council,
                "made_up": snapshot.made_up,
                "made_at": now.isoformat(timespec="seconds"),
                "of": of,
                "lists": {
                    str(made.number): {"rows": made.rows, "cannot": made.cannot, "lacks": dict(made.lacks)}
                    for made in laid.lists
                },
            }
            file = draft / "manifest.json"
            file.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
            file.chmod(0o600)
            drafted = _read(draft)
            assert drafted is not None
            also(drafted)
            draft.rename(self.folder / str(manifest["id"]))
        run = _read(self.folder / str(manifest["id"]))
        assert run is not None
        return run

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else keeps a run meanwhile."""
        with (self.folder / ".lock").open("a", encoding="utf-8") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _making(self) -> Iterator[Path]:
        """A private folder to write a run in; what a run that was cut off left is removed."""
        for leftover in self.folder.glob(".making-*"):
            if leftover.stat().st_mtime < time.time() - CUT_OFF:  # another may be under way
                shutil.rmtree(leftover, ignore_errors=True)
        draft = self.folder / f".making-{os.getpid()}-{uuid4().hex}"
        draft.mkdir(mode=0o700)
        try:
            yield draft
        finally:
            if draft.exists():
                shutil.rmtree(draft)


def made_of(council: Council, on: dt.date, layout: Layout, rules: Mapping[int, ListRule]) -> str:
    """A hash of all that a run is made from: two runs that have it alike are alike."""
    digest = hashlib.sha256(repr((council.snapshot.id, council.snapshot.hash, str(on), repr(layout))).encode())
    digest.update(council.book.fingerprint.encode())
    for number, rule in sorted(rules.items()):
        digest.update(repr((number, sorted(rule.settings.items()), rule.sql)).encode())
    return digest.hexdigest()


def compare(laid: Laid, since: Run | None) -> Comparison:
    """What changed since a run, in the table `changes`: rows by child and record, cells by column.

    Ages aren't compared, nor columns that one of the two could not be filled in. A row that is there twice under one
    child and record is compared with its like in the order of the list.
    """
    database = laid.database
    if since is None:
        return Comparison(database, None)
    database.execute(
        "create or replace table changes (list integer, what varchar, child varchar, record varchar, nth integer, "
        "column_name varchar, before varchar, now varchar)"
    )
    return Comparison(database, since, tuple(_compare(laid, made, since) for made in laid.lists))


def _compare(laid: Laid, made: Made, since: Run) -> Change:
    number, database = made.number, laid.database
    if made.cannot:
        return Change(number, lacks="could not be made")
    if not since.has(number):
        return Change(number, rows=made.rows, lacks="could not be made in the last run")
    file = str(since.parquet(number)).replace("'", "''")
    try:
        then = {name for name, *_ in database.execute(f"describe select * from read_parquet('{file}')").fetchall()}
    except duckdb.Error:
        raise Refused(
            f"Run {since.id} is damaged: remove its folder from annex_a/runs, and produce the lists again"
        ) from None
    lacking = {*made.lacks, *since.lists[number]["lacks"], *NOT_COMPARED}
    columns = [c.name for c in made.layout.columns if c.name in then and c.name not in lacking]
    rows_now = (
        f"select people.person_id as child, rows.* from {made.table} as rows "
        "left join people on people.person_key = rows.person_id"
    )
    for table, rows in (("rows_now", rows_now), ("rows_before", f"select * from read_parquet('{file}')")):
        texts = "".join(f", cast({name} as varchar) as {name}" for name in columns)
        database.execute(
            f"create or replace temp table {table} as select coalesce(child, '') as child, "
            "coalesce(record, '') as record, "
            "row_number() over (partition by child, record order by place) as twin"
            f"{texts} from ({rows}) as rows"
        )
    both = "".join(f", b.{name} as before_{nth}, n.{name} as now_{nth}" for nth, name in enumerate(columns))
    database.execute(
        "create or replace temp table beside as select coalesce(n.child, b.child) as child, "
        "coalesce(n.record, b.record) as record, b.twin is null as is_new, n.twin is null as is_gone"
        f"{both} from rows_now as n full join rows_before as b "
        "on n.child = b.child and n.record = b.record and n.twin = b.twin"
    )
    selects = [
        f"select {number}, '{what}', child, record, 0, null, null, null from beside where {condition}"
        for what, condition in ((JOINED, "is_new"), (LEFT, "is_gone"))
    ]
    selects += [
        f"select {number}, '{CHANGED}', child, record, {nth}, '{name}', before_{nth}, now_{nth} from beside "
        f"where not is_new and not is_gone and before_{nth} is distinct from now_{nth}"
        for nth, name in enumerate(columns)
    ]
    database.execute(f"insert into changes {' union all '.join(selects)}")
    row = database.execute(
        f"select count(*) filter (what = '{JOINED}'), count(*) filter (what = '{LEFT}'), "
        f"count(distinct concat(child, ' ', record)) filter (what = '{CHANGED}') from changes where list = {number}"
    ).fetchone()
    before = database.execute("select count(*) from rows_before").fetchone()
    assert row is not None and before is not None
    return Change(number, int(before[0]), made.rows, int(row[0]), int(row[1]), int(row[2]))


def _write_rows(laid: Laid, made: Made, to: Path) -> None:
    columns = ", ".join(f"rows.{column.name}" for column in made.layout.columns)
    laid.database.execute(
        f"copy (select rows.place, people.person_id as child, rows.record, {columns}, rows.in_team, rows.with_worker "
        f"from {made.table} as rows left join people on people.person_key = rows.person_id order by rows.place) "
        f"to '{str(to).replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)"
    )
    to.chmod(0o600)


def _read(folder: Path) -> Run | None:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["form"] not in FORMS:
            return None
        return Run(
            id=manifest["id"],
            folder=folder,
            on=dt.date.fromisoformat(manifest["on"]),
            layout=manifest["layout"],
            snapshot=manifest["snapshot"],
            made_at=manifest["made_at"],
            of=manifest["of"],
            lists={int(number): facts for number, facts in manifest["lists"].items()},
            form=manifest["form"],
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _place(run_id: str) -> tuple[str, int]:
    match = _ID.fullmatch(run_id)
    assert match is not None
    return match[1], int(match[2])
