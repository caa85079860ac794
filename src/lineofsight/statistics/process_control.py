"""Which months of a series differ from its ordinary month-to-month variation, and whether a target can be relied on.

XmR charts (individual values and moving ranges) as in the programme Making Data Count of NHS England: its limits,
its four rules and their order as the R package NHSRplotthedots (version 0.2.2) applies them. What is done
otherwise, and why, is in docs/explanation/process-control.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from lineofsight.statistics.process_limits import BASELINE, LEAST_FIGURES, Limits, Values, known_in, limits_of
from lineofsight.statistics.special_causes import Rule, Signal, signals_in

#: Windows whose months share most of their cases with the month before. Their months are not separate trials.
WINDOWS_WITHOUT_LIMITS = frozenset({"ytd", "rolling_year"})


class Kind(StrEnum):
    """What a month is: a special cause, for better or worse, or neither; or what this series always does."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_UP = "neutral up"
    NEUTRAL_DOWN = "neutral down"
    COMMON = "common cause"


class Assurance(StrEnum):
    """Whether the target is met whatever the month, in no month, or by chance, while the process stays as it is."""

    PASS = "pass"
    FAIL = "fail"
    HIT_AND_MISS = "hit and miss"


@dataclass(frozen=True)
class Point:
    """One month: its value, the limits that hold for it, and what it is.

    `signals`: each rule that holds, the one that decides first. `kind` is None for a gap, and where there are too
    few figures to say anything. `drawn_lower` and `drawn_upper` are the limits as they are drawn: capped at what
    the figure can be (0 to 100 per cent). Rules never use the capped limits.
    """

    value: Fraction | None
    mean: Fraction | None
    lower: Fraction | None
    near_lower: Fraction | None
    near_upper: Fraction | None
    upper: Fraction | None
    drawn_lower: Fraction | None
    drawn_upper: Fraction | None
    signals: tuple[Signal, ...]
    kind: Kind | None

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(signal.rule for signal in self.signals)


@dataclass(frozen=True)
class Rebase:
    """From the month at index `at` on, limits are set anew, for a reason that somebody gave."""

    at: int
    reason: str


@dataclass(frozen=True)
class ProcessControl:
    """A series under process control.

    `variation` is the kind of the last month: None where that month has no figure or there are too few. `assurance`
    is of the limits that hold now; None without a target, a direction that is good, or limits. `is_trial`: the
    limits that hold now are of fewer than 12 figures; they move as figures come until the baseline is full.
    """

    points: tuple[Point, ...]
    better: str
    target: Fraction | None
    rebases: tuple[Rebase, ...]
    variation: Kind | None
    assurance: Assurance | None
    is_trial: bool


def may_have_limits(window: str) -> bool:
    """Whether a series in this window may get limits: not year to date and not rolling year.

    The limits come from how much one month differs from the next. Neighbouring months of a rolling year share eleven
    twelfths of their cases, so they differ too little, the limits are too narrow, and ordinary months look like news.

    >>> may_have_limits("month"), may_have_limits("snapshot"), may_have_limits("rolling_year")
    (True, True, False)
    """
    return window not in WINDOWS_WITHOUT_LIMITS


