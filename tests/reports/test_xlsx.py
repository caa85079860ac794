"""The workbook, read back."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from lineofsight.problems import Refused
from lineofsight.reports.model import HighlightReport, Shown
from lineofsight.reports.xlsx import write_highlight
from tests.reports import sample


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "highlight.xlsx"
    write_highlight(sample.highlight(), path)
    return path


def sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def by_ref(rows: Sequence[Sequence[Any]], column: int, report: HighlightReport) -> dict[str, Sequence[Any]]:
    refs = {row.ref for row in report.rows}
    return {row[column]: row for row in rows if row[column] in refs}


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as opened:
        return opened.read(name).decode("utf-8")


def same(cell: object, shown: Shown, unit: str) -> bool:
    assert shown.value is not None
    exact = shown.value / 100 if unit == "percent" else shown.value
    return isinstance(cell, int | float) and abs(Fraction(cell) - exact) < Fraction(1, 10**12)


def test_every_figure_is_the_reports(written: Path) -> None:
    report = sample.highlight()
    table = by_ref(sheet(written, "Highlight report"), 0, report)
    assert list(table) == [row.ref for row in report.rows]
    for row in report.rows:
        cells = table[row.ref]
        assert same(cells[2], row.previous, row.unit)
        assert same(cells[5], row.current, row.unit)
        assert all(same(cell, shown, row.unit) for cell, shown in zip(cells[7:13], row.trend, strict=True))
        if row.unit == "percent":
            assert cells[3:5] == [row.current.numerator, row.current.denominator]
            assert cells[14] == pytest.approx(float(row.minimum or "") / 100)
            assert cells[15] == pytest.approx(float(row.upper or "") / 100)
        else:
            assert cells[3:5] == ["n/a", "n/a"] and cells[14:16] == ["", ""]
        assert cells[16] == row.rating.capitalize()


def test_the_plain_table_has_the_same_figures_and_true_gaps(tmp_path: Path) -> None:
    report, path = sample.with_gaps(), tmp_path / "gaps.xlsx"
    write_highlight(report, path)
    table = by_ref(sheet(path, "Figures"), 1, report)
    for row in report.rows:
        for cell, shown in zip(table[row.ref][6:], (row.current, row.previous, *row.trend), strict=True):
            assert cell == "" if shown.value is None else same(cell, shown, row.unit)


def test_what_is_missing_is_said_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "gaps.xlsx"
    write_highlight(sample.with_gaps(), path)
    rows = sheet(path, "Highlight report")
    table = by_ref(rows, 0, sample.with_gaps())
    assert table["3.3"][5] == "no data [2]" and table["4.8"][5] == "no cases"
    assert [f"[2] 3.3: {sample.NO_SEEN}"] == [row[0] for row in rows if str(row[0]).startswith("[2]")]


def test_every_measure_with_a_figure_has_a_trend_line(written: Path, tmp_path: Path) -> None:
    xml = part(written, "xl/worksheets/sheet1.xml")
    assert xml.count("<x14:sparkline>") == 17
    assert len(set(re.findall(r"<xm:f>([^<]+)</xm:f>", xml))) == 17
    assert 'displayEmptyCellsAs="gap"' in xml
    gaps = tmp_path / "gaps.xlsx"
    write_highlight(sample.with_gaps(), gaps)
    assert part(gaps, "xl/worksheets/sheet1.xml").count("<x14:sparkline>") == 16


def test_a_trend_line_is_drawn_from_its_own_measures_months(written: Path) -> None:
    xml = part(written, "xl/worksheets/sheet1.xml")
    report, figures = sample.highlight(), sheet(written, "Figures")
    shown = sheet(written, "Highlight report")
    pairs = re.findall(r"<xm:f>Figures!\$?I\$?(\d+):\$?N\$?\d+</xm:f><xm:sqref>N(\d+)</xm:sqref>", xml)
    assert len(pairs) == len(report.rows)
    for source, place in pairs:
        assert figures[int(source) - 1][1] == shown[int(place) - 1][0]


def test_it_prints_on_one_landscape_page(written: Path) -> None:
    xml = part(written, "xl/worksheets/sheet1.xml")
    assert 'fitToPage="1"' in xml
    assert 'paperSize="9"' in xml and 'orientation="landscape"' in xml
    assert 'state="frozen"' in xml
    assert "OFFICIAL" in xml


def test_the_marking_is_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    write_highlight(sample.highlight(), path, marking="OFFICIAL-SENSITIVE")
    assert "OFFICIAL-SENSITIVE" in sheet(path, "Highlight report")[0]
    assert "OFFICIAL-SENSITIVE" in part(path, "xl/worksheets/sheet3.xml")


def test_provenance_and_words_are_on_the_sheets(written: Path) -> None:
    report = sample.highlight()
    about = "\n".join(str(cell) for row in sheet(written, "About") for cell in row)
    assert report.snapshot in about and report.book in about and "31 March 2023" in about
    assert "Where low is good, the minimum is the most that is acceptable." in about
    numbers = sheet(written, "Key numbers")
    assert next(r[:2] for r in numbers if "protection plan" in str(r[0])) == [
        "Children on a child protection plan",
        214,
    ]
    assert any("2,503 open cases = 738 + 214 + 301 + 269 + 981" in row for row in numbers)


def test_the_same_report_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_highlight(sample.highlight(), again)
    assert again.read_bytes() == written.read_bytes()
    core = part(written, "docProps/core.xml")
    assert "2023-03-31T00:00:00Z" in core and "<dc:title>Highlight report, March 2023</dc:title>" in core
    assert "<dc:creator>Line of Sight</dc:creator>" in core


def test_no_cell_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    write_highlight(sample.hostile(), path)
    for number in range(1, 5):
        xml = part(path, f"xl/worksheets/sheet{number}.xml")
        assert "<f>" not in xml and "<hyperlink" not in xml
    assert by_ref(sheet(path, "Highlight report"), 0, sample.hostile())["1.1"][1].startswith("=HYPERLINK")


def test_warnings_of_the_writer_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lineofsight.reports import xlsx

    def warn(*_: object) -> None:
        warnings.warn("Unknown parameter", stacklevel=2)

    monkeypatch.setattr(xlsx._Book, "_trend_line", warn)
    with pytest.raises(UserWarning):
        write_highlight(sample.highlight(), tmp_path / "x.xlsx")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be written"):
        write_highlight(sample.highlight(), tmp_path / "no-such-folder" / "x.xlsx")


def test_ratings_can_be_read_on_their_colours() -> None:
    from lineofsight.reports.xlsx import BAND, RATINGS

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for fill, ink in (*RATINGS.values(), (BAND, "#FFFFFF")):
        dark, light = sorted((luminance(fill), luminance(ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5
