"""Whether the records get better: findings in each snapshot, and which of them are new, mended or still there.

Findings of older snapshots are worked out by the rules of today, so that counts can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lineofsight.calendar import WorkingCalendar
from lineofsight.problems import Refused
from lineofsight.records.checks.findings import Findings, findings_of
from lineofsight.records.checks.rules import SEVERITIES, Rules
from lineofsight.records.snapshots import Snapshot

#: What findings over time can be counted by.
GROUPS = ("severity", "rule", "team")
COLUMNS = (
    *("snapshot", "extracted_on", "by", "findings", "open_cases", "per_1000_open_cases"),
    *("new", "mended", "still_there"),
)


@dataclass(frozen=True)
class Point:
    """The findings of one snapshot: identity to (severity, rule, team), and which rules could be run."""

    snapshot_id: str
    extracted_on: dt.date
    found: Mapping[str, tuple[str, str, str]]
    run: frozenset[str]
    open_cases: Mapping[str, int]

    @classmethod
    def of(cls, findings: Findings) -> Point:
        rows = findings.rows(
            "select identity, any_value(severity), any_value(code), coalesce(max(team), '') from findings group by 1"
        )
        return cls(
            findings.snapshot_id,
            findings.extracted_on,
            {identity: (severity, code, team) for identity, severity, code, team in rows},
            frozenset(code for code, outcome in findings.outcomes.items() if outcome.state == "run"),
            findings.open_cases,
        )


def findings_over_time(
    snapshots: Iterable[Snapshot],
    rules: Rules,
    calendar: WorkingCalendar,
    *,
    folder: Path,
    cache: Path | None = None,
    scratch: Path | None = None,
) -> list[Point]:
    """What today's rules find in each snapshot, in their order; kept below `folder` and worked out where it isn't."""
    points = []
    for snapshot in snapshots:
        findings = findings_of(snapshot, rules, calendar, folder=folder, cache=cache, scratch=scratch)
        points.append(Point.of(findings))
        findings.database.close()
    return points


def over_time(points: Sequence[Point], by: str = "severity") -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Columns and a row for each snapshot and severity, rule or team.

    `findings` are counted once each, however many rows show one. The rate is per 1,000 children with an open case (of
    the team). A finding is the same in two snapshots where rule, table and record are, or the child where there is no
    record. `new`, `mended` and `still_there` are empty for the first snapshot, and for a rule that was not run in both.
    """
    if by not in GROUPS:
        raise Refused(f"Findings over time can't be counted by {by!r}: choose one of {', '.join(GROUPS)}")
    place = {"severity": 0, "rule": 1, "team": 2}[by]
    names = sorted({of[place] for point in points for of in point.found.values()})
    if by == "severity":
        names = list(SEVERITIES)
    rows = []
    for before, point in zip([None, *points], points, strict=False):
        counts = Counter(of[place] for of in point.found.values())
        changes = _changes(before, point, place)
        cases = sum(point.open_cases.values())
        for name in names:
            if by == "rule" and name not in point.run:
                rows.append((point.snapshot_id, point.extracted_on, name, None, cases, None, None, None, None))
                continue
            of_cases = point.open_cases.get(name, 0) if by == "team" else cases
            rate = round(1000 * counts[name] / of_cases, 1) if of_cases else None
            comparable = before is not None and (by != "rule" or name in before.run)
            change = tuple(changed[name] for changed in changes) if comparable else (None, None, None)
            rows.append((point.snapshot_id, point.extracted_on, name, counts[name], of_cases, rate, *change))
    return COLUMNS, rows


def _changes(before: Point | None, point: Point, place: int) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """New, mended and still there, of the rules that were run in both snapshots."""
    new, mended, still = Counter[str](), Counter[str](), Counter[str]()
    if before is not None:
        both = before.run & point.run
        for identity, of in point.found.items():
            if of[1] in both:
                (still if identity in before.found else new)[of[place]] += 1
        for identity, of in before.found.items():
            if of[1] in both and identity not in point.found:
                mended[of[place]] += 1
    return new, mended, still
