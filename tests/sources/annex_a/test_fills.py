"""How the lists become case records: each rule as a few drawn rows and the records that come of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.records.snapshots import Snapshot
from tests.sources.annex_a.loads import load_workbook
from tests.sources.annex_a.sample import ON, ROWS, a_child, day, sample
from tests.sources.annex_a.test_annex_a import rows_of
from tests.sources.annex_a.workbooks import Cell, template, write_xlsx

Loads = "Callable[..., Snapshot]"


@pytest.fixture
def loaded(home: Home, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Loads lists (number to rows) as a workbook."""

    def load(lists: dict[int, list[list[Cell]]], on: dt.date = ON) -> Snapshot:
        sheets = {f"List {number}": [list(template(number)), *rows] for number, rows in lists.items()}
        path = write_xlsx(tmp_path / "a.xlsx", sheets)
        assert isinstance(path, Path)
        return load_workbook(home, path, on)[0]

    return load


def row(number: int, child: str, **says: Cell) -> list[Cell]:
    """A row of a list as in the sample, with some cells otherwise."""
    return a_child(number, child, **{**ROWS[number], **says})


# People


def test_a_child_is_one_person_over_all_lists_as_the_most_reviewed_list_says(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {
            1: [row(1, "child-1", gender="c) Not stated/recorded", date_of_b=day("2011-01-01"), ethnicity="a) WBRI")],
            6: [row(6, "child-1", gender=None, date_of_b=None, ethnicity="t) NOBT")],
            8: [row(8, "child-1", gender="b) Female", date_of_b=day("2012-02-02"), ethnicity=None), row(8, "child-2")],
        }
    )
    columns = ("pers_person_id", "pers_sex", "pers_gender", "pers_ethnicity", "pers_dob", "file", "file_row")
    assert rows_of(snapshot, "ssd_person", *columns) == [
        ("child-1", "F", "02", "WBRI", day("2012-02-02"), "a.xlsx, List 8", 2),
        ("child-2", "M", "01", "WBRI", day("2012-05-17"), "a.xlsx, List 8", 3),
    ]


def test_a_disability_is_one_of_a_kind_that_is_not_said(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {
            4: [row(4, "child-1", does="a) Yes"), row(4, "child-2"), row(4, "child-3", does="c) Unknown")],
            6: [row(6, "child-1")],
        }
    )
    assert rows_of(snapshot, "ssd_disability", "disa_person_id", "disa_disability_code") == [
        ("child-1", "YES"),
        ("child-2", "NONE"),
    ]


def test_unaccompanied_children_are_said_to_be_in_lists_8_and_9(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {
            8: [row(8, "child-1", unaccompanied="a) Yes"), row(8, "child-2")],
            9: [row(9, "child-1", unaccompanied="a) Yes"), row(9, "child-3", unaccompanied="a) Yes")],
        }
    )
    assert rows_of(snapshot, "ssd_immigration_status", "immi_person_id", "immi_immigration_status", "file") == [
        ("child-1", "UASC", "a.xlsx, List 8"),
        ("child-3", "UASC", "a.xlsx, List 9"),
    ]


# The front door


