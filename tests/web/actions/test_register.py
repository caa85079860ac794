"""The register of actions: who may do what, one table of steps, two people to close one, and nothing overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.table import pages
from lineofsight.web.actions import register, steps
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import Owners
from lineofsight.web.actions.sources import SOURCES
from lineofsight.web.actions.steps import MANAGERS, STEPS, State
from tests.web.conftest import add_person

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "actions.md"
DUE = dt.date(2023, 4, 30)
SAID = {
    "mark_done": {"evidence": "Visit recorded on 4 April"},
    "verify": {},
    "change_due": {"due_on": dt.date(2023, 5, 31), "because": "The worker is away"},
    "reassign": {"owner_name": "A. Nother", "because": "The worker has left"},
    "reopen": {"because": "The visit was of a brother"},
    "withdraw": {"because": "The case was closed"},
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return add_person(Role.TEAM_MANAGER, name="manager")


@pytest.fixture
def other() -> User:
    return add_person(Role.SERVICE_MANAGER, name="other")


@pytest.fixture
def worker() -> User:
    return add_person(Role.PRACTITIONER, name="worker")


@pytest.fixture
def action(manager: User, worker: User) -> Action:
    return register.add_action(by=manager, text="Visit the child", due_on=DUE, owner=worker, person_id="C1", ref="3.3")


def in_state(action: Action, state: State, manager: User) -> Action:
    Action.objects.filter(pk=action.pk).update(state=state, done_by=None)
    action.refresh_from_db()
    return action


def test_what_is_agreed_is_kept_and_recorded(action: Action, manager: User, worker: User) -> None:
    assert (action.state, action.owner, action.due_on, action.original_due_on) == (State.OPEN, worker, DUE, DUE)
    change = Change.objects.get(subject=str(action.pk))
    assert (change.user, change.did, change.person_id) == (manager, "added action", "C1")


@pytest.mark.parametrize(
    ("text", "owner_name"), [("", "A. Nother"), ("  ", "A. Nother"), ("Visit", ""), ("Visit", "  ")]
)
def test_it_needs_a_text_and_somebody_who_does_it(manager: User, text: str, owner_name: str) -> None:
    with pytest.raises(Refused):
        register.add_action(by=manager, text=text, due_on=DUE, owner_name=owner_name)
    assert not Action.objects.exists() and not Change.objects.exists()


@pytest.mark.parametrize("role", Role.values)
def test_managers_alone_agree_actions(role: str) -> None:
    somebody = add_person(role)
    assert register.can_add(somebody) == (role in MANAGERS)


# The table of steps


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", State)
def test_a_step_is_possible_in_the_states_of_the_table_and_no_others(
    action: Action, manager: User, name: str, state: State
) -> None:
    in_state(action, state, manager)
    take = getattr(register, name)
    if state in STEPS[name].comes_from:
        now = take(by=manager, action=action, **SAID[name])
        assert now.state == (STEPS[name].leads_to or state)
        assert now.version == action.version + 1
        assert Change.objects.filter(did=STEPS[name].did, subject=str(action.pk)).count() == 1
    else:
        with pytest.raises(Refused):
            take(by=manager, action=action, **SAID[name])
        action.refresh_from_db()
        assert action.state == state
        assert not Change.objects.filter(did=STEPS[name].did).exists()


def test_the_table_is_complete() -> None:
    for name in STEPS:
        for prefix in ("", "check_can_", "can_"):
            assert callable(getattr(register, prefix + name)), name
        assert pages()[f"actions:{name}"].act, name
    assert {state for step in STEPS.values() for state in step.comes_from} == set(State)  # no state is an end
    assert {step.leads_to for step in STEPS.values()} >= set(State)  # each state can be reached
    assert len({step.did for step in STEPS.values()}) == len(STEPS)


def test_the_page_shows_every_step() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert steps.diagram() in text
    assert steps.table() in text
    for state in State:
        assert state.label in text


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("role", Role.values)
def test_who_may_take_a_step(action: Action, manager: User, name: str, role: str) -> None:
    state = next(iter(sorted(STEPS[name].comes_from)))
    in_state(action, state, manager)
    somebody = add_person(role)
    may = getattr(register, f"can_{name}")
    assert may(somebody, action) == (role in MANAGERS)
    Action.objects.filter(pk=action.pk).update(owner=somebody)
    action.refresh_from_db()
    step = STEPS[name]
    assert may(somebody, action) == (step.owner_may or (role in MANAGERS and not step.owner_may_not))


@pytest.mark.parametrize("name", STEPS)
def test_the_pages_let_in_whoever_the_functions_let(name: str) -> None:
    acts = pages()[f"actions:{name}"].act
    assert acts >= MANAGERS
    assert (Role.PRACTITIONER in acts) == STEPS[name].owner_may


# Two people


def test_its_owner_can_not_verify(manager: User, other: User) -> None:
    mine = register.add_action(by=other, text="Read the file", due_on=DUE, owner=manager)
    register.mark_done(by=manager, action=mine, evidence="Read")
    with pytest.raises(Refused, match="your own action"):
        register.verify(by=manager, action=mine)
    assert register.verify(by=other, action=mine).verified_by == other


def test_whoever_marked_it_done_can_not_verify_for_somebody_who_does_not_sign_in(manager: User, other: User) -> None:
    theirs = register.add_action(by=manager, text="Ring the school", due_on=DUE, owner_name="A. Nother")
    register.mark_done(by=manager, action=theirs, evidence="The school says so")
    with pytest.raises(Refused, match="You said that it is done"):
        register.verify(by=manager, action=theirs)
    assert register.verify(by=other, action=theirs).state == State.VERIFIED


def test_nobody_withdraws_their_own_action(manager: User, other: User) -> None:
    mine = register.add_action(by=other, text="Read the file", due_on=DUE, owner=manager)
    with pytest.raises(Refused, match="your own action"):
        register.withdraw(by=manager, action=mine, because="No time")
    assert register.withdraw(by=other, action=mine, because="Done by another team").state == State.WITHDRAWN


@pytest.mark.parametrize("owner_name", ["", "A. Nother"])
def test_nobody_withdraws_an_action_that_they_gave_to_somebody_else(
    manager: User, other: User, worker: User, owner_name: str
) -> None:
    mine = register.add_action(by=other, text="Read the file", due_on=DUE, owner=manager)
    to = None if owner_name else worker
    register.reassign(by=manager, action=mine, owner=to, owner_name=owner_name, because="No time")
    mine.refresh_from_db()
    assert not register.can_withdraw(manager, mine)
    with pytest.raises(Refused, match="It was your own action before"):
        register.withdraw(by=manager, action=mine, because="No time")
    namesake = add_person(Role.TEAM_MANAGER, name="manager2")
    assert namesake.name == manager.name and register.can_withdraw(namesake, mine)
    register.change_due(by=manager, action=mine, due_on=dt.date(2023, 5, 1), because="Holidays")
    assert register.withdraw(by=other, action=mine, because="Done by another team").state == State.WITHDRAWN


def test_what_was_given_on_before_the_history_kept_ids_is_known_by_its_names(manager: User, other: User) -> None:
    one = register.add_action(by=other, text="Read the file", due_on=DUE, owner_name="A. Nother")
    detail = {"owner": [manager.name, "A. Nother"], "because": "No time"}
    Change.objects.create(user=manager, did=STEPS["reassign"].did, subject=str(one.pk), detail=detail)
    assert not register.can_withdraw(manager, one)
    assert register.can_withdraw(other, one)


def test_of_two_who_change_one_action_the_second_is_told(action: Action, manager: User, other: User) -> None:
    opened = action.version
    register.change_due(by=manager, action=action, due_on=dt.date(2023, 5, 1), because="Holidays", seen=opened)
    with pytest.raises(Refused, match="Somebody else has changed"):
        register.change_due(by=other, action=action, due_on=dt.date(2023, 6, 1), because="Later", seen=opened)
    action.refresh_from_db()
    assert action.due_on == dt.date(2023, 5, 1)


# What is kept


def test_the_first_day_is_never_overwritten(action: Action, manager: User) -> None:
    for day in (dt.date(2023, 5, 1), dt.date(2023, 6, 1)):
        register.change_due(by=manager, action=action, due_on=day, because="The worker is away")
    action.refresh_from_db()
    assert (action.due_on, action.original_due_on) == (dt.date(2023, 6, 1), DUE)
    moved = Change.objects.filter(did=STEPS["change_due"].did).order_by("pk").values_list("detail", flat=True)
    assert [one["due_on"] for one in moved] == [["2023-04-30", "2023-05-01"], ["2023-05-01", "2023-06-01"]]


@pytest.mark.parametrize("name", [name for name, said in SAID.items() if said])
def test_a_step_needs_its_words(action: Action, manager: User, name: str) -> None:
    in_state(action, next(iter(sorted(STEPS[name].comes_from))), manager)
    empty = {key: "" if isinstance(value, str) else value for key, value in SAID[name].items()}
    with pytest.raises(Refused):
        getattr(register, name)(by=manager, action=action, **empty)


def test_reopening_takes_back_what_was_said_and_history_keeps_it(action: Action, manager: User, other: User) -> None:
    register.mark_done(by=manager, action=action, evidence="Visit recorded")
    register.verify(by=other, action=action)
    now = register.reopen(by=other, action=action, because="It was a visit to a brother")
    assert (now.evidence, now.done_by, now.done_at, now.verified_by, now.verified_at) == ("", None, None, None, None)
    assert [one.did for one in register.history_of(action)] == [
        *("added action", "marked action done", "verified action", "reopened action"),
    ]
    assert register.history_of(action)[1].detail["evidence"] == "Visit recorded"


def test_overdue_is_open_with_its_day_past(action: Action, manager: User) -> None:
    assert not action.is_overdue(DUE)
    assert action.is_overdue(DUE + dt.timedelta(days=1))
    assert list(register.open_actions(today=DUE)) == []
    assert list(register.open_actions(today=DUE + dt.timedelta(days=1))) == [action]
    register.mark_done(by=manager, action=action, evidence="Visit recorded")
    assert list(register.open_actions(today=DUE + dt.timedelta(days=1))) == []


def test_open_actions_of_one_person(action: Action, manager: User, worker: User) -> None:
    assert list(register.open_actions(owner=worker)) == [action]
    assert list(register.open_actions(owner=manager)) == []


# Owners and sources


def test_an_owner_is_a_person_of_the_list_or_a_name(worker: User) -> None:
    owners = Owners()
    assert f"{worker.name} (worker)" in owners.offered
    assert owners.read(f"{worker.name} (worker)") == (worker, "")
    assert owners.read("A. Nother") == (None, "A. Nother")
    with pytest.raises(Refused, match="Nobody who uses this site"):
        owners.read("Somebody (nobody.known)")
    with pytest.raises(Refused, match="Say who does it"):
        owners.read("  ")


def test_a_name_that_two_people_have_is_asked_for_again(worker: User) -> None:
    add_person(Role.PRACTITIONER, name="worker2")
    with pytest.raises(Refused, match="More than one person"):
        Owners().read(worker.name)


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.ADMINISTRATOR, Role.INSPECTOR])
def test_who_can_not_open_the_register_is_not_offered(role: str) -> None:
    somebody = add_person(role, access_ends_on=dt.date(2100, 1, 1))
    assert somebody not in Owners().people


def test_every_source_leads_to_a_page_of_the_table() -> None:
    for source in SOURCES.values():
        assert source.page in pages()
