"""A report as data: sections of headings, sentences, tables and charts, in which every figure is one object.

Built once; the page, the tagged PDF, the slides, the document and the workbook are all written from it, so that a
figure
can't differ between them. `renderings.py` says which file is written how.

    Report ─< Section ─< Block: Paragraph, Bullets, Quote, Facts, Table, Chart
                            └─< Text = words and Number          every Number knows what it was counted from
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import TypeAlias

Rating: TypeAlias = str  # green, amber, red, blue, grey, or empty


@dataclass(frozen=True)
class Number:
    """A figure in a report: as it is written, and what it was counted from.

    `text` is what every rendering prints ("89.5%", "2,503", "fewer than 5"). `value` is exact, in the unit of the
    figure (per cent, a count, per 10,000); None where it is hidden or there is none. `what` names it for whoever checks
    the report ("1.1 % cases with management oversight"). `ref` is the indicator, empty for what is counted from
    people's work (audits, the plan). `definition` is the version of the rule ("1.1 from 2022-04, 3f2a91c0"), `snapshot`
    the records. `hidden`: disclosure control has taken the figure away, and `text` says so. `derived_from`: the keys of
    other figures that this one is worked out from (a change of two months): whoever knows it and all but one of them
    knows the last.
    """

    text: str
    what: str
    as_at: dt.date
    snapshot: str
    definition: str
    value: Fraction | None = None
    numerator: int | None = None
    denominator: int | None = None
    ref: str = ""
    window: str = ""
    hidden: bool = False
    derived_from: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the figure is of: the same in all places of a report in which it stands."""
        return "|".join((self.ref or self.what, self.window, str(self.as_at)))


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    text: str


Run: TypeAlias = "str | Strong | Number"
#: Words and figures in the order in which they are read. No line breaks within.
Text: TypeAlias = "tuple[Run, ...]"


@dataclass(frozen=True)
class Paragraph:
    """`manner`: "" for what is said, "note" for small print, "warning" for what the reader must see first.

    `key` names a sentence that a rule wrote ("tells:2.1"), so that a person can edit it; `edited_by` then says who did.
    """

    text: Text
    manner: str = ""
    key: str = ""
    edited_by: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list. Each item is a paragraph; `numbered` where the order matters."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of somebody else, verbatim. `source` says whose, where and when."""

    text: str
    source: str


@dataclass(frozen=True)
class Facts:
    """Names with what belongs to them: "Chaired by" and who."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. `width`: its share of the table.

    `numbers`: its cells are figures, set to the right and on one line, or on several where they `wrap`.
    """

    title: str
    numbers: bool = False
    width: int = 1
    wrap: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell. `rating` colours it; the word of the rating stands in `text`, as colour alone says nothing."""

    text: Text
    rating: Rating = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption. The first cell of a row is its header. `groups`: (row at which it begins, its title)."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[int, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One series of a chart; a point that is None is a gap."""

    title: str
    points: tuple[Number | None, ...]


@dataclass(frozen=True)
class Chart:
    """Lines over months, or bars of one series. `levels` are targets: (words, value). `unit`: percent, count or rate.

    `alternative` says what the chart shows to whoever can't see it: never empty. A table of the points stands with it
    in every rendering that has no data behind its drawing.
    """

    title: str
    alternative: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str
    kind: str = "line"  # line, bar
    levels: tuple[tuple[str, Fraction], ...] = ()


Block: TypeAlias = "Paragraph | Bullets | Quote | Facts | Table | Chart"


@dataclass(frozen=True)
class Section:
    """A part of a report: a heading on a page, one or more slides in a presentation.

    `level` 2 stands below the report's title, 3 below the section before it.
    """

    title: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True)
class Report:
    """A whole report. `subtitle` says of what and as at when; `made_up`: every child in it is made up.

    `provenance` are the sentences at its end: snapshot, extract date, definitions, attribution of published benchmarks,
    and how small figures were hidden. `made_on` is the day on which it was built: nothing else in it knows of today.
    """

    title: str
    subtitle: str
    council: str
    as_at: dt.date
    made_on: dt.date
    sections: tuple[Section, ...]
    provenance: tuple[str, ...] = ()
    made_up: bool = False
    kind: str = field(default="report")


def words(text: Text) -> str:
    """A text as plain words.

    >>> words(("In time: ", Strong("all"), "."))
    'In time: all.'
    """
    return "".join(run if isinstance(run, str) else run.text for run in text)


def numbers_in(part: object) -> Iterator[Number]:
    """Every figure of a report, or of a part of it, in reading order."""
    if isinstance(part, Number):
        yield part
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            yield from numbers_in(getattr(part, each.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from numbers_in(one)
