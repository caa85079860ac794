"""Whether a file is a workbook that can be read without harm, and what only its XML says of its sheets.

A workbook is a zip of XML. The library that reads the cells believes what the XML says: a cell that claims to stand
in column 300 million makes it ask for as much memory. So each part is unpacked here first, piece by piece, and
measured before anything else reads it. On the way the hidden rows, the cells that hold an error and the formulas
without a saved value are counted, which the cells themselves don't show.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal
from xml.etree import ElementTree

from lineofsight.problems import Refused

LARGEST = 2 * 1024**3  # bytes of XML
SUSPECT = 64 * 1024**2, 250  # a part larger than this that is packed more than so many times is no list
MOST_PARTS = 10_000
MOST_CELLS = 75_000_000  # of a sheet, from A1 to its last row and column: at 32 bytes each
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LARGEST_INDEX = 16 * 1024**2  # bytes of the part that names the sheets
_NEAR_ROW = 99_999  # what a sheet is taken to reach at least: its cells below that row alone are looked for
_PIECE = 1024**2

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml")

_QUOTED = rb"\s*=\s*[\"']"
# As every spreadsheet program writes them: the reference first, and cells that hold something not closed at once.
_FAR_DOWN = re.compile(rb'<c r="[A-Za-z]*([0-9]{6,})"[^>]*(?<!/)>')
_FAR_RIGHT = re.compile(rb'<c r="([A-Za-z]{3,})[0-9]+"[^>]*(?<!/)>')
_TWO_LETTERS = re.compile(rb'<c r="([A-Za-z]{2})[0-9]')
_OTHER_TAGS = re.compile(rb"<c[a-zA-Z]")
# In any other way that XML admits.
_ANY_ROW = re.compile(rb"\sr" + _QUOTED + rb"[A-Za-z]*([0-9]+)[\"']")
_ANY_COLUMN = re.compile(rb"\sr" + _QUOTED + rb"([A-Za-z]+)[0-9]")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden" + _QUOTED + rb"(?:1|true)[\"']")
_UNSAVED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_ODS_HIDDEN = re.compile(rb"<table:table-row\s[^>]*?table:visibility" + _QUOTED + rb"(?:collapse|filter)")
_ODS_ERROR = re.compile(rb"calcext:value-type" + _QUOTED + rb"error[\"']")
_ODS_REPEATED = re.compile(
    rb"table:number-rows-repeated"
    + _QUOTED
    + rb"([0-9]{4,})[\"'][^>]*>(?:(?!</table:table-row).){0,65536}?office:value-type",
    re.DOTALL,
)


@dataclass
class Counts:
    """What the XML of a part says: how far its cells reach, and what a reader of the cells doesn't see."""

    last_row: int = 0
    last_column: int = 1
    hidden_rows: int = 0
    errors: int = 0
    unsaved: int = 0
    is_sheet: bool = False


@dataclass(frozen=True)
class Package:
    """A workbook that was looked through. `sheets`: sheet name to counts; of an .ods all stand under ""."""

    kind: Literal["xlsx", "ods"]
    from_1904: bool = False
    sheets: Mapping[str, Counts] = field(default_factory=dict)


def looked_through(path: Path) -> Package:
    """What kind of workbook a file is, after every part of it was unpacked and measured.

    Refused where it is none, is locked with a password, damaged or cut off, unpacks to more than a list can hold,
    declares entities, or has a sheet that reaches further than a list can.
    """
    try:
        with path.open("rb") as file:
            _check_beginning(path, file)
            with zipfile.ZipFile(file) as archive:
                return _looked_through(path, file, archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError):
        raise _damaged(path) from None


def _check_beginning(path: Path, file: BinaryIO) -> None:
    start = file.read(8)
    if start == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise _locked(path)
        raise Refused(f"{path.name}: is an old Excel workbook (.xls). Open it in Excel and save it as .xlsx")
    if not start.startswith(_ZIP):
        raise Refused(
            f"{path.name}: is not a workbook, whatever its name says. Save the Annex A workbook as .xlsx or .ods"
        )
    file.seek(0)


