"""The report as CSV: the published layout, exact figures, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv as reading
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from lineofsight.reports.csv import write_highlight
from lineofsight.reports.model import HighlightReport
from tests.reports import sample


def read_back(report: HighlightReport, folder: Path) -> list[dict[str, str]]:
    path = folder / "highlight.csv"
    write_highlight(report, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(reading.DictReader(file))


def test_the_layout_is_the_published_one(tmp_path: Path) -> None:
    first = read_back(sample.highlight(), tmp_path)[0]
    assert ",".join(first) == (
        "group,ref,measure,unit,better,previous_year_2021_22,numerator,denominator,current,period,"
        "2022-10,2022-11,2022-12,2023-01,2023-02,2023-03,target_min,target_upper,rating,note"
    )


def test_every_figure_is_the_reports_to_ten_digits(tmp_path: Path) -> None:
    report = sample.highlight()
    for row, cells in zip(report.rows, read_back(report, tmp_path), strict=True):
        months = [cells[str(month)] for month in report.months]
        written = [cells["previous_year_2021_22"], cells["current"], *months]
        for cell, shown in zip(written, (row.previous, row.current, *row.trend), strict=True):
            assert shown.value is not None
            assert abs(Fraction(Decimal(cell)) - shown.value) <= abs(shown.value) / 10**9
            assert len(cell.replace(".", "").lstrip("0")) <= 10
        assert (cells["ref"], cells["rating"]) == (row.ref, row.rating)
        assert (cells["target_min"], cells["target_upper"]) == (row.minimum or "", row.upper or "")
    assert read_back(report, tmp_path)[7]["current"] == "84.01084011"


def test_counts_have_no_numerator_as_published(tmp_path: Path) -> None:
    count = read_back(sample.highlight(), tmp_path)[1]
    assert (count["numerator"], count["denominator"], count["current"]) == ("", "", "738")


def test_what_is_missing_is_empty_and_says_why(tmp_path: Path) -> None:
    rows = {row["ref"]: row for row in read_back(sample.with_gaps(), tmp_path)}
    assert rows["3.3"]["current"] == "" and rows["3.3"]["note"] == sample.NO_SEEN
    assert (rows["4.8"]["numerator"], rows["4.8"]["denominator"]) == ("0", "0")
    assert rows["4.8"]["current"] == "" and rows["4.8"]["note"] == "no cases"
    assert rows["1.1"]["current"] == "89.50805398"
    assert rows["1.1"]["note"] == f"previous_year, 2022-10, 2022-12: {sample.NO_OVERSIGHT}"


def test_no_cell_starts_a_formula(tmp_path: Path) -> None:
    rows = read_back(sample.hostile(), tmp_path)
    assert rows[0]["measure"].startswith("'=HYPERLINK")
    assert rows[0]["group"] == "'@SUM(1)"
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