def process_control(
    values: Values,
    *,
    better: str = "",
    target: Fraction | None = None,
    baseline: int = BASELINE,
    rebases: Sequence[Rebase] = (),
    lowest: Fraction | None = None,
    highest: Fraction | None = None,
) -> ProcessControl:
    """What each month of a series is, and what the series says about now.

    `values`: one for each month, oldest first, the whole series: the first `baseline` figures fix the limits, so the
    caller must not drop its first months as time goes on. None is a month without a figure: it is never filled in, it
    has no moving range, and no run of months goes across it. `better`: "higher", "lower", or "" where neither
    is. `target`: the one that assurance is asked about. `rebases`: from which months limits are set anew; no run goes
    across one. `lowest`, `highest`: what a figure can be at all (0 and 100 for per cent).

    ValueError where `better` is something else, the baseline is shorter than 7, or a rebase has no reason, lies
    outside the series or is out of order.

    >>> steady = [Fraction(n) for n in (10, 12, 11, 13, 12, 10, 11, 12, 13, 11, 12, 11)]
    >>> process_control([*steady, Fraction(20)], better="lower").variation
    <Kind.CONCERN: 'concern'>
    """
    _check(values, better, baseline, rebases)
    starts = [0, *(rebase.at for rebase in rebases)]
    points: list[Point] = []
    limits: Limits | None = None
    stretch: Values = ()
    for start, end in pairwise([*starts, len(values)]):
        stretch = values[start:end]
        limits = limits_of(stretch, baseline)
        points += _points(stretch, limits, better, lowest, highest)
    return ProcessControl(
        points=tuple(points),
        better=better,
        target=target,
        rebases=tuple(rebases),
        variation=points[-1].kind if points else None,
        assurance=_assurance(stretch, limits, better, target),
        is_trial=limits is not None and limits.lower is not None and len(known_in(stretch)[:baseline]) < BASELINE,
    )


def _check(values: Values, better: str, baseline: int, rebases: Sequence[Rebase]) -> None:
    if better not in ("higher", "lower", ""):
        raise ValueError(f"better is {better!r}: it must be higher, lower or empty")
    if baseline < LEAST_FIGURES:
        raise ValueError(f"a baseline of {baseline} figures is too short: at least {LEAST_FIGURES}")
    places = [rebase.at for rebase in rebases]
    if any(not rebase.reason.strip() for rebase in rebases):
        raise ValueError("a rebase needs a reason: say what changed")
    if any(later <= earlier for earlier, later in pairwise([0, *places, len(values)])) and places:
        raise ValueError(f"rebases at {places}: each must lie within the series, after the one before")


def _points(
    stretch: Values, limits: Limits | None, better: str, lowest: Fraction | None, highest: Fraction | None
) -> Iterator[Point]:
    if limits is None:
        for value in stretch:
            yield Point(value, None, None, None, None, None, None, None, (), None)
        return
    found = signals_in(stretch, limits)
    for value, signals in zip(stretch, found, strict=True):
        yield Point(
            value=value,
            mean=limits.mean,
            lower=limits.lower,
            near_lower=limits.near_lower,
            near_upper=limits.near_upper,
            upper=limits.upper,
            drawn_lower=_within(limits.lower, lowest, highest),
            drawn_upper=_within(limits.upper, lowest, highest),
            signals=signals,
            kind=None if value is None else _kind(signals, better),
        )


def _within(limit: Fraction | None, lowest: Fraction | None, highest: Fraction | None) -> Fraction | None:
    if limit is None:
        return None
    limit = limit if lowest is None else max(limit, lowest)
    return limit if highest is None else min(limit, highest)


def _kind(signals: Sequence[Signal], better: str) -> Kind:
    if not signals:
        return Kind.COMMON
    up = signals[0].direction > 0
    if not better:
        return Kind.NEUTRAL_UP if up else Kind.NEUTRAL_DOWN
    return Kind.IMPROVEMENT if up == (better == "higher") else Kind.CONCERN


def _assurance(stretch: Values, limits: Limits | None, better: str, target: Fraction | None) -> Assurance | None:
    """Where the target lies to the limits that hold now: beyond them it is always met or never; between, by chance.

    On a limit is between. A stretch that never varies meets its target in every month or in none.
    """
    if target is None or not better or limits is None or limits.lower is None or limits.upper is None:
        return None
    if limits.lower == limits.upper:
        met = limits.mean >= target if better == "higher" else limits.mean <= target
        return Assurance.PASS if met else Assurance.FAIL
    if limits.lower <= target <= limits.upper:
        return Assurance.HIT_AND_MISS
    below = target < limits.lower
    return Assurance.PASS if below == (better == "higher") else Assurance.FAIL
