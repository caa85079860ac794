"""Makes Annex A workbooks: from rows, as .xlsx or .ods, whole, odd and broken."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import xlsxwriter
from odf import opendocument, table, text

Cell = object  # str, int, float, bool, date, datetime, or None; Formula for a formula with what it shows
Sheets = Mapping[str, Sequence[Sequence[Cell]]]


class Formula:
    """A formula and the value that a spreadsheet saved beside it; an error where that begins with #."""

    def __init__(self, formula: str, value: str | float) -> None:
        self.formula, self.value = formula, value


@cache
def template(number: int, *, before_2024: bool = False) -> tuple[str, ...]:
    """The headings of a list in Ofsted's template, in its order."""
    with (Path(__file__).parent / "template.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == str(number)]
    return tuple(row["heading"] for row in rows if not (before_2024 and row["since_2024"]))


def a_row(number: int, **cells: Cell) -> list[Cell]:
    """A row of a list with some columns filled, by the first words of their headings in lower case with underscores."""
    headings = template(number)
    row: list[Cell] = [None] * len(headings)
    for words, cell in cells.items():
        wanted = words.replace("_", " ")
        found = [n for n, heading in enumerate(headings) if heading.lower().startswith(wanted)]
        assert found, f"List {number} has no heading that begins with {wanted!r}"
        row[found[0]] = cell
    return row


def write_xlsx(
    path: Path | io.BytesIO,
    sheets: Sheets,
    *,
    from_1904: bool = False,
    hidden: Sequence[str] = (),
    hidden_rows: Mapping[str, Sequence[int]] | None = None,
    merged: Mapping[str, Sequence[str]] | None = None,
) -> Path | io.BytesIO:
    """Writes sheets of rows, dates as days. `hidden_rows` are row numbers, `merged` are ranges such as A1:D1."""
    book = xlsxwriter.Workbook(
        path if isinstance(path, io.BytesIO) else str(path),
        {"date_1904": from_1904, "strings_to_formulas": False, "in_memory": True},
    )
    book.set_properties({"created": dt.datetime.fromisoformat("2023-03-31")})  # else its bytes change with the clock
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place in (merged or {}).get(name, ()):
            sheet.merge_range(place, "")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                match cell:
                    case None | "":
                        continue
                    case Formula():
                        sheet.write_formula(number, column, cell.formula, None, cell.value)
                    case bool():
                        sheet.write_boolean(number, column, cell)
                    case dt.datetime():
                        sheet.write_datetime(number, column, cell, moment)
                    case dt.date():
                        sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                    case int() | float():
                        sheet.write_number(number, column, cell)
                    case _:
                        sheet.write_string(number, column, str(cell))
        for number in (hidden_rows or {}).get(name, ()):
            sheet.set_row(number - 1, None, None, {"hidden": True})
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def write_ods(path: Path, sheets: Sheets, *, hidden_rows: Mapping[str, Sequence[int]] | None = None) -> Path:
    """Writes sheets of rows as LibreOffice does: each cell with its type."""
    book = opendocument.OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        sheet = table.Table(name=name)
        for number, row in enumerate(rows, 1):
            visible = "collapse" if number in (hidden_rows or {}).get(name, ()) else "visible"
            line = table.TableRow(visibility=visible)
            for cell in row:
                line.addElement(_ods_cell(cell))
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
    book.save(str(path))
    return path


def _ods_cell(cell: Cell) -> table.TableCell:
    match cell:
        case None | "":
            return table.TableCell()
        case bool():
            made = table.TableCell(valuetype="boolean", booleanvalue=str(cell).lower())
        case dt.date():
            made = table.TableCell(valuetype="date", datevalue=cell.isoformat())
        case int() | float():
            made = table.TableCell(valuetype="float", value=str(cell))
        case _:
            made = table.TableCell(valuetype="string")
    made.addElement(text.P(text=str(cell)))
    return made


def as_bytes(sheets: Sheets) -> bytes:
    """A workbook of sheets, as bytes."""
    stream = io.BytesIO()
    write_xlsx(stream, sheets)
    return stream.getvalue()
