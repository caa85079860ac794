"""The breakdown by locality: from the postcode of the address on the day, by the longest start that fits it."""

from __future__ import annotations

import datetime as dt

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.figures import figures, lay_figures
from tests.extracts import council_of

ON = dt.date(2023, 3, 31)
LOCALITIES = [
    {"loca_row_id": "l1", "loca_postcode_start": "ZZ1", "loca_locality": "North"},
    {"loca_row_id": "l2", "loca_postcode_start": "zz1 2", "loca_locality": "South"},
    {"loca_row_id": "l3", "loca_postcode_start": "ZZ12AB", "loca_locality": "East"},
]


def by_locality(home: Home, addresses: list[tuple[str, str, str, str]]) -> dict[str, int | None]:
    """Children on a plan by locality; each address is a child, a postcode and the days from and to which it holds."""
    children = sorted({child for child, *_ in addresses})
    tables = {
        "ssd_cp_plans": [
            {"cppl_cp_plan_id": f"P {child}", "cppl_person_id": child, "cppl_cp_plan_start_date": "2022-06-01"}
            for child in children
        ],
        "ssd_address": [
            {
                "addr_table_id": f"a{number}",
                "addr_person_id": child,
                "addr_address_postcode": postcode,
                "addr_address_start_date": start,
                "addr_address_end_date": end,
            }
            for number, (child, postcode, start, end) in enumerate(addresses)
        ],
        "los_localities": LOCALITIES,
    }
    counted = council_of(home, tables, ON).count([Month.of(ON)], refs=["1.3"], breakdowns=["locality"])
    lay_figures(counted, ["locality"])
    return {one.member: one.numerator for one in figures(counted, "1.3", "locality")}


def test_the_longest_start_that_fits_counts(home: Home) -> None:
    found = by_locality(
        home,
        [
            ("Robin", "ZZ19XX", "2020-01-01", ""),
            ("Wren", "zz1 2xx", "2020-01-01", ""),
            ("Heron", "ZZ1 2AB", "2020-01-01", ""),
            ("Finch", "ZZ12AX", "2020-01-01", ""),
            ("Elsewhere", "YY11AA", "2020-01-01", ""),
        ],
    )
    assert found == {"North": 1, "South": 2, "East": 1, "not known": 1}


def test_the_address_is_that_of_the_day(home: Home) -> None:
    found = by_locality(
        home,
        [
            ("Moved today", "ZZ19XX", "2020-01-01", "2023-03-31"),
            ("Moved today", "ZZ12AB", "2023-03-31", ""),
            ("Two homes", "ZZ12AB", "2020-01-01", ""),
            ("Two homes", "ZZ12XX", "2021-01-01", ""),
            ("Left today", "ZZ19XX", "2020-01-01", "2023-03-31"),
            ("Unknown now", "ZZ19XX", "2020-01-01", ""),
            ("Unknown now", "", "2022-01-01", ""),
        ],
    )
    assert found == {"East": 1, "South": 1, "not known": 2}
