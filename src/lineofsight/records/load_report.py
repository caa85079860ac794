"""What the user must know of a load: what was left aside, quarantined, set aside or missing. No content of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lineofsight.records.descriptions import describe, described
from lineofsight.records.snapshots import Snapshot


def load_report(snapshot: Snapshot, left_aside: Iterable[str]) -> list[str]:
    """A line for each thing that the user must know of what a snapshot was made of."""
    lines = [f"  {name}: left aside, it is no table that is known" for name in left_aside]
    for name, facts in sorted(snapshot.taken.items()):
        lines += [f"  {facts['sent'] if snapshot.files else name}{line}" for line in _of_table(name, facts)]
        if snapshot.files and facts.get("missing_headings"):
            missing = ", ".join(f"'{heading}'" for heading in facts["missing_headings"])
            lines.append(f"  {facts['sent']}: has no column {missing}, from which figures are counted")
    for column, (cells, of) in snapshot.strangers.items():
        share = "" if cells < of / 20 else ": were leading zeros lost, or people left out?"
        lines.append(f"  {column}: {cells:,} of {of:,} cells name nobody in ssd_person{share}")
    tables = snapshot.tables
    lines += [f"  {repair['line']}" for repair in snapshot.repairs]
    if snapshot.merges["people"]:
        counts = "counts" if snapshot.merges["people"] == 1 else "count"
        lines.append(f"  {_former(snapshot.merges['people'])} {counts} as the people who they are now")
    if snapshot.merges["in_doubt"]:
        lines.append(
            f"  {_former(snapshot.merges['in_doubt'])} are linked to two people or in a circle, and merge nobody"
        )
    absent = [name for name in described() if name not in tables and _required(name, describe(name).columns)]
    if absent:
        lines.append(f"  not in the extract, and some indicators or breakdowns need them: {', '.join(absent)}")
    return lines


def _of_table(name: str, facts: Mapping[str, Any]) -> Iterator[str]:
    if facts["read"] == 0:
        yield ": has no row"
    if unusable := facts["quarantined"] - facts.get("withdrawn", 0):
        yield f": {unusable:,} of {facts['read']:,} rows in quarantine"
        for why, (rows, first) in facts.get("reasons", {}).items():
            yield f": {_rows(rows)}, the first in row {first}: {why}"
    for kind, columns in facts["set_aside"].items():
        for column, cells in columns.items():
            yield f".{column}: {cells:,} {'cell' if cells == 1 else 'cells'} {kind}"
    if facts["not_described"]:
        yield f": columns left aside: {', '.join(facts['not_described'])}"
    if missing := _required(name, facts["missing"]):
        yield f": required columns missing: {', '.join(missing)}"
    empty = _required(name, facts["empty_columns"])
    if empty and facts["read"]:
        yield f": required columns empty in every row: {', '.join(empty)}"


def _former(count: int) -> str:
    return "1 former id" if count == 1 else f"{count:,} former ids"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _required(table: str, columns: Iterable[str]) -> list[str]:
    if table not in described():  # a list of a source: what it lacks, the tables that it fills lack
        return []
    return [column for column in columns if describe(table).columns[column].required]
