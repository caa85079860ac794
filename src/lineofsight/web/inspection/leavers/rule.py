"""What is counted of care leavers: one file with a header and a select, which a council puts its own in place of.

The select returns a row for each young person: `person_id`, `eligibility` (empty where none is recorded), `age`,
`died`, and a column for each measure of the header: true, false, or empty where the records don't say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lineofsight.annex_a.rules import ListRule
from lineofsight.indicators.tables import record_columns
from lineofsight.records.descriptions import described
from lineofsight.records.headed import SelectRefused, check_settings, line_of_field, split, text_of
from lineofsight.records.selects import check_functions, check_shape, check_tables, empty_database, parsed, understood
from lineofsight.web.inspection.rules import ROOM

SHIPPED = Path(__file__).parent / "care_leavers.sql"
MUST = {"person_id": "INTEGER", "eligibility": "VARCHAR", "age": "INTEGER", "died": "BOOLEAN"}
_KINDS: dict[str, type] = {
    **dict.fromkeys(("title", "who", "source"), str),
    **dict.fromkeys(("caveats", "of", "reads_if_there", "ages", "measures"), list),
    **dict.fromkeys(("settings", "needs"), dict),
}
AS_AT = {"as_at": "date", "month_start": "date", "year_start": "date", "year_number": "bigint",
         "month_and_day": "bigint"}  # fmt: skip


_SAID: dict[type, str] = {str: "a text in quotes", list: "a list", dict: "a table"}


@dataclass(frozen=True)
class Ages:
    """Young people of these ages, the last included."""

    code: str
    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Measure:
    """What is asked of each young person. `ref`: the indicator that is near to it, and `beside` how that differs.

    `says_no`: whether the records can say no at all; where they can't there is no share.
    """

    code: str
    title: str
    yes: str
    no: str
    not_recorded: str
    ref: str = ""
    beside: str = ""

    @property
    def says_no(self) -> bool:
        return bool(self.no)


@dataclass(frozen=True, eq=False)
class LeaversRule(ListRule):
    """The file. What it needs and reads is said as in a rule of Annex A."""

    @property
    def name(self) -> str:
        return "young_people_now"

    @property
    def title(self) -> str:
        return str(self.header["title"])

    @property
    def source(self) -> str:
        return str(self.header["source"])

    @property
    def caveats(self) -> tuple[str, ...]:
        return tuple(map(self._written, self.header.get("caveats", ())))

    @cached_property
    def ages(self) -> tuple[Ages, ...]:
        return tuple(Ages(str(a["code"]), str(a["title"]), a["from"], a["to"]) for a in self.header["ages"])

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            Measure(**{name: self._written(str(text)) for name, text in each.items()})
            for each in self.header["measures"]
        )


def leavers_rule() -> LeaversRule:
    """The rule: the council's own in HOME/inspection where it has one. Refused, with the line, if it can't be."""
    own = Path(settings.LINEOFSIGHT_HOME) / ROOM / SHIPPED.name
    try:
        return _read(own, own.stat().st_mtime_ns)
    except FileNotFoundError:
        return _read(SHIPPED, 0)


@lru_cache(maxsize=8)
def _read(file: Path, _changed_at: int) -> LeaversRule:
    text = text_of(file)
    header, sql, line = split(file, text)
    is_own = file != SHIPPED
    if is_own:
        _check_header(file, text, header, sql, line)
    rule = LeaversRule(0, file, header, sql.strip(), line, own=is_own)
    if is_own:  # the shipped one is checked by a test: to read SQL as a tree takes long
        check_rule(rule)
    return rule


def check_rule(rule: LeaversRule) -> None:
    """Raises SelectRefused where a rule is not one select from known tables that returns what it must."""
    known = {name: record_columns(name) for name in described()} | {"as_at": AS_AT}
    definition = rule.definition(0)
    tree = parsed(definition)
    check_shape(definition, tree, "rule")
    check_tables(definition, tree, set(known), "table")
    check_functions(definition, tree, "rule")
    database = empty_database(known)
    try:
        returned = understood(definition, database)
    finally:
        database.close()
    for name, kind in {**MUST, **{measure.code: "BOOLEAN" for measure in rule.measures}}.items():
        if name not in returned:
            raise SelectRefused(rule.file, rule.sql_line, f"the select doesn't return {name}: add it")
        if returned[name] != kind:
            raise SelectRefused(rule.file, rule.sql_line, f"{name} must be {kind.lower()}: cast it")


def _check_header(file: Path, text: str, header: dict[str, Any], sql: str, line: int) -> None:
    if unknown := next((name for name in header if name not in _KINDS), None):
        raise SelectRefused(file, line_of_field(text, unknown), f"the header has no field {unknown!r}: remove it")
    for name, kind in _KINDS.items():
        if name in header and not isinstance(header[name], kind):
            raise SelectRefused(file, line_of_field(text, name), f"{name} must be {_SAID[kind]}")
    for name in ("title", "who", "source", "of", "ages", "measures"):
        if not header.get(name):
            raise SelectRefused(file, 1, f"the header has no {name}: add it")
    if not sql.strip():
        raise SelectRefused(file, line, "there is no select after the header: add one")
    for each in header["ages"]:
        if not all(isinstance(each.get(name), int) for name in ("from", "to")) or not {"code", "title"} <= set(each):
            raise SelectRefused(
                file, line_of_field(text, "ages"), "each of [[ages]] has code, title, and whole numbers from and to"
            )
    for each in header["measures"]:
        wrong = set(each) - set(Measure.__dataclass_fields__)
        if wrong or not {"code", "title", "yes", "no", "not_recorded"} <= set(each):
            raise SelectRefused(
                file, line_of_field(text, "measures"), "each of [[measures]] has code, title, yes, no and not_recorded"
            )
        if not re.fullmatch("[a-z][a-z0-9_]*", str(each["code"])) or each["code"] in MUST:
            raise SelectRefused(
                file, line_of_field(text, "code"), f"{each['code']!r} can't be a code: use small letters and _"
            )
    check_settings(file, text, header, sql, {}, stands_in="the shipped file")
