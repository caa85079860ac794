"""What stands on which slide: a report cut into pages that nothing runs over, before any of it is drawn.

Text is measured in the font that it is written in. What is longer than a slide goes on on the next; a table that does
repeats its headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from lineofsight.reports.document import (
    Bullets,
    Cell,
    Chart,
    Facts,
    Paragraph,
    Quote,
    Run,
    Section,
    Strong,
    Table,
    Text,
    words,
)
from lineofsight.reports.document_text import edited, lines_of
from lineofsight.reports.table_widths import column_widths
from lineofsight.reports.typeface import lines, width

#: All lengths are in points. A slide is 13.33 inches by 7.5.
WIDE, HIGH = 960.0, 540.0
LEFT, ROOM = 36.0, 888.0
TOP, BODY = 104.0, 376.0
TITLE_ROOM, TITLE_SIZE, SMALLER_TITLE = 888.0, 28, 22
TEXT, SMALL = 18, 16
LINE, AFTER = 1.2, 8.0
INDENT = 22.0
NOTE = 14
#: What stands left and right of a cell's words, and above and below them, together.
CELL_SIDES, CELL_ENDS = 10.0, 7.0
MANY_COLUMNS, TABLE, SMALL_TABLE = 6, 14, 12

Kind = Literal["text", "bullet", "number", "quote", "source", "note", "warning"]


@dataclass(frozen=True)
class Said:
    """A paragraph on a slide. `first`: whether it begins here, so that it has its bullet or `number`."""

    text: Text
    kind: Kind = "text"
    first: bool = True
    number: int = 0

    @property
    def size(self) -> int:
        return SMALL if self.kind in ("note", "source") else TEXT

    @property
    def room(self) -> float:
        return ROOM - 16 - (INDENT if self.kind in ("bullet", "number", "quote", "source") else 0)


@dataclass(frozen=True)
class Words:
    """A slide of text."""

    title: str
    paragraphs: tuple[Said, ...]


@dataclass(frozen=True)
class Rows:
    """A slide with rows of a table. `groups` as in a table; `widths` and `heights` of columns and rows, heads first."""

    title: str
    table: Table
    size: int
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    note: str = ""


@dataclass(frozen=True)
class Drawn:
    """A slide with a chart."""

    title: str
    chart: Chart


Slide: TypeAlias = "Words | Rows | Drawn"


def slides_of(section: Section) -> list[Slide]:
    """The slides of a part of a report, in reading order. Each has a title that no other of the part has."""
    found: list[Slide] = []
    waiting: list[Said] = []
    for block in section.blocks:
        if isinstance(block, Table | Chart):
            found += [Words(section.title, page) for page in _pages(waiting)]
            waiting = []
            if isinstance(block, Table):
                found += _rows(replace(block, caption=_title(section, block.caption)))
            else:
                found.append(Drawn(_title(section, block.title), block))
        else:
            waiting += _said(block)
    found += [Words(section.title, page) for page in _pages(waiting)]
    return _told_apart(found or [Words(section.title, ())])


def title_lines(title: str) -> tuple[list[str], int]:
    """A title in the lines that it takes, at most two, and its size. What is longer is cut; the notes have it whole."""
    for size in (TITLE_SIZE, SMALLER_TITLE):
        found = lines(title, TITLE_ROOM - 16, size, bold=True)
        if len(found) <= (1 if size == TITLE_SIZE else 2):
            return found, size
    cut = found[1]
    while cut and width(f"{cut}…", SMALLER_TITLE, bold=True) > TITLE_ROOM - 16:
        cut = cut[:-1]
    return [found[0], f"{cut}…"], SMALLER_TITLE


def _title(section: Section, of_block: str) -> str:
    if of_block.casefold().startswith(section.title.casefold()):
        return of_block
    return f"{section.title}: {of_block}"


def _told_apart(found: list[Slide]) -> list[Slide]:
    """The slides with numbers behind the titles that more than one has."""
    titles = [slide.title for slide in found]
    made, seen = [], dict.fromkeys(titles, 0)
    for slide in found:
        seen[slide.title] += 1
        many = titles.count(slide.title)
        made.append(replace(slide, title=f"{slide.title} ({seen[slide.title]} of {many})") if many > 1 else slide)
    return made


def _said(block: Paragraph | Bullets | Quote | Facts) -> Iterator[Said]:
    match block:
        case Paragraph():
            kind: Kind = "note" if block.manner == "note" else "warning" if block.manner == "warning" else "text"
            yield Said(_whole(block), kind)
        case Bullets():
            for place, item in enumerate(block.items, start=1):
                yield Said(_whole(item), "number" if block.numbered else "bullet", number=place)
        case Quote():
            said = lines_of(block.text)
            for place, line in enumerate(said):
                opened, closed = "“" if place == 0 else "", "”" if place == len(said) - 1 else ""
                yield Said((f"{opened}{line}{closed}",), "quote")
            yield Said((block.source,), "source")
        case Facts():
            for name, text in block.rows:
                yield Said((Strong(f"{name}: "), *text))


def _whole(paragraph: Paragraph) -> Text:
    mark = edited(paragraph)
    return (*paragraph.text, mark) if mark else paragraph.text


def height(said: Said) -> float:
    """How high a paragraph is."""
    bold = said.kind == "warning" or any(isinstance(run, Strong) for run in said.text)
    return len(lines(words(said.text), said.room, said.size, bold=bold)) * said.size * LINE + AFTER


def _pages(paragraphs: list[Said]) -> Iterator[tuple[Said, ...]]:
    """Paragraphs in the pages that they take. One that is longer than a page is cut between words."""
    page: list[Said] = []
    used = 0.0
    waiting = list(paragraphs)
    while waiting:
        said = waiting.pop(0)
        if used + height(said) <= BODY:
            page.append(said)
            used += height(said)
        elif page:
            yield tuple(page)
            page, used = [], 0.0
            waiting.insert(0, said)
        else:
            start, rest = _cut(said, BODY)
            yield (start,)
            waiting[:0] = [rest] if rest.text else []
    if page:
        yield tuple(page)


def _cut(said: Said, room: float) -> tuple[Said, Said]:
    """A paragraph in two, of which the first has the room; a figure is never cut."""
    pieces = [piece for run in said.text for piece in _pieces(run)]
    low, high = 1, len(pieces)
    while low < high:  # the most pieces that have room
        middle = (low + high + 1) // 2
        if height(replace(said, text=tuple(pieces[:middle]))) <= room:
            low = middle
        else:
            high = middle - 1
    return replace(said, text=tuple(pieces[:low])), replace(said, text=tuple(pieces[low:]), first=False)


def _pieces(run: Run) -> list[Run]:
    """The words of a run, each with the blanks after it; a long one in parts."""
    if isinstance(run, str):
        return list(_parts(run))
    if isinstance(run, Strong):
        return [Strong(part) for part in _parts(run.text)]
    return [run]


def _parts(text: str) -> list[str]:
    found: list[str] = re.findall(r"\S{1,60}\s*|\s+", text)
    return found


def _rows(table: Table) -> Iterator[Rows]:
    size = TABLE if len(table.columns) <= MANY_COLUMNS else SMALL_TABLE
    widths = column_widths(table, ROOM, size, CELL_SIDES)
    head = _row_height([column.title for column in table.columns], widths, size, bold=True)
    note = len(lines(table.note, ROOM - 16, NOTE)) * NOTE * LINE + AFTER if table.note else 0.0
    room = BODY - head
    starts = dict(table.groups)
    rows: list[tuple[tuple[Cell, ...], str, float]] = []  # each row, its group, its height
    group = ""
    begun: set[int] = set()
    for place, row in enumerate(table.rows):
        group = starts.get(place, group)
        if place in starts:
            begun.add(len(rows))
        for part in _fitting(row, widths, size, room - _group_height(size)):
            rows.append((part, group, _row_height([words(cell.text) for cell in part], widths, size)))
    start = 0
    while True:
        end, used, groups, heights = start, 0.0, [], [head]
        while end < len(rows):
            row, group, high = rows[end]
            heads = bool(group) and (end in begun or end == start)
            more = high + (_group_height(size) if heads else 0)
            if end > start and used + more > room - (note if end == len(rows) - 1 else 0):
                break
            if heads:
                groups.append((end - start, group if end in begun else f"{group} (continued)"))
                heights.append(_group_height(size))
            heights.append(high)
            used += more
            end += 1
        page = replace(table, rows=tuple(row for row, _, _ in rows[start:end]), groups=tuple(groups))
        last = end >= len(rows)
        yield Rows(table.caption, page, size, tuple(widths), tuple(heights), table.note if last else "")
        if last:
            return
        start = end


def _group_height(size: int) -> float:
    return size * LINE + CELL_ENDS


def _row_height(texts: list[str], widths: list[float], size: int, *, bold: bool = False) -> float:
    most = max(len(lines(text, wide - CELL_SIDES, size, bold=bold)) for text, wide in zip(texts, widths, strict=True))
    return most * size * LINE + CELL_ENDS


def _fitting(row: tuple[Cell, ...], widths: list[float], size: int, room: float) -> Iterator[tuple[Cell, ...]]:
    """A row, or as many as it takes where a cell is higher than a slide: what is left of each cell goes on below."""
    left = row
    while _row_height([words(cell.text) for cell in left], widths, size) > room:
        cut = [
            _cut_cell(cell, wide - CELL_SIDES, size, room - CELL_ENDS) for cell, wide in zip(left, widths, strict=True)
        ]
        yield tuple(first for first, _ in cut)
        left = tuple(rest for _, rest in cut)
    yield left


def _cut_cell(cell: Cell, wide: float, size: int, room: float) -> tuple[Cell, Cell]:
    most = max(1, int(room / (size * LINE)))
    pieces = [piece for run in cell.text for piece in _pieces(run)]
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high + 1) // 2
        if len(lines(words(tuple(pieces[:middle])), wide, size)) <= most:
            low = middle
        else:
            high = middle - 1
    low = max(low, 1) if pieces else 0
    return Cell(tuple(pieces[:low]), cell.rating), Cell(tuple(pieces[low:]), cell.rating if low < len(pieces) else "")
