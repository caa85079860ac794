"""The page as markup: every figure in its cell, every cell with its headings."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lineofsight.reports import html, wording
from lineofsight.reports.model import HighlightReport
from tests.reports import sample

MADE = pytest.mark.parametrize(
    "report", [sample.highlight(), sample.with_gaps(), sample.just_below(), sample.hostile()]
)


def cells(markup: str, ref: str) -> list[str]:
    row = re.search(rf"<tr><td>{re.escape(ref)}</td>(.*?)</tr>", markup, re.DOTALL)
    assert row
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row[1], re.DOTALL)
    visible = (re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", cell) for cell in found)
    return [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in visible]


@MADE
def test_every_figure_is_written_as_everywhere(report: HighlightReport) -> None:
    table = html.table(report)
    notes = wording.Notes.of(report)
    for row in report.rows:
        assert cells(table, row.ref) == [
            wording.measure(row),
            wording.marked(wording.figure(row.previous, row.unit), notes.marks(row.previous)),
            *wording.parts(row.current, row.unit),
            wording.marked(wording.figure(row.current, row.unit), notes.marks(row.current)),
            wording.period(row),
            *(wording.marked(wording.figure(shown, row.unit), notes.marks(shown)) for shown in row.trend),
            "",
            wording.target(row.minimum, row.unit),
            wording.target(row.upper, row.unit),
            wording.marked(wording.rating(row), notes.rating_marks(row)),
        ]


def test_the_table_has_a_caption_headings_and_groups() -> None:
    table = html.table(sample.highlight())
    assert table.count("<caption") == 1 and table.count("<tbody>") == 7
    assert table.count('scope="rowgroup"') == 7 and table.count('scope="row"') == 17
    assert table.count('scope="colgroup"') == 3
    assert table.count('role="img"') == 17
    assert 'role="region"' in table and 'tabindex="0"' in table
    assert "October 2022 86.0%, November 2022 84.1%, December 2022 72.0%" in table


def test_a_rating_says_what_it_means_to_those_who_hear_it() -> None:
    table = html.table(sample.highlight())
    assert 'Red</strong><span class="govuk-visually-hidden">: below the minimum target</span>' in table
    assert 'Red</strong><span class="govuk-visually-hidden">: above the minimum target</span>' in table


def test_notes_can_be_followed() -> None:
    body = html.body(sample.with_gaps())
    for target in re.findall(r'href="#(note-\d+)"', body):
        assert f'id="{target}"' in body
    assert f"[2] 3.3: {sample.NO_SEEN}" in body
    assert 'id="notes"' not in html.body(sample.highlight())


class Balance(HTMLParser):
    """Fails where an element is left open or closed twice, or an id stands twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@MADE
def test_the_file_is_well_formed_and_needs_nothing_else(report: HighlightReport, tmp_path: Path) -> None:
    path = tmp_path / "highlight.html"
    html.write_highlight(report, path)
    page = path.read_text(encoding="utf-8")
    checked = Balance()
    checked.feed(page)
    assert checked.open == [] and len(checked.ids) == len(set(checked.ids))
    assert page.startswith('<!doctype html>\n<html lang="en-GB"')
    assert "<script" not in page and "src=" not in page and "url(" not in page
    assert report.snapshot in page
    html.write_highlight(report, path)
    assert path.read_text(encoding="utf-8") == page


def test_made_up_figures_can_say_so() -> None:
    made_up = replace(sample.highlight(), council="Example Borough", made_up=True)
    assert f"Example Borough: {wording.MADE_UP}" in html.page(made_up)
    assert wording.MADE_UP not in html.page(sample.highlight())
