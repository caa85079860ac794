"""Missing is not false: without a column or table exactly the indicators that need it say so, and no other moves.

What each column is needed for stands here by hand, from the rules, and not from what the definitions read.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.availability import Availability
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.records.descriptions import describe, described
from tests.extracts import load, write_extract

OPEN = {"1.1", "2.10d", "2.10e", "10.2"}  # open cases, beside those that children in need are
#: What builds on children in need.
NEED = {"1.2", "1.2r", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.9", "open_elsewhere"}
LEAVERS = {"6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "6.8"} | NEED
ASKED = {"6.7", "6.7a"}  # care leavers of 22 to 25
BIRTHDAYS = {"6.1b", "6.1c", "6.2b", "6.2c", "6.3b", "6.3c"}
YEAR_IN_CARE = {"5.15", "5.16", "5.17", "5.19", "5.19a", "5.19b"}
STAYS = {"5.8", "5.9", "5.12"}  # with the same carers
PLACED = {"5.5", "5.5a", "5.6", "5.7", "5.9", "5.12"}
CARE = {"1.4", "1.4r", "5.3", "5.4", "5.10", "5.11", "10.3"} | YEAR_IN_CARE | STAYS | PLACED | LEAVERS
INTO_CARE = {"5.1", "5.1r"}
OUT_OF_CARE = {"5.2", "5.2r", "5.25"}
FIRST_HEALTH = {"5.14", "5.14a"}
PERMANENCE = {"5.22", "5.23", "5.24"}
INTERVIEWS = {"7.3", "7.4", "7.5"}
MISSING = {"7.1", "7.2"} | INTERVIEWS
PERIODS = {"5.18"} | OUT_OF_CARE | FIRST_HEALTH  # of care, from end to end
STATUS = CARE | INTO_CARE | PERIODS | MISSING  # short breaks are left out by the legal status
PROTECTION = {"1.3", "1.3r", "4.6", "4.7.2", "4.7.3", "4.8", "4.10", "4.11", "4.12"} | NEED
PLANS_MADE = {"4.4", "4.5", "4.9", "4.9a", "4.11a"}
REFERRALS = {"2.6", "2.6r", "2.7", "2.9"}
CONTACTS = {"2.1", "2.2", "2.3", "2.4", "2.5", "2.8"}
TIMED = {"2.10a", "2.10b", "2.10c", "2.10d", "2.10e"}  # assessments, from the referral or their own start
DONE = {"2.10a", "2.10b", "2.10c", "2.11", "2.11a", "2.12"}  # assessments authorised
ENQUIRIES = {"4.1", "4.1a", "4.1r", "4.2"}
CONFERENCES = {"4.1a", "4.2", "4.3", "4.3a"}
BEFORE_COURT = {"8.1", "8.5"}
IN_COURT = {"8.2", "8.6"}
COURT_DONE = {"8.3", "8.4"}
HELP = {"9.1", "9.1a", "9.2", "9.3", "9.4", "9.5", "9.6", "9.7"}
BY_PLACE = {"9.1a", "9.2"}
CASELOADS = {"10.1", "10.1a"}
IN_POST = {"10.4", "10.5", "10.6"}
SAID = {"11.1", "11.2", "11.3"}
RATES = {"1.2r", "1.3r", "1.4r", "2.6r", "4.1r", "5.1r", "5.2r"}

NEEDED_FOR: dict[str, set[str]] = {
    "ssd_person.pers_person_id": CARE | ASKED | BIRTHDAYS | {"5.18", "5.20"},
    "ssd_person.pers_dob": CARE | ASKED | BIRTHDAYS | {"5.18", "5.20"},
    "ssd_person.pers_gender": set(),
    "ssd_person.pers_ethnicity": set(),
    "ssd_disability.disa_person_id": set(),
    "ssd_disability.disa_disability_code": set(),
    "ssd_address.addr_table_id": BY_PLACE,
    "ssd_address.addr_person_id": BY_PLACE,
    "ssd_address.addr_address_start_date": BY_PLACE,
    "ssd_address.addr_address_end_date": BY_PLACE,
    "ssd_address.addr_address_postcode": BY_PLACE,
    "ssd_cin_episodes.cine_person_id": OPEN | NEED | REFERRALS | {"9.5"},
    "ssd_cin_episodes.cine_referral_date": OPEN | NEED | REFERRALS | TIMED | {"9.5"},
    "ssd_cin_episodes.cine_close_date": OPEN | NEED | {"9.5"},
    "ssd_cin_episodes.cine_referral_id": TIMED | REFERRALS | {"9.5"},
    "ssd_cin_episodes.cine_cin_primary_need_code": set(),
    "ssd_cin_assessments.cina_assessment_id": TIMED | DONE,
    "ssd_cin_assessments.cina_person_id": TIMED | DONE | {"5.10"} | NEED,
    "ssd_cin_assessments.cina_assessment_auth_date": TIMED | DONE | {"5.10"} | NEED,
    "ssd_cin_assessments.cina_assessment_start_date": TIMED,
    "ssd_cin_assessments.cina_referral_id": TIMED,
    "ssd_assessment_factors.cinf_assessment_id": {"2.12"},
    "ssd_assessment_factors.cinf_assessment_factors_json": {"2.12"},
    "ssd_cin_plans.cinp_cin_plan_id": {"3.7", "3.8"},
    "ssd_cin_plans.cinp_person_id": {"3.7", "3.8"} | NEED,
    "ssd_cin_plans.cinp_cin_plan_start_date": {"3.7", "3.8"} | NEED,
    "ssd_cin_plans.cinp_cin_plan_end_date": {"3.8"} | NEED,
    "ssd_cin_visits.cinv_person_id": {"3.3", "3.9"},
    "ssd_cin_visits.cinv_cin_visit_date": {"3.3", "3.9"},
    "ssd_cin_visits.cinv_cin_visit_seen": {"3.3", "3.9"},
    "ssd_s47_enquiry.s47e_s47_enquiry_id": ENQUIRIES,
    "ssd_s47_enquiry.s47e_person_id": ENQUIRIES,
    "ssd_s47_enquiry.s47e_s47_start_date": ENQUIRIES,
    "ssd_s47_enquiry.s47e_s47_outcome_json": set(),
    "ssd_cp_plans.cppl_person_id": PROTECTION | PLANS_MADE | {"4.7.4"},
    "ssd_cp_plans.cppl_cp_plan_start_date": PROTECTION | PLANS_MADE | {"4.7.4"},
    "ssd_cp_plans.cppl_cp_plan_end_date": (PROTECTION | PLANS_MADE | {"4.7.4"}) - {"4.4"},
    "ssd_cp_plans.cppl_cp_plan_id": {"4.6", "4.8"} | PLANS_MADE,
    "ssd_cp_plans.cppl_icpc_id": {"4.8"},
    "ssd_initial_cp_conference.icpc_icpc_id": {"4.8"} | CONFERENCES,
    "ssd_initial_cp_conference.icpc_person_id": CONFERENCES,
    "ssd_initial_cp_conference.icpc_cp_plan_id": {"4.3", "4.3a", "4.8"},
    "ssd_initial_cp_conference.icpc_icpc_date": {"4.8"} | CONFERENCES,
    "ssd_cp_visits.cppv_person_id": {"4.7.2", "4.7.3", "4.7.4"},
    "ssd_cp_visits.cppv_cp_visit_date": {"4.7.2", "4.7.3", "4.7.4"},
    "ssd_cp_visits.cppv_cp_visit_seen": {"4.7.2", "4.7.3", "4.7.4"},
    "ssd_cp_visits.cppv_cp_visit_id": {"4.7.4"},
    "ssd_cp_visits.cppv_cp_visit_seen_alone": {"4.7.4"},
    "ssd_cp_reviews.cppr_cp_plan_id": {"4.8"},
    "ssd_cp_reviews.cppr_cp_review_date": {"4.8"},
    "ssd_cla_episodes.clae_person_id": STATUS | PERMANENCE | {"5.20"},
    "ssd_cla_episodes.clae_cla_episode_start_date": CARE | INTO_CARE | OUT_OF_CARE | MISSING,
    "ssd_cla_episodes.clae_cla_episode_start_reason": STAYS,
    "ssd_cla_episodes.clae_cla_episode_ceased_date": CARE | PERIODS | MISSING | {"5.1", "5.1r"},
    "ssd_cla_episodes.clae_cla_episode_ceased_reason": OUT_OF_CARE,
    "ssd_cla_episodes.clae_entered_care_date": INTO_CARE | PERIODS | PERMANENCE | STAYS | YEAR_IN_CARE,
    "ssd_cla_episodes.clae_cla_id": {"5.18", "5.20"} | PERMANENCE,
    "ssd_cla_episodes.clae_cla_episode_id": INTO_CARE | OUT_OF_CARE | FIRST_HEALTH | STAYS | PLACED,
    "ssd_cla_episodes.clae_cla_placement_id": STAYS | PLACED,
    "ssd_cla_placement.clap_cla_placement_id": STAYS | PLACED,
    "ssd_cla_placement.clap_cla_placement_type": {"5.5"} | STAYS,
    "ssd_cla_placement.clap_cla_placement_provider": {"5.5a"},
    "ssd_cla_placement.clap_cla_placement_distance": {"5.6"},
    "ssd_cla_placement.clap_cla_placement_postcode": {"5.7"},
    "ssd_legal_status.lega_person_id": STATUS | {"5.20"},
    "ssd_legal_status.lega_legal_status": STATUS | {"5.20"},
    "ssd_legal_status.lega_legal_status_start_date": STATUS | {"5.20"},
    "ssd_legal_status.lega_legal_status_end_date": STATUS | {"5.20"},
    "ssd_immigration_status.immi_person_id": {"5.4"},
    "ssd_immigration_status.immi_immigration_status": {"5.4"},
    "ssd_immigration_status.immi_immigration_status_start_date": {"5.4"},
    "ssd_cla_visits.clav_person_id": {"5.11", "5.12"},
    "ssd_cla_visits.clav_cla_visit_date": {"5.11", "5.12"},
    "ssd_cla_visits.clav_cla_visit_seen": {"5.11", "5.12"},
    "ssd_cla_reviews.clar_cla_review_id": {"5.20"},
    "ssd_cla_reviews.clar_cla_id": {"5.18", "5.20"},
    "ssd_cla_reviews.clar_cla_review_date": {"5.18", "5.20"},
    "ssd_cla_reviews.clar_cla_review_participation": {"5.20"},
    "ssd_cla_health.clah_person_id": {"5.15", "5.16"},
    "ssd_cla_health.clah_health_check_type": {"5.15", "5.16"},
    "ssd_cla_health.clah_health_check_date": {"5.15", "5.16"},
    "ssd_cla_immunisations.clai_person_id": {"5.17"},
    "ssd_cla_immunisations.clai_immunisations_status": {"5.17"},
    "ssd_sdq_scores.csdq_person_id": {"5.19", "5.19a", "5.19b"},
    "ssd_sdq_scores.csdq_sdq_completed_date": {"5.19", "5.19a", "5.19b"},
    "ssd_sdq_scores.csdq_sdq_score": {"5.19", "5.19a", "5.19b"},
    "ssd_permanence.perm_table_id": PERMANENCE,
    "ssd_permanence.perm_person_id": PERMANENCE,
    "ssd_permanence.perm_adm_decision_date": {"5.22"},
    "ssd_permanence.perm_placed_for_adoption_date": {"5.23"},
    "ssd_permanence.perm_permanence_order_date": {"5.24"},
    "ssd_permanence.perm_permanence_order_type": {"5.24"},
    "ssd_missing.miss_table_id": MISSING,
    "ssd_missing.miss_person_id": MISSING,
    "ssd_missing.miss_missing_episode_start_date": MISSING,
    "ssd_missing.miss_missing_episode_type": MISSING,
    "ssd_missing.miss_missing_episode_end_date": INTERVIEWS,
    "ssd_contacts.cont_contact_id": CONTACTS,
    "ssd_contacts.cont_person_id": CONTACTS,
    "ssd_contacts.cont_contact_date": CONTACTS,
    "ssd_contacts.cont_contact_outcome_json": {"2.3", "2.4", "2.8"},
    "ssd_early_help_episodes.earl_episode_id": HELP - {"9.5"},
    "ssd_early_help_episodes.earl_person_id": HELP,
    "ssd_early_help_episodes.earl_episode_start_date": HELP,
    "ssd_early_help_episodes.earl_episode_end_date": HELP - {"9.2"},
    "ssd_early_help_episodes.earl_episode_end_reason": {"9.3", "9.4"},
    "ssd_early_help_episodes.earl_episode_organisation": {"9.1"},
    "ssd_involvements.invo_person_id": {"allocated", "10.2", "10.3", "10.3a"} | CASELOADS,
    "ssd_involvements.invo_professional_id": {"10.3", "10.3a"} | CASELOADS,
    "ssd_involvements.invo_professional_role_id": {"allocated", "10.2", "10.3", "10.3a"} | CASELOADS,
    "ssd_involvements.invo_involvement_start_date": {"allocated", "10.2", "10.3", "10.3a"} | CASELOADS,
    "ssd_involvements.invo_involvement_end_date": {"allocated", "10.2", "10.3", "10.3a"} | CASELOADS,
    "ssd_involvements.invo_professional_team": set(),
    "ssd_professionals.prof_professional_id": CASELOADS,
    "ssd_professionals.prof_full_time_equivalency": CASELOADS,
    "ssd_department.dept_team_id": IN_POST,
    "ssd_department.dept_team_name": IN_POST,
    "los_workforce_months.work_month": IN_POST,
    "los_workforce_months.work_team_id": IN_POST,
    "los_workforce_months.work_in_post_fte": IN_POST,
    "los_workforce_months.work_leavers_fte": {"10.4"},
    "los_workforce_months.work_vacant_fte": {"10.5"},
    "los_workforce_months.work_agency_fte": {"10.6"},
    "los_management_oversight.mano_person_id": {"1.1"},
    "los_management_oversight.mano_oversight_date": {"1.1"},
    "los_contact_decisions.cond_contact_id": {"2.1", "2.8"},
    "los_contact_decisions.cond_decision_date": {"2.1", "2.8"},
    "los_cin_plan_reviews.cipr_person_id": {"3.2"},
    "los_cin_plan_reviews.cipr_review_date": {"3.2"},
    "los_core_groups.cogr_person_id": {"4.12"},
    "los_core_groups.cogr_due_date": {"4.12"},
    "los_core_groups.cogr_held_date": {"4.12"},
    "los_health_assessments.heas_person_id": FIRST_HEALTH,
    "los_health_assessments.heas_kind": FIRST_HEALTH,
    "los_health_assessments.heas_requested_date": {"5.14a"},
    "los_health_assessments.heas_assessment_date": {"5.14"},
    "los_return_interviews.rhin_missing_id": INTERVIEWS,
    "los_return_interviews.rhin_offered_at": INTERVIEWS,
    "los_return_interviews.rhin_completed_at": INTERVIEWS,
    "los_legal_proceedings.lepr_person_id": BEFORE_COURT | IN_COURT | COURT_DONE,
    "los_legal_proceedings.lepr_issue_date": BEFORE_COURT | IN_COURT | COURT_DONE,
    "los_legal_proceedings.lepr_final_order_date": IN_COURT | COURT_DONE,
    "los_legal_proceedings.lepr_pre_proceedings_letter_date": BEFORE_COURT,
    "los_legal_proceedings.lepr_pre_proceedings_end_date": BEFORE_COURT,
    "los_legal_proceedings.lepr_proceedings_id": COURT_DONE,
    "los_care_leaver_statuses.cles_person_id": LEAVERS | ASKED | BIRTHDAYS,
    "los_care_leaver_statuses.cles_valid_from": LEAVERS | ASKED | BIRTHDAYS,
    "los_care_leaver_statuses.cles_valid_to": LEAVERS | ASKED | BIRTHDAYS,
    "los_care_leaver_statuses.cles_eligibility": LEAVERS | BIRTHDAYS,
    "los_care_leaver_statuses.cles_status_id": {"6.1", "6.2", "6.3", "6.5", "6.7a"} | BIRTHDAYS,
    "los_care_leaver_statuses.cles_in_touch": {"6.1", "6.7a"} | BIRTHDAYS,
    "los_care_leaver_statuses.cles_latest_contact": {"6.1", "6.6", "6.7a"},
    "los_care_leaver_statuses.cles_activity": {"6.2", "6.2b", "6.2c"},
    "los_care_leaver_statuses.cles_accom_suitable": {"6.3", "6.3b", "6.3c"},
    "los_care_leaver_statuses.cles_pathway_plan_review_date": {"6.4"},
    "los_care_leaver_statuses.cles_personal_adviser": {"6.5"},
    "los_care_leaver_statuses.cles_health_passport_date": {"6.8"},
    "los_care_leaver_statuses.cles_asked_for_support": ASKED,
    "los_feedback.feed_feedback_id": SAID,
    "los_feedback.feed_person_id": SAID,
    "los_feedback.feed_received_date": SAID,
    "los_feedback.feed_from": {"11.1", "11.3"},
    "los_feedback.feed_about": {"11.2"},
    "los_feedback.feed_listened": {"11.1"},
    "los_feedback.feed_score": {"11.2"},
    "los_localities.loca_row_id": BY_PLACE,
    "los_localities.loca_postcode_start": {"5.7"} | BY_PLACE,
    "los_localities.loca_locality": {"9.2"},
    "los_localities.loca_centre": {"9.1a"},
    "los_populations.popu_mid_year": RATES,
    "los_populations.popu_children_0_17": RATES,
    "los_populations.popu_area_code": RATES,
    "los_population_groups.popg_mid_year": set(),
    "los_population_groups.popg_area_code": set(),
    "los_population_groups.popg_breakdown": set(),
    "los_population_groups.popg_member": set(),
    "los_population_groups.popg_children_0_17": set(),
}
MONTHS = [Month(2022, 12), Month(2023, 3)]


Figures = dict[tuple[str, str, str, str], Figure]


def counted(home: Home, refs: Iterable[str] | None = None) -> Figures:
    if refs is not None and not list(refs):
        return {}
    database = Council(home).count(MONTHS, refs=refs)
    lay_figures(database)
    return {(f.ref, str(f.as_at), f.window, f.member): f for f in figures(database)}


@pytest.fixture(scope="module")
def whole(demonstration: Home) -> Figures:
    found = counted(demonstration)
    assert {ref for ref, *_ in found} == set(Council(demonstration).book.named("indicator"))
    return found


def totals(found: Figures, refs: Collection[str] | None = None) -> set[tuple[str, str, str, str]]:
    """The figures that are no part of a split, of all indicators or of some."""
    return {key for key in found if not key[3] and (refs is None or key[0] in refs)}


def touched(home: Home, table: str, needing: Collection[str]) -> list[str]:
    """The indicators to count without a table or a column of it: those that read the table, and those that need it.

    What reads no row of the table can't move with it; that it lacks nothing is what `lacking` says.
    """
    council = Council(home)
    there = Availability(council.book, council.reads, council.snapshot)
    return [
        ref
        for ref in council.book.named("indicator")
        if ref in needing or any(table in there.reads_of("indicator", ref, month.end) for month in MONTHS)
    ]


def lacking(home: Home) -> dict[tuple[str, str], str]:
    """What each indicator of the book lacks at each date, before anything is counted."""
    council = Council(home)
    there = Availability(council.book, council.reads, council.snapshot)
    found = {
        (ref, str(month.end)): there.lacks("indicator", ref, month.end)
        for ref in council.book.named("indicator")
        for month in MONTHS
    }
    return {key: lack for key, lack in found.items() if lack}


def without(demonstration: Home, to: Path, table: str, columns: set[str] | None) -> Home:
    """The demonstration council as if its extract had lacked a table, or columns of it."""
    home = Home(to / "home")
    snapshot = Council(demonstration).snapshot
    folder = home.snapshots / snapshot.id
    (folder / "tables").mkdir(parents=True)
    for file in (snapshot.folder / "tables").iterdir():
        os.link(file, folder / "tables" / file.name)
    manifest = json.loads((snapshot.folder / "manifest.json").read_text())
    if columns is None:
        del manifest["tables"][table]
        (folder / "tables" / f"{table}.parquet").unlink()
    else:
        kept = manifest["tables"][table]["kept"]
        assert columns <= set(kept)
        manifest["tables"][table]["kept"] = [name for name in kept if name not in columns]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (home.snapshots / "current").write_text(snapshot.id)
    return home


def test_what_is_needed_is_stated_for_every_required_column() -> None:
    required = {f"{table}.{c.name}" for table in described() for c in describe(table).columns.values() if c.required}
    assert required == set(NEEDED_FOR)


#: Columns that an indicator is only split by: without them all its rows are of a kind that is not known.
SPLIT_BY = {"ssd_s47_enquiry.s47e_s47_outcome_json": {"4.1"}}


@pytest.mark.parametrize("column", NEEDED_FOR)
def test_without_a_column(column: str, demonstration: Home, whole: Figures, tmp_path: Path) -> None:
    table, _, name = column.partition(".")
    home = without(demonstration, tmp_path, table, {name})
    assert {ref for ref, _ in lacking(home)} == NEEDED_FOR[column]
    refs = touched(home, table, NEEDED_FOR[column])
    found = counted(home, refs)
    assert totals(whole, refs) <= totals(found) <= totals(whole)  # a rate brings its count
    silent = {ref for (ref, *_), figure in found.items() if figure.numerator is None}
    assert silent == NEEDED_FOR[column]
    for key, figure in found.items():
        if key[0] in NEEDED_FOR[column]:
            assert (figure.numerator, figure.denominator, figure.value) == (None, None, None)
            assert figure.note == f"no data: needs {column}"
            assert figure.rating == ""
        elif figure.dimension != "kind" or key[0] not in SPLIT_BY.get(column, ()):
            assert figure == whole[key]


#: What ssd_care_leavers doesn't say of a care leaver, so that it can't stand in for it.
NOT_STOOD_IN = {"6.7", "6.7a", "6.8"}


@pytest.mark.parametrize("table", sorted({column.partition(".")[0] for column in NEEDED_FOR}))
def test_without_a_table(table: str, demonstration: Home, whole: Figures, tmp_path: Path) -> None:
    home = without(demonstration, tmp_path, table, None)
    needing = set().union(*(refs for column, refs in NEEDED_FOR.items() if column.startswith(f"{table}.")))

    def stood_in(ref: str, as_at: str) -> bool:
        """The present of care leavers stands in ssd_care_leavers: March is served by it, December is not."""
        return table == "los_care_leaver_statuses" and as_at == "2023-03-31" and ref not in NOT_STOOD_IN

    lacks = lacking(home)
    assert {ref for ref, _ in lacks} == needing
    assert lacks.keys() == {(ref, str(m.end)) for ref in needing for m in MONTHS if not stood_in(ref, str(m.end))}
    refs = touched(home, table, needing)
    found = counted(home, refs)
    assert totals(whole, refs) <= totals(found) <= totals(whole)
    for (ref, as_at, *rest), figure in found.items():
        if ref in needing and not stood_in(ref, as_at):
            assert figure.numerator is None
            assert figure.note.startswith(f"no data: needs {table}.")
        elif ref not in BIRTHDAYS or not stood_in(ref, as_at):
            assert figure == whole[ref, as_at, *rest]


def test_an_empty_table_is_as_absent(home: Home) -> None:
    folder = write_extract(
        home.path.parent / "extract",
        {
            "ssd_cin_episodes": [
                {
                    "cine_referral_id": "1",
                    "cine_person_id": "Ann",
                    "cine_referral_date": "2022-01-01",
                    "cine_close_date": "",
                }
            ]
        },
    )
    (folder / "los_management_oversight.csv").write_text("mano_oversight_id,mano_person_id,mano_oversight_date\n")
    load(home, folder, MONTHS[-1].end)
    assert (
        counted(home)["1.1", "2023-03-31", "snapshot", ""].note
        == "no data: needs los_management_oversight.mano_oversight_date"
    )


def test_a_load_without_a_column_is_the_same(demonstration: Home, tmp_path: Path) -> None:
    """What the tests above make of a snapshot is what a load makes of an extract that lacks the column."""
    extract = tmp_path / "extract"
    shutil.copytree(demonstration.path / "demonstration-extract", extract)
    lines = (extract / "ssd_cin_visits.csv").read_text().splitlines()
    place = lines[0].split(",").index("cinv_cin_visit_seen")
    kept = [",".join(cell for n, cell in enumerate(line.split(",")) if n != place) for line in lines]
    (extract / "ssd_cin_visits.csv").write_text("\n".join(kept) + "\n")
    (extract / "los_cin_plan_reviews.csv").unlink()
    home = Home(tmp_path / "home")
    load(home, extract, MONTHS[-1].end)
    found = counted(home)
    silent = {ref for (ref, *_), figure in found.items() if figure.numerator is None}
    assert silent == {"3.2", "3.3", "3.9"}


def test_no_cases_no_data_and_zero_differ(home: Home) -> None:
    """Nobody is on a child protection plan; one child in need was not visited; there are no contacts at all."""
    from tests.extracts import council_of

    case = {"cine_referral_id": "1", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    assessment = {"cina_assessment_id": "1", "cina_person_id": "Ann", "cina_assessment_auth_date": "2022-02-01"}
    council_of(home, {"ssd_cin_episodes": [case], "ssd_cin_assessments": [assessment]}, MONTHS[-1].end)
    (home.path.parent / "extract" / "ssd_contacts.csv").unlink()
    load(home, home.path.parent / "extract", MONTHS[-1].end)
    found = counted(home)
    zero, nobody = found["3.3", "2023-03-31", "snapshot", ""], found["4.7.2", "2023-03-31", "snapshot", ""]
    count, absent = found["1.3", "2023-03-31", "snapshot", ""], found["2.1", "2023-03-31", "ytd", ""]
    assert (zero.numerator, zero.denominator, zero.value, zero.rating, zero.note) == (0, 1, 0, "red", "")
    assert (nobody.numerator, nobody.denominator, nobody.value, nobody.rating) == (0, 0, None, "")
    assert nobody.note == "no cases"
    assert (count.numerator, count.denominator, count.value, count.note) == (0, None, 0, "")
    assert (absent.numerator, absent.denominator, absent.value, absent.rating) == (None, None, None, "")
    assert absent.note.startswith("no data: needs ssd_contacts.")
