"""Find a child, and one child: facts, family, what is due, where the child counts and why, and the line of time."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lineofsight.prepared.child import (
    child_of,
    chronology_of,
    family_of,
    faults_of,
    people_found,
    standing_of,
)
from lineofsight.prepared.work import Filter, work_due
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.actions.in_scope import withhold
from lineofsight.web.actions.models import Action
from lineofsight.web.seen import seen_by
from lineofsight.web.surgery.models import Discussed

MOST_FOUND = 50
#: Every duty of one child has a place on the page.
MOST_WORK = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Children by name or number. One find that is an id opens the child at once."""
    typed = request.GET.get("q", "").strip()[:100]
    with seen_by(request) as seen:
        found, total = people_found(seen.counted, typed, seen.scope, most=MOST_FOUND)
        record_access(
            request,
            (child.id for child in found),
            what="Search for a child" if typed else "Search page",
            why=seen.scope.why,
            snapshot=seen.snapshot,
        )
    if len(found) == 1 and found[0].id.casefold() == typed.casefold():
        return redirect("surgery:child", person_id=found[0].id)
    return render(
        request,
        "surgery/search.html",
        {
            "section": "search",
            "heading": "Find a child",
            "typed": typed,
            "found": found,
            "total": total,
            "most": MOST_FOUND,
        },
    )


@require_safe
def child(request: HttpRequest, person_id: str) -> HttpResponse:
    """One child. 404 where there is none of that id, or none whom this person may see: the two look the same."""
    group = request.GET.get("only", "")[:60]
    with seen_by(request) as seen:
        person_id = seen.served.former_ids.get(person_id, person_id)
        found = child_of(seen.counted, person_id, seen.scope)
        if found is None:
            record_access(
                request,
                [person_id[:100]],
                what="Child page: not there, or not in scope",
                why=seen.scope.why,
                how=Access.How.REFUSED,
                snapshot=seen.snapshot,
            )
            raise Http404
        counted = seen.counted
        events = chronology_of(counted, found.person_key)
        groups = sorted({event.group for event in events})
        shown = [event for event in events if not group or event.group == group]
        family, more_family = family_of(counted, found.person_key, seen.scope)
        due, _ = work_due(counted, seen.scope, Filter(child=found.id), most=MOST_WORK)
        standing = [(counted.book.latest("indicator", one.ref), one) for one in standing_of(counted, found.person_key)]
        faults = faults_of(counted, found.id)
        actions = list(withhold(seen.user, Action.objects.filter(person_id=found.id)).select_related("owner"))
        discussed = list(Discussed.objects.filter(person_id=found.id).select_related("surgery", "action"))
        record_access(
            request,
            [found.id, *(other.id for other in family)],
            what="Child page",
            why=seen.scope.why,
            snapshot=seen.snapshot,
        )
    return render(
        request,
        "surgery/child.html",
        {
            "section": "search",
            "heading": found.title,
            "child": found,
            "years": [(year, list(of)) for year, of in groupby(shown, key=lambda event: event.on_day.year)],
            "events": len(shown),
            "groups": groups,
            "group": group,
            "family": family,
            "more_family": more_family,
            "due": due,
            "standing": [(definition, one, _good(definition.better, one.met)) for definition, one in standing],
            "faults": faults,
            "actions": actions,
            "discussed": discussed,
            "now": counted.now,
        },
    )


def _good(better: str, met: bool) -> str:
    """What being in the numerator means for the child: good, bad, or neither."""
    if not better:
        return ""
    return "good" if met == (better == "higher") else "bad"
