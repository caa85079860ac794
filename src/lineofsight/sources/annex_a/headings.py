"""Which heading of a sheet is which column of a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from lineofsight.records.descriptions import heading
from lineofsight.sources.annex_a.lists import AnnexAList, all_lists

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ASIDES = re.compile(r"\b(y\s*/\s*n|yes\s*/\s*no|dd\s*/\s*mm\s*/\s*yy(yy)?)\b", re.IGNORECASE)
_LONGEST = 300  # characters of a heading


def keys_of(headings: Sequence[object]) -> list[tuple[str, str]]:
    """Each heading as it is compared: whole, and without what stands in brackets."""
    return [_keys(cell) if isinstance(cell, str) and 0 < len(cell) <= _LONGEST else ("", "") for cell in headings]


def might_be_headings(keys: Sequence[tuple[str, str]], fewest: int, council: Collection[str] = ()) -> bool:
    """Whether so many of a row's cells are headings of any list that it is worth a closer look."""
    known = _all_known()
    own = {heading(written) for written in council}
    return sum(1 for whole, bare in keys if whole in known or bare in known or whole in own) >= fewest


def matched(
    each: AnnexAList, keys: Sequence[tuple[str, str]], council: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Column to place, for the headings that are known: as the council writes them (`council`: heading to column),
    as the template does, as other senders do, or so but for what stands in brackets.

    Where two headings mean one column, they stand in that order, and then the first.

    >>> matched(all_lists()[0], keys_of(["Child ID", "Age (as at 31/03/2023)"]))
    {'child_unique_id': 0, 'age': 1}
    """
    template, spelt, bare = _known(each)
    found: dict[str, int] = {}
    taken: set[int] = set()
    own = {heading(written): column for written, column in (council or {}).items()}
    for names, which in ((own, 0), (template, 0), (spelt, 0), (bare, 1)):
        for place, key in enumerate(keys):
            column = names.get(key[which])
            if column and column not in found and place not in taken:
                found[column] = place
                taken.add(place)
    return found


def written_twice(keys: Sequence[tuple[str, str]], found: Mapping[str, int]) -> tuple[int, int] | None:
    """The places of two headings that are written alike, of a column that is known; None where there are none."""
    for place in sorted(found.values()):
        other = next((n for n, key in enumerate(keys) if n != place and key[0] == keys[place][0]), None)
        if other is not None:
            return min(place, other), max(place, other)
    return None


def letters(column: int) -> str:
    """A column's letters as a spreadsheet shows them.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def _keys(written: str) -> tuple[str, str]:
    whole, bare = heading(written), _bare(written)
    return whole, whole if bare == written else heading(bare)


def _bare(written: str) -> str:
    """A heading without what stands in brackets and without (Y/N) and the like.

    >>> _bare("Date of Birth (dd/mm/yyyy)")
    'Date of Birth  '
    """
    return _ASIDES.sub(" ", _IN_BRACKETS.sub(" ", _IN_BRACKETS.sub(" ", written)))


@cache
def _known(each: AnnexAList) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    template, spelt, bare = {}, {}, {}
    for name, column in each.layout.columns.items():
        template[heading(column.spelt[0])] = name
        for written in (name, *column.spelt):
            key, without = _keys(written)
            spelt[key] = bare[key] = name
            bare.setdefault(without, name)
    bare.pop("", None)
    return template, spelt, bare


@cache
def _all_known() -> frozenset[str]:
    return frozenset(key for each in all_lists() for names in _known(each) for key in names if key)
