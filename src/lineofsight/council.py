"""One council's records and book, ready to count: what the command, the reports and the web site open."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lineofsight.calendar import Month, WorkingCalendar, england
from lineofsight.home import Home
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import Reads, check_book
from lineofsight.indicators.definitions import Definition
from lineofsight.indicators.engine import Counted, count
from lineofsight.problems import Refused
from lineofsight.records.descriptions import describe, described
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
            scratch=self.home.cache / "spilled",
        )


def council_spellings(home: Home) -> Mapping[str, Mapping[str, str]]:
    """The council's own spellings of codes: column -> spelling -> code, from mappings.toml in its folder.

    [codes.invo_professional_role_id]
    "Lead social worker" = "CW"
    """
    if not home.mappings.is_file():
        return {}
    try:
        codes = tomllib.loads(home.mappings.read_text(encoding="utf-8-sig")).get("codes", {})
        spellings = {column: {str(s): str(code) for s, code in values.items()} for column, values in codes.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise Refused(
            f'{home.mappings.name}: can\'t be read ({error}). Write it as [codes.COLUMN] and "spelling" = "CODE"'
        ) from None
    for column, values in spellings.items():
        described_as = next((c[column] for c in (describe(t).columns for t in described()) if column in c), None)
        if described_as is None or not described_as.codes:
            raise Refused(f"{home.mappings.name}: [codes.{column}] names no column that holds codes: mend its name")
        for spelling, code in values.items():
            if code not in described_as.codes:
                raise Refused(
                    f"{home.mappings.name}: {spelling!r} of {column} is mapped to {code!r}, which is no code of it: "
                    f"it has {', '.join(described_as.codes)}"
                )
    return spellings
