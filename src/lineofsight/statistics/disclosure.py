"""Which figures of a publication are hidden, so that nobody can work out a count of very few people.

A publication is a set of counts and of shares that are printed of them, with what everybody knows of how they hang
together: totals, parts of a whole, the change from one month to the next, ratings. Three steps:

1. **First** (primary suppression): a count of people from 1 to the threshold less one is hidden; so is every share
   that tells of it: of few, among few, or of all but few (141 of 145 tells of the 4 others; 140 of 145 of 5, and five
   may be told).
2. **Then** (secondary suppression): others, the least costly first, until no more can be learned about a count of few
   than that it is one.
3. **Proof**: for each value that a count of few could have, numbers for all that is hidden are found that agree with
   all that is printed. Where none are found, more is hidden.

0 and 100% of a group of some size are shown: nobody is in the cell, and the figures here say what a service did for all
of a group, not what all of a group are. Of a group of few, everything is hidden.

Sources: Government Statistical Service, Disclosure control guidance for tables produced from administrative sources
(2014); Hundepool et al., Statistical Disclosure Control (2012), chapters 4 and 5: threshold rule, protection intervals,
secondary suppression. What is done otherwise, and why, is in docs/explanation/disclosure-control.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from lineofsight.statistics.disclosure_figures import (
    Between,
    Cell,
    Difference,
    Disclosure,
    Published,
    Share,
    Total,
    shown_count,
    shown_share,
)
from lineofsight.statistics.disclosure_reader import Reader

__all__ = [
    "Between",
    "Cell",
    "Difference",
    "Disclosure",
    "Interval",
    "Protection",
    "Published",
    "Share",
    "Total",
    "audit",
    "protect",
    "shown_count",
    "shown_share",
]

#: How many pairs are tried before more is hidden than pairs.
MOST_PAIRS = 300


@dataclass(frozen=True)
class Protection:
    """What is hidden: keys of cells, shares and differences.

    `first` are hidden for what they tell themselves, `then` for what could be worked out from them. `few`: hidden
    counts that can be printed as "fewer than" the threshold without telling more. `unprotected`: counts of few about
    which more can be learned all the same; that of all others in a percentage has the key "rest of NUMERATOR in
    DENOMINATOR".
    """

    first: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()
    few: frozenset[str] = frozenset()
    unprotected: tuple[str, ...] = ()

    @property
    def hidden(self) -> frozenset[str]:
        return self.first | self.then


@dataclass(frozen=True)
class Interval:
    """What a count could be, for all that is printed; `upper` None where there is no end."""

    lower: int
    upper: int | None


def protect(published: Published, choice: Disclosure, kept: frozenset[str] = frozenset()) -> Protection:
    """Which cells, shares and differences are hidden. The same publication and choice always give the same.

    A count of few is protected where every count from 1 to the threshold less one (with a threshold of 2: 1 and 2)
    agrees with everything printed. Without `secondary` nothing is hidden but what tells of few by itself, and
    `unprotected` says what can be worked out. `kept`: what is hidden whatever it tells: an earlier publication hid it.

    >>> table = Published(
    ...     (Cell("all", 60), Cell("north", 38), Cell("south", 2), Cell("west", 20)),
    ...     totals=(Total("all", ("north", "south", "west")),),
    ... )
    >>> protection = protect(table, Disclosure(threshold=5))
    >>> sorted(protection.first), sorted(protection.then), sorted(protection.few)
    (['south'], ['west'], ['south'])
    """
    if choice.smallest_shown < 2:
        return Protection(kept & published.items)
    parts = [_protect(part, choice, kept & part.items) for part in published.apart()]
    return Protection(
        frozenset().union(*(part.first for part in parts)),
        frozenset().union(*(part.then for part in parts)),
        frozenset().union(*(part.few for part in parts)),
        tuple(key for part in parts for key in part.unprotected),
    )


def _protect(published: Published, choice: Disclosure, kept: frozenset[str]) -> Protection:
    reader = Reader(published, choice)
    if not reader.few:
        return Protection(kept)
    first = frozenset(_first(published, reader)) | kept
    then = _then(reader, first) if choice.secondary else frozenset()
    small = [key for key in reader.few if key in first and published.by_key[key].printed]
    called = _called_few(reader, first | then, small) if choice.secondary else frozenset(small)
    protected = reader.protected(first | then, called)
    return Protection(first, then, called, tuple(key for key in protected if not protected[key]))


def audit(published: Published, choice: Disclosure, protection: Protection) -> dict[str, Interval]:
    """What can be worked out about each hidden count, and each rest of few, from all that is printed.

    Both ends of an interval have been shown to agree with what is printed.

    >>> table = Published((Cell("all", 20), Cell("a", 18), Cell("b", 2)), totals=(Total("all", ("a", "b")),))
    >>> alone = Disclosure(5, secondary=False)
    >>> audit(table, alone, protect(table, alone))
    {'b': Interval(lower=2, upper=2)}
    """
    found: dict[str, tuple[int, int | None]] = {}
    for part in published.apart():
        found |= Reader(part, choice).intervals(protection.hidden, protection.few)
    return {key: Interval(lower, upper) for key, (lower, upper) in found.items()}


def _first(published: Published, reader: Reader) -> Iterator[str]:
    few = set(reader.few)
    for cell in published.cells:
        if cell.hideable and cell.key in few:
            yield cell.key
    for share in published.shares:
        rest = share.part and share.rest in few
        if rest or share.numerator in few or share.denominator in few:
            yield share.key
        if rest and published.by_key[share.numerator].hideable:
            yield share.numerator
    for difference in published.differences:
        if difference.later in few or difference.earlier in few:
            yield difference.key


def _then(reader: Reader, first: frozenset[str]) -> frozenset[str]:
    """What else is hidden, as little as is found; then shown again, the most costly first, is what needn't be.

    Hiding more never tells more, so that what is protected stays so.
    """
    then: frozenset[str] = frozenset()
    for key in reader.few:
        if reader.protects(first | then, key):
            continue
        near = [item for item in _by_cost(reader.published, key) if item not in first | then]
        enough = (some for some in _cheap_first(reader.published, near) if reader.protects(first | then | some, key))
        if found := next(enough, None):
            then |= found
            continue
        for item in near:
            then |= {item}
            if reader.protects(first | then, key):
                break
    open_ = {key for key, is_safe in reader.protected(first | then).items() if not is_safe}
    for item in sorted(then, key=lambda each: (-_cost(reader.published, each), each)):
        safe = reader.protected(first | then - {item})
        if all(is_safe or key in open_ for key, is_safe in safe.items()):
            then -= {item}
    return then


def _cheap_first(published: Published, items: list[str]) -> Iterator[frozenset[str]]:
    """Single items, then pairs, the least costly first: a count often goes with the share that would tell it."""
    yield from (frozenset({item}) for item in items)
    pairs = sorted(combinations(items, 2), key=lambda pair: sum(_cost(published, item) for item in pair))
    yield from (frozenset(pair) for pair in pairs[:MOST_PAIRS])


def _called_few(reader: Reader, hidden: frozenset[str], small: list[str]) -> frozenset[str]:
    """The counts that can be called few without telling more, to whoever takes all other hidden ones for larger too."""
    called: frozenset[str] = frozenset()
    for key in small:
        wider = called | {key}
        if all(all(reader.protected(hidden, wider, others_are_many=many).values()) for many in (False, True)):
            called = wider
    return called


def _by_cost(published: Published, key: str) -> list[str]:
    """What is printed and hangs together with a count, the least costly first; neither zeros nor what is public."""
    tied = published.tied_to(key)
    cells = [cell.key for cell in published.cells if cell.key in tied and cell.hideable and cell.count > 0]
    shares = [each.key for each in published.shares if each.numerator in tied or each.denominator in tied]
    changes = [each.key for each in published.differences if each.later in tied or each.earlier in tied]
    return sorted({*cells, *shares, *changes}, key=lambda item: (_cost(published, item), item))


def _cost(published: Published, item: str) -> int:
    """What hiding loses. A share costs as its denominator, so that its numerator goes first; a change costs nothing."""
    cell = published.by_key.get(item)
    if cell is not None:
        return cell.count if cell.cost is None else cell.cost
    share = next((each for each in published.shares if each.key == item), None)
    if share is None:
        return 0
    return published.counts[share.denominator if share.part else share.numerator]
