"""The forms of the assurance register."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.audits.rules import themes
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.assurance.findings import MOST_AT_ONCE, blocks_of
from lineofsight.web.improvement.assurance.frameworks import Framework, frameworks
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, measures_offered, offer_rows, words
from lineofsight.web.improvement.models import AssuranceSource, Finding, FindingResponse, LaterVerdict

Decision = FindingResponse.Decision
OUTSIDE, WITHIN = "outside", "within"
#: Room for a whole report's findings, pasted.
_PASTED = 200_000


class FilterForm(Form):
    """Which sources the list shows."""

    kind = forms.ChoiceField(label="Kind", required=False)
    year = forms.ChoiceField(label="Year", required=False)
    whose = forms.ChoiceField(
        label="Carried out",
        required=False,
        choices=[("", "By anybody"), (OUTSIDE, "From outside the council"), (WITHIN, "Within the council")],
    )
    state = forms.ChoiceField(
        label="Recommendations", required=False, choices=[("", "All sources"), ("open", "With open ones only")]
    )

    def __init__(self, data: Any = None, *, years: list[int], **kwargs: Any) -> None:
        self._years = years
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("kind", [("", "All kinds"), *AssuranceSource.Kind.choices])
        self.offer("year", [("", "All years"), *((str(year), str(year)) for year in self._years)])


class SourceForm(NamesNobody):
    """What is known of a source."""

    kind = forms.ChoiceField(label="What kind of source", choices=AssuranceSource.Kind.choices)
    title = forms.CharField(
        label="What it is called", max_length=200, help_text="With when it was: Peer review, May 2023."
    )
    body = forms.CharField(label="Who carried it out", max_length=150, help_text="The body: Ofsted, for example.")
    held_on = forms.DateField(label="Held on, or from", widget=DayInput)
    held_until = forms.DateField(label="Until", widget=DayInput, required=False)
    month_only = forms.BooleanField(label="Only the month is known", required=False)
    published_on = forms.DateField(
        label="Published on",
        widget=DayInput,
        required=False,
        help_text="Grades can be recorded from this day: until then they are confidential.",
    )
    people = words("The people who did it", rows=2, required=False)
    scope = words("What it looked at", rows=2, required=False)
    method = words("How it was done", rows=2, required=False)
    outcome = words("What it said as a whole", f"In its own words, where it has them. {NO_CHILD}", required=False)
    document = forms.CharField(label="What its report is called", max_length=200, required=False)
    kept_at = forms.CharField(label="Where the report is kept", max_length=300, required=False)
    framework = forms.ChoiceField(
        label="Framework, for an inspection with grades",
        required=False,
        help_text="The one that held when the inspection began.",
    )
    ref = forms.ChoiceField(label="Measure, for an exception", required=False)
    month = forms.CharField(
        label="Month, for an exception", max_length=7, required=False, help_text="For example 2023-03."
    )
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        self.offer("framework", [("", "None"), *((each.code, each.title) for each in frameworks().values())])
        offered, kept = measures_offered(), str(self.initial.get("ref") or "")
        if kept and kept not in dict(offered):
            offered = [(kept, kept), *offered]
        self.offer("ref", [("", "None"), *offered])


class GradesForm(Form):
    """A grade for each judgement of the framework that has none yet."""

    version = forms.IntegerField(**VERSION)

    def __init__(self, data: Any = None, *, framework: Framework, graded: set[str], **kwargs: Any) -> None:
        self._framework, self._graded = framework, graded
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        choices = [("", "Not given"), *self._framework.grades]
        for each in self._framework.judgements:
            if each.title not in self._graded:
                self.fields[each.code] = forms.ChoiceField(label=each.title, choices=choices, required=False)

    @property
    def grades(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class GradeForm(NamesNobody):
    """The grade that stands in the place of one that was written down wrongly."""

    grade = forms.ChoiceField(label="The grade that was given")
    because = words("What was written down wrongly")

    def __init__(self, data: Any = None, *, framework: Framework, **kwargs: Any) -> None:
        self._framework = framework
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("grade", list(self._framework.grades))


class FindingsForm(NamesNobody):
    """Findings of one kind, one or several."""

    kind = forms.ChoiceField(label="What kind of finding", choices=Finding.Kind.choices)
    texts = words(
        "What it says, word for word",
        f"Several at once: leave an empty line between them. At most {MOST_AT_ONCE}. {NO_CHILD}",
        rows=12,
        longest=_PASTED,
    )
    paragraph = forms.CharField(
        label="Paragraph or page", max_length=60, required=False, help_text="Where it stands in the report."
    )
    area = forms.ChoiceField(label="What it is about", required=False)

    def fill(self) -> None:
        self.offer("area", _areas(""))

    @property
    def blocks(self) -> list[str]:
        return blocks_of(self.cleaned_data["texts"])


class CorrectForm(NamesNobody):
    """A finding as it should have been."""

    kind = forms.ChoiceField(label="What kind of finding", choices=Finding.Kind.choices)
    text = words("What it says, word for word", NO_CHILD, rows=6, longest=_PASTED)
    paragraph = forms.CharField(label="Paragraph or page", max_length=60, required=False)
    area = forms.ChoiceField(label="What it is about", required=False)
    because = words("What was written down wrongly", rows=2)

    def fill(self) -> None:
        self.offer("area", _areas(str(self.initial.get("area") or "")))


class AnswerForm(NamesNobody):
    """What the council does about a finding."""

    decision = forms.ChoiceField(
        label="What is decided",
        choices=[each for each in Decision.choices if each[0] != Decision.WAITING],
        widget=forms.RadioSelect,
    )
    reason = words("Why", "Needed where it is not accepted, or only in part.", required=False)
    owner = OwnerField(
        label="Who sees to it",
        required=False,
        help_text="Needed where something is done: somebody of the list, or a name.",
    )
    version = forms.IntegerField(**VERSION)


class VerdictForm(NamesNobody):
    """What a later source says of a finding."""

    source = forms.ModelChoiceField(
        label="Which source", queryset=AssuranceSource.objects.none(), empty_label="Choose a later source"
    )
    verdict = forms.ChoiceField(label="What it found", choices=LaterVerdict.Verdict.choices, widget=forms.RadioSelect)
    text = words("What it says, word for word", NO_CHILD, rows=4)
    paragraph = forms.CharField(label="Paragraph or page", max_length=60, required=False)

    def __init__(self, data: Any = None, *, finding: Finding, **kwargs: Any) -> None:
        self._finding = finding
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        later = AssuranceSource.objects.filter(held_on__gt=self._finding.source.held_on)
        offer_rows(self, "source", later, lambda source: str(source.title))


def _areas(kept: str) -> list[tuple[str, str]]:
    """The themes of audits; one that was chosen and is no theme any more stays."""
    found = [(theme.code, theme.title) for theme in themes().values()]
    if kept and kept not in dict(found):
        found.append((kept, kept))
    return [("", "Not said"), *found]
