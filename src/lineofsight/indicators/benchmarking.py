"""What other councils' published figures say beside an indicator, and how far they can be compared.

Which published measure may stand beside an indicator, and how far the two can be compared, stands in the header of the
indicator's definition. The figures, and who a council's neighbours are, are data (`benchmarks/`). A council lays its
own definitions and files over them.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from lineofsight.indicators.book import Book, read_book
from lineofsight.problems import Refused

FOLDER = Path(__file__).parent / "benchmarks"
COLUMNS = ("measure", "year", "area", "old_la_code", "value", "unit", "source")
#: How a unit is written in the files, and what the book calls it.
UNITS = {
    "%": "percent",
    "percent": "percent",
    "per 10,000": "rate",
    "rate": "rate",
    "mean": "mean",
    "median": "median",
}
#: The sentence that must stand wherever the shipped figures are shown.
ATTRIBUTION = (
    "Source: Department for Education and Office for National Statistics. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
#: What stands where DfE has no number: nothing, suppressed, not applicable, not available, rounds to nothing.
NOT_PUBLISHED = ("", "c", "z", "x", "k", ":", "~")
#: In the order in which they are shown.
KINDS = ("England", "region", "neighbours' mean", "neighbour", "council")
MEAN = "Mean of statistical neighbours"
_REF = re.compile(r"\d+(\.\d+)*[a-z]?")


@dataclass(frozen=True)
class Measure:
    """A published measure that is asked about beside an indicator; `name` is empty where none is published."""

    ref: str
    name: str
    unit: str  # percent, rate, mean or median; empty without a measure
    comparable: str  # yes, partly, no
    why: str


@dataclass(frozen=True)
class Benchmark:
    """One published figure that may stand beside an indicator.

    `year`: the year that ends on 31 March of it; of the workforce, 30 September of it. `kind`: one of KINDS. `value`:
    with the decimals that it was published with. `why`: how far it can be compared; `note`: what else a reader must
    know of this one.
    """

    ref: str
    measure: str
    year: int
    kind: str
    area: str
    value: Decimal
    unit: str
    source: str
    comparable: str
    why: str
    note: str = ""


@dataclass(frozen=True)
class Neighbours:
    """Whom a council is compared with: its own code, regions by name, and its neighbours' codes, nearest first."""

    council: str
    regions: tuple[str, ...]
    codes: tuple[str, ...]
    source: str
    caution: str = ""


@dataclass(frozen=True)
class Published:
    """A row of a file of benchmarks; `value` is None where nothing was published."""

    measure: str
    year: int
    area: str
    code: str
    value: Decimal | None
    unit: str
    source: str

    @property
    def key(self) -> tuple[str, int, str]:
        return self.measure, self.year, self.code or self.area


def attribution() -> str:
    """The sentence that must stand wherever the shipped figures are shown."""
    return ATTRIBUTION


def measures_of(ref: str, book: Book | None = None) -> tuple[Measure, ...]:
    """The published measures that are asked about beside an indicator, with the answer; none for an unknown indicator.

    As the header of its latest version in `book` says, without one in the shipped book.

    >>> [(measure.name, measure.comparable) for measure in measures_of("3.3")]
    [('', 'no')]
    """
    book = book or _shipped_book()
    if ("indicator", ref) not in book.versions:
        return ()
    return tuple(
        Measure(
            ref=ref,
            name=row.get("measure", ""),
            unit=row.get("unit", ""),
            comparable=row["comparable"],
            why=row["why"],
        )
        for row in book.latest("indicator", ref).header.get("benchmarks", ())
    )


