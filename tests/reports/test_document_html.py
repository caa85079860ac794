"""The page of a report: well formed, with its headings, captions and scopes, and nothing fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from lineofsight.reports.document_chart import chart_svg, points_table
from lineofsight.reports.document_html import body, page
from tests.reports import drawn, sample_document
from tests.reports.test_document_pdf import EVERY
from tests.reports.test_html import Balance

EACH = pytest.mark.parametrize("name", EVERY)


@EACH
def test_the_file_is_well_formed_and_needs_nothing_else(name: str) -> None:
    written = page(EVERY[name])
    checked = Balance()
    checked.feed(written)
    assert checked.open == [] and len(checked.ids) == len(set(checked.ids))
    assert written.startswith('<!doctype html>\n<html lang="en-GB"')
    assert "<script" not in written and "src=" not in written and "url(" not in written and " style=" not in written


@EACH
def test_headings_follow_each_other_without_a_gap(name: str) -> None:
    levels = [int(each) for each in re.findall(r"<h(\d)[ >]", page(EVERY[name]))]
    assert levels[0] == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))


@EACH
def test_every_table_has_a_caption_scopes_and_a_region_that_scrolls(name: str) -> None:
    written = body(EVERY[name])
    tables = re.findall(r'<div class="los-scroll"[^>]*>(<table.*?</table>)</div>', written, re.DOTALL)
    assert tables and len(tables) == written.count("<table")
    for table in tables:
        assert table.count("<caption") == 1
        heads = re.findall(r"<th[^e][^>]*>|<th>", table)
        assert heads and all("scope=" in head for head in heads)
    for region in re.findall(r'<div class="los-scroll"[^>]*>', written):
        label = re.search(r'aria-labelledby="([^"]+)"', region)
        assert 'role="region"' in region and 'tabindex="0"' in region and label and f'id="{label[1]}"' in written


def test_the_body_stands_below_a_title_and_its_ids_are_its_own() -> None:
    written = body(sample_document.sample())
    assert "<h1" not in written and written.index("<h2") < written.index("<h3")
    assert all(each.startswith("report-") for each in re.findall(r'id="([^"]+)"', written))


def test_groups_ratings_edits_and_quotes_are_marked() -> None:
    written = body(sample_document.sample())
    assert '<th scope="rowgroup" colspan="5"><span>Visits</span></th>' in written
    assert '<strong class="los-rating los-rating--red">Red</strong>' in written
    assert '<em class="los-edited"> (edited by Linden Wren)</em>' in written
    assert "<blockquote><p" in written and written.count("<blockquote") == 1
    assert '<data value="84" class="los-figure">84.0%</data>' in written
    assert '<span class="los-figure">fewer than 5</span>' in written


@pytest.mark.parametrize("chart", [sample_document.lines(), sample_document.bars()])
def test_a_drawing_is_named_and_nothing_in_it_collides(chart) -> None:  # type: ignore[no-untyped-def]
    root = drawn.parsed(chart_svg(chart))
    drawn.assert_inside(root)
    drawn.assert_apart(root)
    assert chart.alternative in (root.get("aria-label") or "")
    assert root.find(f"{drawn.SVG}title") is not None and root.find(f"{drawn.SVG}desc") is not None


@pytest.mark.parametrize("name", EVERY)
def test_every_drawing_stays_in_its_frame(name: str) -> None:
    from lineofsight.reports.document import Chart
    from lineofsight.reports.document_text import printable

    charts = [block for section in EVERY[name].sections for block in section.blocks if isinstance(block, Chart)]
    for chart in charts:
        drawn.assert_inside(drawn.parsed(chart_svg(printable(chart))))


def test_a_gap_is_a_gap_in_the_line_and_said() -> None:
    chart = sample_document.lines()
    svg = chart_svg(chart)
    assert svg.count("<polyline") == 3  # the second line is broken once
    assert "Gap: no figure" in svg
    assert "Gap" not in chart_svg(replace(chart, lines=chart.lines[:1]))


def test_a_chart_without_figures_says_so() -> None:
    chart = replace(sample_document.lines(), lines=(replace(sample_document.lines().lines[0], points=(None,) * 6),))
    assert "No figures to draw" in chart_svg(chart)
    assert [cell.text for cell in points_table(chart).rows[0]][1:] == [("no figure",)] * 6


def test_points_of_many_months_stand_below_each_other() -> None:
    chart = sample_document.lines()
    long = replace(
        chart,
        labels=chart.labels * 3,
        lines=tuple(replace(line, points=line.points * 3) for line in chart.lines),
    )
    table = points_table(long)
    assert len(table.rows) == 18 and len(table.columns) == 3
    assert table.rows[8][2].text == ("no figure",)
    drawn.assert_inside(drawn.parsed(chart_svg(long)))
    drawn.assert_apart(drawn.parsed(chart_svg(long)))
