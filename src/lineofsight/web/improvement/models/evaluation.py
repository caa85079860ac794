"""The self-evaluation: by judgement, what we know, how we know it, what we will do next.

SelfEvaluation ─< Claim ─< ClaimEvidence     its sections are the judgements of a framework (`frameworks/*.toml`)
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.assurance import Finding
from lineofsight.web.improvement.models.plan import PlanAction

_Person = settings.AUTH_USER_MODEL


class SelfEvaluation(models.Model):
    """`as_at`: the day by which the age of its evidence is judged. One that is agreed is not changed any more.

    `progress`: what had become of past recommendations when it was agreed, as `evaluation/progress.py` reads it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        AGREED = "agreed", "Agreed"

    title = models.CharField(max_length=200)
    framework = models.CharField(max_length=40)
    as_at = models.DateField()
    context = models.TextField(blank=True)
    progress = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-as_at", "-pk"]


class Claim(models.Model):
    """One thing said in a section. `section` is the code of a judgement of the framework.

    A claim of NEXT says what is done next, and names an action of the plan where there is one.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", "What we know: a strength"
        WEAKNESS = "weakness", "What we know: what needs to improve"
        IMPACT = "impact", "What difference it makes for children"
        NEXT = "next", "What we will do next"

    evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="claims")
    section = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    place = models.PositiveIntegerField(default=0)
    action = models.ForeignKey(PlanAction, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["evaluation", "place", "pk"]


class ClaimEvidence(models.Model):
    """How we know it: one piece of evidence with its day. Kinds are those of the plan's evidence."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    dated_on = models.DateField()
    ref = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=7, blank=True)
    figure = models.JSONField(default=dict, blank=True)
    snapshot = models.CharField(max_length=40, blank=True)
    definition = models.CharField(max_length=100, blank=True)
    theme = models.CharField(max_length=40, blank=True)
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["claim", "pk"]
