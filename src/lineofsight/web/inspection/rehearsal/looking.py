"""What a rehearsal looks at: the call is made believe on a day, and each thing that it needs is held against its day.

    parts · records · lists · documents · audits · plan and self-evaluation · planning ──► points, each with its page

Every point says what was found in a sentence that names no child, and can be opened. Nothing is weighed in secret: a
point is worth one, and the score is how many are earned of how many there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from lineofsight.calendar import WorkingCalendar, months_before
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.audits.models import Audit
from lineofsight.web.audits.steps import GIVEN, UNFINISHED
from lineofsight.web.clock import day_of
from lineofsight.web.improvement.assurance.reading import decisions_overdue
from lineofsight.web.improvement.models import Board, Meeting, PlanAction, SelfEvaluation
from lineofsight.web.inspection.documents.readiness import documents_wanted, is_out_of_date, is_ready
from lineofsight.web.inspection.lists.reading import Standing, standing_of
from lineofsight.web.inspection.models import Document, RehearsalPoint
from lineofsight.web.inspection.rules import setting
from lineofsight.web.inspection.visits.kinds import VisitKind
from lineofsight.web.inspection.visits.parts_keeping import filled_parts
from lineofsight.web.inspection.visits.timeline import Days, council_calendar, days_of, due_after_call, planned
from lineofsight.web.serving import serving
from lineofsight.web.templatetags.words import counted

Outcome = RehearsalPoint.Outcome
AREAS = {
    "people": "Who does what",
    "records": "The records",
    "lists": "Lists of Annex A",
    "documents": "Documents",
    "audits": "Audits",
    "plan": "Self-evaluation and plan",
    "planning": "Planning meetings",
}


@dataclass(frozen=True)
class Point:
    """One thing that was looked at. It is earned where its outcome is met."""

    area: str
    code: str
    title: str
    outcome: str
    found: str
    page: str

    @property
    def earned(self) -> int:
        return int(self.outcome == Outcome.MET)


@dataclass(frozen=True)
class Looked:
    """What came of one look: the points, in the order of the areas, and what they were held against."""

    kind: VisitKind
    days: Days
    points: tuple[Point, ...]
    snapshot: str
    run: str

    @property
    def earned(self) -> int:
        return sum(point.earned for point in self.points)


def look(kind: VisitKind, called_on: dt.date) -> Looked:
    """Everything that a call on a day would need. Refused where the timeline can't be made."""
    calendar = council_calendar()
    days = days_of(kind, calendar, called_on)
    planned(kind, days, calendar)  # refused where bank holidays of later years are not known
    standing = standing_of()
    points = [
        *_people(kind),
        *_records(called_on),
        *_lists(standing, kind, days, calendar),
        *_documents(called_on, days, calendar),
        *_audits(called_on),
        *_plan(called_on),
        *_planning(called_on),
    ]
    return Looked(kind, days, tuple(points), _snapshot(), standing.run_id if standing else "")


def _people(kind: VisitKind) -> Iterator[Point]:
    needed = {rule.part for rule in kind.steps}
    for each in filled_parts():
        if each.rule.code not in needed:
            continue
        page = reverse("inspection:parts")
        for what, who in (("", each.whose), ("deputy", each.deputy_is)):
            title = f"{each.rule.title}: {what}" if what else each.rule.title
            found = f"{who}." if who else "Nobody is named."
            yield Point("people", f"{each.rule.code}-{what or 'owner'}", title,
                        Outcome.MET if who else Outcome.MISSING, found, page)  # fmt: skip


def _records(called_on: dt.date) -> Iterator[Point]:
    page, title = reverse("performance:home"), "The records are new enough"
    try:
        extracted_on = serving().council.snapshot.extracted_on
    except Refused as refusal:
        yield Point("records", "age", title, Outcome.MISSING, str(refusal), page)
        return
    old, most = (called_on - extracted_on).days, int(setting("data_days"))
    outcome = Outcome.MET if 0 <= old <= most else Outcome.LATE
    found = f"The extract is of {wording.day(extracted_on)}, {counted(old, 'day')} old. It may be {most}."
    yield Point("records", "age", title, outcome, found, page)


