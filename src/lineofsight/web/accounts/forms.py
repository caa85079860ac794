"""The forms of the pages of people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator

from lineofsight.problems import Refused
from lineofsight.web.accounts import people, records, tokens
from lineofsight.web.accounts.models import Access, User
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role
from lineofsight.web.forms import DayInput, Form

_SEES = (
    "Sees all children: {all}. Sees those of their teams: {teams}. Sees those chosen for them: {chosen}. "
    "Others see none."
)

_ALL = ", with all its teams"


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(Role(role).label.lower() for role in Role.values if role in roles)


class PersonForm(Form):
    """What an administrator says of somebody."""

    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150)
    job_title = forms.CharField(label="Job title", max_length=100, required=False)
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices])
    teams = forms.MultipleChoiceField(label="Teams", required=False, widget=forms.CheckboxSelectMultiple)
    more_teams = forms.CharField(label="Teams", required=False)
    worker_id = forms.CharField(label="Id as a worker in the records", max_length=100, required=False)
    access_ends_on = forms.DateField(label="Last day of access", required=False, widget=DayInput)

    def __init__(self, *args: Any, user: User | None = None, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.by = user, by
        self.fields["role"].help_text = _SEES.format(
            all=_listed(ALL_CHILDREN), teams=_listed(CHILDREN_OF_TEAMS), chosen=_listed(CHOSEN_CHILDREN)
        )
        self.fields["email"].help_text = "Only to know them by where they sign in with a directory. No mail is sent."
        self.fields["worker_id"].help_text = "For people who hold cases: shows them what is theirs."
        self.fields["access_ends_on"].help_text = "An inspector must have one."
        known = records.teams()
        has = sorted(people.facts_of(user).teams) if user is not None else []
        lost = [each for each in has if each not in {team.team_id for team in known}]
        if known:
            choices = [
                *((team.team_id, f"{team.name} ({team.team_id}){_ALL if team.within else ''}") for team in known),
                *((each, f"{each} (not in the records)") for each in lost),
            ]
            field = self.fields["teams"]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
            field.help_text = (
                "Whose children they see: those who are allocated to a worker of the team. A service that you "
                "choose brings all its teams with it; take off those that they don't need afterwards."
            )
            del self.fields["more_teams"]
        else:
            del self.fields["teams"]
            hint = "Nothing is loaded yet to choose from: write ids as the records will have them, with commas between."
            self.fields["more_teams"].help_text = hint
        if user is not None and not self.is_bound:
            facts = people.facts_of(user)
            self.initial = {name: getattr(facts, name) for name in self.fields if hasattr(facts, name)}
            self.initial["teams"], self.initial["more_teams"] = has, ", ".join(has)
        if user is not None and user.pk == by.pk:
            for name in ("role", "teams", "more_teams", "worker_id", "access_ends_on"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].initial = self._own(name, has)
            self.fields["role"].help_text = "Nobody changes their own role, teams or last day."

    def _own(self, name: str, has: list[str]) -> Any:
        assert self.user is not None
        return {"teams": has, "more_teams": ", ".join(has)}.get(name) or getattr(self.user, name, None)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field.disabled:
            return field.initial
        return super().get_initial_for_field(field, field_name)

    def facts(self) -> people.Facts:
        """What was said, once it is known to be right."""
        said = self.cleaned_data
        typed = [each.strip() for each in said.get("more_teams", "").split(",") if each.strip()]
        chosen = set(said.get("teams", typed))
        before = people.facts_of(self.user).teams if self.user is not None else frozenset()
        for team in records.teams():
            if team.team_id in chosen and team.team_id not in before:
                chosen.update(team.within)
        names = ("role", "first_name", "last_name", "email", "job_title", "worker_id", "access_ends_on")
        return people.Facts(**{name: said[name] for name in names}, teams=frozenset(chosen))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            try:
                today = dt.date.today()  # noqa: DTZ011 - the day where the council is
                same = self.user is not None and said.get("access_ends_on") == self.user.access_ends_on
                people.check_can_give(self.facts(), today=dt.date.min if same else today)
            except Refused as refusal:
                text = str(refusal)
                place = "access_ends_on" if "last day" in text else "teams" if "team" in text else "role"
                self.add_error(place if place in self.fields else None, text)
        return said


class NewPersonForm(PersonForm):
    """Somebody new: also how they sign in."""

    username = forms.CharField(label="User name", max_length=150, validators=[UnicodeUsernameValidator()])
    signs_in = forms.ChoiceField(label="How they sign in", widget=forms.RadioSelect)
    field_order = ("username", "first_name", "last_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "username"
        ].help_text = "Letters, digits and @ . + - _. Where they sign in with a directory: their user name there."
        self.fields["username"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        choice = self.fields["signs_in"]
        assert isinstance(choice, forms.ChoiceField)
        if settings.LINEOFSIGHT_SITE.directories:
            names = " or ".join(directory.name for directory in settings.LINEOFSIGHT_SITE.directories)
            choice.choices = [("directory", f"With {names}"), ("password", "With a password: make a temporary one")]
        else:
            del self.fields["signs_in"]

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip().lower()
        if User.objects.filter(username=name).exists():
            raise forms.ValidationError("There is already somebody with this user name")
        return name


class ReasonForm(Form):
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class NoForm(Form):
    """A question that is answered by its button alone."""


class TokenForm(Form):
    name = forms.CharField(label="What will read with it", max_length=100)
    days = forms.IntegerField(
        label="For how many days", min_value=1, max_value=tokens.MOST_DAYS, initial=90, help_text="365 at most."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "For example: monthly workbook in Power BI."
        self.fields["days"].widget.attrs["class"] = "govuk-input govuk-input--width-4"


class ChildrenForm(Form):
    """Ids of children, one a line."""

    ids = forms.CharField(label="Ids of children", widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ids"].help_text = "As the records have them, one on a line or with commas between."

    def clean_ids(self) -> list[str]:
        written = [each.strip() for each in self.cleaned_data["ids"].replace(",", "\n").splitlines() if each.strip()]
        if len(written) > 1_000:
            raise forms.ValidationError("At most 1,000 at a time")
        return _children(written)


class RestrictForm(Form):
    person_id = forms.CharField(label="Id of the child", max_length=100)
    reason = forms.CharField(label="Why only named people may read it", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].widget.attrs.update(
            {"class": "govuk-input govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
        )
        self.fields["reason"].help_text = "Whoever looks after restricted records reads it. Don't write what happened."

    def clean_person_id(self) -> str:
        return _children([str(self.cleaned_data["person_id"]).strip()])[0]


def _children(written: list[str]) -> list[str]:
    """The ids of children as they are now; an error where one is no child's."""
    try:
        found, unknown = records.ids_of_children(written)
    except Refused:
        raise forms.ValidationError("Nothing is loaded, so ids can't be looked up") from None
    if unknown:
        raise forms.ValidationError(f"No child has the id {', '.join(unknown[:5])}")
    return list(dict.fromkeys(found.values()))


