"""Little councils for the tests of Annex A, and what their lists say."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import Any

from lineofsight.annex_a.laying import Laid, lay_lists
from lineofsight.annex_a.layouts import layout_for, read_layouts
from lineofsight.annex_a.rules import read_rules
from lineofsight.council import Council
from lineofsight.home import Home
from tests.extracts import NEVER_COUNTS, Rows, council_of

ON = dt.date(2023, 3, 31)
#: The window of six months: from 1 October 2022 on.
FIRST, BEFORE = "2022-10-01", "2022-09-30"
#: Tables and columns that a council may lack and still have lists: each test says itself what of them is loaded.
BY_TESTS_ALONE = {
    *("ssd_early_help_episodes", "ssd_s47_enquiry", "ssd_permanence", "ssd_missing", "ssd_immigration_status"),
    *("ssd_cla_placement", "ssd_cla_health", "ssd_cla_immunisations", "ssd_sdq_scores", "ssd_assessment_factors"),
    *("ssd_professionals", "ssd_department", "ssd_address"),
    *("cont_contact_source_code", "cont_contact_outcome_json", "cppl_cp_plan_initial_category"),
    *("cppl_cp_plan_latest_category", "cppv_cp_visit_seen_alone", "icpc_s47_enquiry_id", "icpc_icpc_transfer_in"),
    *("icpc_icpc_outcome_cp_flag", "clae_cla_placement_id", "clae_cla_primary_need_code"),
    *("clae_cla_episode_ceased_reason", "clae_cla_episode_start_reason", "clar_cla_review_participation"),
}
#: Tables that no list is made of.
IN_NO_LIST = {
    *("los_management_oversight", "los_contact_decisions", "los_cin_plan_reviews", "los_health_assessments"),
    *("los_return_interviews", "los_legal_proceedings", "los_core_groups", "los_feedback", "los_workforce_months"),
    *("los_localities", "los_population_groups", "los_populations"),
}


def a_council(home: Home, tables: Mapping[str, Rows]) -> Council:
    """A council of the children that its tables name, with a row in each table that lists are chosen by.

    What is in none of them (see `BY_TESTS_ALONE`) is there where the tables name it, and not loaded where they don't.
    """
    shutil.rmtree(home.path.parent / "extract", ignore_errors=True)  # that of the council before, in the same test
    people = {
        str(value)
        for rows in tables.values()
        for row in rows
        for column, value in row.items()
        if column.endswith("_person_id") and value
    }
    known = {row["pers_person_id"] for row in tables.get("ssd_person", ())}
    others = [
        {"pers_person_id": child, "pers_dob": "2012-06-01", "pers_gender": "02", "pers_ethnicity": "WBRI"}
        for child in sorted(people - known)
    ]
    said = {**tables, "ssd_person": [*tables.get("ssd_person", ()), *others]}
    nobody = {
        name: [{column: value for column, value in row.items() if column not in BY_TESTS_ALONE}]
        for name, row in NEVER_COUNTS.items()
        if name not in BY_TESTS_ALONE | IN_NO_LIST
    }
    every = {name: [*nobody.get(name, ()), *said.get(name, ())] for name in dict.fromkeys((*nobody, *said))}
    return council_of(home, every, ON, nobody=False)


def laid(council: Council, on: dt.date = ON, layout: str = "2024") -> Laid:
    return lay_lists(council, on, layout_for(read_layouts(), on, layout), read_rules())


def rows(of: Laid, number: int) -> list[dict[str, Any]]:
    """The rows of a list, in its order, with the child under `child`."""
    found = of.database.execute(f"select child_unique_id as child, * from list_{number} order by place")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def children(of: Laid, number: int) -> list[str]:
    """Who is in a list, sorted."""
    return sorted(row["child"] for row in rows(of, number))
