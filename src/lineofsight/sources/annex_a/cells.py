"""How a cell of a workbook becomes the text that `records` reads, a whole column at a time.

Text stays as it is written. A day becomes ISO text; so does the number by which a spreadsheet counts days, in a column
of days alone, and a day written in words or with other marks than `records` reads. A number loses the fraction that
a spreadsheet adds to every number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from lineofsight.records.descriptions import Column

Cell = Any  # what python-calamine gives: str, float, bool, date, datetime, time or timedelta; "" where it is empty
LONGEST = 32_767  # characters that a spreadsheet admits in one cell

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<clock>[T ]\d{1,2}:\d{2}(:\d{2})?)?"
_DAY = re.compile(
    r"(?P<day>\d{1,2})(st|nd|rd|th)?[\s./,-]+(?P<month>\d{1,2}|[A-Za-z]{3,9})[\s./,-]+(?P<year>\d{4}|\d{2})" + _CLOCK
)
_READ_BY_RECORDS = re.compile(r"\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,2}/\d{1,2}/\d{4}([T ].*)?")
_FROM_1900, _FROM_1904 = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
_FIRST, _LAST = dt.date(1910, 1, 1), dt.date(2100, 1, 1)  # days that a number in a column of days can mean
_PIVOT = 69  # two digits of a year: 69 to 99 are of the last century, as POSIX has it
NO_DAY = "1900-01-01"  # how systems write a day that isn't there; `records` takes it as empty


def as_text(column: Column | None, cells: Sequence[Cell], *, from_1904: bool = False) -> list[str]:
    """The texts of a column's cells; of one that is not described (None) as they stand there."""
    if column is not None and column.type in ("date", "datetime"):
        moment = column.type == "datetime"
        return [cell.isoformat() if type(cell) is dt.date else _day(cell, from_1904, moment) for cell in cells]
    return [cell if type(cell) is str else _plain(cell) for cell in cells]


def _plain(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return _moment(cell, keep_clock=True)
    return cell if isinstance(cell, str) else str(cell)


def _moment(cell: dt.datetime, *, keep_clock: bool) -> str:
    if keep_clock and cell.time() != dt.time():
        return cell.isoformat(sep=" ", timespec="seconds")
    return cell.date().isoformat()


def _day(cell: Cell, from_1904: bool, moment: bool) -> str:
    if type(cell) is str:
        return cell if not cell or _READ_BY_RECORDS.fullmatch(cell) else _day_in_words(cell)
    if isinstance(cell, dt.datetime):
        return _moment(cell, keep_clock=moment)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _day_number(cell, from_1904)
    if cell == dt.time():  # a cell that holds 0 and is shown as a day: 00/01/1900
        return NO_DAY
    return _plain(cell)


def _day_number(number: float, from_1904: bool) -> str:
    """The day that a spreadsheet means by a number; the number itself where it means none that a record can hold."""
    if number == 0:
        return NO_DAY
    if 0 < number < 100_000:
        day = (_FROM_1904 if from_1904 else _FROM_1900) + dt.timedelta(days=int(number))
        if _FIRST <= day < _LAST:
            return day.isoformat()
    return _plain(number)


def _day_in_words(written: str) -> str:
    """A day such as 31-Mar-2023, 31.03.2023, 31 March 2023 or 31/03/23 in ISO; the text itself where it is none."""
    read = day_of(written.strip())
    return written if read is None else read[0].isoformat() + read[1]


def day_of(text: str) -> tuple[dt.date, str] | None:
    """The day, and the clock as it is written, that a text says in one of the forms that people write; None for none.

    >>> day_of("31-Mar-23")
    (datetime.date(2023, 3, 31), '')
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    month = found["month"].lower()
    if not month.isdigit():
        if month[:3] not in _MONTHS:
            return None
        number = _MONTHS.index(month[:3]) + 1
    else:
        number = int(month)
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    try:
        return dt.date(year, number, int(found["day"])), (found["clock"] or "").replace("T", " ")
    except ValueError:
        return None
