"""What is laid into the database before any definition runs: the records that are read, the dates and the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import duckdb

from lineofsight.calendar import WorkingCalendar
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.definitions import Kind
from lineofsight.indicators.tables import record_columns


def lay_records(
    database: duckdb.DuckDBPyConnection, availability: Availability, names: Iterable[tuple[Kind, str]]
) -> None:
    """Puts the columns that are read into the database; what the extract lacks is there, and empty."""
    needed: dict[str, set[str]] = {}
    for kind, name in names:
        for version in availability.book.versions[kind, name]:
            for table, read in availability.reads[version].tables.items():
                needed.setdefault(table, set()).update(read)
    snapshot = availability.snapshot
    for table, columns in needed.items():
        types = record_columns(table)
        there = snapshot.columns(table)
        picked = ", ".join(
            column if column in there else f"cast(null as {types[column]}) as {column}" for column in sorted(columns)
        )
        source = f"from read_parquet('{quoted(snapshot.parquet(table))}')" if there else "limit 0"
        database.execute(f"create table {table} as select {picked or '1 as nothing'} {source}")
        if table in availability.stand_ins:
            _add_stand_in(database, availability, table, sorted(columns))


def _add_stand_in(
    database: duckdb.DuckDBPyConnection, availability: Availability, table: str, columns: Sequence[str]
) -> None:
    """Adds the people of the table of the present who have no row in the table of history."""
    present = availability.stand_ins[table]
    source = present.table.stands_in
    assert source is not None
    person = next(name for name, column in present.table.columns.items() if column.is_person)
    there = availability.snapshot.columns(source.table)
    if source.columns[person] not in there or person not in columns:
        return
    types = record_columns(table)

    def picked(column: str) -> str:
        if column == source.from_column:
            return f"date '{present.covers_from}' as {column}"
        other = source.columns.get(column)
        return f"{other if other in there else f'cast(null as {types[column]})'} as {column}"

    parquet = quoted(availability.snapshot.parquet(source.table))
    database.execute(
        f"insert into {table} by name select {', '.join(picked(column) for column in columns)} "
        f"from read_parquet('{parquet}') "
        f"where {source.columns[person]} not in (select {person} from {table} where {person} is not null)"
    )


def lay_dates(database: duckdb.DuckDBPyConnection, dates: Sequence[dt.date]) -> None:
    database.execute(
        "create table as_at as select cast(day as date) as as_at, "
        "cast(date_trunc('month', day) as date) as month_start, "
        "cast(make_date(case when month(day) < 4 then year(day) - 1 else year(day) end, 4, 1) as date) as year_start, "
        "year(day) as year_number, month(day) * 100 + day(day) as month_and_day, cast(0 as integer) as working_days "
        "from (select unnest($dates) as day) as days order by 1",
        {"dates": list(dates)},
    )


def lay_calendar(database: duckdb.DuckDBPyConnection, calendar: WorkingCalendar) -> None:
    holidays = ", ".join(f"date '{day}'" for day in calendar.bank_holidays)
    database.execute(
        "create table calendar as select day, cast(sum(case when isodow(day) < 6 "
        f"and day not in ({holidays}) then 1 else 0 end) over (order by day) as integer) as working_days "
        f"from (select cast(unnest(generate_series(date '{calendar.first}', date '{calendar.last}', "
        "interval 1 day)) as date) as day) as days"
    )
    database.execute(
        "create table working_days as select working_days as number, min(day) as first_day, max(day) as last_day "
        "from calendar group by 1"
    )
    database.execute(
        "update as_at set working_days = calendar.working_days from calendar where calendar.day = as_at.as_at"
    )


def lay_windows(database: duckdb.DuckDBPyConnection) -> None:
    """The first day of each window at each date."""
    database.execute(
        "create table windows as "
        "select as_at, 'snapshot' as time_window, as_at as first_day from as_at "
        "union all select as_at, 'month', month_start from as_at "
        "union all select as_at, 'ytd', year_start from as_at "
        "union all select as_at, 'rolling_year', cast(as_at - interval 12 month as date) + 1 from as_at"
    )


def quoted(path: object) -> str:
    return str(path).replace("'", "''")
