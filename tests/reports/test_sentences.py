"""Sentences written by rules: each claim is worked out here again, by itself, from the figures of its row."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.reports import sentences_noise
from lineofsight.reports.build import highlight_report
from lineofsight.reports.document import Number, numbers_in, words
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.numbers import Numbers
from lineofsight.reports.sentences import (
    Sentence,
    areas_of_focus,
    phrases_of,
    rule_of,
    summary,
    what_the_data_tells,
    why,
)
from lineofsight.reports.sentences_noise import difference, worse
from lineofsight.reports.signals import Signals
from lineofsight.statistics.process_control import Kind
from tests.reports import sample

UP = re.compile(r"\b(risen|rose|increas|up by)", re.IGNORECASE)
DOWN = re.compile(r"\b(fallen|fell|decreas|down by)", re.IGNORECASE)


def said(report: HighlightReport) -> dict[str, Sentence]:
    numbers = Numbers(report)
    return {one.key: one for one in (*what_the_data_tells(report, numbers), *areas_of_focus(report, numbers))}


def text_of(sentence: Sentence) -> str:
    return words(sentence.paragraph.text)


def row_like(ref: str, /, **fields: object) -> Row:
    return replace(next(row for row in sample.highlight().rows if row.ref == ref), **fields)  # type: ignore[arg-type]


def of_one(row: Row) -> HighlightReport:
    return replace(sample.highlight(), groups=(("Measures", (row,)),))


def counted(numerator: int, denominator: int) -> Shown:
    return Shown(Fraction(100 * numerator, denominator), numerator, denominator)


def check(row: Row, sentence: Sentence) -> None:
    """Whether every claim of a sentence is true of its row: worked out here without the code that wrote it."""
    text = text_of(sentence)
    lead = text.split(":")[0]
    if row.unit == "percent" and row.current.denominator:
        met, of = row.current.numerator or 0, row.current.denominator
        met = of - met if row.better == "lower" else met
        if "All of" in lead:
            assert met == of
        if "Nearly all" in lead:
            assert met * 100 >= 95 * of
            assert met < of
        if "Most of" in lead:
            assert met * 100 >= 75 * of
        assert ("of few" in text) == (of < 20)
    assert bool(UP.search(text)) == (sentence.name == "changed" and row.signals.variation is Kind.NEUTRAL_UP)
    assert bool(DOWN.search(text)) == (sentence.name == "changed" and row.signals.variation is Kind.NEUTRAL_DOWN)
    assert ("have worsened" in text) <= (row.signals.variation is Kind.CONCERN)
    assert ("are improving" in text) <= (row.signals.variation is Kind.IMPROVEMENT)
    if "less than 1 percentage point" in text:
        assert row.rating == "red"
        assert abs((row.current.value or 0) - Fraction(row.minimum or 0)) < 1
    if sentence.key.startswith("tells:") and row.rating:
        assert row.rating in ("green", "amber")
        assert row.signals.variation is not Kind.CONCERN
    if sentence.key.startswith("focus:"):
        assert row.rating in ("red", "amber") or row.signals.variation is Kind.CONCERN
    for number in numbers_in(sentence.paragraph):
        assert number.text in text
    figure = next(number for number in numbers_in(sentence.paragraph) if number.window == row.period)
    assert figure.value == row.current.value


@pytest.mark.parametrize("module", [sentences_noise])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# March 2023 -----------------------------------------------------------------------------------------------------------


def test_the_published_report_in_sentences() -> None:
    found = said(sample.highlight())
    assert [key for key in found if key.startswith("tells")] == [
        "tells:2.1", "tells:3.1", "tells:4.7.2", "tells:5.11", "tells:3.2", "tells:4.8", "tells:5.18", "tells:6.1",
        "tells:6.2", "tells:6.3",
    ]  # fmt: skip
    assert [key for key in found if key.startswith("focus")] == ["focus:1.1", "focus:2.10a", "focus:3.3", "focus:5.10"]
    assert text_of(found["tells:6.1"]) == "Nearly all of our care leavers are in touch with us: 98.1%, 264 of 269."
    assert text_of(found["tells:6.2"]) == (
        "Most of our care leavers are in education, employment or training: 77.3%, 208 of 269."
    )
    assert text_of(found["tells:2.1"]) == (
        "Nearly all of the contacts to our front door were decided on by the end of the next working day: 98.3%, "
        "15,595 of 15,860, in the year to date."
    )
    assert text_of(found["tells:4.8"]).endswith(
        "had every review in time: 96.6%, 140 of 145. The minimum of 96.5% is met, the upper target of 98.5% not yet."
    )
    assert text_of(found["focus:3.3"]) == (
        "Visits to children in need: 84.0% of the children in need were seen on a visit in the past four weeks, 620 of "
        "738, where at least 85% is agreed. It is missed by less than 1 percentage point. What nobody sees, nobody can "
        "help with."
    )
    assert "where at most 10% is agreed" in text_of(found["focus:5.10"])


def test_the_summary_of_the_published_report() -> None:
    paragraphs = summary(sample.highlight(), Numbers(sample.highlight()))
    assert [words(each.text) for each in paragraphs] == [
        "17 measures give a snapshot of performance. 3 have no target, and no rating.",
        "Of the 14 that are rated, 6 are green (the upper target is met), 4 are amber (the minimum target is met, the "
        "upper is not) and 4 are red (the minimum target is missed).",
        "Of the 4 red, 3 miss the minimum target by less than 1 percentage point.",
    ]
    figures = [number for each in paragraphs for number in numbers_in(each)]
    assert [number.value for number in figures] == [17, 3, 14, 6, 4, 4, 4, 3]
    assert all(number.what and number.as_at == dt.date(2023, 3, 31) for number in figures)


def test_the_summary_counts_what_has_no_figure() -> None:
    paragraphs = summary(sample.with_gaps(), Numbers(sample.with_gaps()))
    assert words(paragraphs[0].text).endswith("3 have no target, and no rating. 2 have no figure.")
    assert words(paragraphs[1].text).startswith("Of the 12 that are rated, 6 are green")


def test_nothing_is_said_of_what_has_no_figure() -> None:
    found = said(sample.with_gaps())
    assert not {"tells:3.3", "focus:3.3", "tells:4.8", "focus:4.8"} & set(found)


def test_every_sentence_of_the_demonstration_is_true_of_its_row(demonstration: Home) -> None:
    report = highlight_report(demonstration.path, Month(2023, 3))
    rows = {row.ref: row for row in report.rows}
    found = said(report)
    for sentence in found.values():
        check(rows[sentence.refs[0]], sentence)
    # Its series, beyond the six published months, show which reviews and assessments get worse, and that numbers fall.
    assert "have worsened" in text_of(found["focus:5.10"])
    assert found["focus:3.2"].name == "worse"
    assert "has fallen by more than it usually varies" in text_of(found["tells:1.3"])
    assert {sentence.refs[0] for sentence in found.values()} == set(rows)


def test_why_names_the_rule_and_the_figures_with_their_day_and_rule() -> None:
    report = sample.highlight()
    numbers = Numbers(report, {"6.1": "6.1 from 2022-04"})
    traced = {each.key: each for each in why(what_the_data_tells(report, numbers))}
    one = traced["tells:6.1"]
    assert one.rule == "green, and its monthly figures show no special cause for the worse"
    assert [number.text for number in one.figures] == ["98.1%", "264", "269"]
    assert {(number.definition, number.as_at, number.snapshot) for number in one.figures} == {
        ("6.1 from 2022-04", dt.date(2023, 3, 31), "2023-03-31.1")
    }


# Rules ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rating", "variation", "rule"),
    [
        ("green", None, "good"),
        ("green", Kind.COMMON, "good"),
        ("green", Kind.IMPROVEMENT, "good"),
        ("green", Kind.CONCERN, "worse"),
        ("amber", Kind.COMMON, "within"),
        ("amber", Kind.CONCERN, "worse"),
        ("red", Kind.IMPROVEMENT, "red"),
        ("red", Kind.CONCERN, "red"),
    ],
)
def test_which_rule_speaks(rating: str, variation: Kind | None, rule: str) -> None:
    assert rule_of(row_like("3.2", rating=rating, signals=Signals(variation=variation))) == rule


def test_amber_and_below_last_year_beyond_chance_is_an_area_of_focus() -> None:
    """559 of 637 is 87.8%; 664 of 720 the year before was 92.2%. 3 of 4 after 4 of 4 tells nothing."""
    below = row_like("3.2", previous=counted(664, 720))
    assert rule_of(below) == "below"
    sentence = said(of_one(below))["focus:3.2"]
    assert "It was 92.2% at 31 March 2022: the difference is more than chance." in text_of(sentence)
    assert rule_of(row_like("3.2", previous=counted(560, 637))) == "within"
    assert rule_of(row_like("3.2", current=counted(3, 4), previous=counted(4, 4))) == "within"


def test_newcombes_published_example() -> None:
    """56 of 70 and 48 of 80: Newcombe (1998), table II, example (a), method 10: 0.0524 to 0.3339."""
    interval = difference((56, 70), (48, 80))
    assert interval is not None
    assert (round(interval.lower, 2), round(interval.upper, 2)) == (5.24, 33.39)
    assert difference((0, 0), (1, 2)) is None


def test_where_low_is_good_higher_is_worse() -> None:
    more, fewer = counted(89, 301), counted(28, 335)
    assert worse(more, fewer, "lower")
    assert not worse(fewer, more, "lower")
    assert worse(fewer, more, "higher")
    assert not worse(Shown(Fraction(8)), more, "higher")


def test_a_number_of_children_is_news_only_by_a_special_cause() -> None:
    assert said(of_one(row_like("1.2", signals=Signals(since_year=Fraction(200), variation=Kind.COMMON)))) == {}
    assert said(of_one(row_like("1.2", signals=Signals(since_year=Fraction(200))))) == {}
    risen = said(of_one(row_like("1.2", signals=Signals(variation=Kind.NEUTRAL_UP))))["tells:1.2"]
    assert text_of(risen) == (
        "The number of children in need has risen by more than it usually varies from month to month: 738."
    )


def test_limits_on_trial_are_said_to_be() -> None:
    row = row_like("3.2", signals=Signals(variation=Kind.CONCERN, is_trial=True))
    assert "have worsened by more than they usually vary. This is judged by few months" in text_of(
        said(of_one(row))["focus:3.2"]
    )


@pytest.mark.parametrize(
    ("numerator", "begins"),
    [
        (300, "All of our care leavers"),
        (299, "Nearly all of our care leavers"),
        (285, "Nearly all of our care leavers"),
        (284, "Most of our care leavers"),
        (225, "Most of our care leavers"),
        (224, "74.7% of our care leavers"),
    ],
)
def test_the_words_follow_the_exact_share(numerator: int, begins: str) -> None:
    row = row_like("6.2", current=counted(numerator, 300), rating="green")
    assert text_of(said(of_one(row))["tells:6.2"]).startswith(begins)


def test_where_low_is_good_the_words_are_of_the_others() -> None:
    row = row_like("5.10", current=counted(12, 301), rating="green")
    assert text_of(said(of_one(row))["tells:5.10"]) == (
        "Nearly all of the children in our care have an assessment that is at most a year old; 4.0% have no assessment "
        "completed in the past year, 12 of 301."
    )


def test_of_few_cases_it_says_so() -> None:
    row = row_like("6.1", current=counted(11, 11), rating="green")
    assert text_of(said(of_one(row))["tells:6.1"]) == (
        "All of our care leavers are in touch with us: 100.0%, 11 of 11, of few cases."
    )


def test_a_measure_of_the_councils_own_is_named_by_its_title() -> None:
    row = row_like("3.3", ref="99.1", title="% of birds ringed in time")
    assert text_of(said(of_one(row))["focus:99.1"]) == (
        "% of birds ringed in time: 84.0%, 620 of 738, below the minimum target. It is missed by less than 1 "
        "percentage point."
    )
    rate = replace(row, unit="rate", current=Shown(Fraction(40)), rating="green", minimum="30", upper="35")
    assert text_of(said(of_one(rate))["tells:99.1"]) == "% of birds ringed in time: 40.0, at or above the upper target."


# Any rows -------------------------------------------------------------------------------------------------------------


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of any size, direction, rating and signal: rated as the figures are, as ratings are."""
    ref = draw(st.sampled_from([row.ref for row in sample.highlight().rows] + ["99.1"]))
    like = row_like("3.3" if ref == "99.1" else ref, ref=ref)
    variation = draw(st.sampled_from([None, *Kind]))
    signals = Signals(variation=variation, is_trial=draw(st.booleans()), since_year=Fraction(draw(st.integers(-9, 9))))
    if like.unit == "count":
        count = draw(st.integers(0, 900))
        return replace(like, current=Shown(Fraction(count), count), signals=signals)
    of = draw(st.one_of(st.integers(1, 40), st.integers(1, 900)))
    current = counted(draw(st.integers(0, of)), of)
    before = draw(st.integers(1, 900))
    value, minimum, upper = current.value or Fraction(0), Fraction(like.minimum or 0), Fraction(like.upper or 0)
    if like.better == "lower":
        rating = "green" if value <= upper else "amber" if value <= minimum else "red"
    else:
        rating = "green" if value >= upper else "amber" if value >= minimum else "red"
    return replace(
        like, current=current, previous=counted(draw(st.integers(0, before)), before), rating=rating, signals=signals
    )


