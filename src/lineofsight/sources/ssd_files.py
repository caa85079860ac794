"""Reads an SSD extract in files: a folder or a zip of CSV or Parquet files, one per table.

The files are handed on as text exactly as the sender wrote them: what a cell means is for `records` to say.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import described

MANIFEST = "manifest.json"
LARGEST_ZIP = 50 * 1024**3  # bytes unpacked: a zip that says it holds more is refused


@dataclass(frozen=True)
class ExtractFile:
    """One table's file. `columns` are the header's names in order, as they stand in the file."""

    table: str
    path: Path
    columns: tuple[str, ...]

    @property
    def rejects(self) -> str:
        return f"rejects_{self.table}"

    def scan(self) -> str:
        """The rows as a DuckDB table function: every column text, named `c0`, `c1`, ... in the header's order.

        Lines that are not a row of the table (too few cells, a quote that never closes) are left out and stand
        in the temporary table `rejects` after the scan.
        """
        if self.path.suffix.lower() == ".parquet":
            columns = ", ".join(f"cast({_identifier(name)} as varchar) as c{n}" for n, name in enumerate(self.columns))
            return f"(select {columns} from read_parquet({_text(self.path)}))"
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(self.columns)))
        return (
            f"read_csv({_text(self.path)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
            f"columns={{{columns}}}, max_line_size=16777216, store_rejects=true, rejects_limit=0, "
            f"rejects_table='{self.rejects}', rejects_scan='{self.rejects}_scan')"
        )


@dataclass(frozen=True)
class Extract:
    """What lies in the folder: the files of known tables, the names of others, and the extract's own date."""

    name: str
    files: tuple[ExtractFile, ...]
    left_aside: tuple[str, ...] = ()
    extracted_on: dt.date | None = None
    notes: tuple[str, ...] = field(default=())


@contextmanager
def opened(path: Path, *, scratch: Path) -> Iterator[Extract]:
    """The extract at a folder or zip; a zip is unpacked below `scratch` and removed again.

    Refused where there is no such path, no file of a known table, two files for one table, or a header that
    can't be read.
    """
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    if path.is_dir():
        yield _extract(path, path.name)
    elif zipfile.is_zipfile(path):
        with TemporaryDirectory(dir=scratch, prefix=".unpacked-") as folder:
            _unpack(path, Path(folder))
            yield _extract(Path(folder), path.name)
    else:
        raise Refused(
            f"{path}: neither a folder nor a zip of CSV or Parquet files. Put the extract's files in one folder, "
            f"each named as its table (ssd_person.csv), and load the folder"
        )


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
        if sum(member.file_size for member in members) > LARGEST_ZIP:
            raise Refused(f"{path}: it unpacks to more than {LARGEST_ZIP // 1024**3} GB")
        for member in members:
            to = folder / Path(member.filename.replace("\\", "/")).name
            if to.exists():
                raise Refused(f"{path}: holds two files named {to.name}: keep one")
            try:
                with archive.open(member) as source, to.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except (zipfile.BadZipFile, RuntimeError, OSError) as error:
                raise Refused(
                    f"{path}, {member.filename}: can't be unpacked ({error}). Make the zip again, without a password"
                ) from None


def _extract(folder: Path, name: str) -> Extract:
    known = set(described())
    files: dict[str, ExtractFile] = {}
    left_aside: list[str] = []
    for path in sorted(folder.iterdir()):
        table, kind = path.stem.lower(), path.suffix.lower()
        if path.is_dir() or path.name.startswith("."):
            continue
        if kind not in {".csv", ".parquet"} or table not in known:
            if path.name.lower() != MANIFEST:
                left_aside.append(path.name)
            continue
        if table in files:
            raise Refused(f"{name}: both {files[table].path.name} and {path.name} hold {table}: keep one")
        columns = _parquet_columns(path) if kind == ".parquet" else _csv_columns(path)
        if columns:
            files[table] = ExtractFile(table, path, columns)
    if not files:
        raise Refused(
            f"{name}: no file in it is named as an SSD table. Name each file as its table, "
            f"for example ssd_cin_visits.csv or ssd_cin_visits.parquet"
        )
    return Extract(name, tuple(files.values()), tuple(left_aside), _manifest_date(folder / MANIFEST))


def _csv_columns(path: Path) -> tuple[str, ...]:
    """The header's names; empty for an empty file."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(f"{path.name}: is saved as UTF-16. Save it as 'CSV UTF-8 (comma delimited)'")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            header = next(csv.reader(file), [])
    except UnicodeDecodeError:
        raise Refused(f"{path.name}: is not UTF-8. Save it as 'CSV UTF-8 (comma delimited)'") from None
    except csv.Error as error:
        raise Refused(f"{path.name}, row 1: the header can't be read ({error})") from None
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise Refused(f"{path.name}, row 1: the columns are not separated by commas. Save it as comma separated")
    return _checked_header(path, header)


def _parquet_columns(path: Path) -> tuple[str, ...]:
    try:
        rows = duckdb.execute(f"select name from parquet_schema({_text(path)})").fetchall()[1:]
    except duckdb.Error:
        raise Refused(f"{path.name}: is not a Parquet file, or is damaged. Write it again") from None
    return _checked_header(path, [row[0] for row in rows])


def _checked_header(path: Path, header: list[str]) -> tuple[str, ...]:
    names = [name.strip().lower() for name in header]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise Refused(f"{path.name}, row 1: two columns are named {twice}: rename or remove one")
    return tuple(header)


def _manifest_date(path: Path) -> dt.date | None:
    if not path.is_file():
        return None
    try:
        written = json.loads(path.read_text(encoding="utf-8-sig")).get("extracted_on")
        return dt.date.fromisoformat(written) if written else None
    except (ValueError, TypeError, AttributeError):
        raise Refused(f'{path.name}: can\'t be read. It is JSON such as {{"extracted_on": "2023-03-31"}}') from None


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"
