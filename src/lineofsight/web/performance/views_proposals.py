"""Pages of proposals: a definition that is drafted, checked, tried beside the book as it is, and decided on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import WINDOW_TITLES
from lineofsight.indicators.figures import Figure
from lineofsight.problems import Refused
from lineofsight.published.moves import How
from lineofsight.published.trying import (
    LONGEST_TEXT,
    SECONDS,
    Tried,
    TriedFigure,
    TriedMembers,
    check_draft,
    tried,
    try_draft,
)
from lineofsight.reports import wording
from lineofsight.reports.model import Shown
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.naming import why_refused
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.forms import Form
from lineofsight.web.performance import proposals as proposing
from lineofsight.web.performance.book_pages import WORDS, file_response, versions_or_404
from lineofsight.web.performance.models import Proposal
from lineofsight.web.performance.pages import home_of, person, refusals_are_pages
from lineofsight.web.performance.publishing import visible
from lineofsight.web.performance.views_publishing import listed
from lineofsight.web.serving import Served, serving

#: A new member of fewer children than this isn't named where a draft is tried: it may be the name of one of them.
FEWEST = 5


class DraftForm(Form):
    """The file as it will stand in the book, and why."""

    text = forms.CharField(
        label="The file, as the book will hold it",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "wrap": "off", "class": "los-code"}),
        max_length=LONGEST_TEXT,
        strip=False,
        help_text="A header between /* and */, then the select. What the header leaves out is as it was before.",
    )
    why = forms.CharField(
        label="Why the book should change",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="Whoever decides reads this first. It is needed before the draft is proposed.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def _is_right(form: DraftForm) -> bool:
    """Whether a draft can be kept: its reason is read with the figures once it is approved, so it names no child."""
    if form.is_valid():
        names_nobody(form, form.cleaned_data, serving().council.snapshot, ("why",))
    return not form.errors


@require_safe
@refusals_are_pages("Changes to the book")
def proposals(request: HttpRequest) -> HttpResponse:
    """All proposals: those that wait first."""
    everything = list(Proposal.objects.select_related("author", "decided_by"))
    order = [Proposal.State.PROPOSED, Proposal.State.DRAFT]
    shown = {
        "heading": "Changes to the book",
        "section": "book",
        "groups": [
            ("Waiting for a decision", [one for one in everything if one.state == order[0]]),
            ("Drafts", [one for one in everything if one.state == order[1]]),
            ("Decided or withdrawn", [one for one in everything if one.state not in order]),
        ],
    }
    return render(request, "performance/proposals.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages("Change the book")
def draft(request: HttpRequest) -> HttpResponse:
    """A new draft, begun from what holds today: `?start=target&kind=indicator&name=3.3`, or `?of=12` for a copy."""
    user = person(request)
    if request.method == "POST":
        form = DraftForm(request.POST)
        if _is_right(form):
            try:
                kept = proposing.start_draft(by=user, text=form.cleaned_data["text"], why=form.cleaned_data["why"])
            except Refused as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, "The draft is kept. Check it, and try it.")
                return redirect("performance:proposal", proposal_id=kept.pk)
    else:
        form = DraftForm(initial={"text": _begun(request, user)})
    shown = {"heading": "Change the book", "section": "book", "form": form}
    return render(request, "performance/draft.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages("A change to the book")
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: its text, what it comes to, and what may be done with it. A POST keeps another text."""
    one, user = _or_404(proposal_id), person(request)
    form = DraftForm(initial={"text": one.text, "why": one.why, "seen": proposing.version_of(one)})
    checked: Tried | None = None
    if request.method == "POST":
        form = DraftForm(request.POST)
        if _is_right(form):
            try:
                one = proposing.change_draft(
                    one.pk,
                    by=user,
                    seen=form.cleaned_data["seen"],
                    text=form.cleaned_data["text"],
                    why=form.cleaned_data["why"],
                )
            except Refused as refusal:
                form.add_error("text", str(refusal))
            else:
                checked = check_draft(home_of(), proposing.draft_of(one))
                if not checked.problem:
                    messages.success(request, "The draft is kept, and the book could be used with it.")
                    return redirect("performance:proposal", proposal_id=one.pk)
                # What was typed is kept; the form begins from it.
                form = DraftForm(initial={"text": one.text, "why": one.why, "seen": proposing.version_of(one)})
    return _proposal_page(request, one, user, form, checked)


