"""The sheets of the workbook that are for the council: what is to mend, the scorecard, and what changed.

Validation, By team, To mend | Scorecard, Differences | Last run, Changes
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lineofsight.annex_a.reconciling import Line
from lineofsight.annex_a.runs import CHANGED
from lineofsight.annex_a.sheet import Sheet, SheetColumn, day, percent, share_shown

if TYPE_CHECKING:
    from lineofsight.annex_a.producing import Produced

NOBODY = "nobody"


def council_sheets(produced: Produced) -> Iterator[Sheet]:
    """The sheets for the council, in order."""
    yield from (_validation(produced), _by_team(produced), _to_mend(produced))
    yield from (_scorecard(produced), _differences(produced))
    yield from (_last_run(produced), _changes(produced))


def _validation(produced: Produced) -> Sheet:
    validation = produced.validation
    share = validation.share_complete
    above = [
        f"What is to mend in the lists of {day(produced.on)}",
        f"{validation.to_mend:,} cells are missing or break the layout"
        + (f"; {percent(share)} of the cells that count are complete" if share is not None else ""),
        "A cell counts where it must be filled, or is.",
        "A column that the snapshot can't fill is none of them: the last column says why.",
        *(f"{made.layout.sheet} could not be made: {made.cannot}" for made in produced.laid.lists if made.cannot),
    ]
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("Column of the list", width=60),
        SheetColumn("Must be filled", width=12),
        SheetColumn("Rows", "number", 9),
        SheetColumn("Cells that count", "number", 11),
        SheetColumn("Missing", "number", 9),
        SheetColumn("Break the layout", "number", 11),
        SheetColumn("Complete", "percent", 11),
        SheetColumn("Why it can't be filled", width=60),
    )
    rows = (
        (
            *(state.number, state.column.heading, state.column.must, state.rows, state.counts),
            *(state.missing, state.breaks, share_shown(state.share_complete), state.lacks or None),
        )
        for state in validation.columns
    )
    return Sheet("Validation", columns, rows, above)


def _by_team(produced: Produced) -> Sheet:
    above = [
        "What is to mend, by list, team and worker",
        "Team and worker are those of the row: on the day, or for what has ended on its last day.",
        "In Lists 3 to 5 they are those that dealt with the referral, assessment or enquiry.",
    ]
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("With team", width=36),
        SheetColumn("With worker", width=36),
        SheetColumn("Rows", "number", 9),
        SheetColumn("Cells that count", "number", 11),
        SheetColumn("To mend", "number", 9),
        SheetColumn("Complete", "percent", 11),
    )
    groups = sorted(
        produced.validation.groups, key=lambda group: (-group.to_mend, group.number, group.team, group.worker)
    )
    rows = (
        (
            *(group.number, group.team or NOBODY, group.worker or NOBODY),
            *(group.rows, group.counts, group.to_mend, share_shown(group.share_complete)),
        )
        for group in groups
    )
    return Sheet("By team", columns, rows, above)


def _to_mend(produced: Produced) -> Sheet:
    headings = {
        (made.number, column.name): column.heading for made in produced.laid.made for column in made.layout.columns
    }
    above = [
        "Each cell to mend",
        "Mend the record in the case system: the next extract has it. 'Row' is the row of the list's sheet.",
    ]
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("Row", "number", 8),
        SheetColumn("Child", width=18),
        SheetColumn("Column of the list", width=50),
        SheetColumn("What is wrong", width=50),
        SheetColumn("What stands there", width=24),
        SheetColumn("With team", width=32),
        SheetColumn("With worker", width=32),
    )
    rows = (
        (number, place + 1, child, headings[number, name], what, value, team, worker)
        for number, place, child, name, _, what, value, team, worker in produced.validation.cells()
    )
    return Sheet("To mend", columns, rows, above)


def _scorecard(produced: Produced) -> Sheet:
    above = [
        f"The lists of {day(produced.on)} beside the scorecard",
        "Rows of the list = the indicator's count - counted there alone + in the list alone + more than one row",
        "Each child of a difference stands on the sheet Differences, with the reason.",
    ]
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("What is compared", width=44),
        SheetColumn("Rows of the list", "number", 11),
        SheetColumn("Indicator", width=10),
        SheetColumn("Its count", "number", 11),
        SheetColumn("In the list alone", "number", 11),
        SheetColumn("In the indicator alone", "number", 11),
        SheetColumn("More than one row", "number", 11),
        SheetColumn("Not explained", "number", 11),
        SheetColumn("What it comes to", width=70),
    )
    return Sheet("Scorecard", columns, map(_line, produced.reconciliation.lines), above)


def _line(line: Line) -> tuple[Any, ...]:
    if line.lacks:
        return (line.number, line.what, None, line.ref, *[None] * 5, line.lacks)
    numbers = (line.counted, line.listed_alone, line.counted_alone, line.more_than_once, line.unexplained)
    return (line.number, line.what, line.rows, line.ref, *numbers, comes_to(line))


def comes_to(line: Line) -> str:
    """What a line comes to, in a sentence.

    >>> comes_to(Line(7, "1.3", rows=214, counted=214))
    'List 7 has 214 and indicator 1.3 says 214'
    """
    if line.lacks:
        return line.lacks
    said = f"List {line.number} has {line.rows:,} and indicator {line.ref} says {line.counted:,}"
    if line.agrees:
        return said
    parts = [
        f"{count:,} {where}"
        for count, where in (
            (line.listed_alone, "in the list alone"),
            (line.counted_alone, "in the indicator alone"),
            (line.more_than_once, "more than one row of a child"),
        )
        if count
    ]
    rest = f", {line.unexplained:,} of them not explained" if line.unexplained else ""
    return f"{said}: {', '.join(parts)}{rest}. {line.differs}"


def _differences(produced: Produced) -> Sheet:
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("Indicator", width=10),
        SheetColumn("Child", width=18),
        SheetColumn("Record", width=18),
        SheetColumn("Where the child stands", width=26),
        SheetColumn("Why", width=80),
        SheetColumn("With team", width=32),
        SheetColumn("With worker", width=32),
    )
    above = ["Who is in a list and not in the indicator beside it, or the other way round, and why"]
    return Sheet("Differences", columns, produced.reconciliation.differences(), above)


def _last_run(produced: Produced) -> Sheet:
    since = produced.comparison.since
    if since is None:
        return Sheet("Last run", above=["What changed since the last run", "There was no run before this one."])
    above = [
        "What changed since the last run",
        f"Run {since.id}: the lists of {day(since.on)} by layout {since.layout}, from snapshot {since.snapshot}.",
        "Ages are not compared, nor columns that one of the two runs could not fill.",
        "Each change stands on the sheet Changes.",
    ]
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("Rows then", "number", 11),
        SheetColumn("Rows in this run", "number", 11),
        SheetColumn("Joined", "number", 11),
        SheetColumn("Left", "number", 11),
        SheetColumn("Changed", "number", 11),
        SheetColumn("Why it can't be compared", width=50),
    )
    rows = (
        (change.number, *([None] * 5), change.lacks)
        if change.lacks
        else (change.number, change.rows_before, change.rows, change.joined, change.left, change.changed, None)
        for change in produced.comparison.lists
    )
    return Sheet("Last run", columns, rows, above)


def _changes(produced: Produced) -> Sheet:
    if produced.comparison.since is None:
        return Sheet("Changes", above=["Each change since the last run", "There was no run before this one."])
    columns = (
        SheetColumn("List", "number", 6),
        SheetColumn("What", width=12),
        SheetColumn("Child", width=18),
        SheetColumn("Record", width=18),
        SheetColumn("Column of the list", width=50),
        SheetColumn("Then", width=34),
        SheetColumn("Now", width=34),
    )
    above = ["Each row that joined or left a list since the last run, and each cell that changed"]
    return Sheet("Changes", columns, _each_change(produced), above)


def _each_change(produced: Produced) -> Iterator[tuple[Any, ...]]:
    columns = {(made.number, column.name): column for made in produced.laid.made for column in made.layout.columns}
    for number, what, child, record, name, before, now in produced.comparison.changes():
        column = columns.get((number, name)) if what == CHANGED else None
        heading = column.heading if column else None
        values = column.values if column else {}
        yield number, what, child, record, heading, values.get(before, before), values.get(now, now)
