"""The steps of an action of the plan, and what is changed in it. Each change is one function, which records itself.

Plans, themes and outcomes are in `keeping.py`, evidence in `evidence.py`, updates in `updates.py`, what an action is
tied to in `links.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import day_of, now, today
from lineofsight.web.improvement.models import Decision, Followed, Outcome, PlanAction
from lineofsight.web.improvement.plan.evidence import lacking
from lineofsight.web.improvement.plan.steps import LIVE, PLAN_STEPS
from lineofsight.web.improvement.plan.updates import next_update_after
from lineofsight.web.improvement.plan.who import check_can_own, check_takes
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import check_improves

State = PlanAction.State
OPENED = "opened an action of the plan"
CHANGED = "changed an action of the plan"
MOVED = "moved the day of an action of the plan"
#: What a board's decision leads to, as the record of changes calls it.
_DECIDED = (MOVED, *(PLAN_STEPS[name].did for name in ("accept", "send_back")))
#: The outcome of what was opened in one click and nobody has placed yet.
UNPLACED = "Still to be placed under an outcome for children"


@dataclass(frozen=True)
class ActionFacts:
    """What an action is, as its form gives it. `team`: who delivers it, in words."""

    title: str
    about: str = ""
    success: str = ""
    owner: User | None = None
    owner_name: str = ""
    sponsor: str = ""
    team: str = ""
    starts_on: dt.date | None = None
    depends_on: str = ""
    cost: str = ""


def open_action(
    *, by: User, outcome: Outcome, facts: ActionFacts, due_on: dt.date, opened_from: str = "", agreed: bool = False
) -> PlanAction:
    """Opens an action under an outcome. Refused where its plan is closed, or nobody answers for it.

    `agreed`: it is agreed at once, where it has all that agreeing asks for.
    """
    check_improves(by)
    _check_facts(facts, due_on)
    with transaction.atomic():
        if locked(outcome.theme.plan).closed_at is not None:  # kept from others: nobody closes it in the meantime
            raise Refused("This plan is closed.")
        made = PlanAction(
            outcome=outcome, due_on=due_on, original_due_on=due_on, next_update_on=next_update_after(today()),
            state=State.OPENED, opened_from=opened_from, made_by=by,
        )  # fmt: skip
        _take_facts(made, facts)
        made.save()
        record_change(
            by=by, did=OPENED, subject=str(made.pk), title=made.title, owner=made.whose, due_on=str(due_on),
            opened_from=opened_from,
        )  # fmt: skip
        return agree_action(by=by, action=made) if agreed else made


def change_action(
    *, by: User, action: PlanAction, outcome: Outcome, facts: ActionFacts, seen: int | None = None
) -> PlanAction:
    """Changes what an action is, or under which outcome of its plan it stands; its day is moved apart from that."""
    check_improves(by)
    with transaction.atomic():
        one: PlanAction = locked(action, seen)
        _check_live(one)
        _check_facts(facts, one.due_on)
        if outcome.theme.plan_id != one.outcome.theme.plan_id:
            raise Refused("That outcome is of another plan.")
        before = _told(one)
        _take_facts(one, facts)
        one.outcome = outcome
        if one.state != State.OPENED:
            _check_agreeable(one)
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(one.pk), **_differences(before, _told(one)))
    return one


def move_day(
    *,
    by: User,
    action: PlanAction,
    due_on: dt.date,
    because: str,
    decision: Decision | None = None,
    seen: int | None = None,
) -> PlanAction:
    """Gives an action another day. The first day stays beside it, and each move is counted.

    Refused once it was moved as often as may be without a board, unless `decision` is one of its board on this.
    """
    check_improves(by)
    because = said(because, "Say why the day is moved.")
    with transaction.atomic():
        one: PlanAction = locked(action, seen)
        _check_live(one)
        if one.due_on == due_on:
            raise Refused("That is the day that it has already.")
        _check_day(due_on, one.starts_on)
        alone = int(setting("moves_alone"))
        if decision is not None:
            check_decides(decision, Decision.Kind.MOVE_DAY, one, by=by)
        elif one.times_moved >= alone:
            if not one.times_moved:
                raise Refused("Another day is for the plan's board to decide.")
            times = "once" if one.times_moved == 1 else f"{one.times_moved} times"
            raise Refused(f"Its day was moved {times} already: another day is for the plan's board to decide.")
        was, one.due_on = one.due_on, due_on
        one.times_moved += 1
        keep(one)
        record_change(
            by=by, did=MOVED, subject=str(one.pk), due_on=[str(was), str(due_on)], because=because, **_by(decision)
        )
    return one


# Steps


def agree_action(*, by: User, action: PlanAction, due_on: dt.date | None = None, seen: int | None = None) -> PlanAction:
    """Agrees an action that was opened. Refused where it has no outcome, or says not what success looks like.

    `due_on`: the day that is agreed, where it is another than it was opened with: nobody had agreed that one yet.
    """

    def do(one: PlanAction) -> dict[str, Any]:
        _check_agreeable(one)
        one.next_update_on = next_update_after(today())
        if due_on is None or due_on == one.due_on:
            return {}
        _check_day(due_on, one.starts_on)
        was, one.due_on = one.due_on, due_on
        return {"due_on": [str(was), str(due_on)]}

    return _take("agree", State.AGREED, by, action, seen, do)


def propose_complete(*, by: User, action: PlanAction, text: str = "", seen: int | None = None) -> PlanAction:
    """Proposes to the board that an action is complete. Refused, with what is missing, where evidence in data or other
    than data is, or a milestone is open.
    """

    def do(one: PlanAction) -> dict[str, Any]:
        missing = missing_for_completion(one)
        if missing:
            raise Refused(f"It can't be proposed as complete yet: {'; '.join(missing)}.")
        one.proposed_at, one.proposed_by = now(), by
        one.closing_proposed_on, one.closing_proposed_because = None, ""
        return {"text": text.strip()} if text.strip() else {}

    return _take("propose", State.PROPOSED, by, action, seen, do)


def take_back_proposal(*, by: User, action: PlanAction, because: str, seen: int | None = None) -> PlanAction:
    """Takes back that an action is complete, before the board has decided."""
    because = said(because, "Say why it is not complete.")
    return _take("take_back", None, by, action, seen, _unproposed, because=because)


def accept(*, by: User, action: PlanAction, decision: Decision) -> PlanAction:
    """The board accepts an action as complete: `decision` is recorded in a meeting of the plan's board, about it.

    `by` writes the board's decision down: not its owner, nor who proposed it. Refused where evidence or a milestone is
    missing after all, or the meeting was before the day of the proposal.
    """

    def do(one: PlanAction) -> dict[str, Any]:
        check_decides(decision, Decision.Kind.ACCEPT, one, by=by)
        missing = missing_for_completion(one)
        if missing:
            raise Refused(f"It is not complete: {'; '.join(missing)}.")
        one.accepted_by, one.accepted_on = decision, decision.meeting.held_on
        return _by(decision)

    return _take("accept", State.COMPLETE, by, action, None, do)


def send_back(*, by: User, action: PlanAction, decision: Decision) -> PlanAction:
    """The board does not accept an action as complete: it goes back to where it was, with the board's words."""

    def do(one: PlanAction) -> dict[str, Any]:
        check_decides(decision, Decision.Kind.SEND_BACK, one, by=by)
        return _unproposed(one) | _by(decision)

    return _take("send_back", None, by, action, None, do, because=decision.text)


