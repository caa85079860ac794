"""Pages of inspectors' questions: those of a visit, one with its answers, a form for each step. No child is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.views.changes import in_words
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.clock import now
from lineofsight.web.forms import Form
from lineofsight.web.improvement.forms import BecauseForm
from lineofsight.web.inspection.documents.list_pages import in_words_of
from lineofsight.web.inspection.inspectors.seeing import taken_back_from
from lineofsight.web.inspection.models import Answer, FileSeen, Question, Visit
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.questions import keeping
from lineofsight.web.inspection.questions.forms import AnswerForm, FilterForm, QuestionForm, first_facts
from lineofsight.web.inspection.questions.reading import (
    State,
    counts_of,
    in_hours,
    in_order,
    minutes_to_answer,
    questions_of,
)
from lineofsight.web.inspection.questions.steps import QUESTION_STEPS
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.seen import here, seen_by
from lineofsight.web.workbooks import workbook

ADDRESS = "inspection:question"
Crumbs = list[tuple[str, str]]


def visit_crumbs(visit: Visit) -> Crumbs:
    return [
        (reverse("inspection:visits"), "Visits"),
        (reverse("inspection:visit", args=[visit.pk]), visit.title),
    ]


def question_crumbs(question: Question, *, itself: bool = True) -> Crumbs:
    visit = question.visit
    found = [*visit_crumbs(visit), (reverse("inspection:questions", args=[visit.pk]), "Questions")]
    return [*found, (reverse(ADDRESS, args=[question.pk]), f"Question {question.number}")] if itself else found


@require_safe
@said_why
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What inspectors asked for during a visit: open ones first, what is due soonest at the top."""
    visit: Visit = one_of(Visit, pk)
    at, user = now(), asker(request)
    rows = list(questions_of(visit))
    form, found = _asked(request, rows, user, at)
    shown = {
        "section": "inspection",
        "heading": "Questions of inspectors",
        "crumbs": visit_crumbs(visit),
        "visit": visit,
        "form": form,
        "here": here(request).rstrip("&?"),
        "counts": counts_of(rows, at),
        "rows": [(each, each.is_late(at), _took(each)) for each in found],
        "may_change": prepares(user) and visit.under_way,
    }
    return render(request, "inspection/questions.html", shown)


def _took(question: Question) -> str:
    minutes = minutes_to_answer(question)
    return "" if minutes is None else in_hours(minutes)


def _asked(
    request: HttpRequest, rows: Iterable[Question], user: User, at: dt.datetime
) -> tuple[FilterForm, list[Question]]:
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    state, mine = asked.get("state", ""), asked.get("owner") == "me"
    found = [
        each
        for each in rows
        if (not mine or each.owner_id == user.pk)
        and (not state or (each.is_late(at) if state == "late" else each.state == state))
    ]
    return form, in_order(found)


COLUMNS = (
    *(Column("Number", "number"), Column("Kind", width=22), Column("What was asked for", width=60)),
    *(Column("Asked by", width=24), Column("Asked", width=17), Column("Due", width=17), Column("Owner", width=24)),
    *(
        Column("State", width=12),
        Column("Late", "yes_no"),
        Column("Answers", "number"),
        Column("First answer", width=17),
    ),
    *(Column("Minutes to it", "number"), Column("Latest answer", width=60), Column("Version sent", width=40)),
)


@require_POST
@said_why
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions that the list shows, as a marked workbook."""
    visit: Visit = one_of(Visit, pk)
    at = now()
    form, found = _asked(request, questions_of(visit), asker(request), at)
    said = in_words_of(form)
    with seen_by(request) as seen:
        return workbook(
            seen,
            name=f"questions {visit.title} {at:%Y-%m-%d}",
            title=f"Questions of inspectors: {visit.title}",
            facts=[("Shown", said or "All"), ("Late as at", _moment(at))],
            columns=COLUMNS,
            rows=[_exported(each, at) for each in found],
        )


def _exported(one: Question, at: dt.datetime) -> tuple[object, ...]:
    answers = list(one.answers.all())
    minutes = minutes_to_answer(one)
    sent = [f"{each.file.document.title}, version {each.file.number}" for each in answers if each.file]
    return (
        *(one.number, one.get_kind_display(), one.text, one.asked_by, _moment(one.asked_at), _moment(one.due_at)),
        *(one.whose, one.get_state_display(), one.is_late(at), len(answers)),
        *(_moment(answers[0].sent_at) if answers else "", None if minutes is None else round(minutes)),
        *(answers[-1].text if answers else "", "; ".join(sent)),
    )


def _moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


@require_safe
@said_why
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: its answers, who has seen each, and what happened."""
    one: Question = Question.objects.select_related("visit", "owner").get(pk=one_of(Question, pk).pk)
    user = asker(request)
    answers = one.answers.select_related("file__document", "made_by").prefetch_related("seen__user")
    shown = {
        "section": "inspection",
        "heading": f"Question {one.number}",
        "crumbs": question_crumbs(one, itself=False),
        "question": one,
        "late": one.is_late(now()),
        "answers": [
            (each, _seen(each), taken_back_from(each.file) if each.file is not None else []) for each in answers
        ],
        "took": _took(one),
        "history": [_happened(change) for change in _history(one)],
        "may_answer": one.state in (State.OPEN, State.ANSWERED) and keeping.can_answer(user, one),
        "may_change": one.visit.under_way and prepares(user),
        "can": {name: one.state in step.comes_from for name, step in QUESTION_STEPS.items()},
        "is_open": one.state == State.OPEN,
    }
    return render(request, "inspection/question.html", shown)


