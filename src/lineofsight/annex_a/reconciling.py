"""The lists beside the scorecard, line by line: List 7 has 214 open plans, indicator 1.3 says 214, or who differs.

    rows of the list = the indicator's count - counted there alone + listed alone + rows more than one of a child

Each child, or event, of a difference has the reason that explains it, from `reconciled/*.sql`: one file for each pair,
with a header that says which rows count and a select that returns reasons. `differences` in the database holds them.

A select reads `list_rows` (the whole list), `events` (the indicator's, of the window), `children`, `leavers` (who is in
List 9), `in_care` (whose care in List 8 is open) and `as_at`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.annex_a.laying import Laid, Made
from lineofsight.calendar import BeyondTheCalendar, Month
from lineofsight.council import Council
from lineofsight.indicators.children import check_has_children
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused
from lineofsight.records.headed import split, text_of

FOLDER = Path(__file__).parent / "reconciled"
NO_INDICATOR = FOLDER / "no_indicator.toml"
LISTED_ALONE, COUNTED_ALONE, MORE_THAN_ONCE = "in the list alone", "in the indicator alone", "more than one row"
DIFFERENCES = ("list", "indicator", "child", "record", "where", "why", "team", "worker")


@dataclass(frozen=True)
class Pair:
    """A list and the indicator that counts the same. `rows`: the condition on those rows of the list that count."""

    number: int
    ref: str
    what: str
    rows: str
    one_row_for: str
    differs: str
    reasons: str

    @property
    def of_children(self) -> bool:
        return self.one_row_for == "child"


@dataclass(frozen=True)
class Line:
    """A list beside an indicator. `lacks`: why there is nothing to compare; empty where there is.

    `rows` of the list = `counted` - `counted_alone` + `listed_alone` + `more_than_once`. `unexplained`: differences
    for which no reason was found.
    """

    number: int
    ref: str = ""
    title: str = ""
    what: str = ""
    differs: str = ""
    rows: int = 0
    counted: int = 0
    listed_alone: int = 0
    counted_alone: int = 0
    more_than_once: int = 0
    unexplained: int = 0
    lacks: str = ""

    @property
    def agrees(self) -> bool:
        return not self.lacks and not (self.listed_alone or self.counted_alone or self.more_than_once)


@dataclass(frozen=True)
class Reconciliation:
    """Every list beside the scorecard. `database` holds the differences themselves."""

    database: duckdb.DuckDBPyConnection
    lines: tuple[Line, ...]

    def differences(self) -> Iterator[tuple[object, ...]]:
        """The children or events of each difference (DIFFERENCES)."""
        found = self.database.cursor().execute(
            "select differences.list, differences.ref, people.person_id, differences.record, differences.side, "
            "differences.why, allocated.team, allocated.worker from differences "
            "left join people on people.person_key = differences.person_id "
            "left join allocated on allocated.person_id = differences.person_id order by 1, 5, 3, 4"
        )
        while rows := found.fetchmany(10_000):
            yield from rows


@cache
def pairs() -> dict[int, Pair]:
    """What is compared, by the number of the list."""
    found = {}
    for file in sorted(FOLDER.glob("*.sql")):
        header, sql, _ = split(file, text_of(file))
        number = header.pop("list")
        found[number] = Pair(number, **header, reasons=sql.strip())
    return found


def reconcile(laid: Laid, council: Council) -> Reconciliation:
    """Each list beside the indicator that counts the same; nothing is compared on a day that no figure is of."""
    laid.database.execute(
        "create or replace table differences (list integer, ref varchar, side varchar, person_id integer, "
        "record varchar, why varchar)"
    )
    laid.database.execute("create or replace table counted_children (ref varchar, person_id integer)")
    laid.database.execute(
        "create or replace table counted_events (ref varchar, person_id integer, event_id varchar, event_date date, "
        "counts_from date)"
    )
    known = set(council.book.named("indicator"))
    refs = [pair.ref for pair in pairs().values() if pair.ref in known]
    why_not, counted = _count(council, laid.on, refs)
    none = {int(number): why for number, why in tomllib.loads(NO_INDICATOR.read_text(encoding="utf-8")).items()}
    lines = []
    for made in laid.lists:
        pair = pairs().get(made.number)
        if pair is None or pair.ref not in known:
            why = none.get(made.number, "") if pair is None else f"the book has no indicator {pair.ref}"
            lines.append(Line(made.number, pair.ref if pair else "", lacks=why))
            continue
        title = council.book.latest("indicator", pair.ref).title
        lacks = f"List {made.number} could not be made: {made.cannot}" if made.cannot else why_not
        if not lacks:
            assert counted is not None
            lacks = _lacks(counted, pair, laid.on)
        if lacks or counted is None:
            lines.append(Line(made.number, pair.ref, title, pair.what, pair.differs, lacks=lacks))
        else:
            _lay_counted(laid, made, counted, pair)
            lines.append(_compare(laid, made, pair, title))
    return Reconciliation(laid.database, tuple(lines))


def _count(council: Council, on: dt.date, refs: list[str]) -> tuple[str, Counted | None]:
    """The scorecard on the day; or why there is none: figures are of the ends of months and of the extract date."""
    now = on == council.snapshot.extracted_on
    if not now and Month.of(on).end != on:
        return f"figures are counted at the end of a month and on the extract date, and {on:%d/%m/%Y} is neither", None
    try:
        return "", council.count([] if now else [Month.of(on)], now=now, refs=refs)
    except BeyondTheCalendar as beyond:
        return str(beyond), None


def _lacks(counted: Counted, pair: Pair, on: dt.date) -> str:
    try:
        check_has_children(counted, pair.ref, on, counted.book.latest("indicator", pair.ref).shown)
    except Refused as refusal:
        return str(refusal)
    if counted.book.latest("indicator", pair.ref).is_event == pair.of_children:
        return f"the council's own {pair.ref} counts something else than the rows of the list"
    return ""


def _lay_counted(laid: Laid, made: Made, counted: Counted, pair: Pair) -> None:
    """The children or events that the indicator counts, into the database of the lists."""
    evidence = counted.evidence[pair.ref]
    if pair.of_children:
        rows = counted.database.execute(
            f"select person_id from {evidence} where as_at = $on", {"on": laid.on}
        ).fetchall()
        laid.database.execute(
            "insert into counted_children select $ref, unnest($people)",
            {"ref": pair.ref, "people": [r[0] for r in rows]},
        )
        return
    rows = counted.database.execute(
        f"select person_id, event_id, event_date, counts_from from {evidence} where event_date <= $on "
        f"and event_date > cast($on as date) - interval {made.layout.months} month",
        {"on": laid.on},
    ).fetchall()
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    given = dict(zip(("people", "events", "days", "counts"), map(list, columns), strict=True))
    laid.database.execute(
        "insert into counted_events select $ref, cast(unnest($people) as integer), cast(unnest($events) as varchar), "
        "cast(unnest($days) as date), cast(unnest($counts) as date)",
        {"ref": pair.ref, **given},
    )


def _compare(laid: Laid, made: Made, pair: Pair, title: str) -> Line:
    database, numbers = laid.database, {each.number for each in laid.made}
    ref = f"'{pair.ref}'"
    after = f"(date '{laid.on}' - interval {made.layout.months} month)"
    for name, select in (
        ("list_rows", f"select * from {made.table}"),
        ("events", f"select * from counted_events where ref = {ref}"),
        ("leavers", "select distinct person_id from list_9" if 9 in numbers else "select 1 as person_id where false"),
        (
            "in_care",
            "select distinct person_id from list_8 where care_end_date is null"
            if 8 in numbers
            else "select 1 as person_id where false",
        ),
    ):
        database.execute(f"create or replace temp view {name} as {select}")
    key = "person_id" if pair.of_children else "record"
    listed = (
        f"select {key} as key, any_value(person_id) as person_id, count(*) as rows from {made.table} "
        f"where {pair.rows.replace('window_starts_after', after)} group by {key}"
    )
    if pair.of_children:
        counts = f"select distinct person_id as key, person_id from counted_children where ref = {ref}"
    else:
        counts = (
            f"select distinct event_id as key, person_id from counted_events where ref = {ref} "
            f"and coalesce(counts_from <= date '{laid.on}', true)"
        )
    reason_key = "person_id" if pair.of_children else "event_id"
    record = "null" if pair.of_children else "found.key"
    unexplained = f"No rule explains it: compare the rule of the list with the definition of {pair.ref}"
    database.execute(
        f"create or replace temp table found as with listed as ({listed}), counted as ({counts}) "
        "select coalesce(listed.key, counted.key) as key, coalesce(listed.person_id, counted.person_id) as person_id, "
        "coalesce(listed.rows, 0) as rows, counted.key is not null as is_counted "
        "from listed full join counted on counted.key = listed.key"
    )
    database.execute(
        f"insert into differences with reasons as (select {reason_key} as key, arg_min(why, place) as why "
        f"from ({pair.reasons}) as reasons group by {reason_key}) "
        f"select {made.number}, {ref}, case when not is_counted then '{LISTED_ALONE}' when rows = 0 then "
        f"'{COUNTED_ALONE}' else '{MORE_THAN_ONCE}' end, found.person_id, {record}, "
        f"coalesce(reasons.why, '{unexplained}') from found left join reasons on reasons.key = found.key "
        "where not is_counted or rows <> 1"
    )
    row = database.execute(
        "select sum(rows), count(*) filter (is_counted), sum(rows) filter (not is_counted), "
        "count(*) filter (is_counted and rows = 0), sum(rows - 1) filter (is_counted and rows > 1) from found"
    ).fetchone()
    left = database.execute(
        f"select count(*) from differences where list = {made.number} and why = '{unexplained}'"
    ).fetchone()
    assert row is not None and left is not None
    rows, counted, listed_alone, counted_alone, more = (int(number or 0) for number in row)
    return Line(
        made.number, pair.ref, title, pair.what, pair.differs, rows, counted, listed_alone, counted_alone, more,
        unexplained=int(left[0]),
    )  # fmt: skip
