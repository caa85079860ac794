"""The starter list of documents that inspectors may ask for: `documents.toml`, or the council's own in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lineofsight.problems import Refused
from lineofsight.web.inspection.models import Document
from lineofsight.web.inspection.rules import ROOM
from lineofsight.web.rules import own_file, read_shipped

FILE = Path(__file__).with_name("documents.toml")
_FIELDS = {
    "code": str, "title": str, "section": str, "asked": str, "framework_reference": str, "unsure": bool,
    "confidentiality": str, "due_day": int,
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One document of the list; see the model `Document`."""

    code: str
    title: str
    section: str
    asked: str = ""
    framework_reference: str = ""
    unsure: bool = False
    confidentiality: str = Document.Class.OFFICIAL
    due_day: int = 3


def starter_list() -> list[Wanted]:
    """The documents of the list in their order. Refused, with the place, where the council's file can't be used."""
    own = own_file(ROOM, FILE.name)
    written = read_shipped(FILE) if own is None else own
    rows = written.get("document", [])
    if not isinstance(rows, list) or set(written) - {"document"}:
        raise Refused(f"{_WHERE}: holds [[document]] and nothing else")
    found = [_wanted(row, nth) for nth, row in enumerate(rows, 1)]
    for name in ("code", "title"):
        values = [getattr(each, name).casefold() for each in found]
        if twice := next((value for value in values if values.count(value) > 1), None):
            raise Refused(f"{_WHERE}: two documents have the {name} {twice!r}")
    return found


_WHERE = f"{ROOM}/{FILE.name}"


def _wanted(row: Any, nth: int) -> Wanted:
    where = f"{_WHERE}: document {nth}"
    if not isinstance(row, dict) or not {"code", "title", "section"} <= set(row):
        raise Refused(f"{where}: needs code, title and section")
    for name, value in row.items():
        kind = _FIELDS.get(name)
        if kind is None:
            raise Refused(f"{where}: has no {name!r}: it has {', '.join(_FIELDS)}")
        if type(value) is not kind:
            raise Refused(f"{where}: {name} must be {_KINDS[kind]}")
    if row.get("confidentiality", Document.Class.OFFICIAL) not in Document.Class.values:
        raise Refused(f"{where}: confidentiality is one of {', '.join(Document.Class.values)}")
    if not 0 <= row.get("due_day", 0) <= 60:
        raise Refused(f"{where}: due_day is from 0 to 60 working days after the call")
    for name, most in (("code", 40), ("title", 200), ("section", 100), ("framework_reference", 200)):
        if len(row.get(name, "")) > most or (name != "framework_reference" and not row[name].strip()):
            raise Refused(f"{where}: {name} is a text of up to {most} characters")
    return Wanted(**row)


_KINDS = {str: "a text in quotes", bool: "true or false", int: "a whole number"}
