"""What the making of the demonstration's audits goes by: its days, the tools, the people, and what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from lineofsight.calendar import WorkingCalendar
from lineofsight.web.actions.models import Action
from lineofsight.web.audits.demonstration import qualities
from lineofsight.web.audits.demonstration.auditors import Pool
from lineofsight.web.audits.demonstration.drawing import Lists
from lineofsight.web.audits.demonstration.qualities import Truth
from lineofsight.web.audits.demonstration.rounds import ROUNDS, frame_day
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Audit, Cycle, Sheet, Tool, ToolVersion
from lineofsight.web.audits.tools import Content, Section, read_content

SEED = "the demonstration's audits"
_YEAR = 365.25


def chance(*of: object) -> Random:
    """Chance that is the same each time: for one thing, whatever happens to the others."""
    return Random(" ".join([SEED, *map(str, of)]))


@dataclass(frozen=True)
class Clock:
    """When things happen. `now`: the day of the records, on which nothing has happened yet."""

    now: dt.date
    calendar: WorkingCalendar

    def moment(self, rng: Random, day: dt.date) -> dt.datetime:
        """A moment in the working hours of a day; of the working day before where it is none."""
        day = self.calendar.working_day_after(day, 0)
        at = dt.datetime.combine(day, dt.time(9)) + dt.timedelta(minutes=rng.randrange(8 * 60))
        return timezone.make_aware(at)

    def after(self, rng: Random, at: dt.datetime, least: int, most: int) -> dt.datetime:
        """A moment some days after another: never before the day after it."""
        day = at.date() + dt.timedelta(days=rng.randint(least, most))
        return self.moment(rng, max(day, self.calendar.working_day_after(at.date(), 1)))

    def has_been(self, at: dt.datetime | None) -> bool:
        return at is not None and at.date() < self.now

    def years(self, day: dt.date) -> float:
        """Years since the audits began."""
        return (day - frame_day(ROUNDS[0], self.now)).days / _YEAR


@dataclass(frozen=True)
class Asks:
    """A tool as a round uses it. `sections`: what is asked of each cohort; `graded`: the keys of those graded."""

    tool: Tool
    version: ToolVersion
    content: Content
    sections: Mapping[str, tuple[Section, ...]]
    graded: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, tool: Tool, version: ToolVersion) -> Asks:
        content = read_content(version.content)
        sections = {cohort.value: content.for_cohort(cohort) for cohort in Cohort}
        graded = {cohort: tuple(part.key for part in parts if part.graded) for cohort, parts in sections.items()}
        return cls(tool, version, content, sections, graded)


@dataclass
class Case:
    """An audit that is being made, with all that hangs on it. `at`: moments of the audit, the moderation, the panel.

    `held`: "drafting" or "allocated", where it is kept for somebody who may sign in; "sampled" where nobody has it.
    """

    audit: Audit
    truth: Truth
    rng: Random
    age: int
    held: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass
class Scene:
    """All that is needed on the way. `audits` and `truths` grow with each round; `rounds` are the cycles by key."""

    clock: Clock
    pool: Pool
    lists: Lists
    tools: dict[str, Asks]
    born: dict[str, dt.date]
    themes: tuple[str, ...]
    cycles: dict[str, Cycle] = field(default_factory=dict)
    audits: dict[str, list[Audit]] = field(default_factory=dict)
    truths: dict[int, Truth] = field(default_factory=dict)
    served: dict[tuple[int, str], int] = field(default_factory=dict)

    @property
    def all_audits(self) -> list[Audit]:
        return [audit for of in self.audits.values() for audit in of if audit.state != Audit.State.WITHDRAWN]

    def kindness_of(self, user: int) -> float:
        return qualities.kindness(chance("kindness", self.pool.places[user]))

    def age_of(self, person_id: str, on: dt.date) -> int:
        """A child's age in years; that of a child of school age where no day of birth is recorded."""
        born = self.born.get(person_id)
        return max(0, int((on - born).days / _YEAR)) if born else 10