def reopen(*, by: User | None, action: PlanAction, because: str, seen: int | None = None) -> PlanAction:
    """Opens a complete action for review. `by` is None where it reopens by itself (`following.py`)."""
    because = said(because, "Say why it is looked at again.")

    def do(one: PlanAction) -> dict[str, Any]:
        one.reopened_on, one.reopened_because = today(), because
        one.next_update_on = next_update_after(today())
        return {}

    return _take("reopen", State.REVIEW, by, action, seen, do, because=because)


def resume(*, by: User, action: PlanAction, because: str, seen: int | None = None) -> PlanAction:
    """After a review: work on it goes on. Give it another day and an update."""
    because = said(because, "Say what the review found.")

    def do(one: PlanAction) -> dict[str, Any]:
        one.reopened_on, one.reopened_because = None, ""
        return {}

    return _take("resume", State.AGREED, by, action, seen, do, because=because)


def withdraw(*, by: User, action: PlanAction, because: str, seen: int | None = None) -> PlanAction:
    """Takes an action out of the plan. It stays to be read. Refused while a milestone is open."""
    because = said(because, "Say why it is withdrawn.")

    def do(one: PlanAction) -> dict[str, Any]:
        many = open_milestones(one).count()
        if many:
            raise Refused(f"{_many(many, 'milestone is', 'milestones are')} still open: withdraw or finish them first.")
        one.closing_proposed_on, one.closing_proposed_because = None, ""
        return {}

    return _take("withdraw", State.WITHDRAWN, by, action, seen, do, because=because)


def bring_back(*, by: User, action: PlanAction, because: str, seen: int | None = None) -> PlanAction:
    """Brings back an action that was withdrawn. It must be agreed again."""
    because = said(because, "Say why it is brought back.")

    def do(one: PlanAction) -> dict[str, Any]:
        one.reopened_on, one.reopened_because = None, ""  # it is agreed anew: what it was reviewed for is history
        return {}

    return _take("bring_back", State.OPENED, by, action, seen, do, because=because)


def _take(
    name: str,
    to: State | None,
    by: User | None,
    action: PlanAction,
    seen: int | None,
    do: Callable[[PlanAction], dict[str, Any]] = lambda one: {},
    **detail: Any,
) -> PlanAction:
    """Takes a step: checked, changed and recorded at once, or not at all. Without `to`, `do` sets the state."""
    with transaction.atomic():
        one: PlanAction = locked(action, seen)
        if by is not None:
            check_takes(name, by, one)
        _check_open(one.outcome)
        step = check_step(PLAN_STEPS, name, one.state, one.get_state_display())
        was = one.state
        detail |= do(one)
        one.state = to or one.state
        keep(one)
        if one.state in (State.AGREED, State.COMPLETE):
            follow_again()
        record_change(by=by, did=step.did, subject=str(one.pk), state=[str(was), str(one.state)], **detail)
    return one


