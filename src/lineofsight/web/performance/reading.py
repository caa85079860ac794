"""What the pages of figures are built from, kept for as long as it is the same: reports and drawings of what serves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.figures import breakdown_for, report_for, series_for
from lineofsight.reports.funnel_chart import Member, funnel_chart
from lineofsight.reports.markup import Markup
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.run_chart import run_chart
from lineofsight.reports.signals import Series
from lineofsight.web.performance.models import Rebase
from lineofsight.web.serving import Served

RebasesKept = tuple[tuple[str, str, str], ...]


def rebases_kept() -> RebasesKept:
    """Each re-set of process limits: indicator, month and reason."""
    found = Rebase.objects.order_by("ref", "from_month").values_list("ref", "from_month", "reason")
    return tuple((ref, month, reason) for ref, month, reason in found)


def rebases_of(kept: RebasesKept, ref: str) -> Mapping[Month, str]:
    return {Month.read(month): reason for each, month, reason in kept if each == ref}


def report_served(served: Served, counted: Counted, month: Month, *, now: bool = False) -> HighlightReport:
    """The highlight report of a month from what serves, worked out once."""
    return _report(served.key, month, now, rebases_kept(), _Carrier(counted))


class _Carrier:
    """Takes a count along without being part of what is asked for."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Carrier)


@lru_cache(maxsize=48)
def _report(key: str, month: Month, now: bool, rebases: RebasesKept, of: _Carrier) -> HighlightReport:
    every = {ref: rebases_of(rebases, ref) for ref, _, _ in rebases}
    return report_for(of.counted, month, now=now, rebases=every)


def series_served(served: Served, counted: Counted, ref: str, month: Month) -> Series:
    return _series(served.key, ref, month, rebases_kept(), _Carrier(counted))


@lru_cache(maxsize=256)
def _series(key: str, ref: str, month: Month, rebases: RebasesKept, of: _Carrier) -> Series:
    return series_for(of.counted, ref, month, rebases_of(rebases, ref))


def chart_served(served: Served, counted: Counted, ref: str, month: Month) -> Markup:
    """The run chart of an indicator to a month."""
    return _chart(served.key, ref, month, rebases_kept(), _Carrier(counted))


@lru_cache(maxsize=256)
def _chart(key: str, ref: str, month: Month, rebases: RebasesKept, of: _Carrier) -> Markup:
    definition = of.counted.book.at("indicator", ref, month)
    series = _series(key, ref, month, rebases, of)
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


def funnel_served(served: Served, counted: Counted, ref: str, month: Month, now: bool, dimension: str) -> Markup | None:
    """The funnel of an indicator by one dimension; None where it has no percentages."""
    return _funnel(served.key, ref, month, now, dimension, _Carrier(counted))


@lru_cache(maxsize=256)
def _funnel(key: str, ref: str, month: Month, now: bool, dimension: str, of: _Carrier) -> Markup | None:
    definition = of.counted.book.at("indicator", ref, month)
    as_at = min(month.end, of.counted.snapshot.extracted_on)
    found = breakdown_for(of.counted, definition, as_at, dimension)
    if definition.unit != "percent" or found.whole is None or not found.whole.denominator or not found.members:
        return None
    members = [Member(each.name, each.figure.numerator or 0, each.figure.denominator or 0) for each in found.members]
    whole = Member("Council", found.whole.numerator or 0, found.whole.denominator)
    words = {"child": "children"}
    one = str(definition.header["one_row_for"])
    return funnel_chart(
        members,
        whole,
        f"{ref} by {found.title.lower()}",
        better=definition.better,
        cases=words.get(one, f"{one}s"),
    )
