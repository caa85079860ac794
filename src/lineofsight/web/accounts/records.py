"""What the pages of people ask of the records: the names of teams, and whether an id is a child's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineofsight.problems import Refused
from lineofsight.web.serving import serving


@dataclass(frozen=True)
class Team:
    """A team; `within`: all the teams that belong to it, where it is a service."""

    team_id: str
    name: str
    within: tuple[str, ...] = ()


def teams() -> list[Team]:
    """The teams of the records that serve, each service before its teams; none where nothing serves."""
    try:
        with serving().reading() as counted:
            rows = counted.database.execute(
                "select team_id, name, parent_id from teams order by name, team_id"
            ).fetchall()
    except Refused:
        return []
    return in_order(rows)


def in_order(rows: list[tuple[str, str, str | None]]) -> list[Team]:
    """Rows of (team, name, parent) as a list in which each service stands before its teams. Circles are cut."""
    names = {team: name for team, name, _ in rows}
    below: dict[str, list[str]] = {}
    for team, _, parent in rows:
        if parent in names and parent != team:
            below.setdefault(str(parent), []).append(team)
    told: dict[str, Team] = {}

    def tell(team: str) -> tuple[str, ...]:
        told[team] = Team(team, names[team])
        within: list[str] = []
        for child in below.get(team, []):
            if child not in told:
                within += [child, *tell(child)]
        told[team] = Team(team, names[team], tuple(within))
        return told[team].within

    for team in [*(team for team, _, parent in rows if parent not in names), *names]:
        if team not in told:
            tell(team)
    return list(told.values())


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


def former_ids() -> Mapping[str, str]:
    """Ids that were merged or changed at source, old to new; none where nothing serves."""
    try:
        return serving().former_ids
    except Refused:
        return {}


def all_ids_of(person_id: str) -> set[str]:
    """Every id under which a child stands or stood: the log keeps the one of its day."""
    former = former_ids()
    now = former.get(person_id, person_id)
    return {person_id, now, *(old for old, new in former.items() if new == now)}


def snapshot_id() -> str:
    try:
        return serving().council.snapshot.id
    except Refused:
        return ""
