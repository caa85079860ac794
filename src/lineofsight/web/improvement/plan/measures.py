"""The measures that an action is tied to, as they stand now: from where, to where, and what the months say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import WINDOW_TITLES, Definition
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import Figure
from lineofsight.prepared.figures import months_offered
from lineofsight.reports import wording
from lineofsight.reports.signals import Series
from lineofsight.reports.sparkline import svg_sparkline
from lineofsight.web.improvement.figures import figure_of
from lineofsight.web.improvement.models import LinkedIndicator
from lineofsight.web.improvement.plan.watching import Worse, months_back, worsens_now
from lineofsight.web.improvement.rules import setting
from lineofsight.web.performance.reading import chart_served, series_served
from lineofsight.web.seen import Seen
from lineofsight.web.serving import Served

#: How many months the small line beside an action shows.
SMALL = 12


@dataclass(frozen=True)
class Measure:
    """A measure of the book at the end of a month, with its series to then."""

    ref: str
    definition: Definition
    month: Month
    figure: Figure | None
    series: Series

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def unit(self) -> str:
        return self.definition.unit

    @property
    def rating(self) -> str:
        return self.figure.rating if self.figure else ""

    @property
    def now(self) -> str:
        """The figure in the period that the report shows, in words; which kind of nothing where there is none."""
        return figure_text(self.figure, self.unit)

    @property
    def parts(self) -> str:
        """ "620 of 738", where it is a share."""
        if self.figure is None or self.figure.denominator is None or self.unit != "percent":
            return ""
        return f"{wording.count(self.figure.numerator)} of {wording.count(self.figure.denominator)}"

    @property
    def period(self) -> str:
        return WINDOW_TITLES[self.definition.shown]

    @property
    def worse(self) -> Worse | None:
        return worsens_now(self.series)

    @property
    def worse_words(self) -> str:
        """ "3.3 Children visited in time, 71.2% in March 2023, where 80.1% is usual: outside the limits"."""
        return f"{wording.named(self.ref, self.title)}, {self.worse.words(self.unit)}" if self.worse else ""

    @property
    def minimum(self) -> Fraction | None:
        """The minimum target of the book."""
        target = self.definition.target_at(self.month)
        return Fraction(target.minimum) if target else None

    @property
    def sparkline(self) -> SafeString:
        """The last months as a small line."""
        months, values = self.series.months[-SMALL:], self.series.values[-SMALL:]
        said = ", ".join(
            f"{month.label} {wording.number(value, self.unit) if value is not None else 'none'}"
            for month, value in zip(months, values, strict=True)
        )
        # its drawing escapes every text
        return mark_safe(svg_sparkline(values, self.unit, f"{self.ref} by month: {said}"))


def figure_text(figure: Figure | None, unit: str) -> str:
    """A figure in words; "no cases" or "no data" where it has no value."""
    if figure is None or figure.value is None:
        return wording.NO_CASES if figure is not None and figure.note == wording.NO_CASES else wording.NO_DATA
    return wording.number(figure.value, unit)


def measures_seen(seen: Seen | None, refs: Iterable[str]) -> dict[str, Measure]:
    """As `measures_of`, for a reader; none where nothing serves."""
    return measures_of(seen.served, seen.counted, refs) if seen is not None else {}


def measures_of(served: Served, counted: Counted, refs: Iterable[str]) -> dict[str, Measure]:
    """The measures of some references that the book has, at the end of the last month that can be reported.

    None where no month has ended.
    """
    months, there = months_offered(counted), set(counted.book.named("indicator"))
    if not months:
        return {}
    return {ref: _measure(served, counted, ref, months[0]) for ref in sorted(set(refs) & there)}


def _measure(served: Served, counted: Counted, ref: str, month: Month) -> Measure:
    definition = counted.book.at("indicator", ref, month)
    series = series_served(served, counted, ref, month)
    return Measure(ref, definition, month, figure_of(counted, ref, month), series)


@dataclass(frozen=True)
class Linked:
    """A measure beside an action: its `baseline`, and whether it `is_back`: at the target in the last months."""

    link: LinkedIndicator
    measure: Measure | None
    baseline: str
    baseline_month: str
    target: str
    by_month: str
    is_back: bool

    def chart(self, seen: Seen) -> SafeString:
        """Month by month, with limits and targets."""
        if self.measure is None:
            return SafeString("")
        # its drawing escapes every text
        return mark_safe(chart_served(seen.served, seen.counted, self.measure.ref, self.measure.month))


def linked(seen: Seen | None, links: Iterable[LinkedIndicator], measures: dict[str, Measure]) -> list[Linked]:
    """The links of one action, each with where it came from, where it stands and where it is to go."""
    return [_linked(seen, link, measures.get(link.ref)) for link in links]


def _linked(seen: Seen | None, link: LinkedIndicator, measure: Measure | None) -> Linked:
    baseline = ""
    if seen is not None and measure is not None and link.baseline_month:
        baseline = figure_text(figure_of(seen.counted, link.ref, Month.read(link.baseline_month)), measure.unit)
    target = target_of(link, measure)
    written = ""
    if measure is not None and target is not None:
        written = wording.target(link.target or _written(measure), measure.unit)
    return Linked(
        link,
        measure,
        baseline,
        _month_name(link.baseline_month),
        written,
        _month_name(link.by_month),
        bool(measure and back_of(link, measure)),
    )


def target_of(link: LinkedIndicator, measure: Measure | None) -> Fraction | None:
    """What a link is to reach: its own target, else the minimum of the book."""
    if link.target:
        return Fraction(link.target)
    return measure.minimum if measure else None


def back_of(link: LinkedIndicator, measure: Measure, since: Month | None = None) -> list[tuple[Month, Fraction]]:
    """The last months, where the measure reached its target in each and does not worsen now; else none."""
    if measure.worse is not None:
        return []
    return months_back(
        zip(measure.series.months, measure.series.values, strict=True),
        target=target_of(link, measure),
        better=measure.definition.better,
        months=int(setting("back_months")),
        since=since,
    )


def _written(measure: Measure) -> str:
    target = measure.definition.target_at(measure.month)
    return target.minimum if target else ""


def _month_name(written: str) -> str:
    return wording.month_name(Month.read(written)) if written else ""
