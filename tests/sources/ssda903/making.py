"""Writes SSDA903 returns of made-up children: a CSV file for each list, from rows that name what differs."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = Mapping[str, str]

_WRITTEN = {
    "header": "CHILD SEX DOB ETHNIC UPN MOTHER MC_DOB",
    "episodes": "CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC REASON_PLACE_CHANGE HOME_POST PL_POST URN",
    "reviews": "CHILD DOB REVIEW REVIEW_CODE",
    "uasc": "CHILD SEX DOB DUC",
    "oc2": "CHILD DOB SDQ_SCORE SDQ_REASON CONVICTED HEALTH_CHECK IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT "
    "SUBSTANCE_MISUSE INTERVENTION_RECEIVED INTERVENTION_OFFERED",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "ad1": "CHILD DOB DATE_INT DATE_MATCH FOSTER_CARE NB_ADOPTR SEX_ADOPTR LS_ADOPTR",
    "placed_adoption": "CHILD DOB DATE_PLACED DATE_PLACED_CEASED REASON_PLACED_CEASED",
    "prev_perm": "CHILD DOB PREV_PERM LA_PERM DATE_PERM",
    "missing": "CHILD DOB MISSING MIS_START MIS_END",
    "social_worker": "CHILD DOB SW_ID SW_DECOM SW_DEC SW_REASON",
    "dolo": "CHILD DOB DOLO_START DOLO_END",
}
#: The headings of each list.
HEADERS: Mapping[str, Sequence[str]] = {name: headings.split() for name, headings in _WRITTEN.items()}
#: Somebody else's episodes, whose dates reach the end of the year that is asked for.
ENDS = "somebody-else"


def child(number: int, sex: str = "F", **instead: str) -> Row:
    usual = {"CHILD": f"child-{number}", "SEX": sex, "DOB": "01/02/2012", "ETHNIC": "WBRI", "UPN": "UN1", "MOTHER": "0"}
    return {**usual, **instead}


def episode(number: int, decom: str, dec: str = "", rne: str = "S", **instead: str) -> Row:
    usual = {"LS": "C2", "CIN": "N1", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "REC": "X1" if dec else ""}
    return {"CHILD": f"child-{number}", "DECOM": decom, "DEC": dec, "RNE": rne, **usual, **instead}


def write(folder: Path, *, year: int = 2025, lists: Mapping[str, Sequence[Row]], named: str = "{}.csv") -> Path:
    """A return's files. Its episodes hold one of somebody else on the year's last day, so that the year is clear."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in lists.items():
        with (folder / named.format(name)).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, HEADERS[name], restval="")
            writer.writeheader()
            writer.writerows(rows)
            if name == "episodes":
                writer.writerow({**episode(0, f"31/03/{year}"), "CHILD": ENDS, "LS": "V4"})
    return folder
