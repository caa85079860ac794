"""Pages of care leavers: counts by age and legal eligibility, and the young people behind each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lineofsight.indicators.children import check_has_children
from lineofsight.prepared.seeing import everybody_for
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.inspection.leavers.counting import (
    AGE_NOT_KNOWN,
    ANSWERS,
    ELIGIBILITIES,
    NOT_RECORDED,
    Count,
    Leavers,
    Young,
    chosen,
    code_of,
    counted,
    leavers,
)
from lineofsight.web.inspection.leavers.rule import LeaversRule, Measure, leavers_rule
from lineofsight.web.inspection.pages import said_why
from lineofsight.web.seen import PER_PAGE, Seen, here, page_asked, page_of, seen_by

ANSWER_WORDS = {"yes": "yes", "no": "no", NOT_RECORDED: "not recorded"}


@dataclass(frozen=True)
class Line:
    """A group's answers to a measure. `query`: what the address of its young people has; `share` in words."""

    title: str
    kind: str
    query: str
    count: Count
    share: str


@dataclass(frozen=True)
class Part:
    """A measure with its lines, and the indicator that is near to it, in a sentence. `lacks`: why it isn't counted."""

    measure: Measure
    lacks: str
    lines: tuple[Line, ...]
    beside: str


@require_safe
@said_why
def care_leavers(request: HttpRequest) -> HttpResponse:
    """How many young people there are, and how each group stands, measure by measure."""
    rule = leavers_rule()
    with seen_by(request) as seen:
        found = leavers(seen.served.council, rule)
        parts = [_part(seen, found, rule, measure) for measure in rule.measures]
    ages, eligibilities = age_groups(rule, found), eligibility_groups(found)
    shown = {
        "section": "inspection",
        "heading": rule.title,
        "crumbs": [],
        "found": found,
        "rule": rule,
        "eligibilities": [title for _, title in eligibilities],
        "rows": [
            (title, [_cell(found, age, code) for code in ("", *(code for code, _ in eligibilities))])
            for age, title in [("", "All"), *ages]
        ],
        "parts": parts,
    }
    return render(request, "inspection/care_leavers.html", shown)


@require_safe
@said_why
def care_leavers_behind(request: HttpRequest) -> HttpResponse:
    """The young people of a group whom the person may see, 50 on a page; the others counted."""
    rule = leavers_rule()
    with seen_by(request) as seen:
        found = leavers(seen.served.council, rule)
        asked, words = _asked(request, rule, found)
        people = chosen(found.people, **asked)
        everybody, values = everybody_for(seen.scope)
        known = {
            row[0]: row[1:]
            for row in seen.counted.database.execute(
                f"with seen as ({everybody}) select person_key, in_scope, restricted, id, name, team, worker from seen",
                values,
            ).fetchall()
        }
        rows, restricted, elsewhere = [], 0, 0
        for person in people:
            in_scope, is_restricted, *facts = known.get(person.key, (False, False))
            if not in_scope:
                elsewhere += 1
            elif is_restricted:
                restricted += 1
            else:
                rows.append((person, *facts))
        rows.sort(key=lambda row: (row[2] or "", row[1]))
        page = page_of((), page_asked(request), len(rows))
        on_page = rows[(page.number - 1) * PER_PAGE : page.number * PER_PAGE]
        page.object_list = [_shown(row, rule, found) for row in on_page]
        record_access(
            request,
            (row[1] for row in on_page),
            what=f"Care leavers: {words}",
            why=seen.scope.why,
            snapshot=seen.snapshot,
        )
    shown = {
        "section": "inspection",
        "heading": "Young people",
        "crumbs": [(reverse("inspection:care_leavers"), rule.title)],
        "words": words,
        "on": found.on,
        "people": len(people),
        "listed": len(rows),
        "restricted": restricted,
        "elsewhere": elsewhere,
        "measures": [measure.title for measure in rule.measures if measure.code not in found.lacks],
        "page": page,
        "here": here(request),
    }
    return render(request, "inspection/care_leavers_behind.html", shown)


def age_groups(rule: LeaversRule, found: Leavers) -> list[tuple[str, str]]:
    """The groups by age: code and title; the last for those whose age isn't known, where there are any."""
    groups = [(ages.code, ages.title) for ages in rule.ages]
    unknown = any(person.ages == AGE_NOT_KNOWN for person in found.people)
    return [*groups, (AGE_NOT_KNOWN, "Age not known")] if unknown else groups


