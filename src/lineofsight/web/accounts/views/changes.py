"""The list of changes: who did what, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.web.accounts import records
from lineofsight.web.accounts.forms import ChangesForm
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.accounts.views.asking import asker

#: Changes to people and their signing in, none of which names a child: what an administrator sees.
ABOUT_PEOPLE = (
    *("person added", "person changed", "access ended", "access given again"),
    *("temporary password given", "password set", "password changed", "second factor reset", "second factor set up"),
    *("second factor removed", "recovery codes renewed", "tied to the directory", "untied from the directory"),
    *("signed in", "signed out", "sign-in refused", "sign-in locked", "sign-in unlocked", "token made", "token ended"),
)
#: What only information governance reads in full: others would learn whom it looks into.
_SEARCHES = ("access log searched", "access log exported")
#: What people wrote about a child: it stands on pages that record who reads it, for those alone who may see the child.
_WRITTEN = frozenset(
    {
        *("text", "evidence", "because", "before", "after", "why", "words", "note", "members"),
        *("grade", "audited", "moderated", "outcome"),
    }
)
_PER_PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Changes, the latest first: to people alone for administrators, all for the others who may look.

    The children that they name are recorded as shown. A restricted record that the reader may not see stays unnamed.
    """
    by = asker(request)
    scope = scope_of(by, records.former_ids())
    hidden: frozenset[str] = frozenset() if by.role == Role.INFORMATION_GOVERNANCE else scope.hidden
    seen = seen_by(by)
    kinds = sorted(seen.order_by("did").values_list("did", flat=True).distinct())
    form = ChangesForm(request.GET or None, kinds=kinds)
    found = seen.select_related("user").order_by("-pk")
    if form.is_bound and form.is_valid():
        found = _asked(found, form.cleaned_data, by, hidden)
    elif form.is_bound:
        found = found.none()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(change, by, hidden) for change in page]
    if by.role != Role.ADMINISTRATOR:
        children = [str(row["person_id"]) for row in rows if row["person_id"]]
        record_access(request, children, what="Changes", why=scope.why, snapshot=records.snapshot_id())
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = {
        "heading": "Changes",
        "form": form,
        "page": page,
        "here": f"?{asked.urlencode()}&" if asked else "?",
        "rows": rows,
    }
    return render(request, "accounts/changes.html", shown)


def seen_by(user: User) -> QuerySet[Change]:
    """The changes that somebody may see."""
    found = Change.objects.all()
    if user.role == Role.ADMINISTRATOR:
        return found.filter(did__in=ABOUT_PEOPLE, person_id="")
    return found


def _asked(found: QuerySet[Change], said: dict[str, Any], by: User, hidden: frozenset[str]) -> QuerySet[Change]:
    if said["user"]:
        found = found.filter(
            Q(user__username__icontains=said["user"])
            | Q(user__first_name__icontains=said["user"])
            | Q(user__last_name__icontains=said["user"])
        )
    if said["about"]:
        found = found.filter(Q(subject__icontains=said["about"]) | Q(person_id=said["about"]))
        found = found.exclude(person_id__in=hidden)
        if by.role != Role.INFORMATION_GOVERNANCE:
            found = found.exclude(did__in=_SEARCHES)
    if said["did"]:
        found = found.filter(did=said["did"])
    of_days: QuerySet[Change] = between(found, said["since"], said["until"])
    return of_days


def between(found: Any, since: dt.date | None, until: dt.date | None) -> Any:
    """Rows of the days asked for, both ends among them."""
    zone = timezone.get_current_timezone()
    if since:
        found = found.filter(at__gte=dt.datetime.combine(since, dt.time.min, zone))
    if until:
        found = found.filter(at__lt=dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min, zone))
    return found


def _row(change: Change, by: User, hidden: frozenset[str]) -> dict[str, object]:
    unnamed = change.did in _SEARCHES and by.role != Role.INFORMATION_GOVERNANCE
    unnamed = unnamed or change.person_id in hidden
    told = {name: said for name, said in change.detail.items() if not (change.person_id and name in _WRITTEN)}
    return {
        "change": change,
        "who": change.user.name if change.user else "nobody who was signed in",
        "subject": "" if unnamed else change.subject,
        "person_id": "" if unnamed else change.person_id,
        "detail": [] if unnamed else [(name.replace("_", " "), in_words(said)) for name, said in told.items()],
    }


def in_words(value: object) -> str:
    """A detail of a change as text: what it was and what it is, where it holds both."""
    if isinstance(value, list) and len(value) == 2 and not all(isinstance(each, dict) for each in value):
        return f"{in_words(value[0]) or 'nothing'} → {in_words(value[1]) or 'nothing'}"
    if isinstance(value, list):
        return ", ".join(in_words(each) for each in value)
    return "" if value is None else str(value)
