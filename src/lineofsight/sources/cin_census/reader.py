"""Reads a children in need census in XML: its modules as lists, and how they fill the case records.

A folder or zip may hold an SSDA903 return beside it: both then are one extract.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.sources.cin_census.parsing import Parsed, parse_census
from lineofsight.sources.extracts import Extract
from lineofsight.sources.returns.fills import fills_of
from lineofsight.sources.returns.limits import limits_of
from lineofsight.sources.returns.lists import CIN_CENSUS, layouts_of_returns, lists_of
from lineofsight.sources.returns.together import together
from lineofsight.sources.returns.years import ReturnYear, notes_on_year, year_described, year_of
from lineofsight.sources.ssd_files import private_folder, unpack
from lineofsight.sources.ssda903.reader import extract_of, is_return_file
from lineofsight.sources.staging import StagedFile

THE_CENSUS = "the children in need census"


@contextmanager
def opened(path: Path, *, scratch: Path) -> Iterator[Extract]:
    """The census at an XML file, or in a folder or zip that holds one; with the SSDA903 return that lies beside it.

    Its rows are staged below `scratch` and removed again. Refused where there is no census or more than one, where
    it isn't well-formed, and where it holds a document type or entity.
    """
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    with private_folder(scratch) as folder:
        unpacked, staged = folder / "unpacked", folder / "staged"
        unpacked.mkdir()
        staged.mkdir()
        if path.is_file() and zipfile.is_zipfile(path):
            unpack(path, unpacked)
            yield _in_folder(unpacked, path.name, staged)
        elif path.is_dir():
            yield _in_folder(path, path.name, staged)
        else:
            yield census_at(path, staged)


def _in_folder(folder: Path, name: str, staged: Path) -> Extract:
    files = sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    censuses = [file for file in files if file.suffix.lower() == ".xml"]
    if not censuses:
        raise Refused(f"{name}: holds no XML file: put the children in need census there")
    if len(censuses) > 1:
        raise Refused(f"{name}: both {censuses[0].name} and {censuses[1].name} are XML: keep the census alone")
    census = census_at(censuses[0], staged)
    others = [file for file in files if file not in censuses]
    if not any(is_return_file(file) for file in others):
        return replace(census, name=name, left_aside=(*census.left_aside, *(file.name for file in others)))
    return together(census, extract_of(others, name), name=name)


def census_at(path: Path, staged: Path) -> Extract:
    """The census in one XML file, its rows staged in a private folder."""
    parsed = parse_census(path, lists_of(CIN_CENSUS), into=staged)
    day, notes = _reference_date(parsed, path.name)
    year, more = year_described(CIN_CENSUS / "years.toml", year_of(day), of=THE_CENSUS, where=f"{path.name}, Header")
    taken_on, when = _taken_on(parsed, year, day)
    files = tuple(_of_year(file, parsed, year) for file in parsed.files if _is_sent(file, year))
    names = {file.table: file.layout.title for file in files}
    return Extract(
        name=path.name,
        files=files,
        left_aside=tuple(f"{element} ({_times(count)})" for element, count in sorted(parsed.unknown.items())),
        extracted_on=taken_on,
        notes=(
            _whose(parsed, year),
            *notes,
            *more,
            *when,
            *_notes_on_reading(parsed),
            *notes_on_year(files, year, of=THE_CENSUS, names=names),
        ),
        inputs=(path,),
        layouts=layouts_of_returns(),
        fills=fills_of(CIN_CENSUS / "fills"),
        limits=limits_of(CIN_CENSUS / "limits.toml", year),
        kind="cin-census",
    )


def _is_sent(file: StagedFile, year: ReturnYear) -> bool:
    """Whether a list is handed on: it has rows, or its year has it and its rows are none."""
    return year.has(file.table) or file.path.stat().st_size > 0


def _of_year(file: StagedFile, parsed: Parsed, year: ReturnYear) -> StagedFile:
    """The list with its elements' names as headings, those left out that neither its year has nor the file: missing."""
    return replace(
        file,
        columns=tuple(
            (column.spelt[0] if column.spelt else name)
            if year.has(file.table, name) or name in parsed.seen[file.table]
            else ""
            for name, column in file.layout.columns.items()
        ),
    )


def _reference_date(parsed: Parsed, name: str) -> tuple[dt.date, list[str]]:
    """The day that the census is of: its ReferenceDate, or 31 March of its Year."""
    written, year = parsed.header.get("ReferenceDate", ""), parsed.header.get("Year", "")
    day = _date(written)
    if day is None and year.isdecimal() and len(year) == 4 and year > "0000":
        day = dt.date(int(year), 3, 31)
        return day, ["its header has no ReferenceDate that can be read: it is taken as 31 March of its Year"]
    if day is None:
        raise Refused(
            f"{name}, Header: neither ReferenceDate nor Year can be read there: a census says of which 31 March it is, "
            f"as <ReferenceDate>2026-03-31</ReferenceDate>"
        )
    notes = []
    if (day.month, day.day) != (3, 31):
        notes.append("its ReferenceDate is not a 31 March")
    if year and year != str(year_of(day)):
        notes.append("its Year and its ReferenceDate name different years: the ReferenceDate stands")
    return day, notes


def _taken_on(parsed: Parsed, year: ReturnYear, day: dt.date) -> tuple[dt.date, list[str]]:
    """The day on which the records were taken from the case system, and a note where it isn't the reference date.

    A census that was written before its reference date can't know the rest of the year.
    """
    written = _date(parsed.header.get("DateTime", ""))
    if written is not None and year.first_day <= written < day:
        return written, [
            "it was written before its ReferenceDate (DateTime in its Header): that day is the extract date. Say "
            "another with --extracted-on"
        ]
    return day, []


def _date(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text[:10]).date()
    except ValueError:
        return None


def _whose(parsed: Parsed, year: ReturnYear) -> str:
    lea = parsed.header.get("LEA", "")
    whose = f", local authority {lea}" if lea.isdecimal() and len(lea) == 3 else ""
    return f"children in need census of {year.year}{whose}"


def _notes_on_reading(parsed: Parsed) -> list[str]:
    notes = []
    if parsed.repeated:
        which = ", ".join(f"{element} ({count:,})" for element, count in sorted(parsed.repeated.items()))
        notes.append(f"elements that stand twice where one is allowed, of which the first is taken: {which}")
    if parsed.stray:
        notes.append(f"text between elements, where none belongs, is left aside ({_times(parsed.stray)})")
    if parsed.renumbered:
        notes.append("several elements stand on one line: their rows are counted from there, instead of being lines")
    return notes


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
