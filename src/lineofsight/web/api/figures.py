"""Figures for programs: the rows of `lineofsight figures`, from the count that serves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import COLUMNS, KIND
from lineofsight.prepared.figures import dimensions_of
from lineofsight.web.api.answers import PageAnswer, Paged, all_as_csv, check_understood, page_of_json, unchanged
from lineofsight.web.api.answers import wants_csv as wants
from lineofsight.web.api.entry import reader_of
from lineofsight.web.api.problems import Problem
from lineofsight.web.serving import Served, serving

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
MONTH_OR_NOW = r"^(now|[0-9]{4}-(0[1-9]|1[0-2]))$"
Window = Literal["snapshot", "month", "ytd", "rolling_year"]
#: All breakdowns at once.
ALL = "all"
_AT_ONCE = 2_000


class FiguresAsked(Paged):
    """Which figures: without a month, those of the latest month that ended; without `by`, the whole council's."""

    ref: list[str] = Field(
        [], max_length=100, description="an indicator; may be given again. Without: all", examples=[["3.3"]]
    )
    month: str | None = Field(None, pattern=MONTH_OR_NOW, description="one month, as 2023-03, or now: the extract date")
    from_: str | None = Field(None, alias="from", pattern=MONTH, description="the first month of a range")
    to: str | None = Field(None, pattern=MONTH, description="the last month of a range; alone: that month")
    window: Window | None = Field(None, description="one window; without: all that the indicator declares")
    by: list[str] = Field([], max_length=20, description="a breakdown, or all; may be given again", examples=[["team"]])


class FigureRow(Schema):
    """One figure. Where it can't be given, numerator, denominator and value are empty and `note` says why."""

    ref: str
    title: str
    month: str
    window: str
    dimension: str
    member: str
    numerator: int | None
    denominator: int | None
    value: float | None
    rating: str | None
    note: str | None


class FiguresAnswer(PageAnswer):
    rows: list[FigureRow]


router = Router()


@router.get("/figures", response=FiguresAnswer, url_name="figures", operation_id="figures", summary="Figures")
def figures(request: HttpRequest, asked: Query[FiguresAsked]) -> HttpResponseBase:
    """The figures of indicators by month and window, of the whole council and by breakdown. No child is in them."""
    reader_of(request, "api:figures")
    check_understood(request, asked)
    served = serving()
    with served.reading() as counted:
        source, values = _source(counted, asked)
        as_csv = wants(request, asked)
        mark, same = unchanged(request, served.key)
        if same is not None:
            return same
        answer: HttpResponseBase
        if as_csv:
            answer = all_as_csv("figures", COLUMNS, _every(served, source, values))
        else:
            total = counted.database.execute(f"select count(*) from ({source})", values).fetchone()
            page = f"{_SELECT} from ({source}) {_ORDER} limit {asked.limit} offset {asked.offset}"
            rows = counted.database.execute(page, values).fetchall()
            facts = {
                "snapshot": counted.snapshot.id,
                "extracted_on": str(counted.snapshot.extracted_on),
                "total": total[0] if total else 0,
                "limit": asked.limit,
                "offset": asked.offset,
            }
            answer = page_of_json(request, COLUMNS, map(_numbers, rows), facts)
    answer["ETag"] = mark
    return answer


#: As `figure_rows` of the command; a test holds the two against each other.
_SELECT = (
    "select ref, title, case when is_now then strftime(as_at, '%Y-%m-%d') else strftime(as_at, '%Y-%m') end, "
    "time_window, dimension, member, numerator, denominator, case when numerator is null then null "
    "when denominator is null then cast(numerator as varchar) when denominator = 0 then null "
    "else cast(cast(per * numerator as double) / cast(denominator as double) as varchar) end, rating, note"
)
_ORDER = "order by place, ref, as_at, time_window, dimension, member"


def _source(counted: Counted, asked: FiguresAsked) -> tuple[str, dict[str, Any]]:
    """The select of the figures that are asked for, before they are put in order; and its values.

    A member of a breakdown is given where it has a case in any of these months, as the command does.
    """
    refs = asked.ref or list(counted.book.named("indicator"))
    if not set(refs) <= set(counted.book.named("indicator")):
        raise Problem(404, f"There is no such indicator: the book has {', '.join(counted.book.named('indicator'))}")
    known = [*(name for name, _ in dimensions_of(counted)), KIND]
    by = known if ALL in asked.by else asked.by
    if not set(by) <= set(known):
        raise Problem(404, f"There is no such breakdown: the book has {', '.join(known)}")
    when, values = _when(counted, asked)
    values |= {"refs": refs, "by": list(by)}
    window = ""
    if asked.window is not None:
        window, values["window"] = " and time_window = $window", asked.window
    return (
        "select * exclude (cases) from (select *, max(coalesce(numerator, 0) + coalesce(denominator, 0)) "
        f"over (partition by ref, dimension, member) as cases from figures where {when} "
        "and list_contains($refs, ref) and (dimension = '' or list_contains(cast($by as varchar[]), dimension))) "
        f"where (member = '' or cases > 0){window}"
    ), values


def _when(counted: Counted, asked: FiguresAsked) -> tuple[str, dict[str, Any]]:
    """Which days: of one month, of a range, or of the month where it is in the range. A refusal where there is none."""
    ends = [day for day in counted.dates if Month.of(day).end == day]
    days = list(ends)
    try:
        if asked.month == "now" or not ends:
            days = [counted.now] if counted.now else []
        elif asked.month is not None:
            days = [Month.read(asked.month).end]
        elif not (asked.from_ or asked.to):
            days = ends[-1:]
        elif not asked.from_:
            days = [Month.read(asked.to or "").end]
        first = Month.read(asked.from_).start if asked.from_ else dt.date.min
        last = Month.read(asked.to).end if asked.to else dt.date.max
    except ValueError:  # a year that no calendar has
        days = []
    else:
        days = [day for day in days if first <= day <= last and day in counted.dates]
    if not days:
        kept = f"from {Month.of(ends[0])} to {Month.of(ends[-1])}" if ends else "of the extract date alone: month=now"
        raise Problem(404, f"There are no figures of these months: those that are kept are {kept}")
    return "list_contains(cast($days as date[]), as_at)", {"days": days}


def _every(served: Served, source: str, values: dict[str, Any]) -> Iterator[Sequence[Any]]:
    with served.reading() as counted:
        found = counted.database.execute(f"{_SELECT} from ({source}) {_ORDER}", values)
        while rows := found.fetchmany(_AT_ONCE):
            yield from rows


def _numbers(row: Sequence[Any]) -> tuple[Any, ...]:
    """The row with its value as a number: an exact decimal becomes a float, as JSON has no other."""
    return (*row[:8], None if row[8] is None else float(row[8]), *row[9:])
