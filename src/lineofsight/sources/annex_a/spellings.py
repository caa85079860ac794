"""Which code of a column a cell means, where it is written as no list of codes has it.

Annex A puts a letter before its values ("a) Male", "zz) T4: Temporary placement"), and systems write a code before or
after its label, with whatever stands between. What this can't tell with certainty stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from lineofsight.records.descriptions import Column, heading
from lineofsight.records.reading import code_of

_LETTER = re.compile(r"^\s*\(?[a-z]{1,2}\d?\)\s*", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PIECES = re.compile(r"[\s:()\[\]>/–—-]+")
_SHORT = 4  # letters of a code or of initials at most: longer pieces of a text are words


def with_spellings(column: Column, written: Iterable[object]) -> Column:
    """The column with the spellings of a workbook's cells added to those that it knows."""
    if not column.codes:
        return column
    more = {}
    for cell in written:
        if isinstance(cell, str) and cell and (text := cell.strip()) and code_of(column, text, {}) is None:
            code = code_meant(column, text)
            if code is not None:
                more[text] = code
    return replace(column, also_written={**column.also_written, **more}) if more else column


def code_meant(column: Column, written: str) -> str | None:
    """The code that a text means; None where it means none, or may mean two.

    >>> code_meant(gender, "b) Female"), code_meant(ethnicity, "White British (A1)"), code_meant(need, "N1 or N2")
    ('F', 'WBRI', None)
    """
    known, short = _known(_frozen(column))
    text = _LETTER.sub("", written, count=1)
    without = _BRACKETS.sub(" ", text)
    for whole in (written, text, without):
        if (key := heading(whole)) in known:
            return known[key]
    halves = [(half, known) for mark in (" - ", ":") for half in [without.partition(mark)[::2]]]
    for apart, names in (*halves, (_PIECES.split(text), short)):
        codes = {names[key] for key in map(heading, apart) if key in names}
        if len(codes) == 1:
            return codes.pop()
    return None


def _frozen(column: Column) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(column.codes.items()), tuple(column.also_written.items())


@cache
def _known(spellings: tuple[tuple[tuple[str, str], ...], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """What each spelling means; and codes and initials alone, which may stand among other words."""
    codes, others = spellings
    known = {heading(written): code for written, code in others}
    known |= {heading(label): code for code, label in codes}
    known |= {heading(code): code for code, _ in codes}
    known.pop("", None)
    initials = [(code, code) for code, _ in codes] + [(written, code) for written, code in others]
    short = {heading(each): code for each, code in initials if each == each.upper() and len(each) <= _SHORT}
    short.pop("", None)
    return known, short
