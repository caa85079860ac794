"""What the workbook of Annex A holds, sheet by sheet, before it is written as xlsx or ods.

About | List 1 to List 11 | Validation, By team, To mend | Scorecard, Differences | Last run, Changes

The lists are as the layout has them: headings in the first row, values as it writes them, nothing above or below. A
list that could not be made is a sheet that says so. The other sheets are for the council: `lists_alone` leaves them
out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lineofsight.annex_a.for_the_council import council_sheets
from lineofsight.annex_a.laying import Made
from lineofsight.annex_a.layouts import LayoutColumn
from lineofsight.annex_a.sheet import MARKING, Kind, Sheet, SheetColumn, day, percent

if TYPE_CHECKING:
    from lineofsight.annex_a.producing import Produced

MADE_UP = "MADE-UP PEOPLE: a demonstration, of no real child"
KINDS: dict[str, Kind] = {"text": "text", "date": "date", "int": "number"}
WIDTHS: dict[Kind, float] = {"text": 16, "date": 15, "number": 15}


def sheets(produced: Produced, *, lists_alone: bool = False) -> Iterator[Sheet]:
    """The sheets of the workbook, in order: each is to be written before the next is asked for."""
    yield about(produced, brief=lists_alone)
    for made in produced.laid.lists:
        yield _list(produced, made)
    if not lists_alone:
        yield from council_sheets(produced)


def title_of(produced: Produced) -> str:
    """What the workbook is, in one line."""
    return f"Annex A: {produced.snapshot.council or 'the council'}, {day(produced.on)}"


def about(produced: Produced, *, brief: bool) -> Sheet:
    """The first sheet: what the workbook is. `brief`: as it goes out with the lists alone."""
    snapshot, layout = produced.snapshot, produced.layout
    facts = [
        title_of(produced),
        *([MADE_UP] if snapshot.made_up else []),
        MARKING,
        f"Data as at {day(produced.on)}",
        f"Layout {layout.name}: {layout.title}{' (your own)' if layout.own else ''}",
        f"Made from snapshot {snapshot.id}, the extract of {day(snapshot.extracted_on)} from {snapshot.source}",
        f"Produced at {produced.made_at.astimezone(dt.UTC):%d/%m/%Y %H:%M} (UTC), run {produced.run.id}",
    ]
    share = produced.validation.share_complete
    if not brief:
        complete = f", {percent(share)} complete" if share is not None else ""
        facts.append(
            f"{produced.validation.to_mend:,} cells to mend{complete}: sheets Validation, By team and To mend. "
            "What the scorecard says: Scorecard. What changed: Last run"
        )
        facts += _wrapped(f"On the layout: {layout.source}. {layout.caveats}")
    columns = [SheetColumn("List", width=24), SheetColumn("Rows", "number", 8), SheetColumn("What it holds", width=60)]
    if not brief:
        columns += [
            SheetColumn("Who is in it", width=60),
            SheetColumn("What the guidance leaves open, and how it is taken here", width=60),
            SheetColumn("What the snapshot can't fill", width=60),
        ]
    return Sheet("About", columns, _of_lists(produced, len(columns)), facts)


def _of_lists(produced: Produced, width: int) -> Iterator[list[Any]]:
    for made in produced.laid.lists:
        holds = f"COULD NOT BE MADE: {made.cannot}" if made.cannot else made.layout.window
        row = [
            f"{made.number}: {made.layout.title}",
            None if made.cannot else made.rows,
            holds,
            made.rule.who,
            "\n".join(made.rule.unclear),
            "\n".join([*made.cautions, *_not_filled(made)]),
        ]
        yield row[:width]


def _not_filled(made: Made) -> list[str]:
    return [
        f"{column.heading}: {made.lacks[column.name]}" for column in made.layout.columns if column.name in made.lacks
    ]


def _list(produced: Produced, made: Made) -> Sheet:
    if made.cannot:
        title = f"{made.layout.sheet}, {made.layout.title}, could not be made: {made.cannot}"
        return Sheet(made.layout.sheet, above=[title, "This is not an empty list."])
    columns = [SheetColumn(column.heading, KINDS[column.type], _width(column)) for column in made.layout.columns]
    return Sheet(made.layout.sheet, columns, _rows(produced, made))


def _rows(produced: Produced, made: Made) -> Iterator[tuple[Any, ...]]:
    """The rows of a list, codes as the layout writes them."""
    picked = ", ".join(map(_written, made.layout.columns))
    found = produced.laid.database.cursor().execute(f"select {picked} from {made.table} order by place")
    while rows := found.fetchmany(10_000):
        yield from rows


def _written(column: LayoutColumn) -> str:
    if not column.values:
        return column.name
    cases = " ".join(f"when {_quoted(code)} then {_quoted(written)}" for code, written in column.values.items())
    return f"case {column.name} {cases} else {column.name} end"


def _width(column: LayoutColumn) -> float:
    """As wide as its values are, within reason: a heading is wrapped."""
    kind = KINDS[column.type]
    longest = max(map(len, column.values.values()), default=0)
    if column.name in ("allocated_team", "allocated_worker", "personal_adviser", "organisation"):
        return 28
    return max(WIDTHS[kind], min(longest + 2, 34))


def _wrapped(text: str, longest: int = 150) -> list[str]:
    """A text in lines of so many characters at most."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
