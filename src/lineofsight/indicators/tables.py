"""The tables that a definition may read: the case records, and those that the engine lays beside them."""

from __future__ import annotations

from collections.abc import Mapping

from lineofsight.records.descriptions import describe, described
from lineofsight.records.reading import SQL_TYPES

#: What the engine lays beside the records: table -> column -> type.
ENGINE_TABLES: Mapping[str, Mapping[str, str]] = {
    # A row for each date that figures are asked for, with the bounds that windows are counted from.
    "as_at": {
        "as_at": "date",
        "month_start": "date",
        "year_start": "date",
        "year_number": "bigint",
        "month_and_day": "bigint",
        "working_days": "integer",
    },
    # A row for each day from 1990 on: the running count of working days up to and including it.
    "calendar": {"day": "date", "working_days": "integer"},
    # A row for each running count: the days that have it. The n-th working day after a day is the first day of
    # its count + n; the last calendar day within n working days is the last day of that count.
    "working_days": {"number": "integer", "first_day": "date", "last_day": "date"},
    # The children and days that evidence is about: for breakdowns and what they build on.
    "person_days": {"person_id": "integer", "day": "date"},
    # What a rating rule is asked about.
    "figures_to_rate": {
        "figure_id": "bigint",
        "numerator": "bigint",
        "denominator": "bigint",
        "minimum": "decimal(18,6)",
        "upper": "decimal(18,6)",
        "better": "varchar",
    },
}


def record_columns(table: str) -> dict[str, str]:
    """The columns of one table of case records and their types, people as whole numbers."""
    return {
        name: "integer" if column.is_person else SQL_TYPES[column.type]
        for name, column in describe(table).columns.items()
    }


def all_tables() -> dict[str, dict[str, str]]:
    """Every table that a definition may read, cohorts apart."""
    tables = {name: record_columns(name) for name in described()}
    return tables | {name: dict(columns) for name, columns in ENGINE_TABLES.items()}
