"""Whether a definition's select, read as a tree, stays within what is allowed: its shape, its tables, its functions."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from lineofsight.indicators.definitions import Definition, DefinitionRefused

if TYPE_CHECKING:
    from sqlglot import exp

#: Functions that a definition may call. All are pure: the same rows in, the same out.
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


def parsed(definition: Definition) -> exp.Expression:
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # what it warns of is refused here, in one line
    sql = definition.runnable()
    try:
        parsed = sqlglot.parse(sql, dialect="duckdb")
        statements = [statement for statement in parsed if statement and not isinstance(statement, exp.Semicolon)]
    except SqlglotError as error:
        details = getattr(error, "errors", None) or [{}]
        line = definition.sql_line + int(details[0].get("line") or 1) - 1
        what = str(details[0].get("description") or "it is not SQL").rstrip(".")
        near = details[0].get("highlight")
        where = f" near {near!r}" if near else ""
        raise DefinitionRefused(
            definition.file, line, f"the select can't be read{where} ({_plain(what)}): mend the SQL there"
        ) from None
    if len(statements) > 1:
        line = definition.sql_line + sql[: sql.find(";") + 1].count("\n")
        raise DefinitionRefused(
            definition.file,
            line,
            f"there are {len(statements)} statements: keep one select and remove the others",
        )
    if not statements:
        raise DefinitionRefused(definition.file, definition.sql_line, "there is no select: add one")
    return statements[0]  # type: ignore[return-value]


def _plain(text: str) -> str:
    return re.sub(r"<class '.*?(\w+)'>", r"\1", text)


def check_shape(definition: Definition, tree: exp.Expression) -> None:
    from sqlglot import exp

    if not isinstance(tree, exp.Query):
        word = definition.sql.split(None, 1)[0].lower()
        raise DefinitionRefused(
            definition.file, definition.sql_line, f"{word!r} is not allowed: a definition is one select"
        )
    allowed = (exp.Select, exp.SetOperation, exp.Subquery)
    for node in tree.walk():
        if isinstance(node, exp.Query | exp.DML | exp.DDL | exp.Command) and not isinstance(node, allowed):
            if isinstance(node, exp.Table):
                continue
            raise DefinitionRefused(
                definition.file,
                line_of(definition, node),
                f"{node.key} is not allowed: a definition is one select",
            )
        if isinstance(node, exp.Describe | exp.Summarize | exp.Show):
            raise DefinitionRefused(
                definition.file, line_of(definition, node), f"{node.key} is not allowed: a definition is one select"
            )
        if isinstance(node, exp.With) and node.recursive:
            raise DefinitionRefused(
                definition.file,
                line_of(definition, node),
                "with recursive is not allowed, since it need not end: count from the tables and cohorts",
            )
        if isinstance(node, exp.Select) and node.args.get("into"):
            raise DefinitionRefused(definition.file, line_of(definition, node), "select into is not allowed: remove it")
        if isinstance(node, exp.Parameter | exp.Placeholder | exp.SessionParameter):
            raise DefinitionRefused(
                definition.file, line_of(definition, node), "a parameter is not allowed: use a setting, $name"
            )


def check_tables(definition: Definition, tree: exp.Expression, known: set[str]) -> None:
    from sqlglot import exp

    written = {cte.alias for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        line = line_of(definition, table)
        if not isinstance(table.this, exp.Identifier) or table.db or table.catalog:
            what = table.this.sql(dialect="duckdb") if table.this else table.sql(dialect="duckdb")
            raise DefinitionRefused(
                definition.file, line, f"{what.split('(')[0].lower()} can't be read from: only tables and cohorts can"
            )
        name = table.name
        if name not in known and name not in written:
            raise DefinitionRefused(
                definition.file, line, f"there is no table or cohort {name!r}{_did_you_mean(name, known)}"
            )
        if name in written and name in known:
            raise DefinitionRefused(
                definition.file,
                line,
                f"{name!r} is a table or cohort of the book: give the with-query another name",
            )


def check_functions(definition: Definition, tree: exp.Expression) -> None:
    from sqlglot import exp

    for call in tree.find_all(exp.Func):
        name = (call.name if isinstance(call, exp.Anonymous | exp.AnonymousAggFunc) else call.sql_name()).lower()
        if name not in FUNCTIONS:
            raise DefinitionRefused(
                definition.file,
                line_of(definition, call),
                f"the function {name} is not allowed: a definition only reads the rows it is given"
                f"{_did_you_mean(name, FUNCTIONS)}",
            )
    for node in tree.find_all(exp.Unnest, exp.Lateral, exp.Pivot, exp.TableSample):
        raise DefinitionRefused(definition.file, line_of(definition, node), f"{node.key} is not allowed: remove it")


def line_of(definition: Definition, node: Any) -> int:
    """The line of the file on which a node of the select stands: its own, or the nearest that is known."""
    at = node
    while at is not None:
        for inner in at.walk():
            if "line" in inner.meta:
                return definition.sql_line + int(inner.meta["line"]) - 1
        at = at.parent
    return definition.sql_line


def _did_you_mean(name: str, known: Any) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f": did you mean {close[0]}?" if close else ": check its spelling"
