"""Kinds of visit, as data: notice, days on site, and every step with its day, its owner's part and what says so.

Shipped in `inspection/kinds`; a council adds one, or puts another in its place, in HOME/inspection/kinds. A file that
says `like` takes everything from another and names what differs: a step by its code, what is left out in `leave_out`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from lineofsight.problems import Refused
from lineofsight.web.improvement.models import AssuranceSource
from lineofsight.web.inspection.rules import HERE, ROOM
from lineofsight.web.rules import own_file, read_shipped

SHIPPED = HERE / "kinds"
#: In a council's home folder.
OWN = f"{ROOM}/kinds"
ANCHORS = ("call", "on_site", "last_day", "published", "received")
PHASES = {
    "call": "The day of the call",
    "off_site": "Before inspectors come",
    "on_site": "On site",
    "after": "Afterwards",
}
#: A step of each day has its day behind its code, and both go into the forty letters that a step keeps.
LONGEST_CODE, LONGEST_TITLE, LONGEST_BASIS = 29, 200, 300
_CODE = re.compile(rf"[a-z0-9_-]{{1,{LONGEST_CODE}}}")
ROOMS = ("lists", "documents", "audits", "meetings", "questions", "evaluation")
_STEP = frozenset(
    {"code", "phase", "title", "what", "part", "from", "day", "calendar_days", "each", "leads_to", "basis", "unsure"}
)


@dataclass(frozen=True)
class StepRule:
    """A step of a kind of visit. Its day: `day` working days after `after` (before it, where negative), or
    `calendar_days` of any kind; `each`: every working day on site.
    """

    code: str
    phase: str
    title: str
    what: str
    part: str
    after: str
    day: int
    calendar_days: int | None
    each: bool
    leads_to: str
    basis: str
    unsure: bool


@dataclass(frozen=True)
class Forecast:
    """How many calendar days after the last day on site a report was published: the median, and from the least to
    the most that occurred.
    """

    calendar_days: int
    at_least: int
    at_most: int
    source: str


@dataclass(frozen=True)
class VisitKind:
    """One kind of visit. `weeks_on_site` or `days_on_site`: how long; `source_kind`: of the register of assurance."""

    code: str
    title: str
    body: str
    source_kind: str
    graded: bool
    valid_from: dt.date
    valid_to: dt.date | None
    notice_working_days: int
    begins_on_monday: bool
    weeks_on_site: int
    days_on_site: int
    forecast: Forecast | None
    themes: tuple[str, ...]
    steps: tuple[StepRule, ...]
    source: str
    caveat: str
    council: bool = False

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def step(self, code: str) -> StepRule | None:
        return next((each for each in self.steps if each.code == code), None)


def kinds() -> dict[str, VisitKind]:
    """All kinds by code, as their files stand. Refused, with the place, where one can't be used."""
    files, own = _files()
    known = parts()
    return {code: _kind(code, _whole(code, files, ()), known, code in own) for code in files}


def kind(code: str) -> VisitKind:
    """A kind by its code. Refused where there is none."""
    found = kinds().get(code)
    if found is None:
        raise Refused(f"There is no kind of visit {code!r}.")
    return found


@dataclass(frozen=True)
class PartRule:
    """What somebody does in every visit."""

    code: str
    title: str
    what: str


def parts() -> dict[str, PartRule]:
    """The parts that steps name, by code. Refused where the council's file can't be used."""
    rows = own_file(ROOM, "parts.toml")
    if rows is None:
        rows = read_shipped(Path(__file__).parent / "parts.toml")
    found = {}
    for code, row in rows.items():
        if not isinstance(row, dict) or not isinstance(row.get("title"), str) or not row["title"].strip():
            raise Refused(f"{ROOM}/parts.toml: {code}: title is missing")
        found[code] = PartRule(code, row["title"], str(row.get("what", "")))
    return found


def _files() -> tuple[dict[str, dict[str, Any]], set[str]]:
    files = {file.stem: read_shipped(file) for file in sorted(SHIPPED.glob("*.toml"))}
    own = set()
    for path in sorted((Path(settings.LINEOFSIGHT_HOME) / OWN).glob("*.toml")):
        row = own_file(OWN, path.name)
        if row is not None:
            files[path.stem] = row
            own.add(path.stem)
    return files, own


def _whole(code: str, files: Mapping[str, dict[str, Any]], above: tuple[str, ...]) -> dict[str, Any]:
    """A file with what it takes from the one that it is like."""
    row = files[code]
    steps = row.get("step", [])
    if not isinstance(steps, list) or not all(isinstance(s, dict) and isinstance(s.get("code"), str) for s in steps):
        raise Refused(f"{OWN}/{code}.toml: each step needs a code")
    like = row.get("like")
    if like is None:
        return row
    if not isinstance(like, str) or like not in files or like in (*above, code):
        raise Refused(f"{OWN}/{code}.toml: like = {like!r}: there is no such kind, or they are like each other")
    base = _whole(like, files, (*above, code))
    merged = {**base, **{name: value for name, value in row.items() if name not in ("like", "step")}}
    if "days_on_site" in row:
        merged.pop("weeks_on_site", None)
    elif "weeks_on_site" in row:
        merged.pop("days_on_site", None)
    differ = {step["code"]: step for step in steps}
    left_out = _texts(merged, "leave_out", f"{OWN}/{code}.toml")
    merged.pop("leave_out", None)
    taken = [{**step, **differ.pop(step["code"], {})} for step in base.get("step", [])]
    merged["step"] = [step for step in [*taken, *differ.values()] if step["code"] not in left_out]
    return merged


