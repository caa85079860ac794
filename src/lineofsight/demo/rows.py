"""How a life becomes rows: identifiers, dates and flags as they are written in the extract.

Each identifier ends in a mark, so that a council of ten times the size is written by putting another ending there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from lineofsight.demo.cases import Case
from lineofsight.demo.contacts import Contact
from lineofsight.demo.council import Council
from lineofsight.demo.days import EXTRACT, iso
from lineofsight.demo.leaving import Status
from lineofsight.demo.people import Person
from lineofsight.demo.teams import Workforce

MARK = "\x01"  # ends an identifier
NAME_MARK = "\x02"  # ends a team's or worker's name

Row = tuple[str, ...]


@dataclass(slots=True)
class Records:
    """The tables so far: name to rows, in the order of the table's columns."""

    council: Council
    force: Workforce
    contacts: list[Contact]
    statuses: list[Status]
    tables: dict[str, list[Row]] = field(default_factory=dict)
    numbers: dict[int, tuple[str, object]] = field(default_factory=dict)  # by id(); the thing itself is kept alive
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, *values: str) -> None:
        self.tables.setdefault(table, []).append(values)

    def new_id(self, prefix: str) -> str:
        number = self.counts.get(prefix, 0) + 1
        self.counts[prefix] = number
        return f"{prefix}{number:06d}{MARK}"

    def id_of(self, thing: object, prefix: str) -> str:
        """The identifier of a case, plan or assessment; always the same for the same one."""
        key = id(thing)
        if key not in self.numbers:
            self.numbers[key] = (self.new_id(prefix), thing)
        return self.numbers[key][0]


def person_id(person: Person) -> str:
    return f"C{person.number:06d}{MARK}"


def worker_id(number: int) -> str:
    return f"W{number:04d}{MARK}"


def team_id(code: str) -> str:
    return f"{code}{MARK}"


def date(on: int | None) -> str:
    return "" if on is None else iso(on)


def happened(on: int | None) -> str:
    """The date of something that happened: empty if it has not happened by the extract."""
    return "" if on is None or on > EXTRACT else iso(on)


def yes(flag: bool) -> str:
    return "Y" if flag else "N"


def flags(*names: str) -> str:
    """A JSON object of outcome flags."""
    return json.dumps(dict.fromkeys(names, "Y"))


def unit_or_last(case: Case, on: int) -> tuple[str, str]:
    """Team and worker of a case on a day, as identifiers; the last ones where it is closed."""
    if not case.team_units:
        return "", ""
    found = case.team_units[0]
    for unit in case.team_units:
        if unit[0] <= on:
            found = unit
    return team_id(found[2]), worker_id(found[3])
