"""A rehearsal finds what is late, missing or invalid, its score adds up, and every point can be opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.sources import sources_of
from lineofsight.web.improvement.boards import keeping as boards
from lineofsight.web.improvement.boards import meeting as meetings
from lineofsight.web.improvement.models import Board
from lineofsight.web.inspection.models import Document, Rehearsal, RehearsalPoint
from lineofsight.web.inspection.rehearsal import keeping, looking
from lineofsight.web.inspection.rehearsal.reading import areas_of
from lineofsight.web.inspection.visits.kinds import kind
from lineofsight.web.inspection.visits.parts_keeping import name_part
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
#: A call in the week before Easter: Good Friday and Easter Monday are bank holidays, inspectors come on the Tuesday.
CALLED = dt.date(2023, 4, 3)


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="prepares")


def found(rehearsed: Rehearsal) -> dict[str, RehearsalPoint]:
    return {f"{point.area}:{point.code}": point for point in rehearsed.looked_at.all()}


def document(**facts: object) -> Document:
    return Document.objects.create(title=f"Document {Document.objects.count()}", section="Made up", **facts)


def outcome(one: Document, called_on: dt.date = CALLED) -> str:
    looked = looking.look(kind("ilacs_short"), called_on)
    return next(point.outcome for point in looked.points if point.area == "documents" and point.code == str(one.pk))


def test_its_score_is_the_points_that_are_met_and_all_of_them_lead_somewhere(
    lead: User, signed_in: Callable[..., Client]
) -> None:
    document(state="ready")
    rehearsed = keeping.rehearse(by=lead, kind_code="ilacs_short")
    points = list(rehearsed.looked_at.all())
    assert rehearsed.points == len(points) == sum(point.points for point in points)
    assert rehearsed.earned == sum(point.outcome == "met" for point in points) == sum(p.earned for p in points)
    assert sum(area.earned for area in areas_of(rehearsed)) == rehearsed.earned
    assert {area.code for area in areas_of(rehearsed)} == set(looking.AREAS)
    client = signed_in("director")
    for page in {point.page for point in points}:
        assert client.get(page).status_code in (200, 409), page
    page = client.get(f"/inspection/rehearsals/{rehearsed.pk}/").content.decode()
    assert all(point.found.split(":")[0] in page for point in points if not point.earned)


def test_people_are_wanted_with_deputies(lead: User) -> None:
    name_part(by=lead, code="data", owner=(lead, ""))
    before = keeping.rehearse(by=lead, kind_code="ilacs_short")
    points = found(before)
    assert points["people:data-owner"].outcome == "met" and points["people:data-deputy"].outcome == "missing"
    name_part(by=lead, code="data", owner=(lead, ""), deputy=(None, "Fir Linnet"))
    after = keeping.rehearse(by=lead, kind_code="ilacs_short")
    assert after.earned == before.earned + 1
    changed = {line.point.code: line.since for area in areas_of(after) for line in area.lines if line.since}
    assert changed == {"data-deputy": "better"}


def test_a_document_is_held_against_the_day_on_which_it_is_due() -> None:
    last, after = dt.date(2023, 4, 6), dt.date(2023, 4, 7)  # three working days; the seventh is past Easter
    assert outcome(document(state="ready")) == "met"
    assert outcome(document(state="shared", review_by=CALLED)) == "met"
    assert outcome(document(state="signed_off", review_by=CALLED - dt.timedelta(days=1))) == "invalid"
    assert outcome(document(state="missing")) == "missing"
    assert outcome(document(state="draft")) == "late"
    assert outcome(document(state="draft", plan="Soon", plan_on=last)) == "missing"
    assert outcome(document(state="draft", plan="Later", plan_on=after)) == "late"
    assert (
        outcome(document(state="draft", plan="Soon", plan_on=last, due_day=9)) == "missing"
    )  # not when they are there
    assert outcome(document(state="draft", plan="Later", plan_on=dt.date(2023, 4, 11), due_day=9)) == "late"
    assert outcome(document(state="draft", plan="Long ago", plan_on=dt.date(2023, 1, 1))) == "late"
    ended = document(state="missing", ended_on=CALLED)
    with pytest.raises(StopIteration):
        outcome(ended)


def test_the_planning_group_must_have_met_and_meet_again(lead: User) -> None:
    def points(called_on: dt.date) -> dict[str, str]:
        looked = looking.look(kind("ilacs_short"), called_on)
        return {point.code: point.outcome for point in looked.points if point.area == "planning"}

    group = boards.add_board(by=lead, title="Group", kind=Board.Kind.INSPECTION)
    other = boards.add_board(by=lead, title="Another board")
    held_on, later = dt.date(2023, 3, 1), dt.date(2023, 4, 20)
    meetings.hold(by=lead, meeting=boards.plan_meetings(by=lead, board=other, days=[held_on])[0])
    assert points(CALLED) == {"met": "missing", "next": "missing"}
    meetings.hold(by=lead, meeting=boards.plan_meetings(by=lead, board=group, days=[held_on])[0])
    boards.plan_meetings(by=lead, board=group, days=[later])
    assert points(CALLED) == {"met": "met", "next": "met"}  # 33 days are within six weeks
    assert points(held_on + dt.timedelta(days=43)) == {"met": "late", "next": "met"}
    assert points(later + dt.timedelta(days=1)) == {"met": "late", "next": "missing"}


def test_its_agenda_is_that_of_a_planning_group(lead: User) -> None:
    group = boards.add_board(by=lead, title="Group", kind=Board.Kind.INSPECTION)
    (meeting,) = boards.plan_meetings(by=lead, board=group, days=[CALLED])
    titles = [item.title for item in meetings.add_standing_items(by=lead, meeting=meeting)]
    assert titles[1] == "How ready we are: the last rehearsal" and "Risks" not in titles


def test_an_action_is_agreed_in_the_one_register(lead: User, signed_in: Callable[..., Client]) -> None:
    rehearsed = keeping.rehearse(by=lead, kind_code="ilacs_short")
    client = signed_in("head_of_service")
    point = rehearsed.looked_at.exclude(outcome="met").first()
    assert point is not None
    address = f"/inspection/rehearsals/{rehearsed.pk}/to-do/"
    assert point.title in unescape(client.get(f"{address}?point={point.pk}").content.decode())
    said = {"text": "Name a deputy", "owner": "Yew Dipper", "due_on": "2100-01-01", "closes_with": ""}
    assert client.post(address, said).status_code == 302
    action = Action.objects.get()
    assert (action.source, action.source_id, action.whose) == ("inspection", rehearsed.pk, "Yew Dipper")
    there = sources_of([action], "director")[action.pk]
    assert there.page == f"/inspection/rehearsals/{rehearsed.pk}/" and there.words.startswith("Rehearsal of ")
    assert "Name a deputy" in client.get("/inspection/planning/").content.decode()


def test_who_does_not_prepare_may_look_and_not_rehearse(lead: User, signed_in: Callable[..., Client]) -> None:
    with pytest.raises(Refused, match="those who prepare"):
        keeping.rehearse(by=add_person("team_manager"), kind_code="ilacs_short")
    client = signed_in("team_manager")
    assert client.post("/inspection/rehearsals/now/", {"kind_code": "ilacs_short"}).status_code == 403
    assert b"Rehearse now" not in client.get("/inspection/rehearsals/").content


def test_a_planning_group_is_begun_with_the_director_as_its_chair(lead: User, signed_in: Callable[..., Client]) -> None:
    director = add_person("director", name="the-director", job_title="Director")
    client = signed_in("analyst")
    assert client.post("/inspection/planning/begin/").status_code == 302
    page = client.get("/inspection/planning/").content.decode()
    assert f"chaired by {director.name}" in page
    assert "a planning group already" in client.post("/inspection/planning/begin/").content.decode()
    assert Board.objects.filter(kind="inspection").count() == 1
