"""Care leavers of the snapshot, as at its day, and how they are counted: by age, legal eligibility and measure.

Every young person counts once: yes + no + not recorded = the group. Not recorded is never no: a share is of those alone
of whom the records say one or the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import duckdb

from lineofsight.annex_a.there import There
from lineofsight.council import Council
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads, lock
from lineofsight.indicators.laying import lay_dates, lay_records
from lineofsight.indicators.running import run_definition
from lineofsight.problems import Refused
from lineofsight.web.inspection.leavers.rule import LeaversRule, Measure

#: The categories of the law in its order; what isn't recorded stands last.
ELIGIBILITIES = ("Eligible", "Relevant", "Former relevant", "Qualifying")
NOT_RECORDED = "not-recorded"
AGE_NOT_KNOWN = "not-known"
ANSWERS = {"yes": True, "no": False, NOT_RECORDED: None}


@dataclass(frozen=True)
class Young:
    """A young person by number in the snapshot. `ages`, `eligibility`: codes of groups; `says`: measure to answer."""

    key: int
    ages: str
    eligibility: str
    says: Mapping[str, bool | None]


@dataclass(frozen=True)
class Leavers:
    """The care leavers of a day. `lacks`: measure to why the snapshot can't answer it; it is then in nobody's `says`.

    `died`, `younger` and `older`: how many have an open status and are left out of all counts.
    """

    on: dt.date
    people: tuple[Young, ...]
    lacks: Mapping[str, str]
    died: int
    younger: int
    older: int


@dataclass(frozen=True)
class Count:
    """How a group answers a measure."""

    yes: int
    no: int
    not_recorded: int

    @property
    def out_of(self) -> int:
        """Those of whom the records say yes or no."""
        return self.yes + self.no

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.yes, self.out_of) if self.out_of else None


def leavers(council: Council, rule: LeaversRule) -> Leavers:
    """The care leavers of a council's snapshot on the day of its extract; kept for the next who asks.

    Refused where leaving care statuses or dates of birth were not loaded, and where the council's own rule fails.
    """
    return _leavers(_Of(council), rule)


def counted(people: Iterable[Young], measure: Measure) -> Count:
    """How these young people answer a measure."""
    found = [person.says[measure.code] for person in people]
    return Count(found.count(True), found.count(False), found.count(None))


def chosen(
    people: Iterable[Young], ages: str = "", eligibility: str = "", measure: str = "", answer: str = ""
) -> list[Young]:
    """Those of a group, and of an answer to a measure; "" for all."""
    return [
        person
        for person in people
        if (not ages or person.ages == ages)
        and (not eligibility or person.eligibility == eligibility)
        and (not measure or not answer or person.says.get(measure) is ANSWERS[answer])
    ]


def code_of(eligibility: str) -> str:
    """A category as an address has it.

    >>> code_of("Former relevant")
    'former-relevant'
    """
    return eligibility.lower().replace(" ", "-") or NOT_RECORDED


class _Of:
    """A council, alike for the cache where what it counts from is alike."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.key = (council.snapshot.id, council.snapshot.hash, str(council.home.path))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Of) and other.key == self.key


@lru_cache(maxsize=4)
def _leavers(of: _Of, rule: LeaversRule) -> Leavers:
    council = of.council
    snapshot, on = council.snapshot, council.snapshot.extracted_on
    definition = rule.definition(0)
    reads = {definition: Reads(rule.reads, (), {})}
    availability = Availability(Book({("cohort", definition.name): (definition,)}), reads, snapshot)
    there = There(availability, on)
    if cannot := there.cannot(rule, 0):
        raise Refused(f"Care leavers can't be counted: {cannot}.")
    lacking = there.lacking(rule)
    lacks = {measure.code: lacking[measure.code] for measure in rule.measures if measure.code in lacking}
    asked = [measure.code for measure in rule.measures if measure.code not in lacks]
    with duckdb.connect() as database:
        lay_records(database, availability, list(availability.book.versions))
        lay_dates(database, [on])
        lock(database)
        run_definition(database, definition, f"create table found as {definition.runnable()}")
        picked = ", ".join(["person_id", "eligibility", "age", "died", *asked])
        rows = database.execute(f"select {picked} from found where person_id is not null order by 1").fetchall()
    if len({row[0] for row in rows}) < len(rows):
        raise Refused(f"{rule.file.name}: the select returns somebody more than once: return each young person once.")
    people, died, younger, older = [], 0, 0, 0
    least, most = min(ages.first for ages in rule.ages), max(ages.last for ages in rule.ages)
    for key, eligibility, age, has_died, *answers in rows:
        if has_died:
            died += 1
        elif age is not None and age < least:
            younger += 1
        elif age is not None and age > most:
            older += 1
        else:
            ages = next((a.code for a in rule.ages if age is not None and a.first <= age <= a.last), AGE_NOT_KNOWN)
            people.append(Young(key, ages, code_of(eligibility or ""), dict(zip(asked, answers, strict=True))))
    return Leavers(on, tuple(people), lacks, died, younger, older)