def _unproposed(one: PlanAction) -> dict[str, Any]:
    """Back to where it was before it was proposed: under review, where it was reopened since it was accepted."""
    in_review = one.reopened_on is not None and (one.accepted_on is None or one.reopened_on >= one.accepted_on)
    one.state = State.REVIEW if in_review else State.AGREED
    one.proposed_at, one.proposed_by = None, None
    return {}


def follow_again() -> None:
    """What the plan follows has changed: the next reader follows the records that serve once more."""
    Followed.objects.all().delete()


# What must hold


def missing_for_completion(action: PlanAction) -> list[str]:
    """What an action still needs before it can be complete, in words: evidence of both sorts, no open milestone."""
    found = [f"there is no {words}" for words in lacking(action.evidence.all())]
    many = open_milestones(action).count()
    if many:
        found.append(f"{_many(many, 'milestone is', 'milestones are')} still open")
    return found


def open_milestones(action: PlanAction) -> Any:
    """The milestones of an action that are not done."""
    return Action.objects.filter(source=Action.Source.PLAN, source_id=action.pk, state=Action.State.OPEN)


def check_decides(decision: Decision, kind: str, action: PlanAction, *, by: User) -> None:
    """Refused where a decision is not one of the plan's board on this, is carried out already, or is for another to
    write down.
    """
    board = action.outcome.theme.plan.board
    if decision.kind != kind or decision.about != f"plan_action:{action.pk}":
        raise Refused(f"That decision is not about {action.number}.")
    if decision.meeting.board_id != board.pk:
        raise Refused(f"That is for the {board.called} to decide: it monitors this plan.")
    done = Change.objects.filter(did__in=_DECIDED, subject=str(action.pk))
    if done.filter(detail__decision=decision.pk).exists():
        raise Refused("That decision was carried out already.")
    if kind != Decision.Kind.SEND_BACK:
        _check_second_person(action, by)
    if kind != Decision.Kind.MOVE_DAY:
        _check_after_proposal(action, decision.meeting.held_on)


def _check_second_person(action: PlanAction, by: User) -> None:
    if action.owner_id == by.pk:
        raise Refused("It is your own action: somebody else must record what the board decided.")
    if action.proposed_by_id == by.pk:
        raise Refused("You proposed it as complete: somebody else must record what the board decided.")


def _check_after_proposal(action: PlanAction, held_on: dt.date) -> None:
    if action.proposed_at is None:
        return
    proposed_on = day_of(action.proposed_at)
    if held_on < proposed_on:
        raise Refused(
            f"It was proposed as complete on {wording.day(proposed_on)}, after the meeting of {wording.day(held_on)}: "
            "record what a later meeting decided."
        )


def _by(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    return {"decision": decision.pk, "board": decision.meeting.board.title, "decided": decision.text}


def _check_live(action: PlanAction) -> None:
    if action.state not in LIVE:
        raise Refused(f"It stands at “{action.get_state_display()}”: it can't be changed.")
    _check_open(action.outcome)


def _check_open(outcome: Outcome) -> None:
    if outcome.theme.plan.closed_at is not None:
        raise Refused("This plan is closed.")


def _check_facts(facts: ActionFacts, due_on: dt.date) -> None:
    said(facts.title, "Say what the action is.")
    check_can_own(facts.owner, facts.owner_name)
    _check_day(due_on, facts.starts_on)


def _check_day(due_on: dt.date, starts_on: dt.date | None) -> None:
    if starts_on is not None and due_on < starts_on:
        raise Refused("It would be due before it begins.")
    if due_on.year > today().year + 20:
        raise Refused(f"{wording.day(due_on)} is too far away.")


def _check_agreeable(action: PlanAction) -> None:
    if action.outcome.text == UNPLACED:
        raise Refused("Choose first which outcome for children it serves.")
    said(action.success, "Say first what success looks like.")
    check_can_own(action.owner, action.owner_name)


def _take_facts(action: PlanAction, facts: ActionFacts) -> None:
    for name, value in vars(facts).items():
        setattr(action, name, value.strip() if isinstance(value, str) else value)
    if facts.owner is not None:
        action.owner_name = ""


def _told(action: PlanAction) -> dict[str, str]:
    names = ("title", "about", "success", "sponsor", "team", "starts_on", "depends_on", "cost")
    told = {name: str(getattr(action, name) or "") for name in names}
    return told | {"owner": action.whose, "outcome": action.outcome.text}


def _differences(before: dict[str, str], after: dict[str, str]) -> dict[str, Any]:
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def _many(many: int, one: str, more: str) -> str:
    return f"{many} {one if many == 1 else more}"
