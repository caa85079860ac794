"""Where the state of one council lives: a single folder, private to its owner."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "LINEOFSIGHT_HOME"


@dataclass(frozen=True)
class Home:
    """The folder that LINEOFSIGHT_HOME names (default ./data) and what stands where in it.

    `snapshots`: what was loaded. `book`: the council's own definitions. `bank_holidays`: days it adds to the
    calendar. `mappings`: its own names of columns, codes, teams and roles; `mappings_to_fill_in`: what the last
    load could not map. `merged_people`: its own list of ids that were merged; `people_changed`: what came of it,
    load by load. `as_reported`: figures that were reported before this system. `checks`: its own data-quality
    rules; `findings`: what the checks found; `accepted_findings`: those that someone accepted. `chronology`: its
    own kinds of event on a child's page. `benchmarks`: figures of other areas, beside or in place of the shipped
    ones; `neighbours`: whom it is compared with. `sentences`: its own words for
    what reports say. `published`: months as they were published. `cache`: what can be
    worked out again at any time. `made_up_work`: there once the demonstration's audits and actions were made here.
    """

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        return cls(Path(os.environ.get(VARIABLE) or "data").absolute())

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"

    @property
    def book(self) -> Path:
        return self.path / "book"

    @property
    def bank_holidays(self) -> Path:
        return self.path / "bank_holidays.csv"

    @property
    def mappings(self) -> Path:
        return self.path / "mappings.toml"

    @property
    def mappings_to_fill_in(self) -> Path:
        return self.path / "mappings-to-fill-in.toml"

    @property
    def merged_people(self) -> Path:
        return self.path / "merged_people.csv"

    @property
    def people_changed(self) -> Path:
        return self.path / "people_changed.csv"

    @property
    def as_reported(self) -> Path:
        return self.path / "as_reported.csv"

    @property
    def accepted_findings(self) -> Path:
        return self.path / "accepted_findings.csv"

    @property
    def checks(self) -> Path:
        return self.path / "checks"

    @property
    def chronology(self) -> Path:
        return self.path / "chronology"

    @property
    def made_up_work(self) -> Path:
        return self.path / "made-up-work"

    @property
    def benchmarks(self) -> Path:
        return self.path / "benchmarks.csv"

    @property
    def neighbours(self) -> Path:
        return self.path / "neighbours.toml"

    @property
    def sentences(self) -> Path:
        return self.path / "reports" / "sentences.toml"

    @property
    def published(self) -> Path:
        return self.path / "published"

    @property
    def findings(self) -> Path:
        return self.path / "findings"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    def create(self) -> None:
        """Makes the folder, readable by its owner alone; what is made in it later is private too."""
        os.umask(0o077)
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
