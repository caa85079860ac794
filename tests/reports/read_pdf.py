"""Reads a tagged PDF as a program for those who can't see it does: by its structure, not by where words stand.

Also says where a PDF falls short of what PDF/UA-1 (ISO 14289-1) asks of its structure, as far as a program can tell.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, NumberObject

SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}
PAINTS = SHOWS_TEXT | {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"EI"}


@dataclass
class Element:
    """An element of the structure: its kind (P, H1, Table, TD), its attributes, and the words in it."""

    kind: str
    alt: str | None = None
    scope: str | None = None
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All words in it, without the places at which a long word may be broken."""
        said = "".join(each if isinstance(each, str) else each.text() for each in self.children)
        return said.replace("\u200b", "")

    def all(self, *kinds: str) -> Iterator[Element]:
        for each in self.children:
            if isinstance(each, Element):
                if each.kind in kinds:
                    yield each
                yield from each.all(*kinds)


@dataclass
class Tagged:
    reader: PdfReader
    root: Element
    unmarked: list[str]
    marked_twice: list[str]


def read(data: bytes) -> Tagged:
    """The structure of a PDF with its words."""
    reader = PdfReader(io.BytesIO(data))
    words: dict[tuple[int, int], str] = {}
    unmarked: list[str] = []
    for place, page in enumerate(reader.pages):
        _read_page(reader, page, page.indirect_reference.idnum, words, unmarked, f"page {place + 1}")  # type: ignore[union-attr]
    used: list[tuple[int, int]] = []
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    roles = dict(tree.get("/RoleMap", {}).items())
    root = Element("Root")
    for each in _kids(tree):
        _read_element(each, None, root, words, used, roles)
    twice = [str(each) for each in set(used) if used.count(each) > 1]
    unmarked += [f"no element has {each}: {words[each][:40]!r}" for each in words if each not in used and words[each]]
    return Tagged(reader, root, unmarked, twice)


def _kids(node: DictionaryObject) -> list[object]:
    kids = node.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) and isinstance(kids.get_object(), list) else kids
    return list(kids) if isinstance(kids, list) else [kids]


def _read_element(node, page, into, words, used, roles):  # type: ignore[no-untyped-def]
    if isinstance(node, NumberObject):
        used.append((page, int(node)))
        into.children.append(words.get((page, int(node)), ""))
        return
    node = node.get_object()
    if node.get("/Type") == "/MCR":
        on = node.raw_get("/Pg").idnum if "/Pg" in node else page
        used.append((on, int(node["/MCID"])))
        into.children.append(words.get((on, int(node["/MCID"])), ""))
        return
    if node.get("/Type") == "/OBJR":
        return
    kind = node["/S"]
    kind = str(roles.get(kind, kind)).removeprefix("/")
    attributes = node.get("/A", [])
    attributes = attributes.get_object() if isinstance(attributes, IndirectObject) else attributes
    listed = attributes if isinstance(attributes, list) else [attributes]
    scope = next((str(each["/Scope"]) for each in (one.get_object() for one in listed) if "/Scope" in each), None)
    made = Element(kind, str(node["/Alt"]) if "/Alt" in node else None, scope)
    into.children.append(made)
    page = node.raw_get("/Pg").idnum if "/Pg" in node else page
    for each in _kids(node):
        _read_element(each, page, made, words, used, roles)


def _read_page(reader, page, number, words, unmarked, where):  # type: ignore[no-untyped-def]
    resources = page["/Resources"].get_object()
    there = resources.get("/Font", DictionaryObject()).get_object()
    fonts = {name: _letters_of(font.get_object()) for name, font in there.items()}
    stream = ContentStream(page.get_contents(), reader)
    stack: list[int | str | None] = []
    letters: dict[int, str] = {}
    for operands, operator in stream.operations:
        if operator in (b"BMC", b"BDC"):
            properties = operands[1] if operator == b"BDC" else {}
            if isinstance(properties, str):
                properties = resources["/Properties"][properties]
            stack.append("artifact" if operands[0] == "/Artifact" else properties.get("/MCID"))
        elif operator == b"EMC":
            stack.pop()
        elif operator == b"Tf":
            letters = fonts.get(operands[0], {})
        if operator in PAINTS and all(each is None for each in stack):
            unmarked.append(f"{where}: {operator!r} outside of any element")
        if operator in SHOWS_TEXT and "artifact" not in stack:
            mark = next((each for each in reversed(stack) if isinstance(each, int)), None)
            if mark is not None:
                shown = operands[0] if operator == b"TJ" else [operands[-1]]
                said = "".join(_decoded(each, letters) for each in shown if not isinstance(each, int | float))
                words[(number, mark)] = words.get((number, mark), "") + said
        elif operator == b"Do" or operator in PAINTS:
            mark = next((each for each in reversed(stack) if isinstance(each, int)), None)
            if mark is not None and "artifact" not in stack:
                words.setdefault((number, mark), "")


