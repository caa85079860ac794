"""Programs that read the demonstration council, each with the token of somebody of a role."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from lineofsight.home import Home
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.tokens import make_token
from lineofsight.web.api import entry
from tests.web.conftest import add_person

TODAY = dt.date.today()  # noqa: DTZ011 - as the site does


@dataclass
class Program:
    """Asks as a program does: with a token and without cookies."""

    user: User
    token: str

    def ask(self, address: str, **headers: str) -> HttpResponseBase:
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        return client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {self.token}", **headers})

    def json(self, address: str) -> dict[str, Any]:
        answer = self.ask(address)
        assert answer.status_code == 200, text_of(answer)
        assert answer.headers["Content-Type"] == "application/json"
        return json.loads(text_of(answer))

    def csv(self, address: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.csv_text(address))))

    def csv_text(self, address: str) -> str:
        answer = self.ask(address, Accept="text/csv")
        assert answer.status_code == 200, text_of(answer)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        return text_of(answer)

    def problem(self, address: str, status: int, **headers: str) -> str:
        """The sentence of a refusal, which must be a problem of that status."""
        return sentence_of(self.ask(address, **headers), status)


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def sentence_of(answer: Any, status: int) -> str:
    said = text_of(answer)
    assert answer.status_code == status, said
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = json.loads(said)
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    return str(problem["detail"])


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token may ask as often as a test wants: the test of the limit sets it again."""
    monkeypatch.setattr(entry, "A_MINUTE", 1_000_000)


@pytest.fixture
def program(db: None, demo_site: Home) -> Callable[..., Program]:
    """`program("analyst")`, `program("team_manager", teams=("T22",))`: a program of somebody of a role."""

    def make(role: str = "analyst", **facts: Any) -> Program:
        user = add_person(role, **facts)
        return Program(user, make_token(by=user, name="Power BI", days=30, today=TODAY))

    return make
