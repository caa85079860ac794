"""What the checks find in the records that serve, what somebody accepted of it, and what it does to the figures."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.distortion import COULD, Distorts, Finding, Range, ranges
from lineofsight.indicators.engine import Counted
from lineofsight.records.checks.accepted import lay_accepted, read_accepted
from lineofsight.records.checks.findings import Findings, findings_of
from lineofsight.records.checks.listing import FAULT, JUDGED, distorted
from lineofsight.records.checks.over_time import Point, findings_over_time
from lineofsight.records.checks.rules import Rule, Rules, read_rules
from lineofsight.records.people import recorded_changes

#: What of a row is at fault where the whole row could not be used, and what where one of its cells could not.
_WHOLE_ROW = ("STR-01", "STR-02", "STR-03", "STR-07")


@dataclass(frozen=True)
class Checked:
    """The findings in a council's snapshot; those that are accepted on `today` are marked."""

    council: Council
    today: dt.date

    @cached_property
    def rules(self) -> Rules:
        return read_rules(self.council.home.checks)

    @cached_property
    def findings(self) -> Findings:
        home = self.council.home
        found = self._of(self.council.snapshot.id)
        former = {change["old_id"]: change["new_id"] for change in recorded_changes(home.people_changed)}
        former |= self.council.snapshot.former_ids()
        lay_accepted(found, read_accepted(home.accepted_findings), self.today, former_ids=former)
        return found

    @property
    def fingerprint(self) -> str:
        """Changes with whatever the findings and what is accepted of them depend on, beside the records and the day."""
        accepted = self.council.home.accepted_findings
        digest = hashlib.sha256(self.rules.fingerprint.encode())
        digest.update(accepted.read_bytes() if accepted.is_file() else b"")
        return digest.hexdigest()

    def _of(self, snapshot_id: str) -> Findings:
        home = self.council.home
        return findings_of(
            self.council.snapshots.get(snapshot_id),
            self.rules,
            self.council.calendar,
            folder=home.findings,
            cache=home.cache,
            scratch=home.cache / "spilled",
        )

    def points(self) -> list[Point]:
        """What today's rules find in each snapshot, oldest first."""
        home = self.council.home
        return findings_over_time(
            self.council.snapshots.listed(),
            self.rules,
            self.council.calendar,
            folder=home.findings,
            cache=home.cache,
            scratch=home.cache / "spilled",
        )

    @property
    def to_mend(self) -> dict[str, int]:
        """How many errors and warnings wait to be mended, one for each child and rule, by severity."""
        rows = self.findings.rows(
            f"select severity, count(distinct code || {FAULT}) from {JUDGED} "
            "where place is null and severity <> 'note' group by severity"
        )
        return {severity: count for severity, count in rows if count}

    @cached_property
    def _availability(self) -> Availability:
        return Availability(self.council.book, self.council.reads, self.council.snapshot)

    @cached_property
    def read_by(self) -> dict[str, Mapping[str, set[str]]]:
        """The columns of each table that each indicator is counted from, through all cohorts."""
        on = self.council.snapshot.extracted_on
        return {ref: self._availability.reads_of("indicator", ref, on) for ref in self.council.book.named("indicator")}

    @cached_property
    def distorts(self) -> dict[str, tuple[str, ...]]:
        """The indicators that each rule's findings distort."""
        return distorted(self.findings, self.council.snapshot, self.read_by)

    def ranges(self, counted: Counted, *, severities: Iterable[str] = ("error", "warning")) -> list[Range]:
        """Between what the figures of a count could lie once findings of these severities are mended.

        Findings that were accepted are left out: somebody said that nothing is to be mended there.
        """
        wanted = set(severities)
        chosen = {rule.code: rule for rule in self.findings.rules if rule.severity in wanted and rule.could}
        rows = self.findings.rows(
            "select code, table_name, person_id, record, from_on, to_on, column_name from findings "
            "left join accepted on accepted.place = findings.rowid "
            "where person_id is not null and accepted.place is null and list_contains($codes, code)",
            {"codes": list(chosen)},
        )
        rules: dict[str, Distorts] = {}
        findings = []
        for code, table, person, record, first, last, column in rows:
            rule = chosen[code]
            for part, distorts in self._parts(rule, table, column):
                rules[part] = distorts
                findings.append(Finding(part, table, person, record, first, last))
        return [_of_rule(one) for one in ranges(counted, findings, rules)]

    def _parts(self, rule: Rule, table: str, column: str | None) -> list[tuple[str, Distorts]]:
        """A finding's rule, and what it could do to which indicators.

        What was found while a file was read could do different things to different indicators: a row that an
        indicator itself reads and that is not there could only have made somebody good, and one that decides who is
        counted could have done anything.
        """
        if rule.sql:
            return [(rule.code, Distorts(frozenset(rule.could), frozenset(rule.distorts)))]
        snapshot = self.council.snapshot
        tables = {table, *(name for name, facts in snapshot.tables.items() if table in facts.get("filled_from", ()))}
        parts: dict[frozenset[str], set[str]] = {}
        for ref, reads in self.read_by.items():
            of = [reads[name] for name in tables if name in reads]
            if of and (not column or table not in reads or any(column in columns for columns in of)):
                parts.setdefault(self._could(rule, ref, tables), set()).add(ref)
        return [
            (f"{rule.code}@{table}@{'+'.join(sorted(could))}", Distorts(could, frozenset(refs)))
            for could, refs in parts.items()
        ]

    def _could(self, rule: Rule, ref: str, tables: set[str]) -> frozenset[str]:
        definition = self.council.book.latest("indicator", ref)
        cohorts = set(self.council.book.named("cohort"))
        decides: set[str] = set()
        for cohort in self.council.reads[definition].builds_on:
            if cohort in cohorts:
                decides |= set(self._availability.reads_of("cohort", cohort, self.council.snapshot.extracted_on))
        if definition.is_event or definition.unit == "count" or tables & decides:
            return frozenset(COULD)
        return frozenset({"better"}) if rule.code in _WHOLE_ROW else frozenset({"better", "worse"})


