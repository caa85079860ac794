"""When plans and care were reviewed: child in need plans, protection plans, and children in care."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import Care, Case, NeedPlan, ProtectionPlan
from lineofsight.demo.clocks import go_without
from lineofsight.demo.council import Council, ImpossiblePlanError
from lineofsight.demo.days import (
    ENDS,
    EXTRACT,
    LAST,
    before,
    is_working,
    later,
    month_of,
    pick_day,
    working_after,
    working_on_or_before,
)
from lineofsight.demo.plan import REVIEWED_IN_YEAR
from lineofsight.demo.teams import lateness

YEAR_START = ENDS[36]  # the year to 31 March 2023 is later than this


def _plan_on(case: Case, on: int) -> NeedPlan:
    return next(p for p in reversed(case.need_plans) if p.start <= on and (p.end is None or p.end > on))


def review_need_plans(council: Council, rng: Random) -> None:
    """Reviews of child in need plans: the last one, or the start, within three months of the month end as planned."""
    clock: dict[int, int] = {}
    for case in council.month_ends[0].planned:
        plan = _plan_on(case, ENDS[0])
        clock[case.person.number] = plan.start
        if plan.start < ENDS[0] - 80 and rng.random() < 0.93:
            on = pick_day(rng, max(plan.start + 40, ENDS[0] - 82), ENDS[0] - 4)
            plan.reviews.append(on)
            clock[case.person.number] = on
    for month in range(1, LAST + 1):
        first, last = ENDS[month - 1] + 1, ENDS[month]
        members = council.month_ends[month].planned
        plans = {case.person.number: _plan_on(case, last) for case in members}

        def reviewed_on(case: Case, plans: dict[int, NeedPlan] = plans) -> int:
            number = case.person.number
            return max(clock.get(number, 0), plans[number].start)

        _without, due = go_without(
            members,
            council.plan[month].plan_not_reviewed,
            reviewed_on,
            before(last, 3),
            lambda case, on=last: lateness(case, on),  # type: ignore[misc]
            rng,
            f"month {month}, 3.2",
        )
        due_numbers = {case.person.number for case in due}
        for case in members:
            number = case.person.number
            plan = plans[number]
            early = first - max(clock.get(number, 0), plan.start) > 58 and number not in _without
            if number in due_numbers or (early and rng.random() < 0.22):
                on = pick_day(rng, max(first, plan.start + 1), first + 26)
                plan.reviews.append(on)
                clock[number] = on


def _held_in_time(rng: Random, due: int, last: int, early: int) -> int:
    """A working day up to `early` days before the due date, at least three days before it."""
    return working_on_or_before(max(last + 8, due - rng.randint(3, early)))


def schedule_protection_reviews(plan: ProtectionPlan, rng: Random, late: tuple[int, int] | None = None) -> None:
    """Reviews three months after the conference and then every six, in time; `late` is (which one, days late)."""
    plan.reviews = []
    stop = plan.end if plan.end is not None else EXTRACT + 1
    last, number = plan.start, 0
    while True:
        due = later(last, 3 if number == 0 else 6)
        if late is not None and number == late[0]:
            on = due + late[1]
            while not is_working(on):
                on += 1
        else:
            on = _held_in_time(rng, due, last, 16 if number == 0 else 40)
        if on >= stop:
            break
        plan.reviews.append(on)
        last, number = on, number + 1
    if plan.end is not None and plan.end > last + 45 and plan.end <= due and plan.end <= EXTRACT:
        plan.reviews.append(plan.end)


def review_protection_plans(council: Council, rng: Random) -> None:
    """Protection plans are reviewed in time, but for as many late ones, at each month end, as planned."""
    plans = [plan for case in council.cases for plan in case.protection_plans]
    for plan in plans:
        schedule_protection_reviews(plan, rng)
    late_now = [0] * (LAST + 1)
    chosen: set[int] = set()
    for month in range(1, LAST + 1):
        wanted = council.plan[month].late_reviews
        ready = [plan for plan in plans if id(plan) not in chosen]
        rng.shuffle(ready)
        ready.sort(key=lambda plan: -lateness(plan.case, ENDS[month]) * rng.uniform(0.6, 1))
        for plan in ready:
            if late_now[month] >= wanted:
                break
            _make_late(council, plan, month, late_now, chosen, rng)
        if late_now[month] != wanted and month >= 36 and (month == 36 or month >= 43):
            raise ImpossiblePlanError(
                f"month {month}, 4.8: {late_now[month]} plans with a late review, {wanted} planned"
            )


def _make_late(
    council: Council, plan: ProtectionPlan, month: int, late_now: list[int], chosen: set[int], rng: Random
) -> None:
    """Makes the review that is due early in this month late, if no month end then has too many late ones."""
    ends = plan.end if plan.end is not None else EXTRACT + 1
    if plan.start > ENDS[month - 1] - 85 or ends <= ENDS[month]:
        return
    last_month = LAST if ends > EXTRACT else month_of(ends) - 1
    if any(late_now[m] >= council.plan[m].late_reviews for m in range(month, last_month + 1)):
        return
    held = [plan.start, *plan.reviews]
    for number, last in enumerate(held):
        due = later(last, 3 if number == 0 else 6)
        if ENDS[month - 1] <= due <= ENDS[month] - 6:
            schedule_protection_reviews_from(plan, rng, number, rng.randint(5, 26))
            chosen.add(id(plan))
            for m in range(month, last_month + 1):
                late_now[m] += 1
            return


def schedule_protection_reviews_from(plan: ProtectionPlan, rng: Random, number: int, days_late: int) -> None:
    """Keeps the reviews before one, makes that one late, and schedules those after it again."""
    kept = plan.reviews[:number]
    last = kept[-1] if kept else plan.start
    due = later(last, 3 if number == 0 else 6)
    on = due + days_late
    while not is_working(on):
        on += 1
    stop = plan.end if plan.end is not None else EXTRACT + 1
    reviews = list(kept)
    while on < stop:
        reviews.append(on)
        on = _held_in_time(rng, later(on, 6), on, 40)
    plan.reviews = reviews


def _care_reviews(care: Care, rng: Random, *, quiet: bool = False) -> list[int]:
    """Reviews of a period of care, all in time.

    `quiet` places the last two so that no review is held or due in the year from April 2022 before the care ends: one
    in September 2021 and one in March 2022. Empty if the care is too short for that.
    """
    stop = care.end if care.end is not None else EXTRACT + 1
    last_two: tuple[int, int] | None = None
    if quiet:
        low = max(before(stop, 6) + 3, YEAR_START - 36)
        if low > YEAR_START - 7 or care.start > YEAR_START - 345:
            return []
        final = pick_day(rng, low, YEAR_START - 7)
        last_two = (before(final, 6) + rng.randint(2, 4), final)
    reviews: list[int] = []
    last = care.start
    while True:
        number = len(reviews)
        due = _due(last, number)
        early = 5 if number == 0 else 14 if number == 1 else 34
        on = _held_in_time(rng, due, last, early)
        if last_two is not None and on > last_two[0] - 20:
            return [*reviews, *last_two] if number >= 2 and last < last_two[0] else []
        if on >= stop:
            return reviews
        reviews.append(on)
        last = on


def _due(last: int, number: int) -> int:
    """When the review after `number` held ones is due."""
    return working_after(last, 20) if number == 0 else later(last, 3 if number == 1 else 6)


def _in_year(care: Care) -> tuple[bool, bool]:
    """Whether a review was held in the year to March 2023, and whether one was due in it."""
    stop = care.end if care.end is not None else EXTRACT + 1
    starts = [care.start, *care.reviews]
    due = [_due(last, number) for number, last in enumerate(starts)]
    return any(on > YEAR_START for on in care.reviews), any(YEAR_START < on < stop for on in due)


def review_care(council: Council, rng: Random) -> None:
    """Every review of care is held in time; of those who left early in the year, as many had one in it as planned."""
    counted: set[int] = set()
    left_early: list[Care] = []
    for care in [care for case in council.cases for care in case.care if not care.short]:
        care.reviews = _care_reviews(care, rng)
        if care.end is not None and care.end <= YEAR_START:
            continue
        if care.end is not None and care.end <= later(YEAR_START, 6) - 12:
            left_early.append(care)
        elif any(_in_year(care)):
            counted.add(care.person.number)
    left_early = [care for care in left_early if care.person.number not in counted]
    wanted = REVIEWED_IN_YEAR - len(counted)
    with_one: list[Care] = []
    without: list[Care] = []
    rng.shuffle(left_early)
    for care in left_early:
        if any(_in_year(care)):
            with_one.append(care)
            if not _in_year(care)[0]:
                _hold_one(care, rng)
        else:
            without.append(care)
    for care in without:
        if len(with_one) < wanted and _hold_one(care, rng):
            with_one.append(care)
    for care in list(with_one):
        quiet = _care_reviews(care, rng, quiet=True) if len(with_one) > wanted else []
        if quiet:
            care.reviews = quiet
            with_one.remove(care)
    if len(with_one) != wanted:
        raise ImpossiblePlanError(f"5.18: {len(with_one) - wanted} children too many with a review in the year")


def _hold_one(care: Care, rng: Random) -> bool:
    """Holds a review in the year before the care ends, where there are days enough for one."""
    low = max(YEAR_START + 4, care.reviews[-1] + 20 if care.reviews else care.start + 5)
    if care.end is None or low > min(
        care.end - 1, _due(care.reviews[-1] if care.reviews else care.start, len(care.reviews)) - 1
    ):
        return False
    due = _due(care.reviews[-1] if care.reviews else care.start, len(care.reviews))
    care.reviews.append(pick_day(rng, low, min(care.end - 1, due - 1)))
    return True
