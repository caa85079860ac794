"""A site of its own for each test: a small council whose records of 3 April serve, and those of 3 May wait."""

from __future__ import annotations

import datetime as dt
import html
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.prepared.making import prepare
from lineofsight.records.snapshots import Snapshots
from lineofsight.web import serving
from lineofsight.web.accounts.models import User
from lineofsight.web.performance import commentary as commenting
from lineofsight.web.performance.publishing import report_now
from tests.published.councils import load_april, load_march

MARCH = Month(2023, 3)
# The browser's driver keeps an event loop in the thread of the tests, in which Django's database is used as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def said(response: object) -> str:
    """What a page says, with one space between words and its marks as they are read."""
    return html.unescape(" ".join(response.content.decode().split()))  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def prepared_council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both snapshots, worked out once. Tests take copies."""
    home = Home(tmp_path_factory.mktemp("council") / "home")
    march = load_march(home)
    prepare(Council(home), dt.date.today())  # noqa: DTZ011
    load_april(home)
    prepare(Council(home), dt.date.today())  # noqa: DTZ011
    Snapshots(home.snapshots).use(march.id)
    return home.path


@dataclass
class Site:
    """The council's home, and what tests do with it."""

    home: Home
    sign_in: Callable[..., Client]

    def use(self, day: str) -> None:
        """Lets the snapshot of a day serve, as a load does."""
        snapshots = Snapshots(self.home.snapshots)
        snapshots.use(next(one.id for one in snapshots.listed() if str(one.extracted_on) == day))

    def prepare(self) -> None:
        """Works out what serves now: the site does it in a process of its own."""
        prepare(Council(self.home), dt.date.today())  # noqa: DTZ011

    def say_what_is_needed(self, by: User, approver: User, month: Month = MARCH) -> list[str]:
        """Writes and approves each commentary that a month needs; of which indicators."""
        served = serving.serving()
        with served.reading() as counted:
            report = report_now(served, counted, month)
        refs = [one.ref for one in commenting.waiting(month, report)]
        for ref in refs:
            kept = commenting.write_commentary(
                ref=ref, month=month, by=by, snapshot=served.council.snapshot, what_happened="Sickness in two teams."
            )
            seen = commenting.version_of(kept)
            commenting.approve_commentary(ref=ref, month=month, by=approver, seen=seen)
        return refs


@pytest.fixture
def council_site(
    prepared_council: Path,
    tmp_path: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    signed_in: Callable[..., Client],
) -> Site:
    """A copy of the small council serves, and the site looks at each request whether something else does."""
    home = Home(tmp_path / "home")
    shutil.copytree(prepared_council, home.path)
    settings.LINEOFSIGHT_HOME = home.path  # type: ignore[attr-defined]
    monkeypatch.setattr(serving, "LOOK_EVERY", 0.0)
    return Site(home, signed_in)


@pytest.fixture
def analyst(council_site: Site) -> Client:
    return council_site.sign_in("analyst")


@pytest.fixture
def director(council_site: Site) -> Client:
    return council_site.sign_in("director")
