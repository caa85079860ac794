"""Reads the assurance register: sources, what each asked for, and the chain from a finding to what became of it.

finding → decision → actions of the plan → their evidence → what a later source found
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.db.models import Prefetch, QuerySet

from lineofsight.web.improvement.assurance.frameworks import framework, grade_title
from lineofsight.web.improvement.models import (
    AssuranceSource,
    Finding,
    FindingResponse,
    LaterVerdict,
    PlanAction,
    PlanEvidence,
)

Decision, Verdict, State = FindingResponse.Decision, LaterVerdict.Verdict, PlanAction.State
#: Kinds of finding that ask for something.
ASKING = (Finding.Kind.DEVELOPMENT, Finding.Kind.RECOMMENDATION, Finding.Kind.PRIORITY)


class Stage(Enum):
    """How far a finding that asks for something is, in words. `is_open`: something is still to be done."""

    DECIDE = "Waits for a decision"
    NOT_ACCEPTED = "Not accepted"
    NO_ACTION = "Accepted, no action in the plan yet"
    UNDER_WAY = "Actions of the plan under way"
    DONE = "Actions complete, no later source has looked yet"
    IMPROVED = "A later source found it improved"
    NOT_IMPROVED = "A later source found it not improved, or only in part"

    @property
    def is_open(self) -> bool:
        return self in (Stage.DECIDE, Stage.NO_ACTION, Stage.UNDER_WAY, Stage.NOT_IMPROVED)


def stage_of(decision: str, actions: Iterable[str], verdicts: Sequence[str]) -> Stage:
    """How far a finding is: from what is decided, the states of the plan's actions, and later verdicts, oldest first.

    The last verdict holds, whatever the plan says. An action that was withdrawn counts for nothing.

    >>> stage_of("accepted", ["complete", "withdrawn"], [])
    <Stage.DONE: 'Actions complete, no later source has looked yet'>
    """
    if verdicts:
        return Stage.IMPROVED if verdicts[-1] == Verdict.IMPROVED else Stage.NOT_IMPROVED
    if decision == Decision.WAITING:
        return Stage.DECIDE
    if decision == Decision.NOT_ACCEPTED:
        return Stage.NOT_ACCEPTED
    states = [state for state in actions if state != State.WITHDRAWN]
    if not states:
        return Stage.NO_ACTION
    return Stage.DONE if all(state == State.COMPLETE for state in states) else Stage.UNDER_WAY


@dataclass(frozen=True)
class Chain:
    """A finding with all that followed it. `response` and `stage` are None where it asks for nothing.

    `evidence`: what shows that the actions are done or make a difference, the latest first; what was taken back, or
    was only why an action was opened, is not in it.
    """

    finding: Finding
    response: FindingResponse | None
    actions: tuple[PlanAction, ...]
    evidence: tuple[PlanEvidence, ...]
    verdicts: tuple[LaterVerdict, ...]
    stage: Stage | None

    def stage_by(self, verdicts: Iterable[LaterVerdict]) -> Stage:
        """How far it is by some of its later verdicts alone: by those that were there on an earlier day."""
        decision = self.response.decision if self.response else Decision.WAITING
        return stage_of(decision, [one.state for one in self.actions], [one.verdict for one in verdicts])

    def overdue(self, on: dt.date) -> bool:
        """Whether it still waits for a decision after the day of it."""
        return self.stage is Stage.DECIDE and self.response is not None and self.response.decide_by < on


def chains_of(findings: QuerySet[Finding]) -> list[Chain]:
    """The chains of some findings, in their order: four questions, however many there are."""
    evidence = PlanEvidence.objects.filter(taken_back_because="", at_opening=False)
    rows = findings.select_related(
        "source", "mistake__made_by", "mistake__replaced_by", "response__owner", "response__decided_by"
    ).prefetch_related(
        Prefetch("plan_actions", PlanAction.objects.select_related("owner").order_by("due_on", "pk")),
        Prefetch("plan_actions__evidence", evidence),
        Prefetch("verdicts", LaterVerdict.objects.select_related("source").order_by("source__held_on", "pk")),
    )
    return [_chain(row) for row in rows]


def _chain(finding: Finding) -> Chain:
    response = getattr(finding, "response", None)
    actions = tuple(finding.plan_actions.all())
    verdicts = tuple(finding.verdicts.all())
    shown = [each for action in actions for each in action.evidence.all()]
    stage = None
    if response is not None:
        stage = stage_of(response.decision, [one.state for one in actions], [one.verdict for one in verdicts])
    return Chain(
        finding,
        response,
        actions,
        tuple(sorted(shown, key=lambda each: (each.dated_on, each.pk), reverse=True)),
        verdicts,
        stage,
    )


def findings_of(sources: Iterable[AssuranceSource], *, kinds: Iterable[str] = Finding.Kind.values) -> QuerySet[Finding]:
    """The findings of some sources, by source and place; those that were marked as mistakes are left out."""
    found = Finding.objects.filter(source__in=list(sources), kind__in=list(kinds), mistake=None)
    return found.select_related("source")


def decisions_overdue(today: dt.date) -> list[Finding]:
    """Findings that ask for something and still wait for the council's decision after its day, longest first."""
    found = Finding.objects.filter(
        mistake=None, response__decision=Decision.WAITING, response__decide_by__lt=today, verdicts=None
    )
    return list(found.select_related("source", "response").order_by("response__decide_by", "pk"))


