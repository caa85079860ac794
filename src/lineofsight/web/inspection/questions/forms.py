"""The forms of inspectors' questions. Times are those of the council's clock."""

from __future__ import annotations

from typing import Any

from django import forms

from lineofsight.web.actions.owners import OwnerField, written
from lineofsight.web.forms import Form
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, offer_rows, words
from lineofsight.web.inspection.documents.versions import versions_to_give
from lineofsight.web.inspection.models import DocumentFile, Question
from lineofsight.web.inspection.questions.keeping import QuestionFacts


class MomentInput(forms.DateTimeInput):
    """A day and a time, with the browser's own calendar where it has one; written 2023-03-31T09:00 where it hasn't."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class PersonField(forms.CharField):
    """The name of somebody who asks or is answered: a child of the same name in the records is not meant."""


class FilterForm(Form):
    """Which questions the list shows."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All"), ("open", "Open"), ("late", "Late"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
    )
    owner = forms.ChoiceField(label="Owner", required=False, choices=[("", "Everybody"), ("me", "Mine")])


class QuestionForm(NamesNobody):
    """What was asked, by whom, and by when it is answered."""

    text = words("What was asked for", NO_CHILD, rows=4)
    kind = forms.ChoiceField(
        label="What kind of question", choices=Question.Kind.choices, initial=Question.Kind.ENQUIRY
    )
    asked_by = PersonField(label="Who asked", max_length=150, help_text="The inspector's name.")
    asked_at = forms.DateTimeField(label="When it was asked", widget=MomentInput)
    due_at = forms.DateTimeField(label="Due", widget=MomentInput, help_text="Day and time: on site, hours matter.")
    owner = OwnerField(label="Who answers it", required=False, help_text="Somebody of the list, or a name.")
    version = forms.IntegerField(**VERSION)

    @property
    def facts(self) -> QuestionFacts:
        said = {key: value for key, value in self.cleaned_data.items() if key not in ("owner", "version")}
        owner, owner_name = self.cleaned_data["owner"] or (None, "")
        return QuestionFacts(owner=owner, owner_name=owner_name, **said)


def first_facts(question: Question) -> dict[str, Any]:
    """A question as its form shows it first."""
    first = {name: getattr(question, name) for name in ("text", "kind", "asked_by", "asked_at", "due_at")}
    return first | {"owner": written(question.owner) if question.owner else question.owner_name}


class AnswerForm(NamesNobody):
    """What was answered, to whom and when."""

    text = words("Answer in words", f"Inspectors read it on their page. {NO_CHILD}", rows=5, required=False)
    file = forms.ModelChoiceField(
        label="Version of a document",
        queryset=DocumentFile.objects.none(),
        required=False,
        empty_label="None",
        help_text="Signed off ones. Every inspector of the visit may open it.",
    )
    sent_to = PersonField(label="Sent to", max_length=150)
    sent_at = forms.DateTimeField(label="When it was sent", widget=MomentInput)
    version = forms.IntegerField(**VERSION)

    def fill(self) -> None:
        offer_rows(
            self, "file", versions_to_give().order_by("document__place", "document", "-number"),
            lambda file: f"{file.document.title}, version {file.number}",
        )  # fmt: skip
