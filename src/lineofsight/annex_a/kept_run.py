"""What a run keeps beside its rows: what is to mend, the scorecard, what changed, and the sheets of its workbook.

    known.json              of each list: what it can't fill, its columns, teams and workers, scorecard and changes
    sheets/index.json       the sheets, in order, with their headings and what stands above these
    sheets/03.jsonl.gz      the rows of a sheet, one a line

`known.json` names workers and no child. The sheets are kept as they were made, so that a workbook that is written later
holds what was signed, whatever the rules and the layout have become meanwhile.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lineofsight.annex_a.for_the_council import comes_to
from lineofsight.annex_a.reconciling import Line
from lineofsight.annex_a.runs import FORM, Change, Run
from lineofsight.annex_a.sheet import Sheet, SheetColumn
from lineofsight.annex_a.validation import Group
from lineofsight.annex_a.workbook import about, sheets, title_of
from lineofsight.problems import Refused

if TYPE_CHECKING:
    from lineofsight.annex_a.producing import Produced

KNOWN, SHEETS, INDEX = "known.json", "sheets", "index.json"
#: Sheets of the council whose rows are of a child, by the heading of the column that says which.
CHILD = "Child"
TO_MEND, DIFFERENCES, CHANGES = "To mend", "Differences", "Changes"


@dataclass(frozen=True)
class KeptColumn:
    """How a column of a list stood. `must`: whether it must be filled: always, sometimes or no.

    `counts`: cells that must be filled or are; `lacks`: why none can be filled from the snapshot.
    """

    name: str
    heading: str
    must: str
    rows: int
    counts: int
    missing: int
    breaks: int
    lacks: str = ""

    @property
    def to_mend(self) -> int:
        return self.missing + self.breaks

    @property
    def share_complete(self) -> Fraction | None:
        return Fraction(self.counts - self.to_mend, self.counts) if self.counts else None


@dataclass(frozen=True)
class KeptList:
    """One list of a run, in counts. `cannot`: why it could not be made; empty where it was.

    `who` is in it, what the guidance leaves `unclear`, and what it was made without (`cautions`), in sentences.
    `line`: the list beside the scorecard. `change`: since the run before; None where there was none.
    """

    number: int
    title: str
    window: str
    who: str
    rows: int
    cannot: str
    unclear: tuple[str, ...]
    cautions: tuple[str, ...]
    columns: tuple[KeptColumn, ...]
    groups: tuple[Group, ...]
    line: Line
    change: Change | None

    @property
    def to_mend(self) -> int:
        return sum(column.to_mend for column in self.columns)

    @property
    def counts(self) -> int:
        return sum(column.counts for column in self.columns)

    @property
    def share_complete(self) -> Fraction | None:
        """Of the cells that count, those that need no mending; None where none counts."""
        return Fraction(self.counts - self.to_mend, self.counts) if self.counts else None

    @property
    def not_filled(self) -> tuple[KeptColumn, ...]:
        """The columns that the snapshot can't fill."""
        return tuple(column for column in self.columns if column.lacks)

    @property
    def beside_scorecard(self) -> str:
        """What the line of the scorecard comes to, in a sentence; empty where nothing counts the same."""
        return comes_to(self.line)


@dataclass(frozen=True)
class Known:
    """What is known of a run, in counts. `since`: the run that it was compared with, in words; empty where none was."""

    title: str
    layout: str
    source: str
    caveats: str
    made_of: str
    made_up: bool
    since: str
    lists: tuple[KeptList, ...]

    def of(self, number: int) -> KeptList | None:
        return next((each for each in self.lists if each.number == number), None)

    @property
    def to_mend(self) -> int:
        return sum(each.to_mend for each in self.lists)


def keep_known(produced: Produced, folder: Path) -> None:
    """Writes what is known of a run, and the sheets of its workbook, into its folder."""
    private = folder / SHEETS
    private.mkdir(mode=0o700)
    _write(folder / KNOWN, json.dumps(_known(produced), ensure_ascii=False).encode())
    made = chain([about(produced, brief=True)], sheets(produced))
    index = [_keep_sheet(sheet, private / f"{place:02d}.jsonl.gz") for place, sheet in enumerate(made)]
    written = {"title": title_of(produced), "made_at": produced.made_at.isoformat(), "sheets": index}
    _write(private / INDEX, json.dumps(written, ensure_ascii=False).encode())


