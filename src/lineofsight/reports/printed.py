"""What the text of a figure says as a number: what a spreadsheet, a chart or a program is given of it.

It is the figure as it is printed, not the exact one. A report that goes out has small figures hidden, and what may be
worked out from the rest was judged by what is printed: 84.0% may be shown where 84.0108% would tell of 310 in 369.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.reports.document import Number

_ONE_NUMBER = re.compile(r"(?<![\d.,])(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)(?![\d.]|,\d)")


@dataclass(frozen=True)
class Printed:
    """`value` in the unit of the figure (84.0% is 84), with so many `decimals`; `before` and `after` are words."""

    value: Fraction
    decimals: int
    percent: bool
    grouped: bool
    before: str = ""
    after: str = ""


def printed(number: Number) -> Printed | None:
    """What a figure prints, as a number; None where it is hidden, has no value, or its text is not of that value.

    >>> import datetime as dt
    >>> of = {"what": "", "as_at": dt.date(2023, 3, 31), "snapshot": "", "definition": ""}
    >>> printed(Number("84.0%", value=Fraction(31000, 369), **of)).value
    Fraction(84, 1)
    >>> printed(Number("fewer than 5", **of))
    """
    if number.hidden or number.value is None:
        return None
    found = list(_ONE_NUMBER.finditer(number.text))
    if len(found) != 1:
        return None
    sign, whole, part, percent = found[0].groups()
    decimals = len(part or ".") - 1
    value = Fraction(f"{sign}{whole.replace(',', '')}{part or ''}")
    if abs(value - number.value) > Fraction(1, 2 * 10**decimals):
        return None
    return Printed(
        value,
        decimals,
        bool(percent),
        "," in whole or (abs(value) < 1000 and not percent),
        number.text[: found[0].start()],
        number.text[found[0].end() :],
    )
