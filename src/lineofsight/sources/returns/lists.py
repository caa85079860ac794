"""What the lists of a return are: the modules of a census, the files of an SSDA903 return.

A list's layout is a table's description with a few keys of its own:

    element = "Child/CINdetails"      the element that makes a row, and the elements in which it stands
    cells_in = ["ChildIdentifiers"]   elements within it that hold its cells
    dated_by = "referral_date"        the column whose day goes into a row's own identifier
    known_by = ["decom"]              columns by which a file is known to be this list
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lineofsight.records.descriptions import Table, read_table

SOURCES = Path(__file__).parents[1]
CIN_CENSUS, SSDA903 = SOURCES / "cin_census", SOURCES / "ssda903"


@dataclass(frozen=True)
class ReturnList:
    """One list of a return, with where its rows stand in the file."""

    layout: Table
    element: tuple[str, ...] = ()
    cells_in: tuple[str, ...] = ()
    dated_by: str = ""
    known_by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.layout.name


@cache
def lists_of(source: Path) -> tuple[ReturnList, ...]:
    """The lists of one return, whose folder `layouts` describes them, by name."""
    return tuple(_read(file) for file in sorted((source / "layouts").glob("*.toml")))


def layouts_of_returns() -> tuple[Table, ...]:
    """The layouts of both returns, so that the fills of one may ask what the other says of a child.

    Where only one return is loaded, the other's lists are there and empty.
    """
    return tuple(each.layout for each in (*lists_of(CIN_CENSUS), *lists_of(SSDA903)))


def _read(file: Path) -> ReturnList:
    text = tomllib.loads(file.read_text(encoding="utf-8"))
    return ReturnList(
        read_table(file),
        tuple(text.get("element", "").split("/")) if "element" in text else (),
        tuple(text.get("cells_in", ())),
        text.get("dated_by", ""),
        tuple(text.get("known_by", ())),
    )
