"""Figures as they were reported before this system, kept beside what is counted and never mixed in.

A council's old reports are the only record of some months. They are kept as they were written, with the file that they
came from, so that a difference from what is counted today can be seen and explained.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from lineofsight.calendar import Month
from lineofsight.indicators.book import Book
from lineofsight.indicators.definitions import WINDOW_TITLES
from lineofsight.problems import Refused

if TYPE_CHECKING:
    from lineofsight.council import Council

COLUMNS = ("ref", "month", "window", "numerator", "denominator", "value", "source", "loaded_at")
#: What a cell of a figure that was not reported holds.
NOT_REPORTED = ("", "n/a", "na", "-", "no data", "no cases")
_YEAR = re.compile(r"previous_year_(\d{4})_\d{2}")


@dataclass(frozen=True)
class Reported:
    """One figure as it was reported, in the indicator's unit and with the decimals that it was given."""

    ref: str
    month: Month
    window: str
    numerator: int | None
    denominator: int | None
    value: Decimal
    source: str
    loaded_at: str


def is_past_figures(headings: Iterable[str]) -> bool:
    """Whether a CSV file with these headings holds past figures: a reference, and a value or columns of months."""
    names = {name.strip().lower() for name in headings}
    return "ref" in names and ({"month", "value"} <= names or any(_month_of(name) for name in names))


def _month_of(text: str) -> Month | None:
    """The month that a heading or cell names: 2023-03, Mar 23, Mar-23 or March 2023; None where it names none."""
    for form in ("%Y-%m", "%b %y", "%B %Y", "%b %Y"):
        try:
            day = dt.datetime.strptime(text.strip().replace("-", " " if form != "%Y-%m" else "-"), form)  # noqa: DTZ007
        except ValueError:
            continue
        return Month(day.year, day.month)
    return None


