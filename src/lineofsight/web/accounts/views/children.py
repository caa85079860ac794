"""Which children inspectors see, and which records are restricted. These pages name children, so they are recorded."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts import choosing, records, restricting
from lineofsight.web.accounts.forms import ChildrenForm, ReaderForm, ReasonForm, RestrictForm
from lineofsight.web.accounts.models import ChosenChild, RestrictedRecord, User
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role
from lineofsight.web.accounts.views.asking import address, asker, confirmed

#: Who sees every restricted record in the list; a head of service sees those that they marked or may read.
_SEE_ALL_RESTRICTED = frozenset({Role.DIRECTOR, Role.INFORMATION_GOVERNANCE})


@require_safe
def inspectors(request: HttpRequest) -> HttpResponse:
    """Those for whom children are chosen, and how many."""
    found = User.objects.filter(role__in=CHOSEN_CHILDREN, is_active=True).order_by("last_name", "username")
    rows = [{"user": user, "children": user.chosen_children.count()} for user in found]
    return render(request, "accounts/inspectors.html", {"heading": "Inspectors' children", "rows": rows})


@require_http_methods(["GET", "POST"])
def chosen(request: HttpRequest, user_id: int) -> HttpResponse:
    """The children of one inspector: more are added, or some taken off."""
    by = asker(request)
    user = get_object_or_404(User, pk=user_id, role__in=CHOSEN_CHILDREN)
    form = ChildrenForm(request.POST if "add" in request.POST else None)
    try:
        if "take_off" in request.POST:
            gone = choosing.take_off(by=by, user=user, people=request.POST.getlist("person_id"))
            messages.success(request, f"{gone:,} taken off.")
            return redirect("accounts:chosen", user.pk)
        if form.is_valid():
            new = choosing.choose_children(by=by, user=user, people=form.cleaned_data["ids"])
            messages.success(request, f"{new:,} added.")
            return redirect("accounts:chosen", user.pk)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    there = list(ChosenChild.objects.filter(user=user).select_related("added_by").order_by("person_id"))
    _record(request, [row.person_id for row in there], f"Children chosen for {user.username}")
    shown = {"heading": f"Children that {user.name} sees", "user_": user, "form": form, "rows": there}
    return render(request, "accounts/chosen.html", shown)


@require_safe
def restricted(request: HttpRequest) -> HttpResponse:
    """Restricted records: which, since when, why, and who reads them."""
    rows = list(
        _seen(asker(request)).filter(lifted_at=None).select_related("marked_by").prefetch_related("readers__user")
    )
    _record(request, [row.person_id for row in rows], "Restricted records")
    return render(request, "accounts/restricted.html", {"heading": "Restricted records", "rows": rows})


@require_http_methods(["GET", "POST"])
def restrict(request: HttpRequest) -> HttpResponse:
    """Marks a child's record as restricted."""
    by = asker(request)
    form = RestrictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            record = restricting.restrict(by=by, person_id=said["person_id"], reason=said["reason"])
            messages.success(request, "The record is restricted. Now name who may read it.")
            return redirect("accounts:restricted_record", record.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/restrict.html", {"heading": "Restrict a record", "form": form})


@require_http_methods(["GET", "POST"])
def restricted_record(request: HttpRequest, record_id: int) -> HttpResponse:
    """One restricted record: who reads it, and who else may."""
    by = asker(request)
    record = get_object_or_404(_seen(by), pk=record_id, lifted_at=None)
    among = (
        User.objects.filter(role__in=ALL_CHILDREN | CHILDREN_OF_TEAMS | CHOSEN_CHILDREN, is_active=True)
        .exclude(pk=by.pk)
        .exclude(restricted_records__record=record)
        .order_by("last_name", "first_name", "username")
    )
    form = ReaderForm(request.POST if "name" in request.POST else None, among=among)
    try:
        if "take_off" in request.POST:
            reader = get_object_or_404(User, pk=_number(request.POST["take_off"]))
            restricting.unname_reader(by=by, record=record, user=reader)
            messages.success(request, f"{reader.name} reads it no more.")
            return redirect("accounts:restricted_record", record.pk)
        if form.is_valid():
            restricting.name_reader(by=by, record=record, user=form.cleaned_data["user"])
            messages.success(
                request, f"{form.cleaned_data['user'].name} may read it, where the child is in their scope."
            )
            return redirect("accounts:restricted_record", record.pk)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    _record(request, [record.person_id], "Restricted record")
    shown = {
        "heading": f"Restricted record of {record.person_id}",
        "record": record,
        "form": form,
        "readers": record.readers.select_related("user", "added_by").order_by("user__last_name"),
    }
    return render(request, "accounts/restricted_record.html", shown)


@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, record_id: int) -> HttpResponse:
    """Ends a restriction."""
    by = asker(request)
    record = get_object_or_404(_seen(by), pk=record_id, lifted_at=None)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    _record(request, [record.person_id], "Restricted record")
    return confirmed(
        request,
        form,
        lambda: restricting.lift(by=by, record=record, reason=form.cleaned_data["reason"]),
        heading=f"Lift the restriction on {record.person_id}",
        sentence="Everybody who has the child in their scope reads the record again.",
        button="Lift the restriction",
        back=address("accounts:restricted"),
        done="The restriction is lifted.",
        warning=True,
    )


def _seen(user: User) -> QuerySet[RestrictedRecord]:
    """The restricted records that somebody may know of, the latest first."""
    found = RestrictedRecord.objects.order_by("-marked_at")
    if user.role in _SEE_ALL_RESTRICTED:
        return found
    return found.filter(Q(marked_by=user) | Q(readers__user=user)).distinct()


def _record(request: HttpRequest, people: list[str], what: str) -> None:
    why = f"{Role(asker(request).role).label}: looks after who may read what"
    record_access(request, people, what=what, why=why, snapshot=records.snapshot_id())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