def benchmarks_of(
    ref: str,
    kinds: Collection[str] = KINDS,
    *,
    book: Book | None = None,
    own: Path | None = None,
    neighbours: Path | None = None,
) -> tuple[Benchmark, ...]:
    """The published figures that may stand beside an indicator, by measure, year (oldest first), kind and area.

    `kinds`: some of KINDS; "council" is what was published of the council itself. `book`: whose headers name the
    measures, the shipped one where none is given. `own`: the council's own benchmarks.csv, in the columns of the
    shipped one; its rows stand instead of shipped rows of the same measure, year and area. A measure that no header
    names is written as the indicator's reference, for example 3.3 for figures that councils share among themselves.
    `neighbours`: its own neighbours.toml. A file that isn't there changes nothing.

    Measures that are not comparable give no rows: `measures_of` says why. Refused, with file and row, where an own
    file can't be read.

    >>> [(row.year, row.area, str(row.value)) for row in benchmarks_of("1.4r", ["England"])][-1]
    (2025, 'England', '67')
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no kind of area: one of {', '.join(KINDS)}")
    whom = read_neighbours(neighbours) if neighbours and neighbours.is_file() else _shipped_neighbours()
    rows = {row.key: row for row in _shipped_rows()}
    mine: dict[tuple[str, int, str], Published] = {}
    if own and own.is_file():
        mine = {row.key: row for row in read_benchmarks(own, book)}
    found: list[Benchmark] = []
    shared = [row for row in mine.values() if row.measure == ref]
    for measure in _comparable(measures_of(ref, book), ref, shared):
        there = [row for row in (rows | mine).values() if row.measure == measure.name and row.value is not None]
        for year in sorted({row.year for row in there}):
            found += _of_year(measure, year, [row for row in there if row.year == year], whom)
    return tuple(row for row in found if row.kind in kinds)


def _comparable(asked: Sequence[Measure], ref: str, shared: Sequence[Published]) -> list[Measure]:
    measures = [measure for measure in asked if measure.name and measure.comparable != "no"]
    if shared:
        why = "From the council's own file, which says where the figures come from."
        measures.append(Measure(ref, ref, shared[0].unit, "yes", why))
    return measures


def _of_year(measure: Measure, year: int, rows: Sequence[Published], whom: Neighbours) -> list[Benchmark]:
    """The rows of one measure and year, as KINDS orders them; a mean where at least half of the neighbours have one."""

    def benchmark(kind: str, row: Published, value: Decimal, area: str, note: str = "") -> Benchmark:
        return Benchmark(
            ref=measure.ref,
            measure=measure.name,
            year=year,
            kind=kind,
            area=area,
            value=value,
            unit=measure.unit,
            source=row.source,
            comparable=measure.comparable,
            why=measure.why,
            note=note,
        )

    by_code = {row.code: row for row in rows if row.code}
    by_name = {row.area: row for row in rows if not row.code}
    found = []
    for kind, areas in (("England", ("England",)), ("region", whom.regions)):
        for area in areas:
            if (row := by_name.get(area)) is not None and row.value is not None:
                found.append(benchmark(kind, row, row.value, area))
    near = [(row, row.value) for code in whom.codes if (row := by_code.get(code)) and row.value is not None]
    if near and 2 * len(near) >= len(whom.codes):
        mean = (sum((value for _, value in near), Decimal(0)) / len(near)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        note = f"Mean of the {len(near)} of {len(whom.codes)} that have a figure, each counted once. {whom.source}."
        found.append(benchmark("neighbours' mean", near[0][0], mean, MEAN, f"{note} {whom.caution}".strip()))
    found += [benchmark("neighbour", row, value, row.area) for row, value in near]
    if (row := by_code.get(whom.council)) is not None and row.value is not None:
        found.append(benchmark("council", row, row.value, row.area))
    return found


def read_benchmarks(file: Path, book: Book | None = None) -> list[Published]:
    """The rows of a file of benchmarks, with the columns of the shipped one in any order.

    A row's measure is one that a header of `book` (or of the shipped book) names, or an indicator's reference.
    An empty value, or a sign that DfE writes for a suppressed or missing one, is a figure that was not published.
    Refused, with the row as a spreadsheet shows it, where a cell can't be read or a figure stands there twice.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            lines = list(csv.reader(text))
    except (UnicodeDecodeError, csv.Error):
        raise Refused(f"{file.name}: can't be read. Save it as 'CSV UTF-8 (comma delimited)'") from None
    headings = [name.strip().lower() for name in lines[0]] if lines else []
    missing = [column for column in COLUMNS if column not in headings]
    if missing:
        raise Refused(f"{file.name}, row 1: has no column {missing[0]}: it needs {', '.join(COLUMNS)}")
    units = _units(book or _shipped_book())
    found: dict[tuple[str, int, str], Published] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            raise Refused(f"{file.name}, row {number}: has {len(cells)} cells where the header has {len(headings)}")
        cleaned = dict(zip(headings, (cell.strip() for cell in cells), strict=True))
        row = _Row(file.name, number, cleaned, units).published()
        if row.key in found:
            raise Refused(f"{file.name}, row {number}: {row.measure}, {row.year}, {row.area} stands there twice")
        found[row.key] = row
    return list(found.values())


