"""Lets through who may: each request is held against the table of pages, and pages of children must be recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lineofsight.problems import Refused
from lineofsight.web.accounts import sessions
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import answering, record_access
from lineofsight.web.accounts.roles import FOR_A_TIME
from lineofsight.web.accounts.table import NOBODY, first_page, pages

#: Answers that show no child: refusals and faults, which say one sentence. A redirect shows nothing either.
_SHOWS_NOBODY = frozenset({400, 401, 403, 404, 405, 429, 500, 502, 503})


class NotRecorded(Exception):  # noqa: N818 - a sentence, as `Refused` is
    """A page showed children and did not record whom: a fault of the program, and the page is not sent."""


class EnforceAccess:
    """Refuses who may not open a page; sends to sign-in who has not signed in, or not lately enough.

    Fails closed: a page that isn't in the table is open to nobody, and a page of children that recorded no access is
    not sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            response = self.get_response(request)
        match = request.resolver_match
        page = pages().get(match.view_name) if match else None
        shows = not (300 <= response.status_code < 400 or response.status_code in _SHOWS_NOBODY)
        if page and page.children and shows and not getattr(request, "access_recorded", False):
            raise NotRecorded(match.view_name if match else "")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "answers_for_itself", False):  # the interface for programs, which are let in by token
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        method = request.method or ""
        page = pages().get(name)
        user = request.user
        if isinstance(user, User) and not (may_still_sign_in(user) and sessions.still_holds(request)):
            logout(request)
            user = request.user
        if page and page.admits(NOBODY, method):
            return None
        if not isinstance(user, User):
            after = request.get_full_path() if method in ("GET", "HEAD") else "/"
            return redirect_to_login(after, settings.LOGIN_URL)
        if page is None or not page.admits(user.role, method):
            if name == "performance:home" and method in ("GET", "HEAD"):  # everybody's "/": theirs is another page
                return redirect(first_page(user.role))
            raise PermissionDenied
        if detour := first_do(request, user, name):
            return redirect(detour)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a page refuses (nothing is loaded yet, say) is a page with the sentence, and shows no child."""
        match = request.resolver_match
        if not isinstance(exception, Refused) or match is None or match.view_name not in pages():
            return None
        if pages()[match.view_name].children:
            record_access(request, (), what="Refused", why="no child was shown")
        shown = {"heading": "This can't be shown", "sentence": str(exception)}
        return render(request, "performance/cannot.html", shown, status=409)


def may_still_sign_in(user: User, today: dt.date | None = None) -> bool:
    """Whether a person's access holds: active, not ended, and made-up people only in the demonstration.

    Somebody from outside has access for a time alone: without its last day they have none.
    """
    now = today or dt.date.today()  # noqa: DTZ011 - the day where the council is
    if not user.is_active or (user.access_ends_on is not None and user.access_ends_on < now):
        return False
    if user.role in FOR_A_TIME and user.access_ends_on is None:
        return False
    return not user.made_up or demonstration_is_open()


def demonstration_is_open() -> bool:
    """Whether made-up people may sign in: what serves is made up, and nobody real works here.

    Their password is known to everybody, and what people keep here names children.
    """
    from lineofsight.web.serving import shows_demonstration

    return bool(shows_demonstration()) and not User.objects.filter(made_up=False).exists()


#: What somebody may open before they have done what they must do first.
_ALWAYS = frozenset({"account_logout", "account_change_password", "account_reauthenticate"})
_SETTING_UP = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
)


def first_do(request: HttpRequest, user: User, page: str) -> str:
    """The page that a person must go to before any other: a password to change, a second factor to set up."""
    if page in _ALWAYS:
        return ""
    if user.must_change_password:
        return "account_change_password"
    if page not in _SETTING_UP and must_have_second_factor(request, user) and not _has_second_factor(user):
        return "mfa_activate_totp"
    return ""


def must_have_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether a person needs one: not the made-up, nor where the council's own directory asked for it."""
    by_directory = bool(request.session.get(sessions.BY_DIRECTORY))
    return bool(settings.LINEOFSIGHT_SITE.second_factor) and not user.made_up and not by_directory


def _has_second_factor(user: User) -> bool:
    from allauth.mfa.models import Authenticator

    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
