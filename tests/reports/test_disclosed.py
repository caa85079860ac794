"""Reports as they go out: what is hidden is hidden everywhere, and an attacker who reads it all can't work it out."""

from __future__ import annotations

import datetime as dt
import doctest
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.calendar import Month, months_to
from lineofsight.home import Home
from lineofsight.reports import (
    disclosed as disclosed_module,
)
from lineofsight.reports import (
    disclosed_figures,
    disclosed_relations,
    disclosed_words,
    document_kept,
    wording,
)
from lineofsight.reports.build import highlight_report
from lineofsight.reports.disclosed import HIDDEN, LEFT_OUT, Disclosed, disclosed
from lineofsight.reports.disclosed_relations import Relation, Term, relations_of
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Facts,
    Line,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Table,
    numbers_in,
    words,
)
from lineofsight.reports.highlight_document import highlight_document
from lineofsight.reports.model import HighlightReport, KeyNumber, Reconciliation, Row, Shown
from lineofsight.reports.numbers import Numbers
from lineofsight.reports.sentences import areas_of_focus, summary, what_the_data_tells
from lineofsight.statistics.disclosure import Disclosure
from tests.statistics.attacker import FAR, Attacker

FIVE = Disclosure(5)
POPULATION = 64_290
MARCH = Month(2023, 3)
DAY = MARCH.end
#: ref: better, minimum, upper; who it is out of stands in the relations.
RATED = {
    "3.1": ("higher", "85", "90"), "3.3": ("higher", "85", "90"), "3.2": ("higher", "85", "90"),
    "4.7.2": ("higher", "92", "95"), "5.10": ("lower", "10", "5"), "5.11": ("higher", "90", "95"),
    "6.1": ("higher", "90", "95"), "6.2": ("higher", "65", "75"), "6.3": ("higher", "85", "90"),
}  # fmt: skip
OUT_OF = {
    "3.1": "1.2", "3.3": "1.2", "3.2": "3.1", "4.7.2": "1.3", "5.10": "1.4", "5.11": "1.4", "6.1": "leavers",
    "6.2": "leavers", "6.3": "leavers",
}  # fmt: skip
COHORTS = ("1.2", "1.3", "1.4", "leavers", "open_elsewhere")

#: The counts of one day: of cohorts, and of the numerators of percentages by reference.
Day = dict[str, int]


def test_the_examples_in_the_docstrings_hold() -> None:
    for module in (disclosed_module, disclosed_figures, disclosed_relations, disclosed_words):
        assert doctest.testmod(module).failed == 0


# A report of made-up days ---------------------------------------------------------------------------------------------


def usual() -> Day:
    """A day on which nothing is small."""
    return {
        "1.2": 738, "1.3": 214, "1.4": 301, "leavers": 269, "open_elsewhere": 981, "3.1": 637, "3.3": 620, "3.2": 559,
        "4.7.2": 204, "5.10": 89, "5.11": 277, "6.1": 255, "6.2": 208, "6.3": 254,
    }  # fmt: skip


def with_count(ref: str, count: int) -> Day:
    return usual() | {ref: count}


def highlight(*days: Day) -> HighlightReport:
    """A highlight report of these months, the last of them March 2023."""
    months = months_to(MARCH, len(days))
    rows = []
    for ref in ("1.2", "1.3", "1.4"):
        trend = tuple(Shown(Fraction(day[ref]), day[ref]) for day in days)
        rows.append(
            Row(
                ref,
                f"Number {ref}",
                "count",
                "",
                "Snapshot",
                Shown(None, note="no data"),
                trend[-1],
                trend,
                None,
                None,
                "",
            )
        )
    for ref, (better, minimum, upper) in RATED.items():
        trend = tuple(share_of(day, ref) for day in days)
        rating = rated(trend[-1].value, better, Fraction(minimum), Fraction(upper))
        rows.append(
            Row(ref, f"% {ref}", "percent", better, "Snapshot", Shown(None, note="no data"), trend[-1], trend, minimum,
                upper, rating)
        )  # fmt: skip
    last = days[-1]
    keys = tuple(
        KeyNumber(ref, ref, Shown(Fraction(last[ref]), last[ref]), rate(last[ref])) for ref in ("1.2", "1.3", "1.4")
    )
    total = sum(last[ref] for ref in COHORTS)
    keys += (
        KeyNumber("Allocated", "allocated", Shown(Fraction(total), total)),
        KeyNumber("Elsewhere", "open_elsewhere", Shown(Fraction(last["open_elsewhere"]), last["open_elsewhere"])),
    )
    return HighlightReport(
        MARCH, DAY, months, "2021/22", (("", tuple(rows)),), keys, Reconciliation(None), "2023-03-31.1", DAY, "5f0c9a77"
    )


