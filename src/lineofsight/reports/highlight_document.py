"""The monthly highlight report as a document, from which its PDF, slides and Word document are written.

It says what the page says, in the same words. Trend lines of a hand's breadth are left to the page and the workbook;
a presentation has a chart of each rated measure instead.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from lineofsight.reports import wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Facts,
    Line,
    Number,
    Paragraph,
    Report,
    Run,
    Section,
    Table,
    Text,
)
from lineofsight.reports.model import HighlightReport, KeyNumber, Reconciliation, Row, Shown
from lineofsight.reports.numbers import Numbers

#: What is explained of the page alone: a document has no trend lines, and says nothing of signals.
_OF_THE_PAGE = ("Trend line", "More to reach", "Up and down", "Variation", "Assurance")
_TRAFFIC_LIGHTS = "measures rated {}"


def highlight_document(
    report: HighlightReport,
    made_on: dt.date,
    versions: Mapping[str, str] | None = None,
    *,
    charts: bool = False,
) -> Report:
    """The highlight report as a document that was made on a day.

    `versions`: of each indicator, the version of its definition (`numbers.versions_of`). `charts`: with six months of
    every rated measure at its end.
    """
    numbers = Numbers(report, versions or {})
    notes = wording.Notes.of(report)
    noted = tuple(Paragraph((f"[{note.number}] {note.sentence}",)) for note in notes.listed)
    sections = [
        Section("Ratings in short", tuple(_ratings(numbers))),
        Section("Key numbers", (_key_numbers(numbers, notes), *_reconciliation(numbers))),
        Section("Measures", (measures_table(numbers, notes), *((Bullets(noted),) if noted else ()))),
        Section("What the words and signs mean", (Facts(tuple(_explained(report))),)),
    ]
    if charts:
        drawn = tuple(measure_chart(numbers, row) for row in report.rows if row.rating)
        sections.insert(3, Section("Six months of each rated measure", drawn))
    return Report(
        title=wording.TITLE,
        subtitle=wording.moment(report)[:1].upper() + wording.moment(report)[1:],
        council=report.council,
        as_at=report.as_at,
        made_on=made_on,
        sections=tuple(section for section in sections if section.blocks),
        provenance=(wording.provenance(report),),
        made_up=report.made_up,
        kind="highlight",
    )


def measure_chart(numbers: Numbers, row: Row) -> Chart:
    """The months of one measure's trend, with its targets."""
    points, labels = numbers.trend(row), numbers.report.labels
    known = [(point, label) for point, label in zip(points, labels, strict=True) if point.value is not None]
    if known:
        (first, since), (last, until) = known[0], known[-1]
        said = f"{len(labels)} months. {first.text} in {since}, {last.text} in {until}."
        low, high = (choose(known, key=lambda pair: pair[0].value or 0) for choose in (min, max))
        said += f" Lowest {low[0].text} in {low[1]}, highest {high[0].text} in {high[1]}."
    else:
        said = "No figures in these months."
    levels = tuple(
        (title, Fraction(written.rstrip("%")))
        for title, written in (("minimum target", row.minimum), ("upper target", row.upper))
        if written and re.fullmatch(r"\d+(\.\d+)?%?", written)
    )
    title = wording.named(row.ref, wording.measure(row))
    return Chart(title, said, labels, (Line(row.title, points),), row.unit, levels=levels)


def _ratings(numbers: Numbers) -> Iterator[Block]:
    report = numbers.report
    rated = [report.rated(name) for name in wording.RATINGS]
    missing = [row for row in report.rows if row.current.value is None]
    without = len(report.rows) - sum(map(len, rated)) - sum(1 for row in missing if row.minimum)
    counted = [
        (len(report.rows), "measures"),
        (sum(map(len, rated)), "measures that are rated"),
        *((len(rows), _TRAFFIC_LIGHTS.format(name)) for name, rows in zip(wording.RATINGS, rated, strict=True)),
        *([(without, "measures without a target")] if without else []),
        *([(len(missing), "measures without a figure")] if missing else []),
    ]
    near = len(wording.near_misses(report))
    if near and len(rated[-1]) > 1:
        counted += [(len(rated[-1]), _TRAFFIC_LIGHTS.format("red")), (near, "red measures near their minimum target")]
    figures = [numbers.of_report(how_many, what) for how_many, what in counted]
    yield Paragraph(_with_figures(wording.ratings_explained(report), figures))


def _key_numbers(numbers: Numbers, notes: wording.Notes) -> Table:
    columns = (
        Column("Children", width=4),
        Column("Number", numbers=True, width=2),
        Column("Rate per 10,000 aged 0 to 17", numbers=True, width=2),
    )
    rows = tuple(
        (
            Cell((key.label,)),
            Cell(_noted(_key(numbers, key), notes, key.shown)),
            Cell(_noted(_rate(numbers, key, key.rate), notes, key.rate) if key.rate else ("",)),
        )
        for key in numbers.report.key_numbers
    )
    return Table(f"Key numbers for {wording.moment(numbers.report)}", columns, rows)


def _key(numbers: Numbers, key: KeyNumber) -> Number:
    return numbers.shown(key.ref, key.label, key.shown, "count", numbers.report.as_at, "Snapshot")


