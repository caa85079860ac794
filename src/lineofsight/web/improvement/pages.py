"""What the pages of improvement share: refusals as sentences, and a form on a page of its own. None shows a child."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.web.accounts.models import User
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.forms import Form

said_why = refusals_said("Improvement", "improvement")


def asker(request: HttpRequest) -> User:
    """Who asks: somebody who is signed in, or the middleware would have let nobody through."""
    assert isinstance(request.user, User)
    return request.user


def form_page(
    request: HttpRequest,
    heading: str,
    form: Form,
    button: str,
    *,
    crumbs: Iterable[tuple[str, str]] = (),
    caption: str = "",
    facts: Iterable[tuple[str, object]] = (),
    warning: bool = False,
    section: str = "improvement",
    **more: Any,
) -> HttpResponse:
    """One form on a page: `crumbs` are (address, words) after the room's name, `facts` what stands above it.

    `section`: the room whose page it is; its template `form.html` says where it leads back to.
    """
    shown = {"section": section, "heading": heading, "form": form, "button": button, "crumbs": list(crumbs)}
    shown |= {"caption": caption, "facts": list(facts), "warning": warning, **more}
    return render(request, f"{section}/form.html", shown, status=422 if form.is_bound and form.errors else 200)
