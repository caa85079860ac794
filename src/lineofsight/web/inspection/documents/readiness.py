"""How ready the documents are: by section and in all, today and as at days of the past.

A document counts as ready where it is ready, signed off or shared, and not past the day by which it is reviewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from lineofsight.web.inspection.models import Document, DocumentChange

State = Document.State
#: The states in which a document could be handed over.
READY = frozenset({State.READY, State.SIGNED_OFF, State.SHARED})
#: How many months back readiness is shown.
MONTHS = 12


def documents_wanted() -> QuerySet[Document]:
    """Every document that is wanted still, in its order, with its people."""
    return Document.objects.filter(ended_on=None).select_related("owner", "deputy")


def is_out_of_date(document: Document, on: dt.date) -> bool:
    """Whether the day by which it is reviewed has gone by. One that is missing has nothing to review."""
    return document.state != State.MISSING and document.review_by is not None and document.review_by < on


def is_ready(document: Document, on: dt.date) -> bool:
    """Whether a document could be handed over on a day: ready, signed off or shared, and not out of date."""
    return document.state in READY and not is_out_of_date(document, on)


@dataclass(frozen=True)
class Tally:
    """Documents of one section, or of all: `states` has how many stand in each state, in the order of states.

    `ready`: how many could be handed over (`is_ready`); `out_of_date`: how many are past their review, whatever their
    state; `without_owner`, `without_deputy`: how many nobody stands for; `unplanned`: how many are missing or drafts
    without a plan and its day; `plan_late`: how many of those have a day that has gone by.
    """

    title: str
    documents: int
    states: dict[str, int]
    ready: int
    out_of_date: int
    without_owner: int
    without_deputy: int
    unplanned: int
    plan_late: int

    @property
    def per_cent(self) -> int | None:
        """The share that is ready, in whole per cent, rounded down: 100 means all of them. None where there is none."""
        return self.ready * 100 // self.documents if self.documents else None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many stand in each state, with the state's words."""
        return [(State(state).label, number) for state, number in self.states.items()]


@dataclass(frozen=True)
class Readiness:
    """How ready all documents are on a day: `total`, and `sections` in the order of their first document."""

    on: dt.date
    total: Tally
    sections: tuple[Tally, ...]
    #: Those that could not be handed over, in their order: what a rehearsal names.
    lacking: tuple[Document, ...] = field(default=(), repr=False)


def readiness(on: dt.date) -> Readiness:
    """How ready the documents that are wanted are, held against a day. One query."""
    found = list(documents_wanted())
    sections: dict[str, list[Document]] = {}
    for document in found:
        sections.setdefault(document.section, []).append(document)
    return Readiness(
        on,
        tally("All documents", found, on),
        tuple(tally(title, rows, on) for title, rows in sections.items()),
        tuple(each for each in found if not is_ready(each, on)),
    )


def tally(title: str, documents: Iterable[Document], on: dt.date) -> Tally:
    """Counts documents, held against a day."""
    rows = list(documents)
    unready = [each for each in rows if each.state not in READY]
    return Tally(
        title,
        len(rows),
        {state.value: sum(each.state == state for each in rows) for state in State},
        ready=sum(is_ready(each, on) for each in rows),
        out_of_date=sum(is_out_of_date(each, on) for each in rows),
        without_owner=sum(not each.whose for each in rows),
        without_deputy=sum(not each.deputy_is for each in rows),
        unplanned=sum(not (each.plan and each.plan_on) for each in unready),
        plan_late=sum(each.plan_on is not None and each.plan_on < on for each in unready),
    )


# Over time


@dataclass(frozen=True)
class Past:
    """How documents stood at the end of a day, by what was recorded until then.

    `ready` counts ready, signed off and shared ones. Days of review of the past are not kept, so that a document that
    was out of date then is counted by its state.
    """

    on: dt.date
    documents: int
    states: dict[str, int]

    @property
    def ready(self) -> int:
        return sum(self.states[state] for state in READY)

    @property
    def per_cent(self) -> int | None:
        return self.ready * 100 // self.documents if self.documents else None


def over_time(days: Iterable[dt.date]) -> list[Past]:
    """How documents stood at the end of each day, in the order asked for. One query, whatever the number of days.

    A document is there from its first change on, until the one that says it is wanted no more.
    """
    days = list(days)
    found: dict[dt.date, Past] = {}
    changes = list(DocumentChange.objects.order_by("on", "pk").values_list("document_id", "on", "state", "ended"))
    now: dict[int, str] = {}
    place = 0
    for day in sorted(set(days)):
        while place < len(changes) and changes[place][1] <= day:
            document, _, state, ended = changes[place]
            if ended:
                now.pop(document, None)
            else:
                now[document] = state
            place += 1
        states = list(now.values())
        found[day] = Past(day, len(states), {state.value: states.count(state.value) for state in State})
    return [found[day] for day in days]


def ends_of_months(on: dt.date, months: int = MONTHS) -> list[dt.date]:
    """The last days of the months before a day, the earliest first, and the day itself."""
    first_of_month = on.replace(day=1)
    found = []
    for _ in range(months):
        last = first_of_month - dt.timedelta(days=1)
        found.append(last)
        first_of_month = last.replace(day=1)
    return [*reversed(found), on]