def _proposal_page(
    request: HttpRequest, one: Proposal, user: User, form: DraftForm, checked: Tried | None
) -> HttpResponse:
    served = serving()
    found = _tried(one, served)
    shown = {
        "heading": f"{one.name} from {wording.month_name(Month.read(one.valid_from))}",
        "section": "book",
        "proposal": one,
        "word": WORDS.get(one.kind, one.kind),
        "file": proposing.draft_of(one).file_name,
        "version": proposing.version_of(one),
        "form": form,
        "problem": checked.problem if checked else "",
        "can": {act: proposing.can(act, user, one) for act, _ in proposing.TRANSITIONS},
        "is_open": one.state in (Proposal.State.DRAFT, Proposal.State.PROPOSED),
        "against": _against(one, served) if one.state in (Proposal.State.DRAFT, Proposal.State.PROPOSED) else "",
        "tried": _in_words(found, one) if found else None,
        "snapshot": served.council.snapshot,
        "seconds": SECONDS,
        "history": proposing.history_of(one),
    }
    return render(request, "performance/proposal.html", shown, status=422 if checked or form.errors else 200)


@require_POST
@refusals_are_pages("A change to the book")
def try_proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Counts by the proposal beside the book as it is, within limits; the page then shows both."""
    one, user = _or_404(proposal_id), person(request)
    if user.pk != one.author_id and user.role not in proposing.APPROVERS:
        raise Refused("A proposal is tried by its author and by those who may approve it.")
    found = try_draft(home_of(), proposing.draft_of(one))
    if found.problem:
        form = DraftForm(initial={"text": one.text, "why": one.why, "seen": proposing.version_of(one)})
        return _proposal_page(request, one, user, form, found)
    return redirect(f"{_address(one)}#tried")


@require_POST
@refusals_are_pages("A change to the book")
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Proposes, withdraws, approves or refuses: what the button says."""
    one, user = _or_404(proposal_id), person(request)
    act, seen, because = (request.POST.get(name, "") for name in ("act", "seen", "because"))
    sentence = "Your reason is read by people who may not see the child: leave out {}."
    if refusal := why_refused([because], serving().council.snapshot, sentence):
        raise Refused(refusal)
    if act == "propose":
        proposing.propose(one.pk, by=user, seen=seen, home=home_of())
        messages.success(request, "It waits for somebody else to approve it.")
    elif act == "withdraw":
        proposing.withdraw(one.pk, by=user, seen=seen)
        messages.success(request, "It is withdrawn.")
    elif act == "refuse":
        proposing.refuse(one.pk, by=user, seen=seen, because=because)
        messages.success(request, "It is not approved. Its author sees your reason.")
    elif act == "approve":
        proposing.approve(one.pk, by=user, seen=seen, home=home_of(), because=because)
        messages.success(request, "It is approved and in the book. The figures follow within a minute or two.")
    else:
        raise Http404
    return redirect("performance:proposal", proposal_id=one.pk)


