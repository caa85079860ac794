"""Documents that are wanted, and how they stand. Each change is one function, which records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import check_step, holds, keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.inspection.documents.starter import starter_list
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS, SIGNERS
from lineofsight.web.inspection.models import Document, DocumentChange, DocumentFile
from lineofsight.web.inspection.running import check_prepares, prepares

ADDED, CHANGED, PLANNED = "added a document that is wanted", "changed a document", "planned a document"
State = Document.State


@dataclass(frozen=True)
class DocumentFacts:
    """What is said of a document that is wanted; see the model."""

    title: str
    section: str
    asked: str = ""
    framework_reference: str = ""
    unsure: bool = False
    source_system: str = ""
    owner: User | None = None
    owner_name: str = ""
    deputy: User | None = None
    deputy_name: str = ""
    confidentiality: str = Document.Class.OFFICIAL
    due_day: int = 3
    review_by: dt.date | None = None


def add_document(*, by: User, facts: DocumentFacts) -> Document:
    """Adds a document that is wanted; it is missing at first. Refused where one of that title is wanted already."""
    check_prepares(by)
    with transaction.atomic():
        return _added(by, facts)


def begin_with_starter_list(*, by: User) -> list[Document]:
    """Adds the documents of the starter list that aren't there yet, also of those that are wanted no more."""
    check_prepares(by)
    made = []
    with transaction.atomic():
        _one_at_a_time()
        there = set(Document.objects.values_list("code", flat=True))
        titles = {title.casefold() for title in Document.objects.values_list("title", flat=True)}
        for each in starter_list():
            if each.code in there or each.title.casefold() in titles:
                continue
            facts = DocumentFacts(
                title=each.title, section=each.section, asked=each.asked, unsure=each.unsure,
                framework_reference=each.framework_reference, confidentiality=each.confidentiality,
                due_day=each.due_day,
            )  # fmt: skip
            made.append(_added(by, facts, code=each.code))
    return made


def change_document(*, by: User, document: Document, facts: DocumentFacts, seen: int | None = None) -> Document:
    """Changes what is said of a document: not its state, nor its versions."""
    check_prepares(by)
    facts = _checked(facts)
    with transaction.atomic():
        one: Document = locked(document, seen)
        _check_title(facts.title, one)
        was = {"title": one.title, "owner": one.whose, "deputy": one.deputy_is, "review_by": str(one.review_by or "")}
        for name, value in _values(facts).items():
            setattr(one, name, value)
        keep(one)
        now = {"title": one.title, "owner": one.whose, "deputy": one.deputy_is, "review_by": str(one.review_by or "")}
        changed: dict[str, Any] = {name: [was[name], value] for name, value in now.items() if was[name] != value}
        record_change(by=by, did=CHANGED, subject=str(one.pk), **changed)
    return one


def plan_document(
    *, by: User, document: Document, plan: str, plan_on: dt.date | None, seen: int | None = None
) -> Document:
    """Says what is still to be done, and by when; both empty where nothing is. Refused where one is said alone."""
    check_can_work_on(by, document)
    plan = plan.strip()
    if bool(plan) != (plan_on is not None):
        raise Refused("A plan is what is still to be done, and the day by which it is.")
    with transaction.atomic():
        one: Document = locked(document, seen)
        was, one.plan, one.plan_on = one.plan_on, plan, plan_on
        keep(one)
        record_change(by=by, did=PLANNED, subject=str(one.pk), plan=plan, plan_on=[str(was or ""), str(plan_on or "")])
    return one


# States


def say_ready(*, by: User, document: Document, seen: int | None = None) -> Document:
    """Says that the latest version can be signed off."""
    check_can_work_on(by, document)
    return _step(by, document, "say_ready", seen, State.READY)


def back_to_draft(*, by: User, document: Document, because: str, seen: int | None = None) -> Document:
    """Takes back that a document is ready or signed off."""
    check_prepares(by)
    because = said(because, "Say what is still to be done.")
    return _step(by, document, "back_to_draft", seen, State.DRAFT, because=because)


def sign_off(*, by: User, document: Document, seen: int | None = None) -> Document:
    """Signs off the latest version. Refused for who added it, and where its day of review has gone by."""
    check_can_sign(by)

    def check(one: Document) -> None:
        latest = latest_of(one)
        if latest is not None and latest.made_by_id == by.pk:
            raise Refused("You added this version: somebody else signs it off.")
        if one.review_by is not None and one.review_by < today():
            raise Refused("Its day of review has gone by: review it, and give it another day, before it is signed off.")

    return _step(by, document, "sign_off", seen, State.SIGNED_OFF, check=check)


