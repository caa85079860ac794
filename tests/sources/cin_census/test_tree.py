"""Where the lists of the census stand in its XML."""

from __future__ import annotations

from lineofsight.sources.cin_census.tree import UNKNOWN, census_tree, plain
from lineofsight.sources.returns.lists import CIN_CENSUS, lists_of


def test_every_column_of_a_list_is_filled_by_an_element_or_by_where_the_element_stands() -> None:
    _, lists = census_tree(lists_of(CIN_CENSUS))
    made = {"own_id", "within_id"}
    for listed in lists_of(CIN_CENSUS):
        rows = lists[listed.name]
        unspelt = {name for name, column in listed.layout.columns.items() if not column.spelt}
        assert unspelt <= made | {"child_id"}, listed.name
        assert rows.child > 0, listed.name
        assert (rows.within > 0) == (rows.holder is not None and rows.holder.listed.name != "cin_child"), listed.name
        assert (rows.dated > 0) == (rows.own > 0), listed.name


def test_a_name_leads_on_only_where_it_belongs() -> None:
    root, lists = census_tree(lists_of(CIN_CENSUS))
    child = root.child("Message").child("Children").child("Child")
    conference = child.child("CINdetails").child("Section47").child("DateOfInitialCPC")
    transfer_in = child.child("cindetails").child("DateOfInitialCPC")
    assert conference.cell == 1 + lists["cin_section47"].columns.index("conference_date")
    assert transfer_in.cell == 1 + lists["cin_details"].columns.index("transfer_in_conference_date")
    assert child.child("DateOfInitialCPC") is UNKNOWN
    assert UNKNOWN.child("Message") is UNKNOWN


def test_names_are_compared_without_prefix_and_case() -> None:
    assert plain("cin:CINPlanDates") == plain("CINplanDates") == "cinplandates"
