"""Missing is not false: without a column or table exactly the indicators that need it say so, and no other moves.

What each column is needed for stands here by hand, from the rules, and not from what the definitions read.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import Figure, figures, lay_figures
from lineofsight.records.descriptions import describe, described
from tests.extracts import load, write_extract

NEED = {"1.2", "1.2r", "3.1", "3.2", "3.3", "open_elsewhere"}  # what builds on children in need
LEAVERS = {"6.1", "6.2", "6.3"} | NEED
CARE = {"1.4", "1.4r", "5.10", "5.11"} | LEAVERS
PROTECTION = {"1.3", "1.3r", "4.7.2", "4.8"} | NEED
RATES = {"1.2r", "1.3r", "1.4r"}

NEEDED_FOR: dict[str, set[str]] = {
    "ssd_person.pers_person_id": CARE,
    "ssd_person.pers_dob": CARE,
    "ssd_person.pers_gender": set(),
    "ssd_person.pers_ethnicity": set(),
    "ssd_disability.disa_person_id": set(),
    "ssd_disability.disa_disability_code": set(),
    "ssd_cin_episodes.cine_person_id": {"1.1"} | NEED,
    "ssd_cin_episodes.cine_referral_date": {"1.1", "2.10a"} | NEED,
    "ssd_cin_episodes.cine_close_date": {"1.1"} | NEED,
    "ssd_cin_episodes.cine_referral_id": {"2.10a"},
    "ssd_cin_episodes.cine_cin_primary_need_code": set(),
    "ssd_cin_assessments.cina_assessment_id": {"2.10a"},
    "ssd_cin_assessments.cina_person_id": {"2.10a", "5.10"} | NEED,
    "ssd_cin_assessments.cina_assessment_auth_date": {"2.10a", "5.10"} | NEED,
    "ssd_cin_assessments.cina_assessment_start_date": {"2.10a"},
    "ssd_cin_assessments.cina_referral_id": {"2.10a"},
    "ssd_cin_plans.cinp_person_id": NEED,
    "ssd_cin_plans.cinp_cin_plan_start_date": NEED,
    "ssd_cin_plans.cinp_cin_plan_end_date": NEED,
    "ssd_cin_visits.cinv_person_id": {"3.3"},
    "ssd_cin_visits.cinv_cin_visit_date": {"3.3"},
    "ssd_cin_visits.cinv_cin_visit_seen": {"3.3"},
    "ssd_cp_plans.cppl_person_id": PROTECTION,
    "ssd_cp_plans.cppl_cp_plan_start_date": PROTECTION,
    "ssd_cp_plans.cppl_cp_plan_end_date": PROTECTION,
    "ssd_cp_plans.cppl_cp_plan_id": {"4.8"},
    "ssd_cp_plans.cppl_icpc_id": {"4.8"},
    "ssd_initial_cp_conference.icpc_icpc_id": {"4.8"},
    "ssd_initial_cp_conference.icpc_cp_plan_id": {"4.8"},
    "ssd_initial_cp_conference.icpc_icpc_date": {"4.8"},
    "ssd_cp_visits.cppv_person_id": {"4.7.2"},
    "ssd_cp_visits.cppv_cp_visit_date": {"4.7.2"},
    "ssd_cp_visits.cppv_cp_visit_seen": {"4.7.2"},
    "ssd_cp_reviews.cppr_cp_plan_id": {"4.8"},
    "ssd_cp_reviews.cppr_cp_review_date": {"4.8"},
    "ssd_cla_episodes.clae_person_id": {"5.18"} | CARE,
    "ssd_cla_episodes.clae_cla_episode_start_date": CARE,
    "ssd_cla_episodes.clae_cla_episode_ceased_date": {"5.18"} | CARE,
    "ssd_cla_episodes.clae_entered_care_date": {"5.18"},
    "ssd_cla_episodes.clae_cla_id": {"5.18"},
    "ssd_legal_status.lega_person_id": {"5.18"} | CARE,
    "ssd_legal_status.lega_legal_status": {"5.18"} | CARE,
    "ssd_legal_status.lega_legal_status_start_date": {"5.18"} | CARE,
    "ssd_legal_status.lega_legal_status_end_date": {"5.18"} | CARE,
    "ssd_cla_visits.clav_person_id": {"5.11"},
    "ssd_cla_visits.clav_cla_visit_date": {"5.11"},
    "ssd_cla_visits.clav_cla_visit_seen": {"5.11"},
    "ssd_cla_reviews.clar_cla_id": {"5.18"},
    "ssd_cla_reviews.clar_cla_review_date": {"5.18"},
    "ssd_contacts.cont_contact_id": {"2.1"},
    "ssd_contacts.cont_person_id": {"2.1"},
    "ssd_contacts.cont_contact_date": {"2.1"},
    "ssd_involvements.invo_person_id": {"allocated"},
    "ssd_involvements.invo_professional_role_id": {"allocated"},
    "ssd_involvements.invo_involvement_start_date": {"allocated"},
    "ssd_involvements.invo_involvement_end_date": {"allocated"},
    "ssd_involvements.invo_professional_team": set(),
    "los_management_oversight.mano_person_id": {"1.1"},
    "los_management_oversight.mano_oversight_date": {"1.1"},
    "los_contact_decisions.cond_contact_id": {"2.1"},
    "los_contact_decisions.cond_decision_date": {"2.1"},
    "los_cin_plan_reviews.cipr_person_id": {"3.2"},
    "los_cin_plan_reviews.cipr_review_date": {"3.2"},
    "los_care_leaver_statuses.cles_person_id": LEAVERS,
    "los_care_leaver_statuses.cles_valid_from": LEAVERS,
    "los_care_leaver_statuses.cles_valid_to": LEAVERS,
    "los_care_leaver_statuses.cles_eligibility": LEAVERS,
    "los_care_leaver_statuses.cles_status_id": {"6.1", "6.2", "6.3"},
    "los_care_leaver_statuses.cles_in_touch": {"6.1"},
    "los_care_leaver_statuses.cles_latest_contact": {"6.1"},
    "los_care_leaver_statuses.cles_activity": {"6.2"},
    "los_care_leaver_statuses.cles_accom_suitable": {"6.3"},
    "los_populations.popu_mid_year": RATES,
    "los_populations.popu_children_0_17": RATES,
    "los_populations.popu_area_code": RATES,
}
MONTHS = [Month(2022, 12), Month(2023, 3)]


def counted(home: Home) -> dict[tuple[str, str, str], Figure]:
    council = Council(home)
    database = council.count(MONTHS)
    lay_figures(database)
    return {(f.ref, str(f.as_at), f.window): f for f in figures(database)}


@pytest.fixture(scope="module")
def whole(demonstration: Home) -> dict[tuple[str, str, str], Figure]:
    return counted(demonstration)


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


@pytest.mark.parametrize("column", NEEDED_FOR)
def test_without_a_column(
    column: str, demonstration: Home, whole: dict[tuple[str, str, str], Figure], tmp_path: Path
) -> None:
    table, _, name = column.partition(".")
    found = counted(without(demonstration, tmp_path, table, {name}))
    assert found.keys() == whole.keys()
    silent = {ref for (ref, _, _), figure in found.items() if figure.numerator is None}
    assert silent == NEEDED_FOR[column]
    for key, figure in found.items():
        if key[0] in NEEDED_FOR[column]:
            assert (figure.numerator, figure.denominator, figure.value) == (None, None, None)
            assert figure.note == f"no data: needs {column}"
            assert figure.rating == ""
        else:
            assert figure == whole[key]


@pytest.mark.parametrize("table", sorted({column.partition(".")[0] for column in NEEDED_FOR}))
def test_without_a_table(
    table: str, demonstration: Home, whole: dict[tuple[str, str, str], Figure], tmp_path: Path
) -> None:
    found = counted(without(demonstration, tmp_path, table, None))
    needing = set().union(*(refs for column, refs in NEEDED_FOR.items() if column.startswith(f"{table}.")))
    for (ref, as_at, window), figure in found.items():
        # The present of care leavers stands in ssd_care_leavers: March is served by it, December is not.
        stood_in = table == "los_care_leaver_statuses" and as_at == "2023-03-31"
        if ref in needing and not stood_in:
            assert figure.numerator is None
            assert figure.note.startswith(f"no data: needs {table}.")
        else:
            assert figure == whole[ref, as_at, window]


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
        counted(home)["1.1", "2023-03-31", "snapshot"].note
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
    silent = {ref for (ref, _, _), figure in found.items() if figure.numerator is None}
    assert silent == {"3.2", "3.3"}


def test_no_cases_no_data_and_zero_differ(home: Home) -> None:
    """Nobody is on a child protection plan; one child in need was not visited; there are no contacts at all."""
    from tests.extracts import council_of

    case = {"cine_referral_id": "1", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    assessment = {"cina_assessment_id": "1", "cina_person_id": "Ann", "cina_assessment_auth_date": "2022-02-01"}
    council_of(home, {"ssd_cin_episodes": [case], "ssd_cin_assessments": [assessment]}, MONTHS[-1].end)
    (home.path.parent / "extract" / "ssd_contacts.csv").unlink()
    load(home, home.path.parent / "extract", MONTHS[-1].end)
    found = counted(home)
    zero, nobody = found["3.3", "2023-03-31", "snapshot"], found["4.7.2", "2023-03-31", "snapshot"]
    count, absent = found["1.3", "2023-03-31", "snapshot"], found["2.1", "2023-03-31", "ytd"]
    assert (zero.numerator, zero.denominator, zero.value, zero.rating, zero.note) == (0, 1, 0, "red", "")
    assert (nobody.numerator, nobody.denominator, nobody.value, nobody.rating) == (0, 0, None, "")
    assert nobody.note == "no cases"
    assert (count.numerator, count.denominator, count.value, count.note) == (0, None, 0, "")
    assert (absent.numerator, absent.denominator, absent.value, absent.rating) == (None, None, None, "")
    assert absent.note.startswith("no data: needs ssd_contacts.")
