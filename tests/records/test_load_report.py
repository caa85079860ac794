"""What a load says: where to look, and nothing of what stands in a cell."""

from __future__ import annotations

import datetime as dt

from lineofsight.home import Home
from lineofsight.records.load_report import load_report
from tests.extracts import NEVER_COUNTS, load, write_extract

CASE = {"cine_referral_id": "1", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01", "extra": "x"}


def test_each_thing_that_is_wrong_has_its_line(home: Home) -> None:
    rows = [CASE, CASE, {**CASE, "cine_referral_id": "2", "cine_referral_date": "2023-12-31"}]
    folder = write_extract(home.path.parent / "extract", {"ssd_cin_episodes": rows})
    snapshot = load(home, folder, dt.date(2023, 3, 31))
    lines = load_report(snapshot, ["notes.txt"])
    assert lines[0] == "  notes.txt: left aside, it is no table that is known"
    assert "  ssd_cin_episodes.cine_referral_date: 1 cell after the extract date" in lines
    assert "  ssd_cin_episodes: columns left aside: extra" in lines
    assert "  ssd_cin_episodes: 1 of 3 rows in quarantine" in lines
    reason = "cine_referral_id is already taken by an earlier row"
    assert f"  ssd_cin_episodes: 1 row, the first in row 3: {reason}" in lines
    assert any("required columns missing:" in line and "cine_close_date" in line for line in lines)
    assert not any("Ann" in line for line in lines)


def test_absent_tables_that_figures_need_are_named(home: Home) -> None:
    folder = write_extract(home.path.parent / "extract", {"ssd_cin_episodes": [CASE]})
    lines = load_report(load(home, folder, dt.date(2023, 3, 31)), [])
    [absent] = [line for line in lines if "not in the extract" in line]
    named = set(absent.partition(": ")[2].split(", "))
    assert named == set(NEVER_COUNTS) - {"ssd_cin_episodes"}
