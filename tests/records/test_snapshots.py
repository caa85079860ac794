"""Snapshots are immutable and atomic: whatever happens to a load, readers see the last good one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.ssd_files import opened
from tests.extracts import load, write_extract

FIRST, SECOND = dt.date(2023, 2, 28), dt.date(2023, 3, 31)


def records(people: int = 3) -> dict[str, list[dict[str, object]]]:
    return {
        "ssd_person": [{"pers_person_id": f"P{n}", "pers_dob": "2015-01-01"} for n in range(people)],
        "ssd_cin_visits": [
            {
                "cinv_cin_visit_id": f"v{n}",
                "cinv_person_id": f"P{n}",
                "cinv_cin_visit_date": "2023-02-01" if n else "soon",
                "cinv_cin_visit_seen": "Y",
            }
            for n in range(people)
        ],
    }


def bytes_of(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots of the end of February and one of the end of March, which serves, with their extracts."""
    folder = tmp_path_factory.mktemp("loaded")
    for name, people, on in (("a", 2, FIRST), ("b", 3, FIRST), ("c", 4, SECOND)):
        load(Home(folder / "home"), write_extract(folder / name, records(people)), on)
    return folder


@pytest.fixture
def snapshots(home: Home, tmp_path: Path, loaded: Path) -> Snapshots:
    """A copy of them for a test of its own."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return Snapshots(home.snapshots)


def test_snapshots_are_listed_by_extract_date_and_then_by_load(snapshots: Snapshots) -> None:
    listed = snapshots.listed()
    assert [(s.id, s.source) for s in listed] == [("2023-02-28.1", "a"), ("2023-02-28.2", "b"), ("2023-03-31.1", "c")]
    assert [s.accepted for s in listed] == [3, 5, 7]
    assert [s.quarantined for s in listed] == [1, 1, 1]
    assert snapshots.current().id == "2023-03-31.1"


def test_the_tenth_load_of_a_day_comes_after_the_ninth(snapshots: Snapshots) -> None:
    for number in ("9", "10"):
        shutil.copytree(snapshots.folder / "2023-02-28.1", snapshots.folder / f"2023-02-28.{number}")
    assert [s.id.split(".")[1] for s in snapshots.listed()] == ["1", "2", "9", "10", "1"]


def test_going_back_and_forth(snapshots: Snapshots) -> None:
    assert snapshots.use("2023-02-28.1").accepted == 3
    assert snapshots.current().id == "2023-02-28.1"
    assert snapshots.use("2023-03-31.1").accepted == 7
    assert snapshots.current().id == "2023-03-31.1"


def test_a_second_load_leaves_the_first_ones_bytes_as_they_were(home: Home, tmp_path: Path) -> None:
    folder = write_extract(tmp_path / "a", records())
    first = load(home, folder, SECOND)
    before = bytes_of(first.folder)
    second = load(home, folder, SECOND)
    assert second.id == "2023-03-31.2"
    assert bytes_of(first.folder) == before
    assert second.people.read_bytes() == first.people.read_bytes(), "the same extract makes the same snapshot"


def test_a_manifest_says_what_was_loaded(snapshots: Snapshots) -> None:
    manifest = json.loads((snapshots.current().folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["extracted_on"] == "2023-03-31"
    assert manifest["source"] == "c"
    for name, digest in manifest["sha256"].items():
        file = snapshots.current().folder / name
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
    assert set(manifest["sha256"]) == {
        "tables/people.parquet",
        "tables/ssd_person.parquet",
        "tables/ssd_cin_visits.parquet",
        "quarantine/ssd_cin_visits.parquet",
    }
    visits = manifest["tables"]["ssd_cin_visits"]
    assert visits["accepted"] + visits["quarantined"] == visits["read"] == 4


def test_people_are_numbered_once_over_all_tables(snapshots: Snapshots) -> None:
    snapshot = snapshots.current()
    people = duckdb.execute(f"select person_id from '{snapshot.people}' order by person_key").fetchall()
    assert people == [("P0",), ("P1",), ("P2",), ("P3",)]
    joined = duckdb.execute(
        f"select person_id, cinv_cin_visit_id from '{snapshot.parquet('ssd_cin_visits')}' as visits "
        f"join '{snapshot.people}' as people on people.person_key = visits.cinv_person_id order by all"
    ).fetchall()
    assert joined == [("P1", "v1"), ("P2", "v2"), ("P3", "v3")]  # v0 is in quarantine


def test_nothing_loaded_yet_is_said(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    assert snapshots.listed() == []
    assert snapshots.current_id() is None
    with pytest.raises(Refused, match="Nothing is loaded yet"):
        snapshots.current()


@pytest.mark.parametrize(
    "snapshot_id",
    [
        "",
        "x",
        "2023-03-31",
        "2023-03-31.7",
        "../x",
        "../2023-03-31.1",
        "2023-03-31.1/",
        "/etc",
        "2023-03-31.1/../x",
        ".",
    ],
)
def test_an_id_that_is_no_snapshot_is_refused_and_the_current_one_stays(snapshots: Snapshots, snapshot_id: str) -> None:
    (snapshots.folder.parent / "x").mkdir()
    (snapshots.folder.parent / "x" / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="There is no snapshot"):
        snapshots.use(snapshot_id)
    assert snapshots.current().id == "2023-03-31.1"


@pytest.mark.parametrize(
    "manifest",
    [
        *("", "{", "[]", "null", "3", '"text"', "{}", '{"extracted_on": "2023-03-31"}'),
        '{"extracted_on": "soon", "loaded_at": "", "source": "", "tables": {}}',
        '{"extracted_on": 3, "loaded_at": "", "source": "", "tables": {}}',
        '{"extracted_on": "2023-03-31", "loaded_at": "", "source": "", "tables": []}',
        '{"extracted_on": "2023-03-31", "loaded_at": "", "source": "", "tables": {"ssd_person": {}}}',
        '{"extracted_on": "2023-03-31", "loaded_at": "", "source": "", "tables": {"ssd_person": 3}}',
        "\x00\x01",
        None,
    ],
)
def test_a_damaged_snapshot_is_refused_and_does_not_hide_the_others(snapshots: Snapshots, manifest: str | None) -> None:
    file = snapshots.current().folder / "manifest.json"
    if manifest is None:
        file.unlink()
    else:
        file.write_text(manifest, encoding="utf-8")
    with pytest.raises(Refused, match=r"Snapshot 2023-03-31\.1 is damaged"):
        snapshots.current()
    assert [s.id for s in snapshots.listed()] == ["2023-02-28.1", "2023-02-28.2"]
    assert snapshots.damaged() == ["2023-03-31.1"]
    assert snapshots.current_id() == "2023-03-31.1"
    snapshots.use("2023-02-28.2")
    assert snapshots.current().accepted == 5


def test_a_snapshot_whose_files_were_changed_cannot_be_made_to_serve(snapshots: Snapshots) -> None:
    people = snapshots.get("2023-02-28.1").people
    people.chmod(0o600)
    people.write_bytes(people.read_bytes()[:-1] + b"!")
    with pytest.raises(Refused, match=r"tables/people\.parquet is missing or was changed"):
        snapshots.use("2023-02-28.1")
    snapshots.get("2023-02-28.2").parquet("ssd_person").unlink()
    with pytest.raises(Refused, match=r"tables/ssd_person\.parquet is missing or was changed"):
        snapshots.use("2023-02-28.2")
    assert snapshots.current().id == "2023-03-31.1"


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"2023-03-31.9\n", b"../x\n"])
def test_a_damaged_pointer_is_refused_and_can_be_mended(snapshots: Snapshots, pointer: bytes) -> None:
    (snapshots.folder / "current").write_bytes(pointer)
    with pytest.raises(Refused, match="There is no snapshot"):
        snapshots.current()
    assert snapshots.use("2023-02-28.1").id == snapshots.current().id


@pytest.mark.skipif(os.name != "posix", reason="permissions as Unix has them")
def test_everything_is_private_to_its_owner(snapshots: Snapshots, home: Home) -> None:
    for path in (home.path, *home.path.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), f"{path.relative_to(home.path)}: {mode:o}"


def test_a_load_that_fails_on_its_way_leaves_nothing(snapshots: Snapshots, tmp_path: Path) -> None:
    before = bytes_of(snapshots.folder)

    def refuse(*_: object, **__: object) -> None:
        raise Refused("not this one")

    with opened(tmp_path / "a", scratch=tmp_path) as extract, pytest.raises(Refused, match="not this one"):
        snapshots.load(
            Incoming(extract.files, source="a", extracted_on=SECOND),
            now=dt.datetime(2023, 4, 1, tzinfo=dt.UTC),
            progress=refuse,
        )
    assert bytes_of(snapshots.folder) == before
    assert not list(snapshots.folder.glob(".loading-*"))


def test_reading_goes_on_during_a_load_and_a_second_load_is_refused(
    snapshots: Snapshots, home: Home, tmp_path: Path
) -> None:
    seen: list[str] = []

    def meanwhile(*_: str, **__: int) -> None:
        current = snapshots.current()
        reader = duckdb.connect()  # tables are loaded side by side, so this runs side by side with itself
        rows = reader.execute(f"select count(*) from '{current.parquet('ssd_person')}'").fetchone()
        seen.append(f"{current.id} {rows} {len(snapshots.listed())}")
        with pytest.raises(Refused, match="Another load is under way"):
            load(home, tmp_path / "b", SECOND)

    with opened(tmp_path / "a", scratch=tmp_path) as extract:
        snapshot = snapshots.load(
            Incoming(extract.files, source="a", extracted_on=SECOND),
            now=dt.datetime(2023, 4, 1, tzinfo=dt.UTC),
            progress=meanwhile,
        )
    assert len(seen) >= 3
    assert set(seen) == {"2023-03-31.1 (4,) 3"}
    assert snapshots.current().id == snapshot.id == "2023-03-31.2"


# A load that is cut off

#: Runs a load and is killed at the n-th event of the file system, as Python's audit hooks see them; with n = 0 it
#: says how many there are.
LOAD = """
import os, signal, sys
home, extract, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["LINEOFSIGHT_HOME"] = home
from lineofsight.cli import main
import importlib.metadata, lineofsight.council, lineofsight.loading, lineofsight.progress
import lineofsight.records.snapshots, lineofsight.sources.ssd_files
SEEN = 0
def hook(event, arguments):
    global SEEN
    if event == "open" or event.startswith(("os.", "shutil.", "tempfile.", "fcntl.")):
        if any(str(argument).startswith(home) for argument in arguments) or event == "fcntl.flock":
            SEEN += 1
            if SEEN == at:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
