"""What went to court agrees with the legal statuses, with the cases, and with itself in both tables."""

from __future__ import annotations

from tests.demo.lives import NEVER, Read, day, holds, open_cases, share, spans

EXTRACT = "2023-03-31"


def test_the_steps_are_in_order_and_while_the_case_is_open(demo_rows: Read) -> None:
    cases = open_cases(demo_rows)
    for row in demo_rows("los_legal_proceedings"):
        steps = [
            row["lepr_pre_proceedings_letter_date"],
            row["lepr_pre_proceedings_end_date"],
            row["lepr_issue_date"],
            row["lepr_final_order_date"],
        ]
        taken = [step for step in steps if step]
        assert taken and taken == sorted(taken) and taken[-1] <= EXTRACT
        assert all(holds(step, cases[row["lepr_person_id"]]) for step in taken)
        assert bool(row["lepr_final_order_date"]) == bool(row["lepr_final_order"])
        assert not row["lepr_final_order_date"] or row["lepr_issue_date"]
        assert bool(row["lepr_pre_proceedings_outcome"]) == bool(row["lepr_pre_proceedings_end_date"])
        assert (row["lepr_pre_proceedings_outcome"] == "Stepped down") == (
            bool(row["lepr_pre_proceedings_end_date"]) and not row["lepr_issue_date"]
        )


def test_every_child_under_an_interim_care_order_is_in_proceedings(demo_rows: Read) -> None:
    court = spans(demo_rows("los_legal_proceedings"), "lepr_person_id", "lepr_issue_date", "lepr_final_order_date")
    interim = [
        row
        for row in demo_rows("ssd_legal_status")
        if row["lega_legal_status"] == "C1" and (row["lega_legal_status_end_date"] or NEVER) > "2019-04-01"
    ]
    assert len(interim) > 200
    for row in interim:
        begins, ends = row["lega_legal_status_start_date"], row["lega_legal_status_end_date"] or NEVER
        assert any(issue and issue <= begins and ends <= final for issue, final in court[row["lega_person_id"]])
        if ends == NEVER:
            assert any(issue and final == NEVER for issue, final in court[row["lega_person_id"]])


def test_a_care_order_is_made_on_the_day_on_which_its_legal_status_begins(demo_rows: Read) -> None:
    orders = {
        (row["lega_person_id"], row["lega_legal_status_start_date"])
        for row in demo_rows("ssd_legal_status")
        if row["lega_legal_status"] == "C2"
    }
    made = [r for r in demo_rows("los_legal_proceedings") if r["lepr_final_order"] == "Care order"]
    assert len(made) > 150
    assert all((row["lepr_person_id"], row["lepr_final_order_date"]) in orders for row in made)


def test_about_three_in_ten_proceedings_end_within_26_weeks(demo_rows: Read) -> None:
    lengths = [
        (day(row["lepr_final_order_date"]) - day(row["lepr_issue_date"])).days
        for row in demo_rows("los_legal_proceedings")
        if row["lepr_final_order_date"] >= "2019-04-01"
    ]
    assert 0.22 <= share([length <= 182 for length in lengths]) <= 0.38
    assert 30 <= sum(lengths) / len(lengths) / 7 <= 45


def test_some_children_are_in_pre_proceedings_and_in_proceedings_at_the_extract(demo_rows: Read) -> None:
    rows = demo_rows("los_legal_proceedings")
    before = [
        row for row in rows if row["lepr_pre_proceedings_letter_date"] and not row["lepr_pre_proceedings_end_date"]
    ]
    court = [row for row in rows if row["lepr_issue_date"] and not row["lepr_final_order_date"]]
    assert 15 <= len(before) <= 50 and 25 <= len(court) <= 70
    over_16_weeks = [(day(EXTRACT) - day(row["lepr_pre_proceedings_letter_date"])).days > 112 for row in before]
    assert 0.2 <= share(over_16_weeks) <= 0.6


def test_the_standards_own_table_says_the_same(demo_rows: Read) -> None:
    ours, theirs = demo_rows("los_legal_proceedings"), demo_rows("ssd_pre_proceedings")
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one["lepr_person_id"] == other["prep_person_id"]
        assert one["lepr_pre_proceedings_letter_date"] == other["prep_pre_pro_letter_date"]
        assert one["lepr_pre_proceedings_end_date"] == other["prep_agree_stepdown_issue_date"]
        assert one["lepr_issue_date"] == other["prep_care_pro_letter_date"]
        assert bool(one["lepr_pre_proceedings_end_date"]) == bool(other["prep_pre_pro_outcome"])
