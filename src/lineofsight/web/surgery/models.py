"""Performance surgeries: the monthly meetings on live child-level data, and what was agreed about each child."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.actions.models import Action


class Surgery(models.Model):
    """One meeting. `refs`: the indicators on its agenda; `teams`: those that it looks at, all where it is empty.

    Once it is held: `snapshot` are the records that it looked at, `looked_at` how each indicator stood then, and what
    was said can't change until it is reopened with a reason. `version` counts changes of the meeting itself.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"

    held_on = models.DateField()
    title = models.CharField(max_length=150)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    refs = models.JSONField(default=list)
    teams = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    snapshot = models.CharField(max_length=40, blank=True)
    looked_at = models.JSONField(default=dict)
    notes = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        verbose_name_plural = "surgeries"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD


class Discussed(models.Model):
    """What a surgery said of one child in one indicator: the reason, and the action that was agreed.

    `reason` is a code of `reasons.toml`. `due_on`, `team_id` and `worker_id` as they were in the records that day.
    """

    surgery = models.ForeignKey(Surgery, on_delete=models.PROTECT, related_name="discussed")
    ref = models.CharField(max_length=40)
    person_id = models.CharField(max_length=100, db_index=True)
    event_id = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    team_id = models.CharField(max_length=100, blank=True)
    worker_id = models.CharField(max_length=100, blank=True)
    snapshot = models.CharField(max_length=40)
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="discussed")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["surgery", "ref", "person_id", "event_id"], name="a_child_is_discussed_once_for_an_indicator"
            )
        ]
        verbose_name_plural = "discussed"