def _damaged(path: Path) -> Refused:
    return Refused(f"{path.name}: is damaged or was cut off on its way. Save the workbook again, or have it sent again")


def _locked(path: Path) -> Refused:
    return Refused(f"{path.name}: is protected by a password. Open it, remove the password and save it again")


def _looked_through(path: Path, file: BinaryIO, archive: zipfile.ZipFile) -> Package:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    _check_sizes(path, parts)
    if "mimetype" in names and "content.xml" in names:
        return _ods(path, file, archive, parts)
    if "xl/workbook.xml" in names:
        return _xlsx(path, file, archive, parts)
    if "xl/workbook.bin" in names:
        raise Refused(f"{path.name}: is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx")
    raise Refused(f"{path.name}: is a zip without a workbook in it. Save the Annex A workbook as .xlsx or .ods")


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused(f"{path.name}: has {len(parts):,} parts, which no Annex A workbook has. Save the lists alone")
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked(path)
    large, packed = SUSPECT
    if sum(part.file_size for part in parts) > LARGEST or any(
        part.file_size > large and part.file_size > packed * max(part.compress_size, 1) for part in parts
    ):
        raise _too_large(path)


def _too_large(path: Path) -> Refused:
    return Refused(
        f"{path.name}: unpacks to more than an Annex A workbook holds. Save the lists alone as a new workbook"
    )


