"""Little councils for the tests of Annex A, and what their lists say."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import Any

from lineofsight.annex_a.laying import Laid, lay_lists
from lineofsight.annex_a.layouts import layout_for, read_layouts
from lineofsight.annex_a.rules import read_rules
from lineofsight.council import Council
from lineofsight.home import Home
from tests.extracts import Rows, council_of

ON = dt.date(2023, 3, 31)
#: The window of six months: from 1 October 2022 on.
FIRST, BEFORE = "2022-10-01", "2022-09-30"


def a_council(home: Home, tables: Mapping[str, Rows]) -> Council:
    """A council of the children that its tables name, with every table there that figures are counted from."""
    shutil.rmtree(home.path.parent / "extract", ignore_errors=True)  # that of the council before, in the same test
    people = {
        str(value)
        for rows in tables.values()
        for row in rows
        for column, value in row.items()
        if column.endswith("_person_id") and value
    }
    known = {row["pers_person_id"] for row in tables.get("ssd_person", ())}
    others = [
        {"pers_person_id": child, "pers_dob": "2012-06-01", "pers_gender": "02", "pers_ethnicity": "WBRI"}
        for child in sorted(people - known)
    ]
    return council_of(home, {**tables, "ssd_person": [*tables.get("ssd_person", ()), *others]}, ON)


def laid(council: Council, on: dt.date = ON, layout: str = "2024") -> Laid:
    return lay_lists(council, on, layout_for(read_layouts(), on, layout), read_rules())


def rows(of: Laid, number: int) -> list[dict[str, Any]]:
    """The rows of a list, in its order, with the child under `child`."""
    found = of.database.execute(f"select child_unique_id as child, * from list_{number} order by place")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def children(of: Laid, number: int) -> list[str]:
    """Who is in a list, sorted."""
    return sorted(row["child"] for row in rows(of, number))
