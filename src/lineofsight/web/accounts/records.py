"""What the pages of people ask of the records: the names of teams, and whether an id is a child's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lineofsight.problems import Refused
from lineofsight.web.serving import serving


@dataclass(frozen=True)
class Team:
    team_id: str
    name: str
    parent: str = ""


def teams() -> list[Team]:
    """The teams of the records that serve, by the service that they belong to; none where nothing serves."""
    try:
        with serving().reading() as counted:
            rows = counted.database.execute(
                "select team_id, name, coalesce(parent_name, '') from teams order by 3, 2, 1"
            ).fetchall()
    except Refused:
        return []
    return [Team(*row) for row in rows]


def in_words(team_ids: Iterable[str]) -> list[str]:
    """Teams by name, each with its id; by its id alone where the records don't name it."""
    names = {team.team_id: team.name for team in teams()}
    return [f"{names[each]} ({each})" if names.get(each, each) != each else each for each in sorted(team_ids)]


def ids_of_children(written: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Of ids as somebody wrote them: (each with the child's id now), and those that no child of the records has.

    Refused where nothing serves, so that nothing can be looked up.
    """
    served = serving()
    asked = list(dict.fromkeys(written))
    now = {each: served.former_ids.get(each, each) for each in asked}
    with served.reading() as counted:
        found = counted.database.execute(
            "select id from children where id in (select unnest($ids))", {"ids": list(now.values())}
        ).fetchall()
    known = {row[0] for row in found}
    return {each: now[each] for each in asked if now[each] in known}, [x for x in asked if now[x] not in known]


def all_ids_of(person_id: str) -> set[str]:
    """Every id under which a child stands or stood: the log keeps the one of its day."""
    try:
        former = serving().former_ids
    except Refused:
        return {person_id}
    now = former.get(person_id, person_id)
    return {person_id, now, *(old for old, new in former.items() if new == now)}


def snapshot_id() -> str:
    try:
        return serving().council.snapshot.id
    except Refused:
        return ""
