"""The page of what audits tell: grades as audited and as moderated, themes, feedback, actions, re-audits, cycles.

It counts; it names no child, no worker and no auditor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from lineofsight.reports.grade_chart import Bar, Group, grade_chart
from lineofsight.reports.markup import Markup
from lineofsight.web.audits import rules, telling
from lineofsight.web.audits.findings_forms import NO_THEME, FindingsForm
from lineofsight.web.audits.findings_reading import (
    actions_of,
    cycles_there,
    days_of_cycles,
    names_of,
    outcomes_of,
    section_titles,
    told_audits,
)
from lineofsight.web.audits.grades import Cohort, Grade
from lineofsight.web.audits.models import Cycle
from lineofsight.web.audits.pages import said_why
from lineofsight.web.audits.small_cells import Cells
from lineofsight.web.audits.telling import Line, Quarter, Told
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen, seen_by

#: What the audits of a page can be parted by.
BY = {
    "quarter": "Quarter",
    "section": "Section",
    "cohort": "Cohort",
    "service": "Service",
    "cycle": "Cycle",
    "team": "Team",
}
#: With more groups than this the chart shows the whole alone: the table has them all.
MOST_DRAWN = 16
RE_AUDIT = Cycle.Kind.RE_AUDIT
WHOLE = "Practice as a whole"


@dataclass(frozen=True)
class FeedbackLine:
    """A group of audits with its feedback; none where it is hidden."""

    name: str
    n: int
    shares: Sequence[telling.Shares]


@require_safe
@said_why
def findings(request: HttpRequest) -> HttpResponse:
    """What the audits tell us, of those that the filter chooses."""
    with seen_by(request) as seen:
        shown = _shown(request, seen)
    return render(request, "audits/findings.html", {"section": "audits", "heading": "What audits tell us", **shown})


def _shown(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    by = _by(request, seen)
    every = told_audits(sections=by == "section")
    cycles = {cycle.pk: cycle for cycle in cycles_there()}
    names = names_of(seen.counted)
    form = FindingsForm(request.GET or None, offered=_offered(every, cycles, names))
    where = form.where if form.is_bound else {}
    pool, left_out = comparable(every, where, cycles)
    given = telling.chosen(pool, where)
    graded = [row for row in given if row.graded]
    few = int(rules.setting("few"))
    may_see = cells_of_grades(pool), telling.cells_of(pool, int(rules.setting("small_cell")))
    titles = _titles(by, cycles, names)
    hidden, hidden_given = (cells.hides(where) for cells in may_see)
    whole = telling.line("", graded, hidden=hidden, few=few)
    lines = [] if hidden else _lines(seen, by, graded, where, may_see[0], titles)
    return {
        "form": form,
        "by": by,
        "tabs": _tabs(request, seen),
        "whole": whole,
        "lines": [(_whole_name(by), whole), *lines],
        "chart": "" if hidden else mark_safe(_chart(by, whole, lines)),  # its drawing escapes every text
        "given": len(given),
        "waiting": len(given) - len(graded),
        "left_out": left_out,
        "mixed": len({row.kind for row in given}) > 1,
        "moved": None if hidden else telling.moved(graded),
        "small": rules.setting("small_cell"),
        "few": few,
        "theme_lines": [] if hidden_given else _themes(given),
        "feedback": [] if hidden_given else telling.feedback(given),
        "feedback_lines": [] if hidden_given else _feedback_lines(seen, by, given, where, may_see[1], titles),
        "actions": None if hidden_given else telling.actions(actions_of(row.pk for row in given), today()),
        "re_audits": re_audits(every),
        "cycle_lines": _cycle_lines(cycles),
        "grades": list(Grade),
        "external": [cycle for cycle in cycles.values() if cycle.kind == Cycle.Kind.EXTERNAL],
    }


def comparable(every: Sequence[Told], where: Mapping[str, str], cycles: Mapping[int, Cycle]) -> tuple[list[Told], int]:
    """The audits that may be counted together, and how many are left out.

    Re-audits are of cases that were chosen for their grade: they are counted only where they are asked for.
    """
    cycle = cycles.get(int(where["cycle"])) if "cycle" in where else None
    wanted = where.get("kind") == RE_AUDIT or (cycle is not None and cycle.kind == RE_AUDIT)
    pool = [row for row in every if (row.kind == RE_AUDIT) == wanted]
    return pool, 0 if wanted else len(every) - len(pool)


def cells_of_grades(pool: Iterable[Told]) -> Cells:
    """Which groups of graded audits are not shown by grade."""
    return telling.cells_of((row for row in pool if row.graded), int(rules.setting("small_cell")))


def re_audits(every: Sequence[Told]) -> telling.ReAudits:
    """What all re-audits found, beside the audits before them."""
    by_number = {row.pk: row for row in every}
    again = [row for row in every if row.re_audit_of in by_number and row.graded]
    firsts = [(by_number[row.re_audit_of], row) for row in again if row.re_audit_of]
    pairs = [(first.grade, second.grade) for first, second in firsts if first.graded]
    outcomes = outcomes_of(row.pk for row in again)
    return telling.re_audits(pairs, outcomes, small=int(rules.setting("small_cell")))


# The filter


def _offered(
    every: Sequence[Told], cycles: Mapping[int, Cycle], names: Mapping[str, str]
) -> dict[str, list[tuple[str, str]]]:
    there = {name: {row.values[name] for row in every} for name in telling.DIMENSIONS}
    return {
        "cycle": [(str(pk), cycle.title) for pk, cycle in cycles.items() if str(pk) in there["cycle"]],
        "period": periods(there["year"], there["quarter"]),
        "kind": [(kind.value, kind.label) for kind in Cycle.Kind if kind.value in there["kind"]],
        "theme": [(code or NO_THEME, rules.theme_title(code) if code else WHOLE) for code in sorted(there["theme"])],
        "cohort": [(cohort.value, cohort.label) for cohort in Cohort if cohort.value in there["cohort"]],
        "service": sorted(((code, names.get(code, code)) for code in there["service"] if code), key=_second),
    }


def periods(years: Iterable[str], quarters: Iterable[str]) -> list[tuple[str, str]]:
    """Financial years and their quarters, as a filter offers them: the latest first."""
    found = [(year, f"Financial year {year}-{(int(year) + 1) % 100:02d}") for year in years if year]
    found += [(code, Quarter.read(code).words) for code in quarters if code]
    return sorted(found, key=lambda each: (each[0][:4], "Q" not in each[0], each[0]), reverse=True)


def _second(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _by(request: HttpRequest, seen: Seen) -> str:
    asked = request.GET.get("by", "")
    return asked if asked in BY and (asked != "team" or sees_teams(seen)) else "quarter"


def sees_teams(seen: Seen) -> bool:
    """Whether a person sees any team by itself."""
    return bool(seen.scope.everybody or seen.scope.teams)


def _tabs(request: HttpRequest, seen: Seen) -> list[tuple[str, str, str]]:
    found = []
    for name, title in BY.items():
        if name != "team" or sees_teams(seen):
            asked = request.GET.copy()
            asked["by"] = name
            found.append((name, title, asked.urlencode()))
    return found


# The lines


def _titles(by: str, cycles: Mapping[int, Cycle], names: Mapping[str, str]) -> Mapping[str, str]:
    """What the groups are called, in the order in which they are shown."""
    if by == "section":
        return section_titles()
    if by == "cohort":
        return {cohort.value: cohort.label for cohort in Cohort}
    if by == "cycle":
        return {str(pk): cycle.title for pk, cycle in sorted(cycles.items(), key=lambda each: each[1].starts_on)}
    if by in ("service", "team"):
        return dict(sorted(names.items(), key=_second))
    return {}


def title_of(by: str, code: str, titles: Mapping[str, str]) -> str:
    """A group in words."""
    if by == "quarter":
        return Quarter.read(code).words if code else "Not known when"
    return titles.get(code) or code or f"No {by}"


def _lines(
    seen: Seen, by: str, graded: Sequence[Told], where: Mapping[str, str], cells: Cells, titles: Mapping[str, str]
) -> list[tuple[str, Line]]:
    few = int(rules.setting("few"))
    if by == "section":
        lines = telling.sections(graded, titles, small=int(rules.setting("small_cell")), few=few)
    else:
        hidden = cells.hidden_rows(by, where)
        rows = _of_teams(seen, graded) if by == "team" else graded
        lines = telling.lines(rows, telling.by_value(by), hidden=hidden, few=few, order=titles)
    return [(title_of(by, line.code, titles), line) for line in lines]


def _of_teams(seen: Seen, rows: Sequence[Told]) -> list[Told]:
    """Audits of the teams that the person sees: names of teams stay with those who answer for them."""
    if seen.scope.everybody:
        return list(rows)
    return [row for row in rows if {row.team, row.service} & seen.scope.teams]


def _feedback_lines(
    seen: Seen, by: str, given: Sequence[Told], where: Mapping[str, str], cells: Cells, titles: Mapping[str, str]
) -> list[FeedbackLine]:
    if by == "section":
        return []
    hidden = cells.hidden_rows(by, where)
    groups = telling.grouped(_of_teams(seen, given) if by == "team" else given, telling.by_value(by))
    codes = [*(code for code in titles if code in groups), *sorted(code for code in groups if code not in titles)]
    return [
        FeedbackLine(
            title_of(by, code, titles), len(groups[code]), () if code in hidden else telling.feedback(groups[code])
        )
        for code in codes
    ]


def _themes(given: Sequence[Told]) -> list[tuple[str, telling.ThemeTold]]:
    known = rules.themes()
    told = telling.themes(given, known)
    return [(rules.theme_title(one.code), one) for one in told if one.strengths or one.developments]


def _whole_name(by: str) -> str:
    return "The overall grade" if by == "section" else "All these audits"


def _chart(by: str, whole: Line, lines: Sequence[tuple[str, Line]]) -> Markup:
    """The whole, and the groups where they are not too many to be looked at together."""
    groups = [_group(_whole_name(by), whole)]
    if len(lines) <= MOST_DRAWN:
        groups += [_group(name, line) for name, line in lines]
    return grade_chart(groups, f"Grades of audits by {BY[by].lower()}")


def _group(name: str, line: Line) -> Group:
    if line.audited is None or line.holds is None:
        return Group(name, because=f"{line.n} {'audit' if line.n == 1 else 'audits'}, not shown by grade")
    return Group(name, (Bar("As audited", line.audited.counts), Bar("As moderated", line.holds.counts)))


def _cycle_lines(cycles: Mapping[int, Cycle]) -> list[tuple[Cycle, str, telling.CycleTold]]:
    days, now = days_of_cycles(), today()
    return [
        (
            cycle,
            rules.theme_title(cycle.theme) if cycle.theme else WHOLE,
            telling.cycle(pk, cycle.size, days.get(pk, []), now),
        )
        for pk, cycle in cycles.items()
    ]
