"""A figure that is kept as evidence: as it was counted, with the records and the rule it came from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.figures import Figure, figures
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.numbers import versions_of


@dataclass(frozen=True)
class FrozenFigure:
    """`figure`: its text, exact value, unit, period, numerator, denominator and title, as JSON keeps them.

    `dated_on`: the day that it is of.
    """

    figure: dict[str, Any]
    dated_on: dt.date
    snapshot: str
    definition: str


def frozen_figure(counted: Counted, ref: str, month: Month) -> FrozenFigure:
    """An indicator's figure of a month, in the period that the report shows. Refused where there is none."""
    if ref not in counted.book.named("indicator"):
        raise Refused(f"The book has no measure {ref}.")
    definition = counted.book.at("indicator", ref, month)
    found = figure_of(counted, ref, month)
    if found is None or found.value is None:
        raise Refused(f"{ref} has no figure for {wording.month_name(month)}.")
    return FrozenFigure(
        figure={
            "text": wording.number(found.value, definition.unit),
            "value": str(found.value),
            "unit": definition.unit,
            "window": definition.shown,
            "numerator": found.numerator,
            "denominator": found.denominator,
            "title": definition.title,
        },
        dated_on=month.end,
        snapshot=counted.snapshot.id,
        definition=versions_of(counted.book, month)[ref],
    )


def figure_of(counted: Counted, ref: str, month: Month) -> Figure | None:
    """An indicator's figure of a month's end, in the period that the report shows; None where it wasn't counted."""
    definition = counted.book.at("indicator", ref, month)
    wanted = (month.end, definition.shown)
    rows = figures(counted, ref, dimension="")
    return next((each for each in rows if (each.as_at, each.window) == wanted), None)
