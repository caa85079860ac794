"""Somebody's own account, and their tokens."""

from __future__ import annotations

import datetime as dt

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts import records, tokens
from lineofsight.web.accounts.forms import TokenForm
from lineofsight.web.accounts.middleware import must_have_second_factor
from lineofsight.web.accounts.models import RestrictedReader, Token
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.accounts.table import first_page
from lineofsight.web.accounts.views.asking import asker


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page of whoever has signed in."""
    return redirect(first_page(asker(request).role))


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Who somebody is here, and which children they may see and why."""
    user = asker(request)
    scope = scope_of(user)
    if user.role in ALL_CHILDREN:
        sees = "All children."
    elif user.role in CHILDREN_OF_TEAMS:
        sees = "The children who are allocated to a worker of your teams." if scope.teams else "None: you have no team."
    elif user.role in CHOSEN_CHILDREN:
        sees = f"The {len(scope.chosen):,} that were chosen for you." if scope.chosen else "None: none was chosen yet."
    else:
        sees = "None: your role doesn't need to."
    shown = {
        "heading": "Your account",
        "sees": sees,
        "teams": records.in_words(scope.teams),
        "restricted": RestrictedReader.objects.filter(user=user, record__lifted_at=None).count(),
        "sees_any": not scope.nobody,
        "second_factor": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "second_factor_needed": must_have_second_factor(request, user),
        "has_password": user.has_usable_password(),
        "tokens": len(tokens.valid_tokens(user, today=_today())),
    }
    return render(request, "accounts/own.html", shown)


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="lineofsight")  # type: ignore[untyped-decorator]
def token_list(request: HttpRequest) -> HttpResponse:
    """Somebody's tokens, and a new one: its text is on the page that made it, and never again."""
    user, made = asker(request), ""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = tokens.make_token(
                by=user, name=form.cleaned_data["name"], days=form.cleaned_data["days"], today=_today()
            )
            form = TokenForm()
        except Refused as refusal:
            form.add_error(None, str(refusal))
    held = tokens.valid_tokens(user, today=_today())
    past = Token.objects.filter(user=user).exclude(pk__in=[token.pk for token in held]).order_by("-made_at")[:20]
    shown = {"heading": "Your tokens", "form": form, "made": made, "tokens": held, "past": past}
    return render(request, "accounts/tokens.html", shown)


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends one of somebody's own tokens."""
    token = get_object_or_404(Token, pk=token_id, user=asker(request))
    tokens.revoke_token(by=asker(request), token=token)
    messages.success(request, f"The token {token.name} has ended.")
    return redirect("accounts:tokens")


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day where the council is