def share_of(day: Day, ref: str) -> Shown:
    above, below = day[ref], day[OUT_OF[ref]]
    return Shown(Fraction(100 * above, below), above, below) if below else Shown(None, 0, 0, "no cases")


def rate(count: int) -> Shown:
    return Shown(Fraction(10_000 * count, POPULATION), count, POPULATION)


def rated(value: Fraction | None, better: str, minimum: Fraction, upper: Fraction) -> str:
    if value is None:
        return ""
    if better == "lower":
        return "green" if value <= upper else "amber" if value <= minimum else "red"
    return "green" if value >= upper else "amber" if value >= minimum else "red"


def document(report: HighlightReport, *more: Block) -> Report:
    """A report to members: key numbers with rates, the table with targets and ratings, sentences, and charts."""
    numbers = Numbers(report)
    columns = (
        Column("Measure"), Column("Number", numbers=True), Column("Out of", numbers=True),
        Column("Current", numbers=True), *(Column(label, numbers=True) for label in report.labels),
        Column("Minimum"), Column("Upper"), Column("Rating"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell((row.title,)),
            Cell((numbers.part(row, "numerator") if row.unit == "percent" else "",)),
            Cell((numbers.part(row, "denominator") if row.unit == "percent" else "",)),
            Cell((numbers.current(row),)),
            *(Cell((number,)) for number in numbers.trend(row)),
            Cell((wording.target(row.minimum, row.unit),)),
            Cell((wording.target(row.upper, row.unit),)),
            Cell((wording.rating(row),), row.rating),
        )
        for row in report.rows
    )
    items = []
    for key in report.key_numbers:
        text: tuple = (f"{key.label}: ", numbers.shown(key.ref, key.label, key.shown, "count", DAY, "Snapshot"))  # type: ignore[type-arg]
        if key.rate is not None:
            text = (
                *text,
                ", ",
                numbers.shown(f"{key.ref}r", key.label, key.rate, "rate", DAY, "Snapshot"),
                " per 10,000",
            )
        items.append(Paragraph(text, key=f"number:{key.ref}"))
    tells = tuple(each.paragraph for each in what_the_data_tells(report, numbers))
    focus = tuple(each.paragraph for each in areas_of_focus(report, numbers))
    charts = tuple(
        Chart(f"Chart of {row.ref}", f"{row.ref}: {numbers.trend(row)[-1].text} in the end.", report.labels,
              (Line(row.title, numbers.trend(row)),), row.unit)
        for row in report.rows
    )  # fmt: skip
    sections = (
        Section("Key numbers", (Bullets(tuple(items)),)),
        Section("Measures", (*summary(report, numbers), Table("Measures", columns, rows))),
        Section("What our data tells us", (Bullets(tells),) if tells else ()),
        Section("Areas of focus", (Bullets(focus),) if focus else ()),
        Section("Charts", charts),
        Section("More", tuple(more)),
    )
    return Report("Magpie report", "March 2023", "Aspen Borough", DAY, dt.date(2023, 4, 12), sections)


def printed(report: Report) -> str:
    """Every word of a report that a reader could see, and all that its file holds."""
    return document_kept.to_json(report)


