"""How rows are answered: pages of JSON, or all of them as CSV; and not again where they are the same as before."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Field, Schema
from pydantic import BaseModel

from lineofsight.web.api.problems import Problem

JSON, CSV = "application/json", "text/csv"
#: Rows on a page: unless asked otherwise, and at most.
A_PAGE, MOST = 100, 1000
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_AT_ONCE = 500

Row = Sequence[Any]


class AsCsv(Schema):
    """The form of an answer: without `format`, as the Accept header says."""

    format: Literal["json", "csv"] | None = Field(None, description="json or csv, whatever the Accept header says")


class Paged(AsCsv):
    """Which rows of a JSON answer; CSV holds all of them."""

    limit: int = Field(A_PAGE, ge=1, le=MOST, description="rows of a page of JSON; CSV holds all")
    offset: int = Field(0, ge=0, le=100_000_000, description="rows before the page")


class PageAnswer(Schema):
    """A page: `total` rows there are, and where the next of them are. `snapshot`: the records that they come from."""

    snapshot: str
    extracted_on: dt.date
    total: int
    limit: int
    offset: int
    next: str | None


def check_understood(request: HttpRequest, asked: BaseModel) -> None:
    """A refusal (422) where the address has a parameter that there isn't, or one twice that can be given once.

    A word that is written wrongly must not be taken for no filter.
    """
    fields = {field.alias or name: field for name, field in type(asked).model_fields.items()}
    if not set(request.GET) <= set(fields):
        raise Problem(422, f"There is a parameter that is not known here. Known are: {', '.join(fields)}")
    many = {name for name, field in fields.items() if "list" in str(field.annotation)}
    if twice := [name for name in request.GET if name not in many and len(request.GET.getlist(name)) > 1]:
        raise Problem(422, f"{', '.join(twice)}: can be given once")


def wants_csv(request: HttpRequest, asked: AsCsv) -> bool:
    """Whether the answer is CSV. A refusal (406) where neither form is accepted."""
    if asked.format is not None:
        return asked.format == "csv"
    preferred = request.get_preferred_type([JSON, CSV])
    if preferred is None:
        raise Problem(406, "Answers are application/json or text/csv: accept one of them, or add format=csv")
    return preferred == CSV


def unchanged(request: HttpRequest, *parts: object) -> tuple[str, HttpResponseBase | None]:
    """The mark of an answer (ETag), and the answer 304 where the program has it already.

    `parts`: all that the answer depends on beside the address and the form. Lists of children are never answered so.
    """
    held = repr((parts, request.get_full_path(), request.headers.get("Accept", "")))
    mark = f'"{hashlib.sha256(held.encode()).hexdigest()[:32]}"'
    return mark, get_conditional_response(request, etag=mark)


def page_of_json(request: HttpRequest, columns: Sequence[str], rows: Iterable[Row], facts: Mapping[str, Any]) -> Any:
    """A page of rows as JSON, with `facts` (total, limit, offset among them) before it, and the address of the next."""
    listed = [dict(zip(columns, map(_json, row), strict=True)) for row in rows]
    after = facts["offset"] + len(listed)
    following = None
    if listed and after < facts["total"]:
        asked = request.GET.copy()
        asked["offset"], asked["limit"] = str(after), str(facts["limit"])
        following = request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")
    return as_json({**facts, "next": following, "rows": listed})


def as_json(answer: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(answer, ensure_ascii=False, default=str), content_type=JSON)


def all_as_csv(name: str, columns: Sequence[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """All rows as CSV (UTF-8, comma separated), sent as they come."""
    answer = StreamingHttpResponse(_lines(columns, rows), content_type=f"{CSV}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if number % _AT_ONCE == 0:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def _cell(value: Any) -> Any:
    """As the command writes it, but for text that a spreadsheet would take for a formula: an apostrophe goes before."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value
