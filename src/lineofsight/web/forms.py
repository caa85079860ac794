"""Forms in the clothes of the site: labels, hints and errors as GOV.UK Frontend's, without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

_CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.TextInput, "govuk-input"),
    (forms.PasswordInput, "govuk-input"),
    (forms.NumberInput, "govuk-input"),
    (forms.DateInput, "govuk-input"),
    (forms.EmailInput, "govuk-input"),
)


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar where it has one; written 2023-03-31 where it hasn't."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def dress(form: forms.BaseForm) -> None:
    """Gives each field of a form its classes. It asks nothing of the form's data: that may be filled in later."""
    for field in form.fields.values():
        widget = field.widget
        css = next((css for kind, css in _CLASSES if isinstance(widget, kind)), "")
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()


class Form(forms.Form):
    """A form of the site."""

    template_name = "form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fill()
        dress(self)

    def fill(self) -> None:
        """Gives fields the choices that are known only when the form is made."""

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Sets what can be chosen in a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def get_context(self) -> dict[str, Any]:
        dress_errors(self)
        return super().get_context()


class ModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the site that fills a record."""

    template_name = "form.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        dress(self)

    def get_context(self) -> dict[str, Any]:
        dress_errors(self)
        return super().get_context()


def dress_errors(form: forms.BaseForm) -> None:
    """Marks the fields in which something is wrong, once that is known."""
    if not form.is_bound:
        return
    for name in form.errors:
        if name in form.fields:
            attrs = form.fields[name].widget.attrs
            css = attrs.get("class", "")
            kind = next((each for each in css.split() if each in ("govuk-input", "govuk-select", "govuk-textarea")), "")
            if kind and "--error" not in css:
                attrs["class"] = f"{css} {kind}--error"
