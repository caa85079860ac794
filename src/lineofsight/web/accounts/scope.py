"""Whose children a person may see, and which of those are restricted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lineofsight.web.accounts.models import ChosenChild, RestrictedReader, RestrictedRecord, User, UserTeam
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role


@dataclass(frozen=True)
class Scope:
    """The children that one person may see, by the records as they are.

    `everybody`, or those whose allocated worker at the extract date is in one of `teams`, or those `chosen`.
    `hidden`: restricted children that this person is not named for. All by person id. `why`: the reason, in
    words, as the access log keeps it.
    """

    everybody: bool = False
    teams: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    hidden: frozenset[str] = field(default=frozenset())
    why: str = ""

    @property
    def nobody(self) -> bool:
        return not (self.everybody or self.teams or self.chosen)


def scope_of(user: User, former_ids: Mapping[str, str] | None = None, today: dt.date | None = None) -> Scope:
    """The scope of a person now. Ids that were merged or changed at source stand for the same child.

    `former_ids`: old to new, of the snapshot that serves.
    """
    now = today or dt.date.today()  # noqa: DTZ011 - the day where the council is
    if not user.is_active or (user.access_ends_on and user.access_ends_on < now):
        return Scope(why="no access")
    if user.role in CHOSEN_CHILDREN and user.access_ends_on is None:
        return Scope(why="no last day of access is set")
    former = former_ids or {}
    before: dict[str, list[str]] = {}
    for old, new in former.items():
        before.setdefault(new, []).append(old)
    named = set(RestrictedReader.objects.filter(user=user).values_list("record_id", flat=True))
    restricted = RestrictedRecord.objects.filter(lifted_at=None).values_list("pk", "person_id")
    now_hidden = {former.get(person, person) for pk, person in restricted if pk not in named}
    hidden = frozenset(each for person in now_hidden for each in (person, *before.get(person, ())))
    title = Role(user.role).label
    if user.role in ALL_CHILDREN:
        return Scope(everybody=True, hidden=hidden, why=f"{title}: all children")
    if user.role in CHILDREN_OF_TEAMS:
        teams = frozenset(UserTeam.objects.filter(user=user).values_list("team_id", flat=True))
        return Scope(teams=teams, hidden=hidden, why=f"{title} of {', '.join(sorted(teams)) or 'no team'}"[:300])
    if user.role in CHOSEN_CHILDREN:
        chosen = ChosenChild.objects.filter(user=user).values_list("person_id", flat=True)
        return Scope(
            chosen=frozenset(former.get(person, person) for person in chosen),
            hidden=hidden,
            why=f"{title}: chosen children until {user.access_ends_on}",
        )
    return Scope(hidden=hidden, why=f"{title}: no children")
