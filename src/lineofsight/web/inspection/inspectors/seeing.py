"""What an inspector may see of readiness: documents that are shared with them, and answers of the visit under way."""

from __future__ import annotations

from django.db.models import Max, Prefetch, QuerySet

from lineofsight.web.accounts.models import User
from lineofsight.web.inspection.inspectors.sharing import shared_with
from lineofsight.web.inspection.models import Answer, AnswerSeen, DocumentFile, Question, Visit

UNDER_WAY = (Visit.State.CALLED, Visit.State.FED_BACK)


def visits_under_way() -> QuerySet[Visit]:
    """Visits from the call until their report is published."""
    return Visit.objects.filter(state__in=UNDER_WAY)


def questions_answered() -> QuerySet[Question]:
    """Questions of visits under way that have an answer and weren't withdrawn, the latest first."""
    answers = Answer.objects.select_related("file__document").order_by("number")
    found = Question.objects.filter(visit__state__in=UNDER_WAY, pk__in=Answer.objects.values("question_id"))
    found = found.exclude(state=Question.State.WITHDRAWN).select_related("visit")
    return found.prefetch_related(Prefetch("answers", answers)).order_by("visit", "-number")


def may_open(user: User, file: DocumentFile) -> bool:
    """Whether an inspector may open a version: it is shared with them, or went out with an answer that they see.

    What was taken back from them opens with no answer of before; sent or shared again, it opens again.
    """
    if shared_with(user).filter(file=file).exists():
        return True
    sent = Answer.objects.filter(file=file, question__in=questions_answered().values("pk"))
    if last := file.shared.filter(user=user).aggregate(last=Max("taken_back_at"))["last"]:
        sent = sent.filter(made_at__gt=last)
    return sent.exists()


def taken_back_from(file: DocumentFile) -> list[str]:
    """The inspectors who had a version and may open it no longer, by name."""
    had = User.objects.filter(shared_files__file=file).distinct()
    return sorted(user.name for user in had if not may_open(user, file))


def note_seen(user: User, question: Question) -> None:
    """Writes down that an inspector opened the answers to a question."""
    AnswerSeen.objects.bulk_create(AnswerSeen(answer=answer, user=user) for answer in question.answers.all())
