"""Keeps what was loaded: immutable snapshots, one of which is current.

    snapshots/
      2023-03-31.1/            a snapshot: extract date, and the how-manieth load of it
        manifest.json          counts, hashes, source and extract date; written last
        tables/*.parquet       typed rows; people are whole numbers, whose ids stand once in people.parquet
        quarantine/*.parquet   rows that were not accepted, as they were written, with the reason
        aside/*.parquet        cells that are not used, as they were written
      current                  the id of the snapshot that serves
      .loading-*               a load under way, or one that was cut off: never listed, removed by the next load

A load writes beside the others and becomes a snapshot by one rename; which one serves changes by another. Readers
take no lock and are never blocked. A load that is cut off at any moment changes nothing that a reader sees.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table
from lineofsight.records.filling import Fill, fill
from lineofsight.records.intake import Intake, TableFile, Taken, kept_value, replace_rows, withdraw
from lineofsight.records.people import MERGED_AWAY, Merge, linked_merges, merged_away, number_people, settle_merges

try:
    import fcntl
except ImportError:  # Windows has no fcntl: there the lock file alone keeps two loads apart
    fcntl = None  # type: ignore[assignment]

TABLES_AT_ONCE = 2
_ID = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]+)")


@dataclass(frozen=True)
class Snapshot:
    """One snapshot, as its manifest describes it."""

    id: str
    folder: Path
    extracted_on: dt.date
    loaded_at: str
    source: str
    tables: Mapping[str, Mapping[str, Any]]
    council: str = ""
    made_up: bool = False
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    hash: str = ""
    kind: str = "ssd"
    merges: Mapping[str, int] = field(default_factory=dict)
    repairs: Sequence[Mapping[str, Any]] = ()
    strangers: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def parquet(self, table: str) -> Path:
        return self.folder / "tables" / f"{table}.parquet"

    @property
    def people(self) -> Path:
        return self.folder / "tables" / "people.parquet"

    def columns(self, table: str) -> frozenset[str]:
        """The described columns that the extract held; none where the table is absent or has no row."""
        facts = self.tables.get(table)
        return frozenset(facts["kept"]) if facts and facts["accepted"] else frozenset()

    def quarantined_rows(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows that a load did not accept: row in the file, reason, and each cell as written.

        Refused where the extract had no such table.
        """
        if table not in self.taken:
            have = ", ".join(sorted(self.taken))
            raise Refused(f"Snapshot {self.id} holds no table {table!r}: it has {have}")
        file = self.folder / "quarantine" / f"{table}.parquet"
        if not file.is_file():
            return ["file_row", "reason"], []
        with duckdb.connect() as database:
            found = database.execute(f"select * from read_parquet('{_quoted(file)}') order by file_row")
            return [column[0] for column in found.description or ()], found.fetchall()

    @property
    def taken(self) -> Mapping[str, Mapping[str, Any]]:
        """What was read, accepted and quarantined of each file: the tables themselves, or a source's lists."""
        return self.files or self.tables

    @property
    def accepted(self) -> int:
        return sum(facts["accepted"] for facts in self.taken.values())

    @property
    def quarantined(self) -> int:
        return sum(facts["quarantined"] for facts in self.taken.values())

    @property
    def unusable(self) -> int:
        """Rows in quarantine whose place no other row takes."""
        return self.quarantined - sum(int(facts.get("withdrawn", 0)) for facts in self.taken.values())

    def former_ids(self) -> dict[str, str]:
        """Ids that were merged or changed at source, each with the id of the same person now."""
        return {old: new for old, new, _ in self.merged()}

    def merged(self) -> list[tuple[str, str, str]]:
        """(former id, id of the same person now, who says so), by former id."""
        file = self.folder / "tables" / "merged.parquet"
        if not file.is_file():
            return []
        with duckdb.connect() as database:
            return database.execute(
                f"select merged.old_id, people.person_id, merged.source from read_parquet('{_quoted(file)}') as merged "
                f"join read_parquet('{_quoted(self.people)}') as people on people.person_key = merged.person_key "
                "order by merged.old_id"
            ).fetchall()


Progress = Callable[..., None]


def _silently(_: str = "", *, rows: int = 0) -> None:
    """Shows no progress."""