def figure(report: Report, ref: str, window: str = "Snapshot", on: dt.date = DAY) -> Number:
    return next(each for each in numbers_in(report) if (each.ref, each.window, each.as_at) == (ref, window, on))


# Hidden everywhere ----------------------------------------------------------------------------------------------------


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = disclosed(document(highlight(usual(), usual())), FIVE)
    assert (found.hidden, found.leaks, found.warnings) == ((), (), ())
    assert [number.text for number in numbers_in(found.report)] == [
        number.text for number in numbers_in(document(highlight(usual(), usual())))
    ]


def test_what_goes_out_holds_no_more_than_it_shows() -> None:
    """84.01084...% of a file would give 620 of 738 away where only 84.0% is printed."""
    found = disclosed(document(highlight(usual(), usual())), FIVE)
    for number in numbers_in(found.report):
        assert (number.numerator, number.denominator) == (None, None)
        if number.value is not None:
            assert wording.number(number.value, "percent" if "%" in number.text else "count") in (
                number.text, f"{number.text}.0",
            )  # fmt: skip
    assert figure(found.report, "3.3").value == 84


def test_a_choice_of_nothing_leaves_the_report_as_it_is() -> None:
    report = document(highlight(with_count("6.1", 267)))
    assert disclosed(report, Disclosure(0)) == Disclosed(report)


def test_all_but_two_of_the_care_leavers_are_hidden_in_table_chart_and_sentence() -> None:
    """267 of 269: the number, the percentage, the month's point, the chart's words and the rule's sentence."""
    found = disclosed(document(highlight(usual(), with_count("6.1", 267))), FIVE)
    assert found.leaks == ()
    for window in ("Snapshot", "Snapshot, numerator", "month of the trend"):
        number = figure(found.report, "6.1", window)
        assert (number.text, number.value, number.hidden) == (HIDDEN, None, True)
    assert figure(found.report, "6.1", "month of the trend", dt.date(2023, 2, 28)).text == "94.8%"
    assert "99.3%" not in printed(found.report)
    assert "267" not in printed(found.report)
    chart = next(
        block for section in found.report.sections for block in section.blocks
        if isinstance(block, Chart) and block.title == "Chart of 6.1"
    )  # fmt: skip
    assert chart.alternative == (
        "Chart of 6.1: from Feb 23 to Mar 23. Its figures stand in the table with it; 1 is hidden and is a gap."
    )
    tells = next(section for section in found.report.sections if section.title == "What our data tells us")
    assert words(tells.blocks[0].items[-1].text) == f"{LEFT_OUT}: 6.1."  # type: ignore[union-attr]
    assert "in touch with us" not in printed(found.report)
    assert found.hidden[0].startswith("6.1")
    charts = next(section for section in found.report.sections if section.title == "Charts")
    place = charts.blocks.index(chart)
    assert words(charts.blocks[place + 1].text).startswith("A gap in the chart")  # type: ignore[union-attr]


def test_a_small_count_is_called_fewer_than_5() -> None:
    found = disclosed(document(highlight(with_count("6.2", 3))), FIVE)
    assert figure(found.report, "6.2", "Snapshot, numerator").text == "fewer than 5"
    assert figure(found.report, "6.2").text == HIDDEN


def test_none_and_all_are_shown() -> None:
    found = disclosed(document(highlight(with_count("6.1", 269) | {"5.10": 0})), FIVE)
    assert found.hidden == ()
    assert (figure(found.report, "6.1").text, figure(found.report, "5.10").text) == ("100.0%", "0.0%")


