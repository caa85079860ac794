"""What the checks found is kept once per snapshot, private, and worked out again when anything changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from lineofsight.calendar import WorkingCalendar, england
from lineofsight.home import Home
from lineofsight.records.checks import findings as kept_findings
from lineofsight.records.checks import running
from lineofsight.records.checks.findings import Findings, Outcome, findings_of
from lineofsight.records.checks.rules import Rules, read_rules
from lineofsight.records.snapshots import Snapshot
from tests.records.checks.councils import OPEN_CASE, OWN_RULE, snapshot_of, with_rule


@pytest.fixture
def snapshot(home: Home) -> Snapshot:
    return snapshot_of(home, OPEN_CASE)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The snapshots on which rules were run."""
    ran: list[str] = []
    run_checks = running.run_checks

    def counted(snapshot: Snapshot, *given: object, **how: object) -> Findings:
        ran.append(snapshot.id)
        return run_checks(snapshot, *given, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "run_checks", counted)
    return ran


def of(home: Home, snapshot: Snapshot, rules: Rules | None = None, calendar: WorkingCalendar | None = None) -> Findings:
    return findings_of(snapshot, rules or read_rules(), calendar or england(), folder=home.findings)


def everything(findings: Findings) -> tuple[object, ...]:
    return (findings.rows("from findings"), findings.outcomes, findings.open_cases, findings.extracted_on)


def test_findings_are_worked_out_once_and_then_read(home: Home, snapshot: Snapshot, runs: list[str]) -> None:
    first = of(home, snapshot)
    again = of(home, snapshot)
    assert runs == [snapshot.id]
    assert everything(again) == everything(first)
    assert first.count == again.count > 0
    assert again.outcomes["CLA-VIS-01"].state == "not run"


def test_what_is_kept_is_private(home: Home, snapshot: Snapshot) -> None:
    of(home, snapshot)
    for path in (home.findings, home.findings / snapshot.id):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    files = list((home.findings / snapshot.id).iterdir())
    assert {file.suffix for file in files} == {".parquet", ".json"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_other_rules_or_another_calendar_are_worked_out_again_and_take_the_place_of_the_last(
    home: Home, snapshot: Snapshot, runs: list[str], tmp_path: Path
) -> None:
    before = of(home, snapshot).count
    own = of(home, snapshot, with_rule(tmp_path / "own", OWN_RULE))
    assert own.count == before + 1
    (tmp_path / "bank_holidays.csv").write_text("day,name\n2023-03-30,A day of our own\n", encoding="utf-8")
    of(home, snapshot, calendar=england(tmp_path / "bank_holidays.csv"))
    assert len(runs) == 3
    assert len(list((home.findings / snapshot.id).iterdir())) == 2, "findings of other rules are not left lying about"


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", '{"outcomes": 3, "open_cases": {}}'])
def test_findings_that_cannot_be_read_are_worked_out_again(
    home: Home, snapshot: Snapshot, runs: list[str], spoilt: str
) -> None:
    first = everything(of(home, snapshot))
    [facts] = (home.findings / snapshot.id).glob("*.json")
    facts.write_text(spoilt, encoding="utf-8")
    assert everything(of(home, snapshot)) == first
    [rows] = (home.findings / snapshot.id).glob("*.parquet")
    rows.write_bytes(b"not parquet")
    assert everything(of(home, snapshot)) == first
    assert len(runs) == 3


def test_where_nothing_can_be_kept_findings_are_given_all_the_same(home: Home, snapshot: Snapshot) -> None:
    home.findings.write_text("a file where the folder should be", encoding="utf-8")
    assert of(home, snapshot).count > 0


def test_what_a_check_that_was_cut_off_left_is_removed(home: Home, snapshot: Snapshot) -> None:
    of(home, snapshot)
    folder = home.findings / snapshot.id
    leftover, under_way = folder / ".abc-999999999.parquet", folder / f".abc-{os.getpid()}.parquet"
    for draft in (leftover, under_way):
        draft.write_bytes(b"")
    kept_findings._remove_leftovers(folder)
    assert not leftover.exists()
    assert under_way.exists()


def test_a_check_that_fails_leaves_nothing_behind(
    home: Home, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*given: object, **how: object) -> Findings:
        raise RuntimeError("cut off")

    monkeypatch.setattr(running, "run_checks", cut_off)
    with pytest.raises(RuntimeError):
        of(home, snapshot)
    assert not list((home.findings / snapshot.id).iterdir())


def test_an_outcome_says_what_it_needs() -> None:
    assert str(Outcome("run")) == "run"
    assert str(Outcome("not run", "needs a.b")) == "not run: needs a.b"
