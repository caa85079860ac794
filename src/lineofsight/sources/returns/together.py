"""A children in need census and an SSDA903 return of the same year, as one extract.

Both name children alike, so a child who stands in both is one person: the fills of each return say what it knows of a
child, and leave to the other what that says better (see their `ssd_person.sql`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.sources.extracts import Extract
from lineofsight.sources.returns.limits import limits_of
from lineofsight.sources.returns.years import ReturnYear, year_of

LIMITS = Path(__file__).parent / "limits.toml"


def together(census: Extract, looked_after: Extract, *, name: str) -> Extract:
    """One extract of a census and an SSDA903 return; refused where they are of different years."""
    year, other = _year(census), _year(looked_after)
    if other is not None and other != year:
        raise Refused(
            f"{name}: the children in need census is of {year} and the SSDA903 return of {other}: load those of one "
            f"year together"
        )
    assert year is not None
    on, notes = _taken_on(census.extracted_on, looked_after.extracted_on)
    return Extract(
        name=name,
        files=(*census.files, *looked_after.files),
        left_aside=(*census.left_aside, *looked_after.left_aside),
        extracted_on=on,
        notes=(*census.notes, *looked_after.notes, *notes),
        inputs=(*census.inputs, *looked_after.inputs),
        layouts=census.layouts,
        fills=(*census.fills, *looked_after.fills),
        limits=limits_of(LIMITS, ReturnYear(year, frozenset())),
        kind="cin-census",
    )


def _year(extract: Extract) -> int | None:
    """The year of a return, with whose first day its limits begin; None where nothing in it says."""
    return next((year_of(day) for day in extract.limits.since.values()), None)


def _taken_on(census: dt.date | None, looked_after: dt.date | None) -> tuple[dt.date | None, list[str]]:
    """The day on which both were taken; None, and a note that asks for it, where they differ."""
    if census == looked_after or (looked_after is None and census and (census.month, census.day) != (3, 31)):
        return census, []
    return None, ["the census and the return were not taken on one day: say on which with --extracted-on"]
