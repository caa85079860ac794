"""Which children become children in need, which get a plan, and whose case closes, in a month."""

from __future__ import annotations

from lineofsight.demo.cases import (
    ASSESS,
    CLOSING,
    FOSTERED,
    IN_NEED,
    PERMANENCE,
    PROTECTION,
    SHORT_BREAKS,
    STEPPING_DOWN,
    Assessment,
    Case,
    NeedPlan,
)
from lineofsight.demo.council import Council, ImpossiblePlanError
from lineofsight.demo.days import ENDS, birthday, pick_day, working_after


def authorise(case: Case, on: int, *, start: int, nfa: bool) -> None:
    """The first assessment of a case is authorised."""
    assessment = Assessment(case, start, on, nfa=nfa, first=True)
    case.assessments.append(assessment)
    case.person.assessments.append(assessment)
    case.authorise_on = None


def close_at_eighteen(council: Council, month: int) -> None:
    """Cases that are for children close on the 18th birthday; protection plans end with them."""
    kinds = (ASSESS, IN_NEED, PROTECTION, CLOSING, STEPPING_DOWN, SHORT_BREAKS, PERMANENCE, FOSTERED)
    for case in council.in_state(*kinds):
        on = birthday(case.person.born, 18)
        if ENDS[month - 1] < on <= ENDS[month]:
            case.close(on, "RC6" if case.person.disabilities else "RC7")


def finish_assessments(council: Council, month: int) -> None:
    """Assessments whose day has come are authorised: children become children in need, or their case is to close."""
    rng = council.rng
    last = ENDS[month]
    council.closed_now = []
    for case in council.open:
        on = case.authorise_on
        if case.closed is not None or on is None or on > last:
            continue
        needed = case.destiny == "need"
        if on < case.opened + 1:
            on = case.opened + 1
        authorise(case, on, start=min(case.opened + rng.choice((0, 0, 0, 1, 1, 2)), on), nfa=not needed)
        if case.state != ASSESS:
            continue  # on a protection plan or in care already
        if needed:
            case.move(IN_NEED, on)
        else:
            case.move(STEPPING_DOWN if rng.random() < 0.45 else CLOSING, on)
            if rng.random() < 0.42:
                case.close_on = working_after(on, rng.randint(1, 8))
    for case in council.in_state(CLOSING, STEPPING_DOWN):
        if case.close_on is not None and case.close_on <= last:
            close_after_assessment(council, case, case.close_on)


def close_after_assessment(council: Council, case: Case, on: int) -> None:
    case.close(on, "RC9" if case.state == STEPPING_DOWN else "RC8")
    council.closed_now.append(case)


def balance_need(council: Council, month: int) -> None:
    """Closes children in need and starts plans until both are as planned at the month end."""
    rng = council.rng
    plan = council.plan[month]
    first, last = ENDS[month - 1] + 1, ENDS[month]
    cases = council.in_state(IN_NEED)
    surplus = len(cases) - plan.in_need
    if surplus < 0:
        raise ImpossiblePlanError(f"month {month}: {-surplus} children in need are missing")
    settled = council.settled(IN_NEED, month)
    bare = [case for case in settled if case.need_plan is None]
    with_plan = [case for case in settled if case.need_plan is not None]
    without_now = [case for case in cases if case.need_plan is None]
    without_wanted = plan.in_need - plan.planned
    # Plan holders who must go: at least as many as leave room for those that stay without a plan.
    most_bare = max(0, min(len(bare), len(without_now) - without_wanted, surplus))
    from_bare = min(most_bare, round(len(bare) * 0.16) + max(0, surplus - len(with_plan)))
    from_plan = surplus - from_bare
    for case in council.sample(bare, from_bare, [1 + (last - c.since) / 40 for c in bare]):
        case.close(pick_day(rng, first, last - 1), rng.choices(("RC9", "RC8", "RC7", "RC5"), (35, 40, 15, 10))[0])
    weights = [_readiness(last - c.need_plans[0].start) for c in with_plan]
    for case in council.sample(with_plan, from_plan, weights):
        case.close(pick_day(rng, first, last - 1), rng.choices(("RC7", "RC9", "RC5", "RC3"), (72, 14, 12, 2))[0])
    starting = len(without_now) - from_bare - without_wanted
    bare = [case for case in without_now if case.closed is None]
    if starting < 0:
        raise ImpossiblePlanError(f"month {month}: {-starting} children in need have a plan too many")
    for case in council.sample(bare, starting, [0.3 + min(last - c.since, 60) / 20 for c in bare]):
        low = max(case.since, first)
        case.need_plans.append(NeedPlan(case, pick_day(rng, low, last)))


def _readiness(length: int) -> float:
    """Plans rarely end in their first two months, and mostly between four and fifteen."""
    if length < 60:
        return 0.08
    if length < 120:
        return 0.6
    return 1.6 if length < 450 else 2.4
