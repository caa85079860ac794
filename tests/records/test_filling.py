"""Case records made of a source's lists: each with the row it comes from; what the lists lack is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table
from lineofsight.records.filling import Fill, fill
from lineofsight.records.intake import Intake
from lineofsight.sources.staging import staged

ON = dt.date(2023, 3, 31)
CHILD = Column("child", "text", "Child", refers_to="ssd_person.pers_person_id", required=True)
PLANS = Table(
    name="list_of_plans",
    title="Plans",
    source="made up",
    key="",
    columns={
        "child": CHILD,
        "began": Column("began", "date", "Start", required=True),
        "ended": Column("ended", "date", "End"),
        "category": Column("category", "text", "Category", codes={"NEG": "Neglect", "PHY": "Physical abuse"}),
    },
)
FILL = Fill(
    "ssd_cp_plans",
    "select child || '-' || began as cppl_cp_plan_id, child as cppl_person_id, began as cppl_cp_plan_start_date, "
    "ended as cppl_cp_plan_end_date, category as cppl_cp_plan_initial_category, file, file_row from list_of_plans",
)


def filled(folder: Path, rows: list[list[str]], columns: list[str], *fills: Fill) -> tuple[list, list[tuple]]:
    database = duckdb.connect()
    with staged(folder, PLANS, name="plans.xlsx, sheet 1", columns=columns) as (file, write):
        for number, row in enumerate(rows, start=5):
            write(number, row)
    taken = Intake(database, extracted_on=ON, spellings={}).take(file)
    assert taken.accepted + taken.quarantined == taken.read == len(rows)
    tables = fill(database, fills or [FILL], [PLANS], {PLANS.name: taken}, ON)
    return tables, database.execute("from typed_ssd_cp_plans order by file_row").fetchall() if tables else []


def test_each_record_keeps_the_list_and_row_that_it_comes_from(tmp_path: Path) -> None:
    rows = [["c1", "2023-01-01", "", "Neglect"], ["c2", "not a day", "", ""], ["c3", "01/02/2023", "2023-03-01", "PHY"]]
    [table], records = filled(tmp_path, rows, ["child", "began", "ended", "category"])
    assert records == [
        ("c1-2023-01-01", "c1", dt.date(2023, 1, 1), None, "NEG", "plans.xlsx, sheet 1", 5),
        ("c3-2023-02-01", "c3", dt.date(2023, 2, 1), dt.date(2023, 3, 1), "PHY", "plans.xlsx, sheet 1", 7),
    ]
    assert (table.read, table.accepted, table.filled_from) == (2, 2, ("list_of_plans",))


def test_a_column_that_the_list_lacks_is_missing_and_one_that_is_empty_is_there(tmp_path: Path) -> None:
    [lacking], _ = filled(tmp_path, [["c1", "2023-01-01", "NEG"]], ["child", "began", "category"])
    assert "cppl_cp_plan_end_date" in lacking.missing
    [empty], _ = filled(tmp_path, [["c1", "2023-01-01", "", "NEG"]], ["child", "began", "ended", "category"])
    assert "cppl_cp_plan_end_date" in empty.kept
    assert empty.empty_columns == ("cppl_cp_plan_end_date",)


def test_two_fills_of_one_table_add_up(tmp_path: Path) -> None:
    other = Fill(
        "ssd_cp_plans",
        "select child || '-again' as cppl_cp_plan_id, child as cppl_person_id, file, file_row from list_of_plans",
    )
    [table], records = filled(tmp_path, [["c1", "2023-01-01"]], ["child", "began"], FILL, other)
    assert sorted(record[0] for record in records) == ["c1-2023-01-01", "c1-again"]
    assert table.read == 2


def test_a_list_without_rows_fills_nothing(tmp_path: Path) -> None:
    assert filled(tmp_path, [], ["child", "began"]) == ([], [])


def test_a_fill_that_gives_a_key_twice_is_a_fault(tmp_path: Path) -> None:
    twice = Fill("ssd_cp_plans", "select child as cppl_cp_plan_id, file, file_row from list_of_plans")
    with pytest.raises(Refused, match="a key twice"):
        filled(tmp_path, [["c1", "2023-01-01"], ["c1", "2023-02-01"]], ["child", "began"], twice)
