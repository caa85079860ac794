"""The page of how far auditors and second readers agree. Auditors are named to those alone who run the audits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lineofsight.statistics.agreement import LABELLED_FROM
from lineofsight.web.accounts.models import User
from lineofsight.web.audits import reliability as told
from lineofsight.web.audits import rules
from lineofsight.web.audits.findings_forms import FindingsForm
from lineofsight.web.audits.findings_pages import periods
from lineofsight.web.audits.findings_reading import cycles_there, names_of, readings, section_titles
from lineofsight.web.audits.grades import Grade
from lineofsight.web.audits.models import Cycle, Sheet
from lineofsight.web.audits.pages import said_why
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen, seen_by

ORIGINS = {told.SHARE: "Moderators, of the random share", told.EXTERNAL: "External readers"}


@require_safe
@said_why
def reliability(request: HttpRequest) -> HttpResponse:
    """Agreement of pairs that were graded blind and chosen by chance; what is left out and why."""
    with seen_by(request) as seen:
        shown = _shown(request, seen)
    shown |= {"section": "audits", "heading": "How far auditors agree"}
    return render(request, "audits/reliability.html", shown)


def _shown(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    every = readings()
    counted = [one for one in every if one.counts]
    cycles = {cycle.pk: cycle for cycle in cycles_there()}
    there = {name: {str(getattr(one, name)) for one in every} for name in told.DIMENSIONS}
    offered = {
        "cycle": [(str(pk), cycle.title) for pk, cycle in cycles.items() if str(pk) in there["cycle"]],
        "period": periods(there["year"], there["quarter"]),
    }
    form = FindingsForm(request.GET or None, offered=offered)
    where = form.where if form.is_bound else {}
    chosen = [one for one in every if all(str(getattr(one, name)) == value for name, value in where.items())]
    pairs = [one for one in chosen if one.counts]
    small = int(rules.setting("small_cell"))
    shown: dict[str, Any] = {
        "form": form,
        "n": len(pairs),
        "audits": len({one.audit for one in pairs}),
        "left_out": told.left_out(chosen),
        "small": small,
        "labelled_from": LABELLED_FROM,
        "moderated_grades": [Grade(each).label for each in rules.setting("moderated_grades")],
        "external": external_checks(cycles.values()),
        "due": next_due(cycles.values()),
        "today": today(),
        "hidden": bool(pairs) and told.cells_of(counted, small).hides(where),
    }
    return shown if not pairs or shown["hidden"] else shown | agreed(seen, pairs, small)


def agreed(seen: Seen, pairs: list[told.Reading], small: int) -> dict[str, Any]:
    """What a page says of pairs: figures, the table, sections, services, and to who runs the audits, auditors."""
    whole = told.agreement_of(one.pair for one in pairs)
    titles, names = section_titles(), names_of(seen.counted)
    alpha = told.alpha_of(pairs)
    found: dict[str, Any] = {
        "figures": told.figures(whole) + ([told.alpha_figure(alpha)] if alpha else []),
        "table": told.table_best_first(whole),
        "grades": list(Grade),
        "least_for_bias": told.LEAST_FOR_BIAS,
        "origins": [(ORIGINS[part.code], part, figures_of(part)) for part in told.by_origin(pairs, small)],
        "parts": [
            (titles.get(part.code, part.code), part, figures_of(part)) for part in told.by_section(pairs, titles, small)
        ],
        "services": [
            (names.get(line.code, line.code) or "No service", line)
            for line in told.bias_lines(pairs, lambda one: one.service)
        ],
    }
    if runs_audits(seen.user):
        people = {str(user.pk): user.name for user in User.objects.filter(pk__in={one.auditor for one in pairs})}
        lines = told.bias_lines(pairs, lambda one: str(one.auditor), hide=False)
        found["auditors"] = [(people.get(line.code, "Nobody"), line) for line in lines if line.bias]
        found["auditors_with_few"] = len(lines) - len(found["auditors"])
    return found


def figures_of(part: told.Part) -> list[told.Figure]:
    """Kappa, the same grade, and which side leans how: what a table of parts has room for."""
    return (
        [each for place, each in enumerate(told.figures(part.agreed)) if place in (0, 2, 4, 5)] if part.agreed else []
    )


# External checks


def external_checks(cycles: Iterable[Cycle]) -> list[tuple[Cycle, int, int]]:
    """The external checks, the latest first: how many readings each has, and how many of these are given."""
    found = []
    for cycle in cycles:
        if cycle.kind == Cycle.Kind.EXTERNAL:
            states = list(cycle.readings.exclude(state=Sheet.State.WITHDRAWN).values_list("state", flat=True))
            found.append((cycle, len(states), states.count(Sheet.State.GIVEN)))
    return found


def next_due(cycles: Iterable[Cycle]) -> dt.date | None:
    """By when the next external check is due: so many months after the last one; None where there was none yet."""
    ends = [cycle.audits_due_on for cycle in cycles if cycle.kind == Cycle.Kind.EXTERNAL]
    return told.next_check_due(max(ends), int(rules.setting("external_months"))) if ends else None
