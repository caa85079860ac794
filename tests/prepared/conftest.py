"""The demonstration council, prepared once for all these tests, and readers of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.keeping import open_kept
from lineofsight.prepared.making import prepare

TODAY = dt.date(2023, 4, 3)


@dataclass(frozen=True)
class Reading:
    """A reader's scope."""

    everybody: bool = False
    teams: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


EVERYBODY = Reading(everybody=True)


@pytest.fixture(scope="session")
def kept(demonstration: Home) -> Iterator[Counted]:
    council = Council(demonstration)
    counted = open_kept(prepare(council, TODAY), council.book, council.reads, council.snapshot)
    yield counted
    counted.database.close()
