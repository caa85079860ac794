"""What pages show of documents: each with its latest version and what there is to worry about, and what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.inspection.documents import handing, keeping
from lineofsight.web.inspection.documents.readiness import READY, is_out_of_date, is_ready
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS
from lineofsight.web.inspection.models import Document, DocumentFile

State = Document.State
#: How a state is coloured; its words stand beside it.
RATINGS = {
    State.MISSING: "red", State.DRAFT: "amber", State.READY: "blue", State.SIGNED_OFF: "green", State.SHARED: "green",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A document as the list shows it. `rating`: the colour of its state, amber where it is out of date."""

    document: Document
    latest: DocumentFile | None
    ready: bool
    rating: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def documents_there() -> QuerySet[Document]:
    """All documents in their order, with their people and versions."""
    return Document.objects.select_related("owner", "deputy").prefetch_related("files__made_by")


def line_of(document: Document, on: dt.date) -> Line:
    """A document held against a day."""
    latest = next(iter(document.files.all()), None)
    rating = "amber" if is_out_of_date(document, on) else RATINGS[State(document.state)]
    return Line(document, latest, is_ready(document, on), rating, tuple(warnings(document, on)))


def by_section(documents: Iterable[Document], on: dt.date) -> list[Section]:
    """Documents by section, in the order of each section's first one."""
    found: dict[str, list[Line]] = {}
    for document in documents:
        found.setdefault(document.section, []).append(line_of(document, on))
    return [Section(title, tuple(lines)) for title, lines in found.items()]


def warnings(document: Document, on: dt.date) -> list[str]:
    """What there is to worry about in a document, as sentences."""
    if document.ended_on is not None:
        return []
    found = []
    if document.review_by is not None and is_out_of_date(document, on):
        found.append(f"Out of date: it was to be reviewed by {wording.day(document.review_by)}.")
    if document.state not in READY:
        if not (document.plan and document.plan_on):
            found.append("There is no plan for it.")
        elif document.plan_on < on:
            found.append(f"Its plan was to be done by {wording.day(document.plan_on)}.")
    if not document.whose:
        found.append("Nobody owns it.")
    if not document.deputy_is:
        found.append("It has no deputy.")
    return found


def chosen(documents: Iterable[Document], asked: Mapping[str, str], user: User, on: dt.date) -> list[Document]:
    """Those that a filter asks for: a state, "not_ready", "out_of_date" or "ended"; of everybody, or of one's own."""
    state, owner = asked.get("state", ""), asked.get("owner", "")
    found = []
    for each in documents:
        if (each.ended_on is not None) is not (state == "ended"):
            continue
        if state in State.values and each.state != state:
            continue
        if (state == "not_ready" and is_ready(each, on)) or (state == "out_of_date" and not is_out_of_date(each, on)):
            continue
        if owner == "me" and user.pk not in (each.owner_id, each.deputy_id):
            continue
        if owner == "nobody" and each.whose:
            continue
        found.append(each)
    return found


# What happened

#: What the record of changes says of a document, with its words on the page of one.
DID: Mapping[str, str] = {
    keeping.ADDED: "Added",
    keeping.CHANGED: "Changed",
    keeping.PLANNED: "Planned",
    **{step.did: step.title for step in DOCUMENT_STEPS.values()},
    handing.FOUND_WRONG: "A version could not be handed out",
}


def history_of(document: Document) -> list[Change]:
    """What happened to a document, the latest first."""
    found = Change.objects.filter(did__in=tuple(DID), subject=str(document.pk)).select_related("user")
    return list(found.order_by("-pk"))
