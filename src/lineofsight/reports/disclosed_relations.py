"""How figures of a report hang together, as a reader knows it: read from a table that is data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SHIPPED = Path(__file__).parent / "disclosed_relations.toml"


@dataclass(frozen=True)
class Term:
    """A count of one indicator: of children, where `role` is "count", or the numerator or denominator of a share."""

    ref: str
    role: str = "count"

    @classmethod
    def read(cls, written: str) -> Term:
        """
        >>> Term.read("3.1 denominator"), Term.read("1.2")
        (Term(ref='3.1', role='denominator'), Term(ref='1.2', role='count'))
        """
        ref, _, role = written.partition(" ")
        if role not in ("", "numerator", "denominator"):
            raise ValueError(f"{written!r} is no count of an indicator: write its numerator or its denominator")
        return cls(ref, role or "count")


@dataclass(frozen=True)
class Relation:
    """A count that is the sum of others on every day; with one part, both are the same. `because` says why."""

    whole: Term
    parts: tuple[Term, ...]
    because: str = ""


@lru_cache(maxsize=4)
def relations_of(path: Path = SHIPPED) -> tuple[Relation, ...]:
    """The relations that a file lists. ValueError for a term that is none."""
    with path.open("rb") as file:
        rows = tomllib.load(file)
    return (*_same(rows.get("same", ())), *_totals(rows.get("total", ())))


def _same(rows: Iterable[dict[str, object]]) -> Iterable[Relation]:
    for row in rows:
        first, *others = (Term.read(str(term)) for term in row["terms"])  # type: ignore[attr-defined]
        # Each with each: a report need not show the first of them.
        terms = [first, *others]
        for place, one in enumerate(terms):
            for other in terms[place + 1 :]:
                yield Relation(one, (other,), str(row.get("because", "")))


def _totals(rows: Iterable[dict[str, object]]) -> Iterable[Relation]:
    for row in rows:
        parts = tuple(Term.read(str(term)) for term in row["parts"])  # type: ignore[attr-defined]
        yield Relation(Term.read(str(row["whole"])), parts, str(row.get("because", "")))
