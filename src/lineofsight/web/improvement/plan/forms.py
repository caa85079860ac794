"""The forms of the plan. None may name a child: board members read the plan, who may see no child."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms

from lineofsight.problems import Refused
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.actions.owners import OwnerField, written
from lineofsight.web.audits.rules import themes
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.models import Board, Finding, Outcome, PlanAction, PlanEvidence, PlanUpdate
from lineofsight.web.improvement.plan.changes import UNPLACED, ActionFacts
from lineofsight.web.improvement.plan.rating import RATINGS
from lineofsight.web.serving import serving

VERSION: dict[str, Any] = {"required": False, "widget": forms.HiddenInput}
NO_CHILD = "Name no child."
Choices = list[tuple[str, str]]


def words(label: str, hint: str = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=5000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class PlanForm(Form):
    """A form of the plan: a text in it that names somebody of the records is refused, with what names them."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        texts = tuple(name for name, field in self.fields.items() if type(field) is forms.CharField)
        if any(said.get(name) for name in texts):
            with suppress(Refused):  # nothing is loaded: there is nobody in the records
                names_nobody(self, said, serving().counted.snapshot, texts)
        return said


class AboutForm(PlanForm):
    """What a plan is."""

    title = forms.CharField(label="What the plan is called", max_length=200)
    about = words("What it is for", required=False)
    board = forms.ModelChoiceField(
        label="Board that monitors it",
        queryset=Board.objects.none(),
        empty_label="Choose a board",
        help_text="It accepts what is complete, and decides when a day is moved again.",
    )
    starts_on = forms.DateField(label="From", widget=DayInput)
    ends_on = forms.DateField(label="Until", widget=DayInput, required=False)
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        board = self.fields["board"]
        assert isinstance(board, forms.ModelChoiceField)
        board.queryset = Board.objects.filter(ended_on=None)
        board.label_from_instance = lambda one: one.title  # type: ignore[method-assign,assignment]


class ThemeForm(PlanForm):
    title = forms.CharField(label="What the theme is", max_length=200)
    place = forms.IntegerField(label="Place among the themes", min_value=1, max_value=200)
    version = forms.IntegerField(**VERSION)


