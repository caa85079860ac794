"""Early help is there while no case is open, about 900 at a time, and leads up and comes down in believable shares."""

from __future__ import annotations

import pytest

from tests.demo.lives import NEVER, Read, day, open_cases, share, spans


def test_no_case_is_open_beside_it_and_nobody_has_two(demo_rows: Read) -> None:
    cases = open_cases(demo_rows)
    born = {row["pers_person_id"]: row["pers_dob"] for row in demo_rows("ssd_person")}
    helped = spans(
        demo_rows("ssd_early_help_episodes"), "earl_person_id", "earl_episode_start_date", "earl_episode_end_date"
    )
    for child, lasted in helped.items():
        for n, (start, end) in enumerate(sorted(lasted)):
            assert start < end
            assert all(closed <= start or opened >= end for opened, closed in cases.get(child, []))
            assert n == 0 or sorted(lasted)[n - 1][1] <= start
            assert (day(min(end, "2023-03-31")) - day(born[child])).days <= 18 * 365.25 + 1


def test_about_nine_hundred_are_open_at_a_time(demo_rows: Read) -> None:
    rows = demo_rows("ssd_early_help_episodes")
    for on in ("2019-03-31", "2020-03-31", "2021-03-31", "2022-03-31", "2023-03-31"):
        count = sum(row["earl_episode_start_date"] <= on < (row["earl_episode_end_date"] or NEVER) for row in rows)
        assert 700 <= count <= 1000, on


def test_what_stepped_up_was_referred_on_that_day(demo_rows: Read) -> None:
    referred = {(row["cine_person_id"], row["cine_referral_date"]) for row in demo_rows("ssd_cin_episodes")}
    ended = [row for row in demo_rows("ssd_early_help_episodes") if row["earl_episode_end_date"]]
    up = [row for row in ended if row["earl_episode_end_reason"] == "Stepped up to social care"]
    assert all((row["earl_person_id"], row["earl_episode_end_date"]) in referred for row in up)
    assert 0.08 <= len(up) / len(ended) <= 0.2
    assert all(row["earl_episode_end_reason"] for row in ended)


@pytest.mark.parametrize("year", ["2020", "2021", "2022"])
def test_a_share_of_closed_cases_steps_down_within_30_days(demo_rows: Read, year: str) -> None:
    starts: dict[str, list[str]] = {}
    for row in demo_rows("ssd_early_help_episodes"):
        starts.setdefault(row["earl_person_id"], []).append(row["earl_episode_start_date"])
    planned = {row["cinp_referral_id"] for row in demo_rows("ssd_cin_plans")}
    closed = [
        row
        for row in demo_rows("ssd_cin_episodes")
        if row["cine_close_date"].startswith(year) and row["cine_referral_id"] in planned
    ]
    down = [
        any(0 <= (day(on) - day(row["cine_close_date"])).days <= 30 for on in starts.get(row["cine_person_id"], []))
        for row in closed
    ]
    assert 0.15 <= share(down) <= 0.4
