"""What a reader can work out from a publication: all that is printed, and all that everybody knows, as one puzzle.

The reader is taken to be clever and to know the rules: how figures hang together, how they are rounded, what a rating
means, and that a hidden count of people is no zero, because zeros are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from lineofsight.statistics.disclosure_figures import (
    Between,
    Cell,
    Disclosure,
    Published,
    Share,
    shown_count,
    shown_share,
)
from lineofsight.statistics.disclosure_solving import Line, Puzzle, Range


class Reader:
    """Reads one publication under one choice, with whatever is hidden. `few`: the counts that must not be learned.

    Those are the counts of few people, the rest of a percentage among them, and every part of a group of few.
    """

    def __init__(self, published: Published, choice: Disclosure) -> None:
        rests = list(published.rests())
        self.published = replace(
            published,
            cells=(*published.cells, *(cell for cell, _ in rests)),
            totals=(*published.totals, *(total for _, total in rests)),
        )
        self.choice = choice
        self._needed: dict[str, range] = {}

    @cached_property
    def few(self) -> tuple[str, ...]:
        by_key = self.published.by_key
        return tuple(key for key in by_key if self._is_few(by_key[key]) or key in self.in_groups_of_few)

    @cached_property
    def in_groups_of_few(self) -> frozenset[str]:
        by_key = self.published.by_key
        groups = [each for each in self.published.totals if len(each.parts) > 1 and self._is_few(by_key[each.whole])]
        return frozenset(part for total in groups for part in total.parts if not by_key[part].public)

    def protected(
        self, hidden: frozenset[str], called: frozenset[str] = frozenset(), *, others_are_many: bool = False
    ) -> dict[str, bool]:
        """For each count of few, whether no more can be learned about it than that it is one.

        That is so where all of its `needed` values agree with everything printed. `called`: hidden counts that are
        printed as "fewer than". `others_are_many`: the reader takes a hidden count that isn't called so for a larger
        one.
        """
        puzzle = self._puzzle(hidden, called, others_are_many)
        return {key: self._fits_all(puzzle, key) for key in self.few}

    def protects(self, hidden: frozenset[str], key: str) -> bool:
        """Whether one count of few is protected."""
        return self._fits_all(self._puzzle(hidden, frozenset(), False), key)

    def intervals(self, hidden: frozenset[str], called: frozenset[str]) -> dict[str, tuple[int, int | None]]:
        """What each hidden count and each count of few could be; None where there is no end."""
        puzzle = self._puzzle(hidden, called, False)
        found: dict[str, tuple[int, int | None]] = {}
        for key in self.published.by_key:
            if key in hidden or key in self.few:
                low, high = puzzle.interval(key, self._truth)
                found[key] = (low, None if high >= self._no_end else high)
        return found

    def _is_few(self, cell: Cell) -> bool:
        return cell.people and not cell.public and 0 < cell.count < self.choice.smallest_shown

    def needed(self, key: str) -> range:
        """The values that a count of few must be able to have: as many as a count of few can have.

        From the least that it could have if all that can be were hidden, which is 1 (0 in a group of few, where zeros
        are hidden too; 2 for a sum of two hidden counts): 1 to 4 with a threshold of 5. With a threshold of 2: 1 and 2.
        """
        if key not in self._needed:
            least, most = self._bare.interval(key, self._truth)
            few = self.choice.smallest_shown - 1
            end = max(least + max(few, 2), few + 1)
            # A zero that a zero shown elsewhere tells of can't be kept, and needn't be.
            self._needed[key] = range(least, end if self.published.counts[key] else min(end, most + 1))
        return self._needed[key]

    def _fits_all(self, puzzle: Puzzle, key: str) -> bool:
        return all(puzzle.fits(key, value, self._truth) for value in self.needed(key))

    @cached_property
    def _bare(self) -> Puzzle:
        published = self.published
        cells = [cell.key for cell in published.cells if cell.count or cell.key in self.few]
        others = [*(each.key for each in published.shares), *(each.key for each in published.differences)]
        return self._puzzle(frozenset((*cells, *others)), frozenset(), False)

    @cached_property
    def _no_end(self) -> int:
        return 10 * max(self.published.counts.values(), default=0) + 1_000

    @cached_property
    def _truth(self) -> dict[str, int]:
        base = self.choice.rounding
        counts = self.published.counts
        return counts | {_rounded(key): shown_count(count, base) // base for key, count in counts.items()}

    def _puzzle(self, hidden: frozenset[str], called: frozenset[str], others_are_many: bool) -> Puzzle:
        published = self.published
        ranges = {cell.key: self._range(cell, hidden, called, others_are_many) for cell in published.cells}
        lines = [Line(((1, each.whole), *((-1, part) for part in each.parts))) for each in published.totals]
        for share in published.shares:
            if share.key not in hidden:
                lines += self._of_share(share)
        for each in published.differences:
            if each.key not in hidden:
                change = self._printed(each.later) - self._printed(each.earlier)
                (by, later), (less_by, earlier) = self._as_printed(each.later), self._as_printed(each.earlier)
                lines.append(Line(((by, later), (-less_by, earlier)), change, change))
        for known in published.known:
            lines += _of_rating(known)
        lines += [other for line in list(lines) for other in self._said_of_rests(line)]
        return Puzzle(*self._with_rounded(ranges, lines))

    def _range(self, cell: Cell, hidden: frozenset[str], called: frozenset[str], others_are_many: bool) -> Range:
        if cell.public:
            return cell.count, cell.count
        smallest, base = self.choice.smallest_shown, self._base(cell)
        if cell.printed and cell.key not in hidden:
            rounded = shown_count(cell.count, base)
            if cell.people and cell.count == 0:
                return 0, 0
            least = smallest if cell.people else 0
            return max(rounded - base // 2, least), rounded + (base - 1) // 2
        least = 0 if cell.count == 0 or cell.key in self.in_groups_of_few else 1
        if cell.key in called:
            return least, smallest - 1
        if others_are_many and cell.printed and cell.count >= smallest:
            least = smallest
        return least, self._no_end

    def _base(self, cell: Cell) -> int:
        return self.choice.rounding if cell.people and not cell.public else 1

    def _printed(self, key: str) -> int:
        cell = self.published.by_key[key]
        return shown_count(cell.count, self._base(cell))

    def _as_printed(self, key: str) -> tuple[int, str]:
        """An unknown, and how many times it is the count as printed."""
        base = self._base(self.published.by_key[key])
        return (1, key) if base == 1 else (base, _rounded(key))

    def _with_rounded(self, ranges: dict[str, Range], lines: list[Line]) -> tuple[dict[str, Range], list[Line]]:
        """With an unknown for each rounded count that a line speaks of, and how it is rounded."""
        ties = []
        for name in dict.fromkeys(name for line in lines for _, name in line.terms if name not in ranges):
            key, base = name.removesuffix(_ROUNDED), self.choice.rounding
            low, high = ranges[key]
            ranges[name] = (shown_count(low, base) // base, shown_count(high, base) // base)
            ties.append(Line(((1, key), (-base, name)), -(base // 2), (base - 1) // 2))
        return ranges, lines + ties

    def _said_of_rests(self, line: Line) -> Iterator[Line]:
        """What a line about a part and its whole says about the part and the rest, and about the rest and the whole.

        Nothing new; but from a rest that is known the others then follow at once, and not step by step.
        """
        if len(line.terms) == 2:
            (above, n), (below, d) = line.terms
            rest = f"rest of {n} in {d}"
            if rest in self.published.by_key:
                for terms in (((above + below, n), (below, rest)), ((above + below, d), (-above, rest))):
                    yield Line(tuple(term for term in terms if term[0]), line.low, line.high)

    def _of_share(self, share: Share) -> Iterator[Line]:
        """A share printed as p, in its last decimal, says that (2p - 1) d <= 2 x scale x n < (2p + 1) d."""
        numerator, denominator = self._printed(share.numerator), self._printed(share.denominator)
        ten = 10**share.decimals
        printed = int(shown_share(numerator, denominator, share) * ten)
        (n_by, n), (d_by, d) = self._as_printed(share.numerator), self._as_printed(share.denominator)
        weight = 2 * share.scale * ten * n_by
        yield Line(((weight, n), ((1 - 2 * printed) * d_by, d)), 0, None)
        yield Line(((weight, n), ((-1 - 2 * printed) * d_by, d)), None, -1)


_ROUNDED = ", rounded"


def _rounded(key: str) -> str:
    return key + _ROUNDED


def _of_rating(known: Between) -> Iterator[Line]:
    for bound, included, is_low in ((known.low, known.low_in, True), (known.high, known.high_in, False)):
        if bound is not None:
            terms = ((100 * bound.denominator, known.numerator), (-bound.numerator, known.denominator))
            edge = 0 if included else 1
            yield Line(terms, edge, None) if is_low else Line(terms, None, -edge)
