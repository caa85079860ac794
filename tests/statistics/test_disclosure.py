"""Disclosure control: small tables with the sum written out, and an attacker who tries to undo it."""

from __future__ import annotations

import doctest
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics import disclosure, disclosure_figures
from lineofsight.statistics.disclosure import (
    Between,
    Cell,
    Difference,
    Disclosure,
    Interval,
    Protection,
    Published,
    Share,
    Total,
    audit,
    protect,
    shown_count,
    shown_share,
)
from tests.statistics.attacker import FAR, Attacker

FIVE = Disclosure(threshold=5)


@pytest.mark.parametrize("module", [disclosure, disclosure_figures])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def table(counts: dict[str, int], *totals: Total, shares: tuple[Share, ...] = ()) -> Published:
    return Published(tuple(Cell(key, count) for key, count in counts.items()), shares, totals)


def share(numerator: int, denominator: int, *, parts: bool = True) -> Published:
    """One percentage, with or without its two counts beside it."""
    cells = (Cell("n", numerator, parts), Cell("d", denominator, parts))
    return Published(cells, (Share("p", "n", "d"),))


# Hidden first ---------------------------------------------------------------------------------------------------------


def test_counts_from_one_to_four_are_hidden_and_zero_and_five_are_shown() -> None:
    apart = table({"none": 0, "one": 1, "four": 4, "five": 5, "many": 738})
    assert protect(apart, FIVE) == Protection(frozenset({"one", "four"}), frozenset(), frozenset({"one", "four"}))


def test_140_of_145_is_shown_with_a_threshold_of_5_and_141_is_not() -> None:
    assert protect(share(140, 145), FIVE).hidden == frozenset()
    assert protect(share(141, 145), FIVE).hidden == {"n", "p"}
    assert protect(share(140, 145), Disclosure(6)).hidden == {"n", "p"}


def test_a_numerator_of_few_takes_its_percentage_along() -> None:
    assert protect(share(4, 145), FIVE).hidden == {"n", "p"}


def test_a_percentage_of_few_is_hidden_even_where_its_parts_are_not_printed() -> None:
    assert protect(share(262, 266, parts=False), FIVE).hidden == {"p"}


@pytest.mark.parametrize("numerator", [0, 346])
def test_none_and_all_of_a_large_group_are_shown(numerator: int) -> None:
    assert protect(share(numerator, 346), FIVE).hidden == frozenset()


@pytest.mark.parametrize("numerator", [0, 1, 3])
def test_everything_of_a_group_of_few_is_hidden(numerator: int) -> None:
    assert protect(share(numerator, 3), FIVE).hidden == {"n", "d", "p"}


def test_work_and_public_counts_are_not_hidden_for_being_small() -> None:
    published = Published((Cell("audits", 3, people=False), Cell("population", 4, public=True)))
    assert protect(published, FIVE) == Protection()


def test_a_rate_of_a_known_population_tells_its_count() -> None:
    cells = (Cell("n", 3), Cell("population", 64_290, printed=False, public=True))
    published = Published(cells, (Share("rate", "n", "population", scale=10_000, part=False),))
    assert protect(published, FIVE).hidden == {"n", "rate"}
    with_rate = Protection(frozenset({"n"}), frozenset())
    # 0.5 per 10,000: from 0.45 x 6.429 = 2.9 to 0.55 x 6.429 = 3.5 children
    assert audit(published, FIVE, with_rate)["n"] == Interval(3, 3)


# Hidden then ----------------------------------------------------------------------------------------------------------


def test_one_hidden_part_of_a_sum_takes_the_next_smallest_along() -> None:
    parts = {"north": 38, "south": 2, "west": 20}
    published = table({"all": 60, **parts}, Total("all", tuple(parts)))
    protection = protect(published, FIVE)
    assert (protection.first, protection.then) == ({"south"}, {"west"})
    assert audit(published, FIVE, protection) == {"south": Interval(1, 4), "west": Interval(18, 21)}


def test_two_hidden_parts_that_are_few_together_are_not_enough() -> None:
    """10 = 6 + 1 + 3: with 6 shown, 1 + 3 = 4, so that neither can be 4: the six goes too."""
    published = table({"all": 10, "a": 6, "b": 1, "c": 3}, Total("all", ("a", "b", "c")))
    assert protect(published, FIVE).then == {"a"}


