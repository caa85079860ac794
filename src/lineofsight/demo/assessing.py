"""When needs were assessed again: every year in care (or not), and for children in need as the work goes on."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import CARE, Assessment, Case
from lineofsight.demo.clocks import go_without
from lineofsight.demo.council import Council, ImpossiblePlanError
from lineofsight.demo.days import ENDS, LAST, before, month_of, pick_day, working_after
from lineofsight.demo.teams import lateness

# Months with more assessments of children in care than fall due: theirs run out together a year later.
EARLY = {22: 4, 33: 6, 34: 12, 35: 34, 36: 10}


def _add(case: Case, on: int) -> Assessment:
    assessment = Assessment(case, on, on)  # its start is set when the month's timeliness is
    case.assessments.append(assessment)
    case.person.assessments.append(assessment)
    return assessment


def assess_in_care(council: Council, rng: Random) -> None:
    """Children in care are assessed again within a year, but for as many as the plan leaves without."""
    known: dict[int, list[int]] = {}
    for case in council.cases:
        for assessment in case.assessments:
            if assessment.authorised is not None:
                known.setdefault(case.person.number, []).append(assessment.authorised)
    for case in council.month_ends[0].looked_after:
        # The year before the four years begin: most children in care had an assessment in it.
        care = next(care for care in case.care)
        low = max(ENDS[0] - 362, care.start + 25)
        if low < ENDS[0] - 5 and rng.random() < 0.93:
            on = pick_day(rng, low, ENDS[0] - 2)
            _add(case, on).start = on - rng.randint(25, 55)
            known.setdefault(case.person.number, []).append(on)
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        members = council.month_ends[month].looked_after

        def last_done(case: Case, last: int = last) -> int | None:
            done = [on for on in known.get(case.person.number, ()) if on <= last]
            return max(done) if done else None

        def weight(case: Case, last: int = last, first: int = first) -> float:
            new = any(care.start >= first - 45 for care in case.care)
            return lateness(case, last) * (1.5 if new else 1.0)

        without, due = go_without(
            members, council.plan[month].not_assessed, last_done, before(last, 12), weight, rng, f"month {month}, 5.10"
        )
        early = EARLY.get(month, 2)
        again = [
            case
            for case in members
            if case not in due and case.person.number not in without and first - (last_done(case) or 0) > 130
        ]
        rng.shuffle(again)
        for case in due + again[:early]:
            entered = max(spell.start for spell in case.spells if spell.kind == CARE and spell.start <= last)
            # Before the 28th, so that a year later it runs out at the same month end however long the month is.
            on = pick_day(rng, max(first, entered), first + 26 if entered < first + 20 else last)
            _add(case, on)
            known.setdefault(case.person.number, []).append(on)


def assess_again(council: Council, rng: Random) -> None:
    """Children in need and on protection plans are assessed again, until each month has as many assessments as
    planned, of which as many took longer than 45 working days as planned."""
    _mark_first(council)
    by_month: dict[int, list[Assessment]] = {}
    into_care: dict[int, int] = {}
    for case in council.cases:
        for care in case.care:
            if not care.short:
                number = case.person.number
                into_care[number] = max(into_care.get(number, 0), care.start)
        for assessment in case.assessments:
            if assessment.authorised is not None:
                by_month.setdefault(month_of(assessment.authorised), []).append(assessment)
    latest: dict[int, int] = {}
    for month in range(1, LAST + 1):
        wanted, late_wanted = council.plan[month].assessments
        done = by_month.get(month, [])
        first, last = ENDS[month - 1] + 1, ENDS[month]
        for assessment in done:
            latest[assessment.case.person.number] = assessment.authorised or 0
        earlier = {id(case) for case in council.month_ends[month - 1].in_need + council.month_ends[month - 1].on_plan}
        now = council.month_ends[month]
        ready = [
            case
            for case in now.in_need + now.on_plan
            if id(case) in earlier
            and into_care.get(case.person.number, 0) < first
            and case.opened < first - 110
            and latest.get(case.person.number, 0) < first - 75
            and any((a.authorised or first) < first for a in case.assessments)
        ]
        missing = wanted - len(done)
        if missing < 0:
            raise ImpossiblePlanError(f"month {month}, 2.10a: {-missing} assessments too many")
        weights = [float(first - latest.get(case.person.number, first - 400)) ** 1.5 for case in ready]
        for case in council.sample(ready, missing, weights):
            on = pick_day(rng, first, last)
            done.append(_add(case, on))
            latest[case.person.number] = on
        _set_timeliness(done, late_wanted, rng, month)


def _mark_first(council: Council) -> None:
    """The first assessment of a referral is the one authorised first."""
    for case in council.cases:
        case.assessments.sort(key=lambda a: (a.authorised or 0, not a.first))
        for number, assessment in enumerate(case.assessments):
            assessment.first = number == 0


def _set_timeliness(done: list[Assessment], late_wanted: int, rng: Random, month: int) -> None:
    """First assessments took what they took; the others start so long before their end that the plan comes true."""
    late = sum(a.first and working_after(a.case.opened, 45) < (a.authorised or 0) for a in done)
    others = [a for a in done if not a.first]
    late_now = late_wanted - late
    if late_now < 0 or late_now > len(others):
        raise ImpossiblePlanError(f"month {month}, 2.10a: {late} first assessments late, {late_wanted} planned")
    weights = [_may_be_late(a) for a in others]
    keyed = [(rng.random() ** (1 / weight), n) for n, weight in enumerate(weights)]
    late_ones = {n for _, n in sorted(keyed, reverse=True)[:late_now]}
    for n, assessment in enumerate(others):
        length = rng.randint(47, 70) if n in late_ones else round(rng.triangular(12, 45, 38))
        assessment.start = max(_working_before(assessment.authorised or 0, length), assessment.case.opened)


def _may_be_late(assessment: Assessment) -> float:
    """How likely an assessment is to be late: by team, and hardly where the case hasn't been open for long enough."""
    done = assessment.authorised or 0
    return lateness(assessment.case, done - 1) if assessment.case.opened <= done - 110 else 1e-6


def _working_before(on: int, number: int) -> int:
    """A day from which it took `number` working days to a day."""
    start = on - number * 7 // 5 - 12
    while working_after(start, number) < on:
        start += 1
    return start
