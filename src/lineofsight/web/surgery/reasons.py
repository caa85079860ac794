"""The reasons that a surgery can give for a child who is not met (`reasons.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("reasons.toml")
RECORDING, PRACTICE, NEITHER = "recording", "practice", "neither"


@cache
def _read() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["reason"])


def reasons() -> dict[str, str]:
    """Code to words, in the order in which they are offered."""
    return {row["code"]: row["words"] for row in _read()}


def is_about(code: str) -> str:
    """Whether a reason is about recording, practice or neither."""
    return next((row["is"] for row in _read() if row["code"] == code), NEITHER)
