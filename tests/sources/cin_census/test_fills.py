"""What a census makes of the case records: each module as the SSD tables hold it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.records.descriptions import describe
from lineofsight.records.snapshots import Snapshot
from lineofsight.sources import cin_census
from lineofsight.sources.returns.lists import CIN_CENSUS, lists_of
from tests.sources.cin_census.making import assessment, child, cp_plan, details, header, write
from tests.sources.returns.reading import load, rows


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def census(tmp_path: Path, home: Home) -> Any:
    def loaded(*children: dict[str, Any], head: dict[str, Any] | None = None) -> Snapshot:
        return load(cin_census, home, write(tmp_path / "census", children, head))

    return loaded


def test_a_child(census: Any) -> None:
    unborn = child(2, details("2025-01-05"), PersonBirthDate=None, ExpectedPersonBirthDate="2025-06-01", Sex="U")
    known = child(
        1,
        details("2024-05-01"),
        UPN="A123456789012",
        FormerUPN="B123456789012",
        UPNunknown=None,
        PersonDeathDate="2025-01-01",
        Ethnicity="mwas",
        Disability=["LD", "AUT"],
    )
    snapshot = census(known, unborn)
    about = (
        "pers_person_id",
        "pers_dob",
        "pers_expected_dob",
        "pers_sex",
        "pers_ethnicity",
        "pers_upn",
        "pers_upn_unknown",
    )
    assert rows(snapshot, "ssd_person", *about, "pers_death_date") == [
        ("child-1", day("2015-06-01"), None, "F", "MWAS", "A123456789012", None, day("2025-01-01")),
        ("child-2", None, day("2025-06-01"), "U", "WBRI", None, "UN1", None),
    ]
    linked = ("link_table_id", "link_person_id", "link_identifier_type", "link_identifier_value")
    assert rows(snapshot, "ssd_linked_identifiers", *linked) == [
        ("child-1-former-upn", "child-1", "Former Unique Pupil Number", "B123456789012"),
        ("child-1-upn", "child-1", "Unique Pupil Number", "A123456789012"),
    ]
    assert rows(snapshot, "ssd_disability", "disa_table_id", "disa_person_id", "disa_disability_code") == [
        ("child-1-AUT", "child-1", "AUT"),
        ("child-1-LD", "child-1", "LD"),
        ("child-2-NONE", "child-2", "NONE"),
    ]


def test_an_episode_of_need(census: Any) -> None:
    snapshot = census(child(1, details("2024-05-01", closed="2024-06-01", nfa="1")))
    columns = ("cine_referral_id", "cine_person_id", "cine_referral_date", "cine_close_date", "cine_close_reason")
    more = ("cine_referral_source_code", "cine_cin_primary_need_code", "cine_referral_nfa")
    assert rows(snapshot, "ssd_cin_episodes", *columns, *more) == [
        ("child-1-2024-05-01", "child-1", day("2024-05-01"), day("2024-06-01"), "RC7", "2A", "N1", True)
    ]


def test_flags_are_written_in_four_ways(census: Any) -> None:
    written = {"0": False, "false": False, "FALSE": False, "1": True, "true": True}
    snapshot = census(*(child(number, details("2024-05-01", nfa=flag)) for number, flag in enumerate(written)))
    assert rows(snapshot, "ssd_cin_episodes", "cine_person_id", "cine_referral_nfa") == [
        (f"child-{number}", nfa) for number, nfa in enumerate(written.values())
    ]


def test_assessments_and_their_factors(census: Any) -> None:
    done, running = assessment("2024-05-02", "2024-06-01", "1A", "16A", "1A"), assessment("2024-09-01")
    snapshot = census(child(1, details("2024-05-01", Assessments=[done, running])))
    columns = ("cina_assessment_id", "cina_person_id", "cina_referral_id", "cina_assessment_start_date")
    assert rows(snapshot, "ssd_cin_assessments", *columns, "cina_assessment_auth_date") == [
        ("child-1-2024-05-02", "child-1", "child-1-2024-05-01", day("2024-05-02"), day("2024-06-01")),
        ("child-1-2024-09-01", "child-1", "child-1-2024-05-01", day("2024-09-01"), None),
    ]
    assert rows(snapshot, "ssd_assessment_factors", "cinf_assessment_id", "cinf_assessment_factors_json") == [
        ("child-1-2024-05-02", '["1A","16A","1A"]')
    ]


def test_an_assessment_long_after_an_old_referral_is_not_tied_to_it(census: Any) -> None:
    snapshot = census(
        child(1, details("2024-04-01", Assessments=assessment("2025-01-10"))),  # all of this referral's are here
        child(2, details("2024-03-01", Assessments=assessment("2024-05-03"))),  # day 63: it may be the referral's own
        child(3, details("2024-03-01", Assessments=assessment("2024-05-04"))),  # day 64: an earlier one may have been
    )
    assert rows(snapshot, "ssd_cin_assessments", "cina_person_id", "cina_referral_id") == [
        ("child-1", "child-1-2024-04-01"),
        ("child-2", "child-2-2024-03-01"),
        ("child-3", None),
    ]


def test_plans_of_children_in_need(census: Any) -> None:
    ended = {"CINPlanStartDate": "2024-06-01", "CINPlanEndDate": "2024-09-01"}
    snapshot = census(child(1, details("2024-05-01", CINPlanDates=[ended, {"CINPlanStartDate": "2024-09-01"}])))
    columns = ("cinp_cin_plan_id", "cinp_referral_id", "cinp_person_id", "cinp_cin_plan_start_date")
    assert rows(snapshot, "ssd_cin_plans", *columns, "cinp_cin_plan_end_date") == [
        ("child-1-2024-06-01", "child-1-2024-05-01", "child-1", day("2024-06-01"), day("2024-09-01")),
        ("child-1-2024-09-01", "child-1-2024-05-01", "child-1", day("2024-09-01"), None),
    ]


def enquiry(start: str, conference: str | None = None, not_required: str = "0") -> dict[str, Any]:
    held = {"DateOfInitialCPC": conference} if conference else {}
    return {"S47ActualStartDate": start, "InitialCPCtarget": "2024-06-24", **held, "ICPCnotRequired": not_required}


def test_enquiries_conferences_and_the_plans_that_they_make(census: Any) -> None:
    snapshot = census(
        child(
            1,
            details(
                "2024-05-01",
                Section47=[
                    enquiry("2024-06-03", "2024-06-20"),
                    enquiry("2024-09-01", None, "1"),
                    enquiry("2025-03-20"),
                ],
                ChildProtectionPlans=[cp_plan("2024-06-20", None, "2024-09-10", "2025-03-01")],
            ),
        ),
        child(2, details("2024-05-01", DateOfInitialCPC="2024-07-01", ChildProtectionPlans=cp_plan("2024-07-01"))),
    )
    assert rows(snapshot, "ssd_s47_enquiry", "s47e_s47_enquiry_id", "s47e_referral_id", "s47e_s47_outcome_json") == [
        ("child-1-2024-06-03", "child-1-2024-05-01", '{"CP_CONFERENCE_FLAG": "Y"}'),
        ("child-1-2024-09-01", "child-1-2024-05-01", '{"CP_CONFERENCE_FLAG": "N"}'),
        ("child-1-2025-03-20", "child-1-2024-05-01", None),
    ]
    columns = ("icpc_icpc_id", "icpc_s47_enquiry_id", "icpc_person_id", "icpc_cp_plan_id", "icpc_referral_id")
    more = ("icpc_icpc_transfer_in", "icpc_icpc_target_date", "icpc_icpc_date", "icpc_icpc_outcome_cp_flag")
    assert rows(snapshot, "ssd_initial_cp_conference", *columns, *more) == [
        (
            *("child-1-2024-06-03-conference", "child-1-2024-06-03", "child-1", "child-1-2024-06-20"),
            *("child-1-2024-05-01", False, day("2024-06-24"), day("2024-06-20"), True),
        ),
        (
            *("child-2-2024-05-01-transfer-in", None, "child-2", "child-2-2024-07-01"),
            *("child-2-2024-05-01", True, None, day("2024-07-01"), True),
        ),
    ]
    columns = ("cppl_cp_plan_id", "cppl_referral_id", "cppl_icpc_id", "cppl_person_id", "cppl_cp_plan_end_date")
    more = ("cppl_cp_plan_initial_category", "cppl_cp_plan_latest_category")
    assert rows(snapshot, "ssd_cp_plans", *columns, *more) == [
        ("child-1-2024-06-20", "child-1-2024-05-01", "child-1-2024-06-03-conference", "child-1", None, "NEG", "EMO"),
        ("child-2-2024-07-01", "child-2-2024-05-01", "child-2-2024-05-01-transfer-in", "child-2", None, "NEG", "EMO"),
    ]
    assert rows(snapshot, "ssd_cp_reviews", "cppr_cp_plan_id", "cppr_person_id", "cppr_cp_review_date") == [
        ("child-1-2024-06-20", "child-1", day("2024-09-10")),
        ("child-1-2024-06-20", "child-1", day("2025-03-01")),
    ]


def test_pre_proceedings(census: Any) -> None:
    module = {
        **{"PPStartDate": "2026-05-01", "LBPSentDate": "2026-05-02", "FGDMMeetingOffer": "1", "FGDMMeetingFac": "0"},
        **{"InitialPPMeetingDate": "2026-05-20", "ReviewMeetingsCount": "3", "StepDecisionDate": "2026-09-01"},
        **{"PPOutcome": "A", "CourtAppDate": "2026-09-10", "LetterInitCPDate": "2026-09-05"},
    }
    snapshot = census(child(1, details("2026-04-20", PreProceedingsandFGDM=module)), head=header(2027))
    columns = ("prep_person_id", "prep_pre_pro_decision_date", "prep_pre_pro_letter_date", "prep_pre_pro_meetings_num")
    more = ("prep_initial_pre_pro_meeting_date", "prep_agree_stepdown_issue_date", "prep_care_pro_letter_date")
    assert rows(snapshot, "ssd_pre_proceedings", *columns, *more) == [
        ("child-1", day("2026-05-01"), day("2026-05-02"), 3, day("2026-05-20"), day("2026-09-01"), day("2026-09-05"))
    ]


def test_something_dated_after_the_extract_date_has_not_happened(census: Any) -> None:
    snapshot = census(child(1, details("2024-05-01", Assessments=assessment("2024-05-02", "2028-04-28"))))
    assert rows(snapshot, "ssd_cin_assessments", "cina_assessment_auth_date") == [(None,)]
    assert snapshot.files["cin_assessments"]["set_aside"] == {"after the extract date": {"authorisation_date": 1}}


def test_each_kind_of_record_of_two_like_modules_is_kept_apart(census: Any) -> None:
    twice = details(
        "2024-05-01",
        Assessments=[assessment("2024-05-02")] * 2,
        CINPlanDates=[{"CINPlanStartDate": "2024-06-01"}] * 2,
        Section47=[enquiry("2024-06-03", "2024-06-20")] * 2,
        ChildProtectionPlans=[cp_plan("2024-06-20", None, "2024-09-10", "2024-09-10")] * 2,
    )
    same = child(1, twice, twice, Disability=["LD", "LD"])
    snapshot = census(same, same, child(2, twice, LAchildID=None), child(3, twice, LAchildID=" "))
    assert {name: facts["read"] for name, facts in snapshot.tables.items()} == {
        **{"ssd_person": 1, "ssd_disability": 6, "ssd_cin_episodes": 6, "ssd_cin_assessments": 12},
        **{"ssd_cin_plans": 12, "ssd_s47_enquiry": 12, "ssd_initial_cp_conference": 12, "ssd_cp_plans": 12},
        "ssd_cp_reviews": 24,
    }


#: The layout columns that a fill passes on as they are, with the case-record column that holds the same codes.
SAME_CODES = {
    "cin_child.gender": "ssd_person.pers_gender",
    "cin_child.sex": "ssd_person.pers_sex",
    "cin_child.ethnicity": "ssd_person.pers_ethnicity",
    "cin_disability.disability": "ssd_disability.disa_disability_code",
    "cin_details.referral_source": "ssd_cin_episodes.cine_referral_source_code",
    "cin_details.primary_need": "ssd_cin_episodes.cine_cin_primary_need_code",
    "cin_details.closure_reason": "ssd_cin_episodes.cine_close_reason",
    "cin_cp_plans.initial_category": "ssd_cp_plans.cppl_cp_plan_initial_category",
    "cin_cp_plans.latest_category": "ssd_cp_plans.cppl_cp_plan_latest_category",
}


#: Codes that only another source has: Annex A says that a child is disabled, and not how.
OF_OTHERS = {"ssd_disability.disa_disability_code": {"YES"}}


@pytest.mark.parametrize(("ours", "theirs"), SAME_CODES.items())
def test_a_list_has_the_codes_of_the_column_that_it_fills(ours: str, theirs: str) -> None:
    listed = next(each for each in lists_of(CIN_CENSUS) if each.name == ours.split(".")[0])
    table, column = theirs.split(".")
    known = set(describe(table).columns[column].codes) - OF_OTHERS.get(theirs, set())
    assert set(listed.layout.columns[ours.split(".")[1]].codes) == known
