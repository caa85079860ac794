"""Who stands in a list, and what stands in its columns: a file with a header in TOML and one select for each list.

lists/list_07.sql           a list; its select returns a row for each row of the list
beside/children.sql         what every list shows of a child
HOME/annex_a/lists/*.sql    the council's own, laid over the shipped ones by their number

A select returns `person_id` (the child's number in the snapshot), `record` (what the row is of: a plan, a referral),
columns of the list by their names in the layout, as codes. Team and worker are those who hold the child on the day; or
on the day `held_on`, where it returns one, as for what has ended; or `team_id` and `worker_id`, where it returns those.
`$months` is how far back the layout's list goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import Definition
from lineofsight.records.descriptions import describe, described
from lineofsight.records.headed import SETTING, SelectRefused, check_settings, line_of_field, split, text_of

FOLDER = Path(__file__).parent
CHILDREN = FOLDER / "beside" / "children.sql"
SHIPPED = FOLDER / "lists"
TEXTS = ("who", "source", "cannot", "change_log")
LISTS = ("unclear", "of", "reads_if_there", "order", "needs_all_of", "chooses_by")
TABLES = ("needs", "looks_back", "not_held", "settings")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_FROM_THE_BEGINNING = Month(1990, 1)


@dataclass(frozen=True, eq=False)
class ListRule:
    """One file. `header` is complete: what a council's file leaves out comes from the shipped one.

    `of`: columns without which the list can't be made. `needs`: column of the list to those without which it can't be
    filled. `looks_back`: column to the months of records that it is counted from. `needs_all_of`: columns that are
    counted from all rows of a table, however old. `not_held`: column to why no case record says it. `cannot`: why no
    list can be made at all.
    """

    number: int
    file: Path
    header: Mapping[str, Any]
    sql: str
    sql_line: int
    own: bool = False

    @property
    def name(self) -> str:
        return f"list_{self.number}" if self.number else "children"

    @property
    def who(self) -> str:
        return self._written(str(self.header["who"]))

    @property
    def unclear(self) -> tuple[str, ...]:
        """What the guidance leaves open, and how it is taken here."""
        return tuple(self._written(text) for text in self.header.get("unclear", ()))

    @property
    def cannot(self) -> str:
        return str(self.header.get("cannot", ""))

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(self.header.get("order", ()))

    @property
    def needs(self) -> Mapping[str, tuple[str, ...]]:
        return {column: tuple(needed) for column, needed in self.header.get("needs", {}).items()}

    @property
    def not_held(self) -> Mapping[str, str]:
        return dict(self.header.get("not_held", {}))

    @property
    def looks_back(self) -> Mapping[str, int]:
        return dict(self.header.get("looks_back", {}))

    @property
    def needs_all_of(self) -> tuple[str, ...]:
        return tuple(self.header.get("needs_all_of", ()))

    @property
    def settings(self) -> Mapping[str, Any]:
        return dict(self.header.get("settings", {}))

    @cached_property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """The columns of record tables that the select names, by table."""
        words = set(_WORD.findall(re.sub(r"--.*", "", self.sql)))
        found = {
            table: sorted(words.intersection(describe(table).columns)) for table in words.intersection(described())
        }
        return {table: tuple(columns) for table, columns in sorted(found.items())}

    @cached_property
    def of(self) -> tuple[str, ...]:
        """What is needed for the list: what the header says, and whatever it doesn't say of what is read."""
        said = {*self.header.get("of", ()), *self.header.get("reads_if_there", ())}
        said |= {name for needed in self.needs.values() for each in needed for name in each.split(" or ")}
        read = (f"{table}.{column}" for table, columns in self.reads.items() for column in columns)
        return (*self.header.get("of", ()), *(name for name in read if name not in said))

    @property
    def chooses_by(self) -> tuple[str, ...]:
        """Tables that say who is in the list or left out, without which it is made all the same, with a caution."""
        return tuple(self.header.get("chooses_by", ()))

    def definition(self, months: int) -> Definition:
        """The rule as the engine knows definitions: a cohort that needs `of` and reads the rest if it is there."""
        read = [f"{table}.{column}" for table, columns in self.reads.items() for column in columns]
        used = {"months": months} if "$months" in self.sql else {}
        return Definition(
            kind="cohort",
            name=self.name,
            file=self.file,
            header={
                "title": self.name,
                "settings": {**self.settings, **used},
                "reads_if_there": [name for name in read if name not in self.of],
            },
            sql=self.sql,
            sql_line=self.sql_line,
            valid_from=_FROM_THE_BEGINNING,
            own=self.own,
        )

    def _written(self, text: str) -> str:
        return SETTING.sub(lambda match: str(self.settings.get(match[1], match[0])), text)


def read_rules(own: Path | None = None) -> dict[int, ListRule]:
    """The rule of each list by its number, and under 0 what every list shows of a child; a council's own laid over.

    Raises SelectRefused, with the file and line.
    """
    rules = dict(_shipped())
    if own is None or not own.is_dir():
        return rules
    taken: dict[int, Path] = {}
    for file in sorted(own.glob("*.sql")):
        if file.name.startswith("."):
            continue
        rule = _read(file, rules)
        if rule.number in taken:
            raise SelectRefused(file, 1, f"{taken[rule.number].name} is List {rule.number} too: keep one")
        taken[rule.number] = file
        rules[rule.number] = rule
    return rules


@cache
def _shipped() -> Mapping[int, ListRule]:
    files = [CHILDREN, *sorted(SHIPPED.glob("*.sql"))]
    return {rule.number: rule for rule in map(_read, files)}


def _read(file: Path, shipped: Mapping[int, ListRule] | None = None) -> ListRule:
    text = text_of(file)
    header, sql, line = split(file, text)
    number = 0 if header.pop("beside", None) == "children" else header.pop("list", None)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 11:
        raise SelectRefused(file, 1, "the header doesn't say which list it is: add list = 7, a number from 1 to 11")
    known = (*TEXTS, *LISTS, *TABLES, "title")
    if unknown := next((name for name in header if name not in known), None):
        raise SelectRefused(file, line_of_field(text, unknown), f"the header of a list has no field {unknown!r}")
    for name, kind in (
        *((n, str) for n in ("who", "cannot")),
        *((n, list) for n in LISTS),
        *((n, dict) for n in TABLES),
    ):
        if name in header and not isinstance(header[name], kind):
            what = {str: "a text in quotes", list: "a list of texts", dict: "a table"}[kind]
            raise SelectRefused(file, line_of_field(text, name), f"{name} must be {what}")
    base = shipped.get(number) if shipped else None
    if base is not None:
        settings = {**base.settings, **header.get("settings", {})}
        check_settings(
            file, text, header, sql if sql.strip() else base.sql, base.settings, stands_in="the shipped list"
        )
        # A select of its own says itself what it needs: what the shipped one reads says nothing of it.
        kept = ("who", "unclear", "source", "order", "not_held") if sql.strip() else tuple(base.header)
        header = {name: base.header[name] for name in kept if name in base.header} | header
        header |= {"settings": settings} if settings else {}
        if not sql.strip():
            sql, line = base.sql, 1
    if not sql.strip() and "cannot" not in header:
        raise SelectRefused(file, line, "there is no select after the header: add one")
    if sql.strip() and base is not None:
        header.pop("cannot", None)
    for needed in ("who", "source"):
        if needed not in header:
            raise SelectRefused(file, 1, f"the header has no {needed}: add it")
    return ListRule(number, file, header, sql.strip(), line, own=base is not None)
