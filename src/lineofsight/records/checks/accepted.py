"""Findings that somebody accepted as they are: by whom, why, and until when. They are counted apart, never hidden.

A CSV file in the council's own folder, a row for each acceptance, the latest of which counts; nothing is ever taken
out of it, so it is also the record of who accepted what.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.rules import Rules

try:
    import fcntl
except ImportError:  # Windows has no fcntl: there two people who accept at the same moment are not kept apart
    fcntl = None  # type: ignore[assignment]

COLUMNS = ("code", "table", "record", "person_id", "reason", "by", "on", "until")
_LONGEST = 500
_STARTS_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Acceptance:
    """A finding of the rule `code` about a record, else about a child, else about a table, accepted up to `until`."""

    code: str
    table: str
    record: str
    person_id: str
    reason: str
    by: str
    on: dt.date
    until: dt.date

    @property
    def about(self) -> tuple[str, str, str, str]:
        return self.code, self.table, self.record, self.person_id


def read_accepted(file: Path) -> list[Acceptance]:
    """All acceptances that were ever made, oldest first; none where there is no file.

    Refused, with the row as a spreadsheet shows it, where a column is missing or a row says too little.
    """
    if not file.is_file():
        return []
    try:
        with file.open(newline="", encoding="utf-8-sig") as stream:
            rows = csv.DictReader(stream)
            missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
            if missing:
                raise Refused(f"{file.name}, row 1: the columns {', '.join(missing)} must be named there")
            return [
                _acceptance(file, number, {name: _shown(row[name] or "") for name in COLUMNS})
                for number, row in enumerate(rows, start=2)
                if any((row[name] or "").strip() for name in COLUMNS)
            ]
    except (UnicodeDecodeError, csv.Error):
        raise Refused(f"{file.name}: can't be read. Save it as 'CSV UTF-8 (comma delimited)'") from None


def _acceptance(file: Path, number: int, row: Mapping[str, str]) -> Acceptance:
    def refuse(what: str) -> Refused:
        return Refused(f"{file.name}, row {number}: {what}")

    empty = next((name for name in ("code", "reason", "by") if not row[name]), None)
    if empty:
        say = {"code": "which rule found it", "reason": "why it is accepted", "by": "who accepts it"}[empty]
        raise refuse(f"{empty} is empty: say {say}")
    if not (row["record"] or row["person_id"] or row["table"]):
        raise refuse("says neither the record nor the person nor the table: fill one of them")
    on, until = _day(row["on"]), _day(row["until"])
    if on is None or until is None:
        raise refuse(f"{'until' if until is None else 'on'} is not a date: write it as 2027-03-31")
    texts = {name: row[name] for name in ("table", "record", "person_id", "reason", "by")}
    return Acceptance(row["code"].upper(), **texts, on=on, until=until)


def _day(text: str) -> dt.date | None:
    """A day as it is written here, or as a spreadsheet in England writes it when it saves the file."""
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    try:
        if british:
            return dt.date(int(british[3]), int(british[2]), int(british[1]))
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def accept(
    file: Path,
    rules: Rules,
    *,
    code: str,
    reason: str,
    by: str,
    until: dt.date,
    today: dt.date,
    table: str = "",
    record: str = "",
    person_id: str = "",
    among: Findings | None = None,
) -> Acceptance:
    """Accepts a finding, by its record or by the child, up to and including a day, and writes it down.

    `among`: the findings as they are; with them the table needn't be given, and a finding that isn't there is refused.
    Refused without a reason, a name or a day to come. Accepting the same finding again takes the place of the time
    before; the file keeps both.
    """
    rule = rules[code]
    texts = {"reason": reason, "by": by, "table": table, "record": record, "person_id": person_id}
    texts = {name: " ".join(text.split()) for name, text in texts.items()}
    if not texts["reason"]:
        raise Refused("A finding is accepted for a reason: say why")
    if not texts["by"]:
        raise Refused("A finding is accepted by somebody: say who")
    if too_long := next((name for name, text in texts.items() if len(text) > _LONGEST), None):
        raise Refused(f"The {too_long.replace('_', ' ')} is longer than {_LONGEST} characters: shorten it")
    if until < today:
        raise Refused(f"The acceptance would end on {until}, which is past: give a day to come")
    if not (texts["record"] or texts["person_id"] or (texts["table"] and not rule.sql)):
        raise Refused("Say which finding is accepted: its record, or the child")
    if among is not None:
        texts["table"] = _table_of(among, rule.code, texts)
    elif not texts["table"]:
        texts["table"] = rule.table
    acceptance = Acceptance(rule.code, **texts, on=today, until=until)
    with _alone(file):
        _append(file, acceptance)
    return acceptance


def _table_of(among: Findings, code: str, texts: Mapping[str, str]) -> str:
    wanted = {name: texts[key] for name, key in (("table_name", "table"), ("record", "record")) if texts[key]}
    if texts["person_id"]:
        wanted["person_id"] = texts["person_id"]
    where = " and ".join(f"{name} = ${name}" for name in wanted)
    found = among.rows(
        f"select distinct table_name from findings where code = $code and {where} order by 1", {"code": code, **wanted}
    )
    if not found:
        raise Refused(
            f"Snapshot {among.snapshot_id} has no such finding of {code}: "
            f"`lineofsight check {code} --list` lists those that it has"
        )
    return str(found[0][0])


def in_force(acceptances: Iterable[Acceptance], today: dt.date) -> list[Acceptance]:
    """The acceptances that hold on a day: the latest about each finding, unless it has expired."""
    latest = {acceptance.about: acceptance for acceptance in acceptances}
    return [acceptance for acceptance in latest.values() if acceptance.until >= today]


def lay_accepted(
    findings: Findings,
    acceptances: Iterable[Acceptance],
    today: dt.date,
    *,
    former_ids: Mapping[str, str] | None = None,
) -> None:
    """Marks those of the findings that are accepted on a day, in the table `accepted` beside them.

    `former_ids`: ids of people that were merged or changed since, each with the id now.
    """
    now = former_ids or {}
    held = in_force(acceptances, today)
    columns = {
        "code": [one.code for one in held],
        "at": [one.table or None for one in held],
        "record": [one.record or None for one in held],
        "person": [(now.get(one.person_id) or one.person_id) or None for one in held],
        "reason": [one.reason for one in held],
        "who": [one.by for one in held],
        "until": [one.until for one in held],
    }
    given = ", ".join(
        f"unnest(cast(${name} as {'date' if name == 'until' else 'varchar'}[])) as {name}" for name in columns
    )
    matches = (
        "given.code = findings.code and coalesce(given.at, findings.table_name) = findings.table_name "
        "and given.record = findings.record and coalesce(given.person, findings.person_id, '') = "
        "coalesce(findings.person_id, '')",
        "given.code = findings.code and given.record is null "
        "and coalesce(given.at, findings.table_name) = findings.table_name and given.person = findings.person_id",
        "given.code = findings.code and given.record is null and given.person is null "
        "and given.at = findings.table_name",
    )
    parts = " union all ".join(
        f"select findings.rowid as place, given.reason, given.who, given.until from findings join given on {match}"
        for match in matches
    )
    with findings.database.cursor() as cursor:
        cursor.execute(f"create or replace temp table given as select {given}", columns)
        cursor.execute(
            "create or replace table accepted as select place, min(reason) as reason, min(who) as who, "
            f"max(until) as until from ({parts}) as matched group by place"
        )


def _append(file: Path, acceptance: Acceptance) -> None:
    """Adds a row: to a draft beside the file, which then takes its place."""
    before = file.read_bytes() if file.is_file() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(before)
    with draft.open("a", newline="", encoding="utf-8") as text:
        writer = csv.writer(text, lineterminator="\n")
        if not before:
            writer.writerow(COLUMNS)
        writer.writerow([_kept(str(getattr(acceptance, name))) for name in COLUMNS])
        text.flush()
        os.fsync(text.fileno())
    draft.replace(file)


def _kept(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _shown(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS_A_FORMULA) else text


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keeps two people who accept at the same moment apart."""
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
