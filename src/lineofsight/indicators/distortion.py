"""What data-quality findings do to the figures: which they touch, and the range once they were put right.

A finding says what mending it could do to the rows behind a figure: a row could come to be in time or good ("better"),
or no longer ("worse"); a child or event could come to be counted ("join"), or no longer ("leave"). The range is the
widest that all of this allows together, so the figure that comes of mending lies within it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import is_weighted
from lineofsight.records.descriptions import describe

COULD = ("better", "worse", "join", "leave")
_FAR, _LONG_AGO = dt.date(9999, 12, 31), dt.date(1, 1, 1)


@dataclass(frozen=True)
class Finding:
    """What of a finding bears on figures.

    `record`: the key of the row at fault in `table`, where it has one. `from_on` and `to_on`: between which days
    the figures are touched; None is open.
    """

    code: str
    table: str
    person_id: str | None
    record: str | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@dataclass(frozen=True)
class Distorts:
    """What a rule's findings could do, and to which indicators."""

    could: frozenset[str]
    refs: frozenset[str]


@dataclass(frozen=True)
class Range:
    """One figure as it is, and between what it could lie once findings are mended.

    `code` names the rule, and is empty for all rules together. `findings`: those that touch it. `value`, `low` and
    `high` are in the indicator's unit; None where nobody is counted, or nobody need be.
    """

    ref: str
    as_at: dt.date
    window: str
    code: str
    findings: int
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None


def ranges(counted: Counted, findings: Iterable[Finding], rules: Mapping[str, Distorts]) -> list[Range]:
    """The figures that findings touch, by rule and for all together, in the book's order and the oldest date first.

    `counted` holds the evidence; findings of rules that aren't in `rules` are passed over. Rates go with the count
    that they divide, and have no row.
    """
    _lay_findings(counted, findings)
    found: list[Range] = []
    for ref, table in counted.evidence.items():
        codes = {code: rule for code, rule in rules.items() if ref in rule.refs}
        if codes and can_be_ranged(counted, ref):
            found += _of_indicator(counted, ref, table, codes)
    return found


def can_be_ranged(counted: Counted, ref: str) -> bool:
    """Whether a row that joins, leaves or turns moves the figure by one: not in medians, means and weighted shares."""
    definition = counted.book.latest("indicator", ref)
    return definition.of_children and definition.unit != "median" and not is_weighted(counted, ref)


def _lay_findings(counted: Counted, findings: Iterable[Finding]) -> None:
    with duckdb.connect() as people:
        keys = dict(people.read_parquet(str(counted.snapshot.people)).select("person_id, person_key").fetchall())
    columns: dict[str, list[object]] = {"code": [], "at_fault": [], "person": [], "record": [], "first": [], "last": []}
    for finding in findings:
        if (person := keys.get(finding.person_id)) is not None:
            row = (finding.code, finding.table, person, finding.record, finding.from_on, finding.to_on)
            for column, cell in zip(columns.values(), row, strict=True):
                column.append(cell)
    types = {"person": "integer[]", "first": "date[]", "last": "date[]"}
    listed = ", ".join(f"unnest(cast(${name} as {types.get(name, 'varchar[]')})) as {name}" for name in columns)
    counted.database.execute(
        "create or replace temp table findings as select code, at_fault, person as person_id, record, "
        f"coalesce(first, date '{_LONG_AGO}') as first, coalesce(last, date '{_FAR}') as last "
        f"from (select {listed}) as listed",
        columns,
    )


