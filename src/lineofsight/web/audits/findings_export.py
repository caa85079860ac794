"""All audits of the last six months as a workbook: what an inspection asks for first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from lineofsight.calendar.months import months_before
from lineofsight.prepared.meeting import Person, people_seen
from lineofsight.reports import wording
from lineofsight.reports.listing_xlsx import Column
from lineofsight.web.accounts.models import Access
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import looks, rules, telling
from lineofsight.web.audits.findings_reading import day_of, names_of, section_titles
from lineofsight.web.audits.grades import Feedback, Grade, NoGrade
from lineofsight.web.audits.models import Audit, Auditor, Sheet
from lineofsight.web.audits.pages import record_cases, said_why
from lineofsight.web.audits.steps import GIVEN
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen, seen_by
from lineofsight.web.workbooks import workbook

MONTHS = 6
OWN_GRADING = "waits for your own grading"
NO_READER = "waits for a blind grading"
WAITS = {Audit.State.MODERATION: "waits for moderation", Audit.State.PANEL: "waits for a panel"}
_GRADES = {grade.value: grade.label for grade in (*Grade, *NoGrade)}
_FEEDBACK = dict(Feedback.choices)
_FINISHED = (Audit.State.ACTIONS, Audit.State.CLOSED)


@dataclass(frozen=True)
class Around:
    """What a row needs beside its audit, by the audit's number."""

    names: Mapping[str, str]
    sections: Mapping[str, str]
    actions: Mapping[int, Counter[str]]
    again: Mapping[int, list[Audit]]
    waits: Mapping[int, str] = field(default_factory=dict)


@require_POST
@said_why
def export_six_months(request: HttpRequest) -> HttpResponse:
    """Audits that were given in during the last six months, of the children whom the person may see."""
    now = today()
    since = months_before(now, MONTHS)
    with seen_by(request) as seen:
        given = Audit.objects.filter(state__in=GIVEN).select_related("cycle").order_by("submitted_at", "pk")
        audits = [audit for audit in given if since < (day_of(audit.submitted_at) or since) <= now]
        former = seen.served.former_ids
        children = people_seen(seen.counted, [audit.person_id for audit in audits], seen.scope, former)
        shown = [audit for audit in audits if audit.person_id in children]
        left = [former.get(audit.person_id, audit.person_id) for audit in audits if audit.person_id not in children]
        restricted = sum(person in seen.scope.hidden for person in left)
        around = _around(seen, shown)
        cases = [(children[audit.person_id].id, audit.pk in around.waits) for audit in shown]
        record_cases(request, seen, cases, looks.SIX_MONTHS, Access.How.EXPORT)
        return workbook(
            seen,
            name=f"audits of the last six months {now}",
            title=looks.SIX_MONTHS,
            facts=[
                ("Given in", f"after {wording.day(since)}, up to {wording.day(now)}"),
                ("Grade as audited", "the auditor's first grade"),
                ("Grade as moderated", "the one that holds: a moderator's or panel's where there is one"),
                ("Audits of children whom you may not see, left out", f"{len(left) - restricted:,}"),
                ("Audits of restricted records, left out", f"{restricted:,}"),
                ("Grades that you may not see yet, left out", f"{sum(one.pk in around.waits for one in shown):,}"),
            ],
            columns=_columns(around.sections),
            rows=[_row(audit, children[audit.person_id], around) for audit in shown],
        )


