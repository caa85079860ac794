"""What falls due and who has how much of it: every count opens as many rows."""

from __future__ import annotations

import pytest

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.caseloads import SAFETY, caseloads, children_of, safety_counts, safety_list
from lineofsight.prepared.work import REACHES, Filter, choices_of_work, kinds_of_work, lacking_work, work_due
from tests.prepared.conftest import EVERYBODY, Reading


def test_each_count_opens_as_many_rows(kept: Counted) -> None:
    assert lacking_work(kept) == []
    for kind in kinds_of_work(kept, EVERYBODY):
        assert work_due(kept, EVERYBODY, Filter(kind=kind.kind, due="overdue"), most=0)[1] == kind.overdue
        for days, number in zip(REACHES, kind.within, strict=True):
            assert work_due(kept, EVERYBODY, Filter(kind=kind.kind, due=str(days)), most=0)[1] == number


def test_the_longest_overdue_comes_first_and_nothing_beyond_the_reach(kept: Counted) -> None:
    rows, found = work_due(kept, EVERYBODY, most=None)
    assert len(rows) == found > 1_000
    assert [row.due_on for row in rows] == sorted(row.due_on for row in rows)
    assert rows[0].days_overdue == max(row.days_overdue for row in rows)
    assert kept.now is not None and (rows[-1].due_on - kept.now).days <= REACHES[-1]


def test_restricted_work_is_counted_apart(kept: Counted) -> None:
    rows, found = work_due(kept, EVERYBODY, Filter(kind="3.3", due="overdue"), most=None)
    hidden = Reading(everybody=True, hidden=frozenset({rows[0].id}))
    kind = next(each for each in kinds_of_work(kept, hidden) if each.kind == "3.3")
    assert kind.overdue == found - 1 and kind.restricted == 1
    assert rows[0].id not in {row.id for row in work_due(kept, hidden, Filter(kind="3.3"), most=None)[0]}


def test_caseloads_add_up_to_the_open_cases(kept: Counted) -> None:
    (open_cases,) = kept.database.execute("select count(*) from everybody where is_open").fetchone()
    (without,) = kept.database.execute("select count(*) from everybody where is_open and team_id is null").fetchone()
    teams = caseloads(kept, EVERYBODY, "team")
    assert sum(team.children for team in teams) + without == open_cases == 2503
    for team in teams:
        workers = caseloads(kept, EVERYBODY, "worker", team=team.id)
        assert sum(worker.children for worker in workers) == team.children
        assert len(workers) == team.workers
        people, restricted = children_of(kept, EVERYBODY, team=team.id)
        assert len(people) == team.children and restricted == 0


def test_a_managers_teams_are_theirs(kept: Counted) -> None:
    manager = Reading(teams=frozenset({"T22"}))
    assert [team.id for team in caseloads(kept, manager, "team")] == ["T22"]
    teams, workers = choices_of_work(kept, manager)
    assert [team for team, _ in teams] == ["T22"] and workers
    assert {row.team_id for row in work_due(kept, manager, most=None)[0]} == {"T22"}


@pytest.mark.parametrize("name", SAFETY)
def test_safety_lists_hold_as_many_as_they_say(kept: Counted, name: str) -> None:
    count = safety_counts(kept, EVERYBODY)[name]
    people, restricted = safety_list(kept, EVERYBODY, name)
    assert count == len(people) + restricted
    if name == "no-cohort":
        assert count == 981
        hidden = Reading(everybody=True, hidden=frozenset({people[0].id}))
        rest, restricted = safety_list(kept, hidden, name)
        assert (rest, restricted) == (people[1:], 1)
        assert safety_counts(kept, hidden)[name] == 981
