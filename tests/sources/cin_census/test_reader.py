"""Opening a census: what its header says, where it may lie, and how it is described."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import cin_census
from lineofsight.sources.extracts import Extract
from tests.sources.cin_census.making import assessment, child, cp_plan, details, header, write
from tests.sources.returns.reading import load, nothing_is_lost, read, rows


def opened(tmp_path: Path, head: dict[str, Any] | None = None, *children: dict[str, Any]) -> Extract:
    path = write(tmp_path / "census", children or [child(1, details("2024-05-01"))], head)
    return read(cin_census, path, tmp_path / "scratch")


# The header


def test_the_reference_date_is_the_extract_date(tmp_path: Path) -> None:
    extract = opened(tmp_path, header(2024))
    assert extract.extracted_on == dt.date(2024, 3, 31)
    assert extract.notes[0] == "children in need census of 2024, local authority 999"
    assert extract.kind == "cin-census"


@pytest.mark.parametrize(
    ("head", "on", "note"),
    [
        (header(2025, Year="2024"), "2025-03-31", "its Year and its ReferenceDate name different years"),
        (header(2025, ReferenceDate=None), "2025-03-31", "no ReferenceDate that can be read"),
        (header(2025, ReferenceDate="31/02/2025"), "2025-03-31", "no ReferenceDate that can be read"),
        (header(2025, ReferenceDate="2024-12-31"), "2024-12-31", "its ReferenceDate is not a 31 March"),
        (header(2025, DateTime="2024-11-30T09:00:00"), "2024-11-30", "it was written before its ReferenceDate"),
        (header(2025, DateTime="2025-03-31T23:59:59"), "2025-03-31", ""),
        (header(2025, DateTime="1970-01-01T00:00:00"), "2025-03-31", ""),
        (header(2025, DateTime="yesterday"), "2025-03-31", ""),
        (header(2025, DateTime=None, LEA="somewhere"), "2025-03-31", ""),
    ],
)
def test_what_the_header_leaves_open_is_said(tmp_path: Path, head: dict[str, Any], on: str, note: str) -> None:
    extract = opened(tmp_path, head)
    assert str(extract.extracted_on) == on
    said = [each for each in extract.notes[1:] if "different years" not in each or note in each]
    assert len(said) == (1 if note else 0), extract.notes
    assert all(note in each for each in said)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (header(2025, ReferenceDate=None, Year=None), "neither ReferenceDate nor Year can be read there"),
        (header(2025, ReferenceDate="soon", Year="MMXXV"), "neither ReferenceDate nor Year can be read there"),
        (header(2025, ReferenceDate=None, Year="0000"), "neither ReferenceDate nor Year can be read there"),
        (header(2062), "the children in need census of 2062 is not known"),
        (header(1999), "the children in need census of 1999 is not known"),
    ],
)
def test_a_census_of_no_year_that_is_known_is_refused(tmp_path: Path, head: dict[str, Any], what: str) -> None:
    with pytest.raises(Refused, match=what) as refusal:
        opened(tmp_path, head)
    assert str(refusal.value).startswith("census.xml, Header")


# Where it lies


def test_a_census_may_lie_in_a_folder_or_zip(tmp_path: Path) -> None:
    path = write(tmp_path / "census", [child(1, details("2024-05-01"))])
    (path.parent / "read me.txt").write_text("hello", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "census.zip", "w") as archive:
        archive.write(path, "inside/census.xml")
    folder = read(cin_census, path.parent, tmp_path / "scratch")
    assert (folder.name, folder.left_aside) == ("census", ("read me.txt",))
    packed = read(cin_census, tmp_path / "census.zip", tmp_path / "scratch")
    assert packed.name == "census.zip"
    assert [file.table for file in packed.files] == [file.table for file in folder.files]


def test_what_was_unpacked_and_staged_is_removed(tmp_path: Path) -> None:
    opened(tmp_path)
    with pytest.raises(Refused):
        opened(tmp_path, header(2062))
    assert list((tmp_path / "scratch").iterdir()) == []


def test_no_census_two_and_none_at_all_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "census", [child(1, details("2024-05-01"))])
    write(tmp_path / "census", [child(1)], name="older.xml")
    (tmp_path / "empty").mkdir()
    for given, what in (
        (path.parent, "both census.xml and older.xml are XML"),
        (tmp_path / "empty", "holds no XML file"),
        (tmp_path / "nowhere.xml", "there is no such file or folder"),
    ):
        with pytest.raises(Refused, match=what):
            read(cin_census, given, tmp_path / "scratch")


# What it hands on


def test_a_list_without_a_row_is_handed_on_where_the_year_has_it(tmp_path: Path) -> None:
    tables = [file.table for file in opened(tmp_path).files]
    assert "cin_cp_plans" in tables
    assert "cin_preproceedings" not in tables


def test_what_is_left_aside_and_repeated_is_said_with_its_count(tmp_path: Path) -> None:
    odd = child(1, details("2024-05-01", Worker="x")) | {"Household": {"Size": "4"}}
    extract = opened(tmp_path, None, odd, odd)
    assert extract.left_aside == ("CINdetails/Worker (2 times)", "Child/Household (2 times)")
    path = write(tmp_path / "again", [child(1, details("2024-05-01"), Sex=["F", "M"], Disability=["LD", "AUT"])])
    path.write_text(path.read_text(encoding="utf-8").replace("<Sex>", "oh<Sex>").replace("\n", ""), encoding="utf-8")
    notes = read(cin_census, path, tmp_path / "scratch").notes
    assert notes[1:] == (
        "elements that stand twice where one is allowed, of which the first is taken: Sex (1)",
        "text between elements, where none belongs, is left aside (2 times)",
        "several elements stand on one line: their rows are counted from there, instead of being lines",
    )


def test_no_note_or_refusal_holds_what_a_cell_says(tmp_path: Path) -> None:
    secret = child(1, details("2024-05-01"), LAchildID="secret-1", Sex="secret-2", Ethnicity="secret-3")
    extract = opened(tmp_path, header(2025, Year="secret-4", DateTime="secret-5", LEA="secret-6"), secret)
    assert "secret" not in " ".join((*extract.notes, *extract.left_aside))


def test_accepted_and_quarantined_are_what_was_read(tmp_path: Path, home: Home) -> None:
    children = [
        child(1, details("2024-05-01", Assessments=assessment("2024-02-31", None, "1A")), PersonBirthDate="long ago"),
        child(2, details("soon", ChildProtectionPlans=cp_plan("2024-06-01", "never", "2024-08-01", "next week"))),
        child(3, details("2024-05-01"), LAchildID=None),
        child(4, details("2024-05-01")),
        child(4, details("2024-05-02"), PersonBirthDate="2016-01-01"),
    ]
    snapshot = load(cin_census, home, write(tmp_path / "census", children))
    nothing_is_lost(snapshot)
    quarantined = {name: facts["quarantined"] for name, facts in snapshot.files.items() if facts["quarantined"]}
    assert quarantined == {
        "cin_child": 3,
        "cin_details": 1,
        "cin_assessments": 1,
        "cin_cp_plans": 1,
        "cin_cp_reviews": 1,
    }
    names, found = snapshot.quarantined_rows("cin_child")
    assert names[:4] == ["file_row", "reason", "LAchildID", "UPN"]
    assert [row[1] for row in found] == [
        "birth_date can't be read as a date",
        "child_id is empty",
        "child_id is already taken by an earlier row",
    ]
    lines = (tmp_path / "census" / "census.xml").read_text(encoding="utf-8").split("\n")
    assert all("<Child>" in lines[row[0] - 1] for row in found)
    # what stands below a row that went to quarantine stays, and points to it
    assert rows(snapshot, "ssd_cp_reviews", "cppr_cp_plan_id", "cppr_cp_review_date") == [
        ("child-2-2024-06-01", dt.date(2024, 8, 1))
    ]


def test_rows_keep_the_place_they_came_from(tmp_path: Path, home: Home) -> None:
    path = write(tmp_path / "census", [child(1, details("2024-05-01")), child(2, details("2024-05-02"))])
    snapshot = load(cin_census, home, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for referral, file, line in rows(snapshot, "ssd_cin_episodes", "cine_referral_date", "file", "file_row"):
        assert file == "census.xml, CINdetails"
        assert "<CINdetails>" in lines[line - 1]
        assert str(referral) in lines[line]


def test_two_loads_of_a_census_are_the_same_and_the_next_census_names_its_records_alike(
    tmp_path: Path, home: Home
) -> None:
    episode = details("2024-05-01", ChildProtectionPlans=cp_plan("2024-06-01"))
    path = write(tmp_path / "census", [child(1, episode), child(2, details("2024-07-01"))])
    assert load(cin_census, home, path).hash == load(cin_census, home, path).hash
    later = write(tmp_path / "later", [child(3, details("2025-05-01")), child(1, episode)], header(2026))
    for table, key in (("ssd_cin_episodes", "cine_referral_id"), ("ssd_cp_plans", "cppl_cp_plan_id")):
        before = rows(load(cin_census, home, path), table, key)
        assert set(rows(load(cin_census, home, later), table, key)) >= set(before[:1])
