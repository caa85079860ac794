"""Where actions are agreed: how each source is named, and which page shows it.

A source is a row: its model, how one of it is called, and the page with what its address needs. What has no row is
named by its kind alone. A room that agrees actions adds a kind to `Action.Source` and a row here. An audit is named by
its number, never by its child: whoever sees the action may not see the child.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

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
    """`words`: how one is called. `address`: the names of what its address needs. `of_action`: the field by which it
    names the action, where the action doesn't name it.
    """

    model: str
    words: Callable[[Any], str]
    page: str
    address: tuple[str, ...]
    of_action: str = ""


def _called(*names: str) -> Callable[[Any], str]:
    return lambda one: ", ".join(_text(getattr(one, name)) for name in names)


def _theme(one: Any) -> str:
    from lineofsight.web.audits.rules import theme_title

    return theme_title(one.theme)


SOURCES = {
    Action.Source.SURGERY: _Source("surgery.Surgery", _called("title", "held_on"), "surgery:surgery", ("pk",)),
    Action.Source.COMMENTARY: _Source(
        "performance.Commentary", _called("ref", "month"), "performance:commentary", ("ref", "month")
    ),
    Action.Source.AUDIT: _Source("audits.Audit", lambda one: f"Audit {one.pk}", "audits:audit", ("pk",)),
    Action.Source.PLAN: _Source(
        "improvement.PlanAction",
        lambda one: f"Improvement plan {one.number}",
        "improvement:plan_action",
        ("pk",),
    ),
    Action.Source.MEETING: _Source(
        "improvement.Meeting",
        lambda one: f"{one.board.called}, {_text(one.held_on)}",
        "improvement:meeting",
        ("pk",),
    ),
    Action.Source.INSPECTION: _Source(
        "inspection.Rehearsal",
        lambda one: f"Rehearsal of {_text(one.called_on)}",
        "inspection:rehearsal",
        ("pk",),
    ),
    Action.Source.AUDIT_THEME: _Source("audits.ThemeAction", _theme, "audits:theme", ("theme",), of_action="action_id"),
}


def sources_of(actions: Iterable[Action], role: str) -> dict[int, Found]:
    """Where each of some actions was agreed, by the action's number: one question for each kind of source."""
    actions = list(actions)
    found: dict[int, Found] = {}
    for kind, source in SOURCES.items():
        of_kind = [action for action in actions if action.source == kind]
        for action, one in _there(source, of_kind):
            arguments = [getattr(one, name) for name in source.address]
            page = reverse(source.page, args=arguments) if may(role, source.page) else ""
            found[action.pk] = Found(source.words(one), page)
    return {action.pk: found.get(action.pk, Found("")) for action in actions}


def _there(source: _Source, actions: list[Action]) -> Iterable[tuple[Action, Any]]:
    """Each action with where it was agreed, of those where that is still there."""
    if not actions:
        return
    rows = apps.get_model(source.model).objects
    if source.of_action:
        of = {getattr(one, source.of_action): one for one in rows.filter(**{f"{source.of_action}__in": actions})}
    else:
        of = rows.in_bulk({one.source_id for one in actions if one.source_id})
    for action in actions:
        one = of.get(action.pk if source.of_action else action.source_id)
        if one is not None:
            yield action, one


def _text(value: object) -> str:
    return wording.day(value) if isinstance(value, dt.date) else str(value)
