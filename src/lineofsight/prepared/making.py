"""Works out what the site shows, into one file: figures, evidence, clocks, findings, children and their chronology.

    snapshot + book + holidays + checks ──► HOME/cache/prepared/KEY.duckdb ──► pages, lists, the interface

A file is made beside the others and renamed when it is whole; who reads an older one goes on reading it. It can be
deleted at any time: it is made again from what it was made from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.calendar import Month, months_to
from lineofsight.checking import Checked
from lineofsight.council import Council
from lineofsight.indicators.children import LISTED_WITH
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import lay_figures
from lineofsight.indicators.forward import FILE, lay_forward, work_listed
from lineofsight.indicators.keeping import finish_counting
from lineofsight.prepared.work import REACHES
from lineofsight.problems import Refused
from lineofsight.records.children_facts import lay_children, lay_staff
from lineofsight.records.chronology.laying import lay_chronology

try:
    import fcntl
except ImportError:  # Windows has no fcntl: there two processes may make the same file, and the later one stays
    fcntl = None  # type: ignore[assignment]

#: Months that are kept: three years to choose from, each with at least a year before it.
MONTHS = 48
#: Cohorts that reports read by themselves: the area's children by group.
BESIDE = ("population_groups",)
#: Files that stay: the one that serves, and the one that a process may still be reading.
KEPT = 2


def key_of(council: Council, today: dt.date) -> str:
    """Changes with whatever a prepared file depends on."""
    checked = Checked(council, today)
    forward = council.home.book / FILE
    parts = (
        *(_program(), duckdb.__version__, council.snapshot.id, council.snapshot.hash, council.book.fingerprint),
        *(repr((council.calendar.first, council.calendar.last, council.calendar.bank_holidays)),),
        *(checked.fingerprint, str(today) if council.home.accepted_findings.is_file() else ""),
        *(forward.read_text(encoding="utf-8") if forward.is_file() else "", _folder(council.home.chronology)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def file_of(council: Council, key: str) -> Path:
    return council.home.cache / "prepared" / f"{key}.duckdb"


def months_kept(council: Council) -> tuple[Month, ...]:
    return tuple(months_to(council.latest_month, MONTHS))


def breakdowns_kept(council: Council) -> list[str]:
    """Team and worker, which lists show, and then all breakdowns of the book that give figures."""
    return [*LISTED_WITH, *(name for name in council.book.named("breakdown") if name not in LISTED_WITH)]


def prepare(council: Council, today: dt.date) -> Path:
    """The file for a council's snapshot and book as they are; made unless it is there. One process makes it.

    Refused where a definition fails on the records; what was there before stays.
    """
    file = file_of(council, key_of(council, today))
    if file.is_file():
        return file
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(file.parent):
        if file.is_file():
            return file
        for left in file.parent.glob(".*"):
            if left.name != ".lock":
                left.unlink(missing_ok=True)
        draft = file.with_name(f".{file.stem}-{os.getpid()}")
        try:
            _make(council, today, draft)
            draft.chmod(0o600)
            draft.replace(file)
        except duckdb.Error as error:
            raise Refused(
                f"What the site shows can't be worked out ({type(error).__name__}): is the disk full, or a file of the "
                "snapshot gone? `lineofsight snapshots use ID` says whether a snapshot is whole"
            ) from None
        finally:
            for left in file.parent.glob(f"{draft.name}*"):
                left.unlink(missing_ok=True)
        _remove_old(file)
    return file


def _make(council: Council, today: dt.date, draft: Path) -> None:
    listed = work_listed(council.book, council.home.book)
    breakdowns = breakdowns_kept(council)
    counted = council.count(
        months_kept(council),
        now=True,
        breakdowns=breakdowns,
        beside=[*(each.cohort for each in listed if each.cohort), *BESIDE],
        into=draft,
    )
    try:
        lay_figures(counted, breakdowns)
        _lay_allocation(counted)
        lay_forward(counted, listed)
        _lay_standing(counted)
        _lay_findings(counted, Checked(council, today))
        cohorts = [name for kind, name in counted.stretches if kind == "cohort"]
        finish_counting(counted)
    finally:
        counted.database.close()
    with duckdb.connect(str(draft)) as database:
        lay_children(database, council.snapshot)
        lay_staff(database, council.snapshot)
        lay_chronology(database, council.snapshot, council.home.chronology)
        _lay_everybody(database, cohorts, council.snapshot.extracted_on)
        _lay_for_pages(database)
        database.execute("checkpoint")


def _lay_allocation(counted: Counted) -> None:
    """Who works with whom at the extract date: `allocation(person_id, team_id, worker_id)`, a row for each child."""
    database = counted.database
    there = database.execute("select 1 from duckdb_tables() where table_name = 'allocated_worker'").fetchone()
    if there and not counted.lacks("cohort", "allocated_worker", counted.dates[-1]):
        database.execute(
            "create table allocation as select person_id, team_id, worker_id from allocated_worker where day = $now",
            {"now": counted.now},
        )
    else:
        database.execute("create table allocation (person_id integer, team_id varchar, worker_id varchar)")


def _lay_findings(counted: Counted, checked: Checked) -> None:
    """What is wrong with the records: the range of each figure, what distorts it, and the findings of each child."""
    database = counted.database
    database.execute(
        "create table ranges (ref varchar, as_at date, time_window varchar, severity varchar, code varchar, "
        "findings integer, value varchar, low varchar, high varchar)"
    )
    rows = []
    for severity, wanted in (("error", ("error",)), ("warning", ("error", "warning"))):
        for one in checked.ranges(counted, severities=wanted):
            ends = (None if end is None else str(end) for end in (one.value, one.low, one.high))
            rows.append((one.ref, one.as_at, one.window, severity, one.code, one.findings, *ends))
    _insert(database, "ranges", rows)
    database.execute("create table rules (code varchar, severity varchar, title varchar)")
    _insert(database, "rules", [(rule.code, rule.severity, rule.title) for rule in checked.findings.rules])
    database.execute(
        "create table child_findings (code varchar, person_id varchar, table_name varchar, record varchar, "
        "column_name varchar, file varchar, file_row bigint)"
    )
    found = checked.findings.rows(
        "select code, findings.person_id, table_name, record, column_name, file, file_row from findings "
        "left join accepted on accepted.place = findings.rowid "
        "where findings.person_id is not null and accepted.place is null and severity <> 'note'"
    )
    _insert(database, "child_findings", found)


def _insert(database: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Puts rows into a table, all at once: row by row takes a thousand times as long."""
    described = database.execute(f"describe {table}").fetchall()
    names = [row[0] for row in described]
    columns = dict(zip(names, ([row[n] for row in rows] for n in range(len(names))), strict=True))
    listed = ", ".join(
        f"unnest(cast(${name} as {row[1]}[])) as {name}" for name, row in zip(names, described, strict=True)
    )
    database.execute(f"insert into {table} select {listed}", columns)


