"""The rows about what children, parents and carers said of the help they had: about forty a month."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import ASSESS, CARE, IN_NEED, LEAVER, LEAVER_22, PROTECTION, Case
from lineofsight.demo.days import ENDS, LAST, iso, pick_day
from lineofsight.demo.people import Person
from lineofsight.demo.rows import Records, person_id, yes
from lineofsight.demo.rows_early_help import Episode

ABOUT = {
    ASSESS: ("Assessment", "Assessment", "Visit"),
    IN_NEED: ("Plan", "Review", "Visit", "Assessment"),
    PROTECTION: ("Plan", "Review", "Visit", "Assessment"),
    CARE: ("Review", "Review", "Visit", "Plan"),
    LEAVER: ("Leaving care",),
    LEAVER_22: ("Leaving care",),
}


def write_feedback(records: Records, episodes: list[Episode], rng: Random) -> None:
    """Feedback of each month about children whose case, or early help, was open at its end."""
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        open_now = [
            case
            for case in records.council.month_ends[month].open
            if case.opened <= last - 12 and not case.person.unborn and case.person.born < first
        ]
        helped = [episode for episode in episodes if episode.start <= last - 12 and (episode.end or last + 1) > last]
        for _ in range(round(40 * (1 + month / 300) + rng.gauss(0, 4))):
            if helped and rng.random() < 0.16:
                episode = rng.choice(helped)
                on = pick_day(rng, max(first, episode.start + 7), last)
                _write(records, episode.person, on, "Early help", _giver(episode.person, on, "", rng), month, rng)
            else:
                case = rng.choice(open_now)
                on = pick_day(rng, max(first, case.opened + 7), last)
                state = _state(case, on)
                about = rng.choice(ABOUT.get(state, ("Visit", "Plan")))
                _write(records, case.person, on, about, _giver(case.person, on, state, rng), month, rng)


def _state(case: Case, on: int) -> str:
    return next(spell.kind for spell in reversed(case.spells) if spell.start <= on)


def _giver(person: Person, on: int, state: str, rng: Random) -> str:
    if state in (LEAVER, LEAVER_22):
        return "Young person"
    age = person.age(on)
    grown = "Carer" if state == CARE and rng.random() < 0.8 else "Parent"
    if age < 5 or rng.random() < 0.42:
        return grown
    return "Child" if age < 12 else "Young person"


def _write(records: Records, person: Person, on: int, about: str, giver: str, month: int, rng: Random) -> None:
    share = 0.79 + 0.08 * month / LAST
    if about == "Assessment":
        share -= 0.06
    listened = rng.random() < share
    answered = rng.random() < 0.95
    score = rng.choices((3, 4, 5), (22, 42, 36))[0] if listened else rng.choices((1, 2, 3), (28, 42, 30))[0]
    records.add(
        "los_feedback", records.new_id("FB"), person_id(person), iso(on), giver, about,
        yes(listened) if answered else "", str(score) if rng.random() < 0.93 else "",
    )  # fmt: skip
