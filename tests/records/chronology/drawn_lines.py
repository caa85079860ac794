"""The lines that each kind of event makes of the lives in `drawn_records`."""

from __future__ import annotations

from collections.abc import Mapping

#: kind -> its lines: child, day and how long (">" goes on, "> day" lasted until), what, worker and team, record.
LINES: Mapping[str, list[tuple[str, str, str, str, str]]] = {
    "birth": [
        ("Ash", "2010-05-01", "", "", ""),
        ("Birch", "2004-01-02", "", "", ""),
        ("Cedar", "1990-07-07", "", "", ""),
    ],
    "expected_birth": [("Unborn", "2023-06-01", "", "", "")],
    "death": [("Birch", "2023-03-30", "", "", "")],
    "birth_of_a_child": [("Cedar", "2010-05-01", "", "", "M1")],
    "address": [
        ("Ash", "2010-05-01 > 2021-02-01", "Home; ZZ2 4ZZ", "", "A1"),
        ("Ash", "2021-02-01 >", "", "", "A2"),
    ],
    "immigration_status": [("Birch", "2019-01-01 > 2021-01-01", "Unaccompanied asylum seeking child", "", "I1")],
    "identifier": [("Birch", "2019-01-05", "NHS Number", "", "L1")],
    "contact": [
        ("Ash", "2021-01-02", "From: A neighbour; Outcome: Advice given, Letter sent", "", "C2"),
        ("Ash", "2021-01-04", "From: Police; Outcome: New referral, Advice and information", "", "C1"),
    ],
    "contact_decision": [("Ash", "2021-01-05", "Referral", "W1", "C1")],
    "early_help": [("Ash", "2020-09-01 > 2021-01-05", "Reason: School attendance; Led by: A school", "W9", "E1")],
    "early_help_ended": [("Ash", "2021-01-05", "Reason: Stepped up", "W9", "E1")],
    "referral": [
        ("Ash", "2021-01-05 > 2023-02-01", "From: Police; Need: Abuse or neglect; Outcome: Assessment", "W1 T1", "R1"),
        ("Birch", "2022-05-05", "Outcome: No further action", "", "R2"),
        ("Unborn", "2023-03-01 >", "", "", "R3"),
    ],
    "case_closed": [("Ash", "2023-02-01", "Reason: Special guardianship order", "", "R1")],
    "allocated_worker": [("Ash", "2021-01-05 > 2021-02-01", "Why it changed: Standard transfer", "W1 T1", "N1")],
    "other_worker": [("Birch", "2022-01-05 >", "Personal adviser", "W8 T8", "N2")],
    "management_oversight": [("Ash", "2021-01-06", "Supervision", "W2", "O1")],
    "section_47": [
        ("Ash", "2021-01-07 > 2021-01-20", "", "W1 T1", "S1"),
        ("Birch", "2022-05-06 > 2022-05-09", "", "", "S2"),
    ],
    "section_47_ended": [
        ("Ash", "2021-01-20", "Outcome: Initial child protection conference", "W1 T1", "S1"),
        ("Birch", "2022-05-09", "Outcome: No further action", "", "S2"),
    ],
    "assessment": [("Ash", "2021-01-05 > 2021-02-10", "", "W1 T1", "B1"), ("Birch", "2023-03-20 >", "", "", "B2")],
    "assessment_completed": [
        (
            *("Ash", "2021-02-10"),
            "Outcome: Services provided; Factors: Neglect, Domestic abuse: a parent or carer, ZZ; Child seen",
            *("W1 T1", "B1"),
        )
    ],
    "initial_conference": [
        ("Ash", "2021-02-01", "Outcome: Child protection plan; Days past its target date: 4", "W3 T3", "K1")
    ],
    "initial_conference_due": [
        ("Birch", "2022-06-01", "Not held on record", "", "K2"),
        ("Unborn", "2023-04-20", "To come", "", "K3"),
    ],
    "cin_plan": [("Ash", "2021-01-20 > 2021-02-01", "", "W1 T1", "P1")],
    "cin_plan_ended": [("Ash", "2021-02-01", "", "W1 T1", "P1")],
    "cp_plan": [
        ("Ash", "2021-02-01 > 2021-06-01", "Category: Neglect; Latest category: Emotional abuse", "", "Q1"),
        ("Birch", "2022-06-01 >", "Category: Physical abuse; Plan of another authority", "", "Q2"),
    ],
    "cp_plan_ended": [("Ash", "2021-06-01", "Latest category: Emotional abuse", "", "Q1")],
    "cin_visit": [
        ("Ash", "2021-01-09", "Not seen", "", "V2"),
        ("Ash", "2021-01-10", "Seen, seen alone, bedroom seen", "", "V1"),
    ],
    "cp_visit": [("Ash", "2021-02-08", "Seen", "", "V3")],
    "cla_visit": [("Ash", "2021-06-08", "Seen, seen alone", "", "V4")],
    "cin_review": [("Ash", "2021-01-30", "Outcome: Step up; Days past its due date: 5", "", "U1")],
    "cin_review_due": [("Ash", "2021-01-28", "Not held on record", "", "U2")],
    "cp_review": [
        ("Ash", "2021-05-01", "Outcome: plan continues; Child: Attended, spoke for self; Not quorate", "", "U3")
    ],
    "cp_review_due": [("Birch", "2023-05-01", "To come", "", "U4")],
    "cla_review": [("Ash", "2021-06-22", "Child: Attended, advocate spoke; Days past its due date: 2", "", "U5")],
    "cla_review_due": [("Ash", "2021-09-20", "Cancelled", "", "U6")],
    "care_period": [
        ("Ash", "2021-06-01 > 2023-01-31", "Need: Abuse or neglect", "", "LAC1"),
        ("Birch", "2019-01-01 >", "", "", "LAC2"),
    ],
    "care_episode": [
        (
            *("Ash", "2021-06-01 > 2021-09-01"),
            "Started to be looked after; Ended: Episode ends, new one begins same day",
            *("", "G1"),
        ),
        (
            *("Ash", "2021-09-01 > 2023-01-31"),
            "Change of placement and carer; Ended: SGO to former foster carer, relative/friend",
            *("", "G2"),
        ),
        ("Birch", "2019-01-01 >", "", "", "G3"),
    ],
    "care_ended": [("Ash", "2023-01-31", "Reason: SGO to former foster carer, relative/friend", "", "G2")],
    "iro_contact": [("Ash", "2021-06-15", "", "", "LAC1")],
    "care_plan": [("Ash", "2021-06-20 > 2023-01-31", "Long term with relatives or friends", "", "Y1")],
    "placement": [
        (
            *("Ash", "2021-06-01 > 2021-09-01"),
            "Fostering other; Provider: Own provision; Miles from home: 3.3",
            *("", "H1"),
        ),
        ("Birch", "2019-01-01 >", "Children's home", "", "H2"),
    ],
    "placement_ended": [("Ash", "2021-09-01", "Fostering other; Reason: Care plan", "", "H1")],
    "legal_status": [("Ash", "2021-06-01 > 2023-01-31", "Interim care order", "", "J1")],
    "pre_proceedings": [("Ash", "2021-03-01 > 2021-05-20", "Letter before proceedings sent", "", "X1")],
    "pre_proceedings_ended": [("Ash", "2021-05-20", "Outcome: Issue", "", "X1")],
    "care_proceedings": [("Ash", "2021-05-25 > 2023-01-31", "", "", "X1")],
    "final_order": [("Ash", "2023-01-31", "Special guardianship", "", "X1")],
    "pre_proceedings_step": [
        ("Birch", "2019-02-01", "Decision to start; Panel: Start pre-proceedings", "", "X2"),
        ("Birch", "2019-02-10", "Letter before proceedings sent", "", "X2"),
        ("Birch", "2019-02-20", "First meeting", "", "X2"),
        (
            *("Birch", "2019-03-20"),
            "Decision to step down or to issue; Outcome: Decision to Issue Care Proceedings",
            *("", "X2"),
        ),
        ("Birch", "2019-03-25", "Letter of issue sent", "", "X2"),
    ],
    "permanence": [
        ("Ash", "2021-10-01", "Decision that the child should be placed for adoption", "W5", "Z1"),
        ("Ash", "2021-10-02", "Decision for fostering for adoption or a concurrent placement", "W5", "Z1"),
        ("Ash", "2021-10-03", "Placement order made", "W5", "Z1"),
        ("Ash", "2021-10-04", "Matched with adopters", "W5", "Z1"),
        ("Ash", "2021-10-05", "Placed for adoption", "W5", "Z1"),
        ("Ash", "2021-10-07", "Placed for fostering for adoption or in a concurrent placement", "W5", "Z1"),
        ("Ash", "2022-01-08", "Decision reversed; Reason: Child's needs changed", "W5", "Z1"),
        ("Ash", "2023-01-31", "Permanence order made; Special Guardianship Order", "W5", "Z1"),
    ],
    "previous_permanence": [
        ("Ash", "2012-02-29", "Adoption", "", "D2"),
        ("Birch", "2015-05-01", "SGO; Authority: Elsewhere; The date is known in part", "", "D1"),
    ],
    "care_leaver_status": [
        (
            *("Birch", "2022-01-02 > 2022-12-31"),
            "Former relevant; In touch; Accommodation: Independent living, suitable; "
            "Activity: Full-time education other than higher",
            *("", "T1"),
        ),
        ("Birch", "2022-12-31 >", "Former relevant; Not in touch", "", "T2"),
    ],
    "care_leaver_contact": [("Birch", "2022-11-01", "", "", "T1"), ("Cedar", "2023-03-01", "", "W6 T6", "T4")],
    "care_leaver_now": [
        (
            *("Cedar", "2023-03-01"),
            "Qualifying; In touch; Accommodation: Custody, unsuitable; "
            "Activity: Not in education, employment or training: other",
            *("W7 T6", "T4"),
        )
    ],
    "pathway_plan": [("Cedar", "2023-02-01", "", "W6 T6", "T4")],
    "pathway_plan_of_status": [("Birch", "2022-06-01", "", "W6", "T1")],
    "health_passport": [("Birch", "2022-01-09", "", "", "T1")],
    "core_group": [
        ("Ash", "2021-02-18", "Days past its due date: 3", "", "G1"),
        ("Ash", "2021-04-01", "", "", "G2"),
    ],
    "core_group_due": [("Birch", "2023-04-05", "To come", "", "G3")],
    "feedback": [
        ("Ash", "2021-03-03", "From: Child; About: Visit; Listened to; Score: 4 of 5", "", "F1"),
        ("Ash", "2021-03-04", "From: Parent; About: Early help; Not listened to", "", "F2"),
    ],
    "missing": [
        (
            *("Ash", "2021-12-31 > 2022-01-02"),
            "Missing; Return interview offered: Yes; Return interview accepted: No",
            *("", "MM1"),
        ),
        ("Birch", "2023-03-30 >", "", "", "MM2"),
    ],
    "return_interview": [("Ash", "2022-01-02", "Offered", "", "RI1"), ("Ash", "2022-01-04", "Completed", "", "RI1")],
    "conviction": [("Ash", "2022-02-02", "Theft", "", "CV1")],
    "health_check": [("Ash", "2023-05-01", "Dental check; Planned", "", "HC1")],
    "health_assessment": [
        ("Ash", "2021-06-02", "Asked for; Initial health assessment", "", "HA1"),
        ("Ash", "2021-06-20", "Carried out; Initial health assessment", "", "HA1"),
        ("Ash", "2021-06-25", "Report received; Initial health assessment", "", "HA1"),
    ],
    "immunisations": [("Ash", "2022-03-03", "Not up to date", "", "")],
    "sdq": [
        ("Ash", "2022-03-04", "Score: 14", "", "SQ1"),
        ("Birch", "2022-03-05", "No score: Under 4 or over 16", "", "SQ2"),
    ],
    "substance_misuse": [("Ash", "2022-04-01", "Cannabis; Help received", "", "SM1")],
    "ehcp_request": [("Ash", "2020-01-10 > 2020-02-10", "", "", "ER1")],
    "ehcp_request_decided": [("Ash", "2020-02-10", "Proceed", "", "ER1")],
    "ehcp_assessment": [("Ash", "2020-05-10", "Issue; Exceptions to the 20 weeks: No", "", "EA1")],
    "ehc_plan": [("Ash", "2020-05-20 > 2022-07-20", "", "", "EP1")],
    "ehc_plan_ended": [("Ash", "2022-07-20", "Reason: Needs met without a plan", "", "EP1")],
    "ehc_plan_review": [("Ash", "2021-05-20", "", "", "EV1")],
}
