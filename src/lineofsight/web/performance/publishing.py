"""Publishes a month and reopens it: a folder of files that never change, and a row that says who did it and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.engine import Counted
from lineofsight.prepared.seeing import SEEN, everybody_for
from lineofsight.problems import Refused
from lineofsight.published.freezing import freeze
from lineofsight.published.frozen import Difference, Frozen, differences, read_frozen
from lineofsight.published.moves import Move
from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.performance.commentary import (
    Required,
    publication_in_force,
    required,
    to_freeze,
    waiting,
)
from lineofsight.web.performance.models import Commentary, Proposal, PublishedMonth
from lineofsight.web.performance.reading import report_served
from lineofsight.web.serving import Served

__all__ = ["commentary_waits", "publication_in_force", "publish", "reopen", "waiting"]

PUBLISHERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST})
#: What a frozen folder holds beside the report.
COMMENTARY, PROPOSALS = "commentary", "proposals"


def report_now(served: Served, counted: Counted, month: Month) -> HighlightReport:
    """The highlight report of a month that has ended, from what serves: nothing is counted anew."""
    if month.end > served.council.snapshot.extracted_on:
        raise Refused(
            f"{wording.month_name(month)} had not ended when the records were extracted, on "
            f"{wording.day(served.council.snapshot.extracted_on)}."
        )
    if month.end not in counted.dates:
        raise Refused(f"{wording.month_name(month)} is not among the months that this site counts.")
    return report_served(served, counted, month)


@dataclass(frozen=True)
class Checklist:
    """What publishing a month needs.

    `refusal`: why it can't be published at all; empty where nothing stands against it. `unapproved`: commentary that
    isn't required, and would not be published because nobody has approved it.
    """

    refusal: str
    required: tuple[Required, ...] = ()
    unapproved: tuple[Commentary, ...] = ()

    @property
    def missing(self) -> tuple[Required, ...]:
        return tuple(one for one in self.required if one.missing)

    @property
    def is_ready(self) -> bool:
        return not self.refusal and not self.missing


def checklist(served: Served, counted: Counted, month: Month) -> Checklist:
    """What stands against publishing a month, in the order in which somebody would mend it."""
    if there := publication_in_force(month):
        return Checklist(
            f"{wording.month_name(month)} was published by {there.published_by.name} on "
            f"{wording.day(timezone.localdate(there.published_at))}."
        )
    try:
        report = report_now(served, counted, month)
    except Refused as refusal:
        return Checklist(str(refusal))
    needed = required(report)
    refs = {one.ref for one in needed}
    others = Commentary.objects.filter(month=str(month), approved_at=None).exclude(ref__in=refs).order_by("ref")
    return Checklist("", needed, tuple(others.select_related("author")))


def commentary_waits(served: Served, counted: Counted, month: Month) -> tuple[Required, ...]:
    """What is required for a month's publication and still missing."""
    return waiting(month, report_now(served, counted, month))


def check_may_publish(user: User) -> None:
    if user.role not in PUBLISHERS:
        raise Refused("A month is published and reopened by heads of service, directors and analysts.")


def publish(month: Month, *, by: User, served: Served, seen: str | None = None) -> PublishedMonth:
    """Freezes a month as it is known now, and puts the publication in force.

    `seen`: what served when the publisher looked (`Served.key`). Refused where the month has not ended, is published
    already, lacks a commentary that it needs (the sentence says of what), or where the figures are not those that
    were looked at. Of two who publish at once one wins. A failure leaves neither files in force nor a row.
    """
    check_may_publish(by)
    if seen is not None and seen != served.key:
        raise Refused("The records or the book have changed since you looked: look at the figures again.")
    home = served.council.home
    try:
        with served.reading() as counted, transaction.atomic():
            found = checklist(served, counted, month)
            if found.refusal:
                raise Refused(found.refusal)
            if found.missing:
                what = "; ".join(f"{one.ref}, {one.title} ({one.missing})" for one in found.missing)
                raise Refused(
                    f"{wording.month_name(month)} can't be published: approved commentary is missing on {what}."
                )
            report = report_now(served, counted, month)
            number = _next_number(home, month)
            published = PublishedMonth.objects.create(
                month=str(month),
                number=number,
                snapshot=report.snapshot,
                book=report.book,
                folder=f"{month}.{number}",
                published_by=by,
            )
            published.digest = freeze(
                counted,
                served.council.calendar,
                month,
                report,
                home.published / published.folder,
                beside={COMMENTARY: to_freeze(month), PROPOSALS: _proposals_in_force(month)},
                program=version("lineofsight"),
            )
            published.save(update_fields=["digest"])
            record_change(
                by=by,
                did="published month",
                subject=str(month),
                number=number,
                snapshot=report.snapshot,
                book=report.book,
                digest=published.digest,
            )
    except IntegrityError:
        raise Refused(f"Somebody else has just published {wording.month_name(month)}.") from None
    return published


