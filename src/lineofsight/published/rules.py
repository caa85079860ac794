"""The rules that a month was counted by: written out as text, read again, and told apart from those of today."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.indicators.book import SHIPPED, Book, _files, _lay_over
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.engine import DAYS_AHEAD, Counted
from lineofsight.indicators.headers import read_definition
from lineofsight.problems import Refused

#: A figure of a month is counted from events of at most this many months: the rolling year, and the year to date.
MONTHS_BACK = 12


def lay_book(book: Book, folder: Path) -> list[dict[str, str]]:
    """Writes a book's files as text: the shipped ones, and a council's own; what each own file holds.

    Refused where a file is no longer what was read: the book was changed meanwhile.
    """
    for file in sorted(SHIPPED.rglob("*.sql")):
        _write(folder / "shipped" / file.relative_to(SHIPPED), file)
    (folder / "own").mkdir(mode=0o700)
    own = []
    for definition in book.all():
        if definition.own:
            name = f"{definition.kind}.{definition.name}.{definition.valid_from}.sql"
            _write(folder / "own" / name, definition.file)
            own.append({"file": name, "was": definition.file.name})
    if read_laid_book(folder).fingerprint != book.fingerprint:
        raise Refused("The book was changed while the month was being frozen: try again")
    return own


def read_laid_book(folder: Path) -> Book:
    """The book that `lay_book` wrote. Raises DefinitionRefused where this program can't read it any more."""
    versions: dict[tuple[Kind, str], tuple[Definition, ...]] = {}
    for file in _files(folder / "shipped"):
        definition = read_definition(file)
        versions[definition.kind, definition.name] = (definition,)
    _lay_over(versions, _files(folder / "own"))
    return Book(versions)


def rule_of(counted: Counted, calendar: WorkingCalendar, ref: str, month: Month) -> str:
    """A hash of all that decides who is counted in a figure of a month, and who is met: not of its targets.

    The indicator's versions of the twelve months, those of the cohorts that it builds on, and the bank holidays.
    """
    digest = hashlib.sha256()
    months = [month.minus(back) for back in range(MONTHS_BACK + 1)]
    for kind, name in sorted(_decides(counted, "indicator", ref, months)):
        for each in months:
            digest.update(repr(_facts(counted.book.at(kind, name, each))).encode())
    first = months[-1]
    since, until = first.start - dt.timedelta(days=366), month.end + dt.timedelta(days=DAYS_AHEAD)
    digest.update(repr([str(day) for day in calendar.bank_holidays if since <= day <= until]).encode())
    return digest.hexdigest()


def _facts(definition: Definition) -> tuple[object, ...]:
    """What of a definition decides who is counted and met, whatever file and month it comes from."""
    header = definition.header
    return (
        *(definition.kind, definition.name, definition.runnable(), definition.windows, definition.unit),
        *(header.get("per"), str(definition.valid_to), sorted(header.get("reads_if_there", ()))),
    )


def _decides(counted: Counted, kind: Kind, name: str, months: list[Month]) -> set[tuple[Kind, str]]:
    """An indicator, the count that it divides, and the cohorts that they build on in any of the months."""
    book, reads = counted.book, counted.availability.reads
    found: set[tuple[Kind, str]] = {(kind, name)}
    for definition in {book.at(kind, name, month) for month in months}:
        for other in reads[definition].builds_on:
            if ("cohort", other) in book.versions:
                found |= _decides(counted, "cohort", other, months)
        if definition.is_rate:
            found |= _decides(counted, "indicator", definition.header["rate_of"], months)
    return found


def _write(to: Path, file: Path) -> None:
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        to.write_bytes(file.read_bytes())
    except FileNotFoundError:
        raise Refused(f"{file.name} is gone from the book: try again") from None
