"""The plan follows the demonstration's figures. The signs that it follows are counted here once more, by hand.

In the demonstration assessments in care (5.10, low is good) worsen by special cause from October 2022 on, care leavers
in education or work (6.2) reach their target in every month, and visits to children in need (3.3) dip in December.
"""

from __future__ import annotations

import datetime as dt
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from lineofsight.calendar import Month, months_to
from lineofsight.indicators.figures import figures
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.improvement.models import Followed, LinkedIndicator, PlanAction
from lineofsight.web.improvement.plan import changes
from lineofsight.web.improvement.plan.following import PROPOSED_CLOSING, WITHDREW_CLOSING, follow
from lineofsight.web.improvement.plan.links import link_indicator, unlink_indicator
from lineofsight.web.improvement.plan.measures import measures_of
from lineofsight.web.seen import Seen
from tests.web.improvement.plans import add_action, add_both_sorts, add_outcome, add_plan, seen_as, set_state, somebody

State = PlanAction.State
REOPENED = "reopened an action of the plan"


def complete(keeper: User, accepted_on: dt.date, *refs: str) -> PlanAction:
    """An action that a board accepted on a day, tied to measures."""
    plan = add_plan(keeper, title=f"Plan {PlanAction.objects.count()}")
    one = add_action(keeper, add_outcome(keeper, plan))
    add_both_sorts(keeper, one)
    LinkedIndicator.objects.bulk_create(LinkedIndicator(action=one, ref=ref) for ref in refs)
    PlanAction.objects.filter(pk=one.pk).update(accepted_on=accepted_on)
    return set_state(one, State.COMPLETE)


def opened_from(keeper: User, opens: str, state: str = State.AGREED) -> PlanAction:
    plan = add_plan(keeper, title=f"Plan {PlanAction.objects.count()}")
    one = add_action(keeper, add_outcome(keeper, plan))
    PlanAction.objects.filter(pk=one.pk).update(opened_from=opens)
    return set_state(one, state)


def values(seen: Seen, ref: str, months: int) -> dict[Month, float]:
    """The last monthly figures of a measure, straight from the count."""
    window = seen.counted.book.latest("indicator", ref).trend
    wanted = months_to(Month(2023, 3), months)
    rows = [each for each in figures(seen.counted, ref, dimension="") if each.window == window]
    by_day = {each.as_at: each for each in rows}
    return {month: round(float(by_day[month.end].value or 0), 1) for month in wanted}


@pytest.fixture
def keeper(db: None) -> User:
    return somebody("quality", "keeps-the-plan")


pytestmark = pytest.mark.usefixtures("demo_site")


def test_what_worsens_after_it_was_accepted_is_looked_at_again(keeper: User) -> None:
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    with seen_as(keeper) as seen:
        assert follow(seen)
        counted = values(seen, "5.10", 48)
        worse = measures_of(seen.served, seen.counted, ["5.10"])["5.10"].worse
    # By hand: above the mean of the first months for far more than seven months in a row, and outside the limits.
    baseline = list(counted.values())[:24]
    mean = sum(baseline) / len(baseline)
    assert all(value > mean for value in list(counted.values())[-7:])
    assert worse is not None and worse.month == Month(2023, 3)
    one.refresh_from_db()
    assert (one.state, one.reopened_on) == (State.REVIEW, dt.date(2023, 3, 31))
    march, december = counted[Month(2023, 3)], counted[Month(2022, 12)]
    because = one.reopened_because
    assert because.startswith("It was accepted on 13 December 2022. 5.10 ") and "worsens by special cause" in because
    assert f"{march}% in March 2023" in because and f"In December 2022 it was {december}%." in because
    change = Change.objects.get(did=REOPENED)
    assert (change.user, change.subject, change.detail["state"]) == (None, str(one.pk), ["complete", "review"])


@pytest.mark.parametrize(
    ("accepted_on", "refs", "state"),
    [
        (dt.date(2022, 12, 13), ("6.2",), State.COMPLETE),  # improving
        (dt.date(2022, 12, 13), (), State.COMPLETE),  # tied to nothing
        (dt.date(2022, 12, 13), ("6.2", "5.10"), State.REVIEW),  # one of two is enough
        (dt.date(2023, 3, 31), ("5.10",), State.COMPLETE),  # no month has ended since
        (dt.date(2022, 12, 13), ("3.3",), State.REVIEW),  # December's own dip, though January was good again
        (dt.date(2023, 1, 17), ("3.3",), State.COMPLETE),  # the dip was before
        (dt.date(2022, 3, 15), ("3.3",), State.COMPLETE),  # the six months were over in September
        (dt.date(2022, 6, 14), ("3.3",), State.REVIEW),  # December is the last month of the six
        (dt.date(2022, 5, 31), ("3.3",), State.COMPLETE),
        (dt.date(2022, 12, 13), ("no-such-ref",), State.COMPLETE),
    ],
)
def test_only_a_special_cause_for_the_worse_within_the_watch_reopens(
    keeper: User, accepted_on: dt.date, refs: tuple[str, ...], state: str
) -> None:
    one = complete(keeper, accepted_on, *refs)
    with seen_as(keeper) as seen:
        follow(seen)
    one.refresh_from_db()
    assert one.state == state


