"""Signing in with a council's own directory, against one that the tests start: from the button to the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from lineofsight.web.accounts import people, sessions
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.site_settings import Directory as Setting
from lineofsight.web.site_settings import SiteSettings
from tests.web.accounts.directory import CLIENT_ID, CLIENT_SECRET, Directory, running
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(settings: Any) -> Iterator[Directory]:
    with running() as directory:
        app = {
            "provider_id": "council",
            "name": "The council's directory",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": directory.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        setting = Setting("council", "The council's directory", CLIENT_ID, CLIENT_SECRET, directory.address)
        settings.LINEOFSIGHT_SITE = SiteSettings(directories=(setting,))
        directory.person = {"sub": "sub-1", "preferred_username": "anna", "name": "Anna"}
        yield directory


@pytest.fixture
def anna() -> User:
    return add_person("analyst", name="anna", made_up=False)


def way_back(client: Client, after: str = "/people/you/") -> str:
    """Presses the button, signs in at the directory, and gives the address that it leads back to."""
    answer = client.post("/directory/council/", {"next": after})
    assert answer.status_code == 200, answer.content.decode()
    page = answer.content.decode()
    there = unescape(re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)[1])  # type: ignore[index]
    return requests.get(there, allow_redirects=False, timeout=5).headers["Location"]


def come_back(client: Client, address: str) -> HttpResponse:
    at = urlsplit(address)
    assert at.path == "/directory/council/back/"
    return client.get(f"{at.path}?{at.query}")  # type: ignore[return-value]


def signed_in(client: Client) -> bool:
    return client.get("/people/you/").status_code == 200


def test_from_the_button_to_the_page_that_was_asked_for(directory: Directory, anna: User, client: Client) -> None:
    page = client.get("/sign-in/?next=/people/you/").content.decode()
    assert "Sign in with The council&#x27;s directory" in page
    assert 'action="/directory/council/"' in page and 'name="next" value="/people/you/"' in page
    answer = come_back(client, way_back(client))
    assert answer.status_code == 302 and answer.headers["Location"] == "/people/you/"
    assert client.get("/people/you/").status_code == 200  # the directory asks for the second factor
    assert client.session[sessions.BY_DIRECTORY] is True
    assert SocialAccount.objects.get(user=anna).uid == "sub-1"
    assert Change.objects.get(did="signed in").detail["way"] == "directory"
    assert Change.objects.filter(did="tied to the directory", subject="anna").exists()
    assert "/keys" in directory.asked  # the token's signature was looked at


def test_asks_before_it_leads_away(directory: Directory, client: Client) -> None:
    answer = client.get("/directory/council/?next=/people/you/")
    assert answer.status_code == 200 and b"Go on" in answer.content
    assert directory.asked == []


def test_the_second_time_they_are_known_whatever_their_name_there(
    directory: Directory, anna: User, client: Client
) -> None:
    come_back(client, way_back(client))
    directory.person = {"sub": "sub-1", "preferred_username": "anna.married"}
    again = Client(SERVER_NAME="127.0.0.1")
    come_back(again, way_back(again))
    assert signed_in(again)


@pytest.mark.parametrize(
    ("person", "known"),
    [
        ({"preferred_username": "ANNA"}, True),
        ({"upn": "anna"}, True),
        ({"email": "anna@council.example", "email_verified": True}, True),
        ({"email": "anna@council.example", "email_verified": False}, False),
        ({"email": "anna@council.example"}, False),
        ({"email": "anna@council.example", "email_verified": "yes"}, False),
        ({"preferred_username": "somebody.else"}, False),
        ({}, False),
    ],
)
def test_who_is_known(directory: Directory, anna: User, client: Client, person: dict[str, object], known: bool) -> None:
    User.objects.filter(pk=anna.pk).update(email="anna@council.example")
    directory.person = {"sub": "sub-9", **person}
    answer = come_back(client, way_back(client))
    assert (answer.status_code == 302) is known
    assert signed_in(client) is known
    if not known:
        assert answer.status_code == 403 and "nobody has given you access here" in answer.content.decode()
        assert User.objects.count() == 1 and not SocialAccount.objects.exists()


def test_a_name_that_the_directory_gives_away_again_opens_nothing(
    directory: Directory, anna: User, client: Client
) -> None:
    come_back(client, way_back(client))
    directory.person = {"sub": "sub-2", "preferred_username": "anna"}
    other = Client(SERVER_NAME="127.0.0.1")
    assert come_back(other, way_back(other)).status_code == 403
    people.untie_directory(by=add_person("administrator", made_up=False), user=anna)
    assert not signed_in(client)
    assert come_back(other, way_back(other)).status_code == 302


def test_made_up_people_are_not_in_the_directory(directory: Directory, client: Client) -> None:
    add_person("analyst", name="anna", made_up=True)
    assert come_back(client, way_back(client)).status_code == 403


def test_ended_access_is_refused_and_ends_what_is_open(directory: Directory, anna: User, client: Client) -> None:
    come_back(client, way_back(client))
    assert signed_in(client)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert not signed_in(client)
    answer = come_back(client, way_back(client))
    assert answer.status_code == 403 and not signed_in(client)


def change_query(address: str, **parts: str) -> str:
    at = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(at.query).items()} | parts
    return at._replace(query="&".join(f"{name}={value}" for name, value in query.items())).geturl()


def test_a_state_that_this_browser_did_not_begin_is_refused(directory: Directory, anna: User, client: Client) -> None:
    stranger = Client(SERVER_NAME="127.0.0.1")
    address = way_back(stranger)
    assert come_back(client, address).status_code == 401  # somebody sent them their own way back
    assert not signed_in(client)
    assert come_back(client, change_query(way_back(client), state="invented")).status_code == 401
    assert come_back(stranger, address).status_code == 302
    assert come_back(stranger, address).status_code == 401  # it holds once


@pytest.mark.parametrize(
    "token",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"exp": 1_000_000_000},
        {"sub": "another"},
    ],
    ids=lambda token: next(iter(token)),
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    directory: Directory, anna: User, client: Client, token: dict[str, object]
) -> None:
    directory.token = token
    answer = come_back(client, way_back(client))
    assert answer.status_code == 401 and "could not be used" in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize("wrong", ["key", "no id_token", "userinfo"])
def test_an_answer_that_is_not_as_it_must_be_is_refused(
    directory: Directory, anna: User, client: Client, wrong: str
) -> None:
    directory.wrong = wrong
    assert come_back(client, way_back(client)).status_code == 401
    assert not signed_in(client)


def test_a_code_of_another_sign_in_is_refused(directory: Directory, anna: User, client: Client) -> None:
    stolen = parse_qs(urlsplit(way_back(Client(SERVER_NAME="127.0.0.1"))).query)["code"][0]
    assert come_back(client, change_query(way_back(client), code=stolen)).status_code == 401


def test_stopped_there(directory: Directory, anna: User, client: Client) -> None:
    directory.wrong = "cancelled"
    answer = come_back(client, way_back(client))
    assert answer.status_code == 302
    assert b"was stopped there" in client.get(answer.headers["Location"]).content


def test_a_directory_that_does_not_answer(directory: Directory, client: Client) -> None:
    directory.wrong = "down"
    answer = client.post("/directory/council/")
    assert answer.status_code == 502 and "be reached" in answer.content.decode()


def test_there_is_no_directory_of_another_name(directory: Directory, client: Client) -> None:
    assert client.post("/directory/another/").status_code == 404
    assert client.get("/directory/another/back/").status_code == 404


def test_nobody_ties_an_identity_to_an_open_session(directory: Directory, anna: User, client: Client) -> None:
    """`process=connect` would tie whoever signs in there to whoever is signed in here."""
    come_back(client, way_back(client))
    directory.person = {"sub": "sub-2", "preferred_username": "mallory"}
    client.post("/directory/council/?process=connect")
    answer = client.post("/directory/council/?process=connect", {"process": "connect"})
    there = unescape(re.search(r"0;url=([^\"]+)", answer.content.decode())[1])  # type: ignore[index]
    back = requests.get(there, allow_redirects=False, timeout=5).headers["Location"]
    assert come_back(client, back).status_code == 403
    assert SocialAccount.objects.count() == 1


def test_what_the_address_says_does_not_change_what_is_asked(directory: Directory, client: Client) -> None:
    answer = client.post(
        "/directory/council/?scope=everything&auth_params=redirect_uri%3Dhttps%3A%2F%2Felsewhere.example"
    )
    there = unescape(re.search(r"0;url=([^\"]+)", answer.content.decode())[1])  # type: ignore[index]
    assert "elsewhere" not in there and "everything" not in there
    assert parse_qs(urlsplit(there).query)["code_challenge_method"] == ["S256"]


def test_a_directory_sign_in_that_was_left_does_not_stand_for_a_second_factor(
    directory: Directory, anna: User, client: Client
) -> None:
    from tests.web.accounts.conftest import sign_in

    way_back(client)  # and never come back
    sign_in(client, "anna")
    assert client.get("/people/you/").headers["Location"] == "/second-factor/set-up/"
