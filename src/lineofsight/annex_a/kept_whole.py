"""Writes a file whole or not at all, readable by its owner alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lineofsight.problems import Refused


@contextmanager
def whole(to: Path) -> Iterator[Path]:
    """A file in a private folder beside the target, which becomes the target once it is written.

    Refused where it can't be written; what stood there before stays then.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".annex-a-", dir=to.absolute().parent) as name:
            file = Path(name) / "workbook"
            yield file
            file.chmod(0o600)
            file.replace(to)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused(f"{to}: can't be written ({why}): close it where it is open, or choose another place") from None
