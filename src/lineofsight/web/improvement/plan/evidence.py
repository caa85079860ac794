"""Evidence of an action: data and other than data, each with its day; why it was opened apart from what became better.

An action is complete, and its impact evidenced, on at least one of each: figures say whether it is done, people and
audits whether it is any good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.audits.rules import themes
from lineofsight.web.changing import locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.figures import FrozenFigure, frozen_figure
from lineofsight.web.improvement.models import Finding, PlanAction, PlanEvidence
from lineofsight.web.improvement.plan.who import check_works_on
from lineofsight.web.seen import Seen

Kind, State, Impact = PlanEvidence.Kind, PlanAction.State, PlanAction.Impact
ADDED, TAKEN_BACK = "added evidence to an action of the plan", "took back evidence of an action of the plan"
#: What an action says of its impact where evidence must bear it.
MUST_BE_SHOWN = frozenset({Impact.EVIDENCED, Impact.SUSTAINED})
DATA, OTHER = "evidence in data", "evidence other than data (audit, observation, voice, staff, partner, external)"


def lacking(evidence: Iterable[PlanEvidence]) -> tuple[str, ...]:
    """Which of the two sorts of evidence are missing, in words; none where both are there."""
    kinds = {one.kind for one in evidence if one.counts}
    return tuple(
        words for words, there in ((DATA, Kind.DATA in kinds), (OTHER, bool(kinds - {Kind.DATA}))) if not there
    )


def frozen(seen: Seen, ref: str, month: str) -> FrozenFigure:
    """The figure of a measure at the end of a month, as data evidence keeps it. Refused where there is none."""
    try:
        return frozen_figure(seen.counted, ref, Month.read(month))
    except ValueError as error:
        raise Refused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None


def add_data_evidence(
    *, by: User, seen: Seen, action: PlanAction, ref: str, month: str, text: str = "", at_opening: bool = False
) -> PlanEvidence:
    """Adds a figure as evidence, frozen as it is now: numerator, denominator, records and definition."""
    figure = frozen(seen, ref, month)
    written = f"{ref} {figure.figure['title']}: {figure.figure['text']} in {wording.month_name(Month.read(month))}"
    return _add(
        by=by,
        action=action,
        kind=Kind.DATA,
        text=text.strip() or written,
        dated_on=figure.dated_on,
        ref=ref,
        month=month,
        figure=figure.figure,
        snapshot=figure.snapshot,
        definition=figure.definition,
        at_opening=at_opening,
    )


def add_evidence(
    *,
    by: User,
    action: PlanAction,
    kind: str,
    text: str,
    dated_on: dt.date,
    theme: str = "",
    finding: Finding | None = None,
    at_opening: bool = False,
) -> PlanEvidence:
    """Adds evidence other than data, with the day that it is of. Refused without words, or from a day to come.

    `theme`: a theme of audits, `finding`: a finding of the assurance register that it is.
    """
    if kind not in Kind.values or kind == Kind.DATA:
        raise Refused("Choose what kind of evidence it is; a figure is added from its measure.")
    text = said(text, "Say what it shows, and how it is known.")
    if dated_on > today():
        raise Refused("Evidence is of a day that has been.")
    if theme and (kind != Kind.AUDIT or theme not in themes()):
        raise Refused("That theme is none of the audits'.")
    return _add(
        by=by, action=action, kind=kind, text=text, dated_on=dated_on, theme=theme, finding=finding,
        at_opening=at_opening,
    )  # fmt: skip


def _add(*, by: User, action: PlanAction, kind: str, text: str, **facts: Any) -> PlanEvidence:
    with transaction.atomic():
        one: PlanAction = locked(action)
        check_works_on(by, one)
        if one.state == State.WITHDRAWN:
            raise Refused("This action was withdrawn: bring it back first.")
        made = PlanEvidence.objects.create(action=one, kind=kind, text=text, made_by=by, **facts)
        record_change(
            by=by, did=ADDED, subject=str(one.pk), kind=kind, text=text, dated_on=str(made.dated_on),
            snapshot=made.snapshot, evidence=made.pk,
        )  # fmt: skip
    return made


def take_back_evidence(*, by: User, evidence: PlanEvidence, because: str) -> PlanEvidence:
    """Says that evidence doesn't hold. It stays, and counts no more. Refused where what rests on it would fall."""
    because = said(because, "Say why it does not hold.")
    with transaction.atomic():
        one: PlanAction = locked(evidence.action)
        check_works_on(by, one)
        now: PlanEvidence = locked(evidence)
        if now.taken_back_because:
            raise Refused("It was taken back already.")
        lacks = lacking(each for each in one.evidence.all() if each.pk != now.pk)
        if lacks and now.counts and one.state in (State.PROPOSED, State.COMPLETE):
            raise Refused(
                f"“{one.get_state_display()}” rests on it: it would lack {' and '.join(lacks)}. "
                "Add other evidence, or open the action again first."
            )
        if lacks and now.counts and one.impact in MUST_BE_SHOWN:
            raise Refused(
                f"The impact “{one.get_impact_display().lower()}” rests on it: it would lack {' and '.join(lacks)}. "
                "Add other evidence, or say in an update that the impact is less."
            )
        now.taken_back_because, now.taken_back_by = because, by
        now.save()
        record_change(
            by=by, did=TAKEN_BACK, subject=str(one.pk), kind=now.kind, text=now.text, because=because, evidence=now.pk
        )
    return now