class OutcomeForm(PlanForm):
    text = forms.CharField(
        label="What is to become true for children",
        max_length=300,
        help_text="In one sentence, as a child would notice it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.IntegerField(label="Place in its theme", min_value=1, max_value=200)
    version = forms.IntegerField(**VERSION)


class ActionForm(PlanForm):
    """What an action is. `due_on` and `agreed` are asked for a new one alone: a day is moved by itself."""

    outcome = forms.ModelChoiceField(
        label="Outcome that it serves", queryset=Outcome.objects.none(), empty_label="Choose an outcome"
    )
    title = forms.CharField(label="What the action is", max_length=300, help_text=NO_CHILD)
    about = words("What is done", required=False)
    success = words("What success looks like", "A number, and what would be seen or heard.", required=False)
    owner = OwnerField(label="Owner", help_text="One name: somebody of the list, or a name.")
    sponsor = forms.CharField(label="Sponsor", max_length=150, required=False)
    team = forms.CharField(label="Delivered by", max_length=150, required=False)
    starts_on = forms.DateField(label="Begins", widget=DayInput, required=False)
    due_on = forms.DateField(label="By which day", widget=DayInput)
    depends_on = words("What it depends on", rows=2, required=False)
    cost = words("Cost and people", rows=2, required=False)
    agreed = forms.BooleanField(label="It is agreed already", required=False, initial=True)
    version = forms.IntegerField(**VERSION)

    def __init__(self, data: Any = None, *, outcomes: Any, changes: PlanAction | None = None, **kwargs: Any) -> None:
        self._outcomes, self._changes = outcomes, changes
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        offer_outcomes(self, self._outcomes)
        if self._changes is not None:
            del self.fields["due_on"], self.fields["agreed"]

    @property
    def facts(self) -> ActionFacts:
        said = self.cleaned_data
        owner, owner_name = said["owner"]
        names = ("title", "about", "success", "sponsor", "team", "starts_on", "depends_on", "cost")
        return ActionFacts(owner=owner, owner_name=owner_name, **{name: said[name] for name in names})

    @staticmethod
    def initial_of(action: PlanAction) -> dict[str, Any]:
        names = ("outcome", "title", "about", "success", "sponsor", "team", "starts_on", "depends_on", "cost")
        owner = written(action.owner) if action.owner else action.owner_name
        return {name: getattr(action, name) for name in names} | {"owner": owner, "version": action.version}


def offer_outcomes(form: Form, outcomes: Any, name: str = "outcome") -> None:
    """Offers outcomes with the theme of each."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = outcomes.select_related("theme__plan")
    field.label_from_instance = lambda one: (  # type: ignore[method-assign,assignment]
        one.text if one.text == UNPLACED else f"{one.theme.title}: {one.text}"
    )


class AgreeForm(PlanForm):
    due_on = forms.DateField(label="By which day", widget=DayInput)
    version = forms.IntegerField(**VERSION)


class MoveForm(PlanForm):
    due_on = forms.DateField(label="New day", widget=DayInput)
    because = words("Why")
    version = forms.IntegerField(**VERSION)


class UpdateForm(PlanForm):
    how = forms.ChoiceField(label="How it goes", choices=PlanUpdate.Said.choices, widget=forms.RadioSelect)
    text = words("What was done since the last update, and what is next", NO_CHILD, rows=4)
    recovery = words(
        "How it is brought back on track", "Where it is at risk or off track: what, who, by when.", required=False
    )
    no_recovery = forms.BooleanField(
        label="There is no way back yet", required=False, help_text="An action that is off track is red then."
    )
    confidence = forms.ChoiceField(
        label="How sure you are that it is done by its day",
        choices=PlanUpdate.Confidence.choices,
        widget=forms.RadioSelect,
    )
    impact = forms.ChoiceField(
        label="What it has changed for children so far",
        choices=PlanAction.Impact.choices,
        widget=forms.RadioSelect,
        help_text="“Evidenced” and “Sustained” need evidence in data, and evidence other than data.",
    )
    version = forms.IntegerField(**VERSION)


class DataForm(PlanForm):
    """A figure as evidence: it is kept as it is now."""

    ref = forms.ChoiceField(label="Measure")
    month = forms.ChoiceField(label="At the end of")
    text = words("What it shows", "Left empty, the figure stands for itself.", required=False)

    def __init__(self, data: Any = None, *, refs: Choices, months: Choices, **kwargs: Any) -> None:
        self._refs, self._months = refs, months
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("ref", self._refs)
        self.offer("month", self._months)


class EvidenceForm(PlanForm):
    kind = forms.ChoiceField(
        label="What kind of evidence",
        choices=[choice for choice in PlanEvidence.Kind.choices if choice[0] != PlanEvidence.Kind.DATA],
        widget=forms.RadioSelect,
    )
    text = words("What it shows, and how it is known", f"{NO_CHILD} What a child said can stand here, not who.", rows=4)
    dated_on = forms.DateField(label="The day that it is of", widget=DayInput)
    theme = forms.ChoiceField(label="Theme of audits, where audits show it", required=False)

    def fill(self) -> None:
        self.offer("theme", [("", "None"), *((code, one.title) for code, one in themes().items())])


class BecauseForm(PlanForm):
    because = words("Why", NO_CHILD)
    version = forms.IntegerField(**VERSION)


class ProposeForm(PlanForm):
    text = words("What the board should know", NO_CHILD, required=False)
    version = forms.IntegerField(**VERSION)


class MilestoneForm(PlanForm):
    text = words("What is to be done", NO_CHILD, rows=2)
    owner = OwnerField()
    due_on = forms.DateField(label="By which day", widget=DayInput)
    closes_with = forms.CharField(label="What will show that it is done", max_length=300, required=False)


class MeasureForm(PlanForm):
    ref = forms.ChoiceField(label="Measure that it should move")
    baseline_month = forms.ChoiceField(label="It started from the figure of", required=False)
    target = forms.CharField(
        label="What it is to reach",
        max_length=20,
        required=False,
        help_text="A number, where it is another than the minimum target of the book.",
    )
    by_month = forms.CharField(
        label="By the end of which month", max_length=7, required=False, help_text="For example 2024-03."
    )

    def __init__(self, data: Any = None, *, refs: Choices, months: Choices, **kwargs: Any) -> None:
        self._refs, self._months = refs, months
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("ref", self._refs)
        self.offer("baseline_month", [("", "Not known"), *self._months])


class QuestionForm(PlanForm):
    what = forms.ChoiceField(label="What audits ask of the same")

    def __init__(self, data: Any = None, *, sections: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        self._sections = list(sections)
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        offered: Any = [
            ("Themes", [(f"theme:{code}", one.title) for code, one in themes().items()]),
            ("Sections that are graded", [(f"section:{code}", title) for code, title in self._sections]),
        ]
        self.offer("what", offered)

    @property
    def link(self) -> dict[str, str]:
        kind, _, code = self.cleaned_data["what"].partition(":")
        return {kind: code}


class FindingForm(PlanForm):
    finding = forms.ModelChoiceField(
        label="Finding that it answers", queryset=Finding.objects.none(), empty_label="Choose a finding"
    )

    def __init__(self, data: Any = None, *, action: PlanAction, **kwargs: Any) -> None:
        self._action = action
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        field = self.fields["finding"]
        assert isinstance(field, forms.ModelChoiceField)
        there = Finding.objects.filter(mistake=None).exclude(plan_actions=self._action)
        field.queryset = there.select_related("source")
        field.label_from_instance = _called  # type: ignore[method-assign,assignment]


def _called(finding: Finding) -> str:
    return f"{finding.source.title}, {finding.get_kind_display().lower()}: {finding.text[:110]}"


class PlaceForm(Form):
    """In which plan, and under which outcome, an action is opened. `outcome` is "outcome:12" or "plan:3"."""

    place = forms.ChoiceField(label="Where it goes", widget=forms.Select)

    def __init__(self, data: Any = None, *, places: Any, **kwargs: Any) -> None:
        self._places = places
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("place", self._places)


class FilterForm(Form):
    """Which actions of a plan are shown."""

    rating = forms.ChoiceField(label="Rating", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, data: Any = None, *, owners: Iterable[str], **kwargs: Any) -> None:
        self._owners = sorted(set(owners), key=str.casefold)
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("rating", [("", "Any"), *((each, each.capitalize()) for each in RATINGS)])
        self.offer("owner", [("", "Anybody"), *((name, name) for name in self._owners)])
        self.offer("state", [("", "All but withdrawn"), *PlanAction.State.choices])
