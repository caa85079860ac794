"""How we know it: evidence of a claim, each piece with its day. A figure is frozen as it was when it was chosen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from lineofsight.calendar import Month
from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.audits.rules import themes
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.evaluation.keeping import draft
from lineofsight.web.improvement.figures import FrozenFigure, frozen_figure
from lineofsight.web.improvement.models import Claim, ClaimEvidence, Finding, FindingMistake, PlanEvidence
from lineofsight.web.improvement.plan.audited import theme_in_words
from lineofsight.web.improvement.running import check_improves
from lineofsight.web.seen import Seen

ADDED, REMOVED = "added evidence to a claim", "took evidence from a claim"
RENEWED = "brought a figure of a claim up to date"
Kind = PlanEvidence.Kind
#: Evidence that is words alone. A figure, what audits say, and a finding have forms of their own.
IN_WORDS = (Kind.VOICE, Kind.STAFF, Kind.PARTNER, Kind.OBSERVATION, Kind.AUDIT)


def months_until(seen: Seen, as_at: dt.date) -> list[Month]:
    """The months whose figures an evaluation as at a day can cite, the latest first."""
    return [month for month in months_offered(seen.counted) if month.end <= as_at]


def add_figure(*, by: User, seen: Seen, claim: Claim, ref: str, month: str, text: str = "") -> ClaimEvidence:
    """Adds an indicator's figure of a month, frozen with the records and the definition that it was counted by."""
    figure = _frozen(seen, claim, ref, month)
    return _add(
        by, claim, Kind.DATA, text or _figure_words(ref, month, figure), figure.dated_on, ref=ref, month=month,
        figure=figure.figure, snapshot=figure.snapshot, definition=figure.definition,
    )  # fmt: skip


def renew_figure(*, by: User, seen: Seen, evidence: ClaimEvidence) -> ClaimEvidence:
    """Puts the latest figure that an evaluation can cite in the place of an older one, with its own words.

    Refused where there is none that is newer.
    """
    check_improves(by)
    if evidence.kind != Kind.DATA:
        raise Refused("Only a figure is brought up to date.")
    newest = next(iter(months_until(seen, evidence.claim.evaluation.as_at)), None)
    if newest is None or newest <= Month.read(evidence.month):
        raise Refused("There is no newer figure.")
    figure = _frozen(seen, evidence.claim, evidence.ref, str(newest))
    with transaction.atomic():
        of = draft(evidence.claim.evaluation)
        keep(locked(evidence.claim))
        one: ClaimEvidence = locked(evidence)
        was = one.text
        one.month, one.dated_on, one.figure = str(newest), figure.dated_on, figure.figure
        one.snapshot, one.definition = figure.snapshot, figure.definition
        one.text = _figure_words(one.ref, one.month, figure)
        one.save()
        record_change(
            by=by, did=RENEWED, subject=str(of.pk), claim=one.claim_id, text=[was, one.text], snapshot=one.snapshot
        )
    return one


def add_audits(*, by: User, claim: Claim, theme: str, text: str = "", dated_on: dt.date | None = None) -> ClaimEvidence:
    """Adds what audits say of a theme: in words of one's own, or else from the audits as they stand today."""
    if theme not in themes():
        raise Refused("That theme is none of the audits'.")
    if not text.strip():
        return _add(by, claim, Kind.AUDIT, theme_in_words(theme), today(), theme=theme)
    if dated_on is None:
        raise Refused("Say of which day that is.")
    return _add(by, claim, Kind.AUDIT, text, dated_on, theme=theme)


def add_finding(*, by: User, claim: Claim, finding: Finding) -> ClaimEvidence:
    """Adds a finding of the assurance register, word for word, with the day of its source.

    One of a source within the council counts as audit, one from outside as external.
    """
    if FindingMistake.objects.filter(finding=finding).exists():
        raise Refused("That finding was marked as a mistake.")
    source = finding.source
    kind = Kind.EXTERNAL if source.is_external else Kind.AUDIT
    text = f"{source.title}: “{finding.text}”"
    return _add(by, claim, kind, text, source.held_until or source.held_on, finding=finding)


def add_words(*, by: User, claim: Claim, kind: str, text: str, dated_on: dt.date) -> ClaimEvidence:
    """Adds what children, families, staff or partners say, what was observed, or another audit, with its day."""
    if kind not in IN_WORDS:
        raise Refused("Choose what kind of evidence it is; a figure and a finding are added by their own forms.")
    return _add(by, claim, kind, text, dated_on)


def remove_evidence(*, by: User, evidence: ClaimEvidence, seen: int | None = None) -> None:
    """Takes a piece of evidence from a claim of a draft. The record of changes keeps its words.

    `seen`: the version of its claim. A claim and its evidence are one thing, and change together.
    """
    check_improves(by)
    with transaction.atomic():
        of = draft(evidence.claim.evaluation)
        keep(locked(evidence.claim, seen))
        one: ClaimEvidence = locked(evidence)
        record_change(by=by, did=REMOVED, subject=str(of.pk), claim=one.claim_id, kind=one.kind, text=one.text)
        one.delete()


def _add(by: User, claim: Claim, kind: str, text: str, dated_on: dt.date, **facts: Any) -> ClaimEvidence:
    check_improves(by)
    text = said(text, "Say what it shows, and how it is known.")
    if dated_on > today():
        raise Refused("Evidence is of a day that has been.")
    with transaction.atomic():
        of = draft(claim.evaluation)
        if dated_on > of.as_at:
            raise Refused(
                f"The self-evaluation is as at {wording.day(of.as_at)}: evidence of {wording.day(dated_on)} is later. "
                "Change its day first."
            )
        keep(locked(claim))
        made = ClaimEvidence.objects.create(claim=claim, kind=kind, text=text, dated_on=dated_on, **facts)
        record_change(
            by=by, did=ADDED, subject=str(of.pk), claim=claim.pk, kind=str(kind), text=text, dated_on=str(dated_on),
            snapshot=made.snapshot,
        )  # fmt: skip
    return made


def _frozen(seen: Seen, claim: Claim, ref: str, month: str) -> FrozenFigure:
    try:
        wanted = Month.read(month)
    except ValueError:
        raise Refused("Write a month as year and month, for example 2023-03.") from None
    if wanted not in months_until(seen, claim.evaluation.as_at):
        raise Refused(f"There is no figure of {wording.month_name(wanted)} that this self-evaluation could cite.")
    return frozen_figure(seen.counted, ref, wanted)


def _figure_words(ref: str, month: str, figure: FrozenFigure) -> str:
    return f"{ref} {figure.figure['title']}: {figure.figure['text']} in {wording.month_name(Month.read(month))}"
