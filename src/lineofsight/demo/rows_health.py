"""The rows about the health of children in our care: assessments, checks, immunisations, questionnaires."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import Care
from lineofsight.demo.days import (
    ENDS,
    EXTRACT,
    birthday,
    day,
    iso,
    later,
    pick_day,
    working_after,
    working_on_or_after,
    working_on_or_before,
)
from lineofsight.demo.people import Person
from lineofsight.demo.rows import Records, happened, person_id, yes

SINCE = day(2018, 1, 1)  # older checks are not on record
LOCKDOWN = (day(2020, 3, 23), day(2020, 7, 31))
DENTISTS_FEW = (day(2020, 3, 23), day(2021, 5, 31))
# Of the children who came into care from a day on, the share seen by a doctor in 20 working days: health has few.
SEEN_IN_TIME = (
    (day(1998, 1, 1), 0.74), (day(2020, 3, 1), 0.64), (day(2021, 4, 1), 0.76), (day(2022, 4, 1), 0.74),
    (day(2022, 9, 1), 0.58), (day(2022, 11, 1), 0.5),
)  # fmt: skip


def write_health(records: Records) -> None:
    """Health assessments and checks of every period of care, and what is known of each child's immunisations."""
    seed = records.council.seed
    latest: dict[int, Care] = {}
    for case in records.council.cases:
        for care in case.care:
            if care.short or (care.end is not None and care.end <= SINCE):
                continue
            latest[care.person.number] = care
            rng = Random(f"services {seed}, health of {care.person.number} from {care.start}")
            last = _initial(records, care, rng)
            _reviews(records, care, last, rng)
            _dental(records, care, rng)
            _development(records, care, rng)
            _questionnaires(records, care, rng)
    for number in sorted(latest):
        _immunisations(records, latest[number], Random(f"services {seed}, immunisations of {number}"))


def _stop(care: Care) -> int:
    """The first day on which nothing is done any more for this period of care."""
    return care.end if care.end is not None else EXTRACT + 1


def _during(period: tuple[int, int], on: int) -> bool:
    return period[0] <= on <= period[1]


def _initial(records: Records, care: Care, rng: Random) -> int:
    """The initial health assessment: asked for in the first week, and held when health has room."""
    share = next(share for since, share in reversed(SEEN_IN_TIME) if since <= care.start)
    prompt = rng.random() < (0.84 if care.start < day(2022, 9, 1) else 0.74)
    requested = working_after(care.start, rng.randint(1, 5) if prompt else rng.randint(6, 16))
    due = working_after(care.start, 20)
    first = working_after(requested, 3)
    in_time = rng.random() < share and first <= due
    held = pick_day(rng, first, due) if in_time else working_after(due, 1 + int(min(rng.expovariate(1 / 12), 70)))
    if requested >= _stop(care):
        return care.start
    done = held < _stop(care)
    if max(requested, held) >= SINCE:
        _assessment(records, care.person, "IHA", requested, held if done else None, rng)
    return held if done else care.start + 40


def _assessment(records: Records, person: Person, kind: str, requested: int, held: int | None, rng: Random) -> None:
    report = working_after(held, rng.randint(3, 15)) if held is not None else None
    records.add(
        "los_health_assessments", records.new_id("HA"), person_id(person), kind, iso(requested),
        iso(held) if held is not None else "", happened(report),
    )  # fmt: skip
    if held is not None:
        _check(records, person, "Health Assessment", held)


def _check(records: Records, person: Person, kind: str, on: int, status: str = "Completed") -> None:
    records.add("ssd_cla_health", records.new_id("HC"), person_id(person), kind, iso(on), status)


def _delay(rng: Random, due: int) -> int:
    """How long after its due date a review is held; mostly a little before it."""
    chance = rng.random()
    if chance < 0.66:
        extra = -rng.randint(0, 24)
    elif chance < 0.86:
        extra = rng.randint(1, 50)
    else:
        extra = rng.randint(51, 220)
    if _during(LOCKDOWN, due) and rng.random() < 0.4:
        extra += rng.randint(20, 110)
    return extra