def test_a_rule_that_is_worked_out_from_a_rate_is_found() -> None:
    """3 children in our care: the rate 0.5 per 10,000 of a population that is known would tell them."""
    day = usual() | {"1.4": 3, "5.10": 0, "5.11": 3}
    found = disclosed(document(highlight(day)), FIVE)
    assert found.leaks == ()
    rows = found.report.sections[0].blocks[0].items  # type: ignore[union-attr]
    assert words(rows[-1].text) == f"{LEFT_OUT}: 1.4, 1.4r, open_elsewhere."
    assert figure(found.report, "5.11").hidden
    # 2,205 allocated less the other four cohorts is 3: another is hidden, the one that stands in no percentage.
    assert figure(found.report, "1.3").text == "214"


def test_the_denominator_of_a_review_is_the_numerator_of_a_plan() -> None:
    """All but 3 have a plan: 735 of 738 is hidden, and so it must be where it is the denominator of reviews."""
    found = disclosed(document(highlight(with_count("3.1", 735))), FIVE)
    assert figure(found.report, "3.2", "Snapshot, denominator").hidden
    # 559 of it have a review, and 76.1% of it: one of the two has to go.
    assert figure(found.report, "3.2", "Snapshot, numerator").hidden or figure(found.report, "3.2").hidden


def test_counts_are_rounded_and_shares_are_of_rounded_counts() -> None:
    found = disclosed(document(highlight(usual())), Disclosure(5, rounding=10))
    assert figure(found.report, "1.2").text == "740"
    assert figure(found.report, "1.2").value == 740
    assert figure(found.report, "3.3").text == "83.8%"  # 620 of 740
    assert figure(found.report, "1.2r").text == "115.1"  # 740 of 64,290
    assert "738" not in printed(found.report)
    assert words(found.report.sections[0].blocks[0].items[0].text) == "1.2: 740, 115.1 per 10,000"  # type: ignore[union-attr]


def test_a_rounded_rate_is_set_beside_others_as_it_is_printed() -> None:
    """214 is 33.3 per 10,000 and 215 is 33.4: "the same as London, 33.3" would tell that it is 214."""
    shown = Number("33.3", "rate", DAY, "s", "d", Fraction(2_140_000, POPULATION), 214, POPULATION, ref="1.3r")
    beside = " (the same as London, 33.3 at 31 March 2022; lower than England, 43 at 31 March 2022)"
    said = Paragraph(("On a plan: ", shown, " per 10,000 children", beside), key="number:1.3")
    report = replace(document(highlight(usual())), sections=(Section("Key numbers", (said,)),))

    def out(choice: Disclosure) -> str:
        (block,) = disclosed(report, choice).report.sections[0].blocks
        assert isinstance(block, Paragraph)
        return words(block.text)

    assert "33.4 per 10,000 children (higher than London, 33.3 at 31 March 2022; lower than England, 43 at" in out(
        Disclosure(5, rounding=5)
    )
    assert "33.3 per 10,000 children (the same as London" in out(FIVE)


def test_what_is_counted_from_unknown_parts_is_named() -> None:
    number = figure(document(highlight(usual())), "3.3")
    stranger = Paragraph((replace(number, ref="9.1", numerator=None, denominator=None),))
    found = disclosed(document(highlight(usual()), stranger), FIVE)
    assert any("its parts are not known" in warning for warning in found.warnings)
    assert next(numbers_in(found.report.sections[-1])).value == 84


def test_the_demonstrations_report_hides_months_of_which_all_but_few_were_in_time(demonstration: Home) -> None:
    """4 of 266 care leavers were not in touch in January, and up to 4 reviews late in four of the months."""
    report = highlight_report(demonstration.path, MARCH)
    before = highlight_document(report, dt.date(2023, 4, 12), charts=True)
    found = disclosed(before, FIVE)
    assert (found.leaks, found.warnings) == ((), ())
    gone = {
        (was.ref, was.as_at) for was, now in zip(*map(numbers_in, (before, found.report)), strict=True) if now.hidden
    }
    few = {
        (row.ref, month.end)
        for row in report.rows
        for month, shown in zip(report.months, row.trend, strict=True)
        if rest_of_few(shown)
    }
    years_before = {(row.ref, dt.date(2022, 3, 31)) for row in report.rows if rest_of_few(row.previous)}
    assert ("6.1", dt.date(2023, 1, 31)) in few
    assert gone == few | years_before


