"""What the monthly report says: every indicator of the book by section, with what stands behind and beside each.

The highlight report is a page; this is the book behind it, that a leadership team goes through once a month:

    figures ──► rows (as in the highlight report)
            ──► splits (by source, category, reason), exceptions (whom to ask about), comparisons (DfE, with year)
            ──► groups of children (ethnicity, gender, age, disability), with intervals

Built once as data; page, PDF and workbook are written from it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lineofsight.calendar import Month, months_before
from lineofsight.indicators.benchmarking import Benchmark
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition
from lineofsight.indicators.distortion import Range
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import KIND, NOT_KNOWN, Figure, figures
from lineofsight.reports.build import shown_of, whole_report_of
from lineofsight.reports.equality import BREAKDOWNS, Equality, equality_of
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.sentences_noise import difference
from lineofsight.reports.signals import Series, series_of
from lineofsight.statistics.process_control import Kind

#: What an indicator is compared with, in this order; of each the latest year.
AREAS = ("England", "region", "neighbours' mean")


@dataclass(frozen=True)
class Part:
    """One member of an indicator's own split: its figure, the twelve months, and the same day a year before."""

    name: str
    current: Shown
    year_before: Shown


@dataclass(frozen=True)
class Split:
    """An indicator by what its definition splits it by: contacts by source, plans by category."""

    ref: str
    title: str
    by: str
    unit: str
    window: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Exceptions:
    """Whom a measure asks about: rows not as they should be, and how many of them are past a due date.

    `met`: on which side of the figure they stand. `overdue` is None where the measure has no clock.
    """

    ref: str
    title: str
    met: bool
    how_many: int
    overdue: int | None


@dataclass(frozen=True)
class Comparison:
    """A published figure beside the council's own. `differs`: "higher", "lower" by more than chance, or empty."""

    row: Row
    benchmark: Benchmark
    differs: str


@dataclass(frozen=True)
class NotCompared:
    """An indicator that nothing published stands beside, and why."""

    ref: str
    why: str


