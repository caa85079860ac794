"""The files that the highlight report can be written to, by their endings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.reports.model import HighlightReport

#: Those that the report's own writers make, and those that are written of it as a document.
OWN = {".xlsx": "xlsx", ".html": "html", ".csv": "csv"}
DOCUMENTS = {".pdf": "pdf", ".docx": "docx", ".pptx": "pptx"}
ENDINGS = (*OWN, *DOCUMENTS)


def check_place(path: Path) -> None:
    """Refused where no report is written with that ending, or there is no such folder."""
    if path.suffix.lower() not in ENDINGS:
        raise Refused(f"{path}: a report is written as {', '.join(ENDINGS)}: change the file's ending")
    if not path.absolute().parent.is_dir():
        raise Refused(f"{path}: there is no folder {path.parent}: make it first")


def write_highlight(
    report: HighlightReport, path: Path, *, made_on: dt.date, versions: Mapping[str, str] | None = None
) -> None:
    """Writes the report to a file. `versions`: of each indicator, the version of its definition.

    Refused where the file can't be written.
    """
    check_place(path)
    ending = path.suffix.lower()
    if ending in OWN:
        import_module(f"lineofsight.reports.{OWN[ending]}").write_highlight(report, path)
        return
    from lineofsight.reports.highlight_document import highlight_document
    from lineofsight.reports.renderings import written

    content = written(highlight_document(report, made_on, versions, charts=ending == ".pptx"), DOCUMENTS[ending])
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(
            f"{path}: can't be written ({error.strerror}): close it where it is open, or choose another place"
        ) from None
