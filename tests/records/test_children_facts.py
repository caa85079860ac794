"""Who the children on record are and who is around them, of a few drawn people; and finding them by what is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.records.children_facts import children_found, lay_children, lay_staff
from lineofsight.records.descriptions import describe
from lineofsight.records.people import Merge
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.ssd_files import opened
from tests.extracts import Rows, council_of, write_extract

ON = dt.date(2023, 3, 31)

PEOPLE: Mapping[str, Rows] = {
    "ssd_person": [
        {"pers_person_id": "P1", "pers_forename": "Anne-Marie", "pers_surname": "O'Neil-Éxample", "pers_upn": "A123"}
        | {"pers_dob": "2004-02-29", "pers_gender": "02", "pers_ethnicity": "WIRI", "pers_legacy_id": "OLD/77"}
        | {"pers_single_unique_id": "999 000 1112", "pers_nationality": "IRL", "pers_sex": "F"},
        {"pers_person_id": "P2", "pers_forename": "Robin", "pers_surname": "Example-Seven", "pers_dob": "2010-04-01"}
        | {"pers_sex": "M", "pers_ethnicity": "QQQQ"},
        {"pers_person_id": "P3", "pers_surname": "Example-Seven", "pers_expected_dob": "2023-06-01"},
        {"pers_person_id": "P4", "pers_dob": "2001-01-01", "pers_death_date": "2020-01-01"},
        {"pers_person_id": "P5", "pers_forename": "Mary", "pers_surname": "Example-Seven", "pers_dob": "1985-01-01"},
    ],
    "ssd_disability": [
        {"disa_table_id": "1", "disa_person_id": "P1", "disa_disability_code": "AUT"},
        {"disa_table_id": "2", "disa_person_id": "P1", "disa_disability_code": "HEAR"},
        {"disa_table_id": "3", "disa_person_id": "P1", "disa_disability_code": "AUT"},
        {"disa_table_id": "4", "disa_person_id": "P1", "disa_disability_code": "NONE"},
        {"disa_table_id": "5", "disa_person_id": "P2", "disa_disability_code": "NONE"},
    ],
    "ssd_immigration_status": [
        {"immi_immigration_status_id": "1", "immi_person_id": "P1", "immi_immigration_status": "UASC"}
        | {"immi_immigration_status_start_date": "2018-01-01", "immi_immigration_status_end_date": "2020-01-01"},
        {"immi_immigration_status_id": "2", "immi_person_id": "P1", "immi_immigration_status": "Settled"}
        | {"immi_immigration_status_start_date": "2020-01-01"},
        {"immi_immigration_status_id": "3", "immi_person_id": "P2", "immi_immigration_status": "UASC"}
        | {"immi_immigration_status_start_date": "2018-01-01", "immi_immigration_status_end_date": "2020-01-01"},
    ],
    "ssd_address": [
        {"addr_table_id": "1", "addr_person_id": "P1", "addr_address_type": "Home", "addr_address_postcode": "ZZ24ZZ"}
        | {"addr_address_start_date": "2012-01-01"}
        | {"addr_address_json": '{"FLAT": "3", "BUILDING": "Example House", "HOUSE": "198", "STREET": "Example Row"}'},
        {"addr_table_id": "2", "addr_person_id": "P1", "addr_address_start_date": "2019-01-01"}
        | {"addr_address_end_date": "2020-01-01", "addr_address_json": '{"STREET": "Gone"}'},
        {"addr_table_id": "3", "addr_person_id": "P2", "addr_address_start_date": "2019-01-01"}
        | {
            "addr_address_end_date": "2020-01-01",
            "addr_address_json": '{"HOUSE": "The "Old" Inn", "STREET": "High Street"',
        },
        {"addr_table_id": "4", "addr_person_id": "P3", "addr_address_json": "1 Plain Street, Town"},
    ],
    "ssd_linked_identifiers": [
        {"link_table_id": "1", "link_person_id": "P2", "link_identifier_type": "NHS Number"}
        | {"link_identifier_value": "999 000 2223", "link_valid_from_date": "2020-01-01"},
        {"link_table_id": "2", "link_person_id": "P2", "link_identifier_type": "Case Number"}
        | {"link_identifier_value": "CASE-42"},
        {"link_table_id": "3", "link_person_id": "P3", "link_identifier_type": "NHS Number"}
        | {"link_identifier_value": "SSD_PH"},
    ],
    "ssd_send": [{"send_table_id": "1", "send_person_id": "P2", "send_upn": "B456"}],
    "ssd_mother": [
        {"moth_table_id": "1", "moth_person_id": "P5", "moth_childs_person_id": "P2"},
        {"moth_table_id": "2", "moth_person_id": "P5", "moth_childs_person_id": "P3"},
    ],
    "ssd_family": [
        {"fami_table_id": str(n), "fami_family_id": "F1", "fami_person_id": person}
        for n, person in enumerate(["P1", "P2", "P3", "P5", "P2"])
    ],
}


def laid(tables: Mapping[str, Rows], folder: Path) -> duckdb.DuckDBPyConnection:
    return laid_of(council_of(Home(folder / "home"), tables, ON, nobody=False).snapshot)


def laid_of(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    lay_children(database, snapshot)
    lay_staff(database, snapshot)
    return database


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return laid(PEOPLE, tmp_path_factory.mktemp("people"))


def fact(database: duckdb.DuckDBPyConnection, name: str) -> dict[str, object]:
    return dict(database.execute(f"select id, {name} from children order by id").fetchall())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", ["Anne-Marie O'Neil-Éxample", "Robin Example-Seven", "Example-Seven", "", "Mary Example-Seven"]),
        ("forename", ["Anne-Marie", "Robin", None, None, "Mary"]),
        # born on 29 February 2004: 19 on 1 March 2023; born on 1 April 2010: 12 until the next day
        ("age_at_extract", [19, 12, None, None, 38]),
        ("born_on", [dt.date(2004, 2, 29), dt.date(2010, 4, 1), None, dt.date(2001, 1, 1), dt.date(1985, 1, 1)]),
        ("expected_on", [None, None, dt.date(2023, 6, 1), None, None]),
        ("died_on", [None, None, None, dt.date(2020, 1, 1), None]),
        ("gender_label", ["Woman or girl", "Male", None, None, None]),
        ("ethnicity_label", ["White Irish", "QQQQ", None, None, None]),
        ("disability_label", ["Autism/Asperger, Hearing", "No disability", None, None, None]),
        ("immigration_label", ["Settled", None, None, None, None]),
        ("upn", ["A123", "B456", None, None, None]),
        ("nhs_number", ["999 000 1112", "999 000 2223", None, None, None]),
        ("postcode", ["ZZ2 4ZZ", None, None, None, None]),
        (
            "address",
            ["Flat 3, Example House, 198 Example Row", "The High Street", "1 Plain Street, Town", None, None],
        ),
        ("address_type", ["Home", None, None, None, None]),
        ("nationality", ["IRL", None, None, None, None]),
    ],
)
def test_a_fact_of_each_child(name: str, expected: list[object], people: duckdb.DuckDBPyConnection) -> None:
    assert fact(people, name) == dict(zip(["P1", "P2", "P3", "P4", "P5"], expected, strict=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("anne", ["P1"]),
        ("Anne-Marie", ["P1"]),
        ("annemarie oneil", ["P1"]),
        ("O'NEIL anne", ["P1"]),
        ("O’Neil", ["P1"]),
        ("exam", ["P5", "P2", "P3", "P1"]),
        ("seven rob", ["P2"]),
        ("éxample", ["P5", "P2", "P3", "P1"]),
        ("p4", ["P4"]),
        ("old/77", ["P1"]),
        ("A123", ["P1"]),
        ("b456", ["P2"]),
        ("9990001112", ["P1"]),
        ("999 000 1112", ["P1"]),
        ("999 000", ["P2", "P1"]),
        ("999 000 2223", ["P2"]),
        ("case-42", ["P2"]),
        ("nobody at all", []),
        ("ssd_ph", []),
        ("", []),
        ("  - ", []),
        ("%", []),
        ("_", []),
        ("'; drop table children; --", []),
        ("xample", []),
    ],
)
def test_children_are_found_by_what_somebody_types(
    typed: str, found: list[str], people: duckdb.DuckDBPyConnection
) -> None:
    ids = dict(people.execute("select person_id, id from children").fetchall())
    assert [ids[person] for person in children_found(people, typed)] == found
    assert [ids[person] for person in children_found(people, typed, limit=1)] == found[:1]


def test_a_child_is_found_by_an_id_of_before_a_merge(tmp_path: Path) -> None:
    folder = write_extract(
        tmp_path / "extract", {"ssd_person": [{"pers_person_id": "new"}, {"pers_person_id": "old-1"}]}
    )
    with opened(folder, scratch=tmp_path) as extract:
        incoming = Incoming(
            extract.files, source="made up", extracted_on=ON, merges=[Merge("old-1", "new", "the council's own list")]
        )
        snapshot = Snapshots(tmp_path / "snapshots").load(incoming, now=dt.datetime(2023, 4, 1, tzinfo=dt.UTC))
    database = laid_of(snapshot)
    assert fact(database, "person_id") == {"new": 1}
    assert children_found(database, "old-1") == [1]


def relations(database: duckdb.DuckDBPyConnection, table: str, what: str) -> set[tuple[str, str, str]]:
    return set(
        database.execute(
            f"select one.id, other.id, {what} from {table} join children as one on one.person_id = {table}.person_id "
            f"join children as other on other.person_id = {table}.other_person_id"
        ).fetchall()
    )


def test_who_belongs_to_whom_as_it_is_on_record(people: duckdb.DuckDBPyConnection) -> None:
    assert relations(people, "families", "relation") == {
        *{("P2", "P5", "mother"), ("P5", "P2", "child"), ("P3", "P5", "mother"), ("P5", "P3", "child")},
        *{("P2", "P3", "brother or sister"), ("P3", "P2", "brother or sister")},
        *{("P1", other, "same family") for other in ("P2", "P3", "P5")},
        *{(other, "P1", "same family") for other in ("P2", "P3", "P5")},
    }
    pairs = people.execute("select count(*), count(distinct (person_id, other_person_id)) from families").fetchone()
    assert pairs == (12, 12)


def test_who_are_taken_for_brothers_and_sisters(people: duckdb.DuckDBPyConnection) -> None:
    """P1 is born 6 years before P2, and 19 years before P3 is expected, so may be a parent; P5 is 38 years old."""
    assert relations(people, "siblings", "known_by") == {
        *{("P2", "P3", "mother"), ("P3", "P2", "mother")},
        *{("P1", "P2", "family"), ("P2", "P1", "family")},
    }


def test_an_id_that_stands_for_everybody_is_no_family(tmp_path: Path) -> None:
    rows = [{"fami_table_id": str(n), "fami_family_id": "0", "fami_person_id": f"P{n}"} for n in range(31)]
    database = laid({"ssd_family": rows}, tmp_path)
    assert database.execute("select count(*) from families").fetchone() == (0,)
    assert database.execute("select count(*) from children").fetchone() == (31,)


STAFF: Mapping[str, Rows] = {
    "ssd_professionals": [
        {
            "prof_professional_id": "W1",
            "prof_professional_name": "Alex Worker",
            "prof_professional_job_title": "Social Worker",
        }
        | {"prof_professional_department": "North"},
        {"prof_professional_id": "W2", "prof_professional_name": "", "prof_professional_department": "No such team"},
    ],
    "ssd_department": [
        {"dept_team_id": "T1", "dept_team_name": "North", "dept_team_parent_id": "T0", "dept_team_parent_name": "All"},
        {"dept_team_id": "T2", "dept_team_name": "", "dept_team_parent_id": "T1", "dept_team_parent_name": ""},
    ],
    "ssd_involvements": [
        {
            "invo_involvements_id": "1",
            "invo_professional_id": "W2",
            "invo_professional_team": "T2",
            "invo_person_id": "a",
        }
        | {
            "invo_involvement_start_date": "2022-01-01",
            "invo_involvement_end_date": "",
            "invo_professional_role_id": "CW",
        },
        {
            "invo_involvements_id": "2",
            "invo_professional_id": "W2",
            "invo_professional_team": "T9",
            "invo_person_id": "a",
        }
        | {"invo_involvement_start_date": "2022-06-01", "invo_involvement_end_date": "2022-07-01"}
        | {"invo_professional_role_id": "CW"},
    ],
    "los_management_oversight": [
        {
            "mano_oversight_id": "1",
            "mano_person_id": "a",
            "mano_oversight_date": "2022-01-01",
            "mano_worker_id": "Jo Named",
        },
    ],
}


def test_every_worker_and_team_that_a_record_names_is_there(tmp_path: Path) -> None:
    database = laid(STAFF, tmp_path)
    assert database.execute("select worker_id, name, title, team_id from staff").fetchall() == [
        ("Jo Named", "Jo Named", None, None),
        ("W1", "Alex Worker", "Social Worker", "T1"),
        ("W2", "W2", None, "T2"),  # the involvement that is open, though another began later
    ]
    assert database.execute("select team_id, name, parent_id, parent_name from teams").fetchall() == [
        ("T0", "All", None, None),
        ("T1", "North", "T0", "All"),
        ("T2", "T2", "T1", "North"),
        ("T9", "T9", None, None),
    ]


COLUMNS = [(table, column) for table in (*PEOPLE, *STAFF) for column in describe(table).columns]


def test_whatever_column_the_extract_lacks_everybody_is_there(tmp_path: Path) -> None:
    snapshot = council_of(Home(tmp_path / "home"), {**PEOPLE, **STAFF}, ON, nobody=False).snapshot
    for nth in range(8):
        gone = set(COLUMNS[nth::8])
        tables = {
            table: {**facts, "kept": [column for column in facts["kept"] if (table, column) not in gone]}
            for table, facts in snapshot.tables.items()
        }
        database = laid_of(replace(snapshot, tables=tables))
        assert list(fact(database, "name")) == ["P1", "P2", "P3", "P4", "P5", "a"]


def test_nothing_but_people_is_enough(tmp_path: Path) -> None:
    snapshot = council_of(Home(tmp_path / "home"), PEOPLE, ON, nobody=False).snapshot
    database = laid_of(replace(snapshot, tables={}))
    assert set(fact(database, "name").values()) == {""}
    for table in ("families", "siblings", "staff", "teams"):
        assert database.execute(f"select count(*) from {table}").fetchone() == (0,)


def test_the_demonstration_has_names_families_workers_and_teams(demonstration: Home) -> None:
    database = laid_of(Snapshots(demonstration.snapshots).current())

    def count(query: str) -> int:
        row = database.execute(f"select count(*) from {query}").fetchone()
        assert row is not None
        return int(row[0])

    assert count("children") == count("children where name <> '' and gender_label is not null") == 10_500
    assert count("children where address is not null and postcode is not null") > 10_000
    assert count("siblings") > 5_000
    assert count("staff where name like 'Worker % (made up)' and team_id is not null") == count("staff")
    assert count("teams where name = team_id") == 0
    [first] = children_found(database, "C000013")
    [(name,)] = database.execute("select name from children where person_id = $first", {"first": first}).fetchall()
    assert first in children_found(database, name)
