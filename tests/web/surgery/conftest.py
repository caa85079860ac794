"""The council of two months, made once for each test process; a test gets a copy that it may load into."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

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
def march(march_kept: Home, settings: Any) -> Home:
    """The site shows March, to people who are no made-up ones and need no second factor."""
    settings.LINEOFSIGHT_SITE = replace(settings.LINEOFSIGHT_SITE, second_factor=False)
    settings.LINEOFSIGHT_HOME = march_kept.path
    return march_kept


@pytest.fixture
def turn(march: Home, april_kept: Home, settings: Any) -> Callable[[], None]:
    """A month later: called, it lets the site show April in place of March."""

    def turned() -> None:
        settings.LINEOFSIGHT_HOME = april_kept.path

    return turned


@pytest.fixture
def person(signed_in: Callable[..., Client]) -> Callable[..., Client]:
    """A client for somebody of a role, who works here."""

    def made(role: str, **facts: object) -> Client:
        return signed_in(role, made_up=False, **facts)

    return made
