"""Builds the highlight report from the figures: the one place where its numbers are chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lineofsight.calendar import Month, months_to, previous_year_end
from lineofsight.checking import Checked, said
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.definitions import WINDOW_TITLES
from lineofsight.indicators.distortion import Range
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot
from lineofsight.reports.model import HighlightReport, KeyNumber, Reconciliation, Row, Shown
from lineofsight.reports.signals import months_of_series, series_of, signals_of

TREND_MONTHS = 6
MONTHS_OFFERED = 36
KEY_NUMBERS = "Key numbers"
NOTED_SHARE = 0.05  # of a column's cells that name nobody: fewer are children whose records were closed long ago

#: The sections of the monthly report, in its order.
SECTIONS = (
    *("Children we work with", "Front door", "Assessments", "Strategy discussions and conferences", "Child in need"),
    *("Child protection", "Children in our care", "Placements", "Health of children in our care", "Permanence"),
    *("Missing", "Legal", "Care leavers", "Early help", "Workforce", "Experience"),
)
#: Cohorts in the order in which an open case is looked for in them, so that each is counted once.
PARTS = (
    ("on_child_protection_plan", "on a child protection plan"),
    ("looked_after", "in our care"),
    ("care_leavers", "care leavers"),
    ("children_in_need", "children in need"),
    ("open_elsewhere", "open elsewhere"),
)

_Key = tuple[str, dt.date, str]


def available_months(home_path: Path) -> tuple[Month, ...]:
    """The months that the site offers: up to three years to the latest that ended, newest first."""
    council = Council(Home(home_path))
    return tuple(reversed(months_to(council.latest_month, MONTHS_OFFERED)))


def highlight_report(home_path: Path, month: Month | None = None, *, now: bool = False) -> HighlightReport:
    """The highlight report of a month, or of the latest that ended on or before the extract date.

    With `now` it describes the extract date itself; so it does, where no month is named, if the source holds only
    the latest visit or review of each child, from which no earlier day can be counted. Refused where nothing is
    loaded, the month hadn't ended when the extract was taken, or a definition of the council's own is bad.
    """
    council = Council(Home(home_path))
    if month is not None and month.end > council.snapshot.extracted_on:
        raise Refused(
            f"{month} had not ended when the extract was taken ({council.snapshot.extracted_on}): "
            f"the latest month is {council.latest_month}"
        )
    if now or (month is None and council.snapshot.limits.get("latest_only")):
        month = Month.of(council.snapshot.extracted_on)
    checked = Checked(council, dt.date.today())  # noqa: DTZ011 - the day where the council is
    counted_from = (council.snapshot.id, council.book.fingerprint, tuple(council.calendar.bank_holidays))
    return _built(home_path, month or council.latest_month, counted_from, checked.today, checked.fingerprint)


@lru_cache(maxsize=48)
def _built(
    home_path: Path, month: Month, counted_from: tuple[str, str, tuple[dt.date, ...]], today: dt.date, checks: str
) -> HighlightReport:
    """The report, kept for as long as all that it was counted from is the same: snapshot, book, holidays, checks."""
    snapshot_id, _, _ = counted_from
    council = Council(Home(home_path), snapshot_id)
    as_at = min(month.end, council.snapshot.extracted_on)
    refs = [ref for ref in council.book.named("indicator") if council.book.latest("indicator", ref).in_highlight]
    counted = council.count(months_of_report(month, as_at), now=as_at < month.end, refs=refs)
    lay_figures(counted)
    ranges = Checked(council, today).ranges(counted, severities=("error",))
    return report_of(counted, month, as_at, ranges)


def months_of_report(month: Month, as_at: dt.date) -> list[Month]:
    """The months that a report needs figures of: its series, its trend and the year before."""
    months = [*months_of_series(month), Month.of(previous_year_end(month.end))]
    return [each for each in months if each.end <= as_at]


def report_of(
    counted: Counted,
    month: Month,
    as_at: dt.date,
    ranges: Iterable[Range] = (),
    rebases: Mapping[str, Mapping[Month, str]] | None = None,
) -> HighlightReport:
    """The highlight report of a month from a count that holds its months, with figures laid.

    `ranges`: how far figures could move (`checking.Checked.ranges`); those of single rules are left aside.
    `rebases`: of an indicator, the months from which its process limits are set anew, and why.
    """
    in_force = [counted.book.at("indicator", ref, month) for ref in counted.book.named("indicator")]
    chosen = [each for each in in_force if each.in_highlight]
    found = _found(counted, [each.name for each in chosen])
    groups = _groups(
        counted,
        found,
        [(each.group, each.name) for each in chosen if each.group != KEY_NUMBERS],
        month,
        as_at,
        ranges,
        rebases,
    )
    return _report(counted, month, as_at, groups, _key_numbers(counted, found, as_at))


def whole_report_of(
    counted: Counted,
    month: Month,
    as_at: dt.date,
    ranges: Iterable[Range] = (),
    rebases: Mapping[str, Mapping[Month, str]] | None = None,
) -> HighlightReport:
    """Every indicator of the book in the form of the highlight report, grouped by section of the monthly report.

    A section of a council's own (that SECTIONS doesn't name) comes after the others.
    """
    refs = counted.book.named("indicator")
    found = _found(counted, refs)
    placed = [(counted.book.at("indicator", ref, month).section, ref) for ref in refs]
    groups = _groups(counted, found, placed, month, as_at, ranges, rebases)
    known = [name for name in SECTIONS if name in groups]
    ordered = {name: groups[name] for name in (*known, *(name for name in groups if name not in SECTIONS))}
    return _report(counted, month, as_at, ordered, _key_numbers(counted, found, as_at))


def row_of(
    counted: Counted,
    ref: str,
    month: Month,
    as_at: dt.date,
    ranges: Iterable[Range] = (),
    rebases: Mapping[str, Mapping[Month, str]] | None = None,
) -> Row:
    """One indicator as a row of a report, whichever report it stands in."""
    [[row]] = _groups(counted, _found(counted, [ref]), [("", ref)], month, as_at, ranges, rebases).values()
    return row


def _found(counted: Counted, refs: Sequence[str]) -> dict[_Key, Figure]:
    """The figures of the whole council by indicator, day and window."""
    listed = figures(counted, dimension="", refs=refs)
    return {(figure.ref, figure.as_at, figure.window): figure for figure in listed}


def _groups(
    counted: Counted,
    found: Mapping[_Key, Figure],
    placed: Iterable[tuple[str, str]],
    month: Month,
    as_at: dt.date,
    ranges: Iterable[Range],
    rebases: Mapping[str, Mapping[Month, str]] | None,
) -> dict[str, list[Row]]:
    """A row for each indicator, under the name of the group that it is placed in."""
    months = months_to(month, TREND_MONTHS)
    previous = Month.of(previous_year_end(month.end))
    by_place = {(one.ref, one.as_at, one.window): one for one in ranges if not one.code}
    groups: dict[str, list[Row]] = {}
    for group, ref in placed:
        row = _row(counted, found, ref, months, previous, as_at, by_place, (rebases or {}).get(ref, {}))
        groups.setdefault(group, []).append(row)
    return groups


def _report(
    counted: Counted,
    month: Month,
    as_at: dt.date,
    groups: Mapping[str, Sequence[Row]],
    key_numbers: tuple[KeyNumber, ...],
) -> HighlightReport:
    previous = Month.of(previous_year_end(month.end))
    snapshot = counted.snapshot
    return HighlightReport(
        month=month,
        as_at=as_at,
        months=months_to(month, TREND_MONTHS),
        previous_label=f"{previous.year - 1}/{previous.year % 100:02d}",
        groups=tuple((group, tuple(rows)) for group, rows in groups.items()),
        key_numbers=key_numbers,
        reconciliation=_reconciliation(counted, as_at),
        snapshot=snapshot.id,
        extracted_on=snapshot.extracted_on,
        book=counted.book.fingerprint,
        council=snapshot.council,
        made_up=snapshot.made_up,
    )


def _row(
    counted: Counted,
    found: Mapping[_Key, Figure],
    ref: str,
    months: tuple[Month, ...],
    previous: Month,
    as_at: dt.date,
    ranges: Mapping[_Key, Range],
    rebases: Mapping[Month, str],
) -> Row:
    definition = counted.book.at("indicator", ref, months[-1])
    target = definition.target_at(months[-1])
    current = found[ref, as_at, definition.shown]
    series = series_of(definition, found, months[-1], rebases=rebases, as_at=as_at)
    return Row(
        ref=ref,
        title=definition.title,
        unit=definition.unit,
        better=definition.better,
        period=WINDOW_TITLES[definition.shown],
        previous=shown_of(found.get((ref, previous.end, definition.shown)), definition.scale),
        current=shown_of(current, definition.scale),
        trend=tuple(
            shown_of(found.get((ref, min(month.end, as_at), definition.trend)), definition.scale) for month in months
        ),
        minimum=target.minimum if target else None,
        upper=target.upper if target else None,
        rating=current.rating,
        cautions=(
            *_of_the_source(counted.snapshot, ref, current),
            *_unused_records(counted, ref, as_at),
            *_range(ranges.get((ref, as_at, definition.shown)), definition.unit),
            *_changed_rule(counted, ref, months),
        ),
        signals=signals_of(definition, current, series, months[-1]),
        measured_in=definition.measured_in,
    )


def _of_the_source(snapshot: Snapshot, ref: str, figure: Figure) -> Iterator[str]:
    """What a source that holds a part of the records says of a figure counted from it."""
    caution = snapshot.limits.get("cautions", {}).get(ref)
    if caution and figure.numerator is not None:
        yield f"{snapshot.limits['source']}: {caution[0].lower()}{caution[1:]}"


def _unused_records(counted: Counted, ref: str, on: dt.date) -> Iterator[str]:
    """What of the records that an indicator is counted from could not be used."""
    reads = counted.availability.reads_of("indicator", ref, on)
    for table, columns in sorted(reads.items()):
        facts = counted.snapshot.tables.get(table, {})
        for name, sent in _sent(counted.snapshot, table):
            if unusable := sent["quarantined"] - sent.get("withdrawn", 0):
                rows = f"{unusable:,} of {sent['read']:,} rows of {name}"
                yield f"{rows} could not be used: they are in quarantine"
        for column in sorted(columns):
            strangers, of = counted.snapshot.strangers.get(f"{table}.{column}", (0, 0))
            if strangers > of * NOTED_SHARE:
                yield f"{strangers:,} of {of:,} cells of {table}.{column} name nobody in ssd_person"
        for kind, cells in sorted(facts.get("set_aside", {}).items()):
            for column in sorted(columns & set(cells)):
                yield f"{cells[column]:,} {'cell' if cells[column] == 1 else 'cells'} of {table}.{column}: {kind}"


def _range(one: Range | None, unit: str) -> Iterator[str]:
    """How far the figure could move once errors in the records are mended, where that can be seen in it."""
    if one is None:
        return
    low, high, now = (said(value, unit) for value in (one.low, one.high, one.value))
    if not low == high == now:
        errors = "1 error" if one.findings == 1 else f"{one.findings:,} errors"
        yield f"Between {low} and {high} once {errors} in the records {'is' if one.findings == 1 else 'are'} mended"


def _sent(snapshot: Snapshot, table: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was taken of the files that a table's rows come from: its own, or the lists that it is filled from."""
    facts = snapshot.tables.get(table)
    if facts and not facts.get("filled_from"):
        yield table, facts
    for name in facts.get("filled_from", ()) if facts else ():
        yield snapshot.files[name]["sent"], snapshot.files[name]