def _of_rule(one: Range) -> Range:
    return Range(**{**one.__dict__, "code": one.code.split("@")[0]})


RANGES = ("ref", "month", "window", "code", "findings", "value", "low", "high", "sentence")


def range_rows(checked: Checked, found: Sequence[Range]) -> list[tuple[Any, ...]]:
    """Ranges as rows (RANGES), each with a sentence: of all findings of an indicator first, then rule by rule."""
    rows = []
    for one in sorted(found, key=lambda one: (_place(checked, one.ref), one.as_at, one.window, one.code)):
        month = Month.of(one.as_at)
        when = str(month) if month.end == one.as_at else str(one.as_at)
        numbers = tuple(None if each is None else float(each) for each in (one.value, one.low, one.high))
        rows.append((one.ref, when, one.window, one.code, one.findings, *numbers, sentence(checked, one)))
    return rows


def _place(checked: Checked, ref: str) -> int:
    return list(checked.council.book.named("indicator")).index(ref)


def sentence(checked: Checked, one: Range) -> str:
    """84.0%, between 83.6% and 85.1% once 11 findings are mended: the visit has no date (CIN-VIS-01)."""
    unit = checked.council.book.latest("indicator", one.ref).unit
    how_many = "1 finding is" if one.findings == 1 else f"{one.findings:,} findings are"
    what = f": {checked.rules[one.code].title} ({one.code})" if one.code else ""
    if one.value is None:
        return f"no cases; {how_many} to be mended{what}"
    low, high = said(one.low, unit), said(one.high, unit)
    now = said(one.value, unit)
    if low == high == now:
        return f"{now}, and no other once {how_many} mended{what}"
    return f"{now}, between {low} and {high} once {how_many} mended{what}"


def said(value: Fraction | None, unit: str) -> str:
    """A figure as a sentence has it: 84.0%, or 738."""
    if value is None:
        return "no cases"
    return f"{float(value):.1f}%" if unit == "percent" else f"{float(value):,.0f}"
