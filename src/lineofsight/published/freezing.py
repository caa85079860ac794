"""Freezes a month: what was reported, the rows behind it and the rules it was counted by, in files that never change.

    published/
      2023-03.1/               a month, and the how-manieth publication of it
        manifest.json          what it was counted from, and the hash of each file
        report.json            the whole highlight report, exact
        figures.parquet        all windows and breakdowns of the month
        evidence.parquet       every row behind those of the highlight report: child, event, whether it is met, clock,
                               team, worker
        book/                  every definition in force, as text
        commentary.json ...    what people added
      .freezing-*              one under way, or cut off: never read, removed by the next

A folder is written beside the others and becomes a publication by one rename.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.indicators.children import rows_behind
from lineofsight.indicators.engine import DAYS_AHEAD, Counted
from lineofsight.indicators.laying import quoted
from lineofsight.problems import Refused
from lineofsight.published.rules import lay_book, rule_of
from lineofsight.reports.kept import to_json
from lineofsight.reports.model import HighlightReport

FORM = 1
MANIFEST = "manifest.json"
EVIDENCE = (
    *(("ref", "varchar"), ("time_window", "varchar"), ("person_id", "varchar"), ("event_id", "varchar")),
    *(("met", "boolean"), ("clock_start", "date"), ("due_on", "date"), ("done_on", "date")),
    *(("team", "varchar"), ("worker", "varchar")),
)
FIGURES = (
    *(("ref", "varchar"), ("title", "varchar"), ("time_window", "varchar"), ("dimension", "varchar")),
    *(("member", "varchar"), ("numerator", "bigint"), ("denominator", "bigint"), ("per", "integer")),
    *(("unit", "varchar"), ("rating", "varchar"), ("note", "varchar")),
)
#: A draft older than this belongs to nobody any more, in seconds.
LEFT_BEHIND = 3600


def freeze(
    counted: Counted,
    calendar: WorkingCalendar,
    month: Month,
    report: HighlightReport,
    to: Path,
    *,
    beside: Mapping[str, Any] | None = None,
    program: str = "",
) -> str:
    """Writes a month's folder, private and in one step; the hash of its manifest, which fixes every file in it.

    `counted` holds the month with its figures laid, and was asked for team and worker. `beside`: what people added, by
    name of a file without its ending, as data. Refused where the folder is there, the month had not ended when the
    records were extracted, the report is of another month or other records, or the book has changed since the count.
    """
    _check(counted, month, report, to)
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_left_behind(to.parent)
    draft = to.with_name(f".freezing-{uuid4().hex}")
    draft.mkdir(mode=0o700)
    try:
        (draft / "book").mkdir(mode=0o700)
        (draft / "report.json").write_text(to_json(report), encoding="utf-8")
        for name, data in (beside or {}).items():
            text = json.dumps(data, indent=1, ensure_ascii=False, default=str)
            (draft / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        _write_figures(counted, month, draft / "figures.parquet")
        _write_evidence(counted, month, draft / "evidence.parquet")
        manifest = _manifest(counted, calendar, month, to.name, program)
        manifest["own_definitions"] = lay_book(counted.book, draft / "book")
        files = sorted(file for file in draft.rglob("*") if file.is_file())
        manifest["sha256"] = {str(file.relative_to(draft)): _sha256(file) for file in files}
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        for entry in (*draft.rglob("*"), draft):
            entry.chmod(0o700 if entry.is_dir() else 0o600)
            _sync(entry)
        digest = _sha256(draft / MANIFEST)
        draft.rename(to)
        _sync(to.parent)
        return digest
    except OSError as error:
        raise Refused(
            f"The month can't be frozen ({error.strerror or type(error).__name__}): is the disk full?"
        ) from None
    finally:
        if draft.exists():
            shutil.rmtree(draft)


def _check(counted: Counted, month: Month, report: HighlightReport, to: Path) -> None:
    if to.exists():
        raise Refused(f"{to.name} is there already: a publication is never written again")
    if month.end > counted.snapshot.extracted_on:
        raise Refused(f"{month} had not ended when the records were extracted, on {counted.snapshot.extracted_on}")
    if month.end not in counted.dates:
        raise Refused(f"{month} is not among the months that were counted")
    counted_from = (counted.snapshot.id, counted.book.fingerprint)
    if report.as_at != month.end or (report.snapshot, report.book) != counted_from:
        raise Refused("The report is of another month or of other records than the figures: make it again")


def _manifest(counted: Counted, calendar: WorkingCalendar, month: Month, name: str, program: str) -> dict[str, Any]:
    snapshot, book = counted.snapshot, counted.book
    until = month.end + dt.timedelta(days=DAYS_AHEAD)
    in_force = {ref: book.at("indicator", ref, month) for ref in book.named("indicator")}
    targets = {ref: definition.target_at(month) for ref, definition in in_force.items()}
    return {
        "form": FORM,
        "month": str(month),
        "name": name,
        "snapshot": snapshot.id,
        "snapshot_hash": snapshot.hash,
        "extracted_on": str(snapshot.extracted_on),
        "council": snapshot.council,
        "made_up": snapshot.made_up,
        "book": book.fingerprint,
        "bank_holidays": {str(day): what for day, what in calendar.bank_holidays.items()},
        "calendar_until": str(until),
        "lineofsight": program,
        "shown": {ref: definition.shown for ref, definition in in_force.items()},
        "rate_of": {ref: one.header["rate_of"] for ref, one in in_force.items() if one.is_rate},
        "rules": {ref: rule_of(counted, calendar, ref, month) for ref in in_force},
        "targets": {ref: [target.minimum, target.upper] for ref, target in targets.items() if target},
    }


def _write_figures(counted: Counted, month: Month, file: Path) -> None:
    rows = counted.database.execute(
        "select ref, title, time_window, dimension, member, numerator, denominator, per, unit, rating, note "
        "from figures where as_at = $on order by place, ref, time_window, dimension, member",
        {"on": month.end},
    ).fetchall()
    if not rows:
        raise Refused(f"{month} has no figures")
    write_rows(FIGURES, rows, file)


def _write_evidence(counted: Counted, month: Month, file: Path) -> None:
    """The children behind the figures of the highlight report, which is what is published."""
    book, rows = counted.book, list[tuple[Any, ...]]()
    for ref in counted.evidence:
        if not book.at("indicator", ref, month).in_highlight:
            continue
        for window in book.at("indicator", ref, month).windows:
            if window not in book.latest("indicator", ref).windows or counted.lacks(
                "indicator", ref, month.end, window
            ):
                continue
            rows += counted.database.execute(
                f"select '{ref}', '{window}', coalesce(person_id, ''), coalesce(event_id, ''), met, clock_start, "
                f"due_on, done_on, team, worker from ({rows_behind(counted, ref, month.end, window)}) as listed "
                "order by person_id, event_id"
            ).fetchall()
    write_rows(EVIDENCE, rows, file)


def write_rows(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]], file: Path) -> None:
    """Writes rows as Parquet; the connection that counted them is locked and can't."""
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    picked = ", ".join(f"unnest(cast(${name} as {kind}[])) as {name}" for name, kind in columns)
    given = {name: list(values) for (name, _), values in zip(columns, by_column, strict=True)}
    with duckdb.connect() as database:
        database.execute(f"create table rows as select {picked}", given)
        database.execute(f"copy rows to '{quoted(file)}' (format parquet, compression zstd)")


def _remove_left_behind(folder: Path) -> None:
    for left in folder.glob(".freezing-*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
