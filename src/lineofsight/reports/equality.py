"""Each indicator by groups of children: ethnicity, gender, age and disability, each figure with its interval.

Two questions, which must not be mixed up:

    of those whom we work with, does a group get something later or less often?   shares, against the whole council
    of those who live here, does a group come to us more often?                    numbers per 10,000 of that group

The second needs the council's children by group (`los_population_groups`); without it numbers stand without a rate. So
do numbers of which more than a tenth is of no known group: groups that are recorded of few would seem to be few.
Groups of few are hidden, with what would tell of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from lineofsight.calendar import Month
from lineofsight.indicators.children import OfOneChild, by_child
from lineofsight.indicators.definitions import MEASURED, Definition
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import NOT_KNOWN, Figure, figures, is_weighted
from lineofsight.reports.build import shown_of
from lineofsight.reports.model import HighlightReport, Shown
from lineofsight.statistics.clustered import (
    beyond,
    mean_of_clusters,
    median_between,
    rate_of_clusters,
    share_of_clusters,
)
from lineofsight.statistics.disclosure import Cell, Disclosure, Published, Total, protect
from lineofsight.statistics.intervals import FAR, USUAL, Interval, differs, wilson

#: The breakdowns that stand for whom the Equality Act protects and the records tell of.
BREAKDOWNS = ("ethnicity_group", "gender", "age_group", "disability")
PER = 10_000
#: Up to what part of a number may be of nobody knows which group, for the others to be set beside who lives here.
UNKNOWN_AT_MOST = Fraction(1, 10)
#: Sections about people over 17: their numbers are not set beside the children who live here.
OF_ADULTS = frozenset({"Care leavers"})
#: Counts of children below this are hidden, and what would tell of them.
THRESHOLD = 5


@dataclass(frozen=True)
class OfGroup:
    """One figure of one group. `shown` is in the indicator's unit, or per 10,000 of the group's children (`rate`).

    `interval`: where it lies at 95%, in the unit of what is shown; None where it can't be told of so few. `differs`:
    "higher" or "lower" than the whole by more than chance (99.8%), else empty. `hidden`: few children, or what would
    tell of them: `shown` is then empty.
    """

    member: str
    shown: Shown
    rate: Fraction | None = None
    interval: Interval | None = None
    differs: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class ByGroup:
    """One indicator by one breakdown. `is_rate`: its groups are compared per 10,000 of their children."""

    ref: str
    title: str
    section: str
    unit: str
    whole: Shown
    whole_rate: Fraction | None
    groups: tuple[OfGroup, ...]

    @property
    def is_rate(self) -> bool:
        return self.whole_rate is not None

    @property
    def different(self) -> tuple[OfGroup, ...]:
        return tuple(group for group in self.groups if group.differs)


@dataclass(frozen=True)
class EqualityTable:
    """All indicators by one breakdown. `lacks` says what it needs, where it has no data."""

    name: str
    title: str
    members: tuple[str, ...]
    rows: tuple[ByGroup, ...]
    has_population: bool = False
    lacks: str = ""


@dataclass(frozen=True)
class Equality:
    tables: tuple[EqualityTable, ...] = ()

    def table(self, name: str) -> EqualityTable | None:
        return next((each for each in self.tables if each.name == name), None)


def breakdowns_there(counted: Counted) -> list[tuple[str, str]]:
    """The breakdowns by groups that a count was asked for: name and title."""
    there = [name for name in BREAKDOWNS if ("breakdown", name) in counted.stretches]
    return [(name, counted.book.latest("breakdown", name).title) for name in there]


def equality_of(
    counted: Counted,
    whole: HighlightReport,
    month: Month,
    as_at: dt.date,
    *,
    breakdowns: Collection[str] = BREAKDOWNS,
    threshold: int = THRESHOLD,
) -> Equality:
    """All indicators of a report by groups of children, from a count that was asked for these breakdowns.

    It is worked out which figures of few are to be hidden, and which others would tell of them.
    """
    population = _population(counted, as_at)
    there = [name for name, _ in breakdowns_there(counted) if name in breakdowns]
    return Equality(
        tuple(_table(counted, whole, month, as_at, name, population.get(name, {}), threshold) for name in there)
    )


def _population(counted: Counted, as_at: dt.date) -> dict[str, dict[str, int]]:
    """The council's children by breakdown and group; empty where none are supplied."""
    if ("cohort", "population_groups") not in counted.stretches or counted.lacks("cohort", "population_groups", as_at):
        return {}
    rows = counted.database.execute(
        "select breakdown, member, children from population_groups where as_at = $as_at", {"as_at": as_at}
    ).fetchall()
    found: dict[str, dict[str, int]] = {}
    for breakdown, member, children in rows:
        found.setdefault(breakdown, {})[member] = int(children)
    return found


