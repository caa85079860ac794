"""From which pairs reliability is computed, which are left out, and what is said of few."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.statistics.agreement import LABELLED_FROM, NO_VARIATION, Value
from lineofsight.web.audits import reliability as told
from tests.web.audits.rows import G, I, O, R, reading


def pairs_of(*grades: tuple[str, str]) -> list[told.Reading]:
    return [reading(first, second) for first, second in grades]


# Which pairs count


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({}, True),
        ({"blind": False}, False),
        ({"chosen_by": "grade"}, False),
        ({"chosen_by": "asked"}, False),
        ({"purpose": "external", "chosen_by": ""}, True),
        ({"purpose": "external", "chosen_by": "", "blind": False}, False),
        ({"second": ""}, False),
        ({"first": ""}, False),
    ],
)
def test_a_pair_counts_where_it_is_blind_and_chance_chose_it(facts: dict[str, object], counts: bool) -> None:
    assert reading(**{"first": G, "second": R} | facts).counts is counts  # type: ignore[arg-type]


def test_what_is_left_out_is_said_with_the_reason() -> None:
    rows = [
        reading(G, R),
        reading(I, R, chosen_by="grade", blind=False),
        reading(I, R, chosen_by="grade", blind=True),
        reading(G, G, chosen_by="asked", blind=True),
        reading(G, G, blind=False),
        reading(G, G, purpose="external", chosen_by="", blind=False),
    ]
    found = told.left_out(rows)
    assert (found.because_of_grade, found.asked, found.with_sight) == (2, 1, 2)
    assert found.total == 2 + 1 + 2 == len(rows) - 1


def test_auditor_is_first_and_the_worst_grade_is_one() -> None:
    assert [one.pair for one in pairs_of((I, R), (G, O))] == [(1, 2), (3, 4)]


# What is said of them


def test_the_table_has_the_auditor_in_rows_and_the_best_first() -> None:
    of = told.agreement_of(one.pair for one in pairs_of((O, G), (G, G), (G, R), (R, I)))
    assert told.table_best_first(of) == [
        ("Outstanding", (0, 1, 0, 0), 1),
        ("Good", (0, 1, 1, 0), 2),
        ("Requires improvement to be good", (0, 0, 0, 1), 1),
        ("Inadequate", (0, 0, 0, 0), 0),
    ]


def test_the_figures_by_hand() -> None:
    """Ten pairs: 6 the same, 4 one lower. Good's line is crossed by 3."""
    of = told.agreement_of(one.pair for one in pairs_of(*[(G, G)] * 4, *[(R, R)] * 2, *[(G, R)] * 3, (R, I)))
    by_title = {one.title: one for one in told.figures(of)}
    assert by_title["The same grade"].value == "60.0%"  # 6 / 10
    assert by_title["At most one grade apart"].value == "100.0%"
    assert by_title["On different sides of Good"].value == "30.0%"  # 3 / 10
    assert by_title["Second reader less auditor"].value == "-0.40"  # 4 x -1 / 10
    # The interval of Student's t: -0.4 -+ 2.262 x sqrt(2.4 / 9 / 10) = -0.77 to -0.03, which is below 0
    assert by_title["Second reader less auditor"].interval == "-0.77 to -0.03"
    assert "Auditors are kinder" in by_title["Second reader less auditor"].means
    # 1 - 10 x sum d2 o / sum d2 r c: d2 o = 4; rows G 7, R 3; columns G 4, R 5, I 1;
    # d2 r c = 7 x 5 + 7 x 1 x 4 + 3 x 4 + 3 x 1 = 35 + 28 + 12 + 3 = 78; 1 - 40 / 78 = 0.487
    assert by_title["Quadratic-weighted kappa"].value == "0.49"


