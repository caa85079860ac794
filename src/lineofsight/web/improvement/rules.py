"""What a council may change of its plan and boards without a developer: clocks and thresholds, in HOME/improvement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lineofsight.problems import Refused
from lineofsight.web.rules import Setting, settings_of

HERE = Path(__file__).parent


def settings() -> dict[str, Setting]:
    """All rules by name. Refused, with the place, where the council's file can't be used."""
    found = settings_of(HERE / "settings.toml", _check)
    if found["amber_score"].value > found["red_score"].value:
        raise Refused("improvement/settings.toml: amber_score: must not be above red_score")
    return found


#: The most that some can be: a score is 25 at most, and whoever hides more than 50 hides nearly everything.
_MOST = {"threshold": 50, "rounding": 50, "red_score": 25, "amber_score": 25}


def _check(name: str, value: Any, where: str) -> None:
    if value > _MOST.get(name, value):
        raise Refused(f"{where}: must be from 0 to {_MOST[name]}")


def setting(name: str) -> Any:
    """The value of one rule."""
    return settings()[name].value
