"""Versions of a document: a file is kept first and named by a row second, so that no row is without its file."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, keep, locked
from lineofsight.web.clock import today
from lineofsight.web.inspection.documents import storing
from lineofsight.web.inspection.documents.keeping import check_can_work_on, check_wanted, latest_of, note_state
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS
from lineofsight.web.inspection.documents.storing import Upload
from lineofsight.web.inspection.models import Document, DocumentChange, DocumentFile

State = Document.State


def add_version(
    *,
    by: User,
    document: Document,
    upload: Upload,
    as_at: dt.date | None = None,
    note: str = "",
    seen: int | None = None,
) -> DocumentFile:
    """Adds a version of a document, which is a draft from then on, whatever it was.

    Refused where the file can't be taken (`storing.store`), or is the same as the latest version; nothing of it is
    left behind then.
    """
    check_can_work_on(by, document)
    check_wanted(document)
    if as_at is not None and as_at > today():
        raise Refused("It can't describe a day that has not come yet.")
    stored = storing.store(upload)
    try:
        with transaction.atomic():
            one: Document = locked(document, seen)
            check_wanted(one)
            step = check_step(DOCUMENT_STEPS, "add_version", one.state, one.get_state_display())
            latest = latest_of(one)
            if latest is not None and latest.sha256 == stored.sha256:
                raise Refused(f"This file is the same as version {latest.number}: nothing is added.")
            made: DocumentFile = DocumentFile.objects.create(
                document=one, number=latest.number + 1 if latest else 1, name=stored.name, kind=stored.kind,
                size=stored.size, sha256=stored.sha256, stored=stored.stored, scanned=stored.scanned, as_at=as_at,
                note=note.strip(), made_by=by,
            )  # fmt: skip
            was, one.state = one.state, State.DRAFT
            keep(one)
            note_state(one, by, made)
            record_change(by=by, did=step.did, subject=str(one.pk), version=made.number, was=was, sha256=made.sha256)
    except BaseException:
        storing.discard(stored.stored)
        raise
    storing.remove_orphans()
    return made


def may_be_given(file: DocumentFile) -> bool:
    """Whether inspectors may be given a version: it was signed off, and that was not taken back."""
    return versions_to_give().filter(pk=file.pk).exists()


def versions_to_give() -> QuerySet[DocumentFile]:
    """Versions that were signed off and not taken back to draft, of documents that are wanted.

    A version stays one of them when a newer one is added: until that is signed off, it is the one to give.
    """
    latest = DocumentChange.objects.filter(file=OuterRef("pk"), ended=False).order_by("-pk").values("state")[:1]
    found = DocumentFile.objects.annotate(stands=Subquery(latest)).filter(stands__in=(State.SIGNED_OFF, State.SHARED))
    return found.filter(document__ended_on=None).select_related("document", "made_by")
