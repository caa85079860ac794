"""Keeps uploaded files below HOME/inspection/documents, under names of the system's own, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from lineofsight.problems import Refused
from lineofsight.web.inspection.documents import names
from lineofsight.web.inspection.documents.contents import check_content, kind_of
from lineofsight.web.inspection.documents.scanning import scan
from lineofsight.web.inspection.models import DocumentFile
from lineofsight.web.inspection.rules import ROOM, setting

MEGABYTE = 1_000_000
#: A file that no row names is removed when it is older than this, in seconds: one that comes in is younger.
ORPHAN_AFTER = 86_400
_STORED = re.compile(r"[0-9a-f]{32}")
_COMING = "coming-"
MISSING = "This file is not where it was kept: it can't be handed out. Tell whoever looks after the site."
CHANGED = "This file is not what was uploaded: it can't be handed out. Tell whoever looks after the site."


class Upload(Protocol):
    """A file as it comes in: Django's uploaded file, or anything that has a name, a size and chunks."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Stored:
    """A file that was kept: `stored` is its name in the folder, `name` how it is called when it is handed out."""

    stored: str
    name: str
    kind: str
    size: int
    sha256: str
    scanned: str


def folder() -> Path:
    """Where files stand; made where it isn't there, for its owner alone."""
    found = Path(settings.LINEOFSIGHT_HOME) / ROOM / "documents"
    found.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def largest() -> int:
    """Bytes that a file may have at most."""
    return int(setting("largest_file_mb")) * MEGABYTE


def too_large() -> Refused:
    return Refused(f"This file is larger than {setting('largest_file_mb')} megabytes: that is the most that is taken.")


def store(upload: Upload) -> Stored:
    """Checks a file and keeps it. Refused, with nothing left behind, where it is empty, too large, not what its name
    says, infected, or could not be scanned.

    It is written under a passing name, and gets its own once it has been looked at: what has its own name is whole.
    """
    name = names.cleaned(upload.name or "")
    kind = kind_of(names.ending_of(name)).ending
    if upload.size is not None and upload.size > largest():
        raise too_large()
    stored = secrets.token_hex(16)
    coming = folder() / f"{_COMING}{stored}"
    try:
        size, digest = _written(upload, coming)
        check_content(coming, kind)
        scanned = scan(coming)
        _check_same(coming, digest)
        coming.rename(folder() / stored)
    finally:
        coming.unlink(missing_ok=True)
    _sync(folder())
    return Stored(stored, name, kind, size, digest, scanned)


def _written(upload: Upload, to: Path) -> tuple[int, str]:
    """Writes what comes in; its size and hash. Refused where it is empty or goes beyond the limit."""
    most, size, digest = largest(), 0, hashlib.sha256()
    opened = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > most:
                raise too_large()
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused("This file is empty.")
    return size, digest.hexdigest()


def _check_same(file: Path, digest: str) -> None:
    """Refused where a scanner mended the file, or put it away."""
    with suppress(FileNotFoundError):
        if _digest(file) == digest:
            return
    raise Refused("The virus scanner changed this file or put it away: it is not taken.")


def discard(stored: str) -> None:
    """Takes away a file that no row will name."""
    path_of(stored).unlink(missing_ok=True)


def path_of(stored: str) -> Path:
    """Where a file stands, by the system's own name of it."""
    if not _STORED.fullmatch(stored):
        raise Refused(MISSING)
    return folder() / stored


def whole(file: DocumentFile) -> Path:
    """Where a version stands. Refused where it isn't there, or isn't what was uploaded."""
    path = path_of(file.stored)
    try:
        digest = _digest(path)
    except OSError:
        raise Refused(MISSING) from None
    if digest != file.sha256:
        raise Refused(CHANGED)
    return path


def remove_orphans(older_than: int = ORPHAN_AFTER) -> int:
    """Removes files that no row names and that are older than so many seconds: left by a crash. How many there were."""
    before, removed = time.time() - older_than, 0
    for path in folder().iterdir():
        name = path.name.removeprefix(_COMING)
        if not _STORED.fullmatch(name) or not path.is_file() or path.is_symlink():
            continue
        with suppress(FileNotFoundError):  # somebody else removes it too
            if path.stat().st_mtime < before and not DocumentFile.objects.filter(stored=path.name).exists():
                path.unlink()
                removed += 1
    return removed


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Has the folder written to the disk, where the system can."""
    with suppress(OSError):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
