"""Which whole numbers a count could be, given what is known of sums and shares: exact, by narrowing and trying.

What is known is a set of unknown whole numbers, each with a range, and lines: weighted sums of them that lie between
two bounds. A number is possible where whole numbers for all others can be found that fit every line. Such a finding is
shown, not guessed: it is an assignment that fits. Where none is found after many tries the answer is no, so that who
hides figures hides too many rather than too few.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: How many assignments of one unknown are tried before an answer is no.
TRIES = 1_000
#: How often a line is looked at, on average, before narrowing gives way to trying.
ROUNDS = 40

Range = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Line:
    """A weighted sum of unknowns that lies between two bounds, both included; None is no bound."""

    terms: tuple[tuple[int, str], ...]
    low: int | None = 0
    high: int | None = 0


class Puzzle:
    """Unknown whole numbers with their ranges, and the lines that tie them.

    `ranges` are narrowed once, so that what follows from what is known stands in them. `possible` is False where no
    numbers fit at all.
    """

    def __init__(self, ranges: Mapping[str, Range], lines: Sequence[Line]) -> None:
        self._lines = lines
        self._of: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            for _, name in line.terms:
                self._of[name].append(line)
        self._shown_to_fit: set[tuple[str, int]] = set()
        narrowed = self._narrowed(dict(ranges), lines)
        self.possible = narrowed is not None
        self.ranges = narrowed if narrowed is not None else dict(ranges)

    def fits(self, name: str, value: int, near: Mapping[str, int]) -> bool:
        """Whether an unknown could be this number. Numbers close to those in `near` are tried first."""
        low, high = self.ranges[name]
        if not self.possible or not low <= value <= high:
            return False
        if (name, value) in self._shown_to_fit:
            return True
        lines = list(dict.fromkeys(line for each in self._tied_to(name) for line in self._of[each]))
        start = {each: self.ranges[each] for line in lines for _, each in line.terms}
        start[name] = (value, value)
        narrowed = self._narrowed(start, self._of[name])
        found = self._found(narrowed, lines, near) if narrowed is not None else None
        self._shown_to_fit.update((found or {}).items())
        return found is not None

    def interval(self, name: str, near: Mapping[str, int]) -> Range:
        """The least and the greatest number that an unknown could be, each shown to fit.

        `near` is an assignment that fits. Found by halving: of a set with holes in it a nearer end may come out.
        """
        low, high = self.ranges[name]
        return self._end(name, near, low), self._end(name, near, high)

    def _end(self, name: str, near: Mapping[str, int], end: int) -> int:
        if self.fits(name, end, near):
            return end
        fits, fails = near[name], end
        while abs(fails - fits) > 1:
            middle = (fits + fails) // 2
            if self.fits(name, middle, near):
                fits = middle
            else:
                fails = middle
        return fits

    def _tied_to(self, name: str) -> dict[str, None]:
        """The unknowns that hang together with one, through lines and others that are not known."""
        tied, waiting = {name: None}, [name]
        while waiting:
            for line in self._of[waiting.pop()]:
                for _, other in line.terms:
                    low, high = self.ranges[other]
                    if low < high and other not in tied:
                        tied[other] = None
                        waiting.append(other)
        return tied

    def _narrowed(self, ranges: dict[str, Range], first: Iterable[Line]) -> dict[str, Range] | None:
        """The ranges without what no line allows; None where nothing is left of one. Only unknowns in them are seen."""
        waiting = deque(first)
        queued = set(waiting)
        looks = ROUNDS * (len(self._lines) + 1)
        while waiting and looks:
            looks -= 1
            line = waiting.popleft()
            queued.discard(line)
            changed = _narrow(line, ranges)
            if changed is None:
                return None
            for name in changed:
                for other in self._of[name]:
                    if other is not line and other not in queued:
                        queued.add(other)
                        waiting.append(other)
        return ranges

    def _found(self, ranges: dict[str, Range], lines: Sequence[Line], near: Mapping[str, int]) -> dict[str, int] | None:
        """Numbers within the ranges that fit all lines; None where none are found in so many tries."""
        stack: list[tuple[dict[str, Range], str, Iterator[int]]] = []
        now: dict[str, Range] | None = ranges
        for _ in range(TRIES):
            if now is not None:
                open_ = [(high - low, name) for name, (low, high) in now.items() if low < high]
                if open_:
                    name = min(open_)[1]
                    stack.append((now, name, _outwards(*now[name], near[name])))
                elif all(_holds(line, now) for line in lines):
                    return {name: low for name, (low, _) in now.items()}
            while stack:
                before, name, values = stack[-1]
                value = next(values, None)
                if value is not None:
                    break
                stack.pop()
            else:
                return None
            now = self._narrowed(before | {name: (value, value)}, self._of[name])
        return None


def _holds(line: Line, ranges: Mapping[str, Range]) -> bool:
    total = sum(weight * ranges[name][0] for weight, name in line.terms)
    return (line.low is None or total >= line.low) and (line.high is None or total <= line.high)


def _narrow(line: Line, ranges: dict[str, Range]) -> list[str] | None:
    """Takes from the ranges of a line's unknowns what it does not allow: whose changed; None where nothing is left."""
    least = most = 0
    for weight, name in line.terms:
        low, high = ranges[name]
        if weight > 0:
            least += weight * low
            most += weight * high
        else:
            least += weight * high
            most += weight * low
    if (line.high is not None and least > line.high) or (line.low is not None and most < line.low):
        return None
    changed = []
    for weight, name in line.terms:
        low, high = ranges[name]
        if low == high:
            continue
        smallest, largest = (weight * low, weight * high) if weight > 0 else (weight * high, weight * low)
        floor, ceiling = low, high
        if line.high is not None:  # what the others leave at most
            left = line.high - (least - smallest)
            if weight > 0:
                ceiling = min(ceiling, left // weight)
            else:
                floor = max(floor, -(left // -weight))
        if line.low is not None:  # what the others leave at least
            left = line.low - (most - largest)
            if weight > 0:
                floor = max(floor, -(-left // weight))
            else:
                ceiling = min(ceiling, -left // -weight)
        if floor > ceiling:
            return None
        if (floor, ceiling) != (low, high):
            ranges[name] = (floor, ceiling)
            changed.append(name)
            now_smallest, now_largest = (floor, ceiling) if weight > 0 else (ceiling, floor)
            least += weight * now_smallest - smallest
            most += weight * now_largest - largest
    return changed


def _outwards(low: int, high: int, middle: int) -> Iterator[int]:
    """The numbers of a range, those nearest to the middle first."""
    middle = min(max(middle, low), high)
    yield middle
    for step in range(1, high - low + 1):
        if middle - step >= low:
            yield middle - step
        if middle + step <= high:
            yield middle + step
