"""A return of eight children, counted by hand: children in our care (1.4) in February and March 2025.

child  what                                                          28 February    31 March
1      in care since May, moved in August                            counts         counts
2      in care since 2020 (its earlier episodes aren't in the return)  counts       counts
3      left on 31 March                                              counts         -
4      came into care on 31 March                                    -              counts
5      short breaks (V4)                                             -              -
6      became 18 on 1 March                                          counts         -
7      left in May 2024                                              -              -
8      two open episodes                                             counts         counts
                                                                     5              4
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import Figure
from lineofsight.sources import ssda903
from tests.sources.returns.reading import counted, load, read
from tests.sources.ssda903.making import child, episode, write

LISTS = {
    "header": [*(child(number) for number in (1, 2, 3, 4, 5, 7, 8)), child(6, DOB="01/03/2007")],
    "episodes": [
        *(episode(1, "01/05/2024", "01/08/2024"), episode(1, "01/08/2024", "", "P")),
        episode(2, "01/06/2020", "", "P"),
        episode(3, "01/05/2024", "31/03/2025", REC="E4A"),
        episode(4, "31/03/2025"),
        episode(5, "01/05/2024", LS="V4"),
        episode(6, "01/05/2024"),
        episode(7, "01/05/2023", "10/05/2024", REC="E4A"),
        *(episode(8, "01/05/2024"), episode(8, "01/06/2024", "", "P")),
    ],
    "reviews": [
        {"CHILD": "child-1", "DOB": "02/06/2010", "REVIEW": "01/09/2024", "REVIEW_CODE": "PN1"},
        {"CHILD": "child-2", "DOB": "02/06/2010", "REVIEW": "02/09/2024", "REVIEW_CODE": "PN7"},
    ],
    "missing": [
        {"CHILD": "child-1", "DOB": "02/06/2010", "MISSING": "M", "MIS_START": "01/02/2025", "MIS_END": "02/02/2025"},
    ],
    "oc2": [{"CHILD": "child-2", "DOB": "02/06/2010", "IMMUNISATIONS": "1"}],
    "oc3": [{"CHILD": "child-9", "DOB": "01/06/2006", "IN_TOUCH": "YES", "ACTIV": "F5", "ACCOM": "U1"}],
}

Figures = dict[tuple[str, str, str], Figure]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("ssda903")
    load(ssda903, Home(folder / "home"), write(folder / "return", lists=LISTS))
    return counted(Home(folder / "home"), ["2024-03", "2025-02", "2025-03"])


def test_children_in_our_care(figures: Figures) -> None:
    assert figures["1.4", "2025-02", "snapshot"].numerator == 5
    assert figures["1.4", "2025-03", "snapshot"].numerator == 4
    before = figures["1.4", "2024-03", "snapshot"]
    assert before.numerator is None
    assert "2024-04-01" in before.note


def test_children_who_came_into_care_and_left_it(figures: Figures) -> None:
    assert figures["5.1", "2025-03", "month"].numerator == 1  # child 4
    assert figures["5.1", "2025-03", "ytd"].numerator == 5  # children 1, 3, 4, 6 and 8
    assert figures["5.2", "2025-03", "month"].numerator == 1  # child 3
    assert figures["5.2", "2025-03", "ytd"].numerator == 2  # and child 7
    by_order = figures["5.25", "2025-03", "ytd"]
    assert (by_order.numerator, by_order.denominator) == (0, 2)  # both went home


def test_children_by_what_the_return_says_of_their_care(figures: Figures) -> None:
    for ref in ("5.3", "5.5", "5.5a"):
        assert [figures[ref, month, "snapshot"].numerator for month in ("2025-02", "2025-03")] == [5, 4]


def test_reviews_and_missing_episodes(figures: Figures) -> None:
    took_part = figures["5.20", "2025-03", "ytd"]
    assert (took_part.numerator, took_part.denominator) == (1, 2)  # child 1 spoke, child 2 had no part
    assert figures["7.1", "2025-03", "ytd"].numerator == 1


def test_immunisations_are_those_of_the_years_last_day(figures: Figures) -> None:
    """Child 2 alone is in care for twelve months."""
    up_to_date = figures["5.17", "2025-03", "snapshot"]
    assert (up_to_date.numerator, up_to_date.denominator) == (1, 1)
    before = figures["5.17", "2025-02", "snapshot"]
    assert before.numerator is None and "serves 2025-03-31 alone" in before.note


def test_what_it_cannot_say_has_a_reason(figures: Figures, tmp_path: Path, home: Home) -> None:
    limits = read(ssda903, write(tmp_path / "again", lists=LISTS), tmp_path / "scratch").limits
    assert set(limits.cannot) | limits.enough == set(Council(home).book.named("indicator"))
    assert not set(limits.cannot) & limits.enough
    for (ref, _, _), figure in figures.items():
        if ref in limits.cannot:
            assert (figure.numerator, figure.note) == (None, f"no data: {limits.cannot[ref]}")
