"""Actions that answer to what audits found of a theme: agreed here, kept in the one register."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.audits import rules
from lineofsight.web.audits.models import ThemeAction


def agree_theme_action(
    *,
    by: User,
    theme: str,
    text: str,
    due_on: dt.date,
    owner: User | None = None,
    owner_name: str = "",
    closes_with: str = "",
    ref: str = "",
) -> ThemeAction:
    """Agrees an action for a theme. Refused where there is no such theme, or by who agrees no actions.

    `ref`: the measure of the book that it is to move, where there is one. The register records the change.
    """
    if theme not in rules.themes():
        raise Refused("There is no such theme.")
    with transaction.atomic():
        action = add_action(
            by=by,
            text=text,
            due_on=due_on,
            owner=owner,
            owner_name=owner_name,
            source=Action.Source.AUDIT_THEME,
            ref=ref,
            closes_with=closes_with,
        )
        return ThemeAction.objects.create(theme=theme, action=action)


def actions_of_theme(theme: str) -> list[Action]:
    """The actions that answer to a theme, those due first at the top."""
    return list(Action.objects.filter(theme__theme=theme).order_by("due_on", "pk"))