def _lay_standing(counted: Counted) -> None:
    """In which indicators each child is counted at the extract date, in the window that the report shows.

    Those of the highlight report, and the shares of the monthly report that are good or bad for a child: not each
    number that counts the same contact or placement once more.

    `standing(person_id, place, ref, event_id, met, clock_start, due_on, done_on)`, by child.
    """
    selects = []
    for place, (ref, table) in enumerate(counted.evidence.items()):
        definition = counted.book.latest("indicator", ref)
        if counted.lacks("indicator", ref, counted.dates[-1], definition.shown) or not definition.says_of_a_child:
            continue
        columns = f"person_id, {place} as place, '{ref}' as ref"
        if definition.is_event:
            selects.append(
                f"select {columns}, event_id, met, clock_start, due_on, done_on from {table} as evidence "
                f"join windows on windows.as_at = $now and windows.time_window = '{definition.shown}' "
                "and evidence.event_date between windows.first_day and windows.as_at "
                "and coalesce(evidence.counts_from, evidence.event_date) <= windows.as_at"
            )
        else:
            selects.append(
                f"select {columns}, cast(null as varchar) as event_id, met, clock_start, due_on, done_on "
                f"from {table} where as_at = $now"
            )
    empty = (
        "select cast(null as integer) as person_id, 0 as place, '' as ref, '' as event_id, false as met, "
        "cast(null as date) as clock_start, cast(null as date) as due_on, cast(null as date) as done_on "
        "where $now is null and $now is not null"
    )
    counted.database.execute(
        f"create table standing as select * from ({' union all '.join(selects) or empty}) as rows "
        "order by person_id, place, event_id",
        {"now": counted.now},
    )


