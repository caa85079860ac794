"""What a file is, by its ending and by its content: both must say the same. It is looked at, never opened or run."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lineofsight.problems import Refused

#: What a packed file (an office document) may declare at most: parts, and bytes when unpacked.
MOST_PARTS, MOST_UNPACKED = 10_000, 1_000_000_000
#: How many times larger than the file itself its content may be, once it is larger than `RATIO_FROM` bytes.
MOST_RATIO, RATIO_FROM = 200, 100_000_000
#: Bytes of a part that is read to see what the file is; and of the directory of a packed file.
_MOST_OF_PART, _MOST_OF_DIRECTORY = 2_000_000, 4_000_000
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_CHUNK = 1_048_576


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, how people call it, what it is served as, and what checks its content."""

    ending: str
    title: str
    content_type: str
    check: Callable[[Path], None]


def kind_of(name_ending: str) -> Kind:
    """The kind of an ending. Refused, with the kinds that there are, where it isn't one of them."""
    found = KINDS.get(name_ending)
    if found is None:
        what = f"Files that end in .{name_ending}" if name_ending else "Files without an ending"
        raise Refused(f"{what} are not taken. Those that end in {', '.join(KINDS)} are.")
    return found


def check_content(file: Path, ending: str) -> None:
    """Refused where a file isn't what its ending says, holds macros, needs a password, or unpacks to far too much."""
    kind_of(ending).check(file)


def _begins(title: str, *marks: bytes) -> Callable[[Path], None]:
    def check(file: Path) -> None:
        with file.open("rb") as opened:
            start = opened.read(16)
        if not start.startswith(marks):
            raise _not_what_it_says(title)

    return check


def _text(file: Path) -> None:
    """A text: UTF-8 or the western alphabet of Windows, without characters that no text has."""
    with file.open("rb") as opened:
        if opened.read(5).startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"MZ")):
            raise _not_what_it_says("a text")
        opened.seek(0)
        while chunk := opened.read(_CHUNK):
            if _NO_TEXT.search(chunk):
                raise Refused("This file is no plain text: keep it as UTF-8, and try again.")


_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def _office(title: str, main: bytes) -> Callable[[Path], None]:
    """A document of Microsoft Office: its list of parts names the main one, and none of them holds macros."""

    def check(file: Path) -> None:
        with _unpacked(file, title) as packed:
            listed = _part(packed, "[Content_Types].xml", title)
            names = [name.lower() for name in packed.namelist()]
        if b"macroEnabled" in listed or b"vbaProject" in listed or any(_MACROS.search(name) for name in names):
            raise Refused("This document holds macros: keep it without them, and try again.")
        if main not in listed:
            raise _not_what_it_says(title)

    return check


_MACROS = re.compile(r"vbaproject[^/]*\.bin$|vbadata\.xml$|(^|/)macrosheets/|(^|/)activex/")


def _open_document(title: str, media_type: bytes) -> Callable[[Path], None]:
    """A document of LibreOffice: its first part says what it is, and no part is a macro."""

    def check(file: Path) -> None:
        with _unpacked(file, title) as packed:
            if _part(packed, "mimetype", title).strip() != media_type:
                raise _not_what_it_says(title)
            if any(name.startswith(("Basic/", "Scripts/")) for name in packed.namelist()):
                raise Refused("This document holds macros: keep it without them, and try again.")
            if b"encryption-data" in _part(packed, "META-INF/manifest.xml", title):
                raise Refused(_PASSWORD)

    return check


_PASSWORD = "This document needs a password: keep it without one, and try again."
_TOO_MUCH = "This document unpacks to far more than it should: it is not taken."


def _unpacked(file: Path, title: str) -> zipfile.ZipFile:
    """The directory of a packed file. Nothing of it is unpacked; what it declares must be within bounds."""
    with file.open("rb") as opened:
        if opened.read(8).startswith(b"\xd0\xcf\x11\xe0"):  # what Office makes of a document with a password
            raise Refused(f"This is no {title} of today: it is of an old kind, or needs a password. Keep it anew.")
    _check_directory(file, title)
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _not_what_it_says(title) from None
    parts = packed.infolist()
    size, unpacked = file.stat().st_size, sum(part.file_size for part in parts)
    refusal = ""
    if any(part.flag_bits & 0x1 for part in parts):
        refusal = _PASSWORD
    elif unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > size * MOST_RATIO):
        refusal = _TOO_MUCH
    if refusal:
        packed.close()
        raise Refused(refusal)
    return packed


def _check_directory(file: Path, title: str) -> None:
    """Bounds of the directory of a packed file, before it is read: thousands of parts, not millions."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        if opened.read(4) != b"PK\x03\x04":
            raise _not_what_it_says(title)
        opened.seek(max(0, size - 66_000))
        tail = opened.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise _not_what_it_says(title)
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if tail[max(0, at - 20) : at].startswith(_END_64) or parts > MOST_PARTS or length > _MOST_OF_DIRECTORY:
        raise Refused(_TOO_MUCH)


def _part(packed: zipfile.ZipFile, name: str, title: str) -> bytes:
    """One part, up to two megabytes of it: it says what the file is."""
    try:
        with packed.open(name) as opened:
            found = opened.read(_MOST_OF_PART + 1)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise _not_what_it_says(title) from None
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):  # a part that can't be unpacked
            raise _not_what_it_says(title) from None
        raise
    if len(found) > _MOST_OF_PART:
        raise Refused(_TOO_MUCH)
    return found


def _not_what_it_says(title: str) -> Refused:
    return Refused(f"This file is not {_article(title)}{title}, though its name says so: it is not taken.")


def _article(title: str) -> str:
    return "" if title.startswith(("a ", "an ")) else "a "


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: Kinds of file that are taken, by their ending.
KINDS = {
    kind.ending: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", _begins("PDF", b"%PDF-")),
        *(
            Kind(ending, title, f"{_OFFICE}{part}", _office(title, f"{part}.main+xml".encode()))
            for ending, title, part in (
                ("docx", "Word document", "wordprocessingml.document"),
                ("xlsx", "workbook", "spreadsheetml.sheet"),
                ("pptx", "presentation", "presentationml.presentation"),
            )
        ),
        *(
            Kind(ending, title, f"{_OPEN}{part}", _open_document(title, f"{_OPEN}{part}".encode()))
            for ending, title, part in (
                ("odt", "text document", "text"),
                ("ods", "spreadsheet", "spreadsheet"),
                ("odp", "presentation", "presentation"),
            )
        ),
        Kind("csv", "table as text", "text/csv; charset=utf-8", _text),
        Kind("txt", "plain text", "text/plain; charset=utf-8", _text),
        Kind("png", "PNG picture", "image/png", _begins("PNG picture", b"\x89PNG\r\n\x1a\n")),
        Kind("jpg", "JPEG picture", "image/jpeg", _begins("JPEG picture", b"\xff\xd8\xff")),
        Kind("jpeg", "JPEG picture", "image/jpeg", _begins("JPEG picture", b"\xff\xd8\xff")),
    )
}
