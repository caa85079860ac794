"""Extracts as councils send them: folders and zips of CSV or Parquet files, whole, odd and broken."""

from __future__ import annotations

import datetime as dt
import os
import random
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet
import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import ssd_files
from lineofsight.sources.extracts import Extract
from lineofsight.sources.ssd_files import opened
from tests.extracts import load

VISITS = "cinv_cin_visit_id,cinv_person_id,cinv_cin_visit_date,cinv_cin_visit_seen\nv1,P1,2023-03-01,Y\n"
PEOPLE = "pers_person_id,pers_dob\nP1,2015-01-01\n"
ON = dt.date(2023, 3, 31)


def read(path: Path, scratch: Path) -> Extract:
    with opened(path, scratch=scratch) as extract:
        return extract


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "extract"
    folder.mkdir()
    return folder


def rows_of(home: Home, path: Path, table: str = "ssd_cin_visits") -> list[tuple[Any, ...]]:
    """The rows that a snapshot keeps of a path, with people's own ids."""
    snapshot = load(home, path, ON)
    columns = snapshot.columns(table)
    person = next((c for c in sorted(columns) if c.endswith("_person_id")), None)
    joined = f"left join '{snapshot.people}' as people on people.person_key = kept.{person}" if person else ""
    picked = ", ".join("people.person_id" if c == person else f"kept.{c}" for c in sorted(columns))
    return duckdb.execute(f"select {picked} from '{snapshot.parquet(table)}' as kept {joined} order by all").fetchall()


# What stands in a folder


def test_files_are_known_by_their_name_in_any_case_and_others_are_left_aside(folder: Path, tmp_path: Path) -> None:
    (folder / "SSD_CIN_Visits.CSV").write_text(VISITS, encoding="utf-8")
    (folder / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "ssd_unheard_of.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "read me.txt").write_text("hello", encoding="utf-8")
    (folder / ".DS_Store").write_text("x", encoding="utf-8")
    (folder / "ssd_contacts.csv").mkdir()
    extract = read(folder, tmp_path)
    assert [file.table for file in extract.files] == ["ssd_cin_visits", "ssd_person"]
    assert sorted(extract.left_aside) == ["read me.txt", "ssd_unheard_of.csv"]


def test_the_header_may_be_in_any_order_and_case_with_blanks_and_a_byte_order_mark(folder: Path, home: Home) -> None:
    (folder / "ssd_cin_visits.csv").write_text(
        '﻿ CINV_CIN_VISIT_SEEN ,cinv_cin_visit_date,theirs,Cinv_Person_Id,"cinv_cin_visit_id"\nY,01/03/2023,?,P1,v1\n',
        encoding="utf-8",
    )
    assert rows_of(home, folder) == [(dt.date(2023, 3, 1), "v1", True, "P1")]


def test_a_header_alone_is_a_table_without_rows(folder: Path, home: Home) -> None:
    (folder / "ssd_cin_visits.csv").write_text(VISITS.split("\n")[0], encoding="utf-8")
    snapshot = load(home, folder, ON)
    assert snapshot.tables["ssd_cin_visits"]["read"] == 0
    assert snapshot.columns("ssd_cin_visits") == frozenset()


def test_an_empty_file_is_taken_as_absent_and_said(folder: Path, tmp_path: Path) -> None:
    (folder / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "ssd_cin_visits.csv").touch()
    extract = read(folder, tmp_path)
    assert [file.table for file in extract.files] == ["ssd_person"]
    assert extract.notes == ("ssd_cin_visits.csv: is empty, without even a header: ssd_cin_visits is taken as absent",)


WINDOWS_1252 = "pers_person_id,pers_forename\nP1,Zoë\n".encode("cp1252")


@pytest.mark.parametrize(
    ("name", "written", "what"),
    [
        ("ssd_person.csv", PEOPLE.replace(",", ";"), "row 1: the columns are not separated by commas"),
        ("ssd_person.csv", PEOPLE.replace(",", "\t"), "row 1: the columns are not separated by commas"),
        ("ssd_person.csv", PEOPLE.replace(",", "|"), "row 1: the columns are not separated by commas"),
        ("ssd_person.csv", PEOPLE.encode("utf-16"), "is saved as UTF-16. Save it as 'CSV UTF-8"),
        ("ssd_person.csv", PEOPLE.encode("utf-16-le"), "is saved as UTF-16"),
        ("ssd_person.csv", WINDOWS_1252, "is not UTF-8. Save it as 'CSV UTF-8"),
        ("ssd_person.csv", "pers_person_id,pers_dob, PERS_DOB \n", "row 1: two columns are named pers_dob"),
        ("ssd_person.csv", "\n" + PEOPLE, "row 1: no column of ssd_person is named there"),
        ("ssd_person.csv", "Extract of 31 March\n" + PEOPLE, "row 1: no column of ssd_person is named there"),
        ("ssd_person.csv", "P1,2015-01-01\n", "row 1: no column of ssd_person is named there"),
        ("ssd_person.csv", VISITS, "row 1: no column of ssd_person is named there"),  # another table's file
        ("ssd_person.csv", "   ", "row 1: no column of ssd_person is named there"),
        ("ssd_person.csv", '"pers_person_id\n' + "x" * 200_000, "row 1: the header can't be read"),
        ("ssd_person.parquet", PEOPLE, "is not a Parquet file, or is damaged"),
        ("ssd_person.csv", "", "its files are empty"),
        ("people.csv", PEOPLE, "no file in it is named as an SSD table"),
    ],
)
def test_a_file_that_is_not_as_agreed_is_refused_with_its_name(
    folder: Path, tmp_path: Path, name: str, written: str | bytes, what: str
) -> None:
    (folder / name).write_bytes(written.encode() if isinstance(written, str) else written)
    with pytest.raises(Refused) as refusal:
        read(folder, tmp_path)
    assert what in str(refusal.value)
    assert name in str(refusal.value) or "extract: " in str(refusal.value)
    assert "P1" not in str(refusal.value)


def test_two_files_for_one_table_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.table({"pers_person_id": ["P1"]}), folder / "ssd_person.parquet")
    with pytest.raises(Refused, match=r"both ssd_person\.csv and ssd_person\.parquet hold ssd_person: keep one"):
        read(folder, tmp_path)


