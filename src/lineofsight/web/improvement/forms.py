"""What the forms of assurance, risks and self-evaluation share: none of their texts may name a child."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import QuerySet

from lineofsight.problems import Refused
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.forms import Form
from lineofsight.web.serving import serving

VERSION: dict[str, Any] = {"required": False, "widget": forms.HiddenInput}
NO_CHILD = "Name no child."
#: The longest text that a field takes; a pasted list of findings is longer.
LONGEST = 5_000


def words(
    label: str, hint: str = "", *, rows: int = 3, required: bool = True, longest: int = LONGEST
) -> forms.CharField:
    """A field for a text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, help_text=hint, widget=widget)


def measures_offered() -> list[tuple[str, str]]:
    """Every measure of the book: reference, and reference with title; none where nothing is loaded."""
    try:
        book = serving().counted.book
    except Refused:
        return []
    return [(ref, f"{ref} {book.latest('indicator', ref).title}") for ref in book.named("indicator")]


def offer_rows(form: Form, name: str, rows: QuerySet[Any], called: Callable[[Any], str]) -> None:
    """Sets which rows can be chosen in a field, and how each is called."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.label_from_instance = called  # type: ignore[method-assign,assignment]


class NamesNobody(Form):
    """A form whose texts are read by people who may see no child: one that names somebody of the records is refused."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        texts = tuple(name for name, field in self.fields.items() if type(field) is forms.CharField)
        if any(said.get(name) for name in texts):
            with suppress(Refused):  # nothing is loaded: there is nobody in the records
                names_nobody(self, said, serving().council.snapshot, texts)
        return said


class BecauseForm(NamesNobody):
    """Why something is done."""

    because = words("Why", NO_CHILD)
    version = forms.IntegerField(**VERSION)
