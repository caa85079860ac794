"""Gives teams the names that they have now, and makes one of teams that became one."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from lineofsight.records.intake import Taken, replace_rows

TABLE = "ssd_department"
TEAM = f"{TABLE}.dept_team_id"


def apply_teams(connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken], teams: Mapping[str, str]) -> int:
    """Gives each team the name that the council maps it to, in the tables `typed_<table>`; in how many cells.

    `teams`: a team's id or name in ssd_department, or what stands where its id should, to the name that it has now.
    Teams of one name become one: where the records name a team, they then name the department of that name, else
    the first of those departments, which takes the name; where none of them is one, the name stands in the id's place.
    """
    if not teams:
        return 0
    named = departments(connection, taken)
    teams = {written: _name_of(name, named) for written, name in teams.items()}
    renamed = {id_: new for id_, name in named.items() if (new := teams.get(id_) or teams.get(name or ""))}
    stands_for = {name: id_ for id_, name in reversed(named.items()) if name and id_ not in renamed}
    for id_, name in renamed.items():
        stands_for.setdefault(name, id_)
    instead = {id_: stands_for[name] for id_, name in renamed.items() if stands_for[name] != id_}
    instead |= {written: stands_for.get(name, name) for written, name in teams.items() if written not in named}
    touched = 0
    for table, of in taken.items():
        cells = {
            name: _case(name, instead, name)
            for name in of.kept
            if of.layout.columns[name].refers_to == TEAM and instead
        }
        if table == TABLE and renamed:
            for id_, name in (("dept_team_id", "dept_team_name"), ("dept_team_parent_id", "dept_team_parent_name")):
                if {id_, name} <= set(of.kept):
                    cells[name] = _case(id_, renamed, name)
        if cells:
            touched += _rewrite(connection, table, cells)
    return touched


def departments(connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken]) -> dict[str, str | None]:
    """The teams that ssd_department names: id to name, in the order of the ids."""
    of = taken.get(TABLE)
    if of is None or "dept_team_id" not in of.kept:
        return {}
    name = "dept_team_name" if "dept_team_name" in of.kept else "null"
    found = f"select dept_team_id, {name} from typed_{TABLE} where dept_team_id is not null order by dept_team_id"
    return dict(connection.execute(found).fetchall())


def _name_of(written: str, named: Mapping[str, str | None]) -> str:
    """The name that is meant: a department's own, where its id is given in place of it."""
    return written if written in named.values() else named.get(written) or written


def _case(column: str, instead: Mapping[str, str], otherwise: str) -> str:
    cases = " ".join(f"when {_text(written)} then {_text(name)}" for written, name in sorted(instead.items()))
    return f"case {column} {cases} else {otherwise} end"


def _rewrite(connection: duckdb.DuckDBPyConnection, table: str, cells: Mapping[str, str]) -> int:
    changed = " + ".join(f"count(*) filter ({column} is distinct from {value})" for column, value in cells.items())
    row = connection.execute(f"select {changed} from typed_{table}").fetchone()
    assert row is not None
    if row[0]:
        values = ", ".join(f"{value} as {column}" for column, value in cells.items())
        replace_rows(connection, table, f"select * replace ({values}) from typed_{table}")
    return int(row[0])


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
