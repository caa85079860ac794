"""The forms of what audits tell: which audits are counted, and an action for a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from lineofsight.records.snapshots import Snapshot
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.forms import DayInput, Form

Choices = Sequence[tuple[str, str]]
#: What stands for cycles without a theme, in the filter.
NO_THEME = "none"


class FindingsForm(Form):
    """Which audits are counted. `offered`: the choices of each field; a field without any is left out."""

    cycle = forms.ChoiceField(label="Cycle", required=False)
    period = forms.ChoiceField(label="Given in", required=False)
    kind = forms.ChoiceField(label="Type of cycle", required=False)
    theme = forms.ChoiceField(label="Theme of the cycle", required=False)
    cohort = forms.ChoiceField(label="Where the child is", required=False)
    service = forms.ChoiceField(label="Service", required=False)

    def __init__(self, data: Any = None, *, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        self._offered = offered
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        for name in list(self.fields):
            if name in self._offered:
                self.offer(name, [("", "All"), *self._offered[name]])
            else:
                del self.fields[name]

    @property
    def where(self) -> dict[str, str]:
        """What is asked for, as values of dimensions. What isn't offered is not asked for."""
        self.full_clean()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "period" in said:
            period = said.pop("period")
            said["quarter" if "Q" in period else "year"] = period
        if said.get("theme") == NO_THEME:
            said["theme"] = ""
        return said


class ThemeActionForm(Form):
    """An action that answers to what audits found of a theme. It is about no child, and names none."""

    text = forms.CharField(label="What is to be done", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    owner = OwnerField(help_text="Somebody who uses this site, from the list; or the name of somebody who does not.")
    due_on = forms.DateField(label="By which day", widget=DayInput)
    closes_with = forms.CharField(
        label="What will show that it is done",
        max_length=300,
        required=False,
        help_text="For example: two thirds of the audits of the next cycle find it a strength.",
    )
    ref = forms.ChoiceField(label="Measure that it is to move", required=False)

    def __init__(self, data: Any = None, *, refs: Choices, snapshot: Snapshot, **kwargs: Any) -> None:
        self._refs, self._snapshot = refs, snapshot
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        if self._refs:
            self.offer("ref", [("", "No measure"), *self._refs])
        else:
            del self.fields["ref"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        names_nobody(self, said, self._snapshot, ("text", "closes_with"))
        return said
