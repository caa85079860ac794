"""The forms of documents."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from django import forms

from lineofsight.problems import Refused
from lineofsight.web.accounts.naming import why_refused
from lineofsight.web.actions.owners import OwnerField, written
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, words
from lineofsight.web.inspection.documents import storing
from lineofsight.web.inspection.documents.contents import KINDS
from lineofsight.web.inspection.documents.keeping import DocumentFacts
from lineofsight.web.inspection.documents.stopping import STOPPED
from lineofsight.web.inspection.models import Document
from lineofsight.web.serving import serving

State = Document.State


class FilterForm(Form):
    """Which documents the list shows."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "All that are wanted"),
            ("not_ready", "Not ready"),
            ("out_of_date", "Out of date"),
            *State.choices,
            ("ended", "Wanted no more"),
        ],
    )
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        choices=[("", "Everybody"), ("me", "Mine, as owner or deputy"), ("nobody", "Nobody")],
    )


class DocumentForm(NamesNobody):
    """What a document is, and who stands for it."""

    title = forms.CharField(label="What it is called", max_length=200)
    section = forms.CharField(label="Section", max_length=100, help_text="Under which heading it stands in the list.")
    asked = words("What is asked for", NO_CHILD, rows=3, required=False)
    owner = OwnerField(label="Owner", required=False, help_text="Somebody of the list, or a name.")
    deputy = OwnerField(label="Deputy", required=False)
    due_day = forms.IntegerField(
        label="Due on working day",
        min_value=0,
        max_value=60,
        initial=3,
        help_text="Working days after the call by which inspectors have it; 0 is the day of the call.",
    )
    review_by = forms.DateField(
        label="Review by",
        widget=DayInput,
        required=False,
        help_text="From the day after, it is out of date and counts as not ready.",
    )
    confidentiality = forms.ChoiceField(
        label="Confidentiality", choices=Document.Class.choices, initial=Document.Class.OFFICIAL
    )
    source_system = forms.CharField(label="Where it is kept or comes from", max_length=200, required=False)
    framework_reference = forms.CharField(label="Where it is asked for", max_length=200, required=False)
    unsure = forms.BooleanField(label="To be checked against the current framework", required=False)
    version = forms.IntegerField(**VERSION)

    @property
    def facts(self) -> DocumentFacts:
        said = {key: value for key, value in self.cleaned_data.items() if key not in ("owner", "deputy", "version")}
        owner, owner_name = self.cleaned_data["owner"] or (None, "")
        deputy, deputy_name = self.cleaned_data["deputy"] or (None, "")
        return DocumentFacts(owner=owner, owner_name=owner_name, deputy=deputy, deputy_name=deputy_name, **said)


def first_facts(document: Document) -> dict[str, Any]:
    """A document as its form shows it first."""
    names = [name for name in DocumentForm.base_fields if name not in ("owner", "deputy", "version")]
    return {name: getattr(document, name) for name in names} | {
        "owner": written(document.owner) if document.owner else document.owner_name,
        "deputy": written(document.deputy) if document.deputy else document.deputy_name,
    }


class PlanForm(NamesNobody):
    """What is still to be done on a document, and by when."""

    plan = words("What is still to be done", NO_CHILD, rows=3, required=False)
    plan_on = forms.DateField(label="By when", widget=DayInput, required=False)
    version = forms.IntegerField(**VERSION)


class VersionForm(NamesNobody):
    """A version of a document. The file comes last: what stands before it is read also where the file is too large."""

    as_at = forms.DateField(label="What day it describes", widget=DayInput, required=False)
    note = words("What is new in it", NO_CHILD, rows=2, required=False)
    version = forms.IntegerField(**VERSION)
    file = forms.FileField(label="File", max_length=255, allow_empty_file=True)

    def __init__(self, data: Any = None, files: Any = None, *, stopped: bool = False, **kwargs: Any) -> None:
        self._stopped = stopped
        super().__init__(data, files, **kwargs)

    def fill(self) -> None:
        field = self.fields["file"]
        field.help_text = (
            "Name no child in what you upload; documents about children don't belong here. "
            f"A file that ends in {', '.join(KINDS)}, without macros and without a password, of up to "
            f"{storing.largest() // storing.MEGABYTE} megabytes."
        )
        field.widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS)
        if self._stopped:
            field.error_messages["required"] = str(storing.too_large())

    def clean_file(self) -> Any:
        """The file, where its name names no child."""
        file = self.cleaned_data["file"]
        with suppress(Refused):  # nothing is loaded: there is nobody in the records
            name = re.sub(r"[._-]+", " ", str(file.name))
            sentence = "The name of the file names a child: {}."
            if refusal := why_refused([name], serving().council.snapshot, sentence):
                raise forms.ValidationError(refusal)
        return file


def was_stopped(request: object) -> bool:
    """Whether a file of this request was left out because it was too large."""
    return bool(getattr(request, STOPPED, False))


class HowForm(NamesNobody):
    """How inspectors were given a document by another way than this site."""

    how = words("How inspectors were given it", "For example: put on Ofsted's sharing site. " + NO_CHILD, rows=2)
    version = forms.IntegerField(**VERSION)
