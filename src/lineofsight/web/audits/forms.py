"""The forms of the audits: programme, cycle, sample, auditors, and each step of a case."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.records.snapshots import Snapshot
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.audits import rules
from lineofsight.web.audits.allocating import MAY_AUDIT
from lineofsight.web.audits.framing import STRATA
from lineofsight.web.audits.grades import Cohort, Grade, Outcome
from lineofsight.web.audits.models import Auditor, Cycle, Tool
from lineofsight.web.audits.running import RUNS_AUDITS
from lineofsight.web.forms import DayInput, Form

LONGEST = 4000


def _text(label: str, hint: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=widget, required=required)


def _with_role(user: User) -> str:
    return f"{user.name}, {user.get_role_display()}"


class Versioned(Form):
    """A form of something that others may change meanwhile. `snapshot`: texts that everybody reads name no child."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    nobody: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, snapshot: Snapshot | None = None, **kwargs: Any) -> None:
        self._snapshot = snapshot
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self._snapshot is not None and self.nobody:
            names_nobody(self, said, self._snapshot, self.nobody)
        return said


class ProgrammeForm(Versioned):
    """A year of audits."""

    title = forms.CharField(label="Title", max_length=150)
    starts_on = forms.DateField(label="First day", widget=DayInput)
    ends_on = forms.DateField(label="Last day", widget=DayInput)
    priorities = _text("Priorities", "What this year's audits are to tell.", required=False)
    nobody = ("title", "priorities")


