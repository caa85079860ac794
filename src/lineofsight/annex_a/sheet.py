"""What a sheet of the workbook is, before it is written as xlsx or ods; and how days and shares are said in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["text", "date", "number", "percent"]
MARKING = "OFFICIAL-SENSITIVE: children's personal data"
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet: its heading, what its cells are, and how wide it is, in characters."""

    heading: str
    kind: Kind = "text"
    width: float = 16


@dataclass(frozen=True)
class Sheet:
    """A sheet. `above`: lines over the headings, the first its title. `rows` are read once, as they are written.

    A sheet without columns is a note: `above` alone.
    """

    name: str
    columns: Sequence[SheetColumn] = ()
    rows: Iterable[Sequence[Any]] = ()
    above: Sequence[str] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.columns) and not self.above


def share_shown(share: Fraction | None) -> Fraction | None:
    """A share in tenths of a percent, never all where it isn't all."""
    return None if share is None else Fraction(int(share * 1000), 1000)


def percent(share: Fraction) -> str:
    """The share in words: 99.7%, and 100% where it is all."""
    return "100%" if share == 1 else f"{int(share * 1000) / 10:.1f}%"


def day(on: dt.date) -> str:
    """31/03/2023."""
    return f"{on:%d/%m/%Y}"