def _seen(answer: Answer) -> list[tuple[str, dt.datetime, str]]:
    """Who opened an answer or the version that went with it: name, when first, and what."""
    first: dict[tuple[str, str], dt.datetime] = {}
    for each in answer.seen.all():
        first.setdefault((each.user.name, "the answer"), each.at)
    if answer.file is not None:
        for opened in FileSeen.objects.filter(file=answer.file, at__gte=answer.made_at).order_by("pk"):
            if opened.role == "inspector":
                first.setdefault((opened.user.name, "the document"), opened.at)
    return [(name, at, what) for (name, what), at in sorted(first.items(), key=lambda each: each[1])]


@POSTED
@said_why
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what inspectors asked for."""
    check_prepares(asker(request))
    visit: Visit = one_of(Visit, pk)
    keeping.check_under_way(visit)
    form = QuestionForm(request.POST or None, initial={"asked_at": now()})
    owners = _offer_people(form)
    if form.is_valid():
        try:
            made = keeping.ask(by=asker(request), visit=visit, facts=form.facts)
            messages.success(request, f"It is question {made.number}.")
            return redirect("inspection:questions", visit.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = [*visit_crumbs(visit), (reverse("inspection:questions", args=[visit.pk]), "Questions")]
    return form_page(request, "Keep a question", form, "Keep it", crumbs=crumbs, caption=visit.title, owners=owners)


@POSTED
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what was asked, when it is due, or who answers."""
    check_prepares(asker(request))
    one: Question = one_of(Question, pk)
    form = QuestionForm(request.POST or None, initial=first_facts(one) | version_of(one))
    owners = _offer_people(form)
    return _one_change(
        request, one, "Change this question", form, "Change it", "The question is changed.",
        lambda said: keeping.change_question(by=asker(request), question=one, facts=form.facts, seen=said["version"]),
        owners=owners,
    )  # fmt: skip


@POSTED
@said_why
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps an answer."""
    one: Question = one_of(Question, pk)
    keeping.check_can_answer(asker(request), one)
    keeping.check_under_way(one.visit)
    first = {"sent_to": one.asked_by, "sent_at": now()}
    form = AnswerForm(request.POST or None, initial=first | version_of(one))
    return _one_change(
        request, one, "Answer this question", form, "Keep the answer", "The answer is kept.",
        lambda said: keeping.answer(
            by=asker(request), question=one, seen=said["version"],
            **{key: value for key, value in said.items() if key != "version"},
        ),
        facts=[("What was asked for", one.text), ("Asked by", one.asked_by), ("Due", _moment(one.due_at))],
    )  # fmt: skip


@POSTED
@said_why
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraws a question."""
    return _because(request, pk, "Withdraw this question", "Withdraw it", "It is withdrawn.", keeping.withdraw)


@POSTED
@said_why
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a question again."""
    return _because(request, pk, "Open this question again", "Open it again", "It is open again.", keeping.reopen)


def _because(
    request: HttpRequest, pk: int, heading: str, button: str, done: str, do: Callable[..., object]
) -> HttpResponse:
    check_prepares(asker(request))
    one: Question = one_of(Question, pk)
    form = BecauseForm(request.POST or None, initial=version_of(one))
    return _one_change(
        request, one, heading, form, button, done,
        lambda said: do(by=asker(request), question=one, because=said["because"], seen=said["version"]),
        facts=[("What was asked for", one.text)],
    )  # fmt: skip


def _one_change(
    request: HttpRequest, one: Question, heading: str, form: Form, button: str, done: str,
    do: Callable[[dict[str, Any]], object], **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form of a question that makes one change, and leads back to it."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(ADDRESS, one.pk)
    caption = f"Question {one.number}"
    return form_page(request, heading, form, button, crumbs=question_crumbs(one), caption=caption, **more)


def _offer_people(form: Any) -> Owners:
    owners = Owners()
    form.fields["owner"].owners = owners
    return owners


# What happened

_DID = {
    keeping.ASKED: "Asked",
    keeping.CHANGED: "Changed",
    **{step.did: step.title for step in QUESTION_STEPS.values()},
}
_DETAILS = {"owner": "Who answers it", "due_at": "Due", "answer": "Answer", "because": "Because"}


def _history(question: Question) -> list[Change]:
    found = Change.objects.filter(did__in=tuple(_DID), subject=str(question.pk)).select_related("user")
    return list(found.order_by("-pk"))


def _happened(change: Change) -> dict[str, Any]:
    detail = change.detail
    return {
        "at": change.at,
        "who": change.user.name if change.user else "",
        "did": _DID[change.did],
        "detail": [(title, _said(detail[name])) for name, title in _DETAILS.items() if detail.get(name)],
    }


def _said(value: object) -> str:
    if isinstance(value, list):
        return in_words([_said(each) for each in value])
    try:
        return _moment(dt.datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)
