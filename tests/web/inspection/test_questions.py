"""What inspectors ask for: numbers, times, answers, who may do what, and the pages."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.inspection.models import Document, Question, Visit
from lineofsight.web.inspection.questions import keeping
from lineofsight.web.inspection.questions.keeping import QuestionFacts
from lineofsight.web.inspection.questions.reading import counts, in_hours, in_order
from lineofsight.web.inspection.questions.steps import QUESTION_STEPS
from lineofsight.web.inspection.running import PREPARERS
from tests.web.conftest import add_person
from tests.web.inspection.uploads import PDF, add, signed_off
from tests.web.test_home import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
SignIn = Callable[..., Client]
State = Question.State
HOUR = dt.timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def lead() -> User:
    return add_person("analyst", name="prepares")


@pytest.fixture
def visit(lead: User) -> Visit:
    return a_visit(lead)


def a_visit(lead: User, state: str = Visit.State.CALLED) -> Visit:
    today = timezone.localdate()
    return Visit.objects.create(
        kind="ilacs_short", title="Made-up visit", state=state, called_on=today, on_site_on=today,
        on_site_until=today, made_by=lead,
    )  # fmt: skip


def facts(**changed: Any) -> QuestionFacts:
    asked = timezone.now() - 3 * HOUR
    return replace(QuestionFacts("How many owls nest here?", "Inge Auk", asked, asked + 2 * HOUR), **changed)


def test_numbers_count_within_a_visit(lead: User, visit: Visit) -> None:
    first, second = (keeping.ask(by=lead, visit=visit, facts=facts()) for _ in range(2))
    Visit.objects.filter(pk=visit.pk).update(state=Visit.State.CLOSED)
    other = keeping.ask(by=lead, visit=a_visit(lead), facts=facts())
    assert [first.number, second.number, other.number] == [1, 2, 1]


@pytest.mark.parametrize("state", Visit.State.values)
def test_questions_belong_to_a_visit_under_way(lead: User, visit: Visit, state: str) -> None:
    question = keeping.ask(by=lead, visit=visit, facts=facts())
    Visit.objects.filter(pk=visit.pk).update(state=state)
    question = Question.objects.get(pk=question.pk)
    changes: list[Callable[[], object]] = [
        lambda: keeping.ask(by=lead, visit=visit, facts=facts()),
        lambda: keeping.change_question(by=lead, question=question, facts=facts()),
        lambda: keeping.answer(by=lead, question=question, sent_to="Inge Auk", sent_at=timezone.now(), text="Three"),
    ]
    for change in changes:
        if state in (Visit.State.CALLED, Visit.State.FED_BACK):
            change()
        else:
            with pytest.raises(Refused, match="a visit that is under way"):
                change()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": " "}, "Say what was asked"),
        ({"asked_by": ""}, "Say who asked"),
        ({"asked_at": timezone.now() + 30 * HOUR, "due_at": timezone.now() + 40 * HOUR}, "has not come yet"),
        ({"due_at": timezone.now() - 900 * HOUR}, "due before it was asked"),
        ({"due_at": timezone.now() + dt.timedelta(days=400)}, "check the day"),
    ],
)
def test_what_a_question_cannot_be(lead: User, visit: Visit, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        keeping.ask(by=lead, visit=visit, facts=facts(**changed))
    assert not Question.objects.exists()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("name", QUESTION_STEPS)
def test_every_step_from_every_state(lead: User, visit: Visit, state: str, name: str) -> None:
    question = keeping.ask(by=lead, visit=visit, facts=facts())
    if state == State.ANSWERED:
        keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now(), text="Two")
    Question.objects.filter(pk=question.pk).update(state=state)

    def answers() -> object:
        return keeping.answer(by=lead, question=question, sent_to="Inge Auk", sent_at=timezone.now(), text="Three")

    do: dict[str, Callable[[], object]] = {
        "answer": answers,
        "answer_further": answers,
        "withdraw": lambda: keeping.withdraw(by=lead, question=question, because="They asked another"),
        "reopen": lambda: keeping.reopen(by=lead, question=question, because="The number was wrong"),
    }
    step = QUESTION_STEPS[name]
    takes = "answer_further" if name == "answer" and state == State.ANSWERED else name
    takes = "answer" if name == "answer_further" and state == State.OPEN else takes
    if state in QUESTION_STEPS[takes].comes_from:
        do[name]()
        question.refresh_from_db()
        assert question.state == step.leads_to[0] and Change.objects.latest("pk").did == QUESTION_STEPS[takes].did
    else:
        with pytest.raises(Refused, match="is not possible"):
            do[name]()


def test_further_answers_are_added_and_none_is_changed(lead: User, visit: Visit) -> None:
    question = keeping.ask(by=lead, visit=visit, facts=facts())
    with pytest.raises(Refused, match="words, a version"):
        keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now())
    with pytest.raises(Refused, match="before it was asked"):
        keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=question.asked_at - HOUR, text="Two")
    with pytest.raises(Refused, match="has not come yet"):
        keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now() + HOUR, text="Two")
    keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now(), text="Two")
    keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now(), text="Three, counted again")
    assert list(question.answers.values_list("number", "text")) == [(1, "Two"), (2, "Three, counted again")]
    with pytest.raises(Refused, match="open it again before"):
        keeping.change_question(by=lead, question=question, facts=facts())


def test_only_what_is_signed_off_is_sent_and_then_it_is_shared(lead: User, visit: Visit) -> None:
    question = keeping.ask(by=lead, visit=visit, facts=facts())
    file = signed_off(lead, add_person("director", name="signs"))
    draft = add(lead, file.document, PDF + b"2")

    def send(which: Any) -> object:
        return keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=timezone.now(), file=which)

    with pytest.raises(Refused, match="Version 2 of “Owl strategy” is not signed off"):
        send(draft)
    assert question.answers.count() == 0
    send(file)  # the version that is signed off, though a newer draft is there
    assert Document.objects.get().state == Document.State.DRAFT
    other = signed_off(lead, User.objects.get(username="signs"), "Elm strategy", PDF + b"3")
    send(other)
    assert Document.objects.get(title="Elm strategy").state == Document.State.SHARED


def test_who_may_ask_and_answer(lead: User, visit: Visit) -> None:
    for role in Role:
        person = add_person(role.value)
        own = keeping.ask(by=lead, visit=visit, facts=facts(owner=person))
        other = keeping.ask(by=lead, visit=visit, facts=facts(owner_name="Elder Finch"))

        def answers(question: Question, person: User = person) -> object:
            return keeping.answer(by=person, question=question, sent_to="Inge", sent_at=timezone.now(), text="Two")

        answers(own)
        changes: list[Callable[[], object]] = [
            lambda person=person: keeping.ask(by=person, visit=visit, facts=facts()),
            lambda answers=answers, other=other: answers(other),
            lambda person=person, other=other: keeping.withdraw(by=person, question=other, because="No"),
        ]
        for change in changes:
            if role in PREPARERS:
                change()
            else:
                with pytest.raises(Refused, match="those who prepare inspections"):
                    change()


def test_counts_and_order(lead: User, visit: Visit) -> None:
    """Asked at 9: answered after 30 and 90 minutes (median 60), due at 10 and at 12 still open, one withdrawn."""
    nine = dt.datetime(2023, 3, 6, 9, tzinfo=LONDON)

    def ask(due: int, after: int | None = None) -> Question:
        question = keeping.ask(by=lead, visit=visit, facts=facts(asked_at=nine, due_at=nine + due * HOUR))
        if after is not None:
            sent = nine + dt.timedelta(minutes=after)
            keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=sent, text="Two")
            keeping.answer(by=lead, question=question, sent_to="Inge", sent_at=sent + HOUR, text="A further answer")
        return question

    ask(1, 30)
    ask(1, 90)
    later, sooner = ask(3), ask(1)
    keeping.withdraw(by=lead, question=ask(1), because="Asked twice")
    found = counts(visit, nine + 2 * HOUR)
    assert (found.asked, found.open, found.late, found.answered, found.withdrawn) == (5, 2, 1, 2, 1)
    assert found.minutes == 60 and found.how_long == "1 hour"
    assert counts(visit, nine + HOUR).late == 0 and counts(visit, nine + 4 * HOUR).late == 2
    assert [each.number for each in in_order(visit.questions.all())] == [sooner.number, later.number, 5, 2, 1]
    assert (in_hours(0), in_hours(61), in_hours(120)) == ("0 minutes", "1 hour 1 minute", "2 hours")


def test_the_pages_of_questions(signed_in: SignIn, lead: User, visit: Visit) -> None:
    client, reader = signed_in("quality", name="quinn"), signed_in("team_manager", name="tess")
    page, ask = (reverse(f"inspection:{name}", args=[visit.pk]) for name in ("questions", "ask_question"))
    asked = timezone.localtime() - 2 * HOUR
    said = {"text": "How many owls?", "kind": "document", "asked_by": "Inge Auk", "owner": "tess"}
    said |= {"asked_at": f"{asked:%Y-%m-%dT%H:%M}", "due_at": f"{asked + HOUR:%Y-%m-%dT%H:%M}"}
    assert client.post(ask, {**said, "due_at": "soon"}).status_code == 422
    assert client.post(ask, said).status_code == 302
    client.post(ask, {**said, "text": "How many elms?", "owner": "", "due_at": f"{asked + 9 * HOUR:%Y-%m-%dT%H:%M}"})
    owls, elms = visit.questions.all()
    assert timezone.localtime(owls.due_at).strftime("%H:%M") == f"{asked + HOUR:%H:%M}"  # the council's clock

    def listed(query: str, of: Client = reader) -> list[str]:
        return re.findall(r">Question (\d+)</a>", of.get(f"{page}?{query}").content.decode())

    assert listed("") == ["1", "2"] and listed("state=late") == listed("owner=me") == ["1"]
    assert listed("state=answered") == [] and listed("owner=me", client) == []
    whole = text_of(reader.get(page).content.decode())
    assert "2 open , 1 late ; 0 answered" in whole and "Keep a question" not in whole
    answers = reverse("inspection:answer_question", args=[owls.pk])
    said_back = {"text": "Three", "sent_to": "Inge Auk", "sent_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    assert reader.get(reverse("inspection:answer_question", args=[elms.pk])).status_code == 409  # not theirs
    assert reader.post(answers, {**said_back, "version": 9}).status_code == 422
    assert reader.post(answers, {**said_back, "version": owls.version}).status_code == 302
    one = reverse("inspection:question", args=[owls.pk])
    shown = text_of(client.get(one).content.decode())
    assert "Three" in shown and "no inspector has opened it here" in shown and "First answer after 2 hours" in shown
    for name, button in (("reopen_question", "Because"), ("withdraw_question", "Withdrawn because")):
        address = reverse(f"inspection:{name}", args=[owls.pk])
        assert client.post(address, {"because": ""}).status_code == 422
        assert client.post(address, {"because": "The number was wrong"}).status_code == 302
        assert button in text_of(client.get(one).content.decode())
    changed = client.post(
        reverse("inspection:change_question", args=[elms.pk]), {**said, "text": "Elms?", "version": 1}
    )
    assert changed.status_code == 302 and "Elms?" in text_of(reader.get(page).content.decode())
    Visit.objects.filter(pk=visit.pk).update(state=Visit.State.PUBLISHED)
    assert client.get(ask).status_code == client.get(answers).status_code == 409
    assert "while a visit is under way" in text_of(client.get(page).content.decode())


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_two_numbers(lead: User, visit: Visit) -> None:
    problems: list[BaseException] = []

    def asks() -> None:
        try:
            keeping.ask(by=lead, visit=visit, facts=facts())
        except BaseException as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and sorted(visit.questions.values_list("number", flat=True)) == [1, 2, 3, 4]
