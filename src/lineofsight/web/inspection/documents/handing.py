"""Hands out a version: to be saved, never to be shown in the browser, and each time written down."""

from __future__ import annotations

import logging

from django.http import FileResponse, HttpRequest

from lineofsight.problems import Refused
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.headers import handed_out
from lineofsight.web.inspection.documents import storing
from lineofsight.web.inspection.documents.contents import kind_of
from lineofsight.web.inspection.documents.names import disposition
from lineofsight.web.inspection.models import DocumentFile, FileSeen
from lineofsight.web.inspection.pages import asker

FOUND_WRONG = "a version of a document was missing or changed"


def hand_out(request: HttpRequest, file: DocumentFile) -> FileResponse:
    """The file, as an attachment. Refused, and logged, where it is missing or isn't what was uploaded."""
    user = asker(request)
    try:
        path = storing.whole(file)
        opened = path.open("rb")
    except (Refused, OSError) as problem:
        logging.getLogger(__name__).error("document version %s can't be handed out: %s", file.pk, problem)
        record_change(by=user, did=FOUND_WRONG, subject=str(file.document_id), version=file.number)
        raise Refused(str(problem) if isinstance(problem, Refused) else storing.MISSING) from None
    FileSeen.objects.create(file=file, user=user, role=user.role)
    answer = FileResponse(opened, content_type=kind_of(file.kind).content_type)
    answer["Content-Disposition"] = disposition(file.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    handed_out(answer)
    return answer