def test_what_is_called_few_would_tell_of_the_other_and_is_called_hidden() -> None:
    """6 = 1 + 5: who sees "fewer than 5" and takes the other for 5 or more knows both."""
    published = table({"all": 6, "a": 1, "b": 5}, Total("all", ("a", "b")))
    protection = protect(published, FIVE)
    assert protection.hidden == {"a", "b"}
    assert protection.few == frozenset()


def test_a_percentage_of_a_known_denominator_tells_its_numerator() -> None:
    """637 of 738 have a plan and 559 of the 637 a review. If the 637 is hidden, 559 and 87.8% tell it: 559 / 0.878."""
    cells = (Cell("need", 641), Cell("plan", 637), Cell("review", 559))
    shares = (Share("planned", "plan", "need"), Share("reviewed", "review", "plan"))
    protection = protect(Published(cells, shares), FIVE)
    assert protection.first == {"plan", "planned"}
    assert protection.then == {"review"}
    assert audit(Published(cells, shares), FIVE, Protection(protection.first, frozenset()))["plan"] == Interval(
        637, 637
    )


def test_a_change_and_the_month_before_tell_this_month() -> None:
    cells = (Cell("february", 30), Cell("march", 3))
    published = Published(cells, differences=(Difference("change", "march", "february"),))
    assert protect(published, FIVE).hidden == {"march", "change"}


def test_a_rating_is_known_and_narrows_what_a_hidden_percentage_can_be() -> None:
    """17 of 20 and amber from 85 to 90: of 20 only 17 fits, so the denominator is hidden too."""
    cells, shares = (Cell("n", 17), Cell("d", 20)), (Share("p", "n", "d"),)
    amber = Between("n", "d", Fraction(85), Fraction(90))
    assert protect(Published(cells, shares), FIVE).then == frozenset()
    assert protect(Published(cells, shares, known=(amber,)), FIVE).then == {"d"}


def test_rounding_can_be_enough() -> None:
    """Of exact sums 20 - 11 - 7 = 2 is told; of 20, 10 and 5, each rounded to 5, no more than it is few."""
    parts = {"a": 11, "b": 7, "c": 2}
    published = table({"all": 20, **parts}, Total("all", tuple(parts)))
    assert protect(published, FIVE).then == {"b"}
    assert protect(published, Disclosure(5, rounding=5)).then == frozenset()


def test_shares_are_of_rounded_counts() -> None:
    each = Share("p", "n", "d")
    assert shown_share(shown_count(142, 10), shown_count(148, 10), each) == Fraction(933, 10)
    assert shown_share(142, 148, each) == Fraction(959, 10)


def test_what_costs_least_is_hidden_and_costs_can_be_set() -> None:
    cells = (Cell("all", 60), Cell("a", 2), Cell("b", 20, cost=900), Cell("c", 38, cost=1))
    published = Published(cells, totals=(Total("all", ("a", "b", "c")),))
    assert protect(published, FIVE).then == {"c"}


def test_what_an_earlier_publication_hid_stays_hidden_and_is_counted_on() -> None:
    cells = (Cell("all", 60), Cell("north", 38), Cell("south", 2), Cell("west", 20))
    table = Published(cells, totals=(Total("all", ("north", "south", "west")),))
    again = protect(table, Disclosure(5), frozenset({"north", "of another table"}))
    assert again.first == {"south", "north"} and not again.then  # west, which is out, needn't go: it could not help
    looser = protect(table, Disclosure(2), frozenset({"south", "west"}))
    assert looser.hidden == {"south", "west"} and not looser.few
    unhidden = protect(table, Disclosure(1, rounding=2), frozenset({"south"}))
    assert unhidden.hidden == {"south"}


def test_without_the_second_step_it_is_said_what_can_be_worked_out() -> None:
    published = table({"all": 20, "a": 18, "b": 2}, Total("all", ("a", "b")))
    protection = protect(published, Disclosure(5, secondary=False))
    assert (protection.hidden, protection.unprotected) == ({"b"}, ("b",))
    assert audit(published, FIVE, protection) == {"b": Interval(2, 2)}


def test_a_threshold_below_2_hides_nothing() -> None:
    published = table({"all": 20, "a": 18, "b": 2}, Total("all", ("a", "b")))
    for threshold in (0, 1):
        assert protect(published, Disclosure(threshold)) == Protection()


def test_with_a_threshold_of_2_a_one_is_not_called_fewer_than_2() -> None:
    protection = protect(table({"a": 1, "b": 2}), Disclosure(2))
    assert (protection.hidden, protection.few) == ({"a"}, frozenset())


