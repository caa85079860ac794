"""What differs between the years of a return, and what a file holds that its year doesn't have.

A return is named by the year of its 31 March. Its years are data (`years.toml`): each is its difference from the
year before.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table, columns_found
from lineofsight.records.intake import TableFile
from lineofsight.records.reading import cleaned

#: How many years before the first or after the last described year a return is still read, by the nearest's rules.
NEAR = 3


@dataclass(frozen=True)
class ReturnYear:
    """One year of a return, and what of the layouts it doesn't have: lists, columns and codes, written with dots."""

    year: int
    lacks: frozenset[str]
    draft: bool = False

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year - 1, 4, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 3, 31)

    def has(self, *names: str) -> bool:
        """Whether the year has a list, a column of it, or a code of that: `has("cin_child", "sex")`."""
        return ".".join(names) not in self.lacks

    def codes_lacked(self, layout: Table) -> Mapping[str, list[str]]:
        """The codes of each column of a list that other years have and this one hasn't."""
        lacked: dict[str, list[str]] = {}
        for name in sorted(self.lacks):
            table, *rest = name.split(".")
            if table == layout.name and len(rest) == 2:
                lacked.setdefault(rest[0], []).append(rest[1])
        return lacked


def year_of(day: dt.date) -> int:
    """The year that names the return in which a day lies.

    >>> year_of(dt.date(2024, 4, 1)), year_of(dt.date(2024, 3, 31))
    (2025, 2024)
    """
    return day.year + (1 if day.month > 3 else 0)


@cache
def described_years(file: Path) -> Mapping[int, ReturnYear]:
    """All years that a return's `years.toml` describes."""
    years: dict[int, ReturnYear] = {}
    lacks: frozenset[str] = frozenset()
    text = tomllib.loads(file.read_text(encoding="utf-8"))
    for year in sorted(text, key=int):
        lacks = (lacks | set(text[year].get("drops", ()))) - set(text[year].get("adds", ()))
        years[int(year)] = ReturnYear(int(year), lacks, text[year].get("draft", False))
    return years


def year_described(file: Path, year: int, *, of: str, where: str) -> tuple[ReturnYear, list[str]]:
    """What a year of a return has, and notes on how it is read.

    A year that isn't described is read by the rules of the nearest, if it is near; refused where it isn't: the date
    that gave the year (`where`) is then wrong, or the return `of` that year was another.
    """
    years = described_years(file)
    first, last = min(years), max(years)
    if not first - NEAR <= year <= last + NEAR:
        raise Refused(
            f"{where}: {of} of {year} is not known: those of {first} to {last} are. Mend the date, or load the records "
            f"from the case system"
        )
    found = years[min(max(year, first), last)]
    notes = []
    if found.year != year:
        notes.append(f"{of} of {year} is not described: it is read by the rules of {found.year}")
    elif found.draft:
        notes.append(f"{of} of {year} is described from drafts: look at what is left aside and at codes not known")
    return ReturnYear(year, found.lacks, found.draft), notes


def notes_on_year(files: Iterable[TableFile], year: ReturnYear, *, of: str, names: Mapping[str, str]) -> list[str]:
    """What the files hold that other years of the return have and this one hasn't; it is read all the same.

    `names` are the lists' names as the sender knows them.
    """
    notes = []
    with duckdb.connect() as database:
        for file in files:
            layout, name = file.layout, names[file.table]
            found = {column: f"c{place}" for column, place in columns_found(layout, file.columns).items()}
            if not year.has(layout.name):
                notes.append(f"{name}: {of} of {year.year} has no such list: it is read all the same")
                continue
            for column, cell in found.items():
                heading = layout.columns[column].spelt[0] if layout.columns[column].spelt else column
                if not year.has(layout.name, column):
                    count = _count(database, file, f"{cleaned(cell)} is not null")
                    if count:
                        notes.append(f"{name}, {heading}: {of} of {year.year} has no such column: {_cells(count)} read")
            for column, codes in year.codes_lacked(layout).items():
                if column not in found:
                    continue
                written = ", ".join(f"'{code.upper()}'" for code in codes)
                count = _count(database, file, f"upper({cleaned(found[column])}) in ({written})")
                if count:
                    heading = layout.columns[column].spelt[0]
                    notes.append(
                        f"{name}, {heading}: {_cells(count)} read with a code that other years have and {of} of "
                        f"{year.year} hasn't ({', '.join(codes)})"
                    )
    return notes


def _cells(count: int) -> str:
    return "1 cell is" if count == 1 else f"{count:,} cells are"


def _count(database: duckdb.DuckDBPyConnection, file: TableFile, condition: str) -> int:
    try:
        row = database.execute(f"select count(*) from {file.scan()} where {condition}").fetchone()
    except duckdb.Error:
        return 0  # the file can't be read to its end: the load says so, with the row
    return int(row[0]) if row else 0
