"""Stops taking what is uploaded where it is larger than a document may be, while it comes in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from lineofsight.problems import Refused
from lineofsight.web.inspection.documents.storing import MEGABYTE, largest

_OTHERWISE = 50 * MEGABYTE
#: What the request carries where a file was left out.
STOPPED = "upload_was_too_large"


class StopsAtLimit(FileUploadHandler):
    """The first that is handed what comes in: all files of a request together may be as large as one document.

    What goes beyond is read away and kept nowhere, so that the form can answer with a sentence (`request` is marked).
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._taken = 0
        try:
            self._most = largest()
        except Refused:  # the council's settings can't be read: the page says so
            self._most = _OTHERWISE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._taken += len(raw_data)
        if self._taken > self._most:
            setattr(self.request, STOPPED, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
