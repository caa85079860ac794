"""Tokens for programs: made once, kept as a hash, of no use once anything ends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, Token, User
from lineofsight.web.accounts.tokens import MOST_TOKENS, make_token, revoke_token, token_user
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def anna() -> User:
    return add_person("analyst", name="anna", made_up=False)


def test_a_token_is_of_its_owner_and_only_a_hash_of_it_is_kept(anna: User) -> None:
    raw = make_token(by=anna, name="Power BI", days=90, today=TODAY)
    assert token_user(raw, today=TODAY) == anna
    token = Token.objects.get()
    assert raw not in str(Token.objects.values()) and len(token.digest) == 64
    assert token.ends_on == dt.date(2027, 2, 23)
    assert raw not in str(list(Change.objects.values()))


@pytest.mark.parametrize("raw", ["", "los_", "los_invented", "x" * 5000, "los_" + "é" * 20])
def test_what_is_no_token_is_nobodys(anna: User, raw: str) -> None:
    make_token(by=anna, name="t", days=1, today=TODAY)
    assert token_user(raw, today=TODAY) is None
    assert token_user(Token.objects.get().digest, today=TODAY) is None


def test_a_token_ends(anna: User) -> None:
    raw = make_token(by=anna, name="t", days=1, today=TODAY)
    assert token_user(raw, today=TODAY + dt.timedelta(days=1)) == anna
    assert token_user(raw, today=TODAY + dt.timedelta(days=2)) is None
    revoke_token(by=anna, token=Token.objects.get())
    assert token_user(raw, today=TODAY) is None
    assert [change.did for change in Change.objects.order_by("pk")] == ["token made", "token ended"]


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"access_ends_on": dt.date(2026, 11, 24)},
        {"must_change_password": True},
        {"role": "team_manager"},
        {"role": "administrator"},
        {"role": ""},
        {"made_up": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_token_is_no_more_than_its_owner(anna: User, change: dict[str, object]) -> None:
    raw = make_token(by=anna, name="t", days=30, today=TODAY)
    User.objects.filter(pk=anna.pk).update(**change)
    assert token_user(raw, today=TODAY) is None


def test_a_token_ends_no_later_than_the_access(anna: User) -> None:
    anna.access_ends_on = dt.date(2026, 12, 1)
    make_token(by=anna, name="t", days=365, today=TODAY)
    assert Token.objects.get().ends_on == dt.date(2026, 12, 1)


@pytest.mark.parametrize(("name", "days"), [(" ", 10), ("t", 0), ("t", 366)])
def test_what_can_not_be_made(anna: User, name: str, days: int) -> None:
    with pytest.raises(Refused):
        make_token(by=anna, name=name, days=days, today=TODAY)


def test_nobody_has_a_heap_of_tokens(anna: User) -> None:
    for number in range(MOST_TOKENS):
        make_token(by=anna, name=f"t{number}", days=10, today=TODAY)
    with pytest.raises(Refused, match="end one first"):
        make_token(by=anna, name="t", days=10, today=TODAY)


def test_its_use_is_noted_once_a_minute(anna: User) -> None:
    raw = make_token(by=anna, name="t", days=10, today=TODAY)
    token_user(raw, today=TODAY)
    first = Token.objects.get().last_used_at
    token_user(raw, today=TODAY)
    assert first is not None and Token.objects.get().last_used_at == first
    earlier = timezone.now() - dt.timedelta(minutes=2)
    Token.objects.update(last_used_at=earlier)
    token_user(raw, today=TODAY)
    assert Token.objects.get().last_used_at != earlier


@pytest.mark.usefixtures("made_up_serves")
def test_the_page_shows_a_token_once_and_ends_only_ones_own(signed_in: Callable[..., Client]) -> None:
    client, other = signed_in("analyst"), signed_in("director")
    page = client.post("/people/you/tokens/", {"name": "Power BI", "days": "30"}).content.decode()
    raw = re.search(r"los_[\w-]{40,}", page)[0]  # type: ignore[index]
    assert token_user(raw) == client.user  # type: ignore[attr-defined]
    assert raw not in client.get("/people/you/tokens/").content.decode()
    token = Token.objects.get()
    assert other.post(f"/people/you/tokens/{token.pk}/end/").status_code == 404
    assert token_user(raw) is not None
    assert client.post(f"/people/you/tokens/{token.pk}/end/").status_code == 302
    assert token_user(raw) is None
