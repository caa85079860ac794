"""What a surgery looks at: rows of a figure that aren't as they should be, and people by id, in a reader's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lineofsight.indicators.children import rows_behind
from lineofsight.indicators.definitions import Definition
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, Reader, everybody_for


@dataclass(frozen=True)
class Person:
    """A child whom a reader may see. Empty but for the id where the records have the child no more."""

    id: str
    name: str = ""
    team_id: str | None = None
    team: str | None = None
    worker_id: str | None = None
    worker: str | None = None
    is_there: bool = True


@dataclass(frozen=True)
class Behind:
    """A row behind a figure. `good`: as it should be, whichever way the figure runs. `team`: that of the child now."""

    id: str
    event_id: str
    good: bool
    due_on: dt.date | None
    done_on: dt.date | None
    team_id: str | None
    team: str | None
    in_scope: bool
    restricted: bool

    @property
    def seen(self) -> bool:
        return self.in_scope and not self.restricted


def people_seen(
    counted: Counted, ids: Iterable[str], reader: Reader, former_ids: Mapping[str, str]
) -> dict[str, Person]:
    """Of these children (by id, or by an id of before a merger) those whom a reader may see, by the id asked with.

    A child whom the records have no more is seen by those alone who see everybody, unless it is restricted.
    `former_ids`: old to new, of the snapshot.
    """
    asked = {each: former_ids.get(each, each) for each in ids if each}
    if not asked:
        return {}
    everybody, values = everybody_for(reader)
    rows = counted.database.execute(
        f"with everybody_seen as ({everybody}) select id, name, team_id, team, worker_id, worker, {SEEN} "
        "from everybody_seen where list_contains(cast($ids as varchar[]), id)",
        values | {"ids": sorted(set(asked.values()))},
    ).fetchall()
    there = {row[0]: Person(*row[:-1]) if row[-1] else None for row in rows}
    found = {}
    for each, now in asked.items():
        if now in there:
            person = there[now]
        else:
            person = Person(now, is_there=False) if reader.everybody and now not in reader.hidden else None
        if person is not None:
            found[each] = person
    return found


def behind_now(
    counted: Counted, definition: Definition, on: dt.date, reader: Reader, also: Iterable[str] = ()
) -> list[Behind]:
    """The rows of a figure that are not as they should be, and all rows of the children in `also` (ids of now).

    In the window that the report shows. Rows that the reader may not see are among them: they are counted, not shown.
    Refused where the figure has no data.
    """
    everybody, values = everybody_for(reader)
    good = "not met" if definition.better == "lower" else "met"
    rows = counted.database.execute(
        f"with behind as ({rows_behind(counted, definition.name, on, definition.shown)}), "
        f"everybody_seen as ({everybody}) "
        f"select id, coalesce(event_id, ''), {good}, due_on, done_on, team_id, everybody_seen.team, "
        "in_scope, restricted from behind "
        "join everybody_seen on everybody_seen.person_key = behind.person_key "
        f"where not ({good}) or list_contains(cast($also as varchar[]), id) order by id, event_id",
        values | {"also": sorted(set(also))},
    ).fetchall()
    return [Behind(*row) for row in rows]


def teams_named(counted: Counted) -> dict[str, str]:
    """The name of each team of the records, by its id."""
    rows = counted.database.execute("select team_id, coalesce(nullif(name, ''), team_id) from teams").fetchall()
    return dict(rows)
