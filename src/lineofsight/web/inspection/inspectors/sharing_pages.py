"""Pages on which those who prepare choose which documents each inspector may open. None shows a child."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import User
from lineofsight.web.addressed import one_of
from lineofsight.web.inspection.documents.list_pages import documents_crumb
from lineofsight.web.inspection.documents.versions import versions_to_give
from lineofsight.web.inspection.inspectors import sharing as work
from lineofsight.web.inspection.models import DocumentFile, FileSeen, SharedFile
from lineofsight.web.inspection.pages import POSTED, asker, said_why
from lineofsight.web.inspection.running import check_prepares

Crumbs = list[tuple[str, str]]


@require_safe
@said_why
def sharing(request: HttpRequest) -> HttpResponse:
    """The inspectors: until when their access lasts, and how many documents they may open."""
    rows = [
        (user, may_still_sign_in(user), work.shared_with(user).count(), len(work.still_to_share(user)))
        for user in work.inspectors()
    ]
    shown = {
        "section": "inspection",
        "heading": "Share with inspectors",
        "crumbs": documents_crumb(),
        "rows": rows,
        "to_give": versions_to_give().count(),
    }
    return render(request, "inspection/sharing.html", shown)


@POSTED
@said_why
def share_with(request: HttpRequest, pk: int) -> HttpResponse:
    """What one inspector may open: more is shared, version by version or all that is signed off."""
    user = _inspector(pk)
    by = asker(request)
    check_prepares(by)
    problem = ""
    if request.method == "POST":
        try:
            done = _share(request, by, user)
            messages.success(request, f"{done} shared with {user.name}.")
            return redirect("inspection:share_with", user.pk)
        except Refused as refusal:
            problem = str(refusal)
    there = list(work.shared_with(user))
    shared = {each.file_id for each in there}
    opened = dict(FileSeen.objects.filter(user=user).order_by("-pk").values_list("file_id", "at"))
    to_give = versions_to_give().order_by("document__place", "document", "-number")
    shown = {
        "section": "inspection",
        "heading": f"What {user.name} may open",
        "crumbs": [*documents_crumb(), (reverse("inspection:sharing"), "Share with inspectors")],
        "inspector": user,
        "still": may_still_sign_in(user),
        "problem": problem,
        "there": [(each, opened.get(each.file_id)) for each in there],
        "to_give": [file for file in to_give if file.pk not in shared],
    }
    return render(request, "inspection/share_with.html", shown, status=422 if problem else 200)


def _share(request: HttpRequest, by: User, user: User) -> str:
    """Shares what the form says: all that is signed off, or the versions that are marked."""
    if "all" in request.POST:
        made = len(work.share_all(by=by, user=user))
    else:
        marked = [int(text) for text in request.POST.getlist("file") if text.isdecimal() and len(text) < 18]
        files = list(DocumentFile.objects.filter(pk__in=marked).select_related("document"))
        if not files:
            raise Refused("Mark what is shared.")
        made = len(work.share_these(by=by, user=user, files=files))
    return "1 document is" if made == 1 else f"{made} documents are"


@require_POST
@said_why
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a version back from an inspector."""
    one: SharedFile = one_of(SharedFile, pk)
    work.take_back(by=asker(request), shared=one)
    messages.success(request, f"“{one.file.document.title}”, version {one.file.number}, is taken back.")
    return redirect("inspection:share_with", one.user_id)


def _inspector(pk: int) -> User:
    found = work.inspectors().filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise Http404
    return found
