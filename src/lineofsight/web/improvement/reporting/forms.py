"""The forms of reports."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.calendar import Month
from lineofsight.reports import wording
from lineofsight.web.improvement.forms import VERSION, NamesNobody


class BeginForm(NamesNobody):
    """A new report of a month."""

    title = forms.CharField(label="What it is called", max_length=200)
    month = forms.ChoiceField(label="Month")

    def __init__(self, data: Any = None, *, months: tuple[Month, ...], **kwargs: Any) -> None:
        self._months = months
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("month", [(str(month), wording.month_name(month)) for month in self._months])


class SentenceForm(NamesNobody):
    """A sentence in the place of a rule's."""

    text = forms.CharField(
        label="The sentence",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Figures stand in square brackets: they stay tied to what they were counted from. "
        "Leave it empty, and the sentence is left out.",
    )
    version = forms.IntegerField(**VERSION)


class OwnForm(NamesNobody):
    """A sentence of one's own."""

    text = forms.CharField(
        label="The sentence",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name no child. Empty: it is taken away.",
    )
    version = forms.IntegerField(**VERSION)


class PublishForm(NamesNobody):
    """How small figures are hidden."""

    threshold = forms.IntegerField(
        label="Hide counts below",
        min_value=0,
        max_value=50,
        help_text="5 hides 1 to 4, and shares that tell of them. 0 hides nothing.",
    )
    rounding = forms.TypedChoiceField(label="Round counts", coerce=int)
    secondary = forms.BooleanField(
        label="Hide others too, from which a hidden figure could be worked out", required=False, initial=True
    )
    because = forms.CharField(
        label="Why no small figure is hidden",
        required=False,
        max_length=500,
        help_text="Needed where nothing is hidden.",
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, data: Any = None, *, usual: int, **kwargs: Any) -> None:
        self._usual = usual
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        bases = sorted({1, 5, 10, self._usual})
        self.offer("rounding", [(str(base), f"To the nearest {base}" if base > 1 else "Not at all") for base in bases])