def _reviews(records: Records, care: Care, last: int, rng: Random) -> None:
    """A review every six months under five and every year from then on; some young people refuse theirs."""
    person = care.person
    while True:
        due = later(last, 6 if person.age(last) < 5 else 12)
        requested = working_on_or_before(max(due - rng.randint(25, 50), last + 1))
        if requested >= _stop(care) or requested <= last:
            return
        if person.age(due) >= 15 and rng.random() < 0.08:
            if SINCE <= due < _stop(care):
                _check(records, person, "Health Assessment", working_on_or_before(due), "Refused")
            last = due
            continue
        held = working_on_or_after(max(due + _delay(rng, due), requested + 3))
        if held >= _stop(care):
            if care.end is None:
                _assessment(records, person, "RHA", requested, None, rng)
            return
        if held >= SINCE:
            _assessment(records, person, "RHA", requested, held, rng)
        last = held


def _dental(records: Records, care: Care, rng: Random) -> None:
    """A dentist twice a year or once; hardly one had room in the first year of the pandemic."""
    person = care.person
    on = max(care.start + rng.randint(14, 110), birthday(person.born, 1) + rng.randint(0, 120))
    while on < _stop(care):
        few = _during(DENTISTS_FEW, on)
        if rng.random() < (0.5 if few else 0.22):
            if not few and on >= SINCE and person.age(on) >= 13 and rng.random() < 0.4:
                _check(records, person, "Dental Check", working_on_or_before(on), "Refused")
            on += rng.randint(120, 300)
            continue
        seen = working_on_or_before(on)
        if seen >= max(SINCE, care.start):
            _check(records, person, "Dental Check", seen)
        on = seen + (rng.randint(170, 230) if rng.random() < 0.5 else rng.randint(320, 400))


def _development(records: Records, care: Care, rng: Random) -> None:
    """The health visitor's checks of a child under five: at about one, and at two and a half."""
    for months in (12, 30):
        on = later(care.person.born, months) + rng.randint(-15, 45)
        if max(care.start, SINCE) <= on < _stop(care) and rng.random() < 0.9:
            _check(records, care.person, "Health Check", pick_day(rng, on, min(on + 4, _stop(care) - 1)))


def _questionnaires(records: Records, care: Care, rng: Random) -> None:
    """A strengths and difficulties questionnaire each year from four to sixteen; one in five is not answered."""
    person = care.person
    four, seventeen = birthday(person.born, 4), birthday(person.born, 17)
    troubled = min(max(rng.gauss(16, 6), 2), 34)
    on = max(care.start + rng.randint(30, 120), four + rng.randint(5, 90))
    while on < min(_stop(care), seventeen):
        done = working_on_or_before(on)
        answered = rng.random() < 0.8
        if done >= max(SINCE, care.start, four):
            key, child = records.new_id("SQ"), person_id(person)
            if answered:
                score = round(min(max(troubled + rng.gauss(0, 3), 0), 40))
                records.add("ssd_sdq_scores", key, child, iso(done), str(score), "")
            else:
                why = rng.choices(("SDQ2", "SDQ5", "SDQ3", "SDQ4"), (45, 25, 10, 20))[0]
                records.add("ssd_sdq_scores", key, child, "", "", why)
        on = done + rng.randint(335, 372)
        troubled = min(max(troubled - 0.3 + rng.gauss(0, 1), 1), 34)


def _immunisations(records: Records, care: Care, rng: Random) -> None:
    """One row for each child: whether immunisations are up to date, as last written down."""
    last = _stop(care) - 1
    first = max(care.start, last - rng.randint(60, 330))
    if last <= ENDS[0] - 365:
        return
    share = 0.62 if care.person.alone else 0.88 if care.person.age(last) < 13 else 0.82
    records.add(
        "ssd_cla_immunisations", person_id(care.person), yes(rng.random() < share), iso(pick_day(rng, first, last))
    )
