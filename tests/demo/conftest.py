"""One demonstration extract for all these tests, and how to read its files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from lineofsight.demo import write_extract

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demonstration")
    write_extract(folder)
    return folder


@pytest.fixture(scope="session")
def demo_rows(demo_folder: Path) -> Callable[[str], Rows]:
    """The rows of a table of the extract."""

    @cache
    def rows(table: str) -> Rows:
        with (demo_folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return rows
