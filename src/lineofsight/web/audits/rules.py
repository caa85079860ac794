"""What a council may change of its audits without a developer: clocks and rules, themes, whom a sample is drawn from.

Each is shipped as a data file beside this one; a file of the same name in HOME/audits stands in its place (of the
settings: those values alone that it names).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings as site

from lineofsight.problems import Refused
from lineofsight.web.audits.grades import Grade

HERE = Path(__file__).parent
_GRADES = ("moderated_grades", "actions_needed", "re_audit_grades")


@dataclass(frozen=True)
class Setting:
    """One rule: its value, what it is, and where it comes from; `council`: the council's own file sets it."""

    name: str
    value: Any
    title: str
    source: str
    council: bool = False


@dataclass(frozen=True)
class Theme:
    """What a strength or an area for development is about. `refs`: the measures of the book that speak of the same."""

    code: str
    title: str
    refs: tuple[str, ...] = ()
    priority: bool = False


@dataclass(frozen=True)
class Risk:
    """Children of whom something is known, as a select of `person_id` from what is prepared for the pages."""

    name: str
    title: str
    select: str


def settings() -> dict[str, Setting]:
    """All rules by name. Refused, with the place, where the council's file can't be used."""
    shipped = {
        name: Setting(name, row["value"], row["title"], row["source"])
        for name, row in _shipped("settings.toml").items()
    }
    own = _own("settings.toml")
    for name, value in (own or {}).items():
        where = f"audits/settings.toml: {name}"
        if name not in shipped:
            raise Refused(f"{where}: there is no such setting: there are {', '.join(shipped)}")
        source = "The council's own file"
        if isinstance(value, dict):
            source, value = str(value.get("source", source)), value.get("value")
        was = shipped[name].value
        if type(value) is not type(was):
            raise Refused(f"{where}: must be {_kind(was)}")
        if isinstance(was, int) and not isinstance(was, bool) and not 0 <= value <= 1000:
            raise Refused(f"{where}: must be from 0 to 1000")
        if isinstance(was, list) and not all(isinstance(each, str) for each in value):
            raise Refused(f"{where}: must be a list of texts")
        if name in _GRADES and not set(value) <= set(Grade.values):
            raise Refused(f"{where}: grades are {', '.join(Grade.values)}")
        shipped[name] = Setting(name, value, shipped[name].title, source, council=True)
    return shipped


def setting(name: str) -> Any:
    """The value of one rule."""
    return settings()[name].value


def themes() -> dict[str, Theme]:
    """The themes by code, in the order in which they are offered."""
    rows = (_own("themes.toml") or _shipped("themes.toml")).get("theme", [])
    found = {}
    for row in rows:
        if not isinstance(row, dict) or not all(
            isinstance(row.get(name), str) and row[name] for name in ("code", "title")
        ):
            raise Refused("audits/themes.toml: each [[theme]] has a code and a title")
        refs = tuple(str(ref) for ref in row.get("refs", []))
        found[row["code"]] = Theme(row["code"], row["title"], refs, bool(row.get("priority")))
    return found


def theme_title(code: str) -> str:
    """A theme in words; a code that is no theme any more stays as it is."""
    found = themes().get(code)
    return found.title if found else code


def risks() -> dict[str, Risk]:
    """What a sample can be drawn from beside all children, by name."""
    rows = (_own("risks.toml") or _shipped("risks.toml")).get("risk", [])
    found = {}
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("name", "title", "select")):
            raise Refused("audits/risks.toml: each [[risk]] has a name, a title and a select")
        found[row["name"]] = Risk(row["name"], row["title"], row["select"].strip())
    return found


def _kind(value: object) -> str:
    return {bool: "true or false", int: "a whole number", list: "a list", str: "a text in quotes"}[type(value)]


def _shipped(name: str) -> dict[str, Any]:
    return _read(HERE / name, 0)


def _own(name: str) -> dict[str, Any] | None:
    file = Path(site.LINEOFSIGHT_HOME) / "audits" / name
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=16)
def _read(file: Path, _changed_at: int) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"audits/{file.name}: is no TOML ({error}): mend it there") from None
