"""What a kind of event is: a file with a header in TOML and one select that finds the events in the case records.

events/contact.sql            a kind: what it is called, what it shows, and the select
left_out.toml                 tables and dates that no kind shows, and why
HOME/chronology/*.sql         the council's own, laid over the shipped ones by their name
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

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

SHIPPED = Path(__file__).parent / "events"
LEFT_OUT = Path(__file__).parent / "left_out.toml"
#: The groups of the shipped kinds, in the order in which a reader is offered them. A council may add its own.
GROUPS = (
    *("Front door", "Early help", "Assessment", "Child in need", "Child protection", "In our care", "Placements"),
    *("Legal", "Permanence", "Leaving care", "Visits", "Reviews", "Missing", "Youth justice", "Health", "Education"),
    *("Experience", "Oversight", "Workers", "Identity"),
)
REQUIRED = ("title", "group", "source", "about")
KNOWN = frozenset({"event", *REQUIRED, "order", "lane", "ends", "enabled", "settings", "change_log", "reviewed_on"})
#: Where a kind of a council's own stands on a day if its header doesn't say.
ORDER = 750
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, eq=False)
class EventKind:
    """One kind of event. `header` is complete: what a council's file leaves out comes from the shipped one.

    `own` is the select of a council, which has to be checked before it runs.
    """

    name: str
    file: Path
    header: Mapping[str, Any]
    sql: str
    sql_line: int
    own: bool = False

    @property
    def title(self) -> str:
        """What the event is, in plain words."""
        return str(self.header["title"])

    @property
    def group(self) -> str:
        """What a reader chooses by, such as all visits."""
        return str(self.header["group"])

    @property
    def lane(self) -> str:
        """The bar of a drawn line of time on which it stands; empty where it has none."""
        return str(self.header.get("lane", ""))

    @property
    def about(self) -> str:
        """What it shows, in a sentence."""
        return str(self.header["about"])

    @property
    def source(self) -> str:
        """The table in whose file the rows stand."""
        return str(self.header["source"])

    @property
    def order(self) -> int:
        """Where it stands among the events of one day."""
        return int(self.header.get("order", ORDER))

    @property
    def ends(self) -> str:
        """The column of `source` without which nothing is known of how long the event lasts."""
        return str(self.header.get("ends", ""))

    @property
    def enabled(self) -> bool:
        return bool(self.header.get("enabled", True))

    @property
    def settings(self) -> Mapping[str, Any]:
        return dict(self.header.get("settings", {}))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables of case records that the select names: what a shipped one reads."""
        words = set(_WORD.findall(re.sub(r"--.*", "", self.sql)))
        return frozenset(words.intersection(described()))

    def runnable(self) -> str:
        """The select with its settings written in."""
        return with_settings(self)


def read_kinds(own: Path | None = None) -> tuple[EventKind, ...]:
    """The kinds of event that are switched on, in the order of a day; a council's own laid over the shipped.

    A council's file for a name that is there needs to say only what differs: `enabled = false`, another title,
    another select. One for a name of its own says everything. Raises Refused, with the file and line.
    """
    kinds = dict(_shipped())
    taken: dict[str, Path] = {}
    for file in _files(own) if own else ():
        kind = read_kind(file, kinds)
        if other := taken.get(kind.name):
            raise Refused(f"{file.name} and {other.name} both hold the event {kind.name}: keep one")
        taken[kind.name] = file
        kinds[kind.name] = kind
    return tuple(sorted((kind for kind in kinds.values() if kind.enabled), key=lambda kind: (kind.order, kind.name)))


def in_order_of_groups(kinds: Iterable[EventKind]) -> list[str]:
    """The groups of these kinds as a reader is offered them: the shipped ones, then a council's own."""
    groups = {kind.group for kind in kinds}
    return [*(group for group in GROUPS if group in groups), *sorted(groups.difference(GROUPS))]


def left_out() -> dict[str, str]:
    """Tables, and dates as table.column, that no shipped kind shows: each with the reason."""
    text = tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return {**text["tables"], **text["columns"]}


@cache
def _shipped() -> dict[str, EventKind]:
    return {kind.name: kind for kind in (read_kind(file, {}) for file in _files(SHIPPED))}


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.rglob("*.sql") if file.is_file() and not file.name.startswith("."))


def read_kind(file: Path, before: Mapping[str, EventKind]) -> EventKind:
    """Reads one kind; what it leaves out is as in the kind of the same name in `before`. Raises SelectRefused."""
    text = text_of(file)
    header, sql, sql_line = split(file, text)
    unknown = next((name for name in header if name not in KNOWN), None)
    if unknown:
        raise SelectRefused(
            file, line_of_field(text, unknown), f"the header of an event has no field {unknown!r}: remove it"
        )
    name = header.pop("event", None)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise SelectRefused(
            file, line_of_field(text, "event"), 'event must be a short name in quotes, for example "contact"'
        )
    base = before.get(name)
    own = bool(sql.strip()) and not file.is_relative_to(SHIPPED)
    selected = sql if sql.strip() or base is None else base.sql
    check_settings(file, text, header, selected, base.settings if base else {}, stands_in="the shipped event")
    if base is not None:
        settings = {**base.settings, **header.get("settings", {})}
        used = {key: value for key, value in settings.items() if key in set(SETTING.findall(selected))}
        # what the shipped select ends by says nothing of another
        before_it = {key: value for key, value in base.header.items() if key != "ends" or not sql.strip()}
        header = {**before_it, **header, "settings": used}
        if not sql.strip():
            sql_line = base.sql_line
    if not selected.strip():
        raise SelectRefused(file, sql_line, "there is no select after the header: add one")
    _check_header(file, text, header)
    return EventKind(name, file, header, selected, sql_line, own or bool(base and base.own))


def _check_header(file: Path, text: str, header: Mapping[str, Any]) -> None:
    def refuse(name: str, what: str) -> None:
        raise SelectRefused(file, line_of_field(text, name), what)

    missing = next((name for name in REQUIRED if name not in header), None)
    if missing:
        refuse("event", f"the header has no {missing}: add {missing} = ... to it")
    for name in (*REQUIRED, "lane", "ends"):
        if name in header and (not isinstance(header[name], str) or not header[name].strip()):
            refuse(name, f"{name} must be a text in quotes, and not empty")
    if isinstance(header.get("order", 0), bool) or not isinstance(header.get("order", 0), int):
        refuse("order", "order must be a whole number, for example order = 300")
    if abs(header.get("order", 0)) > 10_000:
        refuse("order", "order must be a number up to 10000")
    if not isinstance(header.get("enabled", True), bool):
        refuse("enabled", "enabled must be true or false")
    if header["source"] not in described():
        refuse("source", f"source names {header['source']!r}, which is no table of case records: see the dictionary")
    if "ends" in header and header["ends"] not in describe(header["source"]).columns:
        refuse("ends", f"ends names {header['ends']!r}, which is no column of {header['source']}")
