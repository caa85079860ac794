"""Makes extracts from little tables: each table is a dictionary of columns, or rows that are written as CSV."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from lineofsight.council import Council
from lineofsight.home import Home
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
    "ssd_initial_cp_conference": {
        **{"icpc_icpc_id": "x", "icpc_person_id": "Nobody", "icpc_cp_plan_id": "x", "icpc_icpc_date": "1990-02-05"},
    },
    "ssd_cp_plans": {
        **{"cppl_cp_plan_id": "x", "cppl_person_id": "Nobody", "cppl_icpc_id": "x", "cppl_cp_plan_ola": "N"},
        **{"cppl_cp_plan_start_date": "1990-02-05", "cppl_cp_plan_end_date": "1990-03-05"},
    },
    "ssd_cp_visits": {
        **{"cppv_cp_visit_id": "x", "cppv_person_id": "Nobody"},
        **{"cppv_cp_visit_date": "1990-02-07", "cppv_cp_visit_seen": "Y"},
    },
    "ssd_cp_reviews": {
        **{"cppr_cp_review_id": "x", "cppr_person_id": "Nobody", "cppr_cp_plan_id": "x"},
        **{"cppr_cp_review_date": "1990-03-01"},
    },
    "ssd_cla_episodes": {
        **{"clae_cla_episode_id": "x", "clae_person_id": "Nobody", "clae_cla_id": "x"},
        **{"clae_cla_episode_start_date": "1990-02-05", "clae_entered_care_date": "1990-02-05"},
        **{"clae_cla_episode_ceased_date": "1990-02-08"},
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
        **{"clar_cla_review_cancelled": "N"},
    },
    "ssd_contacts": {"cont_contact_id": "x", "cont_person_id": "Nobody", "cont_contact_date": "1990-01-02"},
    "ssd_involvements": {
        **{"invo_involvements_id": "x", "invo_person_id": "Nobody", "invo_professional_role_id": "CW"},
        **{"invo_involvement_start_date": "1990-01-02", "invo_involvement_end_date": "1991-01-02"},
        **{"invo_professional_team": "T0", "invo_professional_id": "W0"},
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
        **{"cles_accommodation": "U"},
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


def with_nobody(tables: Mapping[str, Rows]) -> dict[str, Rows]:
    """The tables with a row in each that figures are counted from, so that no table is absent or empty."""
    keys: dict[str, Rows] = {name: [row, *tables.get(name, ())] for name, row in NEVER_COUNTS.items()}
    return keys | {name: rows for name, rows in tables.items() if name not in keys}


def load(home: Home, folder: Path, extracted_on: dt.date) -> Snapshot:
    """Loads an extract as the command does."""
    home.create()
    with opened(folder, scratch=home.path) as extract:
        return Snapshots(home.snapshots).load(
            Incoming(extract.files, source=extract.name, extracted_on=extracted_on),
            now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        )


def council_of(home: Home, tables: Mapping[str, Rows], extracted_on: dt.date, *, nobody: bool = True) -> Council:
    """A council with these records."""
    folder = write_extract(home.path.parent / "extract", with_nobody(tables) if nobody else tables)
    load(home, folder, extracted_on)
    return Council(home)
