"""What became of the children that the last surgery spoke about, and which are new: pure, on plain data.

Each child that was discussed is one of done, done late, left the figure or still overdue, so that

    discussed = done + done late + left + still overdue
    not met now = still overdue + new + those done late that count as not met for good
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lineofsight.web.surgery.reasons import NEITHER, PRACTICE, RECORDING, is_about


class Outcome(StrEnum):
    DONE = "done"
    DONE_LATE = "done_late"
    LEFT = "left"
    STILL = "still"
    NEW = "new"

    @property
    def words(self) -> str:
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        return _WORDS[self][1]


_WORDS = {
    Outcome.DONE: ("Done", "met now, and not after the day on which it was due"),
    Outcome.DONE_LATE: ("Done late", "done, after the day on which it was due"),
    Outcome.LEFT: ("Left the figure", "not counted any more: the case was closed, a plan ended, the period is over"),
    Outcome.STILL: ("Still overdue", "discussed last time, and not met now"),
    Outcome.NEW: ("New", "not met now, and not discussed last time"),
}


@dataclass(frozen=True)
class Before:
    """What was said last time of one child (or one event of a child): the reason, and the day on which it was due."""

    person_id: str
    event_id: str = ""
    reason: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Now:
    """A row behind the figure now. `good`: as it should be, whichever way the figure runs."""

    person_id: str
    good: bool
    event_id: str = ""
    due_on: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True)
class Fate:
    """One child (or event), by the id of now: what became of it. `not_met_now`: is among those not met now."""

    person_id: str
    event_id: str
    outcome: Outcome
    not_met_now: bool
    before: tuple[Before, ...] = ()
    now: Now | None = None


@dataclass(frozen=True)
class Became:
    """What became of everybody, as counts that add up."""

    fates: tuple[Fate, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(fate.outcome is outcome for fate in self.fates)

    @property
    def discussed(self) -> int:
        """How many were discussed last time: ids that were merged since are one child."""
        return sum(bool(fate.before) for fate in self.fates)

    @property
    def not_met_now(self) -> int:
        return sum(fate.not_met_now for fate in self.fates)

    @property
    def late_for_good(self) -> int:
        """Done late, and not met still: an event that was late stays late for as long as it is counted."""
        return sum(fate.outcome is Outcome.DONE_LATE and fate.not_met_now for fate in self.fates)


def became(
    discussed_before: Iterable[Before], rows_now: Iterable[Now], former_ids: Mapping[str, str] | None = None
) -> Became:
    """What became of each child that was discussed, and which children are not met now and were not discussed.

    `rows_now`: at least every row that is not met now, and every row of the children that were discussed. `former_ids`:
    old to new, of the records of now, since ids are merged and changed at source.

    >>> march = [Before("C1", due_on=dt.date(2023, 3, 20)), Before("C2", due_on=dt.date(2023, 3, 25)), Before("C3")]
    >>> april = [Now("C1", good=True, done_on=dt.date(2023, 4, 4)), Now("C2", good=False), Now("C4", good=False)]
    >>> [(fate.person_id, fate.outcome.words) for fate in became(march, april).fates]
    [('C1', 'Done late'), ('C2', 'Still overdue'), ('C3', 'Left the figure'), ('C4', 'New')]
    """
    former = former_ids or {}
    said: dict[tuple[str, str], list[Before]] = {}
    for one in discussed_before:
        said.setdefault((former.get(one.person_id, one.person_id), one.event_id), []).append(one)
    there = {(former.get(row.person_id, row.person_id), row.event_id): row for row in rows_now}
    fates = [_fate(key, tuple(before), there.get(key)) for key, before in said.items()]
    new = [key for key, row in there.items() if not row.good and key not in said]
    fates += [Fate(*key, Outcome.NEW, True, (), there[key]) for key in new]
    return Became(tuple(fates))


def _fate(key: tuple[str, str], before: tuple[Before, ...], now: Now | None) -> Fate:
    if now is None:
        return Fate(*key, Outcome.LEFT, False, before)
    due = max((one.due_on for one in before if one.due_on), default=now.due_on if now.event_id else None)
    late = now.done_on is not None and due is not None and now.done_on > due
    if now.good:
        return Fate(*key, Outcome.DONE_LATE if late else Outcome.DONE, False, before, now)
    # An event has one day on which it is done; a child may have been visited late and be overdue again.
    outcome = Outcome.DONE_LATE if late and now.event_id else Outcome.STILL
    return Fate(*key, outcome, True, before, now)


@dataclass(frozen=True)
class About:
    """How many reasons are about recording, about practice, and about neither: the first say nothing of the second."""

    recording: int = 0
    practice: int = 0
    neither: int = 0

    @property
    def words(self) -> str:
        return f"{self.recording:,} recording, {self.practice:,} practice, {self.neither:,} neither"


def about(reasons: Iterable[str]) -> About:
    """Counts reasons (codes of `reasons.toml`) by what they are about.

    >>> about(["seen_not_recorded", "missed", "missed", "other"]).words
    '1 recording, 2 practice, 1 neither'
    """
    found = Counter(is_about(code) for code in reasons)
    return About(found[RECORDING], found[PRACTICE], found[NEITHER])
