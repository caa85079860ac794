"""Who is let in: the owner of a token that holds, as their role may, and nobody by a session."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from lineofsight.web.accounts.models import Token, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.table import may
from lineofsight.web.accounts.tokens import make_token, revoke_token
from lineofsight.web.api import entry
from tests.web.api.conftest import TODAY, Program, sentence_of

Make = Callable[..., Program]
PARTS = {
    "api:figures": "figures",
    "api:children": "figures/3.3/children?limit=1",
    "api:due": "due?limit=1",
    "api:book": "book",
    "api:definition": "book/3.3",
    "api:snapshots": "snapshots",
    "api:teams": "teams",
    "api:benchmarks": "benchmarks?ref=1.4r",
}


@pytest.mark.parametrize("address", PARTS.values(), ids=PARTS)
def test_nobody_is_let_in_without_a_token(program: Make, signed_in: Callable[..., Client], address: str) -> None:
    nobody, by_session = Client(SERVER_NAME="127.0.0.1"), signed_in("analyst")
    for client in (nobody, by_session):
        answer = client.get(f"/api/v1/{address}")
        assert "token" in sentence_of(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"
    for sent in ("Bearer los_wrong", "Bearer ", "Bearer", "Basic dXNlcjpwYXNz", "los_x", "Bearer " + "x" * 5000):
        sentence_of(nobody.get(f"/api/v1/{address}", headers={"Authorization": sent}), 401)


@pytest.mark.parametrize("role", Role.values)
def test_a_role_reads_what_it_may_see_on_the_pages(program: Make, role: str) -> None:
    user = {"inspector": {"access_ends_on": TODAY + dt.timedelta(days=5)}}.get(role, {})
    reads = program(role, **user)
    for part, address in PARTS.items():
        status = reads.ask(address).status_code
        if not may(role, "accounts:tokens"):
            assert status == 401, part
        else:
            assert status == (200 if entry.may_read(role, part) else 403), part


def test_the_board_reads_figures_and_no_children() -> None:
    parts = {part for part in PARTS if entry.may_read("board_member", part)}
    assert parts == set(PARTS) - {"api:children", "api:due"}


def test_a_token_that_has_ended_lets_nobody_in(program: Make) -> None:
    reads = program()
    assert reads.ask("figures?ref=3.3").status_code == 200
    token = Token.objects.get(user=reads.user)
    Token.objects.filter(pk=token.pk).update(ends_on=TODAY - dt.timedelta(days=1))
    reads.problem("figures?ref=3.3", 401)
    Token.objects.filter(pk=token.pk).update(ends_on=TODAY)
    assert reads.ask("figures?ref=3.3").status_code == 200
    revoke_token(by=reads.user, token=token)
    reads.problem("figures?ref=3.3", 401)


@pytest.mark.parametrize(
    "ended",
    [{"is_active": False}, {"access_ends_on": TODAY - dt.timedelta(days=1)}, {"must_change_password": True}],
)
def test_a_token_ends_with_its_owners_access(program: Make, ended: dict[str, object]) -> None:
    reads = program()
    User.objects.filter(pk=reads.user.pk).update(**ended)
    reads.problem("figures?ref=3.3", 401)


def test_a_token_holds_no_longer_where_the_role_has_none(program: Make) -> None:
    reads = program()
    User.objects.filter(pk=reads.user.pk).update(role="practitioner")
    reads.problem("figures?ref=3.3", 401)


def test_a_token_that_asks_too_often_waits_and_others_do_not(program: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "A_MINUTE", 3)
    minute = time.time() // 60 * 60
    monkeypatch.setattr(entry, "clock", lambda: minute + 30)
    reads, other = program(), program()
    assert [reads.ask("teams").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = reads.ask("teams")
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert "too often" in sentence_of(answer, 429)
    assert other.ask("teams").status_code == 200
    second = make_token(by=reads.user, name="Excel", days=5, today=TODAY)
    assert Program(reads.user, second).ask("teams").status_code == 200
    monkeypatch.setattr(entry, "clock", lambda: minute + 61)
    assert reads.ask("teams").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head"])
@pytest.mark.parametrize("address", PARTS.values(), ids=PARTS)
def test_it_is_read_alone(program: Make, method: str, address: str) -> None:
    reads = program()
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    answer = getattr(client, method)(f"/api/v1/{address}", headers={"Authorization": f"Bearer {reads.token}"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"


def test_only_the_interface_answers_for_itself() -> None:
    def views(patterns: list[URLPattern | URLResolver], at: str = "") -> dict[str, bool]:
        found = {}
        for each in patterns:
            where = at + str(each.pattern)
            if isinstance(each, URLResolver):
                found |= views(each.url_patterns, where)
            else:
                found[where] = bool(getattr(each.callback, "answers_for_itself", False))
        return found

    for where, itself in views(get_resolver().url_patterns).items():
        assert itself == where.startswith("api/"), where


def test_every_address_of_the_interface_asks_who_asks(demo_site: object, db: None) -> None:
    nobody = Client(SERVER_NAME="127.0.0.1")
    for address in ("", "v1/openapi.json", *(f"v1/{part}" for part in PARTS.values())):
        assert nobody.get(f"/api/{address}").status_code in (302, 401), address
    for address in ("nothing", "v1/", "v1/figures/", "v1/docs"):
        assert nobody.get(f"/api/{address}").status_code == 404, address
