"""Commentary on an indicator in a month: written by one person, approved by another, frozen with the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot
from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport
from lineofsight.statistics.process_control import Kind
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.naming import why_refused
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.performance.models import Commentary, PublishedMonth

#: What a commentary says, in its order, with its heading.
TEXTS = {
    "what_happened": "What happened",
    "why": "Why",
    "what_next": "What happens next",
    "who": "Who",
}
WROTE, APPROVED = "wrote commentary", "approved commentary"
WRITERS = frozenset(
    {Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST, Role.QUALITY}
)
APPROVERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST})
RED, CONCERN = "It is red", "It is a special cause for concern"


def commentary_of(ref: str, month: Month) -> Commentary | None:
    """What is said of an indicator in a month."""
    return Commentary.objects.filter(ref=ref, month=str(month)).select_related("author", "approved_by").first()


def may_read_drafts(user: User) -> bool:
    """Whether this person reads commentary that nobody has approved: who may write or approve it."""
    return user.role in WRITERS | APPROVERS


def commentaries_for(user: User, month: Month) -> QuerySet[Commentary]:
    """The commentary of a month: all of it for who may write or approve it, what is approved for others."""
    found = Commentary.objects.filter(month=str(month)).select_related("author", "approved_by")
    return found if may_read_drafts(user) else found.exclude(approved_at=None)


def commentary_before(ref: str, month: Month) -> Commentary | None:
    """What was said of it the month before, to be read beside an empty form: it is never copied."""
    return commentary_of(ref, month.minus(1))


def publication_in_force(month: Month) -> PublishedMonth | None:
    """The publication of a month that holds now; None where it was never published, or has been reopened."""
    return PublishedMonth.objects.filter(month=str(month), reopened_at=None).select_related("published_by").first()


@dataclass(frozen=True)
class Required:
    """A commentary that a month can't be published without. `missing` is empty where it is written and approved."""

    ref: str
    title: str
    why: str
    missing: str


def required(report: HighlightReport) -> tuple[Required, ...]:
    """What must be said before a month is published: of each red indicator and each special cause for concern."""
    there = {one.ref: one for one in Commentary.objects.filter(month=str(report.month))}
    found = []
    for row in report.rows:
        why = RED if row.rating == "red" else CONCERN if row.signals.variation is Kind.CONCERN else ""
        if why:
            said = there.get(row.ref)
            missing = "not written" if said is None else "" if said.approved_at else "not approved"
            found.append(Required(row.ref, row.title, why, missing))
    return tuple(found)


def waiting(month: Month, report: HighlightReport) -> tuple[Required, ...]:
    """Of what is required for a month's publication, what is still missing; nothing once it is published."""
    assert report.month == month
    if publication_in_force(month):
        return ()
    return tuple(one for one in required(report) if one.missing)


# Writing


def check_can_write(user: User, month: Month) -> None:
    """Refused, with the reason, where this person can't write commentary on this month."""
    if user.role not in WRITERS:
        raise Refused("Commentary is written by managers, analysts and quality assurance.")
    if publication_in_force(month):
        raise Refused(f"{wording.month_name(month)} is published. Its commentary can be changed once it is reopened.")


def can_write(user: User, month: Month) -> bool:
    return _holds(check_can_write, user, month)


def check_can_approve(user: User, commentary: Commentary) -> None:
    """Refused, with the reason, where this person can't approve this commentary."""
    if user.role not in APPROVERS:
        raise Refused("Commentary is approved by heads of service, directors and analysts.")
    if publication_in_force(Month.read(commentary.month)):
        raise Refused("The month is published. Its commentary can be approved once it is reopened.")
    if commentary.approved_at:
        raise Refused("It is approved already.")
    if commentary.author_id == user.pk:
        raise Refused("You wrote it: somebody else must approve it.")


def can_approve(user: User, commentary: Commentary) -> bool:
    return _holds(check_can_approve, user, commentary)


def check_names_nobody(texts: Iterable[str], snapshot: Snapshot) -> None:
    """Refused where a text names a child of the records: commentary is read by boards."""
    sentence = (
        "Commentary is read by boards, so it may name no child: {} is in the records of a child or family. "
        "Leave it out, or write a number such as 15595 with its comma, as 15,595."
    )
    if refusal := why_refused(texts, snapshot, sentence):
        raise Refused(refusal)


