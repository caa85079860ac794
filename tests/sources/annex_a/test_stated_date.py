"""Titles and covers, and the day that they state."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.sources.annex_a.stated_date import days_stated

ON = dt.date(2023, 3, 31)


@pytest.mark.parametrize(
    "rows",
    [
        [["Data as at 31/03/2023"]],
        [["Annex A: contacts, as at 31 March 2023"]],
        [["Extract date: 2023-03-31"]],
        [["Extract date:", "31/03/2023"]],
        [["Extract date", "", "", ON]],
        [["", "Snapshot date"], ["", ON]],
        [["Date of extract"], [dt.datetime.fromisoformat("2023-03-31 08:15")]],
        [["Report run on 31st March 2023 by the performance team"]],
        [["As at", "31-Mar-2023"], ["as at 31.03.2023"]],
    ],
)
def test_a_stated_day_is_found(rows: list[list[object]]) -> None:
    assert days_stated(rows) == {ON}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Annex A"], ["31/03/2023"]],
        [["Inspection begins on 31/03/2023"]],
        [["Data as at the end of March"]],
        [["Data as at 31/02/2023"]],
        [["Extract date", "to follow"]],
        [
            [
                "Children whose referral date was as at any time within the six months before "
                + "x" * 80
                + " as at 31/03/2023"
            ]
        ],
        [["Date of Birth", ON]],
        [["as at", 45016.0]],
    ],
)
def test_nothing_is_guessed(rows: list[list[object]]) -> None:
    assert days_stated(rows) == set()


def test_all_stated_days_are_found() -> None:
    rows = [["Data as at 31/03/2023"], ["Data extracted on 03/04/2023"]]
    assert days_stated(rows) == {ON, dt.date(2023, 4, 3)}
