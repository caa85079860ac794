"""The forms of the risk register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, offer_rows, words
from lineofsight.web.improvement.models import Board, Control, PlanAction, Risk, RiskScore
from lineofsight.web.improvement.risks.reading import IMPACTS, LIKELIHOODS
from lineofsight.web.improvement.risks.scoring import Pair

Of = RiskScore.Of
_PARTS = (("likelihood", "how likely", LIKELIHOODS), ("impact", "how much it would matter", IMPACTS))


class FilterForm(Form):
    """Which risks the register shows."""

    level = forms.ChoiceField(label="Register", required=False, choices=[("", "All registers"), *Risk.Level.choices])
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Open"), ("closed", "Closed")])
    of = forms.ChoiceField(label="Scores of", required=False, choices=[("", "Now"), *Of.choices])

    def fill(self) -> None:
        self.offer("of", [("", Of.CURRENT.label), *(each for each in Of.choices if each[0] != Of.CURRENT)])


class _Scored(NamesNobody):
    """Likelihood and impact: without controls, now, and the target."""

    def fill(self) -> None:
        for of in Of:
            for part, title, levels in _PARTS:
                choices = [(str(place), f"{place} {level}") for place, level in enumerate(levels, 1)]
                self.fields[f"{of.value}_{part}"] = forms.ChoiceField(label=f"{of.label}: {title}", choices=choices)

    @property
    def scores(self) -> dict[str, Pair]:
        said = self.cleaned_data
        return {of.value: (int(said[f"{of.value}_likelihood"]), int(said[f"{of.value}_impact"])) for of in Of}


def first_scores(pairs: dict[str, Pair]) -> dict[str, str]:
    """The scores that hold, as the form shows them."""
    return {
        f"{of}_{part}": str(value)
        for of, pair in pairs.items()
        for part, value in zip(("likelihood", "impact"), pair, strict=True)
    }


class RiskForm(NamesNobody):
    """What a risk is."""

    title = forms.CharField(label="What the risk is called", max_length=200)
    cause = words("Because of what", "The cause, as a sentence.", rows=2)
    event = words("What may happen", f"The event, as a sentence. {NO_CHILD}", rows=2)
    consequence = words("What would follow for children", "The consequence, as a sentence.", rows=2)
    owner = OwnerField(label="Who owns it", help_text="One name: somebody of the list, or a name.")
    board = forms.ModelChoiceField(
        label="Board that looks at it", queryset=Board.objects.none(), required=False, empty_label="None"
    )
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        offer_rows(self, "board", Board.objects.filter(ended_on=None), lambda board: str(board.title))


class AddForm(RiskForm, _Scored):
    """A new risk with its scores."""

    level = forms.ChoiceField(label="Whose register it stands in", choices=Risk.Level.choices)
    review_on = forms.DateField(label="Next review", widget=DayInput)
    because = words(
        "Why it is scored so", "Needed where the score now is above the one without controls.", rows=2, required=False
    )

    def fill(self) -> None:
        RiskForm.fill(self)
        _Scored.fill(self)
        self.order_fields([name for name in self.fields if name not in ("review_on", "because")])


class ScoreForm(_Scored):
    """A risk, judged again."""

    because = words("Why it is judged so", NO_CHILD)
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        super().fill()
        self.order_fields([name for name in self.fields if name != "because"])


class ReviewForm(NamesNobody):
    """What a review found."""

    note = words("What the review found", NO_CHILD)
    review_on = forms.DateField(label="Next review", widget=DayInput)
    version = forms.IntegerField(**VERSION)


class ControlForm(NamesNobody):
    """What holds a risk down."""

    text = words("What holds the risk down", NO_CHILD)
    line = forms.ChoiceField(
        label="Who would notice if it failed", choices=Control.Line.choices, widget=forms.RadioSelect
    )
    assured = forms.ChoiceField(
        label="How well we know that it works",
        choices=Control.Assured.choices,
        widget=forms.RadioSelect,
        initial=Control.Assured.NONE,
        help_text="Substantial needs what shows it, and its day.",
    )
    assured_by = forms.CharField(label="What shows it", max_length=300, required=False)
    assured_on = forms.DateField(label="Of which day that is", widget=DayInput, required=False)
    version = forms.IntegerField(**VERSION)


class TieForm(Form):
    """A measure or an action that a risk is tied to. Its value is "measure:3.3" or "action:12"."""

    what = forms.ChoiceField(label="Measure or action of the plan")

    def __init__(
        self, data: Any = None, *, measures: list[tuple[str, str]], actions: Iterable[PlanAction], **kwargs: Any
    ) -> None:
        self._measures, self._actions = measures, list(actions)
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose one"),
            ("Actions of the plan", [(f"action:{one.pk}", f"{one.number} {one.title}") for one in self._actions]),
            ("Measures of the book", [(f"measure:{ref}", title) for ref, title in self._measures]),
        ]