def _lay_everybody(database: duckdb.DuckDBPyConnection, counted_cohorts: Sequence[str], now: dt.date) -> None:
    """What lists say of each child beside the figure: name, day of birth, who works with the child now, what is due.

    `everybody(person_key, id, name, born_on, expected_on, team_id, team, worker_id, worker, is_open, overdue, within_7,
    within_14, within_28)`, by child: how much work is overdue, and how much falls due within so many days.
    """
    days = ", ".join(
        f"count(*) filter (due_on between date '{now}' and date '{now}' + {reach}) as within_{reach}"
        for reach in REACHES
    )
    due = ", ".join(f"coalesce(due.{name}, 0) as {name}" for name in ("overdue", *(f"within_{n}" for n in REACHES)))
    is_open = "false"
    if "open_cases" in counted_cohorts:
        is_open = f"people.person_key in (select person_id from open_cases where as_at = date '{now}')"
    database.execute(
        "create table everybody as select people.person_key, people.person_id as id, coalesce(children.name, '') as "
        "name, children.born_on, children.expected_on, allocation.team_id, "
        "coalesce(nullif(teams.name, ''), allocation.team_id) as team, allocation.worker_id, "
        "coalesce(nullif(staff.name, ''), allocation.worker_id) as worker, "
        f"{is_open} as is_open, {due} from people left join children on children.person_id = people.person_key "
        "left join allocation on allocation.person_id = people.person_key "
        "left join teams on teams.team_id = allocation.team_id "
        "left join staff on staff.worker_id = allocation.worker_id "
        f"left join (select person_id, count(*) filter (due_on < date '{now}') as overdue, {days} from forward "
        "group by person_id) as due on due.person_id = people.person_key order by people.person_key"
    )


def _lay_for_pages(database: duckdb.DuckDBPyConnection) -> None:
    """Puts together and in order what pages read together, so that none of them joins: to plan a join for a page of a
    few rows takes longer than to read them.

    `work`: `forward` with what `everybody` says of each child. `chronology` gets each worker's name (`by_name`) and the
    order in which a page shows it; `child_findings` its rule's title and severity. `relatives(person_id,
    other_person_id, relation)`: a child's family, brothers and sisters told apart.
    """
    database.execute(
        "create table work as select forward.* exclude (person_id), everybody.* from forward "
        "join everybody on everybody.person_key = forward.person_id order by due_on, place, id, event_id"
    )
    database.execute(
        "create or replace table chronology as select chronology.*, "
        "coalesce(nullif(staff.name, ''), worker) as by_name from chronology join chronology_kinds using (kind) "
        "left join staff on staff.worker_id = chronology.worker "
        "order by person_id, on_day desc, chronology_kinds.place desc, what"
    )
    database.execute(
        "create or replace table child_findings as select child_findings.*, severity, title from child_findings "
        "join rules using (code) order by person_id, severity, code, file_row"
    )
    database.execute(
        "create table relatives as select families.person_id, families.other_person_id, "
        "case when relation = 'same family' and siblings.person_id is not null then 'brother or sister' "
        "else relation end as relation from families left join siblings on siblings.person_id = families.person_id "
        "and siblings.other_person_id = families.other_person_id order by families.person_id"
    )


def _remove_old(file: Path) -> None:
    others = sorted(
        (other for other in file.parent.glob("*.duckdb") if other != file), key=lambda other: other.stat().st_mtime
    )
    for other in others[: max(len(others) - (KEPT - 1), 0)]:
        with suppress(OSError):
            other.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other process makes a file here."""
    with (folder / ".lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(folder: Path) -> str:
    files = sorted(folder.rglob("*.sql")) if folder.is_dir() else []
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _program() -> str:
    """Changes with this program's own code, whose queries made the file."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for room in ("indicators", "prepared", "records"):
        for file in sorted((root / room).rglob("*.py")):
            digest.update(file.read_bytes())
    for folder in ("chronology", "tables"):
        for file in sorted((root / "records" / folder).rglob("*.[st][qo]*")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
