"""What the checks found in one snapshot, and where it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.calendar import WorkingCalendar
from lineofsight.records.checks.rules import Rules
from lineofsight.records.snapshots import Snapshot

#: The columns of the table `findings`. `file_row` is the row as a spreadsheet shows it, in `file` as the sender knows
#: it; `record` the row's key; `value` what the cell holds; `person_key` the child's number within the snapshot;
#: `identity` the same for the same finding in another snapshot.
COLUMNS = (
    *("code", "severity", "table_name", "file", "file_row", "record", "person_id", "person_key", "column_name"),
    *("value", "from_on", "to_on", "team", "worker", "identity"),
)
#: Beside the findings: which of them were accepted, by their place among them (`accepted.lay_accepted`).
NONE_ACCEPTED = "create table accepted (place bigint, reason varchar, who varchar, until date)"


@dataclass(frozen=True)
class Outcome:
    """What became of one rule: "run", "not run" (and what it needs), "failed" (and how) or "off"."""

    state: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.state}: {self.why}" if self.why else self.state


@dataclass(frozen=True)
class Findings:
    """What all rules found in one snapshot, in the table `findings` of a locked database (COLUMNS).

    `outcomes`: what became of each rule; one that was not run has no findings and is not clean. `open_cases`: the
    children with an open case by team, for rates; '' for those in no team.
    """

    database: duckdb.DuckDBPyConnection
    rules: Rules
    snapshot_id: str
    extracted_on: dt.date
    outcomes: Mapping[str, Outcome]
    open_cases: Mapping[str, int]

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a select on `findings`."""
        with self.database.cursor() as cursor:
            return cursor.execute(query, values or {}).fetchall()

    @property
    def count(self) -> int:
        return int(self.rows("select count(*) from findings")[0][0])


def findings_of(
    snapshot: Snapshot,
    rules: Rules,
    calendar: WorkingCalendar,
    *,
    folder: Path,
    cache: Path | None = None,
    scratch: Path | None = None,
) -> Findings:
    """What the checks find in a snapshot: as it was kept below `folder`, else worked out, and kept for the next time.

    They are kept once per snapshot, for the rules as they are: what other rules had found there is removed. The
    files hold children's data, readable by their owner alone.
    """
    from lineofsight.records.checks.running import run_checks

    kept = folder / snapshot.id
    name = _key(rules, calendar)
    found = _read(kept, name, rules, snapshot)
    if found is not None:
        return found
    draft = None
    with suppress(OSError):  # where nothing can be written, findings are worked out again each time
        for private in (folder, kept):
            private.mkdir(mode=0o700, exist_ok=True)
        _remove_leftovers(kept)
        draft = kept / f".{name}-{os.getpid()}.parquet"
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        found = run_checks(snapshot, rules, calendar, cache=cache, keep=draft, scratch=scratch)
        if draft is not None:
            _keep(found, kept, name, draft)
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    return found


def _key(rules: Rules, calendar: WorkingCalendar) -> str:
    """Changes with whatever findings depend on beside the snapshot: rules, calendar, this program, the database."""
    digest = hashlib.sha256(f"{rules.fingerprint}{duckdb.__version__}{_program()}".encode())
    digest.update(repr((calendar.first, calendar.last, sorted(calendar.bank_holidays))).encode())
    return digest.hexdigest()[:32]


@cache
def _program() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _keep(found: Findings, kept: Path, name: str, draft: Path) -> None:
    facts = {
        "outcomes": {code: asdict(outcome) for code, outcome in found.outcomes.items()},
        "open_cases": dict(found.open_cases),
    }
    written = kept / f".{name}-{os.getpid()}.json"
    with suppress(OSError):
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(facts, file, ensure_ascii=False)
        draft.chmod(0o600)
        draft.replace(kept / f"{name}.parquet")
        written.replace(kept / f"{name}.json")  # last: findings without it are not read
        for other in kept.iterdir():
            if other.stem != name and not other.name.startswith("."):
                other.unlink(missing_ok=True)


def _remove_leftovers(kept: Path) -> None:
    """Removes what checks that were cut off had begun to write: it is children's data."""
    for draft in kept.glob(".*-*.*") if os.name == "posix" else ():
        writer = draft.stem.rpartition("-")[2]
        try:
            os.kill(int(writer), 0)  # is that process there?
        except (ProcessLookupError, ValueError):
            draft.unlink(missing_ok=True)
        except OSError:
            continue


def _read(kept: Path, name: str, rules: Rules, snapshot: Snapshot) -> Findings | None:
    """The findings that were kept; None where there are none, or they can't be read."""
    rows, facts = kept / f"{name}.parquet", kept / f"{name}.json"
    if not (rows.is_file() and facts.is_file()):
        return None
    database = duckdb.connect()
    try:
        says = json.loads(facts.read_text(encoding="utf-8"))
        outcomes = {code: Outcome(**outcome) for code, outcome in says["outcomes"].items()}
        open_cases = {str(team): int(children) for team, children in says["open_cases"].items()}
        path = str(rows).replace("'", "''")
        database.execute(f"create table findings as from read_parquet('{path}')")
        if tuple(row[0] for row in database.execute("describe findings").fetchall()) != COLUMNS:
            raise ValueError("another version's")
        database.execute(NONE_ACCEPTED)
    except (duckdb.Error, OSError, ValueError, LookupError, TypeError, AttributeError):
        database.close()
        return None
    return Findings(database, rules, snapshot.id, snapshot.extracted_on, outcomes, open_cases)
