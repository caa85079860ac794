"""Writes down who saw which child, and who changed what. Nothing here is ever changed or taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from lineofsight.web.accounts.models import Access, AccessedChild, Change, User

_CHILDREN_AT_ONCE = 5_000
_NOW: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """While a request is answered, what is refused deep below its page can still be recorded as asked by it."""
    token = _NOW.set(request)
    try:
        yield
    finally:
        _NOW.reset(token)


def request_now() -> HttpRequest | None:
    """The request that is answered now; None in a command."""
    return _NOW.get()


def address_of(request: HttpRequest) -> str:
    """Where a request came from: the peer, or what the trusted proxies in front of the site say of it."""
    proxies = settings.LINEOFSIGHT_SITE.proxies
    if proxies:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(forwarded) >= proxies:
            return forwarded[-proxies][:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def record_access(
    request: HttpRequest,
    people: Iterable[str],
    *,
    what: str,
    why: str,
    how: Access.How = Access.How.VIEW,
    snapshot: str = "",
) -> Access:
    """Records that a person was shown children's data. `what` names the list or page, never a child's data.

    Called by every view that shows a child, also where its list is empty. The request is marked, so that a page that
    forgets to record is refused (`middleware.EnforceAccess`).
    """
    user = request.user
    assert isinstance(user, User)
    page = request.resolver_match.view_name if request.resolver_match else ""
    with transaction.atomic():
        access = Access.objects.create(
            user=user,
            username=user.username,
            role=user.role,
            how=how,
            page=page,
            what=what.replace("\0", "")[:300],  # PostgreSQL keeps no such character
            why=why[:300],
            address=address_of(request),
            snapshot=snapshot,
        )
        shown = dict.fromkeys(person.replace("\0", "") for person in people)
        rows = (AccessedChild(access=access, person_id=person) for person in shown)
        AccessedChild.objects.bulk_create(rows, batch_size=_CHILDREN_AT_ONCE)
    request.access_recorded = True  # type: ignore[attr-defined]
    return access


def record_change(*, by: User | None, did: str, subject: str, person_id: str = "", **detail: Any) -> Change:
    """Records a change to what people keep; called by the one function that makes it, in the same transaction."""
    return Change.objects.create(user=by, did=did, subject=subject[:200], person_id=person_id, detail=detail)