def test_a_path_that_is_nothing_or_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no such file or folder"):
        read(tmp_path / "nowhere", tmp_path)
    (tmp_path / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    with pytest.raises(Refused, match="neither a folder nor a zip"):
        read(tmp_path / "ssd_person.csv", tmp_path)


@pytest.mark.parametrize(
    ("name", "manifest", "on"),
    [
        ("manifest.json", '{"extracted_on": "2023-03-31"}', ON),
        ("manifest.json", '﻿{"extracted_on": "2023-03-31", "by": "nightly job"}', ON),
        ("manifest.json", '{"extracted_on": "2023-03-31T23:59:00"}', ON),
        ("manifest.json", '{"extracted_on": "2023-03-31 06:00:00+01:00"}', ON),
        ("Manifest.JSON", '{"extracted_on": "2023-03-31"}', ON),
        ("manifest.json", "{}", None),
        ("manifest.json", '{"extracted_on": null}', None),
        ("manifest.txt", '{"extracted_on": "2023-03-31"}', None),
    ],
)
def test_the_extracts_own_date(folder: Path, tmp_path: Path, name: str, manifest: str, on: dt.date | None) -> None:
    (folder / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / name).write_text(manifest, encoding="utf-8")
    assert read(folder, tmp_path).extracted_on == on


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", '{"extracted_on": 20230331}', '{"extracted_on": "31/03/2023"}', '{"extracted_on": "soon"}', "\xff"],
)
def test_a_manifest_that_cannot_be_read_is_refused(folder: Path, tmp_path: Path, manifest: str) -> None:
    (folder / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "manifest.json").write_text(manifest, encoding="latin-1")
    with pytest.raises(Refused, match=r"manifest\.json: can't be read"):
        read(folder, tmp_path)


# Zips


