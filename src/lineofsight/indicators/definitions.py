"""What a definition is: a file of the book, with a header in TOML and one select.

Five kinds stand in the book: cohorts (who), indicators (how many of whom), breakdowns (by what), ratings (how good)
and, among the indicators, rates (a count divided by a population). A definition is dated: each file holds from a
month on (`valid_from`), until the next file for the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lineofsight.calendar import Month
from lineofsight.records.headed import SETTING, SelectRefused, with_settings

Kind = Literal["cohort", "indicator", "breakdown", "rating"]
WINDOWS = ("snapshot", "month", "ytd", "rolling_year")
WINDOW_TITLES = {
    "snapshot": "Snapshot",
    "month": "Month",
    "ytd": "Year to date",
    "rolling_year": "Rolling year",
}
#: What a figure is: a share of rows, their number, that number by population, the middle one of what is measured of
#: each row, or what is measured of all rows divided by how many there are.
UNITS = ("percent", "count", "rate", "median", "mean")
MEASURED = ("median", "mean")
#: In which report an indicator has a row; the monthly report holds those of the highlight report too.
REPORTS = ("highlight", "monthly")
COMPARABLE = ("yes", "partly", "no")
#: What a cohort may say that it has a row for; where it says nothing, a child at each date.
GRAINS = ("child and day", "event")
#: In how many parts of one amounts may be written: tenths and hundredths of a full-time equivalent, say.
SCALES = (1, 10, 100)


#: A definition can't be used: its file and line, what is wrong and what would mend it.
DefinitionRefused = SelectRefused


@dataclass(frozen=True)
class Target:
    """The agreed minimum and upper target from a month on, in the indicator's unit, exact as written."""

    from_month: Month
    minimum: str
    upper: str


@dataclass(frozen=True, eq=False)
class Definition:
    """One file of the book. `header` is complete: what a council's file leaves out comes from the one before."""

    kind: Kind
    name: str
    file: Path
    header: Mapping[str, Any]
    sql: str
    sql_line: int
    valid_from: Month
    valid_to: Month | None = None
    targets: tuple[Target, ...] = ()
    own: bool = False
    changed: frozenset[str] = field(default=frozenset())

    @property
    def title(self) -> str:
        return self.text("title")

    @property
    def group(self) -> str:
        return str(self.header.get("group", ""))

    @property
    def unit(self) -> str:
        return str(self.header.get("unit", ""))

    @property
    def better(self) -> str:
        """ "higher", "lower", or empty where neither is good."""
        return str(self.header.get("better", ""))

    @property
    def shown(self) -> str:
        """The window that "current" is counted in."""
        return str(self.header["shown"])

    @property
    def trend(self) -> str:
        """The window that the trend's months are counted in."""
        return str(self.header["trend"])

    @property
    def order(self) -> int:
        return int(self.header.get("order", 10_000))

    @property
    def windows(self) -> tuple[str, ...]:
        return tuple(self.header.get("windows", ()))

    @property
    def settings(self) -> Mapping[str, Any]:
        return dict(self.header.get("settings", {}))

    @property
    def is_rate(self) -> bool:
        return self.header.get("unit") == "rate"

    @property
    def grain(self) -> str:
        """What a cohort has a row for: a child at each date ("as_at"), a "child and day", or an "event"."""
        return str(self.header.get("grain", "as_at"))

    @property
    def in_highlight(self) -> bool:
        """Whether it has a row in the highlight report, not in the monthly report alone."""
        return str(self.header.get("report", "highlight")) == "highlight"

    @property
    def section(self) -> str:
        """The section of the monthly report that it stands in."""
        return str(self.header.get("section") or self.group)

    @property
    def kinds(self) -> str:
        """What its rows are split by (source, category, reason); empty where they aren't."""
        return str(self.header.get("kinds", ""))

    @property
    def kinds_in_order(self) -> tuple[str, ...]:
        return tuple(self.header.get("kinds_in_order", ()))

    @property
    def measured_in(self) -> str:
        """What a median or a mean is said in: working days, children."""
        return str(self.header.get("measured_in", ""))

    @property
    def scale(self) -> int:
        """In how many parts of one its amounts are written."""
        return int(self.header.get("scale", 1))

    @property
    def of_children(self) -> bool:
        """Whether its rows are about children, who can be listed and told apart."""
        return bool(self.header.get("of_children", True))

    @property
    def says_of_a_child(self) -> bool:
        """Whether it is said of a child that it counts there, and not of a number alone."""
        good_or_bad = self.unit == "percent" and bool(self.better)
        return self.of_children and (self.in_highlight or good_or_bad)

    @property
    def per(self) -> int:
        """What numerator / denominator is multiplied by: 100 for per cent, 10,000 for a rate."""
        return int(self.header.get("per", 1 if self.unit in MEASURED else 100))

    @property
    def is_event(self) -> bool:
        """Whether its rows are events with a date of their own, not states at a date."""
        return any(window in ("month", "ytd") for window in self.windows)

    def text(self, name: str) -> str:
        """A text of the header, with the settings that it names ($within_days) written in."""
        written = str(self.header.get(name, ""))
        return SETTING.sub(lambda match: str(self.settings.get(match[1], match[0])), written)

    def target_at(self, month: Month) -> Target | None:
        reached = [target for target in self.targets if target.from_month <= month]
        return reached[-1] if reached else None

    def runnable(self) -> str:
        """The select with its settings written in."""
        return with_settings(self)
