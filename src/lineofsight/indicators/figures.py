"""Figures, counted from evidence: numerator, denominator, value and rating, whole council and by breakdown.

No data, no cases and zero are three different things. No data: the figure can't be computed, and `note` says what
it needs. No cases: it can, and nobody is in the denominator. Zero: nobody of somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import duckdb

from lineofsight.indicators.availability import FAR
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused

NO_CASES = "no cases"
NO_POPULATION = "no data: needs los_populations.popu_children_0_17 of one area, for the year or before it"
NOT_KNOWN = "not known"
#: The breakdown of an indicator by what its own definition splits it by, and the number that it has among breakdowns.
KIND, KIND_NUMBER = "kind", 200
COLUMNS = (
    *("ref", "title", "month", "window", "dimension", "member"),
    *("numerator", "denominator", "value", "rating", "note"),
)


@dataclass(frozen=True)
class Figure:
    """One figure. `numerator` and `denominator` are None where there is no data; counts have no denominator.

    `per` is what numerator / denominator is multiplied by: 100 for per cent, 10,000 for a rate, 1 for a mean or a
    median. The value is always that: of a median, whose denominator is the rows that it is the middle of, the numerator
    is the median so many times; where a definition has a scale, both are in those parts of one.
    """

    ref: str
    as_at: dt.date
    window: str
    dimension: str
    member: str
    numerator: int | None
    denominator: int | None
    per: int
    rating: str
    note: str

    @property
    def value(self) -> Fraction | None:
        """The exact value in the indicator's unit."""
        if self.numerator is None:
            return None
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.per * self.numerator, self.denominator) if self.denominator else None


def lay_figures(counted: Counted, breakdowns: Sequence[str] = ()) -> None:
    """Counts all figures into the table `figures` of the counted database.

    `figures(ref, place, as_at, is_now, time_window, dimension, member, numerator, denominator, per, rating, note)`.
    `breakdowns` are those that `count` was asked for, in the same order; one that has no data gives a row that
    says so. Whole-council figures are rated; members of a breakdown are not: the target is agreed for the council,
    and the share of a small group swings by chance.
    """
    database = counted.database
    database.execute(
        "create table counts (ref varchar, as_at date, time_window varchar, dimension utinyint, code usmallint, "
        "numerator bigint, denominator bigint)"
    )
    shown = [
        (number, name)
        for number, name in enumerate(breakdowns)
        if counted.book.latest("breakdown", name).header.get("figures", True)
    ]
    _count_evidence(counted, [number for number, _ in shown])
    _lay_refs(counted)
    _lay_asked(counted)
    _fill(counted, shown)
    _rate(counted)


def figures(
    counted: Counted,
    ref: str | None = None,
    dimension: str | None = None,
    *,
    refs: Sequence[str] | None = None,
    as_at: dt.date | None = None,
) -> list[Figure]:
    """The figures of a database in which they were laid, in the book's order, oldest month first.

    All, or those of one indicator (of several: `refs`), of one breakdown ('' is the whole council), of one day.
    """
    asked = refs if ref is None else [ref]
    rows = counted.database.execute(
        "select ref, as_at, time_window, dimension, member, numerator, denominator, per, coalesce(rating, ''), "
        "coalesce(note, '') from figures "
        f"where {'true' if asked is None else 'list_contains($refs, ref)'} "
        "and dimension = coalesce($dimension, dimension) and as_at = coalesce($as_at, as_at) "
        "order by place, ref, as_at, time_window, dimension, member",
        {"dimension": dimension, "as_at": as_at} | ({} if asked is None else {"refs": list(asked)}),
    ).fetchall()
    return [Figure(*row) for row in rows]


def figure_rows(
    database: duckdb.DuckDBPyConnection, windows: Iterable[str] | None = None, *, kinds: bool = True
) -> list[tuple[str | int | float | None, ...]]:
    """The rows of the figures' CSV (COLUMNS), the value unrounded. `kinds`: with what indicators are split by.

    The month of figures at an extract date on which no month ended is that date.
    """
    chosen = list(windows) if windows is not None else None
    where = "" if chosen is None else " and time_window in (select unnest($windows))"
    where += "" if kinds else f" and dimension <> '{KIND}'"
    return database.execute(
        "select ref, title, case when is_now then strftime(as_at, '%Y-%m-%d') else strftime(as_at, '%Y-%m') end, "
        "time_window, dimension, member, numerator, denominator, "
        "case when numerator is null then null "
        "when denominator is null then cast(numerator as varchar) "
        "when denominator = 0 then null "
        "else cast(cast(per * numerator as double) / cast(denominator as double) as varchar) end, "
        f"rating, note from figures where true{where} "
        "order by place, ref, as_at, time_window, dimension, member",
        {} if chosen is None else {"windows": chosen},
    ).fetchall()


