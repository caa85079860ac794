"""Whether a select that somebody wrote stays within what is allowed: one select, known tables, harmless functions.

Three locks stand one behind another. The select is read as a tree, and only what is on the list is admitted. Then
the database itself must understand it, on empty tables. And the connection in which it runs is locked, so that what
slipped through both could still not read a file, write one, attach, install or load.

`what` is what the reader calls the file: a definition of the book, or a rule of the checks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import duckdb

from lineofsight.records.headed import Select, SelectRefused

if TYPE_CHECKING:
    from sqlglot import exp

#: Functions that a select may call. All are pure: the same rows in, the same out.
FUNCTIONS = frozenset(
    {
        *("and", "or", "xor", "all", "any", "exists", "case", "if", "ifnull", "coalesce", "nullif"),
        *("cast", "try_cast", "extract", "greatest", "least", "abs", "mod", "round", "floor", "ceil", "ceiling"),
        *("count", "count_if", "sum", "avg", "median", "min", "max", "min_by", "max_by", "arg_min", "arg_max"),
        *("any_value", "array_agg", "bool_and", "bool_or", "logical_and", "logical_or"),
        *("row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value"),
        *("concat", "concat_ws", "contains", "starts_with", "ends_with", "str_position", "substring", "left"),
        *("right", "length", "lower", "upper", "trim", "ltrim", "rtrim", "replace"),
    }
)


def parsed(select: Select) -> exp.Expression:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # what it warns of is refused here, in one line
    sql = select.runnable()
    try:
        parsed = sqlglot.parse(sql, dialect="duckdb")
        statements = [statement for statement in parsed if statement and not isinstance(statement, exp.Semicolon)]
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        line = select.sql_line + int(details[0].get("line") or 1) - 1
        what = str(details[0].get("description") or "it is not SQL").rstrip(".")
        near = details[0].get("highlight")
        where = f" near {near!r}" if near else ""
        raise SelectRefused(
            select.file, line, f"the select can't be read{where} ({_plain(what)}): mend the SQL there"
        ) from None
    if len(statements) > 1:
        line = select.sql_line + sql[: sql.find(";") + 1].count("\n")
        raise SelectRefused(
            select.file,
            line,
            f"there are {len(statements)} statements: keep one select and remove the others",
        )
    if not statements:
        raise SelectRefused(select.file, select.sql_line, "there is no select: add one")
    return statements[0]  # type: ignore[return-value]


def _plain(text: str) -> str:
    return re.sub(r"<class '.*?(\w+)'>", r"\1", text)


def check_shape(select: Select, tree: exp.Expression, what: str) -> None:
    from sqlglot import exp

    if not isinstance(tree, exp.Query):
        word = select.sql.split(None, 1)[0].lower()
        raise SelectRefused(select.file, select.sql_line, f"{word!r} is not allowed: a {what} is one select")
    allowed = (exp.Select, exp.SetOperation, exp.Subquery)
    for node in tree.walk():
        if isinstance(node, exp.Query | exp.DML | exp.DDL | exp.Command) and not isinstance(node, allowed):
            if isinstance(node, exp.Table):
                continue
            raise SelectRefused(
                select.file,
                line_of(select, node),
                f"{node.key} is not allowed: a {what} is one select",
            )
        if isinstance(node, exp.Describe | exp.Summarize | exp.Show):
            raise SelectRefused(
                select.file, line_of(select, node), f"{node.key} is not allowed: a {what} is one select"
            )
        if isinstance(node, exp.With) and node.recursive:
            raise SelectRefused(
                select.file,
                line_of(select, node),
                "with recursive is not allowed, since it need not end: count from the tables",
            )
        if isinstance(node, exp.Select) and node.args.get("into"):
            raise SelectRefused(select.file, line_of(select, node), "select into is not allowed: remove it")
        if isinstance(node, exp.Parameter | exp.Placeholder | exp.SessionParameter):
            raise SelectRefused(select.file, line_of(select, node), "a parameter is not allowed: use a setting, $name")


def check_tables(select: Select, tree: exp.Expression, known: set[str], called: str) -> None:
    """Refuses a select from anything but `known` tables; `called` is what the reader calls them."""
    from sqlglot import exp

    written = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        line = line_of(select, table)
        if not isinstance(table.this, exp.Identifier) or table.db or table.catalog:
            what = table.this.sql(dialect="duckdb") if table.this else table.sql(dialect="duckdb")
            raise SelectRefused(
                select.file, line, f"{what.split('(')[0].lower()} can't be read from: only a {called} can"
            )
        name = table.name
        if name not in known and name not in written:
            raise SelectRefused(select.file, line, f"there is no {called} {name!r}{did_you_mean(name, known)}")
        if name in written and name in known:
            raise SelectRefused(
                select.file,
                line,
                f"{name!r} is a {called}: give the with-query another name",
            )


def check_functions(select: Select, tree: exp.Expression, what: str) -> None:
    from sqlglot import exp

    for call in tree.find_all(exp.Func):
        name = (call.name if isinstance(call, exp.Anonymous | exp.AnonymousAggFunc) else call.sql_name()).lower()
        if name not in FUNCTIONS:
            raise SelectRefused(
                select.file,
                line_of(select, call),
                f"the function {name} is not allowed: a {what} only reads the rows it is given"
                f"{did_you_mean(name, FUNCTIONS)}",
            )
    for node in tree.find_all(exp.Unnest, exp.Lateral, exp.Pivot, exp.TableSample):
        raise SelectRefused(select.file, line_of(select, node), f"{node.key} is not allowed: remove it")


def line_of(select: Select, node: Any) -> int:
    """The line of the file on which a node of the select stands: its own, or the nearest that is known."""
    at = node
    while at is not None:
        for inner in at.walk():
            if "line" in inner.meta:
                return select.sql_line + int(inner.meta["line"]) - 1
        at = at.parent
    return select.sql_line


def did_you_mean(name: str, known: Any) -> str:
    """How a refusal goes on: the nearest name that is known, or to check the spelling."""
    close = get_close_matches(name, known, n=1)
    return f": did you mean {close[0]}?" if close else ": check its spelling"


def columns_read(
    select: Select, tree: exp.Expression, known: Mapping[str, Mapping[str, str]], others: Collection[str], called: str
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The columns of record tables that a select reads, and the other tables (`others`) that it builds on."""
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import traverse_scope

    named = {table.name for table in tree.find_all(exp.Table)}
    try:
        qualified = qualify(
            tree.copy(),
            dialect="duckdb",
            schema={t: dict(c) for t, c in known.items() if t in named},
            quote_identifiers=False,
        )
    except SqlglotError as error:
        at = re.search(r"Line: (\d+)", str(error))
        line = select.sql_line + (int(at[1]) - 1 if at else 0)
        raise SelectRefused(select.file, line, re.sub(r"\.? *Line: \d+.*$", "", str(error), flags=re.DOTALL)) from None
    tables: dict[str, set[str]] = {}
    builds_on: set[str] = set()
    for scope in traverse_scope(qualified):
        sources = {alias: source for alias, source in scope.sources.items() if isinstance(source, exp.Table)}
        for source in sources.values():
            if source.name not in known:  # the name of a with-query, where that can't be seen
                raise SelectRefused(select.file, line_of(select, source), f"there is no {called} {source.name!r} here")
            if source.name in others:
                builds_on.add(source.name)
            else:
                tables.setdefault(source.name, set())
        for column in scope.columns:
            of = sources.get(column.table)
            if of is not None and of.name in tables:
                tables[of.name].add(column.name)
    return (
        {table: tuple(sorted(names)) for table, names in sorted(tables.items())},
        tuple(sorted(builds_on)),
    )


