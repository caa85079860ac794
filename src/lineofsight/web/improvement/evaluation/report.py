"""A self-evaluation as a report: by judgement what we know, how we know it, what we will do next; past recommendations.

Every figure in it is the one that was frozen as evidence, with its day, records and definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from lineofsight.reports import wording
from lineofsight.reports.document import (
    Block,
    Cell,
    Column,
    Number,
    Paragraph,
    Report,
    Run,
    Section,
    Strong,
    Table,
    Text,
)
from lineofsight.web.clock import day_of, today
from lineofsight.web.improvement.assurance.frameworks import framework
from lineofsight.web.improvement.evaluation.progress import Progress, progress_of
from lineofsight.web.improvement.evaluation.reading import ClaimRead, SectionRead, sections_of
from lineofsight.web.improvement.evaluation.steps import State
from lineofsight.web.improvement.models import Claim, ClaimEvidence, SelfEvaluation
from lineofsight.web.seen import Seen

Kind = Claim.Kind


def report_of(evaluation: SelfEvaluation, seen: Seen) -> Report:
    """The self-evaluation as a report, ready for every rendering. One that is not agreed says that it is a draft."""
    snapshot, of = seen.counted.snapshot, framework(evaluation.framework)
    sections = sections_of(evaluation, seen)
    is_draft = evaluation.state == State.DRAFT
    parts = [
        *_context(evaluation),
        *(_section(section) for section in sections),
        _past(progress_of(evaluation)),
    ]
    return Report(
        title=evaluation.title,
        subtitle=f"{'Draft. ' if is_draft else ''}As at {wording.day(evaluation.as_at)}, by judgements of {of.title}",
        council=snapshot.council,
        as_at=evaluation.as_at,
        made_on=today(),
        sections=tuple(parts),
        provenance=tuple(_provenance(evaluation, sections)),
        made_up=snapshot.made_up,
        kind="self_evaluation",
    )


def _context(evaluation: SelfEvaluation) -> Iterator[Section]:
    if evaluation.context:
        blocks = tuple(Paragraph((line.strip(),)) for line in evaluation.context.splitlines() if line.strip())
        yield Section("Context, and what has changed", blocks)


def _section(section: SectionRead) -> Section:
    blocks: list[Block] = []
    for title, claims in section.groups:
        if claims[0].claim.kind == Kind.NEXT:
            blocks.append(_next(title, claims))
        else:
            blocks.append(_known(title, claims))
    if not blocks:
        blocks.append(Paragraph(("Nothing is said yet.",), "warning"))
    return Section(section.judged.title, tuple(blocks))


def _known(title: str, claims: Iterable[ClaimRead]) -> Table:
    columns = (Column("What we know", width=4), Column("How we know it", width=5))
    rows = tuple((Cell((read.claim.text,)), Cell(_evidence(read))) for read in claims)
    return Table(title, columns, rows)


def _next(title: str, claims: Iterable[ClaimRead]) -> Table:
    columns = (Column("What", width=5), Column("In the improvement plan", width=4))
    return Table(title, columns, tuple((Cell((one.claim.text,)), Cell((_action(one.claim),))) for one in claims))


def _action(claim: Claim) -> str:
    if claim.action is None:
        return "Not in the plan"
    return f"{claim.action.number} {claim.action.title}"


def _evidence(read: ClaimRead) -> Text:
    """Each piece with its kind and day; a figure as the object that it is."""
    runs: list[Run] = []
    for piece in read.evidence:
        one = piece.row
        runs += ["; " if runs else "", Strong(piece.kind), f", {piece.when}: "]
        if one.ref:
            runs += [f"{one.ref} {one.figure.get('title', '')} ", number_of(one)]
            if not _says_only_the_figure(one):
                runs.append(f" ({one.text})")
        else:
            runs.append(piece.words)
    return tuple(run for run in runs if run != "") or ("No evidence is given.",)


def number_of(evidence: ClaimEvidence) -> Number:
    """The figure that was frozen as evidence. One that was frozen without its exact value has its words alone."""
    figure = evidence.figure
    value = figure.get("value")
    return Number(
        text=str(figure.get("text", "")),
        what=f"{evidence.ref} {figure.get('title', '')}",
        as_at=evidence.dated_on,
        snapshot=evidence.snapshot,
        definition=evidence.definition,
        value=Fraction(value) if value is not None else None,
        numerator=figure.get("numerator"),
        denominator=figure.get("denominator"),
        ref=evidence.ref,
        window=str(figure.get("window", "")),
    )


def _says_only_the_figure(evidence: ClaimEvidence) -> bool:
    """Whether its words are those that were written with the figure, which stand there already."""
    return evidence.text.startswith(f"{evidence.ref} {evidence.figure.get('title', '')}: ")


def _past(progress: Iterable[Progress]) -> Section:
    rows = [
        (
            Cell((f"“{one.text}”",)),
            Cell((f"{one.source} ({one.kind.lower()})",)),
            Cell((one.decision,)),
            Cell(("; ".join(one.actions) or "No action of the plan",)),
            Cell((". ".join((one.stage, *one.verdicts)),)),
        )
        for one in progress
    ]
    title = "Progress on past recommendations"
    if not rows:
        return Section(title, (Paragraph(("No source in the assurance register has asked for anything.",)),))
    columns = (
        Column("What was asked for, word for word", width=5), Column("By", width=3), Column("Decision", width=2),
        Column("What is done", width=4), Column("How far it is", width=3),
    )  # fmt: skip
    return Section(title, (Table("What sources asked for, the latest first", columns, tuple(rows)),))


def _provenance(evaluation: SelfEvaluation, sections: Iterable[SectionRead]) -> Iterator[str]:
    if evaluation.agreed_by is not None and evaluation.agreed_at is not None:
        yield f"Agreed by {evaluation.agreed_by.name} on {wording.day(day_of(evaluation.agreed_at))}."
    figures = {
        (piece.row.snapshot, piece.row.dated_on)
        for section in sections
        for _, claims in section.groups
        for read in claims
        for piece in read.evidence
        if piece.row.ref
    }
    for snapshot, day in sorted(figures, key=lambda each: (each[1], each[0])):
        yield f"Figures of {wording.day(day)} were counted from snapshot {snapshot}, and are kept as they were."
