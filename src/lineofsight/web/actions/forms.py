"""The forms of the register: a new action, each step of one, and which actions are listed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.text import Truncator

from lineofsight.records.snapshots import Snapshot
from lineofsight.web.accounts.naming import why_refused
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.forms import DayInput, Form

_LONGEST = 2000
_NAMES = "This is read by people who may not see the child: leave out {}."
_WHO = "Somebody who uses this site, from the list; or the name of somebody who does not."


def _text(label: str, hint: str = "", *, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=_LONGEST, widget=widget)


class ActionForm(Form):
    """An action that is agreed outside a surgery or a commentary."""

    text = _text("What is to be done")
    owner = OwnerField(help_text=_WHO)
    due_on = forms.DateField(label="By which day", widget=DayInput)
    closes_with = forms.CharField(
        label="What will show that it is done",
        max_length=300,
        required=False,
        help_text="For example: the visit is recorded.",
    )
    ref = forms.ChoiceField(label="Measure that it is about", required=False)
    team_id = forms.ChoiceField(label="Team that it is about", required=False)
    person_id = forms.CharField(
        label="Id of the child that it is about",
        max_length=100,
        required=False,
        help_text="Only who may see the child sees the action. A child is named here alone, not in the text.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        refs: list[tuple[str, str]],
        teams: list[tuple[str, str]],
        snapshot: Snapshot,
        **kwargs: Any,
    ) -> None:
        self._snapshot, self._refs, self._teams = snapshot, refs, teams
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("ref", [("", "No measure"), *self._refs])
        self.offer("team_id", [("", "No team"), *self._teams])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("person_id"):
            names_nobody(self, said, self._snapshot, ("text", "closes_with"))
        return said


def names_nobody(form: forms.Form, said: dict[str, Any], snapshot: Snapshot, fields: tuple[str, ...]) -> None:
    """Puts an error on each field that names a child: what is about no child is read by everybody who may open it."""
    for name in fields:
        if said.get(name) and (refusal := why_refused([said[name]], snapshot, _NAMES)):
            form.add_error(name, refusal)


class StepForm(Form):
    """What is said with a step. `version`: the action as it was when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, action: Action, snapshot: Snapshot, **kwargs: Any) -> None:
        self._action, self._snapshot = action, snapshot
        super().__init__(data, initial={"version": action.version}, **kwargs)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self._action.person_id:
            names_nobody(self, said, self._snapshot, ("evidence", "because"))
        return said


class DoneForm(StepForm):
    evidence = _text("What shows that it is done", "For example: visit recorded on 4 April.")

    def fill(self) -> None:
        if self._action.closes_with:
            self.fields["evidence"].help_text = escape(f"It was agreed that this shows it: {self._action.closes_with}")


class VerifyForm(StepForm):
    pass


class BecauseForm(StepForm):
    because = _text("Why")


class DueForm(StepForm):
    due_on = forms.DateField(label="New day", widget=DayInput)
    because = _text("Why")


class OwnerForm(StepForm):
    owner = OwnerField(help_text=_WHO)
    because = _text("Why")


STEP_FORMS: dict[str, type[StepForm]] = {
    "mark_done": DoneForm,
    "verify": VerifyForm,
    "change_due": DueForm,
    "reassign": OwnerForm,
    "reopen": BecauseForm,
    "withdraw": BecauseForm,
}

MINE, TEAMS = "mine", "teams"
UNFINISHED = "unfinished"
_STATES = (
    *(("open", "Open"), ("overdue", "Overdue"), ("done", "Done, not yet verified"), (UNFINISHED, "Not yet verified")),
    *(("verified", "Done and verified"), ("withdrawn", "Withdrawn"), ("all", "All")),
)


class FilterForm(Form):
    """Which actions are listed."""

    whose = forms.ChoiceField(label="Whose", required=False, choices=(("", "Everybody's"), (MINE, "Mine")))
    state = forms.ChoiceField(label="State", required=False, choices=_STATES)
    source = forms.ChoiceField(label="Agreed in", required=False, choices=[("", "Anywhere"), *Action.Source.choices])
    ref = forms.ChoiceField(label="Measure", required=False)
    owner = forms.CharField(label="Name of the owner", required=False, max_length=150)

    def __init__(self, data: Any = None, *, refs: list[tuple[str, str]], has_teams: bool, **kwargs: Any) -> None:
        self._refs, self._has_teams = refs, has_teams
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("ref", [("", "Any"), *((ref, Truncator(title).chars(48)) for ref, title in self._refs)])
        if self._has_teams:
            self.offer("whose", [("", "Everybody's"), (MINE, "Mine"), (TEAMS, "My teams'")])
