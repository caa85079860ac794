"""Makes the figures of a report's model: each with the day, the records and the rule that it was counted by.

The one place where a figure of the highlight report, or a count of people's work, becomes a `document.Number`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lineofsight.calendar import Month
from lineofsight.indicators.book import Book
from lineofsight.reports import wording
from lineofsight.reports.document import Number
from lineofsight.reports.model import HighlightReport, Row, Shown

#: What stands as the rule of a figure that is counted from people's work here, by no definition of the book.
OF_WORK = "counted from what is kept here"


def versions_of(book: Book, month: Month) -> dict[str, str]:
    """The version of each definition that holds in a month, as reports name it: "3.3 from 2022-04"."""
    return {ref: f"{ref} from {book.at('indicator', ref, month).valid_from}" for ref in book.named("indicator")}


@dataclass(frozen=True)
class Numbers:
    """Makes figures out of one highlight report. `versions`: of each indicator, the version of its definition.

    `work_as_at`: the day that counts of people's work are of.
    """

    report: HighlightReport
    versions: Mapping[str, str] = field(default_factory=dict)
    work_as_at: dt.date | None = None

    def shown(self, ref: str, title: str, shown: Shown, unit: str, on: dt.date, window: str = "") -> Number:
        """One figure of an indicator on a day. One that has no value says which kind of nothing it is."""
        return Number(
            text=wording.figure(shown, unit),
            what=f"{ref} {title}" if ref[:1].isdigit() else title,
            as_at=on,
            snapshot=self.report.snapshot,
            definition=self.versions.get(ref, f"{ref}, book {self.report.book[:8]}"),
            value=shown.value,
            numerator=shown.numerator,
            denominator=shown.denominator,
            ref=ref,
            window=window,
        )

    def current(self, row: Row) -> Number:
        """An indicator's figure of the report's month, in the period that the report shows."""
        return self.shown(row.ref, row.title, row.current, row.unit, self.report.as_at, row.period)

    def previous(self, row: Row) -> Number:
        """Its figure at the end of the financial year before."""
        return self.shown(row.ref, row.title, row.previous, row.unit, self._year_before, row.period)

    def trend(self, row: Row) -> tuple[Number, ...]:
        """Its figures of the months of the trend, oldest first. The trend counts another period than the current."""
        days = [min(month.end, self.report.as_at) for month in self.report.months]
        return tuple(
            self.shown(row.ref, row.title, shown, row.unit, day, "month of the trend")
            for shown, day in zip(row.trend, days, strict=True)
        )

    def part(self, row: Row, which: str) -> Number:
        """The numerator or the denominator of an indicator's current figure, as a count of its own."""
        value = row.current.numerator if which == "numerator" else row.current.denominator
        text = wording.parts(row.current, row.unit)[0 if which == "numerator" else 1]
        return Number(
            text=text,
            what=f"{row.ref} {which} ({row.title})",
            as_at=self.report.as_at,
            snapshot=self.report.snapshot,
            definition=self.versions.get(row.ref, row.ref),
            value=None if value is None or row.unit == "count" else Fraction(value),
            numerator=value,
            ref=row.ref,
            window=f"{row.period}, {which}",
        )

    def of_report(self, how_many: int, what: str) -> Number:
        """A count of the report's own rows ("measures rated green"): no count of children."""
        return Number(
            text=wording.count(how_many),
            what=what,
            as_at=self.report.as_at,
            snapshot=self.report.snapshot,
            definition="counted from the measures of this report",
            value=Fraction(how_many),
        )

    def of_work(self, how_many: int, what: str, *, cases: bool = False) -> Number:
        """A count of people's work: audits, actions, meetings. `cases`: of children's cases, so that a small one may
        have to be hidden.
        """
        return Number(
            text=wording.count(how_many),
            what=what,
            as_at=self.work_as_at or self.report.as_at,
            snapshot=self.report.snapshot,
            definition=OF_WORK,
            value=Fraction(how_many),
            numerator=how_many if cases else None,
        )

    def share_of_work(self, part: int, whole: int, what: str) -> Number:
        """A percentage of people's work, with its parts."""
        value = Fraction(100 * part, whole) if whole else None
        return Number(
            text=wording.number(value, "percent") if value is not None else wording.NO_CASES,
            what=what,
            as_at=self.work_as_at or self.report.as_at,
            snapshot=self.report.snapshot,
            definition=OF_WORK,
            value=value,
            numerator=part,
            denominator=whole,
        )

    @property
    def _year_before(self) -> dt.date:
        return dt.date(2000 + int(self.report.previous_label[-2:]), 3, 31)
