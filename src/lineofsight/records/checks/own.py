"""Whether a council's own rules can be used: one select, known tables and columns, nothing that reaches outside.

Shipped rules are checked by tests, since reading SQL as a tree takes seconds for all of them. A council's own are
checked when they are first used, and what was learned is kept until they change.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.records import headed, selects
from lineofsight.records.checks import laying
from lineofsight.records.checks.rules import Rule
from lineofsight.records.descriptions import FOLDER
from lineofsight.records.headed import SelectRefused
from lineofsight.records.selects import (
    check_functions,
    check_shape,
    check_tables,
    columns_read,
    empty_database,
    parsed,
    understood,
)

#: The columns that a rule's select must return, and those that it may.
MUST = frozenset({"file_row", "person_id"})
MAY = frozenset({"record", "value", "from_on", "to_on"})
_TYPES = {
    "file_row": ("BIGINT",),
    "person_id": ("INTEGER",),
    "from_on": ("DATE", "TIMESTAMP"),
    "to_on": ("DATE", "TIMESTAMP"),
}
Reads = Mapping[str, tuple[str, ...]]


def check_own_rules(rules: Iterable[Rule], cache_folder: Path | None = None) -> dict[str, Reads]:
    """What each of a council's own rules reads, by code: table -> columns. Raises SelectRefused.

    `cache_folder`: where the answer is kept for rules and tables that have not changed.
    """
    own = [rule for rule in rules if rule.own and rule.sql]
    if not own:
        return {}
    key = hashlib.sha256(_fingerprint().encode())
    for rule in own:
        key.update(repr((rule.code, rule.runnable())).encode())
    kept = cache_folder / f"rules-{key.hexdigest()[:32]}.json" if cache_folder else None
    found = _read_kept(kept)
    if found is None or set(found) != {rule.code for rule in own}:
        found = check_rules(own)
        _keep(kept, found)
    return found


def check_rules(rules: Iterable[Rule]) -> dict[str, Reads]:
    """What each rule reads, by code, read from its select as a tree. Raises SelectRefused."""
    known = laying.tables()
    database = empty_database(known)
    try:
        return {rule.code: _check(rule, known, database) for rule in rules}
    finally:
        database.close()


def _check(rule: Rule, known: Mapping[str, Mapping[str, str]], database: duckdb.DuckDBPyConnection) -> Reads:
    tree = parsed(rule)
    check_shape(rule, tree, "rule")
    check_tables(rule, tree, set(known), "table")
    check_functions(rule, tree, "rule")
    _check_returned(rule, understood(rule, database))
    reads, _ = columns_read(rule, tree, known, laying.BESIDE, "table")
    return reads


def _check_returned(rule: Rule, columns: Mapping[str, str]) -> None:
    def refuse(what: str) -> None:
        raise SelectRefused(rule.file, rule.sql_line, what)

    must, may = ", ".join(sorted(MUST)), ", ".join(sorted(MAY))
    missing, extra = sorted(MUST - set(columns)), sorted(set(columns) - MUST - MAY)
    if missing:
        refuse(f"the select doesn't return {', '.join(missing)}: it must return {must} and may return {may}")
    if extra:
        refuse(f"the select returns {', '.join(extra)}, which has no meaning: remove it")
    for name, types in _TYPES.items():
        if name in columns and columns[name] not in (*types, '"NULL"'):
            refuse(f"{name} is {columns[name].lower()}: it must be {types[0].lower()}, as the tables hold it")


@cache
def _fingerprint() -> str:
    """Changes with what rules are checked against: the tables, the checks themselves and the database."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    modules = [Path(module.__file__ or __file__) for module in (laying, selects, headed)]
    for file in (*sorted(FOLDER.glob("*.toml")), Path(__file__), *modules):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_kept(kept: Path | None) -> dict[str, Reads] | None:
    if kept is None or not kept.is_file():
        return None
    try:
        return {
            code: {table: tuple(columns) for table, columns in reads.items()}
            for code, reads in json.loads(kept.read_text(encoding="utf-8")).items()
        }
    except (ValueError, TypeError, AttributeError):
        kept.unlink(missing_ok=True)
        return None


def _keep(kept: Path | None, found: Mapping[str, Reads]) -> None:
    if kept is None or not kept.parent.parent.is_dir():
        return  # a command that only reads makes no home
    draft = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a home that can't be written in only makes the next check slower
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        draft.write_text(json.dumps(found), encoding="utf-8")
        draft.replace(kept)
