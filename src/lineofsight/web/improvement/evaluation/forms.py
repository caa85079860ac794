"""The forms of a self-evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from lineofsight.calendar import Month
from lineofsight.reports import wording
from lineofsight.web.audits.rules import themes
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.assurance.frameworks import frameworks
from lineofsight.web.improvement.evaluation.evidence import IN_WORDS
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, measures_offered, offer_rows, words
from lineofsight.web.improvement.models import Claim, Finding, PlanAction, PlanEvidence, SelfEvaluation


class BeginForm(NamesNobody):
    """A new self-evaluation."""

    title = forms.CharField(label="What it is called", max_length=200)
    framework = forms.ChoiceField(label="Framework", help_text="Its judgements are the sections.")
    as_at = forms.DateField(label="As at", widget=DayInput, help_text="The age of evidence is judged by this day.")
    copy_from = forms.ModelChoiceField(
        label="Begin from",
        queryset=SelfEvaluation.objects.none(),
        required=False,
        empty_label="Nothing: begin empty",
        help_text="Claims and evidence are copied as they are; what has become old is warned of.",
    )
    context = words("Context, and what has changed since the last one", NO_CHILD, rows=5, required=False)

    def fill(self) -> None:
        self.offer("framework", [(each.code, each.title) for each in frameworks().values()])
        offer_rows(self, "copy_from", SelfEvaluation.objects.all(), lambda one: str(one.title))


class ChangeForm(NamesNobody):
    """The frame of a draft."""

    title = forms.CharField(label="What it is called", max_length=200)
    as_at = forms.DateField(label="As at", widget=DayInput, help_text="The age of evidence is judged by this day.")
    context = words("Context, and what has changed since the last one", NO_CHILD, rows=5, required=False)
    version = forms.IntegerField(**VERSION)


class ClaimForm(NamesNobody):
    """One thing said in a section."""

    kind = forms.ChoiceField(label="What is said", choices=Claim.Kind.choices, widget=forms.RadioSelect)
    text = words("In one or two sentences", f"What difference it makes for children, not what was done. {NO_CHILD}")
    action = forms.ModelChoiceField(
        label="Action of the plan, for what we will do next",
        queryset=PlanAction.objects.none(),
        required=False,
        empty_label="None",
    )
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        kept = self.initial.get("action")
        found = PlanAction.objects.exclude(state=PlanAction.State.WITHDRAWN)
        rows = found | PlanAction.objects.filter(pk=kept.pk) if kept else found
        offer_rows(self, "action", rows, lambda one: f"{one.number} {one.title}")


class FigureForm(NamesNobody):
    """A figure of the book."""

    ref = forms.ChoiceField(label="Measure")
    month = forms.ChoiceField(label="Month")
    text = words("In words of your own", "Left empty, the figure is written with its title.", rows=2, required=False)

    def __init__(self, data: Any = None, *, months: Iterable[Month], **kwargs: Any) -> None:
        self._months = list(months)
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("ref", [("", "Choose a measure"), *measures_offered()])
        self.offer("month", [(str(month), wording.month_name(month)) for month in self._months])


class AuditsForm(NamesNobody):
    """What audits say of a theme."""

    theme = forms.ChoiceField(label="Theme of audits")
    text = words(
        "In words of your own",
        "Left empty, it is written from the audits as they stand today, and is of today.",
        rows=2,
        required=False,
    )
    dated_on = forms.DateField(label="Of which day, for words of your own", widget=DayInput, required=False)

    def fill(self) -> None:
        self.offer("theme", [("", "Choose a theme"), *((one.code, one.title) for one in themes().values())])


class FindingForm(Form):
    """A finding of the assurance register."""

    finding = forms.TypedChoiceField(label="Finding", coerce=int)

    def __init__(self, data: Any = None, *, findings: Iterable[Finding], **kwargs: Any) -> None:
        self._findings = list(findings)
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        grouped = groupby(self._findings, key=lambda one: one.source.title)
        field = self.fields["finding"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose a finding"),
            *((title, [(one.pk, _short(one)) for one in of]) for title, of in grouped),
        ]


class WordsForm(NamesNobody):
    """What people say, or what was seen."""

    kind = forms.ChoiceField(
        label="What kind of evidence",
        choices=[each for each in PlanEvidence.Kind.choices if each[0] in IN_WORDS],
        widget=forms.RadioSelect,
    )
    text = words("What it shows, and how it is known", NO_CHILD)
    dated_on = forms.DateField(label="Of which day", widget=DayInput)


class AgreeForm(Form):
    """Nothing but the version that was read."""

    version = forms.IntegerField(**VERSION)


def _short(finding: Finding) -> str:
    text = finding.text if len(finding.text) <= 110 else f"{finding.text[:107]}…"
    return f"{finding.get_kind_display()}: {text}"
