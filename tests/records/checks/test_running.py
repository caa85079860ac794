"""All rules on one snapshot: what a finding says, what is not run and says so, and that nothing gets out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lineofsight.calendar import BeyondTheCalendar, england
from lineofsight.home import Home
from lineofsight.records.checks.findings import COLUMNS
from lineofsight.records.checks.laying import Records
from lineofsight.records.checks.rules import read_rules
from lineofsight.records.checks.running import run_checks
from lineofsight.records.descriptions import Column, Table
from lineofsight.records.filling import Fill
from lineofsight.records.headed import SelectRefused
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.staging import staged
from tests.extracts import Rows
from tests.records.checks.councils import ON, OPEN_CASE, OWN_RULE, checked, found, snapshot_of, with_rule

VISITS: Rows = [
    {"cinv_cin_visit_id": "V1", "cinv_person_id": "child-1", "cinv_cin_visit_date": "", "cinv_cin_visit_seen": "Y"},
    {"cinv_cin_visit_id": "V2", "cinv_person_id": "child-1", "cinv_cin_visit_date": "2023-03-01"},
    {"cinv_cin_visit_id": "V3", "cinv_person_id": "child-2", "cinv_cin_visit_date": "", "cinv_cin_visit_seen": "Y"},
]


def test_a_finding_names_child_file_row_value_team_and_worker(home: Home) -> None:
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}))
    columns = ("severity", "table_name", "file", "file_row", "record", "person_id", "column_name", "team", "worker")
    assert found(findings, *columns, code="CIN-VIS-01") == [
        (
            *("error", "ssd_cin_visits", "ssd_cin_visits.csv", 2, "V1", "child-1", "cinv_cin_visit_date"),
            *("Team One", "Worker One (made up)"),
        ),
        ("error", "ssd_cin_visits", "ssd_cin_visits.csv", 4, "V3", "child-2", "cinv_cin_visit_date", None, None),
    ]
    [visit] = found(findings, "record", "value", "from_on", "to_on", code="CIN-VIS-02")
    assert visit == ("V2", "2023-03-01", dt.date(2023, 3, 1), None)
    assert findings.open_cases == {"Team One": 1}
    assert (findings.snapshot_id, findings.extracted_on) == ("2023-03-31.1", ON)


def test_the_team_is_that_of_the_latest_allocated_worker_on_the_extract_date(home: Home) -> None:
    def involved(key: str, team: str, role: str, start: str, end: str = "") -> dict[str, str]:
        return {
            **{"invo_involvements_id": key, "invo_person_id": "child-1", "invo_professional_role_id": role},
            **{"invo_professional_team": team, "invo_professional_id": f"W of {team}"},
            **{"invo_involvement_start_date": start, "invo_involvement_end_date": end},
        }

    involvements = [
        involved("I1", "before", "CW", "2022-06-01", "2023-03-31"),  # ended on the day
        involved("I2", "earlier", "CW", "2022-06-01"),
        involved("I3", "now", "CW", "2023-01-10"),
        involved("I4", "adviser", "16PLUS", "2023-02-10"),
        involved("I5", "after", "CW", "2023-04-01"),
    ]
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS, "ssd_involvements": involvements}))
    [(team, worker), _] = found(findings, "team", "worker", code="CIN-VIS-01")
    assert (team, worker) == ("now", "W of now"), "the identifiers, where there is no name"


def test_a_rule_whose_column_table_or_rows_are_not_there_is_not_run_and_says_what_it_needs(home: Home) -> None:
    tables = {**OPEN_CASE, "ssd_cp_plans": [{"cppl_cp_plan_id": "C1", "cppl_person_id": "child-1"}]}
    folder_rows: Rows = [{"cppv_cp_visit_id": "x"}]
    snapshot = snapshot_of(home, {**tables, "ssd_cp_visits": folder_rows})
    findings = checked(snapshot)
    says = {code: str(outcome) for code, outcome in findings.outcomes.items()}
    assert says["CLA-VIS-01"] == "not run: needs ssd_cla_visits.clav_cla_visit_date"
    assert says["CP-VIS-01"] == "not run: needs ssd_cp_visits.cppv_cp_visit_date"
    assert says["CP-PLN-01"] == "not run: needs ssd_cp_plans.cppl_cp_plan_end_date"
    assert says["EPI-01"] == "not run: needs ssd_cin_episodes.cine_close_date"
    assert says["PER-09"] == "not run: needs ssd_person.pers_upn"
    assert not findings.rows("select 1 from findings where code in ('CLA-VIS-01', 'EPI-01')")


def test_an_empty_table_is_not_a_clean_one(home: Home) -> None:
    """A plan without visits is a fault; every plan without visits is a table that was not filled."""
    plan = {"cppl_cp_plan_id": "C1", "cppl_person_id": "child-1", "cppl_cp_plan_start_date": "2022-06-01"}
    empty: Rows = [{"cppv_cp_visit_id": "", "cppv_person_id": "", "cppv_cp_visit_date": ""}]
    snapshot = snapshot_of(
        home, {**OPEN_CASE, "ssd_cp_plans": [{**plan, "cppl_cp_plan_end_date": ""}], "ssd_cp_visits": empty}
    )
    assert snapshot.tables["ssd_cp_visits"]["accepted"] == 0
    assert str(checked(snapshot).outcomes["CP-PLN-05"]) == "not run: needs rows in ssd_cp_visits, which has none"


def test_a_column_that_is_empty_in_every_row_is_one_finding_and_not_one_for_each_row(home: Home) -> None:
    visits = [{**visit, "cinv_cin_visit_seen": ""} for visit in VISITS]
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": visits}))
    why = "not run: needs ssd_cin_visits.cinv_cin_visit_seen, which is empty in every row"
    assert str(findings.outcomes["CIN-VIS-02"]) == why
    assert found(findings, "table_name", "file_row", code="STR-10").count(("ssd_cin_visits", None)) == 1


def test_the_key_only_names_the_row_so_a_rule_does_without_it_unless_it_is_at_fault(home: Home) -> None:
    visits = [{name: cell for name, cell in visit.items() if name != "cinv_cin_visit_id"} for visit in VISITS]
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": visits}))
    assert found(findings, "file_row", "record", code="CIN-VIS-01") == [(2, None), (4, None)]
    assert str(findings.outcomes["CIN-VIS-06"]) == "not run: needs ssd_cin_visits.cinv_cin_visit_id"


def test_what_a_rule_reads_only_if_it_is_there_is_empty_where_it_is_not(home: Home) -> None:
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}))
    assert findings.outcomes["CIN-VIS-06"].state == "run", "neither of the two other tables of visits is there"
    assert findings.outcomes["CIN-VIS-03"].state == "run", "without a date of death"


def test_the_present_stands_in_for_the_history_of_care_leavers_with_its_own_file_and_rows(home: Home) -> None:
    leavers: Rows = [
        {
            **{"clea_table_id": f"T{n}", "clea_person_id": f"young-{n}", "clea_care_leaver_in_touch": touch},
            **{"clea_care_leaver_eligibility": "Former relevant", "clea_care_leaver_latest_contact": "2023-03-01"},
        }
        for n, touch in enumerate(("YES", ""), start=1)
    ]
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_care_leavers": leavers}))
    columns = ("table_name", "file", "file_row", "record", "person_id")
    assert found(findings, *columns, code="CLV-03") == [
        ("ssd_care_leavers", "ssd_care_leavers.csv", 3, "T2", "young-2")
    ]
    assert str(findings.outcomes["CLV-09"]) == "not run: needs ssd_care_leavers.clea_care_leaver_activity"
    history = {
        "cles_status_id": "S1",
        "cles_person_id": "young-2",
        "cles_valid_from": "2022-01-01",
        "cles_valid_to": "",
    }
    status = {**history, "cles_eligibility": "Relevant", "cles_in_touch": "NO"}
    both = checked(snapshot_of(home, {**OPEN_CASE, "ssd_care_leavers": leavers, "los_care_leaver_statuses": [status]}))
    assert found(both, "record", code="CLV-03") == [], "who has a history is taken from there"


def test_a_rule_that_fails_is_itself_a_finding_and_the_others_run(home: Home, tmp_path: Path) -> None:
    text = OWN_RULE.replace("cine_referral_date as value", "cast(cine_referral_id as integer) as value")
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}), with_rule(tmp_path / "own", text))
    assert findings.outcomes["OWN-01"].state == "failed"
    assert "R1" not in findings.outcomes["OWN-01"].why, "nobody's data in what is said"
    assert found(findings, "table_name", "value", code="STR-15") == [("ssd_cin_episodes", "own.sql")]
    assert len(found(findings, "record", code="CIN-VIS-01")) == 2


def test_a_councils_own_rule_runs_beside_the_shipped_ones(home: Home, tmp_path: Path) -> None:
    findings = checked(snapshot_of(home, OPEN_CASE), with_rule(tmp_path / "own", OWN_RULE))
    assert found(findings, "severity", "record", "value", code="OWN-01") == [("note", "R1", "2022-06-01")]


def test_a_rule_is_switched_off_and_its_severity_changed(home: Home, tmp_path: Path) -> None:
    own = tmp_path / "own"
    with_rule(own, '/*\ncode = "CIN-VIS-01"\nenabled = false\n*/\n', "a.sql")
    with_rule(own, '/*\ncode = "STR-14"\nenabled = false\n*/\n', "b.sql")
    rules = with_rule(own, '/*\ncode = "CIN-VIS-02"\nseverity = "error"\n*/\n', "c.sql")
    findings = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}), rules)
    assert found(findings, "severity", code="CIN-VIS-02") == [("error",)]
    assert not found(findings, "record", code="CIN-VIS-01") and not found(findings, "record", code="STR-14")
    assert {str(findings.outcomes[code]) for code in ("CIN-VIS-01", "STR-14")} == {"off"}


@pytest.mark.parametrize(
    ("select", "what"),
    [
        ("select file_row, 1 as person_id from read_csv('f.csv')", "can't be read from: only a table can"),
        ("select file_row, cine_person_id as person_id from ssd_cin_episode", "there is no table 'ssd_cin_episode'"),
        ("select file_row, cine_person_id as person_id from ssd_cin_episodes, found", "there is no table 'found'"),
        ("select file_row, person_key as person_id from people", "there is no table 'people'"),
        ("select file_row, random() as person_id from ssd_cin_episodes", "the function"),
        ("delete from ssd_cin_episodes", "'delete' is not allowed: a rule is one select"),
        ("select file_row from ssd_cin_episodes", "the select doesn't return person_id: it must return file_row, per"),
        ("select file_row, cine_person_id as person_id, 1 as code from ssd_cin_episodes", "returns code, which has no"),
        (
            "select file_row, cine_referral_id as person_id from ssd_cin_episodes",
            "is varchar: it must be integer",
        ),
        ("select file_row, cine_person as person_id from ssd_cin_episodes", "there is no column 'cine_person'"),
    ],
)
def test_a_councils_own_rule_is_checked_before_it_runs(home: Home, tmp_path: Path, select: str, what: str) -> None:
    header = OWN_RULE[: OWN_RULE.index("*/") + 3]
    rules, line = with_rule(tmp_path / "own", header + select + "\n"), header.count("\n") + 1
    with pytest.raises(SelectRefused, match=rf"^own\.sql, line {line}: ") as refusal:
        checked(snapshot_of(home, OPEN_CASE), rules)
    assert what in str(refusal.value)


def test_the_database_in_which_rules_run_is_locked_but_for_the_one_file_that_findings_go_to(
    home: Home, tmp_path: Path
) -> None:
    keep = tmp_path / "findings.parquet"
    findings = checked(snapshot_of(home, OPEN_CASE), keep=keep)
    assert duckdb.execute(f"select count(*) from '{keep}'").fetchone() == (findings.count,)
    for attack in (
        f"copy findings to '{tmp_path / 'other.parquet'}'",
        f"copy findings to '{tmp_path / 'findings.parquet.csv'}' (format csv)",
        f"from read_text('{__file__}')",
        "set allowed_paths = ['/']",
        "attach 'x.db'",
    ):
        with pytest.raises(duckdb.Error):
            findings.database.execute(attack)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["findings.parquet"]


def test_the_columns_are_those_that_are_promised(home: Home) -> None:
    described = checked(snapshot_of(home, OPEN_CASE)).database.execute("describe findings").fetchall()
    assert tuple(row[0] for row in described) == COLUMNS


def test_a_finding_is_the_same_in_two_snapshots_by_its_record_else_its_child(home: Home) -> None:
    later = [{**VISITS[2]}, {**VISITS[1]}]  # the rows stand elsewhere
    one = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}))
    other = checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": later}))
    first = dict(found(one, "record", "identity", code="CIN-VIS-01"))
    second = dict(found(other, "record", "identity", code="CIN-VIS-01"))
    assert second == {"V3": first["V3"]}
    assert first["V1"] != first["V3"]


def test_an_extract_of_before_the_calendar_is_refused(home: Home) -> None:
    snapshot = snapshot_of(home, OPEN_CASE, dt.date(1950, 1, 1))
    with pytest.raises(BeyondTheCalendar):
        run_checks(snapshot, read_rules(), england())


# Case records made of a source's lists: the row at fault stands in the list

CHILD = Column("child", "text", "Child", refers_to="ssd_person.pers_person_id", required=True)
LIST = Table(
    name="list_of_plans",
    title="Plans",
    source="made up",
    key="",
    columns={
        "child": CHILD,
        "began": Column("began", "date", "Start", required=True),
        "ended": Column("ended", "date", "End"),
    },
)
OTHER = Table("list_of_others", "Others", "made up", "", LIST.columns)
FILL = """
select child || '-' || began as cppl_cp_plan_id, child as cppl_person_id, began as cppl_cp_plan_start_date,
    ended as cppl_cp_plan_end_date, file, file_row from {}
