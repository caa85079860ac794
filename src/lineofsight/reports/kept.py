"""Keeps a report as data, and reads it again: what a published month holds of its highlight report.

Figures stay exact: a fraction is written as "a/b". What a later version of the program adds to a report is read from
an older file as its default; what the file holds and the program no longer knows is left aside.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports.model import HighlightReport

FORM = 1


def to_json(report: HighlightReport) -> str:
    """The whole report as JSON, from which `from_json` makes an equal one."""
    return json.dumps({"form": FORM, "report": _written(report)}, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> HighlightReport:
    """The report that `to_json` wrote. Refused where the text isn't one, or of a later form."""
    try:
        kept = json.loads(text)
        form, report = kept["form"], kept["report"]
    except (ValueError, LookupError, TypeError):
        raise Refused("report.json: can't be read") from None
    if form != FORM:
        raise Refused(f"report.json: was written by a later version of this program (form {form}): update it")
    try:
        return _read(HighlightReport, report)  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError, ZeroDivisionError):
        raise Refused("report.json: can't be read") from None


def _written(value: Any) -> Any:
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Month() | dt.date():
            return str(value)
        case Enum():
            return value.value
        case tuple() | list():
            return [_written(each) for each in value]
        case dict():
            return {key: _written(each) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _written(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(type(value).__name__)


def _read(kind: Any, value: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(next(each for each in inner if each is not type(None)), value)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is ...:
            return tuple(_read(inner[0], each) for each in value)
        return tuple(_read(each, part) for each, part in zip(inner, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(inner[1], each) for key, each in value.items()}
    if kind is Fraction or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    if kind is Month:
        return Month.read(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        known = [field.name for field in dataclasses.fields(kind) if field.name in value]
        return kind(**{name: _read(hints[name], value[name]) for name in known})
    if isinstance(kind, type) and not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
