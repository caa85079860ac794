"""What falls due: work with a day on which it must be done, and what becomes of the figures if it is, or is not.

Which work is listed stands in `book/forward.toml`; its clocks come from indicators' evidence or from cohorts.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from lineofsight.calendar import Month
from lineofsight.indicators.book import SHIPPED, Book
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused

FILE = "forward.toml"
_FIELDS = {"indicator", "cohort", "what", "group", "counts_in"}
_RETURNED = ("person_id", "event_id", "clock_start", "due_on")


@dataclass(frozen=True)
class FallsDue:
    """One kind of work. `ref` is the indicator that it counts in; `cohort` the cohort that lists it, else empty."""

    name: str
    what: str
    group: str
    ref: str
    cohort: str = ""


def work_listed(book: Book, council_folder: Path | None = None) -> tuple[FallsDue, ...]:
    """The kinds of work that the forward look lists, in its order: the shipped ones, then the council's own.

    A council's `forward.toml` adds kinds, replaces one of the same indicator or cohort, and names in `leave_out` those
    that it doesn't want. Refused where it can't be read or names what the book hasn't.
    """
    found = {each.name: each for each in _read(SHIPPED / FILE, book)[0]}
    own = council_folder / FILE if council_folder else None
    if own is not None and own.is_file():
        listed, left_out = _read(own, book)
        found |= {each.name: each for each in listed}
        for name in left_out:
            found.pop(name, None)
    return tuple(found.values())


def _read(file: Path, book: Book) -> tuple[list[FallsDue], list[str]]:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file.name}: is no TOML ({error}): mend it there") from None
    rows, left_out = written.get("falls_due", []), written.get("leave_out", [])
    if not isinstance(rows, list) or not isinstance(left_out, list) or set(written) - {"falls_due", "leave_out"}:
        raise Refused(f"{file.name}: holds [[falls_due]] and leave_out = [...], nothing else")
    return [_kind(file, number, row, book) for number, row in enumerate(rows, start=1)], left_out


def _kind(file: Path, number: int, row: Mapping[str, Any], book: Book) -> FallsDue:
    place = f"{file.name}, [[falls_due]] number {number}"
    if not isinstance(row, dict) or set(row) - _FIELDS or not {"what", "group"} <= set(row):
        raise Refused(f"{place}: has what, group, and indicator or cohort (with counts_in), each a text in quotes")
    indicator, cohort = str(row.get("indicator", "")), str(row.get("cohort", ""))
    ref = indicator or str(row.get("counts_in", ""))
    if bool(indicator) == bool(cohort):
        raise Refused(f"{place}: name either an indicator or a cohort")
    if cohort and cohort not in book.named("cohort"):
        raise Refused(f"{place}: there is no cohort {cohort!r} in the book")
    if ref and ref not in book.named("indicator"):
        raise Refused(f"{place}: there is no indicator {ref!r} in the book")
    return FallsDue(cohort or indicator, str(row["what"]), str(row["group"]), ref, cohort)


def lay_forward(counted: Counted, listed: Sequence[FallsDue]) -> None:
    """What is due, into the table `forward` of a counted database: at the extract date, one row for each duty.

    `forward(place, kind, what, grouping, ref, person_id, event_id, clock_start, due_on)`, and `forward_lacks(kind,
    what, lacks)` for work that can't be listed. Work is listed until it is done; what has no clock is not listed.
    """
    database = counted.database
    database.execute(
        "create table forward (place integer, kind varchar, what varchar, grouping varchar, ref varchar, "
        "person_id integer, event_id varchar, clock_start date, due_on date)"
    )
    database.execute("create table forward_lacks (kind varchar, what varchar, lacks varchar)")
    if counted.now is None:
        return
    for place, each in enumerate(listed):
        key: tuple[Any, str] = ("cohort", each.cohort) if each.cohort else ("indicator", each.ref)
        lacks = counted.lacks(*key, counted.now)
        if lacks:
            database.execute("insert into forward_lacks values (?, ?, ?)", [each.name, each.what, lacks])
            continue
        table = each.cohort or counted.evidence[each.ref]
        columns = {name for (name,) in database.execute(f"select column_name from (describe {table})").fetchall()}
        asked = (*_RETURNED, "done_on") if "event_date" in columns else _RETURNED
        if missing := [name for name in asked if name not in columns and name != "event_id"]:
            raise Refused(f"{FILE}: {each.name} gives no {', '.join(missing)}: what falls due needs it")
        event = "event_id" if "event_id" in columns else "cast(null as varchar)"
        day = "event_date <= $now and done_on is null" if "event_date" in columns else "as_at = $now"
        undone = "" if each.cohort else " and (done_on is null or done_on < due_on)"
        database.execute(
            f"insert into forward select {place}, $kind, $what, $group, $ref, person_id, {event}, "
            f"cast(clock_start as date), cast(due_on as date) from {table} "
            f"where {day} and due_on is not null{undone}",
            {"now": counted.now, "kind": each.name, "what": each.what, "group": each.group, "ref": each.ref},
        )


@dataclass(frozen=True)
class Forecast:
    """What a figure will be at a month's end if none of the work due by then is done, and if all of it is.

    `due` is how many children's clocks run out by then, `overdue` how many already have. Values are per cent.
    """

    ref: str
    month: Month
    numerator: int
    denominator: int
    if_none: int
    if_all: int
    due: int
    overdue: int

    def share(self, numerator: int) -> Fraction | None:
        return Fraction(100 * numerator, self.denominator) if self.denominator else None


def forecast(counted: Counted, ref: str, month: Month, teams: Sequence[str] | None = None) -> Forecast | None:
    """What a snapshot indicator will be at the end of a month, for the children who are in it at the extract date.

    A child is in time on a day that is not past `due_on`; whoever is in it now stays in it. `if_none`: nobody is
    seen or reviewed until then. `if_all`: everybody whose clock has run out or will is; what was late once stays late
    in an indicator that says so (`late_stays`). None where the indicator has no clock, counts events, or has no data.
    `teams`: only children of these teams.
    """
    definition = counted.book.latest("indicator", ref)
    if counted.now is None or definition.is_event or ref not in counted.evidence or definition.unit != "percent":
        return None
    if counted.lacks("indicator", ref, counted.now):
        return None
    table = counted.evidence[ref]
    good, bad = ("met", "not met") if definition.better != "lower" else ("not met", "met")
    lost = "true" if definition.header.get("late_stays") else "due_on is null"
    of_teams = ""
    values: dict[str, Any] = {"now": counted.now, "end": month.end}
    if teams is not None:
        of_teams = "and person_id in (select person_id from allocation where team_id in (select unnest($teams)))"
        values["teams"] = list(teams)
    row = counted.database.execute(
        f"select count(*), count(*) filter ({good}), "
        f"count(*) filter ({good} and (due_on is null or due_on >= $end)), "
        f"count(*) filter (due_on between $now and $end), count(*) filter (due_on < $now and {bad}), "
        f"count(due_on), count(*) filter ({bad} and {lost}) "
        f"from {table} where as_at = $now {of_teams}",
        values,
    ).fetchone()
    assert row is not None
    everybody, now_good, still_good, due, overdue, clocks, lost_already = row
    if not clocks:
        return None
    none, all_ = still_good, everybody - lost_already
    if definition.better == "lower":
        now_good, none, all_ = everybody - now_good, everybody - none, everybody - all_
    return Forecast(ref, month, now_good, everybody, none, all_, due, overdue)


def next_month_end(on: dt.date) -> Month:
    """The month whose end comes next after a day: what a forecast is made for."""
    month = Month.of(on)
    return month if month.end > on else month.minus(-1)
