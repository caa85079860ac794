"""The monthly report as a document, from which its pages, PDF, workbook and other files are written.

Each section in the same order: what the figures tell, the figures, what they are split by, whom to ask about, what is
published elsewhere, charts of what has changed, and what the figures can't say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from lineofsight.reports import wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Line,
    Paragraph,
    Report,
    Run,
    Section,
    Table,
    Text,
)
from lineofsight.reports.equality_document import equality_sections
from lineofsight.reports.highlight_document import measures_table
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.monthly import Comparison, MonthlyReport, MonthlySection, Split
from lineofsight.reports.numbers import Numbers
from lineofsight.reports.sentences import Phrases, Sentence, phrases_of, what_the_month_tells
from lineofsight.reports.signals import Series
from lineofsight.statistics.process_control import Kind

TITLE = "Monthly management information"
#: The parts of a section below its measures.
BY_KIND, WHOM, CHANGED = "By kind", "Whom to ask about", "What has changed"
BESIDE, CANNOT = "Beside others", "What the figures can't say"
PARTS = (BY_KIND, WHOM, CHANGED, BESIDE, CANNOT)
DIFFERENT = {"higher": "higher by more than chance", "lower": "lower by more than chance"}
#: Months of a chart: so many that its figures stand in one row.
CHART_MONTHS = 12
#: Process signals that a chart is drawn for.
_DRAWN = (Kind.CONCERN, Kind.IMPROVEMENT, Kind.NEUTRAL_UP, Kind.NEUTRAL_DOWN)


def monthly_document(
    monthly: MonthlyReport,
    made_on: dt.date,
    versions: Mapping[str, str] | None = None,
    *,
    phrases: Phrases | None = None,
    attribution: str = "",
) -> Report:
    """The whole monthly report as a document that was made on a day.

    `versions`: of each indicator, the version of its definition. `attribution`: of published figures.
    """
    used = phrases or phrases_of()
    sections = [in_short(monthly, versions or {}, used)]
    for section in monthly.sections:
        sections += section_of(monthly, section, versions, phrases=used)
    sections += equality_sections(monthly.equality)
    return document_of(monthly, made_on, sections, attribution)


def document_of(monthly: MonthlyReport, made_on: dt.date, sections: Iterable[Section], attribution: str = "") -> Report:
    """Sections of the monthly report as a document, those without anything left out."""
    whole = monthly.whole
    return Report(
        title=TITLE,
        subtitle=wording.capital(wording.moment(whole)),
        council=whole.council,
        as_at=whole.as_at,
        made_on=made_on,
        sections=tuple(section for section in sections if section.blocks),
        provenance=(wording.provenance(whole), *([attribution] if attribution else [])),
        made_up=whole.made_up,
        kind="monthly",
    )


def of_section(monthly: MonthlyReport, section: MonthlySection) -> HighlightReport:
    """The report's rows of one section alone, in the form of the highlight report."""
    return replace(monthly.whole, groups=((section.title, section.rows),), key_numbers=())


def sentences_of(
    monthly: MonthlyReport, section: MonthlySection, versions: Mapping[str, str], phrases: Phrases
) -> tuple[Sentence, ...]:
    """What the figures of a section tell, in the words of rules: nothing of chance."""
    alone = of_section(monthly, section)
    return what_the_month_tells(alone, Numbers(alone, versions), phrases)


def section_of(
    monthly: MonthlyReport,
    section: MonthlySection,
    versions: Mapping[str, str] | None = None,
    *,
    phrases: Phrases | None = None,
) -> list[Section]:
    """One section of the report: what its figures tell and the measures, and its parts one level below."""
    told = told_of(monthly, section, versions or {}, phrases or phrases_of())
    alone = of_section(monthly, section)
    notes = wording.Notes.of(alone)
    table = measures_table(Numbers(alone, versions or {}), notes)
    noted = tuple(Paragraph((f"[{note.number}] {note.sentence}",)) for note in notes.listed)
    caption = f"{section.title}: {wording.lowered(table.caption)}"
    blocks = (*told, replace(table, caption=caption), *((Bullets(noted),) if noted else ()))
    return [Section(section.title, blocks), *parts_of(monthly, section, versions or {})]


