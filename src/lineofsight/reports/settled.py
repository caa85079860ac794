"""A file of an office program with the same bytes each time: the clock of the machine is taken out of it.

Such files are archives. Their libraries write into them when each part was put in, and into a workbook inside a chart
when it was made.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_FIRST = (1980, 1, 1, 0, 0, 0)  # an archive knows no day before
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def settled(archive: bytes, on: dt.date) -> bytes:
    """The archive with all its parts unchanged but for their dates, also in archives inside it."""
    moment = f"{on.isoformat()}T00:00:00Z".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith((".xlsx", ".docx", ".pptx")):
                part = settled(part, on)
            elif name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + moment + rb"\g<2>", part)
            told = zipfile.ZipInfo(name, _FIRST)
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = 0o600 << 16
            out.writestr(told, part)
    return made.getvalue()