def rest_of_few(shown: Shown) -> bool:
    return shown.denominator is not None and 0 < shown.denominator - (shown.numerator or 0) < 5


# Ratings --------------------------------------------------------------------------------------------------------------


def rating_of(report: Report, title: str) -> Cell:
    table = next(block for section in report.sections for block in section.blocks if isinstance(block, Table))
    return next(row[-1] for row in table.rows if words(row[0].text) == title)


def test_a_rating_stays_where_the_proof_counts_on_it() -> None:
    found = disclosed(document(highlight(with_count("6.1", 267))), FIVE)
    assert rating_of(found.report, "% 6.1") == Cell(("Green",), "green")


def test_a_rating_goes_where_its_targets_are_not_in_the_table() -> None:
    """And with it the sentences that count ratings, from which it could be told."""
    report = document(highlight(with_count("6.1", 267)))
    table = next(block for block in report.sections[1].blocks if isinstance(block, Table))
    titles = tuple(replace(column, title=column.title.replace("Minimum", "Least")) for column in table.columns)
    blocks = (*report.sections[1].blocks[:-1], replace(table, columns=titles))
    sections = (report.sections[0], replace(report.sections[1], blocks=blocks), *report.sections[2:])
    found = disclosed(replace(report, sections=sections), FIVE)
    assert rating_of(found.report, "% 6.1") == Cell((HIDDEN,), "")
    assert rating_of(found.report, "% 6.3") == Cell(("Green",), "green")
    said = [words(each.text) for each in next(iter(found.report.sections[1:])).blocks if isinstance(each, Paragraph)]
    assert all(each.startswith(LEFT_OUT) for each in said)


# Worked out from others -----------------------------------------------------------------------------------------------


def change(value: int, *of: Number) -> Number:
    return Number(
        f"{value}", "change", DAY, "2023-03-31.1", "rule", Fraction(value), derived_from=tuple(each.key for each in of)
    )


def months_of(report: Report, ref: str) -> list[Number]:
    days = [month.end for month in months_to(MARCH, 2)]
    return [figure(report, ref, "month of the trend", day) for day in days]


def test_a_change_goes_with_the_month_that_it_would_tell() -> None:
    """3 on a plan in February and 30 in March: 30 and the change of 27 tell the 3."""
    days = (usual() | {"1.3": 3, "4.7.2": 3}, usual() | {"1.3": 30, "4.7.2": 24})
    before, now = months_of(document(highlight(*days)), "1.3")
    found = disclosed(document(highlight(*days), Paragraph(("Up ", change(27, before, now)))), FIVE)
    more = found.report.sections[-1]
    assert next(numbers_in(more)).hidden
    assert any("words around a hidden figure: “Up hidden”" in warning for warning in found.warnings)


def test_a_change_of_what_is_not_in_the_report_is_hidden() -> None:
    report = document(highlight(usual()))
    stranger = replace(figure(report, "1.2"), ref="1.9")
    found = disclosed(document(highlight(usual()), Paragraph((change(4, figure(report, "1.2"), stranger),))), FIVE)
    assert next(numbers_in(found.report.sections[-1])).hidden


def test_a_change_of_shown_figures_is_shown() -> None:
    days = (usual() | {"1.2": 749}, usual())
    before, now = months_of(document(highlight(*days)), "1.2")
    found = disclosed(document(highlight(*days), Paragraph((change(-11, before, now),))), FIVE)
    assert next(numbers_in(found.report.sections[-1])).text == "-11"


# Audits: counts of people's work on cases -----------------------------------------------------------------------------


