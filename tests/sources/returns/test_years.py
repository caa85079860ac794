"""Years of a return as data: each is its difference from the year before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.sources.returns.lists import CIN_CENSUS, SSDA903, lists_of
from lineofsight.sources.returns.years import ReturnYear, described_years, year_described, year_of


@pytest.fixture
def years(tmp_path: Path) -> Path:
    file = tmp_path / "years.toml"
    file.write_text(
        '[2023]\ndrops = ["a", "b.x", "b.y.1"]\n[2024]\n[2025]\nadds = ["a"]\ndrops = ["b.y.2"]\n'
        "[2026]\ndraft = true\n",
        encoding="utf-8",
    )
    return file


def test_a_year_is_the_year_before_with_what_it_drops_and_adds(years: Path) -> None:
    lacks = {year: described.lacks for year, described in described_years(years).items()}
    assert lacks == {
        2023: {"a", "b.x", "b.y.1"},
        2024: {"a", "b.x", "b.y.1"},
        2025: {"b.x", "b.y.1", "b.y.2"},
        2026: {"b.x", "b.y.1", "b.y.2"},
    }
    assert not described_years(years)[2024].has("a")
    assert described_years(years)[2025].has("a")


def test_a_year_runs_from_april_to_march() -> None:
    year = ReturnYear(2025, frozenset())
    assert (year.first_day, year.last_day) == (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    assert {year_of(year.first_day), year_of(year.last_day)} == {2025}
    assert year_of(dt.date(2025, 4, 1)) == 2026


def test_years_that_are_not_described_are_read_by_the_nearest_or_refused(years: Path) -> None:
    near, notes = year_described(years, 2028, of="the return", where="here")
    assert (near.year, near.lacks) == (2028, described_years(years)[2026].lacks)
    assert notes == ["the return of 2028 is not described: it is read by the rules of 2026"]
    _, notes = year_described(years, 2026, of="the return", where="here")
    assert notes == ["the return of 2026 is described from drafts: look at what is left aside and at codes not known"]
    assert year_described(years, 2024, of="the return", where="here")[1] == []
    for far in (2019, 2030):
        with pytest.raises(Refused, match=f"^here: the return of {far} is not known: those of 2023 to 2026 are"):
            year_described(years, far, of="the return", where="here")


@pytest.mark.parametrize("source", [CIN_CENSUS, SSDA903], ids=lambda source: source.name)
def test_all_that_the_years_name_is_in_the_layouts(source: Path) -> None:
    layouts = {listed.name: listed.layout for listed in lists_of(source)}
    for year in described_years(source / "years.toml").values():
        for name in year.lacks:
            table, *rest = name.split(".")
            assert table in layouts, name
            if rest:
                column = layouts[table].columns[rest[0]]
            if len(rest) == 2:
                assert rest[1] in {*column.codes, *column.also_written}, name
