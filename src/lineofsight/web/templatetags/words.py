"""How templates write dates and counts: as the reports do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from django import template

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import Definition
from lineofsight.reports import wording
from lineofsight.web.surgery.reasons import reasons

register = template.Library()


class Named(Protocol):
    """What has the reference and the title of a measure."""

    @property
    def ref(self) -> str: ...

    @property
    def title(self) -> str: ...


@register.filter
def day(on: dt.date | None) -> str:
    """31 March 2023; empty where there is none."""
    return "" if on is None else wording.day(on)


@register.filter
def short_day(on: dt.date | None) -> str:
    """31/03/2023, as lists write it; empty where there is none."""
    return "" if on is None else f"{on:%d/%m/%Y}"


@register.filter
def count(number: int | None) -> str:
    """2,503; empty where there is none."""
    return wording.count(number)


@register.filter
def counted(number: int, word: str) -> str:
    """1 child, 2,503 children: the word in its two forms, with a comma between ("child,children")."""
    one, _, many = word.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def month_name(month: Month) -> str:
    """March 2023."""
    return wording.month_name(month)


@register.filter
def named(measure: Named | Mapping[str, str]) -> str:
    """1.1 and the measure's title; the title alone where the reference is a name. Rows of a page have both by name."""
    if isinstance(measure, Mapping):
        return wording.named(measure["ref"], measure["title"])
    return wording.named(measure.ref, measure.title)


@register.filter
def one_decimal(value: Fraction) -> str:
    """84.0, half up on the exact fraction."""
    return wording.one_decimal(value)


@register.filter
def header_text(definition: Definition, name: str) -> str:
    """A text of a definition's header, with its settings written in."""
    return definition.text(name)


@register.filter
def reason(code: str) -> str:
    """The reason of a surgery in words."""
    return reasons().get(code, code)
