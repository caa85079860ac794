"""Figures as they were reported before: read from both forms, kept, and beside what is counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.reported import beside, differs, keep_reported, read_past_figures, reported
from lineofsight.problems import Refused

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SEED = Path(__file__).parent.parent / "golden" / "highlight_indicators_2023-03.csv"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return read_book(tmp_path_factory.mktemp("nothing"))


def written(folder: Path, text: str) -> Path:
    (folder / "past.csv").write_text(text, encoding="utf-8")
    return folder / "past.csv"


def test_a_report_of_before_is_read_month_by_month(book: Book) -> None:
    found = {(f.ref, str(f.month), f.window): f for f in read_past_figures(SEED, book, NOW)}
    assert found["1.1", "2023-03", "snapshot"].value == Decimal("89.5")
    current = found["1.1", "2023-03", "snapshot"]
    assert (current.numerator, current.denominator) == (2056, 2297)
    assert found["1.1", "2022-10", "snapshot"].value == Decimal("89.5")
    assert found["1.1", "2022-10", "snapshot"].numerator is None
    assert found["1.1", "2022-03", "snapshot"].value == 96
    # 2.1's current figure covers the year to date, its trend the month alone.
    assert {key[2] for key in found if key[0] == "2.1" and key[1] == "2023-03"} == {"month", "ytd"}


def test_a_row_for_each_figure_is_read_too(tmp_path: Path, book: Book) -> None:
    header = "Ref,Month,Window,Value,Numerator,Denominator\n"
    text = header + '3.3,2021-04,snapshot,84.0%,63,75\n3.3,2021-05,,,,\n9.9,2021-05,,"1,200",,\n'
    first, other = read_past_figures(written(tmp_path, text), book, NOW)
    assert (first.value, first.numerator, first.denominator) == (Decimal("84.0"), 63, 75)
    assert (other.ref, other.value, other.window) == ("9.9", 1200, "snapshot")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "row 1: past figures need a column ref"),
        ("ref,title\n3.3,visits\n", "row 1: past figures need a column ref"),
        ("ref,month,value\n3.3,Lent,84\n", "row 2, column month: is not a month"),
        ("ref,month,value\n3.3,2023-03,many\n", "row 2, column value: is not a number"),
        ("ref,month,value\n3.3,2023-03,nan\n", "row 2, column value: is not a number"),
        ("ref,month,value,numerator\n3.3,2023-03,84,1.5\n", "row 2, column numerator: is not a whole number"),
        ("ref,month,value,window\n3.3,2023-03,84,week\n", "row 2, column window: must be one of"),
        ("ref,month,value\n,2023-03,84\n", "row 2, column ref: is empty"),
        ("ref,month,value\n3.3,2023-03\n", "row 2: has 2 cells where the header has 3"),
        ("ref,month,value\n3.3,2023-03,84\n3.3,2023-03,85\n", "row 3, column ref: the figure for 2023-03 stands"),
        ("ref,2023-03,2023-03\n3.3,84,85\n", "row 1: two columns are named 2023-03"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, book: Book, text: str, what: str) -> None:
    with pytest.raises(Refused, match=what):
        read_past_figures(written(tmp_path, text), book, NOW)


def test_what_is_kept_stays_and_the_last_loaded_stands(tmp_path: Path, book: Book) -> None:
    store = tmp_path / "as_reported.csv"
    keep_reported(store, read_past_figures(written(tmp_path, "ref,month,value\n3.3,2023-03,84.0\n"), book, NOW))
    keep_reported(store, read_past_figures(written(tmp_path, "ref,month,value\n3.3,2023-03,84.5\n"), book, NOW))
    assert len(store.read_text().splitlines()) == 3
    [figure] = reported(store).values()
    assert figure.value == Decimal("84.5")


def test_beside_what_is_counted_and_never_mixed_in(demonstration: Home, book: Book) -> None:
    kept = {(f.ref, f.month, f.window): f for f in read_past_figures(SEED, book, NOW)}
    rows = beside(kept, Council(demonstration))
    assert len(rows) == len(kept)
    by_key = {row[:3]: row for row in rows}
    assert by_key["3.3", "2023-03", "snapshot"][3:10] == (
        *(kept["3.3", Month(2023, 3), "snapshot"].numerator, 738, str(kept["3.3", Month(2023, 3), "snapshot"].value)),
        *(by_key["3.3", "2023-03", "snapshot"][6], 738, by_key["3.3", "2023-03", "snapshot"][8], False),
    )
    # The six percentages that no fraction of the cohorts of those months gives: reported and counted differ.
    assert sum(row[9] is True for row in rows) == 6


def test_a_month_that_the_records_do_not_reach_stands_alone(demonstration: Home, tmp_path: Path, book: Book) -> None:
    text = "ref,month,value\n3.3,2031-04,84\n9.9,2023-03,5\n"
    kept = {(f.ref, f.month, f.window): f for f in read_past_figures(written(tmp_path, text), book, NOW)}
    notes = {row[0]: (row[8], row[10]) for row in beside(kept, Council(demonstration))}
    assert notes == {
        "3.3": (None, "no data: the month lies outside the records"),
        "9.9": (None, "the book has no such indicator"),
    }


@pytest.mark.parametrize(
    ("value", "numerator", "counted", "different"),
    [
        ("76.4", None, 76.42, False),
        ("76.4", None, 76.46, True),
        ("96", None, 96.4, False),
        ("76.4", 564, 76.42, True),
        ("738", None, 738.0, False),
        ("738", None, 739.0, True),
        ("76.4", None, None, False),
    ],
)
def test_a_difference_smaller_than_the_rounding_is_none(
    tmp_path: Path, book: Book, value: str, numerator: int | None, counted: float | None, different: bool
) -> None:
    text = f"ref,month,value,numerator\n3.3,2023-03,{value},{numerator or ''}\n"
    [figure] = read_past_figures(written(tmp_path, text), book, NOW)
    assert differs(figure, 563, counted) is different


@pytest.mark.parametrize("heading", ["2022-09", "Sep 22", "Sep-22", "September 2022", "sep 2022"])
def test_months_are_read_as_reports_head_them(tmp_path: Path, book: Book, heading: str) -> None:
    text = f"ref,{heading}\n3.3,84.5\n4.7.2,n/a\n"
    [figure] = read_past_figures(written(tmp_path, text), book, NOW)
    assert (figure.ref, figure.month, figure.value) == ("3.3", Month(2022, 9), Decimal("84.5"))
