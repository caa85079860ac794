"""What an SSDA903 return makes of the case records: each file as the SSD tables hold it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.records.descriptions import describe
from lineofsight.records.snapshots import Snapshot
from lineofsight.sources import ssda903
from lineofsight.sources.returns.lists import SSDA903, lists_of
from tests.sources.returns.reading import load, rows
from tests.sources.ssda903.making import ENDS, child, episode, write


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture
def returned(tmp_path: Path, home: Home) -> Any:
    def loaded(year: int = 2025, **lists: Any) -> Snapshot:
        return load(ssda903, home, write(tmp_path / "return", year=year, lists={"episodes": [], **lists}))

    return loaded


def of_children(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [row for row in found if ENDS not in str(row)]


# Episodes


def periods(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    columns = ("clae_cla_episode_id", "clae_cla_id", "clae_entered_care_date", "clae_cla_placement_id")
    return of_children(rows(snapshot, "ssd_cla_episodes", *columns))


def test_one_period_of_care_with_a_change_of_status_and_a_move(returned: Any) -> None:
    snapshot = returned(
        episodes=[
            episode(1, "01/05/2024", "01/08/2024", LS="V2", PL_POST="AB1 2CD", URN="SC1"),
            episode(1, "01/08/2024", "01/12/2024", "L", LS="C1", REASON_PLACE_CHANGE="CARPL"),
            episode(1, "01/12/2024", "", "P", LS="C1", PLACE="K2", PLACE_PROVIDER="PR4", URN="SC2"),
        ]
    )
    entered = day("2024-05-01")
    assert periods(snapshot) == [
        ("child-1-2024-05-01", "child-1-2024-05-01", entered, "child-1-2024-05-01"),
        ("child-1-2024-08-01", "child-1-2024-05-01", entered, "child-1-2024-05-01"),
        ("child-1-2024-12-01", "child-1-2024-05-01", entered, "child-1-2024-12-01"),
    ]
    columns = ("clap_cla_placement_id", "clap_cla_id", "clap_person_id", "clap_cla_placement_start_date")
    more = ("clap_cla_placement_end_date", "clap_cla_placement_type", "clap_cla_placement_provider")
    last = ("clap_cla_placement_urn", "clap_cla_placement_change_reason", "file_row")
    period = "child-1-2024-05-01"
    assert of_children(rows(snapshot, "ssd_cla_placement", *columns, *more, *last)) == [
        (period, period, "child-1", day("2024-05-01"), day("2024-12-01"), "U6", "PR1", "SC1", "CARPL", 2),
        ("child-1-2024-12-01", period, "child-1", day("2024-12-01"), None, "K2", "PR4", "SC2", None, 4),
    ]
    columns = ("lega_legal_status_id", "lega_person_id", "lega_legal_status")
    more = ("lega_legal_status_start_date", "lega_legal_status_end_date")
    assert of_children(rows(snapshot, "ssd_legal_status", *columns, *more)) == [
        ("child-1-2024-05-01", "child-1", "V2", day("2024-05-01"), day("2024-08-01")),
        ("child-1-2024-08-01", "child-1", "C1", day("2024-08-01"), None),
    ]


def test_a_period_ends_with_days_out_of_care_and_with_a_new_start(returned: Any) -> None:
    snapshot = returned(
        episodes=[
            episode(1, "01/05/2024", "01/06/2024", REC="E4A"),
            episode(1, "02/06/2024", "01/07/2024", "P"),  # a day between, though it says that it only moved
            episode(1, "01/07/2024", "", "S"),  # no day between, but it says that care started
            episode(2, "10/05/2024", "20/05/2024"),  # two periods that begin and end on one day
            episode(2, "20/05/2024", "20/05/2024"),
            episode(2, "20/05/2024", "21/05/2024"),
        ]
    )
    assert [row[:3] for row in periods(snapshot)] == [
        ("child-1-2024-05-01", "child-1-2024-05-01", day("2024-05-01")),
        ("child-1-2024-06-02", "child-1-2024-06-02", None),
        ("child-1-2024-07-01", "child-1-2024-07-01", day("2024-07-01")),
        ("child-2-2024-05-10", "child-2-2024-05-10", day("2024-05-10")),
        ("child-2-2024-05-20", "child-2-2024-05-20", day("2024-05-20")),
        ("child-2-2024-05-20-2", "child-2-2024-05-20-2", day("2024-05-20")),
    ]


def test_a_child_who_was_in_care_before_the_return_has_no_first_day(returned: Any) -> None:
    earlier = [episode(1, "01/05/2020", "01/08/2024", "P"), episode(1, "01/08/2024", "", "L", LS="E1")]
    assert periods(returned(episodes=earlier)) == [
        ("child-1-2020-05-01", "child-1-2020-05-01", None, "child-1-2020-05-01"),
        ("child-1-2024-08-01", "child-1-2020-05-01", None, "child-1-2020-05-01"),
    ]


def test_rows_in_any_order_give_the_same_and_two_alike_are_kept_apart(returned: Any) -> None:
    ordered = [episode(1, "01/05/2024", "01/08/2024"), episode(1, "01/08/2024", "", "P"), episode(2, "01/05/2024")]
    assert periods(returned(episodes=ordered)) == periods(returned(episodes=ordered[::-1]))
    nobody = {**episode(1, "01/05/2024"), "CHILD": ""}
    snapshot = returned(episodes=[*ordered, *ordered, nobody, nobody])
    for table in ("ssd_cla_episodes", "ssd_cla_placement", "ssd_legal_status"):
        assert snapshot.tables[table]["read"] > 0
    assert snapshot.tables["ssd_cla_episodes"]["read"] == 9
    assert [row[0] for row in rows(snapshot, "ssd_cla_episodes", "clae_person_id")].count(None) == 2


def test_reviews_go_with_the_period_in_which_they_were_held(returned: Any) -> None:
    snapshot = returned(
        episodes=[
            episode(1, "01/05/2024", "01/06/2024", REC="E4A"),
            episode(1, "01/06/2024", "", "S"),
            episode(2, "01/05/2024", "01/06/2024", REC="E4A"),
        ],
        reviews=[
            *({"CHILD": "child-1", "REVIEW": held, "REVIEW_CODE": "pn1"} for held in ("20/05/2024", "01/06/2024")),
            *({"CHILD": "child-2", "REVIEW": held} for held in ("01/06/2024", "02/06/2024", "02/06/2024")),
        ],
    )
    columns = ("clar_cla_review_id", "clar_cla_person_id", "clar_cla_id", "clar_cla_review_participation")
    assert rows(snapshot, "ssd_cla_reviews", *columns) == [
        ("child-1-2024-05-20", "child-1", "child-1-2024-05-01", "PN1"),
        ("child-1-2024-06-01", "child-1", "child-1-2024-06-01", "PN1"),
        ("child-2-2024-06-01", "child-2", "child-2-2024-05-01", None),
        ("child-2-2024-06-02", "child-2", None, None),
        ("child-2-2024-06-02-2", "child-2", None, None),
    ]


# People


def test_people_are_all_whom_any_list_names(returned: Any) -> None:
    snapshot = returned(
        header=[child(1, UPN="A123456789012", MOTHER="1", MC_DOB="01/01/2025"), child(2, UPN="un3", SEX="M")],
        uasc=[
            {"CHILD": "child-2", "SEX": "M", "DUC": "01/02/2025"},
            {"CHILD": "child-3", "SEX": "M", "DOB": "01/01/2008"},
        ],
        oc3=[{"CHILD": "child-4", "DOB": "01/06/2006"}],
        reviews=[{"CHILD": "child-4", "DOB": "02/06/2006", "REVIEW": "01/01/2025"}],
    )
    columns = ("pers_person_id", "pers_dob", "pers_sex", "pers_upn", "pers_upn_unknown", "pers_is_mother", "file")
    assert of_children(rows(snapshot, "ssd_person", *columns)) == [
        ("child-1", day("2012-02-01"), "F", "A123456789012", None, True, "header.csv"),
        ("child-2", day("2012-02-01"), "M", None, "UN3", False, "header.csv"),
        ("child-3", day("2008-01-01"), "M", None, None, None, "uasc.csv"),
        ("child-4", day("2006-06-01"), None, None, None, None, "oc3.csv"),
    ]
    assert rows(snapshot, "ssd_linked_identifiers", "link_person_id", "link_identifier_value") == [
        ("child-1", "A123456789012")
    ]
    assert rows(snapshot, "ssd_mother", "moth_person_id", "moth_childs_dob") == [("child-1", day("2025-01-01"))]
    columns = ("immi_person_id", "immi_immigration_status", "immi_immigration_status_end_date")
    assert rows(snapshot, "ssd_immigration_status", *columns) == [
        ("child-2", "UASC", day("2025-02-01")),
        ("child-3", "UASC", None),
    ]


def test_health(returned: Any) -> None:
    healthy = {"SDQ_SCORE": "14", "CONVICTED": "0", "HEALTH_CHECK": "", "IMMUNISATIONS": "1", "TEETH_CHECK": "1"}
    not_so = {"SDQ_REASON": "sdq2", "CONVICTED": "1", "IMMUNISATIONS": "0", "SUBSTANCE_MISUSE": "1"}
    snapshot = returned(
        oc2=[
            {"CHILD": "child-1", **healthy, "HEALTH_ASSESSMENT": "1"},
            {"CHILD": "child-2", **not_so, "INTERVENTION_RECEIVED": "1", "HEALTH_ASSESSMENT": "0"},
        ]
    )
    assert rows(snapshot, "ssd_sdq_scores", "csdq_table_id", "csdq_sdq_score", "csdq_sdq_reason") == [
        ("child-1-sdq-2025", 14, None),
        ("child-2-sdq-2025", None, "SDQ2"),
    ]
    assert rows(snapshot, "ssd_cla_health", "clah_health_check_id", "clah_health_check_type") == [
        ("child-1-dental-check-2025", "Dental Check"),
        ("child-1-health-assessment-2025", "Health Assessment"),
    ]
    assert rows(snapshot, "ssd_cla_immunisations", "clai_person_id", "clai_immunisations_status") == [
        ("child-1", True),
        ("child-2", False),
    ]
    assert rows(snapshot, "ssd_cla_convictions", "clac_person_id") == [("child-2",)]
    assert rows(snapshot, "ssd_cla_substance_misuse", "clas_person_id", "clas_intervention_received") == [
        ("child-2", True)
    ]


@pytest.mark.parametrize(
    ("born", "in_touch", "eligibility"),
    [
        ("31/03/2007", "YES", "Former relevant"),  # 18 on the last day of the year
        ("01/04/2007", "NO", "Relevant"),
        ("01/06/2007", "RHOM", "Qualifying"),
        ("01/06/2004", "DIED", "No current eligibility"),
    ],
)
def test_care_leavers(returned: Any, born: str, in_touch: str, eligibility: str) -> None:
    leaver = {"CHILD": "child-9", "DOB": born, "IN_TOUCH": in_touch, "ACTIV": "F5", "ACCOM": "u2"}
    snapshot = returned(oc3=[leaver, {"CHILD": "child-8", "DOB": "01/06/2006", "ACTIV": "0", "ACCOM": "0"}])
    columns = ("clea_person_id", "clea_care_leaver_eligibility", "clea_care_leaver_activity")
    more = ("clea_care_leaver_accommodation", "clea_care_leaver_accom_suitable")
    assert rows(snapshot, "ssd_care_leavers", *columns, *more) == [
        ("child-8", "Former relevant", None, None, None),
        ("child-9", eligibility, "F5", "U", "2"),
    ]
    assert "clea_care_leaver_latest_contact" not in snapshot.columns("ssd_care_leavers")


def test_permanence(returned: Any) -> None:
    adoption = {"DATE_INT": "01/02/2024", "DATE_MATCH": "01/06/2024", "FOSTER_CARE": "1", "NB_ADOPTR": "2"}
    snapshot = returned(
        episodes=[episode(1, "01/05/2023", "01/12/2024", REC="E11"), episode(3, "01/05/2023", "01/01/2025", REC="E46")],
        ad1=[{"CHILD": "child-1", **adoption, "SEX_ADOPTR": "MF", "LS_ADOPTR": "L11"}],
        placed_adoption=[
            {
                "CHILD": "child-2",
                "DATE_PLACED": "01/05/2024",
                "DATE_PLACED_CEASED": "01/07/2024",
                "REASON_PLACED_CEASED": "RD1",
            },
            {"CHILD": "child-2", "DATE_PLACED": "01/01/2025"},
        ],
    )
    columns = ("perm_table_id", "perm_adm_decision_date", "perm_decision_reversed_date", "perm_permanence_order_date")
    more = ("perm_permanence_order_type", "perm_matched_date", "perm_number_of_adopters", "perm_adopted_by_carer_flag")
    nothing = (None,) * 4
    assert rows(snapshot, "ssd_permanence", *columns, *more) == [
        *[("child-1-permanence", day("2024-02-01"), None, day("2024-12-01"), "Adoption", day("2024-06-01"), 2, True)],
        ("child-2-permanence", day("2025-01-01"), None, None, *nothing),
        ("child-2-permanence-2", day("2024-05-01"), day("2024-07-01"), None, *nothing),
        ("child-3-permanence", None, None, day("2025-01-01"), "Special Guardianship Order", None, None, None),
    ]


def test_previous_permanence_missing_and_social_workers(returned: Any) -> None:
    gone = {"CHILD": "child-1", "MISSING": "m", "MIS_START": "01/06/2024", "MIS_END": "02/06/2024"}
    worker = {"CHILD": "child-1", "SW_ID": "SW123", "SW_DECOM": "01/05/2024"}
    snapshot = returned(
        prev_perm=[{"CHILD": "child-1", "PREV_PERM": "P1", "LA_PERM": "211", "DATE_PERM": "zz/05/2019"}],
        missing=[gone, {**gone, "MIS_END": ""}],
        social_worker=[{**worker, "SW_DEC": "01/07/2024", "SW_REASON": "LEFTRL"}, {**worker, "SW_DECOM": "01/07/2024"}],
    )
    columns = ("lapp_previous_permanence_option", "lapp_previous_permanence_la", "lapp_previous_permanence_order_date")
    assert rows(snapshot, "ssd_cla_previous_permanence", *columns) == [("P1", "211", "zz/05/2019")]
    began = dt.datetime(2024, 6, 1)  # noqa: DTZ001  (the tables hold local days and times)
    columns = ("miss_table_id", "miss_missing_episode_start_date", "miss_missing_episode_type")
    assert rows(snapshot, "ssd_missing", *columns) == [
        ("child-1-2024-06-01", began, "M"),
        ("child-1-2024-06-01-2", began, "M"),
    ]
    columns = ("invo_professional_id", "invo_professional_role_id", "invo_involvement_start_date")
    assert rows(snapshot, "ssd_involvements", *columns, "invo_involvement_end_date", "invo_worker_change_reason") == [
        ("SW123", "CW", day("2024-05-01"), day("2024-07-01"), "LEFTRL"),
        ("SW123", "CW", day("2024-07-01"), None, None),
    ]
    columns = ("prof_professional_id", "prof_social_worker_registration_no")
    assert rows(snapshot, "ssd_professionals", *columns) == [("SW123", "SW123")]


#: The layout columns that a fill passes on as they are, with the column that holds the codes; and codes beyond them.
SAME_CODES = {
    "header.sex": ("ssd_person.pers_sex", ()),
    "header.ethnic": ("ssd_person.pers_ethnicity", ()),
    "episodes.rne": ("ssd_cla_episodes.clae_cla_episode_start_reason", ()),
    "episodes.ls": ("ssd_legal_status.lega_legal_status", ()),
    "episodes.cin": ("ssd_cla_episodes.clae_cla_primary_need_code", ()),
    "episodes.rec": ("ssd_cla_episodes.clae_cla_episode_ceased_reason", ()),
    "episodes.placement": ("ssd_cla_placement.clap_cla_placement_type", ("Z11", "Z12", "Z13", "Z14")),
    "episodes.place_provider": ("ssd_cla_placement.clap_cla_placement_provider", ()),
    "episodes.reason_place_change": ("ssd_cla_placement.clap_cla_placement_change_reason", ()),
    "reviews.review_code": ("ssd_cla_reviews.clar_cla_review_participation", ()),
    "oc2.sdq_reason": ("ssd_sdq_scores.csdq_sdq_reason", ()),
    "oc3.in_touch": ("ssd_care_leavers.clea_care_leaver_in_touch", ()),
    "oc3.activ": ("ssd_care_leavers.clea_care_leaver_activity", ("0",)),
    "ad1.sex_adoptr": ("ssd_permanence.perm_adopter_sex", ()),
    "ad1.ls_adoptr": ("ssd_permanence.perm_adopter_legal_status", ()),
    "placed_adoption.reason_placed_ceased": ("ssd_permanence.perm_decision_reversed_reason", ()),
    "prev_perm.prev_perm": ("ssd_cla_previous_permanence.lapp_previous_permanence_option", ()),
    "missing.missing": ("ssd_missing.miss_missing_episode_type", ()),
    "social_worker.sw_reason": ("ssd_involvements.invo_worker_change_reason", ()),
}


@pytest.mark.parametrize(("ours", "theirs", "beyond"), [(ours, *theirs) for ours, theirs in SAME_CODES.items()])
def test_a_list_has_the_codes_of_the_column_that_it_fills(ours: str, theirs: str, beyond: tuple[str, ...]) -> None:
    name, column = ours.split(".")
    listed = next(each for each in lists_of(SSDA903) if each.name == f"ssda903_{name}")
    table, filled = theirs.split(".")
    assert set(listed.layout.columns[column].codes) - set(beyond) == set(describe(table).columns[filled].codes) - set(
        beyond
    )
    assert set(beyond) <= set(listed.layout.columns[column].codes)
