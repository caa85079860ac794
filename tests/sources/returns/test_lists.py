"""The layouts of the returns' lists."""

from __future__ import annotations

from itertools import combinations

from lineofsight.records.descriptions import described, heading
from lineofsight.sources.returns.lists import CIN_CENSUS, SSDA903, layouts_of_returns, lists_of


def test_no_list_is_named_as_another_or_as_a_table() -> None:
    names = [layout.name for layout in layouts_of_returns()]
    assert len(names) == len(set(names)) == 22
    assert not set(names) & set(described())


def test_every_list_names_its_child_and_what_it_is_made_of() -> None:
    for listed in lists_of(CIN_CENSUS):
        assert listed.element[0] == "Child"
        assert listed.layout.columns["child_id"].is_person
        assert not listed.dated_by or listed.dated_by in listed.layout.columns
    for listed in lists_of(SSDA903):
        assert listed.layout.columns["child"].is_person
        assert listed.known_by


def test_no_file_of_a_return_can_be_taken_for_another() -> None:
    for one, other in combinations(lists_of(SSDA903), 2):
        headings = {heading(spelling) for column in other.layout.columns.values() for spelling in column.spelt}
        telling = {heading(spelling) for name in one.known_by for spelling in one.layout.columns[name].spelt}
        assert telling, one.name
        assert not telling <= headings, (one.name, other.name)
