"""A prepared file is made once, whole or not at all, privately, and again when anything changes that it depends on."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.keeping import open_kept
from lineofsight.prepared.making import KEPT, file_of, key_of, prepare
from lineofsight.problems import Refused
from tests.extracts import council_of

ON = dt.date(2023, 4, 3)
TABLES = {
    "ssd_cin_episodes": [
        {"cine_referral_id": "r", "cine_person_id": "Ann", "cine_referral_date": "2023-01-09"},
    ],
    "ssd_involvements": [
        {"invo_involvements_id": "i", "invo_person_id": "Ann", "invo_professional_role_id": "CW"}
        | {"invo_involvement_start_date": "2023-01-09", "invo_professional_team": "T1", "invo_professional_id": "W1"}
    ],
}


@pytest.fixture
def council(home: Home) -> Council:
    return council_of(home, TABLES, ON)


def test_it_is_made_once_and_can_be_read(council: Council) -> None:
    file = prepare(council, ON)
    made = file.stat()
    assert prepare(council, ON) == file and file.stat() == made
    assert made.st_mode & 0o077 == 0
    kept = open_kept(file, council.book, council.reads, council.snapshot)
    row = kept.database.execute("select id, team_id, worker_id, is_open from everybody where is_open").fetchall()
    assert row == [("Ann", "T1", "W1", True)]
    assert [entry.name for entry in file.parent.iterdir() if entry != file] == [".lock"]


def test_the_key_changes_with_all_that_it_depends_on(council: Council) -> None:
    home = council.home
    keys = {key_of(council, ON)}
    assert key_of(council, ON + dt.timedelta(days=1)) in keys  # nothing was accepted until a day

    def changed() -> str:
        key = key_of(Council(home), ON)
        assert key not in keys
        keys.add(key)
        return key

    home.book.mkdir()
    target = "targets = [{minimum=1, upper=2}]"
    (home.book / "3.3.sql").write_text(f'/*\nref = "3.3"\nvalid_from = "2023-03"\n{target}\n*/\n')
    changed()
    home.bank_holidays.write_text("day,name\n2023-04-03,A day of our own\n")
    changed()
    (home.book / "forward.toml").write_text('leave_out = ["1.1"]\n')
    changed()
    home.chronology.mkdir()
    (home.chronology / "own.sql").write_text("/* */ select 1")
    changed()
    from tests.extracts import load

    load(home, home.path.parent / "extract", ON)
    changed()


def test_only_the_newest_files_stay(council: Council) -> None:
    folder = file_of(council, "x").parent
    folder.mkdir(parents=True)
    for number in range(4):
        (folder / f"old{number}.duckdb").write_bytes(b"")
        os.utime(folder / f"old{number}.duckdb", (number, number))
    file = prepare(council, ON)
    assert {entry.name for entry in folder.glob("*.duckdb")} == {file.name, "old3.duckdb"}
    assert KEPT == 2


def test_a_definition_that_fails_on_the_records_is_refused_and_leaves_nothing(council: Council) -> None:
    before = prepare(council, ON)
    home = council.home
    home.book.mkdir()
    (home.book / "mine.sql").write_text(
        '/*\nref = "1.2"\nvalid_from = "2019-04"\n*/\n'
        "select as_at, person_id, cast('x' || person_id as integer) > 0 as met from children_in_need\n"
        "union all select as_at, person_id, cast('x' || person_id as integer) > 0 from open_cases\n"
    )
    with pytest.raises(Refused, match=r"mine\.sql"):
        prepare(Council(home), ON)
    assert {entry.name for entry in before.parent.iterdir()} == {before.name, ".lock"}


def test_making_that_is_cut_off_leaves_nothing_that_is_read(council: Council) -> None:
    """Killed at several moments, the next one makes it whole and clears up."""
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(council.home.path)}
    for wait in (0.6, 1.0, 1.4):
        going = subprocess.Popen(
            [sys.executable, "-m", "lineofsight", "prepare"], env=environment, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        going.send_signal(signal.SIGKILL)
        going.wait()
        folder = council.home.cache / "prepared"
        for file in folder.glob("*.duckdb") if folder.is_dir() else ():
            open_kept(file, council.book, council.reads, council.snapshot).database.close()  # whole, if it is there
    today = dt.date.today()  # noqa: DTZ011 - as the command does
    file = prepare(council, today)
    assert {entry.name for entry in file.parent.iterdir()} == {file.name, ".lock"}


def test_two_at_once_make_one(council: Council) -> None:
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(council.home.path)}
    both = [subprocess.Popen([sys.executable, "-m", "lineofsight", "prepare"], env=environment) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]
    assert len(list(Path(council.home.cache / "prepared").glob("*.duckdb"))) == 1
