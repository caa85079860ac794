"""Makes snapshots of little tables, and runs rules on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lineofsight.calendar import england
from lineofsight.home import Home
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.rules import Rules, read_rules
from lineofsight.records.checks.running import run_checks
from lineofsight.records.snapshots import Snapshot
from tests.extracts import Rows, load, with_nobody, write_extract

ON = dt.date(2023, 3, 31)

#: A child with a case, a worker and a team, on whom nothing is wrong.
OPEN_CASE: Mapping[str, Rows] = {
    "ssd_person": [
        {"pers_person_id": "child-1", "pers_dob": "2015-01-01", "pers_gender": "01", "pers_ethnicity": "WBRI"}
    ],
    "ssd_cin_episodes": [
        {
            **{"cine_referral_id": "R1", "cine_person_id": "child-1", "cine_referral_date": "2022-06-01"},
            **{"cine_cin_primary_need_code": "N1", "cine_referral_nfa": "N"},
        }
    ],
    "ssd_involvements": [
        {
            **{"invo_involvements_id": "I1", "invo_person_id": "child-1", "invo_professional_role_id": "CW"},
            **{"invo_professional_team": "T1", "invo_professional_id": "W1"},
            **{"invo_involvement_start_date": "2022-06-01"},
        }
    ],
    "ssd_department": [{"dept_team_id": "T1", "dept_team_name": "Team One"}],
    "ssd_professionals": [{"prof_professional_id": "W1", "prof_professional_name": "Worker One (made up)"}],
}


def snapshot_of(home: Home, tables: Mapping[str, Rows], on: dt.date = ON, *, nobody: bool = False) -> Snapshot:
    """Loads tables as a snapshot; `nobody` adds a row of somebody who never counts to each that figures need."""
    folder = home.path.parent / f"extract {len(list(home.path.parent.iterdir()))}"
    return load(home, write_extract(folder, with_nobody(tables) if nobody else tables), on)


def checked(snapshot: Snapshot, rules: Rules | None = None, **how: Any) -> Findings:
    return run_checks(snapshot, rules or read_rules(), england(), **how)


def found(findings: Findings, *columns: str, code: str) -> list[tuple[Any, ...]]:
    """The findings of one rule, some columns, in the order in which they are kept."""
    return findings.rows(f"select {', '.join(columns)} from findings where code = $code", {"code": code})


def with_rule(folder: Path, text: str, name: str = "own.sql") -> Rules:
    """The shipped rules with one of a council's own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return read_rules(folder)


OWN_RULE = """\
/*
code = "OWN-01"
title = "A case"
sentence = "There is a case."
mend = "Nothing."
severity = "note"
table = "ssd_cin_episodes"
columns = ["ssd_cin_episodes.cine_referral_id"]
could = []
distorts = []
source = "A test"
*/
select file_row, cine_person_id as person_id, cine_referral_id as record, cine_referral_date as value
from ssd_cin_episodes
"""
