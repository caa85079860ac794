"""Who was open already on 31 March 2019, when the four years begin, and since when."""

from __future__ import annotations

from lineofsight.demo.cases import (
    ASSESS,
    CARE,
    CLOSING,
    FOSTERED,
    IN_NEED,
    LEAVER,
    LEAVER_22,
    PERMANENCE,
    PROTECTION,
    SHORT_BREAKS,
    STEPPING_DOWN,
    Assessment,
    Care,
    Case,
    Leaving,
    NeedPlan,
    ProtectionPlan,
)
from lineofsight.demo.council import Council
from lineofsight.demo.days import ENDS, birthday, pick_day, working_after, working_on_or_after
from lineofsight.demo.people import Person
from lineofsight.demo.referrals import assessment_end, need_of, source_of

START = ENDS[0]
CATEGORIES = ("NEG", "EMO", "PHY", "SAB", "MUL")


def category_of(council: Council) -> str:
    return council.rng.choices(CATEGORIES, (42, 40, 9, 4, 5))[0]


def _assessed(council: Council, person: Person, opened: int, state: str, authorised: int | None = None) -> Case:
    """A family case with its first assessment done, in a state since the assessment."""
    case = council.open_case(person, opened, "family", need_of(council.rng, person), source_of(council.rng), ASSESS)
    ends = authorised or min(working_after(opened, council.rng.randint(20, 45)), START)
    assessment = Assessment(case, opened + council.rng.randint(0, 2), ends, nfa=state != IN_NEED, first=True)
    case.assessments.append(assessment)
    person.assessments.append(assessment)
    case.move(state, ends)
    return case


def _children(council: Council, count: int, opened: list[int], oldest: float = 17.0) -> list[tuple[Person, int]]:
    """`count` children in families, each with the day on which the case was opened."""
    found: list[tuple[Person, int]] = []
    while len(found) < count:
        on = opened[len(found) % len(opened)]
        for child in council.people.new_children(on, oldest=oldest):
            if birthday(child.born, 18) > START + 3:
                found.append((child, on))
    for child, _ in found[count:]:
        child.in_service = True  # the last family's others are known, and live elsewhere
    return found[:count]


def _backdated(council: Council, count: int, youngest: int, mean: int, oldest: int) -> list[int]:
    rng = council.rng
    return [working_on_or_after(START - youngest - min(int(rng.expovariate(1 / mean)), oldest)) for _ in range(count)]


def _in_assessment(council: Council, count: int) -> None:
    rng = council.rng
    made = 0
    while made < count:
        on = pick_day(rng, START - 95, START - 1)
        destiny = "need" if rng.random() < 0.42 else "nfa"
        ends = assessment_end(rng, on, destiny)
        if ends <= START:
            continue
        for child in council.people.new_children(on):
            case = council.open_case(child, on, "family", need_of(rng, child), source_of(rng), ASSESS)
            case.destiny, case.authorise_on = destiny, ends
            made += 1


def _in_need(council: Council, count: int, planned: int) -> None:
    rng = council.rng
    opened = _backdated(council, count, 66, 170, 700)
    for n, (child, on) in enumerate(_children(council, count, opened, oldest=16.6)):
        case = _assessed(council, child, on, IN_NEED)
        if n < planned:
            case.need_plans.append(NeedPlan(case, pick_day(rng, case.since, min(case.since + 25, START))))


def _on_plan(council: Council, count: int) -> None:
    rng = council.rng
    young = _backdated(council, 88, 6, 40, 76)
    starts = young + _backdated(council, count - 88, 95, 110, 420)
    for child, on in _children(council, count, [start - rng.randint(20, 50) for start in starts], oldest=15.5):
        start = working_on_or_after(min(on + rng.randint(18, 45), START - 4))
        case = _assessed(council, child, on, IN_NEED, authorised=start)
        case.move(PROTECTION, start)
        case.protection_plans.append(ProtectionPlan(case, start, category_of(council)))


