"""What a council calls its tables, columns, codes, teams and roles.

    [tables]
    "CIN Visits" = "ssd_cin_visits"

    [columns.ssd_cin_visits]
    "VisitDate" = "cinv_cin_visit_date"

    [codes.clea_care_leaver_in_touch]
    "Contacted" = "YES"

    [teams]
    "Assessment Team 1 (old)" = "Assessment Team 1"

    [roles]
    "Lead social worker" = "CW"

    [people]
    merged_identifier_types = ["Merged person id"]

`mappings.toml` in the home folder is read before a load; what the load couldn't map is written to a file of the same
form beside it (see `unmapped`). There, "" is not filled in yet, and "-" says that a name stays as it is and isn't
asked for again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table, describe, described, heading

ROLE = "invo_professional_role_id"
LEAVE = "-"
SECTIONS = ("tables", "columns", "codes", "teams", "roles", "people")
FILES = (".csv", ".parquet")


@dataclass(frozen=True)
class Mappings:
    """A council's own names. Each key is as the council writes it; what it compares equal to is mapped alike.

    `tables`: name of a file, sheet or database table (casefolded, without .csv) to table. `columns`: table to
    heading to column. `codes`: column to spelling to code, roles among them. `teams`: id or name of a team as it
    stands in the records to the name that it has now. `left`: (section, key) of what stays as it is.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    merged_identifier_types: tuple[str, ...] = ()
    left: frozenset[tuple[str, str]] = frozenset()

    def left_codes(self) -> dict[str, list[str]]:
        """Values of columns of codes that stay as they are, in lower case, by column."""
        found: dict[str, list[str]] = {}
        for section, key in sorted(self.left):
            if section == "roles" or section.startswith("codes."):
                found.setdefault(ROLE if section == "roles" else section.removeprefix("codes."), []).append(key)
        return found


def read_mappings(file: Path, *, layouts: Iterable[Table] = ()) -> Mappings:
    """The council's own names, from its file; none where there is no such file.

    `layouts` describe lists of a source beside the case records, whose columns and codes may be named too.
    Refused, naming section and key, where the file can't be read or names something that there isn't.
    """
    if not file.is_file():
        return Mappings()
    try:
        text = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            f'{file.name}: can\'t be read ({error}). Write it as [codes.COLUMN] and "spelling" = "CODE", '
            f"each heading once"
        ) from None
    return _Reading(file, {name: describe(name) for name in described()} | {one.name: one for one in layouts}).of(text)


