"""Intervals of cases in clusters: published numbers, cases without clusters, and how often they hold the truth."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.statistics.clustered import (
    beyond,
    mean_of_clusters,
    median_between,
    rate_of_clusters,
    share_of_clusters,
)
from lineofsight.statistics.intervals import FAR, Interval, wilson

CLUSTERS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: (min(pair), max(pair))), max_size=60
)


@given(st.lists(st.booleans(), min_size=2, max_size=300))
def test_cases_of_one_each_have_wilsons_interval(met: list[bool]) -> None:
    found, expected = share_of_clusters([(int(one), 1) for one in met]), wilson(sum(met), len(met))
    assert found and expected
    assert (found.lower, found.upper) == (pytest.approx(expected.lower), pytest.approx(expected.upper))


@given(CLUSTERS)
def test_a_share_lies_in_its_interval_which_is_no_narrower_than_of_independent_cases(
    clusters: list[tuple[int, int]],
) -> None:
    met, cases = sum(met for met, _ in clusters), sum(cases for _, cases in clusters)
    found, independent = share_of_clusters(clusters), wilson(met, cases)
    if found is None:
        assert sum(1 for _, cases in clusters if cases) < 2
        return
    assert independent
    assert found.lower - 1e-9 <= 100 * met / cases <= found.upper + 1e-9
    assert found.upper - found.lower >= independent.upper - independent.lower - 1e-9


def test_all_or_none_met_takes_a_child_for_one_case() -> None:
    found, expected = share_of_clusters([(5, 5)] * 8), wilson(8, 8)
    assert found == expected


def test_no_share_of_nobody_or_of_more_than_there_are() -> None:
    assert share_of_clusters([]) is None
    assert share_of_clusters([(1, 4), (0, 0)]) is None
    with pytest.raises(ValueError, match="more cases of a cluster are met"):
        share_of_clusters([(2, 1)])


@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(1, 0.01, 5.57), (10, 4.79, 18.39), (25, 16.17, 36.91), (100, 81.36, 121.63)]
)
def test_byars_limits(count: int, lower: float, upper: float) -> None:
    """They approximate the exact Poisson limits, which any table gives: of 10 they are 4.80 and 18.39."""
    found = rate_of_clusters([1] * count, 1)
    assert found
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=0.01), pytest.approx(upper, abs=0.01))


def test_events_that_come_by_the_dozen_are_a_dozen_times_as_unsure() -> None:
    single, dozens = rate_of_clusters([1] * 9, 100), rate_of_clusters([12] * 9, 100)
    assert single and dozens
    assert dozens.lower == pytest.approx(12 * single.lower)
    assert dozens.upper == pytest.approx(12 * single.upper)
    assert rate_of_clusters([0, 0], 100) is None
    assert rate_of_clusters([1], 0) is None


def test_a_mean_of_few_children_has_no_interval() -> None:
    assert mean_of_clusters([(10, 1)] * 29) is None
    assert mean_of_clusters([(10, 1)] * 30) == Interval(10.0, 10.0)


@pytest.mark.parametrize(("many", "rank"), [(6, 1), (8, 1), (9, 2), (10, 2), (15, 4), (20, 6), (50, 18), (100, 40)])
def test_ranks_around_a_median_as_tables_give_them(many: int, rank: int) -> None:
    """95%, from the binomial distribution: the ranks that tables of the sign test give (Conover 1999, table A3)."""
    assert median_between(list(range(1, many + 1))) == Interval(rank, many + 1 - rank)


def test_a_median_of_few_has_no_interval_and_more_are_needed_to_be_surer() -> None:
    assert median_between([]) is None
    assert median_between([1, 2, 3, 4, 5]) is None
    assert median_between(list(range(9)), FAR) is None
    assert median_between(list(range(10)), FAR) == Interval(0, 9)  # twice 1 in 1,024 is left out


def test_what_an_interval_says_of_the_whole() -> None:
    assert beyond(None, 5) == ""
    assert beyond(Interval(2, 3), 2) == beyond(Interval(2, 3), 3) == ""
    assert (beyond(Interval(2, 3), 1), beyond(Interval(2, 3), 4)) == ("higher", "lower")


def held(draw: Callable[[Random], Interval | None], truth: float, *, times: int = 800) -> float:
    """How often an interval of drawn cases holds the truth."""
    rng = Random(20230331)
    found = [interval for _ in range(times) if (interval := draw(rng))]
    return sum(one.lower <= truth <= one.upper for one in found) / len(found)


def visits_of_children(rng: Random) -> list[tuple[int, int]]:
    """Children who are seen alone always or hardly ever: on the whole every second time."""
    found = []
    for _ in range(40):
        usually = 0.9 if rng.random() < 0.5 else 0.1
        many = rng.randint(1, 12)
        found.append((sum(rng.random() < usually for _ in range(many)), many))
    return found


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """Of 800 draws 95% are held, give or take 3 points; taken for independent the same visits are held much less."""
    assert 0.92 <= held(lambda rng: share_of_clusters(visits_of_children(rng)), 50) <= 0.98

    def as_if_independent(rng: Random) -> Interval | None:
        clusters = visits_of_children(rng)
        return wilson(sum(met for met, _ in clusters), sum(cases for _, cases in clusters))

    assert held(as_if_independent, 50) < 0.8

    def contacts(rng: Random) -> Interval | None:
        """Of 400 children one in ten has contacts, one or ten of them: 0.55 a child."""
        return rate_of_clusters([rng.choice((1, 10)) for _ in range(400) if rng.random() < 0.1], 400)

    assert 0.92 <= held(contacts, 0.55) <= 0.98
    assert 0.94 <= held(lambda rng: median_between([int(rng.expovariate(1) * 1e6) for _ in range(25)]), 693_147) <= 1