class CycleForm(Versioned):
    """One cycle."""

    title = forms.CharField(label="Title", max_length=150)
    kind = forms.ChoiceField(label="Type", choices=Cycle.Kind.choices)
    theme = forms.ChoiceField(label="Theme", required=False)
    size = forms.IntegerField(label="How many cases", min_value=1, max_value=1000)
    tool = forms.ModelChoiceField(label="Audit tool", queryset=Tool.objects.none())
    lead = forms.ModelChoiceField(label="Lead", queryset=User.objects.none())
    starts_on = forms.DateField(label="Starts on", widget=DayInput)
    audits_due_on = forms.DateField(label="Audits are due on", widget=DayInput)
    moderation_due_on = forms.DateField(label="Moderation is due on", widget=DayInput)
    moderate_grades = forms.MultipleChoiceField(
        label="Grades that are always moderated",
        required=False,
        choices=Grade.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    moderate_share = forms.IntegerField(
        label="Per cent of the others that are moderated", min_value=0, max_value=100, help_text="Chosen at random."
    )
    blind = forms.BooleanField(
        label="Those that chance chooses are graded blind: without sight of the first grade", required=False
    )
    of = forms.ModelMultipleChoiceField(
        label="Cycles whose cases it looks at again",
        required=False,
        queryset=Cycle.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="For a re-audit and an external check.",
    )
    nobody = ("title",)

    def fill(self) -> None:
        self.offer("theme", [("", "Practice as a whole"), *((one.code, one.title) for one in rules.themes().values())])
        self._of("tool", Tool.objects.filter(versions__state="published").distinct(), lambda tool: tool.title)
        leads = User.objects.filter(is_active=True, role__in=RUNS_AUDITS).order_by("last_name", "first_name")
        self._of("lead", leads, lambda user: user.name)
        again = Cycle.objects.exclude(kind__in=(Cycle.Kind.EXTERNAL,)).exclude(state__in=("planned", "cancelled"))
        self._of("of", again.order_by("-starts_on"), lambda cycle: cycle.title)

    def _of(self, name: str, rows: Any, label: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.label_from_instance = label  # type: ignore[method-assign]


class DrawForm(Versioned):
    """From whom a sample is drawn, and how."""

    stratify = forms.ChoiceField(
        label="Share it out by", required=False, choices=tuple(STRATA.items()),
        help_text="Each gets its share of the sample, by its size.",
    )  # fmt: skip
    cohorts = forms.MultipleChoiceField(
        label="Cohorts", required=False, choices=Cohort.choices, widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: all.",
    )  # fmt: skip
    teams = forms.MultipleChoiceField(
        label="Services and teams", required=False, widget=forms.CheckboxSelectMultiple, help_text="None chosen: all."
    )
    risks = forms.MultipleChoiceField(
        label="Only children of whom this is known", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Any of those chosen. None chosen: all children.",
    )  # fmt: skip
    months = forms.IntegerField(label="Leave out who was audited in the last months", min_value=0, max_value=60)
    seed = forms.CharField(
        label="Seed", max_length=64, help_text="Whoever has the frame and the seed draws the same sample again."
    )
    because = _text("Why another sample is drawn", required=False)
    nobody = ("seed", "because")

    def __init__(self, data: Any = None, *, teams: list[tuple[str, str]], again: bool, **kwargs: Any) -> None:
        self._teams, self._again = teams, again
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("teams", self._teams)
        self.offer("risks", [(risk.name, risk.title) for risk in rules.risks().values()])
        if not self._again:
            del self.fields["because"]


class AuditorForm(Versioned):
    """How much somebody audits."""

    most = forms.IntegerField(label="Cases that they take in a cycle, at most", min_value=1, max_value=100)
    moderates = forms.BooleanField(label="Moderates the audits of others", required=False)
    is_active = forms.BooleanField(label="Audits at present", required=False)
    excused_until = forms.DateField(
        label="Excused until", required=False, widget=DayInput, help_text="The director alone excuses an auditor."
    )
    excused_because = forms.CharField(label="Why", required=False, max_length=300)
    nobody = ("excused_because",)


class NewAuditorForm(Form):
    """Who becomes an auditor."""

    user = forms.ModelChoiceField(label="Who", queryset=User.objects.none())
    most = forms.IntegerField(label="Cases that they take in a cycle, at most", min_value=1, max_value=100, initial=6)
    moderates = forms.BooleanField(label="Moderates the audits of others", required=False)

    def fill(self) -> None:
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)
        there = Auditor.objects.values("user")
        found = User.objects.filter(is_active=True, role__in=MAY_AUDIT | {Role.EXTERNAL_AUDITOR}).exclude(pk__in=there)
        user.queryset = found.order_by("last_name", "first_name")
        user.label_from_instance = _with_role  # type: ignore[method-assign,assignment]


class BecauseForm(Versioned):
    because = _text("Why")


class PlainBecauseForm(BecauseForm):
    """A reason that everybody may read: it names no child."""

    nobody = ("because",)


class NotesForm(Versioned):
    notes = _text("What this cycle taught", "No child and no worker is named here.", rows=6, required=False)
    nobody = ("notes",)


class ToForm(Versioned):
    """To whom a case is given."""

    to = forms.ChoiceField(label="Who")
    because = _text("Why", required=False)

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any) -> None:
        self._people = people
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("to", self._people)


class PanelForm(Versioned):
    """What a panel decided."""

    members = forms.CharField(label="Who sat on the panel", max_length=300)
    grade = forms.ChoiceField(label="Grade", choices=Grade.choices, widget=forms.RadioSelect)
    reasons = _text("Why", rows=5)


class UnsafeForm(Form):
    why = _text(
        "Why the child may not be safe today",
        "What you saw in the record, and what must happen now. Ring the team manager as well: this page does not ring.",
        rows=5,
    )


class WordsForm(Versioned):
    """What is said at a step after a child was found unsafe."""

    words = _text("What was done", rows=5)


class AgreeForm(Form):
    """An action of an audit: one owner, a day, and what closes it."""

    text = _text("What is to be done")
    owner = OwnerField(help_text="Somebody who uses this site, from the list; or the name of somebody who does not.")
    due_on = forms.DateField(label="By which day", widget=DayInput)
    closes_with = forms.CharField(
        label="What will show that it is done", max_length=300, help_text="For example: the visit is recorded."
    )


class OutcomeForm(Form):
    """What a re-audit finds of one action."""

    outcome = forms.ChoiceField(
        label="What became of it", choices=Outcome.choices, widget=forms.RadioSelect, required=False
    )
    note = _text("What shows it", required=False, rows=2)
