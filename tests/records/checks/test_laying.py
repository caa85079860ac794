"""What rules read: every table with its row numbers, and the days."""

from __future__ import annotations

import datetime as dt

import duckdb

from lineofsight.calendar import england
from lineofsight.records.checks.laying import BESIDE, ORIGIN, Origins, lay_day, lay_extract, tables
from lineofsight.records.descriptions import described


def test_a_rule_may_read_the_case_records_and_three_tables_beside_them() -> None:
    assert set(tables()) == {*described(), "extract", "calendar", "working_days"}
    assert all(tables()[name]["file_row"] == "bigint" for name in described())
    assert tables()["ssd_cin_visits"]["cinv_person_id"] == "integer"


def test_what_is_laid_beside_the_records_is_what_is_promised() -> None:
    database = duckdb.connect()
    lay_extract(database, england(), dt.date(2023, 3, 31))
    for table, columns in BESIDE.items():
        laid = {row[0]: row[1].lower() for row in database.execute(f"describe {table}").fetchall()}
        assert laid == columns, table
    assert database.execute("select extracted_on, year_number, month_and_day from extract").fetchall() == [
        (dt.date(2023, 3, 31), 2023, 331)
    ]
    lay_day(database, dt.date(2024, 2, 29))
    assert database.execute("select month_and_day from extract").fetchone() == (229,)


def test_working_days_are_those_of_england() -> None:
    database = duckdb.connect()
    lay_extract(database, england(), dt.date(2023, 4, 11))
    since = "select extract.working_days - calendar.working_days from calendar, extract where day = date '2023-04-06'"
    assert database.execute(since).fetchone() == (1,), "Maundy Thursday to the Tuesday after Easter"
    third = "select first_day, last_day from working_days join extract on number = extract.working_days + 3"
    assert database.execute(third).fetchone() == (dt.date(2023, 4, 14), dt.date(2023, 4, 16))


def test_each_file_of_a_table_has_a_number_of_its_own_above_the_rows() -> None:
    origins = Origins()
    assert [origins.number("a", "x"), origins.number("a", "y"), origins.number("b", "x")] == [0, 1, 2]
    assert origins.number("a", "y") == 1
    assert (origins.number("b", "x") << ORIGIN) + 7 >> ORIGIN == 2