def _lists(standing: Standing | None, kind: VisitKind, days: Days, calendar: WorkingCalendar) -> Iterator[Point]:
    rule = kind.step("lists")
    due = due_after_call(days, rule.day if rule else 0, calendar)
    page = reverse("inspection:lists")
    if standing is None:
        yield Point("lists", "run", "The lists are produced", Outcome.MISSING, "They were never produced here.", page)
        return
    page = reverse("inspection:run", args=[standing.run_id])
    old, most = (days.called_on - standing.on).days, int(setting("data_days"))
    yield Point(
        "lists", "run", "The lists are produced", Outcome.MET if 0 <= old <= most else Outcome.LATE,
        f"The last run is of {wording.day(standing.on)}, {counted(old, 'day')} old. Due on {wording.day(due)}.",
        page,
    )  # fmt: skip
    if not standing.complete:
        yield Point("lists", "complete", "What is to mend in them is known", Outcome.UNKNOWN,
                    "That run was kept with its rows alone: produce the lists again.", page)  # fmt: skip
    share = int(setting("complete_share"))
    for each in standing.lists:
        name = f"List {each.number}, {each.title}"
        here = reverse("inspection:run_list", args=[standing.run_id, each.number])
        if each.cannot:
            yield Point("lists", f"{each.number}-made", f"{name}: made", Outcome.MISSING,
                        f"It could not be made: {each.cannot.rstrip('.')}.", here)  # fmt: skip
            continue
        yield Point("lists", f"{each.number}-made", f"{name}: made", Outcome.MET, f"{counted(each.rows, 'row')}.", here)
        complete = each.share_complete is None or each.share_complete * 100 >= share
        said = "No cell counts." if each.share_complete is None else f"{float(each.share_complete):.1%} of its cells."
        yield Point("lists", f"{each.number}-complete", f"{name}: complete",
                    Outcome.MET if complete else Outcome.INVALID,
                    f"{said} {each.to_mend:,} to mend; {share}% is wanted.", here)  # fmt: skip
        if each.unexplained is not None:
            yield Point("lists", f"{each.number}-agrees", f"{name}: agrees with the scorecard",
                        Outcome.INVALID if each.unexplained else Outcome.MET,
                        f"{each.unexplained:,} of the differences are not explained.", here)  # fmt: skip
        signed = each.is_recognised
        missing = (
            "It is signed twice."
            if signed
            else "It is not recognised as right."
            if each.is_valid
            else ("Nobody has signed it.")
        )
        yield Point("lists", f"{each.number}-signed", f"{name}: signed",
                    Outcome.MET if signed else Outcome.MISSING, missing, here)  # fmt: skip


def _documents(called_on: dt.date, days: Days, calendar: WorkingCalendar) -> Iterator[Point]:
    found = list(documents_wanted())
    if not found:
        yield Point("documents", "none", "Documents are listed", Outcome.MISSING, "No document is listed.",
                    reverse("inspection:documents"))  # fmt: skip
    for document in found:
        due = due_after_call(days, document.due_day, calendar)
        outcome, said = _document(document, called_on, due)
        yield Point("documents", str(document.pk), document.title, outcome, f"{said} Due on {wording.day(due)}.",
                    reverse("inspection:document", args=[document.pk]))  # fmt: skip


def _document(document: Document, on: dt.date, due: dt.date) -> tuple[str, str]:
    state = document.get_state_display()
    if is_ready(document, on):
        return Outcome.MET, f"{state}."
    if is_out_of_date(document, on):
        assert document.review_by is not None
        return Outcome.INVALID, f"{state}, and out of date since {wording.day(document.review_by)}."
    who = f"{document.whose or 'Nobody'} has it."
    if document.plan_on is not None and on <= document.plan_on <= due:
        return Outcome.MISSING, f"{state}; planned for {wording.day(document.plan_on)}, in time. {who}"
    if document.plan_on is not None:
        return Outcome.LATE, f"{state}; planned for {wording.day(document.plan_on)}. {who}"
    return Outcome.MISSING if document.state == Document.State.MISSING else Outcome.LATE, f"{state}, no day. {who}"