def _of_indicator(counted: Counted, ref: str, table: str, codes: Mapping[str, Distorts]) -> list[Range]:
    database = counted.database
    definition = counted.book.latest("indicator", ref)
    rules = ", ".join(
        f"('{code}', {', '.join(str(effect in rule.could).lower() for effect in COULD)})"
        for code, rule in codes.items()
    )
    database.execute(
        "create or replace temp table touching as select findings.*, better, worse, joins, leaves from findings join "
        f"(values {rules}) as rules (code, better, worse, joins, leaves) on rules.code = findings.code"
    )
    good = "met" if definition.better != "lower" else "not met"
    if definition.is_event:
        events = _event_tables(counted, ref, table)
        of_an_event = f"at_fault in ({', '.join(map(repr, events))})" if events else "false"
        database.execute(
            "create or replace temp table in_window as select windows.as_at, windows.time_window, evidence.event_id, "
            f"evidence.person_id, {good} as good from {table} as evidence join windows "
            "on evidence.event_date between windows.first_day and windows.as_at "
            "and coalesce(evidence.counts_from, evidence.event_date) <= windows.as_at "
            f"where windows.time_window in ({', '.join(map(repr, definition.windows))})"
        )
        keys = "code, as_at, time_window"
        named = "coalesce(event_id, record, cast(person_id as varchar))"
        database.execute(
            "create or replace temp table placed as "
            "select touching.*, windows.as_at, windows.time_window, in_window.event_id, in_window.good "
            "from touching join windows on touching.first <= windows.as_at and touching.last >= windows.first_day "
            f"and windows.time_window in ({', '.join(map(repr, definition.windows))}) "
            "left join in_window on in_window.as_at = windows.as_at and in_window.time_window = windows.time_window "
            f"and in_window.person_id = touching.person_id and case when {of_an_event} "
            "then in_window.event_id = touching.record else true end"
        )
        whole = "select as_at, time_window, count(*) filter (good) as g, count(*) as d from in_window group by all"
    else:
        keys = "code, as_at, time_window"
        named = "cast(person_id as varchar)"
        database.execute(
            "create or replace temp table placed as select touching.*, as_at.as_at, 'snapshot' as time_window, "
            f"cast(null as varchar) as event_id, {good} as good from touching "
            "join as_at on as_at.as_at between touching.first and touching.last "
            f"left join {table} as evidence on evidence.as_at = as_at.as_at and evidence.person_id = touching.person_id"
        )
        whole = (
            f"select as_at, 'snapshot' as time_window, count(*) filter ({good}) as g, count(*) as d "
            f"from {table} group by all"
        )
    # A row that several findings touch is one row, with everything that any of them could do to it.
    rows = (
        f"select {{keys}}, {named} as named, count(distinct (code, at_fault, record, first)) as findings, "
        "any_value(good) as good, bool_or(better) as better, bool_or(worse) as worse, bool_or(joins) as joins, "
        "bool_or(leaves) as leaves from placed group by {keys}, named"
    )
    effects = (
        "select {keys}, sum(findings) as findings, "
        "count(*) filter (not good and better) as up, count(*) filter (good and worse) as down, "
        "count(*) filter (good and leaves and not worse) as good_leave, "
        "count(*) filter (good and leaves) as any_good_leave, "
        "count(*) filter (not good and leaves and not better) as bad_leave, "
        "count(*) filter (not good and leaves) as any_bad_leave, "
        "count(*) filter (good is null and joins) as joining from ({rows}) as rows group by {keys}"
    )
    one = effects.format(keys=keys, rows=rows.format(keys=keys))
    all_keys = "'' as code, as_at, time_window"
    together = effects.format(keys="as_at, time_window", rows=rows.format(keys="as_at, time_window")).replace(
        "select as_at, time_window, sum", f"select {all_keys}, sum", 1
    )
    answers = database.execute(
        "select effects.code, effects.as_at, effects.time_window, effects.findings, up, down, good_leave, "
        "any_good_leave, bad_leave, any_bad_leave, joining, coalesce(g, 0), coalesce(d, 0) "
        f"from ({one} union all by name {together}) as effects "
        f"left join ({whole}) as whole on whole.as_at = effects.as_at and whole.time_window = effects.time_window "
        "order by effects.as_at, effects.time_window, effects.code"
    ).fetchall()
    found = []
    for code, on, window, findings, *counts in answers:
        if any(counts[:7]) and not counted.lacks("indicator", ref, on, window):
            value, low, high = _between(definition.unit, definition.better, counts)
            found.append(Range(ref, on, window, code, findings, value, low, high))
    return found


def _event_tables(counted: Counted, ref: str, table: str) -> Sequence[str]:
    """The tables whose rows are the indicator's events: there a finding's record names the event itself."""
    reads = counted.availability.reads_of("indicator", ref, counted.dates[-1])
    found = []
    for name, columns in reads.items():
        key = describe(name).key
        if (
            key in columns
            and counted.database.execute(
                f"select 1 from {table} as evidence join {name} as rows on rows.{key} = evidence.event_id limit 1"
            ).fetchone()
        ):
            found.append(name)
    return found


def _between(unit: str, better: str, counts: Sequence[int]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    up, down, good_leave, any_good_leave, bad_leave, any_bad_leave, joining, good, everybody = counts
    if unit == "count":
        leaving = any_good_leave + any_bad_leave
        return Fraction(everybody), Fraction(everybody - leaving), Fraction(everybody + joining)
    best = _share(good + up + joining, everybody - bad_leave + joining)
    worst = _share(good - down - good_leave, everybody - good_leave + joining)
    now = _share(good, everybody)
    best, worst = (now if end is None else end for end in (best, worst))  # of nobody there is no share
    if better == "lower":
        return _rest(now), _rest(best), _rest(worst)
    return now, worst, best


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


def _rest(share: Fraction | None) -> Fraction | None:
    return None if share is None else 100 - share
