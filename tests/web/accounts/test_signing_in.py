"""Signing in by password: who gets in, who is locked out, how long it holds, and what must be done first."""

from __future__ import annotations

import datetime as dt
import logging
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import identify_hasher
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lineofsight.web.accounts import people, sessions
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.quiet import WithoutAddresses
from lineofsight.web.site_settings import SiteSettings
from tests.web.accounts.conftest import sign_in
from tests.web.conftest import PASSWORD, add_person

pytestmark = pytest.mark.django_db
BACKEND = "lineofsight.web.accounts.backend.PasswordBackend"


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_second_factor(client: Client) -> str:
    """Sets it up as a person does; the secret."""
    client.get("/second-factor/set-up/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/second-factor/set-up/", {"code": code_now(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return str(secret)


def test_nobody_sees_a_page_before_signing_in(client: Client) -> None:
    answer = client.get("/people/you/?x=1")
    assert answer.status_code == 302 and answer.headers["Location"] == "/sign-in/?next=/people/you/%3Fx%3D1"


@pytest.mark.usefixtures("made_up_serves")
def test_signing_in_begins_a_new_session(client: Client) -> None:
    add_person("analyst", name="ann")
    client.get("/sign-in/")
    client.session["planted"] = True
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    answer = client.post(
        "/sign-in/?next=/people/you/", {"login": " Ann ", "password": PASSWORD, "next": "/people/you/"}
    )
    assert answer.status_code == 302 and answer.headers["Location"] == "/people/you/"
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    change = Change.objects.get(did="signed in")
    assert change.user is not None and change.user.username == "ann"
    assert change.detail == {"way": "password", "address": "127.0.0.1"}


@pytest.mark.usefixtures("made_up_serves")
@pytest.mark.parametrize("elsewhere", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: Client, elsewhere: str) -> None:
    add_person("analyst", name="ann")
    answer = client.post("/sign-in/", {"login": "ann", "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/people/start/"


def test_passwords_are_kept_by_argon2_and_are_long_enough(anna: User, client: Client) -> None:
    assert identify_hasher(anna.password).algorithm == "argon2"
    client.force_login(anna, BACKEND)
    for bad in ("short", "password1234", "123456789012", PASSWORD):
        answer = client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": bad, "password2": bad})
        assert answer.status_code == 200, bad
        assert "There is a problem" in answer.content.decode()


def test_a_wrong_password_says_no_more_than_a_wrong_name(anna: User, client: Client) -> None:
    wrong = client.post("/sign-in/", {"login": "anna", "password": "wrong-password-1"})
    nobody = client.post("/sign-in/", {"login": "nobody", "password": "wrong-password-1"})
    assert wrong.status_code == nobody.status_code == 200
    said = "The user name or the password is wrong"
    assert said in wrong.content.decode() and said in nobody.content.decode()
    assert "anna" not in Change.objects.filter(did="sign-in refused").exclude(subject="anna").values_list("subject")
    assert Change.objects.filter(did="sign-in refused").count() == 1  # what is typed as a name may be a password


@pytest.mark.usefixtures("made_up_serves")
def test_five_failures_lock_for_an_hour_and_an_administrator_unlocks(client: Client) -> None:
    user = add_person("analyst", name="ann")
    answers = [sign_in(client, "ann", "wrong-password-1") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert b"for an hour" in answers[-1].content
    assert sign_in(client, "ann").status_code == 429  # the right password opens nothing now
    assert people.is_locked(user)
    elsewhere = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.2")
    assert sign_in(elsewhere, "ann").status_code == 302
    administrator = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.3")
    administrator.force_login(add_person("administrator"), BACKEND)
    assert b"Unlock" in administrator.get(f"/people/{user.pk}/").content
    assert administrator.post(f"/people/{user.pk}/unlock/").status_code == 302
    assert not people.is_locked(user)
    assert sign_in(client, "ann").status_code == 302


def test_one_address_that_tries_many_names_is_held_up(client: Client) -> None:
    answers = [sign_in(client, f"name-{number}", "wrong-password-1") for number in range(22)]
    assert b"too many attempts" in answers[-1].content


def test_many_addresses_that_try_one_name_are_held_up(anna: User) -> None:
    for number in range(31):
        client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=f"10.0.{number}.1")
        answer = sign_in(client, "anna", "wrong-password-1")
    assert b"too many attempts" in answer.content


def test_limits_are_kept_where_all_processes_see_them() -> None:
    assert isinstance(caches["default"], DatabaseCache)
    cache.set("kept", 1, 60)
    with connection.cursor() as cursor:
        assert cursor.execute("select count(*) from accounts_limits where cache_key like '%kept%'").fetchone()[0] == 1


def test_who_has_no_second_factor_sets_one_up_first(anna: User, client: Client) -> None:
    assert sign_in(client, "anna").headers["Location"] == "/people/start/"
    for address in ("/", "/people/you/", "/second-factor/", "/people/you/tokens/"):
        answer = client.get(address)
        assert answer.status_code == 302 and answer.headers["Location"] == "/second-factor/set-up/", address
    page = client.get("/second-factor/set-up/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page and client.session["mfa.totp.secret"] in page
    secret = set_up_second_factor(client)
    kept = Authenticator.objects.get(user=anna, type="totp").data["secret"]
    assert secret not in kept  # a copy of the database is no use
    codes = client.get("/second-factor/recovery-codes/").content.decode()
    assert codes[codes.index("los-recovery") :].count("<li>") == 10
    again = client.get("/second-factor/recovery-codes/").content.decode()
    assert "can't be shown again" in again.replace("&#x27;", "'")
    assert client.get("/people/you/").status_code == 200


def test_the_second_factor_is_asked_for_and_a_recovery_code_works_once(anna: User, client: Client) -> None:
    sign_in(client, "anna")
    set_up_second_factor(client)
    codes = Authenticator.objects.get(user=anna, type="recovery_codes").wrap().get_unused_codes()
    client.post("/sign-in/out/")
    assert sign_in(client, "anna").headers["Location"] == "/second-factor/code/"
    assert client.get("/people/you/").headers["Location"].startswith("/sign-in/")
    wrong = client.post("/second-factor/code/", {"code": "000000"})
    assert wrong.status_code == 200 and b"not the code" in wrong.content
    assert client.post("/second-factor/code/", {"code": codes[0]}).status_code == 302
    assert client.get("/people/you/").status_code == 200
    client.post("/sign-in/out/")
    sign_in(client, "anna")
    assert client.post("/second-factor/code/", {"code": codes[0]}).status_code == 200
    assert client.get("/people/you/").status_code == 302


def test_a_half_finished_sign_in_is_no_sign_in(anna: User, client: Client) -> None:
    sign_in(client, "anna")
    set_up_second_factor(client)
    client.post("/sign-in/out/")
    sign_in(client, "anna")
    assert client.get("/people/you/").status_code == 302
    assert client.post("/sign-in/out/").status_code == 302  # back to signing in as somebody else
    assert b'name="login"' in client.get("/sign-in/").content


def test_without_a_second_factor_where_the_council_says_so(anna: User, client: Client, settings: Any) -> None:
    settings.LINEOFSIGHT_SITE = SiteSettings(second_factor=False)
    sign_in(client, "anna")
    assert client.get("/people/you/").status_code == 200


def test_a_temporary_password_is_changed_first(anna: User, ada: User, client: Client, settings: Any) -> None:
    settings.LINEOFSIGHT_SITE = SiteSettings(second_factor=False)
    given = people.give_temporary_password(by=ada, user=anna)
    sign_in(client, "anna", given)
    for address in ("/", "/people/you/", "/second-factor/set-up/", "/people/start/"):
        assert client.get(address).headers["Location"] == "/sign-in/password/", address
    new = "three words apart"
    assert (
        client.post("/sign-in/password/", {"oldpassword": given, "password1": new, "password2": new}).status_code == 302
    )
    assert client.get("/people/you/").status_code == 200  # still signed in here
    anna.refresh_from_db()
    assert not anna.must_change_password and anna.check_password(new)
    assert Change.objects.filter(did="password changed", subject="anna").exists()


def test_other_sessions_end_with_a_changed_password(anna: User, client: Client, settings: Any) -> None:
    settings.LINEOFSIGHT_SITE = SiteSettings(second_factor=False)
    other = Client(SERVER_NAME="127.0.0.1")
    sign_in(client, "anna")
    sign_in(other, "anna")
    assert other.get("/people/you/").status_code == 200
    new = "three words apart"
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/people/you/").status_code == 200
    assert other.get("/people/you/").status_code == 302


def move(client: Client, **at: float) -> None:
    session = client.session
    for name, moment in at.items():
        session[name] = moment
    session.save()


@pytest.mark.usefixtures("made_up_serves")
def test_a_session_ends_when_nothing_is_done_and_after_a_days_work(client: Client) -> None:
    add_person("analyst", name="ann")
    sign_in(client, "ann")
    now = time.time()
    move(client, **{sessions.SEEN_AT: now - 59 * 60})
    assert client.get("/people/you/").status_code == 200  # which counts as being there
    assert client.session[sessions.SEEN_AT] > now - 5
    move(client, **{sessions.SEEN_AT: now - 61 * 60})
    assert client.get("/people/you/").status_code == 302
    sign_in(client, "ann")
    move(client, **{sessions.SIGNED_IN_AT: now - 10 * 3600 - 1, sessions.SEEN_AT: now})
    assert client.get("/people/you/").status_code == 302
    assert sessions.SIGNED_IN_AT not in client.session


@pytest.mark.usefixtures("made_up_serves")
def test_a_session_that_says_nothing_of_its_age_is_none(client: Client) -> None:
    add_person("analyst", name="ann")
    sign_in(client, "ann")
    session = client.session
    del session[sessions.SIGNED_IN_AT]
    session.save()
    assert client.get("/people/you/").status_code == 302


@pytest.mark.usefixtures("made_up_serves")
def test_made_up_people_are_gone_the_moment_real_records_serve(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from lineofsight.web import serving

    add_person("analyst", name="ann")
    sign_in(client, "ann")
    assert client.get("/people/you/").status_code == 200
    monkeypatch.setattr(serving, "shows_demonstration", lambda: False)
    assert client.get("/people/you/").status_code == 302
    assert sign_in(client, "ann").status_code == 200  # refused: as if the password were wrong


@pytest.mark.usefixtures("made_up_serves")
def test_made_up_people_are_gone_where_somebody_real_works(client: Client) -> None:
    add_person("analyst", name="ann")
    sign_in(client, "ann")
    add_person("analyst", name="anna", made_up=False)
    assert client.get("/people/you/").status_code == 302


def test_ended_access_ends_open_sessions(anna: User, ada: User, client: Client, settings: Any) -> None:
    settings.LINEOFSIGHT_SITE = SiteSettings(second_factor=False)
    sign_in(client, "anna")
    assert client.get("/people/you/").status_code == 200
    User.objects.filter(pk=anna.pk).update(access_ends_on=dt.date(2020, 1, 1))
    assert client.get("/people/you/").status_code == 302
    assert sign_in(client, "anna").status_code == 200
    User.objects.filter(pk=anna.pk).update(access_ends_on=None)
    sign_in(client, "anna")
    people.end_access(by=ada, user=anna, reason="Left", today=dt.date(2026, 11, 25))
    assert client.get("/people/you/").status_code == 302
    assert sign_in(client, "anna").status_code == 200


def test_an_inspector_without_a_last_day_gets_in_nowhere(client: Client) -> None:
    add_person("inspector", name="inge", made_up=False)
    assert sign_in(client, "inge").status_code == 200


def test_resetting_a_second_factor_ends_sessions(anna: User, ada: User, client: Client) -> None:
    sign_in(client, "anna")
    set_up_second_factor(client)
    people.reset_second_factor(by=ada, user=anna)
    assert client.get("/people/you/").headers["Location"].startswith("/sign-in/")
    assert sign_in(client, "anna").headers["Location"] == "/people/start/"
    assert client.get("/people/you/").headers["Location"] == "/second-factor/set-up/"


def test_sensitive_changes_ask_for_the_password_once_more(anna: User, client: Client) -> None:
    sign_in(client, "anna")
    set_up_second_factor(client)
    move(client, **{sessions.SIGNED_IN_AT: time.time() - 3600})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    for address in ("/second-factor/remove/", "/second-factor/recovery-codes/new/", "/people/you/tokens/"):
        answer = client.get(address)
        assert answer.headers["Location"].startswith("/sign-in/confirm/?next="), address
    assert b"not your password" in client.post("/sign-in/confirm/", {"password": "wrong-password-1"}).content
    done = client.post("/sign-in/confirm/?next=/second-factor/remove/", {"password": PASSWORD})
    assert done.status_code == 302
    assert client.get("/second-factor/remove/").status_code == 200


def test_only_the_pages_of_signing_in_that_are_needed_have_an_address() -> None:
    names: set[str] = set()

    def walk(patterns: list[Any]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and pattern.name:
                names.add(pattern.name)

    walk(get_resolver().url_patterns)
    closed = {
        *("account_signup", "account_email", "account_set_password", "account_reset_password"),
        *("account_confirm_email", "account_reset_password_from_key", "account_confirm_login_code"),
        *("socialaccount_signup", "socialaccount_connections", "mfa_download_recovery_codes"),
    }
    assert not names & closed


def test_where_nothing_serves_the_sign_in_page_names_nobody(client: Client) -> None:
    add_person("analyst", name="ann")
    page = client.get("/sign-in/").content.decode()
    assert "demonstration" not in page and ">ann<" not in page


def test_faults_are_logged_without_the_address() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Error", "/child/C000001/"), None)
    record.request = type("Request", (), {"resolver_match": None})()  # type: ignore[attr-defined]
    record.status_code = 500  # type: ignore[attr-defined]
    assert WithoutAddresses().filter(record)
    assert record.getMessage() == "500 at no page"
