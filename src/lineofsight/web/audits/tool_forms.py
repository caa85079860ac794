"""The forms of audit tools: a new one, the parts of a draft, and the steps of a tool."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.tools import (
    KINDS,
    LONGEST_GUIDANCE,
    LONGEST_OPTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_OPTIONS,
    RESERVED_QUESTIONS,
    RESERVED_SECTIONS,
    is_key,
)
from lineofsight.web.forms import Form

_KEY_HINT = (
    "Small letters, digits and _. Answers are kept and compared under this name, so that it can't be changed later. "
    "Leave it empty to have it made from the words above."
)


def _words(label: str, hint: str = "", *, rows: int, longest: int, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=longest, widget=widget, required=required)


def _cohorts(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=Cohort.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: all children.",
    )


class NewToolForm(Form):
    title = forms.CharField(label="What it is called", max_length=LONGEST_TITLE)
    about = _words("What it is for", "The auditor reads this first.", rows=4, longest=LONGEST_GUIDANCE)
    copy_of = forms.ChoiceField(label="Begin with what another tool asks", required=False)

    def __init__(self, data: Any = None, *, others: list[tuple[str, str]], **kwargs: Any) -> None:
        self._others = others
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("copy_of", [("", "Begin empty"), *self._others])


class TitleForm(Form):
    title = forms.CharField(label="What it is called", max_length=LONGEST_TITLE)


class RetireForm(Form):
    because = _words("Why it is not used any more", rows=3, longest=300, required=True)


class DraftForm(Form):
    """What is said of a draft. `version`: the draft as it was when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AboutForm(DraftForm):
    about = _words("What it is for", "The auditor reads this first.", rows=6, longest=LONGEST_GUIDANCE)
    without_feedback = forms.BooleanField(
        label="Practitioner, child and family are not asked",
        required=False,
        help_text="For a quick look at many cases, such as a dip sample. Anything else should ask them.",
    )


class SectionForm(DraftForm):
    title = forms.CharField(label="Title", max_length=LONGEST_TITLE)
    graded = forms.BooleanField(
        label="It is graded",
        required=False,
        help_text="The auditor gives a grade, strengths, what would make it better, and evidence.",
    )
    guidance = _words(
        "Guidance for the auditor",
        "What good looks like, and what to look for. An empty line begins a new paragraph.",
        rows=10,
        longest=LONGEST_GUIDANCE,
    )
    cohorts = _cohorts("Asked of")


class NewSectionForm(SectionForm):
    key = forms.CharField(label="Short name", max_length=40, required=False, help_text=_KEY_HINT)

    def clean_key(self) -> str:
        return _checked_key(self.cleaned_data["key"], RESERVED_SECTIONS)


class QuestionForm(DraftForm):
    text = _words("The question", rows=3, longest=LONGEST_TEXT, required=True)
    kind = forms.ChoiceField(label="Kind of answer", choices=list(KINDS.items()), widget=forms.RadioSelect)
    options = _words(
        "Answers to choose from",
        f"One on each line, from 2 to {MOST_OPTIONS}: for one of several answers alone.",
        rows=5,
        longest=MOST_OPTIONS * (LONGEST_OPTION + 2),
    )
    required = forms.BooleanField(label="It must be answered before the audit is given in", required=False)
    guidance = _words("Guidance for the auditor", rows=4, longest=LONGEST_GUIDANCE)
    cohorts = _cohorts("Asked of")

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, options = said.get("kind"), said.get("options", [])
        if kind == "choice":
            if not 2 <= len(set(options)) == len(options) <= MOST_OPTIONS:
                self.add_error("options", f"Write from 2 to {MOST_OPTIONS} answers, each on its line and each once.")
            elif any(len(each) > LONGEST_OPTION for each in options):
                self.add_error("options", f"An answer has {LONGEST_OPTION} characters at most.")
        elif kind and options:
            self.add_error("options", f"Empty this, or choose “{KINDS['choice']}”.")
        return said


class NewQuestionForm(QuestionForm):
    key = forms.CharField(label="Short name", max_length=40, required=False, help_text=_KEY_HINT)

    def clean_key(self) -> str:
        return _checked_key(self.cleaned_data["key"], RESERVED_QUESTIONS)


class PublishForm(DraftForm):
    why = _words(
        "What is changed, and why", "It stands beside the version for good.", rows=3, longest=300, required=True
    )


def _checked_key(key: str, reserved: frozenset[str]) -> str:
    if key and not is_key(key):
        raise forms.ValidationError("It must begin with a small letter, and have small letters, digits and _ alone.")
    if key in reserved:
        raise forms.ValidationError(f"“{key}” is used by the audit form itself: choose another.")
    return key
