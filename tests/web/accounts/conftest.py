"""People of the site without records: made-up people may sign in as if the demonstration served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from lineofsight.web import serving
from lineofsight.web.accounts.models import User
from tests.web.conftest import PASSWORD, add_person


@pytest.fixture
def real_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "shows_demonstration", lambda: False)


@pytest.fixture
def anna(db: None) -> Iterator[User]:
    """Somebody real, with a password of their own and no second factor yet."""
    yield add_person("analyst", name="anna", made_up=False)


@pytest.fixture
def ada(db: None) -> Iterator[User]:
    """An administrator."""
    yield add_person("administrator", name="ada", made_up=False)


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/sign-in/", {"login": username, "password": password, **more})
