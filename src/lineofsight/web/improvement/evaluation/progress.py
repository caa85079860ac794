"""What became of past recommendations, read from the assurance register: a section of every self-evaluation.

While an evaluation is written it is read as it stands; what was read when it was agreed is kept with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lineofsight.web.improvement.assurance.reading import ASKING, Chain, Stage, chains_of, findings_of
from lineofsight.web.improvement.models import AssuranceSource, PlanAction, SelfEvaluation


@dataclass(frozen=True)
class Progress:
    """One past recommendation: word for word, who made it, and how far it is. `finding`: its number in the register."""

    finding: int
    kind: str
    text: str
    source: str
    held_on: str
    decision: str
    actions: tuple[str, ...]
    verdicts: tuple[str, ...]
    stage: str
    is_open: bool


def progress_of(evaluation: SelfEvaluation) -> list[Progress]:
    """What had become of past recommendations: as it stands, or as it stood when the evaluation was agreed."""
    if evaluation.state == SelfEvaluation.State.AGREED:
        return [_read(row) for row in evaluation.progress]
    return progress_now(evaluation.as_at)


def progress_now(as_at: dt.date) -> list[Progress]:
    """What became of everything that sources held up to a day have asked for, the latest source first.

    What a source held after that day says is left out.
    """
    sources = AssuranceSource.objects.filter(held_on__lte=as_at).exclude(kind=AssuranceSource.Kind.SELF_EVALUATION)
    findings = findings_of(sources, kinds=ASKING).order_by("-source__held_on", "-source", "place", "pk")
    return [_progress(chain, as_at) for chain in chains_of(findings)]


def kept(progress: Progress) -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(progress)


def _progress(chain: Chain, as_at: dt.date) -> Progress:
    response, stage = chain.response, chain.stage or Stage.DECIDE
    verdicts = [verdict for verdict in chain.verdicts if verdict.source.held_on <= as_at]
    if len(verdicts) != len(chain.verdicts):
        stage = chain.stage_by(verdicts)
    actions = [action for action in chain.actions if action.state != PlanAction.State.WITHDRAWN]
    return Progress(
        finding=chain.finding.pk,
        kind=chain.finding.get_kind_display(),
        text=chain.finding.text,
        source=chain.finding.source.title,
        held_on=str(chain.finding.source.held_on),
        decision=response.get_decision_display() if response else "",
        actions=tuple(f"{one.number} {one.title} ({one.get_state_display().lower()})" for one in actions),
        verdicts=tuple(f"{one.get_verdict_display()} ({one.source.title}): “{one.text}”" for one in verdicts),
        stage=stage.value,
        is_open=stage.is_open,
    )


def _read(row: Mapping[str, Any]) -> Progress:
    lists = {name: tuple(row[name]) for name in ("actions", "verdicts")}
    return Progress(**{**row, **lists})
