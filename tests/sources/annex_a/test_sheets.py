"""Sheets, and the lists that they are."""

from __future__ import annotations

import pytest

from lineofsight.sources.annex_a.lists import all_lists
from lineofsight.sources.annex_a.sheets import header_of, is_called_list, list_called
from lineofsight.sources.extracts import Names
from tests.sources.annex_a.workbooks import template


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("List 1", 1),
        ("list1 contacts", 1),
        ("1", 1),
        ("Contacts", 1),
        ("A1 - Contacts", 1),
        ("Annex A List 10", 10),
        ("List_11", 11),
        ("AA7", 7),
        ("L8", 8),
        ("06 CIN", 6),
        ("Early Help", 2),
        ("S47 and ICPC", 5),
        ("CP", 7),
        ("Looked After", 8),
        ("Care Leavers", 9),
        ("Child Protection 2023", 7),
        ("Prospective adopters", 11),
        ("Adoption", 10),
    ],
)
def test_a_sheets_name_says_its_list(name: str, number: int) -> None:
    called = list_called(name, Names())
    assert called is not None and called.number == number


@pytest.mark.parametrize("name", ["Cover", "Notes", "2023-03", "List 12", "List 100", "Sheet", "Data dictionary", ""])
def test_other_names_say_none(name: str) -> None:
    assert list_called(name, Names()) is None


def test_a_council_says_which_list_a_sheet_is() -> None:
    called = list_called("Tab three", Names(tables={"tab three": "list_3_referrals"}))
    assert called is not None and called.number == 3


@pytest.mark.parametrize(("name", "says"), [("List 7", True), ("Annex A - List 07", True), ("7", False), ("CP", False)])
def test_only_a_name_with_list_in_it_promises_a_list(name: str, says: bool) -> None:
    assert is_called_list(name) is says


@pytest.mark.parametrize("number", range(1, 12))
def test_the_templates_headings_are_known_under_any_name(number: int) -> None:
    header = header_of("Sheet1", [["A title"], [], list(template(number))], Names())
    assert header is not None
    assert (header.of.number, header.row, header.share) == (number, 2, 1.0)


def test_headings_come_before_the_name() -> None:
    header = header_of("List 6", [list(template(7))], Names())
    assert header is not None and header.of.number == 7


def test_headings_that_many_lists_have_say_nothing_without_a_name() -> None:
    common = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Allocated Team", "Allocated Worker"]
    assert header_of("Sheet1", [common], Names()) is None
    header = header_of("List 9", [common], Names())
    assert header is not None and header.of.number == 9


def test_the_best_row_is_the_header() -> None:
    rows = [["Gender", "Ethnicity", "Age"], list(template(3))[:7], list(template(3)), list(template(3))[:9]]
    header = header_of("Sheet1", rows, Names())
    assert header is not None and header.row == 2


def test_no_two_lists_look_alike() -> None:
    """A list with a third of its own headings lost is still known as that list."""
    for each in all_lists():
        headings = list(template(each.number))
        kept = headings[: 2 * len(headings) // 3]
        header = header_of("Sheet1", [kept], Names())
        assert header is None or header.of.number == each.number
