"""Boards and meetings: who is on them, when they meet, what stands in the record and when it can change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, Unchangeable, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.sources import sources_of
from lineofsight.web.improvement.boards import keeping
from lineofsight.web.improvement.boards import meeting as work
from lineofsight.web.improvement.boards.dates import days_of_series
from lineofsight.web.improvement.boards.steps import MEETING_STEPS
from lineofsight.web.improvement.models import AgendaItem, Board, Decision, Meeting, Member, Risk
from lineofsight.web.improvement.running import IMPROVERS
from tests.web.conftest import add_person, version_on
from tests.web.improvement.plans import add_action, add_outcome, add_plan

pytestmark = pytest.mark.django_db
PAST, FUTURE = dt.date(2023, 3, 21), dt.date(2223, 4, 18)
ASK = AgendaItem.For.DECISION


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="keeps-the-plan")


@pytest.fixture
def board(lead: User) -> Board:
    one = keeping.add_board(by=lead, title="Made-up board", short="MUB", every="monthly")
    for name, part in (("Ash Kestrel", "chair"), ("Larch Heron", "member")):
        keeping.add_member(by=lead, board=one, name=name, part=part, from_on=dt.date(2022, 4, 1), job_title="Director")
    return one


@pytest.fixture
def planned(lead: User, board: Board) -> Meeting:
    return keeping.plan_meetings(by=lead, board=board, days=[PAST])[0]


@pytest.fixture
def held(lead: User, planned: Meeting) -> Meeting:
    return work.hold(by=lead, meeting=planned)


def test_only_those_who_keep_the_plan_change_boards(board: Board, planned: Meeting) -> None:
    for role in Role:
        person = add_person(role.value)
        changes: list[Callable[[], object]] = [
            lambda person=person: keeping.add_board(by=person, title=f"Board of {person.username}"),
            lambda person=person: keeping.plan_meetings(by=person, board=board, days=[FUTURE]),
            lambda person=person: work.add_item(by=person, meeting=planned, title="An item"),
        ]
        for change in changes:
            if role in IMPROVERS:
                change()
                keeping_meetings = Meeting.objects.filter(held_on=FUTURE)
                keeping_meetings.delete()
            else:
                with pytest.raises(Refused, match="those who keep the plan"):
                    change()


def test_a_board_has_one_chair_at_a_time(lead: User, board: Board) -> None:
    with pytest.raises(Refused, match="a chair already"):
        keeping.add_member(by=lead, board=board, name="Elder Finch", part="chair", from_on=PAST)
    chair = keeping.chair_of(board, PAST)
    assert chair is not None and chair.who == "Ash Kestrel"
    keeping.end_member(by=lead, member=chair, until_on=PAST)
    after = PAST + dt.timedelta(days=1)
    keeping.add_member(by=lead, board=board, name="Elder Finch", part="chair", from_on=after)
    found = [keeping.chair_of(board, day) for day in (PAST, after)]
    assert [one.who for one in found if one] == ["Ash Kestrel", "Elder Finch"]
    with pytest.raises(Refused, match="ended already"):
        keeping.end_member(by=lead, member=chair, until_on=after)


def test_a_board_never_reports_to_itself(lead: User, board: Board) -> None:
    above = keeping.add_board(by=lead, title="Above", reports_to=board)
    facts = {"title": board.title, "short": "", "kind": board.kind, "terms": "", "every": ""}
    with pytest.raises(Refused, match="report to itself"):
        keeping.change_board(by=lead, board=board, reports_to=above, **facts)
    with pytest.raises(Refused, match="of that name"):
        keeping.add_board(by=lead, title="made-up BOARD")


def test_a_series_keeps_its_weekday_and_no_day_is_planned_twice(lead: User, board: Board) -> None:
    days = days_of_series(dt.date(2024, 1, 16), "monthly", dt.date(2024, 12, 31))
    assert len(days) == 12 and {day.weekday() for day in days} == {1}
    assert {(day.day - 1) // 7 for day in days} == {2}  # the third Tuesday of each month
    fifths = days_of_series(dt.date(2024, 1, 30), "monthly", dt.date(2024, 12, 31))
    assert [(day.month, (day + dt.timedelta(days=7)).month != day.month) for day in fifths] == [
        (month, True) for month in range(1, 13)
    ]
    made = keeping.plan_meetings(by=lead, board=board, days=days)
    assert len(made) == 12
    with pytest.raises(Refused, match="meets already on 16 January 2024, 20 February 2024"):
        keeping.plan_meetings(by=lead, board=board, days=days[:2])
    keeping.cancel_meeting(by=lead, meeting=made[0], because="The chair is away")
    again = keeping.plan_meetings(by=lead, board=board, days=days[:1])
    with pytest.raises(Refused, match="meets already"):
        keeping.move_meeting(by=lead, meeting=again[0], held_on=days[1], at="", where="")
    again[0].refresh_from_db()
    assert again[0].held_on == days[0]


@pytest.mark.parametrize("state", Meeting.State.values)
@pytest.mark.parametrize("name", MEETING_STEPS)
def test_every_step_from_every_state(lead: User, planned: Meeting, state: str, name: str) -> None:
    work_of = {
        "hold": lambda: work.hold(by=lead, meeting=planned),
        "agree_record": lambda: work.agree_record(by=lead, meeting=planned),
        "correct": lambda: work.correct_record(by=lead, meeting=planned, because="A name was wrong"),
        "cancel": lambda: keeping.cancel_meeting(by=lead, meeting=planned, because="Nobody can come"),
    }
    member = planned.board.members.first()
    planned.attendances.create(member=member, there="present")
    Meeting.objects.filter(pk=planned.pk).update(state=state)
    step = MEETING_STEPS[name]
    if state in step.comes_from:
        assert work_of[name]().state == step.leads_to[0]
        assert Change.objects.latest("pk").did == step.did
    else:
        with pytest.raises(Refused, match="is not possible"):
            work_of[name]()
        planned.refresh_from_db()
        assert planned.state == state


def test_a_meeting_is_not_held_before_its_day(lead: User, board: Board) -> None:
    meeting = keeping.plan_meetings(by=lead, board=board, days=[FUTURE])[0]
    with pytest.raises(Refused, match="not come yet"):
        work.hold(by=lead, meeting=meeting)


def test_an_agenda_keeps_its_order(lead: User, planned: Meeting) -> None:
    work.add_standing_items(by=lead, meeting=planned)
    with pytest.raises(Refused, match="has items already"):
        work.add_standing_items(by=lead, meeting=planned)
    with pytest.raises(Refused, match="asked to decide"):
        work.add_item(by=lead, meeting=planned, title="A decision", asked_for=ASK)
    last = work.add_item(by=lead, meeting=planned, title="A decision", asked_for=ASK, ask="Agree it")
    work.change_item(by=lead, item=last, title="A decision", asked_for=ASK, lead="", minutes=5, ask="Agree it", place=2)
    titles = list(planned.agenda.values_list("title", flat=True))
    assert titles[0] == "Actions from last time" and titles[1] == "A decision" and len(titles) == 7
    assert list(planned.agenda.values_list("place", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    work.hold(by=lead, meeting=planned)
    with pytest.raises(Refused, match="agenda stays as it was"):
        work.remove_item(by=lead, item=last)


def test_what_is_taken_off_the_agenda_is_kept_in_the_record_of_changes_as_it_was(lead: User, planned: Meeting) -> None:
    item = work.add_item(by=lead, meeting=planned, title="The plan", asked_for=ASK, ask="Accept it", lead="Chair")
    work.remove_item(by=lead, item=item)
    detail = Change.objects.latest("pk").detail
    assert detail == {"removed": "The plan", "asked_for": ASK, "ask": "Accept it", "lead": "Chair"}


@pytest.mark.usefixtures("demo_site")
def test_an_item_that_somebody_changed_meanwhile_is_not_taken_off(signed_in: Callable[..., Client], lead: User) -> None:
    client = signed_in("quality")
    board = keeping.add_board(by=lead, title="A made-up board")
    (meeting,) = keeping.plan_meetings(by=lead, board=board, days=[dt.date(2023, 3, 31)])
    item = work.add_item(by=lead, meeting=meeting, title="The plan")
    page, off = f"/improvement/boards/meetings/{meeting.pk}/", f"/improvement/boards/items/{item.pk}/remove/"
    sent = {"version": version_on(client.get(page), off)}
    work.change_item(by=lead, item=item, title="Risks", asked_for=ASK, lead="", minutes=None, ask="Agree them", place=1)
    assert "read it again" in client.post(off, sent).content.decode() and meeting.agenda.count() == 1
    sent = {"version": version_on(client.get(page), off)}
    assert client.post(off, sent).status_code == 302 and not meeting.agenda.exists()


def test_the_record_is_written_and_closed(lead: User, held: Meeting) -> None:
    with pytest.raises(Refused, match="who was there"):
        work.agree_record(by=lead, meeting=held)
    members = list(held.board.members.all())
    work.write_attendance(by=lead, meeting=held, there={members[0].pk: "present", members[1].pk: "apologies"})
    assert [how for _, how in work.places_of(held)] == ["present", "apologies"]
    with pytest.raises(Refused, match="for each member"):
        work.write_attendance(by=lead, meeting=held, there={members[0].pk + 99: "present"})
    decision = work.decide(by=lead, meeting=held, text="The scores stay")
    work.agree_record(by=lead, meeting=held)
    with pytest.raises(Refused, match="open it again"):
        work.decide(by=lead, meeting=held, text="Another")
    with pytest.raises(Refused, match="open it again"):
        work.agree_to_do(by=lead, meeting=held, text="Do it", due_on=FUTURE, owner=lead)
    assert list(held.decisions.all()) == [decision]


def test_a_decision_is_never_changed(lead: User, held: Meeting) -> None:
    decision = work.decide(by=lead, meeting=held, text="The scores stay")
    decision.text = "The scores go"
    with pytest.raises(Unchangeable):
        decision.save()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="The scores go")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from improvement_decision")
    decision.refresh_from_db()
    assert decision.text == "The scores stay"


def test_a_decision_about_the_plan_needs_its_action(lead: User, held: Meeting) -> None:
    for kind in ("accept", "send_back", "move_day"):
        with pytest.raises(Refused, match="Choose the action"):
            work.decide(by=lead, meeting=held, text="Agreed", kind=kind)
    with pytest.raises(Refused, match="Choose the risk"):
        work.decide(by=lead, meeting=held, text="Agreed", kind="risk")
    assert not held.decisions.exists()


def test_what_is_agreed_stands_in_the_register_and_comes_back(lead: User, board: Board, held: Meeting) -> None:
    action = work.agree_to_do(by=lead, meeting=held, text="Bring options", due_on=FUTURE, owner=lead)
    assert (action.source, action.source_id) == (Action.Source.MEETING, held.pk)
    found = sources_of([action], "quality")[action.pk]
    assert found.words == "MUB, 21 March 2023" and found.page == f"/improvement/boards/meetings/{held.pk}/"
    settled = work.agree_to_do(by=lead, meeting=held, text="Done since", due_on=FUTURE, owner=lead)
    Action.objects.filter(pk=settled.pk).update(state="verified")
    following = keeping.plan_meetings(by=lead, board=board, days=[FUTURE])[0]
    assert work.meeting_before(following) == held
    assert {one.text for one in work.actions_to_report(following)} == {"Bring options", "Done since"}
    after = keeping.plan_meetings(by=lead, board=board, days=[FUTURE + dt.timedelta(days=30)])[0]
    Meeting.objects.filter(pk=following.pk).update(state="recorded")
    assert [one.text for one in work.actions_to_report(after)] == ["Bring options"]  # the settled one was reported
    other = keeping.add_board(by=lead, title="Another board")
    elsewhere = keeping.plan_meetings(by=lead, board=other, days=[FUTURE])[0]
    assert work.actions_to_report(elsewhere) == []


def test_two_who_change_a_meeting_at_once(lead: User, planned: Meeting) -> None:
    keeping.move_meeting(by=lead, meeting=planned, held_on=PAST, at="09:00", where="", seen=planned.version)
    with pytest.raises(Refused, match="Somebody else has changed this"):
        keeping.move_meeting(by=lead, meeting=planned, held_on=PAST, at="14:00", where="", seen=planned.version)


@pytest.mark.usefixtures("demo_site")
def test_a_whole_meeting_on_the_pages(signed_in: Callable[..., Client]) -> None:
    client = signed_in("quality")
    made = client.post("/improvement/boards/add/", {"title": "A made-up board", "kind": "improvement"})
    board = Board.objects.get()
    assert made.headers["Location"] == f"/improvement/boards/{board.pk}/"
    form = {"who": "Larch Heron", "part": "chair", "from_on": "2022-04-01", "job_title": "Director"}
    assert client.post(f"/improvement/boards/{board.pk}/members/add/", form).status_code == 302
    refused = client.post(f"/improvement/boards/{board.pk}/members/add/", form | {"who": "Elder Finch"})
    assert refused.status_code == 422 and "a chair already" in refused.content.decode()
    plan = f"/improvement/boards/{board.pk}/meetings/plan/"
    lacks = client.post(plan, {"held_on": "2023-03-21", "repeats": "monthly"})
    assert "Say until when" in lacks.content.decode()
    made = client.post(plan, {"held_on": "2023-03-21", "repeats": "once", "at": "10:00"})
    meeting = Meeting.objects.get()
    page = f"/improvement/boards/meetings/{meeting.pk}/"
    assert made.headers["Location"] == page
    assert "nobody has said whether it was held" in client.get("/improvement/boards/").content.decode()
    client.post(f"{page}agenda/")
    client.post(f"{page}held/", {"version": meeting.version})
    item = meeting.agenda.first()
    assert item is not None
    client.post(f"/improvement/boards/items/{item.pk}/said/", {"text": "All were done", "version": item.version})
    member = Member.objects.get()
    client.post(f"{page}there/", {f"there-{member.pk}": "present"})
    client.post(f"{page}decide/", {"kind": "other", "text": "Meet more often", "item": item.pk})
    client.post(f"{page}to-do/", {"text": "Find a room", "owner": "Elder Finch", "due_on": "2023-04-01"})
    meeting.refresh_from_db()
    client.post(f"{page}agree/", {"version": meeting.version})
    text = client.get(page).content.decode()
    for said in (
        "Held, record agreed",
        "All were done",
        "Meet more often",
        "Find a room",
        "Larch Heron, Director: present",
    ):
        assert said in text
    reader = signed_in("board_member")
    assert "Meet more often" in reader.get(page).content.decode()
    assert reader.get(f"{page}decide/").status_code == 403


def test_two_who_add_the_same_board_at_once_are_told(lead: User, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    other = keeping.add_board(by=lead, title="Another board")
    monkeypatch.setattr("django.db.models.QuerySet.exists", lambda _: False)  # each looked before the other had saved
    with pytest.raises(Refused, match="board of that name already"):
        keeping.add_board(by=lead, title=board.title)
    facts = {"short": "", "kind": "other", "terms": "", "every": "", "reports_to": None}
    with pytest.raises(Refused, match="board of that name already"):
        keeping.change_board(by=lead, board=other, title=board.title, **facts)
    assert Board.objects.count() == 2


def test_a_board_has_one_chair_on_each_day_whoever_is_added_first(lead: User, board: Board) -> None:
    chair = board.members.get(part="chair")
    keeping.end_member(by=lead, member=chair, until_on=dt.date(2023, 3, 31))
    keeping.add_member(by=lead, board=board, name="Rowan Dunnock", part="chair", from_on=dt.date(2023, 5, 1))
    with pytest.raises(Refused, match="has a chair already"):
        keeping.add_member(by=lead, board=board, name="Alder Siskin", part="chair", from_on=dt.date(2023, 4, 1))
    with pytest.raises(Refused, match="on the board already"):
        keeping.add_member(by=lead, board=board, name="Rowan Dunnock", part="member", from_on=dt.date(2023, 4, 1))
    for day in (dt.date(2023, 3, 31), dt.date(2023, 4, 15), dt.date(2023, 5, 1)):
        assert sum(each.part == "chair" for each in keeping.members_on(board, day)) <= 1


@pytest.mark.parametrize("repeats", ["once", "weekly", "monthly"])
def test_a_series_at_the_end_of_all_calendars_is_refused(repeats: str) -> None:
    with pytest.raises(Refused, match=r"^31 December 9999 is too far away\.$"):
        days_of_series(dt.date(9999, 11, 30), repeats, dt.date(9999, 12, 31))


def test_what_was_settled_since_the_last_meeting_comes_back_whichever_meeting_agreed_it(
    lead: User, board: Board
) -> None:
    january, february, march = (
        keeping.plan_meetings(by=lead, board=board, days=[day])[0]
        for day in (dt.date(2023, 1, 17), dt.date(2023, 2, 21), PAST)
    )
    work.hold(by=lead, meeting=january)
    action = work.agree_to_do(
        by=lead, meeting=january, text="Count the nests", due_on=dt.date(2023, 3, 1), owner_name="Larch Heron"
    )
    work.hold(by=lead, meeting=february)
    settle(action, dt.datetime(2023, 3, 2, 12, tzinfo=dt.UTC))
    assert work.actions_to_report(march) == [action]
    settle(action, dt.datetime(2023, 2, 3, 12, tzinfo=dt.UTC))
    assert work.actions_to_report(march) == []


def settle(action: Action, at: dt.datetime) -> None:
    Action.objects.filter(pk=action.pk).update(state="verified", done_at=at, verified_at=at)
    action.refresh_from_db()


def test_a_decision_of_another_kind_keeps_the_action_that_it_is_about(lead: User, held: Meeting) -> None:
    action = add_action(lead, add_outcome(lead, add_plan(lead, held.board)))
    decision = work.decide(by=lead, meeting=held, text="It is looked at in May.", action=action)
    assert decision.about == f"plan_action:{action.pk}"
    action.refresh_from_db()
    assert action.state == "agreed"
    with pytest.raises(Refused, match="one decision for each"):
        work.decide(by=lead, meeting=held, text="Both", action=action, risk=Risk(pk=1))
