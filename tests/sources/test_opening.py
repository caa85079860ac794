"""Which source reads what a council hands over."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.sources.extracts import Names
from lineofsight.sources.opening import all_layouts, is_database, kind_of, opened

EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
CENSUS = '<?xml version="1.0"?>\n<Message></Message>\n'


def a_folder(where: Path, files: dict[str, str]) -> Path:
    where.mkdir()
    for name, text in files.items():
        (where / name).write_text(text)
    return where


def a_zip(where: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(where, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return where


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"ssd_person.csv": "pers_person_id\n1\n", "notes.xlsx": ""}, "ssd"),
        ({"SSD_Person.parquet": ""}, "ssd"),
        ({"Our people.csv": "pers_person_id\n1\n"}, "ssd"),
        ({"cin.xml": CENSUS, "readme.txt": ""}, "cin-census"),
        ({"cin.xml": CENSUS, "ssda903_2024_episodes.csv": EPISODES}, "cin-census"),
        ({"ssda903_2024_header.csv": EPISODES}, "ssda903"),
        ({"Annex A.ods": ""}, "annex-a"),
        ({"something.csv": "a,b\n"}, "ssd"),
        ({}, "ssd"),
    ],
)
def test_files_that_lie_together_say_what_they_are(tmp_path: Path, files: dict[str, str], kind: str) -> None:
    assert kind_of(a_folder(tmp_path / "folder", files)) == kind
    if files:
        assert (
            kind_of(a_zip(tmp_path / "extract.zip", {f"inside/{name}": text for name, text in files.items()})) == kind
        )


def test_a_return_is_known_by_its_header_whatever_its_name(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "folder", {"moves.csv": EPISODES})
    assert kind_of(folder) == kind_of(folder / "moves.csv") == "ssda903"


def test_the_councils_own_name_of_a_table_says_that_it_is_one(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "folder", {"Our visits.csv": "a\n", "cin.xml": CENSUS})
    assert kind_of(folder, Names(tables={"our visits": "ssd_cin_visits"})) == "ssd"


def test_an_old_or_locked_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "annex.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Refused, match=r"annex\.xlsx: is an old Excel workbook"):
        kind_of(tmp_path / "annex.xlsx")


def test_an_address_is_no_path(tmp_path: Path) -> None:
    assert is_database("postgresql://host/ssd") and not is_database("C:\\extracts")
    with pytest.raises(Refused, match="A database holds SSD tables"):
        opened("sqlite:///x.db", scratch=tmp_path, kind="annex-a")
    with pytest.raises(Refused, match="there is no such file or folder"):
        opened(str(tmp_path / "nowhere"), scratch=tmp_path)


def test_no_two_lists_of_any_source_share_a_name() -> None:
    names = [layout.name for layout in all_layouts()]
    assert len(names) == len(set(names)) > 30