def _count_evidence(counted: Counted, breakdowns: Sequence[int]) -> None:
    """One pass over the evidence of all states, and one over all events: the whole council and every breakdown.

    An event counts from `counted_at`, the first as-at date on or after the day from which it counts, in the windows
    that begin on or before its `bucket`, the latest day on or before it on which any window begins.
    """
    database = counted.database
    book = counted.book
    latest = {ref: book.latest("indicator", ref) for ref in counted.evidence}
    declared = [f"({place}, '{ref}', '{window}')" for place, ref in enumerate(latest) for window in latest[ref].windows]
    _lay_kinds(counted)
    if not declared:
        return
    database.execute(
        f"create table declared as select * from (values {', '.join(declared)}) as rows (place, ref, time_window)"
    )
    database.execute(
        "create table event_days as select calendar.day, "
        "max(case when windows.first_day <= calendar.day then windows.first_day end) as bucket, "
        "min(case when windows.as_at >= calendar.day then windows.as_at end) as counted_at from calendar "
        "cross join windows "
        "where calendar.day between (select min(first_day) from windows) and (select max(as_at) from windows) "
        "group by calendar.day"
    )
    for of_children in (True, False):
        rows = {True: list[str](), False: list[str]()}
        kinds = {True: list[str](), False: list[str]()}
        for place, (ref, table) in enumerate(counted.evidence.items()):
            one = latest[ref]
            if one.of_children == of_children and one.unit != "median":
                select = _rows_of(counted, place, ref, table)
                rows[one.is_event].append(select)
                if one.kinds:
                    kinds[one.is_event].append(select)
        by = breakdowns if of_children else ()
        for is_event in (False, True):
            _insert_counts(database, is_event, rows[is_event], partial(_passed, breakdowns=by))
            _insert_counts(database, is_event, kinds[is_event], _passed_by_kind)
    for place, (ref, table) in enumerate(counted.evidence.items()):
        if latest[ref].unit == "median":
            _count_median(counted, place, ref, table, breakdowns if latest[ref].of_children else ())


def _lay_kinds(counted: Counted) -> None:
    """The table `members_kind`: every kind that any row is of, with a code."""
    kinds = " union all ".join(
        f"select distinct kind as member from {table}"
        for ref, table in counted.evidence.items()
        if counted.book.latest("indicator", ref).kinds
    )
    counted.database.execute(
        "create table members_kind as select cast(row_number() over (order by member) as usmallint) as code, member "
        f"from (select distinct member from ({kinds or 'select cast(null as varchar) as member'}) as kinds) as told "
        "where member is not null"
    )


def _rows_of(counted: Counted, place: int, ref: str, table: str) -> str:
    """The rows of one indicator, each with its part of the numerator and its share of the denominator."""
    definition = counted.book.latest("indicator", ref)
    part, whole = "cast(met as bigint)", "cast(1 as bigint)"
    if is_weighted(counted, ref):
        part = "coalesce(amount, 0)"
        whole = "case when amount is null then 0 else coalesce(out_of, 1) end"
    columns = f"person_id, kind, {part} as part, {whole} as whole"
    if not definition.is_event:
        return f"select {place} as place, as_at as day, {columns} from {table}"
    return (
        f"select {place} as place, event_date as day, event.bucket, counts.counted_at, {columns} "
        f"from {table} as evidence join event_days as event on event.day = evidence.event_date "
        "join event_days as counts on counts.day = greatest("
        "evidence.event_date, coalesce(evidence.counts_from, evidence.event_date))"
    )


def is_weighted(counted: Counted, ref: str) -> bool:
    """Whether what is measured of the rows is summed: a mean, or a percentage whose definition returns an amount."""
    definition = counted.book.latest("indicator", ref)
    returned = counted.availability.reads[definition].columns
    return definition.unit == "mean" or (definition.unit == "percent" and "amount" in returned)


