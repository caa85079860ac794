"""What an action is tied to: measures of the book, what audits ask, findings, risks; and its milestones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction

from lineofsight.calendar import Month
from lineofsight.indicators.book import Book
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.audits.findings_reading import section_titles
from lineofsight.web.audits.rules import theme_title, themes
from lineofsight.web.changing import locked
from lineofsight.web.improvement.models import Finding, LinkedIndicator, LinkedQuestion, PlanAction, Risk
from lineofsight.web.improvement.plan.changes import follow_again
from lineofsight.web.improvement.plan.steps import LIVE
from lineofsight.web.improvement.running import check_improves

TIED, UNTIED = "tied something to an action of the plan", "untied something from an action of the plan"
MILESTONE = "agreed a milestone of an action of the plan"


def link_indicator(
    *,
    by: User,
    action: PlanAction,
    book: Book,
    ref: str,
    baseline_month: str = "",
    target: str = "",
    by_month: str = "",
) -> LinkedIndicator:
    """Ties an action to a measure that it should move. Refused where the book has none, or it is tied already.

    `baseline_month`: the month that it started from; `target`: what it is to reach, where that is not the book's
    minimum; `by_month`: by when. From then on the plan follows the measure.
    """
    check_improves(by)
    if ref not in book.named("indicator"):
        raise Refused(f"The book has no measure {ref}.")
    target = _number(target)
    if target and not book.latest("indicator", ref).better:
        raise Refused(f"The book does not say whether {ref} should rise or fall: it can have no target.")
    first, last = _month(baseline_month), _month(by_month)
    if first and last and last <= first:
        raise Refused("It is to be reached after the month that it started from.")
    try:
        with transaction.atomic():
            one = _live(action)
            made = LinkedIndicator.objects.create(
                action=one, ref=ref, baseline_month=baseline_month, target=target, by_month=by_month
            )
            follow_again()
            _record(by, TIED, one, f"measure {ref}", target=target, by_month=by_month)
    except IntegrityError:
        raise Refused(f"It is tied to {ref} already: untie it first to change how.") from None
    return made


def unlink_indicator(*, by: User, link: LinkedIndicator) -> None:
    """Unties an action from a measure."""
    check_improves(by)
    with transaction.atomic():
        one = _live(link.action)
        LinkedIndicator.objects.filter(pk=link.pk).delete()
        follow_again()
        _record(by, UNTIED, one, f"measure {link.ref}", target=link.target, by_month=link.by_month)


def link_question(*, by: User, action: PlanAction, section: str = "", theme: str = "") -> LinkedQuestion:
    """Ties an action to what audits ask of the same: a section that they grade, or a theme."""
    check_improves(by)
    if bool(section) == bool(theme):
        raise Refused("Choose a section of audits or a theme.")
    if theme and theme not in themes():
        raise Refused("That theme is none of the audits'.")
    if section and section not in section_titles():
        raise Refused("That section is none that audits grade.")
    with transaction.atomic():
        one = _live(action)
        if one.questions.filter(section=section, theme=theme).exists():
            raise Refused("It is tied to that already.")
        made = LinkedQuestion.objects.create(action=one, section=section, theme=theme)
        _record(by, TIED, one, question_title(made))
    return made


def unlink_question(*, by: User, link: LinkedQuestion) -> None:
    """Unties an action from what audits ask."""
    check_improves(by)
    with transaction.atomic():
        one = _live(link.action)
        LinkedQuestion.objects.filter(pk=link.pk).delete()
        _record(by, UNTIED, one, question_title(link))


def question_title(link: LinkedQuestion) -> str:
    """What of the audits it is, in words."""
    if link.theme:
        return f"theme of audits “{theme_title(link.theme)}”"
    return f"section of audits “{section_titles().get(link.section, link.section)}”"


def link_finding(*, by: User, action: PlanAction, finding: Finding) -> None:
    """Ties an action to a finding that it answers. Many actions can answer one finding, and one many."""
    check_improves(by)
    with transaction.atomic():
        one = _live(action)
        if one.findings.filter(pk=finding.pk).exists():
            raise Refused("It answers that finding already.")
        one.findings.add(finding)
        _record(by, TIED, one, f"finding {finding.pk} of {finding.source.title}")


def unlink_finding(*, by: User, action: PlanAction, finding: Finding) -> None:
    """Says that an action doesn't answer a finding."""
    check_improves(by)
    with transaction.atomic():
        one = _live(action)
        if not one.findings.filter(pk=finding.pk).exists():
            raise Refused("It does not answer that finding.")
        one.findings.remove(finding)
        _record(by, UNTIED, one, f"finding {finding.pk} of {finding.source.title}")


def link_risk(*, by: User, action: PlanAction, risk: Risk) -> None:
    """Ties an action to a risk that it is to bring down."""
    check_improves(by)
    with transaction.atomic():
        one = _live(action)
        risk.actions.add(one)
        _record(by, TIED, one, f"risk {risk.pk} {risk.title}")


def agree_milestone(
    *,
    by: User,
    action: PlanAction,
    text: str,
    due_on: dt.date,
    owner: User | None = None,
    owner_name: str = "",
    closes_with: str = "",
) -> Action:
    """Agrees a milestone: an action of the one register, whose source is this action of the plan.

    Refused where it would be due after the action itself.
    """
    check_improves(by)
    with transaction.atomic():
        one = _live(action)
        if due_on > one.due_on:
            raise Refused(f"A milestone is due by the day of its action, {wording.day(one.due_on)}.")
        made = add_action(
            by=by, text=text, due_on=due_on, owner=owner, owner_name=owner_name, closes_with=closes_with,
            source=Action.Source.PLAN, source_id=one.pk, allowed=True,
        )  # fmt: skip
        record_change(by=by, did=MILESTONE, subject=str(one.pk), text=made.text, due_on=str(due_on), owner=made.whose)
    return made


def _live(action: PlanAction) -> PlanAction:
    one: PlanAction = locked(action)
    if one.state not in LIVE:
        raise Refused(f"It stands at “{one.get_state_display()}”: it can't be changed.")
    return one


def _record(by: User, did: str, action: PlanAction, what: str, **detail: str) -> None:
    said = {name: value for name, value in detail.items() if value}
    record_change(by=by, did=did, subject=str(action.pk), what=what, **said)


def _month(written: str) -> Month | None:
    if not written:
        return None
    try:
        return Month.read(written)
    except ValueError:
        raise Refused("Write a month as year and month, for example 2023-03.") from None


def _number(written: str) -> str:
    """A number as it is kept; empty where there is none."""
    written = written.strip().removesuffix("%").strip()
    if not written:
        return ""
    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0 or len(written) > 20:
        raise Refused("Write the target as a number, for example 92.5.")
    return f"{value:f}"
