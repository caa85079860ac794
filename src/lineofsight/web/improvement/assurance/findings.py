"""Findings, word for word, and what became of each: added, corrected, answered, and judged again by a later source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.audits.rules import themes
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import (
    AssuranceSource,
    Finding,
    FindingMistake,
    FindingResponse,
    LaterVerdict,
    PlanAction,
)
from lineofsight.web.improvement.rules import setting
from lineofsight.web.improvement.running import check_improves

ADDED, CORRECTED = "added findings", "corrected a finding"
ANSWERED, JUDGED_AGAIN = "answered a finding", "recorded a later verdict on a finding"
MOST_AT_ONCE = 200
Decision = FindingResponse.Decision
#: Answers that say that something is done, so that somebody must own it.
DOES = frozenset({Decision.ACCEPTED, Decision.PARTLY})


def blocks_of(pasted: str) -> list[str]:
    """The findings in a text that was pasted: one for each block between blank lines, each word for word.

    >>> blocks_of("The first.\\nIts second line.\\n\\n\\nThe next.")
    ['The first.\\nIts second line.', 'The next.']
    """
    text = pasted.replace("\r\n", "\n").replace("\r", "\n")
    return [block.strip() for block in re.split(r"\n[ \t]*\n", text) if block.strip()]


def add_findings(
    *, by: User, source: AssuranceSource, kind: str, texts: Iterable[str], paragraph: str = "", area: str = ""
) -> list[Finding]:
    """Adds findings of one kind to a source, word for word. They can't be changed afterwards, only corrected.

    One that asks for something waits from now on for the council's answer, for as many weeks as `decide_weeks` gives.
    Refused without words, or where the source has a finding of the same words.
    """
    check_improves(by)
    found = [said(text, "Write down what it found, word for word.") for text in texts]
    if not found:
        raise Refused("Write down what it found, word for word.")
    if len(found) > MOST_AT_ONCE:
        raise Refused(f"These are {len(found)} findings: add at most {MOST_AT_ONCE} at once.")
    _check_fields(kind, area)
    with transaction.atomic():
        one: AssuranceSource = locked(source)
        stands = Finding.objects.filter(source=one, mistake=None)
        there = set(stands.values_list("text", flat=True))
        for text in found:
            if text in there:
                raise Refused(f"The source has this finding already: “{text[:80]}”.")
            there.add(text)
        last = one.findings.aggregate(last=Max("place"))["last"] or 0
        made = [_made(by, one, kind, text, paragraph, area, place) for place, text in enumerate(found, last + 1)]
        record_change(by=by, did=ADDED, subject=str(one.pk), kind=kind, findings=[row.pk for row in made])
    return made


def correct_finding(
    *, by: User, finding: Finding, because: str, kind: str, text: str, paragraph: str = "", area: str = ""
) -> Finding:
    """Puts a finding as it should have been in the place of one that was written down wrongly.

    The old one stays, marked. What was decided about it, the plan's actions that answer it, and what later sources say
    of it go over to the new one. Refused where nothing would be otherwise.
    """
    check_improves(by)
    because = said(because, "Say what was written down wrongly.")
    text = said(text, "Write down what it found, word for word.")
    _check_fields(kind, area)
    with transaction.atomic():
        source = _locked_standing(finding)
        if (kind, text, paragraph.strip(), area) == (finding.kind, finding.text, finding.paragraph, finding.area):
            raise Refused("Nothing would be otherwise.")
        made = _made(by, source, kind, text, paragraph, area, finding.place)
        _carry_over(by, finding, made)
        FindingMistake.objects.create(finding=finding, replaced_by=made, because=because, made_by=by)
        record_change(
            by=by, did=CORRECTED, subject=str(source.pk), finding=finding.pk, replaced_by=made.pk, because=because
        )
    return made


def strike_finding(*, by: User, finding: Finding, because: str) -> FindingMistake:
    """Says that a finding should not stand there at all: of another source, or written down twice. It stays, marked.

    Refused where an action of the plan answers it: what it answers must be said first.
    """
    check_improves(by)
    because = said(because, "Say why it should not stand there.")
    with transaction.atomic():
        source = _locked_standing(finding)
        answers = finding.plan_actions.exclude(state=PlanAction.State.WITHDRAWN)
        if answers:
            raise Refused(
                f"{', '.join(action.number for action in answers)} of the plan answers it: untie that first, "
                "or correct the finding."
            )
        made = FindingMistake.objects.create(finding=finding, because=because, made_by=by)
        record_change(by=by, did=CORRECTED, subject=str(source.pk), finding=finding.pk, because=because)
    return made


def respond(
    *,
    by: User,
    finding: Finding,
    decision: str,
    reason: str = "",
    owner: User | None = None,
    owner_name: str = "",
    seen: int | None = None,
) -> FindingResponse:
    """Says what the council does about a finding that asks for something; it can be decided anew.

    Refused without an owner where something is done, and without a reason where it is not, or only in part.
    """
    check_improves(by)
    if decision not in Decision.values or decision == Decision.WAITING:
        raise Refused("Choose what is decided.")
    if decision != Decision.ACCEPTED and not reason.strip():
        raise Refused("Say why it is not accepted as it stands.")
    if decision in DOES and owner is None and not owner_name.strip():
        raise Refused("Say who sees to it: one name.")
    with transaction.atomic():
        _locked_standing(finding)
        row = FindingResponse.objects.filter(finding=finding).first()
        if row is None:
            raise Refused("This finding asks for nothing, so that it needs no answer.")
        one: FindingResponse = locked(row, seen)
        was = one.decision
        one.decision, one.reason = decision, reason.strip()
        one.owner, one.owner_name = owner, "" if owner else owner_name.strip()
        one.decided_by, one.decided_on = by, today()
        keep(one)
        record_change(
            by=by, did=ANSWERED, subject=str(finding.source_id), finding=finding.pk, decision=[was, decision],
            reason=one.reason, owner=one.whose,
        )  # fmt: skip
    return one


def add_verdict(
    *, by: User, finding: Finding, source: AssuranceSource, verdict: str, text: str, paragraph: str = ""
) -> LaterVerdict:
    """Records what a later source says of an earlier finding, word for word: the end of its chain.

    Refused where that source is not later, or has said it already.
    """
    check_improves(by)
    text = said(text, "Write down what it says, word for word.")
    if verdict not in LaterVerdict.Verdict.values:
        raise Refused("Choose what it found.")
    with transaction.atomic():
        _locked_standing(finding)
        if source.pk == finding.source_id or source.held_on <= finding.source.held_on:
            raise Refused("A later verdict comes from a source that was held after the one of the finding.")
        if finding.verdicts.filter(source=source).exists():
            raise Refused("What that source says of it is recorded already.")
        made = LaterVerdict.objects.create(
            finding=finding, source=source, verdict=verdict, text=text, paragraph=paragraph.strip(), made_by=by
        )
        record_change(
            by=by, did=JUDGED_AGAIN, subject=str(finding.source_id), finding=finding.pk, source=source.pk,
            verdict=verdict,
        )  # fmt: skip
    return made


def _made(by: User, source: AssuranceSource, kind: str, text: str, paragraph: str, area: str, place: int) -> Finding:
    made = Finding.objects.create(
        source=source, kind=kind, text=text, paragraph=paragraph.strip(), area=area, place=place, made_by=by
    )
    if made.asks:
        decide_by = today() + dt.timedelta(weeks=int(setting("decide_weeks")))
        FindingResponse.objects.create(finding=made, decide_by=decide_by)
    return made


def _carry_over(by: User, old: Finding, new: Finding) -> None:
    """What was decided, is done and was found later about the old words holds for the right ones."""
    before = FindingResponse.objects.filter(finding=old).first()
    after = new.response if new.asks else None
    if before is not None and after is not None:
        for name in ("decision", "reason", "decide_by", "owner", "owner_name", "decided_by", "decided_on"):
            setattr(after, name, getattr(before, name))
        after.save()
    for action in old.plan_actions.all():
        action.findings.add(new)
        action.findings.remove(old)
    for verdict in old.verdicts.all():
        LaterVerdict.objects.create(
            finding=new, source=verdict.source, verdict=verdict.verdict, text=verdict.text,
            paragraph=verdict.paragraph, made_by=by,
        )  # fmt: skip


def _locked_standing(finding: Finding) -> AssuranceSource:
    """The source of a finding, locked. Refused where the finding was marked as a mistake."""
    source: AssuranceSource = locked(finding.source)
    if FindingMistake.objects.filter(finding=finding).exists():
        raise Refused("This finding was marked as a mistake already.")
    return source


def _check_fields(kind: str, area: str) -> None:
    if kind not in Finding.Kind.values:
        raise Refused("Choose what kind of finding it is.")
    if area and area not in themes():
        raise Refused("What it is about is one of the themes of audits.")
