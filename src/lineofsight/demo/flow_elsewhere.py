"""Who is open without being in a cohort: short breaks, support, care leavers, and cases about to close."""

from __future__ import annotations

from lineofsight.demo.cases import (
    ASSESS,
    CLOSING,
    ELSEWHERE,
    FOSTERED,
    LEAVER,
    LEAVER_22,
    PERMANENCE,
    SHORT_BREAKS,
    STEPPING_DOWN,
    Case,
    Leaving,
)
from lineofsight.demo.council import Council, ImpossiblePlanError
from lineofsight.demo.days import CUTOFF, ENDS, EXTRACT, birthday, pick_day
from lineofsight.demo.flow_need import authorise, close_after_assessment
from lineofsight.demo.stock import start_short_breaks, start_support


def balance_support(council: Council, month: int) -> None:
    """Short breaks, support after adoption or guardianship, and private fostering: as many as planned."""
    rng = council.rng
    plan = council.plan[month]
    first, last = ENDS[month - 1] + 1, ENDS[month]
    for case in council.settled(FOSTERED, month):
        on = birthday(case.person.born, 16)
        if on <= last:
            case.close(max(on, first), "RC7")
    turnover = {SHORT_BREAKS: 2, PERMANENCE: 3, FOSTERED: 0}
    wanted = {
        SHORT_BREAKS: plan.short_breaks,
        PERMANENCE: plan.permanence_support,
        FOSTERED: plan.private_fostering,
    }
    for kind, count in wanted.items():
        settled = council.settled(kind, month)
        ending = max(0, len(council.in_state(kind)) - count) + rng.randint(0, turnover[kind])
        for case in council.sample(settled, min(ending, len(settled)), [1.0] * len(settled)):
            case.close(pick_day(rng, first, last - 1), "RC7")
        for _ in range(max(0, count - len(council.in_state(kind)))):
            on = pick_day(rng, first, last)
            if kind == SHORT_BREAKS:
                start_short_breaks(council, on, rng.triangular(2, 16, 9))
            else:
                start_support(council, on, kind, rng.uniform(8, 14) if kind == FOSTERED else rng.uniform(1, 15))


def balance_leavers(council: Council, month: int) -> None:
    """Care leavers turn 22, change to a leaving-care case, come back for support or end it: as many as planned."""
    rng = council.rng
    plan = council.plan[month]
    first, last = ENDS[month - 1] + 1, ENDS[month]
    for case in council.in_state(LEAVER_22):
        on = birthday(case.person.born, 25)
        if first <= on <= last:
            _end_support(case, on)
    staying = plan.leavers_of_22 - len(council.in_state(LEAVER_22))
    turning = [c for c in council.in_state(LEAVER) if first <= birthday(c.person.born, 22) <= last]
    rng.shuffle(turning)
    for n, case in enumerate(turning):
        on = birthday(case.person.born, 22)
        if n < staying:
            case.move(LEAVER_22, on)
        else:
            _end_support(case, on)
    for case in council.in_state(LEAVER):
        leaving = case.leaving
        if leaving is not None and leaving.switch is not None and leaving.switch <= last:
            _change_case(council, case, leaving)
    missing = plan.leavers - len(council.in_state(LEAVER))
    if missing > 0 and last > CUTOFF:
        raise ImpossiblePlanError(f"month {month}: {missing} care leavers are missing")
    for _ in range(missing):
        _come_back(council, pick_day(rng, first, last))
    settled = [case for case in council.settled(LEAVER, month) if case.kind == "leaving care"]
    older = [0.2 if case.person.age(last) < 19 else 1.0 for case in settled]
    for case in council.sample(settled, max(0, -missing), older):
        _end_support(case, pick_day(rng, max(first, case.opened + 1), last))
    spare = council.settled(LEAVER_22, month)
    for case in council.sample(spare, max(0, -staying), [1.0] * len(spare)):
        _end_support(case, pick_day(rng, first, last))