#: Mends the tables `typed_<table>` of a connection before they are kept: given what was taken of each table, and of
#: each list that they were filled from. What it did, as a manifest keeps it, with a `line` for the load's report.
Repair = Callable[[duckdb.DuckDBPyConnection, Mapping[str, Taken], Mapping[str, Taken]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Incoming:
    """What is loaded, and what the council says of its own names and people.

    `files` as a source hands them on; `layouts`, `fills` and `limits` where they are a source's lists rather than
    case records. `spellings`: column to spelling to code. `headings`: table to heading to column. `left_codes`:
    values of a column, in lower case, that are no codes and stay as they are. `keyless`: tables
    whose key `repair` gives. `merges` are of the council's own list, `former_id_types` the kinds of linked identifier
    that name a former id. `inputs`: the files as they were sent, whose hashes the manifest keeps.
    """

    files: Sequence[TableFile]
    source: str
    extracted_on: dt.date
    kind: str = "ssd"
    layouts: Sequence[Table] = ()
    fills: Sequence[Fill] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)
    repair: Repair | None = None
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_codes: Mapping[str, Collection[str]] = field(default_factory=dict)
    keyless: Collection[str] = ()
    merges: Sequence[Merge] = ()
    former_id_types: Sequence[str] = ()
    inputs: Sequence[Path] = ()
    left_aside: Sequence[str] = ()
    council: str = ""
    made_up: bool = False
    version: str = ""


class Snapshots:
    """The snapshots of one council, below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def listed(self) -> list[Snapshot]:
        """All snapshots that can be read, by extract date and then in the order in which they were loaded."""
        return [snapshot for name in self._names() if (snapshot := self._readable(name))]

    def damaged(self) -> list[str]:
        """The ids of snapshots that stand in the folder but can't be read."""
        return [name for name in self._names() if self._readable(name) is None]

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted((entry.name for entry in self.folder.iterdir() if _ID.fullmatch(entry.name)), key=_order)

    def _readable(self, snapshot_id: str) -> Snapshot | None:
        try:
            return self._read(snapshot_id)
        except Refused:
            return None

    def current(self) -> Snapshot:
        """The snapshot that serves; refused where nothing was loaded yet."""
        snapshot_id = self.current_id()
        if snapshot_id is None:
            raise Refused("Nothing is loaded yet: load an extract with `lineofsight load PATH`")
        return self.get(snapshot_id)

    def current_id(self) -> str | None:
        """The id of the snapshot that serves, whether or not it can be read; None where nothing was loaded yet."""
        pointer = self.folder / "current"
        return pointer.read_text(encoding="utf-8", errors="replace").strip() if pointer.is_file() else None

    def get(self, snapshot_id: str) -> Snapshot:
        if not _ID.fullmatch(snapshot_id) or not (self.folder / snapshot_id).is_dir():
            raise Refused(f"There is no snapshot {snapshot_id!r}: `lineofsight snapshots` lists them")
        return self._read(snapshot_id)

    def use(self, snapshot_id: str) -> Snapshot:
        """Makes a snapshot the one that serves; refused where its files aren't those that were loaded."""
        snapshot = self.get(snapshot_id)
        self._check_unchanged(snapshot)
        return self._serve(snapshot)

    def _serve(self, snapshot: Snapshot) -> Snapshot:
        _write_and_swap(self.folder / "current", snapshot.id + "\n")
        return snapshot

    def load(self, incoming: Incoming, *, now: dt.datetime, progress: Progress = _silently) -> Snapshot:
        """Writes a new snapshot of what came in and makes it the one that serves.

        `progress` is called with what is done next, and with `rows` that were read, from two threads at once.
        """
        with self._loading() as draft:
            written = _write_tables(draft, incoming, progress)
            extracted_on = incoming.extracted_on
            number = 1 + max((int(m[2]) for m in self._ids() if m[1] == str(extracted_on)), default=0)
            snapshot_id = f"{extracted_on}.{number}"
            digests = {
                f"{folder}/{file.name}": _sha256(file)
                for folder in ("tables", "quarantine", "aside")
                for file in sorted((draft / folder).iterdir())
            }
            manifest = {
                "id": snapshot_id,
                "extracted_on": str(extracted_on),
                "loaded_at": now.isoformat(timespec="seconds"),
                "source": incoming.source,
                "kind": incoming.kind,
                "council": incoming.council,
                "made_up": incoming.made_up,
                "lineofsight": incoming.version,
                "input": [
                    {"name": path.name, "bytes": path.stat().st_size, "sha256": _sha256(path)}
                    for path in incoming.inputs
                ],
                "left_aside": sorted(incoming.left_aside),
                "tables": {table.table: table.facts() for table in written.tables},
                "files": {table.table: table.facts() for table in written.lists},
                "repairs": written.repairs,
                "merged": written.merged,
                "strangers": written.strangers,
                "limits": incoming.limits,
                "sha256": digests,
                "hash": hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest(),
            }
            _write(draft / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))
            for folder in (*(entry for entry in draft.iterdir() if entry.is_dir()), draft):
                _sync_folder(folder)
            draft.rename(self.folder / snapshot_id)
            _sync_folder(self.folder)
        return self._serve(self.get(snapshot_id))

    def _ids(self) -> list[re.Match[str]]:
        return [match for entry in self.folder.iterdir() if (match := _ID.fullmatch(entry.name))]

    @contextmanager
    def _loading(self) -> Iterator[Path]:
        """A folder to write a snapshot in. One load at a time; what a load that was cut off left is removed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            if fcntl is not None:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise Refused("Another load is under way: wait until it is done") from None
            for leftover in self.folder.glob(".loading-*"):
                shutil.rmtree(leftover)
            for leftover in self.folder.glob(".current-*"):
                leftover.unlink(missing_ok=True)
            draft = self.folder / f".loading-{os.getpid()}"
            draft.mkdir(mode=0o700)
            try:
                yield draft
            finally:
                if draft.exists():
                    shutil.rmtree(draft)

    def _read(self, snapshot_id: str) -> Snapshot:
        folder = self.folder / snapshot_id
        try:
            manifest = self._manifest(snapshot_id)
            return Snapshot(
                id=snapshot_id,
                folder=folder,
                extracted_on=dt.date.fromisoformat(manifest["extracted_on"]),
                loaded_at=manifest["loaded_at"],
                source=manifest["source"],
                tables={name: _facts(facts) for name, facts in manifest["tables"].items()},
                council=str(manifest.get("council", "")),
                made_up=bool(manifest.get("made_up")),
                files={name: _facts(facts) for name, facts in manifest.get("files", {}).items()},
                limits=manifest.get("limits", {}),
                hash=str(manifest.get("hash", "")),
                kind=str(manifest.get("kind", "ssd")),
                repairs=manifest.get("repairs", ()),
                strangers=manifest.get("strangers", {}),
                merges={"people": 0, "in_doubt": 0} | manifest.get("merged", {}),
            )
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            raise _damaged(snapshot_id, "its manifest.json can't be read") from None

    def _manifest(self, snapshot_id: str) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self.folder / snapshot_id / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    def _check_unchanged(self, snapshot: Snapshot) -> None:
        for name, digest in self._manifest(snapshot.id).get("sha256", {}).items():
            file = snapshot.folder / name
            if not file.is_file() or _sha256(file) != digest:
                raise _damaged(snapshot.id, f"{name} is missing or was changed")


def _facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {fact: facts[fact] for fact in ("read", "accepted", "quarantined", "kept")} | facts


def _damaged(snapshot_id: str, what: str) -> Refused:
    return Refused(
        f"Snapshot {snapshot_id} is damaged: {what}. Go back to another "
        f"with `lineofsight snapshots use ID`, or load the extract again"
    )


def _order(snapshot_id: str) -> tuple[str, int]:
    day, number = snapshot_id.split(".")
    return day, int(number)


@dataclass(frozen=True)
class _Written:
    tables: list[Taken]
    lists: list[Taken]
    repairs: list[dict[str, Any]]
    merged: dict[str, int]
    strangers: dict[str, tuple[int, int]]


def _write_tables(draft: Path, incoming: Incoming, progress: Progress) -> _Written:
    database = duckdb.connect()
    database.execute("set preserve_insertion_order = true")
    database.execute(f"set temp_directory = '{_quoted(draft / 'spilled')}'")

    def take(file: TableFile) -> Taken:
        progress(f"reading {file.name}")
        with database.cursor() as connection:
            intake = Intake(
                connection,
                extracted_on=incoming.extracted_on,
                spellings=incoming.spellings,
                headings=incoming.headings,
                keyless=incoming.keyless,
                left_codes=incoming.left_codes,
            )
            taken = intake.take(file)
        progress(rows=taken.read)
        return taken

    def keep(table: Taken, *, rows: bool = True) -> None:
        progress(f"keeping {table.table}")
        with database.cursor() as connection:
            if rows:
                _copy(connection, _kept_rows(table), draft / "tables" / f"{table.table}.parquet")
            for kind, count in (("quarantine", table.quarantined), ("aside", _aside_cells(table))):
                if count:
                    written = f"select * from {kind}_{table.table} order by all"
                    _copy(connection, written, draft / kind / f"{table.table}.parquet")

    for folder in ("tables", "quarantine", "aside"):
        (draft / folder).mkdir(mode=0o700)
    # Tables side by side: a file of ordinary size keeps one core busy.
    with ThreadPoolExecutor(max_workers=TABLES_AT_ONCE) as workers:
        taken = list(workers.map(take, incoming.files))
        lists: list[Taken] = []
        if incoming.fills:
            progress("making case records of the lists")
            lists = taken
            by_name = {table.table: table for table in lists}
            taken = fill(database, incoming.fills, incoming.layouts, by_name, incoming.extracted_on)
        repairs = _repair(database, incoming, taken, lists)
        for table in taken:
            _take_empty_people_as_missing(database, table)
        progress("numbering people")
        linked = linked_merges(database, taken, incoming.former_id_types)
        merges, doubtful = settle_merges(incoming.merges, linked)
        number_people(database, taken, merges)
        person = next((table for table in taken if table.table == "ssd_person"), None)
        if merges and person and person.layout.key in person.kept:
            withdraw(database, person, merged_away(filled=person.filled), MERGED_AWAY)
        everybody = "select person_key, person_id from people order by person_key"
        _copy(database, everybody, draft / "tables" / "people.parquet")
        if merges:
            _copy(database, "select * from merged order by old_id", draft / "tables" / "merged.parquet")
        list(workers.map(keep, taken))
        list(workers.map(lambda table: keep(table, rows=False), lists))
    strangers = _strangers(database, taken)
    merged = database.execute("select count(*) from merged").fetchone()
    database.close()
    shutil.rmtree(draft / "spilled", ignore_errors=True)
    return _Written(taken, lists, repairs, {"people": merged[0] if merged else 0, "in_doubt": doubtful}, strangers)


def _take_empty_people_as_missing(database: duckdb.DuckDBPyConnection, table: Taken) -> None:
    """A column of people that figures are counted by, and that is empty in every row, gives no data, not nobody."""
    people = [name for name, column in table.layout.columns.items() if column.is_person and column.required]
    empty = [name for name in people if name in table.empty_columns and name != table.layout.key]
    if not empty or not table.accepted:
        return
    kept = ", ".join([*(name for name in table.kept if name not in empty), *_place(table)])
    replace_rows(database, table.table, f"select {kept} from typed_{table.table}")
    table.kept = tuple(name for name in table.kept if name not in empty)
    table.missing = tuple(name for name in table.layout.columns if name not in table.kept)


def _place(table: Taken) -> list[str]:
    """The columns that say where a row comes from."""
    return ["file", "file_row"] if table.filled else ["file_row"]


def _strangers(database: duckdb.DuckDBPyConnection, taken: Sequence[Taken]) -> dict[str, tuple[int, int]]:
    """Columns that name people who aren't in ssd_person: in how many cells, of how many."""
    person = next((table for table in taken if table.table == "ssd_person"), None)
    if person is None or person.layout.key not in person.kept:
        return {}
    database.execute(
        "create or replace temp table known as select distinct people_ids.person_id from people_ids join people_ids as "
        f"same on same.person_key = people_ids.person_key join typed_ssd_person as rows "
        f"on rows.{person.layout.key} = same.person_id"
    )
    counts = [
        f"select '{table.table}.{name}' as column_name, count(*) filter (known.person_id is null) as strangers, "
        f"count(*) as cells from typed_{table.table} as rows left join known on known.person_id = rows.{name} "
        f"where rows.{name} is not null"
        for table in taken
        for name, column in table.layout.columns.items()
        if column.is_person and name in table.kept and table is not person
    ]
    if not counts:
        return {}
    rows = database.execute(f"select * from ({' union all '.join(counts)}) as counts where strangers > 0 order by 1")
    return {column: (cells, of) for column, cells, of in rows.fetchall()}


