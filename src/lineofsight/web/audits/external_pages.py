"""The report of an external check: what was read from outside, how far it agrees, and what the readers said.

It counts. What readers wrote of a case is shown to those alone who may see the child, and that they saw it is recorded.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.prepared.meeting import people_seen
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.addressed import one_of
from lineofsight.web.audits import looks, rules
from lineofsight.web.audits.findings_reading import readings
from lineofsight.web.audits.models import Cycle, Sheet
from lineofsight.web.audits.pages import said_why
from lineofsight.web.audits.reliability_pages import agreed, next_due
from lineofsight.web.audits.seeing import graded_blind_by
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen, seen_by


@require_safe
@said_why
def external_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One external check. 404 where the cycle is of another kind."""
    cycle: Cycle = one_of(Cycle, pk)
    if cycle.kind != Cycle.Kind.EXTERNAL:
        raise Http404
    with seen_by(request) as seen:
        shown = _shown(seen, cycle)
        shown["said"] = said = _said(seen, cycle)
        if said:
            record_access(
                request,
                [child for _, child in said],
                what=looks.of_readers(cycle.pk),
                why=seen.scope.why,
                snapshot=seen.snapshot,
            )
    return render(request, "audits/external_report.html", shown)


def _shown(seen: Seen, cycle: Cycle) -> dict[str, Any]:
    every = [one for one in readings() if one.check == cycle.pk]
    pairs = [one for one in every if one.counts]
    small = int(rules.setting("small_cell"))
    sheets = list(cycle.readings.exclude(state=Sheet.State.WITHDRAWN).values_list("state", "writer_id"))
    shown: dict[str, Any] = {
        "section": "audits",
        "heading": f"External check: {cycle.title}",
        "cycle": cycle,
        "of": list(cycle.of.all()),
        "drawn": len(sheets),
        "given": sum(state == Sheet.State.GIVEN for state, _ in sheets),
        "readers": len({writer for _, writer in sheets if writer}),
        "n": len(pairs),
        "crossing": sum((one.pair[0] < 3) != (one.pair[1] < 3) for one in pairs),
        "kinder": sum(one.pair[0] >= 3 > one.pair[1] for one in pairs),
        "small": small,
        "hidden": 0 < len(pairs) < small,
        "due": next_due(Cycle.objects.filter(kind=Cycle.Kind.EXTERNAL).exclude(state=Cycle.State.CANCELLED)),
        "today": today(),
    }
    return shown | agreed(seen, pairs, small) if len(pairs) >= small else shown


def _said(seen: Seen, cycle: Cycle) -> list[tuple[Sheet, str]]:
    """What readers wrote, each with the child's id: of children whom the person may see, and has not to grade blind."""
    if seen.scope.nobody:
        return []
    given = cycle.readings.filter(state=Sheet.State.GIVEN).exclude(reasons="").select_related("audit").order_by("pk")
    rows = list(given.exclude(audit__in=graded_blind_by(seen.user)))
    children = people_seen(seen.counted, [row.audit.person_id for row in rows], seen.scope, seen.served.former_ids)
    return [(row, children[row.audit.person_id].id) for row in rows if row.audit.person_id in children]