def _audits(called_on: dt.date) -> Iterator[Point]:
    months, page = int(setting("audit_months")), reverse("audits:home")
    since = months_before(called_on, months)
    moments = Audit.objects.filter(state__in=GIVEN).values_list("submitted_at", flat=True)
    given = sum(at is not None and since < day_of(at) <= called_on for at in moments)
    outcome = Outcome.MET if given else Outcome.MISSING
    found = f"{counted(given, 'audit was,audits were')} given in."
    yield Point("audits", "given", f"Audits of the last {months} months", outcome, found, page)
    late = Audit.objects.filter(state__in=UNFINISHED, due_on__lt=called_on).count()
    outcome = Outcome.LATE if late else Outcome.MET
    yield Point("audits", "late", "No audit is overdue", outcome, f"{counted(late, 'audit')} overdue.", page)


def _plan(called_on: dt.date) -> Iterator[Point]:
    agreed = SelfEvaluation.objects.filter(state="agreed").order_by("-as_at").first()
    page, outcome = reverse("improvement:evaluations"), Outcome.MISSING
    found = "No self-evaluation is agreed."
    if agreed is not None:
        page = reverse("improvement:evaluation", args=[agreed.pk])
        outcome = Outcome.MET if agreed.as_at > months_before(called_on, 12) else Outcome.LATE
        found = f"The agreed one describes {wording.day(agreed.as_at)}."
    yield Point("plan", "evaluation", "A self-evaluation of the last twelve months", outcome, found, page)

    actions = PlanAction.objects.filter(outcome__theme__plan__closed_at=None).exclude(state="withdrawn")
    late = actions.exclude(state="complete").filter(due_on__lt=called_on).count()
    outcome, found = Outcome.MISSING, "No plan with actions is open."
    if actions.exists():
        outcome = Outcome.LATE if late else Outcome.MET
        found = f"{counted(late, 'of its actions is,of its actions are')} past the day."
    yield Point("plan", "plan", "An improvement plan that is kept up", outcome, found, reverse("improvement:plans"))

    overdue = len(decisions_overdue(called_on))
    outcome = Outcome.LATE if overdue else Outcome.MET
    found = f"{counted(overdue, 'finding waits,findings wait')} for a decision after its day."
    page = reverse("improvement:assurance")
    yield Point("plan", "findings", "Every finding from outside has its answer", outcome, found, page)


def _planning(called_on: dt.date) -> Iterator[Point]:
    meetings = Meeting.objects.filter(board__kind=Board.Kind.INSPECTION, board__ended_on=None)
    held = meetings.filter(state__in=(Meeting.State.HELD, Meeting.State.RECORDED), held_on__lte=called_on).first()
    weeks, page = int(setting("planning_weeks")), reverse("inspection:planning")
    if held is None:
        outcome, found = Outcome.MISSING, "The planning group has not met."
    else:
        young = (called_on - held.held_on).days <= weeks * 7
        outcome, found = Outcome.MET if young else Outcome.LATE, f"It met on {wording.day(held.held_on)}."
    yield Point("planning", "met", f"The planning group met in the last {weeks} weeks", outcome, found, page)
    coming = meetings.filter(state=Meeting.State.PLANNED, held_on__gte=called_on).last()
    yield Point("planning", "next", "Its next meeting is planned", Outcome.MET if coming else Outcome.MISSING,
                f"On {wording.day(coming.held_on)}." if coming else "None is planned.", page)  # fmt: skip


def _snapshot() -> str:
    try:
        return serving().council.snapshot.id
    except Refused:
        return ""
