"""The risk register.

Risk ─┬< RiskScore   likelihood and impact each time they were judged: never changed
      └< Control     what holds the risk down, and how well we know that it does
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.boards import Board
from lineofsight.web.improvement.models.once import WrittenOnce
from lineofsight.web.improvement.models.plan import PlanAction

_Person = settings.AUTH_USER_MODEL


class Risk(models.Model):
    """Because of a cause, an event may happen, with a consequence. It names no child.

    `level`: whose register it stands in. `refs`: measures of the book that would show it.
    """

    class Level(models.TextChoices):
        SERVICE = "service", "Service"
        DIRECTORATE = "directorate", "Directorate"
        CORPORATE = "corporate", "Corporate"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    title = models.CharField(max_length=200)
    cause = models.TextField()
    event = models.TextField()
    consequence = models.TextField()
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.SERVICE)
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    owner_name = models.CharField(max_length=150, blank=True)
    review_on = models.DateField()
    refs = models.JSONField(default=list)
    actions = models.ManyToManyField(PlanAction, blank=True, related_name="risks")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_because = models.TextField(blank=True)
    escalated_because = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["state", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(owner_name=""), name="a_risk_has_an_owner"
            )
        ]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    @property
    def number(self) -> str:
        """How people call it: R3."""
        return f"R{self.pk}"


class RiskScore(WrittenOnce):
    """Likelihood and impact, each from 1 to 5: as if nothing were done, as it is, and as it should become."""

    class Of(models.TextChoices):
        INHERENT = "inherent", "Without controls"
        CURRENT = "current", "Now"
        TARGET = "target", "Target"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="scores")
    of = models.CharField(max_length=10, choices=Of.choices)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    because = models.TextField(blank=True)
    judged_on = models.DateField()
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["risk", "judged_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="a_score_is_from_1_to_5"
            )
        ]

    @property
    def score(self) -> int:
        return self.likelihood * self.impact


class Control(models.Model):
    """What holds a risk down. `line`: who would notice if it failed: the work, those over it, somebody independent."""

    class Line(models.TextChoices):
        FIRST = "1", "First line: those who do the work"
        SECOND = "2", "Second line: oversight, such as quality assurance"
        THIRD = "3", "Third line: independent, such as internal audit or Ofsted"

    class Assured(models.TextChoices):
        NONE = "none", "Not assured"
        PARTIAL = "partial", "Partial"
        REASONABLE = "reasonable", "Reasonable"
        SUBSTANTIAL = "substantial", "Substantial"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    text = models.TextField()
    line = models.CharField(max_length=1, choices=Line.choices)
    assured = models.CharField(max_length=12, choices=Assured.choices, default=Assured.NONE)
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.CharField("what shows it", max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["risk", "line", "pk"]
