"""Cells, and the text that is read of them."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.records.descriptions import Column
from lineofsight.sources.annex_a.cells import as_text, day_of

TEXT, DAY = Column("text", "text", ""), Column("day", "date", "")
MOMENT, NUMBER = Column("moment", "datetime", ""), Column("number", "int", "")
TENTH = dt.date(2023, 1, 10)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""),
        (TENTH, "2023-01-10"),
        (dt.datetime.fromisoformat("2023-01-10 09:30"), "2023-01-10"),
        (44936.0, "2023-01-10"),
        (44936.75, "2023-01-10"),
        ("10/01/2023", "10/01/2023"),
        ("2023-01-10", "2023-01-10"),
        ("10/01/2023 00:00", "10/01/2023 00:00"),
        ("10-Jan-2023", "2023-01-10"),
        ("10-JAN-23", "2023-01-10"),
        ("10th January 2023", "2023-01-10"),
        ("10.1.2023", "2023-01-10"),
        ("10-01-2023", "2023-01-10"),
        ("10/01/23", "2023-01-10"),
        ("17/05/98", "1998-05-17"),
        (" 10 Jan 2023 ", "2023-01-10"),
        ("10-Jan-2023 00:00:00", "2023-01-10 00:00:00"),
        ("31-Feb-2023", "31-Feb-2023"),
        ("31/02/2023", "31/02/2023"),
        ("10 Brumaire 2023", "10 Brumaire 2023"),
        ("Jan 2023", "Jan 2023"),
        ("=H2+5", "=H2+5"),
        (0.0, "1900-01-01"),
        (dt.time(), "1900-01-01"),
        (dt.time(9, 30), "09:30:00"),
        (2023.0, "2023"),
        (20230110.0, "20230110"),
        (-5.0, "-5"),
        (True, "TRUE"),
    ],
)
def test_a_column_of_days_is_read_as_days(cell: object, text: str) -> None:
    assert as_text(DAY, [cell]) == [text]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert as_text(DAY, [44936.0 - 1462], from_1904=True) == ["2023-01-10"]


def test_a_column_of_moments_keeps_the_clock() -> None:
    cells = [dt.datetime.fromisoformat("2023-01-10 09:30"), TENTH, dt.datetime.fromisoformat("2023-01-10")]
    assert as_text(MOMENT, cells) == ["2023-01-10 09:30:00", "2023-01-10", "2023-01-10"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0123", "0123"),
        (123.0, "123"),
        (123, "123"),
        (1.5, "1.5"),
        (44936.0, "44936"),
        (1e19, "1e+19"),
        (True, "TRUE"),
        (False, "FALSE"),
        (TENTH, "2023-01-10"),
        (" a ", " a "),
        ("=1+1", "=1+1"),
    ],
)
@pytest.mark.parametrize("column", [TEXT, NUMBER, None])
def test_other_columns_are_read_as_they_stand(cell: object, text: str, column: Column | None) -> None:
    assert as_text(column, [cell]) == [text]


def test_two_digits_of_a_year_are_of_the_century_that_makes_sense_of_a_child() -> None:
    assert [day_of(f"01/01/{year:02}")[0].year for year in (0, 23, 68, 69, 99)] == [2000, 2023, 2068, 1969, 1999]  # type: ignore[index]
