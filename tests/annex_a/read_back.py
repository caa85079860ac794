"""Reads a workbook of Annex A back as a load does: through the reader and the intake, to the codes that are kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from lineofsight.records.intake import UNKNOWN_CODE, Intake, kept_value
from lineofsight.sources.annex_a import opened
from lineofsight.sources.annex_a.lists import all_lists

Rows = list[tuple[object, ...]]


def lists_of(
    path: Path, scratch: Path, *, unknown_codes: bool = False
) -> tuple[dt.date | None, dict[int, tuple[list[str], Rows]], tuple[str, ...]]:
    """The day that a workbook states; each list's columns and rows, every row accepted; and sheets that are no list.

    `unknown_codes`: whether it may hold codes that the reader doesn't know, which stay as they are.
    """
    scratch.mkdir(exist_ok=True)
    with opened(path, scratch=scratch) as extract:
        on = extract.extracted_on
        assert on is not None
        connection = duckdb.connect()
        intake = Intake(connection, extracted_on=on, spellings={})
        found = {}
        for file in extract.files:
            taken = intake.take(file)
            aside = {kind for kind in taken.set_aside if not (unknown_codes and kind == UNKNOWN_CODE)}
            assert (taken.quarantined, aside) == (0, set()), (taken.table, taken.reasons, taken.set_aside)
            number = next(each.number for each in all_lists() if each.name == taken.table)
            columns = [name for name in taken.kept if name in all_lists()[number - 1].layout.columns]
            described = taken.layout.columns
            values = {name: kept_value(described[name], taken.instead.get(name, {})) for name in columns}
            picked = ", ".join(
                f"cast({value} as date)" if described[name].type == "datetime" else value
                for name, value in values.items()
            )
            rows = connection.execute(f"select {picked} from typed_{taken.table} order by file_row").fetchall()
            found[number] = columns, rows
        return on, found, tuple(extract.left_aside)
