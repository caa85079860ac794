"""Rows that a source reads one by one, kept as text in private files until `records` takes them.

A workbook, a census or a database is read once, as a stream, into a CSV file per table, each row with the number
that it has in the sender's file. From there it goes the way that an SSD extract in files goes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TextIO

from lineofsight.records.descriptions import Table

#: Writes one row: its number in the sender's file, and a text (or None) for each column.
WriteRow = Callable[[int, Sequence[str | None]], None]


@dataclass(frozen=True)
class StagedFile:
    """A table's rows as a source staged them: `file_row`, the row's number in the sender's file, and the cells.

    `name` is what the sender knows it as: "annex_a.xlsx, List 7".
    """

    table: str
    layout: Table
    name: str
    path: Path
    columns: tuple[str, ...]
    numbered: bool = True

    @property
    def rejects(self) -> str:
        return f"rejects_{self.table}"

    def scan(self) -> str:
        path = str(self.path).replace("'", "''")
        columns = ", ".join(["'file_row': 'BIGINT'", *(f"'c{n}': 'VARCHAR'" for n in range(len(self.columns)))])
        return (
            f"read_csv('{path}', auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
            f"columns={{{columns}}}, max_line_size=16777216)"
        )


class Rows:
    """Writes rows to a staged file: one when it is called, many at once with `many`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._write = csv.writer(stream, lineterminator="\n").writerow

    def __call__(self, number: int, cells: Sequence[str | None]) -> None:
        """Writes one row with its number in the sender's file."""
        self._write((number, *map(_one_kind_of_line_end, cells)))

    def many(self, first: int, columns: Iterable[Sequence[object]]) -> None:
        """Writes rows that are numbered on from `first`, column by column: a text, a whole number or None for each row.

        Many times as fast as row by row, for a source that has them in bulk. All columns are of one length.
        """
        rows = io.StringIO(newline="")
        columns = list(columns)
        csv.writer(rows, lineterminator="\n").writerows(zip(count(first), *columns))
        written = rows.getvalue()
        if "\r" in written:  # in few batches, so it is looked for in all of one at once
            for number, cells in enumerate(zip(*columns, strict=True), first):
                self(number, [None if cell is None else str(cell) for cell in cells])
        else:
            self._stream.write(written)


def _one_kind_of_line_end(cell: str | None) -> str | None:
    return cell.replace("\r", "\n") if cell and "\r" in cell else cell


@contextmanager
def staged(
    folder: Path, layout: Table, *, name: str, columns: Sequence[str], table: str = ""
) -> Iterator[tuple[StagedFile, Rows]]:
    """A file to write rows of a layout to, below a private folder.

    `columns` are headings, as the sender writes them or as the layout names them: `records` finds the columns that
    it knows among them and reports the others.
    """
    file = StagedFile(table or layout.name, layout, name, folder / f"{table or layout.name}.staged.csv", tuple(columns))
    # Half of a character that takes two places, as a database column cut short can hold, is written as "?".
    with file.path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        yield file, Rows(stream)
