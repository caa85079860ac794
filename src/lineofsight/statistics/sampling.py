"""Which cases are audited: a random draw that anybody can draw again, from the list that it was drawn from.

The order is fixed by arithmetic, not by a random number generator: each unit's rank is the SHA-256, as 64 lower-case
hexadecimal digits, of the seed, a colon and its id in UTF-8. Who sorts a list of ids by it has the same order, with
any tool. In DuckDB:

    select id from frame order by sha256('2026-11 audit' || ':' || id)

In a shell: `printf '%s' '2026-11 audit:4711' | sha256sum`. A unit keeps its rank when others come to the list or leave
it, so who is drawn depends on nobody else's order ("permanent random numbers").

Source: Ohlsson (1995), Coordination of samples using permanent random numbers, in Business Survey Methods, 153-169.
What is done otherwise is in docs/explanation/audit-statistics.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Literal

By = Literal["random", "proportional", "equal"] | Mapping[str, int]

#: How many hexadecimal digits of the hash decide about a share: eight are a number that any spreadsheet can hold.
DIGITS = 8


@dataclass(frozen=True)
class Unit:
    """What can be drawn: the id of a case, and the stratum (service, team) that it is drawn within."""

    id: str
    stratum: str = ""


@dataclass(frozen=True)
class Stratum:
    """How many units of a stratum the frame has, how many were wanted, and how many were drawn."""

    name: str
    frame: int
    wanted: int
    sampled: int


@dataclass(frozen=True)
class Drawn:
    """A sample, and all that is needed to replace a unit of it and to say how it came about.

    `size`: how many were asked for. `chosen`: by rank, lowest first. `reserves`: for each stratum the units that were
    not drawn, by rank: a unit that can't be audited is replaced by the first of them (`next_reserve`). A draw from the
    whole list has one stratum, "".
    """

    size: int
    chosen: tuple[Unit, ...]
    reserves: dict[str, tuple[Unit, ...]]
    strata: tuple[Stratum, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """What was wanted and could not be had, in sentences; nothing if the sample is as it was wanted."""
        short = [
            f"{stratum.name or 'The list'} has {stratum.frame} of the {stratum.wanted} wanted."
            for stratum in self.strata
            if stratum.sampled < stratum.wanted
        ]
        more = [
            f"{stratum.name or 'The list'} gives {stratum.sampled - stratum.wanted} more than wanted in their place."
            for stratum in self.strata
            if stratum.sampled > stratum.wanted
        ]
        missing = [f"{len(self.chosen)} are drawn, not {self.size}."] if len(self.chosen) < self.size else []
        return (*short, *more, *missing)


def rank(unit_id: str, seed: str) -> str:
    """The place of a unit in the random order of a seed: 64 hexadecimal digits, the lowest is drawn first.

    >>> rank("4711", "2026-11 audit")[:16]
    '9d66e8c2f9516ec8'
    """
    return sha256(f"{seed}:{unit_id}".encode()).hexdigest()


def draw(units: Iterable[Unit], *, seed: str, size: int, by: By, at_least: int = 0) -> Drawn:
    """A sample of so many units, by the random order of the seed.

    `by`: "random" draws from the whole list and takes no notice of strata. "proportional" gives each stratum its share
    of the list by largest remainders (equal remainders: the larger stratum first, then by name), at least `at_least`
    each, as far as it has so many; where the size does not allow that, as even a part of it as can be. "equal" gives
    each as many; what is left over goes to the larger ones. A mapping gives for each stratum how many, `size` in all.

    Never more than a stratum has. What it lacks is drawn from the others in the same proportion and said
    (`Drawn.said`); a stratum of which none was wanted gives none. A size above that of the list draws all of it.

    ValueError, with a sentence that holds no id, where an id stands twice, the seed is empty, a number is below 0, the
    numbers of a mapping are not `size` in all, or `at_least` is given without strata to share among.

    >>> frame = [Unit(str(number), "north" if number < 6 else "south") for number in range(9)]
    >>> drawn = draw(frame, seed="2026-11 audit", size=3, by="proportional")
    >>> [(stratum.name, stratum.frame, stratum.sampled) for stratum in drawn.strata]
    [('north', 6, 2), ('south', 3, 1)]
    >>> [unit.id for unit in drawn.chosen]
    ['1', '0', '7']
    """
    listed = sorted(units, key=lambda unit: rank(unit.id, seed))
    _check(listed, seed, size, by, at_least)
    ordered: dict[str, list[Unit]] = {"": []} if by == "random" else {}
    for unit in listed:
        ordered.setdefault("" if by == "random" else unit.stratum, []).append(unit)
    if isinstance(by, Mapping):
        for name in by:
            ordered.setdefault(name, [])
    frame = {name: len(ordered[name]) for name in sorted(ordered)}
    wanted, weights = _wanted(frame, size, by, at_least)
    taken = {name: min(wanted[name], frame[name]) for name in frame}
    room = {name: frame[name] - taken[name] for name in frame if weights[name]}
    lacking = min(sum(wanted.values()) - sum(taken.values()), sum(room.values()))
    more = _shared(lacking, {name: weights[name] for name in room}, dict.fromkeys(room, 0), room, frame)
    sampled = {name: taken[name] + more.get(name, 0) for name in frame}
    chosen = [unit for name in frame for unit in ordered[name][: sampled[name]]]
    return Drawn(
        size=size,
        chosen=tuple(sorted(chosen, key=lambda unit: rank(unit.id, seed))),
        reserves={name: tuple(ordered[name][sampled[name] :]) for name in frame},
        strata=tuple(Stratum(name, frame[name], wanted[name], sampled[name]) for name in frame),
    )


def next_reserve(drawn: Drawn, replaced: Unit, taken: Container[str]) -> Unit | None:
    """Who takes the place of a unit: the next of its stratum by rank whose id is not `taken`; None if there is none.

    `taken`: the ids that stand in already, and those that can't be audited either.
    """
    reserves = drawn.reserves.get(replaced.stratum, drawn.reserves.get("", ()))
    return next((unit for unit in reserves if unit.id not in taken), None)


def digest_of(units: Iterable[Unit]) -> str:
    """A fingerprint of a list, to show later that a draw was from this list: it does not tell who is in it.

    SHA-256 over a line for each unit: id, tab, stratum, line feed; the lines sorted by their UTF-8 bytes. In a shell,
    with such a file: `LC_ALL=C sort frame.tsv | sha256sum`. ValueError where an id or a stratum holds a tab or a line
    feed: two lists could then have one fingerprint.

    >>> digest_of([Unit("2", "south"), Unit("1", "north")])[:16]
    '2d2da34b6e510212'
    """
    lines = []
    for unit in units:
        if any(mark in text for mark in "\t\n" for text in (unit.id, unit.stratum)):
            raise ValueError("an id or a stratum holds a tab or a line feed")
        lines.append(f"{unit.id}\t{unit.stratum}\n".encode())
    return sha256(b"".join(sorted(lines))).hexdigest()


def chosen_for_share(unit_id: str, *, seed: str, share: Fraction | float) -> bool:
    """Whether a unit is in a random share of all, decided by itself: who else is there does not matter.

    It is where the first eight hexadecimal digits of the SHA-256 of seed, ":share:" and id, as a number, are below
    share x 16^8. That is another order than `draw`'s: under one seed, those who were drawn are as likely as others.
    Two shares under one seed hold each other (whoever is in 10% is in 20%), so that different questions need different
    seeds ("2026-11 moderation", "2026-11 re-audit"). Of few units the share is met on average only.

    ValueError for a share outside 0 to 1.

    >>> chosen_for_share("4711", seed="2026-11 moderation", share=Fraction(1, 5))
    False
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of {share}: it must lie between 0 and 1")
    digits = sha256(f"{seed}:share:{unit_id}".encode()).hexdigest()[:DIGITS]
    return int(digits, 16) < Fraction(share) * (1 << 4 * DIGITS)


