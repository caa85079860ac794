"""The access log: who saw which child, when, from where, and why they could. For information governance alone.

Whoever looks into it is written down too, among the changes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lineofsight.home import Home
from lineofsight.reports.listing_xlsx import Column, Listing, write_listing
from lineofsight.web.accounts import records
from lineofsight.web.accounts.forms import AccessesForm
from lineofsight.web.accounts.models import Access, AccessedChild
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.views.asking import asker
from lineofsight.web.accounts.views.changes import between

_PER_PAGE = 50
_SHOWN = 5
#: An export has a row for each child of each access; a longer one is asked for in parts.
MOST_ROWS = 200_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = (
    *(Column("When", width=17), Column("User name"), Column("Role"), Column("How", width=14), Column("What", width=40)),
    *(
        Column("Page"),
        Column("Why they could", width=40),
        Column("From", width=16),
        Column("Snapshot", width=16),
    ),
    *(Column("Child", width=16), Column("Access", "number")),
)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Accesses, the latest first, and a search among them."""
    form = AccessesForm(request.GET or None)
    found = Access.objects.order_by("-pk")
    if form.is_bound:
        found = _asked(found, form.cleaned_data) if form.is_valid() else found.none()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    _note(request, "access log searched", page.paginator.count, page=page.number)
    asked = request.GET.copy()
    asked.pop("page", None)
    shown = {
        "heading": "Access log",
        "section": "accesses",
        "form": form,
        "page": page,
        "here": f"?{asked.urlencode()}&" if asked else "?",
        "asked": asked.urlencode(),
        "rows": [_row(access) for access in page],
    }
    return render(request, "accounts/accesses.html", shown)


@require_safe
def one(request: HttpRequest, access_id: int) -> HttpResponse:
    """One access, with every child that it showed."""
    access = get_object_or_404(Access, pk=access_id)
    children = Paginator(access.children.order_by("pk").values_list("person_id", flat=True), 500)
    page = children.get_page(request.GET.get("page"))
    record_change(by=asker(request), did="access log searched", subject=f"access {access.pk}")
    shown = {
        "heading": f"Access {access.pk}",
        "section": "accesses",
        "access": access,
        "role": _role(access),
        "page": page,
        "here": "?",
    }
    return render(request, "accounts/access.html", shown)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What was searched for as a workbook, a row for each child of each access."""
    form = AccessesForm(request.POST)
    found = Access.objects.order_by("-pk")
    found = _asked(found, form.cleaned_data) if form.is_valid() else found.none()
    rows = AccessedChild.objects.filter(access__in=found).count() + found.filter(children=None).count()
    _note(request, "access log exported", min(rows, MOST_ROWS))
    now = timezone.localtime()
    listing = Listing(
        title="Access log: who saw which child",
        columns=_COLUMNS,
        rows=_rows(found),
        facts=[
            ("Searched for", _in_words(form) or "everything"),
            ("Exported by", f"{asker(request).name} ({asker(request).username})"),
            ("Exported on", f"{now:%d/%m/%Y %H:%M}"),
            *([("Left out", f"{rows - MOST_ROWS:,} older rows: search for fewer days")] if rows > MOST_ROWS else []),
        ],
        marking=settings.LINEOFSIGHT_SITE.marking,
        exported_at=now,
    )
    scratch = Home(settings.LINEOFSIGHT_HOME).cache / "exports"
    scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = io.BytesIO()
    write_listing(held, listing, scratch=scratch)
    response = HttpResponse(held.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="access-log-{now:%Y-%m-%d}.xlsx"'
    return response


def _asked(found: QuerySet[Access], said: dict[str, Any]) -> QuerySet[Access]:
    for word in said["user"].split():
        found = found.filter(
            Q(username__icontains=word) | Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        )
    if said["child"]:
        ids = records.all_ids_of(said["child"].strip())
        shown = AccessedChild.objects.filter(access=OuterRef("pk"), person_id__in=ids)
        found = found.filter(Exists(shown))
    if said["page_name"]:
        found = found.filter(page=said["page_name"])
    if said["how"]:
        found = found.filter(how=said["how"])
    chosen: QuerySet[Access] = between(found, said["since"], said["until"])
    return chosen


def _note(request: HttpRequest, did: str, found: int, **detail: object) -> None:
    """Writes down that somebody looked, for what, and how much they found."""
    asked: dict[str, str] = {
        name: str(value)
        for name, value in (request.POST or request.GET).items()
        if value and name in AccessesForm.base_fields
    }
    child = asked.pop("child", "")[:100]
    subject = asked.pop("user", "")[:150] or "everybody"
    record_change(by=asker(request), did=did, subject=subject, person_id=child, found=found, **asked, **detail)


def _row(access: Access) -> dict[str, object]:
    children = access.children.order_by("pk").values_list("person_id", flat=True)
    return {"access": access, "role": _role(access), "number": children.count(), "children": list(children[:_SHOWN])}


def _rows(found: QuerySet[Access]) -> Iterator[tuple[object, ...]]:
    written = 0
    for access in found.prefetch_related("children").iterator(chunk_size=200):
        told = (
            *(f"{timezone.localtime(access.at):%Y-%m-%d %H:%M:%S}", access.username, _role(access)),
            *(access.get_how_display(), access.what, access.page, access.why, access.address, access.snapshot),
        )
        for child in [child.person_id for child in access.children.all()] or [""]:
            if written == MOST_ROWS:
                return
            written += 1
            yield (*told, child, access.pk)


def _in_words(form: AccessesForm) -> str:
    said = form.cleaned_data if form.is_valid() else {}
    return "; ".join(f"{form.fields[name].label}: {value}" for name, value in said.items() if value)


def _role(access: Access) -> str:
    return Role(access.role).label if access.role in Role.values else access.role
