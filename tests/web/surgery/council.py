"""A council of two months, small enough to follow by hand: who is visited, and what a surgery finds in March and April.

    child  team  last visit by 31 March   not met then?   in April                       not met on 30 April?
    C1     T1    20 February              yes             visited on 5 April             no: done late
    C3     T1    10 February              yes             nobody came                    yes: still overdue
    C4     T2    15 February              yes             case closed on 10 April        left the figure
    C5     T2    25 February              yes             merged into C5N, nobody came   yes: still overdue
    C6     T2    20 March                 no              nobody came                    yes: new
    C7     T1    28 March                 no              visited on 20 April            no
    C8     T2    12 February              yes             nobody came                    yes
    C9     none  1 February               yes             nobody came                    yes

In March 2 of 8 are met (C6, C7) and 6 are not; in April 2 of 7 are met (C1, C7) and 5 are not.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from lineofsight.cli import main
from lineofsight.home import Home
from tests.extracts import Rows, load, with_nobody, write_extract

MARCH, APRIL = dt.date(2023, 3, 31), dt.date(2023, 4, 30)
_TEAMS = {"C1": "T1", "C3": "T1", "C4": "T2", "C5": "T2", "C6": "T2", "C7": "T1", "C8": "T2"}
_VISITS = {
    **{"C1": ["2023-02-20"], "C3": ["2023-02-10"], "C4": ["2023-02-15"], "C5": ["2023-02-25"]},
    **{"C6": ["2023-03-20"], "C7": ["2023-03-28"], "C8": ["2023-02-12"], "C9": ["2023-02-01"]},
}


def tables(april: bool) -> dict[str, Rows]:
    ids = {child: "C5N" if april and child == "C5" else child for child in _VISITS}
    visits = {child: list(days) for child, days in _VISITS.items()}
    if april:
        visits["C1"].append("2023-04-05")
        visits["C7"].append("2023-04-20")
    closed = {"C4": "2023-04-10"} if april else {}
    found: dict[str, Rows] = {
        "ssd_person": [
            {
                **{"pers_person_id": ids[child], "pers_dob": "2015-05-01", "pers_gender": "02"},
                **{"pers_forename": "Wren", "pers_surname": f"Fieldmouse{child}", "pers_ethnicity": "WBRI"},
            }
            for child in _VISITS
        ],
        "ssd_cin_episodes": [
            {
                **{"cine_referral_id": f"r{child}", "cine_person_id": ids[child], "cine_referral_date": "2022-12-01"},
                **{"cine_close_date": closed.get(child, ""), "cine_referral_nfa": "N"},
                **{"cine_cin_primary_need_code": "N1"},
            }
            for child in _VISITS
        ],
        "ssd_cin_plans": [
            {
                **{"cinp_cin_plan_id": f"p{child}", "cinp_person_id": ids[child]},
                **{"cinp_cin_plan_start_date": "2023-01-05", "cinp_cin_plan_end_date": closed.get(child, "")},
            }
            for child in _VISITS
        ],
        "ssd_cin_visits": [
            {
                **{"cinv_cin_visit_id": f"v{child}{day}", "cinv_person_id": ids[child]},
                **{"cinv_cin_visit_date": day, "cinv_cin_visit_seen": "Y"},
            }
            for child, days in visits.items()
            for day in days
        ],
        "ssd_involvements": [
            {
                **{"invo_involvements_id": f"i{child}", "invo_person_id": ids[child]},
                **{"invo_professional_role_id": "CW", "invo_involvement_start_date": "2022-12-01"},
                **{"invo_involvement_end_date": "", "invo_professional_team": team, "invo_professional_id": f"W{team}"},
            }
            for child, team in _TEAMS.items()
        ],
    }
    if april:
        found["ssd_linked_identifiers"] = [
            {
                **{"link_table_id": "l1", "link_person_id": "C5N"},
                **{"link_identifier_type": "Former person id", "link_identifier_value": "C5"},
            }
        ]
    return with_nobody(found)


def serve_march(home: Home) -> None:
    """March's records serve."""
    _load(home, MARCH, april=False)


def serve_april(home: Home) -> None:
    """April's records serve in place of March's."""
    _load(home, APRIL, april=True)


def _load(home: Home, on: dt.date, *, april: bool) -> None:
    folder = write_extract(Path(home.path).parent / f"extract-{on}", tables(april))
    load(home, folder, on)
    had = os.environ.get("LINEOFSIGHT_HOME")
    os.environ["LINEOFSIGHT_HOME"] = str(home.path)
    try:
        assert main(["prepare"]) == 0
    finally:
        if had is None:
            del os.environ["LINEOFSIGHT_HOME"]
        else:
            os.environ["LINEOFSIGHT_HOME"] = had
