"""What a self-evaluation says: claims in its sections, each with its kind. Each change is one function."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.improvement.assurance.frameworks import framework
from lineofsight.web.improvement.evaluation.keeping import draft
from lineofsight.web.improvement.models import Claim, PlanAction, SelfEvaluation
from lineofsight.web.improvement.running import check_improves

ADDED, CHANGED = "added a claim to a self-evaluation", "changed a claim of a self-evaluation"
REMOVED = "took a claim out of a self-evaluation"
Kind = Claim.Kind


def add_claim(
    *, by: User, evaluation: SelfEvaluation, section: str, kind: str, text: str, action: PlanAction | None = None
) -> Claim:
    """Adds a claim at the end of a section. Refused for a section that the framework doesn't have."""
    check_improves(by)
    text = _checked(kind, text, action)
    with transaction.atomic():
        one = draft(evaluation)
        if section not in {each.code for each in framework(one.framework).sections}:
            raise Refused("The framework has no such section.")
        last = one.claims.aggregate(last=Max("place"))["last"] or 0
        made = Claim.objects.create(
            evaluation=one, section=section, kind=kind, text=text, action=action, place=last + 1
        )
        record_change(by=by, did=ADDED, subject=str(one.pk), claim=made.pk, kind=kind, text=text)
    return made


def change_claim(
    *, by: User, claim: Claim, kind: str, text: str, action: PlanAction | None = None, seen: int | None = None
) -> Claim:
    """Changes a claim's words, kind, or the action that it names."""
    check_improves(by)
    text = _checked(kind, text, action)
    with transaction.atomic():
        of = draft(claim.evaluation)
        one: Claim = locked(claim, seen)
        was, one.kind, one.text, one.action = one.text, kind, text, action
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(of.pk), claim=one.pk, kind=kind, text=[was, text])
    return one


def remove_claim(*, by: User, claim: Claim, seen: int | None = None) -> None:
    """Takes a claim out of a draft, with its evidence. The record of changes keeps its words."""
    check_improves(by)
    with transaction.atomic():
        of = draft(claim.evaluation)
        one: Claim = locked(claim, seen)
        record_change(
            by=by, did=REMOVED, subject=str(of.pk), claim=one.pk, text=one.text,
            evidence=[each.text for each in one.evidence.all()],
        )  # fmt: skip
        one.delete()


def _checked(kind: str, text: str, action: PlanAction | None) -> str:
    if kind not in Kind.values:
        raise Refused("Choose what kind of claim it is.")
    if action is not None and kind != Kind.NEXT:
        raise Refused("An action of the plan belongs to what we will do next.")
    if action is not None and action.state == PlanAction.State.WITHDRAWN:
        raise Refused("That action was withdrawn: it is not what we will do.")
    return said(text, "Say what we know or will do, in one or two sentences.")
