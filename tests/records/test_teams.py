"""Teams have the names that they have now, and teams that became one are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pytest

from lineofsight.records.descriptions import describe
from lineofsight.records.intake import Taken
from lineofsight.records.teams import apply_teams, departments

Rows = Sequence[Mapping[str, str | None]]
OLD, NEW = "Assessment Team 1 (old)", "Assessment Team 1"


def lay(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Rows]) -> dict[str, Taken]:
    """Rows as accepted tables, in the order in which they are given."""
    taken = {}
    for table, rows in tables.items():
        kept = tuple(rows[0])
        connection.execute(f"create table base_{table} ({', '.join(f'{name} varchar' for name in kept)}, file_row int)")
        for place, row in enumerate(rows, 2):
            marks = ", ".join("?" for _ in (*kept, place))
            connection.execute(f"insert into base_{table} values ({marks})", [*row.values(), place])
        connection.execute(f"create view typed_{table} as select * from base_{table}")
        taken[table] = Taken(table, describe(table), table, len(rows), len(rows), 0, kept, (), ())
    return taken


def department(
    number: str, name: str | None, parent: str | None = None, parent_name: str | None = None
) -> dict[str, str | None]:
    return {
        **{"dept_team_id": number, "dept_team_name": name},
        **{"dept_team_parent_id": parent, "dept_team_parent_name": parent_name},
    }


def named(
    teams: Mapping[str, str], of: Sequence[str | None], rows: Rows
) -> tuple[list[str | None], dict[str, str | None]]:
    """How involvements then name their teams, and what ssd_department then calls each."""
    with duckdb.connect() as connection:
        involved = [
            {"invo_involvements_id": str(place), "invo_professional_team": team} for place, team in enumerate(of)
        ]
        tables: dict[str, Rows] = {"ssd_involvements": involved}
        if rows:
            tables["ssd_department"] = rows
        taken = lay(connection, tables)
        apply_teams(connection, taken, teams)
        found = connection.execute("select invo_professional_team from typed_ssd_involvements order by file_row")
        return [team for (team,) in found.fetchall()], departments(connection, taken)


TWO = [department("7", NEW), department("12", OLD)]


@pytest.mark.parametrize("by", [OLD, "12"])
def test_an_old_team_becomes_the_one_of_that_name(by: str) -> None:
    assert named({by: NEW}, ["12", "7", None, "99"], TWO) == (["7", "7", None, "99"], {"7": NEW, "12": NEW})


def test_two_old_teams_become_one_which_takes_the_name() -> None:
    rows = [department("12", OLD), department("14", "Assessment Team 2 (old)")]
    assert named({"12": NEW, "14": NEW}, ["14", "12"], rows) == (["12", "12"], {"12": NEW, "14": NEW})


def test_an_id_that_no_department_has_is_that_of_the_department_of_the_name() -> None:
    assert named({"99": NEW}, ["99", "7"], TWO) == (["7", "7"], {"7": NEW, "12": OLD})


def test_where_no_department_has_the_name_the_name_stands_in_place_of_the_id() -> None:
    assert named({"99": "Duty"}, ["99", "7"], TWO) == (["Duty", "7"], {"7": NEW, "12": OLD})
    assert named({"99": "Duty", "98": "Duty"}, ["99", "98"], []) == (["Duty", "Duty"], {})


def test_a_name_that_stands_where_an_id_should_is_mapped_as_the_department_is() -> None:
    assert named({OLD: NEW}, [OLD, "12"], TWO)[0] == ["7", "7"]


def test_a_department_may_be_named_by_its_id() -> None:
    assert named({"12": "7"}, ["12"], TWO) == (["7"], {"7": NEW, "12": NEW})
    assert named({"12": "8"}, ["12"], [department("8", None), department("12", OLD)])[0] == ["12"]  # it has no name


def test_a_department_alone_takes_its_new_name() -> None:
    rows = [department("12", OLD), department("13", "Duty", "12", OLD)]
    with duckdb.connect() as connection:
        taken = lay(connection, {"ssd_department": rows})
        assert apply_teams(connection, taken, {OLD: NEW}) == 2
        assert connection.execute(
            "select * exclude file_row from typed_ssd_department order by file_row"
        ).fetchall() == [
            ("12", NEW, None, None),
            ("13", "Duty", "12", NEW),
        ]


def test_every_column_that_names_a_team_is_mapped_and_each_cell_counted_once() -> None:
    with duckdb.connect() as connection:
        taken = lay(
            connection,
            {
                "ssd_department": [*TWO, department("13", "Duty", "12", OLD)],
                "ssd_involvements": [{"invo_involvements_id": "1", "invo_professional_team": "12"}],
                "ssd_cin_episodes": [
                    {"cine_referral_id": "12", "cine_referral_team": "12"},  # only the team is one
                    {"cine_referral_id": "7", "cine_referral_team": "7"},
                ],
                "ssd_cin_visits": [{"cinv_cin_visit_id": "12"}],
            },
        )
        assert apply_teams(connection, taken, {OLD: NEW}) == 5  # a name; a parent and its name; a worker; a referral
        assert connection.execute(
            "select * exclude file_row from typed_ssd_cin_episodes order by file_row"
        ).fetchall() == [
            ("12", "7"),
            ("7", "7"),
        ]
        assert connection.execute("select * from typed_ssd_cin_visits").fetchall() == [("12", 2)]
        parents = connection.execute("select dept_team_parent_id, dept_team_parent_name from typed_ssd_department")
        assert parents.fetchall() == [(None, None), (None, None), ("7", NEW)]


def test_names_with_quotes_are_names() -> None:
    assert named({"99": "Children's 'A'"}, ["99"], []) == (["Children's 'A'"], {})


def test_without_mappings_nothing_is_done() -> None:
    with duckdb.connect() as connection:
        taken = lay(connection, {"ssd_department": TWO})
        assert apply_teams(connection, taken, {}) == 0
        assert apply_teams(connection, taken, {"unheard of": NEW}) == 0
