"""Which versions of which documents an inspector may open. Each change is one function, which records itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.changing import keep, locked
from lineofsight.web.inspection.documents.keeping import latest_of, note_state
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS
from lineofsight.web.inspection.documents.versions import may_be_given, versions_to_give
from lineofsight.web.inspection.models import Document, DocumentFile, SharedFile
from lineofsight.web.inspection.running import check_prepares

State = Document.State
SHARED, TAKEN_BACK = DOCUMENT_STEPS["share"].did, DOCUMENT_STEPS["take_back"].did


def inspectors() -> QuerySet[User]:
    """Everybody whose role is inspector and who was not deactivated; their last day may have gone by."""
    return User.objects.filter(role=Role.INSPECTOR, is_active=True).order_by("last_name", "first_name", "username")


def shared_with(user: User) -> QuerySet[SharedFile]:
    """What an inspector may open now, by document."""
    found = SharedFile.objects.filter(user=user, taken_back_at=None)
    return found.select_related("file__document", "shared_by").order_by("file__document__place", "-file__number")


def share(*, by: User, user: User, file: DocumentFile) -> SharedFile:
    """Lets an inspector open a version. Refused where it wasn't signed off, or the inspector's access has ended."""
    check_prepares(by)
    _check_inspector(user)
    with transaction.atomic():
        document: Document = locked(file.document)
        if not may_be_given(file):
            raise Refused(f"Version {file.number} of “{document.title}” is not signed off: it is not given to anybody.")
        if SharedFile.objects.filter(file=file, user=user, taken_back_at=None).exists():
            raise Refused(f"{user.name} may open it already.")
        made = SharedFile.objects.create(file=file, user=user, shared_by=by)
        given(by=by, document=document, file=file)
        record_change(by=by, did=SHARED, subject=str(document.pk), version=file.number, **{"with": user.name})
    return made


def share_all(*, by: User, user: User) -> list[SharedFile]:
    """Lets an inspector open the latest version of each document that is signed off, and isn't shared yet."""
    return share_these(by=by, user=user, files=still_to_share(user))


def share_these(*, by: User, user: User, files: Iterable[DocumentFile]) -> list[SharedFile]:
    """Lets an inspector open several versions: all of them, or none where one can't be shared."""
    check_prepares(by)
    _check_inspector(user)
    with transaction.atomic():
        return [share(by=by, user=user, file=file) for file in files]


def still_to_share(user: User) -> list[DocumentFile]:
    """The versions that an inspector may be given and hasn't: of each document the latest that is signed off."""
    there = set(shared_with(user).values_list("file_id", flat=True))
    latest: dict[int, DocumentFile] = {}
    for file in versions_to_give().order_by("document__place", "document", "-number"):
        latest.setdefault(file.document_id, file)
    return [file for file in latest.values() if file.pk not in there]


def take_back(*, by: User, shared: SharedFile) -> SharedFile:
    """Takes back what an inspector could open, also where it went out with an answer (`seeing.may_open`).

    A document that nobody has any more is signed off, not shared.
    """
    check_prepares(by)
    with transaction.atomic():
        document: Document = locked(shared.file.document)
        one: SharedFile = locked(shared)
        if one.taken_back_at is not None:
            raise Refused("It was taken back already.")
        one.taken_back_at = timezone.now()
        one.save()
        if document.state == State.SHARED and not _is_out(latest_of(document)):
            document.state = State.SIGNED_OFF
            keep(document)
            note_state(document, by)
        record_change(
            by=by, did=TAKEN_BACK, subject=str(document.pk), version=one.file.number, **{"from": one.user.name}
        )
    return one


def given(*, by: User, document: Document, file: DocumentFile) -> None:
    """Writes down that inspectors have a version: its document is shared where that version is the latest.

    Called in the transaction of what gave it to them, with the document locked.
    """
    latest = latest_of(document)
    if document.state == State.SIGNED_OFF and latest is not None and latest.pk == file.pk:
        document.state = State.SHARED
        keep(document)
        note_state(document, by, file)


def _is_out(file: DocumentFile | None) -> bool:
    """Whether inspectors have a version: it is shared with one of them, or went out with an answer."""
    return file is not None and (file.shared.filter(taken_back_at=None).exists() or file.answers.exists())


def _check_inspector(user: User) -> None:
    if user.role != Role.INSPECTOR:
        raise Refused("Documents are shared with inspectors alone.")
    if not may_still_sign_in(user):
        raise Refused(f"The access of {user.name} has ended: nothing is shared with them.")