def test_two_contacts_on_a_day_are_two(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded({1: [row(1, "child-1"), row(1, "child-1"), row(1, "child-1", date_of_contact=None)]})
    assert rows_of(snapshot, "ssd_contacts", "cont_contact_id") == [
        ("child-1-2023-01-10",),
        ("child-1-2023-01-10#2",),
        ("child-1-undated",),
    ]


def test_a_referral_and_an_episode_that_begin_on_a_day_are_one(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded({3: [row(3, "child-1")], 6: [row(6, "child-1")]})
    columns = ("cine_referral_id", "cine_referral_source_code", "cine_cin_primary_need_code", "cine_close_date", "file")
    assert rows_of(snapshot, "ssd_cin_episodes", *columns) == [
        ("child-1-2023-01-11", "6", "N1", None, "a.xlsx, List 6")
    ]


def test_a_referral_before_the_episode_in_list_6_has_closed_by_its_start(loaded) -> None:  # type: ignore[no-untyped-def]
    earlier = day("2022-11-01")
    snapshot = loaded(
        {
            3: [
                row(3, "child-1", date_of_referral=earlier),
                row(3, "child-1"),
                row(3, "child-2", referral_nfa="a) Yes"),
            ],
            6: [row(6, "child-1")],
        }
    )
    columns = ("cine_person_id", "cine_referral_date", "cine_close_date", "cine_referral_nfa")
    assert rows_of(snapshot, "ssd_cin_episodes", *columns) == [
        ("child-1", earlier, day("2023-01-11"), False),
        ("child-1", day("2023-01-11"), None, False),
        ("child-2", day("2023-01-11"), None, True),
    ]


def test_an_assessment_is_of_the_latest_referral_that_led_somewhere(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {
            3: [
                row(3, "child-1", date_of_referral=day("2022-11-01")),
                row(3, "child-1", date_of_referral=day("2023-01-11")),
                row(3, "child-1", date_of_referral=day("2023-01-12"), referral_nfa="a) Yes"),
            ],
            4: [row(4, "child-1"), row(4, "child-2"), row(4, "child-1", continuous_assessment_start=day("2022-10-20"))],
        }
    )
    assert rows_of(snapshot, "ssd_cin_assessments", "cina_assessment_id", "cina_referral_id") == [
        ("child-1-2022-10-20", None),
        ("child-1-2023-01-12", "child-1-2023-01-11"),
        ("child-2-2023-01-12", None),
    ]


def test_an_assessment_without_support_ended_with_no_further_action(loaded) -> None:  # type: ignore[no-untyped-def]
    answers = ("a) Yes", "b) No", "c) Unknown", None)
    snapshot = loaded({4: [row(4, f"child-{n}", was_the=answer) for n, answer in enumerate(answers)]})
    assert rows_of(snapshot, "ssd_cin_assessments", "cina_person_id", "cina_assessment_outcome_nfa") == [
        ("child-0", False),
        ("child-1", True),
        ("child-2", None),
        ("child-3", None),
    ]


# Children in need


@pytest.mark.parametrize(
    ("more", "plans"),
    [
        ({}, 1),
        ({6: {"case_status": "d) Open assessment"}}, 0),
        ({6: {"case_status": "a) Looked after child"}}, 0),
        ({6: {"case_status": None}}, 0),
        ({6: {"cin_closure": day("2023-03-31")}}, 0),
        ({6: {"cin_closure": day("2023-04-01")}}, 1),
        ({9: {}}, 0),
        ({3: {}, 4: {"was_the": "b) No"}}, 0),
        ({3: {}, 4: {"was_the": "a) Yes"}}, 1),
        ({4: {"was_the": "b) No"}}, 1),
        ({3: {}, 4: {"was_the": "b) No", "continuous_assessment_date": None}}, 1),
    ],
    ids=[
        "the status says so",
        "in assessment",
        "in care",
        "no status",
        "closed on the day",
        "closes tomorrow",
        "a care leaver",
        "assessed since as not in need",
        "assessed since as in need",
        "assessed, but how often isn't known",
        "still being assessed",
    ],
)
def test_who_has_a_child_in_need_plan(more: dict[int, dict[str, Cell]], plans: int, loaded) -> None:  # type: ignore[no-untyped-def]
    lists = {6: [row(6, "child-1"), row(6, "child-2")]} | {
        number: [row(number, "child-1", **says)] for number, says in more.items()
    }
    if 6 in more:
        lists[6].append(row(6, "child-2"))
    snapshot = loaded(lists)
    found = [person for (person,) in rows_of(snapshot, "ssd_cin_plans", "cinp_person_id")]
    assert found.count("child-1") == plans


def test_a_child_in_need_plan_starts_with_the_episode_for_want_of_a_day(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded({6: [row(6, "child-1")]})
    assert rows_of(snapshot, "ssd_cin_plans", "cinp_cin_plan_start_date", "cinp_referral_id") == [
        (day("2023-01-11"), "child-1-2023-01-11")
    ]


@pytest.mark.parametrize(
    ("more", "visits"),
    [
        ({}, 1),
        ({6: {"case_status": "d) Open assessment"}}, 1),
        ({6: {"case_status": None}}, 1),
        ({6: {"case_status": "a) Looked after child"}}, 0),
        ({6: {"case_status": "b) Child Protection plan"}}, 0),
        ({6: {"case_status": "e) Closed episode", "cin_closure": day("2023-03-25")}}, 0),
        ({6: {"date_child": None}}, 0),
        ({7: {"date_of_the_last": day("2023-03-20"), "child_protection_plan_end": day("2023-03-25")}}, 0),
        ({8: {"date_of_last_social": day("2023-03-20"), "date_ceased": day("2023-03-25")}}, 0),
        ({7: {"date_of_the_last": day("2023-03-19"), "child_protection_plan_end": day("2023-03-25")}}, 1),
    ],
    ids=[
        "with a plan",
        "in assessment",
        "without a status",
        "in care",
        "on a protection plan",
        "closed",
        "never seen",
        "seen as a child on a plan that ended",
        "seen as a child in care that ended",
        "seen again since the plan",
    ],
)
def test_whom_a_child_in_need_visit_is_known_of(more: dict[int, dict[str, Cell]], visits: int, loaded) -> None:  # type: ignore[no-untyped-def]
    lists = {6: [row(6, "child-1", **more.get(6, {})), row(6, "child-2", date_child=day("2023-03-21"))]}
    lists |= {number: [row(number, "child-1", **says)] for number, says in more.items() if number != 6}
    snapshot = loaded(lists)
    columns = ("cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen")
    seen = [("child-1", day("2023-03-20"), True)] * visits + [("child-2", day("2023-03-21"), True)]
    assert rows_of(snapshot, "ssd_cin_visits", *columns) == seen


# Child protection


def test_a_conference_is_put_to_the_plan_of_its_day(loaded) -> None:  # type: ignore[no-untyped-def]
    on = day("2023-02-15")
    snapshot = loaded(
        {
            5: [
                row(5, "child-1"),
                row(5, "child-2", did_the="b) No"),
                row(5, "child-3", date_of_initial=None, was_an="a) Yes"),
            ],
            7: [row(7, "child-1", child_protection_plan_start=on), row(7, "child-4")],
        }
    )
    columns = ("icpc_icpc_id", "icpc_s47_enquiry_id", "icpc_cp_plan_id", "icpc_icpc_outcome_cp_flag")
    assert rows_of(snapshot, "ssd_initial_cp_conference", *columns) == [
        ("child-1-2023-02-15", "child-1-2023-02-01", "child-1-2023-02-15", True),
        ("child-2-2023-02-15", "child-2-2023-02-01", None, False),
    ]
    assert rows_of(snapshot, "ssd_cp_plans", "cppl_cp_plan_id", "cppl_icpc_id") == [
        ("child-1-2023-02-15", "child-1-2023-02-15"),
        ("child-4-2022-09-15", None),
    ]
    assert rows_of(snapshot, "ssd_s47_enquiry", "s47e_person_id", "s47e_s47_outcome_json") == [
        ("child-1", '{"CP_CONFERENCE_FLAG": "Y"}'),
        ("child-2", '{"CP_CONFERENCE_FLAG": "Y"}'),
        ("child-3", '{"CP_CONFERENCE_FLAG": "N"}'),
    ]


def test_a_plan_has_its_last_visit_and_review(loaded) -> None:  # type: ignore[no-untyped-def]
    first, second = day("2022-06-01"), day("2023-01-15")
    snapshot = loaded(
        {
            7: [
                row(7, "child-1", child_protection_plan_start=first, child_protection_plan_end=day("2022-12-01")),
                row(7, "child-1", child_protection_plan_start=second, date_of_latest=None, was_the="b) No"),
            ]
        }
    )
    visit = ("cppv_cp_visit_id", "cppv_cp_plan_id", "cppv_cp_visit_seen", "cppv_cp_visit_seen_alone")
    assert rows_of(snapshot, "ssd_cp_visits", *visit) == [("child-1-2023-03-24", "child-1-2023-01-15", True, False)]
    assert rows_of(snapshot, "ssd_cp_reviews", "cppr_cp_plan_id", "cppr_cp_review_date") == [
        ("child-1-2022-06-01", day("2022-12-10"))
    ]


# Care


def test_a_period_of_care_is_one_row_with_its_placement_and_legal_status(loaded) -> None:  # type: ignore[no-untyped-def]
    left = day("2023-02-01")
    snapshot = loaded(
        {8: [row(8, "child-1"), row(8, "child-2", date_ceased=left, reason_ceased="t) E8: Any other reason")]}
    )
    episode = (
        "clae_person_id",
        "clae_entered_care_date",
        "clae_cla_episode_ceased_date",
        "clae_cla_id",
        "clae_cla_placement_id",
    )
    assert rows_of(snapshot, "ssd_cla_episodes", *episode) == [
        ("child-1", day("2021-09-15"), None, "child-1-2021-09-15", "child-1-2021-09-15"),
        ("child-2", day("2021-09-15"), left, "child-2-2021-09-15", "child-2-2021-09-15"),
    ]
    placement = (
        "clap_person_id",
        "clap_cla_placement_type",
        "clap_cla_placement_provider",
        "clap_cla_placement_end_date",
    )
    assert rows_of(snapshot, "ssd_cla_placement", *placement) == [
        ("child-1", "U6", "PR1", None),
        ("child-2", "U6", "PR1", left),
    ]
    status = ("lega_person_id", "lega_legal_status", "lega_legal_status_start_date", "lega_legal_status_end_date")
    assert rows_of(snapshot, "ssd_legal_status", *status) == [
        ("child-1", "C2", day("2021-10-15"), None),
        ("child-2", "C2", day("2021-10-15"), left),
    ]


def test_the_latest_checks_visit_and_review_of_care_are_known(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {8: [row(8, "child-1", date_of_last_health=day("2022-09-01"), date_of_last_dental=day("2022-10-02"))]}
    )
    assert rows_of(snapshot, "ssd_cla_health", "clah_health_check_type", "clah_health_check_date") == [
        ("Dental Check", day("2022-10-02")),
        ("Health Assessment", day("2022-09-01")),
    ]
    assert rows_of(snapshot, "ssd_cla_visits", "clav_cla_id", "clav_cla_visit_date", "clav_cla_visit_seen") == [
        ("child-1-2021-09-15", day("2023-03-01"), True)
    ]
    assert rows_of(snapshot, "ssd_cla_reviews", "clar_cla_id", "clar_cla_review_date") == [
        ("child-1-2021-09-15", day("2023-01-10"))
    ]


def test_care_leavers_keep_their_codes(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded({9: [row(9, "child-1"), row(9, "child-1"), row(9, "child-1#2", la_in="e) NREQ")]})
    columns = (
        "clea_table_id",
        "clea_care_leaver_eligibility",
        "clea_care_leaver_in_touch",
        "clea_care_leaver_accommodation",
    )
    assert rows_of(
        snapshot, "ssd_care_leavers", *columns, "clea_care_leaver_accom_suitable", "clea_care_leaver_activity"
    ) == [
        ("child-1", "Former relevant", "YES", "U", "1", "F5"),
        ("child-1##2", "Former relevant", "NREQ", "U", "1", "F5"),
        ("child-1#2", "Former relevant", "YES", "U", "1", "F5"),
    ]


def test_adoption_is_put_to_the_period_of_care(loaded) -> None:  # type: ignore[no-untyped-def]
    snapshot = loaded(
        {8: [row(8, "child-1")], 10: [row(10, "child-1", date_of_adoption=day("2023-02-01")), row(10, "child-2")]}
    )
    columns = ("perm_person_id", "perm_cla_id", "perm_adm_decision_date", "perm_permanence_order_type")
    assert rows_of(snapshot, "ssd_permanence", *columns) == [
        ("child-1", "child-1-2021-09-15", day("2022-10-01"), "Adoption"),
        ("child-2", None, day("2022-10-01"), None),
    ]


# Workers


def test_who_is_allocated_is_taken_from_the_list_that_knows_best(loaded) -> None:  # type: ignore[no-untyped-def]
    def by(worker: str | None, **more: Cell) -> dict[str, Cell]:
        return {"allocated_worker": worker, "allocated_team": f"Team of {worker}", **more}

    snapshot = loaded(
        {
            6: [
                row(6, "child-1", **by("Worker 6")),
                row(6, "child-2", **by("Worker 6")),
                row(6, "child-3", **by("Worker 6", case_status="e) Closed episode")),
            ],
            7: [row(7, "child-2", **by("Worker 7")), row(7, "child-4", **by("Worker 7", child_protection_plan_end=ON))],
            8: [row(8, "child-1", **by("Worker 8"))],
            9: [row(9, "child-5", **by("Worker 9"), allocated_personal="Adviser 1")],
        }
    )
    columns = ("invo_person_id", "invo_professional_role_id", "invo_professional_id", "invo_professional_team")
    assert rows_of(snapshot, "ssd_involvements", *columns, "invo_involvement_start_date") == [
        ("child-1", "CW", "Worker 8", "Team of Worker 8", ON),
        ("child-2", "CW", "Worker 7", "Team of Worker 7", ON),
        ("child-5", "16PLUS", "Adviser 1", "Team of Worker 9", ON),
        ("child-5", "CW", "Worker 9", "Team of Worker 9", ON),
    ]
    assert rows_of(snapshot, "ssd_professionals", "prof_professional_id") == [
        ("Adviser 1",),
        *((f"Worker {n}",) for n in (6, 7, 8, 9)),
    ]
    assert [name for (name,) in rows_of(snapshot, "ssd_department", "dept_team_id")] == [
        f"Team of Worker {n}" for n in (6, 7, 8, 9)
    ]


# What must hold of all


def test_a_list_twice_over_gives_every_record_a_key_of_its_own(home: Home, tmp_path: Path) -> None:
    """All rows of all lists are there twice: no key is taken twice, and nothing is lost."""
    sheets = {name: [rows[0], *rows[1:], *rows[1:]] for name, rows in sample(4).items()}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    assert isinstance(path, Path)
    snapshot, _ = load_workbook(home, path, ON)
    assert snapshot.accepted == 88
    assert snapshot.tables["ssd_contacts"]["accepted"] == 8
    assert snapshot.tables["ssd_person"]["accepted"] == 16


def test_the_lists_of_adopters_fill_nothing(home: Home, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 11": sample(3)["List 11"]})
    assert isinstance(path, Path)
    snapshot, _ = load_workbook(home, path, ON)
    assert snapshot.files["list_11_adopters"]["accepted"] == 3 and snapshot.tables == {}