def told_of(
    monthly: MonthlyReport, section: MonthlySection, versions: Mapping[str, str], phrases: Phrases
) -> tuple[Bullets, ...]:
    """The sentences of a section, of its own figures and beside England's; no block where nothing is said."""
    numbers = Numbers(of_section(monthly, section), versions)
    items = [each.paragraph for each in sentences_of(monthly, section, versions, phrases)]
    items += [paragraph for one in section.comparisons if (paragraph := _beyond(one, numbers))]
    return (Bullets(tuple(items)),) if items else ()


def parts_of(
    monthly: MonthlyReport, section: MonthlySection, versions: Mapping[str, str], wanted: Collection[str] = PARTS
) -> list[Section]:
    """The parts of a section that hold anything, in their order; `wanted`: some of PARTS."""
    numbers = Numbers(of_section(monthly, section), versions)
    blocks: dict[str, Callable[[], Iterable[Block]]] = {
        BY_KIND: lambda: [_split_table(split, numbers) for split in section.splits],
        WHOM: lambda: [_exceptions_table(section)] if section.exceptions else [],
        CHANGED: lambda: [_chart(row, numbers, section.series[row.ref]) for row in _changed(section)],
        BESIDE: lambda: _beside(section, numbers),
        CANNOT: lambda: _caveats(section),
    }
    found = [(name, tuple(blocks[name]())) for name in PARTS if name in wanted]
    return [Section(f"{section.title}: {wording.lowered(name)}", listed, level=3) for name, listed in found if listed]


def in_short(monthly: MonthlyReport, versions: Mapping[str, str], phrases: Phrases) -> Section:
    """How many measures there are, and what needs attention or is better than it was."""
    return Section("In short", tuple(_in_short(monthly, versions, phrases)))


def _in_short(monthly: MonthlyReport, versions: Mapping[str, str], phrases: Phrases) -> Iterator[Block]:
    """How many measures there are, and what a target or a special cause says, section by section.

    Measures whose months share children are named in their section alone: their limits are narrow, and of more than a
    hundred some would always seem to have changed.
    """
    rows = monthly.whole.rows
    missing = sum(1 for row in rows if row.current.value is None)
    said = f"{len(rows)} measures in {len(monthly.sections)} sections."
    if missing:
        said += f" {missing} of them have no figure: the section says what they need."
    yield Paragraph((said,))
    rated = {row.ref for row in rows if row.rating}
    carrying = {row.ref for row in rows if row.signals.carries_over}
    for title, names in (
        ("What needs attention", ("red", "worse", "below")),
        ("What is better than it was", ("improved",)),
    ):
        found = [
            each.paragraph
            for section in monthly.sections
            for each in sentences_of(monthly, section, versions, phrases)
            if each.name in names and (each.refs[0] in rated or each.refs[0] not in carrying)
        ]
        if found:
            yield Paragraph((f"{title}:",))
            yield Bullets(tuple(found))


# The parts of a section


def _split_table(split: Split, numbers: Numbers) -> Table:
    """An indicator by its kinds: the period that the report shows, its share, and the same a year before."""
    total = sum(part.current.numerator or 0 for part in split.parts)
    columns = [Column(split.by, width=4)]
    if split.unit == "count":
        columns += [Column(title, numbers=True, width=2) for title in (split.window, "Share", "A year before")]
    else:
        columns += [Column(title, numbers=True, width=2) for title in ("Num", "Denom", split.window, "A year before")]
    rows = []
    for part in split.parts:
        title = f"{split.title}: each {wording.lowered(split.by)}"  # one origin for all of them
        current = numbers.shown(split.ref, title, part.current, split.unit, numbers.report.as_at, split.window)
        before = wording.figure(part.year_before, split.unit)
        cells: list[Text] = [(wording.capital(part.name),)]
        if split.unit == "count":
            share = Fraction(100 * (part.current.numerator or 0), total) if total else None
            cells += [(current,), (wording.number(share, "percent") if share is not None else "",), (before,)]
        else:
            cells += [*((text,) for text in wording.parts(part.current, split.unit)), (current,), (before,)]
        rows.append(tuple(Cell(text) for text in cells))
    return Table(wording.named(split.ref, split.title), tuple(columns), tuple(rows))


def _exceptions_table(section: MonthlySection) -> Table:
    columns = (
        Column("Measure", width=6),
        Column("How many to ask about", numbers=True, width=2),
        Column("Of them past a due date", numbers=True, width=2),
    )
    rows = tuple(
        (
            Cell((wording.named(one.ref, one.title),)),
            Cell((wording.count(one.how_many),)),
            Cell((wording.count(one.overdue) if one.overdue is not None else "no clock",)),
        )
        for one in section.exceptions
    )
    note = "The site lists the children behind each of these to whoever may see them."
    return Table(f"{section.title}: rows that are not as they should be", columns, rows, note=note)


