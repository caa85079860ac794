"""What a command says to the person who called it, beside what it writes: to standard error."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    print(text, file=sys.stderr)


def refused(what: str) -> int:
    """Says in one line why a call was refused; the exit status."""
    print(f"lineofsight: {' '.join(what.split())}", file=sys.stderr)
    return 2
