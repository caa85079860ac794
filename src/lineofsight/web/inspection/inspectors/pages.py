"""What an inspector sees: their children, the documents and answers they were given, what we say of ourselves."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.scope import Scope, scope_of
from lineofsight.web.addressed import one_of
from lineofsight.web.improvement.evaluation.reading import evaluations_for
from lineofsight.web.inspection.documents.handing import hand_out
from lineofsight.web.inspection.inspectors.seeing import may_open, note_seen, questions_answered, visits_under_way
from lineofsight.web.inspection.inspectors.sharing import shared_with
from lineofsight.web.inspection.models import DocumentFile, Question
from lineofsight.web.inspection.pages import asker, said_why
from lineofsight.web.serving import serving

HEADING = "Your inspection"


@require_safe
@said_why
def for_inspectors(request: HttpRequest) -> HttpResponse:
    """An inspector's first page. It names children by their ids alone, and is recorded."""
    user = asker(request)
    scope, snapshot = _scope(user)
    children = sorted(scope.chosen - scope.hidden)
    record_access(request, children, what="Children chosen for an inspector", why=scope.why, snapshot=snapshot)
    shown = {
        "section": "for_inspectors",
        "heading": HEADING,
        "visits": visits_under_way(),
        "children": children,
        "loaded": bool(snapshot),
        "files": shared_with(user),
        "questions": questions_answered(),
        "evaluations": evaluations_for(user),
    }
    return render(request, "inspection/for_inspectors.html", shown)


def _scope(user: User) -> tuple[Scope, str]:
    """Whose children the inspector may see, and in which snapshot; without one where nothing is loaded."""
    try:
        served = serving()
    except Refused:
        return scope_of(user), ""
    return scope_of(user, served.former_ids), served.counted.snapshot.id


@require_safe
@said_why
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question with its answers, as an inspector reads it. That they opened it is written down."""
    user = asker(request)
    one: Question | None = questions_answered().filter(pk=pk).first() if pk < 2**62 else None
    if one is None:
        raise Http404
    if request.method == "GET":
        note_seen(user, one)
    shown = {
        "section": "for_inspectors",
        "heading": f"Question {one.number}",
        "back": reverse("inspection:for_inspectors"),
        "back_title": HEADING,
        "question": one,
        "answers": [(each, each.file is not None and may_open(user, each.file)) for each in one.answers.all()],
    }
    return render(request, "inspection/question_for_inspectors.html", shown)


@require_GET
@said_why  # type: ignore[arg-type]  # a file is an answer too
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A version that an inspector was given, to save. That they opened it is written down."""
    one: DocumentFile = one_of(DocumentFile, pk)
    if not may_open(asker(request), one):
        raise Http404
    return hand_out(request, one)
