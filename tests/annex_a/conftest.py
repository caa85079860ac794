"""What the tests of Annex A share: the demonstration's lists, produced once."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.annex_a.producing import Produced, produce
from lineofsight.council import Council
from lineofsight.home import Home
from tests.annex_a.councils import ON

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def demonstration_home(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of its own with the demonstration's snapshots: what is produced here isn't seen by other tests."""
    folder = tmp_path_factory.mktemp("annex_a")
    (folder / "snapshots").symlink_to(demonstration.snapshots)
    return Home(folder)


@pytest.fixture(scope="session")
def produced(demonstration_home: Home) -> Produced:
    """The demonstration's Annex A of 31 March 2023, after that of 28 February."""
    council = Council(demonstration_home)
    produce(council, dt.date(2023, 2, 28), "2024", now=NOW - dt.timedelta(days=1))
    return produce(council, ON, "2024", now=NOW)
