"""The site on a home folder of its own, on the demonstration council, or with the published report in its place.

People's work lives in a database of each test process: a file, or PostgreSQL where LINEOFSIGHT_TEST_DATABASE says so.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from importlib.metadata import version
from pathlib import Path
from string import ascii_lowercase
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

HOME = Path(tempfile.mkdtemp(prefix="lineofsight-web-"))
_servers = ExitStack()
if os.environ.get("LINEOFSIGHT_TEST_DATABASE") == "postgresql":
    from tests.sources.postgresql import started

    server = _servers.enter_context(started())
    os.environ["LINEOFSIGHT_DATABASE"] = server.url("postgres", owner=True)

before = os.environ.get("LINEOFSIGHT_HOME")
os.environ["LINEOFSIGHT_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"
import django  # noqa: E402  (the settings read the home folder when they are imported)

django.setup()
from django.conf import settings as site_settings  # noqa: E402

assert site_settings.LINEOFSIGHT_HOME == HOME
del os.environ["DJANGO_SETTINGS_MODULE"]  # or processes that this one starts would read the settings before their home
if before is None:
    del os.environ["LINEOFSIGHT_HOME"]
else:
    os.environ["LINEOFSIGHT_HOME"] = before
if site_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    site_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(HOME / "tests.sqlite3")

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.middleware import csrf  # noqa: E402
from django.test import Client  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

import lineofsight  # noqa: E402
from lineofsight.calendar import Month, months_to  # noqa: E402
from lineofsight.home import Home  # noqa: E402
from lineofsight.reports import build  # noqa: E402
from lineofsight.reports.model import HighlightReport  # noqa: E402
from lineofsight.web import serving  # noqa: E402
from lineofsight.web.accounts.models import User, UserTeam  # noqa: E402
from lineofsight.web.accounts.roles import Role  # noqa: E402
from tests.reports import sample  # noqa: E402
from tests.web.browsing import browser as browser  # noqa: E402
from tests.web.browsing import running_site as running_site  # noqa: E402

# The random tokens of forms would now and then spell a made-up child's id, such as C4, on a page that names no child.
csrf.CSRF_ALLOWED_CHARS = ascii_lowercase


def pytest_unconfigure() -> None:
    """The server for the tests' database, where there was one, ends with them."""
    _servers.close()
    shutil.rmtree(HOME, ignore_errors=True)


class _Editor:
    """As much of a schema editor as the migration of the triggers needs."""

    def __init__(self) -> None:
        self.connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


#: Migrations that let the database refuse changes to what is written once.
_ONLY_ADDED = (
    *("accounts.migrations.0002_only_added", "improvement.migrations.0002_written_once"),
    "inspection.migrations.0002_written_once",
)


def _may_be_emptied(execute: Callable[..., None]) -> Callable[..., None]:
    """Between tests that commit, all tables are emptied, also those from which the database lets nobody delete."""
    migrations = [importlib.import_module(f"lineofsight.web.{name}") for name in _ONLY_ADDED]

    def emptied(sql_list: list[str]) -> None:
        for each in migrations:
            each.allow_changes(None, _Editor())
        try:
            execute(sql_list)
            _Editor().execute("delete from accounts_limits")
        finally:
            for each in migrations:
                each.refuse_changes(None, _Editor())

    return emptied


connection.ops.execute_sql_flush = _may_be_emptied(connection.ops.execute_sql_flush)  # type: ignore[method-assign]

