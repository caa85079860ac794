"""Spoils a workbook in the ways that workbooks are spoilt: by people, by programs, on the way, and on purpose."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

#: What a cell may hold instead of what belongs there.
CELLS = (
    *("31/02/2023", "2023-13-45", "31/03/23", "00/00/0000", "tomorrow", "n/a", "#N/A", "-", "?", "NULL", "1900-01-01"),
    *("=1+1", '=HYPERLINK("http://example.invalid")', "+44", "-1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", "\t=1"),
    *("z" * 40_000, "Ω≈ç√∫", "a\u0007b", "line\nbreak", 'comma,"quote"', "'; drop table ssd_person; --", " ", "a) "),
)
NUMBERS = ("0", "-1", "1", "45016", "45016.75", "1E+300", "-1E-300", "99999999", "2958466", "1e19", "123.0", "0.1")

_ROW = re.compile(r"<row [^>]*>.*?</row>", re.DOTALL)
_CELL = re.compile(r"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_SHEET = re.compile(r"xl/worksheets/.*\.xml")


def mutated(workbook: bytes, seed: int) -> bytes:
    """The workbook spoilt in one to four ways; the same seed spoils it in the same."""
    rng = Random(seed)
    for _ in range(rng.choice((1, 1, 2, 3, 4))):
        try:
            workbook = rng.choice(WAYS)(workbook, rng)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, OSError, RuntimeError):
            workbook = _bytes_changed(workbook, rng)  # what is spoilt already can be spoilt no further in that way
    return workbook


def _bytes_changed(workbook: bytes, rng: Random) -> bytes:
    spoilt = bytearray(workbook)
    for _ in range(rng.choice((1, 4, 64))):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def _cut_off(workbook: bytes, rng: Random) -> bytes:
    return workbook[: rng.randrange(len(workbook) + 1)]


def _with_parts(workbook: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)  # at no time: the same bytes each time
    return stream.getvalue()


def _part_lost(workbook: bytes, rng: Random) -> bytes:
    return _with_parts(workbook, lambda parts: parts.pop(rng.choice(sorted(parts))) and None)


def _part_garbled(workbook: bytes, rng: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = rng.choice(sorted(parts))
        part = bytearray(parts[name])
        at = rng.randrange(len(part) + 1)
        match rng.randrange(5):
            case 0:
                part[at : at + rng.randrange(1, 200)] = b""
            case 1:
                part[at:at] = rng.randbytes(rng.randrange(1, 60))
            case 2:
                part[at:at] = rng.choice(
                    (b"<row>", b"</sheetData>", b"&boom;", b"<![CDATA[", b"<!--", b"</", b"<c r='B2'>")
                )
            case 3:
                part[0:0] = b'<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]>'
            case 4:
                del part[at:]
        parts[name] = bytes(part)

    return _with_parts(workbook, change)


def _sheet_changed(workbook: bytes, rng: Random, change: Callable[[str], str]) -> bytes:
    def change_one(parts: dict[str, bytes]) -> None:
        sheets = sorted(name for name in parts if _SHEET.fullmatch(name))
        name = rng.choice(sheets)
        parts[name] = change(parts[name].decode("utf-8")).encode("utf-8")

    return _with_parts(workbook, change_one)


def _rows_dropped(workbook: bytes, rng: Random) -> bytes:
    share = rng.choice((0.02, 0.3, 0.9))
    return _sheet_changed(workbook, rng, lambda xml: _ROW.sub(lambda row: "" if rng.random() < share else row[0], xml))


def _rows_shuffled(workbook: bytes, rng: Random) -> bytes:
    def change(xml: str) -> str:
        rows = _ROW.findall(xml)
        rng.shuffle(rows)
        start, end = xml.index("<row "), xml.rindex("</row>") + 6
        return xml[:start] + "".join(rows) + xml[end:]

    return _sheet_changed(workbook, rng, change)


def _rows_twice(workbook: bytes, rng: Random) -> bytes:
    return _sheet_changed(workbook, rng, lambda xml: _ROW.sub(lambda row: row[0] * rng.choice((1, 1, 2)), xml))


def _cells_changed(workbook: bytes, rng: Random) -> bytes:
    share = rng.choice((0.002, 0.05, 0.5))

    def change(cell: re.Match[str]) -> str:
        if rng.random() >= share:
            return cell[0]
        place = re.search(r'r="([A-Z]+[0-9]+)"', cell[0])
        at = f'r="{place[1]}"' if place else ""
        style = rng.choice(("", ' s="1"', ' s="99"'))
        match rng.randrange(6):
            case 0 | 1:
                return f'<c {at} t="inlineStr"><is><t>{_escaped(rng.choice(CELLS))}</t></is></c>'
            case 2:
                return f"<c {at}{style}><v>{rng.choice(NUMBERS)}</v></c>"
            case 3:
                kind, value = rng.choice((("e", "#N/A"), ("e", "#REF!"), ("b", "1"), ("b", "0"), ("str", "45016")))
                if rng.random() < 0.01:  # what no program writes
                    kind, value = rng.choice(("s", "d", "q", "b", "e")), rng.choice(NUMBERS)
                return f'<c {at} t="{kind}"><v>{value}</v></c>'
            case 4:
                return f"<c {at}><f>{_escaped(rng.choice(CELLS)[:200])}</f></c>"
            case _:
                return ""

    return _sheet_changed(workbook, rng, lambda xml: _CELL.sub(change, xml))


def _cells_elsewhere(workbook: bytes, rng: Random) -> bytes:
    def change(cell: re.Match[str]) -> str:
        if rng.random() >= 0.01:
            return cell[0]
        place = rng.choice(
            ("A1", "C3", "AH40", "ZZ9999", "XFD1", "A1048576", "XFD1048576", "ZZZZZZ1", "A99999999999", "1", "A", "")
        )
        return re.sub(r'r="[A-Z]+[0-9]+"', f'r="{place}"', cell[0])

    return _sheet_changed(workbook, rng, lambda xml: _CELL.sub(change, xml))


def _headings_changed(workbook: bytes, rng: Random) -> bytes:
    """Headings twice, swapped, lost or spelt otherwise: they stand first among the shared texts of each sheet."""

    def change(parts: dict[str, bytes]) -> None:
        texts = parts["xl/sharedStrings.xml"].decode("utf-8")
        found = re.findall(r"<si>.*?</si>", texts, re.DOTALL)
        for _ in range(rng.choice((1, 3, 10))):
            one, other = rng.choice(found[:60]), rng.choice(found[:60])
            texts = texts.replace(one, rng.choice((other, "<si><t/></si>", one.upper(), one.replace(" ", "_"))))
        parts["xl/sharedStrings.xml"] = texts.encode("utf-8")

    return _with_parts(workbook, change)


def _texts_changed(workbook: bytes, rng: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        texts = parts["xl/sharedStrings.xml"].decode("utf-8")
        share = rng.choice((0.01, 0.2))
        parts["xl/sharedStrings.xml"] = re.sub(
            r"<t[^>]*>[^<]*</t>",
            lambda found: f"<t>{_escaped(rng.choice(CELLS))}</t>" if rng.random() < share else found[0],
            texts,
        ).encode("utf-8")

    return _with_parts(workbook, change)


def _sheets_renamed(workbook: bytes, rng: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        book = parts["xl/workbook.xml"].decode("utf-8")
        names = rng.choice(("List 1", "Sheet1", "Contacts", "", "x" * 60, "A&amp;B", "List 6"))
        parts["xl/workbook.xml"] = re.sub(
            r'name="List \d+"', f'name="{names}"', book, count=rng.choice((1, 3))
        ).encode()

    return _with_parts(workbook, change)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_bytes_changed, _cut_off, _part_lost, _part_garbled, _part_garbled, _rows_dropped, _rows_shuffled, _rows_twice),
    *(_cells_changed, _cells_changed, _cells_changed, _cells_changed, _cells_elsewhere, _headings_changed),
    *(_headings_changed, _texts_changed, _texts_changed, _sheets_renamed),
)
