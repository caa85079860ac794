"""Rehearsals: what would be late, missing or invalid if the call came on a day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce


class Rehearsal(WrittenOnce):
    """One rehearsal: the call that was made believe on `called_on`, and what came of it.

    `earned` of `points`: the readiness score, which its points add up to. `run`: the lists that were looked at, empty
    where there were none.
    """

    kind = models.CharField(max_length=40)
    called_on = models.DateField(db_index=True)
    earned = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    snapshot = models.CharField(max_length=40, blank=True)
    run = models.CharField(max_length=20, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-called_on", "-pk"]


class RehearsalPoint(WrittenOnce):
    """One thing that was looked at. `found`: what was found, in a sentence that names no child; `page`: where it is."""

    class Outcome(models.TextChoices):
        MET = "met", "Ready"
        LATE = "late", "Would be late"
        MISSING = "missing", "Missing"
        INVALID = "invalid", "Invalid"
        UNKNOWN = "unknown", "Can't be told"

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.PROTECT, related_name="looked_at")
    area = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    points = models.PositiveIntegerField(default=1)
    earned = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    found = models.TextField()
    page = models.CharField(max_length=200, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["rehearsal", "place", "pk"]
