"""Headings as they are written, and the columns that they mean."""

from __future__ import annotations

import pytest

from lineofsight.sources.annex_a.headings import keys_of, letters, matched, might_be_headings, written_twice
from lineofsight.sources.annex_a.lists import all_lists


@pytest.mark.parametrize(
    ("number", "written", "column"),
    [
        (1, "Child Unique ID", "child_unique_id"),
        (1, "CHILD_UNIQUE_ID", "child_unique_id"),
        (1, "ChildUniqueID", "child_unique_id"),
        (1, "Sex", "gender"),
        (1, "Age of Child (Years)", "age"),
        (1, "Age (as at 31/03/2023)", "age"),
        (1, "Date of Birth (dd/mm/yyyy)", "date_of_birth"),
        (3, "Referral NFA", "referral_nfa"),
        (3, "Referral NFA (Y/N)?", "referral_nfa"),
        (4, "Was the child assessed as requiring LA children’s social care support", "requires_support"),
        (5, "Date of ICPC", "conference_date"),
        (6, "CiN Start Date ", "cin_start_date"),
        (7, "Was the Child Seen Alone", "seen_alone"),
        (8, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))", "uasc"),
        (8, "Unaccompanied Asylum Seeking Child within the Last 12 Months", "uasc"),
        (8, "Child’s Legal Status", "legal_status"),
        (
            8,
            "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
            "missing_episodes",
        ),
        (
            8,
            "Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
            "absent_episodes",
        ),
        (9, "Eligibity Category", "eligibility"),
        (9, "Suitability of Accomodation", "accommodation_suitable"),
        (10, "Date of Adoption Order ", "adoption_order_date"),
        (11, "Is the (prospective) adopter fostering for adoption?", "fostering_for_adoption"),
    ],
)
def test_local_spellings_are_known(number: int, written: str, column: str) -> None:
    assert matched(all_lists()[number - 1], keys_of([written])) == {column: 0}


@pytest.mark.parametrize("written", ["", "Comments", "Start", "Date", "Child's name", "Plan", None, 7])
def test_what_means_no_column_is_no_column(written: object) -> None:
    assert [matched(each, keys_of([written])) for each in all_lists()] == [{}] * 11


def test_of_two_headings_for_a_column_the_templates_own_stands() -> None:
    contacts = all_lists()[0]
    assert matched(contacts, keys_of(["Person ID", "Child Unique ID"])) == {"child_unique_id": 1}
    assert matched(contacts, keys_of(["Person ID", "Client ID"])) == {"child_unique_id": 0}


def test_the_councils_own_heading_stands_before_all() -> None:
    own = {"LL number": "child_unique_id"}
    assert matched(all_lists()[0], keys_of(["Child Unique ID", "ll  Number"]), own) == {"child_unique_id": 1}


def test_headings_that_are_written_alike_are_found() -> None:
    keys = keys_of(["Child Unique ID", "Gender", "child-unique-id", "Notes", "Notes"])
    assert written_twice(keys, {"child_unique_id": 0, "gender": 1}) == (0, 2)
    assert written_twice(keys, {"gender": 1}) is None


def test_rows_of_children_are_no_headings() -> None:
    assert not might_be_headings(keys_of(["child-1", "a) Male", "a) WBRI", 7, "Team 1"]), 3)
    assert might_be_headings(keys_of(["Child ID", "Sex", "Date of Contact"]), 3)


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(column: int, name: str) -> None:
    assert letters(column) == name
