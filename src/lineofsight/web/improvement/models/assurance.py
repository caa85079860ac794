"""Where findings come from, the findings word for word, and what became of each.

    AssuranceSource ─┬< Judgement                      its grades, where it has them
                     └< Finding ─┬─ FindingResponse    accepted or not, whose, by when
                                 ├< LaterVerdict       what somebody from outside found of it afterwards
                                 └─ FindingMistake     written down wrongly: by which finding it is replaced

A finding and a judgement are what somebody else said: they are written once, and the database refuses to change them.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.improvement.models.once import WrittenOnce

_Person = settings.AUTH_USER_MODEL


class AssuranceSource(models.Model):
    """A visit, review, meeting or report that says how good the service is. It names no child.

    `held_on` to `held_until`: the days of it, the second empty for one day; with `month_only` the day of `held_on` says
    nothing. `published_on` where it was published.
    `people`: who did it, in words; `document` and `kept_at`: what the report is called and where it is kept.
    `framework`: the code of a framework of `frameworks/` for an inspection. `ref` and `month`: of an exception.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "Ofsted inspection"
        FOCUSED_VISIT = "focused_visit", "Ofsted focused visit"
        MONITORING_VISIT = "monitoring_visit", "Ofsted monitoring visit"
        ENGAGEMENT = "engagement", "Annual engagement meeting"
        JOINT_INSPECTION = "joint_inspection", "Joint targeted area inspection"
        PEER_REVIEW = "peer_review", "Peer review"
        EXTERNAL_REVIEW = "external_review", "External review"
        INTERNAL_AUDIT = "internal_audit", "Internal audit"
        THEMATIC_REVIEW = "thematic_review", "Thematic review"
        CASE_AUDITS = "case_audits", "Case audits"
        EXCEPTION = "exception", "Indicator exception"
        COMPLAINT = "complaint", "Complaint"
        PRACTICE_REVIEW = "practice_review", "Child safeguarding practice review"
        SELF_EVALUATION = "self_evaluation", "Self-evaluation"
        OTHER_INSPECTION = "other_inspection", "Inspection of another service"

    kind = models.CharField(max_length=20, choices=Kind.choices, db_index=True)
    title = models.CharField(max_length=200)
    body = models.CharField("who carried it out", max_length=150)
    held_on = models.DateField()
    held_until = models.DateField(null=True, blank=True)
    month_only = models.BooleanField("only the month is known", default=False)
    published_on = models.DateField(null=True, blank=True)
    people = models.TextField("the people who did it", blank=True)
    scope = models.TextField("what it looked at", blank=True)
    method = models.TextField("how it was done", blank=True)
    outcome = models.TextField("what it said as a whole", blank=True)
    document = models.CharField("its report", max_length=200, blank=True)
    kept_at = models.CharField("where the report is kept", max_length=300, blank=True)
    framework = models.CharField(max_length=40, blank=True)
    ref = models.CharField(max_length=40, blank=True)
    month = models.CharField(max_length=7, blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]

    @property
    def is_external(self) -> bool:
        """Whether people from outside the council did it."""
        kinds = self.Kind
        return self.kind not in (
            *(kinds.INTERNAL_AUDIT, kinds.THEMATIC_REVIEW, kinds.CASE_AUDITS, kinds.EXCEPTION, kinds.COMPLAINT),
            kinds.SELF_EVALUATION,
        )

    @property
    def grades(self) -> list[Judgement]:
        """Its judgements as they hold: one that was corrected is left out."""
        return list(self.judgements.filter(corrected_by=None))


class Judgement(WrittenOnce):
    """A grade that a source gave. `judgement` is the framework's own title, `grade` a code of its grades.

    One that was written down wrongly stays; the one that holds names it in `corrects`, and says why in `because`.
    """

    source = models.ForeignKey(AssuranceSource, on_delete=models.PROTECT, related_name="judgements")
    judgement = models.CharField(max_length=200)
    grade = models.CharField(max_length=40)
    place = models.PositiveIntegerField()
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    because = models.TextField("why it is corrected", blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["source", "place", "pk"]


class Finding(WrittenOnce):
    """What a source found, word for word. `paragraph`: where it stands in the source."""

    class Kind(models.TextChoices):
        HEADLINE = "headline", "Headline finding"
        STRENGTH = "strength", "Strength"
        DEVELOPMENT = "development", "Area for development"
        RECOMMENDATION = "recommendation", "Recommendation"
        PRIORITY = "priority", "Area for priority action"

    source = models.ForeignKey(AssuranceSource, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=16, choices=Kind.choices, db_index=True)
    text = models.TextField("what it says, word for word")
    paragraph = models.CharField("paragraph or page", max_length=60, blank=True)
    area = models.CharField("what it is about", max_length=40, blank=True)
    place = models.PositiveIntegerField()
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["source", "place", "pk"]

    @property
    def asks(self) -> bool:
        """Whether it asks for something to be done, so that it needs an answer."""
        return self.kind in (self.Kind.DEVELOPMENT, self.Kind.RECOMMENDATION, self.Kind.PRIORITY)


class FindingMistake(WrittenOnce):
    """Says that a finding was written down wrongly. It stays; `replaced_by` is how it should have been."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="mistake")
    replaced_by = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="replaces")
    because = models.TextField()
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)


class FindingResponse(models.Model):
    """What the council says to a finding that asks for something: it must say so by `decide_by`."""

    class Decision(models.TextChoices):
        WAITING = "waiting", "Not yet decided"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="response")
    decision = models.CharField(max_length=14, choices=Decision.choices, default=Decision.WAITING)
    reason = models.TextField(blank=True)
    decide_by = models.DateField()
    owner = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=150, blank=True)
    decided_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def whose(self) -> str:
        return self.owner.name if self.owner else self.owner_name


class LaterVerdict(WrittenOnce):
    """What a later source says of an earlier finding: the end of the chain from a finding to what became of it."""

    class Verdict(models.TextChoices):
        IMPROVED = "improved", "Improved"
        PARTLY = "partly", "Improved in part"
        NOT = "not", "Not improved"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="verdicts")
    source = models.ForeignKey(AssuranceSource, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    text = models.TextField("what it says, word for word")
    paragraph = models.CharField("paragraph or page", max_length=60, blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["source__held_on", "pk"]
