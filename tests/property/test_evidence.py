"""On any records: the children listed are the figure, members add up, and clocks agree with what is met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import COLUMNS, LISTED_WITH, Asked, children_behind
from lineofsight.indicators.figures import Figure, figures, lay_figures
from tests.extracts import council_of
from tests.property.lives import EXTRACTED, MONTHS, Tables, councils

DIMENSIONS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")


#: In time with nothing done yet: the first is due only later, or what is open may stay open for so long.
WAITS = ("2.10d", "2.10e", "3.2", "3.5", "3.6", "4.8", "4.10", "4.11", "5.12", "5.18", "8.1", "8.2", "9.7")


@contextmanager
def a_council(tables: Tables) -> Iterator[Council]:
    with TemporaryDirectory() as folder:
        yield council_of(Home(Path(folder) / "home"), tables, EXTRACTED)


def counted_figures(council: Council, months: list[Month], breakdowns: tuple[str, ...] = ()) -> list[Figure]:
    counted = council.count(months, breakdowns=breakdowns)
    lay_figures(counted, breakdowns)
    return figures(counted)


@given(councils())
def test_the_children_listed_are_the_figure(tables: Tables) -> None:
    months = [Month.read(month) for month in (MONTHS[0], MONTHS[-1])]
    with a_council(tables) as council:
        counted = council.count(months, breakdowns=LISTED_WITH)
        lay_figures(counted)
        checked = 0
        for figure in figures(counted):
            definition = council.book.latest("indicator", figure.ref)
            if definition.is_rate or not definition.of_children or figure.dimension:
                continue
            rows = children_behind(counted, figure.ref, figure.as_at, figure.window)
            met = children_behind(counted, figure.ref, figure.as_at, figure.window, Asked(met=True))
            not_met = children_behind(counted, figure.ref, figure.as_at, figure.window, Asked(met=False))
            weighed = "out_of" in council.reads[definition].columns
            _check_listed(figure, definition, [dict(zip(COLUMNS, row, strict=True)) for row in rows], weighed=weighed)
            assert definition.unit in MEASURED or len(met) == figure.numerator
            assert len(met) + len(not_met) == len(rows)
            checked += 1
        indicators = [council.book.latest("indicator", ref) for ref in council.book.named("indicator")]
        listed = [d for d in indicators if d.of_children and not d.is_rate]
        assert checked == len(months) * sum(len(d.windows) for d in listed)


MEASURED = ("median", "mean")


def _check_listed(figure: Figure, definition, rows: list[dict[str, Any]], *, weighed: bool) -> None:  # type: ignore[no-untyped-def]
    """The figure follows from its rows: how many there are, or what is measured of each. `weighed`: of unequal rows."""
    measured = [row for row in rows if row["amount"] is not None]
    if definition.unit == "median":
        amounts = sorted(row["amount"] for row in measured)
        assert figure.denominator == len(amounts)
        assert figure.numerator == (amounts[(len(amounts) - 1) // 2] * len(amounts) if amounts else 0)
    elif definition.unit == "mean":
        assert figure.numerator == sum(row["amount"] for row in measured)
        if not weighed:
            assert figure.denominator == len(measured)
    else:
        assert len(rows) == (figure.numerator if figure.denominator is None else figure.denominator)


@given(councils())
def test_members_of_a_breakdown_add_up_to_the_whole(tables: Tables) -> None:
    with a_council(tables) as council:
        found = counted_figures(council, [Month.read(month) for month in MONTHS], DIMENSIONS)
        medians = {
            ref for ref in council.book.named("indicator") if council.book.latest("indicator", ref).unit == "median"
        }
    whole = {(f.ref, f.as_at, f.window): (f.numerator, f.denominator) for f in found if not f.dimension}
    rates = {f.ref for f in found if f.per == 10_000}
    for (ref, as_at, window), (numerator, denominator) in whole.items():
        for dimension in DIMENSIONS:
            members = [f for f in found if (f.ref, f.as_at, f.window, f.dimension) == (ref, as_at, window, dimension)]
            if ref in rates:
                assert not members
                continue
            assert ref in medians or sum(f.numerator or 0 for f in members) == numerator
            assert sum(f.denominator or 0 for f in members) == (denominator or 0)


@given(councils())
def test_met_agrees_with_the_clock(tables: Tables) -> None:
    """A snapshot with a clock that has run since an event is in time exactly while the date is not past due_on."""
    months = [Month.read(month) for month in MONTHS]
    with a_council(tables) as council:
        counted = council.count(months, breakdowns=LISTED_WITH)
        lay_figures(counted)
        for ref in counted.evidence:
            definition = council.book.latest("indicator", ref)
            for month in months if definition.of_children else []:
                for row in children_behind(counted, ref, month.end, definition.shown):
                    _check_clock(dict(zip(COLUMNS, row, strict=True)), month.end, definition)


def _check_clock(row: dict[str, object], as_at: dt.date, definition) -> None:  # type: ignore[no-untyped-def]
    due, done = row["due_on"], row["done_on"]
    if due is None:
        return
    assert isinstance(due, dt.date)
    in_time = bool(row["met"]) == (definition.better != "lower")
    if definition.is_event:
        assert in_time == (isinstance(done, dt.date) and done <= due), definition.name
    elif definition.name in WAITS or done is not None:
        assert in_time == (as_at <= due), definition.name
    else:
        assert not in_time, f"{definition.name}: nothing was done yet, and there is no grace"


@given(councils())
def test_all_months_at_once_are_each_month_alone(tables: Tables) -> None:
    months = [Month.read(month) for month in MONTHS]
    with a_council(tables) as council:
        together = counted_figures(council, months)
        alone = [figure for month in months for figure in counted_figures(council, [month])]

    def said(found: list[Figure]) -> list[Figure]:
        """Without the kinds of which there are none in the month: they are named where another month has some."""
        return sorted((f for f in found if f.dimension != "kind" or f.numerator or f.denominator), key=repr)

    assert said(together) == said(alone)
