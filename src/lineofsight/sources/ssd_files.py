"""Reads an SSD extract in files: a folder or a zip of CSV or Parquet files, one per table.

The files are handed on as text exactly as the sender wrote them: what a cell means is for `records` to say.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import errno
import json
import lzma
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table, columns_found, describe, described
from lineofsight.sources.extracts import Extract, Names

MANIFEST = "manifest.json"
UNPACKED = ".unpacked-"
LARGEST_ZIP = 50 * 1024**3  # bytes unpacked: a zip that says it holds more is refused
MUCH, MOST_TIMES = 1024**3, 200  # a zip of more than so many bytes unpacked, and so many times its size, is a bomb


@dataclass(frozen=True)
class ExtractFile:
    """One table's file. `columns` are the header's names in order, as they stand in the file.

    `types` are the types of a Parquet file's columns; a CSV file's are all text.
    """

    table: str
    path: Path
    columns: tuple[str, ...]
    types: tuple[str, ...] = ()

    @property
    def numbered(self) -> bool:
        return self.path.suffix.lower() == ".parquet"

    @property
    def layout(self) -> Table:
        return describe(self.table)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def rejects(self) -> str:
        return f"rejects_{self.table}"

    def scan(self) -> str:
        """The rows as a DuckDB table function: every column text, named `c0`, `c1`, ... in the header's order.

        Lines that are not a row of the table (too few cells, a quote that never closes) are left out and stand
        in the temporary table `rejects` after the scan.
        """
        if self.path.suffix.lower() == ".parquet":
            columns = ", ".join(
                f"{_as_text(_identifier(name), kind)} as c{n}"
                for n, (name, kind) in enumerate(zip(self.columns, self.types, strict=True))
            )
            number = "file_row_number + 2 as file_row"  # as if a header stood above, as it does in a CSV file
            options = "binary_as_string=true, file_row_number=true"
            return f"(select {number}, {columns} from read_parquet({_text(self.path)}, {options}))"
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(self.columns)))
        return (
            f"read_csv({_text(self.path)}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', "
            f"columns={{{columns}}}, max_line_size=16777216, store_rejects=true, rejects_limit=0, "
            f"rejects_table='{self.rejects}', rejects_scan='{self.rejects}_scan')"
        )


@contextmanager
def opened(path: Path, *, scratch: Path, names: Names | None = None) -> Iterator[Extract]:
    """The extract at a folder or zip; a zip is unpacked below `scratch` and removed again, at the latest by the next.

    `names` are the council's own of tables and columns.

    Refused where there is no such path, no file of a known table, two files for one table, or a header that
    can't be read.
    """
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    if path.is_dir():
        yield _extract(path, path.name, names or Names())
    elif zipfile.is_zipfile(path):
        with private_folder(scratch) as folder:
            unpack(path, folder)
            yield _extract(folder, path.name, names or Names())
    else:
        raise Refused(
            f"{path}: neither a folder nor a zip of CSV or Parquet files. Put the extract's files in one folder, "
            f"each named as its table (ssd_person.csv), and load the folder"
        )


@contextmanager
def private_folder(scratch: Path) -> Iterator[Path]:
    """A folder for what is unpacked or staged: below `scratch`, removed afterwards, at the latest by the next."""
    _remove_leftovers(scratch)
    with TemporaryDirectory(dir=scratch, prefix=UNPACKED) as folder, _in_use(Path(folder)):
        yield Path(folder)


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Holds a lock on a folder while it is in use, so that another load doesn't take it for a leftover."""
    if os.name != "posix":  # there what a load that was cut off had unpacked stays until it is removed by hand
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _remove_leftovers(scratch: Path) -> None:
    """Removes what loads that were cut off had unpacked: it is children's data."""
    for leftover in scratch.glob(f"{UNPACKED}*") if os.name == "posix" else ():
        try:
            with _in_use(leftover):
                shutil.rmtree(leftover)
        except OSError:
            continue


