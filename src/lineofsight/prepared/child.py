"""Everything about one child that a page shows: facts, family, chronology, what is due, and where the child counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, Reader, everybody_for
from lineofsight.records.children_facts import children_found


@dataclass(frozen=True)
class Child:
    """A child whom the reader may see. `facts`: what is known, as (label, text); none of it empty."""

    person_key: int
    id: str
    name: str
    born_on: dt.date | None
    expected_on: dt.date | None
    team_id: str | None
    team: str | None
    worker_id: str | None
    worker: str | None
    is_open: bool
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Found:
    """Somebody of a list of people: enough to tell one from another."""

    person_key: int
    id: str
    name: str
    born_on: dt.date | None
    team_id: str | None
    team: str | None
    worker_id: str | None
    worker: str | None
    is_open: bool
    relation: str = ""


@dataclass(frozen=True)
class Event:
    on_day: dt.date
    until_day: dt.date | None
    lasts: bool
    kind: str
    title: str
    group: str
    what: str
    worker: str | None


@dataclass(frozen=True)
class Standing:
    """An indicator in which the child is counted at the extract date, in the window that the report shows."""

    ref: str
    event_id: str | None
    met: bool
    clock_start: dt.date | None
    due_on: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True)
class Fault:
    """Something that the checks found in the child's records."""

    code: str
    title: str
    severity: str
    table: str
    column: str | None
    file: str | None
    file_row: int | None


_FOUND = "person_key, id, name, born_on, team_id, team, worker_id, worker, is_open"
#: All finds are looked through: who is in the reader's scope may be the last of them.
_SEARCHED = 1_000_000
_FACTS = (
    *(("Gender", "gender_label"), ("Ethnicity", "ethnicity_label"), ("Disability", "disability_label")),
    *(("UPN", "upn"), ("NHS number", "nhs_number"), ("Address", "address"), ("Immigration", "immigration_label")),
)


def child_of(counted: Counted, person_id: str, reader: Reader) -> Child | None:
    """The child of an id, where the reader may see that child; None where there is none, or not for this reader.

    `person_id` is the id in use: who holds a former one looks it up first.
    """
    everybody, values = everybody_for(reader)
    row = counted.database.execute(
        f"with everybody_seen as ({everybody}) select {_FOUND}, expected_on from everybody_seen "
        f"where id = $id and {SEEN}",
        values | {"id": person_id},
    ).fetchone()
    if row is None:
        return None
    key, id_, name, born_on, team_id, team, worker_id, worker, is_open, expected_on = row
    facts = _facts_of(counted, key)
    return Child(key, id_, name, born_on, expected_on, team_id, team, worker_id, worker, is_open, facts)


def _facts_of(counted: Counted, person_key: int) -> tuple[tuple[str, str], ...]:
    found = counted.database.execute("select * from children where person_id = $key", {"key": person_key})
    names = [column[0] for column in found.description or ()]
    row = found.fetchone()
    if row is None:
        return ()
    known = dict(zip(names, row, strict=True))
    return tuple((label, str(known[name])) for label, name in _FACTS if known.get(name))


def family_of(counted: Counted, person_key: int, reader: Reader) -> tuple[list[Found], int]:
    """Brothers, sisters and family together whom the reader may see, and how many more the reader may not."""
    relations = dict(
        counted.database.execute(
            "select other_person_id, relation from relatives where person_id = $key", {"key": person_key}
        ).fetchall()
    )
    if not relations:
        return [], 0
    everybody, values = everybody_for(reader)
    rows = counted.database.execute(
        f"select {_FOUND}, {SEEN} from ({everybody}) where person_key in ({', '.join(map(str, relations))}) "
        "order by born_on nulls last, id",
        values,
    ).fetchall()
    found = [replace(Found(*row[:-1]), relation=relations[row[0]]) for row in rows if row[-1]]
    return found, len(rows) - len(found)


def chronology_of(counted: Counted, person_key: int, group: str = "") -> list[Event]:
    """Everything on record about a child, the latest first; of one group of events, or all."""
    rows = counted.database.execute(
        "select on_day, until_day, lasts, kind, title, grouping, what, by_name from chronology "
        "where person_id = $key and ($group = '' or grouping = $group)",
        {"key": person_key, "group": group},
    ).fetchall()
    return [Event(*row) for row in rows]


def standing_of(counted: Counted, person_key: int) -> list[Standing]:
    """The indicators that a child is counted in at the extract date, in the book's order."""
    rows = counted.database.execute(
        "select ref, event_id, met, clock_start, due_on, done_on from standing where person_id = $key",
        {"key": person_key},
    ).fetchall()
    return [Standing(*row) for row in rows]


def faults_of(counted: Counted, person_id: str) -> list[Fault]:
    """What is wrong with a child's records, errors first."""
    rows = counted.database.execute(
        "select code, title, severity, table_name, column_name, file, file_row from child_findings "
        "where person_id = $id",
        {"id": person_id},
    ).fetchall()
    return [Fault(*row) for row in rows]


def people_found(counted: Counted, typed: str, reader: Reader, *, most: int = 50) -> tuple[list[Found], int]:
    """The children whom a search finds and the reader may see, open cases first; and how many there are.

    What is found: `records.children_facts.children_found`.
    """
    keys = children_found(counted.database, typed, limit=_SEARCHED)
    if not keys:
        return [], 0
    everybody, values = everybody_for(reader)
    rows: list[tuple[Any, ...]] = counted.database.execute(
        f"with everybody_seen as ({everybody}) select {_FOUND} from everybody_seen "
        f"where {SEEN} and person_key in (select unnest($keys)) order by is_open desc, name, id",
        values | {"keys": keys},
    ).fetchall()
    return [Found(*row) for row in rows[:most]], len(rows)
