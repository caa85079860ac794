"""The PDF can be read aloud and navigated: its structure, and what checkers of PDF/UA say of it."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from lineofsight.reports.document import Report, Section
from lineofsight.reports.document_pdf import laid_out, pdf
from tests.reports import sample, sample_document
from tests.reports.read_pdf import faults, read
from tests.reports.test_renderings import MADE_ON, REPORTS, highlight_document

LONG = replace(
    sample_document.sample(),
    sections=(Section("Measures", (sample_document.measures(90),)), *sample_document.sample().sections),
)
EVERY = {**REPORTS, "hostile": sample_document.hostile(), "long": LONG}


@pytest.mark.parametrize("name", EVERY)
def test_it_keeps_to_pdf_ua_as_far_as_its_structure_tells(name: str) -> None:
    assert faults(pdf(EVERY[name])) == []


def test_the_checker_of_structure_finds_faults() -> None:
    """What is checked here with the standard switched off, and with headings and pictures that break it."""
    plain = typst.compile(b"Just a line, $x$", format="pdf", pdf_tags=False)
    with pytest.raises(KeyError):
        faults(plain)
    tagged = typst.compile(
        b'#set text(lang: "de")\n= One\n=== Three\n#table(columns: 2)[a][b]\n#image(bytes("<svg xmlns=\'http://www.w3.org/'
        b"2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>\"), format: \"svg\")",
        format="pdf",
    )
    found = faults(tagged)
    for fault in ("no language", "not identified as PDF/UA-1", "H3 after H1", "a table has no headings",
                  "a picture has no words", "no title in the metadata"):  # fmt: skip
        assert any(fault in each for each in found), (fault, found)


@pytest.mark.parametrize("name", EVERY)
def test_verapdf_finds_it_conforms(name: str, tmp_path: Path) -> None:
    if not shutil.which("verapdf"):
        pytest.skip("PDF/UA was not checked with veraPDF, which is not installed here")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(EVERY[name]))
    said = subprocess.run(
        ["verapdf", "--flavour", "ua1", "--format", "text", str(path)], capture_output=True, text=True, check=False
    )
    assert said.stdout.startswith("PASS"), said.stdout


@pytest.mark.parametrize("name", EVERY)
def test_pdfua_finds_nothing(name: str, tmp_path: Path) -> None:
    if not importlib.util.find_spec("pdfua"):
        pytest.skip("PDF/UA was not checked with pdfua, which is not installed here")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf(EVERY[name]))
    said = subprocess.run(
        [sys.executable, "-m", "pdfua", "check", str(path)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout


def test_the_structure_is_that_of_the_report() -> None:
    report = REPORTS["all blocks"]
    root = read(pdf(report)).root
    headings = [(each.kind, each.text()) for each in root.all("H1", "H2", "H3")]
    assert headings[0] == ("H1", report.title)
    assert headings[1:-1] == [(f"H{section.level}", section.title) for section in report.sections]
    assert headings[-1] == ("H2", "Where the figures come from")
    figures = list(root.all("Figure"))
    charts = [sample_document.lines(), sample_document.bars()]
    assert [each.alt for each in figures] == [chart.alternative for chart in charts]
    tables = list(root.all("Table"))
    assert tables[0].text().startswith("Measures in March 2023")
    assert [each.text() for each in tables[0].all("TH")][:5] == ["Measure", "Current", "Out of", "Target", "Rating"]
    cells = [each.text() for each in tables[0].all("TD")]
    assert cells[:5] == ["3.0 Visits of the Heron team", "84.0%", "1,738", "85%", "Red"]
    assert len(list(root.all("BlockQuote"))) == 1 and len(list(root.all("L"))) == 3


def test_its_facts_are_in_it() -> None:
    data = pdf(REPORTS["all blocks"])
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Improvements in children's services, Report to members, March 2023"  # type: ignore[union-attr]
    assert reader.metadata.author == "Example Borough"  # type: ignore[union-attr]
    assert reader.metadata.creation_date.date() == REPORTS["all blocks"].made_on  # type: ignore[union-attr]
    assert [each.title for each in reader.outline if not isinstance(each, list)]  # type: ignore[union-attr]
    fonts = {str(font.get_object()["/BaseFont"]).partition("+")[2]
             for page in reader.pages for font in page["/Resources"]["/Font"].values()}  # fmt: skip
    assert fonts and all(font.startswith("LiberationSans") for font in fonts)


def test_pages_say_whose_they_are_and_which_of_how_many() -> None:
    reader = PdfReader(io.BytesIO(pdf(LONG)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) > 5
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Example Borough" in text and "Made-up data, no real child is in it." in text


def test_a_long_table_says_its_headings_on_every_page() -> None:
    reader = PdfReader(io.BytesIO(pdf(LONG)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    with_rows = [text for text in pages if "Visits of the Heron team" in text and "Where the figures" not in text][:3]
    assert len(with_rows) == 3
    assert all("Measure Current Out of Target Rating" in text for text in with_rows)
    first = next(read(pdf(LONG)).root.all("Table"))
    heads = [each.text() for each in first.all("TH")]
    assert heads.count("Measure") == 1  # what is repeated is not read again


def test_a_wide_table_lies_on_a_turned_page_and_text_stands() -> None:
    reader = PdfReader(io.BytesIO(pdf(REPORTS["highlight"])))
    turned = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert turned[0] is False and any(turned) and turned[-1] is False
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages}
    assert sizes == {(595, 842), (842, 595)}


def test_words_of_a_report_are_never_instructions() -> None:
    """`#set page(paper: "a0")` would be a sheet of a metre, and #panic the end of it."""
    data = pdf(sample_document.hostile())
    reader = PdfReader(io.BytesIO(data))
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages}
    assert sizes == {(595, 842)}
    assert not any("/URI" in str(each.get_object()) for page in reader.pages for each in page.get("/Annots", []))
    for words in sample_document.HOSTILE:
        assert pdf(Report(words, words, words, MADE_ON, MADE_ON, ())).startswith(b"%PDF")


