"""The files that a report can be written as, by the ending of their names.

The same report gives the same bytes in each of them: dates inside the files are the report's, not the clock's. A later
version of a library may write other bytes, which say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lineofsight.problems import Refused
from lineofsight.reports.document import Report
from lineofsight.reports.document_docx import docx
from lineofsight.reports.document_html import page
from lineofsight.reports.document_pdf import pdf
from lineofsight.reports.document_pptx import pptx
from lineofsight.reports.document_xlsx import xlsx


@dataclass(frozen=True)
class Rendering:
    """A way to write a report: what its file is called on a page, what it is to a browser, and who writes it."""

    title: str
    content_type: str
    write: Callable[[Report], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
RENDERINGS = {
    "html": Rendering("web page in one file", "text/html; charset=utf-8", lambda report: page(report).encode()),
    "pdf": Rendering("accessible PDF", "application/pdf", pdf),
    "pptx": Rendering("slides (PowerPoint)", f"{_OFFICE}.presentationml.presentation", pptx),
    "docx": Rendering("document to edit (Word)", f"{_OFFICE}.wordprocessingml.document", docx),
    "xlsx": Rendering("workbook (Excel)", f"{_OFFICE}.spreadsheetml.sheet", xlsx),
}


def written(report: Report, suffix: str) -> bytes:
    """The report as a file with that ending. Refused where no report is written so."""
    if suffix not in RENDERINGS:
        raise Refused(f"A report is not written as {suffix!r}: choose one of {', '.join(RENDERINGS)}")
    return RENDERINGS[suffix].write(report)
