"""Documents that inspectors are given: each with an owner, a state and versions.

    Document ─┬< DocumentFile ─┬< SharedFile    an inspector may open this version
              │                └< FileSeen      who opened it, when
              └< DocumentChange                 its state from a moment on: readiness over time is counted from these

The files stand below HOME/inspection/documents, under names that the system gives them.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce

_Person = settings.AUTH_USER_MODEL


class Document(models.Model):
    """A document that is wanted. `due_day`: the working day after the call by which it is shared (0: the day itself).

    `code`: of the starter list (`documents.toml`), empty for one that the council added. `plan`: what is still to be
    done, by `plan_on`. `review_by`: from then on it is too old. `framework_reference`: where it is asked for; `unsure`:
    that is not evidenced, and to be checked against the current framework.
    """

    class State(models.TextChoices):
        MISSING = "missing", "Missing"
        DRAFT = "draft", "Draft"
        READY = "ready", "Ready"
        SIGNED_OFF = "signed_off", "Signed off"
        SHARED = "shared", "Shared with inspectors"

    class Class(models.TextChoices):
        OPEN = "open", "Public"
        OFFICIAL = "official", "Official"
        SENSITIVE = "sensitive", "Official, sensitive"

    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    section = models.CharField(max_length=100)
    asked = models.TextField("what is asked for", blank=True)
    framework_reference = models.CharField(max_length=200, blank=True)
    unsure = models.BooleanField("to be checked against the current framework", default=False)
    source_system = models.CharField("where it is kept or comes from", max_length=200, blank=True)
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    deputy = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy_name = models.CharField(max_length=150, blank=True)
    confidentiality = models.CharField(max_length=10, choices=Class.choices, default=Class.OFFICIAL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING, db_index=True)
    due_day = models.PositiveIntegerField(default=3)
    review_by = models.DateField(null=True, blank=True)
    plan = models.TextField("what is still to be done", blank=True)
    plan_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    place = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place", "pk"]

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name

    @property
    def deputy_is(self) -> str:
        return self.deputy.name if self.deputy else self.deputy_name


class DocumentFile(WrittenOnce):
    """One version of a document. `name` is how it is called when it is downloaded; `stored` how the system calls it.

    `sha256`, `size` (bytes) and `kind` (its ending) were taken when it came; `scanned`: what the virus scanner said, or
    that there is none.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=64, unique=True)
    scanned = models.CharField(max_length=200)
    as_at = models.DateField("what day it describes", null=True)
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["document", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="a_version_of_a_document_is_one")
        ]


class DocumentChange(WrittenOnce):
    """The state that a document has from a moment on; `on` is the day of it. `ended`: it is wanted no more."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=10, choices=Document.State.choices)
    ended = models.BooleanField(default=False)
    on = models.DateField(db_index=True)
    file = models.ForeignKey(DocumentFile, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["document", "pk"]


class SharedFile(models.Model):
    """A version of a document that an inspector may open, while their access lasts and until it is taken back."""

    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="shared")
    user = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="shared_files")
    shared_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["file", "user"], condition=models.Q(taken_back_at=None), name="a_file_is_shared_once"
            )
        ]


class FileSeen(WrittenOnce):
    """Somebody opened a version of a document."""

    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="seen")
    user = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["file", "-pk"]
