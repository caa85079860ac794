"""Chooses who reads what a council hands over: by its kind, or by what it is."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Table, described, read_table
from lineofsight.sources.extracts import Extract, Names

#: Kinds of source, each with what it is called in a message.
KINDS = {
    "ssd": "an SSD extract",
    "annex-a": "an Annex A workbook",
    "cin-census": "a children in need census",
    "ssda903": "an SSDA903 return",
}
NOTHING_MAPPED = Names()
_WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def opened(
    what: str,
    *,
    scratch: Path,
    kind: str | None = None,
    names: Names | None = None,
    extracted_on: dt.date | None = None,
    progress: Callable[[str, int], None] = lambda table, rows: None,
) -> AbstractContextManager[Extract]:
    """The extract at a path or database URL, read by the source that it is for.

    `kind` says what it is (KINDS); without it, its contents do. `scratch` is a private folder for what is unpacked.
    `extracted_on`: its day, where that is known otherwise than from itself. `progress` is called with the table and
    the rows read of it while a database is read.
    Refused where there is nothing at the path, or nothing that any source reads.
    """
    if is_database(what):
        if kind not in (None, "ssd"):
            raise Refused(f"A database holds SSD tables: leave out --kind {kind}")
        return _source("database")(what, scratch=scratch, names=names, progress=progress)
    path = Path(what)
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    kind = kind or kind_of(path, names or NOTHING_MAPPED)
    if kind == "ssd":
        from lineofsight.sources import ssd_files

        return ssd_files.opened(path, scratch=scratch, names=names)
    if kind == "annex-a":
        return _source("annex_a")(path, scratch=scratch, names=names, extracted_on=extracted_on)
    return _source(kind.replace("-", "_"))(path, scratch=scratch)


def _source(room: str) -> Callable[..., AbstractContextManager[Extract]]:
    """The way in of one source, imported only now: a load needs one of them."""
    opening: Callable[..., AbstractContextManager[Extract]] = import_module(f"lineofsight.sources.{room}").opened
    return opening


def is_database(what: str) -> bool:
    """Whether a load's argument is a database's address rather than a path."""
    return "://" in what


@cache
def all_layouts() -> tuple[Table, ...]:
    """The descriptions of the lists of all sources, beside the case records."""
    return tuple(read_table(file) for file in sorted(Path(__file__).parent.glob("*/layouts/*.toml")))


def kind_of(path: Path, council: Names = NOTHING_MAPPED) -> str:
    """What a file or folder holds, by its beginning and its names: a key of KINDS; "ssd" where nothing else fits."""
    if path.is_dir():
        files = [entry for entry in sorted(path.iterdir()) if entry.is_file()]
        kind = _by_names([file.name for file in files], council)
        return "ssda903" if kind is None and _holds_a_return(files) else kind or "ssd"
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            f"{path}: is an old Excel workbook (.xls), or one with a password. Open it, remove the password, and "
            f"save it as an Excel workbook (.xlsx)"
        )
    if path.suffix.lower() in _WORKBOOKS:
        return "annex-a"
    if path.suffix.lower() == ".xml" or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<Message")):
        return "cin-census"
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                inside = [name.replace("\\", "/") for name in archive.namelist() if not name.endswith("/")]
        except (zipfile.BadZipFile, OSError, ValueError):
            return "ssd"
        if "xl/workbook.xml" in inside or ("mimetype" in inside and "content.xml" in inside):
            return "annex-a"
        return _by_names([Path(name).name for name in inside if not name.startswith("__MACOSX/")], council) or "ssd"
    return "ssda903" if _holds_a_return([path]) else "ssd"


def _holds_a_return(files: Iterable[Path]) -> bool:
    """Whether one of the files begins as a list of the SSDA903 return does, whatever its name."""
    from lineofsight.sources.ssda903.reader import is_return_file

    return any(is_return_file(file) for file in files)


def _by_names(names: list[str], council: Names) -> str | None:
    """By the names of files that lie together: SSD tables before a census, a census before the files of a return."""
    suffixes = {Path(name).suffix.lower() for name in names}
    stems = [Path(name).stem for name in names]
    if any(stem.lower() in described() or stem.casefold() in council.tables for stem in stems):
        return "ssd"
    if suffixes & set(_WORKBOOKS):
        return "annex-a"
    if ".xml" in suffixes:
        return "cin-census"
    named = " ".join(names).lower().replace("_", "").replace(" ", "")
    if ".csv" in suffixes and ("903" in named or "episodes.csv" in named):
        return "ssda903"
    return None