def reopen(month: Month, *, by: User, because: str) -> PublishedMonth:
    """Takes a publication out of force, with a reason, so that the month can be published again. Its files stay."""
    check_may_publish(by)
    if not because.strip():
        raise Refused("Say why the month is reopened.")
    with transaction.atomic():
        there = PublishedMonth.objects.select_for_update().filter(month=str(month), reopened_at=None).first()
        if there is None:
            raise Refused(f"{wording.month_name(month)} is not published, so it can't be reopened.")
        there.reopened_by, there.reopened_at, there.reopened_because = by, timezone.now(), because.strip()
        there.save(update_fields=["reopened_by", "reopened_at", "reopened_because"])
        record_change(
            by=by, did="reopened month", subject=str(month), number=there.number, because=there.reopened_because
        )
    return there


def publications(month: Month | None = None) -> list[PublishedMonth]:
    """All publications, or those of a month: the latest first."""
    found = PublishedMonth.objects.select_related("published_by", "reopened_by")
    return list(found.filter(month=str(month)) if month else found)


def latest_published() -> Month | None:
    """The latest month whose publication is in force."""
    months = PublishedMonth.objects.filter(reopened_at=None).values_list("month", flat=True)
    return Month.read(max(months)) if months else None


def frozen_of(published: PublishedMonth, home: Home) -> Frozen:
    """The files of a publication, checked against their hashes. Refused where one is gone or was changed."""
    return _read(home.published / published.folder, published.digest)


@lru_cache(maxsize=24)
def _read(folder: Path, digest: str) -> Frozen:
    return read_frozen(folder, digest)


#: Differences that are kept: they change only with what serves, and take a second to work out.
_KEPT = 12
_differences: dict[tuple[str, str], list[Difference]] = {}


def differences_now(frozen: Frozen, served: Served) -> list[Difference]:
    """What of a publication is known otherwise in what serves."""
    key = str(frozen.folder), served.key
    if key not in _differences:
        with served.reading() as counted:
            found = differences(frozen, counted, served.council.calendar)
        while len(_differences) >= _KEPT:
            _differences.pop(next(iter(_differences)), None)
        _differences[key] = found
    return _differences[key]


@dataclass(frozen=True)
class Named:
    """A child as lists name it. `name` is empty where the records have none."""

    name: str
    born_on: dt.date | None


@dataclass(frozen=True)
class Visible:
    """Which of the moved rows somebody may see, whose they are, and how many rows are left out because of why."""

    rows: tuple[Move, ...]
    names: Mapping[str, Named]
    restricted: int
    elsewhere: int


def visible(moved: Iterable[Move], scope: Scope, counted: Counted) -> Visible:
    """Those of moved rows whose children are in a person's scope; restricted and other children are only counted.

    Who sees all children also sees rows of a child that the records no longer hold, and rows that name nobody.
    """
    moved = list(moved)
    listed, values = everybody_for(scope)
    found = counted.database.execute(
        f"select id, name, born_on from ({listed}) as everybody_seen "
        f"where {SEEN} and id in (select unnest(cast($people as varchar[])))",
        values | {"people": sorted({move.person_id for move in moved if move.person_id})},
    ).fetchall()
    names = {person_id: Named(name, born_on) for person_id, name, born_on in found}
    hidden = [move for move in moved if move.person_id in scope.hidden]
    rows = [
        move for move in moved if move.person_id not in scope.hidden and (move.person_id in names or scope.everybody)
    ]
    return Visible(tuple(rows), names, len(hidden), len(moved) - len(hidden) - len(rows))


def _next_number(home: Home, month: Month) -> int:
    """After every publication of the month, of which there is a row or (from before a restored database) a folder."""
    numbers = list(PublishedMonth.objects.filter(month=str(month)).values_list("number", flat=True))
    folders = home.published.iterdir() if home.published.is_dir() else ()
    found = (re.fullmatch(rf"{month}\.([0-9]+)", folder.name) for folder in folders)
    return 1 + max([*numbers, *(int(match[1]) for match in found if match)], default=0)


def _proposals_in_force(month: Month) -> list[dict[str, str]]:
    """Who decided on the council's own definitions that hold in a month."""
    approved = Proposal.objects.filter(state=Proposal.State.APPROVED, valid_from__lte=str(month))
    return [
        {
            "kind": one.kind,
            "name": one.name,
            "valid_from": one.valid_from,
            "file": one.file_name,
            "why": one.why,
            "author": one.author.name,
            "decision": one.decision,
            "approved_by": one.decided_by.name if one.decided_by else "",
            "approved_at": one.decided_at.isoformat() if one.decided_at else "",
        }
        for one in approved.select_related("author", "decided_by").order_by("decided_at")
    ]
