"""The council while its four years are lived: everyone, their cases, and who was where at each month end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from lineofsight.demo.cases import (
    CARE,
    ELSEWHERE,
    IN_NEED,
    LEAVER,
    PROTECTION,
    Case,
    Leaving,
    open_case,
)
from lineofsight.demo.days import CUTOFF, ENDS
from lineofsight.demo.people import People, Person
from lineofsight.demo.plan import FIXED, MonthPlan, council_plan


class ImpossiblePlanError(ValueError):
    """The month's plan asks for more, or fewer, people than the lives so far allow."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Who was where at the end of one month."""

    number: int
    open: list[Case]
    in_need: list[Case]
    planned: list[Case]  # those in need with an open plan
    on_plan: list[Case]
    looked_after: list[Case]
    leavers: list[Case]


@dataclass(slots=True)
class Council:
    seed: int
    rng: Random
    plan: list[MonthPlan]
    people: People
    open: list[Case] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    leavings: list[Leaving] = field(default_factory=list)
    month_ends: list[MonthEnd] = field(default_factory=list)
    need_owed: float = 0.0  # assessments that should still find a need, to keep their share
    closed_now: list[Case] = field(default_factory=list)  # closures of this month that can still be taken back

    def in_state(self, *kinds: str) -> list[Case]:
        return [case for case in self.open if case.closed is None and case.state in kinds]

    def settled(self, kind: str, month: int) -> list[Case]:
        """The open cases that were in this state at the last month end already, and have not moved since."""
        last = ENDS[month - 1]
        return [case for case in self.in_state(kind) if case.since <= last]

    def open_case(self, person: Person, on: int, kind: str, need: str, source: str, state: str | None) -> Case:
        case = open_case(person, on, kind, need, source, state)
        self.cases.append(case)
        if state is not None:
            self.open.append(case)
        return case

    def sample(self, cases: list[Case], count: int, weights: Sequence[float]) -> list[Case]:
        """`count` of the cases, the heavier the likelier, none twice."""
        if count > len(cases):
            raise ImpossiblePlanError(f"{count} wanted of {len(cases)}")
        if count <= 0:
            return []
        keyed = [(self.rng.random() ** (1 / max(w, 1e-6)), n) for n, w in enumerate(weights)]
        keyed.sort(reverse=True)
        return [cases[n] for _, n in keyed[:count]]

    def accept(self, month: int, what: str, count: int) -> None:
        """Takes a count of cases as it was lived into the plan, in a month whose counts aren't given."""
        old = self.plan[month]
        if month in FIXED:
            raise ImpossiblePlanError(f"month {month}, {what}: {count} lived, {getattr(old, what)} planned")
        new = replace(old, elsewhere=count) if what == "elsewhere" else replace(old, recent=count)
        share = old.not_overseen / (old.open_cases - old.recent)
        self.plan[month] = replace(new, not_overseen=round(share * (new.open_cases - new.recent)))

    def end_month(self, number: int) -> MonthEnd:
        """Writes down who is where, and checks it against the plan (from the first month on)."""
        self.open = [case for case in self.open if case.closed is None]
        in_need = self.in_state(IN_NEED)
        end = MonthEnd(
            number,
            list(self.open),
            in_need,
            [case for case in in_need if case.need_plan is not None],
            self.in_state(PROTECTION),
            self.in_state(CARE),
            self.in_state(LEAVER),
        )
        if number > 0:
            plan = self.plan[number]
            recent = sum(case.opened > ENDS[number] - 56 for case in end.open)
            found = {
                "in need": (len(end.in_need), plan.in_need),
                "planned": (len(end.planned), plan.planned),
                "on plan": (len(end.on_plan), plan.on_plan),
                "looked after": (len(end.looked_after), plan.looked_after),
                "care leavers": (len(end.leavers), plan.leavers),
                "elsewhere": (len(self.in_state(*ELSEWHERE)), plan.elsewhere),
                "opened in 8 weeks": (recent, plan.recent),
            }
            for what, (lived, planned) in found.items():
                if lived != planned:
                    raise ImpossiblePlanError(f"month {number}, {what}: {lived} lived, {planned} planned")
        self.month_ends.append(end)
        return end


def new_council(seed: int, attempt: int = 0) -> Council:
    rng = Random(f"demonstration council {seed}, {attempt}")
    return Council(seed, rng, council_plan(rng), People(rng))


def may_join_cohort(case: Case) -> bool:
    """In the last eight weeks, only children whose case is older join a cohort."""
    return case.opened <= CUTOFF
