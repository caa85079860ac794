"""What was found while files were read: every row and cell that was not taken is a finding, with what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.rules import read_rules
from lineofsight.records.checks.structure import (
    _LOOKED_FOR,
    AFTER,
    CELL_UNREADABLE,
    CODE_UNKNOWN,
    COLUMN_EMPTY,
    COLUMN_MISSING,
    KEY_EMPTY,
    KEY_TAKEN,
    LEADS_NOWHERE,
    MERGED,
    NOT_A_ROW,
    NOT_ACCEPTED,
    ROW_UNREADABLE,
    TABLE_MISSING,
    TOO_LONG,
    _lengths,
    _reason_code,
)
from lineofsight.records.descriptions import describe, described
from lineofsight.records.people import MERGED_AWAY
from tests.extracts import Rows, load, write_extract
from tests.records.checks.councils import ON, OPEN_CASE, checked, found, snapshot_of

WHERE = ("table_name", "file_row", "record", "person_id", "column_name", "value")


def of(home: Home, tables: Mapping[str, Rows]) -> Findings:
    return checked(snapshot_of(home, {**OPEN_CASE, **tables}))


def visit(key: str, day: str, seen: str = "Y", child: str = "child-1") -> dict[str, str]:
    return {
        **{"cinv_cin_visit_id": key, "cinv_person_id": child},
        **{"cinv_cin_visit_date": day, "cinv_cin_visit_seen": seen},
    }


def test_every_row_in_quarantine_is_a_finding_with_its_child_and_the_cell_at_fault(home: Home) -> None:
    visits = [
        visit("V1", "2023-03-01"),
        visit("", "2023-03-02", child="child-2"),
        visit("V1", "2023-03-03"),
        visit("V4", "31/02/2023"),
        visit("V5", "2023-03-05", "perhaps"),
        visit("V6", "never", "perhaps", child="child-3"),
    ]
    findings = of(home, {"ssd_cin_visits": visits})
    key, day, seen = "cinv_cin_visit_id", "cinv_cin_visit_date", "cinv_cin_visit_seen"
    assert found(findings, *WHERE, code=KEY_EMPTY) == [("ssd_cin_visits", 3, None, "child-2", key, None)]
    assert found(findings, *WHERE, code=KEY_TAKEN) == [("ssd_cin_visits", 4, "V1", "child-1", key, "V1")]
    assert found(findings, *WHERE, code=ROW_UNREADABLE) == [
        ("ssd_cin_visits", 5, "V4", "child-1", day, "31/02/2023"),
        ("ssd_cin_visits", 6, "V5", "child-1", seen, "perhaps"),
        ("ssd_cin_visits", 7, "V6", "child-3", day, "never"),
    ]
    quarantined = findings.rows("select count(*) from findings where code in ('STR-01', 'STR-02', 'STR-03')")
    assert quarantined == [(5,)]
    [(team,)] = found(findings, "team", code=KEY_TAKEN)
    assert team == "Team One"


def test_the_key_of_a_person_is_the_person(home: Home) -> None:
    people = [*OPEN_CASE["ssd_person"], {"pers_person_id": "child-1", "pers_dob": "2016-01-01"}]
    findings = of(home, {"ssd_person": people})
    [row] = found(findings, "person_id", "file_row", "value", code=KEY_TAKEN)
    assert row == ("child-1", 3, "child-1")


def test_a_line_that_is_no_row_is_a_finding(home: Home) -> None:
    folder = write_extract(home.path.parent / "extract", OPEN_CASE)
    (folder / "ssd_cin_visits.csv").write_text("cinv_cin_visit_id,cinv_person_id\nV1,child-1\nV2\n", encoding="utf-8")
    findings = checked(load(home, folder, ON))
    assert found(findings, "table_name", "file", "file_row", code=NOT_A_ROW) == [
        ("ssd_cin_visits", "ssd_cin_visits.csv", 3)
    ]


def test_every_cell_that_was_set_aside_is_a_finding_with_what_was_written(home: Home) -> None:
    people = [{**OPEN_CASE["ssd_person"][0], "pers_expected_dob": "soon", "pers_death_date": "2023-04-01"}]
    findings = of(home, {"ssd_person": people, "ssd_cin_visits": [visit("V1", "2023-04-01")]})
    assert found(findings, *WHERE, code=CELL_UNREADABLE) == [
        ("ssd_person", 2, None, "child-1", "pers_expected_dob", "soon")
    ]
    assert found(findings, *WHERE, code=AFTER) == [
        ("ssd_cin_visits", 2, "V1", "child-1", "cinv_cin_visit_date", "2023-04-01"),
        ("ssd_person", 2, None, "child-1", "pers_death_date", "2023-04-01"),
    ]


def test_each_row_with_a_code_that_is_not_known_is_a_finding(home: Home) -> None:
    people = [
        {"pers_person_id": "child-1", "pers_ethnicity": "WBRI", "pers_gender": "Male", "pers_upn_unknown": "local"},
        {"pers_person_id": "child-2", "pers_ethnicity": "Martian", "pers_gender": "01"},
        {"pers_person_id": "child-3", "pers_ethnicity": "Martian", "pers_gender": "01"},
    ]
    findings = of(home, {"ssd_person": people})
    assert found(findings, *WHERE, code=CODE_UNKNOWN) == [
        ("ssd_person", 3, None, "child-2", "pers_ethnicity", "Martian"),
        ("ssd_person", 4, None, "child-3", "pers_ethnicity", "Martian"),
    ], "labels are codes, and open lists admit local values"


def test_text_longer_than_the_standard_allows_is_a_finding(home: Home) -> None:
    people = [{**OPEN_CASE["ssd_person"][0], "pers_upn": "é" * 13}, {"pers_person_id": "c2", "pers_upn": "é" * 14}]
    findings = of(home, {"ssd_person": people})
    assert found(findings, "file_row", "column_name", "value", code=TOO_LONG) == [(3, "pers_upn", "é" * 14)]


def test_lengths_are_of_columns_of_text_that_there_are() -> None:
    for table, limits in _lengths().items():
        assert table in described()
        for column, longest in limits.items():
            assert describe(table).columns[column].type == "text"
            assert not describe(table).columns[column].codes
            assert 0 < longest <= 4000


def test_columns_and_tables_that_figures_need_and_that_are_not_there_or_empty_are_findings(home: Home) -> None:
    visits = [{"cinv_cin_visit_id": "V1", "cinv_person_id": "child-1", "cinv_cin_visit_date": ""}]
    findings = of(home, {"ssd_cin_visits": visits, "ssd_cp_visits": [{"cppv_cp_visit_id": ""}]})
    columns = ("table_name", "column_name", "file_row")
    assert ("ssd_cin_visits", "cinv_cin_visit_seen", None) in found(findings, *columns, code=COLUMN_MISSING)
    assert ("ssd_cin_visits", "cinv_cin_visit_date", None) in found(findings, *columns, code=COLUMN_EMPTY)
    tables = {table for table, *_ in found(findings, *columns, code=TABLE_MISSING)}
    assert {"ssd_cp_plans", "ssd_cla_visits"} <= tables
    assert "ssd_cp_visits" not in tables, "its one row is in quarantine"
    assert "ssd_pre_proceedings" not in tables, "no figure is counted from it"
    assert "ssd_cin_visits" not in tables


def test_the_table_of_the_present_serves_for_that_of_the_history(home: Home) -> None:
    leavers = [{"clea_table_id": "T1", "clea_person_id": "young-1"}]
    tables = {table for (table,) in found(of(home, {}), "table_name", code=TABLE_MISSING)}
    assert "los_care_leaver_statuses" in tables
    served = {table for (table,) in found(of(home, {"ssd_care_leavers": leavers}), "table_name", code=TABLE_MISSING)}
    assert "los_care_leaver_statuses" not in served


def test_a_reference_that_leads_nowhere_is_a_finding_unless_a_rule_of_its_own_looks_for_it(home: Home) -> None:
    visits = [visit("V1", "2023-03-01"), visit("V2", "2023-03-02", child="nobody-1")]
    plans = [{"cinp_cin_plan_id": "P1", "cinp_person_id": "child-1", "cinp_referral_id": "R9"}]
    assessments = [{"cina_assessment_id": "A1", "cina_person_id": "child-1", "cina_referral_id": "R9"}]
    findings = of(home, {"ssd_cin_visits": visits, "ssd_cin_plans": plans, "ssd_cin_assessments": assessments})
    assert found(findings, *WHERE, code=LEADS_NOWHERE) == [
        ("ssd_cin_plans", 2, "P1", "child-1", "cinp_referral_id", "R9"),
        ("ssd_cin_visits", 3, "V2", "nobody-1", "cinv_person_id", None),
    ]


def test_references_with_a_rule_of_their_own_have_one() -> None:
    rules = read_rules()
    references = {rule.columns[0] for rule in rules if rule.code.startswith("REF-")}
    assert references == _LOOKED_FOR
    for reference in references:
        table, _, column = reference.partition(".")
        assert describe(table).columns[column].refers_to


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("pers_person_id is empty", KEY_EMPTY),
        ("pers_person_id is empty; pers_dob can't be read as a date", KEY_EMPTY),
        ("pers_person_id is already taken by an earlier row", KEY_TAKEN),
        ("pers_dob can't be read as a date", ROW_UNREADABLE),
        ("is not a row of this file: missing columns", NOT_A_ROW),
        (MERGED_AWAY, MERGED),
        ("something that a later version says", NOT_ACCEPTED),
    ],
)
def test_each_reason_for_quarantine_has_its_rule(home: Home, reason: str, code: str) -> None:
    findings = of(home, {})
    query = f"select {_reason_code()} from (select $reason as reason) as given"
    assert findings.rows(query, {"reason": reason}) == [(code,)]
    assert code in read_rules()


def test_a_snapshot_of_before_rows_were_numbered_can_still_be_checked(home: Home) -> None:
    snapshot = snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": [visit("V1", ""), visit("V2", "2023-03-01")]})
    for table in snapshot.tables:
        path = snapshot.parquet(table)
        duckdb.execute(f"create or replace temp table rows as select * exclude (file_row) from '{path}'")
        duckdb.execute(f"copy rows to '{path}' (format parquet)")
    facts = {
        name: {fact: value for fact, value in of_table.items() if fact not in ("sent", "filled_from")}
        for name, of_table in snapshot.tables.items()
    }
    findings = checked(replace(snapshot, tables=facts))
    assert found(findings, "table_name", "file", "file_row", code="CIN-VIS-01") == [
        ("ssd_cin_visits", "ssd_cin_visits", 2)
    ]