@pytest.mark.parametrize(("n", "labelled"), [(LABELLED_FROM - 1, False), (LABELLED_FROM, True)])
def test_no_label_below_forty_pairs(n: int, labelled: bool) -> None:
    grades = ([(G, G), (R, R), (G, R), (R, R), (G, G)] * n)[:n]
    kappa = told.figures(told.agreement_of(one.pair for one in pairs_of(*grades)))[0]
    assert ("Landis and Koch" in kappa.means) is labelled
    assert ("No label" in kappa.means) is not labelled


def test_without_variation_there_is_no_kappa_and_not_a_nought() -> None:
    kappa, ac2, exact, *_ = told.figures(told.agreement_of(one.pair for one in pairs_of(*[(G, G)] * 12)))
    assert (kappa.value, kappa.why_not) == ("", NO_VARIATION)
    assert (ac2.value, ac2.why_not) == ("", NO_VARIATION)
    assert exact.value == "100.0%"


@pytest.mark.parametrize(
    ("bias", "words"),
    [
        (Value(None), "Nothing can be said yet"),
        (Value(-0.5), "Nothing can be said yet"),
        (Value(0.0), "Neither is kinder"),
        (Value(-0.5, -0.8, -0.2), "Auditors are kinder than second readers"),
        (Value(0.2, 0.1, 0.3), "Second readers are kinder than auditors"),
        (Value(-0.5, -1.1, 0.1), "No more than chance"),
    ],
)
def test_a_lean_is_said_where_it_is_more_than_chance(bias: Value, words: str) -> None:
    assert told.bias_in_words(bias) == words


# Parts


def test_shares_and_external_checks_stand_apart() -> None:
    rows = pairs_of(*[(G, G), (G, R)] * 5) + [reading(R, R, purpose="external", chosen_by="") for _ in range(6)]
    found = told.by_origin(rows, small=5)
    assert [(part.code, part.n) for part in found] == [("share", 10), ("external", 6)]
    few = told.by_origin(rows[:13], small=5)
    assert [part.agreed for part in few] == [None, None]  # the three could be worked out from the ten


def test_services_with_ten_pairs_have_their_bias() -> None:
    rows = [reading(G, R, service="A") for _ in range(5)] + [reading(G, G, service="A") for _ in range(5)]
    rows += [reading(G, G, service="B") for _ in range(12)] + [reading(G, I, service="C") for _ in range(9)]
    assert [(line.code, line.n, line.bias is None) for line in told.bias_lines(rows, lambda one: one.service)] == [
        ("B", 12, False),
        ("A", 10, True),  # or the nine of C could be worked out
        ("C", 9, True),
    ]
    alone = told.bias_lines(rows, lambda one: one.service, hide=False)
    assert [line.figure.value if line.figure else None for line in alone] == ["0.00", "-0.50", None]


def test_sections_count_where_both_gave_a_grade() -> None:
    facts = {"first_sections": {"voice": G, "plan": "not_applicable"}, "second_sections": {"voice": R, "plan": R}}
    rows = [reading(G, G, **facts) for _ in range(5)]
    (voice,) = told.by_section(rows, ["plan", "voice"], small=5)
    assert (voice.code, voice.n) == ("voice", 5)
    assert voice.agreed is not None and voice.agreed.bias.value == -1
    (hidden,) = told.by_section(rows[:4], [], small=5)
    assert (hidden.n, hidden.agreed) == (4, None)


def test_alpha_where_more_than_two_grade_one_audit() -> None:
    assert told.alpha_of(pairs_of((G, R), (R, R))) is None
    rows = [reading(G, R, audit=1), reading(G, G, audit=1, purpose="external", reader=9), reading(R, R, audit=2)]
    found = told.alpha_of(rows)
    assert found is not None and (found.n, found.ratings) == (2, 3 + 2)
    assert "5 grades of 2 audits" in told.alpha_figure(found).means


def test_the_next_external_check() -> None:
    assert told.next_check_due(dt.date(2022, 9, 30), 6) == dt.date(2023, 3, 30)
    assert told.next_check_due(dt.date(2022, 8, 31), 6) == dt.date(2023, 2, 28)
