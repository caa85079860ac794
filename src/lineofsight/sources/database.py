"""Reads an SSD extract from a database: every SSD table or view at a SQLAlchemy URL, as they stood at one moment.

Nothing is written there: the database is opened read-only as far as it can be. Rows stream through memory into
private files, from which they go the way of an extract in files. Neither a password nor what stands in a cell is
ever part of a message: what a driver says can hold both, so it is only looked at to find our own sentence.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGInspector
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SAWarning, SQLAlchemyError
from sqlalchemy.pool import NullPool

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table, columns_found, describe, described
from lineofsight.sources.extracts import Extract, Names
from lineofsight.sources.ssd_files import private_folder
from lineofsight.sources.staging import StagedFile, staged

PASSWORD = "LINEOFSIGHT_DATABASE_PASSWORD"
SCHEMA = "ssd_schema"
ROWS_AT_ONCE = 2_000  # few enough to stay near the processor: five times as many take a quarter longer
SECONDS_TO_CONNECT = 15
LOCK_TIMEOUT = "30s"
ENGLAND = ZoneInfo("Europe/London")
SQL_SERVER_DRIVER = "ODBC Driver 18 for SQL Server"
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "mssql": "mssql+pyodbc"}
INSTALL = {
    "psycopg": "pip install 'lineofsight[postgresql]'",
    "psycopg2": "write the address as postgresql://, and pip install 'lineofsight[postgresql]'",
    "pyodbc": f"pip install 'lineofsight[sql-server]', and Microsoft's {SQL_SERVER_DRIVER}",
}
WRITTEN_AS = "postgresql://LOGIN@HOST/DATABASE, mssql+pyodbc://LOGIN@HOST/DATABASE or sqlite:///FILE"

#: Told how far the reading is: the table, and how many of its rows are read.
Progress = Callable[[str, int], None]


@contextmanager
def opened(
    url: str,
    *,
    scratch: Path,
    schema: str | None = None,
    names: Names | None = None,
    progress: Progress = lambda table, rows: None,
) -> Iterator[Extract]:
    """The extract in the database at a URL; its rows are staged below `scratch` and removed again.

    `schema` (or `?ssd_schema=` in the URL) says where the SSD tables are; else it is the login's own schema, or the
    only other one that has any. `names` are the council's own of tables and columns. Rows are numbered from 1 in the
    order of the table's key, so two loads of the same database give the same rows in the same order.

    Refused where the database can't be opened or read, has no SSD table, or has some in several schemas.
    """
    address, in_url = _address(url)
    name, engine = _name(address), _engine(address)
    with private_folder(scratch) as folder:
        try:
            with _explained(name), engine.connect() as connection:
                notes = _begin(connection)
                extract = _extract(connection, name, schema or in_url, names or Names(), folder, progress)
        finally:
            engine.dispose()
        yield replace(extract, notes=notes)


# Where it is, and how it is opened


def _address(url: str) -> tuple[URL, str | None]:
    """The URL with its driver and password, and the schema that it names."""
    unreadable = Refused(
        f"The database's address can't be read. It is written as {WRITTEN_AS}; a password that holds any of "
        f": / ? # @ % is best given in the environment variable {PASSWORD}"
    )
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise unreadable from None
    # What stands there by mistake may be a piece of a password: it must not become part of a name.
    in_a_file = address.get_backend_name() == "sqlite"
    if re.search(r"[^\w.,:\\-]", address.host or "") or (not in_a_file and re.search("[=;@]", address.database or "")):
        raise unreadable
    schema = address.query.get(SCHEMA)
    address = address.difference_update_query([SCHEMA])
    address = address.set(drivername=DRIVERS.get(address.drivername, address.drivername))
    if address.drivername == "mssql+pyodbc" and "odbc_connect" not in address.query:
        address = address.update_query_dict({"ApplicationIntent": "ReadOnly", **address.query})
        if address.database and "driver" not in address.query:
            address = address.update_query_dict({"driver": SQL_SERVER_DRIVER})
    wanting = not address.password and (address.username or address.get_backend_name() == "postgresql")
    if wanting and os.environ.get(PASSWORD):  # SQL Server without a login asks Windows who it is
        address = address.set(password=os.environ[PASSWORD])
    return address, schema if isinstance(schema, str) else None


def _name(address: URL) -> str:
    """What the database is called in messages and manifests: no login, no password, no option of its URL.

    >>> _name(make_url("postgresql://analyst:secret@records.example/ssd?sslmode=require"))
    'postgresql://records.example/ssd'
    """
    if address.get_backend_name() == "sqlite":
        return Path(address.database or "").name
    port = f":{address.port}" if address.port else ""
    database = f"/{address.database}" if address.database else ""
    return f"{address.get_backend_name()}://{address.host or ''}{port}{database}".removesuffix("://")


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    try:
        if address.get_dialect().is_async:
            raise Refused(f"{address.drivername}:// works asynchronously: write {address.get_backend_name()}://")
        options: dict[str, Any] = {}
        if address.drivername == "postgresql+psycopg" and "connect_timeout" not in address.query:
            options["connect_timeout"] = SECONDS_TO_CONNECT
        engine = sa.create_engine(address, poolclass=NullPool, hide_parameters=True, connect_args=options)
    except NoSuchModuleError:
        raise Refused(f"{address.drivername}:// is no kind of database known here. Write {WRITTEN_AS}") from None
    except ImportError as error:
        driver = (error.name or address.get_driver_name()).split(".")[0]
        install = INSTALL.get(driver, f"pip install {driver}")
        raise Refused(f"{_name(address)}: the driver {driver} is not installed here: {install}") from None
    except (SQLAlchemyError, TypeError, ValueError):
        raise Refused(f"{_name(address)}: an option after the ? in the address can't be used") from None
    if address.drivername == "postgresql+psycopg":
        sa.event.listen(engine, "connect", _read_as_text)
    return engine


def _sqlite(address: URL) -> Engine:
    file = Path((address.database or "").removeprefix("file:"))
    if address.database in (None, "", ":memory:") or not file.is_file():
        raise Refused(f"{_name(address) or 'sqlite://'}: there is no such file: write sqlite:///FILE")
    uri = f"{file.absolute().as_uri()}?mode=ro"
    return sa.create_engine(
        "sqlite://", poolclass=NullPool, creator=lambda: sqlite3.connect(uri, uri=True, isolation_level=None)
    )


def _read_as_text(connection: Any, _: object) -> None:
    """Has psycopg give dates and the like as PostgreSQL writes them: some, as infinity, are no Python date."""
    from psycopg.types.string import TextLoader

    for kind in ("date", "timestamp", "timestamptz", "time", "timetz", "interval", "json", "jsonb", "uuid"):
        connection.adapters.register_loader(kind, TextLoader)


def _begin(connection: Connection) -> tuple[str, ...]:
    """Begins one transaction that reads alone and sees one moment; says what the database can't do of that."""
    match connection.dialect.name:
        case "sqlite":
            connection.exec_driver_sql("begin")
        case "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            for setting in (
                "datestyle = 'ISO, YMD'",
                f"timezone = '{ENGLAND.key}'",
                f"lock_timeout = '{LOCK_TIMEOUT}'",
            ):
                connection.exec_driver_sql(f"set local {setting}")
        case "mssql":
            allowed = "select snapshot_isolation_state from sys.databases where name = db_name()"
            if connection.exec_driver_sql(allowed).scalar() != 1:
                return (
                    "the database doesn't allow snapshot isolation: what is changed there during the load may be "
                    "in one table and not in another",
                )
            connection.rollback()
            connection.execution_options(isolation_level="SNAPSHOT")
        case other:
            return (
                f"{other}: opened as the login may open it, and each table as it stands when its turn comes: use a "
                f"login that may only read, while nothing is changed there",
            )
    return ()