def empty_database(known: Mapping[str, Mapping[str, str]]) -> duckdb.DuckDBPyConnection:
    """A locked database with tables of these columns and types, and no row."""
    database = duckdb.connect()
    for table, columns in known.items():
        database.execute(f"create table {table} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
    lock(database)
    return database


def lock(database: duckdb.DuckDBPyConnection) -> None:
    """Locks a connection: no files, no attaching, no extensions, and no way to unlock it.

    Where it was given no private folder to spill to, it spills nowhere: DuckDB's own choice is a folder that anybody
    can read, wherever the command was called.
    """
    if database.execute("select current_setting('temp_directory')").fetchone() == (".tmp",):
        database.execute("set temp_directory = ''")
    database.execute("set enable_external_access = false")
    database.execute("set autoload_known_extensions = false")
    database.execute("set autoinstall_known_extensions = false")
    database.execute("set python_enable_replacements = false")
    database.execute("set lock_configuration = true")


def understood(select: Select, database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the select returns, column to type, as the database understands it; refused where it doesn't."""
    try:
        rows = database.execute(f"describe select * from ({select.runnable()}) as definition").fetchall()
    except duckdb.Error as error:
        text = str(error)
        at = re.search(r"LINE (\d+):", text)
        line = select.sql_line + (int(at[1]) - 1 if at else 0)
        what = re.sub(r"^[A-Za-z ]*Error: ", "", text.split("\nLINE")[0]).strip()
        what = re.sub(r"\s+", " ", what.split("Candidate functions")[0])
        raise SelectRefused(select.file, line, _in_plain_words(what)) from None
    return {name: kind for name, kind, *_ in rows}


def _in_plain_words(what: str) -> str:
    """The database's sentence about a column that isn't there, as the house says it."""
    referenced = re.match(r'Referenced column "(.+?)" (?:not found|was not found)', what)
    qualified = re.match(r'.*does not have a column named "(.+?)"', what)
    column = referenced or qualified
    if column is None:
        return what
    candidates = re.search(r"Candidate bindings: (.+)$", what)
    known = re.findall(r'"([^"]+)"', candidates[1]) if candidates else []
    close = get_close_matches(column[1], known, n=1, cutoff=0.7)
    hint = f"did you mean {close[0]}?" if close else "check its spelling, and which table it belongs to"
    return f"there is no column {column[1]!r}: {hint}"
