"""Where the figures of a report come from: what stands at the end of every rendering.

Each figure once, with what it counts, the day that it is of, the records and the version of the rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from lineofsight.reports import wording
from lineofsight.reports.document import Block, Cell, Column, Number, Paragraph, Report, Run, Section, Table, numbers_in

HEADING = "Where the figures come from"
CAPTION = "Every figure of this report, once"


@dataclass(frozen=True)
class Origin:
    """What figures of several days have in common: what they count, over which time, from what, by which rule."""

    what: str
    window: str
    snapshot: str
    definition: str
    figures: tuple[Number, ...]

    @property
    def title(self) -> str:
        return f"{self.what} ({self.window})" if self.window else self.what


def distinct(part: object) -> tuple[Number, ...]:
    """Every figure of a report, or of a part of it, once: in the order in which each is first read."""
    found: dict[tuple[object, ...], Number] = {}
    for number in numbers_in(part):
        found.setdefault(_stamp(number), number)
    return tuple(found.values())


def origins(part: object) -> tuple[Origin, ...]:
    """The distinct figures, those together that differ by their day alone."""
    found: dict[tuple[str, str, str, str], list[Number]] = {}
    for number in distinct(part):
        found.setdefault((number.what, number.window, number.snapshot, number.definition), []).append(number)
    return tuple(Origin(*common, tuple(figures)) for common, figures in found.items())


def table(part: object) -> Table | None:
    """The origins as a table, those of one indicator together; None where there is no figure."""
    found = origins(part)
    if not found:
        return None
    of_ref: dict[str, list[Origin]] = {}
    for origin in found:
        of_ref.setdefault(origin.figures[0].ref, []).append(origin)
    together = {ref: members for ref, members in of_ref.items() if ref and len(members) > 1}
    rows = [_row(origin.title, origin) for origin in found if origin.figures[0].ref not in together]
    groups = []
    for members in together.values():
        groups.append((len(rows), members[0].what))
        windows = [origin.window for origin in members]
        for origin in members:
            apart = origin.window and windows.count(origin.window) == 1
            rows.append(_row(wording.capital(origin.window) if apart else origin.title, origin))
    columns = (
        Column("What it counts", width=12),
        Column("Figure, as at", width=21),
        Column("Records", width=7),
        Column("Rule", width=10),
    )
    return Table(CAPTION, columns, tuple(rows), tuple(groups))


def whole(report: Report) -> Report:
    """The report with its last section, that says where its figures come from: what is rendered."""
    listed = table(report)
    blocks: tuple[Block, ...] = (listed,) if listed else ()
    blocks += tuple(Paragraph((sentence,)) for sentence in report.provenance)
    if not blocks:
        return report
    return replace(report, sections=(*report.sections, Section(HEADING, blocks)), provenance=())


def short_day(on: dt.date) -> str:
    """31 Mar 2023, which no line break parts."""
    return f"{on.day}\u00a0{on:%b}\u00a0{on.year}"


def _row(title: str, origin: Origin) -> tuple[Cell, ...]:
    figures = tuple(chain.from_iterable(_figures(origin.figures)))
    return Cell((title,)), Cell(figures), Cell((origin.snapshot,)), Cell((origin.definition,))


def _figures(figures: tuple[Number, ...]) -> Iterator[tuple[Run, ...]]:
    for place, number in enumerate(figures):
        end = ";" if place < len(figures) - 1 else ""
        yield ((" ", number) if place else (number,)) + (f",\u00a0{short_day(number.as_at)}{end}",)


def _stamp(number: Number) -> tuple[object, ...]:
    return (number.text, number.what, number.window, number.as_at, number.snapshot, number.definition)
