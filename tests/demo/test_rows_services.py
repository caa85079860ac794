"""The smaller tables of the services: core groups, feedback, care leavers' columns, the workforce, places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from lineofsight.indicators.book import read_book
from tests.demo.lives import NEVER, Read, open_cases, share, spans

EXTRACT = "2023-03-31"


def test_core_groups_meet_while_the_plan_lasts_and_mostly_in_time(demo_rows: Read) -> None:
    plans = {
        row["cppl_cp_plan_id"]: (row["cppl_person_id"], row["cppl_cp_plan_start_date"], row["cppl_cp_plan_end_date"])
        for row in demo_rows("ssd_cp_plans")
    }
    waiting: Counter[str] = Counter()
    quarter: dict[str, list[bool]] = defaultdict(list)
    for row in demo_rows("los_core_groups"):
        child, start, end = plans[row["cogr_cp_plan_id"]]
        assert row["cogr_person_id"] == child and row["cogr_due_date"] > start
        assert not row["cogr_held_date"] or start < row["cogr_held_date"] < (end or NEVER)
        waiting[row["cogr_cp_plan_id"]] += not row["cogr_held_date"]
        if not end and start <= "2022-12-31" < row["cogr_due_date"] <= EXTRACT:
            quarter[row["cogr_cp_plan_id"]].append("" < row["cogr_held_date"] <= row["cogr_due_date"])
    assert max(waiting.values()) == 1
    assert all(waiting[key] == 1 for key, (_, _, end) in plans.items() if not end and key in waiting)
    assert 0.78 <= share([all(meetings) for meetings in quarter.values()]) <= 0.93


def test_about_forty_pieces_of_feedback_a_month_from_families_who_are_helped(demo_rows: Read) -> None:
    rows = demo_rows("los_feedback")
    months = Counter(row["feed_received_date"][:7] for row in rows)
    assert len(months) == 48 and all(25 <= count <= 60 for count in months.values())
    cases = open_cases(demo_rows)
    helped = spans(
        demo_rows("ssd_early_help_episodes"), "earl_person_id", "earl_episode_start_date", "earl_episode_end_date"
    )
    for row in rows:
        by = helped if row["feed_about"] == "Early help" else cases
        assert any(start <= row["feed_received_date"] < end for start, end in by[row["feed_person_id"]])
    assert {row["feed_score"] for row in rows} == {"", "1", "2", "3", "4", "5"}
    said = [row["feed_listened"] == "Y" for row in rows if row["feed_listened"]]
    assert 0.78 <= share(said) <= 0.93


def test_statuses_of_care_leavers_say_now_what_the_standards_own_row_says(demo_rows: Read) -> None:
    now = {row["clea_person_id"]: row for row in demo_rows("ssd_care_leavers")}
    current = [row for row in demo_rows("los_care_leaver_statuses") if not row["cles_valid_to"]]
    assert {row["cles_person_id"] for row in current} >= set(now)
    for row in current:
        if standard := now.get(row["cles_person_id"]):
            assert row["cles_personal_adviser"] == standard["clea_care_leaver_personal_advisor"]
            assert row["cles_pathway_plan_review_date"] == standard["clea_pathway_plan_review_date"]


def test_most_care_leavers_have_a_passport_and_those_of_22_asked_for_support(demo_rows: Read) -> None:
    born = {row["pers_person_id"]: row["pers_dob"] for row in demo_rows("ssd_person")}
    current = [
        row
        for row in demo_rows("los_care_leaver_statuses")
        if not row["cles_valid_to"] and row["cles_eligibility"] != "Eligible"
    ]
    assert 0.75 <= share([bool(row["cles_health_passport_date"]) for row in current]) <= 0.92
    asked = [row for row in current if row["cles_asked_for_support"] == "Y"]
    assert 150 <= len(asked) <= 230
    assert all("1998-04-01" <= born[row["cles_person_id"]] <= "2001-03-31" for row in asked)


def test_the_workforce_adds_up_and_its_rates_are_believable(demo_rows: Read) -> None:
    rows = demo_rows("los_workforce_months")
    assert len({row["work_month"] for row in rows}) == 48
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        posts, in_post, vacant = (float(row[f"work_{what}_fte"]) for what in ("posts", "in_post", "vacant"))
        assert posts == pytest.approx(in_post + vacant)
        for what in ("posts", "in_post", "starters", "leavers", "vacant", "agency"):
            totals[row["work_month"]][what] += float(row[f"work_{what}_fte"])  # type: ignore[assignment]
    last = totals[EXTRACT]
    assert 130 <= last["in_post"] <= 175
    assert 0.09 <= last["vacant"] / last["posts"] <= 0.16
    assert 0.11 <= last["agency"] / (last["agency"] + last["in_post"]) <= 0.2
    left = sum(total["leavers"] for month, total in totals.items() if month > "2022-03-31")
    assert 0.1 <= left / last["in_post"] <= 0.22
    agency = {
        row["prof_professional_id"] for row in demo_rows("ssd_professionals") if row["prof_agency_worker_flag"] == "Y"
    }
    assert agency, "agency workers are among the workers"


def test_every_home_is_in_one_of_five_localities_and_of_placements_the_near_ones(demo_rows: Read) -> None:
    rows = demo_rows("los_localities")
    assert len({row["loca_locality"] for row in rows}) == len({row["loca_centre"] for row in rows}) == 5
    starts = {row["loca_postcode_start"]: row for row in rows}
    assert len(starts) == len(rows)

    def place(postcode: str) -> str | None:
        fits = [start for start in starts if postcode.startswith(start)]
        return starts[max(fits, key=len)]["loca_locality"] if fits else None

    children = Counter(place(row["addr_address_postcode"]) for row in demo_rows("ssd_address"))
    assert None not in children and min(children.values()) > 500
    away: dict[bool, list[float]] = {True: [], False: []}
    for row in demo_rows("ssd_cla_placement"):
        away[place(row["clap_cla_placement_postcode"]) is not None].append(float(row["clap_cla_placement_distance"]))
    assert min(map(len, away.values())) > 200 and max(away[True]) < min(away[False])
    centres = {row["loca_centre"] for row in rows}
    assert centres < {row["earl_episode_organisation"] for row in demo_rows("ssd_early_help_episodes")}


def test_the_groups_of_each_breakdown_add_up_to_all_children(demo_rows: Read) -> None:
    total = {row["popu_mid_year"]: int(row["popu_children_0_17"]) for row in demo_rows("los_populations")}
    found: Counter[tuple[str, str]] = Counter()
    members: dict[str, set[str]] = defaultdict(set)
    for row in demo_rows("los_population_groups"):
        found[row["popg_mid_year"], row["popg_breakdown"]] += int(row["popg_children_0_17"])
        members[row["popg_breakdown"]].add(row["popg_member"])
    assert found == {(year, breakdown): total[year] for year in total for breakdown in members}
    book = read_book()
    for breakdown, names in members.items():
        assert names <= set(re.findall(r"'([^']+)'", book.latest("breakdown", breakdown).sql)), breakdown
