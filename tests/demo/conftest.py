"""One demonstration extract for all these tests, and how to read its files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from lineofsight.home import Home

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def demo_folder(demonstration: Home) -> Path:
    """The extract that the demonstration was loaded from."""
    return demonstration.path / "demonstration-extract"


@pytest.fixture(scope="session")
def demo_rows(demo_folder: Path) -> Callable[[str], Rows]:
    """The rows of a table of the extract."""

    @cache
    def rows(table: str) -> Rows:
        with (demo_folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return rows
