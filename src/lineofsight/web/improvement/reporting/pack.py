"""A board's pack, built in one press: where we stand, exceptions, measures, audits, voice, risks, decisions needed.

It is built as at the latest month that has ended, and frozen as it is: what changes afterwards is in the next pack.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from lineofsight.calendar import Month
from lineofsight.indicators.benchmarking import attribution
from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import sentences as rules_of_sentences
from lineofsight.reports import wording
from lineofsight.reports.document import Block, Bullets, Cell, Column, Paragraph, Report, Section, Strong, Table
from lineofsight.reports.model import HighlightReport
from lineofsight.reports.numbers import Numbers, versions_of
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.changing import locked
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance.reading import decisions_overdue
from lineofsight.web.improvement.boards.meeting import actions_to_report, meeting_before
from lineofsight.web.improvement.boards.steps import TOOK_PLACE
from lineofsight.web.improvement.models import (
    AgendaItem,
    Decision,
    Meeting,
    PlanAction,
    PlanEvidence,
    Publication,
    Risk,
    WrittenReport,
)
from lineofsight.web.improvement.plan.following import follow
from lineofsight.web.improvement.plan.reading import Rated, rated_actions
from lineofsight.web.improvement.reporting import audits, measures, publishing
from lineofsight.web.improvement.reporting.publishing import Choice
from lineofsight.web.improvement.reporting.risk_table import risk_table
from lineofsight.web.improvement.risks.reading import risks_there
from lineofsight.web.improvement.risks.scoring import latest, rating_of_score
from lineofsight.web.improvement.running import check_improves
from lineofsight.web.performance.reading import report_served
from lineofsight.web.seen import Seen

#: Why nothing is hidden in a pack.
FOR_MEMBERS = "The pack is for the board and those who run the service, and names no child"
#: How far back a pack looks where the board has not met before.
FIRST_LOOK = dt.timedelta(days=92)


@dataclass(frozen=True)
class Looked:
    """What a pack is written from. `since`: the day of the board's meeting before."""

    meeting: Meeting
    report: HighlightReport
    numbers: Numbers
    plan: tuple[Rated, ...]
    risks: tuple[Risk, ...]
    since: dt.date
    on: dt.date


def build_pack(*, by: User, seen: Seen, meeting: Meeting) -> Publication:
    """Builds the pack of a meeting and freezes it. Refused for one that was cancelled."""
    check_improves(by)
    meeting.refresh_from_db()
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused("This meeting was cancelled.")
    follow(seen)
    content, month = pack_report(seen, meeting)
    with transaction.atomic():
        one: Meeting = locked(meeting, meeting.version)  # so that two who press at once make one report of two numbers
        return publishing.publish(
            by=by,
            report=_report_of(by, one, month),
            content=content,
            choice=Choice(0, because=FOR_MEMBERS),
            book=seen.counted.book.fingerprint,
            snapshot=seen.snapshot,
        )


def _report_of(by: User, meeting: Meeting, month: Month) -> WrittenReport:
    """The report that a meeting's packs are numbers of, called by the day that the meeting has now."""
    kind, title = WrittenReport.Kind.PACK, f"{meeting.board.title}, {wording.day(meeting.held_on)}"
    report = WrittenReport.objects.filter(kind=kind, meeting=meeting).first()
    if report is None:
        return publishing.begin_report(by=by, kind=kind, title=title, month=month, meeting=meeting)
    if (report.title, report.month) != (title, str(month)):
        report.title, report.month = title, str(month)
        report.save()
    return report


