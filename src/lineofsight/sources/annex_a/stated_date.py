"""The day on which a workbook says that it was taken: "Data as at 31/03/2023" by a title, or beside such words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from lineofsight.sources.annex_a.cells import Cell, day_of

_WORDS = re.compile(
    r"\b(as (?:at|of|on)|data (?:extracted|correct|run|taken|produced)(?: on| at)?|extract(?:ed|ion)?(?: date| on)"
    r"|date (?:of|the) (?:the )?(?:data|extract|extraction|snapshot|report)(?: was)?(?: taken| run)?|snapshot date"
    r"|report(?:ing)? date|run (?:date|on)|position (?:as )?at)\b\W*",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./,-]+\d{4}")
_LONGEST = 120  # characters: a longer text is a note that mentions a day, not a title that states one


def days_stated(rows: Sequence[Sequence[Cell]]) -> set[dt.date]:
    """The days that rows above a list, or of a cover, state as that of the data."""
    days = set()
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not isinstance(cell, str) or not cell or len(cell) > _LONGEST:
                continue
            words = _WORDS.search(cell)
            if words is None:
                continue
            after = cell[words.end() :].strip()
            below = rows[place + 1][column] if place + 1 < len(rows) and column < len(rows[place + 1]) else ""
            beside = next((other for other in row[column + 1 :] if other != ""), "")
            found = _day_in(after) if after else _first_day((beside, below))
            if found:
                days.add(found)
    return days


def _first_day(cells: Iterable[Cell]) -> dt.date | None:
    for cell in cells:
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        if isinstance(cell, str) and (day := _day_in(cell.strip())):
            return day
    return None


def _day_in(text: str) -> dt.date | None:
    """The day with which a text begins."""
    if iso := _ISO.match(text):
        try:
            return dt.date(*map(int, iso.groups()))
        except ValueError:
            return None
    written = _DAY.match(text)
    read = day_of(written.group()) if written else None
    return read[0] if read else None
