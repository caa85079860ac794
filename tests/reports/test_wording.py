"""How figures, targets and ratings are written."""

from __future__ import annotations

import doctest
from dataclasses import replace
from fractions import Fraction

import pytest

from lineofsight.reports import csv, markup, sparkline, wording
from lineofsight.reports.model import Reconciliation, Shown
from tests.reports import sample


@pytest.mark.parametrize("module", [wording, sparkline, markup, csv])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(8945, 100), "89.5"),  # half goes up, where floating point would give 89.5 or 89.4 by luck
        (Fraction(8935, 100), "89.4"),
        (Fraction(62000, 738), "84.0"),
        (Fraction(0), "0.0"),
        (Fraction(1, 30), "0.0"),
        (Fraction(-1, 30), "0.0"),
        (Fraction(100), "100.0"),
        (Fraction(1234567, 100), "12,345.7"),
    ],
)
def test_one_decimal_is_rounded_half_up_on_the_exact_fraction(value: Fraction, written: str) -> None:
    assert wording.one_decimal(value) == written


def test_the_published_table_is_written_as_published() -> None:
    written = {row.ref: wording.figure(row.current, row.unit) for row in sample.highlight().rows}
    assert written == {
        "1.1": "89.5%",
        "1.2": "738",
        "1.3": "214",
        "1.4": "301",
        "2.1": "98.3%",
        "2.10a": "89.7%",
        "3.1": "86.3%",
        "3.3": "84.0%",
        "4.7.2": "95.3%",
        "5.10": "29.6%",
        "5.11": "92.0%",
        "3.2": "87.8%",
        "4.8": "96.6%",
        "5.18": "100.0%",
        "6.1": "98.1%",
        "6.2": "77.3%",
        "6.3": "94.4%",
    }


def test_none_no_data_and_zero_are_three_things() -> None:
    assert wording.figure(Shown(Fraction(0), 0, 12), "percent") == "0.0%"
    assert wording.figure(Shown(None, 0, 0, "no cases"), "percent") == "no cases"
    assert wording.figure(Shown(None, note=sample.NO_SEEN), "percent") == "no data"


def test_the_sentences_of_the_published_report() -> None:
    report = sample.highlight()
    assert wording.heading(report) == "Highlight report, March 2023"
    assert wording.ratings_counted(report) == "6 green, 4 amber, 4 red"
    assert wording.ratings_explained(report) == (
        "17 measures, 14 of them rated against agreed targets: 6 green, 4 amber, 4 red. "
        "3 have no target and so no rating. Of the 4 red, 3 are within 1 percentage point of the minimum target."
    )
    assert wording.reconciliation(report) == "2,503 open cases = 738 + 214 + 301 + 269 + 981"
    assert [row.ref for row in wording.near_misses(report)] == ["1.1", "2.10a", "3.3"]


def test_a_report_with_gaps_counts_what_has_no_figure() -> None:
    assert wording.ratings_explained(sample.with_gaps()) == (
        "17 measures, 12 of them rated against agreed targets: 6 green, 3 amber, 3 red. "
        "3 have no target and so no rating. 2 measures have no figure. "
        "Of the 3 red, 2 are within 1 percentage point of the minimum target."
    )


def test_what_a_rating_means_where_low_is_good() -> None:
    low = next(row for row in sample.highlight().rows if row.ref == "5.10")
    assert wording.rating_meaning(low) == "above the minimum target"
    assert wording.rating_meaning(replace(low, rating="green")) == "at or below the upper target"
    assert wording.measure(low).endswith("(low is good)")


def test_notes_are_numbered_once_and_name_their_measures() -> None:
    notes = wording.Notes.of(sample.with_gaps())
    assert [(note.number, note.sentence) for note in notes.listed] == [
        (1, f"1.1: {sample.NO_OVERSIGHT}"),
        (2, f"3.3: {sample.NO_SEEN}"),
        (3, f"1.4: {sample.OLDER_POPULATION}"),
        (4, "open cases: no data: needs ssd_cin_episodes.cine_close_date"),
    ]
    assert notes.marks(Shown(None, note=sample.NO_SEEN)) == (2,)
    assert notes.marks(Shown(Fraction(1))) == ()


def test_a_figure_that_only_rounds_onto_its_target_is_remarked_on() -> None:
    report = sample.just_below()
    (note,) = wording.Notes.of(report).listed
    assert wording.figure(report.rows[0].current, "percent") == "90.0%"
    assert note.sentence == (
        "1.1: 90.0% is rounded: the exact figure lies just below the minimum target, "
        "and the rating follows the exact figure"
    )
    assert wording.Notes.of(sample.highlight()).listed == ()


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Reconciliation(10, (("a", 10),), 10, 0, 0), "10 children have an allocated worker: all of them have an open"),
        (
            Reconciliation(10, (("a", 10),), 9, 2, 3),
            "9 children have an allocated worker. 2 of them have no open case. 3",
        ),
        (Reconciliation(10, (("a", 10),), note="no data: needs x.y"), "allocated worker: no data: needs x.y."),
        (Reconciliation(None, note="no data: needs x.y"), ""),
    ],
)
def test_how_workers_and_open_cases_agree(found: Reconciliation, sentence: str) -> None:
    assert sentence in wording.allocation(replace(sample.highlight(), reconciliation=found))


def test_the_explanations_cover_every_period_that_is_shown() -> None:
    said = dict(wording.explanations(sample.highlight()))["Period"]
    assert all(word in said for word in ("Snapshot", "YTD", "Rolling Year"))
