"""A census of a dozen children, counted by hand.

child  what                                                                     1.3 on 31 March    2.10a in March
1      plan since June                                                          counts
2      plan from June to 31 March: it ended on that day                         -
3      plan from June to 1 April of the next year (not known at 31 March)       counts
4      two plans open                                                           counts once
5      plan that starts on 31 March                                             counts
6      plan that ended in December                                              - (counted in November)
7      referred 2 Jan, authorised 6 Mar: working day 45                                            in time
8      referred 2 Jan, authorised 7 Mar: working day 46                                            late
9      referred 2 Jan, first authorised 20 Jan, second started 3 Feb, authorised 10 Mar            in time
10     referred 2020, assessment from 3 Feb to 10 Mar: its own start counts                        in time
11     referred 2 Jan, assessment still open                                                       not counted
12     referred and closed with no further action                               -                  not counted

1.3: 4 on 31 March (children 1, 3, 4, 5). 2.10a, March: 3 of 4. Year to date: 4 of 5, with child 9's first.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import Figure
from lineofsight.sources import cin_census
from lineofsight.sources.extracts import Limits
from tests.sources.cin_census.making import assessment, child, cp_plan, details, write
from tests.sources.returns.reading import counted, load, read

REFERRED = "2025-01-02"
DOZEN = [
    child(1, details("2024-05-01", ChildProtectionPlans=cp_plan("2024-06-20"))),
    child(2, details("2024-05-01", ChildProtectionPlans=cp_plan("2024-06-20", "2025-03-31"))),
    child(3, details("2024-05-01", ChildProtectionPlans=cp_plan("2024-06-20", "2025-04-01"))),
    child(4, details("2024-05-01", ChildProtectionPlans=[cp_plan("2024-06-20"), cp_plan("2024-08-20")])),
    child(5, details("2024-05-01", ChildProtectionPlans=cp_plan("2025-03-31"))),
    child(6, details("2024-05-01", ChildProtectionPlans=cp_plan("2024-06-20", "2024-12-10"))),
    child(7, details(REFERRED, Assessments=assessment("2025-01-03", "2025-03-06"))),
    child(8, details(REFERRED, Assessments=assessment("2025-01-03", "2025-03-07"))),
    child(
        9,
        details(
            REFERRED,
            Assessments=[assessment("2025-01-03", "2025-01-20"), assessment("2025-02-03", "2025-03-10")],
        ),
    ),
    child(10, details("2020-02-03", Assessments=assessment("2025-02-03", "2025-03-10"))),
    child(11, details(REFERRED, Assessments=assessment("2025-01-03"))),
    child(12, details(REFERRED, nfa="1", closed="2025-01-03")),
]

Figures = dict[tuple[str, str, str], Figure]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = tmp_path_factory.mktemp("cin_census")
    load(cin_census, Home(folder / "home"), write(folder / "census", DOZEN))
    return counted(Home(folder / "home"), ["2024-03", "2024-11", "2025-02", "2025-03"])


def test_children_on_a_plan(figures: Figures) -> None:
    assert figures["1.3", "2025-03", "snapshot"].numerator == 4
    assert figures["1.3", "2025-02", "snapshot"].numerator == 4  # children 1 to 4
    assert figures["1.3", "2024-11", "snapshot"].numerator == 5  # children 1 to 4, and 6


def test_assessments_in_45_working_days(figures: Figures) -> None:
    march, year = figures["2.10a", "2025-03", "month"], figures["2.10a", "2025-03", "ytd"]
    assert (march.numerator, march.denominator) == (3, 4)
    assert (year.numerator, year.denominator) == (4, 5)


def test_plans_started_ended_and_open(figures: Figures) -> None:
    assert figures["4.4", "2025-03", "month"].numerator == 1  # child 5
    assert figures["4.4", "2025-03", "ytd"].numerator == 7  # children 1 to 6, of whom 4 has two
    assert figures["4.5", "2025-03", "month"].numerator == 1  # child 2
    assert figures["4.5", "2025-03", "ytd"].numerator == 2  # and child 6
    for ref, window, of in (("4.11a", "ytd", 2), ("4.10", "snapshot", 4), ("4.11", "snapshot", 4)):
        assert (figures[ref, "2025-03", window].numerator, figures[ref, "2025-03", window].denominator) == (0, of)
    assert figures["4.6", "2025-03", "snapshot"].numerator == 4


def test_referrals_of_the_year(figures: Figures) -> None:
    assert figures["2.6", "2025-03", "ytd"].numerator == 11  # all but child 10, who was referred in 2020
    nothing_more = figures["2.9", "2025-03", "ytd"]
    assert (nothing_more.numerator, nothing_more.denominator) == (1, 11)  # child 12


def test_how_long_assessments_took_and_those_that_run(figures: Figures) -> None:
    """12, 25, 25, 45 and 46 working days: the middle is 25."""
    assert figures["2.10b", "2025-03", "ytd"].numerator == 5
    assert figures["2.10c", "2025-03", "ytd"].value == 25
    late, at_risk = figures["2.10d", "2025-02", "snapshot"], figures["2.10e", "2025-02", "snapshot"]
    assert (late.numerator, late.denominator) == (0, 5)  # children 7 to 11
    assert (at_risk.numerator, at_risk.denominator) == (3, 5)  # children 7, 8 and 11, since 2 January
    late = figures["2.10d", "2025-03", "snapshot"]
    assert (late.numerator, late.denominator) == (1, 1)  # child 11


def test_nothing_is_said_of_days_before_the_census_year(figures: Figures) -> None:
    for ref, window in (("1.3", "snapshot"), ("2.10a", "month")):
        before = figures[ref, "2024-03", window]
        assert before.numerator is None
        assert "2024-04-01" in before.note
    assert figures["2.10a", "2024-11", "rolling_year"].numerator is None


def test_what_it_cannot_say_has_a_reason(figures: Figures, tmp_path: Path, home: Home) -> None:
    limits: Limits = read(cin_census, write(tmp_path / "again", DOZEN), tmp_path / "scratch").limits
    refs = set(Council(home).book.named("indicator"))
    assert set(limits.cannot) | limits.enough == refs
    assert not set(limits.cannot) & limits.enough
    for (ref, _, _), figure in figures.items():
        if ref in limits.cannot:
            assert (figure.numerator, figure.note) == (None, f"no data: {limits.cannot[ref]}")
    assert limits.since["ssd_cp_plans"] == dt.date(2024, 4, 1)
