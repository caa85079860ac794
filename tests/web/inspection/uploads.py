"""Files for tests, small and made up: what a council would upload, and what somebody hostile would."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.web.accounts.models import User
from lineofsight.web.inspection.documents import keeping, versions
from lineofsight.web.inspection.documents.keeping import DocumentFacts
from lineofsight.web.inspection.models import Document, DocumentFile

PDF = b"%PDF-1.7\n% made up\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20
_MAIN = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}


def upload(content: bytes = PDF, name: str = "A plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def office(ending: str, *, main: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A document of Microsoft Office with nothing in it; `main`: what its list of parts says that it is."""
    said = main or f"application/vnd.openxmlformats-officedocument.{_MAIN[ending]}.main+xml"
    listed = f'<Types><Override PartName="/main.xml" ContentType="{said}"/></Types>'.encode()
    return zipped({"[Content_Types].xml": listed, "main.xml": b"<made-up/>", **(more or {})})


def open_document(media_type: str, more: dict[str, bytes] | None = None) -> bytes:
    """A document of LibreOffice with nothing in it."""
    said = f"application/vnd.oasis.opendocument.{media_type}".encode()
    return zipped({"mimetype": said, "META-INF/manifest.xml": b"<manifest/>", "content.xml": b"<c/>", **(more or {})})


def wanted(lead: User, title: str = "Owl strategy", **facts: object) -> Document:
    """A document that is wanted."""
    return keeping.add_document(by=lead, facts=DocumentFacts(title, "Nests", **facts))  # type: ignore[arg-type]


def add(lead: User, document: Document, content: bytes = PDF, name: str = "A plan.pdf") -> DocumentFile:
    return versions.add_version(by=lead, document=document, upload=upload(content, name))


def signed_off(adds: User, signs: User, title: str = "Owl strategy", content: bytes = PDF) -> DocumentFile:
    """The version of a document that is signed off."""
    document = wanted(adds, title)
    file = add(adds, document, content)
    keeping.say_ready(by=adds, document=document)
    keeping.sign_off(by=signs, document=document)
    document.refresh_from_db()
    file.document = document
    return file
