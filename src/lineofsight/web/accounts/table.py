"""Reads the table of who may open which page (`access.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lineofsight.web.accounts.roles import Role

FILE = Path(__file__).with_name("access.toml")
#: Somebody who isn't signed in, beside the roles.
NOBODY = ""


@dataclass(frozen=True)
class Page:
    """Who may look at a page and who may act on it: roles, and NOBODY for those who aren't signed in."""

    look: frozenset[str]
    act: frozenset[str]
    children: bool

    def admits(self, role: str, method: str) -> bool:
        return role in (self.look if method in ("GET", "HEAD", "OPTIONS") else self.act)


@cache
def pages() -> dict[str, Page]:
    """Every page of the table, by the name of its address."""
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    groups = {name: frozenset(Role(role).value for role in roles) for name, roles in written["groups"].items()}
    everyone = frozenset(Role.values)
    groups |= {"everyone": everyone, "anybody": everyone | {NOBODY}}

    def roles(names: list[str]) -> frozenset[str]:
        return frozenset().union(*(groups[name] if name in groups else {Role(name).value} for name in names))

    return {
        name: Page(roles(row.get("look", [])), roles(row.get("act", [])), bool(row.get("children")))
        for name, row in written["pages"].items()
    }


def may(role: str, page: str, method: str = "GET") -> bool:
    """Whether a role may open a page; nobody may open one that doesn't stand in the table."""
    found = pages().get(page)
    return found is not None and found.admits(role, method)


#: Where somebody begins: the first of these that they may open.
_FIRST = ("inspection:for_inspectors", "performance:home", "accounts:people", "accounts:accesses")


def first_page(role: str) -> str:
    """The page on which somebody of a role begins."""
    return next((page for page in _FIRST if may(role, page)), "accounts:own")
