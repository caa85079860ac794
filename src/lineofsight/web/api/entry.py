"""Who reads through the interface: the owner of a token, as that person's role may, and not too often."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from lineofsight.web.accounts import sessions
from lineofsight.web.accounts.middleware import first_do, may_still_sign_in
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may, pages
from lineofsight.web.accounts.tokens import token_user
from lineofsight.web.api.problems import Problem

#: Each part of the interface, and the page that shows the same. A row of its own in the table of access goes first;
#: without one, whoever may open the page may read here.
SAME_AS = {
    "api:figures": "performance:home",
    "api:children": "surgery:children",
    "api:due": "surgery:work",
    "api:book": "performance:book",
    "api:definition": "performance:definition",
    "api:snapshots": "performance:home",
    "api:teams": "performance:home",
    "api:benchmarks": "performance:indicator",
}
clock = time.time
#: How often one token may ask in a minute.
A_MINUTE = 120


class Token(HttpBearer):
    """A token in `Authorization: Bearer ...`. A session's cookie lets nobody in: so no other site can ask through it.

    Wrong tokens are not throttled: with 256 bits they can't be guessed, and counting them costs more than refusing.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = token_user(token)
        if user is None:
            return None
        request.user = user
        request.asks_with = hashlib.sha256(token.encode()).hexdigest()[:32]  # type: ignore[attr-defined]
        return user


class PerToken(BaseThrottle):
    """At most A_MINUTE questions a minute with one token, in all processes of the site together.

    Told by the token and never by the address, so it does not matter what proxies stand in front.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        key, minute = f"api:{request.asks_with}", int(clock() // 60)  # type: ignore[attr-defined]
        last, asked = cache.get(key, (minute, 0))
        asked = asked if last == minute else 0
        if asked >= A_MINUTE:
            return False
        cache.set(key, (minute, asked + 1), 120)
        return True

    def wait(self) -> float:
        return 60 - clock() % 60


def may_read(role: str, part: str) -> bool:
    """Whether a role may read a part of the interface ("api:figures")."""
    return may(role, part if part in pages() else SAME_AS[part])


def reader_of(request: HttpRequest, part: str) -> User:
    """Who reads, if they may; a refusal (403) where their role may not."""
    user: Any = request.user
    assert isinstance(user, User)
    if not may_read(user.role, part):
        raise Problem(403, f"Your role, {user.get_role_display().lower()}, may not read this")
    return user


def signed_in_or_by_token(request: HttpRequest) -> User | None:
    """Somebody who has signed in on the site, or the owner of a token: who may read what the interface offers.

    The middleware lets this through unasked, so what it asks of a session is asked here.
    """
    if "Authorization" in request.headers:
        found: User | None = Token()(request)
        return found
    user: Any = request.user
    if not isinstance(user, User) or not may_still_sign_in(user) or not sessions.still_holds(request):
        return None
    return None if first_do(request, user, "api:guide") else user
