"""Self-evaluations: begun, perhaps from the last one, changed, agreed. What is agreed is not changed any more."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, holds, keep, locked, said
from lineofsight.web.clock import now, today
from lineofsight.web.improvement.assurance.frameworks import Framework, framework
from lineofsight.web.improvement.evaluation.progress import kept, progress_now
from lineofsight.web.improvement.evaluation.steps import AGREES, EVALUATION_STEPS, State
from lineofsight.web.improvement.models import ClaimEvidence, SelfEvaluation
from lineofsight.web.improvement.running import check_improves

BEGAN, CHANGED = "began a self-evaluation", "changed a self-evaluation"


def begin_evaluation(
    *,
    by: User,
    title: str,
    framework_code: str,
    as_at: dt.date,
    context: str = "",
    copy_from: SelfEvaluation | None = None,
) -> SelfEvaluation:
    """Begins a self-evaluation, empty or with the claims and evidence of another one copied.

    Evidence is copied as it was, with its day: what has become old is warned of. Claims of a section that the framework
    has no more, and evidence of after `as_at`, are not copied.
    """
    check_improves(by)
    title = said(title, "Say what it is called.")
    of = framework(framework_code)
    _check_day(as_at)
    with transaction.atomic():
        if SelfEvaluation.objects.filter(title__iexact=title).exists():
            raise Refused("There is a self-evaluation of that name already.")
        made = SelfEvaluation.objects.create(
            title=title, framework=of.code, as_at=as_at, context=context.strip(), made_by=by
        )
        detail: dict[str, Any] = {}
        if copy_from is not None:
            detail = {"copied_from": copy_from.title, "left_out": _copy(copy_from, made, of)}
        record_change(by=by, did=BEGAN, subject=str(made.pk), title=title, as_at=str(as_at), **detail)
    return made


def sections_left_out(evaluation: SelfEvaluation, of: Framework) -> list[str]:
    """The sections of an evaluation with claims that a framework doesn't have: they would not be copied."""
    there = {each.code for each in of.sections}
    return sorted({claim.section for claim in evaluation.claims.all()} - there)


def change_evaluation(
    *, by: User, evaluation: SelfEvaluation, title: str, as_at: dt.date, context: str, seen: int | None = None
) -> SelfEvaluation:
    """Changes the title, day or context of a draft. Refused where a piece of its evidence is of after that day."""
    check_improves(by)
    title = said(title, "Say what it is called.")
    _check_day(as_at)
    with transaction.atomic():
        one = draft(evaluation, seen)
        if SelfEvaluation.objects.filter(title__iexact=title).exclude(pk=one.pk).exists():
            raise Refused("There is a self-evaluation of that name already.")
        late = ClaimEvidence.objects.filter(claim__evaluation=one, dated_on__gt=as_at).first()
        if late is not None:
            raise Refused(f"Some of its evidence is of {wording.day(late.dated_on)}, after that day.")
        was = {"title": one.title, "as_at": str(one.as_at), "context": one.context}
        one.title, one.as_at, one.context = title, as_at, context.strip()
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(one.pk), was=was, title=title, as_at=str(as_at))
    return one


def check_can_agree(user: User) -> None:
    """Refused where this person doesn't answer for what the council says of itself."""
    if user.role not in AGREES:
        raise Refused("A self-evaluation is agreed by a head of service or the director.")


def can_agree(user: User) -> bool:
    return holds(check_can_agree, user)


def agree(*, by: User, evaluation: SelfEvaluation, seen: int | None = None) -> SelfEvaluation:
    """Agrees a self-evaluation: from now on inspectors can read it, and nobody changes it.

    What has become of past recommendations is kept with it as it stands. Refused where a section says nothing.
    """
    check_can_agree(by)
    with transaction.atomic():
        one: SelfEvaluation = locked(evaluation, seen)
        step = check_step(EVALUATION_STEPS, "agree", one.state, one.get_state_display())
        there = {claim.section for claim in one.claims.all()}
        empty = [each.title for each in framework(one.framework).sections if each.code not in there]
        if empty:
            raise Refused(f"Nothing is said yet of: {'; '.join(empty)}.")
        one.state, one.agreed_by, one.agreed_at = State.AGREED, by, now()
        one.progress = [kept(each) for each in progress_now(one.as_at)]
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), title=one.title)
    return one


def draft(evaluation: SelfEvaluation, seen: int | None = None) -> SelfEvaluation:
    """An evaluation, locked for a change. Refused where it is agreed."""
    one: SelfEvaluation = locked(evaluation, seen)
    if one.state != State.DRAFT:
        raise Refused("This self-evaluation is agreed: it is not changed any more. Begin the next one from it.")
    return one


def _check_day(as_at: dt.date) -> None:
    if not 2000 <= as_at.year <= today().year + 1:
        raise Refused(f"{wording.day(as_at)} is too far away: choose the day by which it is judged.")


def _copy(of: SelfEvaluation, to: SelfEvaluation, by: Framework) -> list[str]:
    """Copies claims with their evidence; which sections were left out."""
    there = {each.code for each in by.sections}
    for claim in of.claims.prefetch_related("evidence"):
        if claim.section not in there:
            continue
        evidence = [each for each in claim.evidence.all() if each.dated_on <= to.as_at]
        claim.pk, claim.version, claim.evaluation = None, 1, to
        claim._state.adding = True
        claim.save()
        for each in evidence:
            each.pk, each.claim = None, claim
            each._state.adding = True
            each.save()
    return sections_left_out(of, by)
