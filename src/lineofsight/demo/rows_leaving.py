"""What care leavers' statuses say besides: pathway plan, personal adviser, health passport, support after 21."""

from __future__ import annotations

import datetime as dt
from random import Random

from lineofsight.demo.cases import LEAVER_22
from lineofsight.demo.days import EXTRACT, working_on_or_before
from lineofsight.demo.leaving import Status
from lineofsight.demo.people import Person
from lineofsight.demo.rows import Records, Row, date, person_id, unit_or_last, yes

TABLE = "los_care_leaver_statuses"
HAVE_PASSPORT = 0.82


def add_to_statuses(records: Records) -> None:
    """Adds the last columns to every row. The statuses come first in the table, in their order; then young people
    who are still in our care."""
    seed = records.council.seed
    rows = records.tables[TABLE]
    now = {row[1]: row for row in records.tables["ssd_care_leavers"]}
    by_person: dict[int, list[Status]] = {}
    for status in records.statuses:
        by_person.setdefault(status.leaving.person.number, []).append(status)
    reviewed, passports = {}, {}
    for number, statuses in by_person.items():
        rng = Random(f"services {seed}, pathway of {number}")
        reviewed[number] = _reviews(statuses, now.get(person_id(statuses[0].leaving.person)), rng)
        given = statuses[0].leaving.start + rng.randint(-70, 60)
        passports[number] = given if rng.random() < HAVE_PASSPORT else None
    added: list[Row] = []
    for status, row in zip(records.statuses, rows, strict=False):
        person = status.leaving.person
        last = min(status.end - 1 if status.end is not None else EXTRACT, EXTRACT)
        plan = max((on for on in reviewed[person.number] if on <= last), default=None)
        passport = passports[person.number]
        current = now.get(row[1]) if status.end is None else None
        adviser = current[9] if current is not None else _adviser(records, person, last, seed)
        older = _goes_on(person, last)
        added.append(
            (
                *row,
                date(plan),
                adviser,
                date(passport if passport is not None and passport <= last else None),
                yes(True) if older else "",
            )
        )
    for row in rows[len(records.statuses) :]:
        current = now.get(row[1]) if not row[3] else None
        added.append((*row, *(current[8:10] if current is not None else ("", "")), "", ""))
    records.tables[TABLE] = added


def _reviews(statuses: list[Status], now: Row | None, rng: Random) -> list[int]:
    """The days on which the pathway plan was reviewed, from the last back to the plan itself: every six months,
    some later, in the first years more of them."""
    first = statuses[0].start
    if now is not None:
        on = dt.date.fromisoformat(now[8]).toordinal()
    else:
        on = working_on_or_before(max(min(statuses[-1].end or EXTRACT, EXTRACT) - rng.randint(10, 170), first))
    days = [on]
    while on > first:
        late = rng.random() < (0.16 if on < EXTRACT - 700 else 0.05)
        on = working_on_or_before(on - (rng.randint(190, 290) if late else rng.randint(120, 178)))
        days.append(on)
    return days


def _adviser(records: Records, person: Person, on: int, seed: int) -> str:
    """The worker of the case on a day, unless none had been named yet."""
    if Random(f"services {seed}, adviser of {person.number} on {on}").random() < 0.05:
        return ""
    case = next((case for case in reversed(person.cases) if case.opened <= on and not case.nfa), None)
    return unit_or_last(case, on)[1] if case is not None else ""


def _goes_on(person: Person, on: int) -> bool:
    """Whether support was asked for after the 22nd birthday, by a day."""
    return any(spell.kind == LEAVER_22 and spell.start <= on for case in person.cases for spell in case.spells)
