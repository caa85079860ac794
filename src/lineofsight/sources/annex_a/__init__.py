"""Reads an Annex A workbook: up to eleven lists of children, in sheets of an .xlsx or .ods file.

    workbook ──► looked through (package) ──► sheets known as lists (sheets, headings) ──► staged rows (cells)

The lists go to `records` as they are written, each by its layout; the fills make case records of their rows, and the
limits say what can't be counted from them.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table, heading
from lineofsight.sources.annex_a.cells import LONGEST, Cell, as_text
from lineofsight.sources.annex_a.headings import letters
from lineofsight.sources.annex_a.limits import limits
from lineofsight.sources.annex_a.lists import FILLS, AnnexAList, all_lists
from lineofsight.sources.annex_a.package import Counts, Package, looked_through
from lineofsight.sources.annex_a.sheets import FEWEST, LOOKED_AT, Header, check_header, header_of, is_called_list
from lineofsight.sources.annex_a.spellings import with_spellings
from lineofsight.sources.annex_a.stated_date import days_stated
from lineofsight.sources.extracts import Extract, Names, read_fills
from lineofsight.sources.ssd_files import private_folder, unpack
from lineofsight.sources.staging import Rows, StagedFile, staged

SUFFIXES = (".xlsx", ".xlsm", ".ods")
AT_ONCE = 10_000  # rows
_MOST_NAMED = 5  # rows or columns that a note names

Row = Sequence[Cell]


@contextmanager
def opened(
    path: Path, *, scratch: Path, names: Names | None = None, extracted_on: dt.date | None = None
) -> Iterator[Extract]:
    """The lists of the workbook at a path: the file itself, or a folder or zip in which it is the only one.

    `names`: the council's own, of sheets and headings. `extracted_on`: the day of the workbook, where it is known
    otherwise than from what it says itself. Its rows are staged below `scratch` and removed again.

    Refused where there is no workbook or more than one, where it can't be read without harm, where no sheet is a
    list, and where two sheets are the same list.
    """
    if not path.exists():
        raise Refused(f"{path}: there is no such file or folder")
    with private_folder(scratch) as folder:
        workbook = _the_workbook(path, folder)
        yield _Reading(workbook, folder, names or Names()).extract(path, extracted_on)


def _the_workbook(path: Path, folder: Path) -> Path:
    if path.is_file() and not _is_zip_of_files(path):
        return path
    inside = path
    if path.is_file():
        inside = folder / "unpacked"
        inside.mkdir()
        unpack(path, inside)
    books = [file for file in sorted(inside.iterdir()) if file.suffix.lower() in SUFFIXES and file.name[0] not in ".~"]
    if len(books) != 1:
        names = ", ".join(book.name for book in books)
        what = (
            f"holds {len(books)} workbooks ({names}): load one of them" if books else "holds no .xlsx or .ods workbook"
        )
        raise Refused(f"{path}: {what}")
    return books[0]


def _is_zip_of_files(path: Path) -> bool:
    """Whether a file is a zip that holds files, rather than a workbook, which is a zip too."""
    if path.suffix.lower() in SUFFIXES or not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith(SUFFIXES) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False  # whatever is wrong with it is said where it is looked through


@dataclass
class _Reading:
    """One workbook as it is read: the lists found so far, and what is to be said of it."""

    path: Path
    folder: Path
    names: Names
    files: dict[str, StagedFile] = field(default_factory=dict)
    sheets: dict[str, tuple[str, Header]] = field(default_factory=dict)  # list -> sheet and header
    left_aside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    days: set[dt.date] = field(default_factory=set)

    def extract(self, given: Path, on: dt.date | None) -> Extract:
        package = looked_through(self.path)
        self._read_sheets(package)
        if not self.files:
            raise Refused(
                f"{self.path.name}: no sheet has the headings of an Annex A list in its first {LOOKED_AT} rows. "
                f"Write the headings as in Ofsted's template"
            )
        absent = [each for each in all_lists() if each.name not in self.files]
        if absent:
            self.notes.append(
                f"{self.path.name}: there is no sheet for {', '.join(f'List {e.number}' for e in absent)}"
            )
        if package.kind == "ods":
            self._note_counts(self.path.name, package.sheets[""])
        stated = ", ".join(str(day) for day in sorted(self.days))
        if on is None and len(self.days) > 1:
            self.notes.append(f"{self.path.name}: states more than one day of its data ({stated}): none is taken")
        if on is not None and self.days - {on}:
            self.notes.append(f"{self.path.name}: states {stated} as the day of its data, and is taken as of {on}")
        if on is None and len(self.days) == 1:
            on = next(iter(self.days))
        return Extract(
            name=given.name,
            files=tuple(self.files[each.name] for each in all_lists() if each.name in self.files),
            left_aside=tuple(self.left_aside),
            extracted_on=on,
            notes=tuple(self.notes),
            inputs=(self.path,) if given.is_dir() else (given,),
            layouts=tuple(each.layout for each in all_lists()),
            fills=read_fills(FILLS),
            limits=limits(on, {each.number for each in absent}),
            kind="annex-a",
        )

    def _read_sheets(self, package: Package) -> None:
        """Reads the sheets of cells, one after another; refused where the library can't make sense of the file."""
        try:
            with self.path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
                for place, sheet in enumerate(book.sheets_metadata):
                    if sheet.typ == SheetTypeEnum.WorkSheet:
                        hidden = sheet.visible != SheetVisibleEnum.Visible
                        self._read_sheet(book.get_sheet_by_index(place), hidden, package)
                    else:
                        self.left_aside.append(sheet.name)
        except (CalamineError, OverflowError):
            raise self._unreadable() from None
        except BaseException as error:
            # The library is in Rust: where it gives up, that reaches Python as a panic, which is no Exception.
            if type(error).__name__ == "PanicException":
                raise self._unreadable() from None
            raise

    def _unreadable(self) -> Refused:
        return Refused(
            f"{self.path.name}: its sheets can't be read: it is damaged. Open it in Excel or LibreOffice and save it "
            f"as a new workbook"
        )

    def _read_sheet(self, sheet: CalamineSheet, hidden: bool, package: Package) -> None:
        if sheet.start is None:
            if not is_called_list(sheet.name):
                self.left_aside.append(sheet.name)
            return
        # The rows above the first that holds anything are blank: they are passed over, and counted.
        rows = islice(enumerate(sheet.iter_rows(), 1), sheet.start[0], None)
        first: list[tuple[int, Row]] = list(islice(rows, LOOKED_AT))
        header = header_of(sheet.name, [row for _, row in first], self.names)
        self.days |= days_stated([row for _, row in first[: header.row if header else LOOKED_AT]])
        where = f"{self.path.name}, {sheet.name}"
        if header is None:
            # A sheet that says "held by our partners" is a note; one with rows of cells is a list that isn't known.
            if is_called_list(sheet.name) and any(len(row) - row.count("") >= FEWEST for _, row in first):
                raise Refused(
                    f"{where}: none of its first {LOOKED_AT} rows has the headings of a list. Write them as in "
                    f"Ofsted's template, or give a sheet that is no list another name"
                )
            self.left_aside.append(sheet.name)
            return
        number = first[header.row][0]
        check_header(where, header, sheet.start[1], number)
        if not self._stands_for_list(sheet.name, header):
            return
        self.sheets[header.of.name] = sheet.name, header
        body = chain(first[header.row + 1 :], rows)
        _Staging(self, where, header, sheet.start[1], package.from_1904).stage(body)
        if hidden:
            self.notes.append(f"{where}: the sheet is hidden, and was read like any other")
        if package.kind == "xlsx":
            self._note_counts(where, package.sheets.get(sheet.name, Counts()))

    def _stands_for_list(self, name: str, header: Header) -> bool:
        """Whether this sheet is the one for its list; refused where another is as much like the list as this one."""
        other = self.sheets.get(header.of.name)
        if other is None:
            return True
        if min(header.share, other[1].share) >= 0.5:
            raise Refused(
                f"{self.path.name}: both sheets '{other[0]}' and '{name}' are List {header.of.number}: keep one"
            )
        less = name if header.share < other[1].share else other[0]
        self.left_aside.append(less)
        return less != name

    def _note_counts(self, where: str, counts: Counts) -> None:
        """Says what of a sheet, or of a whole .ods, the cells don't show."""
        if counts.hidden_rows:
            self.notes.append(f"{where}: {_many(counts.hidden_rows, 'hidden row')} read like any other")
        if counts.errors:
            self.notes.append(f"{where}: {_many(counts.errors, 'cell')} with an error such as #N/A taken as empty")
        if counts.unsaved:
            self.notes.append(
                f"{where}: {_many(counts.unsaved, 'formula')} without a saved value taken as empty: open the workbook "
                f"in Excel and save it"
            )