def zipped(path: Path, members: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_a_zip_may_hold_its_files_in_folders_and_what_a_Mac_adds(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "x.zip",
        {
            "March/ssd_person.csv": PEOPLE,
            "March/visits/ssd_cin_visits.csv": VISITS,
            "March/manifest.json": '{"extracted_on": "2023-03-31"}',
            "__MACOSX/March/._ssd_person.csv": "x",
            "March/.DS_Store": "x",
        },
    )
    extract = read(path, tmp_path)
    assert [file.table for file in extract.files] == ["ssd_cin_visits", "ssd_person"]
    assert (extract.name, extract.extracted_on, extract.left_aside) == ("x.zip", ON, ())
    assert not list(tmp_path.glob(".unpacked-*")), "what was unpacked is removed again"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_may_be_packed_in_any_common_way(tmp_path: Path, method: int) -> None:
    assert len(read(zipped(tmp_path / "x.zip", {"ssd_person.csv": PEOPLE}, method), tmp_path).files) == 1


def test_a_zip_writes_nowhere_but_in_its_own_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "home" / "scratch"
    scratch.mkdir(parents=True)
    names = ["../../ssd_person.csv", "/etc/ssd_contacts.csv", "..\\..\\ssd_cin_visits.csv", "C:\\ssd_cp_visits.csv"]
    texts = [PEOPLE, "cont_contact_id\n", VISITS, "cppv_cp_visit_id\n"]
    path = zipped(tmp_path / "x.zip", dict(zip(names, texts, strict=True)))
    with opened(path, scratch=scratch) as extract:
        assert len(extract.files) == 4
        assert {file.path.parent.parent for file in extract.files} == {scratch}
    written = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")}
    assert written == {"x.zip", "home", "home/scratch"}


def damaged(at: int) -> Callable[[bytes], bytes]:
    def damage(whole: bytes) -> bytes:
        spoilt = bytearray(whole)
        spoilt[at] ^= 0xFF
        return bytes(spoilt)

    return damage


def encrypted(whole: bytes) -> bytes:
    directory = whole.index(b"PK\1\2")
    spoilt = bytearray(whole)
    spoilt[6] |= 1
    spoilt[directory + 8] |= 1
    return bytes(spoilt)


def packed_by(method: int) -> Callable[[bytes], bytes]:
    def pack(whole: bytes) -> bytes:
        directory = whole.index(b"PK\1\2")
        spoilt = bytearray(whole)
        spoilt[8:10] = struct.pack("<H", method)
        spoilt[directory + 10 : directory + 12] = struct.pack("<H", method)
        return bytes(spoilt)

    return pack


@pytest.mark.parametrize(
    "spoil",
    [
        damaged(0),  # the first file's own header
        damaged(60),  # its content
        damaged(75),
        damaged(-10),  # where the directory begins
        damaged(-5),
        encrypted,
        packed_by(9),  # Deflate64, as Windows packs what is large
        packed_by(12),  # says bzip2, and is not
        packed_by(14),  # says LZMA, and is not
        packed_by(99),
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-30],
        lambda whole: b"",
    ],
)
def test_a_zip_that_cannot_be_unpacked_is_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = zipped(tmp_path / "x.zip", {"ssd_person.csv": PEOPLE * 20})
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Refused, match=r"x\.zip"):
        read(path, tmp_path)
    assert not list(tmp_path.glob(".unpacked-*"))


@pytest.mark.parametrize("second", ["b/ssd_person.csv", "b/SSD_PERSON.csv", "b/ssd_person.parquet"])
def test_a_zip_with_two_files_for_one_table_is_refused(tmp_path: Path, second: str) -> None:
    path = zipped(tmp_path / "x.zip", {"a/ssd_person.csv": PEOPLE, second: PEOPLE})
    with pytest.raises(Refused, match=r"two files named|both .* hold ssd_person|is not a Parquet file"):
        read(path, tmp_path)


def test_a_zip_with_a_name_that_no_disk_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"x\.zip: can't be unpacked"):
        read(zipped(tmp_path / "x.zip", {"ssd_person.csv": PEOPLE, "x" * 300 + ".csv": "x"}), tmp_path)


def test_a_zip_that_says_it_is_huge_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lineofsight.sources.ssd_files.LARGEST_ZIP", 10)
    with pytest.raises(Refused, match="it unpacks to more than"):
        read(zipped(tmp_path / "x.zip", {"ssd_person.csv": PEOPLE}), tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="locks as Unix has them")
