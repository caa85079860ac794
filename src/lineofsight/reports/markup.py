"""Writes HTML elements as text that is safe to put in a page: what is not markup already is escaped."""

from __future__ import annotations

from html import escape
from typing import TypeAlias


class Markup(str):
    """Text that is HTML already. Everything else is text, and is escaped when it becomes part of an element."""

    __slots__ = ()


Child: TypeAlias = "Markup | str | None"

VOID = frozenset({"col", "link", "meta", "br", "hr", "img", "input"})


def tag(name: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """One element with its children.

    An attribute's trailing underscore is dropped (`class_`), underscores inside become hyphens (`aria_label`), and
    None leaves it out. Children that are None are left out; children that are not Markup are escaped.

    >>> tag("td", "<b>", class_="los-number", colspan=2)
    '<td class="los-number" colspan="2">&lt;b&gt;</td>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{together(*children)}</{name}>")


def together(*children: Child, between: str = "") -> Markup:
    """Several pieces as one, each escaped if it is not markup yet."""
    return Markup(
        between.join(child if isinstance(child, Markup) else escape(child) for child in children if child is not None)
    )
