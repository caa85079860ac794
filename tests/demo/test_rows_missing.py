"""Return home interviews follow what the missing episodes say of them."""

from __future__ import annotations

import datetime as dt

from tests.demo.lives import Read, share


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_an_interview_is_there_where_one_was_offered_and_held_only_where_it_was_accepted(demo_rows: Read) -> None:
    interviews = {row["rhin_missing_id"]: row for row in demo_rows("los_return_interviews")}
    episodes = demo_rows("ssd_missing")
    assert set(interviews) == {r["miss_table_id"] for r in episodes if r["miss_missing_rhi_offered"] == "Y"}
    in_three_days, held, held_in_three_days = [], [], []
    for episode in episodes:
        interview = interviews.get(episode["miss_table_id"])
        if interview is None:
            continue
        back = _at(episode["miss_missing_episode_end_date"])
        offered, done = _at(interview["rhin_offered_at"]), interview["rhin_completed_at"]
        assert offered > back
        in_three_days.append(offered - back <= dt.timedelta(hours=72))
        if episode["miss_missing_rhi_accepted"] == "Y":
            assert not interview["rhin_declined_reason"]
            held.append(bool(done))
        else:
            assert interview["rhin_declined_reason"] and not done
        if done:
            assert back < _at(done) and done[:10] <= "2023-03-31"
            held_in_three_days.append(_at(done) - back <= dt.timedelta(hours=72))
    assert share(in_three_days) > 0.8, "most are offered an interview within three days"
    assert 0.68 <= share(held) <= 0.84
    assert 0.65 <= share(held_in_three_days) <= 0.9
