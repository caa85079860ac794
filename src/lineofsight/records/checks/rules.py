"""What a rule of the checks is: a file with a header in TOML and one select that finds the rows at fault.

rules/CIN-VIS-01_no_date.sql     a rule: what is wrong, why it matters, how to mend it, and the select
rules/structure.toml             rules without a select: what is found while the files are read
HOME/checks/*.sql                the council's own, laid over the shipped ones by their code
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.records.descriptions import describe, described
from lineofsight.records.headed import (
    SETTING,
    SelectRefused,
    check_settings,
    line_of_field,
    split,
    text_of,
    with_settings,
)

SHIPPED = Path(__file__).parent / "rules"
STRUCTURE = SHIPPED / "structure.toml"
SEVERITIES: Mapping[str, str] = {
    "error": "A figure is wrong.",
    "warning": "A figure may be wrong.",
    "note": "No figure is wrong, but somebody should know.",
}
#: What mending a fault could do to the rows behind a figure.
EFFECTS: Mapping[str, str] = {
    "better": "a child could come to be in time",
    "worse": "a child could come to be late",
    "join": "a child could come to be counted",
    "leave": "a child could no longer be counted",
}
REQUIRED = ("code", "title", "sentence", "mend", "severity", "table", "columns", "could", "distorts", "source")
KNOWN = frozenset(
    {
        *REQUIRED,
        "valid_from",
        "enabled",
        "reads_if_there",
        "needs_values",
        "needs_all",
        "settings",
        "change_log",
        "reviewed_on",
    }
)
_TEXTS = ("title", "sentence", "mend", "severity", "table", "source")
_LISTS = ("columns", "could", "distorts", "reads_if_there", "needs_values", "needs_all", "change_log")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{2,3}")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `header` is complete: what a council's file leaves out comes from the shipped one.

    A rule without a select is found while the files are read. `own` is the select of a council, which has to be
    checked before it runs.
    """

    code: str
    file: Path
    header: Mapping[str, Any]
    sql: str = ""
    sql_line: int = 1
    valid_from: Month | None = None
    own: bool = False
    changed: frozenset[str] = field(default=frozenset())

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def sentence(self) -> str:
        """What is wrong and why it matters, for a social work manager."""
        return self.text("sentence")

    @property
    def mend(self) -> str:
        return self.text("mend")

    @property
    def severity(self) -> str:
        return str(self.header["severity"])

    @property
    def table(self) -> str:
        """The table in whose file the row at fault stands."""
        return str(self.header.get("table", ""))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are at fault, as table.column."""
        return tuple(self.header.get("columns", ()))

    @property
    def column(self) -> str:
        """The column of the rule's own table that is at fault; empty where it lies in others."""
        return next((c.partition(".")[2] for c in self.columns if c.partition(".")[0] == self.table), "")

    @property
    def could(self) -> tuple[str, ...]:
        return tuple(self.header["could"])

    @property
    def distorts(self) -> tuple[str, ...]:
        """The indicators of the book that it distorts; rates follow the counts that they divide."""
        return tuple(self.header.get("distorts", ()))

    @property
    def settings(self) -> Mapping[str, Any]:
        return dict(self.header.get("settings", {}))

    @property
    def enabled(self) -> bool:
        return bool(self.header.get("enabled", True))

    @property
    def reads_if_there(self) -> frozenset[str]:
        """Columns and whole tables that it does without where the extract lacks them."""
        return frozenset(self.header.get("reads_if_there", ()))

    @property
    def needs_values(self) -> tuple[str, ...]:
        """Columns without a single value of which there is nothing to find: every row would be at fault."""
        return tuple(self.header.get("needs_values", ()))

    @property
    def needs_all(self) -> tuple[str, ...]:
        """Tables that must hold every row, since what isn't there is what it finds."""
        return tuple(self.header.get("needs_all", ()))

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The tables of case records that the select names, each with its columns that are named.

        No column has its name in two tables, so what a shipped rule reads is found without reading its SQL as a
        tree, which takes seconds for all; a test compares the two.
        """
        words = set(_WORD.findall(re.sub(r"--.*", "", self.sql)))
        named = {table: () for table in described() if table in words}
        found = {table: tuple(sorted(columns)) for table, columns in _by_table(words & _columns().keys()).items()}
        return dict(sorted({**named, **found}.items()))

    def text(self, name: str) -> str:
        """A text of the header, with the settings that it names ($days) written in."""
        written = str(self.header.get(name, ""))
        return SETTING.sub(lambda match: str(self.settings.get(match[1], match[0])), written)

    def runnable(self) -> str:
        """The select with its settings written in."""
        return with_settings(self)


@cache
def _columns() -> dict[str, str]:
    """Each column of the case records with its table."""
    return {column: table for table in described() for column in describe(table).columns}


def _by_table(columns: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column in columns:
        found.setdefault(_columns()[column], []).append(column)
    return found


@dataclass(frozen=True)
class Rules:
    """All rules by code, in order."""

    by_code: Mapping[str, Rule]

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and code.upper() in self.by_code

    def __getitem__(self, code: str) -> Rule:
        """The rule of a code; refused where there is none."""
        try:
            return self.by_code[code.upper()]
        except KeyError:
            raise Refused(f"There is no rule {code!r}: `lineofsight check` lists them") from None

    def in_force(self, month: Month) -> list[Rule]:
        """The rules with a select that are switched on and hold in a month."""
        return [
            rule for rule in self if rule.sql and rule.enabled and (rule.valid_from is None or rule.valid_from <= month)
        ]

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all rules: the findings of two equal sets in one snapshot are equal."""
        digest = hashlib.sha256()
        for rule in self:
            digest.update(repr((rule.code, sorted(rule.header.items(), key=str), rule.sql)).encode())
        return digest.hexdigest()


