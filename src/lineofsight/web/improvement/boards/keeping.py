"""Boards, their members and when they meet. Each change is one function, which records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Q

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.improvement.boards.steps import MEETING_STEPS
from lineofsight.web.improvement.models import Board, Meeting, Member
from lineofsight.web.improvement.running import check_improves

ADDED_BOARD, CHANGED_BOARD = "added board", "changed board"
ADDED_MEMBER, ENDED_MEMBER = "added member of a board", "ended membership of a board"
PLANNED, MOVED = "planned meeting", "changed meeting"
MOST_AT_ONCE = 60
THERE_ALREADY = "There is a board of that name already."


def add_board(
    *,
    by: User,
    title: str,
    short: str = "",
    kind: str = Board.Kind.IMPROVEMENT,
    terms: str = "",
    every: str = "",
    reports_to: Board | None = None,
) -> Board:
    """Adds a board. Refused without a title, or where there is one of the same."""
    check_improves(by)
    title = said(title, "Say what the board is called.")
    with _named_once():
        if Board.objects.filter(title__iexact=title).exists():
            raise Refused(THERE_ALREADY)
        board = Board.objects.create(
            title=title, short=short.strip(), kind=kind, terms=terms.strip(), every=every.strip(),
            reports_to=reports_to, made_by=by,
        )  # fmt: skip
        record_change(by=by, did=ADDED_BOARD, subject=str(board.pk), title=title)
    return board


def change_board(
    *,
    by: User,
    board: Board,
    title: str,
    short: str,
    kind: str,
    terms: str,
    every: str,
    reports_to: Board | None,
    seen: int | None = None,
) -> Board:
    """Changes what is known of a board. Refused where it would report to itself, by whatever way."""
    check_improves(by)
    title = said(title, "Say what the board is called.")
    with _named_once():
        one: Board = locked(board, seen)
        above = reports_to
        while above is not None:
            if above.pk == one.pk:
                raise Refused("A board can't report to itself.")
            above = above.reports_to
        if Board.objects.filter(title__iexact=title).exclude(pk=one.pk).exists():
            raise Refused(THERE_ALREADY)
        was = {"title": one.title, "terms": one.terms, "every": one.every}
        one.title, one.short, one.kind = title, short.strip(), kind
        one.terms, one.every, one.reports_to = terms.strip(), every.strip(), reports_to
        keep(one)
        record_change(by=by, did=CHANGED_BOARD, subject=str(one.pk), was=was, title=title, every=one.every)
    return one


@contextmanager
def _named_once() -> Iterator[None]:
    """A change of a board, at once or not at all; refused where somebody gave its name to another in the meantime."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(THERE_ALREADY) from None


def add_member(
    *,
    by: User,
    board: Board,
    from_on: dt.date,
    part: str,
    user: User | None = None,
    name: str = "",
    job_title: str = "",
) -> Member:
    """Adds somebody to a board: a person of this site, or a name. A board has one chair at a time."""
    check_improves(by)
    if user is None:
        name = said(name, "Say who it is.")
    with transaction.atomic():
        one: Board = locked(board)
        # The new membership has no end yet: whoever is on the board on its first day or later is there beside it.
        runs = Q(until_on=None) | Q(until_on__gte=from_on)
        there = list(one.members.filter(runs).select_related("user"))
        if part == Member.Part.CHAIR and any(each.part == Member.Part.CHAIR for each in there):
            raise Refused("The board has a chair already: end that membership first.")
        if any((user is not None and each.user_id == user.pk) or (name and each.name == name) for each in there):
            raise Refused("They are on the board already.")
        member = Member.objects.create(
            board=one, user=user, name="" if user else name, job_title=job_title.strip(), part=part, from_on=from_on
        )
        record_change(by=by, did=ADDED_MEMBER, subject=str(one.pk), who=member.who, part=part, from_on=str(from_on))
    return member


def end_member(*, by: User, member: Member, until_on: dt.date) -> Member:
    """Ends a membership with its last day. The member stays in the records of meetings until then."""
    check_improves(by)
    with transaction.atomic():
        one: Member = locked(member)
        if one.until_on is not None:
            raise Refused("That membership has ended already.")
        if until_on < one.from_on:
            raise Refused(f"It began on {wording.day(one.from_on)}: it can't end before.")
        one.until_on = until_on
        one.save()
        record_change(by=by, did=ENDED_MEMBER, subject=str(one.board_id), who=one.who, until_on=str(until_on))
    return one


def members_on(board: Board, on: dt.date) -> list[Member]:
    """Who is on a board on a day, the chair first."""
    order = [part.value for part in Member.Part]
    found = board.members.filter(from_on__lte=on).select_related("user")
    there = [each for each in found if each.until_on is None or each.until_on >= on]
    return sorted(there, key=lambda each: (order.index(each.part), each.pk))


def chair_of(board: Board, on: dt.date) -> Member | None:
    """Who chairs a board on a day."""
    return next((each for each in members_on(board, on) if each.part == Member.Part.CHAIR), None)


def plan_meetings(*, by: User, board: Board, days: Iterable[dt.date], at: str = "", where: str = "") -> list[Meeting]:
    """Plans one meeting or a series. Refused, with the days, where the board meets on one of them already."""
    check_improves(by)
    days = sorted(set(days))
    if not days:
        raise Refused("Say when the board meets.")
    if len(days) > MOST_AT_ONCE:
        raise Refused(f"That would be {len(days)} meetings: plan at most {MOST_AT_ONCE} at once.")
    with transaction.atomic():
        one: Board = locked(board)
        taken = one.meetings.filter(held_on__in=days).exclude(state=Meeting.State.CANCELLED)
        if there := sorted(taken.values_list("held_on", flat=True)):
            raise Refused(f"The board meets already on {', '.join(wording.day(day) for day in there)}.")
        made = [
            Meeting.objects.create(board=one, held_on=day, at=at.strip(), where=where.strip(), made_by=by)
            for day in days
        ]
        record_change(by=by, did=PLANNED, subject=str(one.pk), days=[str(day) for day in days])
    return made


def move_meeting(
    *, by: User, meeting: Meeting, held_on: dt.date, at: str, where: str, seen: int | None = None
) -> Meeting:
    """Gives a planned meeting another day, time or place."""
    check_improves(by)
    try:
        with transaction.atomic():
            one: Meeting = locked(meeting, seen)
            if one.state != Meeting.State.PLANNED:
                raise Refused("This meeting was held or cancelled: its day stays.")
            was, one.held_on, one.at, one.where = one.held_on, held_on, at.strip(), where.strip()
            keep(one)
            record_change(by=by, did=MOVED, subject=str(one.pk), held_on=[str(was), str(held_on)], at=at, where=where)
    except IntegrityError:
        raise Refused(f"The board meets already on {wording.day(held_on)}.") from None
    return one


def cancel_meeting(*, by: User, meeting: Meeting, because: str, seen: int | None = None) -> Meeting:
    """Cancels a meeting that was planned."""
    check_improves(by)
    because = said(because, "Say why it is cancelled.")
    with transaction.atomic():
        one: Meeting = locked(meeting, seen)
        step = check_step(MEETING_STEPS, "cancel", one.state, one.get_state_display())
        one.state, one.cancelled_because = Meeting.State.CANCELLED, because
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), because=because)
    return one