def _pieces(path: Path, file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part unpacked, piece by piece; refused as soon as it is more than the zip says, or isn't whole."""
    file.seek(part.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(_ZIP):
        raise _damaged(path)
    name, extra = struct.unpack("<HH", header[26:30])
    file.seek(name + extra, 1)
    left, size, check = part.compress_size, 0, 0
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    if unpack is None and part.compress_type != zipfile.ZIP_STORED:
        raise _damaged(path)
    packed = b""
    while True:
        if not packed and left:
            packed = file.read(min(left, _PIECE // 8))
            left -= len(packed)
            if not packed:
                raise _damaged(path)
        if unpack is None:
            piece, packed = packed, b""
        else:
            piece = unpack.decompress(packed, _PIECE)
            packed = unpack.unconsumed_tail
        if not piece and (unpack is None or unpack.eof or not left):
            break
        size, check = size + len(piece), zlib.crc32(piece, check)
        if size > part.file_size:
            raise _damaged(path)
        yield piece
    if size != part.file_size or check != part.CRC or (unpack is not None and not unpack.eof):
        raise _damaged(path)


def _xlsx(path: Path, file: BinaryIO, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Package:
    counts = {}
    for part in parts:
        if not part.is_dir():
            whole = part.filename.endswith((".xml", ".rels"))
            counts[part.filename] = _counted(path, _pieces(path, file, part), xml=whole)
    sheets, from_1904 = _named_sheets(path, archive)
    by_name = {name: counts.get(target, Counts()) for name, target in sheets.items()}
    for name, count in (*by_name.items(), *(("", count) for count in counts.values())):
        if count.is_sheet:
            _check_reach(path, name, count)
    return Package("xlsx", from_1904, by_name)


def _counted(path: Path, pieces: Iterator[bytes], *, xml: bool) -> Counts:
    counts, rest, first = Counts(), b"", True
    for piece in pieces:
        if first and xml and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:4]):
            raise _damaged(path)  # in UTF-16, in which what is looked for below would not be found
        first = False
        text = rest + piece
        # A row, or at least a tag, stays in one piece: what a pattern looks for never lies across two.
        cut = max(text.rfind(b"<row"), text.rfind(b"<table:table-row")) if len(text) < 8 * _PIECE else -1
        cut = cut if cut > 0 else max(text.rfind(b"<"), 0)
        if cut == 0 and len(text) > 8 * _PIECE:
            cut = len(text)
        _count(path, text[:cut], counts, xml=xml)
        rest = text[cut:]
    _count(path, rest, counts, xml=xml)
    return counts


def _count(path: Path, text: bytes, counts: Counts, *, xml: bool) -> None:
    if xml and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
        raise Refused(
            f"{path.name}: declares entities in its XML, which no spreadsheet program does. Open it in Excel or "
            f"LibreOffice and save it as a new workbook"
        )
    if b"sheetData" in text:
        counts.is_sheet = True
    if not counts.is_sheet:
        return
    if _is_as_usual(text):
        rows, columns = _FAR_DOWN.findall(text), {*_TWO_LETTERS.findall(text), *_FAR_RIGHT.findall(text)}
        counts.last_row = max(counts.last_row, max(map(int, rows), default=_NEAR_ROW))
    else:
        rows, columns = _ANY_ROW.findall(text), set(_ANY_COLUMN.findall(text))
        counts.last_row = max(counts.last_row, max(map(int, rows), default=0))
    counts.last_column = max(counts.last_column, max(map(_column_number, columns), default=1))
    if b"hidden" in text:
        counts.hidden_rows += len(_HIDDEN.findall(text))
    if b"<f" in text or b":f" in text:
        counts.unsaved += len(_UNSAVED.findall(text))
    counts.errors += text.count(b' t="e"')


def _is_as_usual(text: bytes) -> bool:
    """Whether all cells of a piece of a sheet are written as spreadsheet programs write them."""
    cells, tags = text.count(b'<c r="'), text.count(b"<c")
    return b":c" not in text and (cells == tags or tags - cells == len(_OTHER_TAGS.findall(text)))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _check_reach(path: Path, sheet: str, count: Counts) -> None:
    columns = max(count.last_column, 26)
    inside = count.last_row <= LAST_ROW and columns <= LAST_COLUMN
    if inside and count.last_row * columns <= MOST_CELLS:
        return
    where = f"{path.name}, {sheet}" if sheet else path.name
    raise Refused(
        f"{where}: a sheet has a cell so far below or beside the list that it would have {MOST_CELLS:,} cells or more. "
        f"Delete the rows below the list and the columns to its right, and save"
    )


def _named_sheets(path: Path, archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The sheets' names, each with its part of the zip, and whether days are counted from 1904."""
    try:
        if archive.getinfo("xl/workbook.xml").file_size > LARGEST_INDEX:
            raise _too_large(path)
        workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        raise _damaged(path) from None
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations
    }
    sheets = {sheet.get("name", ""): targets.get(sheet.get(_RELATION), "") for sheet in workbook.iter(f"{_MAIN}sheet")}
    properties = workbook.find(f"{_MAIN}workbookPr")
    return sheets, properties is not None and properties.get("date1904") in ("1", "true")


def _ods(path: Path, file: BinaryIO, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Package:
    by_name = {part.filename: part for part in parts}
    if not archive.read("mimetype").startswith(_ODS.encode()):
        raise Refused(f"{path.name}: is not a spreadsheet. Save the Annex A workbook as .xlsx or .ods")
    counts = Counts(is_sheet=True)
    for name in _ODS_PARTS:
        if name not in by_name:
            continue
        rest = b""
        for piece in _pieces(path, file, by_name[name]):
            if name == "META-INF/manifest.xml" and b"encryption-data" in rest + piece:
                raise _locked(path)
            text = rest + piece
            cut = max(text.rfind(b"<table:table-row"), 0)
            if not cut and len(text) > 8 * _PIECE:
                cut = max(text.rfind(b"<"), 0)
            _count_ods(path, text[:cut], counts)
            rest = text[cut:]
        _count_ods(path, rest, counts)
    return Package("ods", sheets={"": counts})


def _count_ods(path: Path, text: bytes, counts: Counts) -> None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        _count(path, text, counts, xml=True)
    counts.hidden_rows += len(_ODS_HIDDEN.findall(text))
    counts.errors += len(_ODS_ERROR.findall(text))
    if _ODS_REPEATED.search(text):
        raise Refused(f"{path.name}: holds one row thousands of times over. Delete the repeated rows and save")
