"""The council of two months, made once for each test process; a test gets a copy that it may load into."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lineofsight.home import Home
from tests.web.surgery.council import serve_april, serve_march


@pytest.fixture(scope="session")
def march_kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("march") / "home")
    serve_march(home)
    return home


@pytest.fixture(scope="session")
def april_kept(march_kept: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("april") / "home")
    shutil.copytree(march_kept.path, home.path)
    serve_april(home)
    return home


@pytest.fixture
def march(march_kept: Home, tmp_path: Path, settings: object) -> Home:
    """The site shows March."""
    settings.LINEOFSIGHT_HOME = march_kept.path  # type: ignore[attr-defined]
    return march_kept


@pytest.fixture
def april(march: Home, april_kept: Home, settings: object) -> Home:
    """A month later; call `turn` to let the site show April in place of March."""
    return april_kept
