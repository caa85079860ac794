"""Which children begin and end a child protection plan in a month."""

from __future__ import annotations

from lineofsight.demo.cases import ASSESS, IN_NEED, PROTECTION, Case, NeedPlan, ProtectionPlan
from lineofsight.demo.council import Council, ImpossiblePlanError, may_join_cohort
from lineofsight.demo.days import ENDS, birthday, pick_day, working_after
from lineofsight.demo.stock import category_of

_TOO_OLD = 17.2


def _by_family(cases: list[Case]) -> list[list[Case]]:
    families: dict[int, list[Case]] = {}
    for case in cases:
        families.setdefault(case.person.family.number, []).append(case)
    return list(families.values())


def _young_enough(case: Case, on: int) -> bool:
    return birthday(case.person.born, 18) > on + 290 or (on - case.person.born) / 365.25 < _TOO_OLD


def _conference_days(month: int) -> tuple[int, int]:
    """Conferences are held from the second to the 26th: three months later, the day exists."""
    return ENDS[month - 1] + 2, ENDS[month - 1] + 26


def start_plans(council: Council, month: int) -> None:
    """Children from assessments and children in need go to a conference and onto a plan: as many as planned."""
    rng = council.rng
    first, last = _conference_days(month)
    assessed = [
        case
        for case in council.in_state(ASSESS)
        if case.destiny == "need"
        and case.kind == "family"
        and may_join_cohort(case)
        and max(first, case.opened + 12) <= min(last, case.opened + 38)
        and (case.authorise_on or 0) > max(first, case.opened + 12)
        and not case.person.alone
        and not case.person.unborn
        and _young_enough(case, last)
    ]
    known = [
        case
        for case in council.settled(IN_NEED, month)
        if case.since < first - 25 and case.kind == "family" and _young_enough(case, last) and may_join_cohort(case)
    ]
    new, old = _by_family(assessed), _by_family(known)
    rng.shuffle(new)
    rng.shuffle(old)
    wanted = council.plan[month].plans_started
    started = 0
    while started < wanted:
        families = new if new and (rng.random() < 0.62 or not old) else old
        if not families:
            raise ImpossiblePlanError(f"month {month}: {wanted} protection plans wanted, {started} possible")
        group = families.pop()[: wanted - started]
        low = first
        high = last
        if families is new:
            low = max([first, *(case.opened + 12 for case in group)])
            high = min([last, *(case.opened + 38 for case in group), *((case.authorise_on or 0) for case in group)])
            if high < low:
                continue
        held_on = pick_day(rng, low, high)
        category = category_of(council)
        for case in group:
            case.move(PROTECTION, held_on)
            plan = ProtectionPlan(case, held_on, category)
            plan.transferred_in = rng.random() < 0.015
            case.protection_plans.append(plan)
            if families is new:
                case.authorise_on = working_after(held_on, rng.randint(0, 6))
        started += len(group)


def end_plans(council: Council, month: int) -> None:
    """As many plans end as the month's plan leaves room for: most go on as children in need, some cases close."""
    rng = council.rng
    surplus = len(council.in_state(PROTECTION)) - council.plan[month].on_plan
    if surplus < 0:
        raise ImpossiblePlanError(f"month {month}: {-surplus} children on a protection plan are missing")
    early = ENDS[month - 1] - 93 if month >= 31 else ENDS[month - 1] - 70
    ready = [case for case in council.settled(PROTECTION, month) if case.since <= early]
    weights = [0.25 if ENDS[month] - case.since < 150 else 1 + (ENDS[month] - case.since) / 250 for case in ready]
    families = {case.person.family.number: rng.random() for case in ready}
    weights = [w * (0.2 + families[c.person.family.number]) for w, c in zip(weights, ready, strict=True)]
    for case in council.sample(ready, surplus, weights):
        on = pick_day(rng, ENDS[month - 1] + 1, ENDS[month] - 1)
        if rng.random() < 0.78 and birthday(case.person.born, 18) > ENDS[month] + 40:
            end_with_need_plan(council, case, on)
        else:
            case.close(on, rng.choices(("RC7", "RC5", "RC3"), (70, 22, 8))[0])


def end_with_need_plan(council: Council, case: Case, on: int) -> None:
    """The plan or the care ends and the child goes on as a child in need, with a plan from that day."""
    case.move(IN_NEED, on)
    case.need_plans.append(NeedPlan(case, on))
