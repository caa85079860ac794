"""What a publication prints, and what everybody knows of it: the data that disclosure control works on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Disclosure:
    """How small figures are hidden. `threshold`: counts of people from 1 to one less are; below 2 nothing is.

    `rounding`: to what counts of people are rounded, half up; 1 leaves them. Shares are then of the rounded counts.
    `secondary`: whether others are hidden from which a hidden one could be worked out.
    """

    threshold: int = 5
    rounding: int = 1
    secondary: bool = True

    def __post_init__(self) -> None:
        if self.threshold < 0 or self.rounding < 1:
            raise ValueError(f"a threshold of {self.threshold}, rounded to {self.rounding}: 0 and 1 are the least")

    @property
    def hides(self) -> bool:
        """Whether anything is hidden or rounded at all."""
        return self.threshold >= 2 or self.rounding > 1

    @property
    def smallest_shown(self) -> int:
        """The smallest count above 0 that is shown: what would be rounded to nothing is hidden too.

        >>> Disclosure(5).smallest_shown, Disclosure(3, rounding=10).smallest_shown
        (5, 5)
        """
        return max(self.threshold, (self.rounding + 1) // 2, 1)


@dataclass(frozen=True)
class Cell:
    """A count. `people`: of children or cases, so that few are hidden; `printed`: the publication shows it.

    `public`: everybody knows it, as a population of a census. `cost`: what hiding it loses; its count, if not given.
    """

    key: str
    count: int
    printed: bool = True
    people: bool = True
    public: bool = False
    cost: int | None = None

    @property
    def hideable(self) -> bool:
        """Whether the publication could leave it out."""
        return self.printed and not self.public


@dataclass(frozen=True)
class Share:
    """A printed ratio of two cells: scale x numerator / denominator, to so many decimals, half up.

    `part`: the numerator is a part of the denominator (a percentage); a rate per 10,000 of a population has none.
    """

    key: str
    numerator: str
    denominator: str
    scale: int = 100
    decimals: int = 1
    part: bool = True

    @property
    def rest(self) -> str:
        """The key of the count of all others: 5, where 140 of 145 are told."""
        return f"rest of {self.numerator} in {self.denominator}"


@dataclass(frozen=True)
class Total:
    """A cell that is the sum of others; of one other, where both are the same."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A printed change: later less earlier."""

    key: str
    later: str
    earlier: str


@dataclass(frozen=True)
class Between:
    """What everybody knows of a percentage, as its rating says it: from low to high. `low_in`, `high_in`: included."""

    numerator: str
    denominator: str
    low: Fraction | None = None
    high: Fraction | None = None
    low_in: bool = True
    high_in: bool = False


@dataclass(frozen=True)
class Published:
    """All that a publication prints, and what is known of it. ValueError where a relation is not true of the counts."""

    cells: tuple[Cell, ...]
    shares: tuple[Share, ...] = ()
    totals: tuple[Total, ...] = ()
    differences: tuple[Difference, ...] = ()
    known: tuple[Between, ...] = ()

    def __post_init__(self) -> None:
        if len(self.counts) < len(self.cells):
            raise ValueError("a cell stands twice")
        for cell in self.cells:
            if cell.count < 0:
                raise ValueError(f"{cell.key}: a count of {cell.count}")
        for total in self.totals:
            if self.counts[total.whole] != sum(self.counts[part] for part in total.parts):
                raise ValueError(f"{total.whole} is not the sum of {', '.join(total.parts)}")
        for share in self.shares:
            numerator, denominator = self.counts[share.numerator], self.counts[share.denominator]
            if denominator < 1 or (share.part and numerator > denominator):
                raise ValueError(f"{share.key}: {numerator} of {denominator} is no share")

    @cached_property
    def counts(self) -> dict[str, int]:
        return {cell.key: cell.count for cell in self.cells}

    @cached_property
    def items(self) -> frozenset[str]:
        """The keys of all that can be hidden: cells, shares and differences."""
        cells = (cell.key for cell in self.cells if cell.hideable)
        return frozenset((*cells, *(each.key for each in self.shares), *(each.key for each in self.differences)))

    @cached_property
    def by_key(self) -> dict[str, Cell]:
        return {cell.key: cell for cell in self.cells}

    def apart(self) -> Iterator[Published]:
        """The parts of the publication between which no relation holds, each by itself."""
        left = {cell.key: None for cell in self.cells if not cell.public}
        while left:
            tied = self.tied_to(next(iter(left)))
            for key in tied:
                left.pop(key, None)
            near = tied | self._public
            yield Published(
                tuple(cell for cell in self.cells if cell.key in near),
                tuple(each for each in self.shares if each.numerator in tied or each.denominator in tied),
                tuple(each for each in self.totals if tied & {each.whole, *each.parts}),
                tuple(each for each in self.differences if tied & {each.later, each.earlier}),
                tuple(each for each in self.known if tied & {each.numerator, each.denominator}),
            )

    def tied_to(self, key: str) -> set[str]:
        """The cells that hang together with one through relations. What is public ties nothing: everybody knows it."""
        tied, waiting = {key}, [key]
        while waiting:
            for other in self._relations.get(waiting.pop(), ()):
                if other not in tied:
                    tied.add(other)
                    waiting.append(other)
        return tied

    @cached_property
    def _public(self) -> set[str]:
        return {cell.key for cell in self.cells if cell.public}

    @cached_property
    def _relations(self) -> dict[str, set[str]]:
        groups = [
            *((total.whole, *total.parts) for total in self.totals),
            *((share.numerator, share.denominator) for share in self.shares),
            *((known.numerator, known.denominator) for known in self.known),
            *((each.later, each.earlier) for each in self.differences),
        ]
        found: dict[str, set[str]] = {}
        for group in groups:
            private = set(group) - self._public
            for key in private:
                found.setdefault(key, set()).update(private)
        return found

    def rests(self) -> Iterator[tuple[Cell, Total]]:
        """For each percentage the count of all others, which nobody prints, and the sum that it stands in."""
        parts = {share.rest: share for share in self.shares if share.part}
        for key, share in sorted(parts.items()):
            numerator, denominator = self.by_key[share.numerator], self.by_key[share.denominator]
            people = numerator.people or denominator.people
            yield (
                Cell(key, denominator.count - numerator.count, printed=False, people=people),
                Total(denominator.key, (numerator.key, key)),
            )


def shown_count(count: int, rounding: int) -> int:
    """A count as it is printed: rounded to a base, half up.

    >>> shown_count(142, 5), shown_count(15, 10), shown_count(142, 1)
    (140, 20, 142)
    """
    return rounding * ((2 * count + rounding) // (2 * rounding))


def shown_share(numerator: int, denominator: int, share: Share) -> Fraction:
    """A share of counts as they are printed, as it is printed itself: rounded half up to its decimals.

    >>> shown_share(620, 738, Share("3.3", "n", "d"))
    Fraction(84, 1)
    """
    ten = 10**share.decimals
    above = share.scale * ten * numerator
    return Fraction((2 * above + denominator) // (2 * denominator), ten)