@require_safe
@refusals_are_pages("A change to the book")
def proposal_file(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The proposal as the file that the folder holds, or would hold."""
    one = proposing.draft_of(_or_404(proposal_id))
    return file_response(one.file_name, one.text.encode())


@require_safe
@refusals_are_pages("Children that would change")
def proposal_children(request: HttpRequest, proposal_id: int, ref: str) -> HttpResponse:
    """The children that a proposal would change in one figure, within what the reader may see."""
    one, served = _or_404(proposal_id), serving()
    found = _tried(one, served)
    if found is None or ref not in found.moves:
        raise Http404
    scope = scope_of(person(request), served.former_ids)
    with served.reading() as counted:
        part = listed("What would change", found.moves[ref], visible(found.moves[ref].rows, scope, counted))
    people = [move.person_id for move in part["moves"] if move.person_id]
    what = f"Children that proposal {one.pk} ({one.name} from {one.valid_from}) would change in {ref}"
    record_access(request, people, what=what, why=scope.why, snapshot=found.snapshot)
    shown = {
        "heading": f"{ref}: children that would change",
        "section": "book",
        "proposal": one,
        "month": wording.month_name(found.months[-1]),
        "parts": [part],
    }
    return render(request, "performance/proposal_children.html", shown)


def _begun(request: HttpRequest, user: User) -> str:
    if copied := request.GET.get("of", ""):
        return _or_404(int(copied) if copied.isdecimal() and len(copied) < 10 else 0).text
    council = serving().council
    start, kind, name = (request.GET.get(each, "") for each in ("start", "kind", "name"))
    definition = versions_or_404(council.book, kind, name)[-1] if name else None
    if start not in proposing.STARTS:
        raise Http404
    today = dt.date.today()  # noqa: DTZ011 - the day where the council is
    return proposing.starting_text(start, definition, proposing.first_month(council.latest_month), user.name, today)


def _or_404(proposal_id: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("author", "decided_by"), pk=proposal_id)


def _address(one: Proposal) -> str:
    from django.urls import reverse

    return reverse("performance:proposal", kwargs={"proposal_id": one.pk})


def _tried(one: Proposal, served: Served) -> Tried | None:
    council = served.council
    return tried(council.home, proposing.draft_of(one), council.snapshot.id, council.book.fingerprint)


def _against(one: Proposal, served: Served) -> str:
    """Why it could not be taken into the book as it is, other than that it wasn't tried; empty where it could."""
    try:
        proposing.check_month(one, served.council.book)
        proposing.check_alone(one, served.council.book)
    except Refused as refusal:
        return str(refusal)
    return ""


def _in_words(found: Tried, one: Proposal) -> dict[str, Any]:
    """What a try found, as the page shows it: figures side by side, and how many children would change."""
    since = Month.read(one.valid_from)
    return {
        "months": [month.label for month in found.months],
        "latest": wording.month_name(found.months[-1]),
        "since": wording.month_name(since),
        "is_later": since > found.months[-1],
        "figures": [_side_by_side(each) for each in found.figures],
        "moves": [
            {
                "ref": ref,
                "number": len(moved.rows),
                "then": (moved.met_then, moved.all_then),
                "now": (moved.met_now, moved.all_now),
                "how": [(how.value, number) for how in How if (number := moved.number(how))],
            }
            for ref, moved in found.moves.items()
        ],
        "members": [_members(each) for each in found.members],
    }


def _members(each: TriedMembers) -> dict[str, Any]:
    """The members of a breakdown as the page names them: those of today's book, and new ones of several children.

    A draft's members are whatever its select says, names of children too; the page is read by people who may not see
    them, and nothing is written down of it.
    """
    named = [row for row in each.members if row[1] or row[2] >= FEWEST]
    rest = [row for row in each.members if row not in named]
    return {"title": each.title, "members": named, "rest": len(rest), "in_rest": sum(row[2] for row in rest)}


def _side_by_side(each: TriedFigure) -> dict[str, Any]:
    sides = [
        (title, [_cell(figure, each.unit) for figure in side])
        for title, side in (("As it is", each.today), ("As proposed", each.draft))
    ]
    return {
        "ref": each.ref,
        "title": each.title,
        "window": WINDOW_TITLES[each.window].lower(),
        "sides": sides,
        "is_other": sides[0][1] != sides[1][1],
    }


def _cell(figure: Figure | None, unit: str) -> dict[str, Any]:
    if figure is None:
        return {"value": "not there", "parts": "", "rating": ""}
    shown = Shown(figure.value, figure.numerator, figure.denominator, figure.note)
    parts = (
        f"{figure.numerator:,} of {figure.denominator:,}" if figure.denominator and figure.numerator is not None else ""
    )
    return {"value": wording.figure(shown, unit), "parts": parts, "rating": figure.rating, "note": figure.note}
