"""Health assessments, checks and questionnaires lie in the time in care that they belong to, and believable shares
of them are in time."""

from __future__ import annotations

from collections import defaultdict

from lineofsight.calendar import england
from tests.demo.lives import Read, day, holds, in_care, share

EXTRACT = "2023-03-31"


def test_whatever_was_done_was_done_in_care(demo_rows: Read) -> None:
    care = in_care(demo_rows)
    for row in demo_rows("los_health_assessments"):
        child = care[row["heas_person_id"]]
        assert holds(row["heas_requested_date"], child)
        assert not row["heas_assessment_date"] or holds(row["heas_assessment_date"], child)
        assert row["heas_requested_date"] <= (row["heas_assessment_date"] or EXTRACT) <= EXTRACT
        assert not row["heas_report_date"] or row["heas_report_date"] > row["heas_assessment_date"] > ""
    for row in demo_rows("ssd_cla_health"):
        assert holds(row["clah_health_check_date"], care[row["clah_person_id"]])
    for row in demo_rows("ssd_cla_immunisations"):
        assert holds(row["clai_immunisations_status_date"], care[row["clai_person_id"]])
    for row in demo_rows("ssd_sdq_scores"):
        done = row["csdq_sdq_completed_date"]
        assert bool(done) == bool(row["csdq_sdq_score"]) != bool(row["csdq_sdq_reason"])
        assert not done or holds(done, care[row["csdq_person_id"]])


def test_each_period_of_care_has_one_initial_assessment_at_most_and_it_is_the_first(demo_rows: Read) -> None:
    care = in_care(demo_rows)
    initial, reviews = defaultdict(list), defaultdict(list)
    for row in demo_rows("los_health_assessments"):
        (initial if row["heas_kind"] == "IHA" else reviews)[row["heas_person_id"]].append(row["heas_requested_date"])
    for child, periods in care.items():
        for start, end in periods:
            asked = [on for on in initial[child] if start <= on < end]
            assert len(asked) <= 1
            assert all(on > asked[0] for on in reviews[child] if start <= on < end) if asked else True
            if start >= "2019-04-01" and (day(min(end, EXTRACT)) - day(start)).days >= 28:
                assert asked, (child, start)


def test_over_half_are_seen_in_20_working_days_and_fewer_in_the_last_half_year(demo_rows: Read) -> None:
    calendar = england()
    started = in_care(demo_rows)
    in_time: dict[bool, list[bool]] = {False: [], True: []}
    for row in demo_rows("los_health_assessments"):
        if row["heas_kind"] != "IHA" or row["heas_requested_date"] < "2019-04-01":
            continue
        start = max(start for start, _ in started[row["heas_person_id"]] if start <= row["heas_requested_date"])
        if start > "2023-02-28":
            continue
        held = row["heas_assessment_date"]
        seen = bool(held) and calendar.between(day(start), day(held)) <= 20
        in_time[start >= "2022-09-01"].append(seen)
    assert 0.6 <= share(in_time[False]) <= 0.75
    assert 0.4 <= share(in_time[True]) < share(in_time[False])


def test_most_children_in_care_for_a_year_have_had_their_checks(demo_rows: Read) -> None:
    born = {row["pers_person_id"]: row["pers_dob"] for row in demo_rows("ssd_person")}
    children = [
        child
        for child, periods in in_care(demo_rows).items()
        if any(s <= "2022-03-31" and e > EXTRACT for s, e in periods)
    ]
    latest: dict[str, set[str]] = defaultdict(set)
    for row in demo_rows("ssd_cla_health"):
        if row["clah_health_check_status"] == "Completed" and row["clah_health_check_date"] > "2022-03-31":
            latest[row["clah_health_check_type"]].add(row["clah_person_id"])
    assert 0.86 <= share([child in latest["Health Assessment"] for child in children]) <= 0.96
    assert 0.78 <= share([child in latest["Dental Check"] for child in children]) <= 0.93
    answered = {r["csdq_person_id"] for r in demo_rows("ssd_sdq_scores") if r["csdq_sdq_completed_date"] > "2022-03-31"}
    of_age = [child for child in children if "2006-04-01" <= born[child] <= "2018-03-31"]
    assert 0.72 <= share([child in answered for child in of_age]) <= 0.9
    immunised = {r["clai_person_id"]: r["clai_immunisations_status"] for r in demo_rows("ssd_cla_immunisations")}
    assert 0.75 <= share([immunised[child] == "Y" for child in children]) <= 0.93


def test_questionnaires_are_for_four_to_sixteen_and_a_third_or_so_give_concern(demo_rows: Read) -> None:
    born = {row["pers_person_id"]: day(row["pers_dob"]) for row in demo_rows("ssd_person") if row["pers_dob"]}
    scores = []
    for row in demo_rows("ssd_sdq_scores"):
        if row["csdq_sdq_score"]:
            age = (day(row["csdq_sdq_completed_date"]) - born[row["csdq_person_id"]]).days / 365.25
            assert 3.99 <= age < 17.01
            scores.append(int(row["csdq_sdq_score"]))
    assert all(0 <= score <= 40 for score in scores)
    assert 12.5 <= sum(scores) / len(scores) <= 16
    assert 0.28 <= share([score >= 17 for score in scores]) <= 0.48
