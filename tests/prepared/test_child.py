"""One child: found, shown with everything on record, and hidden where the reader may not see the child."""

from __future__ import annotations

import dataclasses

import pytest

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.child import (
    child_of,
    chronology_of,
    family_of,
    faults_of,
    people_found,
    standing_of,
)
from lineofsight.prepared.lists import Wanted, children_listed
from tests.prepared.conftest import EVERYBODY, Reading


@pytest.fixture
def late(kept: Counted) -> str:
    """The child who waits longest for a visit."""
    return children_listed(kept, "3.3", kept.dates[-1], "snapshot", EVERYBODY, Wanted(met=False), most=1).rows[0].id


def test_a_child_is_found_by_name_and_id(kept: Counted, late: str) -> None:
    child = child_of(kept, late, EVERYBODY)
    assert child is not None and child.name and child.is_open
    for typed in (late, late.lower(), child.name, child.name.split()[-1][:5]):
        found, total = people_found(kept, typed, EVERYBODY, most=1_000)
        assert late in {each.id for each in found}
        assert total == len(found)
    assert people_found(kept, "", EVERYBODY) == ([], 0)
    assert people_found(kept, "nobody of that name", EVERYBODY) == ([], 0)


def test_who_may_not_see_a_child_finds_nothing(kept: Counted, late: str) -> None:
    child = child_of(kept, late, EVERYBODY)
    assert child is not None and child.team_id
    for reader in (
        Reading(),
        Reading(teams=frozenset({"T99"})),
        Reading(chosen=frozenset({"C000001"})),
        Reading(everybody=True, hidden=frozenset({late})),
        Reading(teams=frozenset({child.team_id}), hidden=frozenset({late})),
    ):
        assert child_of(kept, late, reader) is None
        assert people_found(kept, late, reader) == ([], 0)
    assert child_of(kept, late, Reading(teams=frozenset({child.team_id}))) is not None
    assert child_of(kept, late, Reading(chosen=frozenset({late}))) is not None


def test_the_line_of_time_holds_everything_the_latest_first(kept: Counted, late: str) -> None:
    child = child_of(kept, late, EVERYBODY)
    assert child is not None
    events = chronology_of(kept, child.person_key)
    assert [event.on_day for event in events] == sorted((event.on_day for event in events), reverse=True)
    (rows,) = kept.database.execute(
        "select count(*) from chronology where person_id = $key", {"key": child.person_key}
    ).fetchone()
    assert len(events) == rows > 20
    visits = chronology_of(kept, child.person_key, "Visits")
    assert visits == [event for event in events if event.group == "Visits"] and visits


def test_a_child_stands_in_the_figures_that_count_it(kept: Counted) -> None:
    """For every indicator the children who stand in it are as many as the figure says."""
    counts = dict(kept.database.execute("select ref, count(*) from standing group by ref").fetchall())
    for ref in kept.evidence:
        one = kept.book.latest("indicator", ref)
        if not one.in_highlight and not (one.unit == "percent" and one.better and one.of_children):
            assert ref not in counts  # a number that counts the same once more says nothing of a child
            continue
        window = kept.book.latest("indicator", ref).shown
        assert counts.get(ref, 0) == children_listed(kept, ref, kept.now, window, EVERYBODY, most=0).in_figure  # type: ignore[arg-type]
    listing = children_listed(kept, "3.3", kept.now, "snapshot", EVERYBODY, Wanted(met=False), most=5)  # type: ignore[arg-type]
    for row in listing.rows:
        one = next(one for one in standing_of(kept, row.person_key) if one.ref == "3.3")
        assert (one.met, one.clock_start, one.due_on) == (False, row.clock_start, row.due_on)


def test_family_is_shown_to_whom_may_see_each_of_them(kept: Counted) -> None:
    (key,) = kept.database.execute(
        "select person_id from siblings group by 1 having count(*) >= 2 order by 1 limit 1"
    ).fetchone()
    family, hidden = family_of(kept, key, EVERYBODY)
    assert len(family) >= 2 and hidden == 0
    assert {other.relation for other in family} <= {"brother or sister", "same family", "mother", "child"}
    assert "brother or sister" in {other.relation for other in family}
    one = dataclasses.replace(EVERYBODY, hidden=frozenset({family[0].id}))
    shown, hidden = family_of(kept, key, one)
    assert (shown, hidden) == (family[1:], 1)


def test_findings_of_a_child_are_those_of_the_checks(kept: Counted) -> None:
    person, number = kept.database.execute(
        "select person_id, count(*) from child_findings group by 1 order by 2 desc, 1 limit 1"
    ).fetchone()
    assert len(faults_of(kept, person)) == number
    assert {fault.severity for fault in faults_of(kept, person)} <= {"error", "warning"}
