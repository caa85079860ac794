"""What makes one figure another: the children that came, went, or are now met or no longer met.

    reported numerator   - met and gone + met and new + now met - no longer met = numerator now
    reported denominator - gone         + new                                   = denominator now

Two counts are compared row by row: of a published month and of the records today, or of the book as it is and as
somebody proposes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from lineofsight.indicators.children import rows_behind
from lineofsight.indicators.engine import Counted


class How(StrEnum):
    """How a child or event moved between two counts of the same figure."""

    GONE = "no longer counted"
    NEW = "counted now, and not then"
    NOW_MET = "met now, and not then"
    NO_LONGER_MET = "met then, and no longer"


@dataclass(frozen=True)
class Behind:
    """A row behind a figure. `person_id` is the id in the council's records, empty where the record names nobody."""

    person_id: str
    event_id: str
    met: bool
    clock_start: dt.date | None = None
    due_on: dt.date | None = None
    done_on: dt.date | None = None
    team: str = ""
    worker: str = ""


@dataclass(frozen=True)
class Move:
    """One row that moved. `row` is as it is now, or as it was then where it is gone; `person_id` is the id of now."""

    how: How
    person_id: str
    row: Behind


@dataclass(frozen=True)
class Moves:
    """What lies between two counts of one figure: numbers of rows then and now, and every row that moved."""

    met_then: int
    all_then: int
    met_now: int
    all_now: int
    rows: tuple[Move, ...]

    def number(self, how: How, met: bool | None = None) -> int:
        """How many moved in this way; with `met`, of those the rows that are met (or were, where they are gone)."""
        return sum(move.how == how and (met is None or move.row.met == met) for move in self.rows)

    @property
    def met_difference(self) -> int:
        return (
            self.number(How.NEW, met=True)
            + self.number(How.NOW_MET)
            - self.number(How.GONE, met=True)
            - self.number(How.NO_LONGER_MET)
        )

    @property
    def all_difference(self) -> int:
        return self.number(How.NEW) - self.number(How.GONE)


def moves(then: Iterable[Behind], now: Iterable[Behind], former_ids: Mapping[str, str] | None = None) -> Moves:
    """Every row that moved between two counts of a figure.

    A row is known again by its event, or where it is about a state by its child; ids that were merged or changed at
    source since (`former_ids`, old to new) stand for the same child. Where two children of then are one now, one of
    their rows is gone.
    """
    former = former_ids or {}
    then, now = list(then), list(now)

    def person(row: Behind) -> str:
        return former.get(row.person_id, row.person_id)

    def keyed(rows: Sequence[Behind]) -> dict[tuple[str, str], list[Behind]]:
        found: dict[tuple[str, str], list[Behind]] = {}
        for row in rows:
            found.setdefault((row.event_id, "" if row.event_id else person(row)), []).append(row)
        return found

    before, after = keyed(then), keyed(now)
    moved: list[Move] = []
    for key in before.keys() | after.keys():
        pairs = zip_longest(
            sorted(before.get(key, ()), key=lambda row: not row.met),
            sorted(after.get(key, ()), key=lambda row: not row.met),
        )
        for old, new in pairs:
            if new is None:
                moved.append(Move(How.GONE, person(old), old))
            elif old is None:
                moved.append(Move(How.NEW, person(new), new))
            elif old.met != new.met:
                moved.append(Move(How.NOW_MET if new.met else How.NO_LONGER_MET, person(new), new))
    order = list(How)
    moved.sort(key=lambda move: (order.index(move.how), move.row.team, move.person_id, move.row.event_id))
    return Moves(
        met_then=sum(row.met for row in then),
        all_then=len(then),
        met_now=sum(row.met for row in now),
        all_now=len(now),
        rows=tuple(moved),
    )


def behind(counted: Counted, ref: str, on: dt.date, window: str) -> list[Behind]:
    """The rows behind a figure of a count that was asked for team and worker. Refused where it has none."""
    rows = counted.database.execute(
        "select coalesce(person_id, ''), coalesce(event_id, ''), met, clock_start, due_on, done_on, team, worker "
        f"from ({rows_behind(counted, ref, on, window)}) as listed"
    ).fetchall()
    return [Behind(*row) for row in rows]
