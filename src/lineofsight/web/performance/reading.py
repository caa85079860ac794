"""What the pages of figures are built from, kept for as long as it is the same: reports, series and drawings."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from threading import Lock
from typing import Any, TypeVar

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.figures import (
    breakdown_for,
    monthly_for,
    published_beside,
    report_for,
    row_for,
    series_for,
)
from lineofsight.reports import html
from lineofsight.reports.funnel_chart import Member, funnel_chart
from lineofsight.reports.highlight_table import Links
from lineofsight.reports.markup import Markup
from lineofsight.reports.model import HighlightReport, Row
from lineofsight.reports.monthly import MonthlyReport
from lineofsight.reports.run_chart import run_chart
from lineofsight.reports.signals import Series
from lineofsight.web.performance.models import Rebase
from lineofsight.web.serving import Served

T = TypeVar("T")

#: Reports, series and charts of each process; the one that was asked for longest ago goes first.
MOST = 400

_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def _once(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for a key. Only the result is kept, never the records it was made from."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: T = _kept[key]
            return found
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


RebasesKept = tuple[tuple[str, str, str], ...]


def rebases_kept() -> RebasesKept:
    """Each re-set of process limits: indicator, month and reason."""
    found = Rebase.objects.order_by("ref", "from_month").values_list("ref", "from_month", "reason")
    return tuple((ref, month, reason) for ref, month, reason in found)


def rebases_of(kept: RebasesKept, ref: str) -> Mapping[Month, str]:
    return {Month.read(month): reason for each, month, reason in kept if each == ref}


def report_served(served: Served, counted: Counted, month: Month, *, now: bool = False) -> HighlightReport:
    """The highlight report of a month from what serves."""
    rebases = rebases_kept()
    every = {ref: rebases_of(rebases, ref) for ref, _, _ in rebases}
    return _once(
        ("report", served.key, month, now, rebases), lambda: report_for(counted, month, now=now, rebases=every)
    )


def row_served(served: Served, counted: Counted, ref: str, month: Month, *, now: bool = False) -> Row:
    """One indicator of a month as a row of a report, whichever report it stands in."""
    rebases = rebases_kept()
    every = {ref: rebases_of(rebases, ref)}
    return _once(
        ("row", served.key, ref, month, now, rebases), lambda: row_for(counted, ref, month, now=now, rebases=every)
    )


def monthly_served(
    served: Served, counted: Counted, month: Month, *, now: bool = False, groups: Sequence[str] = ()
) -> MonthlyReport:
    """The monthly report of a month from what serves, with what is published elsewhere beside it.

    `groups`: the breakdowns by which groups of children are told apart, where they are wanted.
    """
    rebases = rebases_kept()
    every = {ref: rebases_of(rebases, ref) for ref, _, _ in rebases}
    home = served.council.home
    beside = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in (home.benchmarks, home.neighbours))

    def made() -> MonthlyReport:
        return monthly_for(
            counted, month, now=now, rebases=every, published=published_beside(served.council), groups=groups
        )

    return _once(("monthly", served.key, month, now, rebases, beside, tuple(groups)), made)


def report_body_served(served: Served, report: HighlightReport, role: str, links: Links) -> Markup:
    """The report as it stands on a page, with the links of a role."""
    key = ("body", served.key, report.month, report.as_at, rebases_kept(), role)
    return _once(key, lambda: html.body(report, links))


def series_served(served: Served, counted: Counted, ref: str, month: Month) -> Series:
    """The series of an indicator to a month, with its process limits."""
    rebases = rebases_kept()
    return _once(
        ("series", served.key, ref, month, rebases),
        lambda: series_for(counted, ref, month, rebases_of(rebases, ref)),
    )


def chart_served(served: Served, counted: Counted, ref: str, month: Month) -> Markup:
    """The run chart of an indicator to a month."""

    def drawn() -> Markup:
        definition = counted.book.at("indicator", ref, month)
        series = series_served(served, counted, ref, month)
        target = definition.target_at(month)
        return run_chart(
            series.months,
            series.values,
            definition.unit,
            f"{ref} {definition.title}",
            control=series.control,
            minimum=Fraction(target.minimum) if target else None,
            upper=Fraction(target.upper) if target else None,
        )

    return _once(("chart", served.key, ref, month, rebases_kept()), drawn)


def funnel_served(served: Served, counted: Counted, ref: str, month: Month, dimension: str) -> Markup | None:
    """The funnel of an indicator by one dimension; None where it has no percentages."""

    def drawn() -> Markup | None:
        definition = counted.book.at("indicator", ref, month)
        found = breakdown_for(counted, definition, min(month.end, counted.snapshot.extracted_on), dimension)
        if definition.unit != "percent" or found.whole is None or not found.whole.denominator or not found.members:
            return None
        one = str(definition.header["one_row_for"])
        return funnel_chart(
            [Member(each.name, each.figure.numerator or 0, each.figure.denominator or 0) for each in found.members],
            Member("Council", found.whole.numerator or 0, found.whole.denominator),
            f"{ref} by {found.title.lower()}",
            better=definition.better,
            cases={"child": "children"}.get(one, f"{one}s"),
        )

    return _once(("funnel", served.key, ref, month, dimension), drawn)
