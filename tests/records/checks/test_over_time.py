"""Findings over time: what is new, mended and still there, by the rules of today."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.calendar import england
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.checks.over_time import COLUMNS, Point, findings_over_time, over_time
from lineofsight.records.checks.rules import Rules, read_rules
from lineofsight.records.snapshots import Snapshots
from tests.records.checks.councils import OPEN_CASE, OWN_RULE, snapshot_of, with_rule


def visit(number: int, child: str, day: str) -> dict[str, str]:
    return {
        **{"cinv_cin_visit_id": f"V{number}", "cinv_person_id": child},
        **{"cinv_cin_visit_date": day, "cinv_cin_visit_seen": "Y"},
    }


@pytest.fixture
def two(home: Home) -> Home:
    """Two months: in the second V1 is mended, V2 is still there and V3 is new; and there are visits on plans."""
    dated = visit(9, "child-1", "2023-01-01")
    snapshot_of(
        home,
        {**OPEN_CASE, "ssd_cin_visits": [dated, visit(1, "child-1", ""), visit(2, "child-2", "")]},
        dt.date(2023, 2, 28),
    )
    plan_visits = [{"cppv_cp_visit_id": "P1", "cppv_person_id": "child-1", "cppv_cp_visit_date": ""}]
    plan_visits.append({**plan_visits[0], "cppv_cp_visit_id": "P2", "cppv_cp_visit_date": "2023-03-01"})
    visits = [dated, visit(3, "child-1", ""), visit(2, "child-2", ""), visit(1, "child-1", "2023-02-01")]
    snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": visits, "ssd_cp_visits": plan_visits}, dt.date(2023, 3, 31))
    return home


def points(home: Home, rules: Rules | None = None) -> list[Point]:
    listed = Snapshots(home.snapshots).listed()
    return findings_over_time(listed, rules or read_rules(), england(), folder=home.findings)


def rows(found: list[Point], by: str, name: str) -> list[dict[str, Any]]:
    columns, all_rows = over_time(found, by)
    assert columns == COLUMNS
    return [dict(zip(columns, row, strict=True)) for row in all_rows if row[2] == name]


def test_a_finding_is_new_mended_or_still_there(two: Home) -> None:
    first, second = rows(points(two), "rule", "CIN-VIS-01")
    assert (first["snapshot"], first["findings"], first["new"]) == ("2023-02-28.1", 2, None)
    assert (second["findings"], second["new"], second["mended"], second["still_there"]) == (2, 1, 1, 1)
    assert second["extracted_on"] == dt.date(2023, 3, 31)


def test_the_rate_is_for_each_thousand_open_cases(two: Home) -> None:
    _, second = rows(points(two), "rule", "CIN-VIS-01")
    assert (second["open_cases"], second["per_1000_open_cases"]) == (1, 2000.0)
    team = rows(points(two), "team", "Team One")[1]
    assert team["open_cases"] == 1 and team["per_1000_open_cases"] == 1000.0 * team["findings"]
    assert rows(points(two), "team", "")[1]["per_1000_open_cases"] is None


def test_a_rule_that_could_not_be_run_before_found_nothing_new(two: Home) -> None:
    found = points(two)
    first, second = rows(found, "rule", "CP-VIS-01")
    assert (first["findings"], second["findings"]) == (None, 1), "not run is not none"
    assert (second["new"], second["mended"], second["still_there"]) == (None, None, None)
    errors = rows(found, "severity", "error")[1]
    codes = [rule.code for rule in read_rules() if rule.severity == "error"]
    of_rules = [row for code in codes for row in rows(found, "rule", code)[1:]]
    for change in ("new", "mended", "still_there"):
        assert errors[change] == sum(row[change] or 0 for row in of_rules), "without that rule's"
    assert errors["findings"] == sum(row["findings"] or 0 for row in of_rules), "and with it"


def test_every_snapshot_is_counted_by_the_rules_of_today(two: Home, tmp_path: Path) -> None:
    points(two)
    again = rows(points(two, with_rule(tmp_path / "own", OWN_RULE)), "rule", "OWN-01")
    assert [row["findings"] for row in again] == [1, 1]
    assert [row["still_there"] for row in again] == [None, 1]


def test_another_way_to_count_is_refused(two: Home) -> None:
    with pytest.raises(Refused, match="can't be counted by 'table': choose one of severity, rule, team"):
        over_time(points(two), "table")
