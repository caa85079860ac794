"""Charts of grades: bars that add up, grades told by more than colour, and nothing that collides or sticks out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.reports.grade_chart import GRADES, LEFT, RIGHT, Bar, Group, grade_chart, grade_chart_words
from tests.reports.drawn import SVG, assert_apart, assert_inside, contrast_with_white, luminance, parsed

NORTH = Group("North", (Bar("As audited", (1, 5, 3, 1)), Bar("As moderated", (0, 4, 4, 2))))


def chart(*groups: Group) -> ElementTree.Element:
    return parsed(grade_chart(groups, "A title"))


def parts(root: ElementTree.Element, grade: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if element.get("class") == f"los-grade-chart__{grade}"]


def wide(part: ElementTree.Element) -> float:
    """How wide the first rectangle of a part is: that of its grade."""
    rectangle = part.find(f"{SVG}rect")
    assert rectangle is not None
    return float(rectangle.get("width", ""))


def written(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_each_grade_is_as_wide_as_its_share() -> None:
    root = chart(NORTH)
    whole = RIGHT - LEFT
    (first, second) = parts(root, "good")
    assert (wide(first), wide(second)) == (pytest.approx(whole * 5 / 10, abs=2.1), pytest.approx(whole * 0.4, abs=2.1))
    assert len(parts(root, "outstanding")) == 1  # nobody, nothing
    assert first.findtext(f"{SVG}title") == "North, as audited: Good 5 of 10, 50.0%"
    places = [float((part.find(f"{SVG}rect")).get("x")) for part in  # type: ignore[union-attr, arg-type]
              (parts(root, name)[0] for name in ("outstanding", "good", "requires", "inadequate"))]  # fmt: skip
    assert places == sorted(places) and places[0] == LEFT  # the best at the left


def test_grades_are_told_by_letters_and_texture_too() -> None:
    assert len({shade.letters for shade in GRADES}) == len(GRADES) == 4
    assert len({(shade.texture, shade.ink) for shade in GRADES}) == 4
    assert {"G 5", "RI 3", "G 4", "RI 4", "I 2", "10"} <= set(written(chart(NORTH)))
    hatched = parts(chart(NORTH), "requires")[0].findall(f"{SVG}line")
    assert len(hatched) > 5
    for shade in GRADES:
        dark, light = sorted((luminance(shade.fill), luminance(shade.ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, shade.name
        assert contrast_with_white(shade.fill) >= 3, shade.name


def test_the_legend_names_all_four() -> None:
    assert {shade.name for shade in GRADES} <= set(written(chart()))


def test_a_group_that_is_not_shown_has_no_bar_and_says_so() -> None:
    root = chart(Group("South", because="3 audits, not shown by grade"))
    assert "South: 3 audits, not shown by grade" in written(root)
    assert not any(parts(root, name) for name in ("outstanding", "good", "requires", "inadequate"))


def test_no_audits_are_said() -> None:
    assert "No audits" in written(chart(Group("Nobody", (Bar("As audited", (0, 0, 0, 0)),))))


def test_the_words() -> None:
    nobody = Group("East", (Bar("As audited", (0, 0, 0, 0)),))
    assert grade_chart_words([NORTH, Group("South", because="too few"), nobody]) == (
        "North, as audited: 1 Outstanding, 5 Good, 3 Requires improvement, 1 Inadequate. "
        "North, as moderated: 4 Good, 4 Requires improvement, 2 Inadequate. South: too few. "
        "East, as audited: no audits."
    )
    assert grade_chart_words([]) == "No audits."


def test_hostile_names_stay_text() -> None:
    hostile = "\"><script>alert('1')</script>"
    root = chart(Group(hostile, (Bar("As audited", (1, 1, 1, 1)),)))
    assert hostile in (root.findtext(f"{SVG}desc") or "")
    assert not list(root.iter(f"{SVG}script"))


names = st.text(alphabet="AbcdefghiMWm &<'é", min_size=1, max_size=90)
counts = st.tuples(*[st.one_of(st.integers(0, 3), st.integers(0, 40_000))] * 4)
bars = st.tuples(counts, counts).map(lambda pair: (Bar("As audited", pair[0]), Bar("As moderated", pair[1])))
groups = st.builds(Group, names, st.one_of(st.just(()), bars), names)


@settings(deadline=None, max_examples=60)
@given(st.lists(groups, max_size=15))
def test_nothing_collides_or_sticks_out(groups: list[Group]) -> None:
    root = parsed(grade_chart(groups, "t"))
    assert_inside(root)
    assert_apart(root)
    for name in ("outstanding", "good", "requires", "inadequate"):
        assert all(wide(part) > 0 for part in parts(root, name))
