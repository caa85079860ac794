"""Which children come into care and leave it in a month, and where they go."""

from __future__ import annotations

from lineofsight.demo.cases import ASSESS, CARE, IN_NEED, LEAVER, PERMANENCE, PROTECTION, Care, Case, Leaving
from lineofsight.demo.council import Council, ImpossiblePlanError, may_join_cohort
from lineofsight.demo.days import CUTOFF, ENDS, birthday, pick_day, working_after
from lineofsight.demo.flow_protection import end_with_need_plan


def _enter(case: Case, on: int) -> None:
    case.move(CARE, on)
    case.care.append(Care(case, on))


def _arrive_alone(council: Council, on: int) -> None:
    """An unaccompanied asylum-seeking child comes into care on the day of the referral."""
    rng = council.rng
    family = council.people.new_family(ethnicity="OOTH")
    person = council.people.new_person(family, council.people.born_for_age(on, 15.6, 17.6), on, disabled=False)
    person.alone = True
    case = council.open_case(person, on, "family", "N8", rng.choice(("6", "5B", "5C")), ASSESS)
    case.authorise_on = working_after(on, rng.randint(25, 44))
    _enter(case, on)


def leave_at_eighteen(council: Council, month: int) -> None:
    """Young people in care who turn 18 this month leave care and have leaving-care support from that day."""
    for case in council.in_state(CARE):
        on = birthday(case.person.born, 18)
        if ENDS[month - 1] < on <= ENDS[month]:
            case.care[-1].reason = council.rng.choices(("E17", "E5", "E6", "E7"), (30, 48, 18, 4))[0]
            in_care_for = on - case.care[-1].start
            _become_leaver(council, case, on, "Former relevant" if in_care_for > 92 else "Qualifying")


def _become_leaver(council: Council, case: Case, on: int, eligibility: str) -> None:
    case.move(LEAVER, on)
    switch = working_after(on, council.rng.randint(15, 60))
    leaving = Leaving(case.person, on, eligibility, switch=switch if switch <= CUTOFF else None)
    case.leaving = leaving
    case.person.in_service = True
    council.leavings.append(leaving)


def enter_care(council: Council, month: int) -> None:
    """Children come into care: a few alone, most from protection plans, child in need plans and assessments."""
    rng = council.rng
    plan = council.plan[month]
    first, last = ENDS[month - 1] + 1, ENDS[month]
    wanted = max(plan.entered_care, plan.looked_after - len(council.in_state(CARE)))
    if month <= 46:
        for _ in range(min(wanted, rng.choices((0, 1, 2), (45, 40, 15))[0])):
            _arrive_alone(council, pick_day(rng, first, last))
            wanted -= 1
    sources = []
    for kind, share in ((PROTECTION, 0.38), (IN_NEED, 0.34), (ASSESS, 0.28)):
        ready = [
            case
            for case in council.settled(kind, month)
            if case.kind == "family"
            and may_join_cohort(case)
            and not case.person.unborn
            and case.person.eighteen > last + 120
            and (kind != PROTECTION or month < 31 or case.since <= ENDS[month - 1] - 93)
            and (kind != ASSESS or case.destiny == "need")
        ]
        rng.shuffle(ready)
        sources.append((ready, share))
    while wanted > 0:
        ready = rng.choices([cases for cases, _ in sources], [share for _, share in sources])[0]
        if not ready:
            continue
        case = ready.pop()
        together = [case, *(c for c in ready if c.person.family is case.person.family)][: min(wanted, 3)]
        on = pick_day(rng, first, last)
        for child in together:
            if child is not case:
                ready.remove(child)
            _enter(child, on)
        wanted -= len(together)


def _exit_kind(council: Council, case: Case, on: int) -> str:
    rng = council.rng
    age = (on - case.person.born) / 365.25
    years = (on - case.care[-1].start) / 365.25
    if case.person.alone:
        return "other"
    if age < 6 and years > 0.8:
        return rng.choices(("adopted", "guardian", "home"), (50, 35, 15))[0]
    if age >= 17.05 and years > 0.3:
        return rng.choices(("leaver", "home", "other"), (45, 30, 25))[0]
    return rng.choices(("home", "guardian", "other"), (52, 26, 22))[0]


def leave_care(council: Council, month: int) -> None:
    """Children leave care, as many as the month's plan leaves room for."""
    rng = council.rng
    surplus = len(council.in_state(CARE)) - council.plan[month].looked_after
    if surplus < 0:
        raise ImpossiblePlanError(f"month {month}: {-surplus} children in care are missing")
    last = ENDS[month]
    ready = [case for case in council.settled(CARE, month) if case.person.eighteen > last + 25]
    weights = []
    for case in ready:
        length = last - case.since
        weights.append((2.2 if length < 200 else 1.2 if length < 800 else 0.6) * (0.35 if case.person.alone else 1))
    for case in council.sample(ready, surplus, weights):
        on = pick_day(rng, ENDS[month - 1] + 1, last - 1)
        kind = _exit_kind(council, case, on)
        care = case.care[-1]
        if kind == "home":
            care.reason = rng.choice(("E4A", "E4A", "E4B"))
            if case.person.eighteen > last + 60:
                end_with_need_plan(council, case, on)
            else:
                case.close(on, "RC7")
        elif kind == "leaver":
            care.reason = rng.choice(("E5", "E6"))
            _become_leaver(council, case, on, "Relevant")
        elif kind in ("adopted", "guardian"):
            care.reason = rng.choice(("E11", "E12") if kind == "adopted" else ("E45", "E47", "E41"))
            case.close(on, "RC1" if kind == "adopted" else ("RC3" if care.reason == "E41" else "RC4"))
            case.person.in_service = True
            if rng.random() < 0.5 and month <= 46:
                council.open_case(case.person, on, "permanence", "N9", "5B", PERMANENCE)
        else:
            care.reason = rng.choice(("E3", "E13", "E8", "E9" if case.person.age(on) > 13 else "E3"))
            case.close(on, "RC5" if care.reason == "E3" else "RC7")
