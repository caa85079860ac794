"""Reports are begun, and go out: frozen as data, with the records, the rules and the disclosure control chosen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import document_kept, wording
from lineofsight.reports.disclosed import Disclosed, disclosed
from lineofsight.reports.document import Report
from lineofsight.statistics.disclosure import Disclosure
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import day_of
from lineofsight.web.improvement.models import Meeting, Publication, WrittenReport
from lineofsight.web.improvement.reporting.editing import carry_over
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import check_improves

BEGAN, PUBLISHED = "began a report", "published a report"
READ_AGAIN = "The figures of {n} have changed since somebody wrote in their place: read those again first."


@dataclass(frozen=True)
class Choice:
    """How small figures are hidden in what goes out. `because`: why they are not, where nothing is hidden."""

    threshold: int
    rounding: int = 1
    secondary: bool = True
    because: str = ""

    @property
    def control(self) -> Disclosure:
        return Disclosure(self.threshold, self.rounding, self.secondary)


def default_choice() -> Choice:
    """What the council's settings choose for what is public."""
    threshold = int(setting("threshold"))
    why = "" if threshold > 1 else "The council's settings hide none"
    return Choice(threshold, max(1, int(setting("rounding"))), because=why)


def begin_report(*, by: User, kind: str, title: str, month: Month, meeting: Meeting | None = None) -> WrittenReport:
    """Begins a report of a month; people's own sentences of the last of its kind come along."""
    check_improves(by)
    title = said(title, "Say what the report is called.")
    with transaction.atomic():
        before = WrittenReport.objects.filter(kind=kind).order_by("-month", "-pk").first() if meeting is None else None
        made = WrittenReport.objects.create(kind=kind, title=title, month=str(month), meeting=meeting, made_by=by)
        record_change(by=by, did=BEGAN, subject=str(made.pk), kind=kind, title=title, month=str(month))
        if before is not None:
            carry_over(by=by, from_=before, to=made)
    return made


def controlled(report: Report, choice: Choice) -> Disclosed:
    """The report as it would go out, with what was hidden and what would still tell of it.

    A figure that an earlier publication hid, of whatever month, stays hidden: the two together would tell of it.
    """
    return disclosed(report, choice.control, kept=hidden_before())


def hidden_before() -> frozenset[str]:
    """The keys of all figures that a publication has hidden so far, as the record of changes has them."""
    details = Change.objects.filter(did=PUBLISHED).values_list("detail", flat=True)
    return frozenset(key for detail in details for key in detail.get("hidden", ()))


def out_already(report: WrittenReport) -> QuerySet[Publication]:
    """What has gone out of the month of a scrutiny report, the latest first: of this report or another one."""
    found = Publication.objects.filter(report__kind=report.kind, report__month=report.month, report__meeting=None)
    return found.select_related("report").order_by("-pk")


def hiding_before(report: WrittenReport) -> Publication | None:
    """The last that went out of the month with small figures hidden or rounded."""
    return out_already(report).filter(Q(threshold__gt=1) | Q(rounding__gt=1)).first()


def check_rounds_alike(report: WrittenReport, choice: Choice) -> None:
    """Refused where figures of the same month went out rounded otherwise: the two together would tell more."""
    before = hiding_before(report)
    if before is not None and before.rounding != choice.rounding:
        was = "not rounded" if before.rounding == 1 else f"rounded to the nearest {before.rounding}"
        raise Refused(
            f"Figures of {wording.month_name(Month.read(report.month))} went out {was} on "
            f"{wording.day(day_of(before.made_at))}: rounded otherwise, the two together would tell more. "
            "Round them the same."
        )


def publish(
    *,
    by: User,
    report: WrittenReport,
    content: Report,
    choice: Choice,
    book: str,
    snapshot: str,
    stale: int = 0,
    seen: int | None = None,
) -> Publication:
    """Freezes a report as it goes out. Refused where a hidden figure could still be worked out from it.

    `content`: the report with people's words in it; `stale`: how many of those stand for sentences that have changed.
    Where nothing is hidden the reason is kept. What was hidden is recorded, without its figures, so that it stays so.
    """
    check_improves(by)
    if stale:
        raise Refused(READ_AGAIN.format(n="1 sentence" if stale == 1 else f"{stale} sentences"))
    if not choice.control.hides:
        said(choice.because, "Say why no small figure is hidden.")
        hidden, keys = content, frozenset[str]()
    else:
        check_rounds_alike(report, choice)
        control = controlled(content, choice)
        if control.leaks:
            raise Refused("A hidden figure stands in words: " + " ".join(str(leak) for leak in control.leaks))
        hidden, keys = control.report, control.keys
    text = document_kept.to_json(with_choice(hidden, choice))
    with transaction.atomic():
        one: WrittenReport = locked(report, seen)
        last = one.publications.aggregate(last=Max("number"))["last"] or 0
        made = Publication.objects.create(
            report=one, number=last + 1, content=text, digest=hashlib.sha256(text.encode()).hexdigest(),
            snapshot=snapshot, book=book, threshold=choice.threshold, rounding=choice.rounding,
            secondary=choice.secondary, because=choice.because.strip(), made_by=by,
        )  # fmt: skip
        keep(one)
        record_change(
            by=by, did=PUBLISHED, subject=str(one.pk), number=made.number, snapshot=snapshot,
            threshold=choice.threshold, rounding=choice.rounding, secondary=choice.secondary, hidden=sorted(keys),
        )  # fmt: skip
    return made


def with_choice(report: Report, choice: Choice) -> Report:
    """The report with a sentence at its end that says what was done about small figures."""
    return replace(report, provenance=(*report.provenance, in_words(choice)))


def read_publication(publication: Publication) -> Report:
    """A report as it went out. Refused where its text is not what was kept."""
    if hashlib.sha256(publication.content.encode()).hexdigest() != publication.digest:
        raise Refused("This publication is not what was kept: restore the database from a backup.")
    return document_kept.from_json(publication.content)


def in_words(choice: Choice) -> str:
    """What was done about small figures, as it stands at the end of the report."""
    control = choice.control
    if not control.hides:
        return f"No figure is hidden: {choice.because.strip().rstrip('.')}."
    said = []
    if control.smallest_shown > 1:
        also = ", and others from which they could be worked out" if choice.secondary else ""
        said.append(f"Counts from 1 to {control.smallest_shown - 1} are hidden{also}")
    if choice.rounding > 1:
        said.append(f"counts are rounded to the nearest {choice.rounding}, and percentages are of the rounded counts")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."
