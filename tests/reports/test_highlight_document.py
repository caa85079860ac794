"""The highlight report as a document says what its page and its workbook say, in the same words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.book import read_book
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.document import Chart, Facts, Number, Paragraph, Table, numbers_in, words
from lineofsight.reports.highlight_document import highlight_document
from lineofsight.reports.highlight_files import ENDINGS, write_highlight
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.numbers import versions_of
from tests.reports import sample

MADE_ON = dt.date(2023, 4, 12)
MADE = pytest.mark.parametrize(
    "report",
    [sample.highlight(), sample.with_gaps(), sample.just_below(), sample.hostile(), sample.highlight(Month(2023, 2))],
)


def sections(report: HighlightReport, **how: object) -> dict[str, tuple[object, ...]]:
    made = highlight_document(report, MADE_ON, **how)  # type: ignore[arg-type]
    return {section.title: section.blocks for section in made.sections}


@MADE
def test_every_cell_of_the_table_is_written_as_everywhere(report: HighlightReport) -> None:
    table = sections(report)["Measures"][0]
    assert isinstance(table, Table)
    notes = wording.Notes.of(report)
    assert [title for _, title in table.groups] == [name for name, _ in report.groups]
    for row, cells in zip(report.rows, table.rows, strict=True):
        assert [words(cell.text) for cell in cells] == [
            f"{row.ref} {wording.measure(row)}",
            wording.marked(wording.figure(row.previous, row.unit), notes.marks(row.previous)),
            *wording.parts(row.current, row.unit),
            wording.marked(wording.figure(row.current, row.unit), notes.marks(row.current)),
            wording.period(row),
            *(wording.marked(wording.figure(shown, row.unit), notes.marks(shown)) for shown in row.trend),
            wording.target(row.minimum, row.unit),
            wording.target(row.upper, row.unit),
            wording.marked(wording.rating(row), notes.rating_marks(row)),
        ]
        assert cells[-1].rating == row.rating


@MADE
def test_its_sentences_are_those_of_the_page(report: HighlightReport) -> None:
    parts = sections(report)
    said = [words(block.text) for blocks in parts.values() for block in blocks if isinstance(block, Paragraph)]
    assert said[0] == wording.ratings_explained(report)
    assert wording.reconciliation(report) in said
    if wording.allocation(report):
        assert wording.allocation(report) in said
    meanings = parts["What the words and signs mean"][0]
    assert isinstance(meanings, Facts)
    assert {name: words(text) for name, text in meanings.rows}.items() <= dict(wording.explanations(report)).items()
    made = highlight_document(report, MADE_ON)
    assert made.provenance == (wording.provenance(report),)


def test_counts_in_sentences_are_figures() -> None:
    parts = sections(sample.highlight())
    rated = [run for run in parts["Ratings in short"][0].text if isinstance(run, Number)]  # type: ignore[attr-defined]
    assert [(number.text, number.what) for number in rated] == [
        ("17", "measures"),
        ("14", "measures that are rated"),
        ("6", "measures rated green"),
        ("4", "measures rated amber"),
        ("4", "measures rated red"),
        ("3", "measures without a target"),
        ("4", "measures rated red"),
        ("3", "red measures near their minimum target"),
    ]
    summed = [run for run in parts["Key numbers"][1].text if isinstance(run, Number)]  # type: ignore[attr-defined]
    assert [number.text for number in summed] == ["2,503", "738", "214", "301", "269", "981"]
    assert summed[0].value == sum(number.value or 0 for number in summed[1:])


def test_the_figures_are_exact_and_stamped() -> None:
    made = highlight_document(sample.highlight(), MADE_ON, {"3.3": "3.3 from 2022-04"})
    current = next(n for n in numbers_in(made) if n.ref == "3.3" and n.window == "Snapshot" and n.as_at == made.as_at)
    row = next(row for row in sample.highlight().rows if row.ref == "3.3")
    assert (current.value, current.numerator, current.denominator) == (row.current.value, 620, 738)
    assert (current.definition, current.snapshot) == ("3.3 from 2022-04", "2023-03-31.1")


def test_notes_stand_below_the_table_that_points_to_them() -> None:
    parts = sections(sample.with_gaps())
    listed = [words(item.text) for item in parts["Measures"][1].items]  # type: ignore[attr-defined]
    assert f"[2] 3.3: {sample.NO_SEEN}" in listed
    assert len(sections(sample.highlight())["Measures"]) == 1


def test_slides_have_a_chart_of_each_rated_measure_with_its_targets() -> None:
    charts = sections(sample.highlight(), charts=True)["Six months of each rated measure"]
    assert len(charts) == 14 and all(isinstance(chart, Chart) for chart in charts)
    one = next(chart for chart in charts if isinstance(chart, Chart) and chart.title.startswith("3.3 "))
    assert [(title, float(value)) for title, value in one.levels] == [("minimum target", 85.0), ("upper target", 90.0)]
    assert one.alternative == (
        "6 months. 86.0% in Oct 22, 84.0% in Mar 23. Lowest 72.0% in Dec 22, highest 88.5% in Feb 23."
    )
    assert "Six months of each rated measure" not in sections(sample.highlight())


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_written_to_every_ending(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"report{ending}"
    write_highlight(sample.highlight(), path, made_on=MADE_ON)
    assert path.stat().st_size > 1000
    first = path.read_bytes()
    write_highlight(sample.highlight(), path, made_on=MADE_ON)
    assert path.read_bytes() == first


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="change the file's ending"):
        write_highlight(sample.highlight(), tmp_path / "report.odt", made_on=MADE_ON)
    with pytest.raises(Refused, match="make it first"):
        write_highlight(sample.highlight(), tmp_path / "nowhere" / "report.pdf", made_on=MADE_ON)
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(Refused, match="can't be written"):
        write_highlight(sample.highlight(), tmp_path / "report.pdf", made_on=MADE_ON)


def test_the_command_writes_the_demonstration_as_pdf(
    demonstration: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lineofsight.cli import main

    monkeypatch.setenv("LINEOFSIGHT_HOME", str(demonstration.path))
    path = tmp_path / "report.pdf"
    assert main(["report", "highlight", "--month", "2023-03", "--to", str(path)]) == 0
    assert f"{path} written" in "".join(capsys.readouterr())
    reader = PdfReader(path)
    whole = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    version = versions_of(read_book(), Month(2023, 3))["3.3"]
    assert "17 measures, 14 of them rated" in whole and version in whole
    assert reader.metadata.title == "Highlight report, March 2023"  # type: ignore[union-attr]


def test_a_month_that_had_not_ended_names_its_day() -> None:
    early = replace(sample.highlight(), as_at=dt.date(2023, 3, 20))
    assert highlight_document(early, MADE_ON).subtitle == "As at 20 March 2023"
