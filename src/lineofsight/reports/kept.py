"""Keeps a report as data, and reads it again: what a published month holds of its highlight report.

Figures stay exact, and older files can still be read: `as_data.py` says how.
"""

from __future__ import annotations

import json

from lineofsight.problems import Refused
from lineofsight.reports.as_data import read, written
from lineofsight.reports.model import HighlightReport

FORM = 1


def to_json(report: HighlightReport) -> str:
    """The whole report as JSON, from which `from_json` makes an equal one."""
    return json.dumps({"form": FORM, "report": written(report)}, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> HighlightReport:
    """The report that `to_json` wrote. Refused where the text isn't one, or of a later form."""
    try:
        kept = json.loads(text)
        form, report = kept["form"], kept["report"]
    except (ValueError, LookupError, TypeError):
        raise Refused("report.json: can't be read") from None
    if form != FORM:
        raise Refused(f"report.json: was written by a later version of this program (form {form}): update it")
    try:
        return read(HighlightReport, report)  # type: ignore[no-any-return]
    except (ValueError, LookupError, TypeError, ZeroDivisionError):
        raise Refused("report.json: can't be read") from None
