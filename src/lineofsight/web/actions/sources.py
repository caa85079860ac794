"""Where actions are agreed: how each source is named, and which page shows it.

A source is a row: its model, how one of it is called, and the page with what its address needs. What has no row is
named by its kind alone. A room that agrees actions adds a kind to `Action.Source` and a row here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from lineofsight.reports import wording
from lineofsight.web.accounts.table import may
from lineofsight.web.actions.models import Action


@dataclass(frozen=True)
class Found:
    """Where an action was agreed, in words; `page` is its address, empty where the asker may not open it."""

    words: str
    page: str = ""


@dataclass(frozen=True)
class _Source:
    model: str
    words: tuple[str, ...]
    page: str
    address: tuple[str, ...]


SOURCES = {
    Action.Source.SURGERY: _Source("surgery.Surgery", ("title", "held_on"), "surgery:surgery", ("pk",)),
    Action.Source.COMMENTARY: _Source(
        "performance.Commentary", ("ref", "month"), "performance:commentary", ("ref", "month")
    ),
}


def sources_of(actions: Iterable[Action], role: str) -> dict[int, Found]:
    """Where each of some actions was agreed, by the action's number: one question for each kind of source."""
    actions = list(actions)
    found: dict[int, Found] = {}
    for kind, source in SOURCES.items():
        of_kind = [action for action in actions if action.source == kind]
        there = apps.get_model(source.model).objects.in_bulk({one.source_id for one in of_kind if one.source_id})
        for action in of_kind:
            if action.source_id in there:
                one = there[action.source_id]
                words = ", ".join(_text(getattr(one, name)) for name in source.words)
                arguments = [getattr(one, name) for name in source.address]
                page = reverse(source.page, args=arguments) if may(role, source.page) else ""
                found[action.pk] = Found(words, page)
    return {action.pk: found.get(action.pk, Found("")) for action in actions}


def _text(value: object) -> str:
    return wording.day(value) if isinstance(value, dt.date) else str(value)
