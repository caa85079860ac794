"""Visits of inspectorates, expected and under way, and what is to be done by whom on which day.

    Part                     what somebody does in any visit (the link person, the lead for data), with a deputy
    Visit ─┬< VisitStep      one thing to be done by a day, made from the kind of visit (`kinds/*.toml`)
           ├< Confidant      who may see what inspectors said before it is published
           └< ProvisionalJudgement

What a visit led to, once it is published, is a source of assurance (`improvement`): `Visit.source` names it.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

_Person = settings.AUTH_USER_MODEL


class Part(models.Model):
    """Who does what in every visit: `code` is one of those that steps name (`parts.toml`)."""

    code = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    deputy = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy_name = models.CharField(max_length=150, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    @property
    def deputy_is(self) -> str:
        return self.deputy.name if self.deputy else self.deputy_name


class Visit(models.Model):
    """A visit: `kind` is a code of `kinds/*.toml`, `framework` one of the frameworks of inspections.

    While it is expected it has a window (`window_from` to `window_until`), the reason of which somebody gave. From the
    call on it has days. `received_on`: the final report came; what the law asks is counted from there.
    """

    class State(models.TextChoices):
        EXPECTED = "expected", "Expected"
        CALLED = "called", "The call has come"
        FED_BACK = "fed_back", "Visit ended, not yet published"
        PUBLISHED = "published", "Published"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Did not take place"

    kind = models.CharField(max_length=40)
    framework = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    theme = models.CharField("what it looks at", max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EXPECTED, db_index=True)
    window_from = models.DateField(null=True, blank=True)
    window_until = models.DateField(null=True, blank=True)
    expected_because = models.TextField("why it is expected then, and of this kind", blank=True)
    called_on = models.DateField(null=True, blank=True)
    on_site_on = models.DateField(null=True, blank=True)
    on_site_until = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    source = models.OneToOneField(
        "improvement.AssuranceSource", null=True, blank=True, on_delete=models.PROTECT, related_name="visit"
    )
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-called_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="called"), name="one_visit_of_a_kind_is_under_way"
            )
        ]

    @property
    def under_way(self) -> bool:
        """From the call until its report is published: questions are asked, lists and documents handed over."""
        return self.state in (self.State.CALLED, self.State.FED_BACK)


class VisitStep(models.Model):
    """One thing that is to be done by a day. `original_due_on` is never overwritten.

    `forecast`: the day that it is counted from is not known yet. `moved`: somebody gave it its day by hand, and it no
    longer moves with the visit.
    `part`: who does it in every visit; `owner` and `deputy` were taken from there and may differ. `leads_to`: which
    room it is done in (documents, lists, audits, meetings, questions; empty for none). `basis`: what says so.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    phase = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    part = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    deputy = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy_name = models.CharField(max_length=150, blank=True)
    due_on = models.DateField()
    original_due_on = models.DateField()
    forecast = models.BooleanField("its day is a forecast", default=False)
    moved = models.BooleanField("somebody gave it another day", default=False)
    due_at = models.CharField("time", max_length=20, blank=True)
    leads_to = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    unsure = models.BooleanField("to be checked against the current framework", default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["due_on", "place", "pk"]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    @property
    def deputy_is(self) -> str:
        return self.deputy.name if self.deputy else self.deputy_name


class Confidant(models.Model):
    """Somebody who may see the provisional judgements of a visit until its report is published."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="confidants")
    user = models.ForeignKey(_Person, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "user"], name="somebody_is_a_confidant_once")]


class ProvisionalJudgement(models.Model):
    """What inspectors said a judgement would be. It is never inferred, and it goes when the report is published."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="provisional")
    judgement = models.CharField(max_length=200)
    grade = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "judgement"], name="a_judgement_is_provisional_once")
        ]
