"""Reads a month as it was published, and says what makes its figures others today."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.calendar import Month, WorkingCalendar
from lineofsight.indicators.book import Book
from lineofsight.indicators.checks import check_book
from lineofsight.indicators.children import LISTED_WITH
from lineofsight.indicators.engine import Counted, count
from lineofsight.indicators.figures import figures
from lineofsight.indicators.laying import quoted
from lineofsight.problems import Refused
from lineofsight.published.freezing import FORM, MANIFEST
from lineofsight.published.moves import Behind, Moves, behind, moves
from lineofsight.published.rules import read_laid_book, rule_of
from lineofsight.reports.kept import from_json
from lineofsight.reports.model import HighlightReport, Shown


@dataclass(frozen=True)
class Frozen:
    """One publication of a month, read from its folder."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def month(self) -> Month:
        return Month.read(self.manifest["month"])

    @cached_property
    def report(self) -> HighlightReport:
        """The highlight report as it was published."""
        return from_json((self.folder / "report.json").read_text(encoding="utf-8"))

    @cached_property
    def book(self) -> Book:
        """Every definition as it was. Raises DefinitionRefused where this program can't read it any more."""
        return read_laid_book(self.folder / "book")

    @property
    def calendar(self) -> WorkingCalendar:
        days = self.manifest["bank_holidays"]
        return WorkingCalendar({dt.date.fromisoformat(day): name for day, name in days.items()})

    def beside(self, name: str) -> Any:
        """What people added under a name, as data; None where nothing was."""
        file = self.folder / f"{name}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    def behind(self, ref: str, window: str) -> list[Behind]:
        """The rows behind a figure of the report, as they were. Refused for measures whose rows are not kept."""
        rate_of = self.manifest["rate_of"]
        if ref not in {rate_of.get(row.ref, row.ref) for row in self.report.rows}:
            raise Refused(f"{self.folder.name} keeps the rows behind the figures of its report, and {ref} is not in it")
        with duckdb.connect() as database:
            rows = database.execute(
                "select person_id, event_id, met, clock_start, due_on, done_on, team, worker "
                f"from read_parquet('{quoted(self.folder / 'evidence.parquet')}') "
                "where ref = $ref and time_window = $window",
                {"ref": ref, "window": window},
            ).fetchall()
        return [Behind(*row) for row in rows]

    def figures(self) -> dict[tuple[str, str], Known]:
        """The whole-council figures of the month, by reference and window."""
        with duckdb.connect() as database:
            rows = database.execute(
                "select ref, time_window, numerator, denominator, per, coalesce(rating, ''), coalesce(note, '') "
                f"from read_parquet('{quoted(self.folder / 'figures.parquet')}') where dimension = ''"
            ).fetchall()
        return {(ref, window): Known(*facts) for ref, window, *facts in rows}


def read_frozen(folder: Path, digest: str) -> Frozen:
    """A publication whose manifest has this hash. Refused where a file is gone or is not what was published."""
    name = folder.name
    try:
        text = (folder / MANIFEST).read_bytes()
        if hashlib.sha256(text).hexdigest() != digest:
            raise _changed(name, MANIFEST)
        manifest = json.loads(text)
        if manifest["form"] != FORM:
            raise Refused(f"{name} was published by a later version of this program: update it")
        for file, was in manifest["sha256"].items():
            if hashlib.sha256((folder / file).read_bytes()).hexdigest() != was:
                raise _changed(name, file)
    except FileNotFoundError as error:
        raise _changed(name, Path(str(error.filename)).name) from None
    except (ValueError, LookupError, TypeError):
        raise _changed(name, MANIFEST) from None
    return Frozen(folder, manifest)


def _changed(name: str, file: str) -> Refused:
    return Refused(f"The publication {name} is damaged: {file} is missing or was changed. Restore it from a backup")


@dataclass(frozen=True)
class Known:
    """A figure as numbers. `numerator` is None where there is no data; a count has no denominator."""

    numerator: int | None
    denominator: int | None
    per: int
    rating: str
    note: str

    @property
    def value(self) -> Fraction | None:
        if self.numerator is None or self.denominator == 0:
            return None
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.per * self.numerator, self.denominator)

    @property
    def shown(self) -> Shown:
        return Shown(self.value, self.numerator, self.denominator, self.note)


NOT_COUNTED = Known(None, None, 100, "", "no data: the book no longer has it")


