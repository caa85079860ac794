"""Reads a self-evaluation by its sections: claims by kind, their evidence, and what the rules warn of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.calendar import Month
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may
from lineofsight.web.improvement.assurance.frameworks import Judged, framework
from lineofsight.web.improvement.evaluation import warnings as rules
from lineofsight.web.improvement.evaluation.evidence import months_until
from lineofsight.web.improvement.evaluation.warnings import Warning
from lineofsight.web.improvement.models import Claim, ClaimEvidence, PlanEvidence, SelfEvaluation
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import improves
from lineofsight.web.seen import Seen

#: How a kind of evidence is called; a code that is none any more stays as it is.
KINDS = dict(PlanEvidence.Kind.choices)


@dataclass(frozen=True)
class EvidenceRead:
    """A piece of evidence: its kind, day and words as they are read; whether there is a newer figure."""

    row: ClaimEvidence
    kind: str
    when: str
    words: str
    is_stale: bool


@dataclass(frozen=True)
class ClaimRead:
    """A claim with its evidence, and what the rules warn of it."""

    claim: Claim
    evidence: tuple[EvidenceRead, ...]
    warnings: tuple[Warning, ...]


@dataclass(frozen=True)
class SectionRead:
    """A section: its judgement, what the rules warn of as a whole, and its claims by kind, each kind with its title."""

    judged: Judged
    warnings: tuple[Warning, ...]
    groups: tuple[tuple[str, tuple[ClaimRead, ...]], ...]

    @property
    def many_warnings(self) -> int:
        return len(self.warnings) + sum(len(claim.warnings) for _, claims in self.groups for claim in claims)


def sections_of(evaluation: SelfEvaluation, seen: Seen | None) -> list[SectionRead]:
    """The sections of an evaluation in the order of its framework. Without `seen` no newer figure is known."""
    newest = next(iter(months_until(seen, evaluation.as_at)), None) if seen is not None else None
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in evaluation.claims.select_related("action").prefetch_related("evidence__finding__source"):
        claims[claim.section].append(claim)
    months = int(setting("old_evidence_months"))
    found = []
    for judged in framework(evaluation.framework).sections:
        of = claims[judged.code]
        warned = rules.warnings_of(
            [_said(claim) for claim in of], as_at=evaluation.as_at, old_months=months, newest=newest
        )
        found.append(_section(judged, of, warned, newest))
    return found


def _section(judged: Judged, claims: Iterable[Claim], warned: list[Warning], newest: Month | None) -> SectionRead:
    claims = list(claims)
    groups = []
    for kind in Claim.Kind:
        rows = tuple(
            ClaimRead(
                claim,
                tuple(_evidence(each, newest) for each in claim.evidence.all()),
                tuple(each for each in warned if each.claim == claim.pk),
            )
            for claim in claims
            if claim.kind == kind
        )
        if rows:
            groups.append((str(kind.label), rows))
    return SectionRead(judged, tuple(each for each in warned if each.claim is None), tuple(groups))


def _evidence(row: ClaimEvidence, newest: Month | None) -> EvidenceRead:
    stale = bool(row.month) and newest is not None and Month.read(row.month) < newest
    words = row.text
    if row.finding is not None and row.finding.text not in words:
        words = f"{words}: “{row.finding.text}”"
    return EvidenceRead(row, _kind(row), _when(row), words, stale)


def _when(row: ClaimEvidence) -> str:
    """The day of a piece of evidence; its month, where no more is known of a source."""
    if row.finding is not None and row.finding.source.month_only:
        return wording.month_name(Month.of(row.dated_on))
    return wording.day(row.dated_on)


def _said(claim: Claim) -> rules.Said:
    evidence = tuple(
        rules.Evidence(
            each.kind, each.dated_on, _called(each), Month.read(each.month) if each.month else None, _when(each)
        )
        for each in claim.evidence.all()
    )
    return rules.Said(claim.pk, claim.kind, evidence)


def _called(evidence: ClaimEvidence) -> str:
    """How a warning names a piece of evidence."""
    if evidence.ref:
        return evidence.ref
    if evidence.finding is not None:
        return evidence.finding.source.title
    text = evidence.text if len(evidence.text) <= 60 else f"{evidence.text[:57]}…"
    return f"{_kind(evidence)} (“{text}”)"


def _kind(evidence: ClaimEvidence) -> str:
    return KINDS.get(evidence.kind, evidence.kind)


def evaluations_for(user: User) -> QuerySet[SelfEvaluation]:
    """The self-evaluations that a person reads: inspectors those that are agreed, who governs the drafts too."""
    found = SelfEvaluation.objects.select_related("made_by", "agreed_by")
    return found if reads_drafts(user) else found.filter(state=SelfEvaluation.State.AGREED)


def reads_drafts(user: User) -> bool:
    """Whether this person reads a self-evaluation before it is agreed: those who read the plan and its boards do."""
    return improves(user) or may(user.role, "improvement:boards")
