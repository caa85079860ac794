"""Who audits which case: as many cases as can be, nobody who may not, nobody with too many, and the load even.

It is a flow of least cost through a small network: each case is one unit that flows to an auditor who may have it, and
on through one of the auditor's places, each of which costs more than the one before; or, at the highest cost, past all
auditors. Costs are whole numbers and so far apart that a lower aim never outweighs a higher one, and the sum is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A case to be audited. No rule here looks at its team: who may not audit it is said by `forbidden`."""

    id: str
    team: str
    service: str


@dataclass(frozen=True)
class Auditor:
    """Somebody who audits: how many audits they can have in hand at `most`, and how many they have (`load`)."""

    id: str
    most: int
    load: int = 0


@dataclass(frozen=True)
class Allocation:
    """Who has which case; for each case that nobody can have, why; and how many audits each auditor now has in all."""

    pairs: dict[str, str]
    not_given: dict[str, str]
    loads: dict[str, int]


def allocate(
    cases: Sequence[Case],
    auditors: Sequence[Auditor],
    forbidden: Mapping[str, Mapping[str, str]],
    rotate: Mapping[tuple[str, str], int] | None = None,
) -> Allocation:
    """Give cases to auditors as well as it can be done.

    `forbidden`: by case and auditor the reason why this auditor may not have this case ("holds the case"). `rotate`: by
    auditor and service how often they audited it before.

    Never a forbidden pair, never more than `most` in hand. Of all that is left, in this order: as many cases given as
    can be; the load, with what the auditor has in hand, as even as can be (least sum of squares); where cases are left
    over, the last of the list; auditors who audited the service less often. What is then still equal goes by the order
    of the lists: the same lists give the same answer.

    The reason for a case that is not given counts auditors and holds no id. ValueError, with a sentence that holds no
    id, where an id stands twice or a number is below 0.

    Source: convex costs as parallel edges of a network: Ahuja, Magnanti and Orlin (1993), Network Flows, chapter 14;
    least squares are the most even in every other sense too: Harvey, Ladner, Lovász and Tamir (2006), Semi-matchings
    for bipartite graphs and load balancing, Journal of Algorithms 59, 53-78. Solved by networkx's network simplex.

    >>> north = [Case("1", "A", "north"), Case("2", "A", "north"), Case("3", "B", "north")]
    >>> given = allocate(north, [Auditor("x", most=2), Auditor("y", most=1)], {"1": {"y": "holds the case"}, "3": {}})
    >>> given.pairs["1"], given.loads, given.not_given
    ('x', {'x': 2, 'y': 1}, {})
    """
    rotate = rotate or {}
    _check(cases, auditors, rotate)
    allowed = {case.id: _allowed(case, auditors, forbidden) for case in cases}
    pairs = _least_cost(cases, auditors, allowed, rotate)
    new = Counter(pairs.values())
    return Allocation(
        pairs=pairs,
        not_given={
            case.id: _why_not(len(allowed[case.id]), len(auditors), _reasons(case, auditors, forbidden))
            for case in cases
            if case.id not in pairs
        },
        loads={auditor.id: auditor.load + new[auditor.id] for auditor in auditors},
    )


def _check(cases: Sequence[Case], auditors: Sequence[Auditor], rotate: Mapping[tuple[str, str], int]) -> None:
    for ids, who in (([case.id for case in cases], "cases"), ([auditor.id for auditor in auditors], "auditors")):
        if twice := sum(1 for times in Counter(ids).values() if times > 1):
            raise ValueError(f"ids stand more than once in the list of {who}: {twice}. Each must be in it once")
    if any(auditor.most < 0 or auditor.load < 0 for auditor in auditors) or any(n < 0 for n in rotate.values()):
        raise ValueError("how many audits an auditor can have, has, or had of a service can't be below 0")


def _allowed(
    case: Case, auditors: Sequence[Auditor], forbidden: Mapping[str, Mapping[str, str]]
) -> list[tuple[int, Auditor]]:
    barred = forbidden.get(case.id, {})
    return [(place, auditor) for place, auditor in enumerate(auditors) if auditor.id not in barred]


def _reasons(case: Case, auditors: Sequence[Auditor], forbidden: Mapping[str, Mapping[str, str]]) -> str:
    """The reasons that rule auditors out, the commonest first: "works in the team (3), holds the case (1)"."""
    barred = forbidden.get(case.id, {})
    counted = Counter(barred[auditor.id] for auditor in auditors if auditor.id in barred)
    in_order: Iterable[tuple[str, int]] = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{reason} ({number})" for reason, number in in_order)


def _why_not(may: int, auditors: int, reasons: str) -> str:
    if not auditors:
        return "There is no auditor."
    if not may:
        return f"None of {auditors} auditors may have it: {reasons}."
    full = f"Of {auditors} auditors {may} may have it, and they can't take any more."
    return f"{full} The others may not: {reasons}." if reasons else full


def _least_cost(
    cases: Sequence[Case],
    auditors: Sequence[Auditor],
    allowed: Mapping[str, Sequence[tuple[int, Auditor]]],
    rotate: Mapping[tuple[str, str], int],
) -> dict[str, str]:
    # Takes as long to import as a page takes to show: only who allocates waits for it.
    import networkx

    number = len(cases)
    # Each weight is above all that the aims below it can add up to.
    order = 1 + number * max(rotate.values(), default=0)
    even = order * (1 + number * (number + 1) // 2)
    left_out = even * (1 + number * 2 * (number + max((auditor.load for auditor in auditors), default=0)))

    network = networkx.MultiDiGraph()
    end = number + len(auditors)
    network.add_node(end, demand=number)
    for place, case in enumerate(cases):
        network.add_node(place, demand=-1)
        network.add_edge(place, end, capacity=1, weight=left_out + order * (number - place))
        for auditor_place, auditor in allowed[case.id]:
            again = rotate.get((auditor.id, case.service), 0)
            network.add_edge(place, number + auditor_place, capacity=1, weight=again)
    for auditor_place, auditor in enumerate(auditors):
        for load in range(auditor.load, min(auditor.most, auditor.load + number)):
            # (load + 1)^2 - load^2: what one more adds to the sum of squares
            network.add_edge(number + auditor_place, end, capacity=1, weight=even * (2 * load + 1))
    _, flows = networkx.network_simplex(network)
    return {
        case.id: auditor.id
        for place, case in enumerate(cases)
        for auditor_place, auditor in allowed[case.id]
        if flows[place][number + auditor_place][0]
    }