def known(run: Run) -> Known | None:
    """What is known of a run; None of one that was kept when runs kept rows alone. Refused where it is damaged."""
    if run.form < FORM:
        return None
    try:
        text = json.loads((run.folder / KNOWN).read_text(encoding="utf-8"))
        return Known(**(text | {"lists": tuple(map(_kept_list, text["lists"]))}))
    except (OSError, ValueError, LookupError, TypeError):
        raise damaged(run) from None


def kept_rows(run: Run, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet of a run by heading: of TO_MEND, DIFFERENCES or CHANGES. Refused where it is damaged."""
    for sheet in _sheets(run):
        if sheet.name == name:
            headings = [column.heading for column in sheet.columns]
            for row in sheet.rows:
                yield dict(zip(headings, row, strict=True))


def kept_title(run: Run) -> tuple[str, dt.datetime]:
    """What the workbook of a run is called, and when it was made. Refused where it is damaged."""
    index = _index(run)
    return str(index["title"]), dt.datetime.fromisoformat(index["made_at"])


def kept_sheets(run: Run, *, lists_alone: bool = False, without: Collection[str] = ()) -> Iterator[Sheet]:
    """The sheets of the workbook of a run. `without`: children (by id) whose rows are left out of every sheet.

    Counts in the sheets for the council are those of all children. Where rows are left out the sheet About says how
    many. Refused where the run is damaged.
    """
    brief, *rest = _sheets(run)
    about_it, lists = rest[0], {f"List {number}": number for number in run.lists}
    left_out = sum(1 for number in run.lists for child in children_of_rows(run, number) if child in without)
    first = brief if lists_alone else about_it
    if left_out:
        words = (
            "1 row is of a restricted record and is"
            if left_out == 1
            else f"{left_out:,} rows are of restricted records and are"
        )
        first = replace(first, above=[*first.above, f"{words} left out of the lists. Counts are of all rows"])
    yield first
    for sheet in rest[1:]:
        if sheet.name in lists:
            yield replace(sheet, rows=_of_list(run, lists[sheet.name], sheet, without)) if without else sheet
        elif not lists_alone:
            yield replace(sheet, rows=_of_others(sheet, without)) if without else sheet


def children_of_rows(run: Run, number: int) -> list[str]:
    """The child of each row of a list, in its order; "" where a row has none. Refused where the run is damaged."""
    if not run.has(number):
        return []
    with duckdb.connect() as database:
        try:
            found = database.execute(
                "select coalesce(child, '') from read_parquet($file) order by place", {"file": str(run.parquet(number))}
            ).fetchall()
        except duckdb.Error:
            raise damaged(run) from None
    return [child for (child,) in found]


def children_in(run: Run, *, lists_alone: bool = False) -> set[str]:
    """Every child in the workbook of a run, by id."""
    found = {child for number in run.lists for child in children_of_rows(run, number)}
    if not lists_alone:
        found |= {row[CHILD] for name in (TO_MEND, DIFFERENCES, CHANGES) for row in kept_rows(run, name) if row[CHILD]}
    return found - {""}


def damaged(run: Run) -> Refused:
    return Refused(f"Run {run.id} is damaged: remove its folder from annex_a/runs, and produce the lists again")


def _known(produced: Produced) -> dict[str, Any]:
    since, layout, snapshot = produced.comparison.since, produced.layout, produced.snapshot
    lines = {line.number: line for line in produced.reconciliation.lines}
    changes = {change.number: change for change in produced.comparison.lists}
    states = produced.validation
    return {
        "title": title_of(produced),
        "layout": f"{layout.name}: {layout.title}{' (your own)' if layout.own else ''}",
        "source": layout.source,
        "caveats": layout.caveats,
        "made_of": f"snapshot {snapshot.id}, the extract of {snapshot.extracted_on:%d/%m/%Y} from {snapshot.source}",
        "made_up": snapshot.made_up,
        "since": f"run {since.id}, the lists of {since.on:%d/%m/%Y} by layout {since.layout}" if since else "",
        "lists": [
            {
                "number": made.number,
                "title": made.layout.title,
                "window": made.layout.window,
                "who": made.rule.who,
                "rows": made.rows,
                "cannot": made.cannot,
                "unclear": made.rule.unclear,
                "cautions": made.cautions,
                "columns": [
                    asdict(
                        KeptColumn(
                            state.column.name,
                            state.column.heading,
                            state.column.must,
                            *(state.rows, state.counts, state.missing, state.breaks, state.lacks),
                        )
                    )
                    for state in states.of(made.number)
                ],
                "groups": [asdict(group) for group in states.groups if group.number == made.number],
                "line": asdict(lines[made.number]),
                "change": asdict(changes[made.number]) if made.number in changes else None,
            }
            for made in produced.laid.lists
        ],
    }


def _kept_list(text: Mapping[str, Any]) -> KeptList:
    return KeptList(
        **{
            **text,
            "unclear": tuple(text["unclear"]),
            "cautions": tuple(text["cautions"]),
            "columns": tuple(KeptColumn(**each) for each in text["columns"]),
            "groups": tuple(Group(**each) for each in text["groups"]),
            "line": Line(**text["line"]),
            "change": Change(**text["change"]) if text["change"] else None,
        }
    )


def _keep_sheet(sheet: Sheet, file: Path) -> dict[str, Any]:
    """Writes the rows of a sheet, and returns the rest of it."""
    with (
        os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle,
        gzip.GzipFile(fileobj=handle, mode="wb", compresslevel=1, filename="", mtime=0) as packed,
    ):
        for row in sheet.rows:
            packed.write(json.dumps([*map(_written, row)], ensure_ascii=False).encode() + b"\n")
    columns = [asdict(column) for column in sheet.columns]
    return {"name": sheet.name, "file": file.name, "columns": columns, "above": list(sheet.above)}


def _written(cell: Any) -> Any:
    """A cell as JSON has it: days and shares are marked as such, so that a text that looks like one stays a text."""
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()[:10]}
    if isinstance(cell, Fraction):
        return {"share": [cell.numerator, cell.denominator]}
    return str(cell)


def _read(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    return dt.date.fromisoformat(cell["day"]) if "day" in cell else Fraction(*cell["share"])


def _index(run: Run) -> dict[str, Any]:
    if run.form < FORM:
        raise Refused(f"Run {run.id} was kept with its rows alone: produce the lists again")
    try:
        found: dict[str, Any] = json.loads((run.folder / SHEETS / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise damaged(run) from None
    return found


def _sheets(run: Run) -> list[Sheet]:
    """The sheets as they were kept: About for the lists alone, About for all, the rest. Rows are read when asked."""
    try:
        return [
            Sheet(
                each["name"],
                [SheetColumn(**column) for column in each["columns"]],
                _rows(run, run.folder / SHEETS / Path(each["file"]).name),
                each["above"],
            )
            for each in _index(run)["sheets"]
        ]
    except (LookupError, TypeError):
        raise damaged(run) from None


def _rows(run: Run, file: Path) -> Iterator[list[Any]]:
    try:
        with gzip.open(file, "rb") as packed:
            for line in packed:
                yield [*map(_read, json.loads(line))]
    except (OSError, EOFError, ValueError, LookupError, TypeError):
        raise damaged(run) from None


def _of_list(run: Run, number: int, sheet: Sheet, without: Collection[str]) -> Iterator[Sequence[Any]]:
    if not run.has(number):
        return
    for row, child in zip(sheet.rows, children_of_rows(run, number), strict=True):
        if child not in without:
            yield row


def _of_others(sheet: Sheet, without: Collection[str]) -> Iterator[Sequence[Any]]:
    """The rows of a sheet for the council, without those of some children."""
    place = next((place for place, column in enumerate(sheet.columns) if column.heading == CHILD), None)
    for row in sheet.rows:
        if place is None or row[place] not in without:
            yield row


def _write(file: Path, text: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(text)
