"""Findings as tables to read: by rule, by team, worker or table, child by child, and row by row.

Each function gives columns and rows. One child and one rule are one fault, however many rows show it: faults are
counted first, and opened to their rows when asked for. What was accepted is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lineofsight.problems import Refused
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.rules import SEVERITIES, Rule
from lineofsight.records.snapshots import Snapshot

Table = tuple[Sequence[str], list[tuple[Any, ...]]]
#: What findings can be counted by, but rules: the column they are grouped by.
GROUPS: Mapping[str, str] = {"table": "table_name", "team": "team", "worker": "worker"}
#: A fault: the child, else the record, else the row.
FAULT = "coalesce('child ' || person_id, 'record ' || record, concat_ws(' ', table_name, column_name, file_row))"
JUDGED = "findings left join accepted on accepted.place = findings.rowid"
#: Which columns of which tables an indicator is counted from.
ReadBy = Mapping[str, Mapping[str, Iterable[str]]]


BY_RULE = (
    *("code", "severity", "faults", "rows", "accepted", "state", "distorts"),
    *("title", "sentence", "mend"),
)


def by_rule(
    findings: Findings, *, distorts: Mapping[str, Sequence[str]] | None = None, team: str | None = None
) -> Table:
    """Each rule (BY_RULE) with what it found, the worst first; those that found nothing or were not run, after.

    `faults` counts children, and records without one; `rows` every row at fault. `state` is "found", "clean",
    "accepted" (all that it found is), or why the rule was not run. `title` is what is wrong, `sentence` why it matters.
    `distorts`: the indicators that each rule distorts, where it isn't the rule's own list (`distorted`).
    """
    counted = {code: counts for code, *counts in _counts(findings, team)}
    rows = []
    for rule in findings.rules:
        outcome = findings.outcomes.get(rule.code)
        if outcome is None:  # it holds from a later month on
            continue
        faults, found, accepted = counted.get(rule.code, (0, 0, 0))
        state = str(outcome) if outcome.state != "run" else "found" if found else "accepted" if accepted else "clean"
        refs = (distorts or {}).get(rule.code, rule.distorts)
        counts = (faults, found, accepted)
        rows.append((rule.code, rule.severity, *counts, state, ", ".join(refs), rule.title, rule.sentence, rule.mend))
    return BY_RULE, sorted(rows, key=_worst_first)


def _worst_first(row: Sequence[Any]) -> tuple[Any, ...]:
    code, severity, faults, found, accepted, state, *_ = row
    place = 0 if found or state.startswith("failed") else 1 if accepted else 2 if state == "clean" else 3
    return place, list(SEVERITIES).index(severity), -faults, code


def _counts(findings: Findings, team: str | None) -> list[tuple[Any, ...]]:
    where, values = _of_team(team)
    return findings.rows(
        f"select code, count(distinct {FAULT}) filter (place is null), count(*) filter (place is null), count(place) "
        f"from {JUDGED} where {where} group by code",
        values,
    )


def by_group(findings: Findings, group: str) -> Table:
    """Findings by "table", "team" or "worker": faults of each severity, children, and for teams the rate.

    The rate is faults per 1,000 children with an open case; empty where a team has none.
    """
    if group not in GROUPS:
        raise Refused(f"Findings can't be counted by {group!r}: choose one of rule, {', '.join(GROUPS)}")
    severities = ", ".join(
        f"count(distinct code || {FAULT}) filter (severity = '{name}' and place is null)" for name in SEVERITIES
    )
    rows = findings.rows(
        f"select {GROUPS[group]}, {severities}, count(distinct person_id) filter (place is null), "
        f"count(*) filter (place is null), count(place) from {JUDGED} group by 1 order by 2 desc, 3 desc, 1"
    )
    columns = [group, *(f"{name}s" for name in SEVERITIES), "children", "rows", "accepted"]
    if group != "team":
        return columns, rows
    columns += ["open_cases", "per_1000_open_cases"]
    return columns, [(*row, *_rate(sum(row[1:4]), findings.open_cases.get(row[0] or "", 0))) for row in rows]


def _rate(faults: int, open_cases: int) -> tuple[int, float | None]:
    return open_cases, round(1000 * faults / open_cases, 1) if open_cases else None


def faults(findings: Findings, *, code: str | None = None, team: str | None = None) -> Table:
    """One row for each child and rule: how many rows show the fault, and where the first stands."""
    columns = ("code", "severity", "person_id", "rows", "file", "first_row", "team", "worker", "accepted_until")
    where, values = _of_team(team)
    if code is not None:
        where, values = f"{where} and code = $code", {**values, "code": findings.rules[code].code}
    rows = findings.rows(
        f"select code, severity, min(person_id), count(*), arg_min(file, file_row), min(file_row), min(team), "
        f"min(worker), min(until) from {JUDGED} where {where} group by code, severity, {FAULT} "
        f"order by {_SEVERITY_ORDER}, code, min(team) nulls last, min(person_id) nulls last, min(file_row)",
        values,
    )
    return columns, rows


LISTED = (
    *("code", "severity", "person_id", "team", "worker", "table", "file", "row", "column", "value", "record"),
    *("from_on", "to_on", "accepted_by", "accepted_until", "reason"),
)


def listed(findings: Findings, *, code: str | None = None, team: str | None = None, worker: str | None = None) -> Table:
    """Every finding (LISTED), the worst first: of one rule, team or worker, or all. An empty team is no team."""
    where, values = _of_team(team)
    if code is not None:
        where, values = f"{where} and code = $code", {**values, "code": findings.rules[code].code}
    rows = findings.rows(
        "select code, severity, person_id, team, worker, table_name, file, file_row, column_name, value, record, "
        f"from_on, to_on, who, until, reason from {JUDGED} where {where} "
        f"order by {_SEVERITY_ORDER}, code, team nulls last, person_id nulls last, table_name, file, file_row",
        values,
    )
    return LISTED, rows


_SEVERITY_ORDER = f"case severity {' '.join(f'when {name!r} then {n}' for n, name in enumerate(SEVERITIES))} end"


def teams(findings: Findings) -> list[str]:
    """The teams whose children have findings, by name; '' for findings of no team."""
    return [team for (team,) in findings.rows("select distinct coalesce(team, '') from findings order by 1")]


def _of_team(team: str | None) -> tuple[str, dict[str, Any]]:
    return ("true", {}) if team is None else ("coalesce(team, '') = $team", {"team": team})


def distorted(findings: Findings, snapshot: Snapshot, read_by: ReadBy) -> dict[str, tuple[str, ...]]:
    """The indicators that each rule's findings distort.

    A rule with a select says it itself. What was found while the files were read distorts the indicators that are
    counted from the column, or from the table where no column is at fault; `read_by` says which those are.
    """
    found: dict[str, tuple[str, ...]] = {rule.code: rule.distorts for rule in findings.rules if rule.sql}
    places: dict[str, set[tuple[str, str]]] = {}
    for code, table, column in findings.rows("select distinct code, table_name, column_name from findings"):
        places.setdefault(code, set()).add((table, column or ""))
    for rule in findings.rules:
        if not rule.sql and rule.severity != "note":
            found[rule.code] = _read_at(rule, places.get(rule.code, set()), snapshot, read_by)
    return found


def _read_at(rule: Rule, places: Iterable[tuple[str, str]], snapshot: Snapshot, read_by: ReadBy) -> tuple[str, ...]:
    refs: set[str] = set()
    for at, column in places:
        tables = {at, *(t for t, facts in snapshot.tables.items() if at in facts.get("filled_from", ()))}
        for ref, reads in read_by.items():
            of = [set(reads[table]) for table in tables if table in reads]
            if of and (at not in reads or not column or any(column in columns for columns in of)):
                refs.add(ref)
    return tuple(ref for ref in read_by if ref in refs)