def test_a_grade_of_few_audits_takes_another_grade_along() -> None:
    """2 of 40 inadequate: with 8, 20 and 10 beside it, and 40 in all, the 2 could be worked out."""
    numbers = Numbers(highlight(usual()))
    grades = {"outstanding": 8, "good": 20, "requires improvement": 10, "inadequate": 2}
    rows = tuple(
        (
            Cell((grade,)),
            Cell((numbers.of_work(count, f"audits graded {grade}", cases=True),)),
            Cell((numbers.share_of_work(count, 40, f"share of audits graded {grade}"),)),
        )
        for grade, count in grades.items()
    )
    table = Table("Grades", (Column("Grade"), Column("Audits"), Column("Share")), rows)
    given = Paragraph((numbers.of_work(40, "audits given in"), " audits were given in."), key="audits:number")
    found = disclosed(document(highlight(usual()), given, table), FIVE)
    out = found.report.sections[-1].blocks[1]
    assert isinstance(out, Table)
    texts = {words(row[0].text): (words(row[1].text), words(row[2].text)) for row in out.rows}
    assert texts["inadequate"] == ("fewer than 5", HIDDEN)
    # The smallest of the others goes with it, and with the percentage that would tell it.
    assert texts["outstanding"] == (HIDDEN, HIDDEN)
    assert (texts["good"], texts["requires improvement"]) == (("20", "50.0%"), ("10", "25.0%"))
    assert found.leaks == ()


# Words ----------------------------------------------------------------------------------------------------------------


def leaks(text: str, day: Day | None = None, **where: str) -> list[str]:
    report = document(highlight(day or with_count("6.2", 3)), Paragraph((text,)))
    return [str(leak) for leak in disclosed(replace(report, **where), FIVE).leaks]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Only 3 young people are in work.",
        "Only three of our care leavers are in work.",
        "In work: 3 of 269.",
        "The share is 1.1%.",
        "The share is 1.1 per cent.",
        "The share is 1.115%.",
    ],
)
def test_a_hidden_figure_in_words_is_found(text: str) -> None:
    found = leaks(text)
    assert len(found) == 1, found
    assert found[0].startswith("“More”: “")
    assert "6.2" in found[0]


@pytest.mark.parametrize(
    "text", ["Thirteen children are in work.", "Of them thirteen children are.", "THIRTEEN CHILDREN."]
)
def test_so_is_one_above_twelve_in_letters(text: str) -> None:
    report = document(highlight(with_count("6.2", 13)), Paragraph((text,)))
    found = disclosed(report, Disclosure(20)).leaks
    assert ["6.2" in str(leak) for leak in found] == [True]


