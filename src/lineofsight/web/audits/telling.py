"""What audits tell, counted: grades, themes, feedback, actions, re-audits, cycles. Plain rows in, counts out.

Grades are never averaged. They are counted as audited and as they hold, of the same audits: those that are graded. One
that waits for a moderator or a panel is in neither, so that the two differ by moderation alone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from lineofsight.calendar.months import financial_year_start
from lineofsight.statistics.intervals import Interval, wilson
from lineofsight.web.audits.grades import RANK, Feedback, Grade, Outcome
from lineofsight.web.audits.small_cells import Cells, hidden_groups

#: The best first.
GRADES = tuple(Grade)
TOOK_PART = {"yes": "Took part", "no": "Did not take part"}


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a financial year, which begins in April: written 2022-Q1 for April to June 2022.

    >>> Quarter.of(dt.date(2023, 3, 31)).code, Quarter.of(dt.date(2023, 3, 31)).words
    ('2022-Q4', 'January to March 2023')
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        return cls(financial_year_start(day).year, (day.month - 4) % 12 // 3 + 1)

    @classmethod
    def read(cls, code: str) -> Quarter:
        """The quarter of a code that `code` wrote."""
        year, _, number = code.partition("-Q")
        return cls(int(year), int(number))

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def words(self) -> str:
        first, last = (("April", "June"), ("July", "September"), ("October", "December"), ("January", "March"))[
            self.number - 1
        ]
        return f"{first} to {last} {self.year + (self.number == 4)}"


@lru_cache(maxsize=4096)
def quarter_of(day: dt.date | None) -> str:
    """The code of the quarter of a day; empty of none."""
    return Quarter.of(day).code if day else ""


@dataclass(frozen=True)
class Told:
    """One audit as it is counted here: no child and no person is in it.

    `audited` and `audited_sections`: the auditor's first grades; `grade` and `sections`: those that hold, empty until
    it is `graded`. `given_on`: when its auditor gave it in, None until then and while it is handed back.
    """

    pk: int
    cycle: int
    kind: str
    theme: str
    cohort: str
    service: str
    team: str
    due_on: dt.date | None
    given_on: dt.date | None
    graded: bool
    audited: str
    grade: str
    grade_from: str
    audited_sections: Mapping[str, str]
    sections: Mapping[str, str]
    took_part: str = ""
    child: str = ""
    family: str = ""
    strengths: frozenset[str] = frozenset()
    developments: frozenset[str] = frozenset()
    re_audit_of: int | None = None

    @property
    def quarter(self) -> str:
        return quarter_of(self.given_on)

    @property
    def year(self) -> str:
        """The year in which the financial year begins."""
        return self.quarter.partition("-")[0]

    @cached_property
    def values(self) -> dict[str, str]:
        """The value of the audit in each of `DIMENSIONS`."""
        return {name: str(getattr(self, name)) for name in DIMENSIONS}


# Grades


@dataclass(frozen=True)
class Distribution:
    """How many audits have each grade, the best first."""

    counts: tuple[int, int, int, int]

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def good(self) -> int:
        """Good or better."""
        return self.counts[0] + self.counts[1]

    @property
    def inadequate(self) -> int:
        return self.counts[3]

    @property
    def good_share(self) -> Fraction | None:
        """In per cent; None of no audits."""
        return Fraction(100 * self.good, self.n) if self.n else None

    @property
    def inadequate_share(self) -> Fraction | None:
        return Fraction(100 * self.inadequate, self.n) if self.n else None

    @property
    def good_interval(self) -> Interval | None:
        """Where the share lies with 95% confidence, were these audits drawn at random from many."""
        return wilson(self.good, self.n)

    @property
    def inadequate_interval(self) -> Interval | None:
        return wilson(self.inadequate, self.n)


def distribution(grades: Iterable[str]) -> Distribution:
    """Counts grades; what is none of the four is left out.

    >>> distribution(["good", "good", "inadequate", "not_applicable"]).counts
    (0, 2, 0, 1)
    """
    found = Counter(grades)
    outstanding, good, improve, inadequate = (found[grade.value] for grade in GRADES)
    return Distribution((outstanding, good, improve, inadequate))


@dataclass(frozen=True)
class Line:
    """A group of audits: how many, and their grades as audited and as they hold. Both are None where they are hidden.

    `few`: so few that one audit more or less moves the shares a good deal.
    """

    code: str
    n: int
    audited: Distribution | None
    holds: Distribution | None
    few: bool = False

    @property
    def hidden(self) -> bool:
        return self.holds is None and self.n > 0


def line(code: str, rows: Sequence[Told], *, hidden: bool, few: int) -> Line:
    """One group, by its overall grades."""
    if hidden:
        return Line(code, len(rows), None, None)
    audited, holds = (distribution(grades) for grades in ((r.audited for r in rows), (r.grade for r in rows)))
    return Line(code, len(rows), audited, holds, 0 < len(rows) < few)


def lines(
    rows: Sequence[Told], key: Callable[[Told], str], *, hidden: Collection[str], few: int, order: Iterable[str] = ()
) -> list[Line]:
    """The groups that a key makes, in the order given and then by code. `hidden`: those that are not shown by grade."""
    groups = grouped(rows, key)
    codes = list(dict.fromkeys([*(code for code in order if code in groups), *sorted(groups)]))
    return [line(code, groups[code], hidden=code in hidden, few=few) for code in codes]


def grouped(rows: Iterable[Told], key: Callable[[Told], str]) -> dict[str, list[Told]]:
    """The audits of each group."""
    found: dict[str, list[Told]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def sections(rows: Sequence[Told], order: Iterable[str], *, small: int, few: int) -> list[Line]:
    """The grades of each section, of the audits in which it has one of the four; both of the same audits.

    A section that has a grade in fewer than `small` audits is hidden. Sections are no parts of a total, so nothing
    else is.
    """
    values = frozenset(Grade.values)
    both: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for key, holds in row.sections.items():
            audited = row.audited_sections.get(key, "")
            if holds in values and audited in values:
                both.setdefault(key, []).append((audited, holds))
    found = []
    for key in dict.fromkeys([*(key for key in order if key in both), *sorted(both)]):
        pairs = both[key]
        if len(pairs) < small:
            found.append(Line(key, len(pairs), None, None))
        else:
            first, last = distribution(one for one, _ in pairs), distribution(one for _, one in pairs)
            found.append(Line(key, len(pairs), first, last, len(pairs) < few))
    return found


@dataclass(frozen=True)
class Moved:
    """Of some graded audits: how many were read by a moderator or a panel, and what became of the first grade."""

    moderated: int
    higher: int
    same: int
    lower: int


def moved(rows: Iterable[Told]) -> Moved:
    """How moderation and panels changed the grades."""
    read = [row for row in rows if row.grade_from in ("moderator", "panel") and row.audited and row.grade]
    ways = Counter(_way(row.audited, row.grade) for row in read)
    return Moved(len(read), ways["better"], ways["same"], ways["worse"])


def _way(first: str, second: str) -> str:
    by = RANK[Grade(second)] - RANK[Grade(first)]
    return "better" if by > 0 else "worse" if by else "same"


# Cells that are not shown

#: What tables and filters part audits by. A filter by `year` holds four quarters.
DIMENSIONS = ("cycle", "kind", "theme", "cohort", "service", "team", "year", "quarter")


def by_value(dimension: str) -> Callable[[Told], str]:
    """The value of an audit in one of `DIMENSIONS`, by which it is parted from others."""
    return lambda row: row.values[dimension]


def cells_of(rows: Iterable[Told], small: int) -> Cells:
    """The groups that tables and filters make of these audits, of which some may not be shown."""
    return Cells(DIMENSIONS, (tuple(row.values.values()) for row in rows), small)


def chosen(rows: Iterable[Told], where: Mapping[str, str]) -> list[Told]:
    """The audits that have all these values."""
    return [row for row in rows if all(row.values[name] == value for name, value in where.items())]


# Themes


@dataclass(frozen=True)
class ThemeTold:
    """A theme: in how many of `n` audits it is a strength, and in how many an area for development."""

    code: str
    strengths: int
    developments: int
    n: int

    @property
    def strength_share(self) -> Fraction | None:
        return Fraction(100 * self.strengths, self.n) if self.n else None

    @property
    def development_share(self) -> Fraction | None:
        return Fraction(100 * self.developments, self.n) if self.n else None

    @property
    def development_interval(self) -> Interval | None:
        return wilson(self.developments, self.n)

    @property
    def strength_interval(self) -> Interval | None:
        return wilson(self.strengths, self.n)


def themes(rows: Sequence[Told], order: Iterable[str]) -> list[ThemeTold]:
    """The themes of the audits that are given in, those to be developed most often first."""
    strong, weak = Counter[str](), Counter[str]()
    for row in rows:
        strong.update(row.strengths)
        weak.update(row.developments)
    codes = dict.fromkeys([*order, *sorted(strong.keys() | weak.keys())])
    found = [ThemeTold(code, strong[code], weak[code], len(rows)) for code in codes]
    return sorted(found, key=lambda one: (-one.developments, -one.strengths))


def theme_told(rows: Sequence[Told], theme: str) -> ThemeTold:
    """One theme in some audits."""
    strong = sum(theme in row.strengths for row in rows)
    return ThemeTold(theme, strong, sum(theme in row.developments for row in rows), len(rows))


@dataclass(frozen=True)
class ThemeLine:
    """A theme in one group of audits; None where the group is hidden."""

    code: str
    n: int
    told: ThemeTold | None
    few: bool = False


def theme_lines(
    rows: Sequence[Told],
    theme: str,
    key: Callable[[Told], str],
    *,
    hidden: Collection[str],
    few: int,
    order: Iterable[str] = (),
) -> list[ThemeLine]:
    """One theme in each group of audits, but those that are hidden."""
    groups = grouped(rows, key)
    codes = dict.fromkeys([*(code for code in order if code in groups), *sorted(groups)])
    found = []
    for code in codes:
        told = None if code in hidden else theme_told(groups[code], theme)
        found.append(ThemeLine(code, len(groups[code]), told, len(groups[code]) < few))
    return found


# Feedback


@dataclass(frozen=True)
class Shares:
    """How often each answer was given, of `n` audits that were asked: pairs of words and count, in order."""

    title: str
    n: int
    parts: tuple[tuple[str, int], ...]

    def share(self, many: int) -> Fraction | None:
        return Fraction(100 * many, self.n) if self.n else None

    @property
    def rows(self) -> list[tuple[str, int, Fraction | None]]:
        return [(words, many, self.share(many)) for words, many in self.parts]

    @property
    def first(self) -> int:
        """How often the answer that is wanted was given: it stands first."""
        return self.parts[0][1]


def feedback(rows: Sequence[Told]) -> list[Shares]:
    """Whether practitioners took part and children and families were heard, of those given in that were asked.

    A tool that asks for no feedback (a dip sample's, say) is not counted among those asked.
    """
    words = {each.value: each.label for each in Feedback}
    return [
        _shares("Practitioner took part", (row.took_part for row in rows), TOOK_PART),
        _shares("Child's feedback", (row.child for row in rows), words),
        _shares("Family's feedback", (row.family for row in rows), words),
    ]


def _shares(title: str, answers: Iterable[str], words: Mapping[str, str]) -> Shares:
    found = Counter(answer for answer in answers if answer in words)
    return Shares(title, sum(found.values()), tuple((words[each], found[each]) for each in words))


# Actions


@dataclass(frozen=True)
class ActionRow:
    """An action that an audit agreed, or that answers to a theme."""

    audit: int
    state: str
    due_on: dt.date


@dataclass(frozen=True)
class ActionsTold:
    """Actions by what became of them: `agreed` is the sum of the others. Overdue ones are not in `to_come`."""

    to_come: int
    overdue: int
    done: int
    verified: int
    withdrawn: int

    @property
    def agreed(self) -> int:
        return self.to_come + self.overdue + self.done + self.verified + self.withdrawn

    @property
    def parts(self) -> list[tuple[str, int]]:
        return [
            ("To be done", self.to_come),
            ("Overdue", self.overdue),
            ("Done, not yet verified", self.done),
            ("Done and verified", self.verified),
            ("Withdrawn", self.withdrawn),
        ]


def actions(rows: Iterable[ActionRow], today: dt.date) -> ActionsTold:
    """Counts actions. What is due today is not overdue."""
    found = Counter("overdue" if row.state == "open" and row.due_on < today else row.state for row in rows)
    return ActionsTold(found["open"], found["overdue"], found["done"], found["verified"], found["withdrawn"])


# Re-audits


@dataclass(frozen=True)
class ReAuditLine:
    """Of the cases that had one grade at first: how many had a better, the same or a worse one at the re-audit."""

    grade: str
    n: int
    better: int | None
    same: int | None
    worse: int | None

    @property
    def hidden(self) -> bool:
        return self.better is None


@dataclass(frozen=True)
class ReAudits:
    """What re-audits found: the whole and a line for each first grade, and what became of the actions."""

    whole: ReAuditLine
    lines: tuple[ReAuditLine, ...]
    outcomes: tuple[tuple[str, int], ...]

    @property
    def looked_at(self) -> int:
        return sum(many for _, many in self.outcomes)


def re_audits(pairs: Sequence[tuple[str, str]], outcomes: Iterable[str], *, small: int) -> ReAudits:
    """Pairs of the grade of the first audit and of the re-audit, both as they hold; and the outcomes of actions."""
    groups: dict[str, list[str]] = {}
    for first, second in pairs:
        groups.setdefault(first, []).append(_way(first, second))
    hidden = hidden_groups({grade: len(ways) for grade, ways in groups.items()}, small)
    every = [way for ways in groups.values() for way in ways]
    found = Counter(outcomes)
    return ReAudits(
        _re_audit_line("", every, hidden=len(every) < small),
        tuple(_re_audit_line(grade, groups[grade], hidden=grade in hidden) for grade in GRADES if grade in groups),
        tuple((str(each.label), found[each.value]) for each in Outcome),
    )


def _re_audit_line(grade: str, ways: Sequence[str], *, hidden: bool) -> ReAuditLine:
    if hidden:
        return ReAuditLine(grade, len(ways), None, None, None)
    found = Counter(ways)
    return ReAuditLine(grade, len(ways), found["better"], found["same"], found["worse"])


# Cycles


@dataclass(frozen=True)
class CycleTold:
    """How a cycle went: planned, drawn (less those taken out), given in, of these by their day, and late ones."""

    pk: int
    planned: int
    drawn: int
    given: int
    on_time: int
    late: int

    @property
    def completed_share(self) -> Fraction | None:
        """Of those planned, in per cent."""
        return Fraction(100 * self.given, self.planned) if self.planned else None

    @property
    def on_time_share(self) -> Fraction | None:
        """Of those given in, in per cent."""
        return Fraction(100 * self.on_time, self.given) if self.given else None


def cycle(pk: int, planned: int, days: Sequence[tuple[dt.date | None, dt.date | None]], today: dt.date) -> CycleTold:
    """`days`: of each case the day on which it was given in (None until then) and the day on which it was due.

    What is given in on its day is on time. Late: given in after it, or not yet and the day has passed.

    >>> day = dt.date(2023, 3, 31)
    >>> cycle(1, 3, [(day, day), (None, day)], today=dt.date(2023, 4, 1)).late
    1
    """
    on_time = sum(1 for given, due in days if given and due and given <= due)
    late = sum(1 for given, due in days if due and (given or today) > due)
    return CycleTold(pk, planned, len(days), sum(1 for given, _ in days if given), on_time, late)
