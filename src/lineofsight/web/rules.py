"""Rules of a room that a council may change without a developer: shipped as a data file, changed in HOME/room.

A file of the same name in the council's folder stands in the place of the shipped one; of settings it holds those
values alone that differ.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings as site

from lineofsight.problems import Refused


@dataclass(frozen=True)
class Setting:
    """One rule: its value, what it is, and where it comes from; `council`: the council's own file sets it."""

    name: str
    value: Any
    title: str
    source: str
    council: bool = False


def settings_of(
    shipped: Path, check: Callable[[str, Any, str], None] = lambda name, value, where: None
) -> dict[str, Setting]:
    """All settings of a shipped file by name, with the council's values. `shipped` stands in the folder of its room.

    Refused, with the place, where the council's file can't be used; `check` refuses a value that a room can't have.
    """
    found = {
        name: Setting(name, row["value"], row["title"], row["source"]) for name, row in read_shipped(shipped).items()
    }
    room = shipped.parent.name
    for name, value in (own_file(room, shipped.name) or {}).items():
        where = f"{room}/{shipped.name}: {name}"
        if name not in found:
            raise Refused(f"{where}: there is no such setting: there are {', '.join(found)}")
        source = "The council's own file"
        if isinstance(value, dict):
            source, value = str(value.get("source", source)), value.get("value")
        was = found[name].value
        if type(value) is not type(was):
            raise Refused(f"{where}: must be {_kind(was)}")
        if isinstance(was, int) and not isinstance(was, bool) and not 0 <= value <= 1000:
            raise Refused(f"{where}: must be from 0 to 1000")
        if isinstance(was, list) and not all(isinstance(each, str) for each in value):
            raise Refused(f"{where}: must be a list of texts")
        check(name, value, where)
        found[name] = Setting(name, value, found[name].title, source, council=True)
    return found


def read_shipped(file: Path) -> dict[str, Any]:
    """A file that comes with the program."""
    return _read(file, 0, file.parent.name)


def own_file(room: str, name: str) -> dict[str, Any] | None:
    """The council's file of a room, from HOME/room; None where it has none. Refused where it is no TOML."""
    file = Path(site.LINEOFSIGHT_HOME) / room / name
    try:
        return _read(file, file.stat().st_mtime_ns, room)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused(f"{room}/{name}: can't be read ({error.strerror})") from None


@lru_cache(maxsize=64)
def _read(file: Path, _changed_at: int, room: str) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{room}/{file.name}: is no TOML ({error}): mend it there") from None


def _kind(value: object) -> str:
    return {bool: "true or false", int: "a whole number", list: "a list", str: "a text in quotes"}[type(value)]