def _rate(numbers: Numbers, key: KeyNumber, rate: Shown) -> Number:
    on = numbers.report.as_at
    return numbers.shown(f"{key.ref}r", f"{key.label}, rate per 10,000", rate, "rate", on, "Snapshot")


def _reconciliation(numbers: Numbers) -> Iterator[Block]:
    """How the cohorts add up to the open cases, in the words of the page, with its figures."""
    report, found = numbers.report, numbers.report.reconciliation
    parts = [_of_cases(numbers, how_many, label) for label, how_many in found.parts]
    whole = [_of_cases(numbers, found.open_cases, "open cases")] if found.open_cases is not None else []
    yield Paragraph(_with_figures(wording.reconciliation(report), [*whole, *parts] if whole else []))
    if found.parts:
        text = _with_figures(f"That is {wording.reconciliation_parts(report)}.", parts)
        yield Paragraph((*text, " Each open case is counted once, in the first of these that it is in."))
    if wording.allocation(report):
        yield Paragraph(_with_figures(wording.allocation(report), _allocated(numbers, found)))


def _allocated(numbers: Numbers, found: Reconciliation) -> list[Number]:
    if found.allocated is None:
        return []
    named = (
        (found.allocated, "children with an allocated worker"),
        (found.allocated_not_open or None, "children with an allocated worker and no open case"),
        (found.open_not_allocated or None, "open cases without an allocated worker"),
    )
    return [_of_cases(numbers, how_many, what) for how_many, what in named if how_many is not None]


def _of_cases(numbers: Numbers, how_many: int | None, what: str) -> Number:
    """A count of children's cases that no definition has a reference for."""
    report = numbers.report
    return Number(
        text=wording.count(how_many),
        what=what,
        as_at=report.as_at,
        snapshot=report.snapshot,
        definition=f"book {report.book[:12]}",
        value=None if how_many is None else Fraction(how_many),
        numerator=how_many,
    )


def measures_table(numbers: Numbers, notes: wording.Notes) -> Table:
    """The rows of a report: figures, six months, targets and ratings."""
    report = numbers.report
    columns = (
        Column("Performance measure", width=6),
        Column(report.previous_label, numbers=True, width=2),
        *(Column(title, numbers=True, width=2) for title in ("Num", "Denom", "Current")),
        Column("Period", width=2),
        *(Column(label, numbers=True, width=2) for label in report.labels),
        *(Column(title, numbers=True, width=2) for title in ("Min", "Upper")),
        Column("Rating", width=2),
    )
    rows: list[tuple[Cell, ...]] = []
    groups = []
    for name, members in report.groups:
        groups.append((len(rows), name))
        rows += [_row(numbers, notes, row) for row in members]
    caption = f"Measures for {wording.moment(report)}: figures, six months, targets and ratings"
    return Table(caption, columns, tuple(rows), tuple(groups))


def _row(numbers: Numbers, notes: wording.Notes, row: Row) -> tuple[Cell, ...]:
    trend = zip(numbers.trend(row), row.trend, strict=True)
    rating = (wording.marked(wording.rating(row), notes.rating_marks(row)),)
    return (
        Cell((wording.named(row.ref, wording.measure(row)),)),
        Cell(_noted(numbers.previous(row), notes, row.previous)),
        Cell((_part(numbers, row, "numerator"),)),
        Cell((_part(numbers, row, "denominator"),)),
        Cell(_noted(numbers.current(row), notes, row.current)),
        Cell((wording.period(row),)),
        *(Cell(_noted(number, notes, shown)) for number, shown in trend),
        Cell((wording.target(row.minimum, row.unit),)),
        Cell((wording.target(row.upper, row.unit),)),
        Cell(rating, row.rating),
    )


def _part(numbers: Numbers, row: Row, which: str) -> Run:
    """How many of how many: a figure where the measure is a share, and what the page says where it isn't."""
    value = row.current.numerator if which == "numerator" else row.current.denominator
    if row.unit in ("count", "median") or value is None or row.current.scale != 1:
        return wording.parts(row.current, row.unit)[0 if which == "numerator" else 1]
    return numbers.part(row, which)


def _noted(number: Number, notes: wording.Notes, shown: Shown) -> Text:
    """A figure with the numbers of its notes: "no data [1]"."""
    marks = wording.marked("", notes.marks(shown))
    return (number, f" {marks}") if marks else (number,)


def _explained(report: HighlightReport) -> Iterator[tuple[str, Text]]:
    for name, meaning in wording.explanations(report):
        if name not in _OF_THE_PAGE:
            yield name, (meaning,)


def _with_figures(sentence: str, figures: list[Number]) -> Text:
    """A sentence in which figures stand as figures: each in the place of its own text, in their order."""
    runs: list[Run] = []
    rest = sentence
    for number in figures:
        found = re.search(rf"(?<![\d,.]){re.escape(number.text)}(?![\d,]|\.\d)", rest)
        if found is None:
            continue
        runs += [rest[: found.start()], number]
        rest = rest[found.end() :]
    return tuple(run for run in (*runs, rest) if run)