@dataclass(frozen=True)
class Difference:
    """A figure as it was reported, as it is now known, and what lies between.

    `by_records`: rows that moved because the records changed since, under the rules of then. `by_rule`: rows that moved
    because the rule for that month (or a bank holiday) changed; None where it is the same. Both are None where there
    are no rows to compare, and `note` says why. A rate moves with the count that it divides (`moved_ref`).
    """

    ref: str
    title: str
    unit: str
    window: str
    moved_ref: str
    then: Known
    now: Known
    by_records: Moves | None
    by_rule: Moves | None
    target_then: tuple[str, str] | None
    target_now: tuple[str, str] | None
    note: str = ""

    @property
    def is_other(self) -> bool:
        """Whether anything that a reader sees is another: numbers, rating, or a target."""
        return (self.then.numerator, self.then.denominator, self.then.rating, self.target_then) != (
            *(self.now.numerator, self.now.denominator, self.now.rating),
            self.target_now,
        )

    @property
    def moved(self) -> int:
        return sum(len(part.rows) for part in (self.by_records, self.by_rule) if part)


def moved(frozen: Frozen, counted: Counted, ref: str, window: str) -> Moves:
    """The rows that moved since a month was published, for whatever reason: `differences` tells the reasons apart."""
    then, now = frozen.behind(ref, window), behind(counted, ref, frozen.month.end, window)
    return moves(then, now, counted.snapshot.former_ids())


def differences(
    frozen: Frozen, counted: Counted, calendar: WorkingCalendar, refs: Iterable[str] | None = None
) -> list[Difference]:
    """What of a published month is known otherwise today: one for each figure that its report showed, in its order.

    Where the rule of a figure for that month is another today, today's records are counted by the rule of then as well,
    so that what the records did and what the rule did are told apart.
    """
    month = frozen.month
    chosen = [row for row in frozen.report.rows if refs is None or row.ref in set(refs)]
    former = counted.snapshot.former_ids()
    now = {(one.ref, one.window): one for one in figures(counted, dimension="") if one.as_at == month.end}
    then = frozen.figures()
    known = set(counted.book.named("indicator"))
    changed = [
        row.ref
        for row in chosen
        if row.ref in known and rule_of(counted, calendar, row.ref, month) != frozen.manifest["rules"][row.ref]
    ]
    by_rules_of_then, why_not = _counted_by_rules_of_then(frozen, counted, changed)
    found = []
    for row in chosen:
        window = frozen.manifest["shown"][row.ref]
        today = now.get((row.ref, window))
        targets = counted.book.at("indicator", row.ref, month).target_at(month) if row.ref in known else None
        by_records, by_rule, note = None, None, ""
        moved_ref = frozen.manifest["rate_of"].get(row.ref, row.ref)
        try:
            rows_then = frozen.behind(moved_ref, window)
            rows_now = behind(counted, moved_ref, month.end, window) if row.ref in known else []
            if then[row.ref, window].numerator is None or today is None or today.numerator is None:
                note = "There is nothing to compare: one of the two has no figure."
            elif row.ref in changed and by_rules_of_then is not None:
                between = behind(by_rules_of_then, moved_ref, month.end, window)
                by_records, by_rule = moves(rows_then, between, former), moves(between, rows_now)
            else:
                by_records = moves(rows_then, rows_now, former)
                note = why_not if row.ref in changed else ""
        except Refused as refusal:
            note = f"{refusal}."
        found.append(
            Difference(
                ref=row.ref,
                title=row.title,
                unit=row.unit,
                window=window,
                moved_ref=moved_ref,
                then=then[row.ref, window],
                now=Known(today.numerator, today.denominator, today.per, today.rating, today.note)
                if today
                else NOT_COUNTED,
                by_records=by_records,
                by_rule=by_rule,
                target_then=_pair(frozen.manifest["targets"].get(row.ref)),
                target_now=(targets.minimum, targets.upper) if targets else None,
                note=note,
            )
        )
    if by_rules_of_then is not None:
        by_rules_of_then.database.close()
    return found


def _pair(target: list[str] | None) -> tuple[str, str] | None:
    return (target[0], target[1]) if target else None


def _counted_by_rules_of_then(frozen: Frozen, counted: Counted, refs: list[str]) -> tuple[Counted | None, str]:
    """Today's records counted by a publication's own rules; or why that can't be."""
    if not refs:
        return None, ""
    try:
        book = frozen.book
        done = count(
            counted.snapshot,
            book,
            check_book(book),
            frozen.calendar,
            months=[frozen.month],
            refs=refs,
            breakdowns=LISTED_WITH,
        )
    except Refused as refusal:
        why = "The rule of this month has changed since, and the rule of then can't be counted by any more"
        return None, f"{why} ({refusal}): what the records did and what the rule did can't be told apart."
    return done, ""
