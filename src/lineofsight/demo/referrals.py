"""Who is referred, why, by whom, and how long the assessment is going to take."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import ASSESS, Case
from lineofsight.demo.council import Council
from lineofsight.demo.days import CUTOFF, ENDS, EXTRACT, LAST, pick_day, working_after
from lineofsight.demo.people import Family, Person

NEEDS = (("N1", 56), ("N2", 6), ("N3", 4), ("N4", 11), ("N5", 14), ("N6", 5), ("N7", 1), ("N8", 3))
SOURCES = (
    ("6", 27), ("2A", 20), ("3F", 9), ("3A", 2), ("3B", 3), ("3E", 5), ("3D", 3), ("5A", 4), ("5B", 6), ("5C", 3),
    ("5D", 5), ("4", 2), ("7", 3), ("1A", 5), ("1B", 1), ("8", 3), ("9", 2), ("2B", 1),
)  # fmt: skip
_NEED_CODES, _NEED_WEIGHTS = [c for c, _ in NEEDS], [w for _, w in NEEDS]
_SOURCE_CODES, _SOURCE_WEIGHTS = [c for c, _ in SOURCES], [w for _, w in SOURCES]
NEED_SHARE = 0.38
_OLDEST = 17.35 * 365.25


def need_of(rng: Random, person: Person) -> str:
    if person.alone:
        return "N8"
    if person.disabilities and rng.random() < 0.45:
        return "N2"
    return rng.choices(_NEED_CODES, _NEED_WEIGHTS)[0]


def source_of(rng: Random) -> str:
    return rng.choices(_SOURCE_CODES, _SOURCE_WEIGHTS)[0]


def assessment_end(rng: Random, opened: int, destiny: str) -> int:
    """The day on which the first assessment is going to be authorised."""
    if destiny == "need":
        late = rng.random() < 0.1
        length = rng.randint(47, 115) if late else round(rng.triangular(18, 45, 40))
    else:
        late = rng.random() < 0.07
        length = rng.randint(47, 105) if late else round(rng.triangular(6, 45, 17))
    ends = working_after(opened, length)
    if destiny == "need" and opened > CUTOFF:
        ends = max(ends, EXTRACT + 1)
    return ends


def can_be_referred(person: Person, on: int) -> bool:
    return (
        person.case is None
        and not person.in_service
        and not person.unborn
        and person.born < on - 3
        and on - person.born < _OLDEST
        and (not person.cases or (person.cases[-1].closed or person.cases[-1].opened) < on - 20)
    )


def family_to_refer(council: Council, on: int) -> list[Person]:
    """The children of one family to refer on a day: one in five known from the last year, some from before."""
    rng = council.rng
    dice = rng.random()
    families = council.people.families
    if dice < 0.62:
        for _ in range(60):
            family: Family = families[rng.randrange(len(families))]
            known = family.referred_on > on - 364
            if not family.referred_on or known != (dice < 0.29) or family.any_open():
                continue
            children = [child for child in family.children if can_be_referred(child, on)]
            if children and (dice < 0.29) == any(child.cases for child in children):
                return children if rng.random() < 0.75 else children[:1]
    return council.people.new_children(on)


def refer(council: Council, children: list[Person], on: int, *, nfa: bool = False) -> list[Case]:
    """Refers children together; `nfa` if the referral ends with no further action."""
    rng = council.rng
    source = source_of(rng)
    need = need_of(rng, children[0])
    # Two in five assessments find a need; families come in ones to fours, so the balance is kept as it goes.
    destiny = "need" if rng.random() < NEED_SHARE + 0.04 * council.need_owed else "nfa"
    if not nfa:
        council.need_owed += len(children) * (NEED_SHARE - (destiny == "need"))
    ends = assessment_end(rng, on, destiny)
    cases = []
    for child in children:
        own_need = need if need != "N2" or child.disabilities else need_of(rng, child)
        case = council.open_case(child, on, "family", own_need, source, None if nfa else ASSESS)
        if nfa:
            case.closed = working_after(on, rng.choice((1, 1, 2)))
            if case.closed > EXTRACT:
                case.closed = EXTRACT
            case.close_reason = "RC8"
        else:
            case.destiny = destiny if rng.random() < 0.93 else ("nfa" if destiny == "need" else "need")
            case.authorise_on = ends if case.destiny == destiny else assessment_end(rng, on, case.destiny)
        cases.append(case)
    return cases


def _refer_unborn(council: Council, on: int, expected: int) -> None:
    """A child is referred before birth; the assessment is still open on the day of the extract."""
    family = council.people.new_family()
    child = council.people.new_person(family, expected, on, disabled=False)
    child.unborn = True
    case = council.open_case(child, on, "family", "N1", "3F", ASSESS)
    case.authorise_on = EXTRACT + 20


def refer_month(council: Council, month: int) -> None:
    """The month's referrals that get an assessment, and those that end at the front door."""
    rng = council.rng
    first, last = ENDS[month - 1] + 1, ENDS[month]
    wanted = council.plan[month].referrals
    if month == LAST:
        for expected in (26, 61, 97):
            _refer_unborn(council, pick_day(rng, first, last - 4), EXTRACT + expected)
    for nfa, count in ((False, wanted), (True, round(wanted * 0.085))):
        made = 0
        while made < count:
            on = pick_day(rng, first, last - 2 if nfa else last)
            made += len(refer(council, family_to_refer(council, on), on, nfa=nfa))
