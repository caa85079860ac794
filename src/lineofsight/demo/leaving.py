"""How care leavers are doing, and since when: in touch, in work or learning, in suitable accommodation."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import LEAVER_22, Case, Leaving
from lineofsight.demo.clocks import choose_without
from lineofsight.demo.council import Council
from lineofsight.demo.days import ENDS, EXTRACT, LAST, pick_day

ACTIVE = (("F2", 40), ("F5", 24), ("P5", 10), ("F1", 13), ("F4", 7), ("P2", 5), ("P4", 1))
NOT_ACTIVE = (("G5", 60), ("G4", 26), ("G6", 14))
SUITABLE = (("U", 44), ("D", 22), ("Z", 14), ("B", 9), ("E", 6), ("T", 4), ("K", 1))
UNSUITABLE = (("X", 40), ("S", 18), ("W", 12), ("V", 10), ("R", 20))


@dataclass(slots=True, eq=False)
class Status:
    """How a young person is doing, from a day until the next such row."""

    leaving: Leaving
    start: int
    in_touch: str
    latest_contact: int
    accommodation: str
    suitable: bool
    activity: str
    end: int | None = None


def _code(rng: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([code for code, _ in choices], [weight for _, weight in choices])[0]


def follow_leavers(council: Council, rng: Random) -> list[Status]:
    """The history of statuses: at each month end as many are out of touch, not active and unsuitably housed as
    planned. What is wrong for someone stays wrong for a while; a row is written when something changes, and about
    twice a year in any case."""
    rows: list[Status] = []
    current: dict[int, Status] = {}
    wrong: tuple[set[int], set[int], set[int]] = (set(), set(), set())
    for month in range(LAST + 1):
        last = ENDS[month]
        end = council.month_ends[month]
        members = end.leavers
        plan = council.plan[month]
        counts = (plan.not_in_touch, plan.not_earning_or_learning, plan.unsuitably_housed)
        numbers = {case.person.number for case in members}
        renewed = []
        for sort, (count, before) in enumerate(zip(counts, wrong, strict=True)):
            renewed.append(_renew(members, count, before & numbers, rng, (0.72, 0.94, 0.86)[sort], month))
        older = [case for case in end.open if case.spells and _state_on(case, last) == LEAVER_22]
        for sort, before in enumerate(wrong):
            renewed[sort] |= {case.person.number for case in older if case.person.number in before}
        wrong = (renewed[0], renewed[1], renewed[2])
        for case in members + older:
            _write(case, month, wrong, current, rows, rng)
    for status in current.values():
        leaving = status.leaving
        if leaving.end is not None:
            status.end = max(leaving.end, status.start)
    return rows


def _state_on(case: Case, on: int) -> str:
    return next(spell.kind for spell in reversed(case.spells) if spell.start <= on)


def _renew(members: list[Case], count: int, before: set[int], rng: Random, stays: float, month: int) -> set[int]:
    """Which young people it is wrong for at this month end: mostly those of the last."""

    def weight(case: Case) -> float:
        if case.person.number in before:
            return 60 * stays
        return 1.0 if case.person.number % 5 else 2.5

    return choose_without(members, count, weight, rng, f"month {month}, care leavers")


def _write(
    case: Case,
    month: int,
    wrong: tuple[set[int], set[int], set[int]],
    current: dict[int, Status],
    rows: list[Status],
    rng: Random,
) -> None:
    leaving = case.leaving
    assert leaving is not None
    number = case.person.number
    away, idle, badly_housed = (number in which for which in wrong)
    old = current.get(number)
    first, last = ENDS[month - 1] + 1 if month else ENDS[0] - 120, ENDS[month]
    if old is not None:
        same = (
            (old.in_touch != "YES") == away
            and (old.activity[0] == "G") == idle
            and old.suitable != badly_housed
            and last - old.start < rng.randint(120, 230)
        )
        if same:
            return
    on = leaving.start if old is None and leaving.start >= first else pick_day(rng, max(first, leaving.start), last)
    if old is not None and on <= old.start:
        on = old.start + 1
    if away:
        in_touch = old.in_touch if old is not None and old.in_touch != "YES" else rng.choice(("NO", "NO", "REFU"))
        contact = old.latest_contact if old is not None else on - rng.randint(20, 80)
    else:
        in_touch, contact = "YES", on - rng.randint(0, 21)
        if old is not None:
            contact = max(contact, old.latest_contact)
    if old is not None and (old.activity[0] == "G") == idle and rng.random() < 0.85:
        activity = old.activity
    else:
        activity = _code(rng, NOT_ACTIVE if idle else ACTIVE)
    if old is not None and old.suitable != badly_housed and rng.random() < 0.8:
        accommodation = old.accommodation
    else:
        accommodation = _code(rng, UNSUITABLE if badly_housed else SUITABLE)
    if old is not None:
        old.end = on
    status = Status(leaving, on, in_touch, min(contact, EXTRACT), accommodation, not badly_housed, activity)
    current[number] = status
    rows.append(status)
