"""What pages and rehearsals read of the questions of a visit: which are open, which late, how fast answers went out."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.web.inspection.models import Question, Visit

State = Question.State


@dataclass(frozen=True)
class Counts:
    """Questions of a visit at a moment. `late` are among `open`. `minutes`: the median from the moment at which a
    question was asked to its first answer, over all that have one; None where none has.
    """

    asked: int
    open: int
    late: int
    answered: int
    withdrawn: int
    minutes: float | None

    @property
    def how_long(self) -> str:
        """The median in words: 45 minutes, 3 hours 20 minutes; empty where there is none."""
        return "" if self.minutes is None else in_hours(self.minutes)


def counts(visit: Visit, now: dt.datetime) -> Counts:
    """How the questions of a visit stand at a moment."""
    return counts_of(questions_of(visit), now)


def counts_of(questions: Iterable[Question], now: dt.datetime) -> Counts:
    """As `counts`, of questions that were read already, with their answers."""
    rows = list(questions)
    took = [minutes for each in rows if (minutes := minutes_to_answer(each)) is not None]
    return Counts(
        asked=len(rows),
        open=sum(each.state == State.OPEN for each in rows),
        late=sum(each.is_late(now) for each in rows),
        answered=sum(each.state == State.ANSWERED for each in rows),
        withdrawn=sum(each.state == State.WITHDRAWN for each in rows),
        minutes=statistics.median(took) if took else None,
    )


def questions_of(visit: Visit) -> QuerySet[Question]:
    """The questions of a visit in the order in which they were asked, with their owners and answers."""
    return visit.questions.select_related("owner").prefetch_related("answers__file__document", "answers__made_by")


def minutes_to_answer(question: Question) -> float | None:
    """Minutes from the question to its first answer; None where it has none."""
    sent = [answer.sent_at for answer in question.answers.all()]
    return (min(sent) - question.asked_at).total_seconds() / 60 if sent else None


def in_hours(minutes: float) -> str:
    """Minutes as people say them.

    >>> in_hours(45), in_hours(60), in_hours(200.4)
    ('45 minutes', '1 hour', '3 hours 20 minutes')
    """
    hours, rest = divmod(round(minutes), 60)
    parts = [_counted(hours, "hour")] if hours else []
    return " ".join([*parts, _counted(rest, "minute")] if rest or not parts else parts)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Open ones first, what is due (or overdue) soonest at the top; then the others, the latest asked first."""
    rows = list(questions)
    still = sorted((each for each in rows if each.state == State.OPEN), key=lambda each: (each.due_at, each.number))
    others = sorted((each for each in rows if each.state != State.OPEN), key=lambda each: -each.number)
    return still + others
