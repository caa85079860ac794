"""Frameworks of inspections: which judgements are made, and which grades each can have. One dated file for each.

Shipped in `improvement/frameworks`; a council adds one, or puts another in its place, in HOME/improvement/frameworks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.rules import own_file, read_shipped

HERE = Path(__file__).parents[1] / "frameworks"
#: Where a council's own stand, in its home folder.
ROOM = "improvement/frameworks"


@dataclass(frozen=True)
class Judged:
    """A judgement that a framework makes, by its exact title. `overall`: of the service as a whole."""

    code: str
    title: str
    overall: bool = False


@dataclass(frozen=True)
class Window:
    """When the next inspection comes: whole months after the first day of the last one."""

    from_months: int
    until_months: int
    source: str


@dataclass(frozen=True)
class Observed:
    """How long it took in fact from one inspection to the next, in years, over so many pairs of inspections."""

    median: float
    least: float
    most: float
    pairs: int


@dataclass(frozen=True)
class Framework:
    """Judgements and grades of inspections that start from `valid_from` to `valid_to` (None: until another holds).

    `expects`: by the last overall grade, the kind of visit that comes next; empty where no rule is known.
    `observed`: by that grade, how long it took.
    """

    code: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None
    judgements: tuple[Judged, ...]
    grades: tuple[tuple[str, str], ...]
    source: str
    caveat: str
    council: bool = False
    expects: Mapping[str, str] = field(default_factory=dict)
    expects_source: str = ""
    window: Window | None = None
    observed: Mapping[str, Observed] = field(default_factory=dict)

    @property
    def sections(self) -> tuple[Judged, ...]:
        """What a self-evaluation writes about: all judgements but the overall one."""
        return tuple(each for each in self.judgements if not each.overall)

    def holds_on(self, day: dt.date) -> bool:
        """Whether an inspection that starts on a day is by this framework."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def frameworks() -> dict[str, Framework]:
    """All frameworks by code, the oldest first. Refused, with the place, where a file can't be used."""
    found = {file.stem: _framework(file.stem, read_shipped(file), False) for file in sorted(HERE.glob("*.toml"))}
    folder = Path(settings.LINEOFSIGHT_HOME) / ROOM
    for name in sorted(file.name for file in folder.glob("*.toml")):
        row = own_file(ROOM, name)
        if row is not None:
            code = name.removesuffix(".toml")
            found[code] = _framework(code, row, True)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].valid_from, pair[0])))


def framework(code: str) -> Framework:
    """A framework by its code. Refused where there is none."""
    found = frameworks().get(code)
    if found is None:
        raise Refused(f"There is no framework of inspections {code!r}.")
    return found


def framework_on(day: dt.date) -> Framework:
    """The framework of inspections that start on a day: the one that began last. Refused where none is known."""
    there = [each for each in frameworks().values() if each.holds_on(day)]
    if not there:
        raise Refused(f"No framework of inspections is known for {wording.day(day)}.")
    return there[-1]


def grade_title(code: str) -> str:
    """A grade in words, whichever framework has it; a code that none has stays as it is."""
    for each in reversed(frameworks().values()):
        for grade, title in each.grades:
            if grade == code:
                return title
    return code


def _framework(code: str, row: dict[str, Any], council: bool) -> Framework:
    where = f"{ROOM}/{code}.toml"
    for name in ("title", "source"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise Refused(f"{where}: {name} is missing")
    first, last = row.get("valid_from"), row.get("valid_to")
    if type(first) is not dt.date or type(last) not in (dt.date, type(None)):
        raise Refused(f"{where}: valid_from (and valid_to, where it has ended) is a day, such as 2023-01-01")
    if last is not None and last < first:
        raise Refused(f"{where}: it would end before it begins")
    judgements = tuple(
        Judged(each["code"], each["title"], bool(each.get("overall"))) for each in _coded(row, "judgements", where)
    )
    grades = tuple((each["code"], each["title"]) for each in _coded(row, "grades", where))
    expects = {str(grade): str(kind) for grade, kind in _table(row, "expects", where).items()}
    return Framework(
        code=code,
        title=row["title"],
        valid_from=first,
        valid_to=last,
        judgements=judgements,
        grades=grades,
        source=row["source"],
        caveat=str(row.get("caveat", "")),
        council=council,
        expects_source=expects.pop("source", ""),
        expects=expects,
        window=_window(_table(row, "window", where), where),
        observed=_observed(row.get("observed", []), where),
    )


def _table(row: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = row.get(name, {})
    if not isinstance(table, dict):
        raise Refused(f"{where}: {name} is a table")
    return table


def _window(row: Mapping[str, Any], where: str) -> Window | None:
    if not row:
        return None
    first, last = row.get("from_months"), row.get("until_months")
    if type(first) is not int or type(last) is not int or not 0 < first <= last <= 240:
        raise Refused(f"{where}: window: from_months and until_months are whole numbers, the second not the smaller")
    return Window(first, last, str(row.get("source", "")))


def _observed(rows: Any, where: str) -> dict[str, Observed]:
    found = {}
    for row in rows if isinstance(rows, list) else [rows]:
        try:
            found[str(row["grade"])] = Observed(
                float(row["median"]), float(row["least"]), float(row["most"]), int(row["pairs"])
            )
        except (TypeError, KeyError, ValueError):
            raise Refused(f"{where}: observed: each has a grade, median, least, most and pairs") from None
    return found


def _coded(row: dict[str, Any], name: str, where: str) -> list[dict[str, Any]]:
    """Rows that each have a code and a title, no code twice."""
    rows = row.get(name)
    if not isinstance(rows, list) or not rows or not all(_has_code(each) for each in rows):
        raise Refused(f"{where}: {name} is a list in which each has a code and a title")
    for fact in ("code", "title"):
        if twice := _twice(each[fact] for each in rows):
            raise Refused(f"{where}: {name}: {twice!r} stands there twice")
    return rows


def _has_code(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) and row[name] for name in ("code", "title"))


def _twice(values: Iterable[str]) -> str:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ""
