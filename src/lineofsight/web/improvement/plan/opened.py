"""What an action was opened from in one click, as `PlanAction.opened_from` keeps it: "indicator:5.10:2023-03"."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.web.improvement.models import PlanAction

KINDS = ("indicator", "audit_theme", "finding", "risk")
NOT_KNOWN = "An action is opened from a measure, a theme of audits, a finding or a risk."


@dataclass(frozen=True)
class Opens:
    """What an action is opened from. `name`: the reference, code or number; `month`: of an indicator alone."""

    kind: str
    name: str
    month: Month | None = None

    @classmethod
    def read(cls, text: str) -> Opens:
        """What a button sends. Refused where it is none of these.

        >>> str(Opens.read("indicator:5.10:2023-03")), Opens.read("finding:12").number
        ('indicator:5.10:2023-03', 12)
        """
        kind, _, name = text.partition(":")
        month = None
        if kind == "indicator":
            name, _, written = name.partition(":")
            try:
                month = Month.read(written)
            except ValueError:
                raise Refused(NOT_KNOWN) from None
        found = cls(kind, name, month)
        of_row = kind in ("finding", "risk")
        if kind not in KINDS or not name or len(text) > 90 or (of_row and found.number is None):
            raise Refused(NOT_KNOWN)
        return found

    @property
    def number(self) -> int | None:
        """The number of the finding or the risk."""
        return int(self.name) if self.name.isascii() and self.name.isdecimal() and len(self.name) < 16 else None

    @property
    def same(self) -> str:
        """With what the text begins of all that is opened from the same thing: of a measure, whatever the month."""
        return f"{self.kind}:{self.name}:" if self.month else str(self)

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}:{self.month}" if self.month else f"{self.kind}:{self.name}"


def indicator_of(action: PlanAction) -> tuple[str, Month] | None:
    """The measure that an action was opened from, and the month; None where it was opened from something else."""
    if not action.opened_from.startswith("indicator:"):
        return None
    opened = Opens.read(action.opened_from)
    return (opened.name, opened.month) if opened.month else None
