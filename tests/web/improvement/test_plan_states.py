"""Every step of an action, from every state, by every kind of person: what the table says is what happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Decision, PlanAction
from lineofsight.web.improvement.plan import changes
from lineofsight.web.improvement.plan.steps import BOARD_DECIDES, LIVE, OWNER_MAY, PLAN_STEPS
from lineofsight.web.improvement.plan.who import steps_for
from lineofsight.web.improvement.running import IMPROVERS
from tests.web.improvement.plans import (
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


@pytest.fixture
def keeper() -> User:
    return somebody("quality", "keeps-the-plan")


@pytest.fixture
def owner() -> User:
    return somebody("team_manager", "owns-it")


@pytest.fixture
def action(keeper: User, owner: User) -> PlanAction:
    one = add_action(keeper, add_outcome(keeper, add_plan(keeper)), owner=owner)
    add_both_sorts(keeper, one)
    return one


def take(name: str, by: User, action: PlanAction) -> PlanAction:
    """A step with what it needs: a reason, or a decision of the plan's board."""
    board = action.outcome.theme.plan.board
    because = "The reason is made up"
    steps: dict[str, Callable[[], PlanAction]] = {
        "agree": lambda: changes.agree_action(by=by, action=action),
        "propose": lambda: changes.propose_complete(by=by, action=action),
        "take_back": lambda: changes.take_back_proposal(by=by, action=action, because=because),
        "accept": lambda: changes.accept(
            by=by, action=action, decision=decide(by, board, action, Decision.Kind.ACCEPT)
        ),
        "send_back": lambda: changes.send_back(
            by=by, action=action, decision=decide(by, board, action, Decision.Kind.SEND_BACK)
        ),
        "reopen": lambda: changes.reopen(by=by, action=action, because=because),
        "resume": lambda: changes.resume(by=by, action=action, because=because),
        "withdraw": lambda: changes.withdraw(by=by, action=action, because=because),
        "bring_back": lambda: changes.bring_back(by=by, action=action, because=because),
    }
    assert set(steps) == set(PLAN_STEPS)
    return steps[name]()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", PLAN_STEPS)
def test_every_step_from_every_state(keeper: User, action: PlanAction, name: str, state: str) -> None:
    set_state(action, state)
    step, before = PLAN_STEPS[name], action.version
    if state in step.comes_from:
        now = take(name, keeper, action)
        assert now.state in step.leads_to and now.version == before + 1
        last = Change.objects.latest("pk")
        assert (last.did, last.subject, last.user) == (step.did, str(action.pk), keeper)
        assert last.detail["state"] == [state, now.state]
    else:
        with pytest.raises(Refused, match="is not possible"):
            take(name, keeper, action)
        action.refresh_from_db()
        assert (action.state, action.version) == (state, before)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", PLAN_STEPS)
def test_every_step_by_every_role(keeper: User, action: PlanAction, name: str, role: str) -> None:
    state = next(state for state in State.values if state in PLAN_STEPS[name].comes_from)
    set_state(action, state)
    person = somebody(role, f"asks-{role}")
    lets_in = role in IMPROVERS
    offered = name in {step.name for step in steps_for(person, action)}
    assert offered == (lets_in and name not in BOARD_DECIDES)
    if name in BOARD_DECIDES and not lets_in:
        board = action.outcome.theme.plan.board
        kind = Decision.Kind.ACCEPT if name == "accept" else Decision.Kind.SEND_BACK
        decision = decide(keeper, board, action, kind)
        with pytest.raises(Refused, match="keep the plan"):
            getattr(changes, name)(by=person, action=action, decision=decision)
    elif lets_in:
        assert take(name, person, action).state in PLAN_STEPS[name].leads_to
    else:
        with pytest.raises(Refused, match="keep the plan"):
            take(name, person, action)
    action.refresh_from_db()
    assert (action.state != state) == lets_in