def _repair(
    database: duckdb.DuckDBPyConnection, incoming: Incoming, taken: list[Taken], lists: list[Taken]
) -> list[dict[str, Any]]:
    if incoming.repair is None:
        return []
    tables, of_lists = ({table.table: table for table in group} for group in (taken, lists))
    return incoming.repair(database, tables, of_lists)


def _aside_cells(table: Taken) -> int:
    """Cells whose text the snapshot keeps apart; unknown codes stay in their place."""
    kinds = (cells for kind, cells in table.set_aside.items() if kind != "code not known")
    return sum(sum(cells.values()) for cells in kinds)


def _kept_rows(table: Taken) -> str:
    columns, joins = [], []
    for name in table.kept:
        column = table.layout.columns[name]
        if column.is_person:
            columns.append(f"people_{name}.person_key as {name}")
            joins.append(f"left join people_ids as people_{name} on people_{name}.person_id = rows.{name}")
        else:
            columns.append(f"{kept_value(column, table.instead.get(name, {}))} as {name}")
    columns += [f"rows.{column}" for column in _place(table)]
    return f"select {', '.join(columns)} from typed_{table.table} as rows {' '.join(joins)}"


def _copy(connection: duckdb.DuckDBPyConnection, query: str, to: Path) -> None:
    connection.execute(f"copy ({query}) to '{_quoted(to)}' (format parquet, compression zstd, parquet_version v2)")
    with to.open("rb") as file:
        os.fsync(file.fileno())


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write_and_swap(path: Path, text: str) -> None:
    _write(path.with_name(f".{path.name}-{os.getpid()}"), text)
    path.with_name(f".{path.name}-{os.getpid()}").replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
