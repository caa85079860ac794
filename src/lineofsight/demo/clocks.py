"""When something that is wanted again and again was done: visits, oversight, reviews, assessments.

At a month end a child is in time if the last one lies in a window that ends on that day. The clock is decided month
by month: the children whose last one is too long ago either get another this month or are the ones that the month's
plan leaves without. So the windows may overlap the months as they like, and no count is ever put on top of a life.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from lineofsight.demo.cases import Case
from lineofsight.demo.council import ImpossiblePlanError


def choose_without(cases: list[Case], count: int, weight: Callable[[Case], float], rng: Random, what: str) -> set[int]:
    """The `count` children (person numbers) of the cases who go without: the heavier the likelier."""
    if count > len(cases):
        raise ImpossiblePlanError(f"{what}: {count} are to go without, {len(cases)} can")
    keyed = [(rng.random() ** (1 / max(weight(case), 1e-6)), n) for n, case in enumerate(cases)]
    keyed.sort(reverse=True)
    return {cases[n].person.number for _, n in keyed[:count]}


def go_without(
    members: list[Case],
    count: int,
    last_done: Callable[[Case], int | None],
    window_start: int,
    weight: Callable[[Case], float],
    rng: Random,
    what: str,
) -> tuple[set[int], list[Case]]:
    """Splits those whose last one is on or before `window_start`: who goes without, and who needs one this month."""
    overdue = []
    for case in members:
        last = last_done(case)
        if last is None or last <= window_start:
            overdue.append(case)
    without = choose_without(overdue, count, weight, rng, what)
    return without, [case for case in overdue if case.person.number not in without]
