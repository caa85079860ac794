"""Tokens, with which a program reads as its owner: made once, shown once, kept as a hash, ended at any time."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import Token, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.table import may

#: So that a token that lies about is known for what it is.
PREFIX = "los_"
MOST_DAYS = 365
MOST_TOKENS = 10
_NOTED_EVERY = dt.timedelta(minutes=1)


@transaction.atomic
def make_token(*, by: User, name: str, days: int, today: dt.date) -> str:
    """A new token of a person's own; its text, which is kept nowhere.

    It ends after `days` (365 at most), and never later than the person's access.
    """
    if not name.strip():
        raise Refused("Give the token a name, so that you know later what reads with it")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"A token lasts from 1 to {MOST_DAYS} days")
    if len(valid_tokens(by, today=today)) >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens: end one first")
    ends_on = min(filter(None, (today + dt.timedelta(days=days), by.access_ends_on)))
    raw = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(user=by, name=name.strip()[:100], digest=_digest(raw), ends_on=ends_on)
    record_change(by=by, did="token made", subject=by.username, token=token.pk, name=token.name, ends_on=str(ends_on))
    return raw


@transaction.atomic
def revoke_token(*, by: User, token: Token) -> None:
    """Ends a token now; one that has ended stays ended."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record_change(by=by, did="token ended", subject=token.user.username, token=token.pk, name=token.name)


def valid_tokens(user: User, *, today: dt.date) -> list[Token]:
    """A person's tokens that can be used, the newest first."""
    return list(Token.objects.filter(user=user, revoked_at=None, ends_on__gte=today).order_by("-made_at"))


def token_user(raw: str, *, today: dt.date | None = None) -> User | None:
    """Whose token this is: somebody with access, whose role may have tokens; None where there is nobody.

    Notes that it was used, once a minute at most.
    """
    if not raw.startswith(PREFIX) or len(raw) > 100:
        return None
    day = today or dt.date.today()  # noqa: DTZ011 - the day where the council is
    token = Token.objects.select_related("user").filter(digest=_digest(raw)).first()
    if token is None or token.revoked_at is not None or token.ends_on < day:
        return None
    user = token.user
    if not may_still_sign_in(user, day) or user.must_change_password or not may(user.role, "accounts:tokens"):
        return None
    now = timezone.now()
    unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - _NOTED_EVERY:
        Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)
    return user


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
