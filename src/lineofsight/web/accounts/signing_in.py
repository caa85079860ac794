"""How people come in: nobody signs up by themselves, and a directory lets in only those who are known here."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lineofsight.web.accounts import sessions
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.people import password_was_changed
from lineofsight.web.accounts.recording import address_of, record_change

BACKEND = "lineofsight.web.accounts.backend.PasswordBackend"


class Adapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "The user name or the password is wrong",
        "too_many_login_attempts": "There were too many attempts. Try again in a few minutes",
        "enter_current_password": "That is not your password now",
        "incorrect_password": "That is not your password",
        "rate_limited": "There were too many attempts. Try again in a few minutes",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"attempts:{str(credentials.get('username', '')).lower()}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in is not asked for the password again."""
        return not sessions.just_signed_in(context.request)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        user.backend = BACKEND
        super().login(request, user)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        assert isinstance(user, User)
        password_was_changed(user, password=password, by=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:start")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:own")


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Signs in whom an administrator has added, by the directory's user name or verified e-mail address.

    The first sign-in ties a person here to the identity that the directory gave then. A user name that the directory
    gives to somebody else later lets nobody in, until an administrator unties the first.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        state = sociallogin.state
        told = sociallogin.account.extra_data.get("id_token", {})
        if state.get("process") != "login" or not state.get("nonce") or told.get("nonce") != state["nonce"]:
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))
        known = sociallogin.user if sociallogin.is_existing else _known(sociallogin)
        if known is None or not may_still_sign_in(known):
            raise ImmediateHttpResponse(render(request, "accounts/not_known.html", status=403))
        if not sociallogin.is_existing:
            with transaction.atomic():
                sociallogin.connect(request, known)
                record_change(by=known, did="tied to the directory", subject=known.username)


def _known(sociallogin: SocialLogin) -> User | None:
    """The one person here that the directory names: by user name, else by an e-mail address that it has verified."""
    facts: dict[str, Any] = sociallogin.account.extra_data
    facts = facts.get("userinfo", facts)
    names = [str(facts[name]).lower() for name in ("preferred_username", "upn") if facts.get(name)]
    found = list(User.objects.filter(username__in=names, made_up=False)[:2])
    if not found and facts.get("email") and facts.get("email_verified") is True:
        found = list(User.objects.filter(email__iexact=str(facts["email"]), made_up=False)[:2])
    if len(found) != 1:
        return None
    tied = SocialAccount.objects.filter(user=found[0], provider=sociallogin.account.provider)
    return None if tied.exists() else found[0]


def locked(request: HttpRequest, *_: object) -> HttpResponse:
    """The page for somebody who tried too often."""
    return render(request, "accounts/locked.html", status=429)
