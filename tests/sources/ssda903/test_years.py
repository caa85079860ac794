"""The years of the return, 2023 to 2027: what each has, and what is read though it hasn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.sources import ssda903
from tests.sources.returns.reading import load, read, rows
from tests.sources.ssda903.making import child, episode, write


@pytest.mark.parametrize(
    ("year", "sexes", "said"),
    [
        (2023, "12", 0),
        (2023, "MF", 2),
        (2024, "21", 0),
        (2024, "1fU", 2),
        (2025, "MFU", 0),
        (2025, "M2", 1),
        (2026, "11", 2),
    ],
)
def test_sex_is_a_number_until_2024_and_a_letter_from_2025(
    tmp_path: Path, home: Home, year: int, sexes: str, said: int
) -> None:
    header = [child(number, sex) for number, sex in enumerate(sexes)]
    folder = write(tmp_path / "return", year=year, lists={"header": header, "episodes": []}, named="{}.csv")
    notes = read(ssda903, folder, tmp_path / "scratch").notes[1:]
    cells = "1 cell is" if said == 1 else f"{said} cells are"
    assert [note.split(" read")[0] for note in notes] == ([f"header.csv, SEX: {cells}"] if said else [])
    kept = rows(load(ssda903, home, folder), "ssd_person", "pers_person_id", "pers_sex")
    meant = {"1": "M", "2": "F", "M": "M", "F": "F", "f": "F", "U": "U"}
    assert [sex for person, sex in kept if person != "somebody-else"] == [meant[sex] for sex in sexes]


@pytest.mark.parametrize(
    ("year", "places", "said"),
    [
        (2023, ["H5", "P2"], 0),
        (2024, ["H5", "K3"], 1),
        (2025, ["K3", "Z1"], 0),
        (2025, ["h5", "P2", "Z11"], 3),
        (2026, ["K3", "Z11", "Z12", "Z13", "Z14", "Z1"], 0),
    ],
)
def test_where_children_live_by_year(tmp_path: Path, home: Home, year: int, places: list[str], said: int) -> None:
    episodes = [episode(number, f"01/05/{year - 1}", PLACE=place) for number, place in enumerate(places)]
    folder = write(tmp_path / "return", year=year, lists={"episodes": episodes})
    notes = read(ssda903, folder, tmp_path / "scratch").notes[1:]
    cells = "1 cell is" if said == 1 else f"{said} cells are"
    assert [note.split(" read")[0] for note in notes] == ([f"episodes.csv, PLACE: {cells}"] if said else [])
    snapshot = load(ssda903, home, folder)
    assert not snapshot.files["ssda903_episodes"]["set_aside"]
    kept = rows(snapshot, "ssd_cla_placement", "clap_cla_placement_type")
    assert sorted(kept) == sorted([("U6",), *((place.upper(),) for place in places)])


@pytest.mark.parametrize(("year", "said"), [(2023, True), (2024, False), (2026, False)])
def test_social_workers_are_returned_from_2024(tmp_path: Path, home: Home, year: int, said: bool) -> None:
    worker = {"CHILD": "child-1", "SW_ID": "SW1", "SW_DECOM": f"01/05/{year - 1}"}
    folder = write(tmp_path / "return", year=year, lists={"episodes": [], "social_worker": [worker]})
    notes = read(ssda903, folder, tmp_path / "scratch").notes[1:]
    none = f"social_worker.csv: the SSDA903 return of {year} has no such list: it is read all the same"
    assert notes == ((none,) if said else ())
    assert rows(load(ssda903, home, folder), "ssd_involvements", "invo_professional_id") == [("SW1",)]


@pytest.mark.parametrize("year", [2026, 2027])
def test_deprivation_of_liberty_is_a_list_that_fills_nothing(tmp_path: Path, home: Home, year: int) -> None:
    order = {"CHILD": "child-1", "DOB": "01/02/2012", "DOLO_START": f"01/05/{year - 1}"}
    folder = write(tmp_path / "return", year=year, lists={"episodes": [], "dolo": [order]})
    (note,) = read(ssda903, folder, tmp_path / "scratch").notes[1:]
    assert note.startswith(
        "dolo.csv: the SSDA903" if year == 2026 else "the SSDA903 return of 2027 is described from drafts"
    )
    snapshot = load(ssda903, home, folder)
    assert snapshot.files["ssda903_dolo"]["accepted"] == 1
    assert set(snapshot.tables) == {"ssd_person", "ssd_cla_episodes", "ssd_cla_placement", "ssd_legal_status"}


def test_an_activity_of_long_ago_is_kept_and_said(tmp_path: Path) -> None:
    leaver = {"CHILD": "child-9", "DOB": "01/06/2006", "IN_TOUCH": "YES", "ACTIV": "F3", "ACCOM": "U1"}
    folder = write(tmp_path / "return", lists={"episodes": [], "oc3": [leaver]})
    (note,) = read(ssda903, folder, tmp_path / "scratch").notes[1:]
    assert note.startswith("oc3.csv, ACTIV: 1 cell is read with a code that other years have")
    assert "(F3, P3)" in note
