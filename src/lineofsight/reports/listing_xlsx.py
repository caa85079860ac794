"""Any list of rows as a marked workbook, or as CSV: the children behind a figure, what falls due, a caseload.

The workbook has one sheet with the rows, filtered and frozen, and a sheet "About this list" that says what they are.
Its texts are texts, whatever they look like: ids keep their leading zeros, and none becomes a formula or a link.

In the CSV, a text that a spreadsheet would take for a formula (it begins, after any spaces, with = + - @, one of
their wide forms, a tab or a line break) has an apostrophe put before it. Whoever reads the file with a program takes
one apostrophe off again. Leading zeros can't be kept from a spreadsheet that opens a CSV: the workbook keeps them.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import re
import shutil
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Literal
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from lineofsight.problems import Refused

MARKING = "OFFICIAL-SENSITIVE"
LIST, ABOUT = "List", "About this list"
NO_ROWS = "There are no rows."
INK, BAND, EDGE = "#0B0C0C", "#1D3557", "#B1B4B6"
FONT, SIZE, LINE = "Arial", 10, 13.5
A4 = 9
ROWS_OF_A_SHEET = 1_000_000  # a sheet holds 1,048,576
LONGEST_CELL = 32_000  # a cell holds 32,767
LONGEST_ABOVE, MOST_GROUPS = 200, 200
TALLEST = 405  # points: a row can have 409
FIRST_DAY = dt.date(1900, 3, 1)  # before it, spreadsheets and the calendar disagree
LARGEST_WHOLE = 10**15  # a spreadsheet keeps fifteen digits of a number
WIDTHS = {"text": 20.0, "date": 12.0, "number": 11.0, "yes_no": 8.0}

ENGLAND = ZoneInfo("Europe/London")

Kind = Literal["text", "date", "number", "yes_no"]

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """A column: what its heading says, what its cells hold, and how wide it is (in characters; by kind where None).

    Cells are None where there is nothing. `text`: taken as it is, whatever it looks like. `date`: a date, a moment,
    or the text of a date (2023-03-31). `number`: a number. `yes_no`: true or false.
    """

    name: str
    kind: Kind = "text"
    width: float | None = None


@dataclass(frozen=True)
class Listing:
    """A list to hand out.

    `facts` say what it is, as pairs of a label and a text: as at, snapshot, definition, who exported it and when, the
    filter in words, how many restricted rows are left out. How many rows it has is counted and need not be given.
    `rows` have a cell for each column; they are read once, as they are written. `group`: the name of the column that
    they are ordered by, which comes first; a line parts its groups, and each has its number of rows.
    `exported_at` is kept as the moment at which the workbook was made.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    facts: Sequence[tuple[str, str]] = ()
    marking: str = MARKING
    group: str | None = None
    exported_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not names or len(set(names)) < len(names):
            raise ValueError("A list has at least one column, and no two of one name")
        if self.group is not None and self.group not in names:
            raise ValueError("The column by which a list is grouped must be one of its columns")
        if not self.marking.strip():
            raise ValueError("A list has a protective marking")

    @property
    def order(self) -> list[int]:
        """The places of the columns, the group's first."""
        places = range(len(self.columns))
        return sorted(places, key=lambda place: self.columns[place].name != self.group)


def write_listing(to: Path | BinaryIO, listing: Listing, *, scratch: Path | None = None) -> int:
    """Writes a list as a workbook (xlsx), to a file readable by its owner alone or to a stream; how many rows it has.

    Nothing is written to `to` before the whole workbook is made. Until then it lies in a private folder: beside the
    file, or for a stream in `scratch` (the system's own for such things where None). Refused where the file can't be
    written.
    """
    with _whole(to, scratch) as (folder, file):
        book = _Book(listing, folder, file)
        try:
            book.write()
        except BaseException:
            with suppress(Exception):
                book.file.close()  # lets go of what is open in the folder
            raise
    return book.count


