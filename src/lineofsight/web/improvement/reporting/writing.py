"""A report while it is written: what the rules say now, with people's words in it."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.calendar import Month
from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.document import Paragraph, Report
from lineofsight.web.improvement.models import WrittenReport
from lineofsight.web.improvement.reporting.editing import edited, sentences_of
from lineofsight.web.improvement.reporting.parts import Part
from lineofsight.web.improvement.reporting.scrutiny import scrutiny_parts, scrutiny_report
from lineofsight.web.seen import Seen


@dataclass(frozen=True)
class Draft:
    """`stale`: keys of sentences that somebody wrote in the place of one whose words or figures are others now."""

    report: Report
    parts: tuple[Part, ...]
    stale: tuple[str, ...]

    @property
    def sentences(self) -> list[Paragraph]:
        return [each for part in self.parts for each in sentences_of(part.sections)]


def drafted(seen: Seen, report: WrittenReport, *, with_edits: bool = True) -> Draft:
    """A scrutiny report as it reads now. Refused where its month can't be reported from the records that serve."""
    month = Month.read(report.month)
    if month not in months_offered(seen.counted):
        raise Refused(f"{wording.month_name(month)} can't be reported from the records that are loaded.")
    parts = scrutiny_parts(seen, month)
    stale: list[str] = []
    if with_edits:
        mine = report.sentences.select_related("edited_by") if report.pk else ()
        parts, stale = edited(parts, mine)
    return Draft(scrutiny_report(seen, month, report.title, parts), tuple(parts), tuple(stale))
