"""Figures as pages show them: the highlight report of a month, an indicator's series, its breakdowns and its range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.indicators.benchmarking import Benchmark, benchmarks_of, measures_of
from lineofsight.indicators.definitions import Definition
from lineofsight.indicators.distortion import Range
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import KIND, NOT_KNOWN, Figure, figures, is_weighted
from lineofsight.reports.build import report_of, row_of
from lineofsight.reports.equality import BREAKDOWNS
from lineofsight.reports.model import HighlightReport, Row
from lineofsight.reports.monthly import MonthlyReport, Published, monthly_report_of
from lineofsight.reports.signals import Series, series_of
from lineofsight.statistics.intervals import Interval, differs, wilson

#: Months to choose from: each of these has at least a year of figures before it.
OFFERED = 36

Rebases = Mapping[str, Mapping[Month, str]]


def months_offered(counted: Counted) -> tuple[Month, ...]:
    """The months that pages offer, newest first: those that had ended."""
    ended = sorted({Month.of(day) for day in counted.dates if Month.of(day).end == day}, reverse=True)
    return tuple(ended[:OFFERED])


def report_for(counted: Counted, month: Month, *, now: bool = False, rebases: Rebases | None = None) -> HighlightReport:
    """The highlight report of a month, or of the extract date, from a prepared file."""
    month, as_at = _moment(counted, month, now=now)
    return report_of(counted, month, as_at, ranges_at(counted, as_at), rebases)


def row_for(counted: Counted, ref: str, month: Month, *, now: bool = False, rebases: Rebases | None = None) -> Row:
    """One indicator of a month, or of the extract date, as a row of a report, from a prepared file."""
    month, as_at = _moment(counted, month, now=now)
    return row_of(counted, ref, month, as_at, ranges_at(counted, as_at), rebases)


def monthly_for(
    counted: Counted,
    month: Month,
    *,
    now: bool = False,
    rebases: Rebases | None = None,
    published: Published | None = None,
    groups: Collection[str] = BREAKDOWNS,
) -> MonthlyReport:
    """The monthly report of a month, or of the extract date, from a prepared file."""
    month, as_at = _moment(counted, month, now=now)
    return monthly_report_of(
        counted, month, as_at, ranges_at(counted, as_at), rebases, published=published, groups=groups
    )


def published_beside(council: Council) -> Published:
    """What is published beside an indicator of a council, and why nothing is: a count is compared by its rate."""
    book, home = council.book, council.home
    rate_of = {
        book.latest("indicator", name).header["rate_of"]
        for name in book.named("indicator")
        if book.latest("indicator", name).is_rate
    }

    def published(ref: str) -> tuple[Sequence[Benchmark], str]:
        if ref in rate_of:
            return (), ""
        found = benchmarks_of(ref, book=book, own=home.benchmarks, neighbours=home.neighbours)
        why = " ".join(dict.fromkeys(measure.why for measure in measures_of(ref, book) if measure.comparable == "no"))
        return found, "" if found else why

    return published


def _moment(counted: Counted, month: Month, *, now: bool) -> tuple[Month, dt.date]:
    """The month that a report is called by, and the day that its figures are of."""
    if now:
        assert counted.now is not None
        month = Month.of(counted.now)
    return month, min(month.end, counted.snapshot.extracted_on)


def ranges_at(counted: Counted, as_at: dt.date, severity: str = "error") -> list[Range]:
    """How far the figures of a day could move once errors (or errors and warnings) in the records are mended."""
    rows = counted.database.execute(
        "select ref, as_at, time_window, code, findings, value, low, high from ranges "
        "where as_at = $as_at and severity = $severity",
        {"as_at": as_at, "severity": severity},
    ).fetchall()
    return [Range(*row[:5], *(None if end is None else Fraction(end) for end in row[5:])) for row in rows]


def series_for(counted: Counted, ref: str, month: Month, rebases: Mapping[Month, str] | None = None) -> Series:
    """The series of an indicator to a month, with its process limits."""
    definition = counted.book.at("indicator", ref, month)
    found = {(f.ref, f.as_at, f.window): f for f in figures(counted, ref, dimension="")}
    return series_of(definition, found, month, rebases=rebases, as_at=min(month.end, counted.snapshot.extracted_on))


@dataclass(frozen=True)
class Member:
    """A member of a breakdown. `interval`: where its percentage lies at 95%; `differs`: "higher" or "lower" than the
    council by more than chance (99.8%), else empty. `of_one`: how many points one of its cases makes, where there are
    fewer than 100.
    """

    code: str
    name: str
    figure: Figure
    interval: Interval | None
    differs: str
    of_one: Fraction | None


@dataclass(frozen=True)
class Breakdown:
    """An indicator by one dimension, on one day. `lacks` says what it needs, where it has no data."""

    name: str
    title: str
    members: tuple[Member, ...]
    whole: Figure | None
    lacks: str = ""


def dimensions_for(counted: Counted, definition: Definition) -> list[tuple[str, str]]:
    """The breakdowns of one indicator: what it is split by itself first, and none by the child where it counts none."""
    if definition.is_rate:
        return []
    of_its_own = [(KIND, definition.kinds)] if definition.kinds else []
    return of_its_own + (dimensions_of(counted) if definition.of_children else [])


def dimensions_of(counted: Counted) -> list[tuple[str, str]]:
    """The breakdowns that give figures: name and title, in the book's order."""
    found = (counted.book.latest("breakdown", name) for name in counted.book.named("breakdown"))
    return [(each.name, each.title) for each in found if each.header.get("figures", True)]