def read_past_figures(file: Path, book: Book, loaded_at: dt.datetime) -> list[Reported]:
    """The figures of a CSV file, in one of two forms; an empty cell was not reported.

    Long: a row for each figure, with `ref`, `month` (2023-03), `value` and, where known, `window` (month, ytd,
    rolling_year, snapshot), `numerator` and `denominator`.

    As the highlight report: a row for each indicator, with `ref`, a column for each month (2023-03) in the window
    of the trend, and where there are any `numerator`, `denominator` and `current` for the last of these months and
    `previous_year_2021_22` in the window that the report shows.

    Refused, with row and column, where a cell can't be read or a figure stands there twice.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            rows = list(csv.reader(text))
    except (UnicodeDecodeError, csv.Error):
        raise Refused(f"{file.name}: can't be read. Save it as 'CSV UTF-8 (comma delimited)'") from None
    headings = [name.strip().lower() for name in rows[0]] if rows else []
    if not is_past_figures(headings):
        raise Refused(
            f"{file.name}, row 1: past figures need a column ref and either month and value, or a column for each "
            f"month such as 2023-03"
        )
    twice = next((name for name in headings if name and headings.count(name) > 1), None)
    if twice:
        raise Refused(f"{file.name}, row 1: two columns are named {twice}: keep one")
    long = "value" in headings and "month" in headings
    found: dict[tuple[str, Month, str], Reported] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            raise Refused(f"{file.name}, row {number}: has {len(cells)} cells where the header has {len(headings)}")
        row = _Row(file.name, number, dict(zip(headings, (cell.strip() for cell in cells), strict=True)))
        for figure in (_long if long else _wide)(row, book, loaded_at.isoformat(timespec="seconds")):
            key = (figure.ref, figure.month, figure.window)
            if key in found and found[key].value != figure.value:
                raise row.refuse("ref", f"the figure for {figure.month} stands in the file twice: keep one")
            found[key] = figure
    return list(found.values())


@dataclass(frozen=True)
class _Row:
    file: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, column: str, what: str) -> Refused:
        return Refused(f"{self.file}, row {self.number}, column {column}: {what}")

    def decimal(self, column: str) -> Decimal | None:
        text = self.cells.get(column, "").replace(",", "").removesuffix("%").strip()
        if text.lower() in NOT_REPORTED:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("nan")
        if not value.is_finite():
            raise self.refuse(column, "is not a number: write it as 89.5, or leave the cell empty")
        return value

    def whole(self, column: str) -> int | None:
        value = self.decimal(column)
        if value is not None and (value != int(value) or value < 0):
            raise self.refuse(column, "is not a whole number")
        return None if value is None else int(value)


def _long(row: _Row, book: Book, loaded_at: str) -> Iterator[Reported]:
    value = row.decimal("value")
    if value is None:
        return
    ref = _ref(row)
    month = _month_of(row.cells["month"])
    if month is None:
        raise row.refuse("month", "is not a month: write it as 2023-03")
    window = row.cells.get("window") or _windows(book, ref)[0]
    if window not in WINDOW_TITLES:
        raise row.refuse("window", f"must be one of {', '.join(WINDOW_TITLES)}")
    numerator, denominator = row.whole("numerator"), row.whole("denominator")
    yield Reported(ref, month, window, numerator, denominator, value, row.file, loaded_at)


def _wide(row: _Row, book: Book, loaded_at: str) -> Iterator[Reported]:
    ref = _ref(row)
    shown, trend = _windows(book, ref)
    months = [(month, name) for name in row.cells if (month := _month_of(name))]
    for month, name in months:
        if (value := row.decimal(name)) is not None and not (month == max(months)[0] and trend == shown):
            yield Reported(ref, month, trend, None, None, value, row.file, loaded_at)
    latest, name = max(months)
    current = row.decimal("current")
    if current is None and trend == shown:
        current = row.decimal(name)
    if current is not None:
        parts = row.whole("numerator"), row.whole("denominator")
        yield Reported(ref, latest, shown, *parts, current, row.file, loaded_at)
    for name in row.cells:
        if (year := _YEAR.fullmatch(name)) and (value := row.decimal(name)) is not None:
            yield Reported(ref, Month(int(year[1]) + 1, 3), shown, None, None, value, row.file, loaded_at)


def _ref(row: _Row) -> str:
    if not row.cells["ref"]:
        raise row.refuse("ref", "is empty: give the indicator's reference, for example 3.3")
    return row.cells["ref"]


def _windows(book: Book, ref: str) -> tuple[str, str]:
    """The windows in which the report shows an indicator and its trend; of one that the book lacks, the snapshot."""
    if ref not in book.named("indicator"):
        return "snapshot", "snapshot"
    latest = book.latest("indicator", ref)
    return latest.shown, latest.trend


def keep_reported(store: Path, figures: Sequence[Reported]) -> None:
    """Adds figures to those that are kept; what was kept before stays in the file, and the last loaded stands."""
    kept = store.read_text(encoding="utf-8") if store.is_file() else ""
    draft = store.with_name(f".{store.name}-{os.getpid()}")
    with draft.open("w", newline="", encoding="utf-8") as file:
        file.write(kept)
        writer = csv.writer(file, lineterminator="\n")
        if not kept:
            writer.writerow(COLUMNS)
        for figure in figures:
            writer.writerow(["" if v is None else v for v in (getattr(figure, column) for column in COLUMNS)])
        file.flush()
        os.fsync(file.fileno())
    draft.replace(store)


def reported(store: Path) -> dict[tuple[str, Month, str], Reported]:
    """What is kept, by reference, month and window: of figures that were loaded again, the last."""
    if not store.is_file():
        return {}
    found: dict[tuple[str, Month, str], Reported] = {}
    try:
        with store.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                month = Month.read(row["month"])
                found[row["ref"], month, row["window"]] = Reported(
                    ref=row["ref"],
                    month=month,
                    window=row["window"],
                    numerator=int(row["numerator"]) if row["numerator"] else None,
                    denominator=int(row["denominator"]) if row["denominator"] else None,
                    value=Decimal(row["value"]),
                    source=row["source"],
                    loaded_at=row["loaded_at"],
                )
    except (ValueError, KeyError, TypeError, InvalidOperation, csv.Error):
        raise Refused(f"{store.name}: is damaged: move it away and load the past figures again") from None
    return found


def decimals(value: Decimal) -> int:
    """The decimals that a figure was reported with: a difference smaller than they show is none."""
    return max(0, -int(value.as_tuple().exponent))


def differs(figure: Reported, numerator: int | None, value: float | None) -> bool:
    """Whether what is counted differs from what was reported, by more than its rounding.

    >>> differs(Reported("3.3", Month(2023, 3), "snapshot", 564, 738, Decimal("76.4"), "", ""), 564, 76.42)
    False
    """
    if value is None:
        return False
    if figure.numerator is not None and figure.numerator != numerator:
        return True
    return abs(Decimal(repr(value)) - figure.value) > Decimal(10) ** -decimals(figure.value) / 2 + Decimal("1e-9")


#: What `beside` gives: the figure as it was reported, and as it is counted from the records of today.
BESIDE = (
    *("ref", "month", "window", "reported_numerator", "reported_denominator", "reported"),
    *("counted_numerator", "counted_denominator", "counted", "differs", "note", "source"),
)


def beside(kept: Mapping[tuple[str, Month, str], Reported], council: Council) -> list[tuple[object, ...]]:
    """Each figure as it was reported with what is counted for the same month and window (BESIDE), oldest first.

    Months that the snapshot doesn't reach, or that the calendar doesn't know, and indicators that the book lacks have
    nothing beside them, and `note` says why.
    """
    from lineofsight.indicators.figures import figures, lay_figures

    known = set(council.book.named("indicator"))
    first = Month(council.calendar.first.year + 1, 4)
    months = sorted({key[1] for key in kept if first <= key[1] <= council.latest_month})
    refs = [ref for ref in council.book.named("indicator") if any(key[0] == ref for key in kept)]
    found = {}
    if months and refs:
        counted = council.count(months, refs=refs)
        lay_figures(counted)
        found = {(f.ref, Month.of(f.as_at), f.window): f for f in figures(counted)}
    rows: list[tuple[object, ...]] = []
    for key, figure in sorted(kept.items(), key=lambda pair: (pair[0][1], pair[0][0], pair[0][2])):
        ref, month, window = key
        now = found.get(key)
        value = float(now.value) if now is not None and now.value is not None else None
        if now is not None:
            note = now.note
        elif ref not in known:
            note = "the book has no such indicator"
        elif month not in months:
            note = "no data: the month lies outside the records"
        else:
            note = "not counted in this window"
        parts = (now.numerator, now.denominator) if now is not None else (None, None)
        different = None if value is None else differs(figure, parts[0], value)
        rows.append(
            (
                *(ref, str(month), window, figure.numerator, figure.denominator, str(figure.value)),
                *(*parts, value, different, note, figure.source),
            )
        )
    return rows
