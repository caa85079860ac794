"""Pages of months: which are published, publishing and reopening one, and what of it is known otherwise now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import WINDOW_TITLES
from lineofsight.problems import Refused
from lineofsight.published.frozen import Difference, Frozen, Known
from lineofsight.published.moves import How, Moves
from lineofsight.reports import html, wording
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.actions.forms import names_nobody
from lineofsight.web.forms import Form
from lineofsight.web.performance import publishing
from lineofsight.web.performance.commentary import TEXTS, may_read_drafts
from lineofsight.web.performance.models import PublishedMonth
from lineofsight.web.performance.pages import home_of, person, refusals_are_pages, the_month
from lineofsight.web.serving import serving

OFFERED = 24


@require_safe
@refusals_are_pages("Months")
def months(request: HttpRequest) -> HttpResponse:
    """Every month that ended, with its publications."""
    served = serving()
    by_month: dict[str, list[PublishedMonth]] = {}
    for publication in publishing.publications():
        by_month.setdefault(publication.month, []).append(publication)
    with served.reading() as counted:
        ended = [Month.of(day) for day in counted.dates if Month.of(day).end == day]
        latest = max(ended)
        told = may_read_drafts(person(request)) and str(latest) not in by_month
        waits = publishing.commentary_waits(served, counted, latest) if told else ()
    listed = sorted({*ended[-OFFERED:], *map(Month.read, by_month)}, reverse=True)
    rows = [
        {
            "month": month,
            "name": wording.month_name(month),
            "publications": by_month.get(str(month), []),
            "in_force": next((one for one in by_month.get(str(month), []) if one.in_force), None),
        }
        for month in listed
    ]
    shown = {"heading": "Published months", "section": "performance", "rows": rows, "waits": waits}
    return render(request, "performance/months.html", {**shown, "latest": wording.month_name(latest)})


@require_safe
@refusals_are_pages("A published month")
def as_reported(request: HttpRequest, month: str) -> HttpResponse:
    """A month's highlight report as it was published: the one in force, or `?number=1`."""
    publication, frozen = _publication(request, month)
    report = frozen.report
    shown = {
        "heading": f"{wording.heading(report)}, as reported",
        "section": "performance",
        "month": frozen.month,
        "name": wording.month_name(frozen.month),
        "publication": publication,
        "others": [one for one in publishing.publications(frozen.month) if one.pk != publication.pk],
        "report": mark_safe(html.body(report)),  # its builder escapes every text
        "provenance": wording.provenance(report),
        "made_up": report.made_up,
        "commentary": _commentary(frozen),
        "decided": frozen.beside(publishing.PROPOSALS) or [],
    }
    return render(request, "performance/as_reported.html", shown)


