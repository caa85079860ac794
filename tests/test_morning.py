"""The load of every morning: each attempt is recorded, somebody is told, and no secret and no child is in either."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shlex
import sqlite3
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lineofsight import morning
from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.morning import SENT, Attempt, Outcome, attempts, latest_attempt, name_of, run, source_given, status
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshots
from tests.extracts import write_extract

CHILD, SECRET = "Child-4711-Zoe", "pa55-w0rd"
MONDAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def person(child: str = CHILD) -> dict[str, Any]:
    return {"ssd_person": [{"pers_person_id": child, "pers_dob": "2015-01-01"}]}


@dataclass
class Morning:
    """A council's home and extract, an alert command that keeps what it is told, and a clock."""

    home: Home
    folder: Path
    now: dt.datetime = NOON

    @property
    def extract(self) -> Path:
        return self.folder / "extract"

    @property
    def told(self) -> str:
        file = self.folder / "told"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    @property
    def alert(self) -> str:
        """A command that adds what it is told, and what is in its environment, to a file."""
        keeps = (
            "import os, sys; f = open(sys.argv[1], 'a'); f.write(sys.stdin.read()); "
            "os.environ.pop('PYTEST_CURRENT_TEST', 0); f.write(repr(dict(os.environ)) + '\\n')"
        )
        return shlex.join([sys.executable, "-c", keeps, str(self.folder / "told")])

    def tick(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now

    def on(self, day: dt.date, what: object = None, **how: Any) -> Attempt:
        """An attempt on a day, at noon."""
        self.now = dt.datetime.combine(day, dt.time(12), dt.UTC)
        asked: dict[str, Any] = {"alert": self.alert, "check": False, **how}
        return run(self.home, str(what or self.extract), today=day, clock=self.tick, **asked)

    def written(self, on: dt.date | None, tables: dict[str, Any] | None = None) -> None:
        write_extract(self.extract, tables or person(), on)


@pytest.fixture
def council(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Morning:
    monkeypatch.delenv("LINEOFSIGHT_SOURCE", raising=False)
    council = Morning(home, tmp_path)
    council.written(MONDAY)
    return council


def lines(home: Home) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home.path / "loads.jsonl").read_text().splitlines()]


# What is recorded


def test_a_load_that_goes_well_is_recorded_and_nobody_is_told(council: Morning) -> None:
    attempt = council.on(MONDAY)
    assert attempt.went_well
    assert (attempt.snapshot, attempt.extracted_on, attempt.source) == ("2026-11-23.1", MONDAY, "extract")
    assert (attempt.rows, attempt.quarantined, attempt.wrong, attempt.alert) == (1, 0, "", "")
    assert attempt.says == ("Snapshot 2026-11-23.1 serves: 1 rows, 0 in quarantine",)
    assert Snapshots(council.home.snapshots).current_id() == "2026-11-23.1"
    assert [line["event"] for line in lines(council.home)] == ["started", "ended"]
    assert lines(council.home)[1] | {"id": ""} == {
        **{"event": "ended", "id": "", "source": "extract", "outcome": "loaded", "snapshot": "2026-11-23.1"},
        **{"started_at": "2026-11-23T12:01:00+00:00", "ended_at": "2026-11-23T12:02:00+00:00"},
        **{"extracted_on": "2026-11-23", "rows": 1, "quarantined": 0},
    }
    assert [latest_attempt(council.home)] == attempts(council.home) == [attempt]
    assert council.told == ""


def test_the_record_and_the_lock_are_readable_by_their_owner_alone(council: Morning) -> None:
    os.umask(0)
    council.on(MONDAY)
    for name in ("loads.jsonl", ".loads.lock"):
        assert stat.S_IMODE((council.home.path / name).stat().st_mode) == 0o600


