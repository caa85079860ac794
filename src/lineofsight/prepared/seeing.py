"""Whose children a reader may see, as a condition on the table `everybody` of a prepared file."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Protocol


class Reader(Protocol):
    """Somebody's scope: everybody, or the children whose team now is in `teams`, or those `chosen`; less `hidden`.

    All by text ids of the records, as they are in the snapshot.
    """

    @property
    def everybody(self) -> bool: ...
    @property
    def teams(self) -> Set[str]: ...
    @property
    def chosen(self) -> Set[str]: ...
    @property
    def hidden(self) -> Set[str]: ...


#: The columns of `everybody` that say, beside its own, whether the reader may see a child.
SEEN = "in_scope and not restricted"


def everybody_for(reader: Reader, table: str = "everybody") -> tuple[str, dict[str, Any]]:
    """A select of `everybody` with two more columns, `in_scope` and `restricted`, and the values that it needs.

    Or of another table that says of each row what `everybody` says of its child. A child who is restricted and whom
    the reader isn't named for is counted and never listed.
    """
    values: dict[str, Any] = {}
    if reader.everybody:
        in_scope = "true"
    elif reader.teams:
        in_scope = "coalesce(list_contains($scope, team_id), false)"
        values["scope"] = sorted(reader.teams)
    elif reader.chosen:
        in_scope = "list_contains($scope, id)"
        values["scope"] = sorted(reader.chosen)
    else:
        in_scope = "false"
    restricted = "false"
    if reader.hidden:
        restricted = "list_contains($hidden, id)"
        values["hidden"] = sorted(reader.hidden)
    return f"select {table}.*, {in_scope} as in_scope, {restricted} as restricted from {table}", values
