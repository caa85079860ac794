"""When children were visited, and when a manager looked at their case."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lineofsight.demo.cases import ASSESS, CARE, CLOSING, IN_NEED, PROTECTION, STEPPING_DOWN, Case, Spell
from lineofsight.demo.clocks import choose_without, go_without
from lineofsight.demo.council import Council
from lineofsight.demo.days import ENDS, EXTRACT, LAST, pick_day, working_between
from lineofsight.demo.teams import lateness

NOT_SEEN = 0.05  # of visits, those at which the child was not seen


def _weight(on: int, before: set[int]) -> Callable[[Case], float]:
    """Who is likelier to go without: by team, and a little by having gone without before."""
    return lambda case: lateness(case, on) * (1.4 if case.person.number in before else 1.0)


def visit_in_need(council: Council, rng: Random) -> None:
    """Visits to children in need and in assessment: seen within four weeks of the month end, or not, as planned."""
    visited_months: set[tuple[int, int]] = set()
    before: set[int] = set()
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        end = council.month_ends[month]
        without = choose_without(
            end.in_need, council.plan[month].unvisited_in_need, _weight(last, before), rng, f"month {month}, 3.3"
        )
        before = without
        for case in end.in_need:
            visits = case.person.in_need_visits
            entered = max(first, case.opened)
            if _came_from_elsewhere(case, last):
                entered = max(entered, _spell_on(case, last).start)
            visited_months.add((id(case), month))
            if case.person.number in without:
                if entered < last - 28 and rng.random() < 0.3:
                    visits.append((pick_day(rng, entered, last - 28), True))
                if rng.random() < 0.22:
                    visits.append((pick_day(rng, max(entered, last - 24), last), False))
                continue
            seen = pick_day(rng, max(entered, last - 27), last)
            visits.append((seen, True))
            if rng.random() < 0.28 and seen - 13 > entered:
                visits.append((seen - rng.randint(9, 13), rng.random() > NOT_SEEN))
            elif rng.random() < NOT_SEEN and seen + 3 < last:
                visits.append((seen + 2, False))
    for case in council.cases:
        for spell in case.spells:
            if spell.kind in (ASSESS, CLOSING, STEPPING_DOWN, IN_NEED):
                _visit_between(case, spell, visited_months, rng)


def _spell_on(case: Case, on: int) -> Spell:
    return next(spell for spell in reversed(case.spells) if spell.start <= on)


def _came_from_elsewhere(case: Case, on: int) -> bool:
    """Whether the child was on a protection plan or in care just before: their visits were of another kind."""
    at = case.spells.index(_spell_on(case, on))
    return at > 0 and case.spells[at - 1].kind in (CARE, PROTECTION)


def _visit_between(case: Case, spell: Spell, visited_months: set[tuple[int, int]], rng: Random) -> None:
    """Visits in the months at whose end the child is not a child in need: during assessments, and before closing."""
    step = {ASSESS: 14, IN_NEED: 24}.get(spell.kind, 45)
    on = max(spell.start, ENDS[0] - 20) + rng.randint(2, 9)
    stop = min(spell.end if spell.end is not None else EXTRACT + 1, EXTRACT + 1, case.person.eighteen)
    while on < stop:
        day = pick_day(rng, on, min(on + 3, stop - 1))
        month = next((m for m in range(1, LAST + 1) if ENDS[m] >= day), 0)
        if month and (id(case), month) not in visited_months and not case.person.unborn:
            case.person.in_need_visits.append((day, rng.random() > NOT_SEEN))
        on += rng.randint(step - 5, step + 6)


def visit_on_plan(council: Council, rng: Random) -> None:
    """Visits to children on protection plans, about every ten days; seen within ten working days as planned."""
    before: set[int] = set()
    planned: dict[int, dict[int, bool]] = {}
    for month in range(1, LAST + 1):
        members = council.month_ends[month].on_plan
        without = choose_without(
            members, council.plan[month].unvisited_on_plan, _weight(ENDS[month], before), rng, f"month {month}, 4.7.2"
        )
        before = without
        for case in members:
            planned.setdefault(id(_spell_on(case, ENDS[month])), {})[month] = case.person.number in without
    for case in council.cases:
        for spell in case.spells:
            if spell.kind == PROTECTION:
                _visit_plan(case, spell, planned.get(id(spell), {}), rng)


def _visit_plan(case: Case, spell: Spell, without: dict[int, bool], rng: Random) -> None:
    visits: list[tuple[int, bool]] = []
    stop = min(spell.end if spell.end is not None else EXTRACT + 1, EXTRACT + 1)
    on = max(spell.start + rng.randint(0, 6), ENDS[0] - 8)
    while on < stop:
        visits.append((pick_day(rng, on, min(on + 2, stop - 1)), rng.random() > NOT_SEEN))
        on += rng.randint(8, 12)
    for month, missed in without.items():
        last = ENDS[month]
        in_window = [n for n, (on, _) in enumerate(visits) if on <= last and working_between(on, last) <= 10]
        if missed:
            for n in reversed(in_window):
                if rng.random() < 0.3:
                    visits[n] = (visits[n][0], False)
                else:
                    del visits[n]
        elif not any(visits[n][1] for n in in_window):
            day = pick_day(rng, max(spell.start, last - 9), last)
            visits = [visit for visit in visits if visit[0] != day]
            visits.append((day, True))
            visits.sort()
    case.person.protection_visits.extend(visits)


def visit_in_care(council: Council, rng: Random) -> None:
    """Visits to children in care: seen within six weeks of the month end as planned."""
    last_seen: dict[int, int] = {}
    before: set[int] = set()
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        end = council.month_ends[month]
        members = end.looked_after

        def seen_on(case: Case) -> int | None:
            return last_seen.get(case.person.number)

        without, due = go_without(
            members,
            council.plan[month].unvisited_in_care,
            seen_on,
            last - 42,
            _weight(last, before),
            rng,
            f"month {month}, 5.11",
        )
        before = without
        due_numbers = {case.person.number for case in due}
        for case in members:
            number = case.person.number
            entered = max(first, _spell_on(case, last).start)
            if number in due_numbers:
                on = pick_day(rng, entered, last)
            elif number in without:
                if rng.random() < 0.15:
                    case.person.care_visits.append((pick_day(rng, entered, last), False))
                continue
            elif rng.random() < 0.42:
                on = pick_day(rng, entered, last)
            else:
                continue
            case.person.care_visits.append((on, True))
            last_seen[number] = max(on, last_seen.get(number, 0))
            if rng.random() < 0.06 and on + 9 <= last:
                case.person.care_visits.append((on + rng.randint(3, 9), False))
        _visit_leavers_of_the_month(council, month, rng, last_seen)


def _visit_leavers_of_the_month(council: Council, month: int, rng: Random, last_seen: dict[int, int]) -> None:
    """Children who left care this month were often seen in its first weeks."""
    still = {case.person.number for case in council.month_ends[month].looked_after}
    for case in council.month_ends[month - 1].looked_after:
        if case.person.number in still:
            continue
        first = ENDS[month - 1] + 1
        care = next(care for care in reversed(case.care) if care.start < first)
        if care.end is not None and care.end > first + 8 and rng.random() < 0.6:
            on = pick_day(rng, first, care.end - 1)
            case.person.care_visits.append((on, True))
            last_seen[case.person.number] = max(on, last_seen.get(case.person.number, 0))


def oversee(council: Council, rng: Random) -> None:
    """Management oversight of every open case, about every eight weeks; missing at the month ends as planned."""
    last_done: dict[int, int] = {}
    before: set[int] = set()
    openings: dict[int, list[Case]] = {}
    for case in council.cases:
        if not case.nfa and case.opened > ENDS[0]:
            month = next(m for m in range(1, LAST + 1) if ENDS[m] >= case.opened)
            openings.setdefault(month, []).append(case)
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        for case in openings.get(month, []):
            latest = min(case.opened + 3, (case.closed or EXTRACT + 1) - 1, EXTRACT)
            on = pick_day(rng, case.opened, max(latest, case.opened))
            case.person.overseen.append(on)
            last_done[case.person.number] = max(on, last_done.get(case.person.number, 0))
        members = [case for case in council.month_ends[month].open if case.opened <= last - 56]

        def done_on(case: Case) -> int | None:
            return last_done.get(case.person.number)

        without, due = go_without(
            members,
            council.plan[month].not_overseen,
            done_on,
            last - 56,
            _weight(last, before),
            rng,
            f"month {month}, 1.1",
        )
        before = without
        due_numbers = {case.person.number for case in due}
        for case in council.month_ends[month].open:
            number = case.person.number
            if number in without:
                continue
            if number in due_numbers or rng.random() < 0.16:
                low = max(first, case.opened)
                on = pick_day(rng, low, last)
                case.person.overseen.append(on)
                last_done[number] = max(on, last_done.get(number, 0))