def write_listing_csv(to: Path | BinaryIO, listing: Listing, *, scratch: Path | None = None) -> int:
    """Writes a list as CSV (UTF-8 with a byte order mark, which spreadsheets look for); how many rows it has.

    The first row names the columns; a last column, `marking`, has the protective marking in each row. Dates are
    2023-03-31, numbers have a point, and texts that look like formulas an apostrophe (see above). The facts are not
    in it. Refused where the file can't be written.
    """
    count = 0
    with (
        _whole(to, scratch) as (_, file),
        file.open("w", encoding="utf-8-sig", errors="replace", newline="") as opened,
    ):
        writer = csv.writer(opened)  # ends lines as the standard says, and so quotes a text that holds such an end
        columns = [listing.columns[place] for place in listing.order]
        marking = without_formula(listing.marking)
        writer.writerow([*(without_formula(column.name) for column in columns), "marking"])
        for row in _rows(listing):
            cells = (_cell(column.kind, value) for column, value in zip(columns, row, strict=True))
            writer.writerow([*map(_in_csv, cells), marking])
            count += 1
    return count


def without_formula(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> without_formula("=1+1"), without_formula("  -V3"), without_formula("Zoe")
    ("'=1+1", "'  -V3", 'Zoe')
    """
    return f"'{text}" if looks_like_a_formula(text) else text


def looks_like_a_formula(text: str) -> bool:
    return text.startswith(_BEGINS_A_FORMULA) or text.lstrip().startswith(_BEGINS_A_FORMULA)


@contextmanager
def _whole(to: Path | BinaryIO, scratch: Path | None) -> Iterator[tuple[Path, Path]]:
    """A private folder, and a file in it that becomes the target once it is whole."""
    beside = to.absolute().parent if isinstance(to, Path) else scratch
    try:
        with tempfile.TemporaryDirectory(prefix=".list-", dir=beside) as name:
            folder = Path(name)
            file = folder / "list"
            yield folder, file
            if isinstance(to, Path):
                file.chmod(0o600)
                file.replace(to)
            else:
                with file.open("rb") as whole:
                    shutil.copyfileobj(whole, to)
    except OSError as error:
        if not isinstance(to, Path):
            raise
        why = error.strerror or type(error).__name__
        raise Refused(f"{to}: can't be written ({why}): close it where it is open, or choose another place") from None


def _rows(listing: Listing) -> Iterator[list[Any]]:
    """The rows with their cells in the order of the sheet."""
    order, width = listing.order, len(listing.columns)
    for row in listing.rows:
        if len(row) != width:
            raise ValueError(f"A row has {len(row)} cells, and the list {width} columns")
        yield [row[place] for place in order]


def _cell(kind: Kind, value: Any) -> Any:
    """A cell as it is written: None, a text, a whole number, a float, a date or a moment."""
    if value is None or value == "":
        return None
    if kind == "yes_no" or isinstance(value, bool):
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    if kind == "date":
        return _day(value)
    if kind == "number" and isinstance(value, int | float | Decimal | Fraction):
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if isinstance(value, Decimal) and not value.is_finite():
            return None
        return value if isinstance(value, int) else float(value)
    return value if isinstance(value, str) else str(value)


def _day(value: Any) -> Any:
    """A date, a moment on the clock in England, or the text where it is neither."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, dt.datetime):
        moment = value.astimezone(ENGLAND).replace(tzinfo=None) if value.tzinfo else value
        return moment.date() if moment.time() == dt.time() else moment
    return value if isinstance(value, dt.date) else str(value)


def _in_csv(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return without_formula(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", timespec="seconds")
    return str(cell)


class _Book:
    """One workbook while it is written."""

    def __init__(self, listing: Listing, folder: Path, file: Path) -> None:
        self.listing, self.count = listing, 0
        self.columns = [listing.columns[place] for place in listing.order]
        self.grouped = listing.group is not None
        self.groups: Counter[str] = Counter()
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        self.file = xlsxwriter.Workbook(str(file), options)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        with warnings.catch_warnings():
            # What XlsxWriter can't write it only warns of, and leaves out. Whoever gives the rows may warn.
            warnings.filterwarnings("error", module=r"xlsxwriter\b")
            self._properties()
            self._list()
            self._about()
            try:
                self.file.close()
            except FileCreateError as error:
                raise OSError(*getattr(error.args[0], "args", ())) from None

    def _properties(self) -> None:
        listing = self.listing
        facts = "; ".join(f"{label}: {text}" for label, text in listing.facts)
        properties: dict[str, Any] = {
            "title": _plain(listing.title)[:255],
            "subject": _plain(listing.marking)[:255],
            "author": "Line of Sight",
            "company": "",
            "category": _plain(listing.marking)[:255],
            "keywords": _plain(listing.marking)[:255],
            "comments": _plain(facts)[:255],
        }
        if listing.exported_at:
            at = listing.exported_at
            properties["created"] = at.astimezone(dt.UTC) if at.tzinfo else at
        self.file.set_properties(properties)
        self.file.set_custom_property("Protective marking", _plain(listing.marking)[:255], "text")

    def format(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        complete = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top", **properties}
        key = tuple(sorted(complete.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(complete)
        return self._formats[key]

    # The sheets

    def _sheet(self, name: str, columns: Sequence[tuple[str, float]], above: Sequence[str]) -> tuple[Any, int]:
        """A sheet with the marking in its first row and on each printed page; the row of its head."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        marking, title = self.listing.marking, self.listing.title
        sheet.set_header(_printed("C", 10, "Bold", marking, 180))
        foot = _printed("L", 8, "Regular", title, 90) + _printed("C", 8, "Bold", marking, 90)
        sheet.set_footer(f'{foot}&R&8&"{FONT}"Page &P of &N')
        for place, (_, width) in enumerate(columns):
            sheet.set_column(place, place, width)
        self._text(sheet, 0, 0, marking, bold=True)
        sheet.set_row(1, 24)
        self._text(sheet, 1, 0, title, bold=True, font_size=16, valign="vcenter")
        for row, text in enumerate(above, start=2):
            self._text(sheet, row, 0, text)
        head = len(above) + 3
        sheet.set_row(head, 30)
        for place, (text, _) in enumerate(columns):
            self._text(
                sheet, head, place, text, bold=True, bg_color=BAND, font_color="#FFFFFF", text_wrap=True,
                valign="vcenter",
            )  # fmt: skip
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(head)
        return sheet, head

    def _list(self) -> None:
        rows = _rows(self.listing)
        number, first = 1, next(rows, None)
        if first is None:
            sheet, head = self._list_sheet(LIST)
            self._text(sheet, head + 1, 0, NO_ROWS)
            return
        rows = chain([first], rows)
        last_group: str | None = None
        while (row := next(rows, None)) is not None:
            sheet, head = self._list_sheet(LIST if number == 1 else f"{LIST} {number}")
            at = head
            while row is not None:
                at += 1
                group = self._group(row)
                self._row(sheet, at, row, edge=self.grouped and at > head + 1 and group != last_group)
                last_group = group
                row = next(rows, None) if at - head < ROWS_OF_A_SHEET else None
            sheet.autofilter(head, 0, at, len(self.columns) - 1)
            sheet.ignore_errors(
                {"number_stored_as_text": xlsxwriter.utility.xl_range(head, 0, at, len(self.columns) - 1)}
            )
            number += 1

    def _list_sheet(self, name: str) -> tuple[Any, int]:
        columns = [(column.name, column.width or WIDTHS[column.kind]) for column in self.columns]
        return self._sheet(name, columns, [_within(self.listing.facts)])

    def _group(self, row: Sequence[Any]) -> str:
        self.count += 1
        if not self.grouped:
            return ""
        cell = _cell(self.columns[0].kind, row[0])
        group = "" if cell is None else _shown(cell)
        self.groups[group] += 1
        return group

    def _row(self, sheet: Any, at: int, row: Sequence[Any], *, edge: bool) -> None:
        how = {"top": 2, "top_color": BAND} if edge else {"top": 1, "top_color": EDGE}
        for place, (column, value) in enumerate(zip(self.columns, row, strict=True)):
            cell = _cell(column.kind, value)
            if cell is None:
                sheet.write_blank(at, place, None, self.format(**how))
            elif isinstance(cell, str):
                self._text(sheet, at, place, cell, text_wrap=True, **how)
            elif isinstance(cell, dt.date):
                self._date(sheet, at, place, cell, how)
            elif abs(cell) >= LARGEST_WHOLE:
                self._text(sheet, at, place, str(cell), **how)
            else:
                shown = "#,##0" if isinstance(cell, int) else "#,##0.0#"
                sheet.write_number(at, place, cell, self.format(num_format=shown, align="right", **how))

    def _date(self, sheet: Any, at: int, place: int, on: dt.date, how: dict[str, Any]) -> None:
        moment = isinstance(on, dt.datetime)
        if (on.date() if isinstance(on, dt.datetime) else on) < FIRST_DAY:
            self._text(sheet, at, place, str(on), **how)
        else:
            shown = "dd/mm/yyyy hh:mm" if moment else "dd/mm/yyyy"
            sheet.write_datetime(at, place, on, self.format(num_format=shown, align="left", **how))

    def _about(self) -> None:
        """Facts, how many rows there are, and how many of each group: written last, when they are counted."""
        sheet, head = self._sheet(
            ABOUT, (("Fact", 32), ("What it says", 110)), ["What the list is, and where it comes from."]
        )
        facts = [
            *self.listing.facts,
            ("Rows in the list", f"{self.count:,}"),
            ("Protective marking", self.listing.marking),
        ]
        groups = list(self.groups.items())
        facts += [(f"{self.listing.group}: {group or 'not known'}", f"{n:,}") for group, n in groups[:MOST_GROUPS]]
        if others := groups[MOST_GROUPS:]:
            facts.append((f"{self.listing.group}: {len(others):,} others", f"{sum(n for _, n in others):,}"))
        for at, (label, text) in enumerate(facts, start=head + 1):
            lines = sum(math.ceil(len(part) / 110) or 1 for part in text.split("\n"))
            sheet.set_row(at, min(LINE * lines + 4, TALLEST))
            edge = {"top": 1, "top_color": EDGE, "text_wrap": True}
            self._text(sheet, at, 0, label, bold=True, **edge)
            self._text(sheet, at, 1, text, **edge)

    def _text(self, sheet: Any, at: int, place: int, text: str, **how: Any) -> None:
        """A text that stays one, also when it is edited or its column is filled down."""
        text = _NOT_IN_XML.sub("\ufffd", text)
        if len(text) > LONGEST_CELL:
            text = f"{text[:LONGEST_CELL]} ..."
        if text.startswith("<r>") and text.endswith("</r>"):
            text += " "  # XlsxWriter would write it unescaped, as rich text of its own
        if looks_like_a_formula(text):
            how = how | {"quote_prefix": True}
        written = sheet.write_string(at, place, text, self.format(num_format="@", **how))
        if written:
            raise ValueError(f"A text could not be written in row {at + 1}, column {place + 1}")


def _printed(place: str, size: int, weight: str, text: str, room: int) -> str:
    """A part of a page's header or footer, which hold 255 characters.

    The size comes before the font: the text may begin with a digit.
    """
    text = _plain(text)
    while len(escaped := text.replace("&", "&&")) > room:
        text = text[:-1]
    return f'&{place}&{size}&"{FONT},{weight}"{escaped}'


def _plain(text: str) -> str:
    """One line, without what XML can't hold."""
    return _NOT_IN_XML.sub("\ufffd", " ".join("".join(c if c.isprintable() else " " for c in text).split()))


def _within(facts: Sequence[tuple[str, str]]) -> str:
    """As many facts, from the first on, as fit above a list."""
    line, more = "", f"; more on the sheet {ABOUT}"
    for label, text in facts:
        longer = f"{line}; {label}: {_plain(text)}" if line else f"{label}: {_plain(text)}"
        if len(longer) > LONGEST_ABOVE:
            return line + more if line else f"What it is stands on the sheet {ABOUT}"
        line = longer
    return line


def _shown(cell: Any) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)
