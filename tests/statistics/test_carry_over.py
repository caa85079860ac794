"""Series whose months carry over are told from series whose months are separate."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from lineofsight.statistics.carry_over import carries_over


def series(text: str) -> list[Fraction | None]:
    return [None if part == "-" else Fraction(part) for part in text.split()]


def test_the_ratio_at_its_edge() -> None:
    """Of 12 figures the ratio must be below 2 - 2.326 x sqrt(4 x 10 / 143) = 0.770."""
    # Six of 0, then 2, 2, 2, ... : one step of 2; squares about the mean 12 x 1; (4 / 11) / (12 / 11) = 0.33
    assert carries_over(series("0 0 0 0 0 0 2 2 2 2 2 2"))
    # three steps: (12 / 11) / (12 / 11) = 1
    assert not carries_over(series("0 0 0 2 2 2 0 0 0 2 2 2"))


@pytest.mark.parametrize("months", ["5 " * 24, "0 1 2 3 4 5 6 7 8 9 10", "- " * 12, "1 - 2 - 3 - " * 4])
def test_what_can_not_show_it_does_not(months: str) -> None:
    assert not carries_over(series(months))


def test_a_step_across_a_gap_is_not_counted() -> None:
    assert carries_over(series("0 0 0 0 0 0 - 9 9 9 9 9 9"))


def test_separate_months_seldom_and_a_stock_of_children_nearly_always() -> None:
    chance = random.Random(2023)
    separate = [[Fraction(round(chance.gauss(84, 4))) for _ in range(24)] for _ in range(200)]
    assert sum(carries_over(values) for values in separate) <= 8
    stocks = []
    for _ in range(200):
        children, values = 300, []
        for _ in range(24):
            children += chance.randint(0, 14) - chance.randint(0, 14)
            values.append(Fraction(children))
        stocks.append(values)
    assert sum(carries_over(values) for values in stocks) >= 180