def write_commentary(
    *,
    ref: str,
    month: Month,
    by: User,
    snapshot: Snapshot,
    seen: str = "",
    what_happened: str,
    why: str = "",
    what_next: str = "",
    who: str = "",
    by_when: dt.date | None = None,
) -> Commentary:
    """Writes what is said of an indicator in a month, or writes it anew; whoever changes it becomes its author.

    An approval falls away with a change. `seen`: the version that the writer began from (`version_of`). Refused where
    the month is published, the text names a child, or somebody else has changed it meanwhile.
    """
    texts = {"what_happened": what_happened, "why": why, "what_next": what_next, "who": who}
    check_names_nobody(texts.values(), snapshot)
    try:
        with transaction.atomic():
            check_can_write(by, month)
            before = Commentary.objects.select_for_update().filter(ref=ref, month=str(month)).first()
            if version_of(before) != seen:
                raise Refused(
                    "Somebody else has changed this commentary meanwhile: read it again before you change it."
                )
            now = {**texts, "by_when": by_when}
            said_before = _said(before) if before else None
            if before and said_before == _as_data(now):
                return before
            commentary = before or Commentary(ref=ref, month=str(month))
            for name, value in now.items():
                setattr(commentary, name, value)
            commentary.author = by
            commentary.approved_by, commentary.approved_at = None, None
            commentary.save()
            record_change(by=by, did=WROTE, subject=subject_of(ref, month), before=said_before, after=_as_data(now))
    except IntegrityError:
        raise Refused("Somebody else has written this commentary meanwhile: read it before you change it.") from None
    return commentary


def approve_commentary(*, ref: str, month: Month, by: User, seen: str) -> Commentary:
    """Approves what is said of an indicator in a month, as the approver read it (`seen`). Not by its author."""
    with transaction.atomic():
        commentary = Commentary.objects.select_for_update().filter(ref=ref, month=str(month)).first()
        if commentary is None:
            raise Refused("There is no commentary to approve yet.")
        if version_of(commentary) != seen:
            raise Refused("The commentary has been changed since you read it: read it again before you approve it.")
        check_can_approve(by, commentary)
        commentary.approved_by, commentary.approved_at = by, timezone.now()
        # written_at moves with every save: it is kept, since nothing was written.
        Commentary.objects.filter(pk=commentary.pk).update(
            approved_by=commentary.approved_by, approved_at=commentary.approved_at
        )
        record_change(by=by, did=APPROVED, subject=subject_of(ref, month), approved=_said(commentary))
    return commentary


def version_of(commentary: Commentary | None) -> str:
    """Tells two versions of a commentary apart; empty where there is none."""
    return commentary.written_at.isoformat() if commentary else ""


def subject_of(ref: str, month: Month) -> str:
    """What the record of changes calls it."""
    return f"{ref} {month}"


def history_of(ref: str, month: Month) -> list[Change]:
    """Who wrote and approved what, the last first."""
    changes = Change.objects.filter(subject=subject_of(ref, month), did__in=(WROTE, APPROVED)).select_related("user")
    return list(changes.order_by("-at", "-pk"))


def to_freeze(month: Month) -> list[dict[str, Any]]:
    """The approved commentary of a month, as a publication keeps it."""
    approved = Commentary.objects.filter(month=str(month)).exclude(approved_at=None)
    return [
        {
            "ref": one.ref,
            **_said(one),
            "author": one.author.name,
            "written_at": one.written_at.isoformat(),
            "approved_by": one.approved_by.name if one.approved_by else "",
            "approved_at": one.approved_at.isoformat() if one.approved_at else "",
        }
        for one in approved.select_related("author", "approved_by").order_by("ref")
    ]


def _said(commentary: Commentary) -> dict[str, Any]:
    return _as_data({name: getattr(commentary, name) for name in (*TEXTS, "by_when")})


def _as_data(said: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in said.items()}


def _holds(check: Any, *given: Any) -> bool:
    try:
        check(*given)
    except Refused:
        return False
    return True