def _changed_rule(counted: Counted, ref: str, months: tuple[Month, ...]) -> Iterator[str]:
    """The months shown from which another rule holds than before."""
    for before, month in pairwise(months):
        earlier, later = (counted.book.at("indicator", ref, m) for m in (before, month))
        if earlier is not later and earlier.runnable() != later.runnable():
            yield f"Another rule holds from {month.label}: earlier months are counted by the rule before"


def shown_of(figure: Figure | None, scale: int = 1) -> Shown:
    """A figure as a report shows it; one that isn't there says so. `scale`: of its definition."""
    if figure is None:
        return Shown(None, note="not counted in this window then")
    return Shown(figure.value, figure.numerator, figure.denominator, figure.note, scale)


def _key_numbers(counted: Counted, found: Mapping[_Key, Figure], as_at: dt.date) -> tuple[KeyNumber, ...]:
    """The counts above the table; one that has no row in the table carries its cautions itself."""

    def shown(ref: str) -> Shown:
        figure = shown_of(found.get((ref, as_at, "snapshot")))
        if figure.note or counted.book.latest("indicator", ref).group != KEY_NUMBERS:
            return figure
        return replace(figure, note="; ".join(_unused_records(counted, ref, as_at)))

    return (
        KeyNumber("Allocated children", "allocated", shown("allocated")),
        KeyNumber("Children in need", "1.2", shown("1.2"), shown("1.2r")),
        KeyNumber("Children on a child protection plan", "1.3", shown("1.3"), shown("1.3r")),
        KeyNumber("Children in our care", "1.4", shown("1.4"), shown("1.4r")),
        KeyNumber("Open cases outside the four cohorts", "open_elsewhere", shown("open_elsewhere")),
    )


