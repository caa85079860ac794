"""The fills of a return, with what several of them begin with.

What more than one fill needs (how episodes make periods of care) stands once, in a file of its folder `with`, as
queries that a `with` may name. A fill whose first line is `-- with periods` begins with those of `periods.sql`; its
own further ones begin with a comma.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from lineofsight.records.filling import Fill
from lineofsight.sources.extracts import read_fills

_BEGINS_WITH = re.compile(r"-- with (\w+)\n")


@cache
def fills_of(folder: Path) -> tuple[Fill, ...]:
    """The fills in a folder, each one whole select."""
    return tuple(_whole(fill, folder / "with") for fill in read_fills(folder))


def _whole(fill: Fill, shared: Path) -> Fill:
    begins = _BEGINS_WITH.match(fill.select)
    if begins is None:
        return fill
    queries = (shared / f"{begins[1]}.sql").read_text(encoding="utf-8")
    return replace(fill, select=f"with {queries}\n{fill.select[begins.end() :]}")
