"""One council's records and book, ready to count: what the command, the reports and the web site open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lineofsight.calendar import Month, WorkingCalendar, england
from lineofsight.home import Home
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import Reads, check_book
from lineofsight.indicators.definitions import Definition
from lineofsight.indicators.engine import Counted, count
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot, Snapshots


@dataclass(frozen=True)
class Council:
    """The snapshot that serves in a home folder (or another of its snapshots), with the council's book."""

    home: Home
    snapshot_id: str | None = field(default=None)

    @cached_property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.home.snapshots)

    @cached_property
    def snapshot(self) -> Snapshot:
        return self.snapshots.get(self.snapshot_id) if self.snapshot_id else self.snapshots.current()

    @cached_property
    def book(self) -> Book:
        return read_book(self.home.book)

    @cached_property
    def reads(self) -> dict[Definition, Reads]:
        return check_book(self.book, self.home.cache)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        try:
            return england(self.home.bank_holidays)
        except ValueError as error:
            raise Refused(str(error)) from None

    @property
    def latest_month(self) -> Month:
        return Month.latest_ended(self.snapshot.extracted_on)

    def count(
        self,
        months: Iterable[Month],
        *,
        now: bool = False,
        refs: Iterable[str] | None = None,
        breakdowns: Iterable[str] = (),
        beside: Iterable[str] = (),
        into: Path | None = None,
    ) -> Counted:
        """Counts indicators at the ends of months: see `indicators.engine.count`."""
        return count(
            self.snapshot,
            self.book,
            self.reads,
            self.calendar,
            months=months,
            now=now,
            refs=refs,
            breakdowns=breakdowns,
            beside=beside,
            scratch=self.home.cache / "spilled",
            into=into,
        )
