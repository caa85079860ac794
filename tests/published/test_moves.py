"""Reported figure and moves add up to the figure of today, and each child that moved is said to have moved once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lineofsight.published.moves import Behind, How, moves

people = st.sampled_from(["A", "B", "C", "D", "E", ""])
states = st.lists(st.builds(Behind, person_id=people, event_id=st.just(""), met=st.booleans()), max_size=8)
events = st.lists(
    st.builds(Behind, person_id=people, event_id=st.sampled_from(["1", "2", "3", "4"]), met=st.booleans()), max_size=8
)
sides = st.one_of(st.tuples(states, states), st.tuples(events, events))
merged = st.dictionaries(st.sampled_from(["A", "B"]), st.sampled_from(["C", "D"]), max_size=2)


@given(sides, merged)
def test_reported_and_moved_add_up_to_what_is_now_known(both: tuple[list[Behind], list[Behind]], former: dict) -> None:  # type: ignore[type-arg]
    then, now = both
    found = moves(then, now, former)
    assert found.met_then + found.met_difference == found.met_now == sum(row.met for row in now)
    assert found.all_then + found.all_difference == found.all_now == len(now)
    assert found.met_then == sum(row.met for row in then)


@given(sides)
def test_what_is_the_same_moves_nobody(both: tuple[list[Behind], list[Behind]]) -> None:
    then, _ = both
    assert moves(then, reversed(then)).rows == ()


def test_each_way_to_move() -> None:
    then = [Behind("Gone", "", True), Behind("Better", "", False), Behind("Worse", "", True), Behind("Same", "", True)]
    now = [Behind("New", "", False), Behind("Better", "", True), Behind("Worse", "", False), Behind("Same", "", True)]
    found = moves(then, now)
    assert [(move.how, move.person_id) for move in found.rows] == [
        (How.GONE, "Gone"),
        (How.NEW, "New"),
        (How.NOW_MET, "Better"),
        (How.NO_LONGER_MET, "Worse"),
    ]
    # 3 - 1 gone + 1 now met - 1 no longer met = 2 of 4 - 1 + 1
    assert (found.met_then, found.met_difference, found.met_now) == (3, -1, 2)
    assert (found.all_then, found.all_difference, found.all_now) == (4, 0, 4)


def test_a_merged_id_is_the_same_child() -> None:
    found = moves([Behind("OLD", "", True)], [Behind("NEW", "", True)], {"OLD": "NEW"})
    assert found.rows == ()


def test_two_children_that_are_one_now_leave_one_row_gone() -> None:
    found = moves([Behind("OLD", "", False), Behind("NEW", "", True)], [Behind("NEW", "", True)], {"OLD": "NEW"})
    assert [(move.how, move.person_id, move.row.person_id) for move in found.rows] == [(How.GONE, "NEW", "OLD")]
    assert found.all_then + found.all_difference == found.all_now == 1


def test_an_event_is_known_again_though_its_child_has_another_id() -> None:
    found = moves([Behind("OLD", "7", False)], [Behind("NEW", "7", True)], {"OLD": "NEW"})
    assert [(move.how, move.person_id) for move in found.rows] == [(How.NOW_MET, "NEW")]
