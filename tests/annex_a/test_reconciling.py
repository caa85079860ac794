"""The lists beside the scorecard: every difference is a child, and every child has a reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from lineofsight.annex_a.producing import Produced
from lineofsight.annex_a.reconciling import LISTED_ALONE, Line, Reconciliation, pairs, reconcile
from lineofsight.council import Council
from lineofsight.home import Home
from tests.annex_a.councils import a_council, laid
from tests.annex_a.test_laying import assessment, care, episode, leaver, plan

OF_THE_MARCH_REPORT = {"1.2": 738, "1.3": 214, "1.4": 301, "6.1": 269}


def line(of: Reconciliation, number: int) -> Line:
    return next(each for each in of.lines if each.number == number)


def why(of: Reconciliation, number: int) -> dict[object, tuple[object, object]]:
    """Child to where the child stands and why."""
    return {row[2]: (row[4], row[5]) for row in of.differences() if row[0] == number}


def test_the_demonstration_agrees_with_its_scorecard(produced: Produced) -> None:
    lines = {each.ref: each for each in produced.reconciliation.lines if each.ref}
    assert {ref: lines[ref].counted for ref in OF_THE_MARCH_REPORT} == OF_THE_MARCH_REPORT
    assert [ref for ref, each in lines.items() if each.agrees] == ["2.10a", "1.3", "1.4"]
    assert (lines["1.3"].rows, lines["1.4"].rows) == (214, 301)


def test_each_line_adds_up_and_each_difference_is_explained(produced: Produced) -> None:
    reconciliation = produced.reconciliation
    for each in reconciliation.lines:
        if not each.lacks:
            assert each.rows == each.counted - each.counted_alone + each.listed_alone + each.more_than_once
    reasons = Counter((row[0], row[4]) for row in reconciliation.differences())
    assert reasons == {(1, LISTED_ALONE): 16, (6, LISTED_ALONE): 347, (9, LISTED_ALONE): 244}
    assert [each.unexplained for each in reconciliation.lines if each.ref] == [0] * len(pairs())


def test_a_list_that_no_indicator_counts_says_so(produced: Produced) -> None:
    lacks = {each.number: each.lacks for each in produced.reconciliation.lines if not each.ref}
    assert lacks[3] == "No indicator counts referrals of six months: 2.6 counts one for each child and day"
    assert sorted(lacks) == [2, 3, 5, 10, 11]


def test_two_plans_of_a_child_are_two_rows_and_one_child(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01"), plan("Wren", "2022-12-01", nth=2)]})
    found = reconcile(laid(council), council)
    assert (line(found, 7).rows, line(found, 7).counted, line(found, 7).more_than_once) == (2, 1, 1)
    assert why(found, 7) == {
        "Wren": ("more than one row", "Two plans or more are open at once: 1.3 counts the child once")
    }


def test_who_is_a_child_in_need_in_one_and_not_the_other(home: Home) -> None:
    names = ("Wren", "Rook", "Kite", "Dove")
    council = a_council(
        home,
        {
            "ssd_cin_episodes": [episode(child, "2022-05-01") for child in names],
            "ssd_cin_assessments": [
                assessment("Wren", "2022-05-02", "2022-06-01", cina_assessment_outcome_nfa="Y"),
                assessment("Rook", "2022-05-02", "2022-06-01"),
                assessment("Rook", "2023-03-02", nth=2),
                assessment("Kite", "2022-05-02", "2022-06-01"),
                assessment("Dove", "2022-05-02", "2022-06-01"),
            ],
            "los_care_leaver_statuses": [leaver("Dove", "Eligible", "2022-01-01")],
        },
    )
    found = reconcile(laid(council), council)
    assert (line(found, 6).rows, line(found, 6).counted, line(found, 6).unexplained) == (2, 3, 0)
    assert {child: where for child, (where, _) in why(found, 6).items()} == {
        "Wren": "in the list alone",
        "Rook": "in the indicator alone",
        "Dove": "in the indicator alone",
    }
    assert "Is being assessed" in str(why(found, 6)["Rook"][1])
    assert "leaving care status" in str(why(found, 6)["Dove"][1])


def test_care_leavers_that_the_indicator_leaves_out(home: Home) -> None:
    council = a_council(
        home,
        {
            "ssd_person": [
                {"pers_person_id": child, "pers_dob": born, "pers_gender": "01", "pers_ethnicity": "WBRI"}
                for child, born in (
                    ("Wren", "2003-01-01"),
                    ("Rook", "1999-01-01"),
                    ("Kite", ""),
                    ("Dove", "2006-09-01"),
                    ("Lark", "2005-09-01"),
                )
            ],
            "los_care_leaver_statuses": [
                leaver(child, "Relevant", "2022-01-01") for child in ("Wren", "Rook", "Kite", "Dove", "Lark")
            ],
            "ssd_cla_episodes": [care("Lark", "2020-01-01")],
        },
    )
    found = reconcile(laid(council), council)
    assert (line(found, 9).rows, line(found, 9).counted) == (5, 1)
    assert {child: str(reason).split(":")[0] for child, (_, reason) in why(found, 9).items()} == {
        "Rook": "Is 22 or over",
        "Kite": "The date of birth is not known, so 6.1 leaves the young person out",
        "Dove": "Is under 17",
        "Lark": "Is in our care on the day, whatever the status says",
    }


def test_an_indicator_of_the_council_s_own_leaves_differences_that_no_rule_explains(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01"), plan("Rook", "2022-11-01")]})
    home.book.mkdir(parents=True)
    (home.book / "plans.sql").write_text(
        '/*\nref = "1.3"\nvalid_from = "2020-01"\n*/\n'
        "select as_at, min(person_id) as person_id, true as met from on_child_protection_plan group by as_at",
        encoding="utf-8",
    )
    council = Council(home)
    found = reconcile(laid(council), council)
    assert (line(found, 7).rows, line(found, 7).counted, line(found, 7).unexplained) == (2, 1, 1)
    ((where, reason),) = why(found, 7).values()
    assert where == "in the list alone" and "No rule explains it" in str(reason)


def test_there_is_no_scorecard_within_a_month(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]})
    day = dt.date(2023, 3, 15)
    found = reconcile(laid(council, day), council)
    assert line(found, 7).lacks.endswith("and 15/03/2023 is neither")
    assert list(found.differences()) == []


def test_there_is_no_scorecard_before_the_calendar_begins(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "1980-01-05")]})
    found = reconcile(laid(council, dt.date(1985, 1, 31)), council)
    assert "is outside the years whose bank holidays are known" in line(found, 7).lacks


def test_a_list_that_could_not_be_made_is_not_compared(home: Home) -> None:
    council = a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01")]})
    lists = laid(council)
    lacks = line(reconcile(lists, council), 5).lacks
    assert lacks.startswith("No indicator counts section 47 enquiries of six months with their conferences")
    assert [each.number for each in lists.lists if each.cannot] == [2, 5, 10, 11]
