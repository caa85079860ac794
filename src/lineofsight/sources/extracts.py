"""What a source hands on to `records`: table files, how they fill the case records, and what they can't say.

    what the council has ──► files (one per table or list, cells as text) ──► fills ──► case records (SSD tables)

An SSD extract's files are the case records themselves. Of other sources (an Annex A workbook, a census) each list
or file is taken by its own description, row by row, and fills make the case records from the rows accepted.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lineofsight.records.descriptions import Table
from lineofsight.records.filling import Fill
from lineofsight.records.intake import TableFile


@dataclass(frozen=True)
class Names:
    """The council's own names: of tables (in lower case) and, for each table, of columns."""

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What figures counted from a source alone can't be trusted for.

    `latest_only`: tables that hold only each child's latest row, so they serve the extract date and no other.
    `since`: tables whose ended or past rows are there from a date on. `cannot`: indicators that it can't compute,
    with the reason. `enough`: indicators whose definition needs no more of a limited table than is there.
    `cautions`: what a reader of an indicator's figure should know of its source.
    """

    latest_only: frozenset[str] = frozenset()
    since: Mapping[str, dt.date] = field(default_factory=dict)
    cannot: Mapping[str, str] = field(default_factory=dict)
    enough: frozenset[str] = frozenset()
    cautions: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    def written(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        return {
            "latest_only": sorted(self.latest_only),
            "since": {table: str(on) for table, on in sorted(self.since.items())},
            "cannot": dict(sorted(self.cannot.items())),
            "enough": sorted(self.enough),
            "cautions": dict(sorted(self.cautions.items())),
            "source": self.source,
        }


@dataclass(frozen=True)
class Extract:
    """What a council handed over: its files, the names of what is left aside, and what it says of itself.

    It may say the day on which the extract was taken, whose it is, and whether its people are made up. `inputs` are
    the files as they were sent, for the manifest. `layouts` describe all lists that the source may have, and
    `fills` make case records of them; an SSD extract has neither.
    """

    name: str
    files: Sequence[TableFile]
    left_aside: tuple[str, ...] = ()
    extracted_on: dt.date | None = None
    notes: tuple[str, ...] = field(default=())
    council: str = ""
    made_up: bool = False
    inputs: tuple[Path, ...] = ()
    layouts: tuple[Table, ...] = ()
    fills: tuple[Fill, ...] = ()
    limits: Limits = Limits()
    kind: str = "ssd"


@cache
def read_fills(folder: Path) -> tuple[Fill, ...]:
    """The fills of a source: its files `TABLE.sql` in the order in which they are run, that of their names.

    A file's name is the table's, with a digit and a dot before it where the order matters (`1.ssd_person.sql`).
    """
    return tuple(
        Fill(file.stem.split(".")[-1], file.read_text(encoding="utf-8"), file) for file in sorted(folder.glob("*.sql"))
    )


def read_limits(file: Path, extracted_on: dt.date) -> Limits:
    """The limits of a source, from its TOML file; `months` become dates counted back from the extract date.

    latest_only = ["ssd_cp_visits"]
    enough = ["3.3"]
    [months]
    ssd_contacts = 6
    [cannot]
    "5.10" = "Annex A lists the assessments of the last six months only"
    """
    text = tomllib.loads(file.read_text(encoding="utf-8"))
    return Limits(
        latest_only=frozenset(text.get("latest_only", ())),
        since={table: _months_back(extracted_on, months) for table, months in text.get("months", {}).items()},
        cannot=text.get("cannot", {}),
        enough=frozenset(text.get("enough", ())),
        cautions=text.get("cautions", {}),
        source=text["source"],
    )


def _months_back(day: dt.date, months: int) -> dt.date:
    """The first day of a look back of so many months: the day after the same day so many months before."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, last) + dt.timedelta(days=1)
        except ValueError:
            continue
    return dt.date(year, month + 1, day.day) + dt.timedelta(days=1)
