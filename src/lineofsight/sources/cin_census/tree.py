"""Where each list of the census stands in its XML: which element makes a row, and which hold its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lineofsight.sources.returns.lists import ReturnList

#: What a list's row holds beside its own elements: the child, its own identifier, and that of what it stands in.
CHILD, OWN, WITHIN = "child_id", "own_id", "within_id"
HEADER = {
    "CollectionDetails": ("Collection", "Year", "ReferenceDate"),
    "Source": ("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"),
}


#: A row's number, then its cells.
Row = list[int | str | None]


@dataclass(eq=False, slots=True)
class Node:
    """An element at its place: what may stand in it, and what it means.

    `row` is the list of which it makes a row, `cell` the place of its text in the row it stands in. `children` go by
    their plain names, `written` by their names as they were written so far. A name that nothing here knows leads to
    `UNKNOWN`, in which everything is unknown.
    """

    name: str
    children: dict[str, Node] = field(default_factory=dict)
    written: dict[str, Node] = field(default_factory=dict)
    row: ListRows | None = None
    cell: int | None = None

    def child(self, name: str) -> Node:
        """The node for a child's name as it is written: with any prefix, and in any case."""
        known = self.children.get(plain(name))
        return UNKNOWN if known is None else known


@dataclass(eq=False)
class ListRows:
    """A list's rows as they are read, each its number and its cells.

    `columns` name the cells; `seen` are the places in a row of those that any row had. `holder` is the list in whose
    elements those of this one stand. The header has no list.
    """

    listed: ReturnList | None
    columns: tuple[str, ...]
    holder: ListRows | None = None
    rows: list[Row] = field(default_factory=list)
    last_row: int = 0
    seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        dated_by = self.listed.dated_by if self.listed else ""
        self.child, self.own, self.within, self.dated = map(self._place, (CHILD, OWN, WITHIN, dated_by))

    def _place(self, column: str) -> int:
        """The place of a column in a row; 0, where the number stands, if the list has no such column."""
        return 1 + self.columns.index(column) if column in self.columns else 0


UNKNOWN = Node("")


def plain(name: str) -> str:
    """An element's name as it is compared: without a prefix, in lower case.

    >>> plain("cin:CINPlanDates")
    'cinplandates'
    """
    return name.rpartition(":")[2].casefold()


def census_tree(lists: Iterable[ReturnList]) -> tuple[Node, dict[str, ListRows]]:
    """The tree of a census from its first element down, and the rows of each of its lists (`header` is one)."""
    root = Node("")
    all_rows: dict[str, ListRows] = {}
    message = _under(root, "Message")
    header = ListRows(None, tuple(name for names in HEADER.values() for name in names))
    head = _under(message, "Header")
    head.row = all_rows["header"] = header
    for container, names in HEADER.items():
        for name in names:
            _under(_under(head, container), name).cell = 1 + header.columns.index(name)
    children = _under(message, "Children")
    for listed in sorted(lists, key=lambda each: len(each.element)):
        all_rows[listed.name] = _add_list(children, listed)
    return root, all_rows


def _add_list(children: Node, listed: ReturnList) -> ListRows:
    node = children
    holder: ListRows | None = None
    for step in listed.element:
        holder = node.row or holder
        node = _under(node, step)
    rows = node.row = ListRows(listed, tuple(listed.layout.columns), holder)
    elements = {
        spelling: place
        for place, column in enumerate(listed.layout.columns.values(), start=1)
        for spelling in column.spelt
    }
    if node.name in elements:
        node.cell = elements[node.name]
        return rows
    for around in (node, *(_under(node, name) for name in listed.cells_in)):
        for element, place in elements.items():
            _under(around, element).cell = place
    return rows


def _under(node: Node, name: str) -> Node:
    return node.children.setdefault(plain(name), Node(name))