def _insert_counts(
    database: duckdb.DuckDBPyConnection,
    is_event: bool,
    rows: Sequence[str],
    passed: Callable[[Sequence[str], str], str],
) -> None:
    """Counts states at their dates, or events in the windows that hold them, into `counts`."""
    if rows and not is_event:
        database.execute(
            "insert into counts select declared.ref, passed.day, declared.time_window, passed.dimension, passed.code, "
            f"passed.numerator, passed.denominator from ({passed(rows, 'place, day')}) as passed "
            "join declared on declared.place = passed.place"
        )
    elif rows:
        database.execute(
            "insert into counts select declared.ref, windows.as_at, windows.time_window, passed.dimension, "
            "passed.code, sum(passed.numerator), sum(passed.denominator) "
            f"from ({passed(rows, 'place, bucket, counted_at')}) as passed "
            "join declared on declared.place = passed.place "
            "join windows on windows.time_window = declared.time_window and passed.bucket >= windows.first_day "
            "and passed.counted_at <= windows.as_at group by all"
        )


def _passed(rows: Sequence[str], keys: str, breakdowns: Sequence[int]) -> str:
    """Counts rows of evidence by keys, and by keys and each breakdown, in one pass."""
    codes = "".join(f", coalesce(characteristics.b{n}, 0) as b{n}" for n in breakdowns)
    join = (
        "left join characteristics on characteristics.person_id = rows.person_id and characteristics.day = rows.day"
        if breakdowns
        else ""
    )
    sets = ", ".join([f"({keys})", *(f"({keys}, b{n})" for n in breakdowns)])
    dimension = "".join(f"when grouping(b{n}) = 0 then {n + 1} " for n in breakdowns)
    code = ", ".join(f"b{n}" for n in breakdowns)
    return (
        f"select {keys}, {f'case {dimension}else 0 end' if breakdowns else '0'} as dimension, "
        f"{f'coalesce({code}, 0)' if breakdowns else '0'} as code, "
        "sum(part) as numerator, sum(whole) as denominator "
        f"from (select rows.*{codes} from ({' union all '.join(rows)}) as rows {join}) as evidence "
        f"group by grouping sets ({sets})"
    )


def _passed_by_kind(rows: Sequence[str], keys: str) -> str:
    """Counts rows of evidence by keys and by their kind."""
    return (
        f"select {keys}, {KIND_NUMBER} as dimension, coalesce(members_kind.code, 0) as code, "
        f"sum(part) as numerator, sum(whole) as denominator from ({' union all '.join(rows)}) as rows "
        f"left join members_kind on members_kind.member = rows.kind group by {keys}, coalesce(members_kind.code, 0)"
    )


def _count_median(counted: Counted, place: int, ref: str, table: str, breakdowns: Sequence[int]) -> None:
    """The middle amount, of an even number the lower of the two: kept so that numerator / denominator gives it."""
    definition = counted.book.latest("indicator", ref)
    if definition.is_event:
        rows = (
            f"select windows.as_at, declared.time_window, evidence.event_date as day, person_id, kind, amount "
            f"from {table} as evidence join declared on declared.place = {place} "
            "join windows on windows.time_window = declared.time_window "
            "and evidence.event_date between windows.first_day and windows.as_at "
            "and coalesce(evidence.counts_from, evidence.event_date) <= windows.as_at"
        )
    else:
        rows = (
            f"select as_at, declared.time_window, as_at as day, person_id, kind, amount from {table} "
            f"join declared on declared.place = {place}"
        )
    by = [(n + 1, f"coalesce(characteristics.b{n}, 0)") for n in breakdowns]
    joins = ""
    if breakdowns:
        on = "characteristics.person_id = rows.person_id and characteristics.day = rows.day"
        joins = f"left join characteristics on {on} "
    if definition.kinds:
        by.append((KIND_NUMBER, "coalesce(members_kind.code, 0)"))
        joins += "left join members_kind on members_kind.member = rows.kind"
    codes = "".join(f", {code} as c{number}" for number, code in by)
    sets = ", ".join(["(as_at, time_window)", *(f"(as_at, time_window, c{number})" for number, _ in by)])
    dimension = "".join(f"when grouping(c{number}) = 0 then {number} " for number, _ in by)
    code = ", ".join(f"c{number}" for number, _ in by)
    counted.database.execute(
        f"insert into counts select '{ref}', as_at, time_window, {f'case {dimension}else 0 end' if by else '0'}, "
        f"{f'coalesce({code}, 0)' if by else '0'}, quantile_disc(amount, 0.5) * count(*), count(*) "
        f"from (select rows.*{codes} from ({rows}) as rows {joins} where amount is not null) as measured "
        f"group by grouping sets ({sets})"
    )


