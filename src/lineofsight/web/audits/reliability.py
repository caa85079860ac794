"""How far two who grade the same audit agree: from second readings that were given blind, and drawn by chance.

A reader who has seen the first grade leans towards it, so those say nothing here. Nor do readings of audits that were
chosen because of their grade: a set of nothing but Inadequate and Outstanding agrees otherwise than all audits would.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lineofsight.calendar.months import Month
from lineofsight.statistics.agreement import (
    Agreement,
    Alpha,
    Bias,
    Pair,
    Value,
    agreement,
    bias_by,
    label,
    ordinal_alpha,
)
from lineofsight.web.audits.grades import RANK, Grade
from lineofsight.web.audits.small_cells import Cells, hidden_groups
from lineofsight.web.audits.telling import quarter_of

#: With fewer pairs than this nobody is told by how much a service or an auditor differs: it would be chance.
LEAST_FOR_BIAS = 10
SHARE, EXTERNAL = "share", "external"
_FOUR = frozenset(Grade.values)


@dataclass(frozen=True)
class Reading:
    """A second reading that is given: the auditor's first grades of an audit, and this reader's.

    `purpose` is moderation or external; `chosen_by` why there is a moderation (share, grade, asked). `check`: the
    external check that it belongs to. `auditor` and `reader` are numbers of people.
    """

    audit: int
    service: str
    auditor: int | None
    reader: int | None
    purpose: str
    check: int | None
    blind: bool
    chosen_by: str
    first: str
    second: str
    first_sections: Mapping[str, str]
    second_sections: Mapping[str, str]
    cycle: int = 0
    given_on: dt.date | None = None

    @property
    def pair(self) -> Pair:
        """Auditor and second reader, the worst grade 1."""
        return RANK[Grade(self.first)], RANK[Grade(self.second)]

    @property
    def quarter(self) -> str:
        return quarter_of(self.given_on)

    @property
    def year(self) -> str:
        return self.quarter.partition("-")[0]

    @property
    def origin(self) -> str:
        """Why this audit has a second reader, in one word."""
        if self.purpose == EXTERNAL:
            return EXTERNAL
        return self.chosen_by

    @property
    def counts(self) -> bool:
        """Whether reliability may be read from it: blind, and chosen without regard to the grade that was given."""
        return self.blind and self.origin in (SHARE, EXTERNAL) and {self.first, self.second} <= _FOUR


@dataclass(frozen=True)
class LeftOut:
    """Readings from which no reliability is computed: how many, and why."""

    because_of_grade: int
    asked: int
    with_sight: int

    @property
    def total(self) -> int:
        return self.because_of_grade + self.asked + self.with_sight


def left_out(readings: Iterable[Reading]) -> LeftOut:
    """What is left out, each under the first reason that holds; most of those chosen for their grade are not blind."""
    found = Counter(
        one.chosen_by if one.chosen_by in ("grade", "asked") else "sight" for one in readings if not one.counts
    )
    return LeftOut(found["grade"], found["asked"], found["sight"])


@lru_cache(maxsize=512)
def _agreed(pairs: tuple[Pair, ...]) -> Agreement:
    return agreement(pairs)


def agreement_of(pairs: Iterable[Pair]) -> Agreement:
    """Agreement of pairs of auditor and second reader. It takes a while, and the same pairs always give the same."""
    return _agreed(tuple(sorted(pairs)))


@dataclass(frozen=True)
class Figure:
    """One figure of agreement as it is written: the value, its interval of 95%, what it means, why there is none."""

    title: str
    value: str
    interval: str
    means: str
    why_not: str = ""


def figures(of: Agreement) -> list[Figure]:
    """The figures of agreement in words, kappa first."""
    named = label(of.kappa.value, of.n)
    band = f"{named.band.capitalize()} (Landis and Koch)" if named.band else named.why_not.capitalize()
    return [
        _figure("Quadratic-weighted kappa", of.kappa, _decimal, f"Agreement beyond chance, 1 at most. {band}."),
        _figure(
            "Gwet's AC2", of.ac2, _decimal, "The same by another rule for chance: a check where most have one grade."
        ),
        _figure("The same grade", of.exact, _per_cent, "Of all pairs."),
        _figure(
            "At most one grade apart", of.within_one, _per_cent, "Of all pairs. It flatters: hardly any are further."
        ),
        _figure(
            "On different sides of Good",
            of.crossing,
            _per_cent,
            "One gave Good or better, the other did not: low is good.",
        ),
        _figure("Second reader less auditor", of.bias, _signed, f"In grades, on average. {bias_in_words(of.bias)}."),
    ]


def alpha_figure(of: Alpha) -> Figure:
    """Krippendorff's alpha in words."""
    return _figure(
        "Krippendorff's alpha",
        of.alpha,
        _decimal,
        f"Of all who graded the same audits, none with sight of another's: {of.ratings:,} grades of {of.n:,} audits.",
    )


