"""What a risk is tied to: measures of the book that would show it, and actions of the plan that bring it down."""

from __future__ import annotations

from django.db import transaction

from lineofsight.indicators.book import Book
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked
from lineofsight.web.improvement.models import PlanAction, Risk
from lineofsight.web.improvement.risks.steps import State
from lineofsight.web.improvement.running import check_improves

TIED, UNTIED = "tied something to a risk", "untied something from a risk"


def tie_measure(*, by: User, risk: Risk, ref: str, book: Book) -> Risk:
    """Ties a risk to a measure that would show it. Refused where the book has none of that reference."""
    check_improves(by)
    if ref not in book.named("indicator"):
        raise Refused(f"The book has no measure {ref}.")
    with transaction.atomic():
        one = _open(risk)
        if ref in one.refs:
            raise Refused("It is tied to that measure already.")
        one.refs = [*one.refs, ref]
        keep(one)
        record_change(by=by, did=TIED, subject=str(one.pk), what=f"measure {ref}")
    return one


def untie_measure(*, by: User, risk: Risk, ref: str) -> Risk:
    """Unties a risk from a measure."""
    check_improves(by)
    with transaction.atomic():
        one = _open(risk)
        if ref not in one.refs:
            raise Refused("It is not tied to that measure.")
        one.refs = [each for each in one.refs if each != ref]
        keep(one)
        record_change(by=by, did=UNTIED, subject=str(one.pk), what=f"measure {ref}")
    return one


def tie_action(*, by: User, risk: Risk, action: PlanAction) -> Risk:
    """Ties a risk to an action of the plan that is to bring it down."""
    check_improves(by)
    with transaction.atomic():
        one = _open(risk)
        if action.state == PlanAction.State.WITHDRAWN:
            raise Refused("That action was withdrawn: it brings nothing down.")
        if one.actions.filter(pk=action.pk).exists():
            raise Refused("It is tied to that action already.")
        one.actions.add(action)
        record_change(by=by, did=TIED, subject=str(one.pk), what=f"action {action.number}")
    return one


def untie_action(*, by: User, risk: Risk, action: PlanAction) -> Risk:
    """Unties a risk from an action of the plan."""
    check_improves(by)
    with transaction.atomic():
        one = _open(risk)
        if not one.actions.filter(pk=action.pk).exists():
            raise Refused("It is not tied to that action.")
        one.actions.remove(action)
        record_change(by=by, did=UNTIED, subject=str(one.pk), what=f"action {action.number}")
    return one


def _open(risk: Risk) -> Risk:
    one: Risk = locked(risk)
    if one.state != State.OPEN:
        raise Refused("This risk is closed: open it again before it is changed.")
    return one
