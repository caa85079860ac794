"""The fills of the returns: whole selects, of columns that the tables have."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lineofsight.records.descriptions import describe
from lineofsight.records.filling import Fill
from lineofsight.records.reading import SQL_TYPES
from lineofsight.sources.returns.fills import fills_of
from lineofsight.sources.returns.lists import CIN_CENSUS, SSDA903, layouts_of_returns

FILLS = [*fills_of(CIN_CENSUS / "fills"), *fills_of(SSDA903 / "fills")]


def test_a_fill_may_begin_with_queries_that_others_begin_with(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "with" / "numbers.sql").write_text("numbers as (select 1 as n)\n", encoding="utf-8")
    (tmp_path / "ssd_a.sql").write_text("-- with numbers\n-- What it is.\nselect n from numbers\n", encoding="utf-8")
    (tmp_path / "ssd_b.sql").write_text(
        "-- with numbers\n, more as (select n + 1 as n from numbers)\nselect n from more\n", encoding="utf-8"
    )
    (tmp_path / "ssd_c.sql").write_text("select 3 as n\n", encoding="utf-8")
    fills = fills_of(tmp_path)
    assert [fill.table for fill in fills] == ["ssd_a", "ssd_b", "ssd_c"]
    assert [duckdb.execute(fill.select).fetchall() for fill in fills] == [[(1,)], [(2,)], [(3,)]]


@pytest.mark.parametrize("fill", FILLS, ids=lambda fill: f"{fill.path.parents[1].name}.{fill.table}")
def test_a_fill_gives_columns_of_its_table_and_where_they_come_from(fill: Fill) -> None:
    with duckdb.connect() as database:
        database.execute("create table extract as select date '2025-03-31' as extracted_on")
        for layout in layouts_of_returns():
            columns = ", ".join(f"{name} {SQL_TYPES[column.type]}" for name, column in layout.columns.items())
            database.execute(f"create table {layout.name} ({columns}, file varchar, file_row integer)")
        given = {row[0]: row[1] for row in database.execute(f"describe {fill.select}").fetchall()}
    table = describe(fill.table)
    assert {"file", "file_row", table.key} <= set(given)
    assert set(given) - {"file", "file_row"} <= set(table.columns)
    for name, kind in given.items():
        if name in table.columns:
            told_apart = {"date": ("DATE",), "bool": ("BOOLEAN",), "text": ("VARCHAR", '"NULL"')}
            assert kind in told_apart.get(table.columns[name].type, (kind,)), name
