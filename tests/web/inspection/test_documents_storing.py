"""Uploads: what is taken, what is refused and why, that a refusal leaves nothing, and how files are handed out."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.inspection.documents import contents, names, storing, versions
from lineofsight.web.inspection.documents.scanning import NOT_SCANNED
from lineofsight.web.inspection.models import Document, DocumentFile, FileSeen
from tests.web.conftest import add_person
from tests.web.inspection.uploads import JPG, PDF, PNG, add, office, open_document, upload, wanted, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="prepares")


def kept(home: Path) -> list[Path]:
    folder = home / "inspection" / "documents"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def set_rules(home: Path, text: str) -> None:
    (home / "inspection").mkdir(exist_ok=True)
    (home / "inspection" / "settings.toml").write_text(text)


TAKEN = {
    "plan.pdf": PDF,
    "PLAN.PDF": PDF,
    "plan.docx": office("docx"),
    "plan.xlsx": office("xlsx"),
    "plan.pptx": office("pptx"),
    "plan.odt": open_document("text"),
    "plan.ods": open_document("spreadsheet"),
    "plan.odp": open_document("presentation"),
    "plan.csv": "nest,eggs\nRöhricht,3\n".encode(),
    "plan.txt": "Röhricht".encode("cp1252"),
    "plan.png": PNG,
    "plan.jpg": JPG,
    "plan.jpeg": JPG,
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(home: Path, name: str) -> None:
    stored = storing.store(upload(TAKEN[name], name))
    (file,) = kept(home)
    assert (stored.kind, stored.size, stored.scanned) == (name.lower().split(".")[1], len(TAKEN[name]), NOT_SCANNED)
    assert file.name == stored.stored and file.read_bytes() == TAKEN[name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700 == stat.S_IMODE(file.parent.parent.stat().st_mode)


MACRO = {"word/vbaProject.bin": b"made up"}
ENABLED = "application/vnd.ms-word.document.macroEnabled.main+xml"
REFUSED = {
    "a page": ("page.html", b"<html>", "end in .html are not taken"),
    "a program": ("plan.pdf.exe", b"MZ\x90\0", "end in .exe are not taken"),
    "no ending": ("plan", PDF, "without an ending are not taken"),
    "a drawing that runs": ("plan.svg", b"<svg onload='x()'/>", "end in .svg are not taken"),
    "a document with macros by its ending": ("plan.docm", office("docx", main=ENABLED), "end in .docm are not taken"),
    "nothing": ("plan.pdf", b"", "is empty"),
    "another content": ("plan.pdf", b"<html><script>x()</script>", "is not a PDF"),
    "a picture that is a page": ("plan.png", b"<html>", "is not a PNG picture"),
    "a program as text": ("plan.txt", b"MZ\x90\0\x03", "is not a text"),
    "a PDF as table": ("plan.csv", PDF, "is not a text"),
    "bytes as text": ("plan.csv", b"nest\0eggs", "no plain text"),
    "macros, renamed": ("plan.docx", office("docx", main=ENABLED), "holds macros"),
    "macros beside": ("plan.docx", office("docx", more=MACRO), "holds macros"),
    "macros in another case": ("plan.xlsx", office("xlsx", more={"xl/VBAPROJECT.BIN": b"x"}), "holds macros"),
    "old macros": ("plan.xlsx", office("xlsx", more={"xl/macrosheets/sheet1.xml": b"x"}), "holds macros"),
    "macros of LibreOffice": ("plan.odt", open_document("text", {"Basic/Standard/x.xml": b"x"}), "holds macros"),
    "a workbook as document": ("plan.docx", office("xlsx"), "is not a Word document"),
    "a zip as document": ("plan.docx", zipped({"a.exe": b"MZ"}), "is not a Word document"),
    "half a zip": ("plan.docx", office("docx")[:60], "is not a Word document"),
    "no zip": ("plan.docx", PDF, "is not a Word document"),
    "another LibreOffice document": ("plan.odt", open_document("spreadsheet"), "is not a text document"),
    "a password, of Office": ("plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "needs a password"),
    "a password, of LibreOffice": (
        "plan.odt", open_document("text", {"META-INF/manifest.xml": b"<encryption-data/>"}), "needs a password",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_nothing_behind(home: Path, case: str) -> None:
    name, content, says = REFUSED[case]
    with pytest.raises(Refused, match=says):
        storing.store(upload(content, name))
    assert kept(home) == []


def test_what_other_programs_write_is_taken(home: Path) -> None:
    """Documents as the usual libraries write them, not as these tests make them up."""
    import docx
    import openpyxl
    import pptx
    from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText

    written = {
        "a.docx": docx.Document(),
        "a.xlsx": openpyxl.Workbook(),
        "a.pptx": pptx.Presentation(),
        "a.odt": OpenDocumentText(),
        "a.ods": OpenDocumentSpreadsheet(),
    }
    for name, document in written.items():
        held = io.BytesIO()
        document.write(held) if name.startswith("a.od") else document.save(held)
        assert storing.store(upload(held.getvalue(), name)).kind == name[2:]
    assert len(kept(home)) == len(written)


def test_a_bomb_is_not_unpacked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """150 megabytes of nothing, in 150 kilobytes; and a directory that says less than there is."""
    bomb = office("docx", more={"word/media/a.bin": b"\0" * 150_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(Refused, match="far more than it should"):
        storing.store(upload(bomb, "plan.docx"))
    monkeypatch.setattr(contents, "_MOST_OF_PART", 1_000)
    listed = zipped({"[Content_Types].xml": b" " * 5_000 + b"wordprocessingml.document.main+xml"})
    with pytest.raises(Refused, match="far more than it should"):
        storing.store(upload(listed, "plan.docx"))
    assert kept(home) == []


def test_a_directory_of_millions_is_not_read(home: Path) -> None:
    content = bytearray(office("docx"))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<H", content, at + 10, 65_000)
    with pytest.raises(Refused, match="far more than it should"):
        storing.store(upload(bytes(content), "plan.docx"))
    locator = office("docx").replace(b"PK\x05\x06", b"PK\x06\x07" + b"\0" * 16 + b"PK\x05\x06")
    with pytest.raises(Refused, match="far more than it should"):
        storing.store(upload(locator, "plan.docx"))
    parts = {f"word/{nth}.xml": b"" for nth in range(10_001)}
    with pytest.raises(Refused, match="far more than it should"):
        storing.store(upload(office("docx", more=parts), "plan.docx"))
    assert kept(home) == []


def test_an_encrypted_part_is_a_password(home: Path) -> None:
    content = bytearray(office("docx"))
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 0x1)
    with pytest.raises(Refused, match="needs a password"):
        storing.store(upload(bytes(content), "plan.docx"))
    assert zipfile.is_zipfile(__file__) is False and kept(home) == []


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\plan.pdf": "plan.pdf",
    "/tmp/plan.pdf": "plan.pdf",
    "plan\0.pdf": "plan.pdf",
    "plan\r\nSet-Cookie: a=b.pdf": "plan Set-Cookie a=b.pdf",
    'plan".pdf': "plan.pdf",
    "plan \u202efdp.exe": "plan fdp.exe",
    ".pdf": "document.pdf",
    "....pdf": "document.pdf",
    "CON<>:|?*.pdf": "CON.pdf",
    "a" * 300 + ".pdf": "a" * 120 + ".pdf",
    "Röhricht.PDF": "Röhricht.pdf",
    "": "document",
}


@pytest.mark.parametrize("given", NAMES)
def test_names_are_made_safe(given: str) -> None:
    assert names.cleaned(given) == NAMES[given]
    header = names.disposition(given)
    assert header.startswith('attachment; filename="') and header.isascii()
    assert not any(letter in header for letter in "\r\n\0/\\")
    assert header.count('"') == 2


def test_a_name_is_never_a_path(home: Path, lead: User) -> None:
    file = add(lead, wanted(lead), name="../../../outside.pdf")
    assert file.name == "outside.pdf" and len(file.stored) == 32
    assert [path.name for path in kept(home)] == [file.stored]
    assert not list(home.rglob("outside*"))
    for stored in ("../people.sqlite3", "/etc/passwd", "", "a" * 31, file.stored + "/.."):
        with pytest.raises(Refused, match="not where it was kept"):
            storing.path_of(stored)


def test_a_file_has_a_limit(home: Path) -> None:
    set_rules(home, "largest_file_mb = 1")
    with pytest.raises(Refused, match="larger than 1 megabytes"):
        storing.store(upload(PDF + b" " * 1_000_000))

    class Liar:
        """Says that it is small, and is not."""

        name, size = "plan.pdf", 10

        def chunks(self) -> list[bytes]:
            return [PDF, *[b" " * 100_000] * 11]

    with pytest.raises(Refused, match="larger than 1 megabytes"):
        storing.store(Liar())
    assert kept(home) == []


# Scanning


def scanner(home: Path, script: str) -> Path:
    file = home / "scanner"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o700)
    set_rules(home, f"scanner = ['{file}', '--file={{file}}']\nscan_seconds = 1")
    return file


def test_a_clean_file_says_who_scanned_it(home: Path) -> None:
    scanner(home, f'test -r "${{1#--file=}}" && echo "$1" > {home}/saw')
    assert storing.store(upload()).scanned == "clean, by scanner"
    assert "/inspection/documents/coming-" in (home / "saw").read_text()
    assert len(kept(home)) == 1


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 1", "found something"),
        ("exit 2", "could not be scanned"),
        ("kill -9 $$", "could not be scanned"),
        ("rm ${1#--file=}; exit 0", "put it away"),
        ("echo mended >> ${1#--file=}; exit 0", "changed this file"),
    ],
)
def test_nothing_is_taken_that_was_not_found_clean(home: Path, script: str, says: str) -> None:
    scanner(home, script)
    with pytest.raises(Refused, match=says):
        storing.store(upload())
    assert kept(home) == []


def test_a_scanner_that_hangs_is_ended_with_what_it_began(home: Path) -> None:
    scanner(home, f"sleep 30 & echo $! > {home}/began; sleep 30")
    began = time.monotonic()
    with pytest.raises(Refused, match="could not be scanned"):
        storing.store(upload())
    assert time.monotonic() - began < 10 and kept(home) == []
    child = Path(f"/proc/{(home / 'began').read_text().strip()}/stat")
    for _ in range(100):
        if not child.exists() or " Z " in child.read_text():
            break
        time.sleep(0.02)
    else:
        pytest.fail("what the scanner began runs on")


@pytest.mark.parametrize("rule", ["scanner = ['no-such-scanner', '{file}']", "scanner = ['true']"])
def test_a_scanner_that_cannot_run_lets_nothing_through(home: Path, rule: str) -> None:
    set_rules(home, rule)
    with pytest.raises(Refused, match="could not be scanned"):
        storing.store(upload())
    assert kept(home) == []


def test_a_scanner_is_no_shell(home: Path) -> None:
    set_rules(home, f"scanner = ['true', '{{file}}; touch {home}/made', '$(touch {home}/made)']")
    storing.store(upload())
    assert not (home / "made").exists()


# Rows and files


def test_the_same_file_is_no_new_version(home: Path, lead: User) -> None:
    document = wanted(lead)
    first = add(lead, document)
    with pytest.raises(Refused, match="the same as version 1"):
        add(lead, document, name="Another name.pdf")
    assert [path.name for path in kept(home)] == [first.stored]
    second = add(lead, document, PDF + b"more")
    third = add(lead, document)  # back to the first content, after another: that is a version
    assert [second.number, third.number, third.sha256 == first.sha256] == [2, 3, True]


def test_a_row_that_cannot_be_made_leaves_no_file(home: Path, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    document = wanted(lead)

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr(versions, "note_state", broken)
    with pytest.raises(RuntimeError):
        add(lead, document)
    document.refresh_from_db()
    assert kept(home) == [] and not DocumentFile.objects.exists() and document.state == "missing"
    with pytest.raises(Refused, match="changed this since"):
        versions.add_version(by=lead, document=document, upload=upload(), seen=99)
    assert kept(home) == []


def test_what_a_crash_left_is_removed_a_day_later(home: Path, lead: User) -> None:
    file = add(lead, wanted(lead))
    folder = storing.folder()
    old, young = folder / ("a" * 32), folder / ("b" * 32)
    coming, foreign = folder / f"coming-{'c' * 32}", folder / "read-me.txt"
    for path in (old, young, coming, foreign, folder / file.stored):
        path.touch()
        if path != young:
            os.utime(path, (0, 0))
    call_command("clean_documents")
    assert {path.name for path in kept(home)} == {young.name, foreign.name, file.stored}


# Handing out


def test_a_version_is_saved_and_never_shown(home: Path, lead: User, signed_in: SignIn) -> None:
    file = add(lead, wanted(lead), name='Röhricht "1".pdf')
    client = signed_in("team_manager", name="reads")
    answer = client.get(reverse("inspection:document_file", args=[file.pk]))
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == (
        "attachment; filename=\"Rohricht 1.pdf\"; filename*=UTF-8''R%C3%B6hricht%201.pdf"
    )
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store" and "sandbox" in answer["Content-Security-Policy"]
    assert [(seen.user.username, seen.role) for seen in file.seen.all()] == [("reads", "team_manager")]
    page = client.get(reverse("inspection:document", args=[file.document_id])).content.decode()
    assert (
        "Opened 1 time" in page
        and "Made-up Team manager" in page
        and "sandbox" not in str(client.get(reverse("inspection:documents"))["Content-Security-Policy"])
    )


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_file_that_is_not_what_it_was_is_not_handed_out(
    home: Path, lead: User, signed_in: SignIn, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = add(lead, wanted(lead))
    path = storing.path_of(file.stored)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF + b"x")
    answer = signed_in("director").get(reverse("inspection:document_file", args=[file.pk]))
    assert answer.status_code == 409 and b"be handed out" in answer.content and PDF not in answer.content
    assert not FileSeen.objects.exists() and f"version {file.pk} can't be handed out" in caplog.text
    assert Change.objects.latest("pk").did == "a version of a document was missing or changed"


def test_an_upload_through_the_page(home: Path, signed_in: SignIn) -> None:
    client = signed_in("analyst")
    document = wanted(client.user)  # type: ignore[attr-defined]
    page = reverse("inspection:add_document_version", args=[document.pk])
    form = client.get(page).content.decode()
    assert "Name no child in what you upload" in form and 'enctype="multipart/form-data"' in form
    sent = {"note": "New", "as_at": "2023-01-31", "version": document.version}
    refused = client.post(page, {**sent, "file": upload(b"<html>")})
    assert refused.status_code == 422 and b"is not a PDF" in refused.content and kept(home) == []
    done = client.post(page, {**sent, "file": upload(name="..%2fA plan.pdf")})
    assert done.status_code == 302
    document.refresh_from_db()
    file = document.files.get()
    assert (document.state, file.note, str(file.as_at)) == ("draft", "New", "2023-01-31") and "/" not in file.name
    stale = client.post(page, {**sent, "file": upload(PDF + b"2")})
    assert stale.status_code == 422 and b"Somebody else has changed this" in stale.content and len(kept(home)) == 1


def test_an_upload_that_is_too_large_is_stopped_and_answered(
    home: Path, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_rules(home, "largest_file_mb = 1")
    client = signed_in("analyst")
    client.handler.enforce_csrf_checks = True  # what is sent is read before the page is
    document = wanted(client.user)  # type: ignore[attr-defined]
    monkeypatch.setattr(versions, "add_version", lambda **_: pytest.fail("it came through"))
    page = reverse("inspection:add_document_version", args=[document.pk])
    (mark,) = re.findall(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).content.decode().split("<main")[1]
    )
    sent = {"csrfmiddlewaretoken": mark, "note": "Large", "version": document.version}
    answer = client.post(page, {**sent, "file": upload(PDF + b" " * 3_000_000)})
    assert answer.status_code == 422 and b"larger than 1 megabytes" in answer.content and b"Large" in answer.content
    assert Document.objects.get().state == "missing"