def test_nothing_runs_over_the_edge_of_its_page() -> None:
    """Every letter that is drawn lies within the margins, also those of words that no line has room for."""
    for name in ("all blocks", "highlight", "hostile", "gaps"):
        for page in PdfReader(io.BytesIO(pdf(EVERY[name]))).pages:
            edge = float(page.mediabox.width)
            starts: list[float] = []

            def see(text: str, cm: list[float], tm: list[float], *_: object, into: list[float] = starts) -> None:
                if text.strip():
                    into.append(cm[0] * tm[4] + cm[4])

            page.extract_text(visitor_text=see)
            assert starts and min(starts) > 30 and max(starts) < edge - 40, name


def test_body_text_is_twelve_points_and_none_is_smaller_than_ten() -> None:
    source = (Path(sys.modules["lineofsight.reports"].__file__ or "").parent / "document.typ").read_text()
    assert '#set text(font: "Liberation Sans", size: 12pt' in source
    sizes = [
        float(each)
        for each in re.findall(r"size: (\d+(?:\.\d+)?)pt|#let small = (\d+)pt", source)
        for each in each
        if each
    ]
    assert min(sizes) >= 10


def test_a_heading_never_skips_a_level() -> None:
    report = replace(REPORTS["all blocks"], sections=(Section("First", (), 3), Section("Then", (), 3)))
    assert [each["level"] for each in laid_out(report)["sections"]][:2] == [2, 3]
    assert faults(pdf(report)) == []


def test_the_layout_gets_data_alone() -> None:
    assert json.loads(json.dumps(laid_out(sample_document.hostile())))["council"]


def test_the_licence_of_the_fonts_is_beside_them() -> None:
    from lineofsight.reports.typeface import FACES, FOLDER

    names = {each.name for each in FOLDER.iterdir()}
    assert names == {f"LiberationSans-{face}.ttf" for face in FACES} | {"liberation-fonts-licence.txt"}
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "liberation-fonts-licence.txt").read_text(encoding="utf-8")


def test_a_report_of_a_month_without_figures_conforms_too() -> None:
    assert faults(pdf(highlight_document(sample.with_gaps(), MADE_ON))) == []
