"""Samples: drawn again with other tools, sums written out, and nothing lost or drawn twice on any list."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics.sampling import By, Unit, chosen_for_share, digest_of, draw, next_reserve, rank

SEED = "2026-11 audit"


def frame_of(**strata: int) -> list[Unit]:
    """So many units of each stratum, with ids that tell nothing about it."""
    return [Unit(f"{place}{name}", name) for name, number in strata.items() for place in range(number)]


def drawn_by_stratum(units: list[Unit], size: int, by: By, at_least: int = 0) -> dict[str, int]:
    drawn = draw(units, seed=SEED, size=size, by=by, at_least=at_least)
    assert [sum(unit.stratum == stratum.name for unit in drawn.chosen) for stratum in drawn.strata] == [
        stratum.sampled for stratum in drawn.strata
    ]
    return {stratum.name: stratum.sampled for stratum in drawn.strata}


# Drawn again by others ------------------------------------------------------------------------------------------------


def test_duckdb_draws_the_same_cases_from_the_same_list() -> None:
    units = [Unit(str(100 + place)) for place in range(50)]
    drawn = draw(units, seed=SEED, size=12, by="random")
    with duckdb.connect() as connection:
        connection.execute("create table frame as select (100 + range)::varchar as id from range(50)")
        recipe = "select id from frame order by sha256(? || ':' || id) limit 12"
        assert [unit.id for unit in drawn.chosen] == [row[0] for row in connection.execute(recipe, [SEED]).fetchall()]


def test_duckdb_makes_the_same_digest_of_a_list() -> None:
    units = [Unit("2", "south"), Unit("1", "north"), Unit("10", ""), Unit("é", "north")]
    with duckdb.connect() as connection:
        connection.execute("create table frame (id varchar, stratum varchar)")
        connection.executemany("insert into frame values (?, ?)", [[unit.id, unit.stratum] for unit in units])
        lines = "select id || chr(9) || stratum as line from frame"
        recipe = f"select sha256(string_agg(line || chr(10), '' order by line)) from ({lines})"
        assert connection.execute(recipe).fetchone() == (digest_of(units),)


def test_duckdb_chooses_the_same_share() -> None:
    ids = [str(number) for number in range(300)]
    with duckdb.connect() as connection:
        recipe = """
            select range::varchar from range(300)
            where ('0x' || left(sha256('moderation' || ':share:' || range), 8))::bigint < 0.2 * pow(16, 8)
            order by range
        """
        chosen = [row[0] for row in connection.execute(recipe).fetchall()]
    assert chosen == [unit_id for unit_id in ids if chosen_for_share(unit_id, seed="moderation", share=0.2)]


def test_the_recipe_as_it_is_written_down() -> None:
    assert rank("4711", SEED) == hashlib.sha256(b"2026-11 audit:4711").hexdigest()
    lines = b"1\tnorth\n2\tsouth\n"
    assert digest_of([Unit("2", "south"), Unit("1", "north")]) == hashlib.sha256(lines).hexdigest()


# How many of each stratum ---------------------------------------------------------------------------------------------


def test_proportional_by_largest_remainders() -> None:
    # 7 of 100: 50 x 7 / 100 = 3.5, 30 x 7 / 100 = 2.1, 20 x 7 / 100 = 1.4; 3 + 2 + 1, and one more for the 0.5
    assert drawn_by_stratum(frame_of(a=50, b=30, c=20), 7, "proportional") == {"a": 4, "b": 2, "c": 1}


def test_equal_remainders_go_to_the_larger_stratum_then_by_name() -> None:
    # 2 of 8: 4 x 2 / 8 = 1, 2 x 2 / 8 = 0.5 twice: b before c
    assert drawn_by_stratum(frame_of(c=2, b=2, a=4), 2, "proportional") == {"a": 1, "b": 1, "c": 0}
    # 3 of 12: 6 x 3 / 12 = 1.5, 2 x 3 / 12 = 0.5 three times; 2 are left over: for a, which is larger, and b
    assert drawn_by_stratum(frame_of(d=2, c=2, b=2, a=6), 3, "proportional") == {"a": 2, "b": 1, "c": 0, "d": 0}


def test_a_floor_is_given_first_and_the_rest_in_proportion() -> None:
    # 10 of 100, 2 each at least: d has 1 only, c gets 2; 7 for a and b: 70 x 7 / 95 = 5.2, 25 x 7 / 95 = 1.8, below 2
    assert drawn_by_stratum(frame_of(a=70, b=25, c=4, d=1), 10, "proportional", at_least=2) == {
        "a": 5,
        "b": 2,
        "c": 2,
        "d": 1,
    }


def test_a_floor_that_the_size_does_not_allow_is_kept_as_evenly_as_can_be() -> None:
    assert drawn_by_stratum(frame_of(a=70, b=25, c=4), 5, "proportional", at_least=3) == {"a": 2, "b": 2, "c": 1}
    assert drawn_by_stratum(frame_of(a=70, b=25, c=4), 2, "proportional", at_least=1) == {"a": 1, "b": 1, "c": 0}


def test_equal_strata_and_what_a_small_one_lacks() -> None:
    drawn = draw(frame_of(a=20, b=20, c=2), seed=SEED, size=15, by="equal")
    # 5 each; c has 2 of 5, and 3 more are drawn elsewhere: 2 and 1
    assert [(stratum.wanted, stratum.sampled) for stratum in drawn.strata] == [(5, 7), (5, 6), (5, 2)]
    assert drawn.said == (
        "c has 2 of the 5 wanted.",
        "a gives 2 more than wanted in their place.",
        "b gives 1 more than wanted in their place.",
    )


def test_numbers_for_each_stratum() -> None:
    frame = frame_of(a=10, b=10, c=10)
    assert drawn_by_stratum(frame, 5, {"a": 4, "b": 1}) == {"a": 4, "b": 1, "c": 0}
    # of "d" there is none; its 3 come from a and b as 4 to 1, and c, of which none was wanted, gives none
    assert drawn_by_stratum(frame, 8, {"a": 4, "b": 1, "d": 3}) == {"a": 6, "b": 2, "c": 0, "d": 0}
    drawn = draw(frame, seed=SEED, size=25, by={"a": 20, "b": 5})
    assert (len(drawn.chosen), drawn.said) == (
        20,
        ("a has 10 of the 20 wanted.", "b gives 5 more than wanted in their place.", "20 are drawn, not 25."),
    )


@pytest.mark.parametrize("by", ["random", "proportional", "equal"])
def test_more_than_there_are_draws_all_and_says_so(by: By) -> None:
    drawn = draw(frame_of(a=3, b=2), seed=SEED, size=9, by=by)
    assert len(drawn.chosen) == 5
    assert drawn.said[-1] == "5 are drawn, not 9."
    assert draw([], seed=SEED, size=1, by=by).said[-1] == "0 are drawn, not 1."
    assert draw([], seed=SEED, size=0, by=by).said == ()


# Replacements and shares ----------------------------------------------------------------------------------------------


def test_a_unit_is_replaced_by_the_next_of_its_stratum() -> None:
    drawn = draw(frame_of(a=4, b=4), seed=SEED, size=4, by="proportional")
    replaced = next(unit for unit in drawn.chosen if unit.stratum == "b")
    first, second = drawn.reserves["b"]
    assert rank(first.id, SEED) < rank(second.id, SEED)
    assert next_reserve(drawn, replaced, taken=()) == first
    assert next_reserve(drawn, replaced, taken={first.id}) == second
    assert next_reserve(drawn, replaced, taken={first.id, second.id}) is None


def test_a_unit_of_a_draw_from_the_whole_list_is_replaced_from_the_whole_list() -> None:
    drawn = draw(frame_of(a=4, b=4), seed=SEED, size=7, by="random")
    (left,) = drawn.reserves[""]
    assert [next_reserve(drawn, unit, taken=()) for unit in drawn.chosen] == [left] * 7


def test_a_share_is_met_on_average_and_says_nothing_about_who_was_drawn() -> None:
    units = [Unit(str(number)) for number in range(10_000)]
    chosen = {unit.id for unit in units if chosen_for_share(unit.id, seed=SEED, share=Fraction(1, 5))}
    # 4 standard deviations of a binomial count: 4 x sqrt(10,000 x 0.2 x 0.8) = 160
    assert abs(len(chosen) - 2_000) < 160
    drawn = draw(units, seed=SEED, size=1_000, by="random").chosen
    assert abs(sum(unit.id in chosen for unit in drawn) - 200) < 51
    assert not any(chosen_for_share(unit.id, seed=SEED, share=0) for unit in units)
    assert all(chosen_for_share(unit.id, seed=SEED, share=1) for unit in units)
    assert all(chosen_for_share(unit_id, seed=SEED, share=Fraction(1, 4)) for unit_id in chosen)


def test_each_place_in_the_list_is_drawn_as_often() -> None:
    """Over 2,000 seeds, 3 of 12: each is drawn 500 times, give or take 4 x sqrt(2,000 x 1/4 x 3/4) = 77."""
    units = [Unit(str(number)) for number in range(12)]
    times = dict.fromkeys((unit.id for unit in units), 0)
    for seed in range(2_000):
        for unit in draw(units, seed=f"seed {seed}", size=3, by="random").chosen:
            times[unit.id] += 1
    assert all(abs(number - 500) < 78 for number in times.values())


# What is refused ------------------------------------------------------------------------------------------------------


def test_an_id_that_stands_twice_is_refused_without_naming_it() -> None:
    with pytest.raises(ValueError, match="ids stand more than once in the list: 1") as refused:
        draw([Unit("child-77", "a"), Unit("child-77", "b"), Unit("child-78", "b")], seed=SEED, size=1, by="random")
    assert "77" not in str(refused.value)


@pytest.mark.parametrize(
    ("size", "by", "at_least", "seed", "message"),
    [
        (1, "random", 0, "", "needs a seed"),
        (-1, "random", 0, SEED, "below 0"),
        (1, "equal", -1, SEED, "below 0"),
        (5, {"a": 3, "b": 1}, 0, SEED, "4 in all, not 5"),
        (1, {"a": 2, "b": -1}, 0, SEED, "below 0"),
        (1, "by hand", 0, SEED, "must be random"),
        (1, "random", 1, SEED, "only with proportional and equal"),
        (1, {"a": 1}, 1, SEED, "only with proportional and equal"),
    ],
)
def test_what_makes_no_sense_is_refused(size: int, by: By, at_least: int, seed: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(frame_of(a=2, b=2), seed=seed, size=size, by=by, at_least=at_least)


def test_two_lists_can_not_have_one_digest_by_a_trick() -> None:
    for unit in (Unit("1\tnorth\n2", "south"), Unit("1", "north\tsouth")):
        with pytest.raises(ValueError, match="tab or a line feed"):
            digest_of([unit])
    with pytest.raises(ValueError, match="between 0 and 1"):
        chosen_for_share("1", seed=SEED, share=1.1)


# On any list ----------------------------------------------------------------------------------------------------------

frames = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30), min_size=1).map(
    lambda strata: frame_of(**strata)
)


@settings(max_examples=60)
@given(frames, st.integers(0, 120), st.sampled_from(["random", "proportional", "equal"]), st.integers(0, 5))
def test_nothing_is_lost_and_nothing_depends_on_the_order_of_the_list(
    units: list[Unit], size: int, by: By, at_least: int
) -> None:
    at_least = 0 if by == "random" else at_least
    drawn = draw(units, seed=SEED, size=size, by=by, at_least=at_least)
    reserves = [unit for reserve in drawn.reserves.values() for unit in reserve]
    assert sorted((*drawn.chosen, *reserves), key=lambda unit: unit.id) == sorted(units, key=lambda unit: unit.id)
    assert len(drawn.chosen) == min(size, len(units))
    assert sum(stratum.wanted for stratum in drawn.strata) == size
    assert all(stratum.sampled >= min(stratum.wanted, stratum.frame) for stratum in drawn.strata)
    assert bool(drawn.said) == any(stratum.wanted != stratum.sampled for stratum in drawn.strata)
    for stratum in drawn.strata:
        chosen = [rank(unit.id, SEED) for unit in drawn.chosen if by == "random" or unit.stratum == stratum.name]
        left = [rank(unit.id, SEED) for unit in drawn.reserves[stratum.name]]
        assert sorted((*chosen, *left)) == [*chosen, *left]
    shuffled = random.Random(size).sample(units, len(units))
    assert draw(shuffled, seed=SEED, size=size, by=by, at_least=at_least) == drawn


@settings(max_examples=60)
@given(frames, st.integers(0, 120), st.integers(0, 5))
def test_floors_hold_and_proportions_are_within_one(units: list[Unit], size: int, at_least: int) -> None:
    strata = draw(units, seed=SEED, size=size, by="proportional", at_least=at_least).strata
    floors = [min(at_least, stratum.frame) for stratum in strata]
    if sum(floors) <= size:
        assert all(stratum.sampled >= floor for stratum, floor in zip(strata, floors, strict=True))
    else:
        most = max(stratum.sampled for stratum in strata)
        assert all(
            stratum.sampled == floor or most - 1 <= stratum.sampled < floor
            for stratum, floor in zip(strata, floors, strict=True)
        )
    if size <= len(units):  # then nothing is wanted that isn't there, and nothing has to be said
        assert all(stratum.wanted == stratum.sampled for stratum in strata)
    if not at_least:
        quotas = [Fraction(stratum.frame * min(size, len(units)), len(units)) for stratum in strata]
        assert all(abs(stratum.sampled - quota) < 1 for stratum, quota in zip(strata, quotas, strict=True))


@settings(max_examples=30)
@given(frames, st.integers(0, 60))
def test_who_leaves_or_comes_moves_nobody_else(units: list[Unit], size: int) -> None:
    drawn = draw(units, seed=SEED, size=size, by="random")
    fewer = draw(units[1:], seed=SEED, size=size, by="random")
    larger = draw(units, seed=SEED, size=size + 1, by="random")
    assert larger.chosen[: len(drawn.chosen)] == drawn.chosen
    assert len(set(drawn.chosen) - set(fewer.chosen) - {units[0]}) == 0


@settings(max_examples=60)
@given(frames, st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 40), min_size=1))
def test_numbers_for_strata_are_kept_and_made_good_only_where_some_were_wanted(
    units: list[Unit], numbers: dict[str, int]
) -> None:
    size = sum(numbers.values())
    strata = draw(units, seed=SEED, size=size, by=numbers).strata
    assert all(stratum.wanted == numbers.get(stratum.name, 0) for stratum in strata)
    assert all(min(stratum.wanted, stratum.frame) <= stratum.sampled <= stratum.frame for stratum in strata)
    assert all(stratum.sampled == 0 for stratum in strata if not stratum.wanted)
    open_to_all = sum(stratum.frame for stratum in strata if stratum.wanted)
    assert sum(stratum.sampled for stratum in strata) == min(size, open_to_all)
