"""Who asks, and what a question answered by a button looks like."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User


def asker(request: HttpRequest) -> User:
    """Whoever asks; the table of pages lets nobody else come so far."""
    assert isinstance(request.user, User)
    return request.user


def confirmed(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], object],
    *,
    heading: str,
    sentence: str,
    button: str,
    back: str,
    done: str,
    warning: bool = False,
) -> HttpResponse:
    """A question on a page of its own: does it when its button is pressed, and goes back."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(back)
    shown = {"heading": heading, "sentence": sentence, "button": button, "back": back, "form": form, "warning": warning}
    return render(request, "accounts/confirm.html", shown)


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)
