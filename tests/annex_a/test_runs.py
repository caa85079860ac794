"""Runs are kept privately, once, and the next is compared with the last."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import time
from pathlib import Path

import pytest

from lineofsight.annex_a.producing import Produced, folder_of, produce
from lineofsight.annex_a.runs import Change, Runs
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.problems import Refused
from tests.annex_a.conftest import NOW
from tests.annex_a.councils import ON, a_council
from tests.annex_a.test_laying import plan

FEBRUARY = dt.date(2023, 2, 28)


def a_run(home: Home, plans: list[dict[str, object]], on: dt.date = ON, hours: int = 0) -> Produced:
    return produce(a_council(home, {"ssd_cp_plans": plans}), on, "2024", now=NOW + dt.timedelta(hours=hours))


def of_plans(produced: Produced) -> Change:
    return next(change for change in produced.comparison.lists if change.number == 7)


def test_the_first_run_has_nothing_to_be_compared_with(home: Home) -> None:
    first = a_run(home, [plan("Wren", "2022-11-01")])
    assert first.run.id == "2023-03-31.1"
    assert first.comparison.since is None and list(first.comparison.changes()) == []


def test_who_joined_left_and_changed(home: Home) -> None:
    a_run(home, [plan("Wren", "2022-11-01", cppl_cp_plan_latest_category="NEG"), plan("Rook", "2022-11-01")])
    second = a_run(
        home,
        [
            plan("Wren", "2022-11-01", "2023-03-20", cppl_cp_plan_latest_category="EMO"),
            plan("Wren", "2023-03-25", nth=2, cppl_cp_plan_latest_category="EMO"),
        ],
        hours=1,
    )
    assert second.comparison.since is not None and second.comparison.since.id == "2023-03-31.1"
    assert second.run.id == "2023-03-31.2"
    assert of_plans(second) == Change(7, rows_before=2, rows=2, joined=1, left=1, changed=1)
    assert [change for change in second.comparison.changes() if change[0] == 7] == [
        (7, "changed", "Wren", "Wren-p1", "latest_category", "NEG", "EMO"),
        (7, "changed", "Wren", "Wren-p1", "plan_end_date", None, "2023-03-20"),
        (7, "joined", "Wren", "Wren-p2", None, None, None),
        (7, "left", "Rook", "Rook-p1", None, None, None),
    ]


def test_ages_are_not_compared(home: Home) -> None:
    tables = {
        "ssd_person": [{"pers_person_id": "Wren", "pers_dob": "2012-03-15"}],
        "ssd_cp_plans": [plan("Wren", "2022-11-01")],
    }  # fmt: skip
    council = a_council(home, tables)  # type: ignore[arg-type]
    produce(council, FEBRUARY, "2024", now=NOW)
    march = produce(council, ON, "2024", now=NOW + dt.timedelta(hours=1))
    assert of_plans(march) == Change(7, rows_before=1, rows=1)


def test_a_run_of_the_same_is_the_same_run_and_keeps_what_it_is_compared_with(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]})
    produce(council, FEBRUARY, "2024", now=NOW)
    ids = [produce(council, ON, "2024", now=NOW + dt.timedelta(hours=n)).run.id for n in (1, 2)]
    again = produce(council, ON, "2024", now=NOW + dt.timedelta(hours=3))
    assert [*ids, again.run.id] == ["2023-03-31.1"] * 3
    assert again.comparison.since is not None and again.comparison.since.on == FEBRUARY
    other_layout = produce(council, ON, "2021", now=NOW + dt.timedelta(hours=4))
    assert other_layout.run.id == "2023-03-31.2"
    assert [run.id for run in Runs(folder_of(home) / "runs").listed()] == [
        "2023-02-28.1",
        "2023-03-31.1",
        "2023-03-31.2",
    ]


def test_a_list_that_only_one_of_the_two_runs_has(home: Home) -> None:
    help_of = {"earl_episode_id": "h", "earl_person_id": "Wren", "earl_episode_start_date": "2023-01-01"}
    produce(a_council(home, {"ssd_early_help_episodes": [help_of]}), ON, "2024", now=NOW)
    second = produce(a_council(home, {}), ON, "2024", now=NOW + dt.timedelta(hours=1))
    third = produce(
        a_council(home, {"ssd_early_help_episodes": [help_of]}), ON, "2024", now=NOW + dt.timedelta(hours=2)
    )
    assert second.comparison.lists[1].lacks == "could not be made"
    assert third.comparison.lists[1].lacks == "could not be made in the last run"


def test_what_is_kept_is_private_and_names_what_it_was_made_of(home: Home) -> None:
    run = a_run(home, [plan("Wren", "2022-11-01")]).run
    files = sorted(file for file in run.folder.rglob("*") if file.is_file())
    names = [file.name for file in files]
    assert {"known.json", "list_09.parquet", "manifest.json", "index.json"} <= set(names)
    assert stat.S_IMODE((run.folder / "sheets").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(run.folder.stat().st_mode) == stat.S_IMODE(run.folder.parent.stat().st_mode) == 0o700
    manifest = json.loads((run.folder / "manifest.json").read_text())
    assert (manifest["snapshot"], manifest["layout"], manifest["on"]) == ("2023-03-31.1", "2024", "2023-03-31")
    assert manifest["lists"]["7"]["rows"] == 1 and "ssd_permanence" in manifest["lists"]["10"]["cannot"]
    assert "Wren" not in json.dumps(manifest)


def test_what_a_run_that_was_cut_off_left_is_removed_and_a_damaged_one_is_not_listed(home: Home) -> None:
    runs = folder_of(home) / "runs"
    leftover, under_way = runs / ".making-1", runs / ".making-2"
    for folder in (leftover, under_way):
        folder.mkdir(parents=True)
    yesterday = time.time() - 25 * 60 * 60
    os.utime(leftover, (yesterday, yesterday))
    (runs / "2023-01-31.1").mkdir()
    assert a_run(home, [plan("Wren", "2022-11-01")]).comparison.since is None
    assert not leftover.exists() and under_way.exists()


def test_a_run_whose_list_is_damaged_is_refused_by_name(home: Home) -> None:
    first = a_run(home, [plan("Wren", "2022-11-01")])
    Path(first.run.parquet(7)).write_bytes(b"x")
    with pytest.raises(Refused, match=r"Run 2023-03-31\.1 is damaged"):
        a_run(home, [plan("Rook", "2022-11-01")], hours=1)


def test_the_demonstration_since_february(produced: Produced) -> None:
    since = produced.comparison.since
    assert since is not None and since.on == FEBRUARY
    change = of_plans(produced)
    assert change.rows_before + change.joined - change.left == change.rows == 377
    assert Council(Home(produced.run.folder.parents[2])).snapshot.id == produced.snapshot.id
