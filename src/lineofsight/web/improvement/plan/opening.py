"""Opens an action in one click, from a measure, a theme of audits, a finding or a risk, and carries its evidence along.

What is carried along is why the action was opened: it shows what was wrong and never counts for what has become better.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import Truncator

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.audits.rules import theme_title, themes
from lineofsight.web.changing import locked
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Finding, Outcome, Plan, PlanAction, PlanEvidence, Risk, RiskScore
from lineofsight.web.improvement.plan.audited import theme_in_words
from lineofsight.web.improvement.plan.changes import ActionFacts, open_action
from lineofsight.web.improvement.plan.evidence import add_data_evidence, add_evidence
from lineofsight.web.improvement.plan.keeping import unplaced_outcome
from lineofsight.web.improvement.plan.links import link_finding, link_indicator, link_question, link_risk
from lineofsight.web.improvement.plan.opened import Opens
from lineofsight.web.improvement.plan.reading import open_plans
from lineofsight.web.improvement.plan.steps import LIVE
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import check_improves
from lineofsight.web.seen import Seen

#: What an action is called that is opened from something; a title has so much room.
_LONGEST = 280


@dataclass(frozen=True)
class Subject:
    """What an action is opened from, read: how the action is called, and what is carried along."""

    opens: Opens
    title: str
    about: str
    refs: tuple[str, ...] = ()
    theme: str = ""
    finding: Finding | None = None
    risk: Risk | None = None


def subject_of(seen: Seen | None, opens: Opens) -> Subject:
    """What an action is to be opened from. Refused where there is no such thing."""
    if opens.kind == "indicator" and opens.month is not None:
        return _of_indicator(seen, opens, opens.month)
    if opens.kind == "audit_theme":
        if opens.name not in themes():
            raise Refused("That theme is none of the audits'.")
        title = f"Answer to what audits find: {theme_title(opens.name)}"
        return Subject(opens, title, theme_in_words(opens.name), theme=opens.name)
    if opens.kind == "finding":
        return _of_finding(opens)
    return _of_risk(seen, opens)


def _of_indicator(seen: Seen | None, opens: Opens, month: Month) -> Subject:
    if seen is None or opens.name not in seen.counted.book.named("indicator"):
        raise Refused(f"The book has no measure {opens.name}.")
    definition = seen.counted.book.at("indicator", opens.name, month)
    title = Truncator(f"Bring {opens.name} back on track: {definition.title}").chars(_LONGEST)
    good = definition.text("good")
    about = f"Opened from the figure of {wording.month_name(month)}." + (
        f" What good looks like: {good}" if good else ""
    )
    return Subject(opens, title, about, refs=(opens.name,))


def _of_finding(opens: Opens) -> Subject:
    finding = Finding.objects.select_related("source").filter(pk=opens.number or 0).first()
    if finding is None:
        raise Refused("There is no such finding.")
    if hasattr(finding, "mistake"):
        raise Refused("That finding was written down wrongly: open an action from the one that replaces it.")
    where = f", {finding.paragraph}" if finding.paragraph else ""
    about = f"“{finding.text}” ({finding.source.title}{where})"
    title = Truncator(f"{finding.get_kind_display()}: {finding.text}").chars(_LONGEST)
    return Subject(opens, title, about, finding=finding)


def _of_risk(seen: Seen | None, opens: Opens) -> Subject:
    risk = Risk.objects.filter(pk=opens.number or 0).first()
    if risk is None or risk.state == Risk.State.CLOSED:
        raise Refused("There is no such open risk.")
    score = risk.scores.filter(of=RiskScore.Of.CURRENT).last()
    about = f"Cause: {risk.cause}\nEvent: {risk.event}\nConsequence: {risk.consequence}"
    if score is not None:
        about += f"\nIts score now is {score.score}: likelihood {score.likelihood}, impact {score.impact}."
    there = set(seen.counted.book.named("indicator")) if seen is not None else set()
    refs = tuple(ref for ref in dict.fromkeys(risk.refs) if ref in there)
    title = Truncator(f"Bring down the risk: {risk.title}").chars(_LONGEST)
    return Subject(opens, title, about, refs=refs, risk=risk)


def opened_already(opens: Opens) -> PlanAction | None:
    """The action that was opened from the same thing and on which work goes on."""
    there = PlanAction.objects.filter(state__in=LIVE, opened_from__startswith=opens.same)
    return next((action for action in there.order_by("pk") if Opens.read(action.opened_from).same == opens.same), None)


def outcome_by_default(subject: Subject) -> Outcome | None:
    """Where an action goes that is opened without being asked: to the outcome whose actions are about the same; else
    to the only open plan, to be placed there. None where there are several plans, or none.
    """
    same = PlanAction.objects.filter(outcome__theme__plan__closed_at=None).exclude(state=PlanAction.State.WITHDRAWN)
    if subject.finding is not None:
        same = same.filter(findings=subject.finding)
    elif subject.risk is not None:
        same = same.filter(risks=subject.risk)
    elif subject.theme:
        same = same.filter(questions__theme=subject.theme)
    else:
        same = same.filter(indicators__ref__in=subject.refs)
    outcomes = set(same.values_list("outcome", flat=True))
    if len(outcomes) == 1:
        return Outcome.objects.get(pk=outcomes.pop())
    plans = list(open_plans())
    return unplaced_outcome(plans[0]) if len(plans) == 1 else None


def open_from(
    *, by: User, seen: Seen | None, opens: Opens, outcome: Outcome | None = None, plan: Plan | None = None
) -> tuple[PlanAction, bool] | None:
    """The action opened from something, and whether it is new: the same thing twice leads to the one that is open.

    None where it must be asked for which outcome, or in which plan (there are several, or none). Refused where there is
    nothing of the kind.
    """
    check_improves(by)
    subject = subject_of(seen, opens)
    with transaction.atomic():
        for each in Plan.objects.filter(closed_at=None).order_by("pk"):
            locked(each)  # so that two who click at once open one action
        found = opened_already(opens)
        if found is not None:
            return found, False
        place = outcome or (unplaced_outcome(plan) if plan is not None else outcome_by_default(subject))
        if place is None:
            return None
        return _open(by, seen, subject, place), True


def _open(by: User, seen: Seen | None, subject: Subject, outcome: Outcome) -> PlanAction:
    day = today()
    facts = ActionFacts(title=subject.title, about=subject.about, owner=by, starts_on=day)
    due_on = day + dt.timedelta(weeks=int(setting("new_action_weeks")))
    action = open_action(by=by, outcome=outcome, facts=facts, due_on=due_on, opened_from=str(subject.opens))
    month = str(subject.opens.month) if subject.opens.month else ""
    if seen is not None:
        for ref in subject.refs:
            link_indicator(by=by, action=action, book=seen.counted.book, ref=ref, baseline_month=month)
    if month and seen is not None:
        add_data_evidence(by=by, seen=seen, action=action, ref=subject.refs[0], month=month, at_opening=True)
    if subject.theme:
        link_question(by=by, action=action, theme=subject.theme)
        add_evidence(
            by=by, action=action, kind=PlanEvidence.Kind.AUDIT, text=subject.about, dated_on=day, theme=subject.theme,
            at_opening=True,
        )  # fmt: skip
    if subject.finding is not None:
        link_finding(by=by, action=action, finding=subject.finding)
        _carry_finding(by, action, subject.finding)
    if subject.risk is not None:
        link_risk(by=by, action=action, risk=subject.risk)
    action.refresh_from_db()
    return action


def _carry_finding(by: User, action: PlanAction, finding: Finding) -> None:
    source = finding.source
    kinds = PlanEvidence.Kind
    kind = kinds.EXTERNAL if source.is_external else kinds.AUDIT if "audit" in source.kind else kinds.OBSERVATION
    add_evidence(
        by=by, action=action, kind=kind, text=f"“{finding.text}”", dated_on=min(source.held_on, today()),
        finding=finding, at_opening=True,
    )  # fmt: skip
