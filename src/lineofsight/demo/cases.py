"""What happens in a case: the spells, plans, periods of care and assessments between a referral and its closure."""

from __future__ import annotations

from dataclasses import dataclass, field

from lineofsight.demo.people import Person

# The kinds of spell; an open case is in exactly one of them on any day.
ASSESS = "in assessment"
IN_NEED = "child in need"
PROTECTION = "child protection plan"
CARE = "looked after"
LEAVER = "care leaver"
CLOSING = "closing"
STEPPING_DOWN = "stepping down"
SHORT_BREAKS = "short breaks"
PERMANENCE = "adoption or guardianship support"
FOSTERED = "private fostering"
LEAVER_22 = "care leaver of 22 and over"

ELSEWHERE = (ASSESS, CLOSING, STEPPING_DOWN, SHORT_BREAKS, PERMANENCE, FOSTERED, LEAVER_22)


@dataclass(slots=True, eq=False)
class Spell:
    kind: str
    start: int
    end: int | None = None


@dataclass(slots=True, eq=False)
class Assessment:
    case: Case
    start: int
    authorised: int | None
    nfa: bool = False
    first: bool = False  # its 45 days count from the referral


@dataclass(slots=True, eq=False)
class NeedPlan:
    """A child in need plan and the days on which it was reviewed."""

    case: Case
    start: int
    end: int | None = None
    reviews: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ProtectionPlan:
    """A child protection plan: its conference is on the day it starts."""

    case: Case
    start: int
    category: str
    end: int | None = None
    reviews: list[int] = field(default_factory=list)
    transferred_in: bool = False


@dataclass(slots=True, eq=False)
class Care:
    """A period of care, or (with `short`) an agreed series of short breaks."""

    case: Case
    start: int
    end: int | None = None
    reason: str = ""
    short: str = ""
    reviews: list[int] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.case.person


@dataclass(slots=True, eq=False)
class Leaving:
    """The time in which a young person has leaving-care support."""

    person: Person
    start: int
    eligibility: str
    end: int | None = None
    switch: int | None = None  # the day on which a leaving-care case takes over from the child's case


@dataclass(slots=True, eq=False)
class Case:
    """An episode from referral to closure. `kind` is family, leaving care, short breaks, permanence or fostering."""

    person: Person
    opened: int
    kind: str
    need: str
    source: str
    nfa: bool = False  # the referral itself ended with no further action
    destiny: str = "need"  # what the first assessment will find: need or nfa
    authorise_on: int | None = None  # when the first assessment is going to be authorised
    close_on: int | None = None
    closed: int | None = None
    close_reason: str = ""
    spells: list[Spell] = field(default_factory=list)
    need_plans: list[NeedPlan] = field(default_factory=list)
    protection_plans: list[ProtectionPlan] = field(default_factory=list)
    care: list[Care] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    leaving: Leaving | None = None
    team_units: list[tuple[int, int | None, str, int]] = field(default_factory=list)  # from, to, team, worker

    @property
    def spell(self) -> Spell:
        return self.spells[-1]

    @property
    def state(self) -> str:
        return self.spells[-1].kind

    @property
    def since(self) -> int:
        return self.spells[-1].start

    @property
    def need_plan(self) -> NeedPlan | None:
        """The open child in need plan."""
        return self.need_plans[-1] if self.need_plans and self.need_plans[-1].end is None else None

    def move(self, kind: str, on: int) -> None:
        """The case goes from one kind of spell to another on a day; plans and care that end with it, end."""
        if self.spells:
            assert on >= self.since, (self.state, kind, self.since, on)
            self.spell.end = on
            self._end_what_was_open(on)
        self.spells.append(Spell(kind, on))

    def close(self, on: int, reason: str) -> None:
        assert on > self.opened, (self.state, self.opened, on)
        assert on >= self.since
        self.spell.end = on
        self._end_what_was_open(on)
        self.closed, self.close_reason = on, reason
        self.person.case = None

    def _end_what_was_open(self, on: int) -> None:
        plan = self.need_plan
        if plan is not None:
            plan.end = on
        if self.protection_plans and self.protection_plans[-1].end is None:
            self.protection_plans[-1].end = on
        if self.care and self.care[-1].end is None:
            self.care[-1].end = on

    def reopen(self) -> None:
        """Takes back a closure of this month that the month's plan has no room for."""
        self.closed, self.close_reason, self.close_on = None, "", None
        self.spell.end = None
        self.person.case = self


def open_case(person: Person, opened: int, kind: str, need: str, source: str, state: str | None) -> Case:
    """Opens a case; `state` is None for a referral that ends with no further action."""
    case = Case(person, opened, kind, need, source, nfa=state is None)
    person.cases.append(case)
    if state is not None:
        assert person.case is None
        person.case = case
        case.spells.append(Spell(state, opened))
    person.family.referred_on = max(person.family.referred_on, opened)
    return case