@dataclass(frozen=True)
class MonthlySection:
    """One section. `rows` as in the highlight report; `caveats`: what its figures can't say, by indicator.

    `series`: of each indicator with a special cause, its months with their process limits.
    """

    title: str
    rows: tuple[Row, ...]
    splits: tuple[Split, ...] = ()
    exceptions: tuple[Exceptions, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    caveats: tuple[tuple[str, str], ...] = ()
    series: Mapping[str, Series] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Its name in an address.

        >>> MonthlySection("Children in our care", ()).slug
        'children-in-our-care'
        """
        return slug_of(self.title)


def slug_of(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"


@dataclass(frozen=True)
class MonthlyReport:
    """The monthly report of one council. `whole`: all its rows in the form of the highlight report."""

    whole: HighlightReport
    sections: tuple[MonthlySection, ...]
    equality: Equality = field(default_factory=Equality)

    @property
    def month(self) -> Month:
        return self.whole.month

    @property
    def as_at(self) -> dt.date:
        return self.whole.as_at

    def section(self, slug: str) -> MonthlySection | None:
        return next((each for each in self.sections if each.slug == slug), None)


#: What is published beside an indicator, and why nothing is: asked of whoever knows the council's own files.
Published = Callable[[str], tuple[Sequence[Benchmark], str]]


def monthly_report_of(
    counted: Counted,
    month: Month,
    as_at: dt.date,
    ranges: Iterable[Range] = (),
    rebases: Mapping[str, Mapping[Month, str]] | None = None,
    *,
    published: Published | None = None,
    groups: Collection[str] = BREAKDOWNS,
) -> MonthlyReport:
    """The monthly report from a count that holds the month's figures with their breakdowns, and the evidence.

    `groups`: by which breakdowns it tells groups of children apart; each takes about as long as all the rest.
    """
    whole = whole_report_of(counted, month, as_at, ranges, rebases)
    splits = _splits(counted, month, as_at)
    series = _series(counted, whole, month, as_at, rebases or {})
    sections = []
    for title, rows in whole.groups:
        definitions = [counted.book.at("indicator", row.ref, month) for row in rows]
        told = [published(each.name) for each in definitions] if published else []
        beside = [_compared(row, found) for row, (found, _) in zip(rows, told, strict=False)]
        sections.append(
            MonthlySection(
                title=title,
                rows=rows,
                splits=tuple(splits[row.ref] for row in rows if row.ref in splits),
                exceptions=tuple(_exceptions(counted, definitions, rows, as_at)),
                comparisons=tuple(one for listed in beside for one in listed),
                not_compared=tuple(
                    NotCompared(row.ref, why)
                    for row, listed, (_, why) in zip(rows, beside, told, strict=False)
                    if not listed and why
                ),
                caveats=tuple((each.name, each.text("caveats")) for each in definitions if each.text("caveats")),
                series={row.ref: series[row.ref] for row in rows if row.ref in series},
            )
        )
    return MonthlyReport(whole, tuple(sections), equality_of(counted, whole, month, as_at, breakdowns=groups))


def _series(
    counted: Counted,
    whole: HighlightReport,
    month: Month,
    as_at: dt.date,
    rebases: Mapping[str, Mapping[Month, str]],
) -> dict[str, Series]:
    """The months of every indicator whose last ones show a special cause."""
    refs = [row.ref for row in whole.rows if row.signals.variation not in (None, Kind.COMMON)]
    found = {(each.ref, each.as_at, each.window): each for each in figures(counted, dimension="", refs=refs)}
    return {
        ref: series_of(counted.book.at("indicator", ref, month), found, month, rebases=rebases.get(ref), as_at=as_at)
        for ref in refs
    }


# What an indicator is split by


def _splits(counted: Counted, month: Month, as_at: dt.date) -> dict[str, Split]:
    before = min(Month.of(months_before(as_at, 12)).end, months_before(as_at, 12)) if as_at < month.end else None
    year_before = before or Month.of(as_at).minus(12).end
    split = {
        ref: one for ref in counted.book.named("indicator") if (one := counted.book.at("indicator", ref, month)).kinds
    }
    found: dict[str, dict[tuple[str, dt.date], Figure]] = {}
    for figure in figures(counted, dimension=KIND, refs=list(split)):
        if figure.window == split[figure.ref].shown and figure.as_at in (as_at, year_before):
            found.setdefault(figure.ref, {})[figure.member, figure.as_at] = figure
    return {
        ref: Split(ref, one.title, one.kinds, one.unit, WINDOW_TITLES[one.shown], parts)
        for ref, one in split.items()
        if (parts := _parts(one, found.get(ref, {}), as_at, year_before))
    }


def _parts(
    definition: Definition, found: Mapping[tuple[str, dt.date], Figure], as_at: dt.date, before: dt.date
) -> tuple[Part, ...]:
    """The members with any case on either day, in the definition's order, else by name; "not known" last."""
    places = {name: place for place, name in enumerate(definition.kinds_in_order)}
    names = {name for name, _ in found if any(_cases(found.get((name, day))) for day in (as_at, before))}
    ordered = sorted(names, key=lambda name: (name == NOT_KNOWN, places.get(name, len(places)), name.casefold()))
    return tuple(
        Part(name, *(shown_of(found.get((name, day)), definition.scale) for day in (as_at, before))) for name in ordered
    )


def _cases(figure: Figure | None) -> bool:
    return figure is not None and bool(figure.numerator or figure.denominator)


# Whom to ask about


def _exceptions(
    counted: Counted, definitions: Sequence[Definition], rows: Sequence[Row], as_at: dt.date
) -> Iterator[Exceptions]:
    for definition, row in zip(definitions, rows, strict=True):
        numerator, denominator = row.current.numerator, row.current.denominator
        if definition.unit != "percent" or not definition.better or not definition.of_children:
            continue
        if numerator is None or denominator is None or row.current.scale != 1:
            continue
        met = definition.better == "lower"
        how_many = numerator if met else denominator - numerator
        if how_many:
            yield Exceptions(row.ref, row.title, met, how_many, _overdue(counted, definition, as_at, met=met))


def _overdue(counted: Counted, definition: Definition, as_at: dt.date, *, met: bool) -> int | None:
    """How many of those rows are past their due date; None where the measure has no clock, or counts events."""
    if definition.is_event:
        return None
    row = counted.database.execute(
        f"select count(due_on), count(*) filter (due_on < as_at and {'met' if met else 'not met'}) "
        f"from {counted.evidence[definition.name]} where as_at = $as_at",
        {"as_at": as_at},
    ).fetchone()
    return int(row[1]) if row and row[0] else None


# What is published beside it


def _compared(row: Row, published: Sequence[Benchmark]) -> list[Comparison]:
    """The latest year of each area and measure that may stand beside a figure."""
    latest: dict[tuple[str, str], Benchmark] = {}
    for one in published:
        if one.kind in AREAS and one.comparable != "no":
            latest[one.measure, one.kind] = one  # they come oldest first
    ordered = sorted(latest.values(), key=lambda one: (one.measure, AREAS.index(one.kind)))
    return [Comparison(row, one, _differs(row, one)) for one in ordered]


def _differs(row: Row, one: Benchmark) -> str:
    """Whether a percentage differs from a published one by more than chance: its 95% interval leaves it outside.

    What is published is of so many cases that its own chance is left aside. Nothing is said of other units.
    """
    numerator, denominator = row.current.numerator, row.current.denominator
    if row.unit != "percent" or one.unit != "percent" or numerator is None or not denominator or row.current.scale != 1:
        return ""
    published = Fraction(one.value)
    interval = difference((numerator, denominator), (round(published * 10_000), 1_000_000))
    if interval is None:
        return ""
    return "higher" if interval.lower > 0 else "lower" if interval.upper < 0 else ""