def _columns(sections: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns; sections that share a title have their key beside it."""
    many = Counter(sections.values())
    titles = [title if many[title] == 1 else f"{title} ({key})" for key, title in sections.items()]
    return (
        *(Column("Child"), Column("Audit", "number"), Column("Given in", "date"), Column("Cycle", width=34)),
        *(Column("Type", width=18), Column("Theme", width=26), Column("Cohort", width=24)),
        *(Column("Service", width=26), Column("Team", width=26), Column("Grade as audited", width=24)),
        *(Column("Grade as moderated", width=24), Column("Who the grade is from", width=20)),
        *(Column(f"Section: {title}", width=22) for title in titles),
        *(Column("Actions agreed", "number"), Column("Actions open", "number"), Column("Actions overdue", "number")),
        *(Column("Actions done, not verified", "number"), Column("Actions verified", "number")),
        *(Column("Practitioner took part", width=18), Column("Child's feedback", width=18)),
        *(Column("Family's feedback", width=18), Column("Re-audit of", "number"), Column("Re-audited", width=24)),
        Column("State", width=24),
    )


def _row(audit: Audit, child: Person, around: Around) -> tuple[object, ...]:
    """One audit. What tells the grade is left out where the person is still to grade it blind, actions too."""
    waits = around.waits.get(audit.pk, "")
    finished = audit.state in _FINISHED
    grade = _GRADES.get(audit.grade, "") if finished else WAITS.get(Audit.State(audit.state), "")
    held = audit.grades if finished else {}
    actions = around.actions.get(audit.pk, Counter())
    kinds = ("agreed", "open", "overdue", "done", "verified")
    again = "; ".join(
        f"Audit {one.pk}: {_GRADES.get(one.grade, '') if one.state in _FINISHED else 'not graded yet'}"
        for one in around.again.get(audit.pk, [])
        if one.pk not in around.waits
    )
    return (
        *(child.id, audit.pk, day_of(audit.submitted_at), audit.cycle.title, audit.cycle.get_kind_display()),
        rules.theme_title(audit.cycle.theme) if audit.cycle.theme else "",
        *(audit.get_cohort_display(), around.names.get(audit.service_id, audit.service_id)),
        around.names.get(audit.team_id, audit.team_id),
        *(waits or each for each in (_GRADES.get(audit.audited_grade, ""), grade)),
        waits or (audit.get_grade_from_display() if finished else ""),
        *(waits or _GRADES.get(held.get(key, ""), "") for key in around.sections),
        *(waits or actions[kind] for kind in kinds),
        *(telling.TOOK_PART.get(audit.took_part, ""), _FEEDBACK.get(audit.child_feedback, "")),
        *(_FEEDBACK.get(audit.family_feedback, ""), audit.re_audit_of_id, waits or again, audit.get_state_display()),
    )


def _around(seen: Seen, audits: Iterable[Audit]) -> Around:
    numbers = {audit.pk for audit in audits}
    used = {key for audit in audits for key in audit.grades}
    titles = {key: title for key, title in section_titles().items() if key in used}
    again: defaultdict[int, list[Audit]] = defaultdict(list)
    later = Audit.objects.exclude(re_audit_of=None).exclude(state=Audit.State.WITHDRAWN).order_by("pk")
    for one in later:
        if one.re_audit_of_id in numbers:
            again[one.re_audit_of_id].append(one)
    waits = waits_of(seen)
    return Around(
        names=names_of(seen.counted),
        sections=titles | {key: key for key in sorted(used) if key not in titles},
        actions=_actions_of(numbers),
        again=again,
        waits=waits,
    )


def waits_of(seen: Seen) -> dict[int, str]:
    """Audits whose grades this person may not see, and why: a blind reading is theirs to give, or could become so.

    A blind reading that has no reader yet could be given to anybody who moderates.
    """
    pending = Sheet.objects.filter(blind=True, state__in=(Sheet.State.WAITING, Sheet.State.OPEN))
    mine = set(pending.filter(writer=seen.user).values_list("audit_id", flat=True))
    nobodys: set[int] = set()
    if Auditor.objects.filter(user=seen.user, is_active=True, moderates=True).exists():
        nobodys = set(pending.filter(writer=None).values_list("audit_id", flat=True))
    return {audit: OWN_GRADING if audit in mine else NO_READER for audit in mine | nobodys}


def _actions_of(audits: set[int]) -> dict[int, Counter[str]]:
    """The actions of each audit by state, those that are overdue among the open ones too."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = Action.objects.filter(source=Action.Source.AUDIT).values_list("source_id", "state", "due_on")
    for audit, state, due_on in rows:
        if audit in audits and audit is not None:
            of: Any = found[audit]
            of["agreed"] += 1
            of[state] += 1
            of["overdue"] += state == Action.State.OPEN and due_on < today()
    return dict(found)
