"""The forms of visits."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may
from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.assurance.frameworks import Framework
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, words
from lineofsight.web.inspection.visits.kinds import PHASES, kinds
from lineofsight.web.inspection.visits.parts_keeping import NOBODY, Somebody


class _OfAKind(NamesNobody):
    """A form that chooses a kind of visit; beside what it looks at stand the areas that the kinds know."""

    def fill(self) -> None:
        known = kinds()
        self.offer("kind_code", [(code, kind.title) for code, kind in known.items()])
        areas = [f"{kind.title}: {'; '.join(kind.themes)}." for kind in known.values() if kind.themes]
        self.fields["theme"].help_text = " ".join(areas)


class ExpectForm(_OfAKind):
    kind_code = forms.ChoiceField(label="What kind of visit")
    title = forms.CharField(label="What it is called", max_length=200, required=False)
    theme = forms.CharField(label="What it looks at", max_length=300, required=False)
    window_from = forms.DateField(label="Not before", widget=DayInput)
    window_until = forms.DateField(label="Not after", widget=DayInput)
    because = words("Why it is expected then, and of this kind", "Who said so, where and when.")
    version = forms.IntegerField(**VERSION)


class CallForm(_OfAKind):
    kind_code = forms.ChoiceField(label="What kind of visit")
    called_on = forms.DateField(label="Day of the call", widget=DayInput)
    on_site_on = forms.DateField(
        label="First day on site",
        widget=DayInput,
        required=False,
        help_text="As the lead inspector says. Left empty: as the kind of visit has it, mostly the next Monday.",
    )
    on_site_until = forms.DateField(
        label="Last day on site", widget=DayInput, required=False, help_text="Left empty: as the kind of visit has it."
    )
    title = forms.CharField(label="What it is called", max_length=200, required=False)
    theme = forms.CharField(label="What it looks at", max_length=300, required=False)
    version = forms.IntegerField(**VERSION)


class DaysForm(Form):
    called_on = forms.DateField(label="Day of the call", widget=DayInput)
    on_site_on = forms.DateField(label="First day on site", widget=DayInput)
    on_site_until = forms.DateField(label="Last day on site", widget=DayInput)
    version = forms.IntegerField(**VERSION)


class ReceivedForm(Form):
    received_on = forms.DateField(label="Day on which the final report came", widget=DayInput)
    version = forms.IntegerField(**VERSION)


class _WithDeputy(NamesNobody):
    """Who does it, and the deputy: each may be left empty."""

    @property
    def who(self) -> Somebody:
        return self.cleaned_data["owner"] or NOBODY

    @property
    def other(self) -> Somebody:
        return self.cleaned_data["deputy"] or NOBODY


class PartForm(_WithDeputy):
    owner = OwnerField(label="Who does it", required=False, help_text="Somebody of the list, or a name.")
    deputy = OwnerField(label="Deputy", required=False)
    version = forms.IntegerField(**VERSION)


class StepForm(_WithDeputy):
    owner = OwnerField(label="Who does it", required=False, help_text="Somebody of the list, or a name.")
    deputy = OwnerField(label="Deputy", required=False)
    due_on = forms.DateField(label="By which day", widget=DayInput)
    due_at = forms.CharField(label="Time", max_length=20, required=False)
    note = words("Note", NO_CHILD, required=False)
    version = forms.IntegerField(**VERSION)


class AddStepForm(_WithDeputy):
    title = forms.CharField(label="What is to be done", max_length=200)
    phase = forms.ChoiceField(label="When", choices=list(PHASES.items()))
    due_on = forms.DateField(label="By which day", widget=DayInput)
    due_at = forms.CharField(label="Time", max_length=20, required=False)
    owner = OwnerField(label="Who does it", required=False, help_text="Somebody of the list, or a name.")
    deputy = OwnerField(label="Deputy", required=False)
    what = words("More about it", NO_CHILD, required=False)


class NoteForm(NamesNobody):
    note = words("Note", NO_CHILD, required=False)
    version = forms.IntegerField(**VERSION)


class ConfidantForm(Form):
    user = forms.ModelChoiceField(label="Who may know", queryset=User.objects.none(), empty_label="Choose somebody")

    def fill(self) -> None:
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        able = [user.pk for user in User.objects.filter(is_active=True) if may(user.role, "inspection:said")]
        field.queryset = User.objects.filter(pk__in=able).order_by("last_name", "first_name", "username")
        field.label_from_instance = lambda user: f"{user.name}, {user.get_role_display().lower()}"  # type: ignore[method-assign,assignment]


class _Grades(NamesNobody):
    """One choice for each judgement of a framework."""

    def __init__(self, data: Any = None, *, framework: Framework | None, **kwargs: Any) -> None:
        self._framework = framework
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        if self._framework is None:
            return
        for judged in self._framework.judgements:
            self.fields[f"grade-{judged.code}"] = forms.ChoiceField(
                label=judged.title, required=False, choices=[("", "Not given"), *self._framework.grades]
            )
        self.order_fields([name for name in self.fields if name.startswith("grade-")])

    @property
    def grades(self) -> dict[str, str]:
        said = self.cleaned_data
        return {name.removeprefix("grade-"): value for name, value in said.items() if name.startswith("grade-")}


class SaidForm(_Grades):
    note = words("What else was said", f"{NO_CHILD} Seen by those alone who may know.", required=False)
    version = forms.IntegerField(**VERSION)


class PublishForm(_Grades):
    published_on = forms.DateField(label="Published on", widget=DayInput)
    outcome = words("What the report says as a whole", NO_CHILD, required=False)
    version = forms.IntegerField(**VERSION)
