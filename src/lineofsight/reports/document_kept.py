"""Keeps a report that went out as data, and reads it again: the same report, to the last fraction.

What is kept is one line of JSON with the number of its form. `as_data.py` says how objects are written.
"""

from __future__ import annotations

import hashlib
import json

from lineofsight.problems import Refused
from lineofsight.reports import document
from lineofsight.reports.as_data import read, written
from lineofsight.reports.document import Report

FORM = 1
#: What a text or a section is made of: each says which it is.
_NAMED = (
    *(document.Number, document.Strong),
    *(document.Paragraph, document.Bullets, document.Quote, document.Facts, document.Table, document.Chart),
)
_DAMAGED = "The report that was kept can't be read: restore it from a backup."


def to_json(report: Report) -> str:
    """The whole report as JSON, from which `from_json` makes an equal one. The same report gives the same text."""
    kept = {"form": FORM, "report": written(report, _NAMED)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_json(text: str) -> Report:
    """The report that `to_json` wrote. Refused where the text isn't one, or of a later form."""
    try:
        kept = json.loads(text)
        form, report = kept["form"], kept["report"]
    except (ValueError, LookupError, TypeError):
        raise Refused(_DAMAGED) from None
    if form != FORM:
        raise Refused(f"The report was kept by a later version of this program (form {form}): update it.")
    try:
        return read(Report, report)  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError, ZeroDivisionError):
        raise Refused(_DAMAGED) from None


def digest(report: Report) -> str:
    """What a report can be known by: the SHA-256 of its JSON, in hexadecimal."""
    return hashlib.sha256(to_json(report).encode()).hexdigest()