def unpack(path: Path, folder: Path) -> None:
    """Unpacks a zip into a folder, all its files side by side; refused where it is damaged or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
            unpacked = sum(member.file_size for member in members)
            if unpacked > LARGEST_ZIP:
                raise Refused(f"{path}: it unpacks to more than {LARGEST_ZIP // 1024**3} GB")
            if unpacked > max(MUCH, MOST_TIMES * path.stat().st_size):
                raise Refused(
                    f"{path}: it unpacks to {unpacked // path.stat().st_size:,} times its size, as no extract does. "
                    f"Make the zip again, or unpack it yourself and load the folder"
                )
            if unpacked > shutil.disk_usage(folder).free // 2:
                raise Refused(f"{path}: it unpacks to {unpacked // 1024**2:,} MB, and the disk has no room for it")
            for member in members:
                _unpack_one(archive, member, folder, path)
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(f"{path}: can't be unpacked ({error}). Make the zip again") from None


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, path: Path) -> None:
    """Unpacks a file into the folder itself, whatever folder the zip names for it."""
    to = folder / Path(member.filename.replace("\\", "/")).name
    if to.exists():
        raise Refused(f"{path}: holds two files named {to.name}: keep one")
    try:
        with archive.open(member) as source, to.open("wb") as target:
            shutil.copyfileobj(source, target)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Refused(f"{path}: can't be unpacked: the disk has no room for it") from None
        raise Refused(f"{path}, {member.filename}: can't be unpacked. Make the zip again, without a password") from None


def _extract(folder: Path, name: str, names: Names) -> Extract:
    known = set(described())
    files: dict[str, ExtractFile] = {}
    left_aside: list[str] = []
    notes: list[str] = []
    for path in sorted(folder.iterdir()):
        table, kind = names.tables.get(path.stem.casefold(), path.stem.lower()), path.suffix.lower()
        if path.is_dir() or path.name.startswith("."):
            continue
        if kind not in {".csv", ".parquet"} or table not in known:
            if path.name.lower() != MANIFEST:
                left_aside.append(path.name)
            continue
        if not path.is_file():
            raise Refused(f"{path.name}: is no ordinary file: put the table's file itself into the folder")
        if table in files:
            raise Refused(f"{name}: both {files[table].path.name} and {path.name} hold {table}: keep one")
        if path.stat().st_size == 0:
            notes.append(f"{path.name}: is empty, without even a header: {table} is taken as absent")
            continue
        file = _parquet_file(table, path) if kind == ".parquet" else csv_file(table, path)
        _check_header(file, names.columns.get(table, {}))
        files[table] = file
    if notes and not files:
        raise Refused(f"{name}: its files are empty. Write the extract again")
    if not files:
        raise Refused(
            f"{name}: no file in it is named as an SSD table. Name each file as its table, "
            f"for example ssd_cin_visits.csv or ssd_cin_visits.parquet"
        )
    manifest = next(
        (path for path in sorted(folder.iterdir()) if path.name.lower() == MANIFEST and path.is_file()), None
    )
    on, council, made_up = _manifest(manifest) if manifest else (None, "", False)
    return Extract(
        name=name,
        files=tuple(files.values()),
        left_aside=tuple(left_aside),
        extracted_on=on,
        notes=tuple(notes),
        council=council,
        made_up=made_up,
        inputs=tuple(file.path for file in files.values()),
    )


def csv_file(table: str, path: Path) -> ExtractFile:
    """A CSV file by its header; refused where that can't be read, or isn't UTF-8 and separated by commas."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start.split(b"\n")[0]:
        raise Refused(f"{path.name}: is saved as UTF-16. Save it as 'CSV UTF-8 (comma delimited)'")
    try:
        with path.open(newline="", encoding="utf-8-sig") as text:
            header = next(csv.reader(text), [])
    except UnicodeDecodeError:
        raise Refused(f"{path.name}: is not UTF-8. Save it as 'CSV UTF-8 (comma delimited)'") from None
    except csv.Error as error:
        raise Refused(f"{path.name}, row 1: the header can't be read ({error})") from None
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise Refused(f"{path.name}, row 1: the columns are not separated by commas. Save it as comma separated")
    return ExtractFile(table, path, tuple(header))


def _parquet_file(table: str, path: Path) -> ExtractFile:
    try:
        rows = duckdb.execute(f"describe select * from read_parquet({_text(path)}, binary_as_string=true)").fetchall()
    except duckdb.Error:
        raise Refused(f"{path.name}: is not a Parquet file, or is damaged. Write it again") from None
    return ExtractFile(table, path, tuple(row[0] for row in rows), tuple(row[1] for row in rows))


def _check_header(file: ExtractFile, council: Mapping[str, str]) -> None:
    names = [name.strip().lower() for name in file.columns]
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise Refused(f"{file.name}, row 1: two columns are named {twice}: rename or remove one")
    if not columns_found(file.layout, file.columns, council):
        raise Refused(
            f"{file.name}, row 1: no column of {file.table} is named there. The first row names the columns, "
            f"as {file.layout.key} is one"
        )


def _as_text(column: str, kind: str) -> str:
    """A Parquet column as the text that a CSV file would hold.

    Whole numbers kept as numbers with a fraction (identifiers, flags) lose it; a moment with a time zone is the
    clock's in England.
    """
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"cast(try_cast({column} as bigint) as varchar)"
        return (
            f"case when not isfinite({column}) then null when {column} = trunc({column}) and abs({column}) < 1e15 "
            f"then {whole} else cast({column} as varchar) end"
        )
    if kind.startswith("DECIMAL"):
        return f"regexp_replace(cast({column} as varchar), '[.]0+$', '')"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"cast({column} at time zone 'Europe/London' as varchar)"
    return f"cast({column} as varchar)"


def _manifest(path: Path) -> tuple[dt.date | None, str, bool]:
    """The extract date, the council's name and whether its people are made up, as far as the manifest says."""
    try:
        says = json.loads(path.read_text(encoding="utf-8-sig"))
        written = says.get("extracted_on")
        on = dt.datetime.fromisoformat(written).date() if written else None
        return on, str(says.get("council") or ""), bool(says.get("made_up"))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Refused(f'{path.name}: can\'t be read. It is JSON such as {{"extracted_on": "2023-03-31"}}') from None


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"
