"""Makes extracts from little tables: each table is a dictionary of columns, or rows that are written as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import read_book
from lineofsight.indicators.checks import check_book
from lineofsight.indicators.children import LISTED_WITH
from lineofsight.records.snapshots import Incoming, Snapshot, Snapshots
from lineofsight.sources.ssd_files import opened

Rows = Sequence[Mapping[str, object]]

#: A row for every table that figures are counted from, about somebody who never counts: an adult, long closed.
NEVER_COUNTS: Mapping[str, Mapping[str, str]] = {
    "ssd_person": {"pers_person_id": "Nobody", "pers_dob": "1980-01-01", "pers_gender": "01", "pers_ethnicity": "WBRI"},
    "ssd_disability": {"disa_table_id": "x", "disa_person_id": "Nobody", "disa_disability_code": "NONE"},
    "ssd_cin_episodes": {
        **{"cine_referral_id": "x", "cine_person_id": "Nobody", "cine_referral_date": "1990-01-02"},
        **{"cine_close_date": "1991-01-02", "cine_referral_nfa": "N", "cine_cin_primary_need_code": "N1"},
    },
    "ssd_cin_assessments": {
        **{"cina_assessment_id": "x", "cina_person_id": "Nobody", "cina_referral_id": "x"},
        **{"cina_assessment_start_date": "1990-02-01", "cina_assessment_auth_date": "1990-02-02"},
        **{"cina_assessment_outcome_nfa": "N"},
    },
    "ssd_cin_plans": {
        **{"cinp_cin_plan_id": "x", "cinp_person_id": "Nobody"},
        **{"cinp_cin_plan_start_date": "1990-02-05", "cinp_cin_plan_end_date": "1990-03-05"},
    },
    "ssd_cin_visits": {
        **{"cinv_cin_visit_id": "x", "cinv_person_id": "Nobody"},
        **{"cinv_cin_visit_date": "1990-02-05", "cinv_cin_visit_seen": "Y"},
    },
    "ssd_s47_enquiry": {
        **{"s47e_s47_enquiry_id": "x", "s47e_person_id": "Nobody", "s47e_s47_start_date": "1990-01-20"},
        **{"s47e_s47_end_date": "1990-02-05", "s47e_s47_outcome_json": '{"CP_CONFERENCE_FLAG": "Y"}'},
    },
    "ssd_initial_cp_conference": {
        **{"icpc_icpc_id": "x", "icpc_person_id": "Nobody", "icpc_cp_plan_id": "x", "icpc_icpc_date": "1990-02-05"},
        **{"icpc_s47_enquiry_id": "x", "icpc_icpc_transfer_in": "N", "icpc_icpc_outcome_cp_flag": "Y"},
    },
    "ssd_cp_plans": {
        **{"cppl_cp_plan_id": "x", "cppl_person_id": "Nobody", "cppl_icpc_id": "x", "cppl_cp_plan_ola": "N"},
        **{"cppl_cp_plan_start_date": "1990-02-05", "cppl_cp_plan_end_date": "1990-03-05"},
        **{"cppl_cp_plan_initial_category": "NEG", "cppl_cp_plan_latest_category": "NEG"},
    },
    "ssd_cp_visits": {
        **{"cppv_cp_visit_id": "x", "cppv_person_id": "Nobody"},
        **{"cppv_cp_visit_date": "1990-02-07", "cppv_cp_visit_seen": "Y", "cppv_cp_visit_seen_alone": "Y"},
    },
    "ssd_cp_reviews": {
        **{"cppr_cp_review_id": "x", "cppr_person_id": "Nobody", "cppr_cp_plan_id": "x"},
        **{"cppr_cp_review_date": "1990-03-01"},
    },
    "ssd_cla_episodes": {
        **{"clae_cla_episode_id": "x", "clae_person_id": "Nobody", "clae_cla_id": "x"},
        **{"clae_cla_episode_start_date": "1990-02-05", "clae_entered_care_date": "1990-02-05"},
        **{"clae_cla_episode_ceased_date": "1990-02-08", "clae_cla_episode_start_reason": "S"},
        **{"clae_cla_episode_ceased_reason": "E4A", "clae_cla_placement_id": "x", "clae_cla_primary_need_code": "N1"},
    },
    "ssd_cla_placement": {
        **{"clap_cla_placement_id": "x", "clap_person_id": "Nobody", "clap_cla_id": "x"},
        **{"clap_cla_placement_start_date": "1990-02-05", "clap_cla_placement_end_date": "1990-02-08"},
        **{"clap_cla_placement_type": "U6", "clap_cla_placement_provider": "PR1", "clap_cla_placement_distance": "2"},
        **{"clap_cla_placement_postcode": "ZZ9 9ZZ", "clap_cla_placement_urn": "SC000000"},
    },
    "ssd_cla_health": {
        **{"clah_health_check_id": "x", "clah_person_id": "Nobody", "clah_health_check_date": "1990-02-07"},
        **{"clah_health_check_type": "Health Assessment", "clah_health_check_status": "Completed"},
    },
    "ssd_cla_immunisations": {
        **{"clai_person_id": "Nobody", "clai_immunisations_status": "Y"},
        **{"clai_immunisations_status_date": "1990-02-07"},
    },
    "ssd_sdq_scores": {
        **{"csdq_table_id": "x", "csdq_person_id": "Nobody", "csdq_sdq_completed_date": "1990-02-07"},
        **{"csdq_sdq_score": "10"},
    },
    "ssd_permanence": {
        **{"perm_table_id": "x", "perm_person_id": "Nobody", "perm_cla_id": "x"},
        **{"perm_adm_decision_date": "1990-02-06", "perm_placed_for_adoption_date": "1990-02-07"},
        **{"perm_permanence_order_date": "1990-02-08", "perm_permanence_order_type": "Adoption"},
    },
    "ssd_missing": {
        **{"miss_table_id": "x", "miss_person_id": "Nobody", "miss_missing_episode_type": "M"},
        **{"miss_missing_episode_start_date": "1990-02-06", "miss_missing_episode_end_date": "1990-02-07"},
    },
    "ssd_immigration_status": {
        **{"immi_immigration_status_id": "x", "immi_person_id": "Nobody", "immi_immigration_status": "UASC"},
        **{"immi_immigration_status_start_date": "1990-02-05", "immi_immigration_status_end_date": "1990-02-08"},
    },
    "ssd_legal_status": {
        **{"lega_legal_status_id": "x", "lega_person_id": "Nobody", "lega_legal_status": "V2"},
        **{"lega_legal_status_start_date": "1990-02-05", "lega_legal_status_end_date": "1990-02-08"},
    },
    "ssd_cla_visits": {
        **{"clav_cla_visit_id": "x", "clav_person_id": "Nobody", "clav_cla_id": "x"},
        **{"clav_cla_visit_date": "1990-02-07", "clav_cla_visit_seen": "Y"},
    },
    "ssd_cla_reviews": {
        **{"clar_cla_review_id": "x", "clar_cla_id": "x", "clar_cla_review_date": "1990-02-07"},
        **{"clar_cla_review_cancelled": "N", "clar_cla_review_participation": "PN1"},
    },
    "ssd_contacts": {
        **{"cont_contact_id": "x", "cont_person_id": "Nobody", "cont_contact_date": "1990-01-02"},
        **{"cont_contact_source_code": "6", "cont_contact_outcome_json": '{"NEW_REFERRAL_FLAG": "Y"}'},
    },
    "ssd_early_help_episodes": {
        **{"earl_episode_id": "x", "earl_person_id": "Nobody", "earl_episode_organisation": "Nowhere"},
        **{"earl_episode_start_date": "1989-12-01", "earl_episode_end_date": "1990-01-02"},
        **{"earl_episode_end_reason": "Stepped up to social care"},
    },
    "ssd_involvements": {
        **{"invo_involvements_id": "x", "invo_person_id": "Nobody", "invo_professional_role_id": "CW"},
        **{"invo_involvement_start_date": "1990-01-02", "invo_involvement_end_date": "1991-01-02"},
        **{"invo_professional_team": "T0", "invo_professional_id": "W0"},
    },
    "ssd_professionals": {
        **{"prof_professional_id": "W0", "prof_professional_job_title": "Social worker"},
        **{"prof_full_time_equivalency": "1.0"},
    },
    "ssd_department": {"dept_team_id": "T0", "dept_team_name": "T0"},
    "ssd_address": {
        **{"addr_table_id": "x", "addr_person_id": "Nobody", "addr_address_postcode": "ZZ9 9ZZ"},
        **{"addr_address_start_date": "1980-01-01", "addr_address_end_date": "1991-01-02"},
    },
    "ssd_assessment_factors": {
        **{"cinf_table_id": "x", "cinf_assessment_id": "x", "cinf_assessment_factors_json": '["16A"]'},
    },
    "los_management_oversight": {
        **{"mano_oversight_id": "x", "mano_person_id": "Nobody", "mano_oversight_date": "1990-01-05"},
    },
    "los_contact_decisions": {"cond_contact_id": "x", "cond_decision_date": "1990-01-03"},
    "los_cin_plan_reviews": {
        **{"cipr_review_id": "x", "cipr_person_id": "Nobody", "cipr_review_date": "1990-03-01"},
    },
    "los_care_leaver_statuses": {
        **{"cles_status_id": "x", "cles_person_id": "Nobody", "cles_valid_from": "1998-01-02"},
        **{"cles_valid_to": "2001-01-01", "cles_eligibility": "Former relevant", "cles_in_touch": "YES"},
        **{"cles_latest_contact": "2000-01-02", "cles_accom_suitable": "1", "cles_activity": "F5"},
        **{"cles_accommodation": "U", "cles_pathway_plan_review_date": "2000-01-02", "cles_personal_adviser": "W0"},
        **{"cles_health_passport_date": "2000-01-02", "cles_asked_for_support": "N"},
    },
    "los_health_assessments": {
        **{"heas_assessment_id": "x", "heas_person_id": "Nobody", "heas_kind": "IHA"},
        **{"heas_requested_date": "1990-02-06", "heas_assessment_date": "1990-02-07"},
    },
    "los_return_interviews": {
        **{"rhin_interview_id": "x", "rhin_missing_id": "x", "rhin_offered_at": "1990-02-07T10:00:00"},
        **{"rhin_completed_at": "1990-02-07T12:00:00"},
    },
    "los_legal_proceedings": {
        **{"lepr_proceedings_id": "x", "lepr_person_id": "Nobody", "lepr_pre_proceedings_letter_date": "1990-02-05"},
        **{"lepr_pre_proceedings_end_date": "1990-02-06", "lepr_issue_date": "1990-02-06"},
        **{"lepr_final_order_date": "1990-02-08"},
    },
    "los_core_groups": {
        **{"cogr_core_group_id": "x", "cogr_person_id": "Nobody", "cogr_cp_plan_id": "x"},
        **{"cogr_due_date": "1990-02-15", "cogr_held_date": "1990-02-14"},
    },
    "los_feedback": {
        **{"feed_feedback_id": "x", "feed_person_id": "Nobody", "feed_received_date": "1990-03-01"},
        **{"feed_from": "Child", "feed_about": "Plan", "feed_listened": "Y", "feed_score": "5"},
    },
    "los_workforce_months": {
        **{"work_row_id": "x", "work_month": "1990-01-01", "work_team_id": "T0", "work_in_post_fte": "1.0"},
        **{"work_leavers_fte": "0.0", "work_vacant_fte": "0.0", "work_agency_fte": "0.0"},
    },
    "los_localities": {
        **{"loca_row_id": "x", "loca_postcode_start": "ZZ9", "loca_locality": "Nowhere", "loca_ward": "Nowhere"},
        **{"loca_centre": "Nowhere"},
    },
    "los_population_groups": {
        **{"popg_row_id": "x", "popg_mid_year": "2018", "popg_area_code": "E09999999"},
        **{"popg_breakdown": "gender", "popg_member": "Female", "popg_children_0_17": "5000"},
    },
    "los_populations": {
        **{"popu_row_id": "x", "popu_mid_year": "2018", "popu_area_code": "E09999999"},
        **{"popu_children_0_17": "10000"},
    },
}


def write_extract(folder: Path, tables: Mapping[str, Rows], extracted_on: dt.date | str | None = None) -> Path:
    """Writes each table as CSV with the columns that any of its rows has, and the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    if extracted_on is not None:
        (folder / "manifest.json").write_text(f'{{"extracted_on": "{extracted_on}"}}', encoding="utf-8")
    return folder


