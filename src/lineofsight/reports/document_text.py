"""Texts of a report as every rendering says them: without what no file can hold, and marked where a person wrote."""

from __future__ import annotations

import dataclasses
import re
from typing import TypeVar

from lineofsight.reports.document import Paragraph, Text, words

T = TypeVar("T")
NO_FIGURE = "no figure"
#: They turn the words after them around, so that a sentence reads as another one.
_TURNS_WORDS_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(part: T) -> T:
    """A report, or a part of it, in which every character that XML can't hold is shown as one that is not known."""
    if isinstance(part, str):
        return _NOT_IN_A_FILE.sub("\ufffd", _TURNS_WORDS_AROUND.sub("", part))  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(printable(each) for each in part)  # type: ignore[return-value]
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        changed = {field.name: printable(getattr(part, field.name)) for field in dataclasses.fields(part)}
        return dataclasses.replace(part, **changed)
    return part


def edited(paragraph: Paragraph) -> str:
    """What stands behind a sentence that a person changed: " (edited by Linden Wren)"; else nothing."""
    return f" (edited by {paragraph.edited_by})" if paragraph.edited_by else ""


def said(paragraph: Paragraph) -> str:
    """A paragraph as plain words, with who changed it."""
    return words(paragraph.text) + edited(paragraph)


def lines_of(text: str) -> list[str]:
    """The lines of words that somebody else wrote, without the empty ones; at least one."""
    return [line.strip() for line in text.splitlines() if line.strip()] or [""]


def is_blank(text: Text) -> bool:
    """Whether nothing stands in a cell."""
    return not words(text).strip()


def as_property(text: str) -> str:
    """A text as the properties of a file take it: on one line, and no longer than they can be."""
    line = " ".join(text.split())
    return line if len(line) <= 250 else f"{line[:249]}…"
