"""A PostgreSQL server of the tests' own: started in a temporary folder from Debian's binaries, stopped at the end.

It listens on a socket in that folder and on no port, so it meets no other server, nor that of another test process.
PostgreSQL refuses to run as root: there it runs as the user `postgres` that Debian's package makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0]))
OWNER, OWNERS_PASSWORD = "owner", "not-a-secret-owner"
ANALYST, ANALYSTS_PASSWORD = "analyst", "not-a-secret-analyst"


@dataclass
class Server:
    """A running server. Its owner writes; the login `analyst` may only read what is granted to it."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, *, owner: bool = False, password: str | None = None) -> str:
        """A URL as a user writes it; `password` in place of the login's own, or "" for none."""
        login, own = (OWNER, OWNERS_PASSWORD) if owner else (ANALYST, ANALYSTS_PASSWORD)
        address = URL.create(
            "postgresql",
            username=login,
            password=(own if password is None else password) or None,
            database=database,
            query={"host": str(self.folder)},
        )
        return address.render_as_string(hide_password=False)

    def run(self, database: str, *statements: str, autocommit: bool = False) -> None:
        """Runs statements as the owner."""
        engine = sa.create_engine(self.url(database, owner=True).replace("postgresql://", "postgresql+psycopg://"))
        with engine.connect() as connection:
            if autocommit:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()
        engine.dispose()

    def insert(self, database: str, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """Inserts rows as the owner."""
        engine = sa.create_engine(self.url(database, owner=True).replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            into = sa.table(table, *(sa.column(column) for column in columns))
            connection.execute(into.insert(), [dict(zip(columns, row, strict=True)) for row in rows])
        engine.dispose()

    def new_database(self) -> str:
        """The name of a fresh, empty database, whose tables the analyst may read."""
        name = f"ssd_{next(self._numbers)}"
        self.run("postgres", f"create database {name}", autocommit=True)
        self.run(name, f"alter default privileges grant select on tables to {ANALYST}")
        return name


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server; the test is skipped where PostgreSQL is not installed."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    with started() as server:
        yield server


@contextmanager
def started() -> Iterator[Server]:
    """Makes and starts a server; stops it and removes what it wrote."""
    # Not pytest's own folder: another user can't reach it, and a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        import pwd  # there is none on Windows, where the tests are skipped

        postgres = pwd.getpwnam("postgres")
        os.chown(folder, postgres.pw_uid, postgres.pw_gid)
        user = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": ()}

    def call(program: str, *arguments: str) -> None:
        command = [BINARIES[-1].parent / program, "--pgdata", folder / "data", *arguments]
        # To a file: what the server keeps open must not be waited for.
        with (folder / "said").open("w+", encoding="utf-8") as said:
            done = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd=folder, **user)
            said.seek(0)
            assert done.returncode == 0, said.read()

    try:
        password = folder / "password"
        password.write_text(OWNERS_PASSWORD, encoding="utf-8")
        password.chmod(0o644)
        call(
            *("initdb", "--username", OWNER, "--pwfile", str(password), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        call("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", settings)
        try:
            server = Server(folder)
            server.run("postgres", f"create role {ANALYST} login password '{ANALYSTS_PASSWORD}'")
            yield server
        finally:
            call("pg_ctl", "stop", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