def with_nobody(tables: Mapping[str, Rows], refs: Sequence[str] | None = None) -> dict[str, Rows]:
    """The tables with a row in each that figures are counted from, so that no table is absent or empty.

    `refs`: only in those that these indicators are counted from, which is much quicker to load.
    """
    asked = None if refs is None else read_for(tuple(refs))
    keys: dict[str, Rows] = {
        name: [row, *tables.get(name, ())]
        for name, row in NEVER_COUNTS.items()
        if asked is None or name in asked or name in tables
    }
    return keys | {name: rows for name, rows in tables.items() if name not in keys}


@cache
def read_for(refs: tuple[str, ...]) -> frozenset[str]:
    """The tables that shipped indicators, and lists of the children behind them, are counted from."""
    book = read_book()
    reads = check_book(book)
    found: set[str] = set()
    names = {("indicator", ref) for ref in refs} | {("breakdown", name) for name in LISTED_WITH}
    cohorts = set(book.named("cohort"))
    seen: set[tuple[str, str]] = set()
    while names - seen:
        kind, name = sorted(names - seen)[0]
        seen.add((kind, name))
        for version in book.versions[kind, name]:  # type: ignore[index]
            found |= set(reads[version].tables)
            names |= {("cohort", other) for other in reads[version].builds_on if other in cohorts}
            if version.is_rate:
                names.add(("indicator", version.header["rate_of"]))
    return frozenset(found)


def load(home: Home, folder: Path, extracted_on: dt.date) -> Snapshot:
    """Loads an extract as the command does."""
    home.create()
    with opened(folder, scratch=home.path) as extract:
        return Snapshots(home.snapshots).load(
            Incoming(extract.files, source=extract.name, extracted_on=extracted_on),
            now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        )


def council_of(
    home: Home,
    tables: Mapping[str, Rows],
    extracted_on: dt.date,
    *,
    nobody: bool = True,
    refs: Sequence[str] | None = None,
) -> Council:
    """A council with these records. `refs`: the only indicators that it will be asked for."""
    folder = write_extract(home.path.parent / "extract", with_nobody(tables, refs) if nobody else tables)
    load(home, folder, extracted_on)
    return Council(home)
