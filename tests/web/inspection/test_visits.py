"""A visit from expectation to close: who may, what moves with it, and what reaches the register of assurance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from icalendar import Calendar

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.improvement.models import AssuranceSource
from lineofsight.web.inspection.models import Confidant, ProvisionalJudgement, Visit, VisitStep
from lineofsight.web.inspection.running import PREPARERS
from lineofsight.web.inspection.visits import confidential, keeping, publishing, steps_keeping
from lineofsight.web.inspection.visits.parts_keeping import filled_parts, name_part
from lineofsight.web.inspection.visits.steps import VISIT_STEPS
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
CALLED = dt.date(2023, 3, 6)
GRADES = {
    "leaders": "good", "help_and_protection": "requires_improvement", "children_in_care": "good",
    "care_leavers": "outstanding", "overall": "good",
}  # fmt: skip
State = Visit.State


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="prepares")


@pytest.fixture
def director() -> User:
    return add_person("director", name="the-director")


@pytest.fixture
def called(lead: User) -> Visit:
    return keeping.take_call(by=lead, kind_code="ilacs_short", called_on=CALLED)


@pytest.fixture
def ended(lead: User, called: Visit) -> Visit:
    return keeping.end_on_site(by=lead, visit=called)


def due(visit: Visit) -> dict[str, dt.date]:
    return dict(visit.steps.exclude(state="not_needed").values_list("code", "due_on"))


def test_only_those_who_prepare_change_visits(called: Visit) -> None:
    step = called.steps.get(code="documents")
    for role in Role:
        person = add_person(role.value)
        changes: list[Callable[[], object]] = [
            lambda person=person: keeping.take_call(by=person, kind_code="focused_visit", called_on=CALLED),
            lambda person=person: steps_keeping.leave_out(by=person, step=step, note="Because"),
            lambda person=person: keeping.end_on_site(by=person, visit=called),
            lambda person=person: name_part(by=person, code="link", owner=(person, "")),
        ]
        for change in changes:
            if role in PREPARERS:
                continue
            with pytest.raises(Refused, match="those who prepare inspections"):
                change()


def test_a_call_takes_its_people_from_the_parts(lead: User, director: User) -> None:
    name_part(by=lead, code="director", owner=(director, ""), deputy=(None, "Fir Linnet"))
    one = keeping.take_call(by=lead, kind_code="ilacs_short", called_on=CALLED)
    step = one.steps.get(code="call")
    assert (step.owner, step.deputy_is, step.due_on) == (director, "Fir Linnet", CALLED)
    assert one.steps.get(code="documents").whose == ""
    assert one.framework == "ilacs-2023" and one.title == "Short inspection (ILACS), March 2023"
    with pytest.raises(Refused, match="somebody else"):
        name_part(by=lead, code="link", owner=(director, ""), deputy=(director, ""))
    assert next(each for each in filled_parts() if each.rule.code == "director").whose == director.name


def test_one_visit_of_a_kind_is_under_way(lead: User, called: Visit) -> None:
    with pytest.raises(Refused, match="is under way"):
        keeping.take_call(by=lead, kind_code="ilacs_short", called_on=CALLED)
    assert keeping.take_call(by=lead, kind_code="focused_visit", called_on=CALLED).framework == ""


def test_a_call_lies_in_the_past(lead: User, called: Visit) -> None:
    later = dt.date(2099, 3, 2)
    with pytest.raises(Refused, match="has not come yet"):
        keeping.take_call(by=lead, kind_code="focused_visit", called_on=later)
    with pytest.raises(Refused, match="has not come yet"):
        keeping.move_visit(by=lead, visit=called, called_on=later, on_site_on=later, on_site_until=later)
    with pytest.raises(Refused, match="before the call"):
        keeping.move_visit(
            by=lead, visit=called, called_on=CALLED, on_site_on=dt.date(2023, 3, 3), on_site_until=CALLED
        )
    called.refresh_from_db()
    assert called.on_site_on == dt.date(2023, 3, 13)


def test_steps_move_with_the_visit_but_not_those_moved_by_hand(lead: User, called: Visit) -> None:
    by_hand, done = called.steps.get(code="timetable"), called.steps.get(code="call")
    steps_keeping.change_step(by=lead, step=by_hand, owner=(None, "Yew Dipper"), due_on=dt.date(2023, 3, 7))
    steps_keeping.finish(by=lead, step=done, note="Rang at nine")
    moved = keeping.move_visit(
        by=lead, visit=called, called_on=dt.date(2023, 3, 7), on_site_on=dt.date(2023, 3, 14),
        on_site_until=dt.date(2023, 3, 16),
    )  # fmt: skip
    now = due(moved)
    assert now["timetable"] == dt.date(2023, 3, 7) and now["call"] == CALLED
    assert now["documents"] == dt.date(2023, 3, 10) and now["feedback"] == dt.date(2023, 3, 16)
    assert moved.steps.get(code="documents").original_due_on == dt.date(2023, 3, 9)
    left = moved.steps.get(code="day-2023-03-13")
    assert (left.state, left.note) == ("not_needed", "The visit has other days.")
    assert {code for code in now if code.startswith("day-")} == {f"day-2023-03-{n}" for n in (14, 15, 16)}


def test_days_beyond_the_calendar_are_a_sentence(signed_in: Callable[..., Client]) -> None:
    said = {"kind_code": "ilacs_short", "called_on": "2023-03-06", "on_site_on": "9999-12-31"}
    answer = signed_in("director").post("/inspection/visits/call/", said)
    assert answer.status_code == 422 and "bank holidays are known" in answer.content.decode()


def test_the_framework_is_that_of_the_first_day_on_site(lead: User) -> None:
    called_on, first, last = dt.date(2022, 12, 19), dt.date(2023, 1, 9), dt.date(2023, 1, 13)
    one = keeping.take_call(by=lead, kind_code="ilacs_short", called_on=called_on)
    assert (one.on_site_on, one.framework) == (dt.date(2022, 12, 28), "ilacs-2018")
    moved = keeping.move_visit(by=lead, visit=one, called_on=called_on, on_site_on=first, on_site_until=last)
    assert moved.framework == "ilacs-2023"
    ended = keeping.end_on_site(by=lead, visit=moved)
    # refused whether or not anything was said: the refusal must not tell
    with pytest.raises(Refused, match="Another framework"):
        keeping.move_visit(by=lead, visit=ended, called_on=called_on, on_site_on=one.on_site_on, on_site_until=last)


def test_two_who_change_it_at_once_are_told(lead: User, called: Visit) -> None:
    keeping.end_on_site(by=lead, visit=called, seen=called.version)
    with pytest.raises(Refused, match="Somebody else has changed this"):
        keeping.cancel_visit(by=lead, visit=called, because="A reason", seen=called.version)


def test_no_step_from_a_state_that_it_does_not_come_from(lead: User, called: Visit) -> None:
    taken: dict[str, Callable[[Visit], object]] = {
        "end_on_site": lambda one: keeping.end_on_site(by=lead, visit=one),
        "receive": lambda one: keeping.receive_report(by=lead, visit=one, received_on=CALLED),
        "publish": lambda one: publishing.publish(by=lead, visit=one, published_on=CALLED, grades=GRADES),
        "close": lambda one: keeping.close_visit(by=lead, visit=one),
        "cancel": lambda one: keeping.cancel_visit(by=lead, visit=one, because="A reason"),
        "take_call": lambda one: keeping.take_call(by=lead, visit=one, kind_code="focused_visit", called_on=CALLED),
        "move": lambda one: keeping.move_visit(
            by=lead, visit=one, called_on=CALLED, on_site_on=CALLED, on_site_until=CALLED
        ),
    }
    assert set(taken) == set(VISIT_STEPS)
    for state in State:
        for name, take in taken.items():
            if state in VISIT_STEPS[name].comes_from:
                continue
            Visit.objects.filter(pk=called.pk).update(state=state)
            with pytest.raises(Refused, match="not possible"):
                take(called)


def test_it_is_published_into_the_register_and_closed(lead: User, ended: Visit) -> None:
    forecast = ended.steps.get(code="action_plan")
    assert forecast.forecast
    with pytest.raises(Refused, match="Give the grades"):
        publishing.publish(by=lead, visit=ended, published_on=dt.date(2023, 4, 28))
    with pytest.raises(Refused, match="no report came before"):
        keeping.receive_report(by=lead, visit=ended, received_on=dt.date(2023, 3, 16))
    with pytest.raises(Refused, match="before inspectors had left"):
        publishing.publish(by=lead, visit=ended, published_on=dt.date(2023, 3, 16), grades=GRADES)
    keeping.receive_report(by=lead, visit=ended, received_on=dt.date(2023, 4, 24))
    known = ended.steps.get(code="action_plan")
    assert not known.forecast and known.due_on == dt.date(2023, 8, 3)  # past 1, 8 and 29 May
    one = publishing.publish(by=lead, visit=ended, published_on=dt.date(2023, 4, 28), grades=GRADES, outcome="Good.")
    source = one.source
    assert source is not None and source.kind == AssuranceSource.Kind.INSPECTION
    assert (source.held_on, source.held_until) == (dt.date(2023, 3, 13), dt.date(2023, 3, 17))
    assert [each.grade for each in source.grades] == list(GRADES.values())
    assert one.steps.get(code="action_plan").due_on == dt.date(2023, 8, 3)
    with pytest.raises(Refused, match="still open"):
        keeping.close_visit(by=lead, visit=one)
    one.steps.update(state=VisitStep.State.DONE)
    assert keeping.close_visit(by=lead, visit=one).state == State.CLOSED
    with pytest.raises(Refused, match="its steps stay"):
        steps_keeping.open_again(by=lead, step=known)


def test_what_was_said_is_known_to_few_and_written_nowhere_else(
    lead: User, director: User, called: Visit, signed_in: Callable[..., Client]
) -> None:
    with pytest.raises(Refused, match="on the last day"):
        confidential.write_said(by=director, visit=called, grades=GRADES)
    ended = keeping.end_on_site(by=lead, visit=called)
    with pytest.raises(Refused, match="confidential"):
        confidential.write_said(by=lead, visit=ended, grades=GRADES)
    with pytest.raises(Refused, match="Only the director"):
        confidential.name_confidant(by=lead, visit=ended, user=lead)
    confidential.write_said(by=director, visit=ended, grades=GRADES, note="Said in the car park")
    with pytest.raises(Refused, match="none of the judgements"):
        confidential.write_said(by=director, visit=ended, grades={"leaders": "splendid"})
    address = f"/inspection/visits/{ended.pk}/said/"
    manager = signed_in("head_of_service")
    assert manager.get(address).status_code == 404
    assert manager.get(f"{address}write/").status_code == 404
    assert b"What inspectors said" not in manager.get(f"/inspection/visits/{ended.pk}/").content
    confidential.name_confidant(by=director, visit=ended, user=manager.user)  # type: ignore[attr-defined]
    page = manager.get(address)
    assert b"Requires improvement" in page.content and b"car park" in page.content
    assert page.headers["Cache-Control"] == "no-store"
    told = " ".join(f"{each.did} {each.subject} {each.detail}" for each in Change.objects.all())
    assert "car park" not in told and "requires_improvement" not in told and "outstanding" not in told
    assert Change.objects.filter(did="read what inspectors said").count() == 1
    with pytest.raises(Refused, match="can't open"):
        confidential.name_confidant(by=director, visit=ended, user=add_person("board_member"))
    User.objects.filter(pk=manager.user.pk).update(role="board_member")  # type: ignore[attr-defined]
    assert not confidential.may_know(User.objects.get(pk=manager.user.pk), ended)  # type: ignore[attr-defined]
    publishing.publish(by=lead, visit=ended, published_on=dt.date(2023, 3, 31), grades={"leaders": "good"})
    assert not ProvisionalJudgement.objects.exists() and not Confidant.objects.exists()


def _looks() -> int:
    return Change.objects.filter(did="read what inspectors said").count()


def test_opening_the_form_is_a_look_at_what_was_said(
    director: User, ended: Visit, signed_in: Callable[..., Client]
) -> None:
    confidential.write_said(by=director, visit=ended, grades=GRADES)
    address, reader = f"/inspection/visits/{ended.pk}/said/write/", signed_in("director")
    assert b'value="outstanding" selected' in reader.get(address).content
    assert _looks() == 1
    assert reader.post(address, {"note": "No grade yet"}).status_code == 422
    assert _looks() == 2


def test_correcting_one_grade_keeps_the_note_and_the_other_grades(
    director: User, ended: Visit, signed_in: Callable[..., Client]
) -> None:
    confidential.write_said(by=director, visit=ended, grades=GRADES, note="Said in the car park")
    writer, address = signed_in("director"), f"/inspection/visits/{ended.pk}/said/write/"
    held = dict(writer.get(address).context["form"].initial)
    assert writer.post(address, held | {"grade-leaders": "outstanding"}).status_code == 302
    assert dict(ended.provisional.values_list("place", "grade"))[1] == "outstanding"
    assert ended.provisional.count() == len(GRADES)
    assert set(ended.provisional.values_list("note", flat=True)) == {"Said in the car park"}


def test_who_writes_second_does_not_erase_what_the_first_wrote(
    director: User, ended: Visit, signed_in: Callable[..., Client]
) -> None:
    writer, address = signed_in("director"), f"/inspection/visits/{ended.pk}/said/write/"
    opened = dict(writer.get(address).context["form"].initial)
    for before in (GRADES, {"leaders": "good"}):  # written for the first time, and written anew
        confidential.write_said(by=director, visit=ended, grades=before, note="The first of two")
        late = writer.post(address, opened | {"grade-overall": "outstanding", "note": "The second of two"})
        assert late.status_code == 422
        assert b"Somebody else has changed this" in late.content and b"The second of two" in late.content
        assert set(ended.provisional.values_list("note", flat=True)) == {"The first of two"}
        opened = dict(writer.get(address).context["form"].initial)


def test_no_more_than_a_few_are_named(director: User, called: Visit) -> None:
    for n in range(8):
        confidential.name_confidant(by=director, visit=called, user=add_person("quality", name=f"q{n}"))
    with pytest.raises(Refused, match="8 people may know at most"):
        confidential.name_confidant(by=director, visit=called, user=add_person("analyst"))
    first = called.confidants.get(user__username="q0")
    with pytest.raises(Refused, match="at most"):
        confidential.name_confidant(by=director, visit=called, user=first.user)
    confidential.take_off_confidant(by=director, confidant=first)
    assert not confidential.may_know(first.user, called)


def test_the_calendar_file(lead: User, called: Visit, signed_in: Callable[..., Client]) -> None:
    steps_keeping.leave_out(by=lead, step=called.steps.get(code="tell"), note="Told already")
    answer = signed_in("analyst").get(f"/inspection/visits/{called.pk}/calendar/")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="short-inspection-ilacs-march-2023.ics"'
    entries = {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert len(entries) == 1 + called.steps.count() - 1
    step = called.steps.get(code="documents")
    entry = entries[f"step-{step.pk}@lineofsight.invalid"]
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (step.due_on, step.due_on + dt.timedelta(days=1))
    assert "Check against the current framework" in str(entry["description"])
    visit = entries[f"visit-{called.pk}@lineofsight.invalid"]
    assert visit.decoded("dtend") == dt.date(2023, 3, 18)
    assert any("(forecast)" in str(each["summary"]) for each in entries.values())


def test_an_owner_who_does_not_prepare_does_their_step_and_no_other(
    lead: User, called: Visit, signed_in: Callable[..., Client]
) -> None:
    manager = signed_in("team_manager")
    mine, other = called.steps.get(code="timetable"), called.steps.get(code="documents")
    steps_keeping.change_step(by=lead, step=mine, owner=(manager.user, ""), due_on=mine.due_on)  # type: ignore[attr-defined]
    answer = manager.post(f"/inspection/visits/steps/{mine.pk}/finish/", {"note": "Sent", "version": 2})
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.state, mine.note) == ("done", "Sent")
    refused = manager.post(f"/inspection/visits/steps/{other.pk}/finish/", {"version": 1})
    assert refused.status_code != 302
    other.refresh_from_db()
    assert other.state == "open"


def test_the_pages_show_the_timeline_and_its_forms(called: Visit, signed_in: Callable[..., Client]) -> None:
    client = signed_in("director")
    page = client.get(f"/inspection/visits/{called.pk}/").content.decode()
    assert "13 March 2023 to 17 March 2023" in page and "nobody yet" in page
    assert "forecast: 46 days after the last day on site" in page
    assert f'href="/inspection/questions/{called.pk}/"' in page
    assert "Planning and achieving permanence" in client.get("/inspection/visits/call/").content.decode()
    assert client.get("/inspection/visits/").status_code == 200
    assert "Lead for data" in client.get("/inspection/visits/parts/").content.decode()
    wrong = client.post("/inspection/visits/call/", {"kind_code": "ilacs_short", "called_on": "2023-03-06"})
    assert wrong.status_code == 422 and "is under way" in wrong.content.decode()
    answer = client.post("/inspection/visits/call/", {"kind_code": "focused_visit", "called_on": "2023-04-03"})
    made = Visit.objects.get(kind="focused_visit")
    assert answer.headers["Location"] == f"/inspection/visits/{made.pk}/"
    assert made.on_site_on == dt.date(2023, 4, 11)
    assert client.get("/inspection/visits/parts/queen/").status_code == 404