def test_it_follows_the_same_records_once(keeper: User) -> None:
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    before = one.version
    with seen_as(keeper) as seen:
        assert (follow(seen), follow(seen)) == (True, False)
    one.refresh_from_db()
    assert (one.version, Change.objects.filter(did=REOPENED).count(), Followed.objects.count()) == (before + 1, 1, 1)


def test_after_the_board_has_accepted_again_the_same_months_do_not_reopen_it(keeper: User) -> None:
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    with seen_as(keeper) as seen:
        follow(seen)
        PlanAction.objects.filter(pk=one.pk).update(accepted_on=dt.date(2023, 3, 31), state=State.COMPLETE)
        changes.follow_again()
        assert follow(seen)
    one.refresh_from_db()
    assert one.state == State.COMPLETE


def test_a_plan_that_is_closed_is_followed_no_more(keeper: User) -> None:
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    plan = one.outcome.theme.plan
    type(plan).objects.filter(pk=plan.pk).update(closed_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    with seen_as(keeper) as seen:
        follow(seen)
    one.refresh_from_db()
    assert one.state == State.COMPLETE


def test_what_is_back_and_stays_back_can_be_closed_and_not_when_it_is_no_more(keeper: User) -> None:
    one = opened_from(keeper, "indicator:6.2:2022-11")
    with seen_as(keeper) as seen:
        follow(seen)
        counted = values(seen, "6.2", 3)
        assert all(value >= 65 for value in counted.values())  # its minimum target in the book
        one.refresh_from_db()
        assert one.closing_proposed_on == dt.date(2023, 3, 31) and one.state == State.AGREED
        for month, words in zip(counted, ("January 2023", "February 2023", "March 2023"), strict=True):
            assert f"{counted[month]}% in {words}" in one.closing_proposed_because
        assert "its target of 65.0% in each of the last 3 months" in one.closing_proposed_because
        link = link_indicator(by=keeper, action=one, book=seen.counted.book, ref="6.2", target="80")
        assert follow(seen)  # what is to be reached has changed, so it looks again
        one.refresh_from_db()
        assert (one.closing_proposed_on, one.closing_proposed_because) == (None, "")
        unlink_indicator(by=keeper, link=link)
        follow(seen)
    one.refresh_from_db()
    assert one.closing_proposed_on is not None
    did = list(Change.objects.filter(user=None).order_by("pk").values_list("did", flat=True))
    assert did == [PROPOSED_CLOSING, WITHDREW_CLOSING, PROPOSED_CLOSING]


@pytest.mark.parametrize(
    ("opens", "state", "proposed"),
    [
        ("indicator:6.2:2022-12", State.AGREED, True),  # January, February and March
        ("indicator:6.2:2023-01", State.AGREED, False),  # two months only since
        ("indicator:6.2:2022-11", State.OPENED, False),
        ("indicator:6.2:2022-11", State.REVIEW, False),
        ("indicator:3.3:2022-11", State.AGREED, False),  # 84.0 in March, of 85
        ("indicator:5.10:2022-11", State.AGREED, False),
        ("indicator:1.2:2022-11", State.AGREED, False),  # a number, without a target
        ("audit_theme:voice", State.AGREED, False),
    ],
)
def test_closing_is_proposed_of_agreed_actions_whose_measure_is_back(
    keeper: User, opens: str, state: str, proposed: bool
) -> None:
    one = opened_from(keeper, opens, state)
    with seen_as(keeper) as seen:
        follow(seen)
    one.refresh_from_db()
    assert (one.closing_proposed_on is not None) is proposed


def test_a_proposal_to_close_ends_when_somebody_proposes_it_as_complete(keeper: User) -> None:
    one = opened_from(keeper, "indicator:6.2:2022-11")
    add_both_sorts(keeper, one)
    with seen_as(keeper) as seen:
        follow(seen)
    done = changes.propose_complete(by=keeper, action=one)
    assert (done.closing_proposed_on, done.closing_proposed_because) == (None, "")


def test_the_command_follows_what_serves(keeper: User, capsys: pytest.CaptureFixture[str]) -> None:
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    for said in ("follows the new records", "has followed these records already"):
        call_command("follow_plan")
        assert said in capsys.readouterr().err
    one.refresh_from_db()
    assert one.state == State.REVIEW


@pytest.mark.django_db(transaction=True)
def test_two_who_open_the_plan_at_once_follow_it_once(demo_site: Any) -> None:
    keeper = somebody("quality", "keeps-the-plan")
    one = complete(keeper, dt.date(2022, 12, 13), "5.10")
    barrier, before = Barrier(2), one.version
    said: list[bool] = []

    def read() -> None:
        try:
            with seen_as(keeper) as seen:
                barrier.wait(10)
                said.append(follow(seen))
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory belongs to one thread")
    threads = [Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    one.refresh_from_db()
    assert sorted(said) == [False, True] and one.version == before + 1
    assert Change.objects.filter(did=REOPENED).count() == 1