class _Reading:
    def __init__(self, file: Path, tables: Mapping[str, Table]) -> None:
        self.file, self.tables = file, tables
        self.left: set[tuple[str, str]] = set()

    def of(self, text: Mapping[str, Any]) -> Mappings:
        for section in text:
            if section not in SECTIONS:
                raise self._refused(f"[{section}] is no section of it: it has {', '.join(SECTIONS)}")
        codes = {column: self._codes(column, values) for column, values in self._parts(text, "codes").items()}
        if roles := self._codes(ROLE, text.get("roles", {}), "roles"):
            codes[ROLE] = self._merged(codes.get(ROLE, {}), roles)
        return Mappings(
            tables=self._tables(text.get("tables", {})),
            columns={table: self._columns(table, values) for table, values in self._parts(text, "columns").items()},
            codes={column: values for column, values in codes.items() if values},
            teams=self._teams(text.get("teams", {})),
            merged_identifier_types=self._identifier_types(text.get("people", {})),
            left=frozenset(self.left),
        )

    def _parts(self, text: Mapping[str, Any], section: str) -> Mapping[str, Any]:
        parts = text.get(section, {})
        example = "clea_care_leaver_in_touch" if section == "codes" else "ssd_cin_visits"
        if not isinstance(parts, dict) or not all(isinstance(part, dict) for part in parts.values()):
            raise self._refused(f"[{section}] needs a name behind it: write [{section}.{example}]")
        return parts

    def _tables(self, pairs: object) -> dict[str, str]:
        found: dict[str, str] = {}
        for written, table in self._pairs("tables", pairs, table_name):
            if table not in self.tables:
                raise self._refused(
                    f"[tables] {written!r} is mapped to {table!r}, which is no table{_perhaps(table, self.tables)}"
                )
            found[table_name(written)] = table
        return found

    def _columns(self, table: str, pairs: object) -> dict[str, str]:
        section = f"columns.{table}"
        if table not in self.tables:
            raise self._refused(f"[{section}] names no table{_perhaps(table, self.tables)}")
        columns = self.tables[table].columns
        found: dict[str, str] = {}
        for written, column in self._pairs(section, pairs, heading):
            if not heading(written):
                raise self._refused(f"[{section}] {written!r} has no letter or digit to know a heading by: remove it")
            if column not in columns:
                raise self._refused(
                    f"[{section}] {written!r} is mapped to {column!r}, which is no column of it"
                    f"{_perhaps(column, columns)}"
                )
            found[written] = column
        return found

    def _codes(self, column: str, pairs: object, section: str = "") -> dict[str, str]:
        section = section or f"codes.{column}"
        named = self._coded(column)
        if named is None:
            raise self._refused(f"[{section}] names no column that holds codes: mend its name")
        found: dict[str, str] = {}
        for written, code in self._pairs(section, pairs, str.lower):
            if code not in named.codes:
                raise self._refused(
                    f"{written!r} of {column} is mapped to {code!r}, which is no code of it: "
                    f"it has {', '.join(named.codes)}"
                )
            found[written] = code
        return found

    def _coded(self, column: str) -> Column | None:
        columns = (table.columns[column] for table in self.tables.values() if column in table.columns)
        return next((one for one in columns if one.codes), None)

    def _merged(self, codes: Mapping[str, str], roles: Mapping[str, str]) -> dict[str, str]:
        known = {spelling.lower(): code for spelling, code in codes.items()}
        for spelling, code in roles.items():
            if known.get(spelling.lower(), code) != code:
                raise self._refused(
                    f"[roles] {spelling!r} is mapped to {code!r}, and to {known[spelling.lower()]!r} in "
                    f"[codes.{ROLE}]: keep one"
                )
        return {**codes, **roles}

    def _teams(self, pairs: object) -> dict[str, str]:
        found = dict(self._pairs("teams", pairs, str))
        for written, name in found.items():
            if found.get(name, name) != name:
                raise self._refused(
                    f"[teams] {written!r} is mapped to {name!r}, which is mapped to {found[name]!r}: map both to that"
                )
        return found

    def _identifier_types(self, people: object) -> tuple[str, ...]:
        if not isinstance(people, dict) or set(people) - {"merged_identifier_types"}:
            raise self._refused('[people] has merged_identifier_types = ["..."] and nothing else')
        types = people.get("merged_identifier_types", [])
        if not isinstance(types, list) or not all(isinstance(one, str) and one.strip() for one in types):
            raise self._refused('[people] merged_identifier_types is a list of texts: ["Merged person id"]')
        return tuple(one.strip() for one in types)

    def _pairs(self, section: str, pairs: object, compared: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        """What a section maps to what, without what is not filled in; what stays as it is goes to `left`."""
        if not isinstance(pairs, dict):
            raise self._refused(f'[{section}] holds lines such as "name" = "what it means"')
        seen: dict[str, tuple[str, str]] = {}
        for written, value in pairs.items():
            if isinstance(value, dict):
                raise self._refused(f"[{section}] {written!r} has a point in it: put the whole name in quotes")
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise self._refused(f'[{section}] {written!r} is mapped to no text: write it as "{written}" = "..."')
            means = str(value).strip()
            before, meant = seen.setdefault(compared(written.strip()), (written, means))
            if meant != means and means:
                raise self._refused(f"[{section}] {before!r} and {written!r} are one name with two meanings: keep one")
            if means == LEAVE:
                self.left.add((section, compared(written.strip())))
            elif means:
                yield written.strip(), means

    def _refused(self, what: str) -> Refused:
        return Refused(f"{self.file.name}: {what}")


def table_name(written: str) -> str:
    """The name of a file, sheet or database table as it is compared.

    >>> table_name("CIN Visits.csv")
    'cin visits'
    """
    name = written.strip().casefold()
    return next((name.removesuffix(ending) for ending in FILES if name.endswith(ending)), name)


def section_of(column: str) -> str:
    """The section in which spellings of a column's codes stand."""
    return "roles" if column == ROLE else f"codes.{column}"


def _perhaps(written: str, names: Iterable[str]) -> str:
    close = get_close_matches(written, list(names), n=1)
    return f": perhaps {close[0]} is meant" if close else ": mend its name"
