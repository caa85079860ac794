"""Findings as tables: faults counted first, opened to their rows, with what is accepted counted apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.checks.accepted import accept, lay_accepted, read_accepted
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.listing import BY_RULE, LISTED, by_group, by_rule, distorted, faults, listed, teams
from lineofsight.records.checks.rules import read_rules
from lineofsight.records.snapshots import Snapshot
from tests.records.checks.councils import OPEN_CASE, OWN_RULE, checked, snapshot_of, with_rule

TODAY = dt.date(2026, 11, 23)


def visit(number: int, child: str, day: str, seen: str) -> dict[str, str]:
    return {
        **{"cinv_cin_visit_id": f"V{number}", "cinv_person_id": child},
        **{"cinv_cin_visit_date": day, "cinv_cin_visit_seen": seen},
    }


#: Three visits of which it isn't known whether the child was seen, two of one child; and one without a date.
VISITS = [
    visit(1, "child-1", "2023-03-01", ""),
    visit(2, "child-1", "2023-03-08", ""),
    visit(3, "child-2", "2023-03-01", ""),
    visit(4, "child-2", "", "Y"),
    visit(5, "child-2", "2023-03-15", "Y"),
]


@pytest.fixture
def snapshot(home: Home) -> Snapshot:
    return snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS})


@pytest.fixture
def findings(snapshot: Snapshot) -> Findings:
    return checked(snapshot)


def rule_row(findings: Findings, code: str, **how: object) -> dict[str, object]:
    columns, rows = by_rule(findings, **how)  # type: ignore[arg-type]
    assert columns == BY_RULE
    [row] = [row for row in rows if row[0] == code]
    return dict(zip(columns, row, strict=True))


def test_one_child_and_one_rule_are_one_fault_however_many_rows_show_it(findings: Findings) -> None:
    row = rule_row(findings, "CIN-VIS-02")
    assert (row["severity"], row["faults"], row["rows"], row["accepted"]) == ("warning", 2, 3, 0)
    assert (row["state"], row["distorts"]) == ("found", "3.3")
    assert row["sentence"] == read_rules()["CIN-VIS-02"].sentence


def test_the_worst_come_first_and_rules_that_were_not_run_are_never_shown_as_clean(findings: Findings) -> None:
    _, rows = by_rule(findings)
    states = [row[5] for row in rows]
    severities = [row[1] for row in rows if row[5] == "found"]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert states.index("clean") > states.index("found")
    clean = {row[0] for row in rows if row[5] == "clean"}
    not_run = {row[0] for row in rows if row[5].startswith("not run: needs ")}
    assert "CIN-VIS-03" in clean and "CLA-VIS-01" in not_run
    assert {code for code, outcome in findings.outcomes.items() if outcome.state == "not run"} == not_run
    assert len(rows) == len(read_rules())


def test_a_rule_that_failed_comes_among_the_findings_and_one_that_is_off_says_so(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    with_rule(tmp_path, '/*\ncode = "CON-01"\nenabled = false\n*/\n', "a.sql")
    text = OWN_RULE.replace("cine_referral_date as value", "cast(cine_referral_id as integer) as value")
    found = checked(snapshot, with_rule(tmp_path, text))
    assert str(rule_row(found, "OWN-01")["state"]).startswith("failed: failed on these records (")
    assert rule_row(found, "CON-01")["state"] == "off"
    _, rows = by_rule(found)
    order = [row[0] for row in rows]
    assert order.index("OWN-01") < order.index("CIN-VIS-03")


def test_what_is_accepted_is_counted_apart(findings: Findings, tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    how = {"reason": "The form had no such question", "by": "A manager", "until": TODAY, "today": TODAY}
    for child in ("child-1", "child-2"):
        accept(file, findings.rules, code="CIN-VIS-02", person_id=child, among=findings, **how)  # type: ignore[arg-type]
        lay_accepted(findings, read_accepted(file), TODAY)
        row = rule_row(findings, "CIN-VIS-02")
        expected = (1, 1, 2, "found") if child == "child-1" else (0, 0, 3, "accepted")
        assert (row["faults"], row["rows"], row["accepted"], row["state"]) == expected
    columns, rows = listed(findings, code="CIN-VIS-02")
    last = [dict(zip(columns, each, strict=True))["accepted_until"] for each in rows]
    assert last == [TODAY] * 3
    columns, rows = by_group(findings, "table")
    [of_visits] = [dict(zip(columns, each, strict=True)) for each in rows if each[0] == "ssd_cin_visits"]
    assert (of_visits["warnings"], of_visits["accepted"]) == (0, 3)


def test_faults_open_to_their_rows(findings: Findings) -> None:
    columns, rows = faults(findings, code="cin-vis-02")
    counted = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [(row["person_id"], row["rows"], row["first_row"], row["team"]) for row in counted] == [
        ("child-1", 2, 2, "Team One"),
        ("child-2", 1, 4, None),
    ]
    columns, rows = listed(findings, code="CIN-VIS-02", team="Team One")
    assert columns == LISTED
    opened = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [(row["file"], row["row"], row["column"], row["record"]) for row in opened] == [
        ("ssd_cin_visits.csv", 2, "cinv_cin_visit_seen", "V1"),
        ("ssd_cin_visits.csv", 3, "cinv_cin_visit_seen", "V2"),
    ]
    assert len(listed(findings, team="")[1]) + len(listed(findings, team="Team One")[1]) == findings.count
    assert sum(row[3] for row in faults(findings)[1]) == findings.count


def test_findings_are_counted_by_team_with_the_rate_by_worker_and_by_table(findings: Findings) -> None:
    columns, rows = by_group(findings, "team")
    one = next(dict(zip(columns, row, strict=True)) for row in rows if row[0] == "Team One")
    assert (one["errors"], one["warnings"], one["children"], one["open_cases"]) == (0, 1, 1, 1)
    faults_of_team = sum(int(one[name]) for name in ("errors", "warnings", "notes"))
    assert one["per_1000_open_cases"] == 1000.0 * faults_of_team
    nobody = next(dict(zip(columns, row, strict=True)) for row in rows if row[0] is None)
    assert nobody["per_1000_open_cases"] is None
    assert {row[0] for row in by_group(findings, "worker")[1]} == {None, "Worker One (made up)"}
    assert "ssd_cin_visits" in {row[0] for row in by_group(findings, "table")[1]}
    assert teams(findings) == ["", "Team One"]


def test_the_rules_of_a_team_are_counted_by_themselves(findings: Findings) -> None:
    assert rule_row(findings, "CIN-VIS-02", team="Team One")["rows"] == 2
    assert rule_row(findings, "CIN-VIS-01", team="Team One")["state"] == "clean"


def test_another_way_to_count_or_another_rule_is_refused(findings: Findings) -> None:
    with pytest.raises(Refused, match="can't be counted by 'child': choose one of rule, table, team, worker"):
        by_group(findings, "child")
    with pytest.raises(Refused, match="There is no rule 'X-01'"):
        listed(findings, code="X-01")


def test_what_was_found_while_files_were_read_distorts_what_is_counted_from_the_column(home: Home) -> None:
    visits = [*VISITS, visit(6, "child-1", "never", "Y"), visit(6, "child-1", "2023-03-01", "Y")]
    visits.append(visit(6, "child-1", "2023-03-02", "Y"))
    snapshot = snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": visits})
    read_by = {
        "3.3": {"ssd_cin_visits": {"cinv_cin_visit_date"}, "ssd_person": {"pers_dob"}},
        "4.7.2": {"ssd_cp_visits": {"cppv_cp_visit_date"}},
        "9.9": {"ssd_cin_visits": {"cinv_cin_visit_id"}},
    }
    found = distorted(checked(snapshot), snapshot, read_by)
    assert found["STR-03"] == ("3.3",), "a date that can't be read"
    assert found["STR-02"] == ("9.9",), "a key that is taken"
    assert "4.7.2" in found["STR-11"], "a table that isn't there"
    assert found["CIN-VIS-02"] == ("3.3",)
    assert "STR-14" not in found, "a note distorts nothing"
