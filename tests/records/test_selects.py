"""What a select may say: the book's definitions and the rules of the checks go through the same locks.

The attacks stand in `tests/indicators/test_checks.py`, where every one is tried on a definition of the book.
"""

from __future__ import annotations

import pytest

from lineofsight.records.headed import SelectRefused
from lineofsight.records.selects import (
    FUNCTIONS,
    check_functions,
    check_shape,
    check_tables,
    columns_read,
    did_you_mean,
    empty_database,
    parsed,
    understood,
)
from tests.records.test_headed import Mine

KNOWN = {"visits": {"child": "integer", "day": "date"}, "today": {"day": "date"}}


def test_what_a_select_reads_and_builds_on_is_found() -> None:
    mine = Mine("select visits.child, count(*) as n from visits join today on visits.day < today.day group by all")
    tree = parsed(mine)
    check_shape(mine, tree, "rule")
    check_tables(mine, tree, set(KNOWN), "table")
    check_functions(mine, tree, "rule")
    assert columns_read(mine, tree, KNOWN, {"today"}, "table") == ({"visits": ("child", "day")}, ("today",))
    assert understood(mine, empty_database(KNOWN)) == {"child": "INTEGER", "n": "BIGINT"}


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("delete from visits", "'delete' is not allowed: a rule is one select"),
        ("select day from visit", "there is no table 'visit': did you mean visits?"),
        ("select day from 'f.csv'", "there is no table 'f.csv': check its spelling"),
        ("with today as (select day from visits) select day from today", "'today' is a table: give the with-query"),
        ("select getenv('HOME') as x from visits", "the function getenv is not allowed: a rule only reads the rows"),
        ("select day from visits; select 1", "there are 2 statements: keep one select and remove the others"),
    ],
)
def test_a_refusal_is_in_the_words_of_the_file(sql: str, what: str) -> None:
    mine = Mine(sql)
    with pytest.raises(SelectRefused, match=r"^mine\.sql, line 8: ") as refusal:
        tree = parsed(mine)
        check_shape(mine, tree, "rule")
        check_tables(mine, tree, set(KNOWN), "table")
        check_functions(mine, tree, "rule")
    assert what in str(refusal.value)


def test_the_nearest_name_is_offered_where_there_is_one() -> None:
    assert did_you_mean("counts", FUNCTIONS) == ": did you mean count?"
    assert did_you_mean("xyzzy", FUNCTIONS) == ": check its spelling"
