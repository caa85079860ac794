"""What a council may change of its audits without a developer: clocks and rules, themes, whom a sample is drawn from.

Each is shipped as a data file beside this one; a file of the same name in HOME/audits stands in its place (of the
settings: those values alone that it names).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lineofsight.problems import Refused
from lineofsight.web.audits.grades import Grade
from lineofsight.web.rules import Setting, own_file, read_shipped, settings_of

HERE = Path(__file__).parent
_GRADES = ("moderated_grades", "actions_needed", "re_audit_grades")


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
    return settings_of(HERE / "settings.toml", _check)


def _check(name: str, value: Any, where: str) -> None:
    if name in _GRADES and not set(value) <= set(Grade.values):
        raise Refused(f"{where}: grades are {', '.join(Grade.values)}")


def setting(name: str) -> Any:
    """The value of one rule."""
    return settings()[name].value


def themes() -> dict[str, Theme]:
    """The themes by code, in the order in which they are offered."""
    rows = (own_file("audits", "themes.toml") or read_shipped(HERE / "themes.toml")).get("theme", [])
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
    rows = (own_file("audits", "risks.toml") or read_shipped(HERE / "risks.toml")).get("risk", [])
    found = {}
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("name", "title", "select")):
            raise Refused("audits/risks.toml: each [[risk]] has a name, a title and a select")
        found[row["name"]] = Risk(row["name"], row["title"], row["select"].strip())
    return found
