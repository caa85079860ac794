"""Signatures under the lists of Annex A: of one list of one run, in two steps by two people."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce


class ListSignature(WrittenOnce):
    """A service lead signs a list of a run: it is valid, then it is recognised as right.

    `run`: the run's id, `of`: the hash of what it was made from, so that a signature holds for those rows alone.
    `takes_back`: the signature that this one takes back, with the reason in `note`.
    """

    class Step(models.TextChoices):
        VALID = "valid", "Valid"
        RECOGNISED = "recognised", "Recognised as right"

    run = models.CharField(max_length=20, db_index=True)
    of = models.CharField(max_length=64)
    number = models.PositiveIntegerField("list")
    step = models.CharField(max_length=10, choices=Step.choices)
    note = models.TextField(blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["run", "number", "pk"]
