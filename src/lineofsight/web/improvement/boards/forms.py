"""The forms of boards and meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.actions.owners import OwnerField
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.improvement.boards.dates import REPEATS, days_of_series
from lineofsight.web.improvement.forms import NO_CHILD, VERSION, NamesNobody, words
from lineofsight.web.improvement.models import AgendaItem, Board, Decision, Member, PlanAction, Risk


class BoardForm(NamesNobody):
    title = forms.CharField(label="What it is called", max_length=200)
    short = forms.CharField(label="Short name", max_length=40, required=False)
    kind = forms.ChoiceField(label="What kind of board", choices=Board.Kind.choices)
    every = forms.CharField(label="How often it meets", max_length=100, required=False, help_text="In words: monthly.")
    terms = words("Terms of reference", "What it is for, what it decides, when it has a quorum.", required=False)
    reports_to = forms.ModelChoiceField(
        label="Reports to", queryset=Board.objects.none(), required=False, empty_label="No board above it"
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, data: Any = None, *, board: Board | None = None, **kwargs: Any) -> None:
        self._board = board
        super().__init__(data, **kwargs)

    def fill(self) -> None:
        above = self.fields["reports_to"]
        assert isinstance(above, forms.ModelChoiceField)
        above.queryset = Board.objects.exclude(pk=self._board.pk) if self._board else Board.objects.all()
        above.label_from_instance = lambda board: board.title  # type: ignore[method-assign,assignment]


class MemberForm(NamesNobody):
    who = OwnerField(label="Who", help_text="Somebody of the list, or a name.")
    job_title = forms.CharField(label="Job title or whom they speak for", max_length=150, required=False)
    part = forms.ChoiceField(label="Part", choices=Member.Part.choices, initial=Member.Part.MEMBER)
    from_on = forms.DateField(label="Member from", widget=DayInput)


class EndForm(Form):
    until_on = forms.DateField(label="Last day", widget=DayInput)


class SeriesForm(NamesNobody):
    """One meeting, or a series of them."""

    held_on = forms.DateField(label="Day of the (first) meeting", widget=DayInput)
    repeats = forms.ChoiceField(label="And then", choices=[(code, title) for code, (title, _) in REPEATS.items()])
    until_on = forms.DateField(label="Until", widget=DayInput, required=False)
    at = forms.CharField(label="Time", max_length=20, required=False)
    where = forms.CharField(label="Place", max_length=150, required=False)

    @property
    def days(self) -> list[dt.date]:
        said = self.cleaned_data
        return days_of_series(said["held_on"], said["repeats"], said["until_on"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("held_on") and said.get("repeats"):
            try:
                days_of_series(said["held_on"], said["repeats"], said.get("until_on"))
            except Refused as refusal:
                self.add_error("until_on", str(refusal))
        return said


class MoveForm(NamesNobody):
    held_on = forms.DateField(label="Day", widget=DayInput)
    at = forms.CharField(label="Time", max_length=20, required=False)
    where = forms.CharField(label="Place", max_length=150, required=False)
    version = forms.IntegerField(**VERSION)


class ItemForm(NamesNobody):
    title = forms.CharField(label="What the item is", max_length=200)
    asked_for = forms.ChoiceField(label="What the board is asked for", choices=AgendaItem.For.choices)
    ask = words("What is asked of it", f"Needed for a decision. {NO_CHILD}", rows=3, required=False)
    lead = forms.CharField(label="Who leads it", max_length=150, required=False)
    minutes = forms.IntegerField(label="Minutes", required=False, min_value=1, max_value=600)
    place = forms.IntegerField(label="Place on the agenda", required=False, min_value=1, max_value=200)
    version = forms.IntegerField(**VERSION)


class SaidForm(NamesNobody):
    text = words("What was said", NO_CHILD, rows=6, required=False)
    version = forms.IntegerField(**VERSION)


class DecisionForm(NamesNobody):
    kind = forms.ChoiceField(label="What kind of decision", choices=Decision.Kind.choices, initial=Decision.Kind.OTHER)
    text = words("What was decided, and why", NO_CHILD, rows=3)
    item = forms.ModelChoiceField(
        label="Under which item", queryset=AgendaItem.objects.none(), required=False, empty_label="None of them"
    )
    action = forms.ModelChoiceField(
        label="Action of the plan that it is about",
        queryset=PlanAction.objects.none(),
        required=False,
        empty_label="None",
    )
    due_on = forms.DateField(label="The action's new day", widget=DayInput, required=False)
    risk = forms.ModelChoiceField(
        label="Risk that it is about", queryset=Risk.objects.none(), required=False, empty_label="None"
    )

    def offer_rows(self, items: Any, actions: Any, risks: Any) -> None:
        """What can be chosen: the items of the agenda, the actions of the board's plans, open risks."""
        for name, rows, called in (
            ("item", items, lambda one: f"{one.place}. {one.title}"),
            ("action", actions, lambda one: f"{one.number} {one.title} ({one.get_state_display().lower()})"),
            ("risk", risks, lambda one: one.title),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.label_from_instance = called  # type: ignore[method-assign]


class ToDoForm(NamesNobody):
    text = words("What is to be done", NO_CHILD, rows=3)
    owner = OwnerField()
    due_on = forms.DateField(label="By when", widget=DayInput)
    closes_with = forms.CharField(label="What will show that it is done", max_length=300, required=False)

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day.year > 2100:
            raise forms.ValidationError(f"{wording.day(day)} is too far away.")
        return day
