"""Unsafe now: its own clock, four steps, each by somebody who may; nothing to do with the grade."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.audits import unsafe
from lineofsight.web.audits.models import Audit, Cycle, UnsafeNow
from lineofsight.web.serving import serving
from tests.web.audits.conftest import People, seen_for
from tests.web.audits.test_auditing import give
from tests.web.conftest import add_person


@pytest.fixture
def found(running: Cycle) -> UnsafeNow:
    audit = Audit.objects.filter(cycle=running).earliest("place")
    assert audit.auditor is not None
    return unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Made-up words", calendar=serving().council.calendar)


def take(found: UnsafeNow, name: str, by: User) -> UnsafeNow:
    return unsafe.take_step(by=by, unsafe=found, name=name, words="Made-up words", scope=scope_of(by))


def test_its_days_are_working_days_from_the_day_it_was_raised(found: UnsafeNow) -> None:
    # Friday 31 March 2023; Good Friday is 7 April and Easter Monday 10 April
    days = (found.tell_by, found.answer_by, found.plan_by, found.sign_by)
    assert days == (dt.date(2023, 3, 31), dt.date(2023, 4, 3), dt.date(2023, 4, 11), dt.date(2023, 4, 18))


def test_told_answered_planned_and_signed_off_by_four_who_may(found: UnsafeNow, people: People) -> None:
    audit = found.audit
    manager = add_person("team_manager", name="of-the-team", teams=(audit.team_id,))
    stranger = add_person("team_manager", name="of-another", teams=("T99",))
    with pytest.raises(Refused, match="whoever raised it"):
        take(found, "tell", manager)
    assert take(found, "tell", people.lead).state == UnsafeNow.State.TOLD
    with pytest.raises(Refused, match="manager of the child's team"):
        take(found, "answer", stranger)
    take(found, "answer", manager)
    with pytest.raises(Refused, match="is not possible"):
        take(found, "sign_off", people.director)
    take(found, "plan", people.director)
    with pytest.raises(Refused, match="You wrote the plan"):
        take(found, "sign_off", people.director)
    head = add_person("head_of_service", name="heads", teams=(audit.team_id,))
    done = take(found, "sign_off", head)
    assert done.state == UnsafeNow.State.SIGNED_OFF
    assert [each["step"] for each in done.said] == ["tell", "answer", "plan", "sign_off"]


def test_an_audit_stays_open_while_the_child_is_unsafe(found: UnsafeNow, people: People) -> None:
    audit = give(found.audit, "good")
    assert audit.state == Audit.State.ACTIONS
    with pytest.raises(Refused, match="said already"):
        assert audit.auditor is not None
        unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Again", calendar=serving().council.calendar)
    take(found, "take_back", people.director)
    audit.refresh_from_db()
    assert audit.state == Audit.State.CLOSED


def test_found_unsafe_after_it_was_closed_it_opens_again(running: Cycle) -> None:
    audit = give(Audit.objects.filter(cycle=running).earliest("place"), "good")
    assert audit.state == Audit.State.CLOSED and audit.auditor is not None
    unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Words", calendar=serving().council.calendar)
    audit.refresh_from_db()
    assert audit.state == Audit.State.ACTIONS


def test_late_from_the_day_after(found: UnsafeNow) -> None:
    assert not unsafe.is_late(found, dt.date(2023, 3, 31))
    assert unsafe.is_late(found, dt.date(2023, 4, 1))


def test_managers_see_those_of_their_teams(found: UnsafeNow, people: People) -> None:
    manager = add_person("team_manager", name="of-the-team", teams=(found.audit.team_id,))
    stranger = add_person("team_manager", name="of-another", teams=("T99",))
    raised = found.raised_by
    for user, many in ((manager, 1), (stranger, 0), (people.director, 1), (raised, 1)):
        with seen_for(user) as seen:
            assert len(unsafe.open_unsafe(seen)) == many
