"""Moderation: the second reading, handing back, the panel. Both grades stay; the moderator's holds, or the panel's."""

from __future__ import annotations

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.audits import rules
from lineofsight.web.audits.allocating import auditors_for
from lineofsight.web.audits.auditing import close_sheet, grade_audit, moderators, next_moderator
from lineofsight.web.audits.grades import Grade, apart
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.looks import has_seen
from lineofsight.web.audits.models import Audit, Sheet
from lineofsight.web.audits.running import HEADS, check_runs_audits, runs_audits
from lineofsight.web.audits.sheets import check_can_write, content_of, missing_from
from lineofsight.web.audits.steps import AUDIT_STEPS
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import now, today
from lineofsight.web.seen import Seen

GAVE, CHANGED_READER = "gave in an external reading", "gave a reading to somebody else"


def needs_panel(first: str, second: str) -> bool:
    """Whether two grades go to a panel: far apart, or not of one mind about Inadequate.

    >>> needs_panel("good", "requires_improvement"), needs_panel("requires_improvement", "inadequate")
    (False, True)
    """
    disputed = Grade.INADEQUATE in (first, second) and first != second
    return disputed or apart(first, second) >= max(rules.setting("panel_apart"), 1)


def give_reading(*, by: User, sheet: Sheet) -> Sheet:
    """Gives in a second reading. A moderator's grade holds, or a panel must decide; an external one changes nothing."""
    with transaction.atomic():
        audit = locked(sheet.audit)
        sheet = locked(sheet)
        check_can_write(by, sheet)
        if sheet.purpose not in (Sheet.Purpose.MODERATION, Sheet.Purpose.EXTERNAL):
            raise Refused("That is not a second reading.")
        lacks = missing_from(sheet, content_of(sheet))
        if lacks:
            raise Refused(" ".join(sentence for _, sentence in lacks))
        if sheet.purpose == Sheet.Purpose.EXTERNAL:
            close_sheet(sheet)
            record_change(by=by, did=GAVE, subject=str(audit.pk), person_id=audit.person_id, grade=sheet.overall)
            return sheet
        step = check_step(AUDIT_STEPS, "moderate", audit.state, audit.get_state_display())
        first = _audit_sheet(audit)
        if first.writer_id == by.pk:
            raise Refused("Nobody moderates their own audit.")
        close_sheet(sheet)
        record_change(
            by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id, audited=first.overall,
            moderated=sheet.overall, blind=sheet.blind,
        )  # fmt: skip
        if needs_panel(first.overall, sheet.overall):
            audit.state = Audit.State.PANEL
            keep(audit)
        else:
            grades = {**first.grades, **sheet.grades}
            grade_audit(by=by, audit=audit, grade=sheet.overall, grades=grades, given_by=Audit.From.MODERATOR)
    return sheet


def _audit_sheet(audit: Audit) -> Sheet:
    return audit.sheets.exclude(state=Sheet.State.WITHDRAWN).get(purpose=Sheet.Purpose.AUDIT)


def hand_back(*, by: User, sheet: Sheet, because: str) -> Audit:
    """Hands an audit back to its auditor with a reason. A blind reader has not read it, so can't."""
    because = said(because, "Say what the auditor is to look at again.")
    with transaction.atomic():
        audit = locked(sheet.audit)
        sheet = locked(sheet)
        check_can_write(by, sheet)
        if sheet.purpose != Sheet.Purpose.MODERATION or sheet.blind:
            raise Refused("Only a moderator who reads with sight of the audit hands it back.")
        step = check_step(AUDIT_STEPS, "hand_back", audit.state, audit.get_state_display())
        first = _audit_sheet(audit)
        first.state = Sheet.State.OPEN
        first.save(update_fields=["state"])
        audit.state = Audit.State.DRAFTING
        keep(audit)
        record_change(by=by, did=step.did, subject=str(audit.pk), person_id=audit.person_id, because=because)
    return audit


def check_can_change_reader(user: User, sheet: Sheet) -> None:
    """Refused where a reading can't be given to somebody else now."""
    check_runs_audits(user)
    if sheet.purpose == Sheet.Purpose.AUDIT or sheet.state not in (Sheet.State.WAITING, Sheet.State.OPEN):
        raise Refused("This reading is over.")


def readers_for(seen: Seen, sheet: Sheet) -> list[tuple[User, str]]:
    """Who could read in somebody's place, with why they can't (empty where they can): moderators, or people outside."""
    if sheet.purpose != Sheet.Purpose.EXTERNAL or sheet.of_check is None:
        return moderators(seen, sheet.audit)
    users = [one.user for one in auditors_for(sheet.of_check, today())]
    ties = ties_of(seen.counted, users, [sheet.audit.person_id], [sheet.audit_id], seen.served.former_ids)
    return [(user, why_not(ties, user.pk, sheet.audit, as_second=True)) for user in users]


