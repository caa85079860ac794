"""Signing in with a council's own directory (OpenID Connect): the way there, and the way back.

The authorisation code flow with PKCE, `state` and `nonce`. The identity token's signature is checked against the
directory's keys, and what the directory says of a person must be of the same person as the token.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter as account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from requests import RequestException

#: Whatever a directory may answer that isn't what OpenID Connect says it must.
_UNUSABLE = (RequestException, OAuth2Error, KeyError, TypeError, ValueError, AttributeError)


class CheckedDirectory(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Trusts what a directory says only where its token is signed by it and of the same person."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said.get("userinfo", {}).get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("id_token and userinfo are of two people")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=config["jwks_uri"],
            issuer=config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return told


@never_cache
@require_http_methods(["GET", "POST"])
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Asks first (GET), then leads to the directory (POST).

    By a page rather than a redirect: a form of this site may be sent to this site alone, redirects included.
    """
    directory = CheckedDirectory(request, provider_id)
    provider = _provider(directory)
    asked = request.POST.get("next") or request.GET.get("next") or ""
    after = asked if asked and account_adapter(request).is_safe_url(asked) else ""
    if request.method != "POST":
        return render(request, "socialaccount/login.html", {"provider": provider, "after": after})
    nonce = secrets.token_urlsafe(24)
    provider.get_oauth2_adapter = lambda request: directory
    try:
        answer = provider.redirect(request, "login", after or None, auth_params={"nonce": nonce}, nonce=nonce)
        there = str(answer.headers["Location"])
        if urlsplit(there).scheme not in ("http", "https"):
            raise ValueError("no address")
    except _UNUSABLE:
        return render(request, "socialaccount/not_reached.html", {"provider": provider}, status=502)
    return render(request, "socialaccount/login_redirect.html", {"provider": provider, "there": there})


@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lets in whom the directory names, where this site knows them (`signing_in.DirectoryAdapter`)."""
    directory = CheckedDirectory(request, provider_id)
    _provider(directory)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(directory)(request)
    except _UNUSABLE:
        return render(request, "socialaccount/authentication_error.html", status=401)
    return answer


def _provider(directory: CheckedDirectory) -> Any:
    try:
        provider = get_adapter(directory.request).get_provider(directory.request, provider=directory.provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    directory.get_provider = lambda: provider
    return provider
