"""What a case record is: the tables, their columns and what each column means.

One TOML file per table in `tables/`. The loader, the checks of definitions, the data dictionary and the
demonstration council all work from these files; adding a table or a column needs no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).parent / "tables"
PERSON = "ssd_person.pers_person_id"

ColumnType = Literal["text", "date", "datetime", "bool", "int", "float"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `required`: the shipped book counts from it, so a row in which it can't be read is put in quarantine.
    `optional`: a definition may read it where the extract lacks it; it is then empty. Any other column that a
    definition reads and the extract lacks makes the indicator say "no data".
    `happened`: it records something that happened, so a date after the extract date is not used.
    `codes`: code to label. `also_written`: other spellings to code. `codes_are_open`: local values are expected.
    `spelt`: other headings under which senders write the column. `not_standard`: the current standard lacks it;
    older versions of it, or one supplier, have it.
    """

    name: str
    type: ColumnType
    meaning: str
    refers_to: str = ""
    required: bool = False
    optional: bool = False
    happened: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    also_written: Mapping[str, str] = field(default_factory=dict)
    codes_are_open: bool = False
    values: str = ""
    caution: str = ""
    spelt: tuple[str, ...] = ()
    not_standard: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the column names a person: a snapshot keeps such columns as whole numbers."""
        return self.refers_to == PERSON or f"ssd_person.{self.name}" == PERSON

    @property
    def is_identifier(self) -> bool:
        """Whether the column names a person, an event or a record: by it tables are put together."""
        return self.type == "text" and not self.codes and (bool(self.refers_to) or self.name.endswith("_id"))


@dataclass(frozen=True)
class StandsIn:
    """Another table that serves the present where a table of history is absent.

    It serves the extract date and the latest month that ended on or before it, for people who have no row in the
    table itself. `columns` maps this table's columns to the other's; `from_column` is set to that month's end, and
    `to_column` is empty: what is known of the present has not ended. No other column can be told.
    """

    table: str
    from_column: str
    to_column: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    source: str
    key: str
    columns: Mapping[str, Column]
    about: str = ""
    stands_in: StandsIn | None = None


@cache
def described() -> tuple[str, ...]:
    """The names of all tables that are described, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def describe(name: str) -> Table:
    """The description of one table; KeyError if there is none of that name."""
    file = FOLDER / f"{name}.toml"
    if not file.is_file():
        raise KeyError(name)
    return read_table(file)


def read_table(file: Path) -> Table:
    """Reads the description of one table from a TOML file: ours, or one that a source has of its own files."""
    with file.open("rb") as stream:
        text = tomllib.load(stream)
    stands_in = text.get("stands_in")
    return Table(
        name=text["table"],
        title=text["title"],
        source=text["source"],
        key=text.get("key", ""),
        about=text.get("about", ""),
        columns={column["name"]: _column(column) for column in text["columns"]},
        stands_in=StandsIn(**stands_in) if stands_in else None,
    )


def _column(text: dict[str, Any]) -> Column:
    return Column(**{**text, "spelt": tuple(text.get("spelt", ()))})


def heading(text: str) -> str:
    """A heading as it is compared: its letters and digits in lower case, whatever stands between them.

    >>> heading("Date of  Birth ")
    'dateofbirth'
    """
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def columns_found(table: Table, headings: Sequence[str], council: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which of a file's headings is which described column: column to place, in the file's order.

    A heading is the column's own name, or a name by which the council (`council`: heading to column) or other
    senders write it. Where two headings mean one column, its own name stands, then the council's, then the first.
    """
    by_council = {heading(written): column for written, column in (council or {}).items()}
    spelt = {heading(other): name for name, column in table.columns.items() for other in column.spelt}
    named = {heading(name): name for name in table.columns}
    keys = [heading(written) for written in headings]
    found: dict[str, int] = {}
    for names in (named, by_council, spelt):
        for place, key in enumerate(keys):
            column = names.get(key)
            if column and column not in found and place not in found.values():
                found[column] = place
    return dict(sorted(found.items(), key=lambda pair: pair[1]))