def test_a_word_of_two_is_one_number() -> None:
    report = document(
        highlight(with_count("6.2", 21)), Paragraph(("Twenty-one children are; 20 owls and one wren are not.",))
    )
    found = disclosed(report, Disclosure(30)).leaks
    assert ["6.2" in str(leak) for leak in found] == [True]
    assert leaks("Twenty-three children are in work.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Plans are reviewed within 3 months.",
        "The board met on 3 March 2023.",
        "See measure 3.1 and part 4.7.3.",
        "Three reviewers came for 3 days.",
        "The minimum target of 1.1% is not reached.",
        "Of 13 young people 33 things are known.",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    assert leaks(text) == []


def test_the_reference_of_a_measure_is_no_hidden_percentage() -> None:
    """3 of 250 is 1.2%, and 1.2 is the number of children in need."""
    day = usual() | {"leavers": 250, "6.1": 240, "6.2": 3, "6.3": 240}
    assert leaks("Read 1.2 and 6.2 together.", day) == []
    assert len(leaks("It is 1.2 % of them.", day)) == 1


def test_a_large_hidden_count_is_found_wherever_it_stands() -> None:
    day = with_count("6.1", 267)
    assert len(leaks("We speak with 267.", day)) == 1
    assert leaks("We speak with 267 days of delay.", day) == []
    assert len(leaks("", day, subtitle="267 young people")) == 1


def test_what_others_said_is_warned_of_and_stays() -> None:
    quote = Quote("Three children told us that they like the magpies.", "Focused visit, July 2022")
    found = disclosed(document(highlight(with_count("6.2", 3)), quote), FIVE)
    assert found.leaks == ()
    assert any("words of Focused visit, July 2022 hold the number" in warning for warning in found.warnings)
    assert any("1 quotation stands as it was said" in warning for warning in found.warnings)
    assert quote in found.report.sections[-1].blocks


def test_a_sentence_that_somebody_edited_is_not_said_either_where_its_figure_is_hidden() -> None:
    report = document(highlight(with_count("6.1", 267)))
    number = figure(report, "6.1")
    edited = Paragraph(("We lost only two: ", number), key="tells:6.1", edited_by="Robin Wren")
    found = disclosed(document(highlight(with_count("6.1", 267)), edited, Facts((("In touch", (number,)),))), FIVE)
    said, facts = found.report.sections[-1].blocks
    assert words(said.text) == f"{LEFT_OUT}: 6.1."  # type: ignore[union-attr]
    assert words(facts.rows[0][1]) == HIDDEN  # type: ignore[union-attr]


def test_relations_are_a_table_that_can_be_handed_in() -> None:
    """Without them the denominators are strangers, and 3 of 738 without a plan hide less."""
    report = document(highlight(with_count("3.1", 735)))
    assert not figure(disclosed(report, FIVE, relations=()).report, "3.2", "Snapshot, denominator").hidden
    assert Relation(Term("1.2"), (Term("3.1", "denominator"),)) in {
        replace(each, because="") for each in relations_of()
    }
    with pytest.raises(ValueError, match="no count of an indicator"):
        Term.read("3.1 whole")


# The attacker ---------------------------------------------------------------------------------------------------------


def attackers(out: Report, days: list[Day], threshold: int) -> Iterator[tuple[dt.date, Day, Attacker, dict[str, int]]]:
    """For each day one who has read the report that went out, and knows relations, populations, targets and ratings.

    Also given: the true counts, to compare with. The attacker is told which hidden counts are no zeros, groups of few
    aside.
    """
    for month, day in zip(months_to(MARCH, len(days)), days, strict=True):
        truth = {ref: day[ref] for ref in COHORTS} | {"allocated": sum(day[ref] for ref in COHORTS)}
        truth |= {f"{ref} n": day[ref] for ref in RATED}
        truth |= {f"{ref} rest": day[OUT_OF[ref]] - day[ref] for ref in RATED}
        whole_of = {ref: "3.1 n" if ref == "3.2" else OUT_OF[ref] for ref in RATED}
        in_few = {
            f"{ref} {part}" for ref, whole in whole_of.items() if 0 < truth[whole] < threshold for part in ("n", "rest")
        }
        attacker = Attacker({key: (1 if count and key not in in_few else 0, FAR) for key, count in truth.items()})
        attacker.ranges["population"] = (POPULATION, POPULATION)
        for ref, whole in whole_of.items():
            attacker.knows_sum(whole, (f"{ref} n", f"{ref} rest"))
        if month == MARCH:
            attacker.knows_sum("allocated", COHORTS)
        read(attacker, out, month.end, whole_of)
        yield month.end, day, attacker, truth


def read(attacker: Attacker, out: Report, on: dt.date, whole_of: dict[str, str]) -> None:
    """Reads every figure of a day, and the ratings of the last."""
    for number in numbers_in(out):
        if number.as_at != on or number.text in (HIDDEN, "no cases", "no data"):
            continue
        if number.ref in RATED:
            if number.text.endswith("%"):
                attacker.knows_share(f"{number.ref} n", whole_of[number.ref], number.text)
            else:
                is_numerator = number.window.endswith("numerator")
                attacker.knows_count(f"{number.ref} n" if is_numerator else whole_of[number.ref], number.text)
        elif number.ref.endswith("r"):
            attacker.knows_share(number.ref.removesuffix("r"), "population", number.text, 10_000)
        elif number.ref:
            attacker.knows_count(number.ref, number.text)
    table = next(block for section in out.sections for block in section.blocks if isinstance(block, Table))
    for row in table.rows if on == DAY else ():
        ref, rating = words(row[0].text).removeprefix("% "), row[-1].rating
        if ref in RATED and rating:
            know_rating(attacker, ref, whole_of[ref], rating)


def know_rating(attacker: Attacker, ref: str, whole: str, rating: str) -> None:
    better, minimum, upper = RATED[ref][0], Fraction(RATED[ref][1]), Fraction(RATED[ref][2])
    n = f"{ref} n"
    if better == "higher":
        low, high = {"green": (upper, None), "amber": (minimum, upper), "red": (None, minimum)}[rating]
        attacker.between(n, whole, low, high)
    else:
        low, high = {"green": (None, upper), "amber": (upper, minimum), "red": (minimum, None)}[rating]
        attacker.between(n, whole, low, high, low_in=False, high_in=True)


def worked_out(out: Report, days: list[Day], threshold: int) -> list[str]:
    """The counts of few of which fewer values remain than a count of few can have."""
    found = []
    for on, _, attacker, truth in attackers(out, days, threshold):
        for key, count in truth.items():
            if 0 < count < threshold:
                low, _ = attacker.interval(key)
                if not all(attacker.possible(key, low + more) for more in range(max(threshold - 1, 2))):
                    found.append(f"{key} on {on}")
    return found


@st.composite
def made_up_days(draw: st.DrawFn) -> list[Day]:
    """Months of a small council, in which many counts are few and many are of nobody."""
    count = st.one_of(st.integers(0, 9), st.integers(0, 60))
    days = []
    for _ in range(draw(st.integers(1, 3))):
        day = {ref: draw(count) for ref in COHORTS}
        for ref in RATED:
            whole = day[OUT_OF[ref]]
            day[ref] = draw(st.one_of(st.integers(0, whole), st.integers(max(0, whole - 5), whole)))
        days.append(day)
    return days


@settings(max_examples=12)
@given(made_up_days(), st.sampled_from([3, 5]))
def test_from_all_that_is_printed_no_count_of_few_can_be_worked_out(days: list[Day], threshold: int) -> None:
    found = disclosed(document(highlight(*days)), Disclosure(threshold))
    assert found.leaks == ()
    assert worked_out(found.report, days, threshold) == []


@settings(max_examples=12)
@given(made_up_days())
def test_no_file_holds_what_is_hidden(days: list[Day]) -> None:
    """Neither a hidden number nor anything but its text: what is kept of it is what is printed."""
    found = disclosed(document(highlight(*days)), FIVE)
    for number in numbers_in(found.report):
        assert (number.numerator, number.denominator) == (None, None)
        assert number.hidden == (number.text in (HIDDEN, "fewer than 5"))
        assert not number.hidden or number.value is None
    before = list(numbers_in(document(highlight(*days))))
    hidden_texts = {number.text for number in before} - {number.text for number in numbers_in(found.report)}
    percentages = [text for text in hidden_texts if re.fullmatch(r"\d+\.\d%", text)]
    assert [text for text in percentages if f'"{text}"' in printed(found.report)] == []


def test_with_the_second_step_off_the_attacker_succeeds() -> None:
    """The planted weakness: the same attacker reads the same report, in which only what is few itself is hidden."""
    days = [usual() | {"1.4": 3, "5.10": 0, "5.11": 3}]
    weak = disclosed(document(highlight(*days)), Disclosure(5, secondary=False))
    assert f"1.4 on {DAY}" in worked_out(weak.report, days, 5)
    _, _, attacker, _ = next(attackers(weak.report, days, 5))
    assert attacker.interval("1.4") == (3, 3)
    assert any("can be worked out" in warning for warning in weak.warnings)
    strong = disclosed(document(highlight(*days)), FIVE)
    assert strong.leaks == ()
    assert worked_out(strong.report, days, 5) == []
