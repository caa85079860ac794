"""Case audits. Children are named by person id alone; of their records only where they were that day is kept.

    Programme ─< Cycle ─< Sample          the year, its bi-monthly rounds, how the cases were drawn
                   └────< Audit ─< Sheet ─< Saved      a case that was drawn; what each reader writes; every word kept
                            ├─< UnsafeNow              found unsafe: its own clock
                            └─< ActionOutcome          what a re-audit finds of each action of the first audit

Actions that an audit agrees stand in the one register (`web.actions`), with the audit as their source.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from lineofsight.web.actions.models import Action
from lineofsight.web.audits.grades import Cohort, Grade, Outcome

_Person = settings.AUTH_USER_MODEL


class Tool(models.Model):
    """An audit tool: a name with versions. `key` is its file's name where it is shipped."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=150)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title"]


class ToolVersion(models.Model):
    """One version of a tool. A draft is edited; once it is published it never changes. `content`: see `tools.py`."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "In use"
        RETIRED = "retired", "Not in use any more"

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(default=dict)
    why = models.CharField("what is changed, and why", max_length=300, blank=True)
    made_by = models.ForeignKey(_Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["tool", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tool", "number"], name="a_tool_has_a_number_once"),
            models.UniqueConstraint(
                fields=["tool"], condition=models.Q(state="published"), name="one_version_of_a_tool_is_in_use"
            ),
            models.UniqueConstraint(
                fields=["tool"], condition=models.Q(state="draft"), name="a_tool_has_one_draft_at_most"
            ),
        ]

    @property
    def title(self) -> str:
        return f"{self.tool.title}, version {self.number}"


class Programme(models.Model):
    """A year of audits. `priorities`: the division's priorities, which its themes come from."""

    title = models.CharField(max_length=150)
    starts_on = models.DateField()
    ends_on = models.DateField()
    priorities = models.TextField(blank=True)
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]


class Cycle(models.Model):
    """One round of audits. `theme` is a code of `themes.toml`, empty for practice as a whole.

    `moderate_grades` and `moderate_share` (per cent of the others) say which audits are moderated; those that the share
    chooses are graded blind where `blind`. `of` are the cycles whose audits a re-audit or an external check draws from.
    """

    class Kind(models.TextChoices):
        CASE_FILE = "case_file", "Case-file audit"
        THEMATIC = "thematic", "Thematic audit"
        DIP_SAMPLE = "dip_sample", "Dip sample"
        RE_AUDIT = "re_audit", "Re-audit"
        EXTERNAL = "external", "External check"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        SAMPLED = "sampled", "Sample drawn"
        RUNNING = "running", "Audits under way"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cycles")
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    theme = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="+")
    tool_version = models.ForeignKey(ToolVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    audits_due_on = models.DateField()
    moderation_due_on = models.DateField()
    moderate_grades = models.JSONField(default=list)
    moderate_share = models.PositiveIntegerField(default=0)
    blind = models.BooleanField(default=True)
    of = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="looked_at_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED, db_index=True)
    notes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]