def _check(units: list[Unit], seed: str, size: int, by: By, at_least: int) -> None:
    if not seed:
        raise ValueError("a draw needs a seed: with an empty one everybody knows beforehand who is drawn")
    if size < 0 or at_least < 0:
        raise ValueError(f"{size} to draw, at least {at_least} of each: neither can be below 0")
    twice = sum(1 for times in Counter(unit.id for unit in units).values() if times > 1)
    if twice:
        raise ValueError(f"ids stand more than once in the list: {twice}. Each case must be in it once")
    if isinstance(by, Mapping):
        if any(number < 0 for number in by.values()):
            raise ValueError("a stratum can't be given a number below 0")
        if sum(by.values()) != size:
            raise ValueError(f"the numbers of the strata are {sum(by.values())} in all, not {size}")
    elif by not in ("random", "proportional", "equal"):
        raise ValueError(f"drawn by {by!r}: it must be random, proportional, equal or a number for each stratum")
    if at_least and (by == "random" or isinstance(by, Mapping)):
        raise ValueError("a least number of each stratum goes only with proportional and equal")


def _wanted(frame: Mapping[str, int], size: int, by: By, at_least: int) -> tuple[dict[str, int], dict[str, int]]:
    """How many of each stratum are wanted, whether it has them or not; and in what proportion the rest is shared."""
    if isinstance(by, Mapping):
        weights = {name: by.get(name, 0) for name in frame}
        return weights, weights
    weights = dict(frame) if by == "proportional" else dict.fromkeys(frame, 1)
    no_end = dict.fromkeys(frame, size)
    floors = {name: min(at_least, frame[name]) for name in frame}
    if sum(floors.values()) > size:
        floors = _shared(size, dict.fromkeys(frame, 1), dict.fromkeys(frame, 0), floors, frame)
    return _shared(size, weights, floors, no_end, frame), weights


def _shared(
    size: int,
    weights: Mapping[str, int],
    least: Mapping[str, int],
    most: Mapping[str, int],
    frame: Mapping[str, int],
) -> dict[str, int]:
    """Whole numbers for strata, `size` in all, in proportion to weights above 0, each from its least to its most.

    The quota of a stratum is weight x rate, kept within its bounds, with the one rate that makes quotas `size` in all.
    Each gets its quota rounded down; what is left goes to the largest remainders.
    """
    rates = sorted({Fraction(bound[name], weights[name]) for name in weights for bound in (least, most)})

    def quotas(rate: Fraction) -> dict[str, Fraction]:
        return {name: min(max(weights[name] * rate, Fraction(least[name])), Fraction(most[name])) for name in weights}

    below, above = Fraction(0), Fraction(0)
    for above in rates:
        if sum(quotas(above).values()) >= size:
            break
        below = above
    lower, upper = sum(quotas(below).values(), Fraction(0)), sum(quotas(above).values(), Fraction(0))
    rate = below if lower == upper else below + (above - below) * (size - lower) / (upper - lower)
    exact = quotas(rate)
    given = {name: int(quota) for name, quota in exact.items()}
    by_remainder = sorted(exact, key=lambda name: (given[name] - exact[name], -frame[name], name))
    for name in by_remainder[: size - sum(given.values())]:
        given[name] += 1
    return given
