"""Every worked example: the evidence that the shipped definitions give is the evidence that is drawn."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.book import read_book
from lineofsight.indicators.children import LISTED_WITH, rows_behind, window_of
from lineofsight.indicators.figures import figures, lay_figures
from tests.extracts import council_of
from tests.spec.worked_examples import Example, examples

EXAMPLES = list(examples())
KEYS = {
    "ssd_person": "pers_person_id",
    "ssd_cin_visits": "cinv_cin_visit_id",
    "ssd_cp_visits": "cppv_cp_visit_id",
    "ssd_cla_visits": "clav_cla_visit_id",
    "ssd_cp_reviews": "cppr_cp_review_id",
    "ssd_cla_reviews": "clar_cla_review_id",
    "ssd_legal_status": "lega_legal_status_id",
    "ssd_cin_plans": "cinp_cin_plan_id",
    "los_management_oversight": "mano_oversight_id",
    "los_cin_plan_reviews": "cipr_review_id",
    "los_care_leaver_statuses": "cles_status_id",
    "ssd_involvements": "invo_involvements_id",
    "ssd_disability": "disa_table_id",
}


def _with_keys(table: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with a key where the example draws none."""
    key = KEYS.get(table)
    return [row if key is None or key in row else {key: f"{table} {n}", **row} for n, row in enumerate(rows)]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_evidence_is_as_drawn(example: Example, home: Home) -> None:
    tables = {name: _with_keys(name, rows) for name, rows in example.tables.items()}
    council = council_of(home, tables, example.extracted_on, refs=list(example.expected))
    month = Month.of(example.as_at)
    now = month.end != example.as_at
    counted = council.count([] if now else [month], now=now, refs=list(example.expected), breakdowns=LISTED_WITH)
    for ref, expected in example.expected.items():
        window = window_of(council.book.indicator(ref)[-1], None)
        definition = council.book.indicator(ref)[-1]
        behind = counted.database.execute(
            rows_behind(counted, ref, example.as_at, window)
            if definition.of_children
            else f"select * from {counted.evidence[ref]} where as_at = date '{example.as_at}'"
        )
        names = [column[0] for column in behind.description or ()]
        rows = [{column: _text(value) for column, value in zip(names, row, strict=True)} for row in behind.fetchall()]
        columns = list(expected[0]) if expected else ["person_id"]
        found = sorted(tuple(row[column] for column in columns) for row in rows)
        assert found == sorted(tuple(row[column] for column in columns) for row in expected)


def test_every_indicator_has_an_example() -> None:
    shown = {ref for example in EXAMPLES for ref in example.expected}
    book = read_book()
    counted = {ref for ref in book.named("indicator") if not book.latest("indicator", ref).is_rate}
    assert shown == counted


def test_nobody_counts_nowhere(home: Home) -> None:
    """The row about nobody in each table, which examples stand beside, is enough for every figure and is in none."""
    counted = council_of(home, {}, dt.date(2023, 3, 31)).count([Month(2022, 4), Month(2023, 3)])
    lay_figures(counted)
    found = [figure for figure in figures(counted) if not figure.dimension and figure.per != 10_000]
    assert {figure.ref for figure in found} == set(counted.evidence)
    for figure in found:
        assert (figure.numerator, figure.denominator or 0) == (0, 0) and "no data" not in figure.note, figure.ref


def _text(value: object) -> str:
    return {True: "yes", False: "no", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
