"""Pairs and ratings of four grades, written short and made up, for tests of agreement."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

#: Auditor and moderator in most pairs one grade apart at most, as audits are.
pairs = st.lists(st.tuples(st.integers(1, 4), st.integers(-1, 1)), min_size=1, max_size=60).map(
    lambda drawn: [(grade, min(4, max(1, grade + step))) for grade, step in drawn]
)


def pairs_of(table: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs that a table counts: rows the first rater, columns the second."""
    return [
        (one, other)
        for one, row in enumerate(table, start=1)
        for other, count in enumerate(row, start=1)
        for _ in range(count)
    ]


def ratings_of(raters: Sequence[str], lowest: int = 1) -> list[dict[str, int]]:
    """One dictionary for each unit, from one line for each rater: "1 2 - 3", a dash where it was not rated."""
    units = zip(*(line.split() for line in raters), strict=True)
    return [
        {f"rater {place}": int(grade) - lowest + 1 for place, grade in enumerate(unit) if grade != "-"}
        for unit in units
    ]
