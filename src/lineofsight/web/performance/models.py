"""What people add to the figures: commentary, months that were published, and changes to the book that they propose."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Commentary(models.Model):
    """What is said of one indicator in one month (2023-03). Approved by somebody else than its author."""

    ref = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    what_happened = models.TextField(blank=True)
    why = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    who = models.CharField(max_length=150, blank=True)
    by_when = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "month"], name="one_commentary_for_indicator_and_month")
        ]
        verbose_name_plural = "commentaries"


class PublishedMonth(models.Model):
    """A month as it was published: frozen with the snapshot and the definitions that it was counted from.

    `number`: the how-manieth publication of that month. `folder`: where its figures, evidence and definitions stand,
    below the home's `published`. A reopened publication stays; the next one follows it.
    """

    month = models.CharField(max_length=7)
    number = models.PositiveIntegerField()
    snapshot = models.CharField(max_length=40)
    book = models.CharField(max_length=64)
    folder = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-month", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "number"], name="a_month_is_published_once_a_number"),
            models.UniqueConstraint(
                fields=["month"], condition=models.Q(reopened_at=None), name="one_publication_of_a_month_is_in_force"
            ),
        ]

    @property
    def in_force(self) -> bool:
        return self.reopened_at is None


class Rebase(models.Model):
    """From a month on, an indicator's process limits are worked out anew: a dated record with a reason and a name."""

    ref = models.CharField(max_length=40)
    from_month = models.CharField(max_length=7)
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ref", "from_month"], name="one_rebase_for_indicator_and_month")
        ]


class Proposal(models.Model):
    """A definition that somebody wants to add to the council's own book, or a change to one.

    `text` is the file as the folder will hold it. Somebody other than its author approves it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waits for approval"
        APPROVED = "approved", "Approved and in force"
        REFUSED = "refused", "Not approved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    valid_from = models.CharField(max_length=7)
    text = models.TextField()
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