def _kind(code: str, row: dict[str, Any], known: Mapping[str, PartRule], council: bool) -> VisitKind:
    where = f"{OWN}/{code}.toml"
    for name in ("title", "source", "body", "source_kind"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise Refused(f"{where}: {name} is missing")
    if row["source_kind"] not in AssuranceSource.Kind.values:
        raise Refused(f"{where}: source_kind is one of {', '.join(AssuranceSource.Kind.values)}")
    first, last = row.get("valid_from"), row.get("valid_to")
    if type(first) is not dt.date or type(last) not in (dt.date, type(None)):
        raise Refused(f"{where}: valid_from (and valid_to, where it has ended) is a day, such as 2023-01-01")
    weeks, days = _whole_number(row, "weeks_on_site", where, 0), _whole_number(row, "days_on_site", where, 0)
    if bool(weeks) == bool(days):
        raise Refused(f"{where}: give weeks_on_site or days_on_site, one of the two")
    steps = tuple(_step(step, known, where) for step in row.get("step", []))
    codes = [step.code for step in steps]
    if twice := next((each for each in codes if codes.count(each) > 1), ""):
        raise Refused(f"{where}: the step {twice!r} stands there twice")
    return VisitKind(
        code=code,
        title=row["title"],
        body=row["body"],
        source_kind=row["source_kind"],
        graded=_yes_or_no(row, "graded", where),
        valid_from=first,
        valid_to=last,
        notice_working_days=_whole_number(row, "notice_working_days", where, 5),
        begins_on_monday=_yes_or_no(row, "begins_on_monday", where),
        weeks_on_site=weeks,
        days_on_site=days,
        forecast=_forecast(row.get("forecast"), where),
        themes=_texts(row, "themes", where),
        steps=steps,
        source=row["source"],
        caveat=str(row.get("caveat", "")),
        council=council,
    )


def _step(row: Mapping[str, Any], known: Mapping[str, PartRule], where: str) -> StepRule:
    where = f"{where}: step {row['code'][:LONGEST_CODE]}"
    if not _CODE.fullmatch(row["code"]):
        raise Refused(f"{where}: a code is of small letters, digits and underlines, {LONGEST_CODE} at most")
    if len(str(row.get("title", ""))) > LONGEST_TITLE or len(str(row.get("basis", ""))) > LONGEST_BASIS:
        raise Refused(f"{where}: a title has at most {LONGEST_TITLE} letters, a basis {LONGEST_BASIS}")
    if unknown := sorted(set(row) - _STEP):
        raise Refused(f"{where}: {unknown[0]} is none of {', '.join(sorted(_STEP))}")
    if not isinstance(row.get("title"), str) or not row["title"].strip():
        raise Refused(f"{where}: title is missing")
    for name, among in (("phase", tuple(PHASES)), ("from", ANCHORS), ("part", tuple(known))):
        if row.get(name) not in among:
            raise Refused(f"{where}: {name} is one of {', '.join(among)}")
    if row.get("leads_to", "") not in ("", *ROOMS):
        raise Refused(f"{where}: leads_to is one of {', '.join(ROOMS)}")
    return StepRule(
        code=row["code"],
        phase=row["phase"],
        title=row["title"],
        what=str(row.get("what", "")),
        part=row["part"],
        after=row["from"],
        day=_whole_number(row, "day", where, 0, least=-100),
        calendar_days=_whole_number(row, "calendar_days", where, 0) if "calendar_days" in row else None,
        each=_yes_or_no(row, "each", where),
        leads_to=row.get("leads_to", ""),
        basis=str(row.get("basis", "")),
        unsure=_yes_or_no(row, "unsure", where),
    )


def _forecast(row: object, where: str) -> Forecast | None:
    if not row:
        return None
    if not isinstance(row, dict):
        raise Refused(f"{where}: forecast is a table with calendar_days, at_least and at_most")
    days, least, most = (_whole_number(row, name, where, 0) for name in ("calendar_days", "at_least", "at_most"))
    if not least <= days <= most:
        raise Refused(f"{where}: forecast: calendar_days lies from at_least to at_most")
    return Forecast(days, least, most, str(row.get("source", "")))


def _whole_number(row: Mapping[str, Any], name: str, where: str, otherwise: int, *, least: int = 0) -> int:
    value = row.get(name, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= 1000:
        raise Refused(f"{where}: {name} is a whole number from {least} to 1000")
    return value


def _yes_or_no(row: Mapping[str, Any], name: str, where: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise Refused(f"{where}: {name} is true or false")
    return value


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused(f"{where}: {name} is a list of texts")
    return tuple(value)
