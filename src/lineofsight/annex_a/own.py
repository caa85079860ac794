"""Whether a council's own rule of a list can be used: one select, known tables and columns, nothing from outside.

Shipped rules are checked by tests, since reading SQL as a tree takes long. A council's own are checked when they are
first used, and that they were is kept until they change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.annex_a.rules import ListRule
from lineofsight.indicators.tables import record_columns
from lineofsight.records import headed, selects
from lineofsight.records.descriptions import FOLDER, described
from lineofsight.records.headed import SelectRefused
from lineofsight.records.selects import check_functions, check_shape, check_tables, empty_database, parsed, understood
from lineofsight.sources.annex_a.lists import all_lists

CALLED = "list"
#: What is laid beside the records: table -> column -> type.
BESIDE = {
    "as_at": {
        "as_at": "date",
        "month_start": "date",
        "year_start": "date",
        "year_number": "bigint",
        "month_and_day": "bigint",
    },
    "children": {
        "person_id": "integer",
        "gender": "varchar",
        "ethnicity": "varchar",
        "date_of_birth": "date",
        "age": "integer",
        "disability": "varchar",
    },
    "allocated": {
        "person_id": "integer",
        "day": "date",
        "team_id": "varchar",
        "worker_id": "varchar",
        "team": "varchar",
        "worker": "varchar",
    },
}
MUST = frozenset({"person_id", "record"})
MAY = frozenset({"team_id", "worker_id", "held_on"})


def check_own_rules(rules: Iterable[ListRule], cache_folder: Path | None = None) -> None:
    """Raises SelectRefused where a council's own rule can't be used. `cache_folder`: where it is kept that all can."""
    own = [rule for rule in rules if rule.own and rule.sql]
    if not own:
        return
    key = hashlib.sha256(_fingerprint().encode())
    for rule in own:
        key.update(repr((rule.number, sorted(rule.settings.items()), rule.sql)).encode())
    kept = cache_folder / f"annex-a-{key.hexdigest()[:32]}" if cache_folder else None
    if kept is not None and kept.is_file():
        return
    check_rules(own)
    if kept is not None and kept.parent.parent.is_dir():
        with suppress(OSError):  # a home that can't be written in only makes the next check slower
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            kept.touch(mode=0o600)


def check_rules(rules: Iterable[ListRule]) -> None:
    """Raises SelectRefused where a rule is not one select from known tables that returns what a list can have."""
    known = {name: record_columns(name) for name in described()} | {name: dict(of) for name, of in BESIDE.items()}
    database = empty_database(known)
    try:
        for rule in rules:
            tree = parsed(rule.definition(6))
            definition = rule.definition(6)
            check_shape(definition, tree, CALLED)
            beside = set(known) - {"children", "allocated"} if rule.number == 0 else set(known)
            check_tables(definition, tree, beside, "table")
            check_functions(definition, tree, CALLED)
            _check_returned(rule, set(understood(definition, database)))
    finally:
        database.close()


def _check_returned(rule: ListRule, columns: set[str]) -> None:
    if rule.number == 0:
        must, may = frozenset(BESIDE["children"]), frozenset[str]()
    else:
        must, may = MUST, MAY | set(all_lists()[rule.number - 1].layout.columns)
    missing, extra = sorted(must - columns), sorted(columns - must - may)
    if missing:
        raise SelectRefused(rule.file, rule.sql_line, f"the select doesn't return {', '.join(missing)}: add it")
    if extra:
        raise SelectRefused(
            rule.file,
            rule.sql_line,
            f"the select returns {', '.join(extra)}, which is no column of the list: remove it",
        )


@cache
def _fingerprint() -> str:
    """Changes with what rules are checked against: the tables, the checks themselves and the database."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    modules = [Path(module.__file__ or __file__) for module in (selects, headed)]
    for file in (*sorted(FOLDER.glob("*.toml")), Path(__file__), *modules):
        digest.update(file.read_bytes())
    return digest.hexdigest()