def change_moderator(*, by: User, sheet: Sheet, to: User, seen: Seen) -> Sheet:
    """Gives a moderation to somebody else, who begins afresh. Refused where they are not independent of the case."""
    with transaction.atomic():
        locked(sheet.audit)
        sheet = locked(sheet)
        check_can_change_reader(by, sheet)
        reasons = {user.pk: reason for user, reason in readers_for(seen, sheet)}
        if to.pk not in reasons:
            raise Refused(f"{to.name} is not among those who can read it.")
        if to.pk == sheet.writer_id:
            raise Refused(f"{to.name} has it already.")
        if reasons[to.pk]:
            raise Refused(f"{to.name} {reasons[to.pk]}: choose somebody else.")
        sheet.state = Sheet.State.WITHDRAWN
        sheet.save(update_fields=["state"])
        new = Sheet.objects.create(
            audit=sheet.audit, purpose=sheet.purpose, writer=to,
            blind=sheet.blind and not has_seen(to, sheet.audit, seen.served.former_ids),
            chosen_by=sheet.chosen_by, due_on=sheet.due_on, of_check=sheet.of_check,
        )  # fmt: skip
        record_change(
            by=by, did=CHANGED_READER, subject=str(sheet.audit_id), person_id=sheet.audit.person_id, to=to.username
        )
    return new


def ask_for_moderation(*, by: User, audit: Audit, seen: Seen, because: str, seen_version: int | None = None) -> Sheet:
    """Has a graded audit moderated though no rule chose it, with sight of the first grade."""
    check_runs_audits(by)
    because = said(because, "Say why it is moderated.")
    with transaction.atomic():
        one = locked(audit, seen_version)
        step = check_step(AUDIT_STEPS, "ask_for_moderation", one.state, one.get_state_display())
        if one.sheets.filter(purpose__in=(Sheet.Purpose.MODERATION, Sheet.Purpose.PANEL), state=Sheet.State.GIVEN):
            raise Refused("It is moderated already.")
        sheet = Sheet.objects.create(
            audit=one, purpose=Sheet.Purpose.MODERATION, writer=next_moderator(seen, one),
            chosen_by=Sheet.ChosenBy.ASKED, due_on=one.cycle.moderation_due_on,
        )  # fmt: skip
        one.state, one.closed_at = Audit.State.MODERATION, None
        one.grade, one.grades, one.grade_from, one.graded_at = "", {}, "", None  # none holds until it is moderated
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), person_id=one.person_id, because=because)
    return sheet


def check_can_decide(user: User, audit: Audit) -> None:
    """Refused where this person can't write down what a panel decides: nobody who has graded it already."""
    check_step(AUDIT_STEPS, "decide", audit.state, audit.get_state_display())
    if not (runs_audits(user) or user.role in HEADS):
        raise Refused("A panel's decision is written down by a head of service, or by those who run the audits.")
    if audit.sheets.filter(writer=user).exclude(state=Sheet.State.WITHDRAWN).exists():
        raise Refused("You have graded this case already: somebody else writes down what the panel decides.")


def decide(*, by: User, audit: Audit, members: str, grade: str, reasons: str, seen_version: int | None = None) -> Audit:
    """Writes down what a panel decided of two grades. All three stay; the panel's holds."""
    members = said(members, "Say who sat on the panel.")
    reasons = said(reasons, "Say why the panel decided so.")
    if grade not in Grade.values:
        raise Refused("Choose the grade that the panel gave.")
    with transaction.atomic():
        one = locked(audit, seen_version)
        check_can_decide(by, one)
        first = _audit_sheet(one)
        second = one.sheets.filter(purpose=Sheet.Purpose.MODERATION, state=Sheet.State.GIVEN).order_by("-pk").first()
        Sheet.objects.create(
            audit=one, purpose=Sheet.Purpose.PANEL, writer=by, state=Sheet.State.GIVEN, overall=grade, reasons=reasons,
            answers={"members": {"value": members, "revision": 1}}, began_at=now(), given_at=now(),
        )  # fmt: skip
        step = AUDIT_STEPS["decide"]
        record_change(
            by=by, did=step.did, subject=str(one.pk), person_id=one.person_id, grade=grade, members=members,
            because=reasons,
        )  # fmt: skip
        grades = {**first.grades, **(second.grades if second else {})}
        grade_audit(by=by, audit=one, grade=grade, grades=grades, given_by=Audit.From.PANEL)
    return one
