"""The forms of a surgery: its plan, what is said of a child, closing and reopening it."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from lineofsight.records.snapshots import Snapshot
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.actions.owners import OwnerField, Owners
from lineofsight.web.actions.steps import MANAGERS
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.surgery.meetings import version_of
from lineofsight.web.surgery.models import Discussed, Surgery
from lineofsight.web.surgery.reasons import reasons

LONGEST_NOTE, LONGEST_ACTION = 2000, 1000
SAID = ("was", "reason", "note", "text", "owner", "due_on")


class PlanForm(Form):
    """When a surgery is held, who chairs it, and what is on its agenda."""

    title = forms.CharField(label="Title", max_length=150)
    held_on = forms.DateField(label="Day", widget=DayInput)
    chair = forms.ModelChoiceField(label="Chair", queryset=User.objects.none())
    refs = forms.MultipleChoiceField(
        label="Measures on the agenda",
        widget=forms.CheckboxSelectMultiple,
        help_text="At first those that are red or amber in the latest month.",
    )
    teams = forms.MultipleChoiceField(
        label="Teams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: all teams.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

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
        self.offer("refs", self._refs)
        self.offer("teams", self._teams)
        chair = self.fields["chair"]
        assert isinstance(chair, forms.ModelChoiceField)
        chair.queryset = User.objects.filter(is_active=True, role__in=MANAGERS).order_by("last_name", "first_name")
        chair.label_from_instance = _called  # type: ignore[method-assign,assignment]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        names_nobody(self, said, self._snapshot, ("title",))
        return said


def _called(user: User) -> str:
    return f"{user.name}, {user.get_role_display()}"


class SaidForm(Form):
    """What a surgery says of one child: nothing, or a reason with a note, and an action with its owner and day.

    `seen` is the version that the page showed, `was` what it said: so it is known whether the writer changed anything.
    """

    person_id = forms.CharField(widget=forms.HiddenInput, max_length=100)
    event_id = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    was = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    reason = forms.ChoiceField(label="Reason", required=False)
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 2}))
    text = forms.CharField(
        label="Action", required=False, max_length=LONGEST_ACTION, widget=forms.Textarea({"rows": 2})
    )
    owner = OwnerField(label="Who does it", required=False)
    due_on = forms.DateField(label="By which day", required=False, widget=DayInput)

    def __init__(self, data: Any = None, *, owners: Owners, has_action: bool = False, **kwargs: Any) -> None:
        self._owners, self._has_action = owners, has_action
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        self.offer("reason", [("", "Choose a reason"), *reasons().items()])
        owner = self.fields["owner"]
        assert isinstance(owner, OwnerField)
        owner.owners = self._owners
        if self._has_action:
            for name in ("text", "owner", "due_on"):
                del self.fields[name]

    @staticmethod
    def first(person_id: str, event_id: str, there: Discussed | None) -> dict[str, str]:
        """What the form shows before anything is typed."""
        reason, note = (there.reason, there.note) if there else ("", "")
        return {
            "person_id": person_id,
            "event_id": event_id,
            "seen": version_of(there),
            "was": digest(reason, note),
            "reason": reason,
            "note": note,
        }

    def was_changed(self) -> bool:
        """Whether the writer typed anything: a reason or a note other than the page showed, or an action."""
        typed = {name: str(self.data.get(self.add_prefix(name), "")).strip() for name in SAID}
        if typed["text"] or typed["owner"] or typed["due_on"]:
            return True
        return digest(typed["reason"], typed["note"]) != typed["was"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choose a reason")
        if any(said.get(name) for name in ("text", "owner", "due_on")):
            wanted = {"text": "Say what is to be done", "owner": "Say who does it", "due_on": "Give the day"}
            for name, sentence in wanted.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        if said.get("reason") == "other" and not said.get("note") and "note" not in self.errors:
            self.add_error("note", "Say which other reason")
        return said


def digest(reason: str, note: str) -> str:
    """Tells whether a reason and a note are what they were; line ends count as one, however a browser sends them."""
    plain = "\n".join(note.strip().splitlines())
    return hashlib.sha256(f"{reason}\n{plain}".encode()).hexdigest()[:16]


class CloseForm(Form):
    """What is to be remembered of the meeting as a whole."""

    notes = forms.CharField(
        label="Notes of the meeting",
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 6}),
        help_text="What was agreed beyond single children. No child is named here: that stands beside the child.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, surgery: Surgery, snapshot: Snapshot, **kwargs: Any) -> None:
        self._snapshot = snapshot
        super().__init__(data, initial={"version": surgery.version, "notes": surgery.notes}, **kwargs)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        names_nobody(self, said, self._snapshot, ("notes",))
        return said


class ReopenForm(Form):
    because = forms.CharField(label="Why it is reopened", max_length=2000, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, surgery: Surgery, snapshot: Snapshot, **kwargs: Any) -> None:
        self._snapshot = snapshot
        super().__init__(data, initial={"version": surgery.version}, **kwargs)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        names_nobody(self, said, self._snapshot, ("because",))
        return said
