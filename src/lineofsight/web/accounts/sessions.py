"""How long somebody stays signed in: not past the hours of a day's work, and not without doing anything."""

from __future__ import annotations

import time

from django.conf import settings
from django.http import HttpRequest

SIGNED_IN_AT, SEEN_AT, BY_DIRECTORY = "signed_in_at", "seen_at", "signed_in_by_directory"
#: A session's last use is written down at most so often, in seconds.
_NOTED_EVERY = 60
#: For so long after signing in nobody is asked for the password again, in seconds.
_JUST_SIGNED_IN = 900


def begin(request: HttpRequest, *, by_directory: bool) -> None:
    """Marks a session as begun now."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()
    request.session[BY_DIRECTORY] = by_directory


def still_holds(request: HttpRequest) -> bool:
    """Whether a session is neither too old nor idle for too long. Notes that it was used."""
    now, site = time.time(), settings.LINEOFSIGHT_SITE
    began, seen = request.session.get(SIGNED_IN_AT), request.session.get(SEEN_AT)
    if not isinstance(began, float) or not isinstance(seen, float):
        return False
    if not (now - began + 60 >= 0 and now - began < site.session_hours * 3600 and now - seen < site.idle_minutes * 60):
        return False
    if now - seen >= _NOTED_EVERY:
        request.session[SEEN_AT] = now
    return True


def just_signed_in(request: HttpRequest) -> bool:
    """Whether somebody signed in so lately that the password need not be asked for again."""
    began = request.session.get(SIGNED_IN_AT)
    return isinstance(began, float) and time.time() - began < _JUST_SIGNED_IN
