"""A small workbook with rows in every list: made-up children, plainly so."""

from __future__ import annotations

import datetime as dt

from tests.sources.annex_a.workbooks import Cell, a_row, template

ON = dt.date(2023, 3, 31)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


#: What the rows of each list say, by the first words of the template's headings.
ROWS: dict[int, dict[str, Cell]] = {
    1: {"date_of_contact": day("2023-01-10"), "contact_source": "a) 1A: Individual"},
    2: {"assessment_start": day("2023-01-12"), "organisation": "School"},
    3: {
        "date_of_referral": day("2023-01-11"),
        "referral_source": "q) 6: Police",
        "referral_nfa": "b) No",
        "number_of": 0,
    },
    4: {
        "continuous_assessment_start": day("2023-01-12"),
        "child_seen": "a) Yes",
        "continuous_assessment_date": day("2023-02-20"),
        "was_the": "a) Yes",
    },
    5: {
        "strategy": day("2023-02-01"),
        "was_an": "b) No",
        "date_of_initial": day("2023-02-15"),
        "did_the": "a) Yes",
        "number_of_section": 1,
        "number_of_icpcs": 1,
    },
    6: {
        "cin_start": day("2023-01-11"),
        "primary": "N1 - Abuse or neglect",
        "date_child": day("2023-03-20"),
        "case_status": "c) Child in need plan",
    },
    7: {
        "child_protection_plan_start": day("2022-09-15"),
        "initial": "a) Neglect",
        "latest": "a) Neglect",
        "date_of_the_last": day("2023-03-24"),
        "was_the": "a) Yes",
        "date_of_latest": day("2022-12-10"),
        "subject": "b) No",
        "number_of": 0,
    },
    8: {
        "unaccompanied": "b) No",
        "date_started": day("2021-09-15"),
        "start_date_of_current": day("2021-10-15"),
        "child's_legal": "C2: FCO",
        "date_of_latest": day("2023-01-10"),
        "date_of_last_social": day("2023-03-01"),
        "number_of_placements": 1,
        "start_date_of_most": day("2021-09-15"),
        "placement_type": "f) U6: Foster placement - not FFA",
        "placement_provider": "b) PR1: Own provision",
    },
    9: {
        "unaccompanied": "b) No",
        "date_of_b": day("2004-05-17"),
        "eligibility": "b) Former relevant child",
        "la_in": "a) Yes",
        "latest_date": day("2023-02-01"),
        "type_of": "U: Independent living",
        "suitability": "a) Suitable",
        "activity": "F5: FT training/employment",
    },
    10: {
        "date_the_child_entered": day("2021-09-15"),
        "date_of_decision_that_child_should_be": day("2022-10-01"),
    },
}
#: Lists of other children than the first: 101 onwards on plans, 201 in care, 301 who left it.
FROM = {7: 100, 8: 200, 9: 300, 10: 200}


def sample(rows: int = 6) -> dict[str, list[list[Cell]]]:
    """Eleven sheets of so many rows, of children `child-1` onwards."""
    sheets = {f"List {number}": [list[Cell](template(number))] for number in range(1, 12)}
    for n in range(1, rows + 1):
        for number, says in ROWS.items():
            sheets[f"List {number}"].append(a_child(number, f"child-{FROM.get(number, 0) + n}", **says))
        sheets["List 11"].append(
            a_row(11, individual=f"adopter-{n}", gender="b) Female", date_enquiry=day("2022-10-01"))
        )
    return sheets


def a_child(number: int, child: str, **says: Cell) -> list[Cell]:
    """A row of Lists 1 to 10 with what every list says of a child, and more."""
    everywhere: dict[str, Cell] = {"child_unique": child, "gender": "a) Male", "ethnicity": "a) WBRI"}
    everywhere["date_of_b"] = day("2012-05-17")
    if number > 3:
        everywhere["does"] = "b) No"
    if 3 <= number <= 9:
        everywhere |= {"allocated_team": "Team 1", "allocated_worker": "Worker 1"}
    return a_row(number, **{**everywhere, **says})
