"""Plans, their themes, and the outcomes for children under each. Each change is one function, which records itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.improvement.models import Board, Outcome, Plan, PlanAction, Theme
from lineofsight.web.improvement.plan.changes import UNPLACED
from lineofsight.web.improvement.plan.steps import LIVE
from lineofsight.web.improvement.running import check_improves

ADDED_PLAN, CHANGED_PLAN = "added improvement plan", "changed improvement plan"
CLOSED_PLAN, OPENED_PLAN = "closed improvement plan", "opened improvement plan again"
ADDED_THEME, CHANGED_THEME = "added theme of a plan", "changed theme of a plan"
ADDED_OUTCOME, CHANGED_OUTCOME = "added outcome of a plan", "changed outcome of a plan"
#: The theme of what was opened in one click and nobody has placed yet.
OPENED_THEME = "Opened from figures, audits, findings and risks"


def add_plan(
    *, by: User, title: str, board: Board, starts_on: dt.date, ends_on: dt.date | None = None, about: str = ""
) -> Plan:
    """Adds a plan, which its board monitors. Refused without a title, or where it would end before it begins."""
    check_improves(by)
    title = _checked(title, board, starts_on, ends_on)
    with transaction.atomic():
        made = Plan.objects.create(
            title=title, about=about.strip(), board=board, starts_on=starts_on, ends_on=ends_on, made_by=by
        )
        record_change(by=by, did=ADDED_PLAN, subject=str(made.pk), title=title, board=board.title)
    return made


def change_plan(
    *,
    by: User,
    plan: Plan,
    title: str,
    board: Board,
    starts_on: dt.date,
    ends_on: dt.date | None,
    about: str,
    seen: int | None = None,
) -> Plan:
    """Changes what a plan is, or which board monitors it."""
    check_improves(by)
    title = _checked(title, board, starts_on, ends_on)
    with transaction.atomic():
        one: Plan = locked(plan, seen)
        if one.closed_at is not None:
            raise Refused("This plan is closed: open it again before it is changed.")
        was = {"title": one.title, "board": one.board.title, "ends_on": str(one.ends_on or "")}
        one.title, one.board, one.starts_on, one.ends_on, one.about = title, board, starts_on, ends_on, about.strip()
        keep(one)
        record_change(by=by, did=CHANGED_PLAN, subject=str(one.pk), was=was, title=title, board=board.title)
    return one


def close_plan(*, by: User, plan: Plan, seen: int | None = None) -> Plan:
    """Closes a plan: it stays to be read. Refused while work goes on under it."""
    check_improves(by)
    with transaction.atomic():
        one: Plan = locked(plan, seen)
        if one.closed_at is not None:
            raise Refused("This plan is closed already.")
        many = PlanAction.objects.filter(outcome__theme__plan=one, state__in=LIVE).count()
        if many:
            goes = "1 action is" if many == 1 else f"{many} actions are"
            raise Refused(f"{goes} not yet complete or withdrawn: a plan is closed when nothing in it goes on.")
        one.closed_at = timezone.now()
        keep(one)
        record_change(by=by, did=CLOSED_PLAN, subject=str(one.pk))
    return one


def open_plan_again(*, by: User, plan: Plan, seen: int | None = None) -> Plan:
    """Opens a plan that was closed."""
    check_improves(by)
    with transaction.atomic():
        one: Plan = locked(plan, seen)
        if one.closed_at is None:
            raise Refused("This plan is open.")
        one.closed_at = None
        keep(one)
        record_change(by=by, did=OPENED_PLAN, subject=str(one.pk))
    return one


def add_theme(*, by: User, plan: Plan, title: str) -> Theme:
    """Adds a theme at the end of a plan."""
    check_improves(by)
    title = said(title, "Say what the theme is.")
    with transaction.atomic():
        one = _open(plan)
        last = one.themes.aggregate(last=Max("place"))["last"] or 0
        made = Theme.objects.create(plan=one, title=title, place=last + 1)
        record_change(by=by, did=ADDED_THEME, subject=str(one.pk), title=title)
    return made


def change_theme(*, by: User, theme: Theme, title: str, place: int, seen: int | None = None) -> Theme:
    """Changes a theme's title, or its place among the others."""
    check_improves(by)
    title = said(title, "Say what the theme is.")
    with transaction.atomic():
        plan = _open(theme.plan)
        one: Theme = locked(theme, seen)
        was, one.title = one.title, title
        keep(one)
        _place(one, list(plan.themes.exclude(pk=one.pk)), place)
        record_change(by=by, did=CHANGED_THEME, subject=str(plan.pk), title=[was, title], place=place)
    one.refresh_from_db()
    return one


def add_outcome(*, by: User, theme: Theme, text: str) -> Outcome:
    """Adds what is to become true for children, in one sentence."""
    check_improves(by)
    text = said(text, "Say what is to become true for children.")
    with transaction.atomic():
        plan = _open(theme.plan)
        last = theme.outcomes.aggregate(last=Max("place"))["last"] or 0
        made = Outcome.objects.create(theme=theme, text=text, place=last + 1)
        record_change(by=by, did=ADDED_OUTCOME, subject=str(plan.pk), text=text)
    return made


def change_outcome(*, by: User, outcome: Outcome, text: str, place: int, seen: int | None = None) -> Outcome:
    """Changes an outcome's words, or its place in its theme."""
    check_improves(by)
    text = said(text, "Say what is to become true for children.")
    with transaction.atomic():
        plan = _open(outcome.theme.plan)
        one: Outcome = locked(outcome, seen)
        was, one.text = one.text, text
        keep(one)
        _place(one, list(one.theme.outcomes.exclude(pk=one.pk)), place)
        record_change(by=by, did=CHANGED_OUTCOME, subject=str(plan.pk), text=[was, text], place=place)
    one.refresh_from_db()
    return one


def unplaced_outcome(plan: Plan) -> Outcome:
    """Where an action stands that was opened in one click, until somebody places it: made at need, last in the plan.

    It changes nothing that people wrote, so it is not recorded by itself: the action that is opened in it is.
    """
    found = Outcome.objects.filter(theme__plan=plan, text=UNPLACED).first()
    if found is not None:
        return found
    last = plan.themes.aggregate(last=Max("place"))["last"] or 0
    theme, _ = Theme.objects.get_or_create(plan=plan, title=OPENED_THEME, defaults={"place": last + 1})
    return Outcome.objects.create(theme=theme, text=UNPLACED, place=1)


def _place(row: Theme | Outcome, others: list[Theme] | list[Outcome], place: int) -> None:
    """Puts a row among its neighbours, and numbers them all."""
    order: list[Theme | Outcome] = [*others]
    order.insert(max(0, min(place - 1, len(order))), row)
    for number, each in enumerate(order, 1):
        type(each)._default_manager.filter(pk=each.pk).update(place=number)


def _open(plan: Plan) -> Plan:
    one: Plan = locked(plan)
    if one.closed_at is not None:
        raise Refused("This plan is closed.")
    return one


def _checked(title: str, board: Board, starts_on: dt.date, ends_on: dt.date | None) -> str:
    title = said(title, "Say what the plan is called.")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("It would end before it begins.")
    if board.ended_on is not None:
        raise Refused(f"The {board.called} has ended: choose a board that meets.")
    return title