def _shown_first(part: tuple[str, str]) -> bool:
    """The order in which the report shows the parts: children in need first, then as they are looked for."""
    return part[0] != "children_in_need"


def _reconciliation(counted: Counted, on: dt.date) -> Reconciliation:
    for name in ("open_cases", *(name for name, _ in PARTS)):
        if lack := counted.availability.lacks("cohort", name, on):
            return Reconciliation(None, note=lack)
    for ref in ("open_elsewhere", "allocated"):  # of a source that holds a part, the sums don't tell anything
        if counted.snapshot.limits and (lack := counted.availability.lacks("indicator", ref, on)):
            return Reconciliation(None, note=lack)
    at = f"date '{on}'"
    case = " ".join(
        f"when person_id in (select person_id from {name} where as_at = {at}) then '{name}'" for name, _ in PARTS
    )
    counts = dict(
        counted.database.execute(
            f"select part, count(*) from (select case {case} end as part from open_cases where as_at = {at}) as parts "
            "group by part"
        ).fetchall()
    )
    parts = tuple((title, int(counts.get(name, 0))) for name, title in sorted(PARTS, key=_shown_first))
    open_cases = sum(count for _, count in parts)
    if lack := counted.availability.lacks("cohort", "allocated", on):
        return Reconciliation(open_cases, parts, note=lack)
    row = counted.database.execute(
        f"select (select count(*) from allocated where as_at = {at}), "
        f"(select count(*) from (select person_id from allocated where as_at = {at} except "
        f"select person_id from open_cases where as_at = {at}) as without_case), "
        f"(select count(*) from (select person_id from open_cases where as_at = {at} except "
        f"select person_id from allocated where as_at = {at}) as without_worker)"
    ).fetchone()
    if row is None:
        raise Refused("The open cases can't be reconciled: the snapshot's tables can't be read")
    return Reconciliation(open_cases, parts, *row)