def bias_in_words(bias: Value) -> str:
    """Which way second readers lean, where the interval says that it is more than chance.

    >>> bias_in_words(Value(-0.25, -0.4, -0.1)), bias_in_words(Value(-0.25, -0.6, 0.1))
    ('Auditors are kinder than second readers', 'No more than chance')
    """
    if bias.value is None or bias.low is None or bias.high is None:
        return "Nothing can be said yet" if bias.value != 0 else "Neither is kinder"
    if bias.low <= 0 <= bias.high:
        return "No more than chance"
    return "Auditors are kinder than second readers" if bias.value < 0 else "Second readers are kinder than auditors"


def _figure(title: str, value: Value, written: Callable[[float], str], means: str) -> Figure:
    if value.value is None:
        return Figure(title, "", "", means, value.why_not)
    between = ""
    if value.low is not None and value.high is not None:
        between = f"{written(value.low)} to {written(value.high)}"
    return Figure(title, written(value.value), between, means, value.why_not)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace("-0.00", "0.00")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("+0.00", "0.00").replace("-0.00", "0.00")


def _per_cent(value: float) -> str:
    return f"{100 * value:.1f}%"


# Parts


def table_best_first(of: Agreement) -> list[tuple[str, tuple[int, ...], int]]:
    """The table of auditor (rows) and second reader (columns), the best grade first: each row with its total."""
    titles = [grade.label for grade in Grade]
    return [(title, tuple(reversed(row)), sum(row)) for title, row in zip(titles, reversed(of.table), strict=True)]


@dataclass(frozen=True)
class Part:
    """Some of the pairs. `agreed` is None where there are too few to be shown."""

    code: str
    n: int
    agreed: Agreement | None


def by_origin(readings: Sequence[Reading], small: int) -> list[Part]:
    """Pairs of the random share and of external checks, apart: they were not drawn from the same audits."""
    groups = _grouped(readings, lambda one: one.origin)
    hidden = hidden_groups({code: len(of) for code, of in groups.items()}, small)
    return [
        Part(code, len(groups[code]), None if code in hidden else agreement_of(one.pair for one in groups[code]))
        for code in (SHARE, EXTERNAL)
        if code in groups
    ]


def by_section(readings: Iterable[Reading], order: Iterable[str], small: int) -> list[Part]:
    """Agreement about each section, of the pairs in which both gave it one of the four grades."""
    pairs: dict[str, list[Pair]] = {}
    for one in readings:
        for key, second in one.second_sections.items():
            first = one.first_sections.get(key, "")
            if first in _FOUR and second in _FOUR:
                pairs.setdefault(key, []).append((RANK[Grade(first)], RANK[Grade(second)]))
    codes = dict.fromkeys([*(key for key in order if key in pairs), *sorted(pairs)])
    return [
        Part(code, len(pairs[code]), None if len(pairs[code]) < small else agreement_of(pairs[code])) for code in codes
    ]


@dataclass(frozen=True)
class BiasLine:
    """By how much second readers differ from the auditors of a service, or from one auditor."""

    code: str
    n: int
    bias: Bias | None

    @property
    def figure(self) -> Figure | None:
        return _figure("", self.bias.bias, _signed, bias_in_words(self.bias.bias)) if self.bias else None


def bias_lines(
    readings: Sequence[Reading],
    key: Callable[[Reading], str],
    least: int = LEAST_FOR_BIAS,
    *,
    hide: bool = True,
) -> list[BiasLine]:
    """Signed bias of each group with enough pairs, the largest group first; the others have their number alone.

    `hide`: also hides another group where those without enough could be worked out from the whole.
    """
    groups = _grouped(readings, key)
    sizes = {code: len(of) for code, of in groups.items()}
    hidden = hidden_groups(sizes, least) if hide else {code for code, size in sizes.items() if size < least}
    found = bias_by({code: [one.pair for one in of] for code, of in groups.items() if code not in hidden})
    lines = [BiasLine(code, len(of), found.get(code)) for code, of in groups.items()]
    return sorted(lines, key=lambda one: (-one.n, one.code))


def alpha_of(readings: Iterable[Reading]) -> Alpha | None:
    """Krippendorff's alpha of all who graded the same audit, where any has more than two graders; None otherwise."""
    rated: dict[int, dict[str, int]] = {}
    for one in readings:
        first, second = one.pair
        of = rated.setdefault(one.audit, {"auditor": first})
        of[f"{one.purpose} {one.reader}"] = second
    if not any(len(of) > 2 for of in rated.values()):
        return None
    return ordinal_alpha([rated[audit] for audit in sorted(rated)])


def _grouped(readings: Iterable[Reading], key: Callable[[Reading], str]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for one in readings:
        found.setdefault(key(one), []).append(one)
    return found


DIMENSIONS = ("cycle", "year", "quarter")


def cells_of(readings: Iterable[Reading], small: int) -> Cells:
    """The groups of pairs that the filters make, of which some may not be shown."""
    return Cells(DIMENSIONS, ([str(getattr(one, name)) for name in DIMENSIONS] for one in readings), small)


def next_check_due(last: dt.date, months: int) -> dt.date:
    """By when the next external check is due.

    >>> next_check_due(dt.date(2022, 8, 31), 6)
    datetime.date(2023, 2, 28)
    """
    month = Month.of(last).minus(-months)
    return dt.date(month.year, month.month, min(last.day, month.end.day))