def _decoded(text, letters):  # type: ignore[no-untyped-def]
    raw = text.original_bytes if hasattr(text, "original_bytes") else bytes(text)
    codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return "".join(letters.get(code, "\ufffd") for code in codes)


def _letters_of(font: DictionaryObject) -> dict[int, str]:
    """What the codes of a font mean, by its ToUnicode map."""
    if "/ToUnicode" not in font:
        return {}
    text = font["/ToUnicode"].get_data().decode("latin-1")  # type: ignore[attr-defined]
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, meaning in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(meaning).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, meaning in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int.from_bytes(bytes.fromhex(meaning), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(start + step)
    return found


def faults(data: bytes) -> list[str]:
    """Where a PDF falls short of PDF/UA-1, as far as its structure tells; empty where nothing was found."""
    tagged = read(data)
    root = tagged.reader.trailer["/Root"]
    found = [*tagged.unmarked, *(f"marked twice: {each}" for each in tagged.marked_twice)]
    if not root.get("/MarkInfo", {}).get("/Marked"):
        found.append("not marked as tagged")
    if not str(root.get("/Lang", "")).startswith("en"):
        found.append("no language")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        found.append("a reader doesn't show the title")
    metadata = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    if not re.search(r"<pdfuaid:part>1<|pdfuaid:part=.1.", metadata):
        found.append("not identified as PDF/UA-1")
    if not re.search(r"<dc:title>.*?\S.*?</dc:title>", metadata, re.DOTALL):
        found.append("no title in the metadata")
    found += _faults_of_headings(tagged.root) + _faults_of_tables(tagged.root)
    found += [
        f"a picture has no words: {each.text()[:40]}" for each in tagged.root.all("Figure", "Formula") if not each.alt
    ]
    for each in tagged.root.all("L"):
        if any(isinstance(item, Element) and item.kind not in ("LI", "L", "Caption") for item in each.children):
            found.append("a list has something else than items")
    for page in tagged.reader.pages:
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            found.append("a page's order of tabs is not that of its structure")
    return found + _faults_of_fonts(tagged.reader)


def _faults_of_headings(root: Element) -> list[str]:
    level, found = 0, []
    for each in root.all("H1", "H2", "H3", "H4", "H5", "H6"):
        now = int(each.kind[1])
        if now > level + 1:
            found.append(f"{each.kind} after H{level}: {each.text()[:40]!r}")
        level = now
    return found if level else ["no heading"]


def _faults_of_tables(root: Element) -> list[str]:
    found = []
    for table in root.all("Table"):
        heads = list(table.all("TH"))
        found += [] if heads else ["a table has no headings"]
        found += [f"a table's heading has no scope: {each.text()[:40]!r}" for each in heads if each.scope is None]
        if any(
            isinstance(row, Element) and row.kind not in ("TH", "TD") for tr in table.all("TR") for row in tr.children
        ):
            found.append("a row has something else than cells")
    return found


def _faults_of_fonts(reader: PdfReader) -> list[str]:
    found = []
    for each in reader.xref_objStm.keys() | set(reader.xref.get(0, {})):
        thing = reader.get_object(IndirectObject(each, 0, reader))
        if not isinstance(thing, DictionaryObject) or thing.get("/Type") != "/Font":
            continue
        if thing.get("/Subtype") == "/Type0" and "/ToUnicode" not in thing:
            found.append(f"what the letters of {thing['/BaseFont']} mean is not said")
        if thing.get("/Subtype", "").startswith("/CIDFont"):
            described = thing["/FontDescriptor"].get_object()
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
                found.append(f"{thing['/BaseFont']} is not embedded")
    return found
