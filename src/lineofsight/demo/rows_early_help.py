"""The rows about early help: families helped before, instead of and after social work.

Nobody is made up for it: children have early help whom the council knows, or will know, from a contact or a case, while
no case of theirs is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import Case
from lineofsight.demo.days import (
    ENDS,
    EXTRACT,
    LAST,
    birthday,
    iso,
    pick_day,
    working_on_or_after,
    working_on_or_before,
)
from lineofsight.demo.people import Family, Person
from lineofsight.demo.rows import Records, happened, person_id
from lineofsight.demo.rows_places import centre_of

OPEN = {0: 840, 12: 850, 15: 760, 24: 830, 36: 880, 48: 900}  # episodes open at a month's end, as months are numbered
REASONS = (
    ("Parenting support", 26), ("Behaviour at home or school", 20), ("School attendance", 14),
    ("Mental health of a parent", 11), ("Domestic abuse", 10), ("Housing or debt", 8), ("Special educational needs", 8),
    ("Young carer", 3),
)  # fmt: skip
OTHERS = (  # who leads where a family centre doesn't
    ("Sandpiper Primary School", 7), ("Goshawk Secondary School", 6), ("Health Visiting Service", 6),
    ("Youth Service", 6),
)  # fmt: skip
ENDED = (
    ("Outcomes met", 63), ("Family no longer wishes help", 16), ("Moved away", 7), ("Passed to another service", 14),
)  # fmt: skip
STEPPED_UP = "Stepped up to social care"
GROWN_UP = "Passed to another service"


@dataclass(slots=True, eq=False)
class Episode:
    """Early help for one child, from a day on."""

    person: Person
    start: int
    end: int | None
    ended_by: str
    reason: str
    organisation: str


class _Diary:
    """When each person has early help, and when they can."""

    def __init__(self) -> None:
        self.episodes: list[Episode] = []
        self._by_person: dict[int, list[Episode]] = {}

    def free_until(self, person: Person, on: int) -> int | None:
        """Until when early help that starts on a day could last; None where it can't start then."""
        if person.unborn or person.alone or person.in_service or on < person.born + 14 or person.eighteen <= on + 30:
            return None
        until = person.eighteen
        spans = [(case.opened, case.closed) for case in person.cases if not case.nfa]
        spans += [(episode.start, episode.end) for episode in self._by_person.get(person.number, [])]
        for start, end in spans:
            if start > on:
                until = min(until, start)
            elif end is None or end > on:
                return None
        return until if until > on + 7 else None

    def add(self, episode: Episode) -> None:
        self.episodes.append(episode)
        self._by_person.setdefault(episode.person.number, []).append(episode)


def write_early_help(records: Records, rng: Random) -> list[Episode]:
    """Episodes of early help: before referrals, after social work, after contacts, and of their own; returns them."""
    diary = _Diary()
    cases = records.council.cases
    for case in cases:
        if case.kind == "family" and not case.nfa and case.opened > ENDS[0]:
            _step_up(diary, case, rng)
    for case in cases:
        if case.closed is not None and case.closed > ENDS[0] - 100:
            _step_down(diary, case, rng)
    for contact in records.contacts:
        if contact.outcome == "early help" and contact.decided is not None and rng.random() < 0.4:
            _start(diary, contact.person, working_on_or_after(contact.decided + rng.randint(2, 20)), rng)
    families = _families(records, rng)
    for month in range(LAST + 1):
        _top_up(diary, month, families, rng)
    episodes = sorted(diary.episodes, key=lambda episode: (episode.start, episode.person.number))
    for episode in episodes:
        records.add(
            "ssd_early_help_episodes", records.new_id("EH"), person_id(episode.person), iso(episode.start),
            happened(episode.end), episode.reason, episode.ended_by if happened(episode.end) else "",
            episode.organisation, "",
        )  # fmt: skip
    return episodes


def _length(rng: Random) -> int:
    """How many days early help lasts: half of it less than half a year, one in seven more than a year."""
    return int(min(max(rng.lognormvariate(5.2, 0.72), 25), 900))


def _reason(rng: Random) -> str:
    return rng.choices([text for text, _ in REASONS], [weight for _, weight in REASONS])[0]


def _led_by(family: Family, rng: Random) -> str:
    if rng.random() < 0.76:
        return centre_of(family.house)
    return rng.choices([name for name, _ in OTHERS], [weight for _, weight in OTHERS])[0]


def _start(diary: _Diary, person: Person, on: int, rng: Random, *, led_by: str = "", length: int = 0) -> Episode | None:
    """Early help from a day on; it ends when it is done, with a referral, or with the 18th birthday."""
    until = diary.free_until(person, on)
    if until is None or on > EXTRACT:
        return None
    end = working_on_or_after(min(on + (length or _length(rng)), EXTRACT + 400))
    how = rng.choices([text for text, _ in ENDED], [weight for _, weight in ENDED])[0]
    if end >= until and length == 0 and until > on + 90 and rng.random() < 0.45:
        end = working_on_or_before(until - rng.randint(30, 80))  # done before anything else began
    if end >= until:
        end = until
        how = STEPPED_UP if any(case.opened == until and not case.nfa for case in person.cases) else GROWN_UP
    episode = Episode(person, on, end, how, _reason(rng), led_by or _led_by(person.family, rng))
    diary.add(episode)
    return episode


def _step_up(diary: _Diary, case: Case, rng: Random) -> None:
    """Early help was not enough: it ends on the day of the referral."""
    if rng.random() > (0.5 if case.source == "5D" else 0.01):
        return
    on = working_on_or_after(case.opened - rng.randint(25, 300))
    _start(diary, case.person, on, rng, length=9_999)  # until the referral, however long


def _step_down(diary: _Diary, case: Case, rng: Random) -> None:
    """Social work was enough: early help carries on."""
    assert case.closed is not None
    share = 0.56 if case.close_reason == "RC9" else 0.24 if case.need_plans or case.protection_plans else 0.05
    if case.kind == "family" and rng.random() < share:
        _start(diary, case.person, working_on_or_after(case.closed + rng.randint(0, 24)), rng)


def _families(records: Records, rng: Random) -> Iterator[Family]:
    """The families of everyone, in no order, over and over."""
    families = list(records.council.people.families)
    while True:
        rng.shuffle(families)
        yield from families


def _planned(month: int) -> int:
    marks = sorted(OPEN)
    low = max(mark for mark in marks if mark <= month)
    high = min(mark for mark in marks if mark >= month)
    share = (month - low) / (high - low) if high > low else 0
    return round(OPEN[low] + (OPEN[high] - OPEN[low]) * share)


def _top_up(diary: _Diary, month: int, families: Iterator[Family], rng: Random) -> None:
    """Starts early help in a month until as many episodes are open at its end as planned."""
    last = ENDS[month]
    first = ENDS[month - 1] + 1 if month else last - 420
    wanted = _planned(month) + round(rng.gauss(0, 7))
    count = sum(episode.start <= last and (episode.end or last + 1) > last for episode in diary.episodes)
    tries = 0
    while count < wanted and tries < 20_000:
        tries += 1
        on = pick_day(rng, first, last)
        family = next(families)
        led_by = _led_by(family, rng)
        for child in family.children:
            if count < wanted and rng.random() < 0.75 and birthday(child.born, 17) > on:
                episode = _start(diary, child, on, rng, led_by=led_by)
                count += episode is not None and (episode.end or last + 1) > last