def _table(
    counted: Counted,
    whole: HighlightReport,
    month: Month,
    as_at: dt.date,
    name: str,
    population: Mapping[str, int],
    threshold: int,
) -> EqualityTable:
    title = counted.book.latest("breakdown", name).title
    if lacks := counted.lacks("breakdown", name, as_at):
        return EqualityTable(name, title, (), (), lacks=lacks)
    placed = [(section, row.ref) for section, rows in whole.groups for row in rows]
    definitions = {ref: counted.book.at("indicator", ref, month) for _, ref in placed}
    asked = [ref for ref, one in definitions.items() if _can_be_told_apart(counted, one)]
    found: dict[str, dict[str, Figure]] = {ref: {} for ref in asked}
    for dimension in ("", name):
        for figure in figures(counted, dimension=dimension, refs=asked, as_at=as_at):
            if figure.window == definitions[figure.ref].shown:
                found[figure.ref][figure.member] = figure
    # Groups of the population that no figure knows are not divided by: their children are in none of the numbers.
    known = {member for figures_of_ref in found.values() for member in figures_of_ref}
    population = {member: children for member, children in population.items() if member in known}
    rows = []
    told: set[tuple[object, ...]] = set()
    for section, ref in placed:
        if ref not in found:
            continue
        same = (section, definitions[ref].unit, *((name, f.numerator, f.denominator) for name, f in found[ref].items()))
        if definitions[ref].unit == "count" and definitions[ref].kinds:
            if same in told:  # the same rows, told apart by something else: contacts by source, and by outcome
                continue
            told.add(same)
        children_of = partial(by_child, counted, ref, as_at, definitions[ref].shown, name)
        if row := _row(counted, definitions[ref], section, found[ref], population, threshold, children_of):
            rows.append(row)
    members = {group.member for row in rows for group in row.groups}
    return EqualityTable(name, title, tuple(_in_order(members, name)), tuple(rows), bool(population))


def _can_be_told_apart(counted: Counted, definition: Definition) -> bool:
    """Whether a group's figure is of so many of its children: not a rate, nor a weight of something else."""
    weighted = "out_of" in counted.availability.reads[definition].columns
    return definition.of_children and not definition.is_rate and not weighted


def _in_order(members: set[str], name: str) -> list[str]:
    """The groups by name, ages by age, "not known" last."""

    def place(member: str) -> tuple[bool, int, str]:
        first = member.split("-")[0].split(" ")[0]
        return member == NOT_KNOWN, int(first) if name == "age_group" and first.isdigit() else 0, member

    return sorted(members, key=place)


def _row(
    counted: Counted,
    definition: Definition,
    section: str,
    found: Mapping[str, Figure],
    population: Mapping[str, int],
    threshold: int,
    children_of: Callable[[], Mapping[str, Sequence[OfOneChild]]],
) -> ByGroup | None:
    whole = found.get("")
    members = {name: figure for name, figure in found.items() if name}
    if whole is None or whole.numerator is None or not members or (whole.denominator == 0):
        return None
    shares = definition.unit == "percent" and not is_weighted(counted, definition.name)
    living = sum(population.values())
    coming = {name: figure for name, figure in members.items() if name in population}
    whole_rate = None
    unknown = (members[NOT_KNOWN].numerator or 0) if NOT_KNOWN in members else 0
    told = sum(figure.numerator or 0 for figure in coming.values())
    compares = definition.unit == "count" and section not in OF_ADULTS and told <= living
    if compares and living and coming and unknown <= UNKNOWN_AT_MOST * whole.numerator:
        whole_rate = Fraction(PER * told, living)
    measured = definition.unit in MEASURED
    children = children_of() if definition.is_event or measured else {}  # a child may have several rows
    also = frozenset(coming) if whole_rate is not None else frozenset()
    hidden = _hidden(whole, members, shares=shares, measured=measured, threshold=threshold, also=also)
    hidden |= _few_children(children, shares=shares, threshold=threshold)
    groups = tuple(
        OfGroup(name, Shown(None, note="few"), hidden=True)
        if name in hidden
        else _of_group(figure, definition, whole, whole_rate, population.get(name), children.get(name, ()))
        for name, figure in members.items()
    )
    return ByGroup(
        definition.name,
        definition.title,
        section,
        definition.unit,
        shown_of(whole, definition.scale),
        whole_rate,
        groups,
    )


