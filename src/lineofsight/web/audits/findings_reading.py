"""Reads the rows that `telling` and `reliability` count: one question for each kind of row, and the names of things."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lineofsight.indicators.engine import Counted
from lineofsight.prepared.meeting import teams_named
from lineofsight.web.actions.models import Action
from lineofsight.web.audits.models import ActionOutcome, Audit, Cycle, Sheet, ToolVersion
from lineofsight.web.audits.reliability import Reading
from lineofsight.web.audits.steps import GIVEN
from lineofsight.web.audits.telling import ActionRow, Told

_GRADED = (Audit.State.ACTIONS, Audit.State.CLOSED)


#: Fields of `Told` and `Reading`, and where each is read from.
_TOLD = {
    "pk": "pk",
    "cycle": "cycle_id",
    "kind": "cycle__kind",
    "theme": "cycle__theme",
    "cohort": "cohort",
    "service": "service_id",
    "team": "team_id",
    "due_on": "due_on",
    "given_on": "submitted_at",
    "graded": "state",
    "audited": "audited_grade",
    "grade": "grade",
    "grade_from": "grade_from",
    "audited_sections": "audited_grades",
    "sections": "grades",
    "took_part": "took_part",
    "child": "child_feedback",
    "family": "family_feedback",
    "strengths": "strengths",
    "developments": "developments",
    "re_audit_of": "re_audit_of_id",
}
_READING = {
    "audit": "audit_id",
    "service": "audit__service_id",
    "auditor": "audit__auditor_id",
    "reader": "writer_id",
    "purpose": "purpose",
    "check": "of_check_id",
    "blind": "blind",
    "chosen_by": "chosen_by",
    "first": "audit__audited_grade",
    "second": "overall",
    "first_sections": "audit__audited_grades",
    "second_sections": "grades",
    "cycle": "audit__cycle_id",
    "given_on": "given_at",
}


def told_audits(*, sections: bool = True) -> list[Told]:
    """Every audit that its auditor has given in, as it is counted. `sections`: with the grades of their sections.

    To read those takes longer than all else: they are read only where they are shown.
    """
    wanted = {name: of for name, of in _TOLD.items() if sections or name not in ("audited_sections", "sections")}
    rows = Audit.objects.filter(state__in=GIVEN).order_by("pk").values_list(*wanted.values())
    return [_told({"audited_sections": {}, "sections": {}} | dict(zip(wanted, row, strict=True))) for row in rows]


def _told(row: dict[str, Any]) -> Told:
    row["given_on"] = day_of(row["given_on"])
    row["graded"] = row["graded"] in _GRADED
    if not row["graded"]:
        row |= {"grade": "", "grade_from": "", "sections": {}}
    row["strengths"], row["developments"] = frozenset(row["strengths"]), frozenset(row["developments"])
    return Told(**row)


def readings() -> list[Reading]:
    """Every second reading that is given, by a moderator or from outside, with the auditor's first grades."""
    second = (Sheet.Purpose.MODERATION, Sheet.Purpose.EXTERNAL)
    rows = Sheet.objects.filter(state=Sheet.State.GIVEN, purpose__in=second).exclude(audit__state=Audit.State.WITHDRAWN)
    found = []
    for values in rows.order_by("pk").values_list(*_READING.values()):
        row = dict(zip(_READING, values, strict=True))
        found.append(Reading(**row | {"given_on": day_of(row["given_on"])}))
    return found


def day_of(at: dt.datetime | None) -> dt.date | None:
    """The day of a moment where the council is."""
    return at.astimezone(timezone.get_default_timezone()).date() if at else None


def actions_of(audits: Iterable[int]) -> list[ActionRow]:
    """The actions that these audits agreed."""
    wanted = set(audits)
    rows = Action.objects.filter(source=Action.Source.AUDIT).order_by("pk").values_list("source_id", "state", "due_on")
    return [ActionRow(audit, state, due_on) for audit, state, due_on in rows if audit in wanted]


def outcomes_of(audits: Iterable[int]) -> list[str]:
    """What these re-audits found of the actions of the audits before."""
    wanted = set(audits)
    rows = ActionOutcome.objects.order_by("pk").values_list("audit_id", "outcome")
    return [outcome for audit, outcome in rows if audit in wanted]


Days = list[tuple[dt.date | None, dt.date | None]]


def days_of_cycles() -> dict[int, Days]:
    """Of each cycle's cases the day on which each was given in, and when it was due; of an external check, readings."""
    found: defaultdict[int, Days] = defaultdict(list)
    rows = Audit.objects.exclude(state=Audit.State.WITHDRAWN).order_by("pk")
    for cycle, state, at, due_on in rows.values_list("cycle_id", "state", "submitted_at", "due_on"):
        found[cycle].append((day_of(at) if state in GIVEN else None, due_on))
    sheets = Sheet.objects.exclude(of_check=None).exclude(state=Sheet.State.WITHDRAWN).order_by("pk")
    for check, state, at, due_on in sheets.values_list("of_check_id", "state", "given_at", "due_on"):
        found[check].append((day_of(at) if state == Sheet.State.GIVEN else None, due_on))
    return dict(found)


def cycles_there() -> list[Cycle]:
    """The cycles that were not cancelled and have begun, the latest first."""
    return list(
        Cycle.objects.exclude(state__in=(Cycle.State.CANCELLED, Cycle.State.PLANNED)).order_by("-starts_on", "-pk")
    )


def section_titles() -> dict[str, str]:
    """What each graded section is called, in the order of the tools: the latest version that has it gives its title."""
    found: dict[str, str] = {}
    used = ToolVersion.objects.filter(Q(pk__in=Cycle.objects.values("tool_version")) | Q(state="published"))
    for content in used.order_by("pk").values_list("content", flat=True):
        for section in content.get("sections", []):
            if section.get("graded"):
                found[section["key"]] = section["title"]
    return found


def names_of(counted: Counted) -> Mapping[str, str]:
    """The name of each team and of each service, by its id."""
    services = counted.database.execute(
        "select distinct parent_id, coalesce(nullif(parent_name, ''), parent_id) from teams where parent_id is not null"
    ).fetchall()
    return dict(services) | teams_named(counted)