# What is there


@dataclass(frozen=True)
class _Standing:
    """An SSD table as it stands in the database; `columns` are those that its description knows, `others` the rest."""

    layout: Table
    name: str
    schema: str | None
    columns: tuple[str, ...]
    others: tuple[str, ...]
    order: tuple[str, ...]

    @property
    def known_as(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name

    def select(self) -> sa.Select[Any]:
        """Its rows, as the driver gives them."""
        columns: list[sa.ColumnElement[Any]] = [sa.column(name) for name in self.columns]
        return sa.select(*columns).select_from(sa.table(self.name, schema=self.schema))


def _extract(
    connection: Connection, name: str, schema: str | None, names: Names, folder: Path, progress: Progress
) -> Extract:
    inspector = sa.inspect(connection)
    schema, tables = _where(inspector, name, schema, names)
    standing = [
        _standing(inspector, name, describe(table), relation, schema, names.columns.get(table, {}))
        for table, relation in sorted(tables.items())
    ]
    for table in standing:  # one that can't be read is refused before an hour went into the others
        with _explained(f"{name}, {table.known_as}"):
            connection.execute(table.select().where(sa.false())).close()
    others = [
        relation
        for relation in _relations(inspector, schema)
        if relation not in tables.values() and relation.lower().startswith(("ssd_", "los_"))
    ]
    return Extract(
        name=f"{name}, schema {schema}" if schema else name,
        files=tuple(_staged(connection, table, name, folder, progress) for table in standing),
        left_aside=(*others, *(f"{table.name}.{column}" for table in standing for column in table.others)),
    )


def _where(
    inspector: sa.Inspector, name: str, schema: str | None, names: Names
) -> tuple[str | None, Mapping[str, str]]:
    """The schema where the SSD tables are (None: the login's own), and SSD name to the database's name of each."""
    everywhere = [found for found in inspector.get_schema_names() if found != "information_schema"]
    if schema is not None:
        alike = [found for found in everywhere if found.casefold() == schema.casefold()]
        if not alike:
            raise Refused(f"{name}: there is no schema {schema}, or this login may not see it")
        schema = schema if schema in alike else alike[0]
        tables = {schema: _tables(inspector, schema, name, names)}
    elif own := _tables(inspector, None, name, names):
        return None, own
    else:
        others = [found for found in everywhere if found != inspector.default_schema_name]
        tables = {found: _tables(inspector, found, name, names) for found in others}
    having = [found for found in tables if tables[found]]
    if len(having) > 1:
        raise Refused(
            f"{name}: SSD tables stand in several schemas ({', '.join(sorted(having))}): "
            f"add ?{SCHEMA}=NAME to the address"
        )
    if not having:
        raise Refused(
            f"{name}: no table or view{f' in schema {schema}' if schema else ''} is named as an SSD table "
            f"(ssd_person, ssd_cin_visits, ...), or this login may not see them"
        )
    return having[0], tables[having[0]]


def _tables(inspector: sa.Inspector, schema: str | None, name: str, names: Names) -> dict[str, str]:
    """The SSD tables of a schema: SSD name to the name that the database has."""
    known, found = set(described()), dict[str, str]()
    for relation in _relations(inspector, schema):
        table = names.tables.get(relation.casefold(), relation.lower())
        if table in found:
            raise Refused(f"{name}: both {found[table]} and {relation} hold {table}: rename or remove one")
        if table in known:
            found[table] = relation
    return found


def _relations(inspector: sa.Inspector, schema: str | None) -> list[str]:
    relations = {*inspector.get_table_names(schema), *inspector.get_view_names(schema)}
    if isinstance(inspector, PGInspector):
        relations.update(inspector.get_materialized_view_names(schema), inspector.get_foreign_table_names(schema))
    return sorted(relations)


def _standing(
    inspector: sa.Inspector, name: str, layout: Table, relation: str, schema: str | None, council: Mapping[str, str]
) -> _Standing:
    with _explained(f"{name}, {relation}"), warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of types that it doesn't know: their text is all that is used
        kinds = {column["name"]: column["type"] for column in inspector.get_columns(relation, schema)}
    headings = list(kinds)
    found = {column: headings[place] for column, place in columns_found(layout, headings, council).items()}
    if not found:
        raise Refused(f"{name}, {relation}: no column of {layout.name} is named there, as {layout.key} is one")
    columns = tuple(found.values())
    return _Standing(
        layout=layout,
        name=relation,
        schema=schema,
        columns=columns,
        others=tuple(heading for heading in headings if heading not in columns),
        order=tuple(
            found[column.name]
            for column in _in_order(layout)
            if column.name in found and _can_be_sorted(kinds[found[column.name]], inspector.dialect.name)
        ),
    )


def _in_order(layout: Table) -> list[Column]:
    """The columns by which rows are ordered: the key; for rows that share it, those that figures are counted from."""
    columns = layout.columns.values()
    return [c for c in columns if c.name == layout.key] + [c for c in columns if c.required and c.name != layout.key]


def _can_be_sorted(kind: Any, database: str) -> bool:
    if database == "sqlite":
        return True
    if isinstance(kind, sa.Text):
        return database == "postgresql"
    return isinstance(kind, (sa.String, sa.Integer, sa.Numeric, sa.Date, sa.DateTime, sa.Boolean, sa.Uuid))


# Its rows


def _staged(connection: Connection, table: _Standing, name: str, folder: Path, progress: Progress) -> StagedFile:
    query = table.select().order_by(*(sa.column(column) for column in table.order))
    progress(table.layout.name, 0)
    read = 0
    with (
        staged(folder, table.layout, name=table.known_as, columns=table.columns) as (file, write),
        _explained(lambda: f"{name}, {table.known_as}, after row {read:,}"),
    ):
        rows = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
        for some in rows.partitions():
            write.many(read + 1, [_texts(cells) for cells in zip(*some, strict=True)])
            read += len(some)
            progress(table.layout.name, read)
    return file


def _texts(cells: Sequence[Any]) -> Sequence[Any]:
    """A column's cells as a CSV file would hold them; texts and whole numbers are taken as they are."""
    kinds = set(map(type, cells))
    if kinds <= {str, int, type(None)}:
        return cells
    if kinds <= {bool, type(None)}:
        return list(map(_FLAGS.get, cells))
    return [None if cell is None else _TEXT.get(type(cell), str)(cell) for cell in cells]


def _number(value: float | Decimal) -> str | None:
    """A number without a fraction that says nothing; none where it is not a number."""
    number = Decimal(str(value))
    if not number.is_finite():
        return None
    written = f"{number:f}"
    return re.sub(r"[.]0+$", "", written)


def _moment(value: dt.datetime) -> str:
    """A moment on the clock in England."""
    return (value.astimezone(ENGLAND).replace(tzinfo=None) if value.tzinfo else value).isoformat(" ")


def _bytes(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.hex()


_FLAGS = {True: "true", False: "false"}
_TEXT: Mapping[type, Callable[[Any], str | None]] = {
    bool: _FLAGS.__getitem__,
    float: _number,
    Decimal: _number,
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: lambda value: _bytes(bytes(value)),
    dict: lambda value: json.dumps(value, ensure_ascii=False),
    list: lambda value: json.dumps(value, ensure_ascii=False, default=str),
}


# Why it can't be


@contextmanager
def _explained(place: str | Callable[[], str]) -> Iterator[None]:
    """Refuses in a sentence of ours what the database refuses."""
    try:
        yield
    except (SQLAlchemyError, UnicodeError) as error:
        raise Refused(f"{place if isinstance(place, str) else place()}: {_why(error)}") from None


#: What a driver's code and words look like, and the sentence for it. The first that fits counts.
_WHY = (
    (
        r"no pg_hba\.conf entry",
        "the server doesn't let this login in from this machine: ask those who run it",
    ),
    (
        r"^28\w{3} |password authentication failed|no password supplied|Login failed",
        f"the server does not accept the login or its password. The password may be in the environment variable "
        f"{PASSWORD}",
    ),
    (
        r"^3D000 |\(4060\)|FATAL: +database .* does not exist",
        "there is no such database on the server, or this login may not open it",
    ),
    (
        r"^IM00\d |Can't open lib",
        f"the ODBC driver that the address names is not installed here: install Microsoft's {SQL_SERVER_DRIVER}, or "
        f"name the one that is installed with ?driver=",
    ),
    (
        r"invalid connection option|invalid (integer|sslmode) value|invalid dsn",
        "an option after the ? in the address can't be used",
    ),
    (
        r"certificate",
        "the server's certificate is not trusted here: ask those who run it for one that is",
    ),
    (
        r"^42501 |permission denied|\((229|230|916)\)",
        "this login may not read it: have SELECT on it granted to the login",
    ),
    (
        r"^55P03 |SQLITE_BUSY|SQLITE_LOCKED|\(1222\)",
        "another program is writing it just now: load again when that is done",
    ),
    (
        r"^57014 |^HYT0\d .*Query timeout",
        "the server stopped the reading at its time limit: have the limit raised for this login",
    ),
    (
        r"translate host name|resolve host|Name or service not known",
        "there is no such host to be found from here",
    ),
    (
        r"refused|is the server running|timeout|timed out|^HYT00 |^08001 ",
        "no server answers there: is it running, and are the host and the port right?",
    ),
    (
        r"^57P0\d |^08\w{3} |^40\w{3} |closed the connection|connection (is |was |has been )?(lost|closed|terminated)",
        "the server or the network cut the reading off: load again",
    ),
    (
        r"^42P01 |^42S02 |no such table|NoSuchTable|Unreflectable",
        "it, or a table that it is made from, is no longer there",
    ),
    (
        r"^42703 |^42S22 |no such column",
        "a column that it is made from is no longer there",
    ),
    (
        r"SQLITE_NOTADB",
        "is not an SQLite database, or is encrypted",
    ),
    (
        r"SQLITE_CORRUPT",
        "the file is damaged: take it from a backup, or write it again",
    ),
    (
        r"SQLITE_(CANTOPEN|READONLY)|attempt to write a readonly",
        "can't be opened to read alone: copy the file, and those beside it that end in -wal and -shm, to a folder of "
        "your own",
    ),
    (
        r"decode|^22021 |invalid byte sequence",
        "holds text that is not in the encoding that the database states",
    ),
)


def _why(error: Exception) -> str:
    """A sentence for an error of the database: none of its own words, which can hold a cell or a password."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    code = _code(cause)
    words = "" if getattr(cause, "sqlstate", None) else cause
    signs = f"{code} {type(error).__name__} {words}"
    for sign, sentence in _WHY:
        if re.search(sign, signs):
            return sentence
    kind = ", ".join(filter(None, (type(cause).__name__, code)))
    return f"can't be read to its end ({kind}). The same table or view, selected in a database tool, says why"


def _code(cause: Any) -> str:
    """The error's code by the SQL standard, or SQLite's; empty where the driver gives none."""
    for code in (getattr(cause, "sqlstate", None), getattr(cause, "sqlite_errorname", None), *cause.args[:1]):
        if isinstance(code, str) and re.fullmatch(r"[0-9A-Z]{5}|SQLITE_\w+", code):
            return code
    return ""
