"""What became of those who were discussed last time: a drawn table, and sums that add up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.web.surgery.meeting_became import Became, Before, Now, Outcome, about, became
from lineofsight.web.surgery.reasons import is_about, reasons

DUE = dt.date(2023, 3, 19)

#   child  event   due last time   met now  done on         now in the figure   outcome
DRAWN = """
    C1     -       2023-03-19      yes      2023-04-05      yes                 Done late
    C2     -       2023-03-19      yes      2023-03-19      yes                 Done
    C3     -       2023-03-19      no       2023-02-20      yes                 Still overdue
    C4     -       2023-03-19      -        -               no                  Left the figure
    C5     -       2023-03-19      no       2023-04-02      yes                 Still overdue
    C6     -       -               yes      2023-04-05      yes                 Done
    C7     e1      2023-03-19      no       2023-04-05      yes                 Done late
    C7     e2      2023-03-19      no       -               yes                 Still overdue
    C8     -       never           no       -               yes                 New
    C9     -       never           yes      2023-04-05      yes                 -
"""


def drawn() -> tuple[list[Before], list[Now], dict[tuple[str, str], str]]:
    before, now, expected = [], [], {}
    for line in DRAWN.strip().splitlines():
        child, event, due, met, done, in_figure, *words = line.split()
        event = "" if event == "-" else event
        if due != "never":
            before.append(Before(child, event, "missed", _day(due)))
        if in_figure == "yes":
            now.append(Now(child, met == "yes", event, None, _day(done)))
        if words != ["-"]:
            expected[child, event] = " ".join(words)
    return before, now, expected


def _day(text: str) -> dt.date | None:
    return None if text == "-" else dt.date.fromisoformat(text)


def test_each_child_has_the_outcome_of_the_table() -> None:
    before, now, expected = drawn()
    found = became(before, now)
    assert {(fate.person_id, fate.event_id): fate.outcome.words for fate in found.fates} == expected


def sums_hold(found: Became) -> bool:
    counts = {outcome: found.count(outcome) for outcome in Outcome}
    discussed = counts[Outcome.DONE] + counts[Outcome.DONE_LATE] + counts[Outcome.LEFT] + counts[Outcome.STILL]
    not_met = counts[Outcome.STILL] + counts[Outcome.NEW] + found.late_for_good
    return found.discussed == discussed and found.not_met_now == not_met


def test_the_counts_of_the_table_add_up() -> None:
    before, now, _ = drawn()
    found = became(before, now)
    #                            done + done late + left + still overdue
    assert found.discussed == 8 == 2 + 2 + 1 + 3
    #                              still overdue + new + late for good
    assert found.not_met_now == 5 == 3 + 1 + 1
    assert sums_hold(found)


def test_a_child_whose_id_was_merged_is_the_same_child() -> None:
    before = [Before("C5", due_on=DUE), Before("C5 again", due_on=DUE), Before("C6", due_on=DUE)]
    found = became(before, [Now("C5N", False), Now("C6", False)], {"C5": "C5N", "C5 again": "C5N"})
    assert [(fate.person_id, fate.outcome, len(fate.before)) for fate in found.fates] == [
        ("C5N", Outcome.STILL, 2),
        ("C6", Outcome.STILL, 1),
    ]
    assert found.discussed == 2


def test_an_id_that_changes_back_and_forth_is_not_new() -> None:
    found = became([Before("new")], [Now("old", False)], {"old": "new"})
    assert [fate.outcome for fate in found.fates] == [Outcome.STILL]


_days = st.one_of(st.none(), st.dates(dt.date(2023, 3, 1), dt.date(2023, 4, 30)))
_ids, _events = st.sampled_from(["A", "B", "C", "D", "E"]), st.sampled_from(["", "e1", "e2"])
_before = st.builds(Before, _ids, _events, st.just("missed"), _days)
_now = st.builds(Now, _ids, st.booleans(), _events, _days, _days)


@given(
    st.lists(_before, max_size=12),
    st.lists(_now, max_size=12, unique_by=lambda row: (row.person_id, row.event_id)),
    st.sampled_from([{}, {"A": "B"}, {"A": "E", "D": "E"}]),
)
def test_the_sums_always_add_up_and_nobody_is_lost(
    before: list[Before], now: list[Now], former: dict[str, str]
) -> None:
    now = [row for row in now if row.person_id not in former]  # rows of now have ids of now
    found = became(before, now, former)
    assert sums_hold(found)
    assert len({(fate.person_id, fate.event_id) for fate in found.fates}) == len(found.fates)
    assert sum(len(fate.before) for fate in found.fates) == len(before)
    assert found.not_met_now == sum(not row.good for row in now)


@pytest.mark.parametrize("code", reasons())
def test_every_reason_is_about_recording_practice_or_neither(code: str) -> None:
    one = about([code])
    assert getattr(one, is_about(code)) == 1
    assert one.recording + one.practice + one.neither == 1


def test_recording_is_counted_apart_from_practice() -> None:
    said = ["seen_not_recorded", "recorded_wrongly", "system_error", "missed", "refused", "not_applicable"]
    assert about(said).words == "3 recording, 2 practice, 1 neither"
