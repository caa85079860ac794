"""What can't be counted from Annex A alone: what is true of every workbook, and what this one lacks."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import replace

from lineofsight.sources.annex_a.lists import LIMITS, all_lists
from lineofsight.sources.extracts import Limits, read_limits


def limits(extracted_on: dt.date | None, absent: Collection[int] = ()) -> Limits:
    """The limits of a workbook of a day that lacks the lists of the numbers `absent`.

    Where the day isn't known, nothing is counted of the months before it.
    """
    found = read_limits(LIMITS, extracted_on or dt.date(1970, 1, 1))
    text = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    lacking = {}
    if extracted_on is None:
        found = replace(found, latest_only=found.latest_only | set(found.since), since={})
        lacking = dict.fromkeys(text["of_months"], "the workbook doesn't say of which day it is")
    for ref, numbers in text["needs_lists"].items():
        missing = [each for each in all_lists() if each.number in numbers and each.number in absent]
        if missing and ref not in found.cannot:
            lacking[ref] = f"the workbook has no {missing[0].title}"
    return replace(found, cannot={**found.cannot, **lacking})
