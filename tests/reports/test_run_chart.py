"""Run charts: what is drawn, what is said, and that nothing collides or sticks out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.calendar import Month, months_to
from lineofsight.reports.icons import COLOURS
from lineofsight.reports.run_chart import DASHES, run_chart, run_chart_words
from lineofsight.statistics.process_control import Kind, Rebase, process_control
from tests.reports.drawn import SVG, assert_apart, assert_inside, parsed, texts

Values = list[Fraction | None]
LAST = Month(2023, 3)


def series(text: str) -> Values:
    return [None if part == "-" else Fraction(part) for part in text.split()]


STEADY = "84 86 84 86 84 86 84 86 84 86 84 86"


def chart(text: str, **options: object) -> ElementTree.Element:
    """A percentage whose limits are 85 +/- 2.66 x 2 = 79.7 and 90.3, unless the months say otherwise."""
    values = series(text)
    better = str(options.pop("better", "higher"))
    rebases = options.pop("rebases", ())
    control = process_control(
        values,
        better=better,
        rebases=rebases,  # type: ignore[arg-type]
        lowest=Fraction(0),
        highest=Fraction(100),
    )
    months = months_to(LAST, len(values))
    return parsed(run_chart(months, values, "percent", "A title", control=control, **options))  # type: ignore[arg-type]


def classes(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if element.get("class") == f"los-run-chart__{name}"]


def written(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_lines_are_labelled_and_have_dashes_of_their_own() -> None:
    root = chart(STEADY, minimum=Fraction(85), upper=Fraction("90.5"))
    labels = {"Limit 79.7%", "Limit 90.3%", "Mean 85.0%", "Target min 85%", "Target upper 90.5%", "Latest 86.0%"}
    assert labels <= set(written(root))
    dashes = [classes(root, name)[0].get("stroke-dasharray") for name in ("mean", "limit", "minimum", "upper")]
    assert dashes == [DASHES["mean"], DASHES["limit"], DASHES["minimum"], DASHES["upper"]]
    assert len(set(dashes)) == 4


def test_special_months_have_marks_of_their_own_shape_and_a_legend() -> None:
    root = chart(STEADY + " 95 85 70")
    (better,) = classes(root, "improvement")
    (worse,) = classes(root, "concern")
    assert len((better.find(f"{SVG}polygon").get("points") or "").split()) == 4  # type: ignore[union-attr]
    assert better.find(f"{SVG}polygon").get("fill") == COLOURS[Kind.IMPROVEMENT]  # type: ignore[union-attr]
    assert worse.findtext(f"{SVG}title") == "March 2023: 70.0%, concerning: outside the limits"
    assert {"Improving", "Concerning", "Usual variation"} <= set(written(root))
    assert "Gap: no figure" not in written(root)


def test_a_gap_is_a_gap() -> None:
    root = chart("84 86 84 - 86 84 86 84 86 84 86 84 - 85")
    lines = [len((line.get("points") or "").split()) for line in classes(root, "figures")]
    assert lines == [3, 8]  # and March 2023 stands alone: a mark without a line
    assert len(classes(root, "common")) == 12
    assert "Gap: no figure" in written(root)
    assert "No figure in May 2022 and February 2023." in (root.findtext(f"{SVG}desc") or "")


def test_a_last_month_without_a_figure_has_no_latest_label() -> None:
    root = chart(STEADY + " -")
    assert not [text for text in written(root) if text.startswith("Latest")]
    assert "Latest figure 86.0% in February 2023" in (root.get("aria-label") or "")


def test_the_axis_says_where_it_starts() -> None:
    assert "Per cent. Axis starts at 75%, not zero." in written(chart(STEADY))
    assert "Per cent. Axis starts at zero." in written(chart("1 3 " * 6))


def test_limits_that_no_figure_could_cross_have_no_line() -> None:
    root = chart("98 100 " * 6)
    assert len(classes(root, "limit")) == 1
    assert not [text for text in written(root) if text.startswith("Limit 1")]
    assert "lower process limit 93.7%." in (root.findtext(f"{SVG}desc") or "")


def test_rebases_break_the_limits_and_are_explained() -> None:
    root = chart(STEADY + " 94 96 94 96 94 96 94", rebases=[Rebase(12, "a new front door.")])
    assert len(classes(root, "rebase")) == 1
    assert "A" in written(root)
    means = [(line.get("x2"), line.get("y1")) for line in classes(root, "mean")]
    assert len({y for _, y in means}) == 2
    desc = root.findtext(f"{SVG}desc") or ""
    assert "A: limits set anew from September 2022: a new front door." in desc
    assert "Per cent. Axis starts at 75%, not zero. Trial limits." in written(root)


def test_the_words() -> None:
    values = series(STEADY + " 95 85 70 - 92 91.5 92")
    control = process_control(values, better="higher", lowest=Fraction(0), highest=Fraction(100))
    words = run_chart_words(
        months_to(LAST, len(values)), values, "percent", control=control, minimum=Fraction(85), upper=Fraction(90)
    )
    assert words == (
        "19 months, September 2021 to March 2023. "
        "Latest figure 92.0% in March 2023; lowest 70.0% in November 2022, highest 95.0% in September 2022. "
        "No figure in December 2022. Minimum target 85%. Upper target 90%. "
        "Mean 85.0%, process limits 79.7% to 90.3%. "
        "Improving: September 2022 and January 2023 to March 2023. Concerning: November 2022."
    )


def test_only_the_last_months_are_shown_and_the_limits_are_of_all() -> None:
    values = series(STEADY + " 85" * 30)
    control = process_control(values, better="higher")
    svg = run_chart(months_to(LAST, len(values)), values, "percent", "t", control=control, shown=24)
    root = parsed(svg)
    assert len(classes(root, "common")) == 24
    assert (root.findtext(f"{SVG}desc") or "").startswith("24 months, April 2021")
    assert "Limit 79.7%" in written(root)


def test_without_process_control_there_are_figures_and_targets_alone() -> None:
    values = series("346 347 " * 6)
    root = parsed(run_chart(months_to(LAST, 12), values, "count", "t", upper=Fraction(350)))
    assert not classes(root, "limit") and not classes(root, "mean")
    assert "Target upper 350" in written(root)
    assert "No process limits." in (root.findtext(f"{SVG}desc") or "")


def test_no_figures_at_all() -> None:
    root = parsed(run_chart(months_to(LAST, 3), [None] * 3, "percent", "t"))
    assert written(root) == ["No figures in these months"]


def test_every_third_month_has_its_name_and_each_january_its_year() -> None:
    root = chart(STEADY * 1 + (" " + STEADY) * 2)
    names = [text for text in written(root) if text in {"Jan", "Apr", "Jul", "Oct"}]
    assert names == ["Apr", "Jul", "Oct", "Jan"] * 3
    assert [text for text in written(root) if text.startswith("20")] == ["2020", "2021", "2022", "2023"]


def test_a_hostile_title_stays_text() -> None:
    hostile = "\"></title><script>alert('1')</script> & <b>"
    values = series("84 86")
    root = parsed(run_chart(months_to(LAST, 2), values, "percent", hostile))
    assert root.findtext(f"{SVG}title") == hostile
    assert (root.get("aria-label") or "").startswith(hostile)


def test_series_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one and the same series"):
        run_chart(months_to(LAST, 3), series("84 86"), "percent", "t")
    with pytest.raises(ValueError, match="one and the same series"):
        run_chart(months_to(LAST, 2), series("84 86"), "percent", "t", control=process_control(series("84")))


percentages = st.one_of(st.none(), st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10)))
targets = st.one_of(st.none(), st.integers(0, 100).map(Fraction))


@settings(deadline=None)
@given(st.lists(percentages, max_size=60), targets, targets, st.integers(1, 12), st.sampled_from(["higher", ""]))
def test_nothing_collides_or_sticks_out(
    values: Values, minimum: Fraction | None, upper: Fraction | None, month: int, better: str
) -> None:
    rebases = [Rebase(len(values) // 2, "x")] if len(values) > 9 else []
    control = process_control(values, better=better, rebases=rebases, lowest=Fraction(0), highest=Fraction(100))
    months = months_to(Month(2023, month), len(values))
    svg = run_chart(months, values, "percent", "t", control=control, minimum=minimum, upper=upper)
    root = parsed(svg)
    assert_inside(root)
    assert_apart(root)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 9_999).map(Fraction)), max_size=130),
    st.sampled_from(["count", "rate"]),
    st.integers(1, 130),
)
def test_nothing_collides_or_sticks_out_in_counts_and_long_series(values: Values, unit: str, shown: int) -> None:
    control = process_control(values, lowest=Fraction(0))
    root = parsed(run_chart(months_to(LAST, len(values)), values, unit, "t", control=control, shown=shown))
    assert_inside(root)
    assert_apart(root)
    assert texts(root)