def test_what_is_not_true_is_no_publication() -> None:
    with pytest.raises(ValueError, match="not the sum"):
        table({"all": 20, "a": 18}, Total("all", ("a",)))
    with pytest.raises(ValueError, match="no share"):
        share(5, 4)
    with pytest.raises(ValueError, match="a count of -1"):
        table({"a": -1})
    with pytest.raises(ValueError, match="twice"):
        Published((Cell("a", 1), Cell("a", 2)))
    with pytest.raises(ValueError, match="the least"):
        Disclosure(5, rounding=0)


# The attacker ---------------------------------------------------------------------------------------------------------


def rests(published: Published) -> dict[str, tuple[str, str, int]]:
    """Of each percentage: how many are not in it, by the names of its parts."""
    counts = {cell.key: cell.count for cell in published.cells}
    return {
        f"rest of {one.numerator} in {one.denominator}": (
            one.numerator,
            one.denominator,
            counts[one.denominator] - counts[one.numerator],
        )
        for one in published.shares
        if one.part
    }


def reads(published: Published, choice: Disclosure, protection: Protection, *, labels: bool = True) -> Attacker:
    """An attacker who has read the publication: only texts are handed over, and what everybody knows.

    They also know of each hidden count whether it is a zero, groups of few aside, where zeros are hidden too.
    """
    counts = {cell.key: cell.count for cell in published.cells} | {
        key: rest for key, (_, _, rest) in rests(published).items()
    }
    sums = [(each.whole, each.parts) for each in published.totals]
    sums += [(denominator, (numerator, key)) for key, (numerator, denominator, _) in rests(published).items()]
    in_few = {
        part for whole, parts in sums if 0 < counts[whole] < choice.threshold and len(parts) > 1 for part in parts
    }
    attacker = Attacker({key: (0 if count == 0 or key in in_few else 1, FAR) for key, count in counts.items()})
    for cell in published.cells:
        if cell.printed and cell.key not in protection.hidden:
            attacker.knows_count(cell.key, str(shown_count(cell.count, choice.rounding)), choice.rounding)
            if choice.threshold <= attacker.ranges[cell.key][1]:
                low, high = attacker.ranges[cell.key]
                attacker.ranges[cell.key] = (low if cell.count == 0 else max(low, choice.threshold), high)
            if cell.count == 0:
                attacker.ranges[cell.key] = (0, 0)
        elif labels and cell.key in protection.few:
            attacker.knows_count(cell.key, f"fewer than {choice.threshold}")
    for whole, parts in sums:
        attacker.knows_sum(whole, parts)
    for one in published.shares:
        if one.key not in protection.hidden and choice.rounding == 1:
            printed = shown_share(counts[one.numerator], counts[one.denominator], one)
            attacker.knows_share(one.numerator, one.denominator, f"{float(printed):.1f}%", one.scale)
    for each in published.differences:
        if each.key not in protection.hidden and choice.rounding == 1:
            attacker.knows_change(each.later, each.earlier, str(counts[each.later] - counts[each.earlier]))
    for known in published.known:
        attacker.between(
            known.numerator, known.denominator, known.low, known.high, low_in=known.low_in, high_in=known.high_in
        )
    return attacker


def few(published: Published, choice: Disclosure) -> list[str]:
    counts = [(cell.key, cell.count) for cell in published.cells]
    counts += [(key, rest) for key, (_, _, rest) in rests(published).items()]
    return [key for key, count in counts if 0 < count < choice.threshold]


def worked_out(published: Published, choice: Disclosure, protection: Protection) -> list[str]:
    """The counts of few of which an attacker can rule out so much that fewer values remain than a count of few has."""
    attacker = reads(published, choice, protection)
    least = max(choice.threshold - 1, 2)
    found = []
    for key in few(published, choice):
        low, _ = attacker.interval(key)
        if not all(attacker.possible(key, low + more) for more in range(least)):
            found.append(key)
    return found


