"""Rows of people's work that an address names."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest


def one_of(model: Any, pk: int) -> Any:
    """A row by its number; 404 where there is none, or the number is none that a row can have."""
    found = model.objects.filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise Http404
    return found


def version_of(row: Model) -> dict[str, int]:
    """The version that a form shows, so that a change of somebody else meanwhile is noticed."""
    return {"version": row.version}  # type: ignore[attr-defined]


def version_sent(request: HttpRequest) -> int | None:
    """The version that a button without a form of its own was shown with; None where it sent none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