def eligibility_groups(found: Leavers) -> list[tuple[str, str]]:
    """The groups by legal eligibility: code and title."""
    groups = [(code_of(title), title) for title in ELIGIBILITIES]
    known = {code for code, _ in groups}
    others = sorted({person.eligibility for person in found.people} - known)
    return [*groups, *((code, "Not recorded" if code == NOT_RECORDED else code) for code in others)]


def _cell(found: Leavers, ages: str, eligibility: str) -> tuple[int, str]:
    query = {name: code for name, code in (("ages", ages), ("eligibility", eligibility)) if code}
    return len(chosen(found.people, ages, eligibility)), urlencode(query)


def _part(seen: Seen, found: Leavers, rule: LeaversRule, measure: Measure) -> Part:
    lacks = found.lacks.get(measure.code, "")
    if lacks:
        return Part(measure, lacks, (), "")
    groups: list[tuple[str, str, dict[str, str]]] = [("All", "", {})]
    groups += [(title, "age", {"ages": code}) for code, title in age_groups(rule, found)]
    groups += [(title, "eligibility", {"eligibility": code}) for code, title in eligibility_groups(found)]
    lines = []
    for title, kind, query in groups:
        count = counted(chosen(found.people, **query), measure)
        share = wording.number(count.share * 100, "percent") if count.share is not None and measure.says_no else ""
        lines.append(Line(title, kind, urlencode({**query, "measure": measure.code}), count, share))
    return Part(measure, "", tuple(lines), _beside(seen, measure))


def _beside(seen: Seen, measure: Measure) -> str:
    """What the indicator that is near says on the same day; empty where there is none."""
    if not measure.ref or measure.ref not in seen.counted.book.named("indicator"):
        return ""
    now = seen.counted.now
    assert now is not None
    try:
        check_has_children(seen.counted, measure.ref, now, "snapshot")
    except Refused as refusal:
        return f"has no figure ({refusal}); it {measure.beside}"
    row = seen.counted.database.execute(
        f"select count(*) filter (met), count(*) from {seen.counted.evidence[measure.ref]} where as_at = date '{now}'"
    ).fetchone()
    assert row is not None
    return f"says {row[0]:,} of {row[1]:,} on this day; it {measure.beside}"


def _asked(request: HttpRequest, rule: LeaversRule, found: Leavers) -> tuple[dict[str, str], str]:
    """The group that an address asks for, and in words; 404 where there is none such."""
    ages, eligibilities = dict(age_groups(rule, found)), dict(eligibility_groups(found))
    measures = {each.code: each.title for each in rule.measures if each.code not in found.lacks}
    choices: dict[str, dict[str, str]] = {
        "ages": ages,
        "eligibility": eligibilities,
        "measure": measures,
        "answer": ANSWER_WORDS,
    }
    asked, words = {}, []
    for name, known in choices.items():
        value = request.GET.get(name, "")
        if value and value not in known:
            raise Http404
        asked[name] = value
        if value:
            words.append(known[value].lower() if name == "answer" else known[value])
    if asked["answer"] and not asked["measure"]:
        raise Http404
    if asked["measure"] and asked["answer"]:
        words[-2:] = [f"{words[-2]}: {words[-1]}"]
    return asked, ", ".join(words) or "all"


def _shown(row: tuple[Any, ...], rule: LeaversRule, found: Leavers) -> dict[str, Any]:
    person, id_, name, team, worker = row
    assert isinstance(person, Young)
    return {
        "id": id_,
        "name": name,
        "team": team,
        "worker": worker,
        "ages": dict(age_groups(rule, found))[person.ages],
        "eligibility": dict(eligibility_groups(found))[person.eligibility],
        "says": [_word(person.says[measure.code]) for measure in _asked_of(rule, found)],
    }


def _asked_of(rule: LeaversRule, found: Leavers) -> Iterable[Measure]:
    return (measure for measure in rule.measures if measure.code not in found.lacks)


def _word(answer: bool | None) -> str:
    return next(ANSWER_WORDS[code] for code, means in ANSWERS.items() if means is answer)
