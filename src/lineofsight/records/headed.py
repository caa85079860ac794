"""Reads a file that has a header in TOML and one select: a definition of the book, or a rule of the checks.

/*
title = "..."
[settings]
within_days = 28
*/
select ... where day > extracted_on - $within_days
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from lineofsight.problems import Refused

SETTING = re.compile(r"\$([a-z][a-z0-9_]*)")


class SelectRefused(Refused):
    """A file with a select can't be used: its file and line, what is wrong and what would mend it."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file.name}, line {line}: {what}")
        self.file, self.line, self.what = file, line, what


class Select(Protocol):
    """What is read from such a file. `sql_line` is the line of the file on which the select begins."""

    @property
    def file(self) -> Path: ...
    @property
    def sql(self) -> str: ...
    @property
    def sql_line(self) -> int: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    def runnable(self) -> str:
        """The select with its settings written in."""
        ...


def text_of(file: Path) -> str:
    """The file's text, with lines that end as they do here; refused where it isn't UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise SelectRefused(file, 1, "the file is not UTF-8: save it as UTF-8") from None


def split(file: Path, text: str) -> tuple[dict[str, Any], str, int]:
    """The header, the select after it (which may be empty) and the line on which that begins."""
    opening = re.match(r"\s*/\*", text)
    closing = text.find("*/")
    if opening is None or closing < 0:
        raise SelectRefused(
            file,
            1,
            "there is no header: begin the file with /* and the header's fields, and end them with */",
        )
    try:
        header = tomllib.loads(text[opening.end() : closing])
    except tomllib.TOMLDecodeError as error:
        within = re.search(r"at line (\d+)", str(error))
        line = text[: opening.end()].count("\n") + (int(within[1]) if within else 1)
        what = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise SelectRefused(
            file, line, f'the header can\'t be read ({what}): write each field as name = "text"'
        ) from None
    rest = text[closing + 2 :]
    leading = len(rest) - len(rest.lstrip())
    return header, rest.strip().rstrip("; \n\t") + "\n", text[: closing + 2 + leading].count("\n") + 1


def line_of_field(text: str, field: str) -> int:
    """The line on which a field of the header stands; the first where it has none."""
    found = re.search(rf"^\s*(\[+\s*)?{re.escape(field)}\b", text, re.MULTILINE)
    return text[: found.end()].count("\n") + 1 if found else 1


def check_settings(
    file: Path, text: str, header: Mapping[str, Any], sql: str, before: Mapping[str, Any], *, stands_in: str
) -> None:
    """Refuses settings that aren't a table of plain values, that the select doesn't use, or of another type.

    `before` are those of the file that this one is laid over, and `stands_in` says where they stand.
    """
    settings = header.get("settings", {})
    if not isinstance(settings, dict):
        raise SelectRefused(
            file,
            line_of_field(text, "settings"),
            "settings are written as [settings] and then a line for each: name = 28",
        )
    used = set(SETTING.findall(sql))
    for name, value in settings.items():
        line = line_of_field(text, name)
        if name not in used:
            have = ", ".join(sorted(used)) or "none"
            raise SelectRefused(
                file, line, f"the setting {name} is not used: the select uses {have}. Mend its name or remove it"
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise SelectRefused(file, line, f"the setting {name} must be a number that ends")
        was = before.get(name)
        if was is not None and type(was) is not type(value):
            raise SelectRefused(
                file, line, f"the setting {name} is {was!r} in {stands_in}: give a value of the same kind"
            )


def with_settings(select: Select) -> str:
    """Puts the header's settings in place of `$name` in the select; refused where one has no setting."""

    def written(match: re.Match[str]) -> str:
        name = match[1]
        if name not in select.settings:
            line = select.sql_line + select.sql[: match.start()].count("\n")
            raise SelectRefused(
                select.file,
                line,
                f"${name} has no value: add it to [settings] in the header, for example {name} = 28",
            )
        return _literal(select, name, select.settings[name], quoted=_inside_quotes(select.sql, match))

    return SETTING.sub(written, select.sql)


def _inside_quotes(sql: str, match: re.Match[str]) -> bool:
    return sql.count("'", sql.rfind("\n", 0, match.start()) + 1, match.start()) % 2 == 1


def _literal(select: Select, name: str, value: Any, *, quoted: bool) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float() if math.isfinite(value):
            return str(value) if value >= 0 else f"({value})"
        case dt.date() if not isinstance(value, dt.datetime):
            return f"date '{value}'"
        case str() if not quoted:
            return "'" + value.replace("'", "''") + "'"
    raise SelectRefused(select.file, 1, f"the setting {name} must be a whole number, a number, a text or a date")
