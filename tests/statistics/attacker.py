"""Somebody who wants to work out a hidden count: with another method than the one that hides it.

They have the printed texts and the relations that everybody knows, and solve for the least and the greatest value of
each count (branch and bound on a linear programme, scipy). They share no code with what is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

FAR = 20_000


@dataclass
class Attacker:
    """What they know. `ranges`: of each count, from the least to the greatest that it can be."""

    ranges: dict[str, tuple[int, int]]
    rows: list[tuple[dict[str, int], float, float]] = field(default_factory=list)

    def knows_count(self, name: str, text: str, rounding: int = 1) -> None:
        """A printed count: a number, rounded half up, or "fewer than" one; anything else says nothing."""
        if text.startswith("fewer than "):
            low, _ = self.ranges[name]
            self.ranges[name] = (low, int(text.removeprefix("fewer than ")) - 1)
        elif text.replace(",", "").isdigit():
            printed, half = int(text.replace(",", "")), Fraction(rounding, 2)
            values = [
                value
                for value in range(max(0, printed - rounding), printed + rounding + 1)
                if printed - half <= value < printed + half
            ]
            self.ranges[name] = (min(values), max(values))

    def knows_sum(self, whole: str, parts: Iterable[str]) -> None:
        self.rows.append(({whole: 1, **dict.fromkeys(parts, -1)}, 0, 0))

    def knows_change(self, later: str, earlier: str, text: str) -> None:
        change = int(text.replace(",", ""))
        self.rows.append(({later: 1, earlier: -1}, change, change))

    def knows_share(self, numerator: str, denominator: str, text: str, scale: int = 100) -> None:
        """A printed share lies within half a unit of its last decimal; the upper end is excluded."""
        printed = Decimal(text.rstrip("%").replace(",", ""))
        step = Fraction(1, 10 ** max(0, -int(printed.as_tuple().exponent)))
        low, high = Fraction(printed) - step / 2, Fraction(printed) + step / 2
        self.between(numerator, denominator, low, high, scale=scale)

    def between(
        self,
        numerator: str,
        denominator: str,
        low: Fraction | None,
        high: Fraction | None,
        *,
        scale: int = 100,
        low_in: bool = True,
        high_in: bool = False,
    ) -> None:
        for bound, included, sign in ((low, low_in, 1), (high, high_in, -1)):
            if bound is not None:
                row = {numerator: sign * scale * bound.denominator, denominator: -sign * bound.numerator}
                self.rows.append((row, 0 if included else 1, np.inf))

    def possible(self, name: str, value: int) -> bool:
        """Whether a count could be this."""
        low, high = self.ranges[name]
        return low <= value <= high and self._solved(name, 1, {name: (value, value)}) is not None

    def interval(self, name: str) -> tuple[int, int]:
        """The least and the greatest that a count could be."""
        least, most = (self._solved(name, sign, {}) for sign in (1, -1))
        assert least is not None, "what is printed contradicts itself"
        assert most is not None
        return least, most

    def _solved(self, name: str, sign: int, fixed: Mapping[str, tuple[int, int]]) -> int | None:
        names = list(self.ranges)
        place = {each: index for index, each in enumerate(names)}
        ranges = self.ranges | dict(fixed)
        aim = np.zeros(len(names))
        aim[place[name]] = sign
        weights = np.zeros((max(len(self.rows), 1), len(names)))
        low, high = np.full(len(weights), -np.inf), np.full(len(weights), np.inf)
        for index, (row, least, most) in enumerate(self.rows):
            for each, weight in row.items():
                weights[index, place[each]] += weight
            low[index], high[index] = least, most
        found = milp(
            aim,
            constraints=LinearConstraint(weights, low, high),
            bounds=Bounds([ranges[each][0] for each in names], [ranges[each][1] for each in names]),
            integrality=np.ones(len(names)),
        )
        return None if found.x is None else round(found.x[place[name]])
