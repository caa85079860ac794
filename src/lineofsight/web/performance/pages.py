"""What the pages of months, commentary and the book share: who asks, which month, and a refusal as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.table import pages

View = Callable[..., HttpResponse]


def home_of() -> Home:
    return Home(settings.LINEOFSIGHT_HOME)


def person(request: HttpRequest) -> User:
    """Who is signed in; every page here needs somebody, by the table of access."""
    assert isinstance(request.user, User)
    return request.user


def the_month(text: str) -> Month:
    """The month of an address; 404 where it is none."""
    try:
        return Month.read(text)
    except ValueError:
        raise Http404 from None


def refusals_are_pages(heading: str) -> Callable[[View], View]:
    """What a view refuses is a page with the sentence: 409, nothing was changed."""

    def dressed(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                match = request.resolver_match
                if match and pages()[match.view_name].children:
                    record_access(request, (), what=f"{heading}: refused", why="no child was shown")
                shown = {"heading": heading, "sentence": str(refusal)}
                return render(request, "performance/cannot.html", shown, status=409)

        return answered

    return dressed
