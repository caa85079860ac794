"""Funnel charts: who is named and who is not, and that names neither overlap nor leave the drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.reports.funnel_chart import Member, funnel_chart, funnel_chart_words
from tests.reports.drawn import SVG, assert_apart, assert_inside, parsed

#: Of a council where 84% are met: beyond 99.8%, within 95%, between, and a few cases that look bad.
WHOLE = Member("Council", 840, 1000)
NORTH = Member("North", 60, 100)
SOUTH = Member("South", 85, 100)
EAST = Member("East", 76, 100)
TINY = Member("Tiny", 2, 4)
NOBODY = Member("Nobody", 0, 0)


def chart(*members: Member, **options: str) -> ElementTree.Element:
    return parsed(funnel_chart(members, WHOLE, "A title", **options))


def classes(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if element.get("class") == f"los-funnel-chart__{name}"]


def written(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_only_members_that_differ_are_named() -> None:
    root = chart(NORTH, SOUTH, EAST, TINY, better="higher")
    assert "North" in written(root)
    assert not {"South", "East", "Tiny"} & set(written(root))
    (worse,) = classes(root, "concern")
    assert worse.findtext(f"{SVG}title") == "North: 60.0% (60 of 100 children), 95% interval 50.2% to 69.1%"
    assert len(classes(root, "common")) == 3


@pytest.mark.parametrize(("better", "kind"), [("higher", "concern"), ("lower", "improvement"), ("", "neutral-down")])
def test_which_way_is_good(better: str, kind: str) -> None:
    assert len(classes(chart(NORTH, better=better), kind)) == 1
    with pytest.raises(ValueError, match="higher, lower or empty"):
        chart(NORTH, better="up")


def test_the_lines_are_there_with_labels_and_dashes() -> None:
    root = chart(NORTH, SOUTH)
    assert [len(classes(root, name)) for name in ("outer", "inner", "whole")] == [2, 2, 1]
    assert written(root).count("99.8% limit") == written(root).count("95% limit") == 2
    assert "Council 84.0%" in written(root)
    dashes = {classes(root, name)[0].get("stroke-dasharray") for name in ("outer", "inner", "whole")}
    assert len(dashes) == 3


def test_few_cases_are_hollow_and_said() -> None:
    root = chart(TINY, SOUTH)
    hollow = [mark for mark in root.iter(f"{SVG}circle") if mark.get("fill") == "#ffffff"]
    assert len(hollow) == 2  # the member and the legend
    assert "Under 10 children" in written(root)


def test_the_words() -> None:
    assert funnel_chart_words([NORTH, SOUTH, EAST, TINY, NOBODY], WHOLE, better="higher") == (
        "Council 84.0% (840 of 1,000 children). "
        "North differs by more than chance: 60.0% (60 of 100 children), lower than the whole, which is worse. "
        "3 of 4 are within the 99.8% limits. "
        "1 has fewer than 10 children: one is more than 10 percentage points there. No cases: Nobody."
    )
    assert funnel_chart_words([SOUTH], WHOLE, cases="assessments") == (
        "Council 84.0% (840 of 1,000 assessments). All within the 99.8% limits (1): no different from the whole."
    )


def test_without_cases_there_is_no_funnel() -> None:
    assert written(chart(NOBODY)) == ["No cases"]
    assert written(parsed(funnel_chart([], Member("Council", 0, 0), "t"))) == ["No cases"]


@pytest.mark.parametrize("met", [0, 1])
def test_all_or_none_met(met: int) -> None:
    whole = Member("Council", 50 * met, 50)
    root = parsed(funnel_chart([Member("A", 20 * met, 20), Member("B", 30 * met, 30)], whole, "t", better="higher"))
    assert len(classes(root, "common")) == 2
    assert_inside(root)


def test_hostile_names_stay_text() -> None:
    hostile = "\"><script>alert('1')</script>"
    root = chart(Member(hostile, 10, 100), better="higher")
    assert hostile in (root.findtext(f"{SVG}desc") or "")
    assert not list(root.iter(f"{SVG}script"))


def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_words() -> None:
    name = "Family support and protection, north east and the islands"
    root = chart(Member(name, 10, 100))
    assert name not in written(root)
    assert [text for text in written(root) if text.startswith("Family support") and text.endswith("…")]
    assert name in (root.findtext(f"{SVG}desc") or "")


names = st.text(alphabet="AbcdefghiMWm &<'é", min_size=1, max_size=40)


@st.composite
def member(draw: st.DrawFn) -> Member:
    denominator = draw(st.one_of(st.integers(0, 30), st.integers(0, 400), st.integers(0, 20_000)))
    return Member(draw(names), draw(st.integers(0, denominator)), denominator)


@settings(deadline=None)
@given(st.lists(member(), max_size=15), st.sampled_from(["higher", "lower", ""]), names)
def test_nothing_collides_or_sticks_out(members: list[Member], better: str, council: str) -> None:
    whole = Member(council, sum(m.numerator for m in members), sum(m.denominator for m in members))
    root = parsed(funnel_chart(members, whole, "t", better=better))
    assert_inside(root)
    assert_apart(root)


def test_a_crowd_of_names_does_not_overlap() -> None:
    crowd = [Member(f"Team with a name {place}", 40 + place % 3, 100 + place % 4) for place in range(15)]
    root = chart(*crowd, better="higher")
    assert_inside(root)
    assert_apart(root)
    assert len([text for text in written(root) if text.startswith("Team")]) >= 5
