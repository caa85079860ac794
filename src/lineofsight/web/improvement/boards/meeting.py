"""One meeting: its agenda, who was there, what was said and decided, what was agreed to do."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max, QuerySet

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import day_of, today
from lineofsight.web.improvement.boards.keeping import members_on
from lineofsight.web.improvement.boards.steps import MEETING_STEPS, TOOK_PLACE
from lineofsight.web.improvement.models import (
    AgendaItem,
    Attendance,
    Board,
    Decision,
    Meeting,
    Member,
    PlanAction,
    Risk,
)
from lineofsight.web.improvement.plan import changes as plan_changes
from lineofsight.web.improvement.running import check_improves

State = Meeting.State
AGENDA, SAID, THERE, DECIDED = (
    "changed the agenda of a meeting",
    "wrote what was said in a meeting",
    "wrote who was at a meeting",
    "recorded a decision of a board",
)
#: What stands on the agenda of a new meeting, in this order.
STANDING = (
    ("Actions from last time", AgendaItem.For.DISCUSSION),
    ("Where we stand: measures and exceptions", AgendaItem.For.DISCUSSION),
    ("The improvement plan: what is off track, what is complete", AgendaItem.For.DECISION),
    ("What audits tell us", AgendaItem.For.DISCUSSION),
    ("What children, families and staff tell us", AgendaItem.For.DISCUSSION),
    ("Risks", AgendaItem.For.DECISION),
)

#: What stands on it instead, by the kind of board.
STANDING_OF = {
    Board.Kind.INSPECTION: (
        ("Actions from last time", AgendaItem.For.DISCUSSION),
        ("How ready we are: the last rehearsal", AgendaItem.For.DISCUSSION),
        ("Lists of Annex A: what is to mend, who signs", AgendaItem.For.DISCUSSION),
        ("Documents: missing, in draft, out of date", AgendaItem.For.DISCUSSION),
        ("Who does what when the call comes", AgendaItem.For.DISCUSSION),
        ("Self-evaluation and what was found from outside", AgendaItem.For.DISCUSSION),
        ("Staff and partners: what they must know", AgendaItem.For.DISCUSSION),
    ),
}


# The agenda


def add_standing_items(*, by: User, meeting: Meeting) -> list[AgendaItem]:
    """Puts the standing items on the agenda of a meeting that has none yet."""
    check_improves(by)
    with transaction.atomic():
        one = _planned(meeting)
        if one.agenda.exists():
            raise Refused("The agenda has items already.")
        made = [
            AgendaItem.objects.create(meeting=one, title=title, asked_for=asked_for, place=place)
            for place, (title, asked_for) in enumerate(STANDING_OF.get(Board.Kind(one.board.kind), STANDING), 1)
        ]
        record_change(by=by, did=AGENDA, subject=str(one.pk), added=[item.title for item in made])
    return made


def add_item(
    *,
    by: User,
    meeting: Meeting,
    title: str,
    asked_for: str = AgendaItem.For.DISCUSSION,
    lead: str = "",
    minutes: int | None = None,
    ask: str = "",
) -> AgendaItem:
    """Puts an item at the end of the agenda. What is for decision says what is asked."""
    check_improves(by)
    title = said(title, "Say what the item is.")
    _check_ask(asked_for, ask)
    with transaction.atomic():
        one = _planned(meeting)
        last = one.agenda.aggregate(last=Max("place"))["last"] or 0
        item = AgendaItem.objects.create(
            meeting=one, title=title, asked_for=asked_for, lead=lead.strip(), minutes=minutes, ask=ask.strip(),
            place=last + 1,
        )  # fmt: skip
        record_change(by=by, did=AGENDA, subject=str(one.pk), added=[title])
    return item


def change_item(
    *,
    by: User,
    item: AgendaItem,
    title: str,
    asked_for: str,
    lead: str,
    minutes: int | None,
    ask: str,
    place: int,
    seen: int | None = None,
) -> AgendaItem:
    """Changes an item before the meeting; `place` moves it among the others."""
    check_improves(by)
    title = said(title, "Say what the item is.")
    _check_ask(asked_for, ask)
    with transaction.atomic():
        one = _planned(item.meeting)
        now: AgendaItem = locked(item, seen)
        now.title, now.asked_for, now.lead, now.minutes = title, asked_for, lead.strip(), minutes
        now.ask = ask.strip()
        keep(now)
        others = list(one.agenda.exclude(pk=now.pk))
        others.insert(max(0, min(place - 1, len(others))), now)
        for number, each in enumerate(others, 1):
            AgendaItem.objects.filter(pk=each.pk).update(place=number)
        record_change(by=by, did=AGENDA, subject=str(one.pk), changed=title, place=place)
    now.refresh_from_db()
    return now


def remove_item(*, by: User, item: AgendaItem, seen: int | None = None) -> None:
    """Takes an item off the agenda before the meeting. The record of changes keeps its words."""
    check_improves(by)
    with transaction.atomic():
        one = _planned(item.meeting)
        now: AgendaItem = locked(item, seen)
        record_change(
            by=by, did=AGENDA, subject=str(one.pk), removed=now.title, asked_for=now.asked_for, ask=now.ask,
            lead=now.lead,
        )  # fmt: skip
        now.delete()


def _check_ask(asked_for: str, ask: str) -> None:
    if asked_for == AgendaItem.For.DECISION and not ask.strip():
        raise Refused("Say what the board is asked to decide.")


def _planned(meeting: Meeting) -> Meeting:
    one: Meeting = locked(meeting)
    if one.state != State.PLANNED:
        raise Refused("This meeting was held or cancelled: its agenda stays as it was.")
    return one


# The record


def hold(*, by: User, meeting: Meeting, seen: int | None = None) -> Meeting:
    """Records that a meeting took place. Refused before its day."""
    check_improves(by)
    with transaction.atomic():
        one: Meeting = locked(meeting, seen)
        step = check_step(MEETING_STEPS, "hold", one.state, one.get_state_display())
        if one.held_on > today():
            raise Refused("Its day has not come yet.")
        one.state = State.HELD
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk))
    return one


def agree_record(*, by: User, meeting: Meeting, seen: int | None = None) -> Meeting:
    """Closes the record of a meeting: nothing in it changes any more. Refused without anybody who was there."""
    check_improves(by)
    with transaction.atomic():
        one: Meeting = locked(meeting, seen)
        step = check_step(MEETING_STEPS, "agree_record", one.state, one.get_state_display())
        if not one.attendances.filter(there=Attendance.There.PRESENT).exists():
            raise Refused("Say who was there before the record is agreed.")
        one.state = State.RECORDED
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk))
    return one


def correct_record(*, by: User, meeting: Meeting, because: str, seen: int | None = None) -> Meeting:
    """Opens a record that was agreed, with a reason that stays in its history."""
    check_improves(by)
    because = said(because, "Say what is wrong in the record.")
    with transaction.atomic():
        one: Meeting = locked(meeting, seen)
        step = check_step(MEETING_STEPS, "correct", one.state, one.get_state_display())
        one.state = State.HELD
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), because=because)
    return one


def write_attendance(*, by: User, meeting: Meeting, there: dict[int, str]) -> None:
    """Writes who was at a meeting: by the number of the member, present, apologies or absent."""
    check_improves(by)
    with transaction.atomic():
        one = _being_written(meeting)
        on_board = {member.pk: member for member in members_on(one.board, one.held_on)}
        for pk, how in there.items():
            if pk not in on_board or how not in Attendance.There.values:
                raise Refused("Choose for each member of the board whether they were there.")
            Attendance.objects.update_or_create(meeting=one, member=on_board[pk], defaults={"there": how})
        record_change(by=by, did=THERE, subject=str(one.pk), there={on_board[pk].who: how for pk, how in there.items()})


def write_said(*, by: User, item: AgendaItem, text: str, seen: int | None = None) -> AgendaItem:
    """Writes what was said under an item of the agenda."""
    check_improves(by)
    with transaction.atomic():
        one = _being_written(item.meeting)
        now: AgendaItem = locked(item, seen)
        was, now.said = now.said, text.strip()
        keep(now)
        record_change(by=by, did=SAID, subject=str(one.pk), item=now.title, was=was, text=now.said)
    return now


def decide(
    *,
    by: User,
    meeting: Meeting,
    text: str,
    kind: str = Decision.Kind.OTHER,
    item: AgendaItem | None = None,
    action: PlanAction | None = None,
    risk: Risk | None = None,
    due_on: dt.date | None = None,
) -> Decision:
    """Records what the board decided, and does at once what follows from it in the plan.

    `action`: the action of the plan that is accepted, sent back or given another day (`due_on`). Refused where the
    action stands elsewhere: then nothing is recorded.
    """
    check_improves(by)
    text = said(text, "Say what was decided.")
    on_action = kind in (Decision.Kind.ACCEPT, Decision.Kind.SEND_BACK, Decision.Kind.MOVE_DAY)
    if on_action and action is None:
        raise Refused("Choose the action of the plan that it is about.")
    if kind == Decision.Kind.MOVE_DAY and due_on is None:
        raise Refused("Say by which day it is to be done.")
    if kind == Decision.Kind.RISK and risk is None:
        raise Refused("Choose the risk that it is about.")
    if risk is not None and action is not None:
        raise Refused("That is about an action and a risk: record one decision for each.")
    about = f"risk:{risk.pk}" if risk else f"plan_action:{action.pk}" if action else ""
    with transaction.atomic():
        one = _being_written(meeting)
        if item is not None and item.meeting_id != one.pk:
            raise Refused("That item is not on the agenda of this meeting.")
        decision = Decision.objects.create(meeting=one, item=item, kind=kind, text=text, about=about, made_by=by)
        record_change(by=by, did=DECIDED, subject=str(one.pk), kind=kind, text=text, about=about)
        if on_action and action is not None:
            if kind == Decision.Kind.ACCEPT:
                plan_changes.accept(by=by, action=action, decision=decision)
            elif kind == Decision.Kind.SEND_BACK:
                plan_changes.send_back(by=by, action=action, decision=decision)
            elif due_on is not None:
                plan_changes.move_day(by=by, action=action, due_on=due_on, because=text, decision=decision)
    return decision


def agree_to_do(
    *,
    by: User,
    meeting: Meeting,
    text: str,
    due_on: dt.date,
    owner: User | None = None,
    owner_name: str = "",
    closes_with: str = "",
) -> Action:
    """Agrees in a meeting that somebody does something by a day: it stands in the register of actions."""
    check_improves(by)
    with transaction.atomic():
        one = _being_written(meeting)
        return add_action(
            by=by, text=text, due_on=due_on, owner=owner, owner_name=owner_name, closes_with=closes_with,
            source=Action.Source.MEETING, source_id=one.pk, allowed=True,
        )  # fmt: skip


def _being_written(meeting: Meeting) -> Meeting:
    one: Meeting = locked(meeting)
    if one.state != State.HELD:
        raise Refused(
            "The record of this meeting is agreed: open it again to correct it."
            if one.state == State.RECORDED
            else "Say first that the meeting was held."
        )
    return one


# Asking


def actions_of_meeting(meeting: Meeting) -> QuerySet[Action]:
    """What a meeting agreed to do."""
    return Action.objects.filter(source=Action.Source.MEETING, source_id=meeting.pk).select_related("owner")


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The board's last meeting before this one that took place."""
    held = Meeting.objects.filter(board=meeting.board_id, state__in=TOOK_PLACE, held_on__lt=meeting.held_on)
    return held.order_by("-held_on").first()


def actions_to_report(meeting: Meeting) -> list[Action]:
    """What earlier meetings of the board agreed and is not settled, and what was settled since the last meeting."""
    earlier = Meeting.objects.filter(board=meeting.board_id, held_on__lt=meeting.held_on).values_list("pk", flat=True)
    found = Action.objects.filter(source=Action.Source.MEETING, source_id__in=list(earlier)).select_related("owner")
    before = meeting_before(meeting)
    open_ = (Action.State.OPEN, Action.State.DONE)
    return [
        action
        for action in found.order_by("due_on", "pk")
        if action.state in open_ or (before is not None and _settled_since(action, before))
    ]


def _settled_since(action: Action, before: Meeting) -> bool:
    if action.verified_at is not None:
        return day_of(action.verified_at) >= before.held_on
    return action.source_id == before.pk


def places_of(meeting: Meeting) -> list[tuple[Member, str]]:
    """Each member of the board on that day, and whether they were there; empty where nobody has said."""
    there = dict(meeting.attendances.values_list("member_id", "there"))
    return [(member, there.get(member.pk, "")) for member in members_on(meeting.board, meeting.held_on)]
