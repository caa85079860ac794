"""Who does an action: somebody who uses the site, or a name for somebody who does not. One field for both.

The field offers the people who use the site as "Linden Wren (team.manager)"; whatever else is typed is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from django import forms

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may

#: The id of the list of people on a page that has such fields (`actions/owners.html`).
LIST = "people"
_WITH_USER_NAME = re.compile(r"^.*\(([^()\s]+)\)$")


class Owners:
    """The people who use the site and may open the register, read once for a page."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = tuple(dict.fromkeys(name for name in names if name))

    @cached_property
    def people(self) -> list[User]:
        found = User.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
        return [user for user in found if may(user.role, "actions:register")]

    @property
    def offered(self) -> list[str]:
        """What the field offers: everybody who uses the site, then names of the page such as the workers on it."""
        there = {user.name.casefold() for user in self.people}
        return [written(user) for user in self.people] + [name for name in self._names if name.casefold() not in there]

    def read(self, text: str) -> tuple[User | None, str]:
        """The person, or none and the name. Refused where nobody is named, or two people have the name."""
        text = text.strip()
        if not text:
            raise Refused("Say who does it.")
        if match := _WITH_USER_NAME.match(text):
            return self._of_user_name(match[1]), ""
        same = [user for user in self.people if text.casefold() in (user.name.casefold(), user.username)]
        if len(same) > 1:
            raise Refused(f"More than one person is called {text}: choose one of the list.")
        return (same[0], "") if same else (None, text)

    def _of_user_name(self, username: str) -> User:
        for user in self.people:
            if user.username == username.lower():
                return user
        raise Refused(
            f"Nobody who uses this site has the user name {username}: choose one of the list, or write a name."
        )


def written(user: User) -> str:
    """Somebody who uses the site, as the field offers them."""
    return f"{user.name} ({user.username})"


class OwnerField(forms.CharField):
    """Who does it. Its value is (user or None, name); what may be chosen comes from `owners`."""

    def __init__(self, *, label: str = "Who does it", required: bool = True, help_text: str = "") -> None:
        widget = forms.TextInput(attrs={"list": LIST, "autocomplete": "off"})
        super().__init__(label=label, required=required, max_length=150, widget=widget, help_text=help_text)
        self.owners = Owners()

    def clean(self, value: object) -> tuple[User | None, str] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.owners.read(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
