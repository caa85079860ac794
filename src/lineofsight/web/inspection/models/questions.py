"""What inspectors ask for during a visit, and what they were answered.

Question ─< Answer ─< AnswerSeen
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce
from lineofsight.web.inspection.models.documents import DocumentFile
from lineofsight.web.inspection.models.visits import Visit

_Person = settings.AUTH_USER_MODEL


class Question(models.Model):
    """One request: a line of enquiry, a document, a conversation. It names no child.

    `number` counts within the visit. `due_at` is a moment: on site, hours matter.
    """

    class Kind(models.TextChoices):
        ENQUIRY = "enquiry", "Line of enquiry"
        DOCUMENT = "document", "Document or data"
        PEOPLE = "people", "Meeting or conversation"
        CASE = "case", "About a child's record"
        OTHER = "other", "Other"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ENQUIRY)
    text = models.TextField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, db_index=True)
    because = models.TextField("why it is withdrawn", blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["visit", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "number"], name="a_question_of_a_visit_has_its_number")
        ]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    def is_late(self, now: dt.datetime) -> bool:
        return self.state == self.State.OPEN and self.due_at < now


class Answer(WrittenOnce):
    """What was answered and sent: words, a version of a document, or both. A better answer is a further one."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    file = models.ForeignKey(DocumentFile, null=True, on_delete=models.PROTECT, related_name="answers")
    sent_to = models.CharField(max_length=150)
    sent_at = models.DateTimeField()
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="an_answer_of_a_question_has_its_number")
        ]


class AnswerSeen(WrittenOnce):
    """An inspector opened an answer on the site."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="seen")
    user = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["answer", "pk"]