@settings(max_examples=200)
@given(rows())
def test_no_sentence_contradicts_its_row(row: Row) -> None:
    found = said(of_one(row))
    assert len(found) <= 1, "in one list at most"
    for sentence in found.values():
        check(row, sentence)
        text = text_of(sentence)
        assert not re.search(r"[{}]|  |\.\.|,,| ,", text)
        assert "None" not in text
    if row.rating:
        assert len(found) == 1, "of every rated row something is said"


def test_figures_are_objects_and_no_digits_are_typed_in() -> None:
    """What is plain text in a sentence holds no number but targets and the book's own time limits."""
    for sentence in said(sample.highlight()).values():
        row = next(row for row in sample.highlight().rows if row.ref in sentence.refs)
        plain = " ".join(run for run in sentence.paragraph.text if isinstance(run, str))
        allowed = {row.minimum, row.upper, "45", "10", "1"}
        assert set(re.findall(r"\d+(?:\.\d+)?", plain)) <= allowed
        assert any(isinstance(run, Number) for run in sentence.paragraph.text)


# The council's own words ----------------------------------------------------------------------------------------------


def own(path: Path, text: str) -> Path:
    file = path / "sentences.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_council_changes_single_entries(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        '[measures."6.1"]\nof = "the fledglings"\ngood = "write to us"\n[words]\nmost = 60\n'
        '[patterns]\nnear = " Nearly there."\n',
    )
    report, phrases = sample.highlight(), phrases_of(file)
    tells = {one.key: text_of(one) for one in what_the_data_tells(report, Numbers(report), phrases)}
    focus = {one.key: text_of(one) for one in areas_of_focus(report, Numbers(report), phrases)}
    assert tells["tells:6.1"] == "Nearly all of the fledglings write to us: 98.1%, 264 of 269."
    assert tells["tells:6.2"].startswith("Most of our care leavers")
    assert "Nearly there." in focus["focus:3.3"]
    assert phrases_of(tmp_path / "none.toml") == phrases_of()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("[measures\n", "is no TOML"),
        ("[wordz]\nmost = 60\n", "wordz: there is no such part"),
        ("[words]\nmuch = 60\n", "words.much: there is no such entry"),
        ('[words]\nmost = "60"\n', "words.most: must be a whole number"),
        ('[patterns]\nnear = "{chaffinch}"\n', r"patterns.near: \{chaffinch\} is not offered"),
        ('[measures."6.1"]\nbird = "wren"\n', "measures.6.1: there is no bird"),
        ('[measures."6.1"]\nof = 3\n', "measures.6.1: of must be a text"),
        ('[measures]\nx = "wren"\n', "write its reference in quotes"),
        ('words = "wren"\n', "must be a part"),
        ("[words]\nmost = 10\n", "most must be above 50"),
        ("[words]\nmost = 96\n", "nearly_all not below it"),
        ("[words]\nnearly_all = 101\n", "neither above 100"),
    ],
)
def test_a_file_that_cant_be_used_is_refused_with_its_place(tmp_path: Path, text: str, refused: str) -> None:
    with pytest.raises(Refused, match=f"reports/sentences.toml: .*{refused}"):
        phrases_of(own(tmp_path, text))
