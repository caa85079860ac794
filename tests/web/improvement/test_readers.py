"""Who reads what of the plan and of packs: board members those of their own boards, others what is not the plan."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.reports import document_kept
from lineofsight.reports.document import Report
from lineofsight.web.accounts.models import User
from lineofsight.web.clock import today
from lineofsight.web.improvement.boards import keeping
from lineofsight.web.improvement.boards.forms import MemberForm, SeriesForm
from lineofsight.web.improvement.models import Board, Meeting, Member, PlanAction, Publication, WrittenReport
from lineofsight.web.improvement.reporting.forms import BeginForm, PublishForm
from lineofsight.web.improvement.reporting.readers import packs_for
from tests.web.conftest import add_person
from tests.web.improvement.plans import add_action, add_board, add_outcome, add_plan, set_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return add_person("quality", name="keeps-the-plan")


def pack_of(lead: User, board: Board) -> Publication:
    meeting: Meeting = keeping.plan_meetings(by=lead, board=board, days=[dt.date(2023, 3, 21)])[0]
    report = WrittenReport.objects.create(
        kind="pack", title=f"Pack of {board.title}", month="2023-02", meeting=meeting, made_by=lead
    )
    text = document_kept.to_json(Report("A pack", "", "", today(), today(), ()))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Publication.objects.create(
        report=report, number=1, content=text, digest=digest, snapshot="s", book="b", made_by=lead
    )


def test_a_board_member_reads_the_packs_of_their_own_boards_alone(
    demo_site: object, lead: User, signed_in: Callable[..., Client]
) -> None:
    theirs, other = add_board(lead, "Board of owls"), add_board(lead, "Board of wrens")
    pack, foreign = pack_of(lead, theirs), pack_of(lead, other)
    client = signed_in("board_member")
    member = User.objects.get(role="board_member")
    Member.objects.create(board=theirs, user=member, from_on=dt.date(2020, 4, 1))
    Member.objects.create(board=theirs, user=member, part="adviser", from_on=dt.date(2021, 4, 1))
    assert list(packs_for(member)) == [pack]
    listed = client.get("/improvement/reports/").content.decode()
    assert "Pack of Board of owls" in listed and "Pack of Board of wrens" not in listed
    for one, status in ((pack, 200), (foreign, 404)):
        address = f"/improvement/reports/published/{one.pk}/"
        assert [client.get(each).status_code for each in (address, f"{address}html/")] == [status, status]
        meeting = client.get(f"/improvement/boards/meetings/{one.report.meeting_id}/")
        assert meeting.status_code == 200 and (address in meeting.content.decode()) == (status == 200)


@pytest.mark.parametrize(
    ("since", "until", "reads"), [(0, None, True), (-9, 0, True), (-9, -1, False), (1, None, False)]
)
def test_they_read_them_while_they_are_on_the_board(lead: User, since: int, until: int | None, reads: bool) -> None:
    board, person = add_board(lead), add_person("board_member")
    now, day = today(), dt.timedelta(days=1)
    last = None if until is None else now + until * day
    Member.objects.create(board=board, user=person, from_on=now + since * day, until_on=last)
    pack_of(lead, board)
    assert packs_for(person).exists() is reads
    assert packs_for(add_person("service_manager")).exists()  # who runs the service reads them all
    assert not packs_for(add_person("practitioner")).exists()


def test_what_is_said_of_the_plans_actions_is_for_those_who_read_the_plan(
    demo_site: object, lead: User, signed_in: Callable[..., Client]
) -> None:
    action = set_state(add_action(lead, add_outcome(lead, add_plan(lead))), "review")
    PlanAction.objects.filter(pk=action.pk).update(reopened_because="The nest was found empty")
    closing = add_action(lead, action.outcome, title="Proposed by somebody")
    set_state(closing, "proposed")
    for role, reads in (("practitioner", False), ("board_member", True)):
        text = signed_in(role).get("/improvement/").content.decode()
        assert ("The nest was found empty" in text, "Proposed by somebody" in text) == (reads, reads)
    inspector = signed_in("inspector", access_ends_on=dt.date(2223, 4, 1)).get("/improvement/")
    assert inspector.status_code == 200 and "The nest was found empty" not in inspector.content.decode()


# The forms of what goes out


def test_neither_the_title_nor_the_reason_of_a_publication_names_a_child(
    demo_site: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "lineofsight.web.accounts.naming.children_named",
        lambda texts, _: {t: frozenset({"C000189"}) for t in texts if "Wren" in t},
    )
    from lineofsight.calendar import Month

    begin = BeginForm({"title": "How Rowan Wren fares", "month": "2023-03"}, months=(Month(2023, 3),))
    facts = {"threshold": "0", "rounding": "1", "because": "Rowan Wren's mother knows"}
    publish = PublishForm(facts, usual=1)
    assert "leave out" in str(begin.errors["title"]) and "leave out" in str(publish.errors["because"])


def test_neither_a_place_nor_a_job_title_names_a_child(demo_site: object) -> None:
    member = MemberForm({"who": "Ash Kestrel", "job_title": "Worker of C000189", "part": "member"})
    series = SeriesForm({"held_on": "2023-04-01", "repeats": "once", "where": "At C000189's"})
    assert "leave out “C000189”" in str(member.errors["job_title"])
    assert "leave out “C000189”" in str(series.errors["where"])


def test_the_councils_own_rounding_can_be_chosen() -> None:
    form = PublishForm({"threshold": "5", "rounding": "3"}, usual=3)
    assert form.is_valid() and form.cleaned_data["rounding"] == 3
    assert not PublishForm({"threshold": "5", "rounding": "4"}, usual=3).is_valid()