@dataclass
class _Staging:
    """Stages the rows of one list, some thousands at a time and column by column."""

    reading: _Reading
    where: str
    header: Header
    first_column: int
    from_1904: bool
    note_rows: list[int] = field(default_factory=list)
    unheaded: set[int] = field(default_factory=set)
    long_ids: int = 0
    cells_of: dict[str, set[Cell]] = field(default_factory=dict)  # coded column -> what its cells hold

    def stage(self, body: Iterator[tuple[int, Row]]) -> None:
        of, found = self.header.of, self.header.found
        columns: list[Column | None] = [None] * len(self.header.headings)
        for column, place in found.items():
            columns[place] = of.layout.columns[column]
        kept = [place for place in range(len(columns)) if columns[place] or self._is_reported(place)]
        # `records` must find the columns that were found here, and no others.
        layout = _as_written(of, {column: self.header.headings[place] for column, place in found.items()})
        headings = [layout.key, *(self.header.headings[place] for place in kept)]
        with staged(self.reading.folder, layout, name=self.where, columns=headings) as (file, write):
            while batch := list(islice(body, AT_ONCE)):
                self._batch(batch, columns, kept, write)
        spelt = {
            name: with_spellings(column, self.cells_of.get(name, ())) for name, column in file.layout.columns.items()
        }
        self.reading.files[of.name] = replace(file, layout=replace(file.layout, columns=spelt))
        self._note()

    def _is_reported(self, place: int) -> bool:
        """Whether a heading that is no column of the list goes to `records`, which says that it is left aside."""
        written = heading(self.header.headings[place])
        if not written:
            return False
        meant = {*self.header.of.layout.columns, *(self.header.headings[n] for n in self.header.found.values())}
        if written in {heading(name) for name in meant}:
            self.reading.notes.append(
                f"{self.where}: column {letters(self.first_column + place)} left aside: another has a heading that "
                f"means the same"
            )
            return False
        return True

    def _batch(self, batch: list[tuple[int, Row]], columns: list[Column | None], kept: list[int], write: Rows) -> None:
        width = len(columns)
        key = self.header.found[self.header.of.about_whom]
        rows = [
            (number, row)
            for number, row in batch
            # Most rows say whom they are about, and more: only others are looked at cell by cell.
            if (row[key] != "" and type(row[key]) is not str and row.count("") < width - 1)
            or (type(row[key]) is str and row[key] and not row[key].isspace() and row.count("") < width - 1)
            or (row.count("") < width and self._is_record(number, row))
        ]
        if not rows:
            return
        by_column = list(zip(*(row for _, row in rows), strict=True))
        numbers = [number for number, _ in rows]
        texts = [self._texts(place, columns[place], by_column[place], numbers) for place in kept]
        whom = texts[kept.index(key)]
        texts.insert(
            0, [str(n) if id_.strip() not in ("", "NULL") else "" for n, id_ in zip(numbers, whom, strict=True)]
        )
        self._look_at_unheaded(by_column, set(kept))
        # Rows that follow one another without a gap are written at once.
        start = 0
        for _, run in groupby(range(len(numbers)), key=lambda place: numbers[place] - place):
            length = sum(1 for _ in run)
            write.many(numbers[start], [column[start : start + length] for column in texts])
            start += length

    def _is_record(self, number: int, row: Row) -> bool:
        """Whether a row holds more than blanks, or than one text, which is a note below the list and no record."""
        held = [cell for cell in row if cell != "" and not (isinstance(cell, str) and cell.isspace())]
        if len(held) == 1 and isinstance(held[0], str) and len(row) >= 5:
            self.note_rows.append(number)
            return False
        return bool(held)

    def _texts(self, place: int, column: Column | None, cells: Sequence[Cell], numbers: Sequence[int]) -> list[str]:
        texts = as_text(column, cells, from_1904=self.from_1904)
        lengths = list(map(len, texts))
        if max(lengths) > LONGEST:
            row = numbers[lengths.index(max(lengths))]
            raise Refused(
                f"{self.where}: cell {letters(self.first_column + place)}{row} holds a text longer than the "
                f"{LONGEST:,} characters that a cell can have: shorten it"
            )
        if column is not None and column.codes:
            self.cells_of.setdefault(column.name, set()).update(cells)
        if column is not None and column.name == self.header.of.about_whom:
            self.long_ids += sum(1 for cell in cells if type(cell) is float and abs(cell) >= 1e15)
        return texts

    def _look_at_unheaded(self, by_column: Sequence[Sequence[Cell]], kept: set[int]) -> None:
        for place in range(len(by_column)):
            if place not in kept and place not in self.unheaded and any(cell != "" for cell in by_column[place]):
                self.unheaded.add(place)

    def _note(self) -> None:
        notes = self.reading.notes
        if self.note_rows:
            named = ", ".join(map(str, self.note_rows[:_MOST_NAMED])) + (
                ", ..." if self.note_rows[_MOST_NAMED:] else ""
            )
            rows = "row" if len(self.note_rows) == 1 else "rows"
            notes.append(f"{self.where}: {rows} {named} left aside: a note, with a text in one cell alone")
        if self.unheaded:
            named = ", ".join(letters(self.first_column + place) for place in sorted(self.unheaded)[:_MOST_NAMED])
            notes.append(f"{self.where}: column {named} left aside: it has no heading")
        if self.long_ids:
            notes.append(
                f"{self.where}: {_many(self.long_ids, 'identifier')} of more than 15 digits, of which a number in a "
                f"spreadsheet keeps 15: write them as text"
            )


def _as_written(of: AnnexAList, headings: dict[str, str]) -> Table:
    """The list's layout with each column that the sheet has spelt as the sheet spells it, and in no other way.

    A list has no key: a child may stand in it more than once. One is put before its columns that is empty where a row
    is about nobody, so that `records` puts such a row in quarantine.
    """
    columns = {
        name: replace(column, spelt=(headings[name],) if name in headings else column.spelt)
        for name, column in of.layout.columns.items()
    }
    whose = of.about_whom.partition("_")[0]
    key = Column(whose, "text", "The row, where it says whom it is about")
    return replace(of.layout, key=whose, columns={whose: key, **columns})


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"