def _in_care(council: Council, count: int) -> None:
    rng = council.rng
    made = 0
    while made < count:
        alone = rng.random() < 0.09
        age = rng.uniform(16.2, 17.9) if alone else rng.triangular(0.4, 17.95, 14)
        longest = min(age - 0.25, 1.2 if alone else 11.0)
        start = working_on_or_after(START - 20 - int(min(rng.expovariate(1 / 2.4), longest) * 365.25))
        start = min(start, START - 3)
        family = council.people.new_family(ethnicity="OOTH" if alone else None)
        born = council.people.born_for_age(START, age, age)
        if birthday(born, 18) <= START + 2:
            continue
        opened = start if alone else max(born + 5, start - rng.randint(10, 240))
        person = council.people.new_person(family, born, opened)
        person.alone = alone
        done = min(working_after(opened, rng.randint(20, 45)), START)
        case = _assessed(
            council, person, opened, IN_NEED, authorised=max(opened + 1, min(done, max(start, opened + 1)))
        )
        case.move(CARE, max(start, case.since))
        case.care.append(Care(case, case.since))
        made += 1


def _leaver(council: Council, age: float, state: str) -> None:
    rng = council.rng
    person = council.people.new_person(
        council.people.new_family(), council.people.born_for_age(START, age, age), START, disabled=None
    )
    eighteen = birthday(person.born, 18)
    start = min(eighteen, START - 1)
    opened = min(eighteen + rng.randint(20, 90), START - 1)
    person.known_from = opened
    person.in_service = True
    case = council.open_case(person, opened, "leaving care", "N8", "5B", state)
    leaving = Leaving(person, max(start, opened), rng.choices(("Former relevant", "Qualifying"), (92, 8))[0])
    case.leaving = leaving
    council.leavings.append(leaving)


def _short_breaks(council: Council, count: int) -> None:
    rng = council.rng
    for on in _backdated(council, count, 30, 700, 2200):
        age_then = rng.uniform(2, 16.8 - (START - on) / 365.25) if START - on < 5000 else 2.0
        start_short_breaks(council, on, max(age_then, 1.5))


def start_short_breaks(council: Council, on: int, age: float) -> Case:
    """A disabled child with agreed short breaks: recorded as care (V3 or V4), and not counted as looked after."""
    rng = council.rng
    family = council.people.new_family()
    person = council.people.new_person(family, council.people.born_for_age(on, age, age), on, disabled=True)
    case = council.open_case(person, on, "short breaks", "N2", source_of(rng), SHORT_BREAKS)
    if rng.random() < 0.9:
        short = "V4" if rng.random() < 0.8 else "V3"
        case.care.append(Care(case, working_on_or_after(on), short=short))
    return case


def start_support(council: Council, on: int, kind: str, age: float) -> Case:
    """Support after adoption or special guardianship, or a private fostering arrangement."""
    family = council.people.new_family()
    person = council.people.new_person(family, council.people.born_for_age(on, age, age), on)
    person.in_service = True
    if kind == FOSTERED:
        return council.open_case(person, on, "fostering", "N8", "1A", FOSTERED)
    return council.open_case(person, on, "permanence", "N9", "5B", PERMANENCE)


def _closing(council: Council, count: int) -> None:
    rng = council.rng
    for n, (child, on) in enumerate(_children(council, count, _backdated(council, count, 58, 75, 260))):
        case = _assessed(council, child, on, CLOSING if n % 5 < 2 else STEPPING_DOWN)
        case.destiny = "nfa"
        if rng.random() < 0.2:
            case.close_on = working_after(START, rng.randint(2, 15))


def found_council(council: Council) -> None:
    """Opens the cases of 31 March 2019."""
    rng = council.rng
    plan = council.plan[0]
    _in_assessment(council, 235)
    _in_need(council, plan.in_need, plan.planned)
    _on_plan(council, plan.on_plan)
    _in_care(council, plan.looked_after)
    for n in range(plan.leavers):
        # few turn 22 in the last two months of the four years, when few turn 18
        age = 18.02 + 0.15 * rng.random() if n < 1 else 18.18 + 3.79 * (n + rng.random()) / plan.leavers
        _leaver(council, age, LEAVER)
    for n in range(plan.leavers_of_22):
        _leaver(council, 22.02 + 2.9 * (n + rng.random()) / plan.leavers_of_22, LEAVER_22)
    _short_breaks(council, plan.short_breaks)
    for on in _backdated(council, plan.permanence_support, 20, 600, 2000):
        start_support(council, on, PERMANENCE, rng.uniform(1, max(1.5, 15.5 - (START - on) / 365.25)))
    for on in _backdated(council, plan.private_fostering, 20, 200, 500):
        start_support(council, on, FOSTERED, rng.uniform(9, 13.8))
    others = len(council.in_state(ASSESS)) + len(council.in_state(SHORT_BREAKS, PERMANENCE, FOSTERED, LEAVER_22))
    _closing(council, plan.elsewhere - others)
    council.end_month(0)
