"""Reads a census from its XML as a stream: rows of its lists come out, child by child, and nothing is kept.

Refused, with the line: what is not well-formed XML, a document type or entity (which a census has no use for and an
attacker has), another collection, and what no census holds: a text of many pages, elements nested without end.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lineofsight.problems import Refused
from lineofsight.sources.cin_census.tree import CHILD, OWN, UNKNOWN, WITHIN, ListRows, Node, Row, census_tree
from lineofsight.sources.returns.lists import ReturnList
from lineofsight.sources.staging import StagedFile

CHUNK = 1 << 18  # bytes read at a time
ROWS_AT_ONCE = 500  # few enough to stay in the processor's own memory: a third faster than 5,000
LONGEST_TEXT = 1 << 16  # letters of an element's text
LONGEST_TAG = 1 << 20  # bytes of a tag, a comment or whatever else the parser must hold as a whole
DEEPEST = 40  # elements within elements
ROWS_OF_A_CHILD = 100_000
SPELLINGS = 50  # ways in which the elements within one are written, each remembered
NAMES_KEPT = 20  # different names of elements that are left aside

_ENCODING = "is not in the encoding that its first line names"
_WORDS = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "ends before its first element: it is empty or was cut off",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "ends in the middle: it was cut off",
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: "is not well-formed XML, or not in the encoding that "
    "its first line names",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "closes an element that isn't the one open",
    expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: "goes on after its last element",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "names an entity that XML doesn't have",
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: _ENCODING,
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]: _ENCODING,
}


@dataclass
class Parsed:
    """What was read of a census: its header, its lists as staged files, and what no list has a place for.

    `unknown`: element as "CINdetails/Other" to how often it stands there. `repeated`: elements that stand twice where
    one is allowed (the first is taken). `stray`: pieces of text between elements. `renumbered`: whether several
    elements of a list stand on one line, so that rows are counted from there instead of being lines.
    """

    header: Mapping[str, str]
    files: tuple[StagedFile, ...]
    seen: Mapping[str, set[str]]
    unknown: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    stray: int = 0
    renumbered: bool = False


def parse_census(path: Path, lists: Iterable[ReturnList], *, into: Path) -> Parsed:
    """Reads the census at a path into staged files, one per list, below a private folder."""
    with ExitStack() as stack:
        reading = _Reading(path.name, lists)
        reading.stage(into, stack)
        reading.read(path)
        return reading.parsed()


class _Reading:
    def __init__(self, name: str, lists: Iterable[ReturnList]) -> None:
        self.name = name
        self.root, self.lists = census_tree(lists)
        self.header = self.lists.pop("header")
        self.write: dict[str, Callable[[Iterable[Any]], Any]] = {}
        self.paths: dict[str, Path] = {}
        self.unknown: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self.stray = 0
        self.renumbered = False
        self.of_child: list[tuple[ListRows, Row, Row]] = []
        self.children: set[str] = set()

    def stage(self, folder: Path, stack: ExitStack) -> None:
        for name in self.lists:
            self.paths[name] = folder / f"{name}.staged.csv"
            stream = stack.enter_context(self.paths[name].open("w", newline="", encoding="utf-8"))
            self.write[name] = csv.writer(stream, lineterminator="\n").writerows

    def read(self, path: Path) -> None:
        self._check_encoding(path)
        parser = self._parser()
        parser.buffer_text = True
        text: list[str] = []
        parser.CharacterDataHandler = text.append
        self._handle(parser, text)
        try:
            with path.open("rb") as file:
                fed = 0
                while chunk := file.read(CHUNK):
                    parser.Parse(chunk, False)
                    fed += len(chunk)
                    if sum(map(len, text)) > LONGEST_TEXT:
                        raise self._refused(f"an element's text is longer than {LONGEST_TEXT:,} letters")
                    if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG + CHUNK:
                        raise self._refused(f"a tag or comment is longer than {LONGEST_TAG:,} bytes")
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            words = _WORDS.get(error.code, f"is not well-formed XML ({expat.ErrorString(error.code)})")
            raise Refused(f"{self.name}, line {error.lineno}: {words}. Write the census again") from None
        if not self.children:
            raise Refused(f"{self.name}: holds no child: it has no element Child within Children of a Message")
        for list_rows in self.lists.values():
            self._flush(list_rows)

    def _parser(self) -> Any:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._no_document_type
        self.parser.EntityDeclHandler = self._no_document_type
        return self.parser

    def _check_encoding(self, path: Path) -> None:
        """Refuses an encoding that nobody knows, before there is anything to read in it."""
        with path.open("rb") as file:
            start = file.read(1024)
        try:
            self._parser().Parse(start, False)
        except expat.ExpatError:
            return  # said with its line, when the whole is read
        except (LookupError, ValueError):
            raise Refused(f"{self.name}, line 1: {_ENCODING}. Write the census again as UTF-8") from None

    def _handle(self, parser: Any, text: list[str]) -> None:
        """Lays the two functions that take every element: a large census has millions, so they do little."""
        node, nodes = self.root, list[Node]()
        row: Row = []
        rows: list[Row] = []

        def start(name: str, _: object) -> None:
            nonlocal node, row
            if text:
                if (len(text) > 1 or not text[0].isspace()) and node is not UNKNOWN:
                    self.stray += sum(not piece.isspace() for piece in text)
                text.clear()
            inner = node.written.get(name)
            if inner is None:
                inner = self._node(node, name, len(nodes))
            nodes.append(node)
            node = inner
            if node.row is not None:
                rows.append(row)
                row = self._opened(node.row, row, parser.CurrentLineNumber)

        def end(_: str) -> None:
            nonlocal node, row
            if node.cell is not None:
                written = text[0] if len(text) == 1 else "".join(text)
                if row[node.cell] is None and len(written) <= LONGEST_TEXT:
                    row[node.cell] = written.replace("\r", "\n") if "\r" in written else written
                else:
                    self._not_taken(node, written)
            elif text and (len(text) > 1 or not text[0].isspace()) and node is not UNKNOWN:
                self.stray += sum(not piece.isspace() for piece in text)
            text.clear()
            if node.row is not None:
                if node.row.holder is None:
                    self._closed(node.row, row)
                row = rows.pop()
            node = nodes.pop()

        parser.StartElementHandler = start
        parser.EndElementHandler = end

    def _node(self, node: Node, name: str, depth: int) -> Node:
        """The node that a name leads to which isn't written as it was before, or that nothing here knows."""
        inner = node.child(name)
        if inner is not UNKNOWN:
            if len(node.written) < SPELLINGS:
                node.written[name] = inner
        elif node is self.root:
            raise self._refused("its first element is not Message: it is not a children in need census")
        elif node is not UNKNOWN:
            path = f"{node.name}/{name[:60]}"
            self.unknown[path if path in self.unknown or len(self.unknown) < NAMES_KEPT else "other elements"] += 1
        elif depth > DEEPEST:
            raise self._refused(f"elements stand more than {DEEPEST} deep in each other")
        return inner

    def _not_taken(self, node: Node, written: str) -> None:
        if len(written) > LONGEST_TEXT:
            raise self._refused(f"an element's text is longer than {LONGEST_TEXT:,} letters")
        if written.strip():
            self.repeated[node.name] += 1

    def _opened(self, list_rows: ListRows, outer: Row, line: int) -> Row:
        """A new row: its number (its line, or one more than the row before it) and its cells, empty as yet."""
        number = line
        if number <= list_rows.last_row:
            number, self.renumbered = list_rows.last_row + 1, True
        list_rows.last_row = number
        row: Row = [number, *([None] * len(list_rows.columns))]
        if list_rows is not self.header:
            self.of_child.append((list_rows, row, outer))
            if len(self.of_child) > ROWS_OF_A_CHILD:
                raise self._refused(f"a child has more than {ROWS_OF_A_CHILD:,} elements")
        return row

    def _closed(self, list_rows: ListRows, row: Row) -> None:
        if list_rows is self.header:
            self._check_collection(row)
        else:
            self._close_child(row)

    def _check_collection(self, row: Row) -> None:
        collection = str(row[1 + self.header.columns.index("Collection")] or "").strip()
        if collection.upper() != "CIN":
            raise self._refused(
                "its header's Collection is not CIN: it is another return than a children in need census"
            )
        self.header.rows.append(row)

    def _close_child(self, child: Row) -> None:
        """Hands on all rows of a child: only now is it sure to be known by whose identifier they go."""
        if not self.header.rows:
            raise self._refused("there is no Header before the first Child: write the census again with its header")
        child_id = str(child[self.lists["cin_child"].child] or "").strip()
        named = child_id or f"nobody-{child[0]}"
        if named in self.children:
            named = f"{named}-again-{child[0]}"
        self.children.add(named)
        taken: Counter[tuple[int, str]] = Counter()
        for list_rows, row, outer in self.of_child:
            row[list_rows.child] = child_id
            if list_rows.within and list_rows.holder:
                row[list_rows.within] = outer[list_rows.holder.own]
            if list_rows.own:
                row[list_rows.own] = _own_id(list_rows, row, named, taken)
            list_rows.rows.append(row)
            if len(list_rows.rows) >= ROWS_AT_ONCE:
                self._flush(list_rows)
        self.of_child.clear()

    def _flush(self, list_rows: ListRows) -> None:
        assert list_rows.listed is not None
        for place in range(1, len(list_rows.columns) + 1):
            if place not in list_rows.seen and any(row[place] is not None for row in list_rows.rows):
                list_rows.seen.add(place)
        self.write[list_rows.listed.name](list_rows.rows)
        list_rows.rows.clear()

    def _no_document_type(self, *_: object) -> None:
        raise self._refused(
            "it has a document type or an entity, which a census never has and which can do harm: remove it"
        )

    def _refused(self, what: str) -> Refused:
        return Refused(f"{self.name}, line {self.parser.CurrentLineNumber}: {what}")

    def parsed(self) -> Parsed:
        cells = self.header.rows[0][1:]
        return Parsed(
            header={name: str(cell).strip() for name, cell in zip(self.header.columns, cells, strict=True) if cell},
            files=tuple(
                StagedFile(
                    name, rows.listed.layout, f"{self.name}, {rows.listed.layout.title}", self.paths[name], rows.columns
                )
                for name, rows in self.lists.items()
                if rows.listed is not None
            ),
            seen={
                name: {CHILD, OWN, WITHIN, *(rows.columns[place - 1] for place in rows.seen)}
                for name, rows in self.lists.items()
            },
            unknown=self.unknown,
            repeated=self.repeated,
            stray=self.stray,
            renumbered=self.renumbered,
        )


def _own_id(list_rows: ListRows, row: Row, child: str, taken: Counter[tuple[int, str]]) -> str:
    """A row's own identifier: the child and the day, and a number where the child has more of the kind on that day."""
    named = f"{child}-{str(row[list_rows.dated] or '').strip()[:10] or 'undated'}"
    taken[id(list_rows), named] += 1
    times = taken[id(list_rows), named]
    return named if times == 1 else f"{named}-{times}"
