"""A few drawn lives that have a row in every table with a date; `drawn_lines` says what the chronology makes of them.

Ash is referred, protected, comes into our care and leaves it; Birch has the records that Ash lacks; Cedar is the mother
of Ash. The extract is of 31 March 2023.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tests.extracts import Rows

ON = dt.date(2023, 3, 31)

RECORDS: Mapping[str, Rows] = {
    "ssd_person": [
        {"pers_person_id": "Ash", "pers_dob": "2010-05-01", "pers_death_date": "", "pers_expected_dob": ""},
        {"pers_person_id": "Birch", "pers_dob": "2004-01-02", "pers_death_date": "2023-03-30"},
        {"pers_person_id": "Unborn", "pers_expected_dob": "2023-06-01"},
        {"pers_person_id": "Cedar", "pers_dob": "1990-07-07"},
    ],
    "ssd_mother": [
        {
            "moth_table_id": "M1",
            "moth_person_id": "Cedar",
            "moth_childs_person_id": "Ash",
            "moth_childs_dob": "2010-05-01",
        },
    ],
    "ssd_address": [
        {"addr_table_id": "A1", "addr_person_id": "Ash", "addr_address_type": "Home"}
        | {
            "addr_address_start_date": "2010-05-01",
            "addr_address_end_date": "2021-02-01",
            "addr_address_postcode": "ZZ24ZZ",
        },
        {"addr_table_id": "A2", "addr_person_id": "Ash", "addr_address_start_date": "2021-02-01"},
    ],
    "ssd_immigration_status": [
        {"immi_immigration_status_id": "I1", "immi_person_id": "Birch", "immi_immigration_status": "UASC"}
        | {"immi_immigration_status_start_date": "2019-01-01", "immi_immigration_status_end_date": "2021-01-01"},
    ],
    "ssd_linked_identifiers": [
        {"link_table_id": "L1", "link_person_id": "Birch", "link_identifier_type": "NHS Number"}
        | {"link_identifier_value": "9990001112", "link_valid_from_date": "2019-01-05", "link_valid_to_date": ""},
    ],
    "ssd_contacts": [
        {"cont_contact_id": "C1", "cont_person_id": "Ash", "cont_contact_date": "2021-01-04 16:40:00"}
        | {"cont_contact_source_code": "6", "cont_contact_source_desc": "The police"}
        | {"cont_contact_outcome_json": '{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "N", "ADVICE_FLAG": "Y"}'},
        {"cont_contact_id": "C2", "cont_person_id": "Ash", "cont_contact_date": "2021-01-02"}
        | {"cont_contact_source_desc": "A neighbour", "cont_contact_outcome_json": "Advice given, Letter sent"},
    ],
    "los_contact_decisions": [
        {
            "cond_contact_id": "C1",
            "cond_decision_date": "2021-01-05",
            "cond_decision": "Referral",
            "cond_worker_id": "W1",
        },
    ],
    "ssd_early_help_episodes": [
        {"earl_episode_id": "E1", "earl_person_id": "Ash", "earl_episode_start_date": "2020-09-01"}
        | {"earl_episode_end_date": "2021-01-05", "earl_episode_reason": "School attendance"}
        | {
            "earl_episode_end_reason": "Stepped up",
            "earl_episode_organisation": "A school",
            "earl_episode_worker_id": "W9",
        },
    ],
    "ssd_cin_episodes": [
        {"cine_referral_id": "R1", "cine_person_id": "Ash", "cine_referral_date": "2021-01-05"}
        | {"cine_cin_primary_need_code": "N1", "cine_referral_source_code": "6", "cine_close_date": "2023-02-01"}
        | {"cine_referral_outcome_json": '{"SINGLE_ASSESSMENT_FLAG": "Y"}', "cine_referral_nfa": "N"}
        | {"cine_close_reason": "RC4", "cine_referral_team": "T1", "cine_referral_worker_id": "W1"},
        {
            "cine_referral_id": "R2",
            "cine_person_id": "Birch",
            "cine_referral_date": "2022-05-05",
            "cine_referral_nfa": "Y",
        },
        {"cine_referral_id": "R3", "cine_person_id": "Unborn", "cine_referral_date": "2023-03-01"},
    ],
    "ssd_involvements": [
        {"invo_involvements_id": "N1", "invo_professional_id": "W1", "invo_professional_role_id": "CW"}
        | {"invo_professional_team": "T1", "invo_person_id": "Ash", "invo_involvement_start_date": "2021-01-05"}
        | {"invo_involvement_end_date": "2021-02-01", "invo_worker_change_reason": "TSPROC"},
        {"invo_involvements_id": "N2", "invo_professional_id": "W8", "invo_professional_role_id": "16PLUS"}
        | {"invo_professional_team": "T8", "invo_person_id": "Birch", "invo_involvement_start_date": "2022-01-05"},
    ],
    "los_management_oversight": [
        {"mano_oversight_id": "O1", "mano_person_id": "Ash", "mano_oversight_date": "2021-01-06"}
        | {"mano_oversight_type": "Supervision", "mano_worker_id": "W2"},
    ],
    "ssd_s47_enquiry": [
        {"s47e_s47_enquiry_id": "S1", "s47e_person_id": "Ash", "s47e_s47_start_date": "2021-01-07"}
        | {"s47e_s47_end_date": "2021-01-20", "s47e_s47_nfa": "N", "s47e_s47_completed_by_team": "T1"}
        | {"s47e_s47_outcome_json": '{"CP_CONFERENCE_FLAG": "Y"}', "s47e_s47_completed_by_worker_id": "W1"},
        {"s47e_s47_enquiry_id": "S2", "s47e_person_id": "Birch", "s47e_s47_start_date": "2022-05-06"}
        | {"s47e_s47_end_date": "2022-05-09", "s47e_s47_nfa": "Y"},
    ],
    "ssd_cin_assessments": [
        {"cina_assessment_id": "B1", "cina_person_id": "Ash", "cina_assessment_start_date": "2021-01-05"}
        | {"cina_assessment_auth_date": "2021-02-10", "cina_assessment_child_seen": "Y", "cina_assessment_team": "T1"}
        | {"cina_assessment_outcome_json": '{"PROV_OF_SERVICES_FLAG": "Y"}', "cina_assessment_outcome_nfa": "N"}
        | {"cina_assessment_worker_id": "W1"},
        {"cina_assessment_id": "B2", "cina_person_id": "Birch", "cina_assessment_start_date": "2023-03-20"},
    ],
    "ssd_assessment_factors": [
        {"cinf_table_id": "F1", "cinf_assessment_id": "B1", "cinf_assessment_factors_json": '["16A", "3B", "ZZ"]'},
    ],
    "ssd_initial_cp_conference": [
        {
            "icpc_icpc_id": "K1",
            "icpc_person_id": "Ash",
            "icpc_icpc_date": "2021-02-01",
            "icpc_icpc_target_date": "2021-01-28",
        }
        | {"icpc_icpc_outcome_cp_flag": "Y", "icpc_icpc_transfer_in": "N", "icpc_icpc_outcome_json": '{"CP_FLAG": "Y"}'}
        | {"icpc_icpc_team": "T3", "icpc_icpc_worker_id": "W3"},
        {"icpc_icpc_id": "K2", "icpc_person_id": "Birch", "icpc_icpc_target_date": "2022-06-01"},
        {"icpc_icpc_id": "K3", "icpc_person_id": "Unborn", "icpc_icpc_target_date": "2023-04-20"},
    ],
    "ssd_cin_plans": [
        {"cinp_cin_plan_id": "P1", "cinp_person_id": "Ash", "cinp_cin_plan_start_date": "2021-01-20"}
        | {"cinp_cin_plan_end_date": "2021-02-01", "cinp_cin_plan_team": "T1", "cinp_cin_plan_worker_id": "W1"},
    ],
    "ssd_cp_plans": [
        {"cppl_cp_plan_id": "Q1", "cppl_person_id": "Ash", "cppl_cp_plan_start_date": "2021-02-01"}
        | {"cppl_cp_plan_end_date": "2021-06-01", "cppl_cp_plan_ola": "N"}
        | {"cppl_cp_plan_initial_category": "NEG", "cppl_cp_plan_latest_category": "EMO"},
        {"cppl_cp_plan_id": "Q2", "cppl_person_id": "Birch", "cppl_cp_plan_start_date": "2022-06-01"}
        | {"cppl_cp_plan_ola": "Y", "cppl_cp_plan_initial_category": "PHY", "cppl_cp_plan_latest_category": "PHY"},
    ],
    "ssd_cin_visits": [
        {"cinv_cin_visit_id": "V1", "cinv_person_id": "Ash", "cinv_cin_visit_date": "2021-01-10"}
        | {"cinv_cin_visit_seen": "Y", "cinv_cin_visit_seen_alone": "Y", "cinv_cin_visit_bedroom": "Y"},
        {
            "cinv_cin_visit_id": "V2",
            "cinv_person_id": "Ash",
            "cinv_cin_visit_date": "2021-01-09",
            "cinv_cin_visit_seen": "N",
        },
    ],
    "ssd_cp_visits": [
        {"cppv_cp_visit_id": "V3", "cppv_person_id": "Ash", "cppv_cp_visit_date": "2021-02-08"}
        | {"cppv_cp_visit_seen": "Y", "cppv_cp_visit_seen_alone": "N", "cppv_cp_visit_bedroom": "N"},
    ],
    "ssd_cla_visits": [
        {"clav_cla_visit_id": "V4", "clav_person_id": "Ash", "clav_cla_visit_date": "2021-06-08"}
        | {"clav_cla_visit_seen": "Y", "clav_cla_visit_seen_alone": "Y"},
    ],
    "los_cin_plan_reviews": [
        {"cipr_review_id": "U1", "cipr_person_id": "Ash", "cipr_review_due_date": "2021-01-25"}
        | {"cipr_review_date": "2021-01-30", "cipr_outcome": "Step up"},
        {"cipr_review_id": "U2", "cipr_person_id": "Ash", "cipr_review_due_date": "2021-01-28"},
    ],
    "ssd_cp_reviews": [
        {"cppr_cp_review_id": "U3", "cppr_person_id": "Ash", "cppr_cp_review_due": "2021-05-01"}
        | {
            "cppr_cp_review_date": "2021-05-01",
            "cppr_cp_review_outcome_continue_cp": "Y",
            "cppr_cp_review_quorate": "No",
        }
        | {"cppr_cp_review_participation": "PN1"},
        {"cppr_cp_review_id": "U4", "cppr_person_id": "Birch", "cppr_cp_review_due": "2023-05-01"},
    ],
    "ssd_cla_reviews": [
        {"clar_cla_review_id": "U5", "clar_cla_person_id": "Ash", "clar_cla_review_due_date": "2021-06-20"}
        | {
            "clar_cla_review_date": "2021-06-22",
            "clar_cla_review_cancelled": "N",
            "clar_cla_review_participation": "PN2",
        },
        {"clar_cla_review_id": "U6", "clar_cla_person_id": "Ash", "clar_cla_review_due_date": "2021-09-20"}
        | {"clar_cla_review_cancelled": "Y"},
    ],
    "ssd_cla_episodes": [
        {"clae_cla_episode_id": "G1", "clae_person_id": "Ash", "clae_cla_episode_start_date": "2021-06-01"}
        | {"clae_cla_episode_start_reason": "S", "clae_cla_primary_need_code": "N1", "clae_cla_id": "LAC1"}
        | {"clae_cla_episode_ceased_date": "2021-09-01", "clae_cla_episode_ceased_reason": "X1"}
        | {"clae_entered_care_date": "2021-06-01", "clae_cla_last_iro_contact_date": "2021-06-15"},
        {"clae_cla_episode_id": "G2", "clae_person_id": "Ash", "clae_cla_episode_start_date": "2021-09-01"}
        | {"clae_cla_episode_start_reason": "P", "clae_cla_primary_need_code": "N1", "clae_cla_id": "LAC1"}
        | {"clae_cla_episode_ceased_date": "2023-01-31", "clae_cla_episode_ceased_reason": "E45"}
        | {"clae_entered_care_date": "2021-06-01", "clae_cla_last_iro_contact_date": "2021-06-15"},
        {"clae_cla_episode_id": "G3", "clae_person_id": "Birch", "clae_cla_episode_start_date": "2019-01-01"}
        | {"clae_cla_id": "LAC2", "clae_entered_care_date": "2019-01-01"},
    ],
    "ssd_cla_care_plan": [
        {"lacp_table_id": "Y1", "lacp_person_id": "Ash", "lacp_cla_care_plan_start_date": "2021-06-20"}
        | {"lacp_cla_care_plan_end_date": "2023-01-31", "lacp_cla_care_plan_json": '{"LTRELFR": "Y", "ADOPTION": "N"}'},
    ],
    "ssd_cla_placement": [
        {"clap_cla_placement_id": "H1", "clap_person_id": "Ash", "clap_cla_placement_start_date": "2021-06-01"}
        | {"clap_cla_placement_type": "U6", "clap_cla_placement_provider": "PR1", "clap_cla_placement_distance": "3.25"}
        | {"clap_cla_placement_end_date": "2021-09-01", "clap_cla_placement_change_reason": "CARPL"},
        {"clap_cla_placement_id": "H2", "clap_person_id": "Birch", "clap_cla_placement_start_date": "2019-01-01"}
        | {"clap_cla_placement_type": "K2", "clap_cla_placement_distance": "999.9"},
    ],
    "ssd_legal_status": [
        {"lega_legal_status_id": "J1", "lega_person_id": "Ash", "lega_legal_status": "C1"}
        | {"lega_legal_status_start_date": "2021-06-01", "lega_legal_status_end_date": "2023-01-31"},
    ],
    "los_legal_proceedings": [
        {"lepr_proceedings_id": "X1", "lepr_person_id": "Ash", "lepr_pre_proceedings_letter_date": "2021-03-01"}
        | {"lepr_pre_proceedings_end_date": "2021-05-20", "lepr_pre_proceedings_outcome": "Issue"}
        | {
            "lepr_issue_date": "2021-05-25",
            "lepr_final_order_date": "2023-01-31",
            "lepr_final_order": "Special guardianship",
        },
    ],
    "ssd_pre_proceedings": [
        {"prep_table_id": "X2", "prep_person_id": "Birch", "prep_pre_pro_decision_date": "2019-02-01"}
        | {"prep_initial_pre_pro_meeting_date": "2019-02-20", "prep_pre_pro_letter_date": "2019-02-10"}
        | {"prep_agree_stepdown_issue_date": "2019-03-20", "prep_care_pro_letter_date": "2019-03-25"}
        | {"prep_pre_pro_outcome": "Decision to Issue Care Proceedings", "prep_legal_gateway_outcome": "B"},
    ],
    "ssd_permanence": [
        {"perm_table_id": "Z1", "perm_person_id": "Ash", "perm_adm_decision_date": "2021-10-01"}
        | {"perm_ffa_cp_decision_date": "2021-10-02", "perm_placement_order_date": "2021-10-03"}
        | {"perm_matched_date": "2021-10-04", "perm_placed_for_adoption_date": "2021-10-05"}
        | {"perm_placed_foster_carer_date": "1900-01-01", "perm_placed_ffa_cp_date": "2021-10-07"}
        | {"perm_decision_reversed_date": "2022-01-08", "perm_decision_reversed_reason": "RD1"}
        | {"perm_permanence_order_date": "2023-01-31", "perm_permanence_order_type": "Special Guardianship Order"}
        | {"perm_adoption_worker_id": "W5"},
    ],
    "ssd_cla_previous_permanence": [
        {"lapp_table_id": "D1", "lapp_person_id": "Birch", "lapp_previous_permanence_option": "P2"}
        | {"lapp_previous_permanence_la": "Elsewhere", "lapp_previous_permanence_order_date": "zz/05/2015"},
        {"lapp_table_id": "D2", "lapp_person_id": "Ash", "lapp_previous_permanence_option": "P1"}
        | {"lapp_previous_permanence_order_date": "2012-02-29"},
        {"lapp_table_id": "D3", "lapp_person_id": "Ash", "lapp_previous_permanence_option": "Z1"}
        | {"lapp_previous_permanence_order_date": "zz/zz/zzzz"},
    ],
    "los_care_leaver_statuses": [
        {
            "cles_status_id": "T1",
            "cles_person_id": "Birch",
            "cles_valid_from": "2022-01-02",
            "cles_valid_to": "2022-12-31",
        }
        | {"cles_eligibility": "Former relevant", "cles_in_touch": "YES", "cles_latest_contact": "2022-11-01"}
        | {"cles_accommodation": "U", "cles_accom_suitable": "1", "cles_activity": "F2"}
        | {"cles_pathway_plan_review_date": "2022-06-01", "cles_personal_adviser": "W6"}
        | {"cles_health_passport_date": "2022-01-09"},
        {"cles_status_id": "T2", "cles_person_id": "Birch", "cles_valid_from": "2022-12-31"}
        | {"cles_eligibility": "Former relevant", "cles_in_touch": "NO", "cles_latest_contact": "2022-11-01"}
        | {"cles_pathway_plan_review_date": "2022-06-01", "cles_health_passport_date": "2022-01-09"},
    ],
    "ssd_care_leavers": [
        {"clea_table_id": "T3", "clea_person_id": "Birch", "clea_care_leaver_latest_contact": "2022-11-01"},
        {"clea_table_id": "T4", "clea_person_id": "Cedar", "clea_care_leaver_latest_contact": "2023-03-01"}
        | {"clea_care_leaver_eligibility": "Qualifying", "clea_care_leaver_in_touch": "YES"}
        | {
            "clea_care_leaver_accommodation": "X",
            "clea_care_leaver_accom_suitable": "2",
            "clea_care_leaver_activity": "G5",
        }
        | {"clea_pathway_plan_review_date": "2023-02-01", "clea_care_leaver_personal_advisor": "W6"}
        | {"clea_care_leaver_allocated_team": "T6", "clea_care_leaver_worker_id": "W7"},
    ],
    "ssd_missing": [
        {"miss_table_id": "MM1", "miss_person_id": "Ash", "miss_missing_episode_start_date": "2021-12-31 22:00:00"}
        | {"miss_missing_episode_type": "M", "miss_missing_episode_end_date": "2022-01-02 01:00:00"}
        | {"miss_missing_rhi_offered": "Y", "miss_missing_rhi_accepted": "N"},
        {"miss_table_id": "MM2", "miss_person_id": "Birch", "miss_missing_episode_start_date": "2023-03-30"},
    ],
    "los_return_interviews": [
        {"rhin_interview_id": "RI1", "rhin_missing_id": "MM1", "rhin_offered_at": "2022-01-02 09:00:00"}
        | {"rhin_completed_at": "2022-01-04 10:00:00", "rhin_declined_reason": ""},
    ],
    "ssd_cla_convictions": [
        {"clac_cla_conviction_id": "CV1", "clac_person_id": "Ash", "clac_cla_conviction_date": "2022-02-02"}
        | {"clac_cla_conviction_offence": "Theft"},
    ],
    "ssd_cla_health": [
        {"clah_health_check_id": "HC1", "clah_person_id": "Ash", "clah_health_check_type": "Dental Check"}
        | {"clah_health_check_date": "2023-05-01", "clah_health_check_status": "Planned"},
    ],
    "los_health_assessments": [
        {"heas_assessment_id": "HA1", "heas_person_id": "Ash", "heas_kind": "IHA", "heas_requested_date": "2021-06-02"}
        | {"heas_assessment_date": "2021-06-20", "heas_report_date": "2021-06-25"},
    ],
    "ssd_cla_immunisations": [
        {"clai_person_id": "Ash", "clai_immunisations_status": "N", "clai_immunisations_status_date": "2022-03-03"},
    ],
    "ssd_sdq_scores": [
        {
            "csdq_table_id": "SQ1",
            "csdq_person_id": "Ash",
            "csdq_sdq_completed_date": "2022-03-04",
            "csdq_sdq_score": "14",
        },
        {
            "csdq_table_id": "SQ2",
            "csdq_person_id": "Birch",
            "csdq_sdq_completed_date": "2022-03-05",
            "csdq_sdq_reason": "SDQ1",
        },
    ],
    "los_core_groups": [
        {"cogr_core_group_id": "G1", "cogr_person_id": "Ash", "cogr_cp_plan_id": "Q1"}
        | {"cogr_due_date": "2021-02-15", "cogr_held_date": "2021-02-18"},
        {"cogr_core_group_id": "G2", "cogr_person_id": "Ash", "cogr_cp_plan_id": "Q1"}
        | {"cogr_due_date": "2021-04-01", "cogr_held_date": "2021-04-01"},
        {"cogr_core_group_id": "G3", "cogr_person_id": "Birch", "cogr_cp_plan_id": "Q2", "cogr_due_date": "2023-04-05"},
    ],
    "los_feedback": [
        {"feed_feedback_id": "F1", "feed_person_id": "Ash", "feed_received_date": "2021-03-03", "feed_from": "Child"}
        | {"feed_about": "Visit", "feed_listened": "Y", "feed_score": "4"},
        {"feed_feedback_id": "F2", "feed_person_id": "Ash", "feed_received_date": "2021-03-04", "feed_from": "Parent"}
        | {"feed_about": "Early help", "feed_listened": "N"},
    ],
    "ssd_cla_substance_misuse": [
        {"clas_substance_misuse_id": "SM1", "clas_person_id": "Ash", "clas_substance_misuse_date": "2022-04-01"}
        | {"clas_substance_misused": "Cannabis", "clas_intervention_received": "Y"},
    ],
    "ssd_send": [{"send_table_id": "SE1", "send_person_id": "Ash", "send_upn": "A123456789012"}],
    "ssd_ehcp_requests": [
        {"ehcr_ehcp_request_id": "ER1", "ehcr_send_table_id": "SE1", "ehcr_ehcp_req_date": "2020-01-10"}
        | {"ehcr_ehcp_req_outcome_date": "2020-02-10", "ehcr_ehcp_req_outcome": "Y"},
    ],
    "ssd_ehcp_assessment": [
        {
            "ehca_ehcp_assessment_id": "EA1",
            "ehca_ehcp_request_id": "ER1",
            "ehca_ehcp_assessment_outcome_date": "2020-05-10",
        }
        | {"ehca_ehcp_assessment_outcome": "Y", "ehca_ehcp_assessment_exceptions": "0"},
    ],
    "ssd_ehcp_named_plan": [
        {"ehcn_named_plan_id": "EP1", "ehcn_ehcp_asmt_id": "EA1", "ehcn_named_plan_start_date": "2020-05-20"}
        | {"ehcn_named_plan_ceased_date": "2022-07-20", "ehcn_named_plan_ceased_reason": "2"},
    ],
    "ssd_ehcp_active_plans": [
        {
            "ehcp_active_ehcp_id": "EV1",
            "ehcp_ehcp_request_id": "ER1",
            "ehcp_active_ehcp_last_review_date": "2021-05-20",
        },
    ],
}
