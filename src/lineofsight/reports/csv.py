"""The highlight report as CSV: a row for each measure, in the layout of the published table, with exact figures."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from pathlib import Path

from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport, Row

SIGNIFICANT = 10
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def header(report: HighlightReport) -> tuple[str, ...]:
    return (
        *("group", "ref", "measure", "unit", "better"),
        f"previous_year_{report.previous_label.replace('/', '_')}",
        *("numerator", "denominator", "current", "period"),
        *(str(month) for month in report.months),
        *("target_min", "target_upper", "rating", "note"),
    )


def rows(report: HighlightReport) -> list[tuple[str, ...]]:
    """A tuple of cells for each measure. Figures have up to ten significant digits and are never rounded to be read;
    numerator and denominator of a count are empty, as published. A figure that can't be given is empty, and `note`
    says why."""
    return [
        (
            *(_text(cell) for cell in (group, row.ref, row.title, row.unit, row.better)),
            unrounded(row.previous.value),
            *(("", "") if row.unit == "count" else (_whole(row.current.numerator), _whole(row.current.denominator))),
            unrounded(row.current.value),
            _text(wording.period(row)),
            *(unrounded(shown.value) for shown in row.trend),
            *(_text(target or "") for target in (row.minimum, row.upper)),
            row.rating,
            _text(_note(row, report)),
        )
        for group, group_rows in report.groups
        for row in group_rows
    ]


def write_highlight(report: HighlightReport, path: Path) -> None:
    """Writes the report as CSV (UTF-8, comma separated)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header(report))
        writer.writerows(rows(report))


def unrounded(value: Fraction | None) -> str:
    """The value to ten significant digits, without an exponent or needless noughts; empty where there is none.

    >>> unrounded(Fraction(62000, 738)), unrounded(Fraction(2503)), unrounded(None)
    ('84.01084011', '2503', '')
    """
    if value is None:
        return ""
    context = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_UP)
    written = f"{context.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _note(row: Row, report: HighlightReport) -> str:
    """The current figure's note as it is, then each other note with the columns that it is about."""
    columns: dict[str, list[str]] = {}
    places = [("previous_year", row.previous), *zip(map(str, report.months), row.trend, strict=True)]
    for column, shown in places:
        if shown.note and shown.note != row.current.note:
            columns.setdefault(shown.note, []).append(column)
    others = [f"{', '.join(where)}: {text}" for text, where in columns.items()]
    return "; ".join(filter(None, (row.current.note, *others)))


def _text(cell: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
