"""What a council may change of readiness without a developer: in HOME/inspection."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lineofsight.web.rules import Setting, settings_of

HERE = Path(__file__).parent
#: Where a council's own files stand, in its home folder.
ROOM = "inspection"


def settings() -> dict[str, Setting]:
    """All rules by name. Refused, with the place, where the council's file can't be used."""
    return settings_of(HERE / "settings.toml")


def setting(name: str) -> Any:
    """The value of one rule."""
    return settings()[name].value
