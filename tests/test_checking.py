"""Findings of a council's records, what was accepted of them, and what they do to its figures."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from lineofsight.calendar import Month
from lineofsight.checking import RANGES, Checked, range_rows
from lineofsight.cli import main
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.records.checks.accepted import accept
from tests.extracts import council_of

ON = dt.date(2023, 3, 31)
MARCH = Month(2023, 3)
TODAY = dt.date(2023, 4, 3)


def plan(child: str) -> dict[str, str]:
    return {
        **{"cppl_cp_plan_id": f"p-{child}", "cppl_person_id": child, "cppl_cp_plan_start_date": "2022-11-01"},
        **{"cppl_cp_plan_ola": "N", "cppl_cp_plan_end_date": ""},
    }


def visit(child: str, on: str, number: int = 1) -> dict[str, str]:
    return {
        **{"cppv_cp_visit_id": f"v-{child}-{number}", "cppv_person_id": child},
        **{"cppv_cp_visit_date": on, "cppv_cp_visit_seen": "Y"},
    }


@pytest.fixture
def council(home: Home) -> Council:
    """Of four children on a plan one was seen in time; of two more the latest visit has a day that can't be."""
    tables = {
        "ssd_cp_plans": [plan(f"child-{n}") for n in (1, 2, 3, 4)],
        "ssd_cp_visits": [
            visit("child-1", "2023-03-28"),
            visit("child-2", "31/02/2023"),
            visit("child-3", "2023-03-32"),
            visit("child-3", "2023-01-10", 2),
            visit("child-4", "2023-01-10"),
        ],
    }
    return council_of(home, tables, ON)


def in_4_7_2(checked: Checked, code: str) -> list[dict[str, object]]:
    counted = checked.council.count([MARCH], refs=["4.7.2"])
    rows = [dict(zip(RANGES, row, strict=True)) for row in range_rows(checked, checked.ranges(counted))]
    return [row for row in rows if row["code"] == code]


def test_a_visit_in_quarantine_could_only_have_been_in_time(council: Council) -> None:
    [row] = in_4_7_2(Checked(council, TODAY), "STR-03")
    assert (row["value"], row["low"], row["high"], row["findings"]) == (25.0, 25.0, 75.0, 2)
    assert str(row["sentence"]).startswith("25.0%, between 25.0% and 75.0% once 2 findings are mended: ")


def test_what_somebody_accepted_waits_no_more_until_it_expires(council: Council) -> None:
    checked = Checked(council, TODAY)
    until = dt.date(2023, 5, 31)
    accept(
        council.home.accepted_findings,
        checked.rules,
        code="STR-03",
        person_id="child-2",
        reason="The paper file holds the day",
        by="A. Manager",
        until=until,
        today=TODAY,
        among=checked.findings,
    )
    [row] = in_4_7_2(Checked(council, TODAY), "STR-03")
    assert (row["findings"], row["high"]) == (1, 50.0)
    [again] = in_4_7_2(Checked(council, until + dt.timedelta(days=1)), "STR-03")
    assert (again["findings"], again["high"]) == (2, 75.0)
    assert Checked(council, TODAY).fingerprint != checked.rules.fingerprint


def test_a_structure_finding_distorts_what_is_counted_from_its_column_alone(council: Council) -> None:
    refs = Checked(council, TODAY).distorts["STR-03"]
    assert "4.7.2" in refs
    assert not {"3.3", "5.11", "1.4"} & set(refs)


def checked_by_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Home, *arguments: str
) -> tuple[int, list[dict[str, str]], str]:
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(home.path))
    status = main(["check", *arguments])
    said = capsys.readouterr()
    return status, list(csv.DictReader(io.StringIO(said.out))), said.err


def test_the_command_lists_counts_and_accepts(
    council: Council, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(*arguments: str) -> tuple[int, list[dict[str, str]], str]:
        return checked_by_command(monkeypatch, capsys, council.home, *arguments)

    status, rules, _ = check("--format", "csv", "--strict")
    assert status == 1
    found = next(rule for rule in rules if rule["code"] == "STR-03")
    assert (found["severity"], found["rows"], found["accepted"]) == ("error", "2", "0")
    _, listed, _ = check("STR-03", "--list", "--format", "csv")
    assert {(row["person_id"], row["row"], row["file"]) for row in listed} == {
        ("child-2", "4", "ssd_cp_visits.csv"),
        ("child-3", "5", "ssd_cp_visits.csv"),
    }
    status, _, said = check(
        *(
            "accept",
            "STR-03",
            "--child",
            "child-2",
            "--reason",
            "known",
            "--by-whom",
            "B. Lead",
            "--until",
            "2999-01-01",
        )
    )
    assert status == 0 and "child-2" not in said
    _, rules, _ = check("--format", "csv")
    found = next(rule for rule in rules if rule["code"] == "STR-03")
    assert (found["rows"], found["accepted"]) == ("1", "1")
    _, figures, _ = check("STR-03", "--figures", "--month", "2023-03", "--format", "csv")
    assert [row["high"] for row in figures if row["ref"] == "4.7.2"] == ["50.0"]
    status, _, said = check("--list", "--team", "Nowhere")
    assert status == 2 and "no findings of a team 'Nowhere'" in said
    _, teams, _ = check("--by", "team", "--format", "csv")
    assert teams and "per_1000_open_cases" in teams[0]
    _, points, _ = check("--over-time", "--format", "csv")
    assert {row["snapshot"] for row in points} == {council.snapshot.id}


def test_a_workbook_for_each_team_is_written(
    council: Council, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = council.home.path.parent / "findings"
    status, _, said = checked_by_command(monkeypatch, capsys, council.home, "--to", str(folder))
    assert status == 0
    written = sorted(file.name for file in folder.iterdir())
    assert written and all(name.endswith(".xlsx") for name in written)
    assert all(name in said for name in written)