status = main(["load", extract, "--no-check"])
print(SEEN)
sys.exit(status)
"""
POINTS = 20


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An extract as a zip, so that a load unpacks, reads, keeps and switches."""
    folder = tmp_path_factory.mktemp("zipped")
    write_extract(folder / "extract", records(40), SECOND)
    return Path(shutil.make_archive(str(folder / "extract"), "zip", folder / "extract"))


def run_load(home: Path, extract: Path, at: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOAD, str(home), str(extract), str(at)], capture_output=True, text=True, timeout=60
    )


@pytest.fixture(scope="module")
def points(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    home = tmp_path_factory.mktemp("measured") / "home"
    load(Home(home), write_extract(home.parent / "first", records(2)), FIRST)
    whole = run_load(home, zipped, 0)
    assert whole.returncode == 0, whole.stderr
    total = int(whole.stdout)
    assert total >= POINTS
    yield [1 + round(n * (total - 1) / (POINTS - 1)) for n in range(POINTS)]


@pytest.mark.skipif(os.name != "posix", reason="kills as Unix does")
def test_a_load_killed_at_any_of_20_points_changes_nothing_that_a_reader_sees(
    points: list[int], zipped: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    first = load(home, write_extract(tmp_path / "first", records(2)), FIRST)
    before = bytes_of(first.folder)
    snapshots = Snapshots(home.snapshots)
    left: set[str] = set()
    for point in points:
        known = {s.id for s in snapshots.listed()}
        killed = run_load(home.path, zipped, point)
        assert killed.returncode == -signal.SIGKILL, (point, killed.stderr)
        assert snapshots.damaged() == []
        listed = snapshots.listed()
        new = {s.id for s in listed} - known
        assert len(new) <= 1
        # Either the load had not come to its end, or the whole snapshot is there
        assert snapshots.current_id() in known | new
        for snapshot in listed:
            assert_whole(snapshot)
        left |= {entry.name.split("-")[0] for entry in (*home.path.iterdir(), *home.snapshots.iterdir())}
    assert {".loading", ".unpacked"} <= left, "the points lie all over the load: some left something behind"
    assert bytes_of(first.folder) == before

    done = run_load(home.path, zipped, 0)
    assert done.returncode == 0, done.stderr
    assert snapshots.current().source == "extract.zip"
    assert snapshots.current().accepted == 79
    leftovers = [p.name for p in (*home.path.iterdir(), *home.snapshots.iterdir()) if p.name.startswith(".")]
    assert leftovers == [".lock"], "the next load removes what those that were cut off had left"


def assert_whole(snapshot: Snapshot) -> None:
    manifest = json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((snapshot.folder / name).read_bytes()).hexdigest() == digest
    for table, facts in snapshot.tables.items():
        kept = duckdb.execute(f"select count(*) from '{snapshot.parquet(table)}'").fetchone()
        assert kept == (facts["accepted"],)