#: What is run on PostgreSQL too: what keeps people's work (locks, constraints, triggers, JSON, limits), and each page
#: once. That pages look as they should doesn't hang on the database.
_ON_BOTH = (
    *("accounts/test_logs.py", "accounts/test_only_added.py", "accounts/test_people.py", "accounts/test_tokens.py"),
    *("accounts/test_signing_in.py", "actions/test_register.py", "api/test_entry.py", "performance/test_publishing.py"),
    *("surgery/test_meetings.py", "audits/test_auditing.py", "audits/test_cycles.py", "audits/test_sheets.py"),
    *("audits/test_states.py", "audits/test_tooling.py", "audits/test_unsafe.py", "audits/test_findings_pages.py"),
    *("audits/test_audit_pages.py", "audits/test_demonstration.py"),
    *(f"improvement/test_{name}.py" for name in ("boards", "assurance", "risks", "evaluation", "editing", "reports")),
    *(f"improvement/test_{name}.py" for name in ("plan_states", "plan_changes", "following", "opening")),
    *(
        f"inspection/test_{name}.py"
        for name in ("documents", "documents_storing", "questions", "for_inspectors", "lists")
    ),
    *(f"inspection/test_{name}.py" for name in ("visits", "rehearsal")),
    "accounts/test_access_table.py::test_every_page_as_everybody[director]",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.removeprefix("tests/web/").startswith(_ON_BOTH):
            item.add_marker(pytest.mark.databases)


#: Where the tables as migrations make them are kept between runs: making them takes ten seconds in each process.
_TABLES = Path(__file__).parents[2] / ".pytest_cache" / "tables"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """A file that is there already is used: it lies in a folder of this process alone."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begins with the tables that an earlier run made by the same migrations; migrations run on them all the same."""
    kept = _kept_tables()
    if kept is not None and kept.exists():
        shutil.copy(kept, site_settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keeps the tables for the next run, as soon as they are made."""
    kept = _kept_tables()
    if kept is None or kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(kept.parent.glob("*.sqlite3"), key=lambda each: each.stat().st_mtime)[:-4]:
        old.unlink(missing_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("vacuum into %s", [str(draft)])
    draft.replace(kept)


def _kept_tables() -> Path | None:
    """Under a name that changes with every migration, with Django and with allauth; None on PostgreSQL."""
    if not site_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    digest = hashlib.sha256(repr([version(name) for name in ("django", "django-allauth", "django-axes")]).encode())
    for file in sorted(Path(lineofsight.__file__).parent.rglob("web/*/migrations/*.py")):
        digest.update(file.read_bytes())
    return _TABLES / f"{digest.hexdigest()[:16]}.sqlite3"


LATEST = Month(2023, 3)
PASSWORD = "made-up-password-for-tests"


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)


@cache
def _hashed() -> str:
    """PASSWORD as the site keeps it, worked out once: that takes a tenth of a second by intent."""
    return make_password(PASSWORD)


def add_person(role: str, *, teams: tuple[str, ...] = (), name: str = "", **facts: object) -> User:
    """Somebody made up who may sign in with PASSWORD; made-up people pass the second factor by."""
    user = User(username=name or f"{role}-{User.objects.count()}", role=role, first_name="Made-up", **facts)
    user.last_name = Role(role).label
    user.made_up = bool(facts.get("made_up", True))
    user.password = _hashed()
    user.save()
    UserTeam.objects.bulk_create(UserTeam(user=user, team_id=team) for team in teams)
    return user


@pytest.fixture(scope="session")
def demonstration_worked_out(demonstration: Home) -> Home:
    """What the site shows of the demonstration council is worked out: once, since nothing that tests do changes it."""
    from lineofsight.cli import main

    had = os.environ.get("LINEOFSIGHT_HOME")
    os.environ["LINEOFSIGHT_HOME"] = str(demonstration.path)
    try:
        assert main(["prepare"]) == 0
    finally:
        if had is None:
            del os.environ["LINEOFSIGHT_HOME"]
        else:
            os.environ["LINEOFSIGHT_HOME"] = had
    return demonstration


@pytest.fixture
def demo_site(demonstration_worked_out: Home, settings: object) -> Home:
    """The site shows the demonstration council."""
    settings.LINEOFSIGHT_HOME = demonstration_worked_out.path  # type: ignore[attr-defined]
    return demonstration_worked_out


@pytest.fixture
def made_up_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration serves, as far as signing in can tell."""
    monkeypatch.setattr(serving, "shows_demonstration", lambda: True)


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """A client for somebody of a role: `signed_in("analyst")`, `signed_in("team_manager", teams=("T01",))`."""

    def sign_in(role: str = Role.ANALYST, **facts: object) -> Client:
        user = add_person(role, **facts)  # type: ignore[arg-type]
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        client.force_login(user, backend="lineofsight.web.accounts.backend.PasswordBackend")
        client.user = user  # type: ignore[attr-defined]
        return client

    return sign_in


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every month's report shows the published figures."""
    _serve_report(monkeypatch, sample.highlight)


@pytest.fixture
def gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report has figures that can't be given."""
    _serve_report(monkeypatch, lambda month: sample.with_gaps())


def _serve_report(monkeypatch: pytest.MonkeyPatch, made: Callable[[Month], HighlightReport]) -> None:
    monkeypatch.setattr(build, "available_months", lambda home: tuple(reversed(months_to(LATEST, 12))))
    monkeypatch.setattr(build, "highlight_report", lambda home, month=None, now=False: made(month or LATEST))


def version_on(answer: HttpResponse, address: str) -> str:
    """The version that the button of an address on a page sends."""
    form = answer.content.decode().partition(f'action="{address}"')[2].partition("</form>")[0]
    found = re.search(r'name="version" value="(\d+)"', form)
    assert found is not None, address
    return found[1]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """The site on a free port of this machine, for a browser."""
    from lineofsight.web.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