def pack_report(seen: Seen, meeting: Meeting) -> tuple[Report, Month]:
    """The pack of a meeting as it reads now, and the month whose figures it shows."""
    months = [month for month in months_offered(seen.counted) if month.end <= meeting.held_on]
    if not months:
        raise Refused("No month that ended before this meeting can be reported from the records that are loaded.")
    report = report_served(seen.served, seen.counted, months[0])
    before = meeting_before(meeting)
    on = min(meeting.held_on, today())
    actions = PlanAction.objects.filter(outcome__theme__plan__board=meeting.board, outcome__theme__plan__closed_at=None)
    looked = Looked(
        meeting,
        report,
        Numbers(report, versions_of(seen.counted.book, months[0]), on),
        tuple(rated_actions(seen, actions.exclude(state=PlanAction.State.WITHDRAWN).select_related("owner"), on)),
        tuple(risks_there().filter(state=Risk.State.OPEN)),
        before.held_on if before else on - FIRST_LOOK,
        on,
    )
    sections = (
        Section("Where we stand", tuple(_position(looked))),
        Section("Exceptions", tuple(_exceptions(looked))),
        Section("Measures", tuple(_measures(looked))),
        Section("What audits tell us", tuple(_audits(looked))),
        Section("What children, families, staff and partners tell us", tuple(_voice(looked))),
        Section("Risks", tuple(_risks(looked))),
        Section("Decisions needed", tuple(_decisions(looked))),
        Section("Actions from last time", tuple(_last_time(looked))),
    )
    return (
        Report(
            title=f"{meeting.board.title}: pack",
            subtitle=f"Meeting of {wording.day(meeting.held_on)}, figures of {wording.moment(report)}",
            council=report.council,
            as_at=report.as_at,
            made_on=today(),
            sections=sections,
            provenance=(wording.provenance(report), attribution()),
            made_up=report.made_up,
            kind="pack",
        ),
        months[0],
    )


# On one page


def _position(looked: Looked) -> Iterator[Block]:
    numbers = looked.numbers
    yield from rules_of_sentences.summary(looked.report, numbers)
    items = []
    if looked.plan:
        items.append(_counted(looked, "The plan: ", ("red", "amber", "green", "blue", "grey")))
        moved = [one for one in looked.plan if one.action.times_moved]
        items.append(
            Paragraph((numbers.of_work(len(moved), "actions of the plan whose day was moved"),
                       " of them were given another day"))
        )  # fmt: skip
    worst = [risk for risk in looked.risks if _score_rating(risk) == "red"]
    items.append(
        Paragraph(
            (numbers.of_work(len(worst), "risks that are red"), " of ",
             numbers.of_work(len(looked.risks), "open risks"), " risks are red")
        )
    )  # fmt: skip
    late = decisions_overdue(looked.on)
    if late:
        items.append(
            Paragraph((numbers.of_work(len(late), "findings that wait for a decision after their day"),
                       " findings from outside wait for a decision after their day"))
        )  # fmt: skip
    yield Bullets(tuple(items))
    shown = [row for row in looked.report.rows if row.rating in ("red", "amber")]
    if shown:
        columns = (
            Column("Measure", width=5), Column("Now", numbers=True), Column("Rating"), Column("Change", width=3),
        )  # fmt: skip
        yield Table(
            "Measures that are red or amber",
            columns,
            tuple(
                (
                    Cell((wording.named(row.ref, row.title),)),
                    Cell((numbers.current(row),)),
                    Cell((wording.rating(row),), row.rating),
                    Cell((wording.changes(row, looked.report.month),)),
                )
                for row in sorted(shown, key=lambda row: row.rating != "red")
            ),
        )


def _counted(looked: Looked, words: str, ratings: Iterable[str]) -> Paragraph:
    runs: list[object] = [words]
    for place, rating in enumerate(ratings):
        n = sum(1 for one in looked.plan if one.rating == rating)
        runs += [", " if place else "", looked.numbers.of_work(n, f"actions of the plan rated {rating}"), f" {rating}"]
    return Paragraph(tuple(runs))  # type: ignore[arg-type]


def _score_rating(risk: Risk) -> str:
    now = latest(risk.scores.all(), "current")
    return rating_of_score(now.score if now else None)


# Exceptions


def _exceptions(looked: Looked) -> Iterator[Block]:
    if not looked.plan:
        yield Paragraph(("The board monitors no plan.",))
        return
    done = [
        one
        for one in looked.plan
        if one.action.accepted_on is not None and looked.since <= one.action.accepted_on <= looked.on
    ]
    slipped = [one for one in looked.plan if one.action.times_moved and one.rating != "blue"]
    for title, chosen in (
        ("Red", [one for one in looked.plan if one.rating == "red"]),
        ("Amber", [one for one in looked.plan if one.rating == "amber"]),
        ("Slipped: given another day", slipped),
        ("Newly complete", done),
    ):
        if chosen:
            yield _plan_table(title, chosen)
        else:
            yield Paragraph((Strong(title), ": none."))


