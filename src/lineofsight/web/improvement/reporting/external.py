"""What reports say of assurance: inspections, what came from outside, what was recommended and what became of it.

Findings stand word for word, with whose they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lineofsight.reports import wording
from lineofsight.reports.document import Block, Bullets, Cell, Column, Facts, Paragraph, Quote, Section, Table
from lineofsight.web.improvement.assurance.frameworks import grade_title
from lineofsight.web.improvement.models import AssuranceSource, Finding

Kind = AssuranceSource.Kind
#: Findings of one source that a report quotes at most, recommendations apart: those are always all quoted.
MOST_QUOTED = 6


def inspections(until: dt.date) -> list[AssuranceSource]:
    """The inspections of the service to a day, the latest first."""
    return list(AssuranceSource.objects.filter(kind=Kind.INSPECTION, held_on__lte=until).order_by("-held_on"))


def outside(since: dt.date, until: dt.date) -> list[AssuranceSource]:
    """What came from outside between two days, inspections apart, the earliest first."""
    found = AssuranceSource.objects.filter(held_on__gt=since, held_on__lte=until).exclude(kind=Kind.INSPECTION)
    return [source for source in found.order_by("held_on", "pk") if source.is_external]


def inspection_section(until: dt.date) -> Section:
    """The last inspection with its grades, and those before it."""
    found = inspections(until)
    if not found:
        return Section("Inspection history", (Paragraph(("No inspection is in the assurance register.",)),))
    last, *before = found
    blocks: list[Block] = [_about(last)]
    if last.outcome:
        blocks.append(Paragraph((last.outcome,)))
    judged = last.grades
    if judged:
        columns = (Column("Judgement", width=4), Column("Grade", width=2))
        rows = tuple((Cell((one.judgement,)), Cell((grade_title(one.grade),))) for one in judged)
        blocks.append(Table(f"Grades of the inspection of {_month(last.held_on)}", columns, rows))
    if before:
        blocks.append(Paragraph(("Before it:",)))
        blocks.append(Bullets(tuple(Paragraph((_in_short(one),)) for one in before)))
    return Section("Inspection history", tuple(blocks))


def outside_sections(since: dt.date, until: dt.date) -> tuple[Section, ...]:
    """A section for each visit and review from outside, with what it found word for word."""
    return tuple(_of_source(source) for source in outside(since, until))


def _of_source(source: AssuranceSource) -> Section:
    blocks: list[Block] = [_about(source)]
    if source.outcome:
        blocks.append(Paragraph((source.outcome,)))
    found = [one for one in source.findings.all() if not hasattr(one, "mistake")]
    said = [one for one in found if not one.asks][:MOST_QUOTED]
    asked = [one for one in found if one.asks]
    if said:
        blocks.append(Paragraph(("Headline findings:",)))
        blocks += [Quote(one.text, _whose(source, one)) for one in said]
    if asked:
        many = "Recommendation" if len(asked) == 1 else f"{len(asked)} recommendations"
        blocks.append(Paragraph((f"{many}, and what is done about {'it' if len(asked) == 1 else 'them'}:",)))
        for one in asked:
            blocks += [Quote(one.text, _whose(source, one)), Paragraph((_answer(one),))]
    left = len([one for one in found if not one.asks]) - len(said)
    if left:
        blocks.append(Paragraph((f"{left} more findings are in the assurance register.",), "note"))
    return Section(source.title, tuple(blocks), 3)


def _about(source: AssuranceSource) -> Facts:
    rows = [("When", (_days(source),)), ("Carried out by", (source.body,))]
    rows += [
        (title, (text,))
        for title, text in (
            ("Who", source.people), ("What it looked at", source.scope), ("How", source.method),
        )
        if text
    ]  # fmt: skip
    return Facts(tuple(rows))


def _answer(finding: Finding) -> str:
    response = getattr(finding, "response", None)
    if response is None or response.decision == "waiting":
        return "What is done about it is being considered."
    words = response.get_decision_display()
    actions = [f"{action.number} {action.title}" for action in finding.plan_actions.exclude(state="withdrawn")]
    said = f"{words}."
    if response.reason:
        said += f" {response.reason.rstrip('.')}."
    if actions:
        said += f" In the improvement plan: {'; '.join(actions)}."
    for verdict in finding.verdicts.select_related("source"):
        said += f" Found later ({verdict.source.title}): {verdict.get_verdict_display().lower()}."
    return said


def recommendations(sources: Iterable[AssuranceSource]) -> list[Finding]:
    """What these sources asked for, mistakes left aside."""
    found = Finding.objects.filter(source__in=list(sources), mistake=None).select_related("source")
    return [one for one in found if one.asks]


def _whose(source: AssuranceSource, finding: Finding) -> str:
    return f"{source.body}, {finding.paragraph}" if finding.paragraph else source.body


def _days(source: AssuranceSource) -> str:
    if source.held_until and source.held_until != source.held_on:
        return f"{wording.day(source.held_on)} to {wording.day(source.held_until)}"
    return _month(source.held_on) if source.month_only else wording.day(source.held_on)


def _month(day: dt.date) -> str:
    return f"{day:%B} {day.year}"


def _in_short(source: AssuranceSource) -> str:
    overall = next((one for one in source.grades if one.judgement == "Overall effectiveness"), None)
    return f"{source.title}{f': {grade_title(overall.grade)}' if overall else ''}"
