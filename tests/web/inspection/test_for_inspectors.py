"""What inspectors see: their children, what is shared with them, answers of the visit under way; and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.accounts.choosing import choose_children
from lineofsight.web.accounts.models import Access, AccessedChild, Change, RestrictedRecord, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.table import first_page
from lineofsight.web.improvement.evaluation.keeping import begin_evaluation
from lineofsight.web.improvement.models import SelfEvaluation
from lineofsight.web.inspection.documents import keeping as documents
from lineofsight.web.inspection.inspectors import sharing
from lineofsight.web.inspection.models import Answer, AnswerSeen, Document, DocumentFile, FileSeen, Question, Visit
from lineofsight.web.inspection.questions import keeping
from tests.web.conftest import add_person
from tests.web.inspection.test_questions import a_visit, facts
from tests.web.inspection.uploads import PDF, add, signed_off
from tests.web.test_home import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
SignIn = Callable[..., Client]
LATER = timezone.localdate() + dt.timedelta(days=9)
HOME_PAGE = "/inspection/for-inspectors/"
State = Document.State


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def lead() -> User:
    return add_person("analyst", name="prepares")


@pytest.fixture
def director() -> User:
    return add_person("director", name="signs")


@pytest.fixture
def inspector(signed_in: SignIn) -> Client:
    return signed_in("inspector", name="inge", access_ends_on=LATER)


@pytest.fixture
def file(lead: User, director: User) -> DocumentFile:
    return signed_off(lead, director)


def user_of(client: Client) -> User:
    return client.user  # type: ignore[attr-defined,no-any-return]


def answered(lead: User, visit: Visit, file: DocumentFile | None = None, text: str = "Three nests") -> Answer:
    question = keeping.ask(by=lead, visit=visit, facts=facts())
    return keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now(), text=text, file=file)


def file_page(file: DocumentFile) -> str:
    return reverse("inspection:file_for_inspectors", args=[file.pk])


def question_page(question: Question) -> str:
    return reverse("inspection:question_for_inspectors", args=[question.pk])


# Sharing


def test_only_what_is_signed_off_is_shared_and_with_inspectors_alone(
    lead: User, director: User, inspector: Client, file: DocumentFile
) -> None:
    draft = add(lead, file.document, PDF + b"2")
    with pytest.raises(Refused, match="Version 2 of “Owl strategy” is not signed off"):
        sharing.share(by=lead, user=user_of(inspector), file=draft)
    for role in Role:
        if role != Role.INSPECTOR:
            with pytest.raises(Refused, match="with inspectors alone"):
                sharing.share(by=lead, user=add_person(role.value, access_ends_on=LATER), file=file)
    with pytest.raises(Refused, match="those who prepare"):
        sharing.share(by=add_person("team_manager"), user=user_of(inspector), file=file)
    gone = add_person("inspector", name="gone", access_ends_on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refused, match="access of Made-up Inspector has ended"):
        sharing.share(by=lead, user=gone, file=file)
    sharing.share(by=lead, user=user_of(inspector), file=file)
    with pytest.raises(Refused, match="may open it already"):
        sharing.share(by=lead, user=user_of(inspector), file=file)
    assert Change.objects.latest("pk").detail == {"version": 1, "with": "Made-up Inspector"}


def test_what_was_taken_back_to_draft_is_not_shared(lead: User, inspector: Client, file: DocumentFile) -> None:
    documents.back_to_draft(by=lead, document=file.document, because="A table is wrong")
    with pytest.raises(Refused, match="not signed off"):
        sharing.share(by=lead, user=user_of(inspector), file=file)
    assert sharing.share_all(by=lead, user=user_of(inspector)) == []


def test_a_document_is_shared_while_somebody_has_it(
    lead: User, director: User, inspector: Client, file: DocumentFile
) -> None:
    other = add_person("inspector", name="olga", access_ends_on=LATER)
    second = signed_off(lead, director, "Elm strategy", PDF + b"2")
    assert [each.file_id for each in sharing.share_all(by=lead, user=user_of(inspector))] == [file.pk, second.pk]
    assert sharing.share_all(by=lead, user=user_of(inspector)) == []
    theirs = sharing.share(by=lead, user=other, file=file)
    document = file.document
    document.refresh_from_db()
    assert document.state == State.SHARED
    mine = sharing.shared_with(user_of(inspector)).get(file=file)
    sharing.take_back(by=lead, shared=mine)
    document.refresh_from_db()
    assert document.state == State.SHARED  # somebody else has it still
    sharing.take_back(by=lead, shared=theirs)
    document.refresh_from_db()
    assert document.state == State.SIGNED_OFF
    with pytest.raises(Refused, match="taken back already"):
        sharing.take_back(by=lead, shared=theirs)
    sharing.share(by=lead, user=other, file=file)  # and may be shared again
    assert sharing.shared_with(other).count() == 1


def test_an_older_version_that_somebody_has_is_not_the_latest(
    lead: User, director: User, inspector: Client, file: DocumentFile
) -> None:
    document, other = file.document, add_person("inspector", name="olga", access_ends_on=LATER)
    old = sharing.share(by=lead, user=other, file=file)
    newer = add(lead, document, PDF + b"2")
    document.refresh_from_db()
    assert document.state == State.DRAFT
    documents.say_ready(by=lead, document=document)
    documents.sign_off(by=director, document=document)
    new = sharing.share(by=lead, user=user_of(inspector), file=newer)
    assert [each.pk for each in sharing.still_to_share(other)] == [newer.pk]
    sharing.take_back(by=lead, shared=new)
    document.refresh_from_db()
    assert document.state == State.SIGNED_OFF and sharing.shared_with(other).get() == old


def test_the_pages_of_sharing(signed_in: SignIn, lead: User, inspector: Client, file: DocumentFile) -> None:
    client = signed_in("quality")
    signed_off(lead, User.objects.get(username="signs"), "Elm strategy", PDF + b"2")
    page = reverse("inspection:share_with", args=[user_of(inspector).pk])
    assert "0 2" in text_of(client.get(reverse("inspection:sharing")).content.decode())
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"file": [str(file.pk), "x", "999"]}).status_code == 302
    shown = client.get(page).content.decode()
    assert "1 document is shared with Made-up Inspector" in text_of(shown) and "not yet" in text_of(shown)
    assert client.post(page, {"all": "yes"}).status_code == 302
    assert sharing.shared_with(user_of(inspector)).count() == 2
    (take_back, _) = re.findall(r'action="([^"]+take-back/)"', client.get(page).content.decode())
    assert client.post(take_back).status_code == 302 and client.post(take_back).status_code == 409
    assert sharing.shared_with(user_of(inspector)).count() == 1
    assert client.get(reverse("inspection:share_with", args=[lead.pk])).status_code == 404
    assert signed_in("team_manager").get(page).status_code == 403 == inspector.get(page).status_code


# What an inspector opens


def test_an_inspector_opens_what_is_theirs_and_nothing_else(
    lead: User, director: User, signed_in: SignIn, inspector: Client, file: DocumentFile
) -> None:
    assert inspector.get(file_page(file)).status_code == 404
    shared = sharing.share(by=lead, user=user_of(inspector), file=file)
    answer = inspector.get(file_page(file))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;") and "sandbox" in answer["Content-Security-Policy"]
    assert [(seen.user.username, seen.role) for seen in FileSeen.objects.all()] == [("inge", "inspector")]
    other = signed_in("inspector", name="olga", access_ends_on=LATER)
    assert other.get(file_page(file)).status_code == 404  # shared with somebody else
    newer = add(lead, file.document, PDF + b"2")
    assert inspector.get(file_page(newer)).status_code == 404  # a later version, not shared
    assert inspector.get(file_page(file)).status_code == 200  # what they have they keep
    sharing.take_back(by=lead, shared=shared)
    assert inspector.get(file_page(file)).status_code == 404
    assert inspector.get(reverse("inspection:file_for_inspectors", args=[2**63])).status_code == 404
    assert FileSeen.objects.count() == 2


def test_an_answer_brings_its_document_while_the_visit_is_under_way(
    lead: User, director: User, inspector: Client, file: DocumentFile
) -> None:
    visit = a_visit(lead)
    answer = answered(lead, visit, file)
    assert inspector.get(file_page(file)).status_code == 200
    assert AnswerSeen.objects.count() == 0
    page = inspector.get(question_page(answer.question))
    assert "Three nests" in text_of(page.content.decode()) and file_page(file) in page.content.decode()
    inspector.head(question_page(answer.question))
    assert [(seen.answer_id, seen.user.username) for seen in AnswerSeen.objects.all()] == [(answer.pk, "inge")]
    keeping.withdraw(by=lead, question=answer.question, because="Asked twice")
    assert (
        inspector.get(file_page(file)).status_code == 404 == inspector.get(question_page(answer.question)).status_code
    )
    keeping.reopen(by=lead, question=answer.question, because="Not twice")
    assert inspector.get(file_page(file)).status_code == 200
    for state, status in ((Visit.State.FED_BACK, 200), (Visit.State.PUBLISHED, 404), (Visit.State.CANCELLED, 404)):
        Visit.objects.filter(pk=visit.pk).update(state=state)
        assert inspector.get(file_page(file)).status_code == status
        assert inspector.get(question_page(answer.question)).status_code == status


def test_what_was_taken_back_opens_with_no_answer_of_before(
    lead: User, director: User, signed_in: SignIn, inspector: Client, file: DocumentFile
) -> None:
    visit, other = a_visit(lead), signed_in("inspector", name="olga", access_ends_on=LATER)
    answer = answered(lead, visit, file)
    shared = sharing.share(by=lead, user=user_of(inspector), file=file)
    sharing.take_back(by=lead, shared=shared)
    assert inspector.get(file_page(file)).status_code == 404
    page = inspector.get(question_page(answer.question)).content.decode()
    assert "Owl strategy, version 1: taken back" in text_of(page) and file_page(file) not in page
    ours = signed_in("quality").get(reverse("inspection:question", args=[answer.question_id])).content.decode()
    assert "taken back from Made-up Inspector" in text_of(ours)
    assert other.get(file_page(file)).status_code == 200  # from them it was not taken back
    sharing.take_back(by=lead, shared=sharing.share(by=lead, user=user_of(inspector), file=file))
    assert inspector.get(file_page(file)).status_code == 404
    answered(lead, visit, file)  # sent again, with a later answer
    assert inspector.get(file_page(file)).status_code == 200
    assert "taken back" not in text_of(inspector.get(question_page(answer.question)).content.decode())


def test_who_has_seen_an_answer_stands_on_its_page(
    signed_in: SignIn, lead: User, inspector: Client, file: DocumentFile
) -> None:
    answer = answered(lead, a_visit(lead), file)
    inspector.get(question_page(answer.question))
    inspector.get(file_page(file))
    client = signed_in("quality")
    client.get(reverse("inspection:document_file", args=[file.pk]))  # not an inspector: it doesn't count here
    page = text_of(client.get(reverse("inspection:question", args=[answer.question_id])).content.decode())
    assert "Made-up Inspector: the answer," in page and "Made-up Inspector: the document," in page
    assert "Made-up Quality assurance: the document" not in page


def test_a_question_without_an_answer_is_not_there(lead: User, inspector: Client) -> None:
    question = keeping.ask(by=lead, visit=a_visit(lead), facts=facts())
    assert inspector.get(question_page(question)).status_code == 404
    assert "No question is answered here yet" in text_of(inspector.get(HOME_PAGE).content.decode())


def test_their_page(lead: User, director: User, inspector: Client, file: DocumentFile) -> None:
    user = user_of(inspector)
    choose_children(by=director, user=user, people=["C000189", "C000234", "C000700"])
    RestrictedRecord.objects.create(person_id="C000234", reason="A reason", marked_by=director)
    sharing.share(by=lead, user=user, file=file)
    answer = answered(lead, a_visit(lead))
    for title, state in (("Agreed", SelfEvaluation.State.AGREED), ("Draft", SelfEvaluation.State.DRAFT)):
        made = begin_evaluation(by=lead, title=title, framework_code="ilacs-2023", as_at=dt.date(2023, 3, 1))
        SelfEvaluation.objects.filter(pk=made.pk).update(state=state)
    page = inspector.get(HOME_PAGE)
    shown = page.content.decode()
    assert re.findall(r"/child/(C\d+)/", shown) == ["C000189", "C000700"] and "2 children were chosen" in text_of(shown)
    assert file_page(file) in shown and question_page(answer.question) in shown
    assert "Agreed" in shown and ">Draft<" not in shown
    assert f"until {LATER.day} {LATER:%B %Y}" in text_of(shown) and "No records are loaded" in shown
    assert "<form" not in shown.split("<main")[1]  # they read, and change nothing
    access = Access.objects.latest("pk")
    assert (access.user, access.page) == (user, "inspection:for_inspectors")
    assert set(AccessedChild.objects.filter(access=access).values_list("person_id", flat=True)) == {
        "C000189",
        "C000700",
    }
    assert 'aria-current="true">Your inspection</a>' in shown


def test_an_inspector_changes_nothing_and_sees_no_room_of_those_who_prepare(
    lead: User, inspector: Client, file: DocumentFile
) -> None:
    question = keeping.ask(by=lead, visit=a_visit(lead), facts=facts())
    for name, pk in (
        ("home", None), ("documents", None), ("document", file.document_id), ("document_file", file.pk),
        ("questions", question.visit_id), ("question", question.pk), ("answer_question", question.pk),
        ("sharing", None), ("visits", None),
    ):  # fmt: skip
        address = reverse(f"inspection:{name}", args=[] if pk is None else [pk])
        assert inspector.get(address).status_code == 403 == inspector.post(address).status_code, name
    for address in (HOME_PAGE, file_page(file), question_page(question)):
        assert inspector.post(address).status_code == 403


def test_their_access_ends_with_its_last_day(lead: User, inspector: Client, file: DocumentFile) -> None:
    user = user_of(inspector)
    sharing.share(by=lead, user=user, file=file)
    user.access_ends_on = timezone.localdate()
    user.save()
    assert inspector.get(file_page(file)).status_code == 200 == inspector.get(HOME_PAGE).status_code
    user.access_ends_on = timezone.localdate() - dt.timedelta(days=1)
    user.save()
    for address in (HOME_PAGE, file_page(file)):
        answer = inspector.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    assert FileSeen.objects.count() == 1


def test_where_an_inspector_begins(inspector: Client) -> None:
    assert first_page("inspector") == "inspection:for_inspectors"
    assert first_page("director") == "performance:home"
    assert inspector.get(reverse("accounts:start"))["Location"] == HOME_PAGE


def test_their_children_open_where_records_are_loaded(demo_site: Home, director: User, signed_in: SignIn) -> None:
    client = signed_in("inspector", name="olga", access_ends_on=LATER)
    choose_children(by=director, user=user_of(client), people=["C000189"])
    shown = client.get(HOME_PAGE).content.decode()
    (child,) = re.findall(r'href="(/child/[^"]+)"', shown)
    assert client.get(child).status_code == 200 and "No records are loaded" not in shown
    assert client.get("/child/C000234/").status_code == 404
