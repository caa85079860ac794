"""Writes down who signed in and out, and which attempts failed; begins each session's hours."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from lineofsight.web.accounts import sessions
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import address_of, record_change


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    ways = [record["method"] for record in get_authentication_records(request, user)]
    by_directory = [way for way in ways if way != "mfa"][-1:] == ["socialaccount"]
    sessions.begin(request, by_directory=by_directory)
    by = "directory" if by_directory else "password and second factor" if "mfa" in ways else "password"
    record_change(by=user, did="signed in", subject=user.username, way=by, address=address_of(request))


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        record_change(by=user, did="signed out", subject=user.username)


@receiver(user_login_failed)
def did_not_get_in(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Attempts on names that exist alone: what was typed in the place of a name may be a password."""
    user = User.objects.filter(username=str(credentials.get("username", "")).lower()).first()
    if user is not None and request is not None:
        record_change(by=None, did="sign-in refused", subject=user.username, address=address_of(request))


@receiver(user_locked_out)
def was_locked(username: str | None = None, ip_address: str | None = None, **_: Any) -> None:
    user = User.objects.filter(username=str(username or "").lower()).first()
    if user is not None:
        record_change(by=None, did="sign-in locked", subject=user.username, address=ip_address or "")


@receiver(authenticator_added)
def set_up(user: User, authenticator: Any, **_: Any) -> None:
    record_change(by=user, did="second factor set up", subject=user.username, kind=str(authenticator.type))


@receiver(authenticator_reset)
def renewed(user: User, authenticator: Any, **_: Any) -> None:
    record_change(by=user, did="recovery codes renewed", subject=user.username)


@receiver(authenticator_removed)
def removed(user: User, authenticator: Any, **_: Any) -> None:
    record_change(by=user, did="second factor removed", subject=user.username, kind=str(authenticator.type))
