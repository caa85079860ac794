"""The forms of the lists of Annex A."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.forms import NO_CHILD, NamesNobody, words

FORMATS = (("xlsx", "Excel (xlsx)"), ("ods", "OpenDocument (ods)"))
WHICH = (("lists", "The lists alone, to hand over"), ("all", "All sheets, with those for the council"))


class ProduceForm(Form):
    on = forms.DateField(label="As at which day", widget=DayInput, help_text="Not after the day of the extract.")
    layout = forms.ChoiceField(label="Layout", required=False)

    def __init__(self, *args: Any, layouts: list[tuple[str, str]], **kwargs: Any) -> None:
        self._layouts = layouts
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.offer("layout", [("", "The one that holds on the day"), *self._layouts])


class SignForm(NamesNobody):
    note = words("Note", f"Say what you looked at. Needed where cells are to mend. {NO_CHILD}", required=False)


class TakeBackForm(NamesNobody):
    because = words("Why it is taken back", NO_CHILD)


class DownloadForm(Form):
    file_format = forms.ChoiceField(label="Format", choices=FORMATS)
    which = forms.ChoiceField(label="Which sheets", choices=WHICH)
