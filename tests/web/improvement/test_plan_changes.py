"""What changes in a plan and in an action of it: days, updates, evidence, milestones, ties; and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.actions import register
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.sources import sources_of
from lineofsight.web.clock import today
from lineofsight.web.improvement.boards import meeting
from lineofsight.web.improvement.models import (
    AssuranceSource,
    Decision,
    Finding,
    Outcome,
    PlanAction,
    PlanEvidence,
    Risk,
)
from lineofsight.web.improvement.plan import changes, evidence, keeping, links
from lineofsight.web.improvement.plan.reading import history_of, rated_actions
from lineofsight.web.improvement.plan.updates import update
from tests.web.conftest import add_person
from tests.web.improvement.plans import (
    DAY,
    DUE,
    add_action,
    add_board,
    add_both_sorts,
    add_outcome,
    add_plan,
    decide,
    set_state,
    somebody,
)

pytestmark = pytest.mark.django_db
State = PlanAction.State
UPDATE: dict[str, Any] = {
    "how": "on_track", "text": "The look at day 10 is held.", "confidence": "medium", "impact": "none",
}  # fmt: skip


@pytest.fixture
def keeper() -> User:
    return somebody("quality", "keeps-the-plan")


@pytest.fixture
def outcome(keeper: User) -> Outcome:
    return add_outcome(keeper, add_plan(keeper))


@pytest.fixture
def action(keeper: User, outcome: Outcome) -> PlanAction:
    return add_action(keeper, outcome)


# Days


def test_a_day_is_moved_once_alone_and_then_by_the_board_and_the_first_day_stays(
    keeper: User, action: PlanAction
) -> None:
    board, (first, second, third) = action.outcome.theme.plan.board, (DUE + dt.timedelta(weeks=n) for n in (4, 8, 12))
    moved = changes.move_day(by=keeper, action=action, due_on=first, because="Two teams had no manager")
    assert (moved.due_on, moved.original_due_on, moved.times_moved) == (first, DUE, 1)
    with pytest.raises(Refused, match="moved once already: another day is for the plan's board"):
        changes.move_day(by=keeper, action=action, due_on=second, because="Again")
    with pytest.raises(Refused, match="not about A"):
        wrong = decide(keeper, board, action, Decision.Kind.OTHER)
        changes.move_day(by=keeper, action=action, due_on=second, because="Again", decision=wrong)
    decision = decide(keeper, board, action, Decision.Kind.MOVE_DAY)
    moved = changes.move_day(by=keeper, action=action, due_on=second, because="Again", decision=decision)
    assert (moved.due_on, moved.original_due_on, moved.times_moved) == (second, DUE, 2)
    with pytest.raises(Refused, match="carried out already"):
        changes.move_day(by=keeper, action=action, due_on=third, because="Once more", decision=decision)
    with pytest.raises(Refused, match="2 times already"):
        changes.move_day(by=keeper, action=action, due_on=third, because="Once more")
    said = [change.detail["due_on"] for change in Change.objects.filter(did=changes.MOVED).order_by("pk")]
    assert said == [[str(DUE), str(first)], [str(first), str(second)]]


def test_a_council_may_let_no_day_be_moved_without_its_board(
    keeper: User, action: PlanAction, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "improvement").mkdir()
    (tmp_path / "improvement" / "settings.toml").write_text("moves_alone = 0\n", encoding="utf-8")
    settings.LINEOFSIGHT_HOME = tmp_path
    with pytest.raises(Refused, match=r"^Another day is for the plan's board"):
        changes.move_day(by=keeper, action=action, due_on=DUE + dt.timedelta(days=7), because="A week")


def test_agreeing_may_set_another_day_and_that_is_no_move(keeper: User, outcome: Outcome) -> None:
    one = add_action(keeper, outcome, agreed=False)
    later = DUE + dt.timedelta(weeks=2)
    agreed = changes.agree_action(by=keeper, action=one, due_on=later)
    assert (agreed.state, agreed.due_on, agreed.original_due_on, agreed.times_moved) == (State.AGREED, later, DUE, 0)


def test_an_action_is_agreed_only_with_success_an_owner_and_a_place(keeper: User, outcome: Outcome) -> None:
    with pytest.raises(Refused, match="what success looks like"):
        add_action(keeper, outcome, success="")
    with pytest.raises(Refused, match="who answers for it"):
        add_action(keeper, outcome, owner_name="")
    with pytest.raises(Refused, match="can't open the improvement plan"):
        add_action(keeper, outcome, owner=add_person("practitioner"))
    unplaced = add_action(keeper, keeping.unplaced_outcome(outcome.theme.plan), agreed=False)
    with pytest.raises(Refused, match="which outcome for children"):
        changes.agree_action(by=keeper, action=unplaced)
    assert PlanAction.objects.count() == 1
    facts = changes.ActionFacts(title="Placed", success="Nine of ten", owner_name="Teasel Merlin")
    changes.change_action(by=keeper, action=unplaced, outcome=outcome, facts=facts)
    assert changes.agree_action(by=keeper, action=unplaced).outcome == outcome


def test_facts_are_changed_with_what_they_were_and_never_the_day(keeper: User, action: PlanAction) -> None:
    facts = changes.ActionFacts(
        title="Visits are planned four weeks ahead", success="All", owner=keeper, sponsor="Director"
    )
    changed = changes.change_action(by=keeper, action=action, outcome=action.outcome, facts=facts, seen=action.version)
    assert (changed.whose, changed.owner_name, changed.due_on) == (keeper.name, "", DUE)
    detail = Change.objects.get(did=changes.CHANGED).detail
    assert detail["title"] == ["Visits are planned in supervision", "Visits are planned four weeks ahead"]
    assert detail["owner"] == ["Teasel Merlin", keeper.name] and "due_on" not in detail and "about" not in detail
    with pytest.raises(Refused, match="read it again"):
        changes.change_action(by=keeper, action=action, outcome=action.outcome, facts=facts, seen=action.version)
    other = add_outcome(keeper, add_plan(keeper, title="Another plan"), "Another")
    with pytest.raises(Refused, match="of another plan"):
        changes.change_action(by=keeper, action=changed, outcome=other, facts=facts)


# Updates


def test_an_update_sets_the_impact_and_the_day_of_the_next(keeper: User, outcome: Outcome) -> None:
    owner = somebody("service_manager", "owns-it")
    one = add_action(keeper, outcome, owner=owner)
    made = update(by=owner, action=one, **UPDATE | {"impact": "emerging"})
    one.refresh_from_db()
    assert (made.made_on, one.next_update_on, one.impact) == (today(), today() + dt.timedelta(weeks=4), "emerging")
    for stranger in (somebody("team_manager", "another-manager"), somebody("board_member", "chairs")):
        with pytest.raises(Refused, match="for its owner"):
            update(by=stranger, action=one, **UPDATE)


@pytest.mark.parametrize("how", ["at_risk", "off_track"])
def test_what_is_not_on_track_says_how_it_is_brought_back_or_that_nobody_knows(
    keeper: User, outcome: Outcome, how: str
) -> None:
    action = add_action(keeper, outcome, due_on=today() + dt.timedelta(days=90))
    with pytest.raises(Refused, match="how it is brought back"):
        update(by=keeper, action=action, **UPDATE | {"how": how})
    with pytest.raises(Refused, match="either"):
        update(by=keeper, action=action, **UPDATE | {"how": how, "recovery": "Shared", "no_recovery": True})
    assert update(by=keeper, action=action, **UPDATE | {"how": how, "recovery": "Shared"}).recovery == "Shared"
    with_way = rated_actions(None, [action])[0].rating
    assert update(by=keeper, action=action, **UPDATE | {"how": how, "no_recovery": True}).recovery == ""
    without = rated_actions(None, [action])[0].rating
    assert (with_way, without) == ("amber", "red" if how == "off_track" else "amber")


@pytest.mark.parametrize("impact", ["evidenced", "sustained"])
def test_an_impact_that_is_shown_needs_evidence_of_both_sorts(keeper: User, action: PlanAction, impact: str) -> None:
    said = UPDATE | {"impact": impact}
    with pytest.raises(Refused, match="no evidence in data and no evidence other than data"):
        update(by=keeper, action=action, **said)
    voice = evidence.add_evidence(by=keeper, action=action, kind="voice", text="They know who comes.", dated_on=DAY)
    with pytest.raises(Refused, match="there is no evidence in data"):
        update(by=keeper, action=action, **said)
    add_both_sorts(keeper, action)
    update(by=keeper, action=action, **said)
    evidence.take_back_evidence(by=keeper, evidence=voice, because="It was of another team")  # another voice bears it
    last = action.evidence.get(kind="voice", taken_back_because="")
    with pytest.raises(Refused, match="rests on it"):
        evidence.take_back_evidence(by=keeper, evidence=last, because="It was of another team")


# Evidence and completion


def test_complete_needs_data_and_other_evidence_and_no_open_milestone(keeper: User, action: PlanAction) -> None:
    milestone = links.agree_milestone(by=keeper, action=action, text="Terms agreed", due_on=DUE, owner=keeper)
    with pytest.raises(Refused) as all_missing:
        changes.propose_complete(by=keeper, action=action)
    for words in ("no evidence in data", "no evidence other than data", "1 milestone is still open"):
        assert words in str(all_missing.value)
    evidence.add_evidence(by=keeper, action=action, kind="audit", text="Nine of ten.", dated_on=DAY, at_opening=True)
    with pytest.raises(Refused, match="no evidence other than data"):  # why it was opened doesn't count
        changes.propose_complete(by=keeper, action=action)
    add_both_sorts(keeper, action)
    with pytest.raises(Refused, match="yet: 1 milestone is still open"):
        changes.propose_complete(by=keeper, action=action)
    register.mark_done(by=keeper, action=milestone, evidence="Signed")
    assert changes.propose_complete(by=keeper, action=action).state == State.PROPOSED


def test_a_board_cannot_accept_what_has_lost_its_ground(keeper: User, action: PlanAction) -> None:
    add_both_sorts(keeper, action)
    changes.propose_complete(by=somebody("director", "proposes"), action=action)
    for one in action.evidence.all():
        with pytest.raises(Refused, match="rests on it"):
            evidence.take_back_evidence(by=keeper, evidence=one, because="It was of another team")
    links.agree_milestone(by=keeper, action=action, text="One thing more", due_on=DUE, owner=keeper)
    decision = decide(keeper, action.outcome.theme.plan.board, action, Decision.Kind.ACCEPT, today())
    with pytest.raises(Refused, match="not complete: 1 milestone"):
        changes.accept(by=keeper, action=action, decision=decision)
    action.refresh_from_db()
    assert (action.state, action.accepted_on) == (State.PROPOSED, None)


def test_nobody_writes_down_that_the_board_accepts_or_moves_their_own_action(keeper: User, outcome: Outcome) -> None:
    owner, second = somebody("head_of_service", "owns-it"), somebody("director", "second")
    action = add_action(keeper, outcome, owner=owner)
    add_both_sorts(keeper, action)
    board, later = outcome.theme.plan.board, DUE + dt.timedelta(weeks=4)
    held = decide(second, board, action, Decision.Kind.OTHER, today()).meeting
    moves = {"kind": "move_day", "text": "Four weeks more", "due_on": later, "meeting": held, "action": action}
    accepts = {"kind": "accept", "text": "It is done", "meeting": held, "action": action}
    with pytest.raises(Refused, match="your own action: somebody else must record"):
        meeting.decide(by=owner, **moves)
    changes.propose_complete(by=keeper, action=action)
    with pytest.raises(Refused, match="your own action: somebody else must record"):
        meeting.decide(by=owner, **accepts)
    for decision in (moves, accepts):
        with pytest.raises(Refused, match="You proposed it as complete: somebody else must record"):
            meeting.decide(by=keeper, **decision)
    action.refresh_from_db()
    assert (action.state, action.due_on, held.decisions.count()) == (State.PROPOSED, DUE, 1)
    meeting.decide(by=second, **moves)
    meeting.decide(by=second, **accepts)
    action.refresh_from_db()
    assert (action.state, action.due_on) == (State.COMPLETE, later)


@pytest.mark.parametrize("kind", ["accept", "send_back"])
def test_a_meeting_decides_on_no_proposal_that_was_made_after_it(keeper: User, action: PlanAction, kind: str) -> None:
    add_both_sorts(keeper, action)
    board, second = action.outcome.theme.plan.board, somebody("director", "second")
    old = decide(keeper, board, action, Decision.Kind.OTHER, today() - dt.timedelta(days=1)).meeting
    meeting.write_attendance(by=keeper, meeting=old, there={board.members.get().pk: "present"})
    meeting.agree_record(by=keeper, meeting=old)
    changes.propose_complete(by=keeper, action=action)
    meeting.correct_record(by=second, meeting=old, because="A decision was not written down")
    said = {"by": second, "action": action, "kind": kind, "text": "The board has decided"}
    with pytest.raises(Refused, match="after the meeting of"):
        meeting.decide(meeting=old, **said)
    action.refresh_from_db()
    assert (action.state, action.accepted_on, old.decisions.count()) == (State.PROPOSED, None, 1)
    held = decide(second, board, action, Decision.Kind.OTHER, today()).meeting
    meeting.decide(meeting=held, **said)
    action.refresh_from_db()
    assert action.state == (State.COMPLETE if kind == "accept" else State.AGREED)


def test_evidence_that_was_taken_back_stays_and_counts_no_more(keeper: User, action: PlanAction) -> None:
    add_both_sorts(keeper, action)
    assert evidence.lacking(action.evidence.all()) == ()
    data = action.evidence.get(kind="data")
    evidence.take_back_evidence(by=keeper, evidence=data, because="The wrong month")
    assert evidence.lacking(action.evidence.all()) == (evidence.DATA,)
    with pytest.raises(Refused, match="taken back already"):
        evidence.take_back_evidence(by=keeper, evidence=data, because="Again")
    data.refresh_from_db()
    assert (data.text, data.taken_back_by) == ("3.3: 91.0%", keeper)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "data"}, "a figure is added from its measure"),
        ({"text": " "}, "Say what it shows"),
        ({"dated_on": dt.date(2999, 1, 1)}, "of a day that has been"),
        ({"theme": "no-such-theme", "kind": "audit"}, "none of the audits'"),
        ({"theme": "voice"}, "none of the audits'"),
    ],
)
def test_evidence_is_refused_with_what_is_wrong(
    keeper: User, action: PlanAction, facts: dict[str, Any], said: str
) -> None:
    right: dict[str, Any] = {"kind": "voice", "text": "They know who comes.", "dated_on": DAY}
    with pytest.raises(Refused, match=said):
        evidence.add_evidence(by=keeper, action=action, **right | facts)
    assert not PlanEvidence.objects.exists()


# Milestones


def test_a_milestone_stands_in_the_one_register_and_leads_back(keeper: User, action: PlanAction) -> None:
    with pytest.raises(Refused, match="by the day of its action, 30 June 2023"):
        links.agree_milestone(by=keeper, action=action, text="Late", due_on=DUE + dt.timedelta(days=1), owner=keeper)
    made = links.agree_milestone(by=keeper, action=action, text="Terms agreed", due_on=DUE, owner_name="Teasel Merlin")
    assert (made.source, made.source_id) == (Action.Source.PLAN, action.pk)
    found = sources_of([made], "director")[made.pk]
    assert (
        found.words == f"Improvement plan {action.number}" and found.page == f"/improvement/plans/actions/{action.pk}/"
    )
    assert sources_of([made], "practitioner")[made.pk].page == ""
    with pytest.raises(Refused, match="1 milestone is still open"):
        changes.withdraw(by=keeper, action=action, because="Not needed")


# Ties


def test_an_action_is_tied_to_findings_questions_and_risks_and_untied_again(keeper: User, action: PlanAction) -> None:
    source = AssuranceSource.objects.create(kind="peer_review", title="A review", body="Somebody", held_on=DAY)
    finding = Finding.objects.create(source=source, kind="recommendation", text="Do it.", place=1)
    links.link_finding(by=keeper, action=action, finding=finding)
    with pytest.raises(Refused, match="answers that finding already"):
        links.link_finding(by=keeper, action=action, finding=finding)
    tie = links.link_question(by=keeper, action=action, theme="voice")
    with pytest.raises(Refused, match="tied to that already"):
        links.link_question(by=keeper, action=action, theme="voice")
    for wrong in ({}, {"theme": "voice", "section": "oversight"}, {"theme": "none"}, {"section": "none"}):
        with pytest.raises(Refused):
            links.link_question(by=keeper, action=action, **wrong)
    risk = Risk.objects.create(
        title="Drift", cause="c", event="e", consequence="q", owner=keeper, review_on=DAY, made_by=keeper
    )
    links.link_risk(by=keeper, action=action, risk=risk)
    assert (list(action.findings.all()), list(action.risks.all())) == ([finding], [risk])
    links.unlink_finding(by=keeper, action=action, finding=finding)
    links.unlink_question(by=keeper, link=tie)
    assert not action.findings.exists() and not action.questions.exists()
    did = [change.did for change in history_of(action)]
    assert did.count(links.TIED) == 3 and did.count(links.UNTIED) == 2


def test_owners_may_not_change_what_others_agreed(keeper: User, outcome: Outcome) -> None:
    owner = somebody("team_manager", "owns-it")
    one = add_action(keeper, outcome, owner=owner)
    facts = changes.ActionFacts(title="Less", success="Less", owner=owner)
    for refused in (
        lambda: changes.change_action(by=owner, action=one, outcome=outcome, facts=facts),
        lambda: changes.move_day(by=owner, action=one, due_on=DUE + dt.timedelta(days=1), because="Later"),
        lambda: links.agree_milestone(by=owner, action=one, text="Terms", due_on=DUE, owner=owner),
        lambda: links.link_question(by=owner, action=one, theme="voice"),
        lambda: keeping.add_theme(by=owner, plan=outcome.theme.plan, title="Another"),
    ):
        with pytest.raises(Refused, match="keep the plan"):
            refused()
    evidence.add_evidence(by=owner, action=one, kind="staff", text="The team says so.", dated_on=DAY)
    assert one.evidence.count() == 1


# Plans


def test_a_plan_is_closed_when_nothing_in_it_goes_on(keeper: User, action: PlanAction) -> None:
    plan = action.outcome.theme.plan
    with pytest.raises(Refused, match="1 action is not yet complete or withdrawn"):
        keeping.close_plan(by=keeper, plan=plan)
    set_state(action, State.COMPLETE)
    keeping.close_plan(by=keeper, plan=plan)
    for refused in (
        lambda: add_action(keeper, Outcome.objects.get(pk=action.outcome_id)),
        lambda: keeping.add_theme(by=keeper, plan=plan, title="Another"),
        lambda: changes.reopen(by=keeper, action=action, because="Somebody asked"),
    ):
        with pytest.raises(Refused, match="plan is closed"):
            refused()
    keeping.open_plan_again(by=keeper, plan=plan)
    action.refresh_from_db()
    assert changes.reopen(by=keeper, action=action, because="Somebody asked").state == State.REVIEW


def test_themes_and_outcomes_keep_the_order_that_they_are_given(keeper: User) -> None:
    plan = add_plan(keeper)
    made = [keeping.add_theme(by=keeper, plan=plan, title=title) for title in ("First", "Second", "Third")]
    keeping.change_theme(by=keeper, theme=made[2], title="Third, now at the top", place=1)
    assert [one.title for one in plan.themes.all()] == ["Third, now at the top", "First", "Second"]
    texts = [keeping.add_outcome(by=keeper, theme=made[0], text=text) for text in ("One", "Two")]
    keeping.change_outcome(by=keeper, outcome=texts[0], text="One", place=9)
    assert [one.text for one in made[0].outcomes.all()] == ["Two", "One"]


def test_a_plan_has_a_board_that_meets(keeper: User) -> None:
    board = add_board(keeper)
    board.ended_on = DAY
    board.save()
    with pytest.raises(Refused, match="choose a board that meets"):
        add_plan(keeper, board)
    with pytest.raises(Refused, match="end before it begins"):
        keeping.add_plan(by=keeper, title="p", board=add_board(keeper, "b"), starts_on=DAY, ends_on=dt.date(2022, 1, 1))


def test_what_is_brought_back_and_agreed_anew_is_under_review_no_more(keeper: User, outcome: Outcome) -> None:
    action = set_state(add_action(keeper, outcome), State.COMPLETE)
    changes.reopen(by=keeper, action=action, because="It worsens")
    changes.withdraw(by=keeper, action=action, because="Another one does it")
    changes.bring_back(by=keeper, action=action, because="It does not")
    changes.agree_action(by=keeper, action=action)
    add_both_sorts(keeper, action)
    changes.propose_complete(by=keeper, action=action)
    changes.take_back_proposal(by=keeper, action=action, because="Not yet")
    action.refresh_from_db()
    assert action.state == State.AGREED and action.reopened_on is None


def test_a_plan_that_somebody_closed_meanwhile_takes_no_action_and_no_change(keeper: User, outcome: Outcome) -> None:
    plan = outcome.theme.plan  # as a form holds it, from before
    keeping.close_plan(by=keeper, plan=plan)
    assert plan.closed_at is None
    with pytest.raises(Refused, match=r"^This plan is closed\.$"):
        add_action(keeper, outcome)
    facts = {"board": plan.board, "starts_on": plan.starts_on, "ends_on": None, "about": ""}
    with pytest.raises(Refused, match="open it again before it is changed"):
        keeping.change_plan(by=keeper, plan=plan, title="Another", **facts)
    assert not PlanAction.objects.filter(outcome=outcome).exists()
