"""Writes a report's objects as plain data, and reads them again: what is kept of a report is made of it.

Figures stay exact: a fraction is written as "a/b". What a later version of the program adds to an object is read from
older data as its default; what the data hold and the program no longer knows is left aside.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections.abc import Collection, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints

from lineofsight.calendar import Month

#: Where an object may be one of several kinds, this says which.
KIND = "is"


def written(value: Any, named: Collection[type] = ()) -> Any:
    """An object as data that JSON can hold. Objects of the types in `named` say which they are."""
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
            return [written(each, named) for each in value]
        case dict():
            return {key: written(each, named) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = {KIND: type(value).__name__} if type(value) in named else {}
        fields = dataclasses.fields(value)
        return kind | {field.name: written(getattr(value, field.name), named) for field in fields}
    raise TypeError(type(value).__name__)


def read(kind: Any, value: Any) -> Any:
    """The object of a type that `written` wrote. TypeError, ValueError or LookupError where the data are no such."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of([each for each in inner if each is not type(None)], value, may_be_none=type(None) in inner)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError("tuple")
        if len(inner) == 2 and inner[1] is ...:
            return tuple(read(inner[0], each) for each in value)
        return tuple(read(each, part) for each, part in zip(inner, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: read(inner[1], each) for key, each in value.items()}
    if kind is Fraction or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    if kind is Month:
        return Month.read(value)
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        known = [field.name for field in dataclasses.fields(kind) if field.name in value]
        return kind(**{name: read(hints[name], value[name]) for name in known})
    if isinstance(kind, type) and not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _one_of(kinds: list[Any], value: Any, *, may_be_none: bool) -> Any:
    if value is None and may_be_none:
        return None
    if len(kinds) == 1:
        return read(kinds[0], value)
    if isinstance(value, dict):
        named = {kind.__name__: kind for kind in kinds}
        return read(named[value[KIND]], value)
    if str in kinds and isinstance(value, str):
        return value
    raise TypeError(type(value).__name__)
