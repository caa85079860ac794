"""The pages that say what went wrong, in the same clothes as the others and without anything from the request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address can't be read."""
    return render(request, "400.html", status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; the log has it."""
    return render(request, "500.html", status=500)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: this person may not open the page."""
    return render(request, "403.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form was sent without the mark that this site gave it: too old, or from elsewhere."""
    return render(request, "form_too_old.html", status=403)
