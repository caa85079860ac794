"""How long do allocating a cycle's cases and intervals of agreement take, against a library? `make bench` prints it.

Allocation: 200 cases and 40 auditors, a fifth of the pairs forbidden, against scipy's assignment of cases to places.
Both must come to the same sum of squares and the same repeats. Agreement: 200 pairs, 2,000 resamples, against a loop
that calls scikit-learn's kappa for each resample; the kappas of 50 random tables must be equal first. Processor time
of this process, the ways in turn, medians; imports apart. Read the ratios.

    python -m bench.auditing [--rounds 5]
"""

import argparse
import random
import statistics
import subprocess
import sys
import time

from lineofsight.statistics.agreement import RESAMPLES, agreement
from lineofsight.statistics.allocation import Auditor, Case, allocate

SERVICES = ("front door", "children in need", "looked after", "care leavers")
NEVER = 10**9
#: More than all repeats can add up to.
MORE = 10**4


def a_cycle(chance):
    cases = [Case(str(number), "", chance.choice(SERVICES)) for number in range(200)]
    auditors = [Auditor(str(number), most=8, load=chance.randrange(3)) for number in range(40)]
    forbidden = {case.id: {one.id: "works there" for one in auditors if chance.random() < 0.2} for case in cases}
    rotate = {(one.id, service): chance.randrange(6) for one in auditors for service in SERVICES}
    return cases, auditors, forbidden, rotate


def cost_of_ours(cases, auditors, forbidden, rotate):
    given = allocate(cases, auditors, forbidden, rotate)
    squares = sum(given.loads[one.id] ** 2 - one.load**2 for one in auditors)
    return squares * MORE + sum(rotate[given.pairs[case.id], case.service] for case in cases)


def cost_of_scipy(cases, auditors, forbidden, rotate):
    import numpy
    from scipy.optimize import linear_sum_assignment

    places = [(one, load) for one in auditors for load in range(one.load, one.most)]
    costs = numpy.array(
        [
            [
                NEVER if one.id in forbidden[case.id] else (2 * load + 1) * MORE + rotate[one.id, case.service]
                for one, load in places
            ]
            for case in cases
        ]
    )
    return int(costs[linear_sum_assignment(costs)].sum())


def some_pairs(chance, number):
    firsts = chance.choices((1, 2, 3, 4), (10, 40, 42, 8), k=number)
    return [(first, min(4, max(1, first + chance.choice((-1, -1, 0, 0, 0, 0, 1))))) for first in firsts]


def kappa_of_sklearn(pairs):
    from sklearn.metrics import cohen_kappa_score

    firsts, seconds = zip(*pairs, strict=True)
    return cohen_kappa_score(firsts, seconds, labels=(1, 2, 3, 4), weights="quadratic")


def loop_of_sklearn(pairs):
    chance = random.Random(1)
    return [kappa_of_sklearn(chance.choices(pairs, k=len(pairs))) for _ in range(RESAMPLES)]


def check_equal(cycle, chance):
    if cost_of_ours(*cycle) != cost_of_scipy(*cycle):
        raise SystemExit("our allocation and scipy's differ in what they cost")
    for _ in range(50):
        pairs = some_pairs(chance, chance.randrange(5, 200))
        ours, theirs = agreement(pairs, times=0).kappa.value, kappa_of_sklearn(pairs)
        if abs(ours - theirs) > 1e-12:
            raise SystemExit(f"kappa is {ours}, by scikit-learn {theirs}")
    print("\nallocation costs what scipy's costs; 50 kappas are those of scikit-learn", flush=True)


def processor(call, *given):
    began = time.process_time()
    call(*given)
    return time.process_time() - began


def import_of(module):
    """Processor seconds that importing takes in a fresh process, beyond starting it."""
    code = f"import time; began = time.process_time(); import {module}; print(time.process_time() - began)"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def print_auditing(rounds=5):
    chance = random.Random(2023)
    cycle, pairs = a_cycle(chance), some_pairs(chance, 200)
    check_equal(cycle, chance)
    ways = {
        "allocation": ((cost_of_ours, cycle, "networkx"), (cost_of_scipy, cycle, "scipy.optimize")),
        "agreement": ((agreement, (pairs,), "numpy"), (loop_of_sklearn, (pairs,), "sklearn.metrics")),
    }
    print("\n| what | ours | library alone | library / ours | imports |\n|---|---|---|---|---|")
    for what, both in ways.items():
        spent = [[], []]
        for _ in range(rounds):
            for place, (call, given, _) in enumerate(both):
                spent[place].append(processor(call, *given))
        ours, theirs = map(statistics.median, spent)
        imports = ", ".join(f"{module} {import_of(module):.2f} s" for _, _, module in both)
        print(f"| {what} | {ours:.3f} s | {theirs:.3f} s | {theirs / ours:.2f} | {imports} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    print_auditing(parser.parse_args().rounds)


if __name__ == "__main__":
    main()
