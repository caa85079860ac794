"""Made-up lives for property tests: children with referrals, plans, care, visits and reviews around the boundaries.

Dates fall on the interesting days (28 and 29 days back, month ends, leap days, working day 10) more often than chance
would have it. Lives are not believable; they are meant to be awkward: overlaps, events before their start, empty
flags, two plans at once, care entered twice.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

EXTRACTED = dt.date(2023, 3, 31)
MONTHS = ("2022-10", "2022-12", "2023-02", "2023-03")

_AWKWARD = [
    *(0, 1, 2, 3, 14, 15, 16, 27, 28, 29, 31, 41, 42, 43, 55, 56, 57, 59, 62, 63, 64, 90, 91, 92, 120, 121),
    *(183, 184, 185, 273, 274, 364, 365, 366, 367, 400, 547, 730, 731, 1095),
]

days_back = st.one_of(st.sampled_from(_AWKWARD), st.integers(0, 1500))
dates = days_back.map(lambda back: EXTRACTED - dt.timedelta(days=back))
maybe_dates = st.one_of(dates, st.just(""), st.just("1900-01-01"))
later_dates = st.one_of(dates, dates, st.just(""), st.integers(1, 60).map(lambda n: EXTRACTED + dt.timedelta(days=n)))
moments = st.one_of(
    dates,
    st.just(""),
    st.tuples(dates, st.sampled_from(["00:00:01", "09:30:00", "23:59:00"])).map(lambda at: f"{at[0]}T{at[1]}"),
)
flags = st.sampled_from(["Y", "N", "", "true", "0"])
seen = st.sampled_from(["Y", "Y", "Y", "N", ""])

Tables = dict[str, list[dict[str, object]]]


@st.composite
def councils(draw: st.DrawFn, most_children: int = 6) -> Tables:
    """The tables of a council with a few children, each with awkward lives."""
    tables: Tables = {}
    for number in range(draw(st.integers(1, most_children))):
        _child(draw, f"C{number}", tables)
    for name, rows in tables.items():
        for n, row in enumerate(rows):
            row[KEYS[name]] = row.get(KEYS[name]) or f"{name}-{n}"
    return tables


KEYS = {
    "ssd_person": "pers_person_id",
    "ssd_disability": "disa_table_id",
    "ssd_cin_episodes": "cine_referral_id",
    "ssd_cin_assessments": "cina_assessment_id",
    "ssd_cin_plans": "cinp_cin_plan_id",
    "ssd_cin_visits": "cinv_cin_visit_id",
    "ssd_cp_plans": "cppl_cp_plan_id",
    "ssd_initial_cp_conference": "icpc_icpc_id",
    "ssd_cp_visits": "cppv_cp_visit_id",
    "ssd_cp_reviews": "cppr_cp_review_id",
    "ssd_cla_episodes": "clae_cla_episode_id",
    "ssd_legal_status": "lega_legal_status_id",
    "ssd_cla_visits": "clav_cla_visit_id",
    "ssd_cla_reviews": "clar_cla_review_id",
    "ssd_contacts": "cont_contact_id",
    "ssd_involvements": "invo_involvements_id",
    "los_contact_decisions": "cond_contact_id",
    "los_management_oversight": "mano_oversight_id",
    "los_cin_plan_reviews": "cipr_review_id",
    "los_care_leaver_statuses": "cles_status_id",
    "ssd_s47_enquiry": "s47e_s47_enquiry_id",
    "ssd_early_help_episodes": "earl_episode_id",
    "ssd_missing": "miss_table_id",
    "los_return_interviews": "rhin_interview_id",
    "los_health_assessments": "heas_assessment_id",
    "ssd_cla_health": "clah_health_check_id",
    "ssd_sdq_scores": "csdq_table_id",
    "los_legal_proceedings": "lepr_proceedings_id",
    "ssd_permanence": "perm_table_id",
    "ssd_cla_placement": "clap_cla_placement_id",
    "los_core_groups": "cogr_core_group_id",
    "los_feedback": "feed_feedback_id",
}


def _child(draw: st.DrawFn, child: str, tables: Tables) -> None:
    def add(table: str, **row: object) -> None:
        tables.setdefault(table, []).append(row)

    def several(most: int) -> range:
        return range(draw(st.integers(0, most)))

    born = st.one_of(
        st.integers(0, 23 * 365 + 5).map(lambda back: EXTRACTED - dt.timedelta(days=back)),
        st.sampled_from([dt.date(2004, 2, 29), dt.date(2005, 3, 31), dt.date(2001, 3, 31), dt.date(2006, 2, 28), ""]),
    )
    add(
        "ssd_person",
        pers_person_id=child,
        pers_dob=draw(born),
        pers_gender=draw(st.sampled_from(["01", "02", "09", "M", "female", ""])),
        pers_ethnicity=draw(st.sampled_from(["WBRI", "MWAS", "ABAN", "BCRB", "OOTH", "REFU", ""])),
    )
    for _ in several(2):
        add("ssd_disability", disa_person_id=child, disa_disability_code=draw(st.sampled_from(["NONE", "AUT", "MOB"])))
    for n in several(2):
        add(
            "ssd_cin_episodes",
            cine_referral_id=f"{child}-r{n}",
            cine_person_id=child,
            cine_referral_date=draw(dates),
            cine_close_date=draw(later_dates),
            cine_referral_nfa=draw(flags),
            cine_cin_primary_need_code=draw(st.sampled_from(["N1", "N5", ""])),
        )
    for _ in several(3):
        add(
            "ssd_cin_assessments",
            cina_person_id=child,
            cina_referral_id=draw(st.sampled_from([f"{child}-r0", f"{child}-r1", "gone", ""])),
            cina_assessment_start_date=draw(maybe_dates),
            cina_assessment_auth_date=draw(maybe_dates),
            cina_assessment_outcome_nfa=draw(flags),
        )
    for n in several(2):
        add(
            "ssd_cin_plans",
            cinp_cin_plan_id=f"{child}-p{n}",
            cinp_person_id=child,
            cinp_cin_plan_start_date=draw(dates),
            cinp_cin_plan_end_date=draw(later_dates),
        )
    for _ in several(3):
        add(
            "ssd_cin_visits",
            cinv_person_id=child,
            cinv_cin_visit_date=draw(later_dates),
            cinv_cin_visit_seen=draw(seen),
        )
    for _ in several(2):
        add("los_cin_plan_reviews", cipr_person_id=child, cipr_review_date=draw(maybe_dates))
    for _ in several(2):
        add("los_management_oversight", mano_person_id=child, mano_oversight_date=draw(dates))
    _protection(draw, child, add, several)
    _care(draw, child, add, several)
    _services(draw, child, add, several)
    _health(draw, child, add, several)
    for n in several(2):
        add("ssd_contacts", cont_contact_id=f"{child}-k{n}", cont_person_id=child, cont_contact_date=draw(dates))
        if draw(st.booleans()):
            add("los_contact_decisions", cond_contact_id=f"{child}-k{n}", cond_decision_date=draw(later_dates))
    for _ in several(2):
        add(
            "ssd_involvements",
            invo_person_id=child,
            invo_professional_role_id=draw(st.sampled_from(["CW", "CW", "cw - allocated", "16PLUS"])),
            invo_professional_team=draw(st.sampled_from(["T1", "T2", ""])),
            invo_professional_id=draw(st.sampled_from(["W1", "W2"])),
            invo_involvement_start_date=draw(dates),
            invo_involvement_end_date=draw(later_dates),
        )


def _protection(draw, child, add, several) -> None:  # type: ignore[no-untyped-def]
    for n in several(2):
        plan, conference = f"{child}-cp{n}", f"{child}-i{n}"
        add(
            "ssd_cp_plans",
            cppl_cp_plan_id=plan,
            cppl_person_id=child,
            cppl_icpc_id=draw(st.sampled_from([conference, "", "gone"])),
            cppl_cp_plan_start_date=draw(dates),
            cppl_cp_plan_end_date=draw(later_dates),
            cppl_cp_plan_ola=draw(st.sampled_from(["N", "", "N", "Y"])),
        )
        if draw(st.booleans()):
            add(
                "ssd_initial_cp_conference",
                icpc_icpc_id=conference,
                icpc_person_id=child,
                icpc_cp_plan_id=draw(st.sampled_from([plan, ""])),
                icpc_icpc_date=draw(dates),
            )
        for _ in several(3):
            add("ssd_cp_reviews", cppr_person_id=child, cppr_cp_plan_id=plan, cppr_cp_review_date=draw(maybe_dates))
    for _ in several(2):
        add("ssd_cp_visits", cppv_person_id=child, cppv_cp_visit_date=draw(dates), cppv_cp_visit_seen=draw(seen))


def _care(draw, child, add, several) -> None:  # type: ignore[no-untyped-def]
    for n in several(2):
        entered = draw(dates)
        for _ in range(draw(st.integers(1, 2))):
            add(
                "ssd_cla_episodes",
                clae_person_id=child,
                clae_cla_id=f"{child}-c{n}",
                clae_cla_episode_start_date=entered,
                clae_cla_episode_ceased_date=draw(later_dates),
                clae_entered_care_date=entered,
            )
        for _ in several(3):
            add(
                "ssd_cla_reviews",
                clar_cla_id=f"{child}-c{n}",
                clar_cla_review_date=draw(maybe_dates),
                clar_cla_review_cancelled=draw(st.sampled_from(["N", "", "Y"])),
            )
    for _ in several(1):
        add(
            "ssd_legal_status",
            lega_person_id=child,
            lega_legal_status=draw(st.sampled_from(["C2", "V2", "V3", "V4 - short breaks"])),
            lega_legal_status_start_date=draw(dates),
            lega_legal_status_end_date=draw(later_dates),
        )
    for _ in several(2):
        add("ssd_cla_visits", clav_person_id=child, clav_cla_visit_date=draw(dates), clav_cla_visit_seen=draw(seen))
    for _ in several(2):
        add(
            "los_care_leaver_statuses",
            cles_person_id=child,
            cles_valid_from=draw(dates),
            cles_valid_to=draw(later_dates),
            cles_eligibility=draw(st.sampled_from(["Relevant", "b) Former relevant child", "Qualifying", "Eligible"])),
            cles_in_touch=draw(st.sampled_from(["YES", "NO", "in touch", ""])),
            cles_latest_contact=draw(maybe_dates),
            cles_accom_suitable=draw(st.sampled_from(["1", "2", "Suitable", ""])),
            cles_activity=draw(st.sampled_from(["F1", "P5", "G4", ""])),
        )


def _services(draw, child, add, several) -> None:  # type: ignore[no-untyped-def]
    outcomes = st.sampled_from(['{"CP_CONFERENCE_FLAG": "Y"}', '{"NFA_FLAG": "Y"}', "not JSON", ""])
    for n in several(2):
        add(
            "ssd_s47_enquiry",
            s47e_s47_enquiry_id=f"{child}-s{n}",
            s47e_person_id=child,
            s47e_s47_start_date=draw(dates),
            s47e_s47_outcome_json=draw(outcomes),
        )
    for _ in several(2):
        add(
            "ssd_early_help_episodes",
            earl_person_id=child,
            earl_episode_start_date=draw(dates),
            earl_episode_end_date=draw(later_dates),
            earl_episode_end_reason=draw(st.sampled_from(["Stepped up", "Needs met", ""])),
            earl_episode_organisation=draw(st.sampled_from(["Made-up Centre", ""])),
        )
    for n in several(2):
        gone = f"{child}-m{n}"
        add(
            "ssd_missing",
            miss_table_id=gone,
            miss_person_id=child,
            miss_missing_episode_start_date=draw(dates),
            miss_missing_episode_end_date=draw(moments),
            miss_missing_episode_type=draw(st.sampled_from(["M", "A", ""])),
        )
        for _ in several(2):
            add(
                "los_return_interviews",
                rhin_missing_id=gone,
                rhin_offered_at=draw(moments),
                rhin_completed_at=draw(moments),
            )
    for _ in several(2):
        add(
            "los_legal_proceedings",
            lepr_person_id=child,
            lepr_pre_proceedings_letter_date=draw(maybe_dates),
            lepr_pre_proceedings_end_date=draw(later_dates),
            lepr_issue_date=draw(maybe_dates),
            lepr_final_order_date=draw(later_dates),
        )
    for _ in several(2):
        add(
            "los_core_groups",
            cogr_person_id=child,
            cogr_cp_plan_id=draw(st.sampled_from([f"{child}-cp0", "gone", ""])),
            cogr_due_date=draw(later_dates),
            cogr_held_date=draw(later_dates),
        )
    for _ in several(1):
        add(
            "los_feedback",
            feed_person_id=child,
            feed_received_date=draw(dates),
            feed_from=draw(st.sampled_from(["Child", "Parent", ""])),
            feed_about=draw(st.sampled_from(["Plan", ""])),
            feed_listened=draw(flags),
            feed_score=draw(st.sampled_from(["1", "5", ""])),
        )


def _health(draw, child, add, several) -> None:  # type: ignore[no-untyped-def]
    for _ in several(2):
        add(
            "los_health_assessments",
            heas_person_id=child,
            heas_kind=draw(st.sampled_from(["IHA", "RHA", ""])),
            heas_requested_date=draw(maybe_dates),
            heas_assessment_date=draw(maybe_dates),
        )
    for _ in several(2):
        add(
            "ssd_cla_health",
            clah_person_id=child,
            clah_health_check_type=draw(st.sampled_from(["Health Assessment", "Dental Check"])),
            clah_health_check_date=draw(later_dates),
            clah_health_check_status=draw(st.sampled_from(["Completed", "Planned", ""])),
        )
    for _ in several(2):
        add(
            "ssd_sdq_scores",
            csdq_person_id=child,
            csdq_sdq_completed_date=draw(maybe_dates),
            csdq_sdq_score=draw(st.sampled_from(["0", "17", "40", ""])),
        )
    for n in several(1):
        add(
            "ssd_permanence",
            perm_person_id=child,
            perm_cla_id=f"{child}-c{n}",
            perm_adm_decision_date=draw(maybe_dates),
            perm_placed_for_adoption_date=draw(maybe_dates),
            perm_permanence_order_date=draw(maybe_dates),
            perm_permanence_order_type=draw(st.sampled_from(["Adoption", "Special Guardianship", ""])),
        )
    for n in several(2):
        add(
            "ssd_cla_placement",
            clap_person_id=child,
            clap_cla_id=f"{child}-c{n}",
            clap_cla_placement_start_date=draw(dates),
            clap_cla_placement_end_date=draw(later_dates),
            clap_cla_placement_type=draw(st.sampled_from(["U6", "U1", "K2", "T3", ""])),
            clap_cla_placement_provider=draw(st.sampled_from(["PR1", "PR4", ""])),
            clap_cla_placement_distance=draw(st.sampled_from(["2", "20", "20.5", ""])),
            clap_cla_placement_postcode=draw(st.sampled_from(["ZZ9 9ZZ", ""])),
        )
