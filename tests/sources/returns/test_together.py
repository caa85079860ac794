"""A children in need census and an SSDA903 return of one year, in one folder: one person is one person."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import cin_census
from tests.sources.cin_census import making as census
from tests.sources.returns.reading import counted, load, nothing_is_lost, read, rows
from tests.sources.ssda903 import making as looked_after


def write(folder: Path, *children: dict[str, Any], lists: dict[str, Any], year: int = 2025, **head: Any) -> Path:
    looked_after.write(folder, year=head.pop("returned", year), lists={"episodes": [], **lists})
    census.write(folder, children, census.header(year, **head))
    return folder


BOTH = census.child(1, census.details("2024-05-01"), PersonBirthDate=None, UPN="A123456789012", Sex="F")
CENSUS_ALONE = census.child(2, census.details("2024-05-01", ChildProtectionPlans=census.cp_plan("2024-06-20")))
LISTS: dict[str, Any] = {
    "header": [looked_after.child(1, MOTHER="1", UPN="B123456789012"), looked_after.child(3, UPN="C123456789012")],
    "episodes": [looked_after.episode(1, "01/05/2024"), looked_after.episode(3, "01/06/2024")],
    "oc3": [{"CHILD": "child-4", "DOB": "01/06/2006", "IN_TOUCH": "YES"}],
}


def test_a_child_who_stands_in_both_is_one_person_of_whom_each_says_what_it_knows(tmp_path: Path, home: Home) -> None:
    snapshot = load(cin_census, home, write(tmp_path / "returns", BOTH, CENSUS_ALONE, lists=LISTS))
    nothing_is_lost(snapshot)
    columns = ("pers_person_id", "pers_dob", "pers_sex", "pers_upn", "pers_is_mother", "file")
    born = dt.date(2012, 2, 1)
    assert [row for row in rows(snapshot, "ssd_person", *columns) if row[0] != looked_after.ENDS] == [
        ("child-1", born, "F", "A123456789012", True, "census.xml, Child"),
        ("child-2", dt.date(2015, 6, 1), "F", None, None, "census.xml, Child"),
        ("child-3", born, "F", "C123456789012", False, "header.csv"),
        ("child-4", dt.date(2006, 6, 1), None, None, None, "oc3.csv"),
    ]
    assert rows(snapshot, "ssd_linked_identifiers", "link_person_id", "link_identifier_value") == [
        ("child-1", "A123456789012"),
        ("child-3", "C123456789012"),
    ]
    assert {"ssd_cin_episodes", "ssd_cp_plans", "ssd_cla_episodes", "ssd_care_leavers"} <= set(snapshot.tables)


def test_sex_comes_of_the_return_where_the_census_of_the_year_has_gender(tmp_path: Path, home: Home) -> None:
    child = census.child(1, census.details("2023-05-01"), year=2024)
    lists = {"header": [looked_after.child(1, "2")], "episodes": [looked_after.episode(1, "01/05/2023")]}
    snapshot = load(cin_census, home, write(tmp_path / "returns", child, lists=lists, year=2024))
    assert ("child-1", "F", "02") in rows(snapshot, "ssd_person", "pers_person_id", "pers_sex", "pers_gender")


def test_together_they_count_what_each_counts_alone(tmp_path: Path, home: Home) -> None:
    load(cin_census, home, write(tmp_path / "returns", BOTH, CENSUS_ALONE, lists=LISTS))
    figures = counted(home, ["2025-03"])
    assert figures["1.3", "2025-03", "snapshot"].numerator == 1
    assert figures["1.4", "2025-03", "snapshot"].numerator == 2
    assert "assessed before its year" in figures["1.2", "2025-03", "snapshot"].note


def test_they_may_lie_in_a_zip(tmp_path: Path) -> None:
    folder = write(tmp_path / "returns", BOTH, lists=LISTS)
    (folder / "notes.txt").write_text("hello", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "returns.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"2025/{file.name}")
    extract = read(cin_census, tmp_path / "returns.zip", tmp_path / "scratch")
    assert (extract.name, extract.left_aside) == ("returns.zip", ("notes.txt",))
    assert extract.extracted_on == dt.date(2025, 3, 31)
    assert [note.split(",")[0] for note in extract.notes] == [
        "children in need census of 2025",
        "SSDA903 return of 2025",
    ]
    assert sorted(path.name for path in extract.inputs) == ["census.xml", "episodes.csv", "header.csv", "oc3.csv"]
    assert extract.limits.source == "the children in need census and the SSDA903 return"


def test_returns_of_two_years_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "returns", BOTH, lists=LISTS, returned=2026)
    with pytest.raises(Refused) as refusal:
        read(cin_census, folder, tmp_path / "scratch")
    assert str(refusal.value) == (
        "returns: the children in need census is of 2025 and the SSDA903 return of 2026: "
        "load those of one year together"
    )


@pytest.mark.parametrize(
    ("written", "last_episode", "on"),
    [
        ("2025-05-01", "20/03/2025", dt.date(2025, 3, 31)),
        ("2024-12-15", "10/12/2024", dt.date(2024, 12, 15)),  # both taken within the year: the census says when
        ("2024-12-15", "20/03/2025", None),
        ("2025-05-01", "10/12/2024", None),
    ],
)
def test_the_day_is_asked_for_where_they_were_taken_on_different_ones(
    tmp_path: Path, written: str, last_episode: str, on: dt.date | None
) -> None:
    lists = {"missing": [], "reviews": [{"CHILD": "child-1", "REVIEW": last_episode}]}
    folder = looked_after.write(tmp_path / "returns", lists=lists)
    census.write(folder, [BOTH], census.header(2025, DateTime=f"{written}T10:00:00"))
    extract = read(cin_census, folder, tmp_path / "scratch")
    assert extract.extracted_on == on
    asked = "the census and the return were not taken on one day: say on which with --extracted-on"
    assert (asked in extract.notes) == (on is None)
