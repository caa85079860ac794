"""Pages of one document: its versions, who opened them, what happened; and a form or button for each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.views.changes import in_words
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.improvement.forms import BecauseForm
from lineofsight.web.inspection.documents import keeping, versions
from lineofsight.web.inspection.documents.forms import (
    DocumentForm,
    HowForm,
    PlanForm,
    VersionForm,
    first_facts,
    was_stopped,
)
from lineofsight.web.inspection.documents.handing import hand_out
from lineofsight.web.inspection.documents.list_pages import documents_crumb, offer_people
from lineofsight.web.inspection.documents.reading import DID, documents_there, history_of, line_of
from lineofsight.web.inspection.documents.steps import DOCUMENT_STEPS
from lineofsight.web.inspection.models import Document, DocumentFile, FileSeen
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.running import check_prepares, prepares

ADDRESS = "inspection:document"
#: How many who opened a version the page names.
MOST_SEEN = 100
Crumbs = list[tuple[str, str]]


def document_crumbs(document: Document) -> Crumbs:
    return [*documents_crumb(), (reverse(ADDRESS, args=[document.pk]), document.title)]


@require_safe
@said_why
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: how it stands, its versions, with whom they are shared and who opened them, what happened."""
    one: Document = documents_there().get(pk=one_of(Document, pk).pk)
    user = asker(request)
    files = list(one.files.all())
    seen = FileSeen.objects.filter(file__document=one).select_related("user", "file")
    wanted = one.ended_on is None
    latest = files[0] if files else None
    shown = {
        "section": "inspection",
        "heading": one.title,
        "crumbs": documents_crumb(),
        "document": one,
        "line": line_of(one, today()),
        "wanted": wanted,
        "files": [(file, _shared_with(file)) for file in files],
        "seen": [(each, _role(each.role)) for each in seen.order_by("-pk")[:MOST_SEEN]],
        "seen_count": seen.count(),
        "history": [_happened(change) for change in history_of(one)],
        "may_work": wanted and keeping.can_work_on(user, one),
        "may_change": prepares(user),
        "may_sign": wanted and keeping.can_sign(user),
        "added_it": latest is not None and latest.made_by_id == user.pk,
        "can": {name: one.state in step.comes_from for name, step in DOCUMENT_STEPS.items()},
    }
    return render(request, "inspection/document.html", shown)


def _role(role: str) -> str:
    return Role(role).label if role in Role.values else role


def _shared_with(file: DocumentFile) -> list[str]:
    there = file.shared.filter(taken_back_at=None).select_related("user")
    return sorted(each.user.name for each in there)


@POSTED
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what is said of a document."""
    check_prepares(asker(request))
    one: Document = one_of(Document, pk)
    form = DocumentForm(request.POST or None, initial=first_facts(one) | version_of(one))
    owners = offer_people(form)
    return _one_change(
        request, one, "Change this document", form, "Change it", "The document is changed.",
        lambda said: keeping.change_document(
            by=asker(request), document=one, facts=form.facts, seen=said["version"]
        ),
        owners=owners,
    )  # fmt: skip


@POSTED
@said_why
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what is still to be done, and by when."""
    one: Document = one_of(Document, pk)
    keeping.check_can_work_on(asker(request), one)
    form = PlanForm(request.POST or None, initial={"plan": one.plan, "plan_on": one.plan_on} | version_of(one))
    return _one_change(
        request, one, "Plan this document", form, "Keep the plan", "The plan is kept.",
        lambda said: keeping.plan_document(
            by=asker(request), document=one, plan=said["plan"], plan_on=said["plan_on"], seen=said["version"]
        ),
    )  # fmt: skip


@POSTED
@said_why
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a file as the next version."""
    one: Document = one_of(Document, pk)
    keeping.check_can_work_on(asker(request), one)
    keeping.check_wanted(one)
    is_sent = request.method == "POST"
    form = VersionForm(
        request.POST if is_sent else None, request.FILES if is_sent else None,
        stopped=was_stopped(request), initial=version_of(one),
    )  # fmt: skip
    again = one.state not in (Document.State.MISSING, Document.State.DRAFT)
    warned = "The document becomes a draft again, and is signed off anew. Inspectors keep the version that they have."
    facts = [("It stands at", one.get_state_display()), ("With a new version", warned)]
    return _one_change(
        request, one, "Add a version", form, "Add it",
        "The version is added. The document is a draft again." if again else "The version is added.",
        lambda said: versions.add_version(
            by=asker(request), document=one, upload=said["file"], as_at=said["as_at"], note=said["note"],
            seen=said["version"],
        ),
        facts=facts if again else [],
    )  # fmt: skip


@require_POST
@said_why
def say_ready(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a document can be signed off."""
    return _pressed(request, pk, keeping.say_ready, "The document is ready to be signed off.")


