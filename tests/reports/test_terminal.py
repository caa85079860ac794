"""The report in a terminal: wide, narrow, piped, and without block characters."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.terminal import print_highlight
from tests.reports import sample


def printed(report: HighlightReport, width: int, *, terminal: bool = True, colour: bool = False) -> str:
    to = io.StringIO()
    console = Console(
        file=to, width=width, force_terminal=terminal, no_color=not colour, color_system="standard" if colour else None
    )
    print_highlight(report, console)
    return to.getvalue()


@pytest.mark.parametrize("width", [160, 120, 100, 80, 60])
@pytest.mark.parametrize("made", [sample.highlight, sample.with_gaps, sample.hostile])
def test_no_line_is_wider_than_the_terminal(made: object, width: int) -> None:
    report = made()  # type: ignore[operator]
    text = printed(report, width)
    assert max(map(len, text.splitlines())) <= width
    for row in report.rows:
        line = next(line for line in text.splitlines() if line.startswith(row.ref + " "))
        assert wording.figure(row.current, row.unit) in line


def test_the_wide_table_has_every_figure_of_a_row() -> None:
    line = next(line for line in printed(sample.highlight(), 160).splitlines() if line.startswith("3.3 "))
    figures = "84.7% 620 738 84.0% Snapshot 86.0% 84.1% 72.0% 87.5% 88.5% 84.0% ▆▅▁▇▇▅ 85% 90% Red"
    assert " ".join(line.split()).endswith(figures)


def test_the_narrow_table_says_what_it_leaves_out() -> None:
    text = printed(sample.highlight(), 80)
    assert "Oct 22" not in text
    assert "At this width without the six months, numerator, denominator and period" in text
    assert "At this width" not in printed(sample.highlight(), 160)


def test_piped_output_is_wide_and_plain() -> None:
    text = printed(sample.highlight(), 80, terminal=False)
    assert "Oct 22" in text and "\x1b" not in text


def test_ratings_are_words_in_their_colour() -> None:
    text = printed(sample.highlight(), 160, colour=True)
    assert "\x1b[1;31mRed" in text and "\x1b[1;32mGreen" in text and "\x1b[1;33mAmber" in text


def test_everything_that_the_board_needs_is_there() -> None:
    text = printed(sample.with_gaps(), 160)
    for expected in (
        "Highlight report, March 2023",
        "6 green, 3 amber, 3 red",
        "Allocated children",
        "33.3 per 10,000",
        f"[1] 1.1: {sample.NO_OVERSIGHT}",
        "No data: The records that the figure needs were not loaded",
        "Counted from snapshot 2023-03-31.1, extracted on 31 March 2023; as at 31 March 2023; definitions 5f0c9a77b1e2",
    ):
        assert expected in text
    assert "2,503 open cases = 738 + 214 + 301 + 269 + 981" in printed(sample.highlight(), 80)


def test_titles_are_text_and_not_console_markup() -> None:
    assert "<script>alert(1)</script> [red]&" in printed(sample.hostile(), 200)


def test_an_old_code_page_gets_no_trend_line() -> None:
    to = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    print_highlight(sample.highlight(), Console(file=to, width=160))
    to.flush()
    text = to.buffer.getvalue().decode("cp1252")  # type: ignore[attr-defined]
    assert "Trend  " not in text and "89.5%" in text
