"""Section 47 enquiries and initial conferences: what came before each protection plan, and those without one."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import ASSESS, Case, ProtectionPlan
from lineofsight.demo.council import Council
from lineofsight.demo.days import ENDS, EXTRACT, pick_day, working_after, working_on_or_before
from lineofsight.demo.people import Person


@dataclass(slots=True, eq=False)
class Enquiry:
    case: Case
    start: int
    end: int | None
    outcome: str  # conference, continue, nfa


@dataclass(slots=True, eq=False)
class Conference:
    case: Case
    enquiry: Enquiry
    held: int
    plan: ProtectionPlan | None


def enquire(council: Council, rng: Random) -> tuple[list[Enquiry], list[Conference]]:
    """An enquiry and a conference before every plan; more enquiries, and a few conferences, that led to none."""
    enquiries: list[Enquiry] = []
    conferences: list[Conference] = []
    together: dict[tuple[int, int], int] = {}
    for case in council.cases:
        for plan in case.protection_plans:
            key = (case.person.family.number, plan.start)
            back = together.setdefault(key, rng.randint(10, 19) if rng.random() < 0.86 else rng.randint(22, 27))
            start = max(case.opened, working_on_or_before(plan.start - back))
            end = min(plan.start, pick_day(rng, start + 2, max(start + 2, start + 11)))
            enquiry = Enquiry(case, start, end, "conference")
            enquiries.append(enquiry)
            conferences.append(Conference(case, enquiry, plan.start, plan))
    for case in council.cases:
        if case.nfa or case.kind != "family" or case.opened <= ENDS[0] or case.spells[0].kind != ASSESS:
            continue
        if case.protection_plans or case.need in ("N2", "N8") or rng.random() > 0.3:
            continue
        start = pick_day(rng, case.opened, case.opened + 4)
        ends = working_after(start, rng.randint(4, 13))
        stop = case.spells[0].end if case.spells[0].end is not None else EXTRACT + 1
        if start > EXTRACT or ends >= stop:
            if start > EXTRACT or stop <= EXTRACT:
                continue
            enquiries.append(Enquiry(case, start, None, "continue"))
            continue
        conferred = case.destiny == "need" and rng.random() < 0.12
        outcome = "conference" if conferred else rng.choices(("continue", "nfa"), (62, 38))[0]
        enquiry = Enquiry(case, start, ends, outcome)
        enquiries.append(enquiry)
        held = working_after(start, 14)
        if conferred and ends <= held <= EXTRACT and (case.closed is None or case.closed > held):
            conferences.append(Conference(case, enquiry, held, None))
        elif conferred:
            enquiry.outcome = "continue"
        if held > EXTRACT and case.closed is None and case.person.number % 3 == 0:
            enquiry.outcome = "conference"  # it is still to be held
    enquiries.sort(key=lambda e: (e.start, e.case.person.number))
    conferences.sort(key=lambda c: (c.held, c.case.person.number))
    return enquiries, conferences


def other_councils_children(council: Council) -> list[Person]:
    """Six children who live here on a temporary plan of another authority."""
    named = [
        p
        for p in council.people.everyone
        if not p.cases and not p.unborn and p.known_from > EXTRACT - 500 and 1 < (EXTRACT - p.born) / 365.25 < 15
    ]
    return named[:6]