@require_POST
@said_why
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs off the latest version."""
    return _pressed(request, pk, keeping.sign_off, "The document is signed off.")


@POSTED
@said_why
def back_to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back that a document is ready."""
    return _because(request, pk, "Back to draft", "Take it back", "It is a draft again.", keeping.back_to_draft)


@POSTED
@said_why
def given(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that inspectors were given a document by another way than this site."""
    check_prepares(asker(request))
    one: Document = one_of(Document, pk)
    form = HowForm(request.POST or None, initial=version_of(one))
    return _one_change(
        request, one, "Inspectors were given it", form, "Keep that", "It is kept that inspectors have it.",
        lambda said: keeping.say_shared(by=asker(request), document=one, how=said["how"], seen=said["version"]),
    )  # fmt: skip


@POSTED
@said_why
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a document is wanted no more."""
    return _because(
        request, pk, "This document is wanted no more", "Take it off the list", "It is wanted no more.",
        keeping.end_document, warning=True,
    )  # fmt: skip


@require_POST
@said_why
def want_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a document is wanted again."""
    return _pressed(request, pk, keeping.want_again, "The document is wanted again.")


@require_GET
@said_why  # type: ignore[arg-type]  # a file is an answer too
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A version to save. That it was opened is written down."""
    return hand_out(request, one_of(DocumentFile, pk))


def _pressed(request: HttpRequest, pk: int, do: Callable[..., object], done: str) -> HttpResponse:
    """A button that makes one change; `version` is the document as its page showed it."""
    one: Document = one_of(Document, pk)
    seen = request.POST.get("version", "")
    try:
        do(by=asker(request), document=one, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1)
        messages.success(request, done)
    except Refused as refusal:
        shown = {"section": "inspection", "heading": one.title, "sentence": str(refusal)}
        return render(request, "actions/cannot.html", shown, status=409)
    return redirect(ADDRESS, pk)


def _because(
    request: HttpRequest, pk: int, heading: str, button: str, done: str, do: Callable[..., object], **more: Any
) -> HttpResponse:
    """A form that asks why, for a change that needs nothing else."""
    check_prepares(asker(request))
    one: Document = one_of(Document, pk)
    form = BecauseForm(request.POST or None, initial=version_of(one))
    return _one_change(
        request, one, heading, form, button, done,
        lambda said: do(by=asker(request), document=one, because=said["because"], seen=said["version"]), **more,
    )  # fmt: skip


def _one_change(
    request: HttpRequest, one: Document, heading: str, form: Form, button: str, done: str,
    change: Callable[[dict[str, Any]], object], **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form of a document that makes one change, and leads back to it."""
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except Refused as refusal:
            form.add_error("file" if "file" in form.fields else None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(ADDRESS, one.pk)
    return form_page(request, heading, form, button, crumbs=document_crumbs(one), caption=one.title, **more)


_DETAILS = {
    "title": "Title", "owner": "Owner", "deputy": "Deputy", "review_by": "Review by", "plan": "Still to be done",
    "plan_on": "By", "version": "Version", "how": "How", "with": "With", "because": "Because",
}  # fmt: skip


def _happened(change: Change) -> dict[str, Any]:
    detail = change.detail
    return {
        "at": change.at,
        "who": change.user.name if change.user else "",
        "did": DID[change.did],
        "detail": [
            (title, _said(detail[name]))
            for name, title in _DETAILS.items()
            if detail.get(name) not in (None, "", ["", ""])
        ],
    }


def _said(value: object) -> str:
    """A detail in words: what it was and what it is, where it holds both."""
    if isinstance(value, list):
        return in_words([_said(each) for each in value])
    try:
        return wording.day(dt.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
