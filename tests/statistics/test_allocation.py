"""Allocation: little tables with the answer beside them, and every way tried on small ones."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics.allocation import Allocation, Auditor, Case, allocate

Forbidden = dict[str, dict[str, str]]
Rotate = dict[tuple[str, str], int]


def cases(*services: str) -> list[Case]:
    return [Case(f"case {place}", "team", service) for place, service in enumerate(services, start=1)]


def test_who_holds_a_case_does_not_audit_it() -> None:
    given = allocate(cases("cin"), [Auditor("x", 5), Auditor("y", 5)], {"case 1": {"x": "holds the case"}})
    assert given == Allocation({"case 1": "y"}, {}, {"x": 0, "y": 1})


def test_the_load_is_even_with_what_is_in_hand() -> None:
    # x has 4 in hand: 2 + 1 + 1 more for y, y, z make 4, 2, 2
    given = allocate(cases(*["cin"] * 4), [Auditor("x", 9, load=4), Auditor("y", 9), Auditor("z", 9)], {})
    assert given.loads == {"x": 4, "y": 2, "z": 2}
    assert (4**2 + 2**2 + 2**2) < (5**2 + 2**2 + 1**2)


def test_as_many_as_can_be_come_before_an_even_load() -> None:
    """x alone may have cases 2 to 4: it gets all three and y the first, though 2 and 2 were more even."""
    given = allocate(
        cases(*["cin"] * 4),
        [Auditor("x", 3), Auditor("y", 3)],
        {f"case {place}": {"y": "works in the team"} for place in (2, 3, 4)},
    )
    assert given.pairs == {"case 1": "y", "case 2": "x", "case 3": "x", "case 4": "x"}


def test_the_load_comes_before_the_rotation_and_the_rotation_decides_the_rest() -> None:
    auditors = [Auditor("x", 5), Auditor("y", 5)]
    rotate = {("x", "cin"): 3, ("y", "looked after"): 1}
    # one each either way: x for cin and y for looked after would repeat 3 + 1, the other way round nothing
    assert allocate(cases("cin", "looked after"), auditors, {}, rotate).pairs == {"case 1": "y", "case 2": "x"}
    # two cin cases: y has never audited it, but two for y are less even
    assert allocate(cases("cin", "cin"), auditors, {}, rotate).loads == {"x": 1, "y": 1}


def test_what_can_not_be_given_is_the_last_of_the_list_and_says_why() -> None:
    given = allocate(cases(*["cin"] * 5), [Auditor("x", 2), Auditor("y", 3, load=2)], {})
    assert sorted(given.pairs) == ["case 1", "case 2", "case 3"]
    assert given.loads == {"x": 2, "y": 3}
    assert given.not_given == dict.fromkeys(
        ("case 4", "case 5"), "Of 2 auditors 2 may have it, and they can't take any more."
    )


def test_where_all_are_ruled_out_the_reasons_are_counted() -> None:
    barred = {"x": "works in the team", "y": "holds the case", "z": "works in the team", "who left": "has left"}
    given = allocate(cases("cin"), [Auditor("x", 5), Auditor("y", 5), Auditor("z", 5)], {"case 1": barred})
    assert given.not_given == {"case 1": "None of 3 auditors may have it: works in the team (2), holds the case (1)."}


def test_where_some_are_ruled_out_and_the_others_are_full() -> None:
    given = allocate(cases("cin"), [Auditor("x", 2, load=2), Auditor("y", 5)], {"case 1": {"y": "holds the case"}})
    assert given.not_given == {
        "case 1": "Of 2 auditors 1 may have it, and they can't take any more. The others may not: holds the case (1)."
    }
    assert given.loads == {"x": 2, "y": 0}


def test_nobody_and_nothing() -> None:
    assert allocate([], [], {}) == Allocation({}, {}, {})
    assert allocate([], [Auditor("x", 1)], {}).loads == {"x": 0}
    assert allocate(cases("cin"), [], {}).not_given == {"case 1": "There is no auditor."}
    # who has more in hand than may be keeps it, and gets no more
    assert allocate(cases("cin"), [Auditor("x", 1, load=3)], {}).loads == {"x": 3}


def test_what_makes_no_sense_is_refused_without_naming_anybody() -> None:
    with pytest.raises(ValueError, match="list of cases: 1") as refused:
        allocate([*cases("cin"), *cases("cin")], [], {})
    assert "case 1" not in str(refused.value)
    with pytest.raises(ValueError, match="list of auditors: 1"):
        allocate([], [Auditor("x", 1), Auditor("x", 2)], {})
    for auditor in (Auditor("x", -1), Auditor("x", 1, load=-1)):
        with pytest.raises(ValueError, match="below 0"):
            allocate([], [auditor], {})
    with pytest.raises(ValueError, match="below 0"):
        allocate([], [], {}, {("x", "cin"): -1})


# Every way tried ------------------------------------------------------------------------------------------------------


def measure(listed: list[Case], auditors: list[Auditor], rotate: Rotate, pairs: dict[str, str]) -> tuple[int, ...]:
    """What is to be least, the more important first: left out, sum of squares, how early those are, repeats."""
    loads = {auditor.id: auditor.load for auditor in auditors}
    for auditor_id in pairs.values():
        loads[auditor_id] += 1
    left_out = [len(listed) - place for place, case in enumerate(listed) if case.id not in pairs]
    repeats = sum(rotate.get((pairs[case.id], case.service), 0) for case in listed if case.id in pairs)
    return len(left_out), sum(load**2 for load in loads.values()), sum(left_out), repeats


def best_of_all(listed: list[Case], auditors: list[Auditor], forbidden: Forbidden, rotate: Rotate) -> tuple[int, ...]:
    most = {auditor.id: auditor.most - auditor.load for auditor in auditors}
    measures = []
    for way in product([None, *most], repeat=len(listed)):
        pairs = {case.id: auditor for case, auditor in zip(listed, way, strict=True) if auditor is not None}
        may = all(auditor not in forbidden.get(case_id, {}) for case_id, auditor in pairs.items())
        if may and all(list(pairs.values()).count(auditor) <= max(0, room) for auditor, room in most.items()):
            measures.append(measure(listed, auditors, rotate, pairs))
    return min(measures)


def check(listed: list[Case], auditors: list[Auditor], forbidden: Forbidden, given: Allocation) -> None:
    """What must hold of any allocation, however large."""
    new = {auditor.id: list(given.pairs.values()).count(auditor.id) for auditor in auditors}
    assert given.pairs.keys() | given.not_given.keys() == {case.id for case in listed}
    assert not given.pairs.keys() & given.not_given.keys()
    assert not any(auditor in forbidden.get(case_id, {}) for case_id, auditor in given.pairs.items())
    assert given.loads == {auditor.id: auditor.load + new[auditor.id] for auditor in auditors}
    assert all(not new[auditor.id] or given.loads[auditor.id] <= auditor.most for auditor in auditors)
    for case_id in given.not_given:
        may = [auditor for auditor in auditors if auditor.id not in forbidden.get(case_id, {})]
        assert all(given.loads[auditor.id] >= auditor.most for auditor in may)


@st.composite
def small(draw: st.DrawFn) -> tuple[list[Case], list[Auditor], Forbidden, Rotate]:
    listed = cases(*draw(st.lists(st.sampled_from(["cin", "looked after"]), max_size=5)))
    auditors = [
        Auditor(name, draw(st.integers(0, 4)), draw(st.integers(0, 3))) for name in "xyz"[: draw(st.integers(0, 3))]
    ]
    pairs = [(case.id, auditor.id) for case in listed for auditor in auditors]
    barred = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    forbidden: Forbidden = {case.id: {} for case in listed}
    for case_id, auditor_id in barred:
        forbidden[case_id][auditor_id] = "may not"
    rotate = {
        (auditor.id, service): draw(st.integers(0, 3)) for auditor in auditors for service in ("cin", "looked after")
    }
    return listed, auditors, forbidden, rotate


@settings(max_examples=60)
@given(small())
def test_no_other_way_is_better(made: tuple[list[Case], list[Auditor], Forbidden, Rotate]) -> None:
    listed, auditors, forbidden, rotate = made
    given = allocate(listed, auditors, forbidden, rotate)
    check(listed, auditors, forbidden, given)
    assert measure(listed, auditors, rotate, given.pairs) == best_of_all(listed, auditors, forbidden, rotate)


def test_a_whole_cycle_is_allocated_as_well_as_can_be_and_twice_alike() -> None:
    """60 cases and 15 auditors against scipy's assignment of cases to places, which knows no tables of ours."""
    from scipy.optimize import linear_sum_assignment

    chance = random.Random(2023)
    services = ["front door", "cin", "looked after", "care leavers"]
    listed = cases(*(chance.choice(services) for _ in range(60)))
    auditors = [Auditor(f"auditor {place}", 8, chance.randrange(4)) for place in range(15)]
    forbidden = {
        case.id: {auditor.id: "works there" for auditor in auditors if chance.random() < 0.4} for case in listed
    }
    rotate = {(auditor.id, service): chance.randrange(6) for auditor in auditors for service in services}
    given = allocate(listed, auditors, forbidden, rotate)
    check(listed, auditors, forbidden, given)
    assert allocate(listed, auditors, forbidden, rotate) == given

    places = [(auditor, load) for auditor in auditors for load in range(auditor.load, auditor.most)]
    never = 10**9
    costs = [
        [
            never
            if auditor.id in forbidden[case.id]
            else (2 * load + 1) * 1_000 + rotate[auditor.id, case.service]  # 60 x 5 repeats are fewer than 1,000
            for auditor, load in places
        ]
        for case in listed
    ]
    taken = sum(costs[row][column] for row, column in zip(*linear_sum_assignment(costs), strict=True))
    left_out, squares, _, repeats = measure(listed, auditors, rotate, given.pairs)
    before = sum(auditor.load**2 for auditor in auditors)
    assert left_out == 0
    assert taken == (squares - before) * 1_000 + repeats
