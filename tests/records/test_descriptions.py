"""What the table files must say for the loader, the checks and the dictionary to work from them."""

from __future__ import annotations

import pytest

from lineofsight.indicators.book import read_book
from lineofsight.indicators.checks import check_book
from lineofsight.records.descriptions import Table, describe, described
from lineofsight.records.reading import SQL_TYPES

TABLES = described()
PREFIXES = {  # where a table's columns share a prefix with its columns' first part
    table: describe(table).key.split("_")[0] + "_" for table in TABLES
}


@pytest.fixture(params=TABLES)
def table(request: pytest.FixtureRequest) -> Table:
    return describe(request.param)


def test_all_tables_of_the_standard_and_ours_are_there() -> None:
    assert len([name for name in TABLES if name.startswith("ssd_")]) >= 40
    assert {name for name in TABLES if name.startswith("los_")} == {
        *("los_management_oversight", "los_contact_decisions", "los_cin_plan_reviews", "los_care_leaver_statuses"),
        *("los_return_interviews", "los_health_assessments", "los_legal_proceedings", "los_workforce_months"),
        *("los_populations", "los_population_groups", "los_localities", "los_core_groups", "los_feedback"),
    }


def test_a_table_that_is_not_described_has_no_description() -> None:
    for name in ("ssd_nothing", "../descriptions", ""):
        with pytest.raises(KeyError):
            describe(name)


def test_a_table_file_is_named_as_its_table_and_its_key_is_a_column(table: Table) -> None:
    assert table.name in TABLES
    assert table.key in table.columns
    assert table.title
    assert table.source


def test_every_column_has_a_type_a_meaning_and_the_prefix_of_its_table(table: Table) -> None:
    for name, column in table.columns.items():
        assert column.name == name == name.lower()
        assert column.type in SQL_TYPES
        assert column.meaning
        assert name.startswith(PREFIXES[table.name])


def test_what_a_column_refers_to_exists_and_is_a_key_or_a_column(table: Table) -> None:
    for column in table.columns.values():
        if column.refers_to:
            other, _, name = column.refers_to.partition(".")
            assert name in describe(other).columns, column.name


def test_only_a_date_can_have_happened_and_only_a_text_can_hold_codes(table: Table) -> None:
    for column in table.columns.values():
        assert not column.happened or column.type in ("date", "datetime"), column.name
        assert not (column.codes or column.also_written) or column.type == "text", column.name
        assert set(column.also_written.values()) <= set(column.codes), column.name
        assert not (column.required and column.optional), column.name


def test_no_two_spellings_of_a_column_mean_different_codes(table: Table) -> None:
    for column in table.columns.values():
        spelt: dict[str, str] = {}
        for spelling, code in (*column.also_written.items(), *((code, code) for code in column.codes)):
            assert spelt.setdefault(spelling.lower(), code) == code, (column.name, spelling)


def test_a_table_that_stands_in_has_the_columns_that_it_gives(table: Table) -> None:
    if table.stands_in:
        other = describe(table.stands_in.table)
        assert set(table.stands_in.columns) <= set(table.columns)
        assert set(table.stands_in.columns.values()) <= set(other.columns)
        assert table.stands_in.from_column in table.columns


def test_the_required_columns_are_those_that_the_shipped_book_counts_from() -> None:
    read: set[str] = set()
    if_there: set[str] = set()
    for definition, reads in check_book(read_book()).items():
        here = {f"{table}.{column}" for table, columns in reads.tables.items() for column in columns}
        spared = here & set(definition.header.get("reads_if_there", ()))
        read |= here - spared
        if_there |= spared
    optional = {f"{t}.{c.name}" for t in TABLES for c in describe(t).columns.values() if c.optional}
    required = {f"{t}.{c.name}" for t in TABLES for c in describe(t).columns.values() if c.required}
    assert read - optional == required
    assert optional <= read, "an optional column that nothing reads need not be marked"
    assert not (if_there & required - read)


def test_only_four_flags_may_be_left_out_of_an_extract() -> None:
    """Missing is not false: no further action (twice), other authority and cancelled are the only exceptions."""
    assert {c.name for t in TABLES for c in describe(t).columns.values() if c.optional} == {
        *("cine_referral_nfa", "cina_assessment_outcome_nfa", "cppl_cp_plan_ola", "clar_cla_review_cancelled"),
    }