def _lay_refs(counted: Counted) -> None:
    """What is known of each indicator and date: its window, unit, targets, and what it lacks."""
    database = counted.database
    database.execute(
        "create table refs (ref varchar, place integer, first_day date, last_day date, title varchar, unit varchar, "
        "per integer, rate_of varchar, better varchar, rule varchar, lacks varchar, time_windows varchar[])"
    )
    rows = []
    for place, ref in enumerate(counted.book.named("indicator")):
        for stretch in counted.stretches.get(("indicator", ref), ()):
            version = stretch.version
            rows.append(
                (
                    *(ref, place, stretch.first, stretch.last, version.title, version.unit),
                    *(version.per, version.header.get("rate_of"), version.better),
                    *(version.header.get("rating"), stretch.lacks or None, list(version.windows)),
                )
            )
    database.executemany("insert into refs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.execute(
        "create table targets (ref varchar, first_day date, last_day date, minimum decimal(18,6), upper decimal(18,6))"
    )
    targets = []
    for kind, ref in counted.stretches:
        if kind == "indicator":
            targets += _target_rows(counted, ref)
    if targets:
        database.executemany("insert into targets values (?, ?, ?, ?, ?)", targets)


def _target_rows(counted: Counted, ref: str) -> list[tuple[str, dt.date, dt.date, str, str]]:
    rows = []
    for stretch in counted.stretches["indicator", ref]:
        agreed = stretch.version.targets
        if not agreed:
            continue
        ends = [*(target.from_month.start - dt.timedelta(days=1) for target in agreed[1:]), FAR]
        rows += [
            (ref, max(t.from_month.start, stretch.first), min(end, stretch.last), t.minimum, t.upper)
            for t, end in zip(agreed, ends, strict=True)
            if t.from_month.start <= stretch.last and end >= stretch.first
        ]
    return rows


def _lay_asked(counted: Counted) -> None:
    """Each indicator with each date and window that it is shown in, and what is lacking there."""
    database = counted.database
    database.execute(
        "create table refs_asked as select refs.*, windows.as_at, windows.time_window, windows.first_day as since "
        "from refs join windows on windows.as_at between refs.first_day and refs.last_day "
        "and list_contains(refs.time_windows, windows.time_window)"
    )
    if not counted.snapshot.limits:
        return
    events = database.execute(
        "select ref, as_at, time_window, since from refs_asked where lacks is null and time_window <> 'snapshot'"
    ).fetchall()
    for ref, on, window, since in events:
        if lack := counted.availability.window_lacks(ref, on, since):
            database.execute(
                "update refs_asked set lacks = ? where ref = ? and as_at = ? and time_window = ?",
                [lack, ref, on, window],
            )


def _fill(counted: Counted, breakdowns: Sequence[tuple[int, str]]) -> None:
    """The table `figures`: what was counted, and a row for each that was asked for and has nothing in it."""
    database = counted.database
    names = " ".join(f"when {number + 1} then '{name}'" for number, name in breakdowns)
    dimension = f"case asked.dimension {names} when {KIND_NUMBER} then '{KIND}' else '' end"
    members = " union all ".join(
        [
            *(f"select {number + 1} as dimension, code, member from members_{number}" for number, _ in breakdowns),
            f"select {KIND_NUMBER} as dimension, code, member from members_kind",
        ]
    )
    database.execute(f"create table all_members as {members}")
    lacking = _breakdowns_without_data(counted, breakdowns)
    now = f"date '{counted.now}'" if counted.now else "null"
    is_month_end = "last_day(as_at) = as_at"
    database.execute(
        "create table figures as with asked as ("
        "select ref, place, title, unit, per, rate_of, lacks, as_at, time_window, 0 as dimension, 0 as code "
        "from refs_asked "
        "union all "
        "select refs.ref, refs.place, refs.title, refs.unit, refs.per, refs.rate_of, refs.lacks, refs.as_at, "
        "refs.time_window, seen.dimension, seen.code from refs_asked as refs "
        "join (select distinct ref, dimension, code from counts where dimension > 0) as seen on seen.ref = refs.ref "
        "where refs.lacks is null "
        f"and not exists (select 1 from ({lacking}) as lacking where lacking.dimension = seen.dimension "
        "and refs.as_at between lacking.first_day and lacking.last_day)"
        ") "
        "select asked.ref, asked.place, asked.title, asked.as_at, "
        f"coalesce(asked.as_at = {now} and not ({is_month_end.replace('as_at', 'asked.as_at')}), false) as is_now, "
        f"asked.time_window, {dimension} as dimension, "
        f"case when asked.dimension = 0 then '' else coalesce(all_members.member, '{NOT_KNOWN}') end as member, "
        "case when asked.lacks is not null then null when asked.unit = 'rate' and rates.denominator is null then null "
        "when asked.unit = 'rate' then coalesce(rated.numerator, 0) "
        "else coalesce(counts.numerator, 0) end as numerator, "
        "case when asked.lacks is not null or asked.unit = 'count' then null "
        "when asked.unit = 'rate' then rates.denominator else coalesce(counts.denominator, 0) end as denominator, "
        "asked.per, asked.unit, cast(null as varchar) as rating, "
        "case when asked.lacks is not null then asked.lacks "
        f"when asked.unit = 'rate' and rates.denominator is null then '{NO_POPULATION}' "
        "when asked.unit = 'rate' then rates.note "
        f"when asked.unit <> 'count' and coalesce(counts.denominator, 0) = 0 then '{NO_CASES}' end as note "
        "from asked "
        "left join counts on counts.ref = asked.ref and counts.as_at = asked.as_at "
        "and counts.time_window = asked.time_window and counts.dimension = asked.dimension "
        "and counts.code = asked.code "
        "left join rate_denominators as rates on rates.ref = asked.ref and rates.as_at = asked.as_at "
        "left join counts as rated on rated.ref = asked.rate_of and rated.as_at = asked.as_at "
        "and rated.time_window = asked.time_window and rated.dimension = 0 "
        "left join all_members on all_members.dimension = asked.dimension and all_members.code = asked.code"
    )
    database.execute(
        "insert into figures by name select refs.ref, refs.place, refs.title, refs.as_at, "
        f"coalesce(refs.as_at = {now} and not ({is_month_end.replace('as_at', 'refs.as_at')}), false) as is_now, "
        "refs.time_window, lacking.name as dimension, '' as member, refs.per, refs.unit, lacking.lacks as note "
        "from refs_asked as refs "
        f"join ({lacking}) as lacking on refs.as_at between lacking.first_day and lacking.last_day "
        "where refs.lacks is null and refs.unit <> 'rate'"
    )