@dataclass(frozen=True)
class _Row:
    file: str
    number: int
    cells: Mapping[str, str]
    units: Mapping[str, str]  # of the measures, and of references, where it is empty

    def refuse(self, column: str, what: str) -> Refused:
        return Refused(f"{self.file}, row {self.number}, column {column}: {what}")

    def published(self) -> Published:
        measure = self.cells["measure"]
        if measure not in self.units and not _REF.fullmatch(measure):
            known = "; ".join(name for name, unit in self.units.items() if unit)
            raise self.refuse("measure", f"{measure!r} is not known: an indicator's reference, or one of: {known}")
        if not re.fullmatch(r"(19|20)\d\d", self.cells["year"]):
            raise self.refuse("year", "must be the year of the 31 March that ends it, for example 2025")
        unit = UNITS.get(self.cells["unit"].lower(), "")
        must_be = self.units.get(measure, "")
        if not unit or must_be not in ("", unit):
            needed = {"rate": "per 10,000", "percent": "%"}.get(must_be, must_be or "% or per 10,000, mean or median")
            raise self.refuse("unit", f"must be {needed}")
        if self.cells["old_la_code"] and not re.fullmatch(r"\d{3}", self.cells["old_la_code"]):
            raise self.refuse("old_la_code", "must be DfE's code of three digits, or empty for England or a region")
        for column in ("area", "source"):
            if not self.cells[column]:
                raise self.refuse(column, "is empty")
        return Published(
            measure=measure,
            year=int(self.cells["year"]),
            area=self.cells["area"],
            code=self.cells["old_la_code"],
            value=self._value(unit),
            unit=unit,
            source=self.cells["source"],
        )

    def _value(self, unit: str) -> Decimal | None:
        text = self.cells["value"].replace(",", "").removesuffix("%").strip()
        if text.lower() in NOT_PUBLISHED:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("nan")
        if not value.is_finite() or value < 0:
            raise self.refuse("value", "is not a number: write it as 89.5, or leave the cell empty")
        if unit == "percent" and value > 100:
            raise self.refuse("value", "is more than 100 per cent")
        return value


def read_neighbours(file: Path) -> Neighbours:
    """Whom a council is compared with, from a file like the shipped neighbours.toml; Refused where it can't be read."""
    try:
        text = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file.name}: {error}") from None
    unknown = [key for key in text if key not in ("council", "regions", "neighbours", "source", "caution")]
    if unknown:
        raise Refused(f"{file.name}: {unknown[0]} is not known: it holds council, regions, neighbours, source, caution")
    council, codes = text.get("council"), _texts(file, text, "neighbours")
    for code in (council, *codes):
        if not isinstance(code, str) or not re.fullmatch(r"\d{3}", code):
            raise Refused(f'{file.name}: {code!r} is not DfE\'s code of a council: write it as "211"')
    if len(set(codes)) != len(codes) or council in codes:
        raise Refused(f"{file.name}, neighbours: each once, and not the council itself")
    source = text.get("source")
    if not isinstance(source, str) or not source.strip():
        raise Refused(f"{file.name}: has no source: say which model of neighbours it is, and of which year")
    return Neighbours(
        council=str(council),
        regions=_texts(file, text, "regions"),
        codes=codes,
        source=source.rstrip("."),
        caution=str(text.get("caution", "")),
    )


def _texts(file: Path, text: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = text.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise Refused(f'{file.name}, {key}: must be a list of texts, for example ["204", "206"]')
    return tuple(found)


def _units(book: Book) -> dict[str, str]:
    """What a row of a file may be about: each measure that the book names, with its unit, and each reference."""
    refs = book.named("indicator")
    named = {measure.name: measure.unit for ref in refs for measure in measures_of(ref, book) if measure.name}
    return named | dict.fromkeys(refs, "")


@cache
def _shipped_book() -> Book:
    return read_book()


@cache
def _shipped_rows() -> tuple[Published, ...]:
    return tuple(read_benchmarks(FOLDER / "benchmarks.csv"))


@cache
def _shipped_neighbours() -> Neighbours:
    return read_neighbours(FOLDER / "neighbours.toml")
