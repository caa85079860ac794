"""Who contacted the front door about whom, and when it was decided what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import Case
from lineofsight.demo.council import Council
from lineofsight.demo.days import (
    ENDS,
    EXTRACT,
    LAST,
    is_working,
    month_of,
    pick_day,
    working_after,
    working_on_or_before,
)
from lineofsight.demo.people import Person
from lineofsight.demo.referrals import source_of

EVERYONE = 10_500
AT_LEAST = 60  # known from contacts alone, however many others there are


@dataclass(slots=True, eq=False)
class Contact:
    person: Person
    received: int
    decided: int | None
    source: str
    outcome: str  # referral, open case, early help, advice or no further action


def add_people_of_contacts_only(council: Council, rng: Random) -> list[Person]:
    """People whom the council knows from contacts alone: enough to be about 10,500 in all."""
    added: list[Person] = []
    while len(council.people.everyone) < EVERYONE or len(added) < AT_LEAST:
        added += council.people.new_children(rng.randint(ENDS[0] + 1, EXTRACT - 3))
    return added


def receive_contacts(council: Council, rng: Random) -> list[Contact]:
    """The contacts of 48 months: each referral has one, the rest are about children known or open, and others."""
    only = add_people_of_contacts_only(council, rng)
    by_month: dict[int, list[tuple[Person, int, str, str]]] = {}
    for case in council.cases:
        if case.opened > ENDS[0] and case.person.age(case.opened) < 18 and case.kind != "leaving care":
            by_month.setdefault(month_of(case.opened), []).append((case.person, case.opened, case.source, "referral"))
    for person in only:
        outcome = rng.choice(("nfa", "nfa", "early help", "advice"))
        by_month.setdefault(month_of(person.known_from), []).append(
            (person, person.known_from, source_of(rng), outcome)
        )
    contacts: list[Contact] = []
    for month in range(1, LAST + 1):
        counted, late, undecided, undecided_late = council.plan[month].contacts
        known = _about_known(council, month, rng)
        drafts = by_month.get(month, [])
        while len(drafts) < counted + undecided:
            drafts.append(next(known))
        contacts += _decide(drafts, month, late, undecided, undecided_late, rng)
    return contacts


def _about_known(council: Council, month: int, rng: Random) -> Iterator[tuple[Person, int, str, str]]:
    """Contacts about children whom the council knows already: a third of them about an open case."""
    first, last = ENDS[month - 1] + 1, ENDS[month]
    open_now: list[Case] = council.month_ends[month - 1].open
    known = [p for p in council.people.everyone if p.known_from < first and not p.unborn]
    while True:
        about_open = rng.random() < 0.34
        person = rng.choice(open_now).person if about_open else rng.choice(known)
        on = _day_of_contact(rng, first, last)
        if person.eighteen <= on or person.unborn:
            continue
        is_open = any(c.opened <= on and (c.closed is None or c.closed > on) and not c.nfa for c in person.cases)
        outcome = "open case" if is_open else rng.choices(("nfa", "early help", "advice"), (60, 24, 16))[0]
        yield person, on, source_of(rng), outcome


def _day_of_contact(rng: Random, first: int, last: int) -> int:
    """Contacts come on working days mostly, and on one other day in eight or so."""
    on = rng.randint(first, last)
    return on if is_working(on) or rng.random() < 0.3 else pick_day(rng, first, last)


def _decide(
    drafts: list[tuple[Person, int, str, str]], month: int, late: int, undecided: int, undecided_late: int, rng: Random
) -> list[Contact]:
    """Decides each contact on the day or the next working day, or later: as many as planned of each.

    Those undecided at the month end came in its last days; all others are decided by then, or too late by then.
    """
    last = ENDS[month]
    final = working_on_or_before(last)  # contacts from this day on can wait for the next month
    movable = [n for n, draft in enumerate(drafts) if draft[3] != "referral"]
    rng.shuffle(movable)
    contacts: list[Contact] = []
    decided: dict[int, int | None] = {}
    days = [draft[1] for draft in drafts]
    waiting, movable = movable[:undecided], movable[undecided:]
    for n in waiting:
        days[n] = max(rng.randint(final, last), drafts[n][0].known_from)
        on: int | None = working_after(days[n], 1)
        if undecided_late:
            undecided_late -= 1
            on = working_after(days[n], rng.randint(2, 5))
        decided[n] = on if on is not None and on <= EXTRACT else None
    for n in movable[:late]:
        while working_after(days[n], 2) > last:
            days[n] -= rng.randint(2, 9)
        days[n] = max(days[n], drafts[n][0].known_from)
        if working_after(days[n], 2) > last or month_of(days[n]) != month:
            days[n] = working_on_or_before(last - 9)
        on = working_after(days[n], rng.choices((2, 3, 4, 5, 7), (46, 26, 14, 9, 5))[0])
        decided[n] = on if on <= EXTRACT else None
    for n, (person, _, source, outcome) in enumerate(drafts):
        if n not in decided:
            next_day = working_after(days[n], 1)
            same = outcome == "referral" or next_day > last or rng.random() < 0.64
            decided[n] = days[n] if same else next_day
        contacts.append(Contact(person, days[n], decided[n], source, outcome))
    return contacts