"""
PEOPLE = "select child as pers_person_id, date '2015-01-01' as pers_dob, file, file_row from list_of_plans"


@pytest.fixture
def filled(home: Home) -> Snapshot:
    home.create()
    columns = ["Child Unique ID", "began", "ended"]
    plans = [["child-1", "2022-06-01", "2022-05-01"], ["child-2", "not a day", ""], ["child-3", "2022-06-01", "soon"]]
    layout = Table(
        **{**LIST.__dict__, "columns": {**LIST.columns, "child": Column(**{**CHILD.__dict__, "spelt": (columns[0],)})}}
    )
    with (
        staged(home.path, layout, name="lists.xlsx, Plans", columns=columns) as (one, write_one),
        staged(home.path, OTHER, name="lists.xlsx, Others", columns=["child", "began", "ended"]) as (two, write_two),
    ):
        for number, row in enumerate(plans, start=7):
            write_one(number, row)
        write_two(7, ["child-4", "2022-07-01", "2022-06-01"])
    incoming = Incoming(
        files=(one, two),
        source="lists.xlsx",
        extracted_on=ON,
        kind="lists",
        layouts=(layout, OTHER),
        fills=(
            Fill("ssd_person", PEOPLE),
            Fill("ssd_cp_plans", FILL.format(LIST.name)),
            Fill("ssd_cp_plans", FILL.format(OTHER.name)),
        ),
        limits={
            "source": "lists",
            "since": {"ssd_initial_cp_conference": "2022-10-01"},
            "latest_only": ["ssd_cp_plans"],
        },
    )
    return Snapshots(home.snapshots).load(incoming, now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))


def test_the_row_at_fault_is_that_of_the_list_that_it_comes_from(filled: Snapshot) -> None:
    findings = checked(filled)
    assert sorted(found(findings, "table_name", "file", "file_row", "person_id", code="CP-PLN-01")) == [
        ("ssd_cp_plans", "lists.xlsx, Others", 7, "child-4"),
        ("ssd_cp_plans", "lists.xlsx, Plans", 7, "child-1"),
    ]


def test_rows_and_cells_of_lists_that_were_not_taken_name_the_child_too(filled: Snapshot) -> None:
    findings = checked(filled)
    columns = ("table_name", "file", "file_row", "person_id", "column_name")
    assert found(findings, *columns, code="STR-03") == [("list_of_plans", "lists.xlsx, Plans", 8, "child-2", "began")]
    assert found(findings, *columns, "value", code="STR-04") == [
        ("list_of_plans", "lists.xlsx, Plans", 9, "child-3", "ended", "soon")
    ]
    assert not found(findings, "table_name", code="STR-11"), "what a source can't hold is said with the figures"


def test_a_rule_that_needs_every_row_is_not_run_where_the_source_holds_some(filled: Snapshot) -> None:
    says = {code: str(outcome) for code, outcome in checked(filled).outcomes.items()}
    assert says["REF-06"].startswith("not run: needs ssd_cp_reviews")
    assert says["CP-CON-03"].startswith("not run: needs ")
    limited = replace(filled, limits={"since": {"ssd_cp_plans": "2022-10-01"}})
    for snapshot, why in (
        (filled, "needs all rows of ssd_cp_plans, and the source holds only the latest of each child"),
        (limited, "needs all rows of ssd_cp_plans, and the source holds those since 2022-10-01 only"),
    ):
        reads = {"ssd_cp_plans": ("cppl_person_id",)}
        assert Records(snapshot).lacks(read_rules()["CP-CON-03"], reads) == why


def test_the_demonstration_council_is_checked_from_end_to_end(demonstration: Home) -> None:
    findings = checked(Snapshots(demonstration.snapshots).current())
    assert {outcome.state for outcome in findings.outcomes.values()} == {"run", "not run"}
    assert findings.count > 500
    assert not findings.rows("select 1 from findings where file is null or code like 'STR-0%'")
    assert not findings.rows("select 1 from findings where file_row is null and code not in ('STR-10', 'STR-11')")
    twice = "select code, record from findings where record is not null group by all having count(*) > 1"
    assert not findings.rows(twice), "a rule names a record once"
    assert sum(findings.open_cases.values()) == 2503
