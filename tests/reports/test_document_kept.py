"""A report that went out is the same report when it is read again, to the last fraction."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.problems import Refused
from lineofsight.reports import document
from lineofsight.reports.document import Report
from lineofsight.reports.document_kept import digest, from_json, to_json
from tests.reports import sample_document

WORDS = st.text(max_size=12)
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1))
NUMBERS = st.builds(
    document.Number,
    *(WORDS, WORDS, DAYS, WORDS, WORDS),
    value=st.none() | st.fractions(max_denominator=10_000),
    numerator=st.none() | st.integers(0, 10**6),
    ref=WORDS,
    hidden=st.booleans(),
    derived_from=st.lists(WORDS, max_size=2).map(tuple),
)
RUNS = st.one_of(WORDS, st.builds(document.Strong, WORDS), NUMBERS)
TEXTS = st.lists(RUNS, max_size=4).map(tuple)
PARAGRAPHS = st.builds(document.Paragraph, TEXTS, st.sampled_from(["", "note", "warning"]), WORDS, WORDS)
CELLS = st.builds(document.Cell, TEXTS, st.sampled_from(["", "green", "red"]))
COLUMNS = st.builds(document.Column, WORDS, st.booleans(), st.integers(1, 9))


def tuples(of: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.lists(of, max_size=most).map(tuple)


BLOCKS = st.one_of(
    PARAGRAPHS,
    st.builds(document.Bullets, tuples(PARAGRAPHS), st.booleans()),
    st.builds(document.Quote, WORDS, WORDS),
    st.builds(document.Facts, tuples(st.tuples(WORDS, TEXTS))),
    st.builds(
        document.Table,
        WORDS,
        tuples(COLUMNS),
        tuples(tuples(CELLS)),
        tuples(st.tuples(st.integers(0, 3), WORDS)),
        WORDS,
    ),
    st.builds(
        document.Chart,
        *(WORDS, WORDS, tuples(WORDS)),
        tuples(st.builds(document.Line, WORDS, tuples(st.none() | NUMBERS))),
        st.sampled_from(["percent", "count", "rate"]),
        levels=tuples(st.tuples(WORDS, st.fractions(max_denominator=100))),
    ),
)
SECTIONS = st.builds(document.Section, WORDS, tuples(BLOCKS), st.sampled_from([2, 3]))
REPORTS = st.builds(Report, *(WORDS, WORDS, WORDS, DAYS, DAYS), tuples(SECTIONS), tuples(WORDS), st.booleans(), WORDS)


@given(REPORTS)
def test_what_is_read_is_what_was_written(report: Report) -> None:
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("report", [sample_document.sample(), sample_document.hostile()])
def test_the_samples_are_kept_whole(report: Report) -> None:
    assert from_json(to_json(report)) == report
    assert to_json(report).count("\n") == 1


def test_a_change_of_one_figure_is_another_digest() -> None:
    report = sample_document.sample()
    assert digest(report) == digest(sample_document.sample())
    assert digest(report) != digest(replace(report, title="Improvements"))
    section = report.sections[2]
    table = section.blocks[0]
    first = table.rows[0][1].text[0]  # type: ignore[union-attr]
    other = json.loads(to_json(report))
    other["report"]["sections"][2]["blocks"][0]["rows"][0][1]["text"][0]["value"] = "84/1"
    changed = from_json(json.dumps(other))
    assert changed != report and digest(changed) != digest(report)
    assert first.value.denominator > 1  # type: ignore[union-attr]


def test_a_report_of_an_earlier_version_has_defaults_for_what_it_lacks() -> None:
    kept = json.loads(to_json(sample_document.sample()))
    del kept["report"]["made_up"]
    kept["report"]["something_of_old"] = 1
    for section in kept["report"]["sections"]:
        for block in section["blocks"]:
            block.pop("note", None)
    assert from_json(json.dumps(kept)).made_up is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"form": 1, "report": {}}',
        '{"form": 1, "report": null}',
        to_json(sample_document.sample()).replace('"is":"Table"', '"is":"Spreadsheet"'),
        to_json(sample_document.sample()).replace('"as_at":"2023-03-31"', '"as_at":"soon"'),
        to_json(sample_document.sample()).replace('"sections":[', '"sections":["x",'),
    ],
)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="can't be read"):
        from_json(text)


def test_a_report_of_a_later_form_is_refused() -> None:
    with pytest.raises(Refused, match="later version"):
        from_json('{"form": 2, "report": {}}')