class ReaderForm(Form):
    user = forms.ModelChoiceField(label="Name somebody", queryset=User.objects.none(), empty_label="Choose a person")

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = among
        field.label_from_instance = lambda user: f"{user.name}, {user.get_role_display()}"  # type: ignore[method-assign,assignment]


class AccessesForm(Form):
    """What to look for in the access log."""

    template_name = "accounts/filters.html"

    user = forms.CharField(label="User name or name", required=False, max_length=150)
    child = forms.CharField(label="Child's id", required=False, max_length=100)
    since = forms.DateField(label="From", required=False, widget=DayInput)
    until = forms.DateField(label="To", required=False, widget=DayInput)
    page_name = forms.ChoiceField(label="Page", required=False)
    how = forms.ChoiceField(label="How", required=False, choices=[("", "Any"), *Access.How.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["page_name"]
        assert isinstance(field, forms.ChoiceField)
        names = Access.objects.order_by("page").values_list("page", flat=True).distinct()
        field.choices = [("", "Any"), *((name, name) for name in names)]
        for name in ("user", "child"):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            self.add_error("until", "The last day is before the first")
        return said


class ChangesForm(Form):
    """What to look for among the changes."""

    template_name = "accounts/filters.html"

    user = forms.CharField(label="Who did it", required=False, max_length=150)
    about = forms.CharField(label="What it is about", required=False, max_length=150)
    did = forms.ChoiceField(label="What was done", required=False)
    since = forms.DateField(label="From", required=False, widget=DayInput)
    until = forms.DateField(label="To", required=False, widget=DayInput)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["did"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Anything"), *((kind, kind) for kind in kinds)]