@pytest.mark.parametrize("name", PLAN_STEPS)
def test_an_owner_takes_the_steps_that_are_theirs(action: PlanAction, owner: User, name: str) -> None:
    state = next(state for state in State.values if state in PLAN_STEPS[name].comes_from)
    set_state(action, state)
    if name in OWNER_MAY:
        assert take(name, owner, action).state in PLAN_STEPS[name].leads_to
        assert "owner" in PLAN_STEPS[name].who
    elif name not in BOARD_DECIDES:
        with pytest.raises(Refused, match="keep the plan"):
            take(name, owner, action)


def test_a_step_that_was_seen_before_a_change_is_refused(keeper: User, action: PlanAction) -> None:
    with pytest.raises(Refused, match="read it again"):
        changes.propose_complete(by=keeper, action=action, seen=action.version - 1)
    assert changes.propose_complete(by=keeper, action=action, seen=action.version).state == State.PROPOSED


@pytest.mark.parametrize("name", sorted(BOARD_DECIDES))
def test_only_a_decision_of_the_plans_board_on_this_action_counts_and_only_once(
    keeper: User, action: PlanAction, name: str
) -> None:
    board, other = action.outcome.theme.plan.board, add_board(keeper, "Another board")
    kind = Decision.Kind.ACCEPT if name == "accept" else Decision.Kind.SEND_BACK
    elsewhere = add_action(keeper, action.outcome, title="Another action")
    set_state(action, State.PROPOSED)

    def try_with(decision: Decision) -> PlanAction:
        found: PlanAction = getattr(changes, name)(by=keeper, action=action, decision=decision)
        return found

    for wrong, said in (
        (decide(keeper, board, elsewhere, kind), "not about A"),
        (decide(keeper, board, action, Decision.Kind.MOVE_DAY), "not about A"),
        (decide(keeper, other, action, kind), "for the Board of Made-up plan to decide"),
    ):
        with pytest.raises(Refused, match=said):
            try_with(wrong)
    right = decide(keeper, board, action, kind)
    try_with(right)
    set_state(action, State.PROPOSED)
    with pytest.raises(Refused, match="carried out already"):
        try_with(right)


def test_what_the_board_accepts_keeps_its_decision_and_the_day_of_the_meeting(keeper: User, action: PlanAction) -> None:
    changes.propose_complete(by=somebody("director", "proposes"), action=action)
    day = today()
    decision = decide(keeper, action.outcome.theme.plan.board, action, Decision.Kind.ACCEPT, day)
    done = changes.accept(by=keeper, action=action, decision=decision)
    assert (done.accepted_by, done.accepted_on, done.state) == (decision, day, State.COMPLETE)


def test_what_is_sent_back_or_taken_back_goes_where_it_came_from(keeper: User, action: PlanAction) -> None:
    board, second = action.outcome.theme.plan.board, somebody("director", "records")
    for ends in (
        lambda: changes.take_back_proposal(by=keeper, action=action, because="Not yet"),
        lambda: changes.send_back(
            by=keeper, action=action, decision=decide(keeper, board, action, "send_back", today())
        ),
    ):
        changes.propose_complete(by=keeper, action=action)
        back = ends()
        assert (back.state, back.proposed_at, back.proposed_by) == (State.AGREED, None, None)
    changes.propose_complete(by=keeper, action=action)
    changes.accept(by=second, action=action, decision=decide(second, board, action, "accept", today()))
    changes.reopen(by=keeper, action=action, because="Somebody asked")
    changes.propose_complete(by=keeper, action=action)
    assert changes.take_back_proposal(by=keeper, action=action, because="Not yet").state == State.REVIEW
    changes.resume(by=keeper, action=action, because="More is to be done")
    changes.propose_complete(by=keeper, action=action)
    assert changes.take_back_proposal(by=keeper, action=action, because="Not yet").state == State.AGREED


def test_work_goes_on_in_the_states_that_are_neither_an_end_nor_complete() -> None:
    assert set(State.values) - LIVE == {State.COMPLETE, State.WITHDRAWN}
