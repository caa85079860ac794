"""Reads an SSDA903 return in CSV files: each known by its header, whatever it is called."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table, columns_found
from lineofsight.records.reading import cleaned, read_as
from lineofsight.sources.extracts import Extract, Limits
from lineofsight.sources.returns.fills import fills_of
from lineofsight.sources.returns.limits import limits_of
from lineofsight.sources.returns.lists import SSDA903, layouts_of_returns, lists_of
from lineofsight.sources.returns.years import notes_on_year, year_described, year_of
from lineofsight.sources.ssd_files import ExtractFile, csv_file, private_folder, unpack

THE_RETURN = "the SSDA903 return"
#: The columns whose dates say of which year a return is, and how near its end they come.
HAPPENED = {
    "ssda903_episodes": ("decom", "dec"),
    "ssda903_reviews": ("review",),
    "ssda903_social_worker": ("sw_decom", "sw_dec"),
}
#: A whole year's return has something on its last days: with less, it was taken before the year ended.
LAST_DAYS = 31
#: The share of all dates below which a year's are taken for slips of the pen.
SLIPS = 0.02


@dataclass(frozen=True)
class ReturnFile(ExtractFile):
    """One file of a return: the list that it is was told by its header."""

    described: Table = field(kw_only=True)

    @property
    def layout(self) -> Table:
        return self.described


@contextmanager
def opened(path: Path, *, scratch: Path) -> Iterator[Extract]:
    """The return in a folder or zip of CSV files, or one CSV file of it.

    A zip is unpacked below `scratch` and removed again. Refused where no file has the header of a list of the
    return, two have that of the same list, or a header can't be read.
    """
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    if path.is_dir():
        yield extract_of(_files_in(path), path.name)
    elif zipfile.is_zipfile(path):
        with private_folder(scratch) as folder:
            unpack(path, folder)
            yield extract_of(_files_in(folder), path.name)
    else:
        yield extract_of([path], path.name)


def _files_in(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))


def is_return_file(path: Path) -> bool:
    """Whether a file is a CSV file with the header of a list of the return, as far as that can be read."""
    try:
        return path.suffix.lower() == ".csv" and path.stat().st_size > 0 and _listed(path) is not None
    except Refused:
        return False


def extract_of(paths: Iterable[Path], name: str) -> Extract:
    """The return in some CSV files; other files among them are left aside."""
    files: dict[str, ReturnFile] = {}
    left_aside: list[str] = []
    notes: list[str] = []
    for path in paths:
        if path.suffix.lower() != ".csv":
            left_aside.append(path.name)
        elif path.stat().st_size == 0:
            notes.append(f"{path.name}: is empty, without even a header")
        elif (file := _listed(path)) is None:
            left_aside.append(path.name)
        elif file.table in files:
            title, other = file.layout.title, files[file.table].name
            raise Refused(f"{name}: both {other} and {path.name} hold {title}: load the return of one year at a time")
        else:
            files[file.table] = file
    if not files:
        raise Refused(
            f"{name}: no file in it has the header of a list of the SSDA903 return, as that of Episodes: "
            f"{','.join(heading for column in _episodes().columns.values() for heading in column.spelt)}"
        )
    return _dated(name, list(files.values()), left_aside, notes)


def _episodes() -> Table:
    return next(each.layout for each in lists_of(SSDA903) if each.name == "ssda903_episodes")


def _listed(path: Path) -> ReturnFile | None:
    """The file as the list that its header tells; None where it tells none of them."""
    file = csv_file(path.stem, path)
    for listed in lists_of(SSDA903):
        found = columns_found(listed.layout, file.columns)
        if "child" in found and set(listed.known_by) <= set(found):
            twice = next((h for h, count in Counter(_plain(h) for h in file.columns).items() if h and count > 1), None)
            if twice:
                raise Refused(f"{path.name}, row 1: two columns are named {twice.upper()}: rename or remove one")
            return ReturnFile(listed.name, path, file.columns, described=listed.layout)
    return None


def _plain(heading: str) -> str:
    return heading.strip().casefold()


def _dated(name: str, files: Sequence[ReturnFile], left_aside: Sequence[str], notes: Sequence[str]) -> Extract:
    """The extract, with the year that its dates and names say it is of."""
    named = _year_named([name, *(file.name for file in files)])
    latest = _latest(files)
    year_number = year_of(latest) if latest else named
    on, said = _taken_on(latest, named)
    notes = [*notes, *said]
    limits = Limits()
    if year_number is not None:
        year, more = year_described(SSDA903 / "years.toml", year_number, of=THE_RETURN, where=name)
        names = {file.table: file.name for file in files}
        notes = [f"SSDA903 return of {year_number}", *notes, *more]
        notes += notes_on_year(files, year, of=THE_RETURN, names=names)
        limits = limits_of(SSDA903 / "limits.toml", year)
    return Extract(
        name=name,
        files=tuple(files),
        left_aside=tuple(left_aside),
        extracted_on=on,
        notes=tuple(notes),
        inputs=tuple(file.path for file in files),
        layouts=layouts_of_returns(),
        fills=fills_of(SSDA903 / "fills"),
        limits=limits,
        kind="ssda903",
    )


def _taken_on(latest: dt.date | None, named: int | None) -> tuple[dt.date | None, list[str]]:
    """The extract date: the 31 March that the return's dates come near, or that its files' names give with them.

    None, and a note that asks for it, where a return was taken within its year.
    """
    if latest is None:
        return (dt.date(named, 3, 31), []) if named else (None, ["no date in it says of which year it is"])
    end = dt.date(year_of(latest), 3, 31)
    month = f"{latest:%B %Y}"
    if (end - latest).days <= LAST_DAYS:
        other = named not in (None, end.year)
        return end, [f"the names of its files give another year than its dates, which end in {month}"] if other else []
    if named == end.year:
        return end, [
            f"its dates end in {month}: it is taken as the position on 31 March {end.year}, as its files are named. If "
            f"it was taken before, say when with --extracted-on"
        ]
    return None, [f"its dates end in {month}: say on which day it was taken with --extracted-on"]


def _year_named(names: Iterable[str]) -> int | None:
    """The year that the names give, where they give one: 2024, 2023-24 and 2023_2024 all name the return of 2024."""
    years = set()
    for name in names:
        for first, second in re.findall(r"(?<!\d)(20\d\d)(?:[-_/ ]?((?:20)?\d\d))?(?!\d)", name):
            follows = second and int(second) % 100 == (int(first) + 1) % 100
            years.add(int(first) + 1 if follows else int(first))
    return years.pop() if len(years) == 1 else None


def _latest(files: Iterable[ReturnFile]) -> dt.date | None:
    """The latest date of something that happened, without years that only a slip of the pen names."""
    parts = []
    for file in files:
        found = columns_found(file.layout, file.columns)
        days = [
            read_as(file.layout.columns[column], f"({cleaned(f'c{found[column]}')})")
            for column in HAPPENED.get(file.table, ())
            if column in found
        ]
        if days:
            parts.append(f"select unnest([{', '.join(days)}]) as day from {file.scan()}")
    if not parts:
        return None
    with duckdb.connect() as database:
        try:
            years = database.execute(
                "select year(day) + case when month(day) > 3 then 1 else 0 end as year, count(*), max(day) "
                f"from ({' union all '.join(parts)}) as days where day is not null group by 1 order by 1 desc"
            ).fetchall()
        except duckdb.Error:
            return None  # the file can't be read to its end: the load says so, with the row
    total = sum(count for _, count, _ in years)
    return next((day for _, count, day in years if count >= SLIPS * total), None)