def _changed(section: MonthlySection) -> list[Row]:
    return [row for row in section.rows if row.signals.variation in _DRAWN and row.ref in section.series]


def _chart(row: Row, numbers: Numbers, series: Series) -> Chart:
    """The last twelve months of a measure that has changed by more than it usually varies, with its process limits."""
    months = list(zip(series.months, series.figures, strict=True))[-CHART_MONTHS:]
    report = numbers.report
    points = [
        None
        if figure is None or figure.value is None
        else numbers.shown(
            row.ref,
            row.title,
            Shown(figure.value, figure.numerator, figure.denominator),
            row.unit,
            min(month.end, report.as_at),
            "month of the trend",
        )
        for month, figure in months
    ]
    labels = tuple(month.label for month, _ in months)
    known = [(point, label) for point, label in zip(points, labels, strict=True) if point is not None]
    said = "No figures in these months."
    if known:
        said = f"{known[0][0].text} in {known[0][1]}, {known[-1][0].text} in {known[-1][1]}."
    words = wording.changes(row, report.month)
    said += f" {wording.capital(words)}." if words else ""
    return Chart(
        wording.named(row.ref, row.title),
        said,
        labels,
        (Line(row.title, tuple(points)),),
        row.unit,
        levels=_levels(series),
    )


def _levels(series: Series) -> tuple[tuple[str, Fraction], ...]:
    """The mean of the months and the limits of their usual variation, as they hold in the last of them."""
    points = [point for point in series.control.points if point is not None] if series.control else []
    last = points[-1] if points else None
    if last is None or last.mean is None:
        return ()
    named = (("mean", last.mean), ("upper process limit", last.upper), ("lower process limit", last.lower))
    return tuple((name, value) for name, value in named if value is not None)


def _beside(section: MonthlySection, numbers: Numbers) -> Iterator[Block]:
    rows = tuple(
        (
            Cell((wording.named(one.row.ref, one.row.title),)),
            Cell((numbers.current(one.row),)),
            Cell((one.benchmark.area,)),
            Cell((_published(one),)),
            Cell((str(one.benchmark.year),)),
            Cell((one.benchmark.comparable,)),
            Cell((DIFFERENT.get(one.differs, ""),)),
        )
        for one in section.comparisons
    )
    if rows:
        columns = (
            Column("Measure", width=6),
            Column("Here", numbers=True, width=2),
            Column("Area", width=3),
            Column("Published", numbers=True, width=2),
            Column("Year to 31 March", width=2),
            Column("Comparable", width=2),
            Column("Here it is", width=3),
        )
        yield Table(f"{section.title}: beside published figures", columns, rows)
    told: dict[str, list[str]] = {}
    for one in section.comparisons:
        refs = told.setdefault(f"{one.benchmark.why} Source: {one.benchmark.source}.", [])
        if one.row.ref not in refs:
            refs.append(one.row.ref)
    items = [Paragraph((f"{', '.join(refs)}: {why}",)) for why, refs in told.items()]
    nothing: dict[str, list[str]] = {}
    for each in section.not_compared:
        nothing.setdefault(each.why, []).append(each.ref)
    items += [Paragraph((f"{', '.join(refs)}: nothing beside it. {why}",)) for why, refs in nothing.items()]
    if items:
        yield Bullets(tuple(items))


def _published(one: Comparison) -> str:
    return f"{one.benchmark.value}%" if one.benchmark.unit == "percent" else f"{one.benchmark.value}"


def _beyond(one: Comparison, numbers: Numbers) -> Paragraph | None:
    """What is said of a figure that differs from England's by more than chance, where the two can be compared."""
    if not one.differs or one.benchmark.area != "England" or one.benchmark.comparable != "yes":
        return None
    text: list[Run] = [
        f"{one.row.title}: ",
        numbers.current(one.row),
        f" here, {one.differs} than in England ({_published(one)}, {one.benchmark.year}) by more than chance.",
    ]
    return Paragraph(tuple(text), key=f"beyond:{one.row.ref}")


def _caveats(section: MonthlySection) -> list[Block]:
    return [Bullets(tuple(Paragraph((f"{ref}: {text}",)) for ref, text in section.caveats))] if section.caveats else []