def _of_group(
    figure: Figure,
    definition: Definition,
    whole: Figure,
    whole_rate: Fraction | None,
    living: int | None,
    children: Sequence[OfOneChild],
) -> OfGroup:
    """One group's figure with its interval, by what the figure is, and by whether children have one row each."""
    shown = shown_of(figure, definition.scale)
    told = partial(OfGroup, figure.member, shown)
    numerator = figure.numerator or 0
    clusters = [(child.part, child.rows) for child in children]
    one_each = all(rows == 1 for _, rows in clusters)
    if whole_rate is not None:
        if not living:
            return told()
        rate, per_head = Fraction(PER * numerator, living), whole_rate / PER
        if one_each and numerator <= living:
            usual = wilson(numerator, living)
            assert usual is not None
            away = differs(numerator, living, per_head)
            return told(rate, Interval(usual.lower * PER / 100, usual.upper * PER / 100), away)
        counts = [rows for _, rows in clusters]
        each = rate_of_clusters(counts, living)
        between = Interval(each.lower * PER, each.upper * PER) if each else None
        return told(rate, between, beyond(rate_of_clusters(counts, living, FAR), float(per_head)))
    if whole.value is None or not figure.denominator:
        return told()
    if definition.unit == "median":
        amounts = [amount for child in children for amount in child.parts]
        return told(None, *_measured(median_between, amounts, whole, definition.scale))
    if definition.unit == "mean":
        return told(None, *_measured(mean_of_clusters, clusters, whole, definition.scale))
    if one_each:
        overall = whole.value / figure.per
        return told(None, wilson(numerator, figure.denominator), differs(numerator, figure.denominator, overall))
    away = beyond(share_of_clusters(clusters, FAR), float(whole.value))
    return told(None, share_of_clusters(clusters), away)


def _measured(
    between: Callable[[Any, Fraction], Interval | None], of: Sequence[object], whole: Figure, scale: int
) -> tuple[Interval | None, str]:
    """The interval of what is measured, and on which side of the whole it lies."""
    usual = between(of, USUAL)
    away = beyond(between(of, FAR), float(whole.value or 0))
    return Interval(usual.lower / scale, usual.upper / scale) if usual else None, away


def _hidden(
    whole: Figure,
    members: Mapping[str, Figure],
    *,
    shares: bool,
    measured: bool,
    threshold: int,
    also: Collection[str] = (),
) -> frozenset[str]:
    """The groups whose figures would tell of few children, and those from which they could be worked out.

    All that is printed of a hidden group is hidden together, so that of a share two tables are to be protected: those
    who are met and those who aren't; how many both are together tells no more. What is measured (`measured`) tells of
    the rows that it is measured of. `also`: the groups whose sum stands there, as the rate of all.
    """
    if threshold < 2:
        return frozenset()
    if measured:
        return hidden_of(whole.denominator or 0, {n: f.denominator or 0 for n, f in members.items()}, threshold)
    met = hidden_of(whole.numerator or 0, {n: f.numerator or 0 for n, f in members.items()}, threshold, also)
    if not shares:
        return met
    rest = {name: (figure.denominator or 0) - (figure.numerator or 0) for name, figure in members.items()}
    return met | hidden_of((whole.denominator or 0) - (whole.numerator or 0), rest, threshold)


def _few_children(children: Mapping[str, Sequence[OfOneChild]], *, shares: bool, threshold: int) -> frozenset[str]:
    """The groups whose rows are of few children, however many the rows are, and what would tell of them."""
    if threshold < 2 or all(child.rows == 1 for each in children.values() for child in each):
        return frozenset()  # the rows are the children
    numbers = [{name: len(each) for name, each in children.items()}]
    if shares:
        numbers.append({name: sum(child.part > 0 for child in each) for name, each in children.items()})
        numbers.append({name: sum(child.part < child.rows for child in each) for name, each in children.items()})
    return frozenset().union(*(hidden_of(sum(counts.values()), counts, threshold) for counts in numbers))


def hidden_of(whole: int, counts: Mapping[str, int], threshold: int, also: Collection[str] = ()) -> frozenset[str]:
    """The counts of a table with a total that are hidden so that nobody can work out one of few.

    The total stands in the report: where it is of few itself, no part of it is told. `also`: counts of which the sum
    stands there too.
    """
    if 0 < whole < threshold:
        return frozenset(counts)
    cells = [Cell("the whole", whole, public=True), *(Cell(f"of {name}", many) for name, many in counts.items())]
    adds_up = whole == sum(counts.values())
    totals = [Total("the whole", tuple(f"of {name}" for name in counts))] if adds_up else []
    if also and set(also) < set(counts):
        cells.append(Cell("those", sum(counts[name] for name in also), public=True))
        totals.append(Total("those", tuple(f"of {name}" for name in counts if name in also)))
    hidden = protect(Published(tuple(cells), totals=tuple(totals)), Disclosure(threshold)).hidden
    return frozenset(name for name in counts if f"of {name}" in hidden)
