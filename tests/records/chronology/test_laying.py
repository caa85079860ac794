"""The chronology of drawn lives, kind by kind; of an extract that lacks a table or a column; and of everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.records.chronology.kinds import read_kinds
from lineofsight.records.chronology.laying import lay_chronology
from lineofsight.records.descriptions import describe
from lineofsight.records.snapshots import Snapshot, Snapshots
from tests.extracts import Rows, council_of
from tests.records.chronology.drawn_lines import LINES
from tests.records.chronology.drawn_records import ON, RECORDS

COLUMNS = ["person_id", "on_day", "until_day", "lasts", "kind", "title", "grouping", "what", "worker", "team"]


def snapshot_of(folder: Path, tables: Mapping[str, Rows], on: dt.date = ON) -> Snapshot:
    return council_of(Home(folder / "home"), tables, on, nobody=False).snapshot


def laid(snapshot: Snapshot, own: Path | None = None) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    lay_chronology(database, snapshot, own)
    return database


def lines_of(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> dict[str, list[tuple[str, ...]]]:
    """What the chronology says, as `drawn_lines.LINES` writes it: kind -> its lines, by child and day."""
    rows = database.execute(
        "select kind, people.person_id, concat_ws(' ', on_day, case when lasts then '>' end, until_day), what, "
        "concat_ws(' ', worker, team), coalesce(record, '') "
        f"from chronology join read_parquet('{snapshot.people}') as people on people.person_key = chronology.person_id "
        "order by people.person_id, on_day, record"
    ).fetchall()
    lines: dict[str, list[tuple[str, ...]]] = {}
    for kind, *line in rows:
        lines.setdefault(kind, []).append(tuple(line))
    return lines


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(tmp_path_factory.mktemp("drawn"), RECORDS)


@pytest.fixture(scope="module")
def lines(drawn: Snapshot) -> dict[str, list[tuple[str, ...]]]:
    return lines_of(laid(drawn), drawn)


@pytest.mark.parametrize("kind", [kind.name for kind in read_kinds()])
def test_a_kind_of_event_says_what_is_on_record(kind: str, lines: dict[str, list[tuple[str, ...]]]) -> None:
    assert lines.get(kind, []) == LINES[kind]


def test_every_line_is_of_a_kind_and_no_kind_is_drawn_that_is_not_there() -> None:
    assert set(LINES) == {kind.name for kind in read_kinds()}


def test_the_chronology_is_in_order_of_child_and_day_with_its_names_and_place(drawn: Snapshot) -> None:
    database = laid(drawn)
    described = database.execute("describe chronology").fetchall()
    assert [row[0] for row in described] == [*COLUMNS, "table_name", "record", "file_row", "file"]
    rows = database.execute("select person_id, on_day from chronology").fetchall()
    assert rows == sorted(rows)
    found = database.execute(
        "select title, grouping, table_name, file_row, file from chronology where record = 'V1'"
    ).fetchall()
    assert found == [("Child in need visit", "Visits", "ssd_cin_visits", 2, None)]
    [contact] = database.execute(
        "select table_name from chronology where record = 'T4' and kind = 'care_leaver_contact'"
    ).fetchall()
    assert contact == ("ssd_care_leavers",)


def test_events_of_one_day_stand_as_a_case_goes(drawn: Snapshot) -> None:
    same_day = laid(drawn).execute("select kind from chronology where on_day = date '2021-01-05'").fetchall()
    assert [kind for (kind,) in same_day] == [
        *("contact_decision", "referral", "allocated_worker", "assessment", "early_help_ended")
    ]


def test_the_kinds_are_laid_for_a_reader_to_choose_from(drawn: Snapshot) -> None:
    database = laid(drawn)
    groups = database.execute("select grouping from chronology_kinds group by 1 order by min(group_place)").fetchall()
    assert [group for (group,) in groups][:3] == ["Front door", "Early help", "Assessment"]
    row = database.execute("select title, lane, source, own from chronology_kinds where kind = 'cp_plan'").fetchall()
    assert row == [("Child protection plan", "Child protection plan", "ssd_cp_plans", False)]


def test_it_is_laid_beside_tables_of_the_same_names_and_leaves_them_alone(drawn: Snapshot) -> None:
    database = duckdb.connect()
    database.execute("create table ssd_contacts as select 1 as mine")
    database.execute("create table extract as select 2 as mine")
    lay_chronology(database, drawn)
    lay_chronology(database, drawn)
    assert database.execute("select * from ssd_contacts, extract").fetchall() == [(1, 2)]
    tables = {name for (name,) in database.execute("select table_name from duckdb_tables()").fetchall()}
    assert tables == {"ssd_contacts", "extract", "chronology", "chronology_kinds"}
    assert database.execute("select count(*) from chronology where kind = 'contact'").fetchone() == (2,)


def test_it_is_laid_into_a_file(drawn: Snapshot, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / ".it's-1.db")) as database:
        lay_chronology(database, drawn)
        assert database.execute("select count(*) > 60 from chronology").fetchone() == (True,)


def without(snapshot: Snapshot, gone: Mapping[str, set[str]]) -> Snapshot:
    """The snapshot as if the extract had lacked these columns; a table without any is not there."""
    tables = {}
    for table, facts in snapshot.tables.items():
        kept = [column for column in facts["kept"] if column not in gone.get(table, set())]
        if kept:
            tables[table] = {**facts, "kept": kept}
    return replace(snapshot, tables=tables)


ROUNDS = 10


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_without_a_table_nothing_else_changes(
    nth: int, drawn: Snapshot, lines: dict[str, list[tuple[str, ...]]]
) -> None:
    """Each table is lacking in one of the rounds, with a few others."""
    gone = set(list(RECORDS)[nth::ROUNDS])
    lacking = without(drawn, {table: set(describe(table).columns) for table in gone})
    found = lines_of(laid(lacking), lacking)
    for kind in read_kinds():
        if not kind.tables & gone:
            assert found.get(kind.name) == lines[kind.name], kind.name
        elif kind.source in gone and kind.name != "care_leaver_contact":  # which another table has too
            assert kind.name not in found


@pytest.mark.parametrize("nth", range(ROUNDS))
def test_without_a_column_the_rest_is_said(nth: int, drawn: Snapshot) -> None:
    """Each column is lacking in one of the rounds, with a few others: all selects still run."""
    gone = {table: set(list(describe(table).columns)[nth::ROUNDS]) for table in RECORDS}
    lacking = without(drawn, gone)
    found = lines_of(laid(lacking), lacking)
    for kind in read_kinds():
        if not any(re.search(rf"\b{column}\b", kind.sql) for table in kind.tables for column in gone[table]):
            assert found.get(kind.name) == LINES[kind.name], kind.name


def test_nothing_at_all_is_no_event(drawn: Snapshot) -> None:
    database = laid(replace(drawn, tables={}))
    assert database.execute("select count(*) from chronology").fetchone() == (0,)


@pytest.mark.parametrize(
    ("gone", "kind", "line"),
    [
        ("ssd_cin_visits.cinv_cin_visit_seen", "cin_visit", ("Ash", "2021-01-09", "", "", "V2")),
        ("ssd_cp_plans.cppl_cp_plan_ola", "cp_plan", ("Birch", "2022-06-01 >", "Category: Physical abuse", "", "Q2")),
        ("ssd_contacts.cont_contact_source_code", "contact", None),
        # how long it lasts isn't known, which is another thing than that it goes on
        ("ssd_cp_plans.cppl_cp_plan_end_date", "cp_plan", None),
        (
            "ssd_legal_status.lega_legal_status_end_date",
            "legal_status",
            ("Ash", "2021-06-01", "Interim care order", "", "J1"),
        ),
    ],
)
def test_a_column_that_is_missing_is_not_said_and_not_false(
    gone: str, kind: str, line: tuple[str, ...] | None, drawn: Snapshot
) -> None:
    table, column = gone.split(".")
    lacking = without(drawn, {table: {column}})
    found = lines_of(laid(lacking), lacking)[kind]
    match gone:
        case "ssd_contacts.cont_contact_source_code":
            assert found[1][2].startswith("From: The police; ")
        case "ssd_cp_plans.cppl_cp_plan_end_date":
            assert [day for _, day, *_ in found] == ["2021-02-01", "2022-06-01"]
        case _:
            assert line in found


HOSTILE = [
    "'; drop table chronology; --",
    "<script>alert(1)</script>",
    '{"NFA_FLAG": "Y", "COMMENTS": "he said "no""}',
    "$person_id ${x} %s {0} \\",
    "=HYPERLINK(1)",
    "line one\nline two",
    "[not json",
]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        {
            "los_management_oversight": [
                {"mano_oversight_id": f"O{n}'\"", "mano_person_id": "Ash'; --", "mano_oversight_date": "2021-01-06"}
                | {"mano_oversight_type": text, "mano_worker_id": text}
                for n, text in enumerate(HOSTILE)
            ],
            "ssd_contacts": [
                {"cont_contact_id": f"C{n}", "cont_person_id": "Ash'; --", "cont_contact_date": "2021-01-07"}
                | {"cont_contact_outcome_json": text}
                for n, text in enumerate(HOSTILE)
            ],
        },
    )
    database = laid(snapshot)
    found = database.execute(
        "select what, worker from chronology where kind = 'management_oversight' order by file_row"
    )
    assert found.fetchall() == [(text, text) for text in HOSTILE]
    outcomes = database.execute("select what from chronology where kind = 'contact' order by record").fetchall()
    said = dict(zip(HOSTILE, (what for (what,) in outcomes), strict=True))
    assert said.pop(HOSTILE[2]) == "Outcome: No further action"
    assert said.pop("[not json") == ""
    assert said == {text: f"Outcome: {text}" for text in said}


def test_rows_of_nobody_and_of_no_day_are_left_out(tmp_path: Path) -> None:
    snapshot = snapshot_of(
        tmp_path,
        {
            "ssd_cla_health": [
                {"clah_health_check_id": "1", "clah_person_id": "", "clah_health_check_date": "2021-01-06"},
                {"clah_health_check_id": "2", "clah_person_id": "Ash", "clah_health_check_date": ""},
                {"clah_health_check_id": "3", "clah_person_id": "Ash", "clah_health_check_date": "2021-01-06"},
            ]
        },
    )
    assert laid(snapshot).execute("select record from chronology").fetchall() == [("3",)]


@pytest.fixture(scope="module")
def everybody(demonstration: Home) -> Iterator[tuple[duckdb.DuckDBPyConnection, Snapshot]]:
    snapshot = Snapshots(demonstration.snapshots).current()
    database = laid(snapshot)
    yield database, snapshot
    database.close()


def _one(database: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = database.execute(query).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("kind", "table", "where"),
    [
        ("contact", "ssd_contacts", "true"),
        ("contact_decision", "los_contact_decisions", "true"),
        ("referral", "ssd_cin_episodes", "true"),
        ("case_closed", "ssd_cin_episodes", "cine_close_date is not null"),
        ("cin_visit", "ssd_cin_visits", "true"),
        ("cp_visit", "ssd_cp_visits", "true"),
        ("cla_visit", "ssd_cla_visits", "true"),
        ("assessment_completed", "ssd_cin_assessments", "cina_assessment_auth_date is not null"),
        ("management_oversight", "los_management_oversight", "true"),
        ("allocated_worker", "ssd_involvements", "invo_professional_role_id = 'CW'"),
        ("cp_plan", "ssd_cp_plans", "true"),
        ("placement", "ssd_cla_placement", "true"),
    ],
)
def test_in_the_demonstration_each_row_is_an_event(
    kind: str, table: str, where: str, everybody: tuple[duckdb.DuckDBPyConnection, Snapshot]
) -> None:
    database, snapshot = everybody
    rows = _one(database, f"select count(*) from read_parquet('{snapshot.parquet(table)}') where {where}")
    assert rows == _one(database, f"select count(*) from chronology where kind = '{kind}'") > 0


def test_in_the_demonstration_each_event_leads_to_its_row(
    everybody: tuple[duckdb.DuckDBPyConnection, Snapshot],
) -> None:
    database, snapshot = everybody
    tables = [
        table for (table,) in database.execute("select distinct table_name from chronology order by 1").fetchall()
    ]
    assert len(tables) > 20
    for table in tables:
        persons = [name for name, column in describe(table).columns.items() if column.is_person]
        if not persons:
            continue
        strays = _one(
            database,
            f"select count(*) from chronology left join read_parquet('{snapshot.parquet(table)}') as rows "
            f"on rows.file_row = chronology.file_row where table_name = '{table}' "
            f"and rows.{persons[0]} is distinct from chronology.person_id",
        )
        assert strays == 0, table


def test_in_the_demonstration_what_lasts_ends_as_it_does_on_record(
    everybody: tuple[duckdb.DuckDBPyConnection, Snapshot],
) -> None:
    database, snapshot = everybody
    assessments = f"read_parquet('{snapshot.parquet('ssd_cin_assessments')}')"
    faulty = f"select count(*) from {assessments} where cina_assessment_auth_date < cina_assessment_start_date"
    backwards = database.execute("select kind, count(*) from chronology where until_day < on_day group by 1").fetchall()
    assert backwards == [("assessment", _one(database, faulty))]
    assert _one(database, "select count(*) from chronology where until_day is not null and not lasts") == 0
    # as many children as the report counts on a child protection plan
    open_plans = "kind = 'cp_plan' and lasts and until_day is null and what not like '%another authority%'"
    assert _one(database, f"select count(distinct person_id) from chronology where {open_plans}") == 214
