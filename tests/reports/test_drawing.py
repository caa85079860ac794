"""Axes with round numbers, and labels that keep apart."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.reports.drawing import LINE, plain, round_axis, shortened, spread, width


def ticks(values: str, unit: str) -> str:
    axis = round_axis([Fraction(value) for value in values.split()], unit)
    assert (axis.low, axis.high) == (axis.ticks[0], axis.ticks[-1])
    return " ".join(plain(tick, unit) for tick in axis.ticks)


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ("72 88.5", "percent", "70% 75% 80% 85% 90%"),
        ("100 100", "percent", "94% 96% 98% 100%"),
        ("0 0", "percent", "0% 2% 4% 6%"),
        ("3 97", "percent", "0% 20% 40% 60% 80% 100%"),
        ("84 84.1", "percent", "78% 80% 82% 84% 86% 88% 90%"),
        ("738 740", "count", "650 700 750 800 850"),
        ("0 3", "count", "0 1 2 3"),
        ("5 5", "count", "4 5 6"),
        ("0 0", "count", "0 1"),
        ("33.3 33.1", "rate", "28 30 32 34 36 38"),
        ("0.3 0.4", "rate", "0.3 0.4"),
    ],
)
def test_round_numbers(values: str, unit: str, written: str) -> None:
    assert ticks(values, unit) == written


@given(st.lists(st.fractions(min_value=0, max_value=100), min_size=1, max_size=9), st.sampled_from(["percent", "rate"]))
def test_an_axis_holds_its_values_and_stays_within_what_they_can_be(values: list[Fraction], unit: str) -> None:
    axis = round_axis(values, unit)
    assert axis.low <= min(values) and max(values) <= axis.high
    assert axis.low >= 0 and (unit != "percent" or axis.high <= 100)
    assert 2 <= len(axis.ticks) <= 9
    assert 0 <= axis.share(min(values)) <= axis.share(max(values)) <= 1


@given(st.lists(st.floats(0, 200), max_size=8))
def test_labels_keep_apart_in_their_order(places: list[float]) -> None:
    moved = spread(places, 0, 200)
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    for before, after in pairwise(order):
        assert moved[after] - moved[before] >= LINE - 1e-6
    assert all(-1e-6 <= place <= 200 + 1e-6 for place in moved)


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert spread([10, 150, 60], 0, 200) == [10, 150, 60]


@given(st.text(max_size=60), st.integers(0, 300))
def test_a_shortened_text_fits(text: str, room: int) -> None:
    assert width(shortened(text, room)) <= room
