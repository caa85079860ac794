"""What the highlight report says: one object, from which every rendering takes its figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

from lineofsight.calendar import Month
from lineofsight.reports.signals import Signals


@dataclass(frozen=True)
class Shown:
    """One figure in a report.

    `value` is exact and in the indicator's unit: per cent, a count, or per 10,000; None where there is none, and
    then `note` says why: "no cases" (nobody to count: not zero), or "no data: needs TABLE.COLUMN".
    `denominator` is None for counts. A note beside a value is a remark (an older population, say). Numerator and
    denominator are in `scale` parts of one: with 10, in tenths of a full-time equivalent.
    """

    value: Fraction | None
    numerator: int | None = None
    denominator: int | None = None
    note: str = ""
    scale: int = 1


@dataclass(frozen=True)
class Row:
    """One indicator in a report. `rating` is green, amber, red or empty; targets are as the book writes them.

    `cautions` are sentences that the reader needs beside the figures: rows of its records that could not be used, or
    a rule that changed within the months shown. `signals`: how it moved, how far the targets are, what the series says.
    """

    ref: str
    title: str
    unit: str  # percent, count, rate, median, mean
    better: str  # higher, lower or empty
    period: str  # Snapshot, Month, Year to date, Rolling year
    previous: Shown
    current: Shown
    trend: tuple[Shown, ...]
    minimum: str | None
    upper: str | None
    rating: str
    cautions: tuple[str, ...] = ()
    signals: Signals = field(default_factory=Signals)
    measured_in: str = ""  # of a median or a mean: working days, children


@dataclass(frozen=True)
class KeyNumber:
    label: str
    ref: str
    shown: Shown
    rate: Shown | None = None


@dataclass(frozen=True)
class Reconciliation:
    """How the cohorts add up to the open cases: each open case once, in the first cohort that it is in.

    `allocated_not_open` and `open_not_allocated` are children whose worker and case disagree. None where there
    is no data for it; `note` then says why.
    """

    open_cases: int | None
    parts: tuple[tuple[str, int], ...] = ()
    allocated: int | None = None
    allocated_not_open: int | None = None
    open_not_allocated: int | None = None
    note: str = ""


@dataclass(frozen=True)
class HighlightReport:
    """The monthly highlight report of one council.

    `as_at` is the day that the figures describe: the last of the month, or the extract date in a month that had not
    ended. `groups` are the indicators in the book's order, grouped. `months` are the six trend months, oldest first.
    `previous_label` is the financial year before, as 2021/22. `snapshot`, `extracted_on` and `book` say what the
    figures were counted from, so that they can be counted again; `council` whose
    they are, as the extract says, and `made_up` that every child in it is.
    """

    month: Month
    as_at: dt.date
    months: tuple[Month, ...]
    previous_label: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    key_numbers: tuple[KeyNumber, ...]
    reconciliation: Reconciliation
    snapshot: str
    extracted_on: dt.date
    book: str
    council: str = ""
    made_up: bool = False

    @property
    def ended(self) -> bool:
        """Whether the month had ended when the extract was taken."""
        return self.as_at == self.month.end

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands above each trend month; a month that had not ended names its day."""
        labels = tuple(month.label for month in self.months)
        return labels if self.ended else (*labels[:-1], f"{self.as_at.day} {labels[-1]}")

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for _, rows in self.groups for row in rows)

    def rated(self, rating: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.rating == rating)
