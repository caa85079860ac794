"""The improvement plan: themes, what is to become true for children, and what is done for it.

    Plan ─< Theme ─< Outcome ─< PlanAction >─< Finding
                                  ├─< PlanUpdate        what its owner says: never changed
                                  ├─< PlanEvidence      data and other than data, each with its day
                                  ├─< LinkedIndicator   the measure that should move
                                  └─< LinkedQuestion    what audits ask of the same

A milestone is an action of the one register (`web.actions`) with the plan's action as its source.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.assurance import Finding
from lineofsight.web.improvement.models.boards import Board, Decision
from lineofsight.web.improvement.models.once import WrittenOnce

_Person = settings.AUTH_USER_MODEL


class Plan(models.Model):
    """An improvement plan. `board` monitors it and accepts what is complete."""

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="plans")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["title", "pk"]


class Theme(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(max_length=200)
    place = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["plan", "place", "pk"]


class Outcome(models.Model):
    """What is to become true for children, in one sentence."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="outcomes")
    text = models.CharField(max_length=300)
    place = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["theme", "place", "pk"]


class PlanAction(models.Model):
    """What is done so that an outcome comes true. It names no child.

    `original_due_on` is never overwritten; `times_moved` counts how often the day was moved. `state` is how far it is
    and `impact` whether it changed anything: two things, kept apart. The rating is worked out (`plan/rating.py`), never
    kept. `opened_from` says what it was opened from in one click: "indicator:5.10:2023-03", "audit_theme:neglect",
    "finding:12", "risk:3". `closing_proposed_because`: why the system proposes that it can be closed.
    """

    class State(models.TextChoices):
        OPENED = "opened", "Opened, not yet agreed"
        AGREED = "agreed", "Agreed"
        PROPOSED = "proposed", "Proposed as complete"
        COMPLETE = "complete", "Complete, accepted by the board"
        REVIEW = "review", "Reopened for review"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Impact(models.TextChoices):
        NONE = "none", "None yet"
        EMERGING = "emerging", "Emerging"
        EVIDENCED = "evidenced", "Evidenced"
        SUSTAINED = "sustained", "Sustained"

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=300)
    about = models.TextField("what is done", blank=True)
    success = models.TextField("what success looks like", blank=True)
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_actions")
    owner_name = models.CharField(max_length=150, blank=True)
    sponsor = models.CharField(max_length=150, blank=True)
    team = models.CharField("delivered by", max_length=150, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    original_due_on = models.DateField()
    times_moved = models.PositiveIntegerField(default=0)
    next_update_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.AGREED, db_index=True)
    impact = models.CharField(max_length=10, choices=Impact.choices, default=Impact.NONE)
    depends_on = models.TextField("what it depends on", blank=True)
    cost = models.TextField("cost and people", blank=True)
    findings = models.ManyToManyField(Finding, blank=True, related_name="plan_actions")
    opened_from = models.CharField(max_length=100, blank=True, db_index=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="accepted")
    accepted_on = models.DateField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)
    closing_proposed_on = models.DateField(null=True, blank=True)
    closing_proposed_because = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["outcome", "due_on", "pk"]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    @property
    def number(self) -> str:
        """How people call it: A12."""
        return f"A{self.pk}"


class PlanUpdate(WrittenOnce):
    """What an action's owner says of it on a day. `recovery`: how it is brought back, where it is off track."""

    class Said(models.TextChoices):
        ON_TRACK = "on_track", "On track"
        AT_RISK = "at_risk", "At risk"
        OFF_TRACK = "off_track", "Off track"

    class Confidence(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="updates")
    said = models.CharField(max_length=10, choices=Said.choices)
    text = models.TextField()
    recovery = models.TextField("how it is brought back on track", blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    impact = models.CharField(max_length=10, choices=PlanAction.Impact.choices)
    made_on = models.DateField()
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-made_on", "-pk"]


class PlanEvidence(models.Model):
    """What shows that an action is done or makes a difference. Its words are never changed; it can be taken back.

    `dated_on`: the day that it is of. Of data: `ref`, `month`, and the figure as it was, with `snapshot` and
    `definition`. Of audits: `theme`. Of a source: `finding`. With `at_opening` it is why the action was opened: it
    shows what was wrong, so it never counts for what has become better.
    """

    class Kind(models.TextChoices):
        DATA = "data", "Data"
        AUDIT = "audit", "Audit"
        OBSERVATION = "observation", "Observation of practice"
        VOICE = "voice", "Voice of child or family"
        STAFF = "staff", "Staff"
        PARTNER = "partner", "Partner"
        EXTERNAL = "external", "External"

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()
    dated_on = models.DateField()
    ref = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=7, blank=True)
    figure = models.JSONField(default=dict, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    definition = models.CharField(max_length=100, blank=True)
    theme = models.CharField(max_length=40, blank=True)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    at_opening = models.BooleanField("why the action was opened", default=False)
    taken_back_because = models.TextField(blank=True)
    taken_back_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-dated_on", "-pk"]

    @property
    def counts(self) -> bool:
        return not self.taken_back_because and not self.at_opening


class LinkedIndicator(models.Model):
    """A measure of the book that an action should move: from where it stood to a target, by a month."""

    action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="indicators")
    ref = models.CharField(max_length=40)
    baseline_month = models.CharField(max_length=7, blank=True)
    target = models.CharField(max_length=20, blank=True)
    by_month = models.CharField(max_length=7, blank=True)

    class Meta:
        ordering: ClassVar = ["ref"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "ref"], name="an_action_is_linked_to_a_measure_once")
        ]


class LinkedQuestion(models.Model):
    """What audits ask of the same: a section of audits that is graded, or a theme of `audits/themes.toml`."""

    action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="questions")
    section = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Followed(models.Model):
    """The last records by which the plan was followed: once for each snapshot and book, for all readers."""

    snapshot = models.CharField(max_length=40)
    book = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "book"], name="the_plan_follows_records_once")
        ]