def test_what_a_load_that_was_cut_off_had_unpacked_is_removed_by_the_next(tmp_path: Path) -> None:
    leftover = tmp_path / ".unpacked-cut-off"
    leftover.mkdir()
    (leftover / "ssd_person.csv").write_text(PEOPLE, encoding="utf-8")
    path = zipped(tmp_path / "x.zip", {"ssd_person.csv": PEOPLE})
    with opened(path, scratch=tmp_path) as first:
        assert not leftover.exists()
        read(path, tmp_path)  # a load at the same time takes nothing from this one
        assert first.files[0].path.exists()


# Parquet


def parquet(folder: Path, table: str, columns: dict[str, Any]) -> None:
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / f"{table}.parquet")


DAY = dt.date(2023, 3, 1)
NOON = dt.datetime.fromisoformat("2023-03-01 12:00")
MIDNIGHT_IN_SUMMER = dt.datetime.fromisoformat("2022-06-30 23:00+00:00")  # 1 July, 00:00 on the clock in England


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("cinv_cin_visit_date", pyarrow.array([DAY]), DAY),
        ("cinv_cin_visit_date", pyarrow.array([NOON]), DAY),
        ("cinv_cin_visit_date", pyarrow.array([NOON], pyarrow.timestamp("ns")), DAY),
        ("cinv_cin_visit_date", pyarrow.array([NOON], pyarrow.timestamp("s")), DAY),
        ("cinv_cin_visit_date", pyarrow.array([MIDNIGHT_IN_SUMMER]), dt.date(2022, 7, 1)),
        ("cinv_cin_visit_date", pyarrow.array(["01/03/2023"]), DAY),
        ("cinv_cin_visit_date", pyarrow.array(["01/03/2023"]).dictionary_encode(), DAY),
        ("cinv_cin_visit_seen", pyarrow.array([True]), True),
        ("cinv_cin_visit_seen", pyarrow.array([0]), False),
        ("cinv_cin_visit_seen", pyarrow.array([1.0]), True),
        ("cinv_cin_visit_seen", pyarrow.array(["n"]), False),
        ("cinv_cin_visit_seen", pyarrow.array([None], pyarrow.bool_()), None),
        ("cinv_person_id", pyarrow.array([123]), "123"),
        ("cinv_person_id", pyarrow.array([123.0]), "123"),
        ("cinv_person_id", pyarrow.array([123.0], pyarrow.float32()), "123"),
        ("cinv_person_id", pyarrow.array([Decimal("123.00")]), "123"),
        ("cinv_person_id", pyarrow.array([9007199254740993]), "9007199254740993"),
        ("cinv_person_id", pyarrow.array(["00123"]), "00123"),
        ("cinv_person_id", pyarrow.array([b"00123"]), "00123"),  # old writers don't say that bytes are text
    ],
)
def test_parquets_own_types_mean_what_the_same_text_means(
    folder: Path, home: Home, column: str, value: Any, kept: Any
) -> None:
    columns: dict[str, Any] = {
        "cinv_cin_visit_date": [DAY],
        "cinv_cin_visit_id": ["v1"],
        "cinv_cin_visit_seen": ["Y"],
        "cinv_person_id": ["P1"],
    }
    parquet(folder, "ssd_cin_visits", columns | {column: value})
    [row] = rows_of(home, folder)
    assert row[list(columns).index(column)] == kept


@pytest.mark.parametrize("empty", [float("nan"), None])
def test_a_column_of_children_that_is_empty_in_every_row_is_no_data(folder: Path, home: Home, empty: Any) -> None:
    """Or a council would read that nobody was visited."""
    visit = {"cinv_cin_visit_date": [DAY], "cinv_cin_visit_id": ["v1"], "cinv_cin_visit_seen": ["Y"]}
    parquet(folder, "ssd_cin_visits", visit | {"cinv_person_id": pyarrow.array([empty], pyarrow.float64())})
    facts = load(home, folder, ON).tables["ssd_cin_visits"]
    assert "cinv_person_id" in facts["missing"] and facts["accepted"] == 1


