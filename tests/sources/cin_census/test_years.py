"""The years of the census, 2023 to 2027: what each has, and what is read though it hasn't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.sources import cin_census
from lineofsight.sources.returns.lists import CIN_CENSUS
from lineofsight.sources.returns.years import described_years
from tests.sources.cin_census.making import assessment, child, details, header, write
from tests.sources.returns.reading import load, read, rows

YEARS = sorted(described_years(CIN_CENSUS / "years.toml"))


def census(tmp_path: Path, year: int, *modules: dict[str, Any], **identifiers: Any) -> Path:
    more = modules[0] if modules else {}
    return write(
        tmp_path / str(year), [child(1, details(f"{year - 1}-05-01", **more), year=year, **identifiers)], header(year)
    )


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_each_year_is_read_as_it_is_and_nothing_is_said_against_it(tmp_path: Path, home: Home, year: int) -> None:
    path = census(tmp_path, year, {"Assessments": assessment(f"{year - 1}-05-02", None, "18B", "19C", "22A")})
    snapshot = load(cin_census, home, path)
    assert read(cin_census, path, tmp_path / "scratch").notes == (
        f"children in need census of {year}, local authority 999",
    )
    if year < 2025:
        assert rows(snapshot, "ssd_person", "pers_gender") == [("02",)]
        assert "pers_sex" not in snapshot.columns("ssd_person")
    else:
        assert rows(snapshot, "ssd_person", "pers_sex") == [("F",)]
        assert "pers_gender" not in snapshot.columns("ssd_person")
    assert all(not facts["set_aside"] for facts in snapshot.files.values())


@pytest.mark.parametrize(
    ("year", "factors", "said"),
    [
        (2024, ("18A", "19A"), None),
        (
            2025,
            ("18A", "18a", "19B"),
            "AssessmentFactors, AssessmentFactors: 2 cells are read with a code that other years",
        ),
        (2026, ("19A",), "AssessmentFactors, AssessmentFactors: 1 cell is read with a code that other years have"),
    ],
)
def test_a_code_of_another_year_is_kept_and_said(
    tmp_path: Path, home: Home, year: int, factors: tuple[str, ...], said: str | None
) -> None:
    path = census(tmp_path, year, {"Assessments": assessment(f"{year - 1}-05-02", None, *factors)})
    notes = read(cin_census, path, tmp_path / "scratch").notes[1:]
    assert [note[: len(said)] for note in notes] == [said] if said else notes == ()
    kept = rows(load(cin_census, home, path), "ssd_assessment_factors", "cinf_assessment_factors_json")
    assert kept == [("[" + ",".join(f'"{factor.upper()}"' for factor in factors) + "]",)]


def test_an_element_of_another_year_is_read_and_said(tmp_path: Path, home: Home) -> None:
    path = census(tmp_path, 2025, Sex=None, GenderCurrent="1")
    assert read(cin_census, path, tmp_path / "scratch").notes[1:] == (
        "Child, GenderCurrent: the children in need census of 2025 has no such column: 1 cell is read",
    )
    assert rows(load(cin_census, home, path), "ssd_person", "pers_gender", "pers_sex") == [("01", None)]


def test_sex_written_as_gender_was_is_read_and_said(tmp_path: Path, home: Home) -> None:
    path = census(tmp_path, 2026, Sex="1")
    (note,) = read(cin_census, path, tmp_path / "scratch").notes[1:]
    assert note.startswith("Child, Sex: 1 cell is read with a code that other years have")
    assert rows(load(cin_census, home, path), "ssd_person", "pers_sex") == [("M",)]


def test_pre_proceedings_are_read_before_their_year_too(tmp_path: Path) -> None:
    path = census(tmp_path, 2026, {"PreProceedingsandFGDM": {"PPStartDate": "2025-09-09"}})
    extract = read(cin_census, path, tmp_path / "scratch")
    assert "cin_preproceedings" in [file.table for file in extract.files]
    assert extract.notes[1:] == (
        "PreProceedingsandFGDM: the children in need census of 2026 has no such list: it is read all the same",
    )


def test_the_label_that_a_need_has_from_2026_on_means_its_code(tmp_path: Path, home: Home) -> None:
    path = census(tmp_path, 2026, {"PrimaryNeedCode": "Abuse, neglect and exploitation"})
    assert rows(load(cin_census, home, path), "ssd_cin_episodes", "cine_cin_primary_need_code") == [("N1",)]


@pytest.mark.parametrize(
    ("year", "note"),
    [
        (2020, "the children in need census of 2020 is not described: it is read by the rules of 2023"),
        (2022, "the children in need census of 2022 is not described: it is read by the rules of 2023"),
        (2027, "the children in need census of 2027 is described from drafts"),
        (2029, "the children in need census of 2029 is not described: it is read by the rules of 2027"),
    ],
)
def test_a_year_near_those_described_is_read_by_the_nearest(tmp_path: Path, year: int, note: str) -> None:
    notes = read(cin_census, census(tmp_path, year), tmp_path / "scratch").notes
    assert note in notes[1]


def test_all_that_a_year_drops_or_adds_is_described() -> None:
    assert YEARS == [2023, 2024, 2025, 2026, 2027]
    last = described_years(CIN_CENSUS / "years.toml")[2027]
    assert last.has("cin_preproceedings")
    assert last.has("cin_child", "sex")
    assert not last.has("cin_child", "gender")
