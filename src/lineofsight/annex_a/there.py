"""What a snapshot admits of a list on a day: whether it can be made, and which of its columns can't be filled.

Missing, none and not loaded are three things. A list whose records were not loaded is not an empty list, and a number
of missing episodes is not 0 where no missing episodes were loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from lineofsight.annex_a.rules import ListRule
from lineofsight.calendar import months_before
from lineofsight.indicators.availability import Availability
from lineofsight.records.descriptions import StandsIn


class There:
    """What the snapshot behind `availability` holds for lists as at a day."""

    def __init__(self, availability: Availability, on: dt.date) -> None:
        self.availability, self.snapshot, self.on = availability, availability.snapshot, on

    def cannot(self, rule: ListRule, months: int) -> str:
        """Why the list can't be made; empty where it can."""
        if missing := next((name for name in rule.of if not self.has(name)), ""):
            return self._not_held(missing)
        tables = _tables(rule.of)
        return self._another_day(tables) or self._since(tables, months)

    def lacking(self, rule: ListRule) -> dict[str, str]:
        """Each column that can't be filled, and why."""
        found = {}
        for column, needed in rule.needs.items():
            if missing := next((name for name in needed if not any(map(self.has, name.split(" or ")))), ""):
                found[column] = self._not_held(missing)
                continue
            tables = _tables(needed)
            why = self._another_day(tables)
            if column in rule.needs_all_of:
                why = why or self._part(tables)
            if months := rule.looks_back.get(column, 0):
                why = why or self._since(tables, months)
            if why:
                found[column] = why
        return found

    def cautions(self, rule: ListRule) -> tuple[str, ...]:
        """What the list was made without, though it says who is in it or left out."""
        return tuple(
            f"made without {table}, which the snapshot doesn't hold: who is in the list may differ"
            for table in rule.chooses_by
            if not self._holds(table)
        )

    def has(self, name: str) -> bool:
        """Whether the snapshot holds a column (`table.column`), itself or in the table that stands in on the day."""
        table, _, column = name.partition(".")
        if column in self.snapshot.columns(table):
            return True
        source = self._stands_in(table)
        if source is None:
            return False
        other = source.columns.get(column)
        return column in (source.from_column, source.to_column) or (
            other is not None and other in self.snapshot.columns(source.table)
        )

    def _stands_in(self, table: str) -> StandsIn | None:
        """The table that stands in for one of history on the day; None where none does."""
        stand_in = self.availability.stand_ins.get(table)
        return stand_in.table.stands_in if stand_in is not None and self.on >= stand_in.covers_from else None

    def _not_held(self, needed: str) -> str:
        """What the snapshot lacks: a table, or a column of one that it has."""
        names = needed.split(" or ")
        tables = list(dict.fromkeys(name.partition(".")[0] for name in names))
        if any(map(self._holds, tables)):
            return f"the snapshot holds no {' and no '.join(names)}"
        return f"the snapshot holds no {' and no '.join(tables)}"

    def _holds(self, table: str) -> bool:
        return bool(self.snapshot.columns(table)) or self._stands_in(table) is not None

    def _another_day(self, tables: Iterable[str]) -> str:
        """Why a source that holds only the latest rows doesn't serve the day; empty where it does."""
        day = self.snapshot.extracted_on
        if latest := next((table for table in tables if table in self._latest and self.on != day), ""):
            return f"{self._source} holds only the latest row of each child in {latest}, so it serves {day} alone"
        return ""

    def _since(self, tables: Iterable[str], months: int) -> str:
        """Why a source doesn't go back so many months from the day; empty where it does."""
        for table in tables:
            since = self.snapshot.limits.get("since", {}).get(table)
            if since is not None and dt.date.fromisoformat(since) > months_before(self.on, months) + dt.timedelta(
                days=1
            ):
                return f"{self._source} holds what {table} has since {since}, and more is needed"
        return ""

    def _part(self, tables: Iterable[str]) -> str:
        """Why what is counted from all rows can't be, however old they are; empty where it can."""
        since = self.snapshot.limits.get("since", {})
        if partly := next((table for table in tables if table in self._latest or table in since), ""):
            return f"{self._source} holds only a part of {partly}"
        return ""

    @property
    def _source(self) -> str:
        return str(self.snapshot.limits.get("source", "the source"))

    @property
    def _latest(self) -> Collection[str]:
        found: Collection[str] = self.snapshot.limits.get("latest_only", ())
        return found


def _tables(names: Iterable[str]) -> list[str]:
    """The tables of columns, each once; of `a.x or b.y` both."""
    return list(dict.fromkeys(name.partition(".")[0] for each in names for name in each.split(" or ")))