@dataclass(frozen=True)
class Inspection:
    """An inspection of the service with its grades in words, as (judgement, grade)."""

    source: AssuranceSource
    grades: tuple[tuple[str, str], ...]


def inspection_history(until: dt.date) -> list[Inspection]:
    """The inspections that began up to a day, the latest first. Grades are those that were given: none is inferred."""
    found = AssuranceSource.objects.filter(kind=AssuranceSource.Kind.INSPECTION, held_on__lte=until)
    return [
        Inspection(source, tuple((one.judgement, grade_title(one.grade)) for one in source.grades))
        for source in found.order_by("-held_on", "-pk")
    ]


# The list


@dataclass(frozen=True)
class Line:
    """A source as the list shows it: how much it found, what it asked for, and how much of that is still open."""

    source: AssuranceSource
    found: int
    asked: int
    open: int
    waiting: int
    overdue: int
    overall: str


def lines(
    on: dt.date, *, kind: str = "", year: int | None = None, external: bool | None = None, only_open: bool = False
) -> list[Line]:
    """The sources of the register, the latest first: of a kind, a year, from outside or within, with open ones."""
    sources = AssuranceSource.objects.all()
    if kind:
        sources = sources.filter(kind=kind)
    if year is not None:
        sources = sources.filter(held_on__year=year)
    chosen = [source for source in sources if external is None or source.is_external is external]
    chains: dict[int, list[Chain]] = {source.pk: [] for source in chosen}
    for chain in chains_of(findings_of(chosen)):
        chains[chain.finding.source_id].append(chain)
    found = [_line(source, chains[source.pk], on) for source in chosen]
    return [line for line in found if line.open or not only_open]


def _line(source: AssuranceSource, chains: list[Chain], on: dt.date) -> Line:
    asked = [chain for chain in chains if chain.stage is not None]
    return Line(
        source,
        found=len(chains),
        asked=len(asked),
        open=sum(1 for chain in asked if chain.stage is not None and chain.stage.is_open),
        waiting=sum(1 for chain in asked if chain.stage is Stage.DECIDE),
        overdue=sum(1 for chain in asked if chain.overdue(on)),
        overall=_overall(source),
    )


def _overall(source: AssuranceSource) -> str:
    if not source.framework:
        return ""
    titles = {each.title for each in framework(source.framework).judgements if each.overall}
    found = next((one for one in source.grades if one.judgement in titles), None)
    return grade_title(found.grade) if found else ""


def years() -> list[int]:
    """The years of which there are sources, the latest first."""
    return [day.year for day in AssuranceSource.objects.dates("held_on", "year", order="DESC")]
