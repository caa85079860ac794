"""An SSD extract in a database: found, read as one moment shows it, and kept as the same extract in files would be."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote
from uuid import UUID

import duckdb
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.descriptions import describe
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources import database, ssd_files
from lineofsight.sources.database import opened
from lineofsight.sources.extracts import Extract, Names
from lineofsight.sources.staging import staged
from tests.extracts import write_extract
from tests.sources import postgresql as servers
from tests.sources.postgresql import ANALYST, ANALYSTS_PASSWORD, Server

postgresql = servers.postgresql  # the fixture

ON = dt.date(2023, 3, 31)
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)


class Database(Protocol):
    """A database of a test's own: its URL as the analyst writes it, and statements run by its owner."""

    @property
    def url(self) -> str: ...
    def run(self, *statements: str) -> None: ...
    def insert(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None: ...


class OnPostgresql:
    def __init__(self, server: Server) -> None:
        self.server, self.name = server, server.new_database()

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def run(self, *statements: str) -> None:
        self.server.run(self.name, *statements)

    def insert(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        self.server.insert(self.name, table, columns, list(rows))


class OnSqlite:
    def __init__(self, folder: Path) -> None:
        self.file = folder / "records.db"
        self.run("pragma user_version = 1")

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def run(self, *statements: str) -> None:
        connection = sqlite3.connect(self.file)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    def insert(self, table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        connection = sqlite3.connect(self.file)
        places = ", ".join("?" * len(columns))
        connection.executemany(f"insert into {table} ({', '.join(columns)}) values ({places})", rows)
        connection.commit()
        connection.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> OnSqlite:
    return OnSqlite(tmp_path)


@pytest.fixture
def postgres(postgresql: Server) -> OnPostgresql:
    return OnPostgresql(postgresql)


@pytest.fixture(params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest) -> Database:
    """The same test on each kind of database."""
    made: Database = request.getfixturevalue(request.param)
    return made


def rows_of(extract: Extract, table: str) -> list[list[str]]:
    """The staged rows of a table: number, and cells by column name in the order of the names."""
    [file] = [file for file in extract.files if file.table == table]
    order = sorted(range(len(file.columns)), key=lambda place: file.columns[place].lower())
    with file.path.open(newline="", encoding="utf-8") as stream:  # type: ignore[attr-defined]
        return [[row[0], *(row[1 + place] for place in order)] for row in csv.reader(stream)]


def read(url: str, scratch: Path, table: str = "ssd_person", **how: Any) -> list[list[str]]:
    with opened(url, scratch=scratch, **how) as extract:
        return rows_of(extract, table)


def refused(url: str, scratch: Path, **how: Any) -> str:
    """The one line with which the database is refused; nothing staged is left behind."""
    with pytest.raises(Refused) as refusal, opened(url, scratch=scratch, **how):
        pass
    assert not list(scratch.glob(".unpacked-*"))
    message = str(refusal.value)
    assert "\n" not in message
    assert ANALYSTS_PASSWORD not in message
    return message


# One extract in three forms

PEOPLE = [
    {
        "pers_person_id": "00123",
        "pers_dob": "2010-07-01",
        "pers_forename": 'said "no", twice',
        "pers_send_flag": "true",
    },
    {"pers_person_id": "child-2", "pers_dob": "1900-01-01", "pers_forename": "Zoë\nof two lines"},
    {"pers_person_id": "child-1", "pers_dob": "2023-12-01", "pers_forename": "", "pers_send_flag": "false"},
    {"pers_person_id": "child-3", "pers_dob": "2012-02-29", "pers_forename": " blanks ", "pers_send_flag": "true"},
]
VISITS = [
    {"cinv_cin_visit_id": f"v{n}", "cinv_person_id": f"child-{n % 3 + 1}", "cinv_cin_visit_date": f"2023-03-{n + 1:02}"}
    for n in range(28)
]
SCORES = [
    {"csdq_table_id": "s1", "csdq_person_id": "00123", "csdq_sdq_score": "17"},
    {"csdq_table_id": "s2", "csdq_person_id": "child-1", "csdq_sdq_score": ""},
]
TABLES: Mapping[str, Sequence[Mapping[str, str]]] = {
    "ssd_person": PEOPLE,
    "ssd_cin_visits": VISITS,
    "ssd_sdq_scores": SCORES,
}
TYPES = {"text": "text", "date": "date", "datetime": "timestamp", "bool": "boolean", "int": "integer", "float": "float"}


def fill(made: Database, tables: Mapping[str, Sequence[Mapping[str, str]]], *, typed: bool) -> None:
    """Makes the tables, with columns of the described types or of text alone."""
    for name, rows in tables.items():
        described = describe(name).columns
        columns = tuple(dict.fromkeys(column for row in rows for column in row))
        kinds = ", ".join(f"{column} {TYPES[described[column].type] if typed else 'text'}" for column in columns)
        made.run(f"create table {name} ({kinds})")
        values = [
            tuple(_value(described[c].type if typed else "text", row.get(c, "")) for c in columns) for row in rows
        ]
        made.insert(name, columns, values)


def _value(kind: str, text: str) -> Any:
    if not text:
        return None
    read_as: dict[str, Callable[[str], Any]] = {"bool": "true".__eq__, "int": int, "date": dt.date.fromisoformat}
    return read_as.get(kind, str)(text)


def kept(snapshot: Snapshot) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table of a snapshot, without the places that they had in what was sent."""
    found = {}
    for file in sorted((snapshot.folder / "tables").glob("*.parquet")):
        rows = duckdb.sql(f"select columns(lambda c: c <> 'file_row') from '{file}' order by all").fetchall()
        found[file.stem] = rows
    return found


def loaded(home: Home, extract: Extract) -> Snapshot:
    incoming = Incoming(extract.files, source=extract.name, extracted_on=ON)
    return Snapshots(home.snapshots).load(incoming, now=NOW)


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "text"])
def test_the_same_records_in_files_and_in_a_database_make_the_same_tables(
    either: Database, tmp_path: Path, typed: bool
) -> None:
    if isinstance(either, OnSqlite) and typed:
        sqlite3.register_adapter(dt.date, dt.date.isoformat)  # as it was by default before Python 3.12
    fill(either, TABLES, typed=typed)
    folder = write_extract(tmp_path / "extract", TABLES)
    homes = Home(tmp_path / "home-files"), Home(tmp_path / "home-database")
    for home in homes:
        home.create()
    with ssd_files.opened(folder, scratch=tmp_path) as in_files:
        files = loaded(homes[0], in_files)
    with opened(either.url, scratch=tmp_path) as in_database:
        stored = loaded(homes[1], in_database)
    assert kept(stored) == kept(files)
    assert len(kept(stored)["ssd_cin_visits"]) == 28
    for fact in ("read", "accepted", "quarantined", "reasons", "kept", "set_aside"):
        of = [{name: facts[fact] for name, facts in snapshot.tables.items()} for snapshot in (files, stored)]
        if fact == "reasons":  # why and how many; the row is another's number
            of = [{t: {why: rows for why, (rows, _) in reasons.items()} for t, reasons in f.items()} for f in of]
        if fact == "kept":
            of = [{name: sorted(columns) for name, columns in facts.items()} for facts in of]
        assert of[0] == of[1], fact


def test_two_loads_give_the_same_snapshot(either: Database, tmp_path: Path, home: Home) -> None:
    fill(either, TABLES, typed=False)
    home.create()
    hashes = []
    for _ in range(2):
        with opened(either.url, scratch=tmp_path) as extract:
            snapshot = loaded(home, extract)
        hashes.append(json.loads((snapshot.folder / "manifest.json").read_text(encoding="utf-8"))["hash"])
        either.run("update ssd_person set pers_forename = pers_forename")  # the same rows, in other places of the table
    assert hashes[0] == hashes[1]


# What is found


def test_an_sqlite_file_may_have_any_name(sqlite: OnSqlite, tmp_path: Path) -> None:
    sqlite.run("create table ssd_person (pers_person_id text)")
    file = sqlite.file.rename(tmp_path / "what is this? 50% #1 = ours.db")
    with opened(f"sqlite:///{quote(str(file))}", scratch=tmp_path) as extract:
        assert extract.name == file.name
    assert read(f"sqlite:///file:{quote(str(file))}?mode=rwc&uri=true", tmp_path) == []


def test_views_and_names_in_any_case_are_found_and_what_is_not_described_is_left_aside(
    either: Database, tmp_path: Path
) -> None:
    either.run(
        'create table "SSD_Person" ("PERS_PERSON_ID" text, pers_dob text, shoe_size text)',
        "insert into \"SSD_Person\" values ('child-1', '2010-01-01', '9')",
        "create view ssd_contacts as select 'c1' as cont_contact_id, 'child-1' as cont_person_id",
        "create table ssd_version_log (version text)",
        "create table payroll (salary text)",
    )
    with opened(either.url, scratch=tmp_path) as extract:
        assert [(file.table, file.name) for file in extract.files] == [
            ("ssd_contacts", "ssd_contacts"),
            ("ssd_person", "SSD_Person"),
        ]
        assert extract.files[1].columns == ("PERS_PERSON_ID", "pers_dob")
        assert extract.left_aside == ("ssd_version_log", "SSD_Person.shoe_size")
        assert rows_of(extract, "ssd_person") == [["1", "2010-01-01", "child-1"]]
        assert (extract.extracted_on, extract.kind) == (None, "ssd")


def test_a_councils_own_names_of_tables_and_columns_are_followed(either: Database, tmp_path: Path) -> None:
    either.run("create table Kinder (id text, pers_dob text)", "insert into Kinder values ('child-1', '2010-01-01')")
    names = Names({"kinder": "ssd_person"}, {"ssd_person": {"ID": "pers_person_id"}})
    assert read(either.url, tmp_path, names=names) == [["1", "child-1", "2010-01-01"]]


def test_materialised_views_and_tables_in_parts_are_found(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run(
        "create table ssd_person (pers_person_id text, pers_dob date) partition by range (pers_dob)",
        "create table part_1 partition of ssd_person default",
        "insert into ssd_person values ('child-1', '2010-01-01')",
        "create materialized view ssd_contacts as select 'c1' as cont_contact_id",
        f"grant select on ssd_contacts to {ANALYST}",
    )
    with opened(postgres.url, scratch=tmp_path) as extract:
        assert [file.table for file in extract.files] == ["ssd_contacts", "ssd_person"]
        assert rows_of(extract, "ssd_person") == [["1", "2010-01-01", "child-1"]]


def test_a_database_without_ssd_tables_is_refused(either: Database, tmp_path: Path) -> None:
    either.run("create table payroll (salary text)")
    assert "no table or view is named as an SSD table" in refused(either.url, tmp_path)


def test_a_table_without_any_column_that_is_known_is_refused(either: Database, tmp_path: Path) -> None:
    either.run("create table ssd_person (shoe_size text)")
    assert "ssd_person: no column of ssd_person is named there, as pers_person_id" in refused(either.url, tmp_path)


def test_two_tables_for_one_are_refused(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run('create table "SSD_PERSON" (pers_person_id text)', "create table ssd_person (pers_person_id text)")
    assert "both SSD_PERSON and ssd_person hold ssd_person" in refused(postgres.url, tmp_path)


PERSON_IN = "create table {0}.ssd_person as select '{0}' as pers_person_id"


@pytest.mark.parametrize(
    ("schemas", "asked", "found"),
    [
        (["other"], None, "other"),
        (["public", "other"], None, "public"),
        (["public", "other"], "other", "other"),
        (["public", "other"], "OTHER", "other"),
    ],
)
@pytest.mark.parametrize("in_url", [True, False])
def test_the_schema_is_the_one_asked_for_or_the_default_or_the_only_one(
    postgres: OnPostgresql, tmp_path: Path, schemas: list[str], asked: str | None, found: str, in_url: bool
) -> None:
    for schema in schemas:
        postgres.run(
            f"create schema if not exists {schema}",
            f"grant usage on schema {schema} to {ANALYST}",
            PERSON_IN.format(schema),
        )
    url = f"{postgres.url}&ssd_schema={asked}" if asked and in_url else postgres.url
    with opened(url, scratch=tmp_path, schema=None if in_url else asked) as extract:
        assert rows_of(extract, "ssd_person") == [["1", found]]
        named = "" if found == "public" and not asked else f", schema {found}"
        assert extract.name == f"postgresql:///{postgres.name}{named}"
        assert extract.files[0].name == (f"{found}.ssd_person" if named else "ssd_person")


def test_several_schemas_or_a_schema_that_is_not_there_are_refused(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run("create schema live", PERSON_IN.format("live"), "create schema test", PERSON_IN.format("test"))
    assert "SSD tables stand in several schemas (live, test): add ?ssd_schema=NAME" in refused(postgres.url, tmp_path)
    assert "there is no schema nowhere" in refused(postgres.url, tmp_path, schema="nowhere")
    postgres.run("create schema bare")
    assert "no table or view in schema bare" in refused(postgres.url, tmp_path, schema="bare")


# Rows and values


def test_rows_are_numbered_in_the_order_of_the_key_and_then_of_what_is_counted(
    either: Database, tmp_path: Path
) -> None:
    either.run("create table ssd_person (pers_person_id text, pers_dob date, pers_forename text)")
    some = [("b", "2011-01-01"), ("a", "2012-01-01"), ("b", "2010-01-01"), ("c", "2009-01-01")]
    either.insert(
        "ssd_person",
        ("pers_person_id", "pers_dob"),
        [(person, born if isinstance(either, OnSqlite) else dt.date.fromisoformat(born)) for person, born in some],
    )
    assert [(row[0], row[3], row[1]) for row in read(either.url, tmp_path)] == [
        ("1", "a", "2012-01-01"),
        ("2", "b", "2010-01-01"),
        ("3", "b", "2011-01-01"),
        ("4", "c", "2009-01-01"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("date '2023-03-01'", "2023-03-01"),
        ("date 'infinity'", "infinity"),
        ("timestamp '2023-03-01 12:30'", "2023-03-01 12:30:00"),
        ("timestamptz '2022-06-30 23:00+00'", "2022-07-01 00:00:00+01"),  # the clock in England
        ("true", "true"),
        ("false", "false"),
        ("null", ""),
        ("null::boolean", ""),
        ("123::bigint", "123"),
        ("123.00::numeric", "123"),
        ("12.50::numeric", "12.50"),
        ("'NaN'::numeric", ""),
        ("123.0::float", "123"),
        ("0.5::float", "0.5"),
        ("'00123'", "00123"),
        ("E'one\\r\\ntwo'", "one\n\ntwo"),
        ("'\"quoted\", and so on'", '"quoted", and so on'),
        ("convert_to('Zoë', 'UTF8')", "Zoë"),
        ("'\\xff00'::bytea", "ff00"),
        ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ('\'{"NFA_FLAG": "Y"}\'::json', '{"NFA_FLAG": "Y"}'),
        ("array['1A', '2B']", '["1A", "2B"]'),
        ("'<a/>'::xml", "<a/>"),
    ],
)
def test_postgresqls_own_types_become_the_text_that_a_csv_file_holds(
    postgres: OnPostgresql, tmp_path: Path, value: str, text: str
) -> None:
    postgres.run(f"create view ssd_person as select 'child-1' as pers_person_id, {value} as pers_dob")
    assert read(postgres.url, tmp_path) == [["1", text, "child-1"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'31/02/2023'", "31/02/2023"),
        ("1", "1"),
        ("123.0", "123"),
        ("0.5", "0.5"),
        ("null", ""),
        ("'NULL'", "NULL"),
        ("x'30313233'", "0123"),
        ("x'ff00'", "ff00"),
        ("9007199254740993", "9007199254740993"),
        ("char(97, 13, 98)", "a\nb"),
    ],
)
def test_sqlites_values_become_the_text_that_a_csv_file_holds(
    sqlite: OnSqlite, tmp_path: Path, value: str, text: str
) -> None:
    sqlite.run("create table ssd_person (pers_person_id text, pers_dob date)")
    sqlite.run(f"insert into ssd_person values ('child-1', {value})")
    assert read(sqlite.url, tmp_path) == [["1", text, "child-1"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2022, 6, 30, 23, tzinfo=dt.UTC), "2022-07-01 00:00:00"),
        (dt.datetime.fromisoformat("2022-06-30 23:00"), "2022-06-30 23:00:00"),
        (dt.date(2022, 6, 30), "2022-06-30"),
        (Decimal("1E+3"), "1000"),
        (Decimal("7.000"), "7"),
        (float("inf"), None),
        (UUID("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        (memoryview(b"text"), "text"),
        ({"NFA_FLAG": "Ÿ"}, '{"NFA_FLAG": "Ÿ"}'),
        (True, "true"),
        (None, None),
    ],
)
def test_what_other_drivers_give_becomes_text_as_well(value: Any, text: str | None) -> None:
    assert list(database._texts((value, "beside"))) == [text, "beside"]


def test_half_of_a_character_and_every_line_end_are_written_so_that_they_can_be_read(tmp_path: Path) -> None:
    columns = [["one\r\ntwo", "cut short \ud83d", None], [1, None, 3]]
    with staged(tmp_path, describe("ssd_person"), name="x", columns=["pers_forename", "pers_upn"]) as (file, write):
        write.many(7, columns)
        write.many(10, [["plain"], [0]])
    rows = duckdb.sql(f"select * from {file.scan()}").fetchall()
    assert rows == [(7, "one\n\ntwo", "1"), (8, "cut short ?", None), (9, None, "3"), (10, "plain", "0")]


# One moment, and nothing written


@pytest.mark.parametrize("either", ["sqlite", "postgres"], indirect=True)
def test_what_is_written_during_the_load_is_not_in_it(either: Database, tmp_path: Path) -> None:
    if isinstance(either, OnSqlite):
        either.run("pragma journal_mode = wal")
    either.run("create table ssd_contacts (cont_contact_id text)", "create table ssd_person (pers_person_id text)")

    def somebody_writes(table: str, rows: int) -> None:
        if (table, rows) == ("ssd_contacts", 0):
            either.run("insert into ssd_contacts values ('c1')", "insert into ssd_person values ('child-1')")

    assert read(either.url, tmp_path, progress=somebody_writes) == []
    assert read(either.url, tmp_path) == [["1", "child-1"]]


def test_a_view_that_would_write_is_stopped(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run(
        "create table written (x int)",
        "create function write() returns text security definer language sql as "
        "'insert into written values (1) returning x::text'",
        "create view ssd_person as select write() as pers_person_id",
    )
    assert "ssd_person, after row 0: can't be read to its end (ReadOnlySqlTransaction, 25006)" in refused(
        postgres.url, tmp_path
    )


def test_an_sqlite_file_is_opened_to_be_read_alone(sqlite: OnSqlite) -> None:
    address, _ = database._address(sqlite.url)
    with database._engine(address).connect() as connection, pytest.raises(DBAPIError, match="readonly database"):
        connection.exec_driver_sql("create table x (y)")


# As much memory for a large table as for a small one

MEASURE = """
import resource, sys
from pathlib import Path
from lineofsight.sources.database import opened
def peak(url):
    with opened(url, scratch=Path(sys.argv[1])) as extract:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, extract.files[0].path.stat().st_size >> 20
print(*peak(sys.argv[2]), *peak(sys.argv[3]))
"""
IN_SQLITE = """
create view ssd_contacts as with recursive c(n) as (select 1 union all select n + 1 from c where n < {rows})
select cast(n as text) as cont_contact_id, hex(zeroblob(500)) as cont_contact_source_desc from c
"""


def measured(small: str, large: str, scratch: Path) -> tuple[int, ...]:
    command = [sys.executable, "-c", MEASURE, str(scratch), small, large]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return tuple(map(int, done.stdout.split()))


def test_a_table_larger_than_memory_streams_from_sqlite(tmp_path: Path) -> None:
    urls = []
    for name, rows in (("small", 10_000), ("large", 80_000)):
        file = tmp_path / f"{name}.db"
        connection = sqlite3.connect(file)
        connection.execute(IN_SQLITE.format(rows=rows))
        connection.close()
        urls.append(f"sqlite:///{file}")
    before, _, after, staged = measured(urls[0], urls[1], tmp_path)
    assert staged > 75  # megabytes
    assert after - before < 25


def test_a_table_larger_than_memory_streams_from_postgresql(postgresql: Server, tmp_path: Path) -> None:
    urls = []
    for rows in (10_000, 80_000):
        made = OnPostgresql(postgresql)
        made.run(
            f"create view ssd_contacts as select n::text as cont_contact_id, repeat('y', 1000) as "
            f"cont_contact_source_desc from generate_series(1, {rows}) as n"
        )
        urls.append(made.url)
    before, _, after, staged = measured(urls[0], urls[1], tmp_path)
    assert staged > 75  # megabytes
    assert after - before < 25


# Logins and passwords


def test_neither_login_nor_password_stands_in_the_name(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run(PERSON_IN.format("public"))
    with opened(postgres.url, scratch=tmp_path) as extract:
        assert extract.name == f"postgresql:///{postgres.name}"
    assert database._name(make_url("mssql+pyodbc://u:hunter2@db.example:1433/HDM")) == "mssql://db.example:1433/HDM"
    assert database._name(make_url("mssql+pyodbc:///?odbc_connect=PWD%3Dhunter2")) == "mssql"
    assert database._name(make_url("mssql+pyodbc://u:hunter2@dsn")) == "mssql://dsn"


@pytest.mark.parametrize("variable", ["PGPASSWORD", "LINEOFSIGHT_DATABASE_PASSWORD"])
def test_the_password_may_be_in_the_environment(
    postgres: OnPostgresql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    postgres.run(PERSON_IN.format("public"))
    without = postgres.server.url(postgres.name, password="")
    assert ANALYSTS_PASSWORD not in without
    assert "does not accept the login or its password" in refused(without, tmp_path)
    monkeypatch.setenv(variable, ANALYSTS_PASSWORD)
    assert read(without, tmp_path) == [["1", "public"]]
    if variable != "PGPASSWORD":
        wrong = postgres.server.url(postgres.name, password="wrong")  # what the URL says goes before
        assert "does not accept the login" in refused(wrong, tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:hunter2@hunter2@host/db",
        "postgresql://u:pass/hunter2@host:hunter2/db",
        "postgresql://host:hunter2",
        "postgresql://host/db&password=hunter2",
        "postgresql://host/db;password=hunter2/x",
        "mssql://host;user=u;password=hunter2/db",
        "mssql+pyodbc://host;PWD=hunter2",
        "jdbc:sqlserver://host;password=hunter2",
        "nonsense://u:hunter2@host/db",
        "postgresql+asyncpg://u:hunter2@127.0.0.1:1/db",
        "postgresql://u:hunter2@127.0.0.1:1/db?nonsense=hunter2",
        "postgresql://u:hunter2@127.0.0.1:1/db?connect_timeout=hunter2",
        "postgresql://u:hunter2@127.0.0.1:1/db",
        "postgresql://u:hunter2@name.invalid/db",
        "mssql+pyodbc://u:hunter2@127.0.0.1:1/db",
        "sqlite:///hunter2/../missing.db",
        "sqlite://",
    ],
)
def test_a_password_is_in_no_message_however_the_address_is_written(url: str, tmp_path: Path) -> None:
    assert "hunter2" not in refused(url, tmp_path)


def test_the_command_shows_and_keeps_no_password(
    postgres: OnPostgresql, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(postgres, TABLES, typed=True)
    assert main(["load", postgres.url]) == 2
    assert main(["load", postgres.url, "--extracted-on", "2023-03-31"]) == 0
    said = capsys.readouterr()
    assert "Snapshot 2023-03-31.1 serves: 34 rows" in said.err
    assert "--extracted-on" in said.err
    written = [path.read_bytes() for path in home.path.rglob("*") if path.is_file()]
    assert len(written) > 3
    for text in (said.out.encode(), said.err.encode(), *written):
        assert ANALYSTS_PASSWORD.encode() not in text
        assert f"{ANALYST}:".encode() not in text


# What can't be opened or read


@pytest.mark.parametrize(
    ("url", "driver", "install"),
    [
        ("postgresql://u@127.0.0.1:1/db", "psycopg", "pip install 'lineofsight[postgresql]'"),
        ("mssql+pyodbc://u@127.0.0.1:1/db", "pyodbc", "pip install 'lineofsight[sql-server]'"),
        ("mssql://u@127.0.0.1:1/db", "pyodbc", "ODBC Driver 18 for SQL Server"),
        ("mysql+pymysql://u@127.0.0.1:1/db", "pymysql", "pip install pymysql"),
    ],
)
def test_a_driver_that_is_not_installed_is_named(
    url: str, driver: str, install: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, driver, None)
    message = refused(url, tmp_path)
    assert f"the driver {driver} is not installed here" in message
    assert install in message


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nonsense://host/db", "nonsense:// is no kind of database known here. Write postgresql://"),
        ("postgresql+asyncpg://host/db", r"works asynchronously: write postgresql://"),
        ("postgresql://u@127.0.0.1:1/db", "postgresql://127.0.0.1:1/db: no server answers there"),
        ("postgresql://u@127.0.0.1:1/db?nonsense=1", "postgresql://127.0.0.1:1/db: an option after the ?"),
        ("postgresql://u@host:port/db", "The database's address can't be read"),
        ("sqlite:///missing.db", "missing.db: there is no such file"),
        ("sqlite:///:memory:", "there is no such file"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(url: str, why: str, tmp_path: Path) -> None:
    assert why in refused(url, tmp_path)


def test_a_database_or_a_login_that_is_not_there_is_refused(postgresql: Server, tmp_path: Path) -> None:
    assert "there is no such database on the server" in refused(postgresql.url("nowhere"), tmp_path)
    stranger = postgresql.url("postgres").replace(f"{ANALYST}:", "stranger:")
    assert "does not accept the login or its password" in refused(stranger, tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    for name, content in (("text.db", b"ssd_person\n" * 1000), ("encrypted.db", bytes(range(256)) * 16)):
        (tmp_path / name).write_bytes(content)
        message = refused(f"sqlite:///{tmp_path / name}", tmp_path)
        assert message == f"{name}: is not an SQLite database, or is encrypted"


def test_a_table_that_the_login_may_not_read_is_refused_before_any_is_read(
    postgres: OnPostgresql, tmp_path: Path
) -> None:
    postgres.run(
        "create table ssd_contacts (cont_contact_id text)",
        PERSON_IN.format("public"),
        f"revoke select on ssd_person from {ANALYST}",
    )
    begun: list[str] = []
    message = refused(postgres.url, tmp_path, progress=lambda table, rows: begun.append(table))
    assert "ssd_person: this login may not read it: have SELECT on it granted to the login" in message
    assert begun == []


def test_a_column_that_the_login_may_not_read_and_nobody_asked_for_does_no_harm(
    postgres: OnPostgresql, tmp_path: Path
) -> None:
    postgres.run(
        "create table ssd_person (pers_person_id text, notes text)",
        "insert into ssd_person values ('child-1', 'private')",
        f"revoke select on ssd_person from {ANALYST}",
        f"grant select (pers_person_id) on ssd_person to {ANALYST}",
    )
    assert read(postgres.url, tmp_path) == [["1", "child-1"]]


def test_a_view_of_a_table_that_is_gone_is_refused(sqlite: OnSqlite, tmp_path: Path) -> None:
    sqlite.run("create view ssd_person as select * from gone")
    assert "records.db, ssd_person: it, or a table that it is made from, is no longer there" in refused(
        sqlite.url, tmp_path
    )


def test_a_table_that_goes_between_being_found_and_being_read_is_refused(
    postgres: OnPostgresql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.run(PERSON_IN.format("public"))
    found = database._standing

    def found_and_dropped(*of: Any) -> Any:
        standing = found(*of)
        postgres.run("alter table ssd_person rename to gone")
        return standing

    monkeypatch.setattr(database, "_standing", found_and_dropped)
    # The catalogue that this transaction has read stays locked, so the table can go only under another name.
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "1s")
    assert "ssd_person: it, or a table that it is made from, is no longer there" in refused(postgres.url, tmp_path)


def test_a_cell_at_which_a_view_breaks_is_not_in_the_message(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run(
        "create table visits (id int, day text)",
        "insert into visits select n, case n when 5999 then 'cell-of-child-1' else '2023-03-01' end "
        "from generate_series(1, 6000) as n",
        "create view ssd_person as select id as pers_person_id, day::date as pers_dob from visits",
        "create view ssd_contacts as select id as cont_contact_id from visits",
    )
    message = refused(postgres.url, tmp_path)
    assert "ssd_person, after row 0: can't be read to its end (InvalidDatetimeFormat, 22007)" in message
    assert "cell-of-child-1" not in message


def test_text_that_is_not_utf8_is_refused_without_the_text(sqlite: OnSqlite, tmp_path: Path) -> None:
    sqlite.run("create table ssd_person (pers_person_id text)")
    sqlite.run("insert into ssd_person values (cast(x'6368696c642d31ff' as text))")
    message = refused(sqlite.url, tmp_path)
    assert "ssd_person, after row 0: holds text that is not in the encoding" in message
    assert "child-1" not in message


def test_a_connection_that_is_cut_in_the_middle_is_refused(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run(
        "create view ssd_person as select n as pers_person_id, repeat('y', 1000) as pers_forename "
        "from generate_series(1, 20000) as n"
    )

    def cut(table: str, rows: int) -> None:
        if rows == database.ROWS_AT_ONCE:
            postgres.run(f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{ANALYST}'")

    message = refused(postgres.url, tmp_path, progress=cut)
    assert "ssd_person, after row 2,000: the server or the network cut the reading off: load again" in message


def test_a_table_that_another_program_is_writing_is_refused(
    postgres: OnPostgresql, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.run(PERSON_IN.format("public"))
    monkeypatch.setattr(database, "LOCK_TIMEOUT", "1ms")
    writer = sa.create_engine(postgres.server.url(postgres.name, owner=True).replace("sql:", "sql+psycopg:"))
    with writer.connect() as connection:
        connection.exec_driver_sql("truncate ssd_person")
        assert "ssd_person: another program is writing it just now" in refused(postgres.url, tmp_path)
    writer.dispose()


def test_a_job_that_would_empty_a_table_waits_until_it_is_read(postgres: OnPostgresql, tmp_path: Path) -> None:
    postgres.run("create view ssd_contacts as select 'c1' as cont_contact_id", PERSON_IN.format("public"))
    waited = []

    def empty(table: str, rows: int) -> None:
        if (table, rows) == ("ssd_contacts", 0):  # the people are not yet read
            with pytest.raises(DBAPIError, match="lock timeout"):
                postgres.run("set lock_timeout = '1ms'", "truncate ssd_person")
            waited.append(table)

    assert read(postgres.url, tmp_path, progress=empty) == [["1", "public"]]
    assert waited == ["ssd_contacts"]


def test_progress_is_told_table_by_table(either: Database, tmp_path: Path) -> None:
    fill(either, {"ssd_person": PEOPLE, "ssd_cin_visits": VISITS}, typed=False)
    told: list[tuple[str, int]] = []
    with opened(either.url, scratch=tmp_path, progress=lambda table, rows: told.append((table, rows))):
        pass
    assert told == [("ssd_cin_visits", 0), ("ssd_cin_visits", 28), ("ssd_person", 0), ("ssd_person", 4)]


# SQL Server, as far as it can be tested without one


def test_sql_server_is_asked_for_a_reading_connection_by_its_driver() -> None:
    def asked(url: str) -> str:
        address, _ = database._address(url)
        [connection], _ = address.get_dialect()().create_connect_args(address)
        return str(connection)

    assert asked("mssql://reader:not-a-secret@sql01/HDM") == (
        "DRIVER={ODBC Driver 18 for SQL Server};Server=sql01;Database=HDM;UID=reader;PWD=not-a-secret;"
        "ApplicationIntent=ReadOnly"
    )
    assert asked("mssql+pyodbc://sql01/HDM?driver=ODBC+Driver+17+for+SQL+Server&ApplicationIntent=ReadWrite") == (
        "DRIVER={ODBC Driver 17 for SQL Server};Server=sql01;Database=HDM;Trusted_Connection=Yes;"
        "ApplicationIntent=ReadWrite"
    )
    assert asked(r"mssql://sql01\live/HDM?ssd_schema=ssd_development").startswith(
        r"DRIVER={ODBC Driver 18 for SQL Server};Server=sql01\live;Database=HDM"
    )


def test_a_password_from_the_environment_is_not_sent_without_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINEOFSIGHT_DATABASE_PASSWORD", "not-a-secret")
    passwords = [database._address(url)[0].password for url in ("mssql://sql01/HDM", "mssql://reader@sql01/HDM")]
    assert passwords == [None, "not-a-secret"]


def test_the_select_is_one_that_sql_server_reads() -> None:
    table = database._Standing(
        describe("ssd_person"), "ssd_person", "ssd_development", ("pers_person_id", "Date of birth"), (), ()
    )
    text = str(table.select().where(sa.false()).compile(dialect=mssql.dialect()))
    assert " ".join(text.split()) == (
        "SELECT pers_person_id, [Date of birth] FROM ssd_development.ssd_person WHERE 0 = 1"
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("28000", "[28000] [Microsoft][...]Login failed for user 'hunter2'. (18456)"), "does not accept the login"),
        (("42000", "[42000] Cannot open database requested by the login. (4060)"), "there is no such database"),
        (("42000", "[42000] The SELECT permission was denied on the object 'x'. (229)"), "this login may not read"),
        (("42S02", "[42S02] Invalid object name 'ssd_person'. (208)"), "is no longer there"),
        (("01000", "[01000] [unixODBC]Can't open lib 'ODBC Driver 18'"), "the ODBC driver that the address names"),
        (("IM002", "[IM002] Data source name not found"), "the ODBC driver that the address names"),
        (("08001", "[08001] SSL Provider: certificate verify failed"), "certificate is not trusted"),
        (("08001", "[08001] TCP Provider: Error code 0x2749"), "no server answers there"),
        (("HYT00", "[HYT00] Login timeout expired"), "no server answers there"),
        (("08S01", "[08S01] Communication link failure"), "cut the reading off"),
        (
            ("HY000", "[HY000] Conversion failed when converting 'hunter2'"),
            "can't be read to its end (Exception, HY000)",
        ),
    ],
)
def test_what_sql_servers_driver_says_becomes_a_sentence(arguments: tuple[str, str], why: str) -> None:
    sentence = database._why(DBAPIError("select 'hunter2'", {}, Exception(*arguments)))
    assert why in sentence
    assert "hunter2" not in sentence
