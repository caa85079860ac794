"""The monthly report as a file, written by the command: from the same prepared figures that the site shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.benchmarking import attribution
from lineofsight.indicators.keeping import open_kept
from lineofsight.prepared.figures import monthly_for, months_offered, published_beside
from lineofsight.prepared.making import prepare
from lineofsight.problems import Refused
from lineofsight.reports.monthly_document import monthly_document
from lineofsight.reports.numbers import versions_of
from lineofsight.reports.sentences import phrases_of

#: As which files it is written; slides would be some hundred, and the highlight report has those.
ENDINGS = (".pdf", ".xlsx", ".html")


def write_monthly(home: Home, path: Path, *, made_on: dt.date, month: Month | None = None, now: bool = False) -> None:
    """Writes the monthly report of a month (the latest that ended), or of the extract date, to a file.

    Refused for another ending, a folder that isn't there, and a month that can't be reported.
    """
    if path.suffix.lower() not in ENDINGS:
        raise Refused(f"{path}: the monthly report is written as {', '.join(ENDINGS)}: change the file's ending")
    if not path.absolute().parent.is_dir():
        raise Refused(f"{path}: there is no folder {path.parent}: make it first")
    council = Council(home)
    counted = open_kept(prepare(council, made_on), council.book, council.reads, council.snapshot, memory="1GB")
    with counted.database:
        months = months_offered(counted)
        if month is not None and month not in months:
            raise Refused(f"{month} can't be reported from the records that are loaded")
        now = now or not months or (month is None and bool(council.snapshot.limits.get("latest_only")))
        asked = month or (months[0] if months else Month.of(council.snapshot.extracted_on))
        monthly = monthly_for(counted, asked, now=now, published=published_beside(council))
    from lineofsight.reports.renderings import written  # their libraries take a second to load
    from lineofsight.reports.sections_xlsx import sections_xlsx

    document = monthly_document(
        monthly,
        made_on,
        versions_of(council.book, monthly.month),
        phrases=phrases_of(home.sentences),
        attribution=attribution(),
    )
    try:
        ending = path.suffix.lower()[1:]
        path.write_bytes(sections_xlsx(document) if ending == "xlsx" else written(document, ending))
    except OSError as error:
        raise Refused(
            f"{path}: can't be written ({error.strerror}): close it where it is open, or choose another place"
        ) from None
