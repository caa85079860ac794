"""Actions: one register for all that people agree to do."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models


class Action(models.Model):
    """Something that one person has agreed to do by a day.

    `owner` is somebody who uses the site, else `owner_name` says who it is. `original_due_on` is never overwritten.
    `source` and `source_id` say where it was agreed (a surgery, a commentary, an audit; later the plan): how a source
    is named and found stands in `sources.py`. What it is about: a child by person id, an indicator, a team, a worker;
    each may be empty. `closes_with`: what shows that it is done. Whoever verifies it is neither its owner nor who said
    that it is done. `version` counts its changes: a form that was opened before the last one is told so. It is changed
    by the functions of `register.py` alone.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done, not yet verified"
        VERIFIED = "verified", "Done and verified"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Source(models.TextChoices):
        SURGERY = "surgery", "Performance surgery"
        COMMENTARY = "commentary", "Commentary"
        AUDIT = "audit", "Audit"
        AUDIT_THEME = "audit_theme", "What audits found"
        PLAN = "plan", "Improvement plan"
        MEETING = "meeting", "Board meeting"
        INSPECTION = "inspection", "Preparation for inspection"
        OTHER = "other", "Other"

    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    owner_name = models.CharField(max_length=150, blank=True)
    due_on = models.DateField()
    original_due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    closes_with = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=20, choices=Source.choices, db_index=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    ref = models.CharField(max_length=40, blank=True)
    person_id = models.CharField(max_length=100, blank=True, db_index=True)
    team_id = models.CharField(max_length=100, blank=True)
    worker_id = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(owner_name=""), name="an_action_has_an_owner"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_overdue(self, today: dt.date) -> bool:
        """Open, and its day has passed: an action that is due today is not overdue."""
        return self.is_open and self.due_on < today

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name