class PublishForm(Form):
    """Says what the publisher looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ReopenForm(Form):
    because = forms.CharField(
        label="Why is it reopened?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="The reason stays beside the publication, for everybody who sees the figures. No child is named.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages("Publish a month")
def publish(request: HttpRequest, month: str) -> HttpResponse:
    """What publishing a month needs, and the button that does it."""
    chosen, served, refused = the_month(month), serving(), ""
    if request.method == "POST":
        form = PublishForm(request.POST)
        if form.is_valid():
            try:
                publishing.publish(chosen, by=person(request), served=served, seen=form.cleaned_data["seen"])
            except Refused as refusal:
                refused = str(refusal)
            else:
                messages.success(request, f"{wording.month_name(chosen)} is published.")
                return redirect("performance:as_reported", month=str(chosen))
    with served.reading() as counted:
        found = publishing.checklist(served, counted, chosen)
        report = None if found.refusal else publishing.report_now(served, counted, chosen)
    shown = {
        "heading": f"Publish {wording.month_name(chosen)}",
        "section": "performance",
        "month": chosen,
        "name": wording.month_name(chosen),
        "checklist": found,
        "refused": refused,
        "form": PublishForm(initial={"seen": served.key}),
        "ratings": wording.ratings_explained(report) if report else "",
        "snapshot": served.council.snapshot,
        "there": publishing.publication_in_force(chosen),
    }
    return render(request, "performance/publish.html", shown, status=409 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages("Reopen a month")
def reopen(request: HttpRequest, month: str) -> HttpResponse:
    """Takes a publication out of force, with a reason."""
    chosen = the_month(month)
    there = publishing.publication_in_force(chosen)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        names_nobody(form, form.cleaned_data, serving().council.snapshot, ("because",))
    if request.method == "POST" and not form.errors:
        publishing.reopen(chosen, by=person(request), because=form.cleaned_data["because"])
        messages.success(request, f"{wording.month_name(chosen)} is reopened. What was published stays to be read.")
        return redirect("performance:months")
    if there is None:
        raise Refused(f"{wording.month_name(chosen)} is not published, so it can't be reopened.")
    shown = {"heading": f"Reopen {wording.month_name(chosen)}", "section": "performance", "month": chosen}
    return render(request, "performance/reopen.html", {**shown, "form": form, "there": there})


@require_safe
@refusals_are_pages("As now known")
def now_known(request: HttpRequest, month: str) -> HttpResponse:
    """Each figure as it was reported beside what is known now, with how many children moved and how."""
    publication, frozen = _publication(request, month)
    served = serving()
    found = publishing.differences_now(frozen, served)
    rows = [_compared(one) for one in found]
    shown = {
        "heading": f"{wording.month_name(frozen.month)}: as reported, and as now known",
        "section": "performance",
        "month": frozen.month,
        "name": wording.month_name(frozen.month),
        "publication": publication,
        "frozen": frozen,
        "rows": rows,
        "other": [row for row in rows if row["is_other"] or row["moved"]],
        "snapshot": served.council.snapshot,
        "same_records": served.council.snapshot.id == frozen.manifest["snapshot"],
    }
    return render(request, "performance/now_known.html", shown)


@require_safe
@refusals_are_pages("Children that moved")
def moved(request: HttpRequest, month: str, ref: str) -> HttpResponse:
    """The children that moved in one figure since its month was published, within what the reader may see."""
    publication, frozen = _publication(request, month)
    served = serving()
    one = next((each for each in publishing.differences_now(frozen, served) if each.ref == ref), None)
    if one is None:
        raise Http404
    scope = scope_of(person(request), served.former_ids)
    with served.reading() as counted:
        parts = [
            listed(title, found, publishing.visible(found.rows, scope, counted))
            for title, found in (
                ("Because the records changed", one.by_records),
                ("Because the rule changed", one.by_rule),
            )
            if found is not None and (found.rows or found is one.by_records)
        ]
    people = [move.person_id for part in parts for move in part["moves"] if move.person_id]
    what = f"Children that moved in {ref} since {month} was published (publication {publication.number})"
    record_access(request, people, what=what, why=scope.why, snapshot=served.council.snapshot.id)
    shown = {
        "heading": f"{ref}: children that moved since {wording.month_name(frozen.month)} was published",
        "section": "performance",
        "month": frozen.month,
        "name": wording.month_name(frozen.month),
        "publication": publication,
        "row": _compared(one),
        "parts": parts,
    }
    return render(request, "performance/moved.html", shown)


def _publication(request: HttpRequest, month: str) -> tuple[PublishedMonth, Frozen]:
    """The publication that an address means; 404 where there is none."""
    all_of_it = publishing.publications(the_month(month))
    number = request.GET.get("number", "")
    if number:
        found = next((one for one in all_of_it if str(one.number) == number), None)
    else:
        found = next((one for one in all_of_it if one.in_force), all_of_it[0] if all_of_it else None)
    if found is None:
        raise Http404
    return found, publishing.frozen_of(found, home_of())


def _commentary(frozen: Frozen) -> list[dict[str, Any]]:
    titles = {row.ref: row.title for row in frozen.report.rows}
    said = frozen.beside(publishing.COMMENTARY) or []
    return [
        {
            **one,
            "title": titles.get(one["ref"], ""),
            "texts": [(title, one[name]) for name, title in TEXTS.items() if one[name]],
            "by_when": wording.day(dt.date.fromisoformat(one["by_when"])) if one["by_when"] else "",
        }
        for one in said
    ]


def _compared(one: Difference) -> dict[str, Any]:
    """One figure of then and now, in words."""
    sides = [
        {
            "name": name,
            "parts": _parts(side),
            "value": wording.figure(side.shown, one.unit),
            "rating": side.rating,
            "note": side.note,
        }
        for name, side in (("As reported", one.then), ("As now known", one.now))
    ]
    population = ""
    if one.unit == "rate" and one.then.denominator != one.now.denominator:
        population = (
            f"The population was {one.then.denominator:,} and is {one.now.denominator:,} now."
            if (one.then.denominator and one.now.denominator)
            else "The population is another."
        )
    return {
        "ref": one.ref,
        "title": one.title,
        "window": WINDOW_TITLES[one.window],
        "moved_ref": one.moved_ref,
        "sides": sides,
        "population": population,
        "is_other": one.is_other,
        "moved": one.moved,
        "records": _sentences(one.by_records, one.unit) if one.by_records else [],
        "rule": _sentences(one.by_rule, one.unit) if one.by_rule else [],
        "by_rule": one.by_rule is not None,
        "target": _target(one),
        "note": one.note,
    }


def _parts(side: Known) -> str:
    if side.numerator is None or not side.denominator:
        return ""
    return f"{side.numerator:,} of {side.denominator:,}"


def _target(one: Difference) -> str:
    if one.target_then == one.target_now:
        return ""

    def said(target: tuple[str, str] | None) -> str:
        if target is None:
            return "none"
        return " and ".join(wording.target(each, one.unit) for each in target)

    return f"The targets were {said(one.target_then)}, and are {said(one.target_now)} now."


#: What is said of rows that moved: of those that are met (or were) and of those that are not.
_SAID = {
    How.NEW: "counted now and not then",
    How.GONE: "no longer counted",
    How.NOW_MET: "met now and not then",
    How.NO_LONGER_MET: "met then and no longer",
}


def _sentences(found: Moves, unit: str) -> list[str]:
    """How many rows moved in which way, and what that did to the figure."""
    sentences = []
    for how in How:
        number = found.number(how)
        if not number:
            continue
        sentence = f"{number:,} {_SAID[how]}"
        if how in (How.NEW, How.GONE) and unit != "count":
            sentence += f" ({found.number(how, met=True):,} of them met)"
        sentences.append(sentence)
    return sentences


def listed(title: str, found: Moves, seen: publishing.Visible) -> dict[str, Any]:
    return {
        "title": title,
        "number": len(found.rows),
        "restricted": seen.restricted,
        "elsewhere": seen.elsewhere,
        "moves": seen.rows,
        "groups": [
            {
                "how": how.value.capitalize(),
                "rows": [(move, seen.names.get(move.person_id)) for move in of_it],
                "events": any(move.row.event_id for move in of_it),
            }
            for how in How
            if (of_it := [move for move in seen.rows if move.how == how])
        ],
    }
