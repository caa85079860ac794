"""Groups of children as parts of a document: where one differs by more than chance, and the figures of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lineofsight.reports import wording
from lineofsight.reports.document import Block, Bullets, Cell, Column, Paragraph, Section, Table
from lineofsight.reports.equality import OF_ADULTS, ByGroup, Equality, EqualityTable, OfGroup

_FEW = "few"


def equality_sections(equality: Equality) -> list[Section]:
    """Each breakdown: where a group differs by more than chance, and the numbers beside the children who live here."""
    if not equality.tables:
        return []
    sections = [
        Section(
            "Groups of children",
            (
                Paragraph(
                    (
                        "A share says whether a group of those we work with gets something less often; a number per "
                        "10,000 says whether a group of those who live here comes to us more often. Only differences "
                        "beyond chance (99.8%) are named. Groups of fewer than five children, and what would tell of "
                        "them, are left out.",
                    )
                ),
            ),
        )
    ]
    for table in equality.tables:
        sections.append(Section(f"By {table.title.lower()}", tuple(equality_blocks(table)), level=3))
    return sections


def equality_blocks(table: EqualityTable, *, everything: bool = False) -> Iterator[Block]:
    """One breakdown: its differences in words, then its figures; all rows with `everything`, else those that differ."""
    if table.lacks:
        yield Paragraph((f"{wording.capital(table.lacks)}.",))
        return
    different = [row for row in table.rows if row.different]
    if not different:
        yield Paragraph(("No group differs from the whole by more than chance in any measure.",))
    else:
        yield Bullets(tuple(Paragraph((_difference(row),)) for row in different))
    if not table.has_population:
        yield Paragraph(
            (
                "The council's children by group are not supplied (los_population_groups): numbers of children stand "
                "without a rate.",
            ),
            manner="note",
        )
    elif any(row.unit == "count" and not row.is_rate and row.section not in OF_ADULTS for row in table.rows):
        yield Paragraph(
            (
                "Numbers of which more than a tenth is of no known group are not set beside the children who live "
                "here: what is not recorded would make groups seem few.",
            ),
            manner="note",
        )
    shares = [row for row in table.rows if row.unit != "count" and (everything or row.different)]
    rates = [row for row in table.rows if row.is_rate and (everything or row.different)]
    counts = [row for row in table.rows if row.unit == "count" and not row.is_rate and everything]
    for rows, caption in (
        (rates, f"Numbers by {table.title.lower()}, per 10,000 children of the group aged 0 to 17"),
        (shares, f"Measures by {table.title.lower()}"),
        (counts, f"Numbers by {table.title.lower()}"),
    ):
        if rows:
            yield _equality_table(table, rows, caption)


def _difference(row: ByGroup) -> str:
    parts = [f"{_of(group, row)} for {_quoted(group.member)} ({group.differs})" for group in row.different]
    whole = wording.one_decimal(row.whole_rate) + " per 10,000" if row.whole_rate is not None else _whole(row)
    numbered = f" ({row.ref})" if wording.named(row.ref, row.title) != row.title else ""
    return f"{row.title}{numbered}: {whole} in all; {', '.join(parts)}."


def _quoted(member: str) -> str:
    return f"“{wording.capital(member)}”"


def _whole(row: ByGroup) -> str:
    return wording.figure(row.whole, row.unit)


def _of(group: OfGroup, row: ByGroup) -> str:
    if group.hidden:
        return _FEW
    if row.is_rate:
        return f"{wording.one_decimal(group.rate)} per 10,000" if group.rate is not None else "no rate"
    return wording.figure(group.shown, row.unit)


def _equality_table(table: EqualityTable, rows: Sequence[ByGroup], caption: str) -> Table:
    columns = (
        Column("Measure", width=5),
        Column("All", numbers=True, width=2),
        *(Column(wording.capital(member), numbers=True, width=3, wrap=True) for member in table.members),
    )
    body: list[tuple[Cell, ...]] = []
    starts: list[tuple[int, str]] = []
    for row in rows:
        if not starts or starts[-1][1] != row.section:
            starts.append((len(body), row.section))
        by_member = {group.member: group for group in row.groups}
        cells = [Cell((wording.named(row.ref, row.title),))]
        all_ = wording.one_decimal(row.whole_rate) if row.whole_rate is not None else _whole(row)
        cells.append(Cell((all_,)))
        cells += [Cell((_group(by_member.get(member), row),)) for member in table.members]
        body.append(tuple(cells))
    note = "Between brackets: where the figure lies at 95%. Higher, lower: than the whole by more than chance (99.8%)."
    return Table(caption, columns, tuple(body), tuple(starts), note)


def _group(group: OfGroup | None, row: ByGroup) -> str:
    if group is None:
        return ""
    if group.hidden:
        return _FEW
    if row.is_rate and group.rate is None:
        return wording.figure(group.shown, "count")
    value = wording.one_decimal(group.rate) if group.rate is not None else wording.figure(group.shown, row.unit)
    if group.interval is None:
        return value
    # The figure on one line and where it lies on the next, where there is no room for both.
    between = f" ({group.interval.lower:.1f}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{group.interval.upper:.1f})"
    differs = f",\N{NO-BREAK SPACE}{group.differs}" if group.differs else ""
    return value + differs + between
