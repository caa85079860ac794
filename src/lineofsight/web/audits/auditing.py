"""An audit from given in to closed: what it becomes, its actions, a re-audit's outcomes. Each change records itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from lineofsight.problems import Refused
from lineofsight.statistics.sampling import chosen_for_share
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.audits import rules
from lineofsight.web.audits.allocating import MAY_AUDIT, able
from lineofsight.web.audits.grades import Outcome
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.models import ActionOutcome, Audit, Cycle, Sample, Sheet
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.audits.sheets import check_can_write, content_of, graded_sections, missing_from, value_of
from lineofsight.web.audits.steps import AUDIT_STEPS, GIVEN, UNSAFE_OPEN
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import day_of, now, today
from lineofsight.web.seen import Seen

State = Audit.State
FOUND = "said in a re-audit what became of an action"
NOT_SETTLED = (Action.State.OPEN, Action.State.DONE)


# Actions


def actions_of(audit: Audit) -> QuerySet[Action]:
    """The actions that an audit agreed, as the register has them."""
    return Action.objects.filter(source=Action.Source.AUDIT, source_id=audit.pk).select_related("owner")


def check_can_agree(user: User, audit: Audit) -> None:
    """Refused where this person can't agree an action here: its auditor can, its readers, and who runs the audits."""
    if audit.state in (State.SAMPLED, State.WITHDRAWN):
        raise Refused("Nobody audits this case.")
    mine = Sheet.objects.filter(audit=audit, writer=user, purpose__in=(Sheet.Purpose.AUDIT, Sheet.Purpose.MODERATION))
    writes = mine.exclude(state=Sheet.State.WITHDRAWN).exists()
    if not (writes or runs_audits(user)):
        raise Refused("Actions of an audit are agreed by its auditor, its moderator, or those who run the audits.")


def agree_action(
    *,
    by: User,
    audit: Audit,
    text: str,
    due_on: dt.date,
    closes_with: str,
    owner: User | None = None,
    owner_name: str = "",
) -> Action:
    """Agrees an action of an audit: one owner, a day, and what closes it. An audit that was closed is open again."""
    check_can_agree(by, audit)
    closes_with = said(closes_with, "Say what will show that it is done.")
    with transaction.atomic():
        one = locked(audit)
        return add_action(
            by=by,
            text=text,
            due_on=due_on,
            owner=owner,
            owner_name=owner_name,
            source=Action.Source.AUDIT,
            source_id=one.pk,
            person_id=one.person_id,
            team_id=one.team_id,
            worker_id=one.worker_id,
            closes_with=closes_with,
            allowed=True,
        )


def follow_action(sender: type[Action], action: Action, by: User, **_: Any) -> None:
    """What an audit does when one of its actions changes: it closes with the last, and opens again with one."""
    if action.source != Action.Source.AUDIT or action.source_id is None:
        return
    audit = Audit.objects.select_for_update().filter(pk=action.source_id).first()
    if audit is not None:
        settle(by=by, audit=audit)


def settle(*, by: User, audit: Audit) -> None:
    """Closes a graded audit with nothing open; opens one again that has something. Called where either may change."""
    waits = actions_of(audit).filter(state__in=NOT_SETTLED).exists()
    waits = waits or audit.unsafe.filter(state__in=UNSAFE_OPEN).exists()
    if audit.state == State.ACTIONS and not waits:
        step = check_step(AUDIT_STEPS, "settle", audit.state, audit.get_state_display())
        audit.state, audit.closed_at = State.CLOSED, now()
    elif audit.state == State.CLOSED and waits:
        step = check_step(AUDIT_STEPS, "open_again", audit.state, audit.get_state_display())
        audit.state, audit.closed_at = State.ACTIONS, None
    else:
        return
    keep(audit)
    record_change(by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id)


# A re-audit's question


def actions_before(audit: Audit) -> list[Action]:
    """The actions of the audit that a re-audit looks at again, but those that were withdrawn."""
    if audit.re_audit_of is None:
        return []
    return list(actions_of(audit.re_audit_of).exclude(state=Action.State.WITHDRAWN).order_by("pk"))


def find_outcome(*, by: User, audit: Audit, action: Action, outcome: str, note: str = "") -> ActionOutcome:
    """Says in a re-audit what became of an action: done and made a difference; done, no difference; not done."""
    if outcome not in Outcome.values:
        raise Refused("Choose what became of the action.")
    with transaction.atomic():
        one = locked(audit)
        sheet = one.sheets.filter(purpose=Sheet.Purpose.AUDIT).exclude(state=Sheet.State.WITHDRAWN).first()
        if sheet is None:
            raise Refused("Nobody audits this case.")
        check_can_write(by, sheet)
        if action.pk not in {each.pk for each in actions_before(one)}:
            raise Refused("That is no action of the audit before.")
        found, _ = ActionOutcome.objects.update_or_create(
            audit=one, action=action, defaults={"outcome": outcome, "note": note.strip(), "found_by": by}
        )
        record_change(
            by=by, did=FOUND, subject=str(one.pk), person_id=one.person_id, action=action.pk, outcome=outcome,
            note=note.strip(),
        )  # fmt: skip
    return found


# Given in