class Sample(models.Model):
    """How a cycle's cases were drawn: enough for anybody to draw them again (`statistics.sampling`).

    `frame` is a list of [person id, stratum], those that could be drawn. `excluded`: how many could not, by reason.
    `strata`: of each stratum its name, how many it held, was wanted and were drawn. `asked`: what the form asked for.
    A sample that was drawn again has `superseded_because`.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="samples")
    seed = models.CharField(max_length=64)
    snapshot = models.CharField(max_length=40)
    frame_on = models.DateField()
    frame = models.JSONField(default=list)
    frame_digest = models.CharField(max_length=64)
    by = models.CharField(max_length=20)
    asked = models.JSONField(default=dict)
    strata = models.JSONField(default=list)
    excluded = models.JSONField(default=list)
    drawn_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(auto_now_add=True)
    superseded_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]


class Auditor(models.Model):
    """Somebody who audits. `most`: cases that they take in one cycle. `moderates`: whether they grade others' audits.

    Whose cases they can't have follows from who they are in the records (worker, teams). Excused until a day, by whom
    and why.
    """

    user = models.OneToOneField(_Person, on_delete=models.PROTECT, related_name="auditor")
    most = models.PositiveIntegerField(default=6)
    moderates = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    excused_until = models.DateField(null=True, blank=True)
    excused_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["user__last_name", "user__first_name", "pk"]


class Audit(models.Model):
    """A case that was drawn, from there to closed. Its states and steps are in `steps.py`.

    `cohort`, `team_id`, `service_id` and `worker_id` are those of the child on the day of the frame. `grade` is the one
    that holds, `grade_from` who gave it; `audited_grade` is the auditor's first. `grades` and `audited_grades` are
    those of the sections, by key. `strengths` and `developments` are codes of `themes.toml`.
    """

    class State(models.TextChoices):
        SAMPLED = "sampled", "Drawn, no auditor yet"
        ALLOCATED = "allocated", "With an auditor, not begun"
        DRAFTING = "drafting", "Being audited"
        MODERATION = "moderation", "Waits for moderation"
        PANEL = "panel", "Waits for a panel"
        ACTIONS = "actions", "Graded, actions open"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Taken out"

    class From(models.TextChoices):
        AUDITOR = "auditor", "As audited"
        MODERATOR = "moderator", "As moderated"
        PANEL = "panel", "Decided by a panel"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="audits")
    place = models.PositiveIntegerField()
    person_id = models.CharField(max_length=100, db_index=True)
    stratum = models.CharField(max_length=100, blank=True)
    cohort = models.CharField(max_length=20, choices=Cohort.choices)
    team_id = models.CharField(max_length=100, blank=True)
    service_id = models.CharField(max_length=100, blank=True)
    worker_id = models.CharField(max_length=100, blank=True)
    snapshot = models.CharField(max_length=40)
    auditor = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="audits")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SAMPLED, db_index=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    withdrawn_because = models.TextField(blank=True)
    re_audit_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="re_audits")
    submitted_at = models.DateTimeField(null=True, blank=True)
    audited_grade = models.CharField(max_length=20, choices=Grade.choices, blank=True)
    audited_grades = models.JSONField(default=dict)
    grade = models.CharField(max_length=20, choices=Grade.choices, blank=True)
    grades = models.JSONField(default=dict)
    grade_from = models.CharField(max_length=10, choices=From.choices, blank=True)
    graded_at = models.DateTimeField(null=True, blank=True)
    took_part = models.CharField(max_length=20, blank=True)
    child_feedback = models.CharField(max_length=20, blank=True)
    family_feedback = models.CharField(max_length=20, blank=True)
    strengths = models.JSONField(default=list)
    developments = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["cycle", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cycle", "person_id"],
                condition=~models.Q(state="withdrawn"),
                name="a_child_is_audited_once_in_a_cycle",
            )
        ]

    @property
    def is_graded(self) -> bool:
        return self.state in (self.State.ACTIONS, self.State.CLOSED)


class Sheet(models.Model):
    """What one reader writes of a case: an audit, a moderator's reading, an external check, a panel's decision.

    `answers` holds each answer by key as {"value", "revision"}; every value that was ever saved is in `Saved`. `blind`:
    the reader can't see what others wrote before this is given. `chosen_by` says why there is a second reading: by its
    grade, by a random share, or because somebody asked. `of_check` is the external check (a cycle of that kind) that a
    reading belongs to: such a cycle has no audits of its own, but readings of audits of the cycles in `Cycle.of`.
    """

    class Purpose(models.TextChoices):
        AUDIT = "audit", "Audit"
        MODERATION = "moderation", "Moderation"
        EXTERNAL = "external", "External check"
        PANEL = "panel", "Panel"

    class State(models.TextChoices):
        WAITING = "waiting", "Not begun"
        OPEN = "open", "Being written"
        GIVEN = "given", "Given"
        WITHDRAWN = "withdrawn", "Taken back"

    class ChosenBy(models.TextChoices):
        GRADE = "grade", "Because of its grade"
        SHARE = "share", "By the random share"
        ASKED = "asked", "Because somebody asked"

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="sheets")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    writer = models.ForeignKey(_Person, null=True, blank=True, on_delete=models.PROTECT, related_name="sheets")
    blind = models.BooleanField(default=False)
    chosen_by = models.CharField(max_length=10, choices=ChosenBy.choices, blank=True)
    of_check = models.ForeignKey(Cycle, null=True, blank=True, on_delete=models.PROTECT, related_name="readings")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    answers = models.JSONField(default=dict)
    overall = models.CharField(max_length=20, choices=Grade.choices, blank=True)
    grades = models.JSONField(default=dict)
    reasons = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["audit"],
                condition=models.Q(purpose="audit") & ~models.Q(state="withdrawn"),
                name="an_audit_has_one_sheet_of_its_auditor",
            )
        ]


class Saved(models.Model):
    """One answer as it was saved: only ever added to.

    `beside`: it was written against an older revision than the one that stood, in another window; it is shown beside
    the field until the writer has `settled` it. `window` tells the writer's windows apart.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="saved")
    key = models.CharField(max_length=120)
    value = models.JSONField()
    revision = models.PositiveIntegerField()
    window = models.CharField(max_length=40, blank=True)
    beside = models.BooleanField(default=False)
    settled = models.BooleanField(default=False)
    by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sheet", "key"])]
        verbose_name_plural = "saved"


class UnsafeNow(models.Model):
    """An auditor found that a child may not be safe today: apart from any grade, with clocks of its own.

    Steps in order: the managers are told, they answer in writing, a plan is made, a head of service signs it off. Each
    has its day (`settings.toml`); who and when stand beside it. Taken back only with a reason, by somebody else.
    """

    class State(models.TextChoices):
        RAISED = "raised", "Raised: the managers are to be told"
        TOLD = "told", "Managers told: their answer is awaited"
        ANSWERED = "answered", "Answered: a plan is awaited"
        PLANNED = "planned", "Plan made: a head of service is to sign it off"
        SIGNED_OFF = "signed_off", "Signed off"
        TAKEN_BACK = "taken_back", "Taken back"

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="unsafe")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RAISED, db_index=True)
    why = models.TextField()
    raised_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    tell_by = models.DateField()
    answer_by = models.DateField()
    plan_by = models.DateField()
    sign_by = models.DateField()
    said = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["raised_at", "pk"]


class ActionOutcome(models.Model):
    """What a re-audit finds of one action of the audit before it."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="outcomes")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    note = models.TextField(blank=True)
    found_by = models.ForeignKey(_Person, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audit", "action"], name="an_action_is_looked_at_once_in_a_re_audit")
        ]


class ThemeAction(models.Model):
    """An action of the register that answers to what audits found of a theme."""

    theme = models.CharField(max_length=40, db_index=True)
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="theme")
