"""Pages of commentary: what a month needs, and what is said of one indicator in one month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport, Row
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.register import add_action
from lineofsight.web.forms import DayInput, Form
from lineofsight.web.performance import commentary as commenting
from lineofsight.web.performance.commentary import TEXTS
from lineofsight.web.performance.models import Commentary
from lineofsight.web.performance.pages import person, refusals_are_pages, the_month
from lineofsight.web.performance.publishing import publication_in_force, report_now
from lineofsight.web.serving import serving

_LONGEST = 4000


def _text(label: str, hint: str, *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=hint, required=required, widget=widget, max_length=_LONGEST)


class CommentaryForm(Form):
    """What is said of an indicator; and, where something is agreed, the action that goes into the register."""

    what_happened = _text(
        "What happened", "The story behind the figure, in plain words. No child is named.", required=True
    )
    why = _text("Why", "What lies behind it, and what it means for children.")
    what_next = _text("What happens next", "What is done about it.")
    who = forms.CharField(label="Who does it", required=False, max_length=150)
    by_when = forms.DateField(label="By when", required=False, widget=DayInput())
    make_action = forms.BooleanField(
        label="Put what happens next into the register of actions",
        required=False,
        help_text="It then needs what happens next, who does it and by when.",
    )
    owner = forms.ModelChoiceField(
        label="Who it belongs to, where they use this site",
        queryset=User.objects.none(),
        required=False,
        empty_label="The person named above",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(is_active=True).order_by("last_name", "first_name", "username")
        field.label_from_instance = _named  # type: ignore[method-assign,assignment]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("make_action"):
            if not said.get("what_next"):
                self.add_error("what_next", "Say what is to be done.")
            if not said.get("who") and not said.get("owner"):
                self.add_error("who", "Say who does it.")
            if not said.get("by_when") and "by_when" not in self.errors:
                self.add_error("by_when", "Give the day by which it is to be done.")
        return said


def _named(user: User) -> str:
    """The name alone, and no longer than fits a phone: a list is as wide as its longest line."""
    return user.name if len(user.name) <= 30 else f"{user.name[:29]}…"


@require_safe
@refusals_are_pages("Commentary")
def commentaries(request: HttpRequest, month: str) -> HttpResponse:
    """Every indicator of a month: what it needs, and what is written and approved."""
    report, user = _report(the_month(month)), person(request)
    needed = {one.ref: one for one in commenting.required(report)}
    there = {one.ref: one for one in commenting.commentaries_for(user, report.month)}
    rows = [
        {
            "row": row,
            "value": wording.figure(row.current, row.unit),
            "needed": needed.get(row.ref),
            "commentary": there.get(row.ref),
        }
        for row in report.rows
    ]
    shown = {
        "heading": f"Commentary on {wording.month_name(report.month)}",
        "section": "performance",
        "month": report.month,
        "name": wording.month_name(report.month),
        "needed": [row for row in rows if row["needed"]],
        "others": [row for row in rows if not row["needed"]],
        "reads_drafts": commenting.may_read_drafts(user),
        "missing": sum(1 for one in needed.values() if one.missing),
        "publication": publication_in_force(report.month),
    }
    return render(request, "performance/commentaries.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages("Commentary")
def commentary(request: HttpRequest, ref: str, month: str) -> HttpResponse:
    """What is said of one indicator in one month, and the form for whoever may write it.

    Who may neither write nor approve reads what is approved, without what it said before and what was agreed.
    """
    chosen, user = the_month(month), person(request)
    report = _report(chosen)
    row = next((row for row in report.rows if row.ref == ref), None)
    if row is None:
        raise Http404
    there = commenting.commentaries_for(user, chosen).filter(ref=ref).first()
    reads_drafts = commenting.may_read_drafts(user)
    agreed = Action.objects.filter(source=Action.Source.COMMENTARY, source_id=there.pk) if there else []
    form = CommentaryForm(request.POST) if request.method == "POST" else CommentaryForm(initial=_initial(there))
    if request.method == "POST" and form.is_valid():
        try:
            _save(form.cleaned_data, ref=ref, month=chosen, by=user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The commentary on {ref} is kept. Somebody else approves it.")
            return redirect("performance:commentary", ref=ref, month=month)
    return render(
        request,
        "performance/commentary.html",
        {
            "heading": f"{ref}: commentary on {wording.month_name(chosen)}",
            "section": "performance",
            "month": chosen,
            "name": wording.month_name(chosen),
            "row": row,
            **_figure(row, report),
            "needed": next((one for one in commenting.required(report) if one.ref == ref), None),
            "commentary": there,
            "texts": [(title, getattr(there, name)) for name, title in TEXTS.items()] if there else [],
            "version": commenting.version_of(there),
            "before": _before(ref, chosen) if there is None else None,
            "form": form,
            "may_write": commenting.can_write(user, chosen),
            "may_approve": there is not None and commenting.can_approve(user, there),
            "publication": publication_in_force(chosen),
            "reads_drafts": reads_drafts,
            "history": [_change(one) for one in commenting.history_of(ref, chosen)] if reads_drafts else [],
            "actions": agreed if reads_drafts else [],
        },
        status=200 if form.is_valid() or not form.is_bound else 422,
    )


@require_POST
@refusals_are_pages("Commentary")
def approve(request: HttpRequest, ref: str, month: str) -> HttpResponse:
    """Approves a commentary, as it was read."""
    chosen = the_month(month)
    commenting.approve_commentary(ref=ref, month=chosen, by=person(request), seen=request.POST.get("seen", ""))
    messages.success(request, f"The commentary on {ref} is approved.")
    return redirect("performance:commentary", ref=ref, month=month)


def _save(said: dict[str, Any], *, ref: str, month: Month, by: User) -> None:
    """Keeps the commentary and, where it is asked for, its action: both or neither."""
    # Before the transaction, so that what is written down of a refusal stays.
    commenting.check_names_nobody([said[name] for name in TEXTS], serving().council.snapshot)
    with transaction.atomic():
        owner: User | None = said["owner"]
        kept = commenting.write_commentary(
            ref=ref,
            month=month,
            by=by,
            snapshot=serving().council.snapshot,
            seen=said["seen"],
            what_happened=said["what_happened"],
            why=said["why"],
            what_next=said["what_next"],
            who=said["who"] or (owner.name[:150] if owner else ""),
            by_when=said["by_when"],
        )
        if said["make_action"]:
            add_action(
                by=by,
                text=said["what_next"],
                owner=owner,
                owner_name=said["who"],
                due_on=said["by_when"],
                source=Action.Source.COMMENTARY,
                source_id=kept.pk,
                ref=ref,
            )


def _initial(there: Commentary | None) -> dict[str, Any]:
    if there is None:
        return {"seen": ""}
    said = {name: getattr(there, name) for name in (*TEXTS, "by_when")}
    return said | {"seen": commenting.version_of(there)}


def _before(ref: str, month: Month) -> dict[str, Any] | None:
    """Last month's text, to be read beside an empty form."""
    before = commenting.commentary_before(ref, month)
    if before is None:
        return None
    return {
        "name": wording.month_name(month.minus(1)),
        "texts": [(title, getattr(before, name)) for name, title in TEXTS.items() if getattr(before, name)],
        "by_when": before.by_when,
    }


def _figure(row: Row, report: HighlightReport) -> dict[str, Any]:
    return {
        "value": wording.figure(row.current, row.unit),
        "parts": " of ".join(part for part in wording.parts(row.current, row.unit) if part and part != "n/a"),
        "period": row.period,
        "meaning": wording.rating_meaning(row),
        "changes": wording.changes(row, report.month),
        "reach": wording.reach(row),
    }


def _change(one: Any) -> dict[str, Any]:
    before = one.detail.get("before") or {}
    return {
        "at": one.at,
        "who": one.user.name if one.user else "",
        "did": "Approved it" if one.did == commenting.APPROVED else "Changed it" if before else "Wrote it",
        "before": [(title, before[name]) for name, title in TEXTS.items() if before.get(name)],
    }


def _report(month: Month) -> HighlightReport:
    served = serving()
    with served.reading() as counted:
        return report_now(served, counted, month)
