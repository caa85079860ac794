"""An audit from the first word to closed: given in, moderated, a panel, actions, audited again."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.actions import register
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import auditing, cycles, moderating
from lineofsight.web.audits.models import ActionOutcome, Audit, Cycle, Programme, Sheet, Tool
from tests.web.audits.conftest import DAY, People, drawn, fill, given_out, plan, seen_for, sheet_of


@pytest.fixture
def audit(running: Cycle) -> Audit:
    return Audit.objects.filter(cycle=running).earliest("place")


def agree(audit: Audit, by: User | None = None, **facts: object) -> Action:
    owner = {"owner_name": "Made-up Owner"} if "owner" not in facts else {}
    assert audit.auditor is not None
    return auditing.agree_action(
        by=by or audit.auditor,
        audit=audit,
        text="Visit the child",
        due_on=DAY + dt.timedelta(days=14),
        closes_with="The visit is recorded",
        **owner,  # type: ignore[arg-type]
        **facts,  # type: ignore[arg-type]
    )


def give(audit: Audit, grade: str) -> Audit:
    sheet = fill(sheet_of(audit), grade)
    assert sheet.writer is not None
    with seen_for(sheet.writer) as seen:
        auditing.give_audit(by=sheet.writer, sheet=sheet, seen=seen)
    audit.refresh_from_db()
    return audit


def moderate(audit: Audit, grade: str) -> Audit:
    sheet = fill(sheet_of(audit, Sheet.Purpose.MODERATION), grade)
    assert sheet.writer is not None
    moderating.give_reading(by=sheet.writer, sheet=sheet)
    audit.refresh_from_db()
    return audit


def verified(action: Action, people: People) -> None:
    register.mark_done(by=people.director, action=action, evidence="Made up")
    register.verify(by=people.lead, action=action)


def test_a_good_audit_without_actions_is_closed_at_once(audit: Audit) -> None:
    give(audit, "good")
    assert (audit.state, audit.grade, audit.grade_from) == (Audit.State.CLOSED, "good", "auditor")
    assert audit.audited_grade == "good" and audit.closed_at is not None
    assert set(audit.grades.values()) == {"good"}


def test_what_is_lacking_is_said_and_nothing_is_given_in(audit: Audit) -> None:
    sheet = sheet_of(audit)
    assert sheet.writer is not None
    lacks = {sentence: key for key, sentence in auditing.missing_from_audit(sheet)}
    assert lacks["Give the overall grade."] == "overall.grade"
    with seen_for(sheet.writer) as seen, pytest.raises(Refused, match="is not possible"):
        auditing.give_audit(by=sheet.writer, sheet=sheet, seen=seen)
    fill(sheet, "good", **{"overall.reasons": ""})
    with seen_for(sheet.writer) as seen, pytest.raises(Refused, match="Say why this is the overall grade"):
        auditing.give_audit(by=sheet.writer, sheet=sheet, seen=seen)
    audit.refresh_from_db()
    assert audit.state == Audit.State.DRAFTING


def test_a_grade_below_good_needs_an_action(audit: Audit) -> None:
    fill(sheet_of(audit), "requires_improvement")
    assert ("actions", "Agree at least one action: the grade says that something must become better.") in (
        auditing.missing_from_audit(sheet_of(audit))
    )
    agree(audit)
    assert not auditing.missing_from_audit(sheet_of(audit))


@pytest.mark.parametrize("section", ["safety", "oversight"])
def test_an_inadequate_section_keeps_the_whole_below_good(people: People, programme: Programme, section: str) -> None:
    tool = Tool.objects.get(key="case_file")
    cycle = cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people, tool=tool, size=1))
    audit = Audit.objects.get(cycle=given_out(people, drawn(people, cycle)))
    sheet = fill(sheet_of(audit), "good")
    assert not auditing.missing_from_audit(sheet)
    fill(sheet, "good", **{f"{section}.grade": "inadequate"})
    (lack,) = auditing.missing_from_audit(sheet)
    assert lack[0] == "overall.grade" and "can't be Good" in lack[1]


def test_an_audit_closes_with_its_last_action_and_opens_again_with_one(audit: Audit, people: People) -> None:
    action = agree(audit)
    give(audit, "requires_improvement")
    assert audit.state == Audit.State.ACTIONS
    register.mark_done(by=people.director, action=action, evidence="Made up")
    audit.refresh_from_db()
    assert audit.state == Audit.State.ACTIONS  # done is not verified
    register.verify(by=people.lead, action=action)
    audit.refresh_from_db()
    assert audit.state == Audit.State.CLOSED
    register.reopen(by=people.lead, action=action, because="It was not")
    audit.refresh_from_db()
    assert (audit.state, audit.closed_at) == (Audit.State.ACTIONS, None)
    register.withdraw(by=people.lead, action=action, because="Made up")
    audit.refresh_from_db()
    assert audit.state == Audit.State.CLOSED
    agree(audit, by=people.lead)
    audit.refresh_from_db()
    assert audit.state == Audit.State.ACTIONS


def test_the_owner_does_not_verify_and_an_action_says_what_closes_it(audit: Audit, people: People) -> None:
    action = agree(audit, owner=people.lead)
    register.mark_done(by=people.lead, action=action, evidence="Made up")
    with pytest.raises(Refused, match="your own action"):
        register.verify(by=people.lead, action=action)
    assert audit.auditor is not None
    with pytest.raises(Refused, match="what will show"):
        auditing.agree_action(
            by=audit.auditor, audit=audit, text="Visit", due_on=DAY, closes_with=" ", owner_name="Made-up Owner"
        )
    stranger = next(user for user in people.auditors if user != audit.auditor)
    with pytest.raises(Refused, match="agreed by its auditor"):
        agree(audit, by=stranger)


def test_inadequate_goes_to_a_moderator_with_sight_of_it(audit: Audit, people: People) -> None:
    agree(audit)
    give(audit, "inadequate")
    sheet = sheet_of(audit, Sheet.Purpose.MODERATION)
    assert audit.state == Audit.State.MODERATION and audit.grade == ""
    assert (sheet.writer, sheet.blind, sheet.chosen_by) == (people.moderator, False, "grade")
    moderate(audit, "inadequate")
    assert (audit.state, audit.grade, audit.grade_from) == (Audit.State.ACTIONS, "inadequate", "moderator")


def test_the_random_share_is_read_blind_and_one_grade_apart_the_moderator_decides(
    people: People, programme: Programme
) -> None:
    cycle = cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people, moderate_share=100))
    audit = Audit.objects.filter(cycle=given_out(people, drawn(people, cycle))).earliest("place")
    agree(audit)
    give(audit, "good")
    sheet = sheet_of(audit, Sheet.Purpose.MODERATION)
    assert (sheet.blind, sheet.chosen_by) == (True, "share")
    with pytest.raises(Refused, match="with sight"):
        moderating.hand_back(by=people.moderator, sheet=sheet, because="Words")
    moderate(audit, "requires_improvement")
    assert (audit.audited_grade, audit.grade, audit.grade_from) == ("good", "requires_improvement", "moderator")


def test_two_grades_apart_and_a_disputed_inadequate_go_to_a_panel(audit: Audit, people: People) -> None:
    agree(audit)
    give(audit, "inadequate")
    moderate(audit, "requires_improvement")
    assert audit.state == Audit.State.PANEL
    for user in (people.moderator, audit.auditor):
        assert user is not None
        with pytest.raises(Refused, match=r"graded this case already|written down by"):
            moderating.decide(by=user, audit=audit, members="Three", grade="good", reasons="Words")
    moderating.decide(by=people.director, audit=audit, members="Three", grade="inadequate", reasons="Words")
    audit.refresh_from_db()
    assert (audit.state, audit.grade, audit.grade_from) == (Audit.State.ACTIONS, "inadequate", "panel")
    given = audit.sheets.filter(state=Sheet.State.GIVEN).values_list("purpose", "overall")
    assert sorted(given) == [("audit", "inadequate"), ("moderation", "requires_improvement"), ("panel", "inadequate")]


def test_handed_back_the_first_grade_stays_and_the_same_moderator_reads_it_again(audit: Audit, people: People) -> None:
    agree(audit)
    give(audit, "inadequate")
    sheet = sheet_of(audit, Sheet.Purpose.MODERATION)
    moderating.hand_back(by=people.moderator, sheet=sheet, because="The plan was not read")
    audit.refresh_from_db()
    assert audit.state == Audit.State.DRAFTING
    give(audit, "requires_improvement")
    assert (audit.state, audit.audited_grade) == (Audit.State.MODERATION, "inadequate")
    assert sheet_of(audit).overall == "requires_improvement"
    assert audit.sheets.filter(purpose=Sheet.Purpose.MODERATION).count() == 1


def test_a_graded_audit_can_be_moderated_when_somebody_asks(audit: Audit, people: People) -> None:
    give(audit, "good")
    with seen_for(people.lead) as seen:
        moderating.ask_for_moderation(by=people.lead, audit=audit, seen=seen, because="A complaint")
    audit.refresh_from_db()
    assert audit.state == Audit.State.MODERATION
    moderate(audit, "good")
    assert (audit.state, audit.grade_from) == (Audit.State.CLOSED, "moderator")


def test_a_re_audit_asks_what_became_of_each_action_and_compares(people: People, running: Cycle) -> None:
    programme = running.programme
    audits = list(Audit.objects.filter(cycle=running).order_by("place"))
    actions = {}
    for one in audits[:4]:
        actions[one.pk] = agree(one)
        give(one, "requires_improvement")
    long_ago = dt.datetime(2022, 12, 1, 12, tzinfo=dt.UTC)
    Audit.objects.filter(cycle=running, grade="requires_improvement").update(graded_at=long_ago)
    again = cycles.plan_cycle(
        by=people.lead,
        programme=programme,
        plan=plan(
            people, kind=Cycle.Kind.RE_AUDIT, size=2, of=[running], tool=Tool.objects.get(key="re_audit"), title="Again"
        ),
    )
    given_out(people, drawn(people, again))
    second = Audit.objects.filter(cycle=again).exclude(auditor=None).earliest("place")
    first = second.re_audit_of
    assert first is not None and first.person_id == second.person_id and first.auditor != second.auditor
    sheet = fill(sheet_of(second), "good")
    assert ("outcomes", "Say of each action of the audit before what became of it.") in (
        auditing.missing_from_audit(sheet)
    )
    assert second.auditor is not None
    with pytest.raises(Refused, match="no action of the audit before"):
        other = next(action for pk, action in actions.items() if pk != first.pk)
        auditing.find_outcome(by=second.auditor, audit=second, action=other, outcome="not_done")
    auditing.find_outcome(by=second.auditor, audit=second, action=actions[first.pk], outcome="not_done", note="Words")
    give(second, "good")
    assert ActionOutcome.objects.get(audit=second).outcome == "not_done"
    assert (first.grade, second.grade) == ("requires_improvement", "good")


def test_an_external_check_reads_graded_audits_blind_and_changes_no_grade(people: People, running: Cycle) -> None:
    from lineofsight.web.audits.models import Auditor
    from tests.web.conftest import add_person

    for one in list(Audit.objects.filter(cycle=running).order_by("place"))[:3]:
        give(one, "good")
    outside = add_person("external_auditor", name="from-outside", access_ends_on=DAY + dt.timedelta(days=9999))
    Auditor.objects.create(user=outside, most=10)
    tool = Tool.objects.get(key="external")
    check = cycles.plan_cycle(
        by=people.lead,
        programme=running.programme,
        plan=plan(people, kind=Cycle.Kind.EXTERNAL, size=2, of=[running], tool=tool, title="Check"),
    )
    given_out(people, drawn(people, check))
    assert not Audit.objects.filter(cycle=check).exists()
    sheets = list(Sheet.objects.filter(of_check=check))
    assert [(sheet.writer, sheet.blind) for sheet in sheets] == [(outside, True)] * 2
    moderating.give_reading(by=outside, sheet=fill(sheets[0], "inadequate"))
    sheets[0].audit.refresh_from_db()
    assert (sheets[0].audit.grade, sheets[0].audit.state) == ("good", Audit.State.CLOSED)


def test_given_in_just_after_midnight_in_summer_is_the_next_day(people: People, running: Cycle) -> None:
    due = dt.date(2023, 5, 12)
    Audit.objects.filter(cycle=running).update(state=Audit.State.CLOSED, due_on=due)
    late, timely = list(Audit.objects.filter(cycle=running))[:2]
    Audit.objects.filter(cycle=running).exclude(pk__in=(late.pk, timely.pk)).update(state=Audit.State.WITHDRAWN)
    for one, hour in (
        (late, 23),
        (timely, 22),
    ):  # in Greenwich: half past midnight here, and 23:30
        Audit.objects.filter(pk=one.pk).update(submitted_at=dt.datetime(2023, 5, 12, hour, 30, tzinfo=dt.UTC))
    assert auditing.completed(running) == (2, 1)