def read_rules(*council_folders: Path) -> Rules:
    """The shipped rules with those of a council's own folders laid over them. Raises SelectRefused.

    A council's file for a code that is there needs to say only what differs: `enabled = false`, another severity,
    other settings, another select. One for a code of its own says everything.
    """
    rules = dict(_shipped())
    for folder in council_folders:
        taken: dict[str, Path] = {}
        for file in _files(folder):
            rule = read_rule(file, rules)
            if other := taken.get(rule.code):
                raise Refused(f"{file.name} and {other.name} both hold the rule {rule.code}: keep one")
            taken[rule.code] = file
            rules[rule.code] = rule
    return Rules({code: rules[code] for code in sorted(rules)})


@cache
def _shipped() -> dict[str, Rule]:
    rules = {rule.code: rule for rule in _structure_rules()}
    return rules | {rule.code: rule for rule in (read_rule(file, {}) for file in _files(SHIPPED))}


def _structure_rules() -> list[Rule]:
    text = tomllib.loads(STRUCTURE.read_text(encoding="utf-8"))
    return [
        Rule(header["code"], STRUCTURE, {k: v for k, v in header.items() if k != "code"}) for header in text["rules"]
    ]


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.rglob("*.sql") if file.is_file() and not file.name.startswith("."))


def read_rule(file: Path, before: Mapping[str, Rule]) -> Rule:
    """Reads one rule; what it leaves out is as in the rule of the same code in `before`. Raises SelectRefused."""
    text = text_of(file)
    header, sql, sql_line = split(file, text)
    unknown = next((name for name in header if name not in KNOWN), None)
    if unknown:
        raise SelectRefused(
            file, line_of_field(text, unknown), f"the header of a rule has no field {unknown!r}: remove it"
        )
    code = header.pop("code", None)
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise SelectRefused(
            file, line_of_field(text, "code"), 'code must be capitals and a number in quotes, for example "OWN-01"'
        )
    base = before.get(code)
    own = not file.is_relative_to(SHIPPED)
    has_select = bool(sql.strip())
    if has_select and base is not None and not base.sql:
        raise SelectRefused(
            file, sql_line, f"{code} is found while files are read and has no select: give the rule another code"
        )
    rule = Rule(
        code=code,
        file=file,
        header=header,
        sql=sql if has_select else "",
        sql_line=sql_line,
        own=own and has_select,
        changed=frozenset(header) | ({"sql"} if has_select else frozenset()),
    )
    selected = sql if has_select or base is None else base.sql
    check_settings(file, text, header, selected, base.settings if base else {}, stands_in="the shipped rule")
    if base is not None:
        settings = {**base.settings, **header.get("settings", {})}
        used = {name: value for name, value in settings.items() if name in set(SETTING.findall(selected))}
        line = sql_line if has_select else base.sql_line
        rule = replace(
            rule,
            header={**base.header, **header, "settings": used},
            sql=selected,
            sql_line=line,
            own=rule.own or base.own,
        )
    _check_header(rule, text, structure=base is not None and not base.sql)
    return replace(rule, valid_from=_month(rule, text))


def _check_header(rule: Rule, text: str, *, structure: bool) -> None:
    def refuse(name: str, what: str) -> None:
        raise SelectRefused(rule.file, line_of_field(text, name), what)

    header = rule.header
    needed = [name for name in REQUIRED if name != "code"]
    if structure:
        needed = [name for name in needed if name not in ("table", "columns", "distorts")]
    missing = next((name for name in needed if name not in header), None)
    if missing:
        refuse("code", f"the header has no {missing}: add {missing} = ... to it")
    for name in _TEXTS:
        if name in header and (not isinstance(header[name], str) or not header[name].strip()):
            refuse(name, f"{name} must be a text in quotes, and not empty")
    for name in _LISTS:
        value = header.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            refuse(name, f'{name} must be a list of texts, for example {name} = ["..."]')
    if header["severity"] not in SEVERITIES:
        refuse("severity", f"severity must be one of {', '.join(SEVERITIES)}")
    if not isinstance(header.get("enabled", True), bool):
        refuse("enabled", "enabled must be true or false")
    if effect := next((each for each in header["could"] if each not in EFFECTS), None):
        refuse("could", f"could has {effect!r}: it is a list of some of {', '.join(EFFECTS)}")
    if structure:
        return
    if not rule.sql:
        raise SelectRefused(rule.file, rule.sql_line, "there is no select after the header: add one")
    if rule.table not in described():
        refuse("table", f"table names {rule.table!r}, which is no table of case records: see the data dictionary")
    if unknown := next((name for name in header.get("needs_all", ()) if name not in described()), None):
        refuse("needs_all", f"needs_all names {unknown!r}, which is no table of case records: see the data dictionary")
    for name in ("columns", "needs_values", "reads_if_there"):
        for column in header.get(name, ()):
            of, _, at = column.partition(".")
            whole = name == "reads_if_there" and not at and of in described()
            if not whole and (of not in described() or at not in describe(of).columns):
                refuse(name, f"{name} names {column!r}, which is no column: write it as table.column")


def _month(rule: Rule, text: str) -> Month | None:
    if "valid_from" not in rule.header:
        return None
    try:
        return Month.read(str(rule.header["valid_from"]))
    except ValueError:
        raise SelectRefused(
            rule.file, line_of_field(text, "valid_from"), 'valid_from must be a month in quotes, for example "2023-04"'
        ) from None
