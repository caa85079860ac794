"""Reports that are written here: packs of boards, scrutiny reports, self-evaluations, as drafts and as they went out.

WrittenReport ─< Sentence     what a person wrote in place of a rule
              └─ Publication  the whole report as data, frozen with its snapshot, and the disclosure control chosen
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.boards import Meeting
from lineofsight.web.improvement.models.evaluation import SelfEvaluation
from lineofsight.web.improvement.models.once import WrittenOnce

_Person = settings.AUTH_USER_MODEL


class WrittenReport(models.Model):
    """A report of a month that people work on. A pack belongs to a meeting, a self-evaluation to itself."""

    class Kind(models.TextChoices):
        SCRUTINY = "scrutiny", "Scrutiny report"
        PACK = "pack", "Board pack"
        EVALUATION = "evaluation", "Self-evaluation"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    evaluation = models.ForeignKey(
        SelfEvaluation, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-month", "-pk"]


class Sentence(models.Model):
    """What a person wrote in a report: in place of a rule's sentence (`was` is the rule's), or added to a section.

    `key` is the sentence's place: "tells:2.1", "focus:5.10", or "own:strengths:1" for one that no rule wrote. An empty
    `text` leaves the sentence out.
    """

    report = models.ForeignKey(WrittenReport, on_delete=models.CASCADE, related_name="sentences")
    key = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    was = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["report", "place", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "key"], name="a_sentence_is_edited_once")]


class Publication(WrittenOnce):
    """A report as it went out: data, from which each rendering is written again the same. Never changed.

    `threshold`, `rounding`, `secondary`: how small figures were hidden, and `because` where they were not.
    """

    report = models.ForeignKey(WrittenReport, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=40)
    book = models.CharField(max_length=64)
    threshold = models.PositiveIntegerField(default=0)
    rounding = models.PositiveIntegerField(default=1)
    secondary = models.BooleanField(default=True)
    because = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["report", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="a_report_has_a_number_once")
        ]