def _breakdowns_without_data(counted: Counted, breakdowns: Sequence[tuple[int, str]]) -> str:
    rows = [
        f"({number + 1}, '{name}', date '{s.first}', date '{s.last}', '{s.lacks}')"
        for number, name in breakdowns
        for s in counted.stretches["breakdown", name]
        if s.lacks
    ]
    if not rows:
        return (
            "select 0 as dimension, '' as name, cast(null as date) as first_day, cast(null as date) as last_day, "
            "'' as lacks limit 0"
        )
    return f"select * from (values {', '.join(rows)}) as listed (dimension, name, first_day, last_day, lacks)"


def _rate(counted: Counted) -> None:
    """Rates whole-council figures by the rule and the target of that month."""
    database = counted.database
    database.execute(
        "create table to_rate as select row_number() over () as figure_id, figures.ref, figures.as_at, "
        "figures.time_window, refs.rule, refs.better, targets.minimum, targets.upper, "
        "case when figures.unit = 'rate' then figures.numerator * figures.per else figures.numerator end as numerator, "
        "case figures.unit when 'percent' then figures.denominator when 'count' then 100 "
        "else figures.denominator * 100 end as denominator "
        "from figures join refs on refs.ref = figures.ref and figures.as_at between refs.first_day and refs.last_day "
        "join targets on targets.ref = figures.ref and figures.as_at between targets.first_day and targets.last_day "
        "where figures.dimension = '' and figures.numerator is not null "
        "and (figures.unit = 'count' or figures.denominator > 0) and refs.rule is not null"
    )
    for name in counted.book.named("rating"):
        versions = counted.book.versions["rating", name]
        ends = [*(version.valid_from.start - dt.timedelta(days=1) for version in versions[1:]), FAR]
        starts = [dt.date(1, 1, 1), *(version.valid_from.start for version in versions[1:])]
        for version, first, last in zip(versions, starts, ends, strict=True):
            database.execute(
                "create or replace table figures_to_rate as select figure_id, numerator, denominator, minimum, upper, "
                f"better from to_rate where rule = '{name}' and as_at between date '{first}' and date '{last}'"
            )
            database.execute(
                "update figures set rating = rated.rating from to_rate "
                f"join ({version.runnable()}) as rated on rated.figure_id = to_rate.figure_id "
                "where figures.ref = to_rate.ref and figures.as_at = to_rate.as_at "
                "and figures.time_window = to_rate.time_window and figures.dimension = ''"
            )
            word = database.execute(
                "select 1 from figures where rating is not null and rating not in ('green', 'amber', 'red') limit 1"
            ).fetchone()
            if word:
                raise Refused(f"{version.file.name}: the rating {name} gives a word other than green, amber or red")
