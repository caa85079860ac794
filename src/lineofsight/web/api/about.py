"""What stands around the figures: the book, the snapshots, the teams, and what is published elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Path, Query, Router, Schema

from lineofsight.indicators.benchmarking import attribution, benchmarks_of
from lineofsight.indicators.book import Book
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.explain import FIELDS, explain
from lineofsight.web.api.answers import (
    PageAnswer,
    Paged,
    all_as_csv,
    as_json,
    check_understood,
    page_of_json,
    unchanged,
    wants_csv,
)
from lineofsight.web.api.entry import reader_of
from lineofsight.web.api.problems import Problem
from lineofsight.web.serving import Served, serving

router = Router()
KINDS: tuple[Kind, ...] = ("indicator", "cohort", "breakdown", "rating")


class DefinitionRow(Schema):
    """A definition as it is now. `own`: the council's. `windows` has a space between two."""

    kind: str
    name: str
    title: str
    group: str
    unit: str
    better: str
    windows: str
    shown: str | None
    one_row_for: str | None
    minimum: str | None
    upper: str | None
    valid_from: str
    own: bool


class BookAnswer(PageAnswer):
    rows: list[DefinitionRow]


@router.get("/book", response=BookAnswer, url_name="book", operation_id="book", summary="The book")
def book(request: HttpRequest, asked: Query[Paged]) -> HttpResponseBase:
    """Every definition: indicators, cohorts, breakdowns and ratings, with the targets that hold now."""
    reader_of(request, "api:book")
    served = serving()
    held = served.council.book
    rows = [_definition_row(held, kind, name) for kind in KINDS for name in held.named(kind)]
    return _rows(request, asked, "book", tuple(DefinitionRow.model_fields), rows, served)


def _definition_row(held: Book, kind: Kind, name: str) -> tuple[Any, ...]:
    latest = held.latest(kind, name)
    target = latest.targets[-1] if latest.targets else None
    return (
        *(kind, name, latest.title, latest.group, latest.unit, latest.better, " ".join(latest.windows)),
        *(latest.header.get("shown"), latest.header.get("one_row_for")),
        *(target.minimum if target else None, target.upper if target else None, str(latest.valid_from), latest.own),
    )


Name = Annotated[str, Field(description="a name that the list of the book has", examples=["3.3", "children_in_need"])]


class TargetAnswer(Schema):
    from_month: str
    minimum: str
    upper: str


class VersionAnswer(Schema):
    """One version: it holds from a month on. `sql` names its settings as $name."""

    valid_from: str
    valid_to: str | None
    own: bool
    file: str
    change_log: list[str]
    settings: dict[str, Any]
    sql: str


class FullDefinition(Schema):
    """A definition in full. `says`: its header in words; `explained`: all of it as text, as the command prints it."""

    kind: str
    name: str
    title: str
    group: str
    unit: str
    better: str
    windows: list[str]
    says: dict[str, str]
    targets: list[TargetAnswer]
    versions: list[VersionAnswer]
    explained: str


class Nothing(Schema):
    """No parameters."""


@router.get(
    "/book/{name}",
    response=FullDefinition,
    url_name="definition",
    operation_id="definition",
    summary="One definition in full",
)
def definition(request: HttpRequest, name: Path[Name]) -> HttpResponseBase:
    """What is counted, out of whom and why; targets, history, and the rule of each version as SQL. JSON alone."""
    reader_of(request, "api:definition")
    check_understood(request, Nothing())
    served = serving()
    held = served.council.book
    kind = next((kind for kind in KINDS if (kind, name) in held.versions), None)
    if kind is None:
        raise Problem(404, "There is no such definition: /api/v1/book lists them")
    mark, same = unchanged(request, served.key)
    if same is not None:
        return same
    versions = held.versions[kind, name]
    latest = versions[-1]
    answer = as_json(
        {
            "kind": kind,
            "name": name,
            "title": latest.title,
            "group": latest.group,
            "unit": latest.unit,
            "better": latest.better,
            "windows": list(latest.windows),
            "says": {field: latest.text(field) for field, _ in FIELDS if latest.header.get(field)},
            "targets": [
                {"from_month": str(one.from_month), "minimum": one.minimum, "upper": one.upper}
                for one in latest.targets
            ],
            "versions": [_version(one) for one in versions],
            "explained": explain(held, name),
        }
    )
    answer["ETag"] = mark
    return answer


def _version(one: Definition) -> dict[str, Any]:
    return {
        "valid_from": str(one.valid_from),
        "valid_to": str(one.valid_to) if one.valid_to else None,
        "own": one.own,
        "file": one.file.name,
        "change_log": [str(change) for change in one.header.get("change_log", ())],
        "settings": dict(one.settings),
        "sql": one.sql.strip(),
    }


