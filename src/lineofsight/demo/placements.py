"""Where children in care lived, under which order, and when they went missing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import Care
from lineofsight.demo.days import EXTRACT


@dataclass(slots=True, eq=False)
class Placement:
    start: int
    end: int | None
    kind: str
    provider: str
    miles: float
    change: str = ""


@dataclass(slots=True, eq=False)
class Order:
    start: int
    end: int | None
    code: str


def _kind(rng: Random, care: Care, on: int) -> str:
    age = (on - care.person.born) / 365.25
    if care.short:
        return rng.choice(("U6", "K2", "R1"))
    if care.person.alone:
        return rng.choices(("U6", "H5", "U3"), (45, 45, 10))[0]
    if age >= 16:
        return rng.choices(("H5", "U6", "K2", "U4", "P2", "U3"), (34, 22, 18, 14, 4, 8))[0]
    if age >= 11:
        return rng.choices(("U6", "U4", "K2", "U3", "U1", "P1"), (36, 26, 18, 9, 8, 3))[0]
    return rng.choices(("U6", "U4", "U3", "U1", "P1", "R3"), (50, 19, 14, 8, 6, 3))[0]


def _placement(rng: Random, care: Care, on: int, end: int | None, kind: str | None = None) -> Placement:
    kind = kind or _kind(rng, care, on)
    provider = (
        "PR0" if kind == "P1" else "PR1" if kind[:2] in ("U1", "U2", "U3") else rng.choice(("PR1", "PR4", "PR4", "PR5"))
    )
    miles = 0.0 if kind == "P1" else round(min(rng.expovariate(1 / 9), 180), 1)
    return Placement(on, end, kind, provider, miles)


def place(care: Care, rng: Random) -> list[Placement]:
    """The placements of a period of care, one after another without a gap."""
    stop = care.end if care.end is not None else EXTRACT + 1
    adopted = care.reason in ("E11", "E12")
    moves = [care.start]
    if not care.short:
        settled = rng.random()
        on = care.start + int(rng.expovariate(1 / (70 if settled < 0.35 else 500))) + 6
        while on < stop - 25 and len(moves) < 9:
            moves.append(on)
            on += int(rng.expovariate(1 / (140 if settled < 0.08 else 900))) + 20
    if adopted and stop - care.start > 260:
        moves = [move for move in moves if move < stop - 230] + [stop - 200]
    placements = []
    for n, on in enumerate(moves):
        end = moves[n + 1] if n + 1 < len(moves) else care.end
        kind = "A5" if adopted and n == len(moves) - 1 and len(moves) > 1 else None
        placements.append(_placement(rng, care, on, end, kind))
    for placement in placements[:-1]:
        placement.change = rng.choices(
            ("CARPL", "CREQB", "CREQO", "CHILD", "LAREQ", "STAND", "OTHER"), (44, 18, 12, 6, 10, 2, 8)
        )[0]
    return placements


def orders(care: Care, rng: Random) -> list[Order]:
    """The legal statuses of a period of care, one after another."""
    if care.short:
        return [Order(care.start, care.end, care.short)]
    stop = care.end if care.end is not None else EXTRACT + 1
    if care.person.alone or rng.random() < 0.27:
        return [Order(care.start, care.end, "V2")]
    steps = [(care.start, "V2" if rng.random() < 0.3 else "C1")]
    if steps[0][1] == "V2":
        steps.append((care.start + rng.randint(20, 120), "C1"))
    steps.append((steps[-1][0] + rng.randint(170, 420), "C2"))
    if care.reason in ("E11", "E12"):
        steps.append((steps[-1][0] + rng.randint(20, 90), "E1"))
    steps = [step for n, step in enumerate(steps) if n == 0 or step[0] < stop - 5]
    return [Order(on, steps[n + 1][0] if n + 1 < len(steps) else care.end, code) for n, (on, code) in enumerate(steps)]
