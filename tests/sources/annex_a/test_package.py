"""Files that are no workbook, or one that does harm: refused in one line, before anything reads their cells."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.sources.annex_a import package
from lineofsight.sources.annex_a.package import looked_through
from tests.sources.annex_a.sample import sample
from tests.sources.annex_a.workbooks import Formula, as_bytes, write_ods, write_xlsx

WHOLE = as_bytes(sample(3))
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        looked_through(path)
    message = str(refused.value)
    assert message.startswith(f"{path.name}") and "\n" not in message
    return message


def changed(workbook: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return changed(WHOLE, lambda parts: parts.update({FIRST_SHEET: change(parts[FIRST_SHEET])}))


def cell_at(place: str) -> bytes:
    """The workbook with one more cell in its first sheet."""
    cell = f'<row><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    return with_sheet(lambda sheet: sheet.replace(b"</sheetData>", cell))


def test_a_workbook_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(WHOLE)
    found = looked_through(tmp_path / "a.xlsx")
    assert (found.kind, found.from_1904) == ("xlsx", False)
    assert list(found.sheets) == [f"List {number}" for number in range(1, 12)]
    assert looked_through(write_ods(tmp_path / "a.ods", sample(1))).kind == "ods"


def test_what_the_cells_do_not_show_is_counted(tmp_path: Path) -> None:
    rows = [["a", "b"], [Formula("=NA()", "#N/A"), Formula("=1/0", "#DIV/0!")], ["x", Formula("=1+1", 2)], ["y", "z"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"One": rows, "Two": [["a"]]}, from_1904=True, hidden_rows={"One": [3, 4]})
    assert isinstance(path, Path)
    path.write_bytes(
        changed(
            path.read_bytes(),
            lambda parts: parts.update({FIRST_SHEET: parts[FIRST_SHEET].replace(b"<v>2</v>", b"<v></v>")}),
        )
    )
    found = looked_through(path)
    one, two = found.sheets["One"], found.sheets["Two"]
    assert (one.hidden_rows, one.errors, one.unsaved) == (2, 2, 1)
    assert (two.hidden_rows, two.errors, two.unsaved) == (0, 0, 0)
    assert found.from_1904


# Files that are no workbook


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and so on", b"Child Unique ID,Gender\nx,y\n", b"<html>", b"PK"])
def test_a_file_of_another_kind_is_refused_whatever_its_name_says(content: bytes, tmp_path: Path) -> None:
    assert "is not a workbook, whatever its name says" in refusal(tmp_path / "a.xlsx", content)


def test_an_old_workbook_and_a_locked_one_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "is an old Excel workbook (.xls)" in refusal(tmp_path / "a.xlsx", ole)
    locked = ole + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    assert "is protected by a password" in refusal(tmp_path / "a.xlsx", locked)


def test_locked_parts_are_refused(tmp_path: Path) -> None:
    spoilt = bytearray(WHOLE)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = spoilt.find(signature)
        spoilt[at + offset] |= 1
    assert "is protected by a password" in refusal(tmp_path / "a.xlsx", bytes(spoilt))
    write_ods(tmp_path / "a.ods", sample(1))
    manifest = b'<manifest:manifest><manifest:encryption-data manifest:checksum=""/></manifest:manifest>'
    locked = changed((tmp_path / "a.ods").read_bytes(), lambda parts: parts.update({"META-INF/manifest.xml": manifest}))
    assert "is protected by a password" in refusal(tmp_path / "b.ods", locked)


def test_other_zips_are_refused(tmp_path: Path) -> None:
    assert "is a zip without a workbook" in refusal(
        tmp_path / "a.xlsx", changed(WHOLE, lambda parts: parts.pop("xl/workbook.xml"))
    )
    binary = changed(WHOLE, lambda parts: parts.update({"xl/workbook.bin": parts.pop("xl/workbook.xml")}))
    assert "is a binary workbook (.xlsb)" in refusal(tmp_path / "a.xlsx", binary)
    letter = changed(
        WHOLE,
        lambda parts: (
            parts.clear(),
            parts.update({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        ),
    )
    assert "is not a spreadsheet" in refusal(tmp_path / "a.ods", letter)


# Damaged files


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(share: float, tmp_path: Path) -> None:
    assert "is damaged or was cut off" in refusal(tmp_path / "a.xlsx", WHOLE[: int(len(WHOLE) * share)])


def test_a_part_that_is_not_what_was_packed_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        part = archive.getinfo(FIRST_SHEET)
    spoilt = bytearray(WHOLE)
    spoilt[part.header_offset + 30 + len(part.filename) + part.compress_size // 2] ^= 0xFF
    assert "is damaged or was cut off" in refusal(tmp_path / "a.xlsx", bytes(spoilt))


def test_the_part_that_names_the_sheets_must_be_readable(tmp_path: Path) -> None:
    for spoilt in (b"<workbook", b"\xff\xfe<\0w\0"):
        workbook = changed(WHOLE, lambda parts, spoilt=spoilt: parts.update({"xl/workbook.xml": spoilt}))  # type: ignore[misc]
        assert "is damaged or was cut off" in refusal(tmp_path / "a.xlsx", workbook)
    assert "is damaged" in refusal(
        tmp_path / "a.xlsx", changed(WHOLE, lambda parts: parts.pop("xl/_rels/workbook.xml.rels"))
    )


# Files that do harm


def test_a_zip_bomb_is_refused_by_what_it_says(tmp_path: Path) -> None:
    bomb = changed(
        WHOLE, lambda parts: parts.update({"xl/sharedStrings.xml": b"<sst>" + bytes(70 * 1024**2) + b"</sst>"})
    )
    assert len(bomb) < 200_000
    assert "unpacks to more than an Annex A workbook holds" in refusal(tmp_path / "a.xlsx", bomb)


def test_a_zip_bomb_that_lies_is_refused_by_what_it_holds(tmp_path: Path) -> None:
    """It says that a part has 10 bytes, with a checksum that fits them; unpacked it has 20 million."""
    bomb = bytearray(changed(WHOLE, lambda parts: parts.update({"bomb.xml": bytes(20 * 1024**2)})))
    real = struct.pack("<I", 20 * 1024**2)
    for signature, check, size in ((b"PK\x03\x04", 14, 22), (b"PK\x01\x02", 16, 24)):
        at = next(at for at in positions(bomb, signature) if bomb[at + size : at + size + 4] == real)
        bomb[at + size : at + size + 4] = struct.pack("<I", 10)
        bomb[at + check : at + check + 4] = struct.pack("<I", zlib.crc32(bytes(10)))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        assert archive.read("bomb.xml") == bytes(10)  # what is found out only by unpacking it all
    assert "is damaged or was cut off" in refusal(tmp_path / "a.xlsx", bytes(bomb))


def positions(content: bytearray, wanted: bytes) -> list[int]:
    found, at = [], content.find(wanted)
    while at >= 0:
        found.append(at)
        at = content.find(wanted, at + 1)
    return found


def test_a_workbook_of_very_many_parts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_PARTS", 5)
    assert " parts, which no Annex A workbook has" in refusal(tmp_path / "a.xlsx", WHOLE)


@pytest.mark.parametrize("part", ["xl/workbook.xml", FIRST_SHEET, "xl/sharedStrings.xml", "docProps/app.xml"])
def test_entities_are_refused(part: str, tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "declares entities" in refusal(
        tmp_path / "a.xlsx", changed(WHOLE, lambda parts: parts.update({part: laughs + parts[part]}))
    )


def test_entities_are_refused_in_an_ods(tmp_path: Path) -> None:
    write_ods(tmp_path / "a.ods", sample(1))
    spoilt = changed(
        (tmp_path / "a.ods").read_bytes(),
        lambda parts: parts.update(
            {"content.xml": parts["content.xml"].replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)}
        ),
    )
    assert "declares entities" in refusal(tmp_path / "b.ods", spoilt)


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZ1", "A99999999999", "AAAA1", "A1048577", "BCD900000"])
def test_a_cell_far_away_is_refused(place: str, tmp_path: Path) -> None:
    """A reader that keeps a place for each cell up to it would ask for all memory there is."""
    assert "a sheet has a cell so far below or beside the list" in refusal(tmp_path / "a.xlsx", cell_at(place))


@pytest.mark.parametrize(
    "written",
    [
        b"<c r='ZZZZZZ1'><v>1</v></c>",
        b'<c  r="ZZZZZZ1"><v>1</v></c>',
        b'<c s="1" r="ZZZZZZ1"><v>1</v></c>',
        b'<c\nr="ZZZZZZ1"><v>1</v></c>',
        b'<c r = "ZZZZZZ1"><v>1</v></c>',
        b'<x:c r="ZZZZZZ1"><v>1</v></x:c>',
        b'<c s="1"><v>1</v></c></row><row r="99999999999"><c><v>1</v></c>',
    ],
)
def test_a_cell_far_away_is_refused_however_it_is_written(written: bytes, tmp_path: Path) -> None:
    workbook = with_sheet(lambda sheet: sheet.replace(b"</sheetData>", b"<row>" + written + b"</row></sheetData>"))
    assert "a sheet has a cell so far below or beside the list" in refusal(tmp_path / "a.xlsx", workbook)


def test_a_part_of_another_name_is_looked_through_too(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        sheet = parts.pop(FIRST_SHEET).replace(b"</sheetData>", b'<row><c r="ZZZZZZ1"><v>1</v></c></row></sheetData>')
        parts["xl/worksheets/sheet1.dat"] = sheet
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.dat")

    assert "a sheet has a cell so far below or beside the list" in refusal(tmp_path / "a.xlsx", changed(WHOLE, change))


def test_cells_that_are_formatted_and_empty_do_not_count(tmp_path: Path) -> None:
    """Whoever formats whole rows and columns leaves empty cells to the edge of the sheet."""
    empty = b'<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row></sheetData>'
    (tmp_path / "a.xlsx").write_bytes(with_sheet(lambda sheet: sheet.replace(b"</sheetData>", empty)))
    assert looked_through(tmp_path / "a.xlsx").kind == "xlsx"


def test_a_row_repeated_many_thousand_times_is_refused_in_an_ods(tmp_path: Path) -> None:
    write_ods(tmp_path / "a.ods", sample(1))

    def repeat(parts: dict[str, bytes], times: bytes) -> None:
        row = b'<table:table-row table:number-rows-repeated="' + times + b'" '
        parts["content.xml"] = parts["content.xml"].replace(b"<table:table-row ", row)

    whole = (tmp_path / "a.ods").read_bytes()
    message = refusal(tmp_path / "b.ods", changed(whole, lambda parts: repeat(parts, b"1000000")))
    assert "holds one row thousands of times over" in message
    (tmp_path / "c.ods").write_bytes(changed(whole, lambda parts: repeat(parts, b"2")))
    assert looked_through(tmp_path / "c.ods").kind == "ods"
