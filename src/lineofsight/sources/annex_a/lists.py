"""What the eleven lists of Annex A are: their columns, and how senders name them. One TOML file each in `layouts`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lineofsight.records.descriptions import Table, heading, read_table

FOLDER = Path(__file__).parent
LAYOUTS, FILLS = FOLDER / "layouts", FOLDER / "fills"
LIMITS, SHEET_NAMES = FOLDER / "limits.toml", FOLDER / "sheet_names.toml"


@dataclass(frozen=True)
class AnnexAList:
    """One list. `named` are the words by which a sheet's name tells it; a column's first spelling is the template's.

    `distinctive`: the columns whose template heading means no column of another list.
    """

    number: int
    layout: Table = field(compare=False)
    named: tuple[str, ...]
    distinctive: frozenset[str]

    @property
    def name(self) -> str:
        return self.layout.name

    @property
    def title(self) -> str:
        return self.layout.title

    @property
    def about_whom(self) -> str:
        """The column without which a row is about nobody: the child, or the adopter."""
        return next(iter(self.layout.columns))

    def template_heading(self, column: str) -> str:
        return self.layout.columns[column].spelt[0]


@cache
def all_lists() -> tuple[AnnexAList, ...]:
    """The lists in the order of their numbers."""
    named = tomllib.loads(SHEET_NAMES.read_text(encoding="utf-8"))
    layouts = {int(file.stem.removeprefix("list_")): read_table(file) for file in sorted(LAYOUTS.glob("list_*.toml"))}
    spelt = {number: _spellings(layout) for number, layout in layouts.items()}
    return tuple(
        AnnexAList(
            number,
            layout,
            tuple(named[str(number)]),
            frozenset(
                name
                for name, column in layout.columns.items()
                if not any(heading(column.spelt[0]) in keys for other, keys in spelt.items() if other != number)
            ),
        )
        for number, layout in layouts.items()
    )


def _spellings(layout: Table) -> set[str]:
    return {heading(written) for column in layout.columns.values() for written in column.spelt}
