"""How a command writes rows to standard output: as a table, as CSV or as JSON."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO


def write(form: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        flags = any(isinstance(value, bool) for value in (rows[0] if rows else ()))
        writer.writerows([[_word(value) for value in row] for row in rows] if flags else rows)
    elif form == "json":
        listed = [{c: _json_value(c, v) for c, v in zip(columns, row, strict=True)} for row in rows]
        print(json.dumps(listed, indent=1, ensure_ascii=False))
    else:
        print_table(columns, rows, sys.stdout)


def _shown(column: str, value: Any) -> str:
    """A cell of a table to read: figures with one decimal, texts on one line."""
    if value is None:
        return ""
    if isinstance(value, float) or (column == "value" and not isinstance(value, int)):
        try:
            return f"{float(value):.1f}"
        except ValueError:
            pass
    return " ".join(str(_word(value)).split())


def _word(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _json_value(column: str, value: Any) -> Any:
    if column == "value" and isinstance(value, str):
        return json.loads(value)  # the text of a number, as the CSV has it
    return str(value) if isinstance(value, dt.date) else value


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], to: TextIO) -> None:
    text = [[_shown(column, v) for column, v in zip(columns, row, strict=True)] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(columns, *text, strict=True)]
    for row in (list(columns), *text):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=to)
