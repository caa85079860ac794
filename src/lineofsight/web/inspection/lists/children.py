"""Children of a list of a run whom a reader may see: cells to mend, differences from the scorecard, changes.

The rows are those that the run keeps; who may see them is decided by the records of now, as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lineofsight.annex_a.kept_run import CHANGES, CHILD, DIFFERENCES, TO_MEND, kept_rows
from lineofsight.annex_a.runs import Run
from lineofsight.prepared.seeing import everybody_for
from lineofsight.web.seen import Seen


@dataclass(frozen=True)
class Kind:
    """What can be listed: the sheet that it is kept in, its title, and the columns of it that are shown and filter."""

    sheet: str
    title: str
    shown: tuple[str, ...]
    filters: tuple[str, ...]


TEAM, WORKER, COLUMN = "With team", "With worker", "Column of the list"
KINDS = {
    "to-mend": Kind(
        TO_MEND, "Cells to mend", (COLUMN, "What is wrong", "What stands there", TEAM, WORKER), (COLUMN, TEAM, WORKER)
    ),
    "differences": Kind(
        DIFFERENCES,
        "Differences from the scorecard",
        ("Record", "Where the child stands", "Why", TEAM, WORKER),
        ("Where the child stands", TEAM),
    ),
    "changes": Kind(
        CHANGES, "Changes since the run before", ("Record", "What", COLUMN, "Then", "Now"), ("What", COLUMN)
    ),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What stands for an empty cell where rows are chosen by it.
NONE = "none"


@dataclass(frozen=True)
class Line:
    """A row that the reader may see. `id`: the child's now, "" where it is of none. `there`: the records have it."""

    id: str
    name: str
    there: bool
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Behind:
    """Rows of a list: `lines` that the reader may see, and how many more there are that the reader may not."""

    lines: tuple[Line, ...]
    restricted: int
    elsewhere: int

    @property
    def found(self) -> int:
        return len(self.lines)


def behind(seen: Seen, run: Run, number: int, kind: Kind, wanted: Mapping[str, str]) -> Behind:
    """The rows of a kind in a list of a run. `wanted`: heading to the cell that it must have ("none": empty)."""
    everybody, values = everybody_for(seen.scope)
    known = {
        child: (name, in_scope, restricted)
        for child, name, in_scope, restricted in seen.counted.database.execute(
            f"with seen as ({everybody}) select id, name, in_scope, restricted from seen", values
        ).fetchall()
    }
    lines, restricted, elsewhere = [], 0, 0
    for row in _wanted(kept_rows(run, kind.sheet), number, wanted):
        child = row[CHILD] or ""
        now = seen.served.former_ids.get(child, child)
        name, in_scope, is_restricted = known.get(now, ("", seen.scope.everybody, False))
        if now in seen.scope.hidden or child in seen.scope.hidden:
            is_restricted = True
        if not in_scope:
            elsewhere += 1
        elif is_restricted:
            restricted += 1
        else:
            lines.append(Line(now, name or "", now in known, tuple(_shown(row[heading]) for heading in kind.shown)))
    return Behind(tuple(lines), restricted, elsewhere)


def choices(behind_it: Behind, kind: Kind, heading: str) -> list[str]:
    """What a column of the rows that the reader may see can be chosen by, in order; "none" last, where one is empty."""
    place = kind.shown.index(heading)
    found = {str(line.cells[place] or "") for line in behind_it.lines}
    return sorted(found - {""}, key=str.casefold) + ([NONE] if "" in found else [])


def _shown(cell: Any) -> Any:
    """A cell; a day as the other lists of the site write it."""
    if isinstance(cell, str) and _DAY.fullmatch(cell):
        return "/".join(reversed(cell.split("-")))
    return cell


def _wanted(rows: Iterable[dict[str, Any]], number: int, wanted: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["List"] != number:
            continue
        if all((row[heading] or NONE) == asked for heading, asked in wanted.items() if asked):
            yield row
