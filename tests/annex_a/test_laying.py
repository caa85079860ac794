"""Who stands in each list, and what stands in its cells: at the edges of the window, and where records are awkward."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest

from lineofsight.annex_a.laying import Laid
from lineofsight.council import Council
from lineofsight.home import Home
from tests.annex_a.councils import BEFORE, FIRST, ON, a_council, children, laid, rows
from tests.extracts import council_of, load, write_extract

D = dt.date


def of(home: Home, **tables: list[dict[str, object]]) -> Laid:
    return laid(a_council(home, tables))


def person(child: str, born: str) -> dict[str, object]:
    return {"pers_person_id": child, "pers_dob": born, "pers_gender": "01", "pers_ethnicity": "WBRI"}


def contact(child: str, day: str) -> dict[str, object]:
    return {"cont_contact_id": f"k-{child}", "cont_person_id": child, "cont_contact_date": day}


def episode(child: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
    return {
        "cine_referral_id": f"{child}-r{nth}", "cine_person_id": child, "cine_referral_date": start,
        "cine_close_date": end, "cine_cin_primary_need_code": "N1", "cine_referral_nfa": "N", **more,
    }  # fmt: skip


def assessment(child: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
    return {
        "cina_assessment_id": f"{child}-a{nth}", "cina_person_id": child, "cina_referral_id": f"{child}-r1",
        "cina_assessment_start_date": start, "cina_assessment_auth_date": end, "cina_assessment_outcome_nfa": "N",
        **more,
    }  # fmt: skip


def plan(child: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
    return {
        "cppl_cp_plan_id": f"{child}-p{nth}", "cppl_person_id": child, "cppl_cp_plan_start_date": start,
        "cppl_cp_plan_end_date": end, "cppl_cp_plan_ola": "N", **more,
    }  # fmt: skip


def care(child: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
    return {
        "clae_cla_episode_id": f"{child}-e{nth}", "clae_person_id": child, "clae_cla_id": f"{child}-c{nth}",
        "clae_cla_episode_start_date": start, "clae_entered_care_date": start, "clae_cla_episode_ceased_date": end,
        **more,
    }  # fmt: skip


def status(child: str, code: str, start: str, end: str = "", nth: int = 1) -> dict[str, object]:
    return {
        "lega_legal_status_id": f"{child}-s{nth}", "lega_person_id": child, "lega_legal_status": code,
        "lega_legal_status_start_date": start, "lega_legal_status_end_date": end,
    }  # fmt: skip


def leaver(child: str, eligibility: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
    return {
        "cles_status_id": f"{child}-l{nth}", "cles_person_id": child, "cles_valid_from": start, "cles_valid_to": end,
        "cles_eligibility": eligibility, **more,
    }  # fmt: skip


def test_contacts_of_six_months(home: Home) -> None:
    days = [("Wren", FIRST), ("Rook", BEFORE), ("Kite", "2023-03-31 23:30:00"), ("Dove", "2022-12-25")]
    assert children(of(home, ssd_contacts=[contact(*each) for each in days]), 1) == ["Dove", "Kite", "Wren"]


def test_on_an_earlier_day_what_came_later_is_not_known(home: Home) -> None:
    council = a_council(
        home,
        {
            "ssd_contacts": [
                contact("Wren", "2023-02-28"),
                contact("Rook", "2023-03-01"),
                contact("Kite", "2022-09-01"),
            ],
            "ssd_cp_plans": [plan("Wren", "2022-01-05", "2023-03-10"), plan("Rook", "2023-03-01")],
        },
    )
    february = laid(council, D(2023, 2, 28))
    assert children(february, 1) == ["Kite", "Wren"]
    assert [(row["child"], row["plan_end_date"]) for row in rows(february, 7)] == [("Wren", None)]
    assert [row["plan_end_date"] for row in rows(laid(council), 7)] == [D(2023, 3, 10), None]


def test_early_help_that_went_on_in_the_window(home: Home) -> None:
    def help_of(child: str, start: str, end: str = "") -> dict[str, object]:
        return {
            "earl_episode_id": child, "earl_person_id": child, "earl_episode_start_date": start,
            "earl_episode_end_date": end, "earl_episode_organisation": "Hedgerow Family Centre",
        }  # fmt: skip

    found = of(
        home,
        ssd_early_help_episodes=[
            help_of("Wren", "2021-01-01"),
            help_of("Rook", "2021-01-01", FIRST),
            help_of("Kite", "2021-01-01", BEFORE),
            help_of("Dove", "2023-03-31", "2023-04-20"),
        ],
    )
    assert [(row["child"], row["assessment_completion_date"]) for row in rows(found, 2)] == [
        ("Rook", D(2022, 10, 1)),
        ("Wren", None),
        ("Dove", None),  # what ends after the day is open on it
    ]


def test_referrals_with_those_of_the_year_before_each(home: Home) -> None:
    found = of(
        home,
        ssd_cin_episodes=[
            episode("Wren", "2022-03-01", "2022-04-01"),
            episode("Wren", "2022-11-01", "2022-11-20", 2, cine_referral_nfa="Y"),
            episode("Wren", "2023-03-01", "", 3, cine_referral_nfa=""),
            episode("Rook", BEFORE),
        ],
    )
    assert [(row["record"], row["referral_nfa"], row["referrals_in_12_months"]) for row in rows(found, 3)] == [
        ("Wren-r2", "Y", 1),
        ("Wren-r3", "U", 2),  # 1 March 2022 is within the 12 months before 1 March 2023
    ]


def test_assessments_that_went_on_in_the_window(home: Home) -> None:
    found = of(
        home,
        ssd_cin_assessments=[
            assessment("Wren", "2020-01-01"),
            assessment("Rook", "2022-08-01", FIRST, cina_assessment_outcome_nfa="Y", cina_assessment_child_seen="Y"),
            assessment("Kite", "2022-08-01", BEFORE),
            assessment(
                "Dove", "2023-03-01", "2023-03-30", cina_assessment_outcome_nfa="", cina_assessment_child_seen="N"
            ),
        ],
    )
    assert [(row["child"], row["child_seen"], row["requires_support"]) for row in rows(found, 4)] == [
        ("Wren", "U", None),  # open: what it found isn't known yet
        ("Rook", "Y", "N"),
        ("Dove", "N", "U"),
    ]


def test_enquiries_with_the_conference_that_they_led_to(home: Home) -> None:
    def enquiry(child: str, start: str, end: str = "", nth: int = 1, **more: object) -> dict[str, object]:
        return {
            "s47e_s47_enquiry_id": f"{child}-q{nth}", "s47e_person_id": child, "s47e_s47_start_date": start,
            "s47e_s47_end_date": end, "s47e_s47_outcome_json": "", "s47e_s47_nfa": "", **more,
        }  # fmt: skip

    found = of(
        home,
        ssd_s47_enquiry=[
            enquiry("Wren", "2022-06-01", "2022-06-10"),
            enquiry("Wren", "2023-01-09", "2023-01-20", 2),
            enquiry("Rook", "2022-09-01", FIRST, s47e_s47_outcome_json='{"CP_CONFERENCE_FLAG": "N"}'),
            enquiry("Kite", "2022-09-01", BEFORE),
            enquiry("Dove", "2023-03-20"),
            enquiry("Lark", "2023-02-01", "2023-02-09", s47e_s47_nfa="Y"),
            enquiry("Swan", "2023-02-02", "2023-02-09"),
        ],
        ssd_initial_cp_conference=[
            {
                "icpc_icpc_id": "w1", "icpc_person_id": "Wren", "icpc_s47_enquiry_id": "Wren-q1",
                "icpc_icpc_date": "2022-06-20", "icpc_icpc_outcome_cp_flag": "N", "icpc_cp_plan_id": "",
            },
            {
                "icpc_icpc_id": "w2", "icpc_person_id": "Wren", "icpc_s47_enquiry_id": "Wren-q2",
                "icpc_icpc_date": "2023-01-27", "icpc_icpc_outcome_cp_flag": "Y", "icpc_cp_plan_id": "",
            },
        ],
    )  # fmt: skip
    shown = ("child", "conference_unnecessary", "conference_date", "conference_led_to_plan")
    counts = ("enquiries_in_12_months", "conferences_in_12_months")
    assert [tuple(row[name] for name in (*shown, *counts)) for row in rows(found, 5)] == [
        ("Rook", "Y", None, None, 0, 0),
        ("Wren", "N", D(2023, 1, 27), "Y", 1, 1),
        ("Lark", "Y", None, None, 0, 0),
        ("Swan", "U", None, None, 0, 0),
        ("Dove", None, None, None, 0, 0),
    ]


def test_the_status_of_each_child_in_need(home: Home) -> None:
    names = ("Wren", "Rook", "Kite", "Dove", "Lark", "Swan", "Ibis", "Teal", "Coot")
    found = of(
        home,
        ssd_cin_episodes=[
            *(episode(child, "2022-05-01") for child in names if child not in ("Swan", "Teal")),
            episode("Swan", "2022-05-01", "2023-01-15", cine_close_reason="RC7"),
            episode("Teal", "2022-05-01", BEFORE),
            episode("Coot", "2023-03-20", nth=2, cine_referral_nfa="Y"),
        ],
        ssd_cin_assessments=[
            assessment("Dove", "2023-03-01"),
            assessment("Lark", "2022-05-05", "2022-06-01"),
            assessment("Swan", "2022-05-05", "2022-06-01"),
            assessment("Teal", "2022-05-05", "2022-06-01"),
            assessment("Coot", "2022-05-05", "2022-06-01"),
        ],
        ssd_cin_plans=[
            {
                "cinp_cin_plan_id": c, "cinp_person_id": c, "cinp_cin_plan_start_date": "2022-07-01",
                "cinp_cin_plan_end_date": "",
            }
            for c in ("Wren", "Rook", "Kite")
        ],
        ssd_cp_plans=[plan("Wren", "2022-08-01"), plan("Rook", "2022-08-01")],
        ssd_cla_episodes=[care("Wren", "2022-09-01")],
        ssd_cin_visits=[
            {"cinv_cin_visit_id": n, "cinv_person_id": "Swan", "cinv_cin_visit_date": day, "cinv_cin_visit_seen": seen}
            for n, (day, seen) in enumerate([("2023-01-10", "Y"), ("2023-01-12", "N"), ("2023-02-20", "Y")])
        ],
    )  # fmt: skip
    assert {
        row["child"]: (row["case_status"], row["closure_reason"], row["last_seen_date"]) for row in rows(found, 6)
    } == {
        "Wren": ("Looked after child", None, None),
        "Rook": ("Child protection plan", None, None),
        "Kite": ("Child in need plan", None, None),
        "Dove": ("Open assessment", None, None),
        "Lark": (None, None, None),  # assessed, and nothing since: the template has no status for it
        "Swan": ("Closed episode", "RC7", D(2023, 1, 10)),  # seen while the case was open
        "Coot": (None, None, None),  # the referral that went no further doesn't stand for the child
    }  # Ibis was only referred; Teal's episode ended before the window


def test_care_leavers_stand_in_list_9_and_not_in_list_6_unless_in_care(home: Home) -> None:
    tables = {
        "ssd_person": [
            person(child, born)
            for child, born in (
                ("Wren", "2004-01-01"),
                ("Rook", "2005-09-01"),
                ("Kite", "1999-01-01"),
                ("Dove", "2004-01-01"),
            )
        ],
        "ssd_cin_episodes": [episode(child, "2022-05-01") for child in ("Wren", "Rook", "Kite", "Dove")],
        "ssd_cin_assessments": [assessment(child, "2023-01-05") for child in ("Wren", "Rook", "Kite", "Dove")],
        "ssd_cla_episodes": [care("Rook", "2020-01-01")],
        "los_care_leaver_statuses": [
            leaver("Wren", "Former relevant", "2022-01-01", cles_latest_contact="2023-03-03", cles_in_touch="YES"),
            leaver("Wren", "Relevant", "2021-01-01", nth=2),
            leaver("Rook", "Eligible", "2021-09-01"),
            leaver("Kite", "Qualifying", "2017-01-01", "2023-03-31"),
            leaver("Dove", "No current eligibility", "2022-01-01"),
        ],
    }
    found = of(home, **tables)  # type: ignore[arg-type]
    assert [(row["child"], row["eligibility"], row["latest_contact_date"]) for row in rows(found, 9)] == [
        ("Rook", "Eligible", None),
        ("Wren", "Former relevant", D(2023, 3, 3)),
    ]
    assert children(found, 6) == ["Dove", "Kite", "Rook"]


def test_plans_open_or_ended_in_the_window_with_visits_and_reviews_of_their_own_time(home: Home) -> None:
    found = of(
        home,
        ssd_cp_plans=[
            plan("Wren", "2020-01-01", "2020-06-01", cppl_cp_plan_initial_category="NEG"),
            plan("Wren", "2022-11-01", nth=2, cppl_cp_plan_initial_category="EMO", cppl_cp_plan_latest_category="PHY"),
            plan("Rook", "2022-01-01", FIRST),
            plan("Kite", "2022-01-01", BEFORE),
            plan("Dove", "2022-01-01", cppl_cp_plan_ola="Y"),
            plan("Lark", "2022-02-01", "2023-04-15"),
        ],
        ssd_cp_visits=[
            {
                "cppv_cp_visit_id": n, "cppv_person_id": "Wren", "cppv_cp_visit_date": day, "cppv_cp_visit_seen": seen,
                "cppv_cp_visit_seen_alone": alone,
            }
            for n, (day, seen, alone) in enumerate(
                [("2022-10-31", "Y", "Y"), ("2023-03-01", "Y", "N"), ("2023-03-20", "N", "")]
            )
        ],
        ssd_cp_reviews=[
            {
                "cppr_cp_review_id": "v", "cppr_person_id": "Wren", "cppr_cp_plan_id": "Wren-p2",
                "cppr_cp_review_date": "2023-01-20",
            }
        ],
        ssd_legal_status=[
            status("Rook", "L2", "2022-12-01", "2022-12-09"),
            status("Lark", "L1", "2022-01-01", "2022-01-03"),
        ],
    )  # fmt: skip
    shown = ("child", "last_visit_date", "seen_alone", "last_review_date", "plan_end_date", "previous_plans")
    assert [tuple(row[name] for name in shown) for row in rows(found, 7)] == [
        ("Rook", None, None, None, D(2022, 10, 1), 0),
        ("Lark", None, None, None, None, 0),
        ("Wren", D(2023, 3, 1), "N", D(2023, 1, 20), None, 1),
    ]
    assert {row["child"]: row["emergency_protection"] for row in rows(found, 7)} == {
        "Rook": "Y",
        "Lark": "N",
        "Wren": "N",
    }


def test_care_open_or_ended_in_the_window_without_short_breaks_and_adults(home: Home) -> None:
    names = ("Wren", "Rook", "Kite", "Dove", "Lark", "Swan")
    found = of(
        home,
        ssd_person=[
            {
                "pers_person_id": child, "pers_dob": "2004-03-31" if child in ("Lark", "Swan") else "2010-01-01",
                "pers_gender": "01", "pers_ethnicity": "MWAS",
            }
            for child in names
        ],
        ssd_cla_episodes=[
            care("Wren", "2022-06-01", "2022-08-01", clae_cla_episode_ceased_reason="E4A"),
            care("Wren", "2022-11-01", nth=2, clae_cla_primary_need_code="N1"),
            care("Rook", "2021-01-01", FIRST, clae_cla_episode_ceased_reason="E4B"),
            care("Kite", "2021-01-01", BEFORE),
            care("Dove", "2022-12-01"),
            care("Lark", "2015-01-01"),
            care("Swan", "2015-01-01", "2022-12-31", clae_cla_episode_ceased_reason="E5"),
        ],
        ssd_legal_status=[
            status("Wren", "V2", "2022-06-01", "2022-08-01"),
            status("Wren", "C1", "2022-11-01", "2023-01-01", 2),
            status("Wren", "C2", "2023-01-01", "", 3),
            status("Dove", "V4", "2022-12-01"),
            status("Rook", "C2", "2021-01-01", FIRST),
        ],
        ssd_cla_placement=[
            {
                "clap_cla_placement_id": f"p{n}", "clap_cla_id": cla, "clap_person_id": "Wren",
                "clap_cla_placement_start_date": start, "clap_cla_placement_type": kind,
                "clap_cla_placement_end_date": end,
            }
            for n, (cla, start, end, kind) in enumerate(
                [
                    ("Wren-c1", "2022-06-01", "2022-08-01", "U6"),
                    ("Wren-c2", "2022-11-01", "2022-12-01", "U6"),
                    ("Wren-c2", "2022-12-01", "2022-12-08", "T4"),
                    ("Wren-c2", "2022-12-08", "", "K2"),
                ]
            )
        ],
        ssd_missing=[
            {
                "miss_table_id": f"m{n}", "miss_person_id": "Wren", "miss_missing_episode_start_date": day,
                "miss_missing_episode_type": kind, "miss_missing_rhi_offered": offered,
                "miss_missing_rhi_accepted": "N",
            }
            for n, (day, kind, offered) in enumerate(
                [
                    ("2022-03-31 10:00", "M", "N"),
                    ("2022-04-01 10:00", "M", "N"),
                    ("2023-02-01 22:00", "M", "Y"),
                    ("2023-02-09 22:00", "A", "N"),
                ]
            )
        ],
    )  # fmt: skip
    assert children(found, 8) == ["Rook", "Swan", "Wren"]
    wren = next(row for row in rows(found, 8) if row["child"] == "Wren")
    assert (wren["second_period"], wren["legal_status"], wren["legal_status_start_date"]) == ("Y", "C2", D(2023, 1, 1))
    assert (wren["placement_type"], wren["placement_start_date"], wren["placements_in_12_months"]) == (
        "K2",
        D(2022, 12, 8),
        3,
    )
    assert (wren["missing_episodes"], wren["absent_episodes"], wren["interview_offered"]) == (2, 1, "Y")
    rook = next(row for row in rows(found, 8) if row["child"] == "Rook")
    assert (rook["legal_status"], rook["care_end_date"], rook["care_end_reason"]) == ("C2", D(2022, 10, 1), "E4B")
    assert (rook["missing_episodes"], rook["interview_offered"], rook["second_period"]) == (0, None, "N")


@pytest.mark.parametrize(
    ("said", "plan_is"),
    [
        ('{"ADOPTION": "Y", "RETURN1M": "N"}', "ADOPTION"),
        ('{"RETURN6M":"Y"}', "RETURN"),
        ("F) Long-Term Fostering", "FOSTERING"),
        ("Nobody has decided", None),
    ],
)
def test_the_permanence_plan_from_what_suppliers_write(home: Home, said: str, plan_is: str | None) -> None:
    found = of(
        home,
        ssd_cla_episodes=[care("Wren", "2022-11-01")],
        ssd_cla_care_plan=[
            {
                "lacp_table_id": "1", "lacp_person_id": "Wren", "lacp_cla_care_plan_start_date": "2023-01-01",
                "lacp_cla_care_plan_json": said,
            }
        ],
    )  # fmt: skip
    assert [row["permanence_plan"] for row in rows(found, 8)] == [plan_is]


def test_adoptions_of_twelve_months(home: Home) -> None:
    def decision(child: str, decided: str, **more: object) -> dict[str, object]:
        return {
            "perm_table_id": child, "perm_person_id": child, "perm_adm_decision_date": decided,
            "perm_permanence_order_date": "", "perm_permanence_order_type": "", "perm_decision_reversed_date": "",
            **more,
        }  # fmt: skip

    found = of(
        home,
        ssd_cla_episodes=[care("Wren", "2019-01-01")],
        ssd_permanence=[
            decision("Wren", "2019-06-01"),
            decision(
                "Rook", "2021-01-01", perm_permanence_order_date="2022-04-01", perm_permanence_order_type="Adoption"
            ),
            decision(
                "Kite", "2021-01-01", perm_permanence_order_date="2022-03-31", perm_permanence_order_type="Adoption"
            ),
            decision(
                "Dove", "2021-01-01", perm_decision_reversed_date="2022-09-09", perm_decision_reversed_reason="RD1"
            ),
            decision("Lark", ""),
        ],
    )
    shown = ("child", "care_start_date", "adoption_order_date", "reversed_reason")
    assert [tuple(row[name] for name in shown) for row in rows(found, 10)] == [
        ("Wren", D(2019, 1, 1), None, None),
        ("Dove", None, None, "RD1"),
        ("Rook", None, D(2022, 4, 1), None),
    ]


@pytest.mark.parametrize("cla_id", ["Wren-c1", ""])
def test_a_child_with_a_plan_to_adopt_did_not_come_into_care_on_a_day_to_come(home: Home, cla_id: str) -> None:
    decision = {
        "perm_table_id": "P1", "perm_person_id": "Wren", "perm_adm_decision_date": "2023-02-01", "perm_cla_id": cla_id,
        "perm_permanence_order_date": "", "perm_permanence_order_type": "", "perm_decision_reversed_date": "",
    }  # fmt: skip
    first = care("Wren", "2019-01-01")
    second = care("Wren", "2023-01-15", nth=2, clae_cla_id="Wren-c1", clae_entered_care_date="2023-03-20")
    for episodes, begins in (([first, second], D(2019, 1, 1)), ([second], None)):
        council = a_council(home, {"ssd_cla_episodes": episodes, "ssd_permanence": [decision]})
        assert [row["care_start_date"] for row in rows(laid(council, D(2023, 2, 28)), 10)] == [begins]


def test_team_and_worker_are_those_of_the_day_or_of_the_last_day_of_what_has_ended(home: Home) -> None:
    def held(child: str, team: str, start: str, end: str = "") -> dict[str, object]:
        return {
            "invo_involvements_id": f"{child}{start}", "invo_person_id": child, "invo_professional_role_id": "CW",
            "invo_professional_team": team, "invo_professional_id": "W1", "invo_involvement_start_date": start,
            "invo_involvement_end_date": end,
        }  # fmt: skip

    found = of(
        home,
        ssd_department=[{"dept_team_id": "T1", "dept_team_name": "Willow Team"}],
        ssd_professionals=[{"prof_professional_id": "W1", "prof_professional_name": "Alder Ash"}],
        ssd_involvements=[
            held("Wren", "T1", "2022-01-01", "2023-01-10"),
            held("Wren", "T9", "2023-01-10"),
            held("Rook", "T9", "2022-01-01"),
        ],
        ssd_cp_plans=[plan("Wren", "2022-05-01", "2023-01-10"), plan("Rook", "2022-05-01")],
        ssd_contacts=[contact("Wren", "2023-03-01"), contact("Kite", "2023-03-01")],
    )
    assert [(row["child"], row["allocated_team"], row["allocated_worker"]) for row in rows(found, 7)] == [
        ("Rook", "T9", "Alder Ash"),  # a team without a name is shown by its id
        ("Wren", "Willow Team", "Alder Ash"),
    ]
    assert [(row["child"], row["in_team"]) for row in rows(found, 1)] == [("Kite", None), ("Wren", "T9")]


def test_what_every_list_shows_of_a_child(home: Home) -> None:
    people = [
        ("Wren", "2011-03-31", "01", ""),
        ("Rook", "2011-04-01", "02", ""),
        ("Kite", "", "09", "2023-05-20"),
        ("Dove", "", "", ""),
    ]
    found = of(
        home,
        ssd_person=[
            {
                "pers_person_id": child, "pers_dob": born, "pers_gender": gender, "pers_expected_dob": expected,
                "pers_ethnicity": "", "pers_sex": "F" if child == "Dove" else "",
            }
            for child, born, gender, expected in people
        ],
        ssd_disability=[
            {"disa_table_id": n, "disa_person_id": child, "disa_disability_code": code}
            for n, (child, code) in enumerate([("Wren", "NONE"), ("Wren", "AUT"), ("Rook", "NONE")])
        ],
        ssd_cp_plans=[plan(child, "2022-11-01") for child, *_ in people],
    )  # fmt: skip
    shown = ("child", "gender", "ethnicity", "date_of_birth", "age", "disability")
    assert [tuple(row[name] for name in shown) for row in rows(found, 7)] == [
        ("Dove", "F", None, None, None, "U"),
        ("Kite", "N", None, D(2023, 5, 20), None, "U"),  # unborn
        ("Rook", "F", None, D(2011, 4, 1), 11, "N"),
        ("Wren", "M", None, D(2011, 3, 31), 12, "Y"),
    ]


# Missing, none and not loaded are three things


def test_a_list_whose_records_are_not_loaded_is_not_an_empty_list(home: Home) -> None:
    found = of(home, ssd_contacts=[contact("Wren", BEFORE)])
    assert {each.number: each.cannot for each in found.lists if each.cannot} == {
        2: "the snapshot holds no ssd_early_help_episodes",
        5: "the snapshot holds no ssd_s47_enquiry",
        10: "the snapshot holds no ssd_permanence",
        11: "The case records hold children, and not the people who want to adopt. Ask the adoption agency for this "
        "list, and put it in by hand",
    }
    contacts = next(each for each in found.lists if each.number == 1)
    assert (contacts.cannot, contacts.rows) == ("", 0)


def test_a_number_is_not_0_where_nothing_was_loaded(home: Home) -> None:
    found = of(home, ssd_cla_episodes=[care("Wren", "2022-11-01")])
    made = next(each for each in found.lists if each.number == 8)
    row = rows(found, 8)[0]
    for name, table in (
        ("missing_episodes", "ssd_missing"),
        ("placements_in_12_months", "ssd_cla_placement"),
        ("uasc", "ssd_immigration_status"),
        ("last_health_assessment_date", "ssd_cla_health"),
    ):
        assert row[name] is None
        assert made.lacks[name] == f"the snapshot holds no {table}"
    assert row["second_period"] == "N"
    assert "second_period" not in made.lacks


def test_a_list_that_was_made_without_what_it_chooses_by_says_so(home: Home) -> None:
    tables = {
        "ssd_person": [person("Wren", "2010-01-01")],
        "ssd_cla_episodes": [care("Wren", "2022-11-01")],
    }
    found = laid(council_of(home, tables, ON, nobody=False))  # type: ignore[arg-type]
    made = next(each for each in found.lists if each.number == 8)
    assert made.rows == 1
    assert made.cautions == (
        "made without ssd_legal_status, which the snapshot doesn't hold: who is in the list may differ",
    )
    assert made.lacks["allocated_team"].startswith("no data: needs ssd_involvements")


def test_care_leavers_of_the_present_alone_serve_the_extract_date_and_the_month_before(home: Home) -> None:
    tables = {
        "ssd_person": [person("Wren", "2003-01-01")],
        "ssd_care_leavers": [
            {
                "clea_table_id": "1", "clea_person_id": "Wren", "clea_care_leaver_eligibility": "Former relevant",
                "clea_care_leaver_in_touch": "YES", "clea_care_leaver_latest_contact": "2023-03-09",
                "clea_care_leaver_accommodation": "U", "clea_care_leaver_accom_suitable": "1",
                "clea_care_leaver_activity": "F2",
                "clea_care_leaver_personal_advisor": "W7", "clea_pathway_plan_review_date": "2023-01-05",
            }
        ],
        "ssd_professionals": [{"prof_professional_id": "W7", "prof_professional_name": "Rowan Reed"}],
    }  # fmt: skip
    council = council_of(home, tables, ON, nobody=False)  # type: ignore[arg-type]
    found = laid(council)
    assert [(row["child"], row["personal_adviser"], row["accommodation"]) for row in rows(found, 9)] == [
        ("Wren", "Rowan Reed", "U")
    ]
    february = next(each for each in laid(council, D(2023, 2, 28)).lists if each.number == 9)
    assert february.cannot == "the snapshot holds no los_care_leaver_statuses"


def test_the_database_of_the_lists_reaches_nothing_outside(home: Home) -> None:
    found = of(home, ssd_contacts=[contact("Wren", FIRST)])
    for reaching in (
        f"select * from read_parquet('{Council(home).snapshot.people}')",
        "copy list_1 to 'list.csv'",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            found.database.execute(reaching)


def test_a_snapshot_of_two_loads_is_read_alone(home: Home) -> None:
    of(home, ssd_contacts=[contact("Wren", FIRST)])
    folder = home.path.parent / "second"
    later = [contact("Rook", FIRST)]
    people = [person("Rook", "2010-01-01")]
    write_extract(folder, {"ssd_contacts": later, "ssd_person": people})
    load(home, folder, ON)
    assert children(laid(Council(home)), 1) == ["Rook"]