class SnapshotRow(Schema):
    """A load. `serves`: the one that is current; `shown`: the one that figures come from until it is worked out."""

    id: str
    extracted_on: dt.date
    loaded_at: str
    kind: str
    rows: int
    in_quarantine: int
    serves: bool
    shown: bool


class SnapshotsAnswer(PageAnswer):
    rows: list[SnapshotRow]


@router.get("/snapshots", response=SnapshotsAnswer, url_name="snapshots", operation_id="snapshots", summary="Snapshots")
def snapshots(request: HttpRequest, asked: Query[Paged]) -> HttpResponseBase:
    """What was loaded, the oldest first, and which of it serves."""
    reader_of(request, "api:snapshots")
    served = serving()
    kept = served.council.snapshots
    current = kept.current_id()
    rows = [
        (
            *(each.id, each.extracted_on, each.loaded_at, each.kind, each.accepted, each.quarantined),
            *(each.id == current, each.id == served.council.snapshot.id),
        )
        for each in kept.listed()
    ]
    return _rows(request, asked, "snapshots", tuple(SnapshotRow.model_fields), rows, served)


class TeamRow(Schema):
    """A team: `team_id` is what the breakdown by team and the lists of children name it by."""

    team_id: str
    name: str
    parent: str


class TeamsAnswer(PageAnswer):
    rows: list[TeamRow]


@router.get("/teams", response=TeamsAnswer, url_name="teams", operation_id="teams", summary="Teams")
def teams(request: HttpRequest, asked: Query[Paged]) -> HttpResponseBase:
    """The names of teams and of the services that they belong to."""
    reader_of(request, "api:teams")
    served = serving()
    with served.reading() as counted:
        rows = counted.database.execute(
            "select team_id, coalesce(name, team_id), coalesce(parent_name, '') from teams order by team_id"
        ).fetchall()
    return _rows(request, asked, "teams", tuple(TeamRow.model_fields), rows, served)


class BenchmarksAsked(Paged):
    """Which indicators' benchmarks; without any, of all."""

    ref: list[str] = Field(
        [], max_length=100, description="an indicator; may be given again. Without: all", examples=[["1.4r"]]
    )


class BenchmarkRow(Schema):
    """A published figure. `year`: the one that ends on 31 March of it. `comparable`: yes or partly, and `why`."""

    ref: str
    measure: str
    year: int
    kind: str
    area: str
    value: float
    unit: str
    comparable: str
    why: str
    note: str
    source: str
    attribution: str


class BenchmarksAnswer(PageAnswer):
    rows: list[BenchmarkRow]


@router.get(
    "/benchmarks", response=BenchmarksAnswer, url_name="benchmarks", operation_id="benchmarks", summary="Benchmarks"
)
def benchmarks(request: HttpRequest, asked: Query[BenchmarksAsked]) -> HttpResponseBase:
    """Published figures of England, the region and statistical neighbours that may stand beside an indicator."""
    reader_of(request, "api:benchmarks")
    served = serving()
    named = served.council.book.named("indicator")
    refs = asked.ref or list(named)
    if not set(refs) <= set(named):
        raise Problem(404, f"There is no such indicator: the book has {', '.join(named)}")
    home = served.council.home
    owed = attribution()
    rows = [
        (
            *(one.ref, one.measure, one.year, one.kind, one.area, float(one.value), one.unit, one.comparable),
            *(one.why, one.note, one.source, owed),
        )
        for ref in dict.fromkeys(refs)
        for one in benchmarks_of(ref, book=served.council.book, own=home.benchmarks, neighbours=home.neighbours)
    ]
    return _rows(request, asked, "benchmarks", tuple(BenchmarkRow.model_fields), rows, served)


def _rows(
    request: HttpRequest, asked: Paged, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], served: Served
) -> HttpResponseBase:
    """A short list: a page of it, or all as CSV; 304 where it is what the program has."""
    check_understood(request, asked)
    as_csv = wants_csv(request, asked)
    mark, same = unchanged(request, served.key, rows)
    if same is not None:
        return same
    answer: HttpResponseBase
    if as_csv:
        answer = all_as_csv(name, columns, rows)
    else:
        snapshot = served.council.snapshot
        facts = {"snapshot": snapshot.id, "extracted_on": str(snapshot.extracted_on), "total": len(rows)}
        facts |= {"limit": asked.limit, "offset": asked.offset}
        answer = page_of_json(request, columns, rows[asked.offset : asked.offset + asked.limit], facts)
    answer["ETag"] = mark
    return answer