def test_a_refusal_is_told_in_the_sentence_of_load_and_what_served_serves(
    council: Morning, capsys: pytest.CaptureFixture[str]
) -> None:
    council.on(MONDAY)
    (council.extract / "ssd_person.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    attempt = council.on(dt.date(2026, 11, 24))
    assert (attempt.outcome, attempt.snapshot, attempt.rows) == (Outcome.REFUSED, "", None)
    assert main(["load", str(council.extract)]) == 2
    assert capsys.readouterr().err == f"lineofsight: {attempt.wrong}\n"
    assert attempt.alert == SENT
    message = council.told.split("\n{")[0]
    assert message == (
        "Line of Sight. The load was refused.\n"
        "\n"
        f"{attempt.wrong}.\n"
        "\n"
        "Source: extract\n"
        "Began: 2026-11-24 12:01\n"
        "What serves: snapshot 2026-11-23.1, with the records as they were on 23 November 2026.\n"
        "`lineofsight morning --status` lists the latest attempts."
    )
    assert lines(council.home)[-1] == {"event": "alerted", "id": attempt.id, "alert": "sent"}
    assert latest_attempt(council.home) == attempt


def test_the_first_load_ever_that_is_refused_says_that_there_are_no_figures(council: Morning) -> None:
    assert council.on(MONDAY, council.folder / "nowhere").outcome is Outcome.REFUSED
    assert "Nothing is loaded: there are no figures." in council.told


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ValueError(f"{CHILD} is no number"), "not foreseen (ValueError): `lineofsight load` by hand shows where"),
        (MemoryError(CHILD), "(MemoryError)"),
        (
            OSError(28, CHILD, f"/extracts/{CHILD}.csv"),
            "The system refused something: No space left on device (OSError)",
        ),
        (PermissionError(CHILD), "The system refused something: PermissionError"),
    ],
)
def test_of_a_fault_that_nobody_foresaw_only_its_kind_is_kept(
    council: Morning, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: Exception, says: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("lineofsight.loading.load", fail)
    arguments = ["morning", str(council.extract), "--alert", council.alert]
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    attempt = latest_attempt(council.home)
    assert attempt is not None and attempt.outcome is Outcome.FAILED
    assert says in attempt.wrong
    assert attempt.wrong in council.told and "The load failed." in council.told
    everything = out + err + council.told + (council.home.path / "loads.jsonl").read_text()
    assert CHILD not in everything and "Traceback" not in everything


def test_what_the_database_engine_says_is_not_repeated(council: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    def fail(*_: object, **__: object) -> None:
        raise duckdb.ConversionException(f"Could not convert string '{CHILD}'")

    monkeypatch.setattr("lineofsight.loading.load", fail)
    attempt = council.on(MONDAY)
    assert attempt.wrong.startswith("The database could not finish (ConversionException): is the disk full")
    assert CHILD not in council.told


def test_checks_that_fail_leave_the_snapshot_and_are_told(council: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(CHILD)

    monkeypatch.setattr("lineofsight.morning._checked", fail)
    attempt = council.on(MONDAY, check=True)
    assert (attempt.outcome, attempt.snapshot) == (Outcome.LOADED, "2026-11-23.1")
    assert "(ZeroDivisionError)" in attempt.warnings[0] and attempt.alert == SENT
    assert CHILD not in council.told


def test_what_the_checks_found_is_counted_in_the_record(council: Morning) -> None:
    episode = {"cine_referral_id": "r", "cine_person_id": "stranger", "cine_referral_date": "2026-01-05"}
    council.written(MONDAY, {**person(), "ssd_cin_episodes": [episode]})
    attempt = council.on(MONDAY, check=True)
    assert attempt.went_well, "what is to be mended is for the list of findings, not for an alert"
    assert attempt.to_mend and set(attempt.to_mend) <= {"error", "warning"}
    assert lines(council.home)[-1]["to_mend"] == attempt.to_mend


def test_stopped_by_hand_is_recorded_and_stops(council: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lineofsight.loading.load", stop)
    with pytest.raises(KeyboardInterrupt):
        council.on(MONDAY)
    assert attempts(council.home)[0].wrong == "It was stopped by hand"
    assert council.told == "", "who stopped it knows"


def test_a_record_that_cannot_be_written_stops_no_load_and_is_told(council: Morning) -> None:
    council.home.create()
    (council.home.path / "loads.jsonl").mkdir()
    attempt = council.on(MONDAY)
    assert attempt.snapshot == "2026-11-23.1"
    assert attempt.warnings == ("The attempt could not be recorded in loads.jsonl (IsADirectoryError)",)
    assert "could not be recorded" in council.told


# The alert


def test_the_alert_has_the_home_and_the_outcome_in_its_environment_and_no_secret(
    council: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LINEOFSIGHT_SOURCE", "LINEOFSIGHT_DATABASE_PASSWORD", "PGPASSWORD", "LINEOFSIGHT_SECRET_KEY"):
        monkeypatch.setenv(name, SECRET)
    council.on(MONDAY, "nowhere")
    assert f"'LINEOFSIGHT_HOME': '{council.home.path}'" in council.told
    assert "'LINEOFSIGHT_OUTCOME': 'refused'" in council.told
    assert SECRET not in council.told


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("no-such-command --to a@b.example", "the alert command no-such-command could not be started (No such file"),
        (shlex.join([sys.executable, "-c", "raise SystemExit(7)"]), "ended with status 7"),
        (shlex.join([sys.executable, "-c", "import signal; signal.pause()"]), "did not end within 0.2 seconds"),
    ],
)
def test_an_alert_that_fails_is_itself_reported_and_recorded(
    council: Morning, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, says: str
) -> None:
    monkeypatch.setattr(morning, "SECONDS_FOR_AN_ALERT", 0.2)
    assert main(["morning", "nowhere", "--alert", command]) == 2
    err = capsys.readouterr().err
    assert "Nobody was told: the alert command" in err and says in err
    attempt = latest_attempt(council.home)
    assert attempt is not None and says in attempt.alert
    assert "b.example" not in err + attempt.alert, "its arguments may hold secrets"
    assert main(["morning", "--status"]) == 1
    assert "Nobody was told" in capsys.readouterr().err


def test_the_alert_command_is_no_line_of_a_shell(council: Morning) -> None:
    made = council.folder / "made"
    attempt = council.on(MONDAY, "nowhere", alert=f"no-such-command; touch {made}")
    assert "could not be started" in attempt.alert and not made.exists()


@pytest.mark.parametrize("command", ["", "  ", "mail -s 'Line of Sight"])
def test_an_alert_that_is_no_command_is_refused_before_anything_is_done(council: Morning, command: str) -> None:
    with pytest.raises(Refused, match="--alert"):
        council.on(MONDAY, alert=command)
    assert not council.home.path.exists()


# One at a time, and to the end


def test_two_at_once_the_second_is_refused_in_the_sentence_of_a_load(
    council: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(morning, "SECONDS_FOR_THE_LOCK", 0)
    council.home.create()
    with (council.home.path / ".loads.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = council.on(MONDAY)
    with (
        pytest.raises(Refused) as by_hand,
        Snapshots(council.home.snapshots)._loading(),
        Snapshots(council.home.snapshots)._loading(),
    ):
        pass
    assert (second.outcome, second.wrong) == (Outcome.REFUSED, str(by_hand.value))
    assert second.alert == SENT
    assert council.on(MONDAY).went_well, "the lock is given back"


def test_a_load_by_hand_keeps_an_attempt_out_too(council: Morning) -> None:
    council.home.create()
    with Snapshots(council.home.snapshots)._loading():
        assert council.on(MONDAY).wrong == "Another load is under way: wait until it is done"


WAITS = """
import datetime as dt, sys
from lineofsight import loading, morning
from lineofsight.home import Home
def load(*_, **__):
    print("loading", flush=True)
    sys.stdin.read()
loading.load = load
now = dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC)
morning.run(Home.from_environment(), "extract", today=now.date(), clock=lambda: now)
"""


def test_an_attempt_that_is_killed_midway_is_known_by_the_status_and_told_once_by_the_next(
    council: Morning, capsys: pytest.CaptureFixture[str]
) -> None:
    one = subprocess.Popen([sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with one:
        assert one.stdout is not None
        assert one.stdout.readline() == b"loading\n"
        [under_way] = attempts(council.home)
        assert under_way.outcome is Outcome.UNDER_WAY
        assert under_way.banner == ""
        assert under_way.says == ("The load that began on 2026-11-22 06:00 is under way",)
        one.kill()
    [cut_off] = attempts(council.home)
    assert cut_off.outcome is Outcome.CUT_OFF and cut_off.ended_at is None
    sentence = "The load that began on 2026-11-22 06:00 did not come to its end: `lineofsight snapshots` shows what"
    assert main(["morning", "--status"]) == 1
    out, err = capsys.readouterr()
    assert "cut off" in out and sentence in err
    after = council.on(MONDAY)
    assert after.outcome is Outcome.LOADED and after.reports == (cut_off.id,)
    assert after.warnings[0].startswith(sentence) and sentence in council.told
    assert council.on(MONDAY).warnings == (), "told once"
    assert [one.outcome for one in attempts(council.home)] == [Outcome.LOADED, Outcome.LOADED, Outcome.CUT_OFF]


def test_a_line_that_was_cut_off_while_written_costs_no_other(council: Morning) -> None:
    council.on(MONDAY)
    with (council.home.path / "loads.jsonl").open("a") as record:
        record.write('not json\n[1]\n{"event": "ended", "id": "x"}\n{"event": "ended", "id": "y", "out')
    council.on(MONDAY)
    assert [one.outcome for one in attempts(council.home)] == [Outcome.LOADED] * 2


def test_the_latest_attempts_come_first_and_no_more_than_asked_for(council: Morning) -> None:
    for minute in range(4):
        council.on(MONDAY - dt.timedelta(days=4 - minute), f"nowhere{minute}", alert=None)
    assert [one.source for one in attempts(council.home, most=3)] == ["nowhere3", "nowhere2", "nowhere1"]
    assert attempts(Home(council.folder / "another")) == [] and latest_attempt(Home(council.folder / "another")) is None


def test_the_end_of_a_long_record_is_enough(council: Morning) -> None:
    council.on(MONDAY)
    file = council.home.path / "loads.jsonl"
    file.write_text('{"event": "started", "id": "old"}\n' * 20_000 + file.read_text())
    latest = latest_attempt(council.home)
    assert latest is not None and latest.snapshot == "2026-11-23.1"


# Whether the extract is a new one


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (MONDAY, ""),
        (dt.date(2026, 11, 24), ""),
        (dt.date(2026, 11, 25), ""),
        (dt.date(2026, 11, 26), "The extract is of 23 November 2026, 3 working days ago: is the job"),
    ],
)
def test_an_old_extract_is_loaded_and_told(council: Morning, today: dt.date, says: str) -> None:
    attempt = council.on(today)
    assert attempt.outcome is Outcome.LOADED
    assert attempt.banner.startswith(says) and not attempt.banner.endswith("?.")
    assert (attempt.warnings[0] if attempt.warnings else "").startswith(says) and bool(attempt.warnings) == bool(says)
    assert says in council.told


def test_a_weekend_and_bank_holidays_make_no_extract_old(council: Morning) -> None:
    """Taken on Thursday 24 December: Christmas, Boxing Day's Monday and the weekend are no working days."""
    council.written(dt.date(2026, 12, 24))
    assert council.on(dt.date(2026, 12, 30)).went_well
    assert council.on(dt.date(2026, 12, 31)).warnings == (
        "The extract did not change since that of 24 December 2026, 3 working days ago: is the job that writes it "
        "running?",
    )
    assert council.on(dt.date(2026, 12, 31), stale_after=3).went_well


def test_the_same_records_under_a_new_date_each_day_are_told(council: Morning) -> None:
    """The job that fills the database died; who loads says each morning that it is today's."""
    days = [MONDAY + dt.timedelta(days=n) for n in range(4)]
    for day in days[:3]:
        assert council.on(day, extracted_on=day).went_well
    assert council.on(days[3], extracted_on=days[3]).warnings == (
        "Nothing in the extract changed since that of 23 November 2026, though it is dated 26 November 2026, 3 working "
        "days ago: is the job that writes it running?",
    )
    council.written(None, person("another"))
    assert council.on(days[3], extracted_on=days[3]).went_well, "one record is enough"


def test_an_extract_older_than_what_served_is_told_at_once(council: Morning) -> None:
    council.on(MONDAY)
    council.written(dt.date(2026, 11, 20))
    attempt = council.on(MONDAY)
    assert attempt.snapshot == "2026-11-20.1"
    assert attempt.warnings[0].startswith("The extract is of 20 November 2026, older than the one that served until")
    assert "`lineofsight snapshots use 2026-11-23.1` goes back" in council.told


def test_strict_tells_of_rows_in_quarantine(council: Morning) -> None:
    council.written(MONDAY, {"ssd_person": [{"pers_person_id": "", "pers_dob": "2015-01-01"}, *person()["ssd_person"]]})
    assert council.on(MONDAY).went_well
    attempt = council.on(MONDAY, strict=True)
    assert attempt.quarantined == 1
    assert attempt.warnings == ("1 row went to quarantine: `lineofsight quarantine TABLE` lists them",)


def test_a_load_by_hand_overtakes_a_refused_attempt(council: Morning, capsys: pytest.CaptureFixture[str]) -> None:
    refused = council.on(MONDAY, "nowhere", alert=None)
    rows, look = status(council.home, today=MONDAY)
    assert rows[0][2] == "refused" and look == [refused.wrong]
    assert refused.banner == "nowhere: there is no such file or folder."
    assert main(["load", str(council.extract), "--extracted-on", "2026-11-20", "--no-check"]) == 0
    manifest = council.home.snapshots / "2026-11-20.1" / "manifest.json"
    loaded_at = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(loaded_at | {"loaded_at": "2026-11-23T13:00:00+00:00"}))
    latest = latest_attempt(council.home)
    assert latest is not None and (latest.outcome, latest.overtaken_by) == (Outcome.REFUSED, "2026-11-20.1")
    assert latest.banner == ""
    assert status(council.home, today=MONDAY)[1] == []
    manifest.write_text(json.dumps(loaded_at | {"loaded_at": "2026-11-23T11:00:00+00:00"}))
    assert latest_attempt(council.home) == refused, "what was loaded before it overtakes nothing"


def test_the_status_says_when_no_attempt_was_made_for_days(council: Morning) -> None:
    assert status(council.home, today=MONDAY)[1] == ["No load was attempted yet with `lineofsight morning`"]
    council.on(MONDAY)
    assert status(council.home, today=MONDAY)[1] == []
    [sentence] = status(council.home, today=dt.date(2026, 11, 26))[1]
    assert sentence == "The latest attempt was on 2026-11-23 12:01: is what starts it still running?"


# Where from, and what it is called


ADDRESSES = [
    # what is given, and what it is called
    (f"postgresql://analyst:{SECRET}@records.example/ssd", "postgresql://records.example/ssd"),
    (f"postgresql://analyst:{SECRET}@records.example:5432/ssd?sslpassword={SECRET}", "postgresql://records.example:5432/ssd"),
    (f"mssql+pyodbc://u:{SECRET}@sql01/HDM?ssd_schema=x", "mssql://sql01/HDM"),
    (f"mssql+pyodbc:///?odbc_connect=UID%3Du%3BPWD%3D{SECRET}", "mssql"),
    (f"postgresql://u:pa/{SECRET}@records.example/ssd", "postgresql://records.example/ssd"),
    (f"postgresql://u:{SECRET}@x@records.example/ssd", None),
    (f"://{SECRET}@x", morning.AN_ADDRESS),
    ("sqlite:////srv/records.db", "records.db"),
    ("/srv/extracts/ssd/", "ssd"),
    ("extract.zip", "extract.zip"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "name"), ADDRESSES)
def test_a_source_is_called_by_a_name_without_login_and_password(given: str, name: str | None) -> None:
    called = name_of(given)
    assert called == (name or called)
    assert SECRET not in called and "analyst" not in called


@pytest.mark.parametrize(
    "given",
    [
        *(address for address, _ in ADDRESSES if SECRET in address),
        f"postgresql:/u:{SECRET}@records.example/ssd",
        f"postgresql//u:pa/{SECRET}@records.example/ssd",
        f"u:{SECRET}@records.example",
        f"Driver=SQL Server;Server=sql01;UID=u;PWD={SECRET}",
        f"host=records.example password={SECRET}",
    ],
)
def test_no_credentials_are_recorded_told_or_said(
    council: Morning, capfd: pytest.CaptureFixture[str], given: str
) -> None:
    assert main(["morning", given, "--extracted-on", "today", "--alert", council.alert]) == 2
    out, err = capfd.readouterr()
    record = (council.home.path / "loads.jsonl").read_text()
    assert council.told and record and err
    assert SECRET not in out + err + council.told + record


def test_a_database_is_loaded_from_the_variable_or_from_a_file(
    council: Morning, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = council.folder / "records.db"
    with sqlite3.connect(file) as database:
        database.execute("create table ssd_person (pers_person_id text, pers_dob text)")
        database.execute("insert into ssd_person values (?, '2015-01-01')", (CHILD,))
    database.close()
    monkeypatch.setenv("LINEOFSIGHT_SOURCE", f"sqlite:///{file}")
    assert main(["morning", "--extracted-on", "yesterday", "--no-check"]) == 0
    address = council.folder / "address"
    address.write_text(f"sqlite:///{file}\n")
    address.chmod(0o600)
    monkeypatch.setenv("LINEOFSIGHT_SOURCE", "nowhere")
    assert main(["morning", f"@{address}", "--extracted-on", "today", "--no-check"]) == 0
    assert "Loading" not in capsys.readouterr().err, "no progress"
    assert [one.source for one in attempts(council.home)] == ["records.db"] * 2
    days = [one.extracted_on for one in attempts(council.home)]
    assert days[0] is not None and days[1] is not None and days[0] - days[1] == dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        ("", 0o600, "write one line there"),
        ("one\ntwo\n", 0o600, "write one line there"),
        ("@another", 0o600, "write one line there"),
        (f"postgresql://u:{SECRET}@records.example/ssd", 0o644, "others may read or change it: chmod 600"),
        (f"postgresql:/u:{SECRET}@records.example/ssd", 0o600, "The database's address can't be read"),
        (None, 0o600, "there is no such file"),
    ],
)
def test_a_file_that_does_not_say_one_source_is_refused_recorded_and_told(
    council: Morning, text: str | None, mode: int, says: str
) -> None:
    file = council.folder / "address"
    if text is not None:
        file.write_text(text)
        file.chmod(mode)
    attempt = council.on(MONDAY, f"@{file}")
    assert attempt.outcome is Outcome.REFUSED and says in attempt.wrong and says in council.told
    assert SECRET not in council.told + attempt.wrong


def test_a_path_in_a_file_may_be_read_by_others(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("/srv/extracts/ssd\n")
    (tmp_path / "source").chmod(0o644)
    assert source_given(f"@{tmp_path / 'source'}", {}) == "/srv/extracts/ssd"


def test_a_folder_whose_name_looks_like_an_address_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("extract:a@b").mkdir()
    assert name_of(source_given("extract:a@b", {})) == "extract:a@b"


# The command


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Say what is to be loaded: a path, a database's address, @FILE, or the variable LINEOFSIGHT_SOURCE"),
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["sqlite:///x.db"], "A database doesn't say which day it describes: add --extracted-on DATE"),
        (["nowhere", "--extracted-on", "tomorrow"], "'tomorrow' is not a date"),
        (["nowhere", "--stale-after", "soon"], "'soon' is not a whole number of days"),
        (["nowhere", "--kind", "past-figures"], "invalid choice"),
        (["nowhere", "--alert", "mail 'x"], "--alert: the quotes in the command don't close"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    council: Morning, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["morning", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("lineofsight: ") and says in err


def test_the_command_says_what_serves_and_its_exit_status_what_to_look_at(
    council: Morning, capsys: pytest.CaptureFixture[str]
) -> None:
    council.written(dt.datetime.now().astimezone().date())
    assert main(["morning", str(council.extract), "--no-check"]) == 0
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "serves: 1 rows, 0 in quarantine" in err
    assert main(["morning", str(council.extract), "--extracted-on", "2026-01-05", "--no-check"]) == 1
    assert "older than the one that served" in capsys.readouterr().err
    assert main(["morning", "--status"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split("  ")[0] == "started at"
    assert out.count("loaded") == 2 and "older than the one that served" in err
