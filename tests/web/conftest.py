"""The site on a home folder of its own, with the published report in place of one counted from records."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

HOME = Path(tempfile.mkdtemp(prefix="lineofsight-web-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "lineofsight.web.settings"

before = os.environ.get("LINEOFSIGHT_HOME")
os.environ["LINEOFSIGHT_HOME"] = str(HOME)
import django  # noqa: E402  (the settings read the home folder when they are imported)

django.setup()
from django.conf import settings  # noqa: E402

assert settings.LINEOFSIGHT_HOME == HOME
if before is None:
    del os.environ["LINEOFSIGHT_HOME"]
else:
    os.environ["LINEOFSIGHT_HOME"] = before

from django.test import Client  # noqa: E402

from lineofsight.calendar import Month, months_to  # noqa: E402
from lineofsight.reports import build  # noqa: E402
from lineofsight.reports.model import HighlightReport  # noqa: E402
from tests.reports import sample  # noqa: E402

LATEST = Month(2023, 3)


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)


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
