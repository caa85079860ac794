"""Reads a file of the book: its header in TOML, checked field by field, and its select."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import (
    COMPARABLE,
    GRAINS,
    MEASURED,
    REPORTS,
    SCALES,
    UNITS,
    WINDOWS,
    Definition,
    DefinitionRefused,
    Kind,
    Target,
)
from lineofsight.records.headed import check_settings, line_of_field, split, text_of

TARGET_FIELDS = frozenset({"from", "minimum", "upper"})
#: Fields of the header that aren't a text: windows, targets and dates have checks of their own.
NOT_TEXT = frozenset(
    {
        *("windows", "targets", "settings", "reads_if_there", "change_log", "order", "per", "figures"),
        *("late_stays", "of_children", "scale", "kinds_in_order", "benchmarks"),
        *("reviewed_on", "next_review", "valid_from", "valid_to"),
    }
)
BENCHMARK_FIELDS = frozenset({"measure", "unit", "comparable", "why"})
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    "cohort": ("title", "who", "source", "valid_from"),
    "breakdown": ("title", "per", "members", "source", "valid_from"),
    "rating": ("title", "rule", "source", "valid_from"),
    "indicator": (
        *("title", "group", "one_row_for", "unit", "windows", "shown", "trend"),
        *("counted", "good", "why", "decision", "source", "owner", "caveats", "example"),
        *("authored_by", "checked_by", "reviewed_on", "next_review", "valid_from"),
    ),
}
KNOWN: Mapping[Kind, tuple[str, ...]] = {
    "cohort": (*REQUIRED["cohort"], "valid_to", "reads_if_there", "grain", "settings", "change_log"),
    "breakdown": (
        *REQUIRED["breakdown"],
        "valid_to",
        "reads_if_there",
        "order",
        "figures",
        "settings",
        "change_log",
    ),
    "rating": (*REQUIRED["rating"], "valid_to", "change_log"),
    "indicator": (
        *REQUIRED["indicator"],
        *(
            "valid_to",
            "reads_if_there",
            "order",
            "better",
            "rating",
            "targets",
            "settings",
            "change_log",
            "out_of",
            "rate_of",
            "per",
            "late_stays",
            *("report", "section", "kinds", "kinds_in_order", "measured_in", "scale", "of_children", "benchmarks"),
        ),
    ),
}


def read_definition(file: Path, base: Definition | None = None, *, own: bool = False) -> Definition:
    """Reads one file of the book.

    `base` gives the definition of the same name that holds before, for a council's own file: what the file leaves
    out (a field of the header, the select) is as before. Raises DefinitionRefused.
    """
    text = text_of(file)
    header, sql, sql_line = split(file, text)
    kind, name = _kind_and_name(file, header)
    required = REQUIRED[kind]
    unknown = next((field for field in header if field not in KNOWN[kind]), None)
    if unknown:
        raise DefinitionRefused(
            file, line_of_field(text, unknown), f"the header of {_a(kind)} has no field {unknown!r}: remove it"
        )
    if "valid_from" not in header:
        raise DefinitionRefused(
            file,
            1,
            'the header has no valid_from: add the month it holds from, for example valid_from = "2023-04"',
        )
    valid_from = _month(file, text, "valid_from", header["valid_from"])
    changed = frozenset(header) | ({"sql"} if sql.strip() else frozenset())
    if sql.strip() or base is not None:
        used_in = sql if sql.strip() or base is None else base.sql
        check_settings(file, text, header, used_in, base.settings if base else {}, stands_in="the book")
    if base is not None:
        settings = {**base.settings, **header.get("settings", {})}
        header = {k: v for k, v in base.header.items() if k not in ("valid_to", "change_log")} | header
        header |= {"settings": settings} if settings else {}
        if not sql.strip():
            sql, sql_line = base.sql, 1
    missing = next((field for field in required if field not in header), None)
    if missing:
        raise DefinitionRefused(file, 1, f"the header has no {missing}: add {missing} = ... to it")
    if not sql.strip():
        raise DefinitionRefused(file, sql_line, "there is no select after the header: add one")
    _check_fields(file, text, kind, header)
    if base is not None:
        _check_like(file, text, header, base)
    valid_to = _month(file, text, "valid_to", header["valid_to"]) if "valid_to" in header else None
    if valid_to is not None and valid_to < valid_from:
        raise DefinitionRefused(
            file, line_of_field(text, "valid_to"), f"valid_to lies before valid_from, {valid_from}: give a later month"
        )
    return Definition(
        kind=kind,
        name=name,
        file=file,
        header=header,
        sql=sql,
        sql_line=sql_line,
        valid_from=valid_from,
        valid_to=valid_to,
        targets=_targets(file, text, header if "targets" in changed else {**header, "targets": ()}, valid_from, base),
        own=own,
        changed=changed,
    )


def peek(file: Path) -> tuple[Kind, str, str]:
    """Kind, name and valid_from (as written) of a file, for putting files in order before reading them."""
    header, _, _ = split(file, text_of(file))
    kind, name = _kind_and_name(file, header)
    return kind, name, str(header.get("valid_from", ""))


def _kind_and_name(file: Path, header: dict[str, Any]) -> tuple[Kind, str]:
    fields: dict[str, Kind] = {
        "ref": "indicator",
        "cohort": "cohort",
        "breakdown": "breakdown",
        "rating": "rating",
    }
    for fieldname, kind in fields.items():
        if fieldname == "rating" and ("ref" in header or "windows" in header):  # an indicator that names its rule
            continue
        if fieldname in header:
            name = header.pop(fieldname)
            pattern = _REF if kind == "indicator" else _NAME
            if not isinstance(name, str) or not pattern.fullmatch(name):
                raise DefinitionRefused(
                    file,
                    1,
                    f"{fieldname} must be a short name of letters, digits, dots and underscores, in quotes",
                )
            return kind, name
    raise DefinitionRefused(
        file,
        1,
        'the header doesn\'t say what it defines: add ref = "LOCAL.1" for an indicator, or cohort = "..."',
    )


def _check_fields(file: Path, text: str, kind: Kind, header: Mapping[str, Any]) -> None:
    def refuse(fieldname: str, what: str) -> None:
        raise DefinitionRefused(file, line_of_field(text, fieldname), what)

    for fieldname in header.keys() - NOT_TEXT:
        if not isinstance(header[fieldname], str) or not (header[fieldname].strip() or fieldname == "better"):
            refuse(fieldname, f"{fieldname} must be a text in quotes, and not empty")
    if not isinstance(header.get("order", 0), int):
        refuse("order", "order must be a whole number")
    if not isinstance(header.get("figures", True), bool):
        refuse("figures", "figures must be true or false")
    for flag in ("late_stays", "of_children"):
        if not isinstance(header.get(flag, False), bool):
            refuse(flag, f"{flag} must be true or false")
    if_there = header.get("reads_if_there", [])
    if not isinstance(if_there, list) or not all(isinstance(name, str) for name in if_there):
        refuse("reads_if_there", 'reads_if_there must be a list of columns, for example ["ssd_person.pers_dob"]')
    if header.get("grain", GRAINS[0]) not in GRAINS:
        refuse("grain", f"grain must be {' or '.join(map(repr, GRAINS))}, or left out for a child at each date")
    if kind == "breakdown" and header["per"] not in ("child", "child and day"):
        refuse("per", 'per must be "child" or "child and day"')
    if kind != "indicator":
        return
    windows = header["windows"]
    if not isinstance(windows, list) or not windows or any(window not in WINDOWS for window in windows):
        refuse("windows", f"windows must be a list of some of {', '.join(WINDOWS)}")
    for shown in ("shown", "trend"):
        if header[shown] not in windows:
            refuse(shown, f"{shown} must be one of the windows: {', '.join(windows)}")
    if header["unit"] not in UNITS:
        refuse("unit", f"unit must be one of {', '.join(UNITS)}")
    if header.get("better", "") not in ("higher", "lower", ""):
        refuse("better", 'better must be "higher" or "lower", or left out where neither is good')
    if header.get("targets") and not header.get("rating"):
        refuse("targets", 'a definition with targets needs a rating: add rating = "minimum_and_upper"')
    if header.get("rating") and not header.get("better"):
        refuse("rating", 'a definition with a rating must say what is good: add better = "higher" or "lower"')
    if header["unit"] == "rate" and not (header.get("rate_of") and header.get("per")):
        refuse(
            "unit",
            'a rate needs the count that it divides and per how many: add rate_of = "1.3", per = 10000',
        )
    if header["unit"] == "rate" and (isinstance(header["per"], bool) or not isinstance(header["per"], int)):
        refuse("per", "per must be a whole number, for example 10000")
    _check_of_the_report(refuse, header)
    if ("month" in windows or "ytd" in windows) and "snapshot" in windows:
        refuse("windows", "an indicator counts events (month, ytd, rolling_year) or states (snapshot), not both")


def _check_of_the_report(refuse: Callable[[str, str], None], header: Mapping[str, Any]) -> None:
    """Where an indicator is reported, how its rows are measured and split, and what stands beside it."""
    if header.get("report", "highlight") not in REPORTS:
        refuse("report", f"report must be one of {', '.join(REPORTS)}")
    if header["unit"] in MEASURED and not header.get("measured_in"):
        refuse("unit", f'a {header["unit"]} needs what it is measured in: add measured_in = "working days"')
    scale = header.get("scale", 1)
    if isinstance(scale, bool) or not isinstance(scale, int) or scale not in SCALES:
        refuse("scale", f"scale must be one of {', '.join(map(str, SCALES))}: amounts are written in such parts")
    in_order = header.get("kinds_in_order", [])
    if not isinstance(in_order, list) or not all(isinstance(kind, str) and kind for kind in in_order):
        refuse("kinds_in_order", 'kinds_in_order must be a list of texts, for example ["Police", "Schools"]')
    if in_order and not header.get("kinds"):
        refuse("kinds_in_order", 'kinds_in_order needs what the kinds are: add kinds = "Source"')
    benchmarks = header.get("benchmarks", [])
    if not isinstance(benchmarks, list):
        refuse("benchmarks", "benchmarks are written as [[benchmarks]] with measure, unit, comparable and why")
    for row in benchmarks:
        if not isinstance(row, dict) or not {"comparable", "why"} <= set(row) <= BENCHMARK_FIELDS:
            refuse("benchmarks", "each benchmark has comparable and why, and where one is published measure and unit")
        if not all(isinstance(value, str) and value.strip() for value in row.values()):
            refuse("benchmarks", "what a benchmark says must be a text in quotes, and not empty")
        if row["comparable"] not in COMPARABLE:
            refuse("benchmarks", f"comparable must be one of {', '.join(COMPARABLE)}")
        if ("measure" in row) != ("unit" in row) or row.get("unit", "count") not in UNITS:
            refuse("benchmarks", f"a benchmark with a measure has a unit, one of {', '.join(UNITS)}")
        if row["comparable"] != "no" and "measure" not in row:
            refuse("benchmarks", "a benchmark that can be compared names its measure")


def _targets(
    file: Path, text: str, header: Mapping[str, Any], valid_from: Month, before: Definition | None
) -> tuple[Target, ...]:
    line = line_of_field(text, "targets")
    targets = {target.from_month: target for target in before.targets} if before else {}
    rows = header.get("targets", ())
    if not isinstance(rows, list | tuple):
        raise DefinitionRefused(file, line, "targets are written as [[targets]] with from, minimum and upper")
    here: set[Month] = set()
    for row in rows:
        if not isinstance(row, dict) or not {"minimum", "upper"} <= set(row) <= TARGET_FIELDS:
            raise DefinitionRefused(
                file, line, "each target has a minimum and an upper and nothing else: [[targets]] from, minimum, upper"
            )
        since = _month(file, text, "from", row["from"]) if "from" in row else valid_from
        values = {name: row[name] for name in ("minimum", "upper")}
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise DefinitionRefused(file, line, f"the target's {name} must be a number")
            if not 0 <= value <= (100 if header["unit"] == "percent" else 1e9):
                raise DefinitionRefused(
                    file, line, f"the target's {name} can't be {value}: a percentage is 0 to 100, a number at least 0"
                )
        if since in here:
            raise DefinitionRefused(file, line, f"two targets hold from {since}: keep one")
        here.add(since)
        targets[since] = Target(since, _exactly(values["minimum"]), _exactly(values["upper"]))
    lower = header.get("better") == "lower"
    for target in targets.values():
        minimum, upper = Decimal(target.minimum), Decimal(target.upper)
        if (minimum < upper) if lower else (minimum > upper):
            raise DefinitionRefused(
                file,
                line,
                f"the minimum and upper target from {target.from_month} are the wrong way round where "
                f"{'lower' if lower else 'higher'} is better",
            )
    return tuple(targets[month] for month in sorted(targets))


def _exactly(value: float) -> str:
    """The number as it is written, never with an exponent."""
    return format(Decimal(repr(value)), "f")


def _check_like(file: Path, text: str, header: Mapping[str, Any], base: Definition) -> None:
    """Refuses a version that counts something else than the one before: its figures could not stand in a row."""
    counts_events = any(window in ("month", "ytd") for window in header.get("windows", ()))
    alike = ("unit", "per", "grain", "scale", "of_children")
    different = next((name for name in alike if header.get(name) != base.header.get(name)), "")
    if not different and counts_events != base.is_event:
        different = "windows"
    if different:
        raise DefinitionRefused(
            file,
            line_of_field(text, different),
            f"{different} can't differ from the version before ({base.header.get(different)}): "
            f"give the definition a name of its own",
        )


def _month(file: Path, text: str, fieldname: str, value: Any) -> Month:
    try:
        return Month.read(str(value))
    except ValueError:
        raise DefinitionRefused(
            file, line_of_field(text, fieldname), f'{fieldname} must be a month in quotes, for example "2023-04"'
        ) from None


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