def test_a_column_that_holds_tables_is_one_unknown_column(folder: Path, home: Home) -> None:
    parquet(folder, "ssd_person", {"pers_person_id": ["P1"], "their_own": [{"a": 1, "b": [2]}]})
    snapshot = load(home, folder, ON)
    assert snapshot.tables["ssd_person"]["not_described"] == ["their_own"]
    assert snapshot.accepted == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_parquet_file_damaged_in_its_middle_is_refused(folder: Path, home: Home, seed: int) -> None:
    parquet(folder, "ssd_person", {"pers_person_id": [f"P{n}" for n in range(5000)]})
    file = folder / "ssd_person.parquet"
    whole = bytearray(file.read_bytes())
    whole[4:4000] = random.Random(seed).randbytes(3996)
    file.write_bytes(whole)
    with pytest.raises(Refused, match=r"ssd_person\.parquet: can't be read"):
        load(home, folder, ON)
    assert not list(home.snapshots.glob(".loading-*"))


def test_an_empty_parquet_table_and_one_without_known_columns(folder: Path, home: Home) -> None:
    parquet(folder, "ssd_person", {"pers_person_id": pyarrow.array([], pyarrow.string())})
    assert load(home, folder, ON).tables["ssd_person"]["read"] == 0
    parquet(folder, "ssd_contacts", {"something": ["x"]})
    with pytest.raises(Refused, match="no column of ssd_contacts is named there"):
        load(home, folder, ON)


# One extract in three forms


def test_the_same_records_as_csv_parquet_and_zip_make_the_same_rows(tmp_path: Path) -> None:
    written = [
        ("v1", 7, DAY, True),
        ("v2", 8, dt.date(2022, 2, 28), False),
        ("v3", 7, None, None),
        ("v4", 9, DAY, True),
    ]
    names = VISITS.split("\n")[0].split(",")
    as_csv, as_parquet = tmp_path / "csv", tmp_path / "parquet"
    for form in (as_csv, as_parquet):
        form.mkdir()
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in written]
    (as_csv / "ssd_cin_visits.csv").write_text("\n".join([",".join(names), *lines]), encoding="utf-8")
    columns = dict(zip(names, zip(*written, strict=True), strict=True))
    parquet(as_parquet, "ssd_cin_visits", {**columns, "cinv_person_id": [float(i) for i in columns["cinv_person_id"]]})
    as_zip = zipped(
        tmp_path / "zip.zip",
        {"x/ssd_cin_visits.csv": (as_csv / "ssd_cin_visits.csv").read_text(encoding="utf-8").replace("\n", "\r\n")},
    )
    kept = [rows_of(Home(tmp_path / f"home-{path.name}"), path) for path in (as_csv, as_parquet, as_zip)]
    assert kept[0] == kept[1] == kept[2]
    assert len(kept[0]) == 4


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssd_files, "MUCH", 1024**2)
    bomb = zipped(tmp_path / "x.zip", {"ssd_person.csv": "0" * 4 * 1024**2})
    with pytest.raises(Refused, match="times its size, as no extract does"):
        read(bomb, tmp_path)
    assert not list(tmp_path.glob(".unpacked-*"))
    # As large, and no smaller when packed than records are: that is an extract.
    rows = "".join(f"P{n:x},2015-01-01\n" for n in random.Random(1).sample(range(16**12), 50_000))
    assert len(read(zipped(tmp_path / "y.zip", {"ssd_person.csv": PEOPLE + rows}), tmp_path).files) == 1


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_row_keeps_its_number_in_a_file_of_many_blocks(home: Home, tmp_path: Path, kind: str) -> None:
    """However the database shares a large file out among its threads; and two loads give the same snapshot."""
    folder = tmp_path / "extract"
    folder.mkdir()
    rows = (
        "select 'v' || i as cinv_cin_visit_id, 'child-' || (i % 500) as cinv_person_id, "
        "date '2023-03-01' - cast(i % 90 as integer) as cinv_cin_visit_date, "
        "case when i % 7 = 0 then 'no' else 'Y' end as cinv_cin_visit_seen from range(150000) as numbers (i) order by i"
    )
    options = "format parquet, row_group_size 5000" if kind == "parquet" else "format csv, header"
    duckdb.execute(f"copy ({rows}) to '{folder / f'ssd_cin_visits.{kind}'}' ({options})")
    snapshot = load(home, folder, ON)
    wrong = duckdb.execute(
        f"select count(*), count(*) filter (cinv_cin_visit_id <> 'v' || (file_row - 2)) from "
        f"'{snapshot.parquet('ssd_cin_visits')}'"
    ).fetchone()
    assert wrong == (150000, 0)
    assert load(home, folder, ON).hash == snapshot.hash
