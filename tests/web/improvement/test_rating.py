"""How an action is rated, drawn: what is known of it on 31 March 2023, and the rating with its reasons that follows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.web.improvement.models import PlanAction, PlanUpdate
from lineofsight.web.improvement.plan.rating import RATINGS, WORDS, Facts, rate

TODAY = dt.date(2023, 3, 31)
MONTHS = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5}

#: `way` is how it is brought back. Days are of 2023, empty where there is none. A review began on 24 March.
#: state | due | update due by | said (on) | way | open milestones | moved | begins | rating
DRAWN = """
agreed   | 28 Apr | 14 Apr |                    |        |                |   |        | green
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        |                |   |        | green
agreed   | 31 Mar | 31 Mar | on_track (3 Mar)   |        | 31 Mar         |   |        | green
agreed   | 30 Mar | 14 Apr | on_track (17 Mar)  |        |                |   |        | red
agreed   | 30 Mar | 14 Apr | at_risk (17 Mar)   | shared |                |   |        | amber
agreed   | 30 Mar | 30 Mar | at_risk (2 Mar)    | shared |                |   |        | red
agreed   | 28 Apr | 14 Apr | at_risk (17 Mar)   | shared |                |   |        | amber
agreed   | 28 Apr | 14 Apr | at_risk (17 Mar)   |        |                |   |        | amber
agreed   | 28 Apr | 14 Apr | off_track (17 Mar) | shared |                |   |        | amber
agreed   | 28 Apr | 14 Apr | off_track (17 Mar) |        |                |   |        | red
agreed   | 28 Apr | 30 Mar | off_track (2 Mar)  | shared |                |   |        | red
agreed   | 28 Apr | 30 Mar | on_track (2 Mar)   |        |                |   |        | amber
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        | 30 Mar         |   |        | amber
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        | 3 Mar          |   |        | amber
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        | 2 Mar          |   |        | red
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        | 30 Mar, 2 Mar  |   |        | red
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        | 3 Apr          |   |        | green
agreed   | 28 Apr | 14 Apr | on_track (17 Mar)  |        |                | 1 |        | amber
agreed   | 28 Apr | 3 Mar  |                    |        |                |   | 3 Apr  | grey
agreed   | 28 Apr | 14 Apr |                    |        |                | 1 | 3 Apr  | grey
opened   | 28 Apr | 14 Apr |                    |        |                |   |        | grey
opened   | 30 Mar | 14 Apr |                    |        |                |   |        | red
review   | 28 Apr | 14 Apr | on_track (17 Mar)  |        |                |   |        | amber
review   | 10 Mar | 14 Apr | off_track (3 Mar)  |        |                |   |        | amber
review   | 30 Mar | 14 Apr | off_track (3 Mar)  |        |                |   |        | red
review   | 28 Apr | 14 Apr | off_track (27 Mar) |        |                |   |        | red
proposed | 28 Apr | 14 Apr | on_track (17 Mar)  |        |                |   |        | green
proposed | 28 Apr | 3 Mar  | off_track (3 Feb)  |        |                |   |        | green
proposed | 20 Mar | 14 Apr | on_track (17 Mar)  |        |                |   |        | amber
proposed | 28 Apr | 14 Apr | on_track (17 Mar)  |        |                | 2 |        | amber
complete | 20 Mar | 3 Mar  | off_track (3 Feb)  |        | 2 Mar          | 2 |        | blue
withdrawn| 20 Mar | 3 Mar  | off_track (3 Feb)  |        | 2 Mar          | 2 |        |
"""


def _day(text: str) -> dt.date:
    day, month = text.split()
    return dt.date(2023, MONTHS[month], int(day))


def _drawn() -> list[tuple[str, Facts, str]]:
    found = []
    for line in DRAWN.strip().splitlines():
        state, due, update, said, way, milestones, moved, begins, rating = (cell.strip() for cell in line.split("|"))
        how, _, on = said.partition(" (")
        due_on = _day(due)
        facts = Facts(
            state=state,
            due_on=due_on,
            original_due_on=due_on,
            next_update_on=_day(update),
            starts_on=_day(begins) if begins else None,
            times_moved=int(moved or 0),
            said=how,
            said_on=_day(on.rstrip(")")) if on else None,
            recovery=way,
            milestones=tuple(_day(each) for each in milestones.split(", ") if each),
            proposed_on=dt.date(2023, 3, 24) if state == "proposed" else None,
            accepted_on=dt.date(2023, 3, 21) if state == "complete" else None,
            reopened_on=dt.date(2023, 3, 24) if state == "review" else None,
        )
        found.append((line, facts, rating))
    return found


@pytest.mark.parametrize(("line", "facts", "rating"), _drawn())
def test_a_drawn_action_has_its_rating(line: str, facts: Facts, rating: str) -> None:
    found = rate(facts, TODAY)
    assert found.rating == rating
    assert found.reasons and found.reasons[0].rating == rating
    assert all(reason.text.endswith(".") and not reason.text[0].islower() for reason in found.reasons)


def _green(**facts: object) -> Facts:
    due_on = dt.date(2023, 4, 28)
    known = {"state": "agreed", "due_on": due_on, "original_due_on": due_on, "next_update_on": due_on}
    return Facts(**known | facts)  # type: ignore[arg-type]


def test_every_reason_stands_in_words_the_worst_first() -> None:
    facts = _green(
        state="review", due_on=dt.date(2023, 3, 17), original_due_on=dt.date(2023, 1, 31), times_moved=2,
        next_update_on=dt.date(2023, 3, 20), said="at_risk",
        said_on=dt.date(2023, 3, 6), recovery="Visits are shared.",
        milestones=(dt.date(2023, 3, 24), dt.date(2023, 3, 10)), worsening=("3.3 Visits, 71.2% in March 2023",),
        reopened_on=dt.date(2023, 3, 2), reopened_because="3.3 worsens by special cause.",
    )  # fmt: skip
    stale = "the way back that was said on 6 March 2023 is older than the update that was due"
    assert [(reason.rating, reason.text) for reason in rate(facts, TODAY).reasons] == [
        ("red", f"Its day, 17 March 2023, has passed, and {stale}."),
        ("amber", f"Its owner says that it is at risk, and {stale}."),
        ("amber", "2 milestones are overdue, since 10 March 2023."),
        ("amber", "Its day was moved 2 times: at first it was 31 January 2023."),
        ("amber", "A linked measure worsens by special cause: 3.3 Visits, 71.2% in March 2023."),
        ("amber", "It was reopened for review on 2 March 2023: 3.3 worsens by special cause."),
        ("amber", "Its update is overdue: it was due by 20 March 2023."),
    ]


def test_a_worsening_measure_makes_green_amber_and_complete_stays_until_it_reopens() -> None:
    assert rate(_green(worsening=("3.3 Visits",)), TODAY).rating == "amber"
    complete = _green(state="complete", accepted_on=dt.date(2023, 3, 21), worsening=("3.3 Visits",))
    assert rate(complete, TODAY).rating == "blue"


def test_complete_is_blue_only_where_a_board_accepted_it_on_evidence() -> None:
    without_board = rate(_green(state="complete"), TODAY)
    without_evidence = rate(
        _green(state="complete", accepted_on=dt.date(2023, 3, 21), lacking=("evidence in data",)), TODAY
    )
    assert [without_board.rating, without_evidence.rating] == ["amber", "amber"]
    assert [each.reasons[0].text for each in (without_board, without_evidence)] == [
        "No board has accepted it.", "It lacks evidence in data.",
    ]  # fmt: skip


def test_a_council_sets_how_late_a_milestone_may_be() -> None:
    facts = _green(milestones=(dt.date(2023, 3, 10),))
    assert [rate(facts, TODAY, late_milestone_weeks=weeks).rating for weeks in (2, 3, 4)] == ["red", "amber", "amber"]


_days = st.dates(dt.date(2022, 10, 1), dt.date(2023, 9, 30))


@given(
    st.builds(
        Facts,
        state=st.sampled_from(PlanAction.State.values),
        due_on=_days,
        original_due_on=_days,
        next_update_on=_days,
        starts_on=st.none() | _days,
        times_moved=st.integers(0, 3),
        said=st.sampled_from(["", *PlanUpdate.Said.values]),
        said_on=st.none() | _days,
        recovery=st.sampled_from(["", "Visits are shared."]),
        milestones=st.lists(_days, max_size=3).map(tuple),
        worsening=st.sampled_from([(), ("3.3",)]),
        lacking=st.sampled_from([(), ("evidence in data",)]),
        proposed_on=st.none() | _days,
        accepted_on=st.none() | _days,
    )
)
def test_whatever_is_known_the_rating_is_that_of_its_worst_reason(facts: Facts) -> None:
    found = rate(facts, TODAY)
    assert found.reasons
    if facts.state == "withdrawn":
        assert found.rating == ""
        return
    order = [RATINGS.index(reason.rating) for reason in found.reasons]
    assert order == sorted(order) and found.rating == RATINGS[order[0]] and found.rating in WORDS
    assert (found.rating == "blue") == (
        facts.state == "complete" and facts.accepted_on is not None and not facts.lacking
    )
    goes_on = facts.state in ("agreed", "review", "opened") and facts.due_on < TODAY
    if goes_on and not (facts.recovery and facts.next_update_on >= TODAY):
        not_begun = facts.state == "agreed" and facts.starts_on is not None and facts.starts_on > TODAY
        assert found.rating == "red" or not_begun
    if found.rating == "green":
        assert not facts.worsening and not facts.times_moved and facts.state in ("agreed", "proposed")