@st.composite
def tables(draw: st.DrawFn) -> Published:
    """A table with its margins, percentages of its rows, and for each row a second month with the change printed."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    count = st.one_of(st.integers(0, 7), st.integers(0, 60))
    inner = {(row, column): draw(count) for row, column in product(range(rows), range(columns))}
    cells = {f"{row}{column}": number for (row, column), number in inner.items()}
    totals, shares, changes, before = [], [], [], {}
    for row in range(rows):
        parts = [f"{row}{column}" for column in range(columns)]
        cells[f"row {row}"] = sum(cells[part] for part in parts)
        totals.append(Total(f"row {row}", tuple(parts)))
        if cells[f"row {row}"]:
            shares += [Share(f"share {part}", part, f"row {row}") for part in parts if draw(st.booleans())]
        if draw(st.booleans()):
            before[f"before {row}"] = draw(count)
            changes.append(Difference(f"change {row}", f"row {row}", f"before {row}"))
    for column in range(columns):
        parts = [f"{row}{column}" for row in range(rows)]
        cells[f"column {column}"] = sum(cells[part] for part in parts)
        totals.append(Total(f"column {column}", tuple(parts)))
    cells["all"] = sum(inner.values())
    totals += [
        Total("all", tuple(f"row {row}" for row in range(rows))),
        Total("all", tuple(f"column {column}" for column in range(columns))),
    ]
    silent = draw(st.sets(st.sampled_from(sorted(cells)), max_size=2))
    return Published(
        tuple(Cell(key, number, key not in silent) for key, number in {**cells, **before}.items()),
        tuple(shares),
        tuple(totals),
        tuple(changes),
        tuple(ratings(shares, cells, draw)),
    )


def ratings(shares: list[Share], cells: dict[str, int], draw: st.DrawFn) -> list[Between]:
    """For some shares on which side of 85 they are, as a rating would tell."""
    known = []
    for each in shares:
        if draw(st.booleans()):
            value = Fraction(100 * cells[each.numerator], cells[each.denominator])
            above = value >= 85
            known.append(
                Between(
                    each.numerator, each.denominator, Fraction(85) if above else None, None if above else Fraction(85)
                )
            )
    return known


@settings(max_examples=25)
@given(tables(), st.sampled_from([2, 3, 5, 6]))
def test_an_attacker_learns_no_more_than_that_a_count_is_few(published: Published, threshold: int) -> None:
    choice = Disclosure(threshold)
    protection = protect(published, choice)
    secret = set(protection.unprotected)
    assert set(worked_out(published, choice, protection)) <= secret


@settings(max_examples=15)
@given(tables(), st.sampled_from([5, 10]))
def test_nor_from_rounded_counts(published: Published, rounding: int) -> None:
    """The attacker knows the rounded counts, from which all rounded shares and changes follow."""
    choice = Disclosure(5, rounding)
    protection = protect(published, choice)
    assert set(worked_out(published, choice, protection)) <= set(protection.unprotected)


@settings(max_examples=25)
@given(tables())
def test_protection_is_found_for_whatever_ratings_leave_open(published: Published) -> None:
    """Nothing that is printed is beyond hiding: only ratings, which are not, can leave a count unprotected."""
    bare = Published(published.cells, published.shares, published.totals, published.differences)
    assert protect(bare, FIVE).unprotected == ()


@settings(max_examples=25)
@given(tables())
def test_whoever_audits_and_whoever_attacks_agree(published: Published) -> None:
    protection = protect(published, FIVE)
    attacker = reads(published, FIVE, protection)
    for key, interval in audit(published, FIVE, protection).items():
        low, high = attacker.interval(key)
        assert low <= interval.lower
        assert interval.upper is None or interval.upper <= high
        assert attacker.possible(key, interval.lower)
        assert interval.upper is None or attacker.possible(key, interval.upper)


@settings(max_examples=25)
@given(tables())
def test_the_same_publication_always_hides_the_same_and_nothing_in_vain(published: Published) -> None:
    protection = protect(published, FIVE)
    assert protect(published, FIVE) == protection
    safe = audit(published, FIVE, Protection(protection.first, protection.then))
    for item in protection.then:
        bare = audit(published, FIVE, Protection(protection.first, protection.then - {item}))
        assert any(bare[key] != safe[key] for key in bare.keys() & safe.keys()), item


def test_with_the_second_step_off_the_attacker_succeeds() -> None:
    """The planted weakness: the same attacker, the same table, and only what is few itself is hidden."""
    parts = {"north": 38, "south": 2, "west": 20}
    published = table({"all": 60, **parts}, Total("all", tuple(parts)))
    weak = Disclosure(5, secondary=False)
    assert worked_out(published, weak, protect(published, weak)) == ["south"]
    assert reads(published, weak, protect(published, weak)).interval("south") == (2, 2)
    assert worked_out(published, FIVE, protect(published, FIVE)) == []