def missing_from_audit(sheet: Sheet) -> list[tuple[str, str]]:
    """What an audit still needs before it can be given in: its answers, actions, and what became of others."""
    lacks = missing_from(sheet, content_of(sheet))
    if sheet.purpose != Sheet.Purpose.AUDIT:
        return lacks
    audit = sheet.audit
    needed = value_of(sheet, "overall.grade") in rules.setting("actions_needed")
    if needed and not actions_of(audit).exclude(state=Action.State.WITHDRAWN).exists():
        lacks.append(("actions", "Agree at least one action: the grade says that something must become better."))
    answered = set(audit.outcomes.values_list("action_id", flat=True))
    if any(action.pk not in answered for action in actions_before(audit)):
        lacks.append(("outcomes", "Say of each action of the audit before what became of it."))
    return lacks


def give_audit(*, by: User, sheet: Sheet, seen: Seen) -> Audit:
    """Gives in an audit. Its grade holds, or it waits for a moderator, as the cycle's rule says."""
    with transaction.atomic():
        audit = locked(sheet.audit)
        sheet = locked(sheet)
        check_can_write(by, sheet)
        step = check_step(AUDIT_STEPS, "give", audit.state, audit.get_state_display())
        lacks = missing_from_audit(sheet)
        if lacks:
            raise Refused(" ".join(sentence for _, sentence in lacks))
        close_sheet(sheet)
        if not audit.audited_grade:
            audit.audited_grade, audit.audited_grades = sheet.overall, sheet.grades
        audit.submitted_at = now()
        audit.took_part = value_of(sheet, "practitioner.took_part")
        audit.child_feedback, audit.family_feedback = value_of(sheet, "child.status"), value_of(sheet, "family.status")
        audit.strengths = value_of(sheet, "themes.strengths") or []
        audit.developments = value_of(sheet, "themes.developments") or []
        record_change(by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id, grade=sheet.overall)
        if _to_be_moderated(audit, sheet, seen):
            audit.state = State.MODERATION
            keep(audit)
        else:
            grade_audit(by=by, audit=audit, grade=sheet.overall, grades=sheet.grades, given_by=Audit.From.AUDITOR)
    return audit


def close_sheet(sheet: Sheet) -> None:
    """Takes a sheet's grades and reasons out of its answers, and ends its writing."""
    content = content_of(sheet)
    sheet.overall, sheet.reasons = value_of(sheet, "overall.grade"), value_of(sheet, "overall.reasons")
    sheet.grades = graded_sections(sheet, content)
    sheet.state, sheet.given_at = Sheet.State.GIVEN, now()
    sheet.save()


def _to_be_moderated(audit: Audit, sheet: Sheet, seen: Seen) -> bool:
    """Whether a moderator reads it; if so the reading is made. One that was handed back goes to the same moderator."""
    waiting = audit.sheets.filter(
        purpose=Sheet.Purpose.MODERATION, state__in=(Sheet.State.WAITING, Sheet.State.OPEN)
    ).first()
    if waiting is not None:
        return True
    cycle = audit.cycle
    sample = Sample.objects.filter(cycle=cycle, superseded_because="").first()
    chosen = ""
    if sheet.overall in cycle.moderate_grades:
        chosen = Sheet.ChosenBy.GRADE
    elif sample and chosen_for_share(
        audit.person_id, seed=f"{sample.seed} moderation", share=cycle.moderate_share / 100
    ):
        chosen = Sheet.ChosenBy.SHARE
    if not chosen:
        return False
    Sheet.objects.create(
        audit=audit,
        purpose=Sheet.Purpose.MODERATION,
        writer=next_moderator(seen, audit),
        blind=cycle.blind and chosen == Sheet.ChosenBy.SHARE,
        chosen_by=chosen,
        due_on=cycle.moderation_due_on,
    )
    return True


def moderators(seen: Seen, audit: Audit) -> list[tuple[User, str]]:
    """Everybody who moderates, with why they can't moderate this audit (empty where they can), who has least first."""
    pool = able(today()).filter(moderates=True, user__role__in=MAY_AUDIT)
    users = {one.user_id: one.user for one in pool}
    ties = ties_of(seen.counted, users.values(), [audit.person_id], [audit.pk], seen.served.former_ids)
    before = audit.re_audit_of.auditor_id if audit.re_audit_of else None
    waiting = Q(sheets__purpose=Sheet.Purpose.MODERATION, sheets__state__in=(Sheet.State.WAITING, Sheet.State.OPEN))
    loads = dict(
        User.objects.filter(pk__in=users).annotate(many=Count("sheets", filter=waiting)).values_list("pk", "many")
    )
    found = [(user, why_not(ties, pk, audit, as_second=True, before=before)) for pk, user in users.items()]
    return sorted(found, key=lambda one: (bool(one[1]), loads.get(one[0].pk, 0), one[0].pk))


def next_moderator(seen: Seen, audit: Audit) -> User | None:
    """Who moderates an audit: independent of it, with the least to moderate; None where there is nobody."""
    return next((user for user, reason in moderators(seen, audit) if not reason), None)


def grade_audit(*, by: User, audit: Audit, grade: str, grades: dict[str, str], given_by: str) -> None:
    """The grade that holds: from then on an audit is its actions. Called within the change that decides it."""
    audit.grade, audit.grades, audit.grade_from, audit.graded_at = grade, dict(grades), given_by, now()
    audit.state = State.ACTIONS
    keep(audit)
    settle(by=by, audit=audit)


def completed(cycle: Cycle) -> tuple[int, int]:
    """Of a cycle: how many audits are given in, and how many of these by their day."""
    given = Audit.objects.filter(cycle=cycle, state__in=GIVEN)
    days = given.values_list("submitted_at", "due_on")
    return len(days), sum(at is not None and due is not None and day_of(at) <= due for at, due in days)
