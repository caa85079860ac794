"""Has the council's virus scanner look at a file. It is a command of theirs, run without a shell."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from lineofsight.problems import Refused
from lineofsight.web.inspection.rules import setting

NOT_SCANNED = "not scanned: no scanner is set"
_FAILED = "This file could not be scanned for viruses, so it is not taken. Tell whoever looks after the site."


def scan(file: Path) -> str:
    """What the scanner said, in words. Refused where it found something, and where it could not tell.

    The command ends with 0 for clean and 1 for infected, as clamdscan does; whatever else it ends with, that it isn't
    there, or that it takes longer than `scan_seconds`, is a failure: nothing is taken unscanned where a scanner is set.
    """
    command: list[str] = setting("scanner")
    if not command:
        return NOT_SCANNED
    if not any("{file}" in word for word in command):
        raise Refused(_FAILED)
    ended = _run([word.replace("{file}", str(file)) for word in command], setting("scan_seconds"))
    if ended == 1:
        raise Refused("The virus scanner found something in this file: it is not taken.")
    if ended != 0:
        raise Refused(_FAILED)
    return f"clean, by {Path(command[0]).name}"[:200]


def _run(command: list[str], seconds: int) -> int | None:
    """How a command ended; None where it did not in time or could not begin. What it started ends with it."""
    try:
        running = subprocess.Popen(  # the council's own setting, run without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return None
    try:
        return running.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with suppress(OSError):  # nothing of it is left
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
