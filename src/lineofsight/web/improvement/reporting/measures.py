"""What reports say of the measures: key numbers, the table, and how they stand beside what is published elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor

from lineofsight.home import Home
from lineofsight.indicators.benchmarking import Benchmark, benchmarks_of
from lineofsight.reports import wording
from lineofsight.reports.document import Bullets, Cell, Chart, Column, Line, Number, Paragraph, Strong, Table
from lineofsight.reports.model import Row
from lineofsight.reports.numbers import Numbers

#: The rates that reports set beside England and the region.
RATED_COUNTS = {"1.2": "1.2r", "1.3": "1.3r", "1.4": "1.4r"}


def indicator_table(numbers: Numbers, groups: Iterable[tuple[str, Iterable[Row]]], caption: str) -> Table:
    """The measures as the highlight report has them: year before, parts, current, six months, targets, rating."""
    report = numbers.report
    columns = (
        Column("Measure", width=6),
        Column(report.previous_label, numbers=True, width=2),
        Column("Number", numbers=True, width=2),
        Column("Out of", numbers=True, width=2),
        Column("Current", numbers=True, width=2),
        Column("Period", width=2),
        *(Column(label, numbers=True, width=2) for label in report.labels),
        Column("Minimum", numbers=True, width=2),
        Column("Upper", numbers=True, width=2),
        Column("Rating", width=2),
    )
    rows: list[tuple[Cell, ...]] = []
    marks = []
    for group, members in groups:
        marks.append((len(rows), group))
        rows += [_row(numbers, row) for row in members]
    return Table(caption, columns, tuple(rows), tuple(mark for mark in marks if mark[1]))


def _row(numbers: Numbers, row: Row) -> tuple[Cell, ...]:
    parts = ("", "") if row.unit == "rate" else wording.parts(row.current, row.unit)
    counted = row.unit == "percent" and row.current.numerator is not None
    return (
        Cell((wording.named(row.ref, wording.measure(row)),)),
        Cell((numbers.previous(row),)),
        Cell((numbers.part(row, "numerator") if counted else parts[0],)),
        Cell((numbers.part(row, "denominator") if counted else parts[1],)),
        Cell((numbers.current(row),)),
        Cell((wording.period(row),)),
        *(Cell((number,)) for number in numbers.trend(row)),
        Cell((wording.target(row.minimum, row.unit),)),
        Cell((wording.target(row.upper, row.unit),)),
        Cell((wording.rating(row),), row.rating),
    )


def measure_chart(numbers: Numbers, row: Row) -> Chart:
    """Six months of one measure, with its targets."""
    points = numbers.trend(row)
    first, last = points[0], points[-1]
    levels = tuple(
        (title, Fraction(written.rstrip("%")))
        for title, written in (("minimum target", row.minimum), ("upper target", row.upper))
        if written
    )
    return Chart(
        title=wording.named(row.ref, row.title),
        alternative=f"{row.title}: six months, from {first.text} in {numbers.report.labels[0]} to {last.text} in "
        f"{numbers.report.labels[-1]}.",
        labels=numbers.report.labels,
        lines=(Line(row.title, points),),
        unit=row.unit,
        levels=levels,
    )


def key_numbers(numbers: Numbers, home: Home) -> Bullets:
    """The counts of children with their rates, each beside England and the region where that is published."""
    report = numbers.report
    items = []
    for key in report.key_numbers:
        number = numbers.shown(key.ref, key.label, key.shown, "count", report.as_at, "Snapshot")
        text: tuple[str | Strong | Number, ...] = (f"{key.label}: ", number)
        if key.rate is not None and key.rate.value is not None:
            ref = RATED_COUNTS.get(key.ref, f"{key.ref}r")
            rate = numbers.shown(ref, f"{key.label}, rate", key.rate, "rate", report.as_at, "Snapshot")
            text = (*text, ", ", rate, " per 10,000 children", *_beside(ref, key.rate.value, report.as_at.year, home))
        items.append(Paragraph(text, key=f"number:{key.ref}"))
    return Bullets(tuple(items))


def _beside(ref: str, value: Fraction, year: int, home: Home) -> tuple[str, ...]:
    """How a rate stands beside the region and England: the year published last before, or of, the report's."""
    found = [
        one
        for one in benchmarks_of(ref, ("England", "region"), own=home.benchmarks, neighbours=home.neighbours)
        if one.year <= year
    ]
    said = []
    for kind in ("region", "England"):
        of_kind = [one for one in found if one.kind == kind]
        if of_kind:
            said.append(_than(value, max(of_kind, key=lambda one: one.year)))
    return (f" ({'; '.join(said)})",) if said else ()


def _than(value: Fraction, other: Benchmark) -> str:
    # A rate is compared as it is printed: with as many decimals as the other was published with.
    places = max(0, -int(other.value.as_tuple().exponent))
    step = Fraction(1, 10**places)
    mine = floor(value / step + Fraction(1, 2)) * step
    way = "as" if mine == Fraction(other.value) else "lower than" if mine < Fraction(other.value) else "higher than"
    words = f"the same as {other.area}" if way == "as" else f"{way} {other.area}"
    return f"{words}, {_plain(other.value)} at 31 March {other.year}"


def _plain(value: Decimal) -> str:
    return f"{value:f}"
