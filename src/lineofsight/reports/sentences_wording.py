"""What sentences of reports are made of: words, patterns and phrases, read from a file that an analyst edits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lineofsight.problems import Refused

SHIPPED = Path(__file__).parent / "sentences.toml"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
#: What may stand in braces in a pattern.
OFFERED = frozenset(
    (
        "how_many", "of", "good", "others", "topic", "title", "figure", "numerator", "denominator", "few", "period",
        "minimum", "upper", "meaning", "previous", "previous_day",
    )
)  # fmt: skip
PHRASES = ("topic", "of", "good", "others", "matters")


@dataclass(frozen=True)
class Measure:
    """How a measure is spoken of. `of`: who or what is counted ("our care leavers"); `good`: what is true of those in
    the numerator ("are in touch with us"); `others`: of the others, where low is good; `matters`: why it concerns us.
    """

    topic: str = ""
    of: str = ""
    good: str = ""
    others: str = ""
    matters: str = ""


@dataclass(frozen=True)
class Phrases:
    """All that sentences are written from. `measures` by reference; one without an entry is named by its title."""

    words: Mapping[str, int]
    rules: Mapping[str, str]
    patterns: Mapping[str, str]
    measures: Mapping[str, Measure]


def phrases_of(own: Path | None = None) -> Phrases:
    """The phrases that ship, with the council's own entries in their place where it has a file.

    Refused, with the place, where its file can't be used: an entry that there is none of, or a pattern with a word in
    braces that is not offered.
    """
    shipped = _shipped()
    if own is None or not own.is_file():
        return shipped
    try:
        rows = tomllib.loads(own.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"reports/{own.name}: is no TOML ({error}): mend it there") from None
    return _read(rows, f"reports/{own.name}", shipped)


@lru_cache(maxsize=1)
def _shipped() -> Phrases:
    with SHIPPED.open("rb") as file:
        return _read(tomllib.load(file), SHIPPED.name, None)


def _read(rows: Mapping[str, Any], where: str, shipped: Phrases | None) -> Phrases:
    for name in rows:
        if name not in ("words", "rules", "patterns", "measures"):
            raise Refused(f"{where}: {name}: there is no such part: there are words, rules, patterns and measures")
    return Phrases(
        _words(_part(rows, "words", where, shipped.words if shipped else None, int), where),
        _part(rows, "rules", where, shipped.rules if shipped else None, str),
        _patterns(_part(rows, "patterns", where, shipped.patterns if shipped else None, str), where),
        {**(shipped.measures if shipped else {}), **_measures(rows.get("measures", {}), where)},
    )


def _part(
    rows: Mapping[str, Any], name: str, where: str, shipped: Mapping[str, Any] | None, kind: type
) -> dict[str, Any]:
    given = rows.get(name, {})
    if not isinstance(given, dict):
        raise Refused(f"{where}: {name}: must be a part, [{name}]")
    for key, value in given.items():
        if shipped is not None and key not in shipped:
            raise Refused(f"{where}: {name}.{key}: there is no such entry: there are {', '.join(shipped)}")
        if type(value) is not kind:
            raise Refused(f"{where}: {name}.{key}: must be {'a whole number' if kind is int else 'a text in quotes'}")
    return {**(shipped or {}), **given}


def _words(words: dict[str, int], where: str) -> dict[str, int]:
    if not 50 < words["most"] <= words["nearly_all"] <= 100:
        raise Refused(f"{where}: words: most must be above 50, nearly_all not below it, and neither above 100")
    return words


def _patterns(patterns: dict[str, str], where: str) -> dict[str, str]:
    for name, pattern in patterns.items():
        for word in PLACEHOLDER.findall(pattern):
            if word not in OFFERED:
                raise Refused(
                    f"{where}: patterns.{name}: {{{word}}} is not offered: there are {', '.join(sorted(OFFERED))}"
                )
    return patterns


def _measures(rows: Any, where: str) -> dict[str, Measure]:
    found = {}
    for ref, row in rows.items() if isinstance(rows, dict) else ():
        if not isinstance(row, dict):
            raise Refused(f'{where}: measures.{ref}: write its reference in quotes, [measures."{ref}"]')
        for name, value in row.items():
            if name not in PHRASES:
                raise Refused(f"{where}: measures.{ref}: there is no {name}: there are {', '.join(PHRASES)}")
            if not isinstance(value, str):
                raise Refused(f"{where}: measures.{ref}: {name} must be a text in quotes")
        found[ref] = Measure(**row)
    return found
