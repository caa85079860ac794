"""The lists' layouts, against Ofsted's template and the case records that they fill."""

from __future__ import annotations

import pytest

from lineofsight.records.descriptions import describe, heading
from lineofsight.sources.annex_a.lists import all_lists
from tests.sources.annex_a.workbooks import template

NUMBERS = range(1, 12)
#: Columns whose codes are those of a column of the case records, so that a fill only passes them on.
SAME_CODES = {
    (1, "contact_source"): "ssd_contacts.cont_contact_source_code",
    (3, "referral_source"): "ssd_cin_episodes.cine_referral_source_code",
    (6, "primary_need"): "ssd_cin_episodes.cine_cin_primary_need_code",
    (6, "closure_reason"): "ssd_cin_episodes.cine_close_reason",
    (7, "initial_category"): "ssd_cp_plans.cppl_cp_plan_initial_category",
    (7, "latest_category"): "ssd_cp_plans.cppl_cp_plan_latest_category",
    (8, "legal_status"): "ssd_legal_status.lega_legal_status",
    (8, "care_end_reason"): "ssd_cla_episodes.clae_cla_episode_ceased_reason",
    (8, "placement_provider"): "ssd_cla_placement.clap_cla_placement_provider",
    (9, "eligibility"): "ssd_care_leavers.clea_care_leaver_eligibility",
    (9, "in_touch"): "ssd_care_leavers.clea_care_leaver_in_touch",
    (9, "accommodation"): "ssd_care_leavers.clea_care_leaver_accommodation",
    (9, "accommodation_suitable"): "ssd_care_leavers.clea_care_leaver_accom_suitable",
    (9, "activity"): "ssd_care_leavers.clea_care_leaver_activity",
    (10, "reversed_reason"): "ssd_permanence.perm_decision_reversed_reason",
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_list_has_the_templates_columns_in_its_order(number: int) -> None:
    each = all_lists()[number - 1]
    assert each.number == number
    assert [heading(each.template_heading(column)) for column in each.layout.columns] == [
        heading(written) for written in template(number)
    ]


@pytest.mark.parametrize("number", NUMBERS)
def test_no_spelling_means_two_columns_of_a_list(number: int) -> None:
    means: dict[str, str] = {}
    for name, column in all_lists()[number - 1].layout.columns.items():
        for written in {heading(spelling) for spelling in (name, *column.spelt)}:
            assert means.setdefault(written, name) == name


@pytest.mark.parametrize("number", NUMBERS)
def test_every_list_has_headings_of_its_own(number: int) -> None:
    each = all_lists()[number - 1]
    assert each.distinctive
    assert not each.distinctive & {"child_unique_id", "gender", "ethnicity", "date_of_birth", "age"}


@pytest.mark.parametrize("number", NUMBERS)
def test_codes_are_known_by_every_spelling_that_is_given(number: int) -> None:
    for column in all_lists()[number - 1].layout.columns.values():
        assert set(column.also_written.values()) <= set(column.codes)


@pytest.mark.parametrize(("where", "fills"), SAME_CODES.items(), ids=lambda value: str(value))
def test_codes_are_those_of_the_records_that_they_fill(where: tuple[int, str], fills: str) -> None:
    table, _, column = fills.partition(".")
    records = describe(table).columns[column].codes
    assert set(all_lists()[where[0] - 1].layout.columns[where[1]].codes) <= set(records)


def test_children_are_people_and_adopters_are_not() -> None:
    for each in all_lists():
        assert each.layout.columns[each.about_whom].is_person == (each.number != 11)
