"""Addresses of the interface for programs. Each answers for itself: it asks who asks, and whether they may."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path

from lineofsight.web.api.guide import guide, nothing_here
from lineofsight.web.api.interface import api
from lineofsight.web.api.problems import problem

app_name = "api"


def _for_itself(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, let through by `EnforceAccess`; what it does not allow is said as a problem."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            said = problem(405, "This can be read alone: GET")
            said["Allow"] = response["Allow"]
            return said
        return response

    answered.answers_for_itself = True  # type: ignore[attr-defined]
    return answered


def _parts() -> list[URLPattern]:
    """The addresses of the parts: not the library's own first page, which has nothing on it."""
    found, _, _ = api.urls
    parts = [each for each in found if isinstance(each, URLPattern) and each.name != "api-root"]
    return [path(f"v1/{each.pattern}", _for_itself(each.callback), name=each.name) for each in parts]


urlpatterns = [
    path("", _for_itself(guide), name="guide"),
    *_parts(),
    re_path(r"^.*$", _for_itself(nothing_here), name="nothing_here"),
]
