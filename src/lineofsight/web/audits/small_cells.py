"""Which groups of audits may not be shown by grade: small ones, and others from which a small one could be worked out.

Pages show a total and its parts, and filters make any part the total of another page. So what is hidden in one table is
hidden wherever the same audits would be shown again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

Where = Mapping[str, str]
_Key = frozenset[tuple[str, str]]
_Atoms = list[tuple[tuple[str, ...], int]]


def hidden_groups(sizes: Mapping[str, int], small: int, also: Collection[str] = ()) -> frozenset[str]:
    """The groups whose grades are not shown beside those of their total: each with fewer than `small`, and `also`.

    Where the hidden ones together would be fewer than `small`, or one alone, the total less what is shown would tell
    them: then the next smallest is hidden too. A group of none hides nothing and is never hidden.

    >>> sorted(hidden_groups({"north": 3, "south": 9, "east": 40}, 5))
    ['north', 'south']
    >>> sorted(hidden_groups({"north": 3, "south": 4, "east": 40}, 5))
    ['north', 'south']
    """
    there = {name: size for name, size in sizes.items() if size}
    hidden = {name for name, size in there.items() if size < small or name in also}
    others = sorted(there.keys() - hidden, key=lambda name: (there[name], name))
    while hidden and others and (len(hidden) < 2 or sum(there[name] for name in hidden) < small):
        hidden.add(others.pop(0))
    return frozenset(hidden)


class Cells:
    """The groups that tables and filters make of some audits, each audit given as its value in every dimension.

    >>> cells = Cells(["service", "cohort"], [("A", "x")] * 3 + [("B", "x")] * 9 + [("C", "y")] * 20, small=5)
    >>> cells.hides({"service": "A"}), cells.hides({"service": "B"}), cells.hides({"service": "C"})
    (True, True, False)
    """

    def __init__(self, dimensions: Sequence[str], audits: Iterable[Sequence[str]], small: int) -> None:
        self._places = {name: place for place, name in enumerate(dimensions)}
        self._small = small
        self._every: _Atoms = list(Counter(tuple(one) for one in audits).items())
        self._parts: dict[tuple[str, _Key], dict[str, _Atoms]] = {}
        self._hides: dict[_Key, bool] = {}

    def sizes(self, dimension: str, where: Where) -> dict[str, int]:
        """How many audits each value of a dimension has, of those that have the values in `where`."""
        parts = self._parted(dimension, frozenset(where.items()))
        return {value: sum(many for _, many in of) for value, of in parts.items()}

    def _parted(self, dimension: str, where: _Key) -> dict[str, _Atoms]:
        """The audits with these values, parted by a dimension: all values at once, because a table asks for all."""
        key = (dimension, where)
        if key not in self._parts:
            place, found = self._places[dimension], defaultdict[str, _Atoms](list)
            for atom in self._those(where):
                found[atom[0][place]].append(atom)
            self._parts[key] = dict(found)
        return self._parts[key]

    def _those(self, where: _Key) -> _Atoms:
        if not where:
            return self._every
        name, value = max(where)
        return self._parted(name, where - {(name, value)}).get(value, [])

    def hides(self, where: Where) -> bool:
        """Whether the audits with these values may not be shown by grade, as the total of a page or a row of a table.

        They may not where they are few, or where they, or more of which they are a part, are hidden in the table of
        any one of these values.
        """
        key = frozenset(where.items())
        if key not in self._hides:
            self._hides[key] = self._is_hidden(where)
        return self._hides[key]

    def _is_hidden(self, where: Where) -> bool:
        if sum(many for _, many in self._those(frozenset(where.items()))) < self._small:
            return True
        names = sorted(where)
        return any(
            where[name] in hidden_groups(self.sizes(name, {at: where[at] for at in some if at != name}), self._small)
            for many in range(1, len(names) + 1)
            for some in combinations(names, many)
            for name in some
        )

    def hidden_rows(self, dimension: str, where: Where) -> frozenset[str]:
        """The values of a dimension whose audits may not be shown in the table of a page, beside the page's total."""
        sizes = self.sizes(dimension, where)
        also = [value for value in sizes if self.hides({**where, dimension: value})]
        return hidden_groups(sizes, self._small, also)
