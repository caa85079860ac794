"""Which definition holds when, and which can't be computed because the extract lacks what it needs.

Missing is not false: an indicator or cohort whose table is absent or empty, or lacks a column that is required for
counting, gives "no data: needs TABLE.COLUMN". A column that is optional, or that a definition only reads if it is
there, doesn't stop it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lineofsight.calendar import Month
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import Reads
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.records.descriptions import Table, describe
from lineofsight.records.snapshots import Snapshot

FAR = dt.date(9999, 12, 31)
LONG_AGO = dt.date(1, 1, 1)


@dataclass(frozen=True)
class Stretch:
    """Dates in a row on which one version of a definition holds. `lacks` says what it can't be computed for."""

    first: dt.date
    last: dt.date
    version: Definition
    lacks: str = ""


@dataclass(frozen=True)
class PresentOnly:
    """A table of history that another table stands in for: from which date on, and for whom."""

    table: Table
    covers_from: dt.date
    history_is_there: bool


class Availability:
    """What a snapshot admits of a book."""

    def __init__(self, book: Book, reads: Mapping[Definition, Reads], snapshot: Snapshot) -> None:
        self.book = book
        self.reads = reads
        self.snapshot = snapshot
        self.cohorts = frozenset(book.named("cohort"))

    @cached_property
    def stand_ins(self) -> dict[str, PresentOnly]:
        """Tables of history for which the extract holds a table of the present."""
        found = {}
        for name in {table for reads in self.reads.values() for table in reads.tables}:
            table = describe(name)
            if table.stands_in and self.snapshot.columns(table.stands_in.table):
                found[name] = PresentOnly(
                    table,
                    Month.latest_ended(self.snapshot.extracted_on).end,
                    bool(self.snapshot.columns(name)),
                )
        return found

    def stretches(self, kind: Kind, name: str, dates: Iterable[dt.date]) -> list[Stretch]:
        """The definition's versions over a set of as-at dates, with what each lacks, in order of date."""
        dates = sorted(dates)
        changes = sorted({change for change in self._changes(kind, name) if dates[0] < change <= dates[-1]})
        starts, ends = (
            [dates[0], *changes],
            [*(change - dt.timedelta(days=1) for change in changes), dates[-1]],
        )
        return [
            Stretch(first, last, self._in_force(kind, name, last), self.lacks(kind, name, last))
            for first, last in zip(starts, ends, strict=True)
        ]

    def reads_of(self, kind: Kind, name: str, on: dt.date) -> dict[str, set[str]]:
        """The columns of each table that a figure at a date is counted from, through all cohorts."""
        version = self._in_force(kind, name, on)
        found = {table: set(columns) for table, columns in self.reads[version].tables.items()}
        further: list[tuple[Kind, str]] = [("cohort", cohort) for cohort in self._cohorts_of(version)]
        if kind == "indicator" and version.is_rate:
            further.append(("indicator", version.header["rate_of"]))
        for other in further:
            for table, columns in self.reads_of(*other, on).items():
                found.setdefault(table, set()).update(columns)
        return found

    def _in_force(self, kind: Kind, name: str, on: dt.date) -> Definition:
        return self.book.at(kind, name, Month.of(on))

    def _changes(self, kind: Kind, name: str) -> set[dt.date]:
        """The days on which something changes that the definition depends on."""
        changes: set[dt.date] = set()
        for version in self.book.versions[kind, name]:
            changes.add(version.valid_from.start)
            if version.valid_to:
                changes.add(version.valid_to.end + dt.timedelta(days=1))
            changes |= {self.stand_ins[t].covers_from for t in self.reads[version].tables if t in self.stand_ins}
            for cohort in self._cohorts_of(version):
                changes |= self._changes("cohort", cohort)
            if version.is_rate:
                changes |= self._changes("indicator", version.header["rate_of"])
        if self.snapshot.limits:
            changes |= {self.snapshot.extracted_on, *self._since.values()}
        return changes

    def _cohorts_of(self, version: Definition) -> list[str]:
        return [name for name in self.reads[version].builds_on if name in self.cohorts]

    def lacks(self, kind: Kind, name: str, on: dt.date) -> str:
        """What the definition in force on a date can't be computed without; empty where nothing is missing."""
        version = self._in_force(kind, name, on)
        if version.valid_to and version.valid_to.end < on:
            return f"no longer in force: ended with {version.valid_to}"
        if kind != "cohort" and (limit := self._limit(kind, name, on)):
            return f"no data: {limit}"
        if kind == "indicator" and version.is_rate and (lack := self.lacks(kind, version.header["rate_of"], on)):
            return lack
        for table, columns in self.reads[version].tables.items():
            if missing := self._missing(version, table, columns, on):
                return f"no data: needs {missing}"
        for cohort in self._cohorts_of(version):
            if lack := self.lacks("cohort", cohort, on):
                return lack
        return ""

    def computable_to(self, kind: Kind, name: str, first: dt.date, last: dt.date) -> dt.date | None:
        """The last day of a stretch on which nothing is lacking: a cohort may end before what builds on it does."""
        changes = [change - dt.timedelta(days=1) for change in self._changes(kind, name) if first < change <= last]
        return next((day for day in [last, *sorted(changes, reverse=True)] if not self.lacks(kind, name, day)), None)

    @cached_property
    def _since(self) -> dict[str, dt.date]:
        """Tables of which the source holds the rows from a date on."""
        since = self.snapshot.limits.get("since", {})
        return {table: dt.date.fromisoformat(on) for table, on in since.items() if self.snapshot.columns(table)}

    def begins(self, kind: Kind, name: str, on: dt.date) -> dt.date | None:
        """The first day of which the source holds everything that a figure is counted from; None where all days are."""
        if not self._since:
            return None
        return max(
            (self._since[table] for table in self.reads_of(kind, name, on) if table in self._since), default=None
        )

    def window_lacks(self, name: str, on: dt.date, first_day: dt.date) -> str:
        """What a window that begins on `first_day` lacks: a source that holds a part of the past only.

        A rate lacks what the count lacks that it divides.
        """
        if (rate := self.book.latest("indicator", name)).is_rate:
            return self.window_lacks(rate.header["rate_of"], on, first_day)
        begins = self.begins("indicator", name, on)
        if begins is None or first_day >= begins or not self.book.latest("indicator", name).is_event:
            return ""
        return f"no data: {self.snapshot.limits['source']} holds what happened since {begins}, not the whole period"

    def _limit(self, kind: Kind, name: str, on: dt.date) -> str:
        """Why a source's lists don't hold enough for a figure at a date; empty where they do."""
        limits = self.snapshot.limits
        if not limits:
            return ""
        if name in limits["cannot"]:
            return str(limits["cannot"][name])
        reads = {table for table in self.reads_of(kind, name, on) if self.snapshot.columns(table)}
        latest = sorted(reads & set(limits["latest_only"]))
        if latest and on != self.snapshot.extracted_on:
            return (
                f"{limits['source']} holds only the latest row of each child in {latest[0]}, "
                f"so it serves {self.snapshot.extracted_on} alone"
            )
        begins = self.begins(kind, name, on)
        if begins is not None and on < begins:
            return f"{limits['source']} holds what happened since {begins}"
        partly = [*latest, *sorted(reads & set(self._since))]
        if partly and kind == "indicator" and name not in limits["enough"]:
            return f"{limits['source']} holds only a part of {partly[0]}, and {name} may need more of it"
        return ""

    def _missing(self, version: Definition, table: str, columns: Iterable[str], on: dt.date) -> str:
        there = self.snapshot.columns(table)
        described = describe(table).columns
        if_there = set(version.header.get("reads_if_there", ()))
        needed = [c for c in columns if not described[c].optional and f"{table}.{c}" not in if_there]
        if not needed:
            return "" if there else f"{table}.{describe(table).key}"
        stand_in = self.stand_ins.get(table)
        if stand_in and not there:
            if on < stand_in.covers_from:
                return f"{table}.{needed[0]}"
            return self._missing_from_stand_in(stand_in, needed)
        missing = next((column for column in needed if column not in there), "")
        if missing:
            return f"{table}.{missing}"
        return ""

    def _missing_from_stand_in(self, stand_in: PresentOnly, needed: Iterable[str]) -> str:
        source = stand_in.table.stands_in
        assert source is not None
        there = self.snapshot.columns(source.table)
        for column in needed:
            if column in (source.from_column, source.to_column):
                continue
            other = source.columns.get(column)
            if other is None:  # what the other table doesn't know can't be told from it
                return f"{stand_in.table.name}.{column}"
            if other not in there:
                return f"{source.table}.{other}"
        return ""
