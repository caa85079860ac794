"""Boards, their members and meetings, and what they decide.

    Board ─┬< Member
           └< Meeting ─┬< AgendaItem
                       ├< Attendance
                       └< Decision

What a meeting agrees to do stands in the one register of actions, with the meeting as its source. Its pack is a report
(`models/reports.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce

_Person = settings.AUTH_USER_MODEL


class Board(models.Model):
    """A board. `every`: how often it meets, in words. `reports_to`: the board above it."""

    class Kind(models.TextChoices):
        IMPROVEMENT = "improvement", "Improvement board"
        CORPORATE = "corporate", "Corporate board"
        SCRUTINY = "scrutiny", "Scrutiny committee"
        INSPECTION = "inspection", "Planning for inspection"
        OTHER = "other", "Other"

    title = models.CharField(max_length=200, unique=True)
    short = models.CharField("short name", max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.IMPROVEMENT)
    terms = models.TextField("terms of reference", blank=True)
    every = models.CharField("how often it meets", max_length=100, blank=True)
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["title"]

    @property
    def called(self) -> str:
        return self.short or self.title


class Member(models.Model):
    """Somebody on a board: a person of this site, or a name."""

    class Part(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY = "deputy", "Deputy chair"
        MEMBER = "member", "Member"
        ADVISER = "adviser", "Adviser"
        OBSERVER = "observer", "Observer"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(max_length=150, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.MEMBER)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["board", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(name=""), name="a_member_is_named"
            )
        ]

    @property
    def who(self) -> str:
        return self.user.name if self.user else self.name


class Meeting(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held, record being written"
        RECORDED = "recorded", "Held, record agreed"
        CANCELLED = "cancelled", "Cancelled"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    at = models.CharField("time", max_length=20, blank=True)
    where = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    cancelled_because = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "held_on"],
                condition=~models.Q(state="cancelled"),
                name="a_board_meets_once_a_day",
            )
        ]


class AgendaItem(models.Model):
    """`asked_for`: what the board is asked for. `said`: what was said, written at or after the meeting."""

    class For(models.TextChoices):
        DECISION = "decision", "For decision"
        DISCUSSION = "discussion", "For discussion"
        INFORMATION = "information", "For information"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=150, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    asked_for = models.CharField(max_length=12, choices=For.choices, default=For.DISCUSSION)
    ask = models.TextField("what is asked of the board", blank=True)
    said = models.TextField("what was said", blank=True)
    place = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["meeting", "place", "pk"]


class Attendance(models.Model):
    class There(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    there = models.CharField(max_length=10, choices=There.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "member"], name="a_member_attends_a_meeting_once")
        ]


class Decision(WrittenOnce):
    """What a board decided. `about`: what is touched by it, as "plan_action:12" or "risk:3"; empty for anything else.

    A decision is taken back by a later one, never changed.
    """

    class Kind(models.TextChoices):
        ACCEPT = "accept", "Accepts an action as complete"
        SEND_BACK = "send_back", "Does not accept an action as complete"
        MOVE_DAY = "move_day", "Gives an action another day"
        RISK = "risk", "On a risk"
        OTHER = "other", "Other"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField()
    about = models.CharField(max_length=60, blank=True, db_index=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["meeting", "pk"]
