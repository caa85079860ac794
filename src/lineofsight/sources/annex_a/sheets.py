"""Which sheet of a workbook is which list, and in which row its headings stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.problems import Refused
from lineofsight.sources.annex_a.cells import Cell
from lineofsight.sources.annex_a.headings import keys_of, letters, matched, might_be_headings, written_twice
from lineofsight.sources.annex_a.lists import AnnexAList, all_lists
from lineofsight.sources.extracts import Names

LOOKED_AT = 30  # rows from the first that holds anything
FEWEST = 3  # headings known, for a row to be a header at all

_NUMBERED = re.compile(r"^[\W_]*(?:annex[\W_]*a[\W_]*)?(?:list|aa|a|l)?[\W_]*0?(1[01]|[1-9])(?!\d)", re.IGNORECASE)
_CALLED_LIST = re.compile(r"^[\W_]*(?:annex[\W_]*a[\W_]*)?list[\W_]*0?(1[01]|[1-9])(?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where a sheet's headings stand, and which column of which list each place is.

    `row` is the row's place among those looked at; `headings` are as they are written, by place; `found` is column to
    place.
    """

    of: AnnexAList
    row: int
    headings: tuple[str, ...]
    found: dict[str, int]

    @property
    def share(self) -> float:
        """How much of the list's columns the sheet has."""
        return len(self.found) / len(self.of.layout.columns)


def header_of(name: str, rows: Sequence[Sequence[Cell]], names: Names) -> Header | None:
    """The header of the list that a sheet holds: the best match of its first rows to the lists; None for no list.

    A sheet is a list if it has a heading that only that list has, and at least half of its columns; or if its name,
    or what the council maps it to, says the list and a few headings agree. `names`: the council's own.
    """
    called = list_called(name, names)
    council = [written for headings in names.columns.values() for written in headings]
    best: tuple[tuple[float, int, int, int], Header] | None = None
    for place, row in enumerate(rows):
        keys = keys_of(row)
        if not might_be_headings(keys, FEWEST, council):
            continue
        for each in all_lists():
            found = matched(each, keys, names.columns.get(each.name))
            own = sum(1 for column in found if column in each.distinctive)
            agrees = each is called
            alike = own > 0 and 2 * len(found) >= len(each.layout.columns)
            enough = alike or (agrees and len(found) >= FEWEST)
            rank = (len(found) / len(each.layout.columns), own, int(agrees), -place)
            if enough and (best is None or rank > best[0]):
                headings = tuple(cell.strip() if isinstance(cell, str) else str(cell) for cell in row)
                best = rank, Header(each, place, headings, found)
        if best and best[1].share == 1:
            break
    return best[1] if best else None


def list_called(name: str, names: Names) -> AnnexAList | None:
    """The list that a sheet's name says: by the council's own, by its number ("List 6", "A6 - CIN", "6"), or its words.

    >>> list_called("List 6", Names()).number, list_called("Child Protection 2023", Names()).number
    (6, 7)
    """
    own = names.tables.get(name.strip().casefold())
    if own is not None:
        return next((each for each in all_lists() if each.name == own), None)
    numbered = _NUMBERED.match(name)
    if numbered:
        return all_lists()[int(numbered[1]) - 1]
    plain = " " + " ".join(re.findall(r"[a-z0-9]+", name.lower())) + " "
    words = {words: each for each in all_lists() for words in each.named if f" {words} " in plain}
    return words[max(words, key=len)] if words else None


def check_header(where: str, header: Header, first_column: int, row: int) -> None:
    """Refuses a sheet with a heading twice, or without the column that says whom a row is about."""
    twice = written_twice(keys_of(header.headings), header.found)
    if twice:
        first, second = (letters(first_column + place) for place in twice)
        raise Refused(f"{where}, row {row}: columns {first} and {second} have the same heading: remove or rename one")
    if header.of.about_whom not in header.found:
        needed = header.of.template_heading(header.of.about_whom)
        raise Refused(
            f"{where}, row {row}: these are the headings of {header.of.title}, without the column '{needed}': "
            f"add it, or write its heading so"
        )


def is_called_list(name: str) -> bool:
    """Whether a sheet's name says in so many words that it is a list of Annex A."""
    return bool(_CALLED_LIST.match(name))