def breakdown_for(counted: Counted, definition: Definition, as_at: dt.date, dimension: str) -> Breakdown:
    """An indicator by one dimension, in the window that the report shows, by name; "not known" comes last."""
    of_its_own = dimension == KIND
    title = definition.kinds if of_its_own else counted.book.latest("breakdown", dimension).title
    window = definition.shown
    both = _figures_of_day(counted, definition.name, as_at, window, dimension)
    found = [figure for figure in both if figure.dimension]
    whole = next((figure for figure in both if not figure.dimension), None)
    if lacks := next((f.note for f in found if f.numerator is None), ""):
        return Breakdown(dimension, title, (), whole, lacks)
    names: dict[str, str] = {}
    if dimension == "team":
        names = dict(counted.database.execute("select team_id, coalesce(name, team_id) from teams").fetchall())
    overall = whole.value / 100 if whole and whole.value is not None and definition.unit == "percent" else None
    shares = definition.unit if not is_weighted(counted, definition.name) else ""
    members = [_member(f, names.get(f.member, f.member), overall, shares) for f in found]
    places = {kind: place for place, kind in enumerate(definition.kinds_in_order if of_its_own else ())}
    members.sort(
        key=lambda member: (member.code == NOT_KNOWN, places.get(member.code, len(places)), member.name.casefold())
    )
    return Breakdown(dimension, title, tuple(members), whole)


def _figures_of_day(counted: Counted, ref: str, as_at: dt.date, window: str, dimension: str) -> list[Figure]:
    """The figures of one day and window, of the council and by one dimension: a few rows of tens of thousands."""
    rows = counted.database.execute(
        "select ref, as_at, time_window, dimension, member, numerator, denominator, per, coalesce(rating, ''), "
        "coalesce(note, '') from figures where ref = $ref and as_at = $as_at and time_window = $window "
        "and dimension in ('', $dimension) order by dimension, member",
        {"ref": ref, "as_at": as_at, "window": window, "dimension": dimension},
    ).fetchall()
    return [Figure(*row) for row in rows]


def _member(figure: Figure, name: str, overall: Fraction | None, unit: str) -> Member:
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    if unit != "percent" or not denominator:
        return Member(figure.member, name, figure, None, "", None)
    return Member(
        figure.member,
        name,
        figure,
        wilson(numerator, denominator),
        differs(numerator, denominator, overall) if overall is not None else "",
        Fraction(100, denominator) if denominator < 100 else None,
    )


@dataclass(frozen=True)
class Distortion:
    """A rule whose findings could move a figure: how many there are, and between what it could then lie."""

    code: str
    title: str
    severity: str
    findings: int
    low: Fraction | None
    high: Fraction | None


def distortions_of(counted: Counted, ref: str, as_at: dt.date, window: str) -> list[Distortion]:
    """What of the records distorts a figure, errors first."""
    rows = counted.database.execute(
        "select ranges.code, rules.title, rules.severity, findings, low, high from ranges "
        "join rules on rules.code = ranges.code "
        "where ref = $ref and as_at = $as_at and time_window = $window and ranges.severity = 'warning' "
        "order by rules.severity, findings desc, ranges.code",
        {"ref": ref, "as_at": as_at, "window": window},
    ).fetchall()
    return [Distortion(*row[:4], *(None if end is None else Fraction(end) for end in row[4:])) for row in rows]