def _plan_table(title: str, chosen: Iterable[Rated]) -> Table:
    columns = (
        Column("Action", width=4), Column("Owner", width=2), Column("Due", width=2), Column("Rating", width=2),
        Column("Impact", width=2), Column("Why", width=9),
    )  # fmt: skip
    rows = []
    for one in chosen:
        action = one.action
        due = wording.day(action.due_on)
        if action.times_moved:
            due = f"{due}, first {wording.day(action.original_due_on)}"
        rows.append(
            (
                Cell((f"{action.number} {action.title}",)),
                Cell((action.whose or "nobody yet",)),
                Cell((due,)),
                Cell((one.rating.capitalize(),), one.rating),
                Cell((action.get_impact_display(),)),
                Cell((" ".join(one.reasons),)),
            )
        )
    return Table(title, columns, tuple(rows))


# Panels


def _measures(looked: Looked) -> Iterator[Block]:
    yield measures.indicator_table(looked.numbers, looked.report.groups, "All measures")
    for row in looked.report.rows:
        if row.rating == "red":
            yield measures.measure_chart(looked.numbers, row)


def _audits(looked: Looked) -> Iterator[Block]:
    found = audits.audited(looked.on - dt.timedelta(days=182), looked.on)
    yield from audits.audit_blocks(found, looked.numbers)


def _voice(looked: Looked) -> Iterator[Block]:
    kinds = PlanEvidence.Kind
    wanted = (kinds.VOICE, kinds.STAFF, kinds.PARTNER, kinds.OBSERVATION)
    found = PlanEvidence.objects.filter(
        kind__in=wanted, taken_back_because="", dated_on__gte=looked.since, dated_on__lte=looked.on
    ).select_related("action")
    if not found:
        yield Paragraph((f"Nothing was put on record since {wording.day(looked.since)}.",))
        return
    yield Bullets(
        tuple(
            Paragraph(
                (
                    Strong(f"{one.get_kind_display()}, {wording.day(one.dated_on)}"),
                    f" ({one.action.number}): {one.text}",
                )
            )
            for one in found
        )
    )


def _risks(looked: Looked) -> Iterator[Block]:
    if looked.risks:
        yield risk_table(looked.risks, looked.on)
    else:
        yield Paragraph(("No risk stands in the register.",))


# What the board is asked


def _decisions(looked: Looked) -> Iterator[Block]:
    asked = [
        Paragraph((Strong(item.title), f": {item.ask}"))
        for item in looked.meeting.agenda.filter(asked_for=AgendaItem.For.DECISION)
    ]
    for one in looked.plan:
        action = one.action
        if action.state == PlanAction.State.PROPOSED:
            asked.append(Paragraph((f"Accept {action.number} as complete, or send it back: {action.title}",)))
        elif action.state == PlanAction.State.REVIEW:
            asked.append(Paragraph((f"{action.number} has reopened: {action.reopened_because or action.title}",)))
        elif action.closing_proposed_on:
            asked.append(Paragraph((f"{action.number} could be closed: {action.closing_proposed_because}",)))
    for finding in decisions_overdue(looked.on):
        asked.append(Paragraph((f"Decide on a recommendation of {finding.source.title}: “{finding.text}”",)))
    for risk in looked.risks:
        if risk.review_on < looked.on and risk.board_id == looked.meeting.board_id:
            asked.append(Paragraph((f"Review the risk “{risk.title}”: its day was {wording.day(risk.review_on)}",)))
    if asked:
        yield Bullets(tuple(asked), numbered=True)
    else:
        yield Paragraph(("None.",))


def _last_time(looked: Looked) -> Iterator[Block]:
    found = actions_to_report(looked.meeting)
    if found:
        columns = (
            Column("Action", width=5), Column("Whose", width=2), Column("Due", width=2), Column("State", width=2),
        )  # fmt: skip
        yield Table(
            "What earlier meetings agreed to do",
            columns,
            tuple(
                (
                    Cell((action.text,)),
                    Cell((action.whose,)),
                    Cell((wording.day(action.due_on),)),
                    Cell((_state_of(action, looked.on),)),
                )
                for action in found
            ),
        )
    else:
        yield Paragraph(("No action is open from earlier meetings.",))
    before = Meeting.objects.filter(
        board=looked.meeting.board, state__in=TOOK_PLACE, held_on__lt=looked.meeting.held_on
    ).order_by("-held_on")
    decided = Decision.objects.filter(meeting=before.first()) if before else Decision.objects.none()
    if decided:
        yield Paragraph(("Decided last time:",))
        yield Bullets(tuple(Paragraph((one.text,)) for one in decided))


def _state_of(action: Action, on: dt.date) -> str:
    return "Overdue" if action.is_overdue(on) else action.get_state_display()