def say_shared(*, by: User, document: Document, how: str, seen: int | None = None) -> Document:
    """Says that inspectors were given the latest version by another way than this site. Refused without saying how."""
    check_prepares(by)
    how = said(how, "Say how inspectors were given it.")
    return _step(by, document, "share", seen, State.SHARED, how=how)


def end_document(*, by: User, document: Document, because: str, seen: int | None = None) -> Document:
    """Says that a document is wanted no more. Its versions stay."""
    check_prepares(by)
    because = said(because, "Say why it is wanted no more.")
    with transaction.atomic():
        one: Document = locked(document, seen)
        if one.ended_on is not None:
            raise Refused("It is wanted no more already.")
        one.ended_on = today()
        keep(one)
        note_state(one, by)
        record_change(by=by, did=DOCUMENT_STEPS["end"].did, subject=str(one.pk), because=because)
    return one


def want_again(*, by: User, document: Document, seen: int | None = None) -> Document:
    """Says that a document is wanted again, as it stood."""
    check_prepares(by)
    with transaction.atomic():
        one: Document = locked(document, seen)
        if one.ended_on is None:
            raise Refused("It is wanted already.")
        _check_title(one.title, one)
        one.ended_on = None
        keep(one)
        note_state(one, by)
        record_change(by=by, did=DOCUMENT_STEPS["want_again"].did, subject=str(one.pk))
    return one


# Who may


def check_can_work_on(user: User, document: Document) -> None:
    """Refused where this person neither prepares inspections nor is the document's owner or deputy."""
    if user.pk not in (document.owner_id, document.deputy_id):
        check_prepares(user)


def can_work_on(user: User, document: Document) -> bool:
    return prepares(user) or holds(check_can_work_on, user, document)


def check_can_sign(user: User) -> None:
    """Refused where this person doesn't sign documents off."""
    if user.role not in SIGNERS:
        raise Refused("A head of service, the director or quality assurance signs documents off.")


def can_sign(user: User) -> bool:
    return holds(check_can_sign, user)


# What changes share


def latest_of(document: Document) -> DocumentFile | None:
    """The latest version; None where it has none."""
    return document.files.select_related("made_by").order_by("-number").first()


def note_state(document: Document, by: User, file: DocumentFile | None = None) -> DocumentChange:
    """Writes down how a document stands from now on: readiness over time is counted from these."""
    return DocumentChange.objects.create(
        document=document, state=document.state, ended=document.ended_on is not None, on=today(),
        file=file or latest_of(document), made_by=by,
    )  # fmt: skip


def check_wanted(document: Document) -> None:
    """Refused where a document is wanted no more."""
    if document.ended_on is not None:
        raise Refused("It is wanted no more: say first that it is wanted again.")


def _step(
    by: User,
    document: Document,
    name: str,
    seen: int | None,
    state: str,
    *,
    check: Callable[[Document], None] = lambda one: None,
    **detail: Any,
) -> Document:
    with transaction.atomic():
        one: Document = locked(document, seen)
        check_wanted(one)
        step = check_step(DOCUMENT_STEPS, name, one.state, one.get_state_display())
        check(one)
        file = latest_of(one)
        if file is None:
            raise Refused("It has no version yet.")
        one.state = state
        keep(one)
        note_state(one, by, file)
        record_change(by=by, did=step.did, subject=str(one.pk), version=file.number, **detail)
    return one


def _added(by: User, facts: DocumentFacts, code: str = "") -> Document:
    facts = _checked(facts)
    _one_at_a_time()
    _check_title(facts.title)
    place = Document.objects.count() + 1
    made: Document = Document.objects.create(code=code, place=place, made_by=by, **_values(facts))
    note_state(made, by)
    record_change(by=by, did=ADDED, subject=str(made.pk), title=made.title)
    return made


def _one_at_a_time() -> None:
    """Who adds a document waits for whoever adds another: each is held against all titles."""
    list(ContentType.objects.select_for_update().filter(app_label="inspection", model="document"))


def _checked(facts: DocumentFacts) -> DocumentFacts:
    said(facts.title, "Say what the document is called.")
    said(facts.section, "Say in which section it stands.")
    if facts.review_by is not None and facts.review_by.year > 2100:
        raise Refused("That day of review is too far away.")
    texts = {name: value.strip() for name, value in _values(facts).items() if isinstance(value, str)}
    return DocumentFacts(**{**_values(facts), **texts})


def _values(facts: DocumentFacts) -> dict[str, Any]:
    """The facts by name, with people as they are."""
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _check_title(title: str, document: Document | None = None) -> None:
    there = Document.objects.filter(title__iexact=title.strip(), ended_on=None)
    if document is not None:
        there = there.exclude(pk=document.pk)
    if there.exists():
        raise Refused("A document of that title is wanted already.")
