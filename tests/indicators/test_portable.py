"""The shipped definitions stay within what SQLGlot can hand to another engine."""

import pytest
import sqlglot
from sqlglot import exp

from lineofsight.indicators.book import read_book

DEFINITIONS = list(read_book().all())


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
def test_a_definition_translates_to_spark(definition) -> None:  # type: ignore[no-untyped-def]
    [translated] = sqlglot.transpile(
        definition.runnable(), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert sqlglot.parse_one(translated, dialect="spark")


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
def test_a_definition_keeps_to_the_rules_that_cost_hundreds_of_times(definition) -> None:  # type: ignore[no-untyped-def]
    """No `or` in a join condition, and every derived table and column has a name."""
    tree = sqlglot.parse_one(definition.runnable(), dialect="duckdb")
    for join in tree.find_all(exp.Join):
        on = join.args.get("on")
        assert on is None or not list(on.find_all(exp.Or)), definition.name
    for subquery in tree.find_all(exp.Subquery):
        assert subquery.alias or not isinstance(subquery.parent, exp.From | exp.Join), definition.name
