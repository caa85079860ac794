"""Trend lines: what they show, and what they must not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest

from lineofsight.reports.sparkline import HEIGHT, MARGIN, WIDTH, scale, svg_sparkline, text_sparkline


def values(text: str) -> list[Fraction | None]:
    return [None if part == "-" else Fraction(part) for part in text.split()]


@pytest.mark.parametrize(
    ("series", "unit", "drawn"),
    [
        ("86.0 84.1 72.0 87.5 88.5 84.0", "percent", "▆▅▁▇▇▅"),
        ("100 100 100 100 100 100", "percent", "▄▄▄▄▄▄"),
        ("0 0", "count", "▄▄"),
        ("- 84.1 - 87.5 88.5 -", "percent", "·▃·▅▅·"),
        ("- - -", "percent", "···"),
        ("", "percent", ""),
        ("50", "percent", "▄"),
        ("98.1 98.2", "percent", "▄▄"),  # a tenth of a point is nothing to see
        ("10 90", "percent", "▁▇"),
    ],
)
def test_blocks(series: str, unit: str, drawn: str) -> None:
    assert text_sparkline(values(series), unit) == drawn


def test_the_height_covers_at_least_ten_points_or_a_fifth() -> None:
    assert scale(values("96 98"), "percent") == (92, 102)
    assert scale(values("72 88.5"), "percent") == (72, Fraction("88.5"))
    low, high = scale(values("300 310"), "count")
    assert (high - low, (high + low) / 2) == (62, 305)


def points(svg: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in (corner.split(",") for corner in line.split())]
        for line in re.findall(r'points="([^"]+)"', svg)
    ]


def test_svg_is_a_named_picture_without_styles() -> None:
    svg = svg_sparkline(values("86 84.1"), "percent", 'October 2022 86.0%, "x" <b>')
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'October 2022 86.0%, "x" <b>'
    assert "style" not in svg


def test_svg_breaks_at_a_missing_month_and_marks_the_last() -> None:
    svg = svg_sparkline(values("86 84.1 - 87.5 88.5 84"), "percent", "")
    assert [len(line) for line in points(svg)] == [2, 3]
    assert svg.count("los-sparkline__last") == 1
    assert "los-sparkline__last" not in svg_sparkline(values("86 84 -"), "percent", "")


def test_svg_shows_a_lone_figure_between_gaps() -> None:
    svg = svg_sparkline(values("- 86 - 84 85"), "percent", "")
    assert len(points(svg)) == 1
    assert svg.count('r="1.5"') == 1


def test_svg_stays_in_its_frame_and_higher_is_up() -> None:
    svg = svg_sparkline(values("10 90 50"), "percent", "")
    ((low, high, middle),) = points(svg)
    assert (low[1], high[1]) == (HEIGHT - MARGIN, MARGIN)
    assert high[1] < middle[1] < low[1]
    assert all(MARGIN <= x <= WIDTH - MARGIN for x, _ in (low, high, middle))


def test_svg_of_equal_figures_is_flat_and_of_none_is_empty() -> None:
    ((first, last),) = points(svg_sparkline(values("100 100"), "percent", ""))
    assert first[1] == last[1] == HEIGHT / 2
    assert points(svg_sparkline(values("- -"), "percent", "")) == []
