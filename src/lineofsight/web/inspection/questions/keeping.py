"""What inspectors ask for during a visit, and what they are answered. Each change is one recorded function."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, holds, keep, locked, said
from lineofsight.web.clock import now
from lineofsight.web.inspection.documents.versions import may_be_given
from lineofsight.web.inspection.inspectors.sharing import given
from lineofsight.web.inspection.models import Answer, Document, DocumentFile, Question, Visit
from lineofsight.web.inspection.questions.steps import QUESTION_STEPS
from lineofsight.web.inspection.running import check_prepares

ASKED, CHANGED = "kept a question of inspectors", "changed a question of inspectors"
State = Question.State
#: How far ahead an answer can be due, in days: beyond it, a day was typed wrongly.
LONGEST_DAYS = 120


@dataclass(frozen=True)
class QuestionFacts:
    """What was asked: see the model. Both moments know their time zone."""

    text: str
    asked_by: str
    asked_at: dt.datetime
    due_at: dt.datetime
    kind: str = Question.Kind.ENQUIRY
    owner: User | None = None
    owner_name: str = ""


def ask(*, by: User, visit: Visit, facts: QuestionFacts) -> Question:
    """Keeps what inspectors asked for, with the next number of the visit. Refused where the visit isn't under way."""
    check_prepares(by)
    _check(facts)
    with transaction.atomic():
        one: Visit = locked(visit)  # two who ask at once get two numbers
        check_under_way(one)
        latest = one.questions.order_by("-number").values_list("number", flat=True).first()
        made: Question = Question.objects.create(visit=one, number=(latest or 0) + 1, made_by=by, **_values(facts))
        record_change(by=by, did=ASKED, subject=str(made.pk), number=made.number, owner=made.whose,
                      due_at=made.due_at.isoformat())  # fmt: skip
    return made


def change_question(*, by: User, question: Question, facts: QuestionFacts, seen: int | None = None) -> Question:
    """Changes what was asked, by when it is due or who answers it. Refused once it is answered or withdrawn."""
    check_prepares(by)
    _check(facts)
    with transaction.atomic():
        one: Question = locked(question, seen)
        check_under_way(one.visit)
        if one.state != State.OPEN:
            raise Refused("It is answered or withdrawn: open it again before you change it.")
        was = {"owner": one.whose, "due_at": one.due_at.isoformat()}
        for name, value in _values(facts).items():
            setattr(one, name, value)
        keep(one)
        changed: dict[str, Any] = {
            name: [was[name], value]
            for name, value in {"owner": one.whose, "due_at": one.due_at.isoformat()}.items()
            if was[name] != value
        }
        record_change(by=by, did=CHANGED, subject=str(one.pk), number=one.number, **changed)
    return one


def answer(
    *,
    by: User,
    question: Question,
    sent_to: str,
    sent_at: dt.datetime,
    text: str = "",
    file: DocumentFile | None = None,
    seen: int | None = None,
) -> Answer:
    """Keeps an answer: words, a version of a document that is signed off, or both. A better one is a further answer.

    With it the version is shared: every inspector of the visit may open it. Refused without words or version, or where
    it was sent before it was asked, or in the future.
    """
    check_can_answer(by, question)
    text, sent_to = text.strip(), said(sent_to, "Say to whom it was sent.")
    if not text and file is None:
        raise Refused("An answer is words, a version of a document, or both.")
    if sent_at > now() + dt.timedelta(minutes=1):
        raise Refused("It can't have been sent at a time that has not come yet.")
    with transaction.atomic():
        if file is not None:
            document: Document = locked(file.document)
            if not may_be_given(file):
                raise Refused(f"Version {file.number} of “{document.title}” is not signed off: it is not sent.")
        one: Question = locked(question, seen)
        check_under_way(one.visit)
        name = "answer_further" if one.state == State.ANSWERED else "answer"
        step = check_step(QUESTION_STEPS, name, one.state, one.get_state_display())
        if sent_at < one.asked_at:
            raise Refused("It can't have been sent before it was asked.")
        made: Answer = Answer.objects.create(
            question=one, number=one.answers.count() + 1, text=text, file=file, sent_to=sent_to, sent_at=sent_at,
            made_by=by,
        )  # fmt: skip
        one.state = State.ANSWERED
        keep(one)
        if file is not None:
            given(by=by, document=document, file=file)
        record_change(by=by, did=step.did, subject=str(one.pk), number=one.number, answer=made.number,
                      file=str(file.pk) if file else "")  # fmt: skip
    return made


def withdraw(*, by: User, question: Question, because: str, seen: int | None = None) -> Question:
    """Withdraws a question, with the reason: nobody waits for its answer, and inspectors no longer see it."""
    because = said(because, "Say why it is withdrawn.")
    return _step(by, question, "withdraw", seen, because, State.WITHDRAWN)


def reopen(*, by: User, question: Question, because: str, seen: int | None = None) -> Question:
    """Opens a question again, with the reason; its answers stay."""
    because = said(because, "Say why it is opened again.")
    return _step(by, question, "reopen", seen, because, State.OPEN)


def check_can_answer(user: User, question: Question) -> None:
    """Refused where this person neither prepares inspections nor owns the question."""
    if question.owner_id is None or question.owner_id != user.pk:
        check_prepares(user)


def can_answer(user: User, question: Question) -> bool:
    return question.visit.under_way and holds(check_can_answer, user, question)


def check_under_way(visit: Visit) -> None:
    """Refused where no inspectors are asking: before the call, and once the report is published."""
    if not visit.under_way:
        raise Refused("Questions belong to a visit that is under way: from the call until its report is published.")


def _step(by: User, question: Question, name: str, seen: int | None, because: str, state: str) -> Question:
    check_prepares(by)
    with transaction.atomic():
        one: Question = locked(question, seen)
        check_under_way(one.visit)
        step = check_step(QUESTION_STEPS, name, one.state, one.get_state_display())
        one.state = state
        one.because = because if state == State.WITHDRAWN else ""
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), number=one.number, because=because)
    return one


def _check(facts: QuestionFacts) -> None:
    said(facts.text, "Say what was asked for.")
    said(facts.asked_by, "Say who asked.")
    if facts.asked_at > now() + dt.timedelta(minutes=1):
        raise Refused("It can't have been asked at a time that has not come yet.")
    if facts.due_at < facts.asked_at:
        raise Refused("It is due before it was asked.")
    if facts.due_at > facts.asked_at + dt.timedelta(days=LONGEST_DAYS):
        raise Refused(f"It is due more than {LONGEST_DAYS} days after it was asked: check the day.")


def _values(facts: QuestionFacts) -> dict[str, Any]:
    found = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