def _end_support(case: Case, on: int) -> None:
    if case.leaving is not None:
        case.leaving.end = on
    case.close(on, "RC7")


def _change_case(council: Council, case: Case, leaving: Leaving) -> None:
    """Some weeks after leaving care, the child's case closes and the leaving-care case carries on."""
    on = leaving.switch
    assert on is not None
    leaving.switch = None
    state = case.state
    case.close(on, "RC7")
    new = council.open_case(case.person, on, "leaving care", "N8", "5B", state)
    new.leaving = leaving


def _come_back(council: Council, on: int) -> None:
    """A young person who was in care before asks for leaving-care support."""
    rng = council.rng
    born = council.people.born_for_age(on, 18.1, 20.6)
    if CUTOFF < birthday(born, 22) <= EXTRACT:
        born += 90
    person = council.people.new_person(council.people.new_family(), min(born, on - 6580), on)
    person.in_service = True
    case = council.open_case(person, on, "leaving care", "N8", rng.choice(("1C", "5B", "4")), LEAVER)
    leaving = Leaving(person, on, rng.choices(("Qualifying", "Former relevant"), (35, 65))[0])
    case.leaving = leaving
    council.leavings.append(leaving)


def balance_recent(council: Council, month: int) -> None:
    """Of the cases opened in the last eight weeks, as many are still open as planned: assessments that find no
    need for a service end earlier or later."""
    rng = council.rng
    last = ENDS[month]
    since = last - 56
    surplus = sum(c.closed is None and c.opened > since for c in council.open) - council.plan[month].recent
    if surplus < 0:
        back = [case for case in council.closed_now if case.opened > since]
        if len(back) < -surplus:
            council.accept(month, "recent", council.plan[month].recent + surplus + len(back))
        for case in sorted(back, key=lambda c: -c.opened)[:-surplus]:
            case.reopen()
            council.closed_now.remove(case)
        return
    ready = [
        case
        for case in council.in_state(ASSESS, CLOSING, STEPPING_DOWN)
        if case.opened > since and case.destiny == "nfa" and max(case.since, case.opened + 5) <= last - 3
    ]
    weights = [(last - case.opened) ** 0.2 for case in ready]
    if surplus > len(ready):
        council.accept(month, "recent", council.plan[month].recent + surplus - len(ready))
    for case in council.sample(ready, min(surplus, len(ready)), weights):
        if case.state == ASSESS:
            low = max(ENDS[month - 1] + 1, case.opened + 5)
            on = pick_day(rng, low, max(low, last - 2))
            authorise(case, on, start=min(on, case.opened + rng.choice((0, 0, 1, 2))), nfa=True)
            case.move(CLOSING, on)
        close_after_assessment(council, case, pick_day(rng, max(case.since + 1, ENDS[month - 1] + 1), last))
        council.closed_now.remove(case)


def balance_elsewhere(council: Council, month: int) -> None:
    """Older cases that are to close do so until as many are open outside the cohorts as planned."""
    rng = council.rng
    last = ENDS[month]
    surplus = len(council.in_state(*ELSEWHERE)) - council.plan[month].elsewhere
    old = last - 56
    if surplus < 0:
        back = [case for case in council.closed_now if case.opened <= old]
        if len(back) < -surplus:
            council.accept(month, "elsewhere", council.plan[month].elsewhere + surplus + len(back))
        for case in back[:-surplus]:
            case.reopen()
            council.closed_now.remove(case)
        return
    ready = [c for c in council.in_state(CLOSING, STEPPING_DOWN) if c.opened <= old and c.since <= last - 2]
    if surplus > len(ready):
        council.accept(month, "elsewhere", council.plan[month].elsewhere + surplus - len(ready))
    weights = [(last - case.since) ** 2 + 1 for case in ready]
    for case in council.sample(ready, min(surplus, len(ready)), weights):
        case.close(
            pick_day(rng, max(case.since + 1, ENDS[month - 1] + 1), last),
            "RC9" if case.state == STEPPING_DOWN else "RC8",
        )
